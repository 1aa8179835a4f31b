"""Pictures of lecture 10: error signals on the unrolled network, two parents, the ledger, checks and costs."""

import numpy as np

from helpers.figures.recurrent_network import plain_number, position_name
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, LINES, PALE, drawing, line, signed_tint, tint

_GRADIENT = COLOURS["gradient"]
_PITCH, _FIRST = 118, 118  # pixels: distance of steps, middle of the first one
_LOSS, _STATE, _TERM = 58, 168, 290  # heights of the rows
MOST_STEPS = 6


def error_number(value):
    """A length or an entry with three digits after the point; a rounded zero has no sign."""
    return plain_number(value, 3, "")


def _signal(scene, points, share):
    """A purple arrow, thicker where more of the error flows; `share` is between 0 and 1."""
    scene.line(points, _GRADIENT, 1.5 + 4.5 * share, arrow=True)


def _step(scene, x, i, word):
    """One step: its token, its loss, its state, and the way forward in grey."""
    scene.text(x, 18, word, 15, COLOURS["input"], "middle")
    scene.rectangle(x - 30, _LOSS - 17, 60, 34, tint(COLOURS["output"], 0.2), COLOURS["output"], 8, 2)
    scene.text(x, _LOSS, position_name("L", i), 16, INK, "middle", bold=True)
    scene.rectangle(x - 30, _STATE - 24, 60, 48, tint(COLOURS["state"], 0.2), COLOURS["state"], 8, 2.5)
    scene.text(x, _STATE, position_name("a", i), 16, INK, "middle", bold=True)
    scene.line([(x - 14, _STATE - 25), (x - 14, _LOSS + 18)], GREY, 1.2, arrow=True)
    start = x - _PITCH + (31 if i > 1 else 56)
    scene.line([(start, _STATE - 14), (x - 31, _STATE - 14)], GREY, 1.2, arrow=True)


def _lengths(tokens, arrays):
    """The length of every signal (one row for each), or None where no numbers were given."""
    if all(array is None for array in arrays):
        return None
    for name, array in zip(("from_output", "from_future", "delta"), arrays):
        if array is None or np.ndim(array) != 2 or len(array) != len(tokens):
            found = "missing" if array is None else f"of shape {np.shape(array)}"
            raise ValueError(f"{name} is {found}: give one row for each of the {len(tokens)} tokens")
    return np.array([np.linalg.norm(array, axis=1) for array in arrays])


def backward_graph(tokens, from_output=None, from_future=None, delta=None):
    """The unrolled network with its error signals, and the terms of dL/dW_aa that are added up below.

    `tokens`: 1 to 6 words. `from_output`, `from_future`, `delta`: (T, n_a) each, row i - 1 for step i; then
    arrows are as thick as the signals are long, and their lengths stand beside them. Returns a Scene.
    Raises ValueError: too many tokens, or arrays that do not fit them.
    """
    T = len(tokens)
    if not 1 <= T <= MOST_STEPS:
        raise ValueError(f"{T} tokens: this picture holds 1 to {MOST_STEPS}; shorten the sentence")
    lengths = _lengths(tokens, (from_output, from_future, delta))
    shares = np.full((3, T), 0.25) if lengths is None else lengths / max(lengths.max(), 1e-300)
    scene = Scene(880, 330)
    scene.text(_FIRST - _PITCH + 28, _STATE - 2, "a⟨0⟩", 16, INK, "middle", bold=True)
    scene.text(_FIRST - _PITCH + 28, _STATE + 20, "= 0", 15, INK, "middle")
    for i, word in enumerate(tokens, 1):
        x = _FIRST + _PITCH * (i - 1)
        _step(scene, x, i, word)
        _signal(scene, [(x + 8, _LOSS + 18), (x + 8, _STATE - 27)], shares[0, i - 1])
        _signal(scene, [(x, _STATE + 25), (x, _TERM - 22)], shares[2, i - 1])
        if i < T:
            _signal(scene, [(x + _PITCH - 31, _STATE + 10), (x + 33, _STATE + 10)], shares[1, i - 1])
        scene.rectangle(x - 48, _TERM - 19, 96, 38, tint(_GRADIENT, 0.25), _GRADIENT, 6, 1.5)
        scene.text(x, _TERM, f"{position_name('δ', i)} {position_name('a', i - 1)}ᵀ", 15, INK, "middle")
        scene.text(x + _PITCH / 2, _TERM, "+" if i < T else "=", 18, INK, "middle", bold=True)
        if lengths is None:
            scene.text(x + 10, (_STATE + _TERM) / 2 + 4, position_name("δ", i), 15, INK)
        else:
            _write_lengths(scene, x, lengths[:, i - 1], last=i == T)
    return scene.text(_FIRST + _PITCH * T - 44, _TERM, "∂L/∂W_aa", 16, INK, bold=True)


