"""Lecture 08 and the fast version of 11: the forward pass, and the fast network equal to the plain one."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.bptt import relative_error, rnn_backward_batch
from helpers.taught.loss import masked_loss, pad_batch
from helpers.taught.optimiser import adam_state, adam_step
from helpers.taught.rnn import hidden_states, initial_parameters, logistic, rnn_forward, rnn_forward_batch, rnn_step
from helpers.taught.rnn_fast import (
    FastRNN,
    FlatAdam,
    input_gradient,
    loss_from_logits,
    pack_parameters,
    plan_batch,
    time_major,
    unpack_parameters,
)


def test_logistic_is_exact_and_never_overflows():
    with np.errstate(all="raise", under="ignore"):
        assert logistic(np.array([-1000.0, 0.0, 1000.0])).tolist() == [0.0, 0.5, 1.0]
    assert logistic(np.array(-40.0)) == pytest.approx(math.exp(-40), rel=1e-12)
    assert logistic(np.array(2.0)) == pytest.approx(1 / (1 + math.exp(-2)), rel=1e-15)


def test_parameters_have_the_shapes_of_the_notation_table_and_come_from_the_seed():
    parameters = initial_parameters(3, 4, 2, seed=5)
    shapes = {name: value.shape for name, value in parameters.items()}
    assert shapes == {"W_ax": (4, 3), "W_aa": (4, 4), "b_a": (4,), "W_ya": (2, 4), "b_y": (2,)}
    again, other = initial_parameters(3, 4, 2, seed=5), initial_parameters(3, 4, 2, seed=6)
    assert all((parameters[name] == again[name]).all() for name in parameters)
    assert not (parameters["W_aa"] == other["W_aa"]).any()
    assert initial_parameters(400, 100, 1, 0)["W_ax"].std() == pytest.approx(1 / 20, rel=0.02)


def test_one_step_by_hand():
    parameters = {
        "W_ax": np.array([[2.0]]), "W_aa": np.array([[-1.0]]), "b_a": np.array([0.5]),
        "W_ya": np.array([[3.0]]), "b_y": np.array([-0.25]),
    }  # fmt: skip
    a, y_hat = rnn_step(np.array([0.3]), np.array([0.7]), parameters)
    state = math.tanh(2 * 0.3 - 0.7 + 0.5)
    assert a[0] == pytest.approx(state, rel=1e-14)
    assert y_hat[0] == pytest.approx(1 / (1 + math.exp(0.25 - 3 * state)), rel=1e-14)


def test_forward_starts_at_zero_and_hands_the_state_on():
    rng = np.random.default_rng(0)
    parameters, x = initial_parameters(3, 4, 2, seed=1), rng.normal(size=(5, 3))
    a, y_hat = rnn_forward(x, parameters)
    assert a.shape == (6, 4) and y_hat.shape == (5, 2) and not a[0].any()
    for i in range(5):
        expected = rnn_step(x[i], a[i], parameters)
        assert (a[i + 1] == expected[0]).all() and (y_hat[i] == expected[1]).all()
    later, _ = rnn_forward(x[2:], parameters, a_0=a[2])
    assert (later[-1] == a[-1]).all()


def test_one_token_is_a_dense_layer():
    parameters, x = initial_parameters(3, 4, 1, seed=1), np.ones((1, 3))
    a, _ = rnn_forward(x, parameters)
    assert a[1] == pytest.approx(np.tanh(parameters["W_ax"].sum(1)))


def test_a_batch_is_its_sentences():
    rng = np.random.default_rng(2)
    parameters, x, a_0 = initial_parameters(3, 5, 2, seed=1), rng.normal(size=(4, 6, 3)), rng.normal(size=(4, 5))
    a, o = rnn_forward_batch(x, parameters, a_0)
    assert (hidden_states(x, parameters, a_0) == a).all()
    for b in range(4):
        a_b, y_hat_b = rnn_forward(x[b], parameters, a_0[b])
        assert a[b] == pytest.approx(a_b, abs=1e-14)
        assert logistic(o[b]) == pytest.approx(y_hat_b, abs=1e-14)


# ------------------------------------------------------------------------------------------------ the fast version
def batch_of(lengths, n_x, n_y, seed):
    """Padded x, y and mask with random values."""
    rng = np.random.default_rng(seed)
    x, _, mask = pad_batch([rng.normal(size=(T, n_x)) for T in lengths], [np.zeros(T) for T in lengths])
    return x, (rng.random((*mask.shape, n_y)) < 0.4).astype(float), mask


def fast_gradients(net, x, y, lengths):
    """Loss, gradients and dx of the fast network; dx padded like x."""
    plan = plan_batch(net, np.array(lengths))
    token = plan.sentence, plan.position
    loss, do = loss_from_logits(net.forward(x[token], plan), y[token])
    net.backward(do, plan)
    dx = np.zeros(x.shape)
    dx[token] = input_gradient(net, plan)
    return loss, {name: view.copy() for name, view in unpack_parameters(net.G, net.n_x, y.shape[2]).items()}, dx


@settings(max_examples=60, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 9), min_size=1, max_size=7),
    sizes=st.tuples(st.integers(1, 6), st.integers(1, 7), st.integers(1, 3)),
    seed=st.integers(0, 1000),
)
def test_fast_equals_plain_for_any_lengths(lengths, sizes, seed):
    n_x, n_a, n_y = sizes
    parameters = initial_parameters(n_x, n_a, n_y, seed)
    x, y, mask = batch_of(lengths, n_x, n_y, seed)
    W = pack_parameters(parameters)
    loss, gradients, dx = fast_gradients(FastRNN(W, np.zeros_like(W), n_x), x, y, lengths)
    expected, dx_expected, _ = rnn_backward_batch(x, y, mask, parameters)
    assert loss == pytest.approx(masked_loss(rnn_forward_batch(x, parameters)[1], y, mask), rel=1e-12)
    assert max(relative_error(gradients[name], expected[name]) for name in expected) <= 1e-11
    assert relative_error(dx, dx_expected) <= 1e-11


def test_fast_leaves_nothing_behind_from_the_batch_before():
    parameters = initial_parameters(4, 6, 1, seed=0)
    W = pack_parameters(parameters)
    net = FastRNN(W, np.full(W.shape, 7.0), 4)
    batches = [(lengths, *batch_of(lengths, 4, 1, n)) for n, lengths in enumerate(([5, 2], [1, 1, 9], [3], [9, 9, 9, 8]))]
    first = [fast_gradients(net, x, y, lengths) for lengths, x, y, _ in batches]
    again = [fast_gradients(net, x, y, lengths) for lengths, x, y, _ in reversed(batches)]
    for (loss, gradients, dx), (loss_again, gradients_again, dx_again) in zip(first, reversed(again)):
        assert loss == loss_again and (dx == dx_again).all()
        assert all((gradients[name] == gradients_again[name]).all() for name in gradients)
    assert not net.G[:4, 6:].any(), "there is no weight from the input to the output"


def test_a_plan_survives_growing_buffers():
    W = pack_parameters(initial_parameters(4, 6, 1, seed=0))
    net = FastRNN(W, np.zeros_like(W), 4)
    lengths = np.array([3, 5])
    x = np.random.default_rng(0).normal(size=(8, 4))
    plan = plan_batch(net, lengths)
    before = net.forward(x, plan).copy()
    plan_batch(net, np.full(20, 30))
    assert (net.forward(x, plan) == before).all()


def test_time_major_by_hand():
    plan = time_major(np.array([1, 3, 2]))
    assert plan.counts == [3, 3, 2, 1]
    assert plan.sentence.tolist() == [1, 2, 0, 1, 2, 1]
    assert plan.position.tolist() == [0, 0, 0, 1, 1, 2]
    assert plan.rows.tolist() == [0, 1, 2, 3, 4, 6]


def test_packing_and_unpacking_are_inverse():
    parameters = initial_parameters(3, 4, 2, seed=0)
    parameters["b_a"] += 1
    W = pack_parameters(parameters)
    views = unpack_parameters(W, 3, 2)
    assert all((views[name] == parameters[name]).all() for name in parameters)
    views["W_aa"][0, 1] = 9
    assert W[3 + 1 + 1, 0] == 9, "views, no copies"


def test_float32_is_close_and_stays_float32():
    parameters = initial_parameters(8, 16, 1, seed=0)
    x, y, mask = batch_of([6, 4, 9, 9], 8, 1, 3)
    W = pack_parameters(parameters, np.float32)
    _, gradients, _ = fast_gradients(FastRNN(W, np.zeros_like(W), 8), x, y, [6, 4, 9, 9])
    expected, _, _ = rnn_backward_batch(x, y, mask, parameters)
    assert gradients["W_aa"].dtype == np.float32
    assert max(relative_error(gradients[name], expected[name]) for name in expected) <= 1e-5


def test_loss_from_logits_far_out():
    o, y = np.array([[1000.0], [-1000.0], [1000.0], [-1000.0]]), np.array([[1.0], [0.0], [0.0], [1.0]])
    with np.errstate(all="raise", under="ignore"):
        loss, do = loss_from_logits(o, y)
    assert loss == 500 and do[:, 0].tolist() == [0, 0, 0.25, -0.25]


def test_flat_adam_is_adam():
    rng = np.random.default_rng(0)
    plain = {"W": rng.normal(size=40)}
    flat, state, adam = plain["W"].copy(), adam_state(plain), FlatAdam(40, np.float64)
    for _ in range(50):
        gradient = rng.normal(size=40) * rng.choice([1e-6, 1.0, 1e3], size=40)
        adam_step(plain, {"W": gradient}, state, 0.01)
        adam.step(flat, gradient, 0.01)
    assert flat == pytest.approx(plain["W"], rel=1e-12, abs=1e-14)


def test_input_gradient_refuses_a_plan_of_another_network():
    W = pack_parameters(initial_parameters(3, 4, 1, seed=0))
    ours, other = FastRNN(W, np.zeros_like(W), 3), FastRNN(W, np.zeros_like(W), 3)
    plan = plan_batch(other, np.array([2, 1]))
    for wrong in (plan, time_major(np.array([2, 1]))):
        with pytest.raises(ValueError, match="another network: make one with plan_batch"):
            input_gradient(ours, wrong)
    assert input_gradient(other, plan).shape == (3, 3)
