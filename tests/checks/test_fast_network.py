"""The checks of appendix 11a: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import numpy as np
import pytest

from helpers.checks import fast_network as check


def rows(lengths):
    return [int(np.sum(lengths >= i)) for i in range(1, max(lengths) + 1)]


def gradient(delta, a):
    return delta.reshape(-1, 3).T @ a[:, :-1].reshape(-1, 3)


def by_while(delta, a):
    total, b = 0, 0
    while b < len(delta):
        total = total + delta[b].T @ a[b, :-1]
        b += 1
    return total


RIGHT = [(check.cells_saved, 0.5), (check.rows_of_steps, rows), (check.one_product, gradient),
         (check.one_product, lambda delta, a: np.einsum("bij,bik->jk", delta, a[:, :-1]))]  # fmt: skip
WRONG = [
    (check.cells_saved, 20, "number of cells"),
    (check.cells_saved, 0.25, "4 sentences times 10"),
    (check.cells_saved, "half", ""),
    (check.rows_of_steps, lambda lengths: rows(lengths)[1:], "shape"),
    (check.rows_of_steps, lambda lengths: [int(np.sum(lengths > i)) for i in range(1, max(lengths) + 1)], "not more than i"),
    (check.one_product, lambda delta, a: gradient(delta, a).T, "Transposed"),
    (check.one_product, lambda delta, a: sum(d.T @ before[:-1] for d, before in zip(delta, a)), "without a loop"),
    (check.one_product, lambda delta, a: np.sum([d.T @ before[:-1] for d, before in zip(delta, a)], axis=0), "without a loop"),
    (check.one_product, by_while, "without a loop"),
    (check.one_product, lambda delta, a: gradient(delta, a[:, [1, 2, 3, 4, 5, 0]]), "state before it"),
    (check.one_product, lambda delta, a: np.zeros((3, 3)), "should be"),
    (check.one_product, lambda delta, a: delta, "shape"),
]


@pytest.mark.parametrize(("exercise", "answer"), RIGHT)
def test_right_answers_pass(exercise, answer):
    assert exercise.outcome(answer).status == "right"


@pytest.mark.parametrize(("exercise", "answer", "words"), WRONG)
def test_mistakes_are_named(exercise, answer, words):
    outcome = exercise.outcome(answer)
    assert outcome.status == "wrong" and words in outcome.message


@pytest.mark.parametrize(("exercise", "answer"), [(check.cells_saved, ...), (check.rows_of_steps, lambda lengths: ...),
                                                  (check.one_product, lambda delta, a: ...)])  # fmt: skip
def test_three_dots_are_not_attempted(exercise, answer):
    assert exercise.outcome(answer).status == "not attempted yet"
