"""The checks of lecture 08: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import numpy as np
import pytest
import verdicts

from helpers.checks import core
from helpers.checks import recurrent_network as check
from helpers.taught.rnn import logistic
from helpers.taught.softmax import softmax

BY_HAND = {"W_ax": np.array([[4, -4], [0, 4]]), "b_a": np.array([0, -6]), "W_ya": np.array([[0, 4]]),
           "b_y": np.array([0])}  # fmt: skip


def untouched(*anything):
    return ...


def right_count(n_x, n_a, n_y):
    return n_a * (n_x + n_a + 1) + n_y * (n_a + 1)


def right_step(x, a_previous, p, activation):
    a = activation(p["W_ax"] @ x + p["W_aa"] @ a_previous + p["b_a"])
    return a, logistic(p["W_ya"] @ a + p["b_y"])


def right_forward(x, p, activation, a_0):
    a, y_hat = np.zeros((len(x) + 1, len(a_0))), np.zeros((len(x), len(p["b_y"])))
    a[0] = a_0
    for i in range(1, len(x) + 1):
        a[i], y_hat[i - 1] = right_step(x[i - 1], a[i - 1], p, activation)
    return a, y_hat


def step_from(state, output=None):
    """A step whose state, or output, is computed by a wrong formula."""

    def step(x, a_previous, p, activation):
        a = state(x, a_previous, p, activation)
        if output is None:
            return a, logistic(p["W_ya"] @ a + p["b_y"])
        return a, output(a, a_previous, p, activation)

    return step


def right_state(x, a_previous, p, activation):
    return right_step(x, a_previous, p, activation)[0]


CHECKS = (check.number_of_parameters, check.one_step, check.whole_sentence)


test_untouched_starter_is_not_attempted = verdicts.untouched((c, answer) for c in CHECKS for answer in (..., lambda *a: ...))
test_right_answers_pass = verdicts.right(zip(CHECKS, (right_count, right_step, right_forward)))


test_wrong_counts_are_named = verdicts.wrong((check.number_of_parameters, *row) for row in [
    (lambda n_x, n_a, n_y: n_a * (n_x + n_a) + n_y * n_a, "biases b_a and b_y are parameters too"),
    (lambda n_x, n_a, n_y: n_a * (n_x + n_a) + n_y * (n_a + 1), "b_a is missing"),
    (lambda n_x, n_a, n_y: n_a * (n_x + n_a + 1) + n_y * n_a, "b_y is missing"),
    (lambda n_x, n_a, n_y: n_a * (n_x + 1) + n_y * (n_a + 1), "W_aa is missing"),
    (lambda n_x, n_a, n_y: n_a * (n_x + n_a + 1), "output layer is missing"),
    (lambda n_x, n_a, n_y: n_a * (n_a + 1) + n_y * (n_a + 1), "W_ax is missing"),
    (lambda n_x, n_a, n_y: n_a * (n_x + n_a + 1) + n_y, "W_ya is missing"),
    (lambda n_x, n_a, n_y: right_count(n_x, n_a, n_y) + n_a, "a⟨0⟩ is no parameter"),
    (lambda n_x, n_a, n_y: None, "is there a `return`"),
    (lambda n_x, n_a, n_y: 6 * right_count(n_x, n_a, n_y), "five shapes"),
    (lambda n_x, n_a, n_y: 42, "For n_x=5"),
    (lambda n_x, n_a, n_y: n_a * (n_x + n_a + 1) + n_y * (n_x + 1), "W_ya reads the state"),
    (lambda n_x, n_a, n_y: n_a * (n_x + n_x + 1) + n_y * (n_a + 1), "W_aa reads the previous state"),
    (lambda n_x, n_a, n_y: n_a * (n_x + n_a) + n_y * n_a + 2, "no single number"),
    (lambda n_x, n_a, n_y: n_a * (n_x + n_a + n_a) + n_y * (n_a + 1), "no matrix"),
    (lambda n_x, n_a, n_y: n_a * (n_x + n_a + n_a) + n_y * (n_a + n_y), "A bias is a vector"),
    (lambda n_x, n_a, n_y: n_x + n_a + n_y, "rows times columns"),
    (lambda n_x, n_a, n_y: 5, "W_ax alone"),
    (lambda n_x, n_a, n_y: "37", "one number, not str"),
])  # fmt: skip

test_wrong_states_of_a_step_are_named = verdicts.wrong((check.one_step, step_from(state), reason) for state, reason in [
    (lambda x, a, p, f: f(p["W_ax"] @ x + p["b_a"]), "previous state is missing"),
    (lambda x, a, p, f: f(p["W_ax"] @ x + p["W_aa"] @ a), "b_a is missing"),
    (lambda x, a, p, f: f(p["W_aa"] @ a + p["b_a"]), "input is missing"),
    (lambda x, a, p, f: f(p["W_ax"] @ x + p["W_aa"].T @ a + p["b_a"]), "W_aa is transposed"),
    (lambda x, a, p, f: f(x @ p["W_ax"] + p["W_aa"] @ a + p["b_a"]), "W_ax is transposed"),
    (lambda x, a, p, f: f(x @ p["W_ax"] + a @ p["W_aa"] + p["b_a"]), "Both matrices are transposed"),
    (lambda x, a, p, f: f(p["W_ax"] @ a + p["W_aa"] @ x + p["b_a"]) if len(x) == len(a) else a, "are exchanged"),
    (lambda x, a, p, f: p["W_ax"] @ x + p["W_aa"] @ a + p["b_a"], "activation is missing"),
    (lambda x, a, p, f: np.tanh(p["W_ax"] @ x + p["W_aa"] @ a + p["b_a"]), "You call np.tanh"),
    (lambda x, a, p, f: f(f(p["W_ax"] @ x + p["W_aa"] @ a + p["b_a"])), "twice to the state"),
    (lambda x, a, p, f: logistic(p["W_ax"] @ x + p["W_aa"] @ a + p["b_a"]), "logistic is for the output"),
    (lambda x, a, p, f: f(p["W_ax"] @ x) + p["W_aa"] @ a + p["b_a"], "compare term by term"),
    (lambda x, a, p, f: f(p["W_ax"] @ x + p["W_aa"] @ a) + p["b_a"], "The bias stands outside"),
    (lambda x, a, p, f: f(p["W_ax"] @ x) + f(p["W_aa"] @ a) + f(p["b_a"]), "Add the three terms first"),
    (lambda x, a, p, f: logistic(p["W_ya"] @ right_state(x, a, p, f) + p["b_y"]) if len(a) == 3 else a, "y_hat first"),
    (lambda x, a, p, f: p["W_ax"] * x, "A matrix times a vector is `@`"),
    (lambda x, a, p, f: right_state(x, a, p, f)[:, None], "a has shape (3, 1)"),
])  # fmt: skip

test_wrong_outputs_of_a_step_are_named = verdicts.wrong(
    (check.one_step, step_from(right_state, output), reason) for output, reason in [
    (lambda a, before, p, f: p["W_ya"] @ a + p["b_y"], "logistic function is missing"),
    (lambda a, before, p, f: logistic(logistic(p["W_ya"] @ a + p["b_y"])), "applied twice"),
    (lambda a, before, p, f: logistic(p["W_ya"] @ a), "b_y is missing"),
    (lambda a, before, p, f: logistic(p["W_ya"] @ before + p["b_y"]), "from the previous state"),
    (lambda a, before, p, f: logistic(p["W_ya"].T @ a + p["b_y"]), "W_ya is transposed"),
    (lambda a, before, p, f: f(p["W_ya"] @ a + p["b_y"]), "not through the activation"),
    (lambda a, before, p, f: logistic(p["W_ya"] @ a) + p["b_y"], "outside"),
    (lambda a, before, p, f: 1 / (1 + np.exp(p["W_ya"] @ a + p["b_y"])), "The sign is turned round"),
    (lambda a, before, p, f: softmax(p["W_ya"] @ a + p["b_y"]), "softmax"),
    (lambda a, before, p, f: logistic(p["W_ya"] @ a + p["b_a"]), "a bias of its own"),
    (lambda a, before, p, f: np.zeros(len(p["b_y"])), "a is right, y_hat is not"),
    (lambda a, before, p, f: None, "still empty"),
])  # fmt: skip


def test_a_step_that_returns_one_thing_or_breaks():
    assert "return a, y_hat" in check.one_step.outcome(right_state).message

    def only_square(x, a_previous, p, activation):
        if len(x) != len(a_previous):
            return p["W_ax"].T @ x
        return right_step(x, a_previous, p, activation)

    outcome = check.one_step.outcome(only_square)
    assert "shapes do not fit" in outcome.message and "W_ax @ x" in outcome.formula


def rows_without_the_initial_state(x, p, activation, a_0):
    a, y_hat = np.zeros((len(x), len(a_0))), np.zeros((len(x), len(p["b_y"])))
    for i in range(len(x)):
        a[i], y_hat[i] = right_step(x[i], a[i - 1], p, activation)
    return a, y_hat


def begins_with_the_last_row(x, p, activation, a_0):
    a, y_hat = np.zeros((len(x) + 1, len(a_0))), np.zeros((len(x), len(p["b_y"])))
    for i in range(len(x)):
        a[i], y_hat[i] = right_step(x[i], a[i - 1], p, activation)
    return a, y_hat


def initial_state_in_the_last_row(x, p, activation, a_0):
    a, y_hat = np.zeros((len(x) + 1, len(a_0))), np.zeros((len(x), len(p["b_y"])))
    a[-1] = a_0
    for i in range(len(x)):
        a[i], y_hat[i] = right_step(x[i], a[i - 1], p, activation)
    return a, y_hat


def begins_at_zero(x, p, activation, a_0):
    a, y_hat = np.zeros((len(x) + 1, len(a_0))), np.zeros((len(x), len(p["b_y"])))
    for i in range(len(x)):
        a[i], y_hat[i - 1] = right_step(x[i - 1], a[i - 1], p, activation)
    return a, y_hat


def returns_too_early(x, p, activation, a_0):
    a, y_hat = right_forward(x, p, activation, a_0)
    a[2:], y_hat[1:] = 0, 0
    return a, y_hat


def one_probability_a_token(x, p, activation, a_0):
    y_hat = np.zeros(len(x))
    y_hat[0] = [0.5, 0.5]


def starts_with_zeros(x, p, activation, a_0):
    return right_forward(x, p, activation, 0 * a_0)


def writes_the_start_but_reads_zeros(x, p, activation, a_0):
    a, y_hat = right_forward(x, p, activation, 0 * a_0)
    a[0] = a_0
    return a, y_hat


def starts_again_at_each_token(x, p, activation, a_0):
    steps = [right_step(vector, a_0, p, activation) for vector in x]
    return np.array([a_0, *(a for a, _ in steps)]), np.array([y for _, y in steps])


def forgets_the_last_token(x, p, activation, a_0):
    a, y_hat = right_forward(x, p, activation, a_0)
    a[-1] = 0
    return a, y_hat


def reads_backwards(x, p, activation, a_0):
    return right_forward(x[::-1], p, activation, a_0)


def always_tanh(x, p, activation, a_0):
    return right_forward(x, p, np.tanh, a_0)


def one_token_too_far(x, p, activation, a_0):
    a, y_hat = np.zeros((len(x) + 1, len(a_0))), np.zeros((len(x), len(p["b_y"])))
    for i in range(1, len(x) + 1):
        a[i], y_hat[i - 1] = right_step(x[i], a[i - 1], p, activation)
    return a, y_hat


def on_an_unfinished_step(x, p, activation, a_0):
    a, y_hat = untouched(x, p, activation, a_0)
    return a, y_hat


def with_outputs(wrong):
    def forward(x, p, activation, a_0):
        a, y_hat = right_forward(x, p, activation, a_0)
        return a, wrong(a, y_hat, p)

    return forward


test_wrong_loops_are_named = verdicts.wrong((check.whole_sentence, *row) for row in [
    (rows_without_the_initial_state, "It needs one row more: row 0 is a⟨0⟩"),
    (begins_with_the_last_row, "begins with a[-1], the last row, as its initial state"),
    (initial_state_in_the_last_row, "begins with a[-1], the last row, as its initial state"),
    (begins_at_zero, "Your loop begins at 0"),
    (returns_too_early, "Only the first token is read"),
    (one_probability_a_token, "y_hat is (T, n_y)"),
    (starts_with_zeros, "a_0 is not used"),
    (writes_the_start_but_reads_zeros, "the first step reads zeros instead"),
    (starts_again_at_each_token, "Hand on the state"),
    (forgets_the_last_token, "last token is never read"),
    (reads_backwards, "read backwards"),
    (always_tanh, "You use np.tanh"),
    (one_token_too_far, "Token i is x[i - 1]"),
    (on_an_unfinished_step, "finish exercise 2 first"),
    (lambda x, p, f, a_0: right_forward(x, p, f, a_0)[0], "return a, y_hat"),
    (with_outputs(lambda a, y, p: logistic(a[:-1] @ p["W_ya"].T + p["b_y"])), "from the previous state"),
    (with_outputs(lambda a, y, p: logistic(y)), "applied twice to the outputs"),
    (with_outputs(lambda a, y, p: np.roll(y, 1, axis=0)), "one row too low"),
    (with_outputs(lambda a, y, p: 0 * y), "states are right, the outputs are not"),
    (with_outputs(lambda a, y, p: y[:-1]), "y_hat has shape"),
    (with_outputs(lambda a, y, p: np.vstack([0 * y[:1], y])), "and has no output"),
    (lambda *case: right_forward(*case)[::-1], "y_hat first"),
    (lambda *case: [part[-1] for part in right_forward(*case)], "Keep all of them"),
    (lambda *case: next((a * 0 + a[-1], y) for a, y in [right_forward(*case)]), "use .copy()"),
    (with_outputs(lambda a, y, p: y if len(y) == 5 else 0 * y), "the outputs are not"),
    (lambda x, p, f, a_0: right_forward(x, p, (lambda s: 2 * s) if f(2.0) == 2 else f, a_0), "states differ"),
    (lambda x, p, f, a_0: right_forward(x, p, lambda s: s, a_0), "You use no activation"),
    (with_outputs(lambda a, y, p: np.log(y / (1 - y))), "logistic function is missing"),
    (with_outputs(lambda a, y, p: y * np.nan), "nan"),
])  # fmt: skip


def test_memory_matrix_takes_every_matrix_that_works():
    assert check.memory_matrix.outcome(..., BY_HAND).status == core.NOT_ATTEMPTED
    for keep, read in ((2, 4), (3, 5), (1.5, 3.5)):
        assert check.memory_matrix.outcome(np.array([[keep, 0], [read, 0]]), BY_HAND).status == core.RIGHT


test_memory_matrix_says_what_fails = verdicts.wrong((check.memory_matrix, np.array(W_aa), BY_HAND, reason) for W_aa, reason in [
    ([[0, 0], [0, 0]], "nothing is remembered"),
    ([[2, 0], [0, 0]], "row 2, column 1"),
    ([[2, 4], [0, 0]], "Row and column are swapped"),
    ([[0, 0], [4, 0]], "The cue is forgotten on the way"),
    ([[9, 0], [4, 0]], "Unit 1 still holds the old cue"),
    ([[2, 0], [10, 0]], "positive without a city"),
    ([[2, 0], [-4, 0]], "Row 2, column 1 is negative"),
    ([[0, 4], [2, 0]], "The cue never enters unit 1"),
    ([[2, 0], [4, -9]], "Column 2 disturbs"),
    ([[2, 1], [4, 0]], "Column 2 disturbs"),
    ([[2, 0], [2, 0]], "but not enough"),
    ([[-2, 0], [4, 0]], "turns its sign around"),
    ([[4, 0], [4, 0]], "The cue is cancelled: an earlier city left unit 1 at -1.0"),
    ([[2, 0], [1, 0]], "row 2, column 1"),
    ([2, 0, 4, 0], "W_aa has shape (4,)"),
])  # fmt: skip


def test_what_belongs_to_the_caller_is_left_alone():
    def careless_step(x, a_previous, p, activation):
        result = right_step(x, a_previous, p, activation)
        p["b_a"] += 1
        return result

    def careless_forward(x, p, activation, a_0):
        result = right_forward(x, p, activation, a_0)
        a_0[:] = result[0][-1]
        return result

    assert "changes its argument number 3" in check.one_step.outcome(careless_step).message
    assert "changes its argument number 4" in check.whole_sentence.outcome(careless_forward).message
    assert check.one_step.outcome(right_step).status == core.RIGHT


@pytest.mark.parametrize("turn", [list, tuple, lambda pair: [np.asarray(part).tolist() for part in pair],
                                  lambda pair: tuple(np.asarray(part, np.float32) for part in pair)])  # fmt: skip
def test_two_results_of_any_type(turn):
    assert check.one_step.outcome(lambda *case: turn(right_step(*case))).status == core.RIGHT
    assert check.whole_sentence.outcome(lambda *case: turn(right_forward(*case))).status == core.RIGHT


@pytest.mark.parametrize("turn", [float, np.float64, np.int32, lambda n: np.array([n])])
def test_counts_of_any_type(turn):
    assert check.number_of_parameters.outcome(lambda *sizes: turn(right_count(*sizes))).status == core.RIGHT
    assert check.number_of_parameters.outcome(lambda *sizes: turn(right_count(*sizes)) + 0.5).status == core.WRONG


def test_formulas_wait_for_the_third_try(capsys):
    def wrong_step(x, a_previous, p, activation):
        return right_step(x, a_previous, {**p, "b_a": 0 * p["b_a"]}, activation)

    check.one_step.tries = 0
    for _ in range(3):
        check.one_step(wrong_step)
    printed = capsys.readouterr().out.replace("\n", " ")
    assert printed.count("b_a is missing") == 3 and printed.count("W_ax @ x") == 1
    check.one_step.tries = 0
