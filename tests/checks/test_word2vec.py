"""Checks of lecture 04: right answers of every type pass, the wrong programs that people write are named."""

import math
from fractions import Fraction

import numpy as np
import verdicts

from helpers.checks import word2vec as check

RNG = np.random.default_rng(0)
JOBS = {"nurse": 0.3, "pilot": 0.8, "judge": 0.6}
VOCABULARY = {word: i for i, word in enumerate(["he", "she", *JOBS])}
E, F = RNG.normal(size=(5, 4)), RNG.normal(size=(5, 4))
ROWS = [2, 3, 4]
TABLES = (E, F, VOCABULARY, JOBS)
UNIT_E, UNIT_F = (table / np.linalg.norm(table, axis=1, keepdims=True) for table in (E, F))


def gradients(e, R, y):
    ds = 1 / (1 + np.exp(-(R @ e))) - y
    return ds @ R, np.outer(ds, e)


def answer(unit, a, b, c):
    scores = unit @ (unit[b] - unit[a] + unit[c])
    order = [k for k in np.argsort(-scores) if k not in (a, b, c)]
    return order[0]


def with_ds(ds, e, R):
    return ds @ R, np.outer(ds, e)


def excluded_at(low, unit, a, b, c):
    scores = unit @ (unit[b] - unit[a] + unit[c])
    scores[[a, b, c]] = low
    return scores.argmax()


def near(unit, target, *given):
    return next(k for k in np.argsort(-(unit @ target)) if k not in given)


def answer_without(unit, a, b, c, out):
    scores = unit @ (unit[b] - unit[a] + unit[c])
    scores[list(out)] = -np.inf
    return scores.argmax()


def best_of_two(unit, a, b, c):
    order = np.argsort(-(unit @ (unit[b] - unit[a] + unit[c])))
    return order[1] if order[0] in (a, b, c) else order[0]


