"""Pictures of lecture 10: error signals on the computational graph, the two readers of a state, the work of two methods."""

import numpy as np

from helpers.figures.recurrent_network import plain_number, position_name
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, drawing, line, tint

_GRADIENT = COLOURS["gradient"]
_PITCH, _FIRST = 119, 96  # pixels: distance of steps, middle of the first one
_LOSS, _OUTPUT, _STATE, _SUM, _TERM, _TOKEN = 20, 78, 158, 238, 312, 362  # heights of the rows
_WIDEST = 7.0  # pixels: the arrow of the largest signal
MOST_STEPS = 6


def _signal(scene, points, share):
    """A purple arrow whose width is in proportion to `share`, the signal's part of the largest one (0 to 1)."""
    scene.line(points, _GRADIENT, max(_WIDEST * share, 0.8), arrow=True)


def _node(scene, x, y, name, meaning):
    scene.rectangle(x - 30, y - 17, 60, 34, tint(COLOURS[meaning], 0.2), COLOURS[meaning], 8, 2)
    scene.text(x, y, name, 16, INK, "middle", bold=True)


def _forward(scene, points):
    scene.line(points, GREY, 1.2, arrow=True)


def _step(scene, x, i, word):
    """One step of the forward pass: token, s, a, o and the loss, with its arrows in grey."""
    for y, name, meaning in ((_SUM, "s", "state"), (_STATE, "a", "state"), (_OUTPUT, "o", "output")):
        _node(scene, x, y, position_name(name, i), meaning)
    scene.text(x, _LOSS, position_name("L", i), 16, INK, "middle", bold=True)
    scene.text(x - 22, _TOKEN, word, 15, COLOURS["input"], "middle")
    for bottom, top in ((_SUM, _STATE), (_STATE, _OUTPUT)):
        _forward(scene, [(x - 14, bottom - 18), (x - 14, top + 18)])
    _forward(scene, [(x - 14, _OUTPUT - 18), (x - 14, _LOSS + 12)])
    _forward(scene, [(x - 24, _TOKEN - 12), (x - 24, _SUM + 18)])
    start = (x - _PITCH + 31, _STATE + 4) if i > 1 else (x - 66, _STATE + 36)
    _forward(scene, [start, (x - 31, _SUM - 12)])


def _norms(tokens, arrays):
    """The norm of every signal (one row for each), or None where no numbers were given."""
    if all(array is None for array in arrays):
        return None
    for name, array in zip(("from_output", "from_future", "delta"), arrays):
        if array is None or np.ndim(array) != 2 or len(array) != len(tokens):
            found = "missing" if array is None else f"of shape {np.shape(array)}"
            raise ValueError(f"{name} is {found}: give one row for each of the {len(tokens)} tokens")
    return np.array([np.linalg.norm(array, axis=1) for array in arrays])


def backward_graph(tokens, from_output=None, from_future=None, delta=None):
    """The computational graph of a sentence with its error signals, and the terms of dL/dW_aa below.

    `tokens`: 1 to 6 words. `from_output`, `from_future`, `delta`: (T, n_a) each, row i - 1 for step i; then the
    width of an arrow is in proportion to the norm of its signal, and the norm stands beside it. Returns a Scene.
    Raises ValueError: too many tokens, or arrays that do not fit them.
    """
    T = len(tokens)
    if not 1 <= T <= MOST_STEPS:
        raise ValueError(f"{T} tokens: this picture holds 1 to {MOST_STEPS}; shorten the sentence")
    norms = _norms(tokens, (from_output, from_future, delta))
    shares = np.full((3, T), 0.4) if norms is None else norms / max(norms.max(), 1e-300)
    scene = Scene(880, 380)
    scene.text(_FIRST - 72, _STATE, "a⟨0⟩", 16, INK, "middle", bold=True)
    scene.text(_FIRST - 72, _STATE + 22, "= 0", 15, INK, "middle")
    for i, word in enumerate(tokens, 1):
        x = _FIRST + _PITCH * (i - 1)
        _step(scene, x, i, word)
        _signal(scene, [(x + 10, _OUTPUT + 18), (x + 10, _STATE - 18)], shares[0, i - 1])
        _signal(scene, [(x + 10, _STATE + 18), (x + 10, _SUM - 18)], shares[2, i - 1])
        _signal(scene, [(x + 10, _SUM + 18), (x + 10, _TERM - 17)], shares[2, i - 1])
        if i < T:
            _signal(scene, [(x + _PITCH - 31, _SUM), (x + 33, _STATE + 16)], shares[1, i - 1])
        scene.rectangle(x - 14, _TERM - 17, 86, 34, tint(_GRADIENT, 0.25), _GRADIENT, 6, 1.5)
        scene.text(x + 29, _TERM, f"{position_name('δ', i)} {position_name('a', i - 1)}ᵀ", 15, INK, "middle")
        scene.text(x + 84, _TERM, "+" if i < T else "=", 18, INK, "middle", bold=True)
        if norms is None:
            scene.text(x + 22, (_SUM + _TERM) / 2, position_name("δ", i), 15, INK)
        else:
            _write_norms(scene, x, norms[:, i - 1], last=i == T)
    return scene.text(_FIRST + _PITCH * (T - 1) + 98, _TERM, "∂L/∂W_aa", 16, INK, bold=True)


