"""Pictures of lecture 00: the map of the series and the table of rules against collections of sentences."""

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, tint

SERIES = {
    "text to vectors": [("00", "where to?"), ("01", "tokenization"), ("02", "one-hot vectors"), ("03", "counting words"),
                        ("04", "Word2Vec"), ("05", "GloVe"), ("06", "one word, two vectors")],
    "the network": [("07", "why recurrent?"), ("08", "forward"), ("09", "loss and masks"), ("10", "backward in time"),
                    ("11", "training")],
    "what it can do": [("12", "sentiment"), ("13", "translation"), ("14", "generation"), ("17", "real queries")],
    "why memory fades": [("15", "vanishing gradients"), ("16", "gates")],
}  # fmt: skip


def series_map(here="00"):
    """The parts of the series as columns of boxes, read from left to right; the box of this lecture is marked.

    `here` is the number to mark. Returns a Scene.
    """
    column = 880 / len(SERIES)
    scene = Scene(880, 60 + 44 * max(map(len, SERIES.values())))
    for p, (part, lectures) in enumerate(SERIES.items()):
        scene.text(p * column + 6, 24, part, 16, INK, bold=True)
        for k, (number, title) in enumerate(lectures):
            x, y, marked = p * column + 6, 48 + 44 * k, number == here
            scene.rectangle(x, y, column - 12, 36, COLOURS["highlight"] if marked else PALE, INK if marked else GREY, radius=6)
            scene.text(x + 10, y + 18, number, 15, INK, bold=True, font="mono")
            scene.text(x + 40, y + 18, title, 14, INK)
    return scene


def rules_table(shares, counts):
    """Share of right answers of each rule on each collection of sentences, darker where more are wrong.

    `shares` is a dictionary from rule to a dictionary from collection to a share (0 to 1); `counts` from collection to its
    number of sentences. Returns a Scene.
    """
    left, row = 260, 46
    column = (870 - left) / len(counts)
    scene = Scene(880, 66 + row * len(shares))
    for k, (name, count) in enumerate(counts.items()):
        x = left + (k + 0.5) * column
        scene.text(x, 16, name, 16, INK, "middle", bold=True).text(x, 38, f"{count:,} sentences", 14, INK, "middle")
    for r, (rule, by_name) in enumerate(shares.items()):
        y = 58 + row * r
        scene.text(8, y + row / 2, rule, 15, INK)
        for k, name in enumerate(counts):
            fill = tint(GREY, 0.6 * (1 - by_name[name]))
            scene.rectangle(left + k * column + 2, y + 2, column - 4, row - 4, fill, GREY)
            scene.text(left + (k + 0.5) * column, y + row / 2, f"{100 * by_name[name]:.1f} %", 16, INK, "middle")
    return scene


def side_by_side(readings):
    """Two sentences side by side, a bar for the probability of each token.

    `readings` is a list of two pairs (tokens, y_hat). Returns a Scene.
    """
    scene, half = Scene(880, 180), 440
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
