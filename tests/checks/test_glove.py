"""Checks of lecture 05: right answers of every type pass, the wrong programs that people write are named."""

from fractions import Fraction

import numpy as np
import verdicts

from helpers.checks import glove as check


def weight(X, x_max, alpha):
    return np.where(X < 1, 0, np.minimum(1, (X / x_max) ** alpha))


def gradients(error, weight):
    return (weight * error).sum(axis=1), (weight * error).sum(axis=0)


RIGHT = [
    (check.count_by_hand, (0.5, 5)),
    (check.count_by_hand, [Fraction(1, 2), 5]),
    (check.count_by_hand, np.array([0.5, 5], np.float32)),
    (check.weight, weight),
    (check.weight, lambda *a: weight(*a).tolist()),
    (check.weight, lambda *a: weight(*a).astype(np.float32)),
    (check.bias_gradients, gradients),
    (check.bias_gradients, lambda *a: [part.tolist() for part in gradients(*a)]),
    (check.bias_gradients, lambda *a: np.array(gradients(*a))),
]
WRONG = [
    (check.count_by_hand, (5, 0.5), "other way round"),
    (check.count_by_hand, (1, 6), "distance 2 counts 1/2"),
    (check.count_by_hand, (0.5, 2.5), "twice"),
    (check.count_by_hand, (0, 4), "window of 2"),
    (check.count_by_hand, (0.5, 4), "a and c are a pair"),
    (check.count_by_hand, (0.5, 3), "count 1/2, and each pair"),
    (check.count_by_hand, (0.5, 6), "count 1/2, in each direction"),
    (check.count_by_hand, (0.5, 2), "are a pair, and each pair"),
    (check.count_by_hand, (0.25, 5), "how far apart"),
    (check.count_by_hand, (0.5, 7), "add the three pairs"),
    (check.count_by_hand, 5, "shape"),
    (check.weight, lambda X, m, a: np.minimum(1, (X / m) ** a), "Cells below 1"),
    (check.weight, lambda X, m, a: np.where(X <= 1, 0, np.minimum(1, (X / m) ** a)), "exactly 1"),
    (check.weight, lambda X, m, a: np.where(X < 1, 0, (X / m) ** a), "stop at 1"),
    (check.weight, lambda X, m, a: np.where(X < 1, 0, np.minimum(1, X / m)), "power alpha"),
    (check.weight, lambda X, m, a: np.where(X > 1, 0, np.minimum(1, (X / m) ** a)), "dropped the large"),
    (check.weight, lambda X, m, a: X, "it should be"),
    (check.weight, lambda X, m, a: np.where(X < 1, np.minimum(1, (X / m) ** a), 0), "dropped the large"),
    (check.weight, lambda X, m, a: np.where((X < 1) | (m < X), 0, (X / m) ** a), "Above x_max"),
    (check.weight, lambda X, m, a: np.where(X < 1, 0, np.minimum(1, X**a)), "should rise"),
    (check.weight, lambda X, m, a: np.where(X < 1, 0, np.minimum(1, (m / (X + (X == 0))) ** a)), "not x_max by the count"),
    (check.bias_gradients, lambda e, f: [g / e.size for g in gradients(e, f)], "not a mean"),
    (check.bias_gradients, lambda e, f: (e.sum(0), e.sum(1)), "forgot the weights, and"),
    (check.bias_gradients, lambda e, f: gradients(e**2, f**2), "Square nothing"),
    (check.bias_gradients, lambda e, f: gradients(e, f)[::-1], "other way round"),
    (check.bias_gradients, lambda e, f: gradients(e * e / 2, f), "loss of each row"),
    (check.bias_gradients, lambda e, f: gradients(e, 1 + 0 * f), "forgot the weights"),
    (check.bias_gradients, lambda e, f: [g / len(e) for g in gradients(e, f)], "not a mean"),
    (check.bias_gradients, lambda e, f: [2 * g for g in gradients(e, f)], "one half"),
    (check.bias_gradients, lambda e, f: [-g for g in gradients(e, f)], "sign"),
    (check.bias_gradients, lambda e, f: [g / 2 for g in gradients(e, f)], "cancels"),
    (check.bias_gradients, lambda e, f: gradients(e**2, f), "not squared"),
    (check.weight, lambda X, m, a: np.where(X < 1, 0, np.minimum(1, X / m * a)), "exponent"),
    (check.weight, lambda X, m, a: np.where(m > X, 0, np.minimum(1, (X / m) ** a)), "threshold is 1"),
    (check.count_by_hand, (1, 5), "mirror image"),
    (check.weight, lambda X, m, a: np.where(X < 1, 0, np.minimum(1, (X / 10) ** 0.75)), "not the 10 and 0.75"),
    (check.weight, lambda X, m, a: np.where(X < 1, 0, np.minimum(1, (X / 10) ** a)), "not the 10 of"),
    (check.weight, lambda X, m, a: np.where(X < 1, 0, np.minimum(1, (X / m) ** 0.75)), "not the 0.75"),
    (check.weight, lambda X, m, a: np.where(X < 1, 0, np.maximum(1, (X / m) ** a)), "minimum"),
    (check.weight, lambda X, m, a: np.where(X < 1, 1, np.minimum(1, (X / m) ** a)), "should be 0"),
    (check.weight, lambda X, m, a: (np.clip(X, 1, m) / m) ** a, "raise small counts"),
    (check.weight, np.vectorize(lambda x, m, a: 0 if x < 1 else min(1, (x / m) ** a)), "array of ints"),
    (check.bias_gradients, lambda e, f: [gradients(e, f)[0]] * 2, "sums of rows"),
    (check.bias_gradients, lambda e, f: [gradients(e, f)[1]] * 2, "sums of columns"),
    (check.bias_gradients, lambda e, f: [(e @ f).sum(axis=1), (e @ f).sum(axis=0)], "and not @"),
    (check.bias_gradients, lambda e, f: (np.sum(e * f), np.sum(e * f)), "add up all cells"),
    (check.bias_gradients, lambda e, f: (f.sum(axis=1), f.sum(axis=0)), "error is missing"),
    (check.bias_gradients, lambda e, f: e * f, "it should be 2"),
    (check.bias_gradients, lambda e, f: None, "return"),
]
STARTERS = [(check.count_by_hand, ...), (check.weight, lambda *a: ...), (check.bias_gradients, ...)]


test_right_answers_pass = verdicts.right(RIGHT)
test_typical_mistakes_are_named = verdicts.wrong(WRONG)
test_starters_are_not_attempted = verdicts.untouched(STARTERS)
