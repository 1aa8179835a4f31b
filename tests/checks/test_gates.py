"""The checks of lecture 16: right answers of every type pass, mistakes are named, untouched starters are not attempted."""

from fractions import Fraction

import numpy as np
import pytest
import verdicts

from helpers.checks import gates as check
from helpers.taught.gates import lstm_step

BIAS = np.log(0.5 ** (1 / 60) / (1 - 0.5 ** (1 / 60)))
RIGHT = [
    (check.half_life, np.log(0.5) / np.log(0.99)),
    (check.half_life, 69),
    (check.half_life, Fraction(69)),
    (check.half_life, np.array([68.97])),
    (check.half_life, np.float32(np.log(0.5) / np.log(0.99))),
    (check.bias_for_half_life, BIAS),
    (check.bias_for_half_life, 4.5),
    (check.bias_for_half_life, np.log(60 / np.log(2))),
    (check.bias_for_half_life, [4.455]),
    (check.bias_for_half_life, np.float32(BIAS)),
    (check.one_lstm_step, lambda x, a, c, p: lstm_step(x, a, c, p)[:2]),
    (check.one_lstm_step, lstm_step),
    (check.one_lstm_step, lambda x, a, c, p: dict(zip("ac", lstm_step(x, a, c, p)))),
    (check.one_lstm_step, lambda x, a, c, p: (part for part in lstm_step(x, a, c, p)[:2])),
    (check.one_lstm_step, lambda x, a, c, p: [part.tolist() for part in lstm_step(x, a, c, p)[:2]]),
    (check.one_lstm_step, lambda x, a, c, p: [part.astype(np.float32) for part in lstm_step(x, a, c, p)[:2]]),
    (check.one_lstm_step, lambda x, a, c, p: np.stack(lstm_step(x, a, c, p)[:2])),
    (check.how_many_parameters, 6272, 4736),
    (check.how_many_parameters, np.int64(6272), np.array([4736.0])),
]


def in_place(x, a, c, p):
    a[...], c[...] = lstm_step(x, a, c, p)[:2]
    return a, c


def output(x, a, c, p):
    return lstm_step(x, a, c, p)[2][3]


def with_forget(x, a, c, p, kept):
    _, _, (i, f, g, o) = lstm_step(x, a, c, p)
    new = kept(f, c) + i * g
    return o * np.tanh(new), new


