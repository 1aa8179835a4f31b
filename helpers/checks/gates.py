"""Checks of lecture 16."""

import itertools
from collections.abc import Iterable
from functools import partial

import numpy as np

from helpers.checks.core import call, close, compare, exercise, items, number, random_cases, right, rounded, whole_number, wrong


@exercise
def half_life(answer):
    """Give the number of steps after which half is left."""
    steps = number(answer)
    if close(steps, 69) or rounded(steps, np.log(0.5) / np.log(0.99), 3):
        return right("About 69 steps.")
    if close(steps, 68):
        return wrong("After 68 steps a little more than half is left: round 68.97 to the nearest step.")
    if rounded(steps, 50):
        return wrong("That would be subtracting 0.01 in each step. Each step multiplies by 0.99.")
    if rounded(steps, -np.log(0.5) / np.log(0.99)):
        return wrong("A number of steps is positive: both logarithms are negative.")
    if rounded(steps, np.log(0.99) / np.log(0.5)):
        return wrong("Numerator and denominator are exchanged.")
    if rounded(steps, 100):
        return wrong("1 / (1 - f) is the time after which about 0.37 is left, not half.")
    if rounded(steps, np.log(2) / 0.01, 3):
        return wrong("log 0.99 is a little more than 0.01 in size: divide by the logarithm itself.")
    return wrong("Solve 0.99 to the power of d = 0.5 for d, with logarithms.", formula="log(0.5) / log(0.99)")


@exercise
def bias_for_half_life(answer):
    """Give the forget bias with which half of the cell is left after 60 steps."""
    gate = 0.5 ** (1 / 60)
    bias, wanted = number(answer), np.log(gate / (1 - gate))
    if rounded(bias, wanted) or abs(bias - wanted) < 0.05:
        return right(f"The gate stands at {gate:.4f}: a bias of 4.5 makes a memory of 60 steps.")
    if rounded(bias, gate, 3):
        return wrong("That is the gate itself. The bias is the sum whose logistic function it is.")
    if rounded(bias, np.log((1 - gate) / gate)):
        return wrong("The sign is turned: with this bias the gate is nearly shut.")
    if rounded(bias, np.log(gate)):
        return wrong("The gate is not the exponential of the bias, it is its logistic function.")
    words = "First find f with f to the power of 60 = 1/2, then the b whose logistic function is f."
    if abs(bias) < 30:
        words = f"With a bias of {bias:g} half is left after {np.log(2) / np.log1p(np.exp(-bias)):.3g} steps. {words}"
    return wrong(words, formula="f = 0.5 ** (1 / 60), b = log(f / (1 - f))")


def _logistic(s):
    return 1 / (1 + np.exp(-s))


def _step(x, a, c, p, order="ifgo", shown=np.tanh, coupled=False, gate=_logistic, news=np.tanh, written=True, kept=np.multiply):
    """A step of the LSTM, right as it stands; what else the arguments allow are mistakes."""
    s = x @ p["W_ax"].T + a @ p["W_aa"].T + p["b_a"]
    parts = dict(zip(order, np.split(s, 4, axis=-1)))
    i, f, o = (gate(parts[name]) for name in "ifo")
    new = kept(f, c) + (1 - f if coupled else i if written else 1) * news(parts["g"])
    return o * shown(new), new


def _identity(s):
    return s


def _network(rng):
    n_x, n_a, B = 3, 2, 4
    shapes = {"W_ax": (4 * n_a, n_x), "W_aa": (4 * n_a, n_a), "b_a": (4 * n_a,)}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return rng.normal(size=(B, n_x)), rng.normal(size=(B, n_a)), rng.normal(size=(B, n_a)), parameters