def _write_lengths(scene, x, lengths, last):
    from_output, from_future, delta = (error_number(value) for value in lengths)
    scene.text(x + 20, (_LOSS + _STATE) / 2, from_output, 14, INK)
    scene.text(x + 12, (_STATE + _TERM) / 2 + 4, delta, 14, INK)
    if not last:
        scene.text(x + _PITCH / 2 + 1, _STATE + 27, from_future, 14, INK, "middle")


def two_roads_back(from_output, from_future, names=("w_ya do⟨1⟩", "w_aa δ⟨2⟩")):
    """The state a<1>, read by o<1> and by s<2>: two arrows forward, two error signals back, and their sum.

    `from_output`, `from_future`: numbers; `names`: what to call them. Returns a Scene.
    """
    scene = Scene(880, 250)
    nodes = {"a⟨1⟩": (250, 170, "state"), "o⟨1⟩": (250, 40, "output"), "s⟨2⟩": (560, 170, "state")}
    for name, (x, y, meaning) in nodes.items():
        scene.circle(x, y, 34, tint(COLOURS[meaning], 0.2), COLOURS[meaning], 2.5)
        scene.text(x, y, name, 17, INK, "middle", bold=True)
    for forward, back in (([(236, 138), (236, 75)], [(266, 72), (266, 136)]),
                          ([(284, 156), (524, 156)], [(526, 184), (288, 184)])):  # fmt: skip
        scene.line(forward, GREY, 1.5, arrow=True)
        scene.line(back, _GRADIENT, 4, arrow=True)
    scene.text(282, 104, f"{names[0]} = {plain_number(from_output, 3)}", 16, INK)
    scene.text(405, 208, f"{names[1]} = {plain_number(from_future, 3)}", 16, INK, "middle")
    scene.text(405, 136, "read by the next step", 14, GREY, "middle")
    scene.text(222, 104, "read by the output", 14, GREY, "end")
    scene.rectangle(640, 60, 226, 76, tint(_GRADIENT, 0.2), _GRADIENT, 8)
    scene.text(753, 82, "∂L/∂a⟨1⟩ = the sum", 15, INK, "middle")
    return scene.text(753, 112, plain_number(from_output + from_future, 3), 18, INK, "middle", bold=True)


def epsilon_curve(epsilons, errors, best):
    """Relative error of central differences against the size of the nudge, with the two laws behind it.

    `epsilons`, `errors`: (n,), positive; `best`: index of the smallest error.
    Returns fig, ax.
    """
    epsilons, errors = np.asarray(epsilons, float), np.asarray(errors, float)
    with drawing(8.0, 4.4) as (fig, ax):
        ax.loglog(epsilons, errors, **line("gradient"))
        k = int(np.argmax(epsilons))
        bend = errors[k] * (epsilons / epsilons[k]) ** 2
        lost = 1e-16 / epsilons
        ax.loglog(epsilons, bend, **line("target", marker="", linewidth=1.5))
        ax.loglog(epsilons, lost, **line("target", marker="", linewidth=1.5))
        low, high = errors.min() / 30, 30 * errors.max()
        ax.set(xlabel="size of the nudge ε", ylabel="relative error", ylim=(low, high))
        ax.annotate("digits lost: 10⁻¹⁶ / ε", (epsilons.min(), 0.3 * high), fontsize=14, ha="left")
        ax.annotate("curvature: like ε²", (epsilons.max(), 0.3 * high), fontsize=14, ha="right")
        ax.annotate("best", (epsilons[best], errors[best]), xytext=(-22, 14), textcoords="offset points",
                    fontsize=14, ha="center")  # fmt: skip
    return fig, ax


def work_against_length(lengths, counts):
    """How many products with W_aa each program needs, against the length of the sentence.

    `lengths`: (n,); `counts`: dictionary from the name of a program to (n,) numbers. Returns fig, ax.
    """
    styles = ("state", "gradient", "future")
    with drawing(8.0, 4.2) as (fig, ax):
        for meaning, (name, numbers) in zip(styles, counts.items()):
            ax.plot(lengths, numbers, **line(meaning, markersize=6))
            ax.annotate(f" {name}: {numbers[-1]}", (lengths[-1], numbers[-1]), fontsize=14, va="center")
        ax.set(xlabel="length of the sentence T (tokens)", ylabel="products with W_aa", ylim=(0, None))
        ax.set_xlim(0, 1.5 * max(lengths))
        ax.set_xticks(lengths)
    return fig, ax


