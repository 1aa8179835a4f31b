"""The checks of lecture 10: right answers of every type pass, wrong programs are named, the formula waits for the third try."""

import numpy as np
import pytest
import verdicts

from helpers.checks import backpropagation_through_time as check
from helpers.checks import core
from helpers.taught.bptt import rnn_backward
from helpers.taught.rnn import logistic, rnn_forward

GOOD = [1.75, 1.5, 1]


def backward(x, y, parameters, spoiled=False):
    """What a reader writes who has understood; `spoiled`: with `delta += b_a`, which changes the signal that is handed on."""
    T, (a, y_hat) = len(x), rnn_forward(x, parameters)
    gradients = {name: np.zeros(value.shape) for name, value in parameters.items()}
    delta_next = np.zeros(len(parameters["b_a"]))
    for i in range(T, 0, -1):
        do = (y_hat[i - 1] - y[i - 1]) / T
        delta = (parameters["W_ya"].T @ do + parameters["W_aa"].T @ delta_next) * (1 - a[i] ** 2)
        gradients["W_ya"] += np.outer(do, a[i])
        gradients["b_y"] += do
        gradients["W_ax"] += np.outer(delta, x[i - 1])
        gradients["W_aa"] += np.outer(delta, a[i - 1])
        gradients["b_a"] = gradients["b_a"] + delta
        delta_next = gradients["b_a"] if spoiled else delta
    return gradients


def wider(x, y, p, third_reader=True, same_position=False, new_output=True, read=-1):
    """Exercise 3, right or with one of its mistakes."""
    T, (a, y_hat) = len(x), rnn_forward(x, p)
    if new_output:
        y_hat = logistic(a[1:] @ p["W_ya"].T + a[:-1] @ p["W_yp"].T + p["b_y"])
    gradients = {name: np.zeros(value.shape) for name, value in p.items()}
    do_next, delta_next = np.zeros(len(p["b_y"])), np.zeros(len(p["b_a"]))
    for i in range(T, 0, -1):
        do = (y_hat[i - 1] - y[i - 1]) / T
        da = p["W_ya"].T @ do + p["W_aa"].T @ delta_next
        if third_reader:
            da = da + p["W_yp"].T @ (do if same_position else do_next)
        delta = da * (1 - a[i] ** 2)
        for name, error, vector in (
            ("W_ya", do, a[i]),
            ("W_yp", do, a[i + read]),
            ("W_ax", delta, x[i - 1]),
            ("W_aa", delta, a[i - 1]),
        ):
            gradients[name] += np.outer(error, vector)
        gradients["b_y"] += do
        gradients["b_a"] += delta
        do_next, delta_next = do, delta
    return gradients


def changed(name, change):
    """The right gradients, but one of them changed."""
    return lambda x, y, p: (g := backward(x, y, p)) | {name: change(g[name])}


def by_loop(x, y, parameters, state_of, delta_of):
    """A loop as a student writes it: token k has the state a[state_of(k)]; delta_of(output, future, slope)."""
    T, (a, y_hat) = len(x), rnn_forward(x, parameters)
    gradients, delta = {name: np.zeros(v.shape) for name, v in parameters.items()}, np.zeros(len(parameters["b_a"]))
    for k in range(T - 1, -1, -1):
        i, do = state_of(k), (y_hat[k] - y[k]) / T
        delta = delta_of(parameters["W_ya"].T @ do, parameters["W_aa"].T @ delta, 1 - a[i] ** 2)
        for name, error, vector in (("W_ya", do, a[i]), ("W_ax", delta, x[k]), ("W_aa", delta, a[i - 1])):
            gradients[name] += np.outer(error, vector)
        gradients["b_y"] += do
        gradients["b_a"] += delta
    return gradients


def counts_from_zero(x, y, parameters):
    """The loop of a forward pass turned round: a[k] for the state of token k, although a[0] is the initial state."""
    return by_loop(x, y, parameters, lambda k: k, lambda output, future, slope: (output + future) * slope)


def forgets_the_brackets(x, y, parameters):
    return by_loop(x, y, parameters, lambda k: k + 1, lambda output, future, slope: output + future * slope)


