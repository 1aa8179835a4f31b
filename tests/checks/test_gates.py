"""The checks of lecture 16: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import numpy as np
import pytest

from helpers.checks import gates as check

RIGHT = [
    (check.cell_by_hand, (0.8,)),
    (check.half_life, (np.log(0.5) / np.log(0.99),)),
    (check.half_life, (69,)),
    (check.cell_update, (lambda c, f, i, g: f * c + i * g,)),
    (check.how_many_weights, (6272, 4736)),
]
WRONG = [
    (check.cell_by_hand, (1.2,), "subtracted"),
    (check.cell_by_hand, (0.0,), "scales the candidate"),
    (check.cell_by_hand, (5,), "f times the old"),
    (check.cell_by_hand, ("0.8",), "Give a number"),
    (check.half_life, (50,), "subtracting"),
    (check.half_life, (0.5,), "logarithms"),
    (check.half_life, ([69],), "Give a number"),
    (check.cell_update, (lambda c, f, i, g: np.tanh(f * c + i * g),), "No tanh here"),
    (check.cell_update, (lambda c, f, i, g: i * c + f * g,), "exchanged"),
    (check.cell_update, (lambda c, f, i, g: f * c + (1 - f) * g,), "coupled"),
    (check.cell_update, (lambda c, f, i, g: f + c,), "gate by gate"),
    (check.cell_update, (lambda c, f, i, g: c.sum(),), "shape"),
    (check.how_many_weights, (6272, 4704), "b_u"),
    (check.how_many_weights, (6144, 4608), "biases"),
    (check.how_many_weights, (1568, 1568), "How many such sets"),
    (check.how_many_weights, ("many", 3), "whole numbers"),
]


@pytest.mark.parametrize(("exercise", "answers"), RIGHT)
def test_right_answers_pass(exercise, answers):
    assert exercise.outcome(*answers).status == "right"


@pytest.mark.parametrize(("exercise", "answers", "words"), WRONG)
def test_mistakes_are_named(exercise, answers, words):
    outcome = exercise.outcome(*answers)
    assert outcome.status == "wrong" and words in outcome.message


@pytest.mark.parametrize(("exercise", "answers"), [(check.cell_by_hand, (...,)), (check.half_life, (...,)),
                         (check.how_many_weights, (..., ...)), (check.cell_update, (lambda *rest: ...,))])  # fmt: skip
def test_three_dots_are_not_attempted(exercise, answers):
    assert exercise.outcome(*answers).status == "not attempted yet"
