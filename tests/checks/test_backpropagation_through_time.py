"""The checks of lecture 10: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import numpy as np
import pytest

from helpers.checks import backpropagation_through_time as check
from helpers.checks import core


def da(do, delta_next, W_ya, W_aa):
    return W_ya.T @ do + W_aa.T @ delta_next


def additions(gradients, do, delta, x, a, a_previous):
    gradients["W_ya"] += np.outer(do, a)
    gradients["b_y"] += do
    gradients["W_ax"] += np.outer(delta, x)
    gradients["W_aa"] += np.outer(delta, a_previous)
    gradients["b_a"] += delta
    return gradients


def additions_of_new_arrays(gradients, do, delta, x, a, a_previous):
    terms = {"W_ya": np.outer(do, a), "b_y": do, "W_ax": np.outer(delta, x), "W_aa": np.outer(delta, a_previous), "b_a": delta}
    return {name: gradients[name] + term for name, term in terms.items()}


def with_mistake(name, change):
    """The right additions, except for one gradient: change(before, do, delta, x, a, a_previous) is what it becomes."""

    def mistaken(gradients, *arguments):
        before = gradients[name].copy()
        gradients = additions(gradients, *arguments)
        gradients[name] = change(before, *arguments)
        return gradients

    return mistaken


def overwriting(gradients, do, delta, x, a, a_previous):
    return {"W_ya": np.outer(do, a), "b_y": do, "W_ax": np.outer(delta, x), "W_aa": np.outer(delta, a_previous), "b_a": delta}


def swapped(gradients, do, delta, x, a, a_previous):
    return additions(gradients, do, delta, a_previous, a, x)


def long_roads(entries, k):
    T = len(entries)
    return sum((entries[i, j] for i in range(T) for j in range(T) if i - j >= k), np.zeros(entries.shape[2:]))


RIGHT = [
    (check.paper_gradient, ([1.75, 1.5, 1], 8)),
    (check.paper_gradient, (np.array([1.75, 1.5, 1.0]), np.float64(8))),
    (check.blank_two_parents, (da,)),
    (check.blank_slope, (lambda da, a: da * (1 - a**2),)),
    (check.blank_sum, (additions,)),
    (check.blank_sum, (additions_of_new_arrays,)),
    (check.long_road, (long_roads,)),
    (check.long_road, (lambda e, k: (e * np.tri(len(e), len(e), -k)[:, :, None, None]).sum((0, 1)),)),
]
GOOD = [1.75, 1.5, 1]
WRONG = [
    (check.paper_gradient, ([1, 1.5, 1.75], 8), "order is reversed"),
    (check.paper_gradient, ([1, 1, 1], 6), "future is missing"),
    (check.paper_gradient, ([0.25, 0.5, 1], 8), "Only the loss at token 3"),
    (check.paper_gradient, ([0.75, 1.5, 1], 8), "a<1> has a loss of its own"),
    (check.paper_gradient, ([1.5, 1.5, 1], 8), "use δ<2> = 1.5, not δ<3>"),
    (check.paper_gradient, ([9, 9, 9], 8), "Begin with δ<3>"),
    (check.paper_gradient, ([1, 2], 8), "give three numbers"),
    (check.paper_gradient, ("abc", 8), "list of three numbers"),
    (check.paper_gradient, (GOOD, 2), "step 3 alone"),
    (check.paper_gradient, (GOOD, 6), "Multiply by your own deltas"),
    (check.paper_gradient, (GOOD, 9), "dL/dw_ax"),
    (check.paper_gradient, (GOOD, 13), "multiplies a<i-1>"),
    (check.paper_gradient, (GOOD, 8 / 3), "nothing is divided"),
    (check.paper_gradient, (GOOD, 7), "Add δ<i> a<i-1>"),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: W_ya.T @ do,), "future term is dropped"),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: W_aa.T @ d,), "output's term is missing"),
    (
        check.blank_two_parents,
        (lambda do, d, W_ya, W_aa: W_ya.T @ do + W_aa @ d,),
        "Wrong transpose: on the way back it is W_aa.T",
    ),
    (
        check.blank_two_parents,
        (lambda do, d, W_ya, W_aa: W_ya @ do + W_aa.T @ d,),
        "Wrong transpose: on the way back it is W_ya.T",
    ),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: W_ya @ do + W_aa @ d,), "twice"),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: W_ya.T @ do + d,), "comes back to a<i> through W_aa.T"),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: da(do, d, W_ya, W_aa) / 2,), "not averaged"),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: (W_ya.T @ do) * (W_aa.T @ d),), "not multiplied"),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: W_ya.T @ do - W_aa.T @ d,), "subtract"),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: np.outer(do, d),), "The shape is (3, 3)"),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: W_ya[0] * 0,), "compare term by term"),
    (check.blank_two_parents, (lambda do, d, W_ya, W_aa: do[:2] + d,), "shapes do not fit"),
    (check.blank_slope, (lambda da, a: da,), "slope is missing"),
    (check.blank_slope, (lambda da, a: da / (1 - a**2),), "You divide"),
    (check.blank_slope, (lambda da, a: -da * a**2,), "the 1 is missing"),
    (check.blank_slope, (lambda da, a: da * a**2,), "where tanh is steepest"),
    (check.blank_slope, (lambda da, a: da * (1 - a),), "a has to be squared"),
    (check.blank_slope, (lambda da, a: da * (1 - np.tanh(a) ** 2),), "tanh a second time"),
    (check.blank_slope, (lambda da, a: da * a * (1 - a),), "slope of the logistic function"),
    (check.blank_slope, (lambda da, a: 1 - a**2,), "multiply it by da"),
    (check.blank_slope, (lambda da, a: da + 1 - a**2,), "multiplied, not added"),
    (check.blank_slope, (lambda da, a: da * (1 + a**2),), "The sign is a minus"),
    (check.blank_slope, (lambda da, a: da @ (1 - a**2),), "You return one number"),
    (check.blank_slope, (lambda da, a: np.outer(da, 1 - a**2),), "You return a matrix"),
    (check.blank_slope, (lambda da, a: 3 * da,), "compare with the equation"),
    (check.blank_sum, (overwriting,), "= overwrites"),
    (check.blank_sum, (swapped,), "x and a_previous are swapped"),
    (check.blank_sum, (with_mistake("W_aa", lambda g, do, d, x, a, b: np.outer(d, b)),), "dW_aa holds the last step alone"),
    (check.blank_sum, (with_mistake("b_a", lambda g, do, d, x, a, b: d),), "db_a holds the last step alone"),
    (check.blank_sum, (with_mistake("W_aa", lambda g, do, d, x, a, b: g + np.outer(d, a)),), "needs a_previous"),
    (check.blank_sum, (with_mistake("W_ya", lambda g, do, d, x, a, b: g + np.outer(do, b)),), "needs a, the state"),
    (check.blank_sum, (with_mistake("W_aa", lambda g, do, d, x, a, b: g + np.outer(b, d)),), "dW_aa is transposed"),
    (check.blank_sum, (with_mistake("W_ya", lambda g, do, d, x, a, b: g + np.outer(d, a)),), "dW_ya needs do"),
    (check.blank_sum, (with_mistake("b_y", lambda g, do, d, x, a, b: g + d),), "db_y needs do"),
    (check.blank_sum, (with_mistake("W_ax", lambda g, do, d, x, a, b: g + np.outer(do, x)),), "dW_ax needs delta"),
    (check.blank_sum, (with_mistake("W_ax", lambda g, do, d, x, a, b: g),), "dW_ax did not change"),
    (check.blank_sum, (with_mistake("b_y", lambda g, do, d, x, a, b: g - do),), "wrong sign"),
    (check.blank_sum, (with_mistake("W_ax", lambda g, do, d, x, a, b: g + 7),), "is not what it was plus np.outer(delta, x)"),
    (check.blank_sum, (with_mistake("b_a", lambda g, do, d, x, a, b: np.outer(d, d)),), "db_a: The shape is"),
    (check.blank_sum, (lambda *arguments: None,), "Return the dictionary"),
    (check.blank_sum, (lambda gradients, *rest: {"W_aa": gradients["W_aa"]},), "Return the dictionary"),
    (check.long_road, (lambda e, k: long_roads(e, k + 1),), "At least k includes k"),
    (check.long_road, (lambda e, k: long_roads(e, k) - long_roads(e, k + 1),), "exactly k steps back"),
    (check.long_road, (lambda e, k: e.sum((0, 1)) - long_roads(e, k + 1),), "the near cells"),
    (check.long_road, (lambda e, k: e.sum((0, 1)) - long_roads(e, k),), "the near cells"),
    (check.long_road, (lambda e, k: e[k:].sum((0, 1)),), "drop the first rows"),
    (check.long_road, (lambda e, k: e[:, k:].sum((0, 1)),), "drop the first columns"),
    (check.long_road, (lambda e, k: long_roads(e, k).sum(),), "return one number"),
    (check.long_road, (lambda e, k: e,), "The shape is"),
    (check.long_road, (lambda e, k: 2 * long_roads(e, k),), "the sum is wrong"),
    (check.long_road, (lambda e, k: 1 / 0,), "ZeroDivisionError"),
]
UNTOUCHED = [
    (check.paper_gradient, (..., ...)),
    (check.paper_gradient, (GOOD, ...)),
    *((c, (lambda *a: ...,)) for c in (check.blank_two_parents, check.blank_slope, check.blank_sum, check.long_road)),
]


@pytest.mark.parametrize(("exercise", "answers"), RIGHT)
def test_right_answers_pass(exercise, answers):
    outcome = exercise.outcome(*answers)
    assert outcome.status == core.RIGHT, outcome.message


@pytest.mark.parametrize(("exercise", "answers", "words"), WRONG, ids=range(len(WRONG)))
def test_typical_mistakes_are_named(exercise, answers, words):
    outcome = exercise.outcome(*answers)
    assert outcome.status == core.WRONG and words in outcome.message, outcome.message


@pytest.mark.parametrize(("exercise", "answers"), UNTOUCHED)
def test_untouched_starters_are_not_attempted(exercise, answers):
    assert exercise.outcome(*answers).status == core.NOT_ATTEMPTED


def test_the_paper_exercise_agrees_with_a_central_difference():
    def loss(w):
        a_1 = w * 0 + 4
        a_2 = w * a_1 + 0
        return a_1 + a_2 + w * a_2 + 2

    assert (loss(0.5 + 1e-5) - loss(0.5 - 1e-5)) / 2e-5 == pytest.approx(8)
