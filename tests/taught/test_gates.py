"""LSTM and GRU: every gradient against central differences, padding, initial states, shapes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.bptt import masked_loss_gradient, numerical_gradient, relative_error
from helpers.taught.gates import (
    gru_backward,
    gru_parameters,
    gru_states,
    gru_step,
    lstm_backward,
    lstm_parameters,
    lstm_states,
    lstm_step,
)
from helpers.taught.loss import masked_loss

KINDS = {"lstm": (lstm_parameters, lstm_states, lstm_backward), "gru": (gru_parameters, gru_states, gru_backward)}


def case(kind, B=2, T=5, n_x=3, n_a=4, seed=0):
    """Weights, inputs, labels, mask and initial states of one random problem; gates carry biases too."""
    rng = np.random.default_rng(seed)
    parameters = KINDS[kind][0](n_x, n_a, 1, seed)
    for name in ("b_a", "b_u", "b_y"):
        if name in parameters:
            parameters[name] += rng.normal(0, 0.5, parameters[name].shape)
    lengths = rng.integers(1, T, B, endpoint=True)
    lengths[0] = T
    mask = (np.arange(T) < lengths[:, None]).astype(float)
    y = (rng.random((B, T, 1)) < 0.4) * mask[..., None]
    initial = [rng.normal(0, 0.5, (B, n_a)) for _ in range(2 if kind == "lstm" else 1)]
    return parameters, rng.normal(size=(B, T, n_x)), y, mask, initial


def loss_of(kind, parameters, x, y, mask, initial):
    a = KINDS[kind][1](x, parameters, *initial)[0]
    return masked_loss(a[:, 1:] @ parameters["W_ya"].T + parameters["b_y"], y, mask)


def backward(kind, parameters, x, y, mask, initial):
    states = KINDS[kind][1](x, parameters, *initial)
    a = states[0]
    do = masked_loss_gradient(a[:, 1:] @ parameters["W_ya"].T + parameters["b_y"], y, mask)
    gradients, dx, *d_initial = KINDS[kind][2](x, states, do @ parameters["W_ya"], parameters)
    gradients["W_ya"], gradients["b_y"] = np.einsum("bij,bik->jk", do, a[:, 1:]), do.sum((0, 1))
    return gradients, dx, d_initial


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sizes", [{}, {"B": 1, "T": 1}, {"B": 3, "T": 7, "n_x": 2, "n_a": 3}])
def test_every_gradient_is_the_numerical_one(kind, sizes):
    parameters, x, y, mask, initial = case(kind, **sizes)
    gradients, dx, d_initial = backward(kind, parameters, x, y, mask, initial)
    assert gradients.keys() == parameters.keys()
    for name, value in parameters.items():
        judge = numerical_gradient(lambda w, name=name: loss_of(kind, {**parameters, name: w}, x, y, mask, initial), value)
        assert relative_error(gradients[name], judge) < 1e-7, name
    assert relative_error(dx, numerical_gradient(lambda w: loss_of(kind, parameters, w, y, mask, initial), x)) < 1e-7
    for k, found in enumerate(d_initial):
        def with_start(start, k=k):
            return loss_of(kind, parameters, x, y, mask, [*initial[:k], start, *initial[k + 1 :]])

        assert relative_error(found, numerical_gradient(with_start, initial[k])) < 1e-7


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20, deadline=None)
@given(pads=st.integers(1, 4), content=st.floats(-50, 50), seed=st.integers(0, 99))
def test_right_padding_changes_nothing(kind, pads, content, seed):
    parameters, x, y, mask, initial = case(kind, seed=seed)
    B = len(x)
    longer = (np.concatenate([x, np.full((B, pads, 3), content)], 1), np.concatenate([y, np.zeros((B, pads, 1))], 1),
              np.concatenate([mask, np.zeros((B, pads))], 1))  # fmt: skip
    assert loss_of(kind, parameters, *longer, initial) == pytest.approx(loss_of(kind, parameters, x, y, mask, initial), rel=1e-12)
    ours, theirs = backward(kind, parameters, x, y, mask, initial), backward(kind, parameters, *longer, initial)
    for name in parameters:
        assert np.allclose(ours[0][name], theirs[0][name], rtol=1e-10, atol=1e-14)
    assert np.allclose(ours[1], theirs[1][:, :-pads], rtol=1e-10, atol=1e-14) and not theirs[1][:, -pads:].any()


def test_a_cell_of_one_number_by_hand():
    parameters = {"W_ax": np.zeros((4, 1)), "W_aa": np.zeros((4, 1)), "b_a": np.array([0.0, np.log(9), 5.0, 0.0])}
    a, c, (i, f, g, o) = lstm_step(np.ones((1, 1)), np.zeros((1, 1)), np.full((1, 1), 2.0), parameters)
    assert np.allclose([i, f, g, o], np.reshape([0.5, 0.9, np.tanh(5), 0.5], (4, 1, 1)))
    assert np.allclose(c, 0.9 * 2 + 0.5 * np.tanh(5)) and np.allclose(a, 0.5 * np.tanh(c))


def test_update_gate_one_keeps_the_state():
    parameters = gru_parameters(3, 4, 1, 0)
    parameters["b_a"][4:8] = 50
    before = np.random.default_rng(1).normal(size=(2, 4))
    after, _ = gru_step(np.ones((2, 3)), before, parameters)
    assert np.allclose(after, before)


def test_forget_gates_start_open():
    parameters = lstm_parameters(3, 4, 1, 0)
    assert parameters["b_a"].tolist() == [0] * 4 + [1] * 4 + [0] * 8
    assert lstm_parameters(3, 4, 1, 0, forget_bias=0)["b_a"].sum() == 0


def test_open_cell_hands_the_error_back_unchanged():
    """With f = 1 and the input gate shut, dc<0> is dc<T>: the path over the cell multiplies by 1."""
    parameters, x, _, _, _ = case("lstm", B=1, T=30)
    parameters["W_ax"][...], parameters["W_aa"][...] = 0, 0
    parameters["b_a"][:4], parameters["b_a"][4:8] = -50, 50
    states = lstm_states(x, parameters, np.zeros((1, 4)), np.ones((1, 4)))
    assert np.allclose(states[1], 1)
    da = np.zeros((1, 30, 4))
    da[:, -1] = 1
    dc_0 = lstm_backward(x, states, da, parameters)[3]
    o = states[2][3][:, -1]
    assert np.allclose(dc_0, o * (1 - np.tanh(1) ** 2))
