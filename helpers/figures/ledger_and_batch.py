"""Pictures of lecture 10a: the error of a finite difference, the ledger, what is left when it is cut."""

import numpy as np

from helpers.figures.recurrent_network import plain_number, position_name
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, LINES, PALE, drawing, line, signed_tint, tint

_GRADIENT = COLOURS["gradient"]


def epsilon_curve(epsilons, errors, best):
    """Relative error of central differences against the size of the nudge, with the two errors behind it.

    `epsilons`, `errors`: (n,), positive; `best`: index of the smallest error. Returns fig, ax.
    """
    epsilons, errors = np.asarray(epsilons, float), np.asarray(errors, float)
    with drawing(8.4, 4.6) as (fig, ax):
        k = int(np.argmax(epsilons))
        truncation = errors[k] * (epsilons / epsilons[k]) ** 2
        rounding = 1e-16 / epsilons
        for law in (truncation, rounding):
            ax.loglog(epsilons, law, **line("target", marker="", linewidth=1.5))
        ax.loglog(epsilons, errors, **line("gradient"))
        low, high = errors.min() / 100, 30 * errors.max()
        ax.set(xlabel="size of the nudge ε", ylabel="relative error", ylim=(low, high))
        style = {"fontsize": 15, "textcoords": "offset points"}
        ax.annotate("rounding error,\nabout 10⁻¹⁶ / ε", (epsilons[3], errors[3]), xytext=(14, 16), ha="left", **style)
        ax.annotate("truncation error,\nlike ε²", (epsilons[k - 1], errors[k - 1]), xytext=(-14, 10), ha="right", **style)
        ax.plot(epsilons[best], errors[best], "o", markersize=16, fillstyle="none", color=INK)
        ax.annotate("smallest here", (epsilons[best], errors[best]), xytext=(16, -20), va="center", **style)
    return fig, ax


def draw_ledger(scene, tokens, cells, margins, picked=None, signed=True, limit=None, kept=None):
    """Draw the triangle: row i is the loss at token i, column j the step j, with sums on the right and below.

    `cells`: (T, T) numbers; `margins`: (T,) row sums, (T,) column sums and the total; `picked`: (i, j) from 1,
    or None; `signed`: entries (orange, blue) or norms (purple); `limit`: the number with the full colour, the
    largest cell if None; `kept`: (T, T), False where a cell was cut out. Returns the middles of the columns, T
    numbers, and the y where the drawing ends.
    """
    left, top, height = 150, 64, 36  # the corner of the triangle and the height of a row, in pixels
    T, rows = len(tokens), np.asarray(margins[0])
    width, limit = min(96, 610 / T), max(float(np.abs(cells).max()) if limit is None else limit, 1e-300)
    middles = [left + (j + 0.5) * width for j in range(T)]
    for k, word in enumerate(tokens):
        scene.text(middles[k], top - 34, _short(word, width), 15, COLOURS["input"], "middle")
        scene.text(middles[k], top - 14, f"j = {k + 1}", 15, GREY, "middle")
        scene.text(left - 10, top + (k + 0.5) * height, f"loss at i = {k + 1}", 15, INK, "end")
        for j in range(k + 1):
            box = (left + j * width, top + k * height, width - 3, height - 3)
            if kept is not None and not kept[k, j]:
                scene.rectangle(*box, "#ffffff", GREY, thickness=1, dash="--")
                scene.text(middles[j] - 1.5, top + (k + 0.5) * height - 1.5, "cut", 15, GREY, "middle")
                continue
            scene.rectangle(*box, _shade(cells[k, j], limit, signed), GREY, thickness=1)
            scene.text(middles[j] - 1.5, top + (k + 0.5) * height - 1.5, cell_number(cells[k, j], signed), 15, INK, "middle")
    bottom, right = top + T * height + 8, left + T * width + 12
    scene.text(right + 38, top - 14, "row sum", 15, GREY, "middle")
    scene.text(left - 10, bottom + 14, "column sum", 15, GREY, "end")
    for k in range(T):
        row, column = cell_number(rows[k], signed), cell_number(margins[1][k], signed)
        scene.text(right + 38, top + (k + 0.5) * height, row, 15, INK, "middle", bold=True)
        scene.text(middles[k], bottom + 14, column, 15, INK, "middle", bold=True)
    scene.rectangle(right + 2, bottom, 74, 28, tint(_GRADIENT, 0.25), _GRADIENT, 4)
    scene.text(right + 39, bottom + 14, cell_number(margins[2], signed), 15, INK, "middle", bold=True)
    if picked is not None:
        x, y = left + (picked[1] - 1) * width, top + (picked[0] - 1) * height
        scene.rectangle(x - 2, y - 2, width + 1, height + 1, "none", INK, 3, 3)
    return middles, bottom + 32