def draw_ledger(scene, tokens, cells, margins, left=150, top=64, height=36, picked=None, signed=True, covered=False):
    """Draw the triangle: row i is the loss at token i, column j the step j, with sums on the right and below.

    `cells`: (T, T) numbers; `margins`: (T,) row sums, (T,) column sums and the total; `picked`: (i, j) from 1,
    or None; `signed`: entries (orange, blue) or lengths (purple); `covered`: no sums. Returns the middles of
    the columns, T numbers, and the y where the drawing ends.
    """
    T, rows = len(tokens), np.asarray(margins[0])
    width, limit = min(96, 610 / T), max(float(np.abs(cells).max()), 1e-300)
    middles = [left + (j + 0.5) * width for j in range(T)]
    for k, word in enumerate(tokens):
        scene.text(middles[k], top - 34, _short(word, width), 15, COLOURS["input"], "middle")
        scene.text(middles[k], top - 14, f"j = {k + 1}", 14, GREY, "middle")
        scene.text(left - 10, top + (k + 0.5) * height, f"loss at i = {k + 1}", 15, INK, "end")
        for j in range(k + 1):
            fill = signed_tint(0.7 * cells[k, j], limit) if signed else tint(_GRADIENT, 0.9 * cells[k, j] / limit)
            scene.rectangle(left + j * width, top + k * height, width - 3, height - 3, fill, GREY, thickness=1)
            scene.text(middles[j] - 1.5, top + (k + 0.5) * height - 1.5, _cell(cells[k, j], signed), 14, INK, "middle")
    bottom, right = top + T * height + 8, left + T * width + 12
    scene.text(right + 38, top - 14, "row sum", 14, GREY, "middle")
    scene.text(left - 10, bottom + 14, "column sum", 14, GREY, "end")
    for k in range(T):
        words = ("?", "?") if covered else (_cell(rows[k], signed), _cell(margins[1][k], signed))
        scene.text(right + 38, top + (k + 0.5) * height, words[0], 14, INK, "middle", bold=True)
        scene.text(middles[k], bottom + 14, words[1], 14, INK, "middle", bold=True)
    scene.rectangle(right + 2, bottom, 74, 28, tint(_GRADIENT, 0.25), _GRADIENT, 4)
    scene.text(right + 39, bottom + 14, "?" if covered else _cell(margins[2], signed), 14, INK, "middle", bold=True)
    if picked is not None:
        x, y = left + (picked[1] - 1) * width, top + (picked[0] - 1) * height
        scene.rectangle(x - 2, y - 2, width + 1, height + 1, "none", INK, 3, 3)
    return middles, bottom + 32


def _cell(value, signed):
    return plain_number(value, 3, "+" if signed else "")


def _short(word, width):
    most = max(int(width / 9), 3)
    return word if len(word) <= most else word[: most - 1] + "…"


def ledger_triangle(tokens, entries, row, column):
    """The ledger for one number of W_aa, with its sums. `entries`: (T, T, n_a, n_a). Returns a Scene."""
    cells = np.asarray(entries)[:, :, row, column]
    scene = Scene(880, 116 + 36 * len(tokens))
    draw_ledger(scene, tokens, cells, (cells.sum(1), cells.sum(0), cells.sum()))
    return scene


def ledger_road(scene, middles, y, i, j):
    """Draw below the columns how the error goes from the loss at i back to step j. Returns the scene."""
    radius = 17
    for k, x in enumerate(middles, 1):
        on_road = j <= k <= i
        fill = tint(COLOURS["state"], 0.35) if on_road else "#ffffff"
        scene.circle(x, y, radius, fill, COLOURS["state"] if on_road else PALE, 2.5)
        scene.text(x, y, f"a⟨{k}⟩", 14, INK if on_road else GREY, "middle")
        if j < k <= i:
            scene.line([(x - radius - 2, y), (middles[k - 2] + radius + 2, y)], _GRADIENT, 4, arrow=True)
    if j <= i:
        scene.line([(middles[i - 1], y + 48), (middles[i - 1], y + radius + 2)], _GRADIENT, 4, arrow=True)
        scene.text(middles[i - 1] + 12, y + 44, position_name("L", i), 15, INK, bold=True)
    if j < i:
        scene.line([(middles[j - 1], y + radius + 2), (middles[j - 1], y + 48)], _GRADIENT, 2, LINES["gradient"])
        scene.text(middles[j - 1] + 8, y + 44, f"W_aa at step {j}", 14, INK)
    return scene