def overwrites_parameters(x, y, parameters):
    gradients = backward(x, y, parameters)
    parameters["W_aa"] -= gradients["W_aa"]
    return gradients


def corrupts_the_signal(x, y, parameters):
    return backward(x, y, parameters, spoiled=True)


RIGHT = [
    (check.paper_gradient, GOOD, 8),
    (check.paper_gradient, np.array(GOOD, np.float32), np.array([8])),
    (check.paper_gradient, (1.75, 1.5, 1.0), np.float64(8)),
    (check.backward_pass, backward),
    (check.backward_pass, rnn_backward),  # a tuple whose first part is the dictionary
    (check.backward_pass, lambda x, y, p: {n: v.astype(np.float32) for n, v in backward(x, y, p).items()}),
    (check.backward_pass, lambda x, y, p: {n: v.tolist() for n, v in backward(x, y, p).items()}),
    (check.backward_pass, lambda x, y, p: backward(x, y, p) | {"dx": x}),
    (check.wider_output, wider),
    (check.wider_output, lambda x, y, p: (wider(x, y, p), x)),
]
WRONG = [
    (check.paper_gradient, [1, 1.5, 1.75], 8, "order is reversed"),
    (check.paper_gradient, [1, 1, 1], 6, "future is missing"),
    (check.paper_gradient, [0.25, 0.5, 1], 8, "Only the loss at token 3"),
    (check.paper_gradient, [0.75, 1.5, 1], 8, "a<1> has a loss of its own"),
    (check.paper_gradient, [1.5, 1.5, 1], 8, "use δ<2> = 1.5, not δ<3>"),
    (check.paper_gradient, [1.25, 1.5, 1], 8, "the loss at token 2 counts too"),
    (check.paper_gradient, [3, 2, 1], 8, "w_aa is missing"),
    (check.paper_gradient, [1.75, 1.5, 1.5], 8, "so δ<3> = 1"),
    (check.paper_gradient, [0.583, 0.5, 0.333], 8, "nothing is divided by 3"),
    (check.paper_gradient, [4, 2, 3], 8, "Those are the states"),
    (check.paper_gradient, GOOD, 4.25, "sum of the signals"),
    (check.paper_gradient, [9, 9, 9], 8, "Begin with δ<3> = 1, then go back"),
    (check.paper_gradient, [1, 2], 8, "should be (3,)"),
    (check.paper_gradient, "abc", 8, "should hold numbers"),
    (check.paper_gradient, [np.nan, 1.5, 1], 8, "nan"),
    (check.paper_gradient, GOOD, 2, "step 3 alone"),
    (check.paper_gradient, GOOD, 6, "Multiply by your own deltas"),
    (check.paper_gradient, GOOD, 9, "dL/dw_ax"),
    (check.paper_gradient, GOOD, 13, "multiplies a<i-1>"),
    (check.paper_gradient, GOOD, 2.667, "nothing is divided"),
    (check.paper_gradient, GOOD, 7, "three terms"),
    (check.backward_pass, lambda x, y, p: None, "return"),
    (check.backward_pass, lambda x, y, p: backward(x, y, p)["W_aa"], "Return a dictionary"),
    (check.backward_pass, lambda x, y, p: {n: g for n, g in backward(x, y, p).items() if n != "b_y"}, "Missing: b_y"),
    (check.backward_pass, changed("W_aa", np.ravel), "The gradient of W_aa has shape"),
    (check.backward_pass, changed("W_aa", lambda g: g * np.nan), "nan"),
    (check.backward_pass, changed("b_y", lambda g: 2 * g), "b_y does not agree with the numerical gradient. Look at do"),
    (check.backward_pass, changed("b_a", lambda g: 2 * g), "b_a does not. do is right"),
    (check.backward_pass, changed("W_ax", lambda g: 2 * g), "W_ax does not. delta is right"),
    (check.backward_pass, overwrites_parameters, "changes its argument number 3"),
    (check.backward_pass, corrupts_the_signal, "b_a does not"),
    (check.backward_pass, counts_from_zero, "one row off"),
    (check.backward_pass, forgets_the_brackets, "b_a does not. The slope belongs to both contributions"),
    (check.backward_pass, lambda x, y, p: {n: 0 * v for n, v in p.items()}, "Does the loop run at all?"),
    (check.wider_output, lambda x, y, p: wider(x, y, p, third_reader=False, new_output=False), "Then look at da"),
    (check.paper_gradient, GOOD, 4, "without the losses in between"),
    (check.paper_gradient, GOOD, None, "a function without `return`"),
    (check.backward_pass, lambda x, y, p: 1 / 0, "ZeroDivisionError"),
    (check.wider_output, backward, "backward pass of the old network"),
    (check.backward_pass, lambda x, y, p: {"W_ya": 0 * p["W_ya"] + np.zeros((3, 3))} | backward(x, y, p), "shapes"),
    (check.wider_output, lambda x, y, p: wider(x, y, p, third_reader=False), "third reader"),
    (check.wider_output, lambda x, y, p: wider(x, y, p, same_position=True), "at which position"),
    (check.wider_output, check._program(da=lambda p, do, do_next, *_: p["W_ya"].T @ do + p["W_yp"].T @ do_next), "still read"),
    (check.wider_output, lambda x, y, p: wider(x, y, p, new_output=False), "y_hat is that of the old network"),
    (check.wider_output, lambda x, y, p: wider(x, y, p, read=0), "W_yp reads the previous state"),
    (check.wider_output, lambda x, y, p: {n: g for n, g in wider(x, y, p).items() if n != "W_yp"}, "Missing: W_yp"),
]
UNTOUCHED = [
    (check.paper_gradient, ..., ...),
    (check.paper_gradient, GOOD, ...),
    *((c, answer) for c in (check.backward_pass, check.wider_output) for answer in (..., lambda *a: ...)),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_mistakes_are_named = verdicts.wrong(WRONG)


PROGRAMS = [(check.backward_pass, *row) for row in check._MISTAKES]
PROGRAMS += [(check.wider_output, *row) for row in check._MORE_MISTAKES + check._MISTAKES]


@pytest.mark.parametrize("k", range(len(PROGRAMS)))
def test_each_wrong_program_is_named_as_what_it_is(k):
    examine, lines, words = PROGRAMS[k]
    outcome = examine.outcome(check._program(**lines))
    assert outcome.status == core.WRONG and words in outcome.message, outcome.message
    assert outcome.formula and outcome.formula not in outcome.message, "the formula waits for the third try"


def test_the_report_goes_from_the_output_to_the_recursion_to_what_was_read():
    stages = [
        (lambda v: {n: 2 * g for n, g in v.items()}, "W_ya does not agree"),
        (
            lambda v: v | {n: 2 * v[n] for n in ("b_a", "W_ax", "W_aa")},
            "W_ya, b_y agree with the numerical gradient, b_a does not",
        ),
        (lambda v: v | {"W_aa": 2 * v["W_aa"]}, "W_ya, b_y, b_a agree with the numerical gradient, W_aa does not"),
    ]
    for change, words in stages:
        outcome = check.backward_pass.outcome(lambda x, y, p, change=change: change(backward(x, y, p)))
        assert words in outcome.message, outcome.message


def test_the_judge_of_the_check_agrees_with_the_lecture():
    make = check._random_case((4, 2, 3, 2))
    x, y, p = make(np.random.default_rng(3))
    for name, gradient in rnn_backward(x, y, p)[0].items():
        assert np.allclose(check._numerical_gradients(x, y, p)[name], gradient, atol=1e-9)


test_untouched_starters_are_not_attempted = verdicts.untouched(UNTOUCHED)


def test_the_paper_exercise_agrees_with_a_central_difference():
    def loss(w):
        a_1 = w * 0 + 4
        a_2 = w * a_1 + 0
        return a_1 + a_2 + w * a_2 + 2

    assert (loss(0.5 + 1e-5) - loss(0.5 - 1e-5)) / 2e-5 == pytest.approx(8)