WRONG = [
    (check.one_lstm_step, lambda *case: (np.tanh(lstm_step(*case)[1]), lstm_step(*case)[1]), "output gate is missing"),
    (check.one_lstm_step, lambda *case: (output(*case) + np.tanh(lstm_step(*case)[1]), lstm_step(*case)[1]), "gate multiplies"),
    (check.one_lstm_step, lambda *case: with_forget(*case, lambda f, c: (1 - f) * c), "keeps where it is 1"),
    (check.one_lstm_step, lambda *case: with_forget(*case, lambda f, c: f + c), "forget gate multiplies"),
    (check.one_lstm_step, lambda x, a, c, p: lstm_step(0 * x, a, c, p)[:2], "input x is missing"),
    (check.one_lstm_step, lambda x, a, c, p: lstm_step(x, c, c, p)[:2], "reads the old cell"),
    (check.how_many_parameters, 2048, 1536, "one matrix of the two"),
    (check.half_life, 50, "subtracting"),
    (check.half_life, 68, "a little more than half"),
    (check.one_lstm_step, lambda x, a, c, p: None, "returns None"),
    (check.half_life, 100, "0.37"),
    (check.half_life, 69.3, "logarithm itself"),
    (check.bias_for_half_life, 5, "half is left after 103 steps"),
    (check.one_lstm_step, lambda *case: check._step(*case, shown=check._logistic), "not through the logistic"),
    (check.one_lstm_step, lambda *case: check._step(*case, gate=np.tanh), "between 0 and 1"),
    (check.one_lstm_step, lambda *case: check._step(*case, gate=check._identity), "missing their logistic"),
    (check.one_lstm_step, lambda *case: check._step(*case, news=check._logistic), "may be negative"),
    (check.one_lstm_step, lambda *case: check._step(*case, news=check._identity), "missing its tanh"),
    (check.one_lstm_step, lambda *case: check._step(*case, written=False), "input gate is missing"),
    (check.one_lstm_step, lambda x, a, c, p: check._step(x, a, a, p), "not the old state"),
    (check.one_lstm_step, lambda x, a, c, p: (lstm_step(x, a, c, p)[2][3] * np.tanh(c), lstm_step(x, a, c, p)[1]), "old one"),
    (check.one_lstm_step, lambda x, a, c, p: (lstm_step(x, a, c, p)[0] + a, lstm_step(x, a, c, p)[1]), "alone"),
    (check.one_lstm_step, lambda x, a, c, p: (lstm_step(x, a, c, p)[0], c), "Result 2 of 2"),
    (check.one_lstm_step, lambda x, a, c, p: x @ p["W_ax"] + a @ p["W_aa"], "W_ax is (8, 3)"),
    (check.one_lstm_step, lambda *case: check._step(*case, order="ofig"), "stand otherwise"),
    (check.how_many_parameters, 4736, 6272, "exchanged"),
    (check.how_many_parameters, 6305, 4769, "output layer"),
    (check.how_many_parameters, 6400, 4800, "two biases"),
    (check.half_life, -68.97, "positive"),
    (check.half_life, 0.0145, "exchanged"),
    (check.half_life, 0.5, "logarithms"),
    (check.half_life, np.nan, ""),
    (check.half_life, np.inf, ""),
    (check.half_life, "many", ""),
    (check.bias_for_half_life, 0.5 ** (1 / 60), "gate itself"),
    (check.bias_for_half_life, -BIAS, "sign"),
    (check.bias_for_half_life, np.log(0.5) / 60, "exponential"),
    (check.bias_for_half_life, 60, "logistic"),
    (check.one_lstm_step, lambda x, a, c, p: lstm_step(x, a, c, p)[1::-1], "state first"),
    (check.one_lstm_step, lambda *case: check._step(*case, shown=lambda c: c), "tanh"),
    (check.one_lstm_step, lambda x, a, c, p: lstm_step(x, 0 * a, c, p)[:2], "old state"),
    (check.one_lstm_step, lambda x, a, c, p: lstm_step(x, a, 0 * c, p)[:2], "old cell"),
    (check.one_lstm_step, lambda x, a, c, p: lstm_step(x, a, c, {**p, "b_a": 0})[:2], "bias"),
    (check.one_lstm_step, lambda x, a, c, p: lstm_step(x, a, c, p)[0], "two arrays"),
    (check.one_lstm_step, lambda x, a, c, p: (a * np.nan, c * np.nan), ""),
    (check.one_lstm_step, in_place, "copy"),
    (check.one_lstm_step, lambda *case: check._step(*case, gate=lambda s: np.exp(s) / (1 + np.exp(s))), "exp overflows"),
    (check.how_many_parameters, 6272, 4704, "b_u"),
    (check.how_many_parameters, 6144, 4608, "biases"),
    (check.how_many_parameters, 4704, 3168, "candidate"),
    (check.how_many_parameters, 1568, 1568, "How many such sets"),
    (check.how_many_parameters, "many", 3, ""),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_mistakes_are_named = verdicts.wrong(WRONG)


@pytest.mark.parametrize("order", ["figo", "ifog"])
def test_exchanged_rows_are_named(order):
    assert "exchanged" in check.one_lstm_step.outcome(lambda *case: check._step(*case, order=order)).message


test_three_dots_are_not_attempted = verdicts.untouched(
    [(check.half_life, ...), (check.bias_for_half_life, ...), (check.how_many_parameters, ..., ...), (check.one_lstm_step, ...),
     (check.one_lstm_step, lambda *rest: ...)]
)  # fmt: skip
