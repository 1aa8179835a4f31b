"""Pictures of lecture 02: ids on a line, the column a token selects, nine ones in a row, learning curves, Gram matrices."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, drawing, line, signed_tint, tint
from helpers.figures.tokenization import block_width, draw_blocks, visible

_MOST_COLUMNS, _MOST_ROWS, _LEFT, _TOP, _HEIGHT, _SHADE = 15, 6, 86, 116, 36, 0.6


def id_line(tokens, first, marked=()):
    """Neighbouring ids on a line, each with its token; the ids are `first`, `first` + 1, ...

    `tokens`: the tokens at these ids, at most 25, in order; `marked`: those to print bold. Returns a Scene.
    """
    scene = Scene(860, 186)
    left, y = 70, 92
    gap = (860 - 2 * left) / max(len(tokens) - 1, 1)
    scene.line([(20, y), (846, y)], GREY, 2, arrow=True)
    for k, token in enumerate(tokens):
        x, level = left + gap * k, (56, 130, 22, 164)[k % 4]
        strong = token in marked
        colour = COLOURS["input"] if strong else GREY
        scene.line([(x, level + (13 if level < y else -13)), (x, y)], colour, 2 if strong else 1, "" if strong else ":")
        scene.circle(x, y, 6 if strong else 4, colour)
        scene.text(x, level, f"{visible(token)} {first + k}", 15, INK if strong else GREY, "middle", strong)
    return scene


def shown_columns(N, i):
    """First and last + 1 of at most 15 neighbouring columns out of N, column i as near the middle as can be."""
    first = min(max(i - _MOST_COLUMNS // 2, 0), max(N - _MOST_COLUMNS, 0))
    return first, min(first + _MOST_COLUMNS, N)


def selected_column(W_ax, tokens, ids, position, names=None):
    """The product of W_ax and the one-hot vector of one token, drawn so that the chosen column stands out.

    `W_ax`: (n_a, N); `tokens`, `ids`: the sentence as text and as numbers; `position`: which token (from 0);
    `names`: the tokens of the vocabulary, in the order of their ids, to be written below the columns.
    At most 15 columns and 6 rows are drawn; three dots stand for the rest. Returns a Scene.
    """
    W_ax = np.asarray(W_ax)
    n_a, N = W_ax.shape
    i, rows = ids[position], min(n_a, _MOST_ROWS)
    first, last = shown_columns(N, i)
    x = np.zeros(N)
    x[i] = 1.0
    result, limit = W_ax @ x, np.abs(W_ax).max()
    cell = min(56, 620 / (last - first))
    edge, bottom = _LEFT + cell * (last - first), _TOP + _HEIGHT * rows
    scene = Scene(880, bottom + (40 if names is None else 66))
    _draw_sentence(scene, tokens, position)
    scene.text(_LEFT - 12, _TOP - 24, "xᵀ", 17, COLOURS["input"], "end", bold=True)
    scene.text(_LEFT - 12, (_TOP + bottom) / 2, "W_ax", 17, COLOURS["W_ax"], "end", bold=True)
    for j in range(first, last):
        if names is not None:
            label = visible(names[j])
            room = max(2, int(cell / 7.5))
            label = label if len(label) <= room else label[: room - 1] + "…"
            scene.text(_LEFT + cell * (j - first + 0.5), bottom + 40, label, 13, INK, "middle", bold=j == i)
        _draw_column(scene, _LEFT + cell * (j - first), cell, W_ax[:rows, j], limit, j, chosen=j == i)
    scene.text(_LEFT - 12, bottom + 16, "id", 15, GREY, "end")
    if first > 0:
        scene.text(_LEFT - 2, bottom + 16, "…", 16, GREY, "end")
    if last < N:
        scene.text(edge + 8, bottom + 16, "…", 16, GREY)
    scene.rectangle(_LEFT + cell * (i - first), _TOP - 40, cell, 40 + _HEIGHT * rows, "none", INK, thickness=3)
    return _draw_result(scene, edge + 62, result[:rows], limit, n_a > rows)


def _draw_sentence(scene, tokens, position):
    """The sentence as blocks, the chosen one framed; tokens far to its left give way if the row is too long."""
    widths = [block_width(visible(token), 16) + 3 for token in tokens]
    start = 0
    while start < position and sum(widths[start : position + 1]) > 800:
        start += 1
    x = 16
    if start:
        scene.text(x, 31, "…", 16, GREY)
        x += 22
    draw_blocks(scene, x, 16, tokens[start:], 16, limit=850)
    x += sum(widths[start:position])
    scene.rectangle(x, 16, min(widths[position] - 3, 850 - x), 30, "none", INK, radius=4, thickness=3)


def _written(value):
    return f"{value:.2f}".replace("-", "−")


def _draw_column(scene, x, width, values, limit, j, chosen):
    """One column of W_ax below its entry of the one-hot vector, with its number under it."""
    middle, ink = x + width / 2, INK if chosen else GREY
    scene.rectangle(x, _TOP - 40, width, 32, COLOURS["highlight"] if chosen else "#ffffff", PALE)
    scene.text(middle, _TOP - 24, "1" if chosen else "0", 16, ink, "middle", bold=chosen)
    for k, value in enumerate(values):
        y = _TOP + _HEIGHT * k
        scene.rectangle(x, y, width, _HEIGHT, signed_tint(_SHADE * value, limit), "#ffffff", thickness=1)
        if width >= 48:
            scene.text(middle, y + _HEIGHT / 2, _written(value), 14, INK, "middle", font="mono")
    scene.text(middle, _TOP + _HEIGHT * len(values) + 16, j, 15, ink, "middle", bold=chosen)


def _draw_result(scene, x, result, limit, more):
    """The product as a column of numbers on the right."""
    scene.text(x - 28, _TOP + _HEIGHT * len(result) / 2, "=", 22, INK, "middle")
    scene.text(x + 38, _TOP - 24, "W_ax x", 17, COLOURS["W_ax"], "middle", bold=True)
    for k, value in enumerate(result):
        y = _TOP + _HEIGHT * k
        scene.rectangle(x, y, 76, _HEIGHT, signed_tint(_SHADE * value, limit), INK, thickness=1)
        scene.text(x + 38, y + _HEIGHT / 2, _written(value), 16, INK, "middle", font="mono")
    if more:
        scene.text(x + 38, _TOP + _HEIGHT * len(result) + 14, "…", 16, GREY, "middle")
    return scene


def ones_in_a_row(tokens, ids, N):
    """The input of a model that reads k tokens: k one-hot vectors, one after the other, drawn as strips of N numbers.

    `tokens`, `ids`: the k tokens and their ids, 0 to N - 1. Returns a Scene.
    """
    k = len(tokens)
    strip = 860 / k
    scene = Scene(880, 150)
    for j, (token, i) in enumerate(zip(tokens, ids)):
        x = 10 + j * strip
        at = x + (strip - 6) * (i + 0.5) / N
        scene.text(x + (strip - 6) / 2, 20, visible(token), 15, INK, "middle", bold=j == k - 1)
        scene.rectangle(x, 42, strip - 6, 34, tint(COLOURS["input"], 0.15), COLOURS["input"])
        scene.line([(at, 42), (at, 76)], INK, 4)
        anchor = "start" if at < x + 18 else "end" if at > x + strip - 24 else "middle"
        scene.text(at, 92, f"{i + j * N:,}", 14, INK, anchor, bold=True)
        scene.text(x, 116, f"{j * N:,}…", 14, GREY)
    return scene.text(10, 138, f"{k} strips of N = {N}: {k * N:,} numbers, {k} of them are 1", 14, INK)


def learning_curves(steps, train, test):
    """Accuracy on training and on new examples after each number of steps: the mean, and the range over draws.

    `steps`: (k,); `train`, `test`: (draws, k) accuracies from 0 to 1. Returns fig, ax.
    """
    with drawing(8.0, 4.0) as (fig, ax):
        for values, meaning, name in ((train, "W_ax", "the 100 examples"), (test, "output", "new examples")):
            values, style = np.asarray(values), line(meaning)
            band = {"color": style["color"], "alpha": 0.22, "linewidth": 0}
            ax.fill_between(steps, values.min(axis=0), values.max(axis=0), **band)
            ax.plot(steps, values.mean(axis=0), **style, label=name)
        ax.axhline(0.5, **line("neutral", marker="", linewidth=1.5), label="coin toss")
        ax.set(xscale="log", xlabel="steps of gradient descent", ylabel="share of right answers", ylim=(0.4, 1.03))
        ax.set_xticks(steps, [f"{n:,}" for n in steps])
        ax.minorticks_off()
        ax.legend(loc="center right", bbox_to_anchor=(1.0, 0.73))
    return fig, ax


def train_and_new(shares):
    """How several models do on their own examples and on new ones: the mean of some draws, and a line over their range.

    `shares`: dictionary from the model's name to an array (draws, 2): shares on the examples and on new ones. Returns fig, ax.
    """
    with drawing(8.4, 1.0 + 0.6 * len(shares)) as (fig, ax):
        for row, values in enumerate(np.asarray(v) for v in shares.values()):
            for column, (meaning, name) in enumerate((("W_ax", "the 100 examples"), ("output", "new examples"))):
                style = line(meaning)
                part, y = values[:, column], row - 0.14 * (1 - 2 * column)
                ax.plot([part.min(), part.max()], [y, y], color=style["color"], linewidth=2)
                ax.plot(part.mean(), y, **{**style, "linestyle": ""}, label=name if row == 0 else None, markersize=9)
                end, side, align = (part.max(), 6, "left") if column else (part.min(), -6, "right")
                ax.annotate(f"{part.mean():.2f}", (end, y), xytext=(side, 0), textcoords="offset points", ha=align, va="center")
        ax.set_yticks(range(len(shares)), list(shares))
        ax.set(ylim=(len(shares) - 0.35, -0.6), xlim=(0.58, 1.04), xlabel="share of right answers (mean and range)")
        ax.legend(loc="upper center", bbox_to_anchor=(0.4, 1.2), ncols=2)
    return fig, ax


def grams(matrices, words):
    """All inner products of some words' vectors, one table beside the other; the darker a cell, the larger the number.

    `matrices`: dictionary from a table's name to (n, n), entries from 0 to 1; `words`: the names of the rows. Returns fig, axes.
    """
    from matplotlib.colors import ListedColormap

    shades = ListedColormap([tint(COLOURS["W_ax"], 0.85 * value) for value in np.linspace(0, 1, 101)])
    with drawing(9.0, 3.7, columns=len(matrices)) as (fig, axes):
        for ax, (name, matrix) in zip(np.atleast_1d(axes), matrices.items()):
            matrix = np.asarray(matrix)
            ax.pcolormesh(range(len(words)), range(len(words)), matrix, cmap=shades, vmin=0, vmax=1)
            ax.invert_yaxis()
            for (row, column), value in np.ndenumerate(matrix):
                number = f"{value:.1f}".replace(".0", "").replace("0.", ".")
                ax.text(column, row, number, ha="center", va="center", color="white" if value > 0.75 else INK)
            ax.set_xticks(range(len(words)), words, rotation=45, ha="right", rotation_mode="anchor", parse_math=False)
            ax.set_yticks(range(len(words)), words, parse_math=False)
            ax.set_xlabel(name)
            ax.tick_params(length=0)
    return fig, axes
