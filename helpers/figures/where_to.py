"""Pictures of lecture 00: the map of the series and the table of rules against kinds of sentences."""

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, tint

_PART_COLOURS = ("input", "state", "gradient", "future")


def series_map(parts, ready, width=880):
    """The parts of the series as columns of boxes, read from left to right.

    `parts` is a dictionary from the name of a part to a list of (number, title); `ready` holds the numbers of the lectures that
    exist, all others have a dashed border. Returns a Scene.
    """
    column = width / len(parts)
    scene = Scene(width, 66 + 46 * max(map(len, parts.values())))
    for p, (part, lectures) in enumerate(parts.items()):
        colour = COLOURS[_PART_COLOURS[p % len(_PART_COLOURS)]]
        scene.text(p * column + 8, 26, part, 16, INK, bold=True)
        for k, (number, title) in enumerate(lectures):
            y = 50 + 46 * k
            exists = number in ready
            fill = tint(colour, 0.28) if exists else "#ffffff"
            scene.rectangle(p * column + 8, y, column - 24, 38, fill, colour, radius=6, dash="" if exists else "--")
            scene.text(p * column + 18, y + 19, number, 15, INK, bold=True, font="mono")
            scene.text(p * column + 48, y + 19, title, 14, INK if exists else GREY)
    return scene


def rules_table(shares, counts, width=880):
    """Share of right answers of each rule on each kind of sentence, dark where the rule fails.

    `shares` is a dictionary from rule to a dictionary from kind to a share (0 to 1); `counts` from kind to number of sentences.
    Returns a Scene.
    """
    left, row = 270, 52
    column = (width - left - 10) / len(counts)
    scene = Scene(width, 92 + row * len(shares))
    for k, (kind, count) in enumerate(counts.items()):
        first, _, second = kind.partition(", ")
        x = left + (k + 0.5) * column
        scene.text(x, 18, first, 14, INK, "middle").text(x, 38, second, 14, INK, "middle")
        scene.text(x, 60, f"{count} sentences", 14, GREY, "middle")
    for r, (rule, by_kind) in enumerate(shares.items()):
        y = 78 + row * r
        scene.text(8, y + row / 2, rule, 15, INK)
        for k, kind in enumerate(counts):
            share = by_kind[kind]
            fill = tint(COLOURS["future"], 0.75 * (1 - share))
            scene.rectangle(left + k * column + 2, y + 2, column - 4, row - 4, fill, GREY)
            scene.text(left + (k + 0.5) * column, y + row / 2, f"{100 * share:.0f} %", 16, INK, "middle")
    return scene


def side_by_side(readings, width=880):
    """Two sentences side by side, a bar for the probability of each token.

    `readings` is a list of two pairs (tokens, y_hat). Returns a Scene.
    """
    scene, half = Scene(width, 180), width / 2
    for k, (tokens, y_hat) in enumerate(readings):
        column = (half - 24) / len(tokens)
        left = 12 + k * half
        scene.line([(left, 136), (left + half - 24, 136)], GREY, 1)
        for i, (token, probability) in enumerate(zip(tokens, y_hat)):
            height, x = 90 * float(probability), left + (i + 0.5) * column
            scene.rectangle(x - column / 2 + 6, 136 - height, column - 12, height, COLOURS["output"])
            scene.text(x, 122 - height, f"{probability:.2f}", 14, INK, "middle")
            scene.text(x, 156, token, 15, INK, "middle", bold=bool(probability >= 0.5))
    return scene