def _write_norms(scene, x, norms, last):
    from_output, from_future, delta = (plain_number(value, 3, "") for value in norms)
    scene.text(x + 27, (_OUTPUT + _STATE) / 2, from_output, 15, INK)
    scene.text(x + 27, (_SUM + _TERM) / 2, delta, 15, INK)
    if not last:
        scene.text(x + 35, _SUM + 8, from_future, 15, INK)


def two_roads_back(from_output, from_future):
    """The state a<1>, read by o<1> and by s<2>: two arrows forward, two error signals back, and their sum.

    `from_output`, `from_future`: numbers. Returns a Scene.
    """
    scene = Scene(880, 260)
    nodes = {"a⟨1⟩": (210, 190, "state"), "o⟨1⟩": (210, 44, "output"), "s⟨2⟩": (560, 190, "state")}
    for name, (x, y, meaning) in nodes.items():
        scene.circle(x, y, 36, tint(COLOURS[meaning], 0.2), COLOURS[meaning], 2.5)
        scene.text(x, y, name, 19, INK, "middle", bold=True)
    for forward, back in (([(194, 156), (194, 80)], [(226, 78), (226, 154)]),
                          ([(246, 176), (522, 176)], [(524, 204), (250, 204)])):  # fmt: skip
        scene.line(forward, GREY, 1.5, arrow=True)
        scene.line(back, _GRADIENT, 4, arrow=True)
    scene.text(244, 116, f"w_ya do⟨1⟩ = {plain_number(from_output, 3)}", 18, INK)
    scene.text(385, 228, f"w_aa δ⟨2⟩ = {plain_number(from_future, 3)}", 18, INK, "middle")
    scene.text(385, 156, "read by the next step", 16, GREY, "middle")
    scene.text(178, 116, "read by the output", 16, GREY, "end")
    scene.rectangle(640, 76, 226, 80, tint(_GRADIENT, 0.2), _GRADIENT, 8)
    scene.text(753, 100, "∂L/∂a⟨1⟩ = the sum", 17, INK, "middle")
    return scene.text(753, 131, plain_number(from_output + from_future, 3), 20, INK, "middle", bold=True)


def work_of_two_methods(units, nudging, backward):
    """Multiplications of a whole gradient, by nudging and by going backwards, against the size of the state.

    `units`: (n,) sizes n_a; `nudging`, `backward`: (n,) multiplications for each token. Returns fig, ax.
    """
    with drawing(8.4, 4.2) as (fig, ax):
        for meaning, numbers, words in (("future", nudging, "nudge every parameter"), ("gradient", backward, "backwards")):
            ax.loglog(units, numbers, **line(meaning))
            ax.annotate(words, (units[-1], numbers[-1]), xytext=(12, 0), textcoords="offset points", va="center", fontsize=15)
        ax.set(xlabel="units in the state", ylabel="multiplications a token", xlim=(0.8 * units[0], 12 * units[-1]))
        ax.set_xticks(units, [str(n) for n in units])
        ax.minorticks_off()
    return fig, ax