ROWS = "The rows stand in the order input, forget, candidate, output"
MISTAKES = [
    (lambda *case: _step(*case)[::-1], "Return the state first, then the cell."),
    (lambda *case: _step(*case, shown=_identity), "The cell is shown through tanh: a = o tanh(c)."),
    (lambda *case: _step(*case, shown=_logistic), "The cell is shown through tanh, not through the logistic function."),
    (lambda x, a, c, p: (_step(x, a, c, p, shown=np.ones_like)[0] * np.tanh(c), _step(x, a, c, p)[1]),
     "The state shows the new cell, and yours shows the old one."),
    (lambda x, a, c, p: (np.tanh(_step(x, a, c, p, shown=_identity)[0]), _step(x, a, c, p)[1]),
     "The output gate stands outside of tanh: a = o tanh(c)."),
    (lambda *case: _step(*case, gate=np.tanh), "Gates lie between 0 and 1: i, f and o go through the logistic function."),
    (lambda *case: _step(*case, gate=_identity), "The gates are missing their logistic function."),
    (lambda *case: _step(*case, news=_logistic), "The candidate g goes through tanh: it may be negative."),
    (lambda *case: _step(*case, news=_identity), "The candidate g is missing its tanh."),
    (lambda *case: _step(*case, gate=_identity, news=_identity), "The activations are missing: i, f, o and g."),
    (lambda *case: _step(*case, written=False), "The input gate is missing: how much of the candidate is written?"),
    (lambda x, a, c, p: _step(x, a, a, p), "The forget gate keeps the old cell, not the old state."),
    (lambda *case: (_step(*case)[0] + case[1], _step(*case)[1]), "The new state is o tanh(c) alone; the old state is in s."),
    (lambda *case: _step(*case, order="figo"), f"{ROWS}: i and f are exchanged."),
    (lambda *case: _step(*case, order="ifog"), f"{ROWS}: g and o are exchanged."),
    *[(partial(_step, order=order), f"{ROWS}; yours stand otherwise.") for order in itertools.permutations("ifgo")],
    (lambda *case: _step(*case, coupled=True), "That couples the gates, as a GRU does. The LSTM has an input gate of its own."),
    (lambda *case: (np.tanh(_step(*case)[1]), _step(*case)[1]), "The output gate is missing: how much of the cell is shown?"),
    (lambda *case: (_step(*case, shown=np.ones_like)[0] + np.tanh(_step(*case)[1]), _step(*case)[1]),
     "The output gate multiplies tanh(c); yours is added to it."),
    (lambda *case: _step(*case, kept=lambda f, c: (1 - f) * c), "The forget gate keeps where it is 1: f times the old cell."),
    (lambda *case: _step(*case, kept=np.add), "The forget gate multiplies the old cell; yours is added to it."),
    (lambda x, a, c, p: _step(np.zeros_like(x), a, c, p), "The input x is missing in s."),
    (lambda x, a, c, p: _step(x, c, c, p), "The sum s reads the old state, and yours reads the old cell."),
    (lambda x, a, c, p: _step(x, np.zeros_like(a), c, p), "The old state is missing in s."),
    (lambda x, a, c, p: _step(x, a, np.zeros_like(c), p), "The old cell is missing: what does the forget gate keep?"),
    (lambda x, a, c, p: _step(x, a, c, {**p, "b_a": 0}), "The bias b_a is missing in s."),
]


@exercise
def one_lstm_step(function):
    """Write my_lstm_step, which returns the new state and the new cell."""
    cases = random_cases(_network)
    try:
        found = call(function, *cases[0])
    except ValueError as error:
        shapes = {name: np.shape(value) for name, value in zip(("x", "a_previous", "c_previous"), cases[0])}
        shapes |= {name: value.shape for name, value in cases[0][3].items()}
        words = ", ".join(f"{name} is {shape}" for name, shape in shapes.items())
        return wrong(f"The shapes do not fit ({error}). Rows are sentences here: {words}.", formula="x @ W_ax.T")
    if not isinstance(found, Iterable) or len(items(found)) not in (2, 3):
        return wrong("Return two arrays, the new state and the new cell: return a, c")

    def two(*case):
        return tuple(items(function(*case)))[:2]

    compare(two, _step, cases, MISTAKES, formula="c = f * c_previous + i * g, a = o * np.tanh(c)", untouched=True)
    x, *others = cases[0]
    with np.errstate(all="ignore"):
        far, expected = two(1000 * x, *others), _step(1000 * x, *others)
    if not close(far, expected):
        return wrong("Right, until s reaches 1,000: exp overflows there. Take the course's logistic function.")
    return right("Four parts, three gates, two lines. The same step reads every token of every sentence.")


@exercise
def how_many_parameters(lstm, gru):
    """Count the parameters of the recurrent layers of LSTM and GRU."""
    lstm, gru = whole_number(lstm, "in_lstm"), whole_number(gru, "in_gru")
    plain = 16 * 32 + 32 * 32 + 32
    if (lstm, gru) == (4 * plain, 3 * plain + 32):
        return right("6,272 and 4,736 against 1,568 of the plain layer: four times, and three times with one more bias.")
    if (lstm, gru) == (4 * plain, 3 * plain):
        return wrong("The LSTM is right. Our GRU has one more bias, b_u.")
    if lstm == 4 * (plain - 32):
        return wrong("The biases b_a are missing.")
    if lstm in (4 * 16 * 32, 4 * 32 * 32):
        return wrong("That is one matrix of the two: W_ax and W_aa both count, and the biases.")
    if (lstm, gru) == (3 * plain, 2 * plain + 32):
        return wrong("The candidate needs parameters too: it is no gate, but it has rows of its own.")
    if (lstm, gru) == (3 * plain + 32, 4 * plain):
        return wrong("The two numbers are exchanged.")
    if (lstm, gru) == (4 * plain + 33, 3 * plain + 32 + 33):
        return wrong("Those hold the output layer too. Count the recurrent layer alone.")
    if lstm == 4 * (plain + 32):
        return wrong("That is PyTorch's count, with two biases in each row. Ours has one b_a.")
    words = "A plain layer has n_a n_x + n_a n_a + n_a parameters. How many such sets do the gates and the candidate need?"
    return wrong(words, formula="4 * (32 * 16 + 32 * 32 + 32) and 3 * (32 * 16 + 32 * 32 + 32) + 32")