RIGHT = [
    (check.noise_probability, 0.83),
    (check.noise_probability, 0.8263),
    (check.noise_probability, np.float32(8**0.75 / (8**0.75 + 1))),
    (check.noise_probability, [Fraction(8263, 10000)]),
    (check.pair_gradients, gradients),
    (check.pair_gradients, lambda *a: [part.tolist() for part in gradients(*a)]),
    (check.pair_gradients, lambda *a: [part.astype(np.float32) for part in gradients(*a)]),
    (check.pair_gradients, lambda e, R, y: gradients(np.float32(e), np.float32(R), y)),
    (check.pair_gradients, lambda e, R, y: with_ds(np.array([1 / (1 + math.exp(-row @ e)) for row in R]) - y, e, R)),
    (check.analogy, answer),
    (check.analogy, lambda *a: np.array([answer(*a)])),
    (check.first_order, E[ROWS] @ (F[1] - F[0]), *TABLES),
    (check.first_order, (E[ROWS] @ (F[1] - F[0])).tolist(), *TABLES),
]
WRONG = [
    (check.noise_probability, 8 / 9, "plain share"),
    (check.noise_probability, 4.757, "Divide it by the sum"),
    (check.noise_probability, 0.1737, "second word"),
    (check.noise_probability, 0.5, "the power 0"),
    (check.noise_probability, 0.2, "Raise both counts"),
    (check.noise_probability, "much", "should"),
    (check.pair_gradients, lambda e, R, y: tuple(-part for part in gradients(e, R, y)), "sign is turned round"),
    (check.pair_gradients, lambda e, R, y: ((R @ e - y) @ R, np.outer(R @ e - y, e)), "logistic"),
    (check.pair_gradients, lambda e, R, y: gradients(e, R, 0 * y), "forgot the labels"),
    (check.pair_gradients, lambda e, R, y: with_ds(np.exp(R @ e) / np.exp(R @ e).sum() - y, e, R), "softmax"),
    (check.pair_gradients, lambda e, R, y: with_ds(1 / (1 + np.exp(R @ e)) - y, e, R), "exponent"),
    (check.analogy, lambda *a: excluded_at(0, *a), "below 0"),
    (check.analogy, lambda *a: excluded_at(-1, *a), "below -1"),
    (check.pair_gradients, lambda e, R, y: tuple(part / len(y) for part in gradients(e, R, y)), "not their mean"),
    (check.pair_gradients, lambda e, R, y: (gradients(e, R, y)[0], gradients(e, R, y)[1].T), "transpose"),
    (check.pair_gradients, lambda e, R, y: gradients(e, R, y)[::-1], "de first"),
    (check.pair_gradients, lambda e, R, y: None, "return"),
    (check.pair_gradients, lambda e, R, y: with_ds(np.exp(R @ e) / (1 + np.exp(R @ e)) - y, e, R), "exp overflows"),
    (check.analogy, lambda unit, a, b, c: int((unit @ (unit[b] - unit[a] + unit[c])).argmax()), "Exclude all three"),
    (check.analogy, lambda unit, a, b, c: answer(unit, b, a, c), "b minus a"),
    (check.analogy, lambda unit, a, b, c: int((unit @ (unit[b] - unit[a] + unit[c])).argmin()), "farthest"),
    (check.analogy, lambda unit, a, b, c: 0, "it should be"),
    (check.first_order, E[ROWS] @ (E[1] - E[0]), *TABLES, "Both sides come from E"),
    (check.first_order, F[ROWS] @ (F[1] - F[0]), *TABLES, "Both sides come from F"),
    (check.first_order, E[ROWS] @ (F[0] - F[1]), *TABLES, "he minus she"),
    (check.first_order, E[ROWS] @ F[1], *TABLES, "Half of it"),
    (check.noise_probability, 82.63, "not per cent"),
    (check.noise_probability, 0.7388, "power 0.5"),
    (check.pair_gradients, lambda e, R, y: gradients(e, R, np.eye(len(y))[0]), "first row"),
    (check.pair_gradients, lambda e, R, y: gradients(e, R, 1 + 0 * y), "label of noise is 0"),
    (check.pair_gradients, lambda e, R, y: gradients(e, R, 2 * y - 1), "1 and 0"),
    (check.pair_gradients, lambda e, R, y: (gradients(e, R, y)[0], gradients(e, R, y)[1] / e * R), "multiplied by e"),
    (check.pair_gradients, lambda e, R, y: gradients(e, R, y)[0], "de alone"),
    (check.pair_gradients, lambda e, R, y: gradients(e, R, y) * 2, "You return 4 results, it should be 2"),
    (check.pair_gradients, lambda e, R, y: with_ds(y / (1 + np.exp(-(R @ e))) - y, e, R), "Noise words have a gradient"),
    (check.pair_gradients, lambda e, R, y: (*gradients(e, R, y), R.fill(0))[:2], "changes its argument number 2"),
    (check.analogy, lambda *a: excluded_at(np.nan, *a), "stops at nan"),
    (check.analogy, lambda unit, a, b, c: answer_without(unit, a, b, c, (b, c)), "exclude a"),
    (check.analogy, lambda unit, a, b, c: answer_without(unit, a, b, c, (a, b)), "exclude c"),
    (check.analogy, lambda unit, a, b, c: answer_without(unit, a, b, c, (a, c)), "do not exclude b"),
    (check.analogy, lambda unit, a, b, c: answer_without(unit, a, b, c, (c,)), "exclude c only"),
    (check.analogy, lambda unit, a, b, c: near(unit, unit[b] + unit[c], a, b, c), "Where is a?"),
    (check.analogy, lambda unit, a, b, c: near(unit, unit[a] + unit[b] + unit[c], a, b, c), "a has a minus"),
    (check.analogy, lambda unit, *given: min(given), "argmin at -inf"),
    (check.analogy, lambda unit, a, b, c: (answer(unit, a, b, c), unit.fill(0))[0], "changes its argument number 1"),
    (check.analogy, lambda unit, a, b, c: answer(unit, c, a, b), "a + b - c"),
    (check.analogy, lambda unit, a, b, c: (np.delete(unit, [a, b, c], 0) @ (unit[b] - unit[a] + unit[c])).argmax(), "delete"),
    (check.first_order, [1.0, 2.0], *TABLES, "it should be (3,)"),
    (check.first_order, [1.0, 2.0, 3.0], *TABLES, "Give twelve scores"),
    (check.first_order, E[ROWS] * np.nan, *TABLES, "nan"),
    (check.first_order, F[ROWS] @ (E[1] - E[0]), *TABLES, "exchanged"),
    (check.first_order, (E[ROWS] / np.linalg.norm(E[ROWS], axis=1, keepdims=True)) @ (F[1] - F[0]), *TABLES, "lengths"),
    (check.noise_probability, 8**0.75 / 9, "sum of the raised counts"),
    (check.pair_gradients, lambda e, R, y: with_ds(abs(1 / (1 + np.exp(-R @ e)) - y), e, R), "real neighbour is below 0"),
    (check.pair_gradients, lambda e, R, y: with_ds(-abs(1 / (1 + np.exp(-R @ e)) - y), e, R), "noise word is above 0"),
    (check.pair_gradients, lambda e, R, y: with_ds((1 - y) / (1 + np.exp(-R @ e)), e, R), "real neighbour counts, too"),
    (check.pair_gradients, lambda e, R, y: (gradients(e, R, y)[0] / len(y), gradients(e, R, y)[1]), "de is a sum"),
    (check.pair_gradients, lambda e, R, y: gradients(e, R, 1 - y), "labels are turned round"),
    (check.pair_gradients, lambda e, R, y: with_ds(np.exp(R @ e) - y, e, R), "no probability"),
    (check.pair_gradients, lambda e, R, y: (-gradients(e, R, y)[0], gradients(e, R, y)[1]), "sign of de"),
    (check.pair_gradients, lambda e, R, y: (gradients(e, R, y)[0], -gradients(e, R, y)[1]), "sign of dR"),
    (check.pair_gradients, lambda e, R, y: (gradients(e, R, y)[0], gradients(e, R, y)[1] / len(y)), "dR is not a mean"),
    (check.pair_gradients, lambda e, R, y: (e - gradients(e, R, y)[0], R - gradients(e, R, y)[1]), "after a step"),
    (check.pair_gradients, lambda e, R, y: np.logaddexp(0, (1 - 2 * y) * (R @ e)).sum(), "That is the loss"),
    (check.analogy, lambda unit, a, b, c: np.argsort(-(unit @ (unit[b] - unit[a] + unit[c])))[1], "not always the answer"),
    (check.analogy, lambda unit, a, b, c: near(unit, unit[b] - unit[a], a, b, c), "Where is c?"),
    (check.analogy, lambda unit, a, b, c: near(unit, unit[c] - unit[a], a, b, c), "Where is b?"),
    (check.analogy, lambda unit, a, b, c: near(unit, unit[c], a, b, c), "nearest to c"),
    (
        check.analogy,
        lambda unit, a, b, c: next(k for k in np.argsort(-abs(unit @ (unit[b] - unit[a] + unit[c]))) if k not in (a, b, c)),
        "leave out abs",
    ),
    (check.first_order, 1 / (1 + np.exp(E[ROWS] @ (F[0] - F[1]))), *TABLES, "logistic function"),
    (check.first_order, (E + F)[ROWS] @ ((E + F)[1] - (E + F)[0]), *TABLES, "adds the tables"),
    (check.analogy, lambda *a: best_of_two(*a), "given word, too"),
    (check.analogy, lambda unit, a, b, c: np.argsort(-(unit @ (unit[b] - unit[a] + unit[c])))[3], "need not be the three best"),
    (check.analogy, lambda unit, a, b, c: (unit @ (unit[b] - unit[a] + unit[c])).max(), "That is a score"),
    (check.first_order, E[ROWS] @ F[0], *TABLES, "from the scores of she"),
    (check.first_order, E[ROWS] @ (F[1] + F[0]), *TABLES, "the sum"),
    (check.first_order, E[ROWS] @ (UNIT_F[1] - UNIT_F[0]), *TABLES, "rows of F as they are"),
    (check.first_order, UNIT_E[ROWS] @ (UNIT_F[1] - UNIT_F[0]), *TABLES, "Both tables as they are"),
]
STARTERS = [
    (check.noise_probability, ...),
    (check.pair_gradients, ...),
    (check.analogy, lambda unit, a, b, c: ...),
    (check.first_order, ..., *TABLES),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_typical_mistakes_are_named = verdicts.wrong(WRONG)
test_starters_are_not_attempted = verdicts.untouched(STARTERS)
