"""Pictures of lecture 08: vectors as coloured columns, one step as a flow chart, fold and unroll, states."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, LINES, PALE, signed_tint, tint

_NODE, _PITCH, _TAG = 54, 108, 46  # pixels: width of a state, distance of copies, width of a weight's tag
_OUTPUT, _STATE, _INPUT = 40, 140, 240  # heights of the three rows of an unrolled network
MOST_COPIES = 7


def position_name(name, i):
    """The name of a value at position i as a picture writes it: ``position_name("a", 3)`` is "a⟨3⟩"."""
    return f"{name}⟨{i}⟩"


def plain_number(value, digits=2, sign="+"):
    """A number with this many digits, and a plus if `sign` is "+"; a rounded zero has no sign: no -0.00."""
    rounded = round(float(value), digits)
    return f"{rounded:{sign}.{digits}f}" if rounded else f"{0:.{digits}f}"


def draw_column(scene, x, y, values, width=62, height=26, limit=1.0, hidden=False, numbers=True, sign="+"):
    """Draw a vector as a column of cells from the corner (x, y) downwards: orange is positive, blue negative.

    `values`: (n,); full colour at `limit`; `hidden` draws question marks, `numbers` False colours alone;
    `sign` "" writes no plus. Returns the scene.
    """
    for k, value in enumerate(values):
        fill = PALE if hidden else signed_tint(0.7 * min(max(value, -limit), limit), limit)
        scene.rectangle(x, y + k * height, width, height, fill, GREY, thickness=1)
        if numbers:
            words = "?" if hidden else plain_number(value, sign=sign)
            scene.text(x + width / 2, y + (k + 0.5) * height, words, 15, INK, "middle", font="mono")
    return scene


def same_word_two_states(word, groups):
    """Two columns for one word in two sentences, once for each network: are they equal?

    `groups`: dictionary from what a network does to two vectors (n,) of values in [-1, 1]. Returns a Scene.
    """
    scene = Scene(880, 250)
    for k, (name, (first, second)) in enumerate(groups.items()):
        left = 30 + 440 * k
        scene.text(left + 190, 22, f"{name}: “{word}” in the", 17, INK, "middle", bold=True)
        for x, ordinal, values in ((left, "first", first), (left + 230, "second", second)):
            scene.text(x + 75, 56, f"{ordinal} sentence", 16, INK, "middle")
            draw_column(scene, x + 30, 76, values, width=90, height=36)
        sign = "=" if np.allclose(first, second) else "≠"
        scene.text(left + 190, 148, sign, 40, INK, "middle", bold=True)
    return scene.line([(440, 10), (440, 240)], GREY, 1, ":")


def _box(scene, x, y, width, words, shape="", colour=GREY, strength=0.15):
    """A rounded box round (x, y) with words, and below them the shape."""
    height = 54 if shape else 38
    fill = tint(colour, strength)
    scene.rectangle(x - width / 2, y - height / 2, width, height, fill, colour, radius=8, thickness=2)
    scene.text(x, y - (11 if shape else 0), words, 17, INK, "middle", bold=True)
    if shape:
        scene.text(x, y + 13, shape, 14, INK, "middle", font="mono")


def step_flow_chart(n_x, n_a, n_y):
    """The flow chart of one step: what is read, what is multiplied, what is handed on, each with its shape.

    Parameters: the three sizes. Returns a Scene.
    """
    scene = Scene(880, 408)
    blue, green, orange = COLOURS["W_ax"], COLOURS["W_aa"], COLOURS["W_ya"]
    arrows = [
        ((120, 200), (150, 200), green), ((260, 200), (303, 200), green), ((320, 343), (320, 312), blue),
        ((320, 258), (320, 217), blue), ((320, 114), (320, 183), INK), ((337, 200), (405, 200), INK),
        ((475, 200), (520, 200), green), ((620, 200), (690, 200), green), ((570, 173), (570, 142), orange),
        ((570, 88), (570, 62), orange), ((506, 45), (553, 45), INK), ((587, 45), (645, 45), INK),
        ((735, 45), (775, 45), orange),
    ]  # fmt: skip
    for start, end, colour in arrows:
        scene.line([start, end], colour, 2.5, arrow=True)
    vector_a, vector_y = f"({n_a},)", f"({n_y},)"
    _box(scene, 70, 200, 100, "a⟨i−1⟩", vector_a, green)
    _box(scene, 205, 200, 110, "W_aa", f"({n_a}, {n_a})", green, 0.4)
    _box(scene, 320, 370, 100, "x⟨i⟩", f"({n_x},)", blue)
    _box(scene, 320, 285, 110, "W_ax", f"({n_a}, {n_x})", blue, 0.4)
    _box(scene, 320, 87, 90, "b_a", vector_a)
    _box(scene, 440, 200, 70, "tanh")
    _box(scene, 570, 200, 100, "a⟨i⟩", vector_a, green)
    _box(scene, 570, 115, 110, "W_ya", f"({n_y}, {n_a})", orange, 0.4)
    _box(scene, 460, 45, 90, "b_y", vector_y)
    _box(scene, 690, 45, 90, "logistic")
    _box(scene, 825, 45, 100, "ŷ⟨i⟩", vector_y, orange)
    for x, y, name in ((320, 200, "s⟨i⟩"), (570, 45, "o⟨i⟩")):
        scene.circle(x, y, 17, "#ffffff", INK, 2).text(x, y, "+", 20, INK, "middle", bold=True)
        scene.text(x + 45, y - 18, name, 15, INK, "middle")
    return scene.text(700, 200, "to the next step,", 15, INK).text(700, 222, "as its a⟨i−1⟩", 15, INK)


def _tag(scene, x, y, name):
    """A weight's name on its own colour, the middle of its left edge at (x, y)."""
    scene.rectangle(x, y - 11, _TAG, 22, tint(COLOURS[name], 0.35), COLOURS[name], radius=4)
    scene.text(x + _TAG / 2, y, name, 14, INK, "middle")