def _shade(value, limit, signed):
    """The colour of a cell; what lies beyond the limit has the full colour."""
    share = min(max(value / limit, -1.0), 1.0)
    return signed_tint(0.7 * share, 1.0) if signed else tint(_GRADIENT, 0.9 * share)


def cell_number(value, signed=True):
    """Three digits after the point; what would be rounded to 0 but is not 0 is written as a power of ten."""
    sign = "+" if signed else ""
    if 0 < abs(value) < 0.0005:
        mantissa, exponent = f"{value:{sign}.0e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    return plain_number(value, 3, sign)


def _short(word, width):
    most = max(int(width / 9), 3)
    return word if len(word) <= most else word[: most - 1] + "…"


def ledger_triangle(tokens, entries, row, column, kept=None):
    """The ledger for one number of W_aa, with its sums.

    `entries`: (T, T, n_a, n_a); `kept`: (T, T), False where cells are cut out of the sums, or None. Returns a Scene.
    """
    cells = np.asarray(entries)[:, :, row, column]
    left = cells if kept is None else np.where(kept, cells, 0.0)
    scene = Scene(880, 116 + 36 * len(tokens))
    margins = (left.sum(1), left.sum(0), left.sum())
    draw_ledger(scene, tokens, left, margins, limit=np.abs(cells).max(), kept=kept)
    return scene


def ledgers_side_by_side(ledgers, distance):
    """Up to three triangles of norms on one colour scale, the cells at least `distance` steps back framed.

    `ledgers`: dictionary from a caption to (T, T) norms, of one T. Returns a Scene.
    """
    T = len(next(iter(ledgers.values())))
    limit, size = max(np.max(cells) for cells in ledgers.values()), min(40, 250 / T)
    scene = Scene(880, 112 + size * T)
    for k, (caption, cells) in enumerate(ledgers.items()):
        left, top = 32 + 294 * k, 48
        scene.text(left, 20, caption, 18, INK, bold=True)
        for i, j in zip(*np.tril_indices(T)):
            box = (left + j * size, top + i * size, size - 3, size - 3)
            scene.rectangle(*box, _shade(cells[i, j], limit, False), PALE, thickness=1)
        corners = [(left - 2, top + distance * size - 2)]
        for step in range(1, T - distance + 1):
            x, y = left + step * size - 2, top + (distance + step) * size - 2
            corners += [(x, y - size), (x, y)]
        corners += [(left - 2, top + T * size - 2), corners[0]]
        scene.line(corners, INK, 2)
        far = float(np.tril(cells, -distance).sum())
        scene.text(left, top + T * size + 22, f"{distance} steps back or more:", 16, INK)
        scene.text(left, top + T * size + 46, f"together {far:.3f}", 16, INK, bold=True)
    return scene


def ledger_road(scene, middles, y, i, j):
    """Draw below the columns how the error goes from the loss at i back to step j. Returns the scene."""
    radius = 18
    for k, x in enumerate(middles, 1):
        on_road = j <= k <= i
        fill = tint(COLOURS["state"], 0.35) if on_road else "#ffffff"
        scene.circle(x, y, radius, fill, COLOURS["state"] if on_road else PALE, 2.5)
        scene.text(x, y, position_name("a", k), 15, INK if on_road else GREY, "middle")
        if j < k <= i:
            scene.line([(x - radius - 2, y), (middles[k - 2] + radius + 2, y)], _GRADIENT, 4, arrow=True)
    if j <= i:
        scene.line([(middles[i - 1] + 6, y + 48), (middles[i - 1] + 6, y + radius)], _GRADIENT, 4, arrow=True)
        scene.text(middles[i - 1] + 18, y + 44, position_name("L", i), 15, INK, bold=True)
        foot = middles[j - 1] - 6
        scene.line([(foot, y + radius), (foot, y + 48)], _GRADIENT, 2, LINES["gradient"])
        scene.text(foot - 8, y + 44, f"W_aa at step {j}", 15, INK, "end")
    return scene
