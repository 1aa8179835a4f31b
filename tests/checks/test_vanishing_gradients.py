"""The checks of lecture 15: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import numpy as np
import pytest

from helpers.checks import vanishing_gradients as check


def slope(a):
    return a * (1 - a)


RIGHT = [
    (check.scalar_product, 0.03125),
    (check.logistic_jacobian, lambda a, W: slope(a)[:, None] * W),
    (check.logistic_jacobian, lambda a, W: np.diag(slope(a)) @ W),
    (check.surely_vanish, ["A", "C", "D"]),
    (check.surely_vanish, "acd"),
    (check.dies_after_three, np.diag([5.0, 5.0], k=1)),
    (check.dies_after_three, [[0, 0, 7], [0, 0, 0], [0, 0, 0]]),
]
WRONG = [
    (check.scalar_product, 0.5**7, "Count the steps"),
    (check.scalar_product, 2.5, "multiplied"),
    (check.scalar_product, 1.0, "One factor w"),
    (check.scalar_product, "much", "Give a number"),
    (check.logistic_jacobian, lambda a, W: slope(a) * W, "columns"),
    (check.logistic_jacobian, lambda a, W: (1 - a**2)[:, None] * W, "slope of tanh"),
    (check.logistic_jacobian, lambda a, W: slope(a)[:, None] * W.T, "transposed"),
    (check.logistic_jacobian, lambda a, W: W, "a slope times a weight"),
    (check.logistic_jacobian, lambda a, W: a, "shape"),
    (check.surely_vanish, "AD", "C again"),
    (check.surely_vanish, "ABCD", "does not prove it"),
    (check.surely_vanish, "C", "Compare gamma"),
    (check.surely_vanish, "AX", "called A, B, C and D"),
    (check.surely_vanish, 3, "Give letters"),
    (check.dies_after_three, np.diag([1.0, 1.0], k=1), "Make some entry larger"),
    (check.dies_after_three, 5 * np.eye(3), "not 0"),
    (check.dies_after_three, np.zeros((2, 2)), "shape"),
]


@pytest.mark.parametrize(("exercise", "answer"), RIGHT)
def test_right_answers_pass(exercise, answer):
    assert exercise.outcome(answer).status == "right"


@pytest.mark.parametrize(("exercise", "answer", "words"), WRONG)
def test_mistakes_are_named(exercise, answer, words):
    outcome = exercise.outcome(answer)
    assert outcome.status == "wrong" and words in outcome.message


@pytest.mark.parametrize("exercise", [check.scalar_product, check.surely_vanish, check.dies_after_three])
def test_three_dots_are_not_attempted(exercise):
    assert exercise.outcome(...).status == "not attempted yet"
    assert check.logistic_jacobian.outcome(lambda a, W: ...).status == "not attempted yet"