def _weight_arrow(scene, points, name):
    scene.line(points, COLOURS[name], 3, LINES[name], arrow=True)


def _copy(scene, x, index, token, folded=False):
    """One copy of the network round the vertical line at x: input below, state, output above, two weights."""
    colour, dash = COLOURS["state"], "--" if folded else ""
    scene.rectangle(x - _NODE / 2, _STATE - 22, _NODE, 44, tint(colour, 0.2), colour, 8, 2.5, dash)
    scene.text(x, _STATE, position_name("a", index), 16, INK, "middle", bold=True)
    scene.text(x, _OUTPUT - 16, position_name("ŷ", index), 16, INK, "middle")
    scene.text(x, _INPUT + 16, position_name("x", index), 16, INK, "middle")
    scene.text(x, _INPUT + 40, token, 15, COLOURS["input"], "middle")
    _weight_arrow(scene, [(x, _INPUT), (x, _STATE + 24)], "W_ax")
    _weight_arrow(scene, [(x, _STATE - 24), (x, _OUTPUT)], "W_ya")
    _tag(scene, x + 7, (_INPUT + _STATE) / 2 + 14, "W_ax")
    _tag(scene, x + 7, (_STATE + _OUTPUT) / 2 - 10, "W_ya")


def _loop(scene, x):
    """The arrow from the state at x back to itself: the value it leaves is used one position later."""
    right, upper, lower = x + _NODE / 2, _STATE - 12, _STATE + 12
    corners = [(right, upper), (right + 36, upper), (right + 36, lower), (right + 2, lower)]
    _weight_arrow(scene, corners, "W_aa")
    _tag(scene, right + 14, _STATE - 30, "W_aa")


def draw_network(scene, left, tokens, copies):
    """Draw the network from x = left on with 1 to T copies; the last keeps the loop over the other tokens.

    Returns the x where the drawing ends. Raises ValueError for another number of copies, or if there are too
    many tokens for one picture.
    """
    T = len(tokens)
    if not 1 <= T <= MOST_COPIES:
        raise ValueError(f"{T} tokens: this picture holds 1 to {MOST_COPIES}; shorten the sentence")
    if not 1 <= copies <= T:
        raise ValueError(f"copies={copies}: give a whole number from 1 (folded) to {T} (one for each token)")
    scene.text(left + 24, _STATE - 2, "a⟨0⟩", 16, INK, "middle", bold=True)
    scene.text(left + 24, _STATE + 20, "= 0", 15, INK, "middle")
    edge, x = left + 46, left + 126
    for i in range(1, copies + 1):
        folded = i == copies < T
        _weight_arrow(scene, [(edge, _STATE), (x - _NODE / 2 - 2, _STATE)], "W_aa")
        rest = f"i = {i}, {T}" if i + 1 == T else f"i = {i}, …, {T}"
        _copy(scene, x, "i" if folded else i, rest if folded else tokens[i - 1], folded)
        _tag(scene, (edge + x - _NODE / 2 - _TAG) / 2, _STATE - 19, "W_aa")
        edge, x = x + _NODE / 2, x + _PITCH
    if copies < T:
        _loop(scene, x - _PITCH)
        return edge + 60
    return edge


def fold_and_unroll(tokens):
    """The same network twice: as a loop, and with one copy for each token.

    `tokens`: 2 to 5 words. Returns a Scene. Raises ValueError for fewer, or more than fit beside the loop.
    """
    if not 2 <= len(tokens) <= 5:
        raise ValueError(f"{len(tokens)} tokens: give 2 to 5, so that there is a loop and both pictures fit")
    scene = Scene(880, 300)
    edge = draw_network(scene, 0, tokens, 1)
    scene.text(edge + 16, _STATE, "=", 34, INK, "middle", bold=True)
    draw_network(scene, edge + 34, tokens, len(tokens))
    return scene


def state_heat_maps(sentences, states):
    """One heat map below the other: a column for each token, a row for each unit, the value in each cell.

    `sentences`: lists of 1 to 8 tokens; `states`: for each an array (T + 1, n_a) whose row 0 is a⟨0⟩, values
    in [-1, 1]. Returns a Scene. Raises ValueError if the states' rows are not one more than the tokens, or a
    sentence is too long.
    """
    units = max(np.shape(a)[1] for a in states)
    scene = Scene(880, len(sentences) * (30 * units + 60))
    for k, (tokens, a) in enumerate(zip(sentences, states)):
        if len(a) != len(tokens) + 1:
            raise ValueError(f"{len(a)} states for {len(tokens)} tokens: give a⟨0⟩ in row 0, so one row more")
        if len(tokens) > 8:
            raise ValueError(f"{len(tokens)} tokens: this picture holds at most 8; shorten the sentence")
        top = 34 + k * (30 * units + 60)
        for unit in range(np.shape(a)[1]):
            scene.text(70, top + 30 * unit + 15, f"unit {unit + 1}", 15, INK, "end")
        for i, (word, state) in enumerate(zip(["before", *tokens], a)):
            x = 82 + 88 * i
            scene.text(x + 43, top - 15, word, 16, INK, "middle", bold=i > 0)
            draw_column(scene, x, top, state, width=86, height=30)
    return scene
