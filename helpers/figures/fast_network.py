"""Pictures of appendix 11a: one matrix for all parameters, real tokens as a staircase."""

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, tint

_CELL, _ROW = 44, 34  # pixels: width and height of a cell of the staircase


def _block(scene, x, y, width, height, words, colour, strength=0.3):
    scene.rectangle(x, y, width, height, tint(colour, strength), colour, 4, 2)
    return scene.text(x + width / 2, y + height / 2, words, 17, INK, "middle", bold=True)


def weight_layout(n_x, n_a, n_y):
    """A row of Z, the matrix of all parameters, and the row of results, as blocks with their sizes. Returns a Scene."""
    scene, heights = Scene(880, 290), (80, 36, 104)
    blue, green, orange, grey = (COLOURS[name] for name in ("W_ax", "W_aa", "W_ya", "neutral"))
    x = 20
    for width, words, colour in ((90, "x⟨i+1⟩", blue), (40, "1", grey), (110, "a⟨i⟩", green)):
        _block(scene, x, 116, width, 40, words, colour)
        x += width
    scene.text(278, 136, "·", 30, INK, "middle", bold=True)
    y, rows = 34, (("W_axᵀ", "0"), ("b_a", "b_y"), ("W_aaᵀ", "W_yaᵀ"))
    for height, names, colour in zip(heights, rows, (blue, grey, green)):
        _block(scene, 350, y, 180, height, names[0], colour)
        _block(scene, 530, y, 90, height, names[1], orange if names[1] != "0" else PALE, 0.3)
        y += height
    for middle, words in ((74, f"{n_x} rows"), (132, "1 row"), (202, f"{n_a} rows")):
        scene.text(342, middle, words, 14, GREY, "end")
    scene.text(440, 272, f"{n_a} columns", 14, GREY, "middle").text(575, 272, f"{n_y}", 14, GREY, "middle")
    scene.text(648, 136, "=", 26, INK, "middle", bold=True)
    _block(scene, 676, 116, 110, 40, "s⟨i+1⟩", green)
    return _block(scene, 786, 116, 76, 40, "o⟨i⟩", orange)


def draw_steps(scene, lengths, step, packed, left=120, top=36):
    """A rectangle of cells, one row for each sentence; the cells that one step computes are framed.

    `lengths`: numbers of tokens, in the order of the rows; `step`: position from 1; `packed`: real tokens alone, each
    with its number in the order of time; else padding is computed too. Returns the number of cells of this step.
    """
    longest, number, now = max(lengths), 0, 0
    for i in range(1, longest + 1):
        scene.text(left + (i - 0.5) * _CELL, top - 16, i, 14, GREY, "middle", bold=i == step)
        for b, length in enumerate(lengths):
            x, y, real = left + (i - 1) * _CELL, top + b * _ROW, i <= length
            if not real and packed:
                continue
            number, now = number + 1, now + (i == step)
            fill = tint(COLOURS["state"], 0.55 if i == step else 0.15) if real else tint(GREY, 0.35 if i == step else 0.12)
            scene.rectangle(x, y, _CELL - 3, _ROW - 3, fill, INK if i == step else PALE, 3, 2.5 if i == step else 1)
            words = f"{number}" if real else "pad"
            scene.text(x + _CELL / 2 - 1, y + _ROW / 2 - 1, words, 14, INK, "middle", bold=real and i == step)
    for b, length in enumerate(lengths):
        scene.text(left - 12, top + (b + 0.5) * _ROW, f"{length} tokens", 14, INK, "end")
    return now


def two_rectangles(lengths):
    """The padded rectangle of some sentences beside the staircase of their real tokens. Returns a Scene."""
    scene = Scene(880, 80 + _ROW * len(lengths))
    draw_steps(scene, lengths, 0, False, left=100, top=50)
    draw_steps(scene, sorted(lengths, reverse=True), 0, True, left=550, top=50)
    scene.text(100, 12, f"padded: {max(lengths) * len(lengths)} cells", 16, INK, bold=True)
    return scene.text(550, 12, f"real tokens, longest first: {sum(lengths)} cells", 16, INK, bold=True)
