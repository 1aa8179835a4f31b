"""Fast LSTM and GRU: the numbers of the simple ones, for batches of any lengths, again and again with the same buffers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import gates_fast as fast
from helpers.taught.bptt import masked_loss_gradient, relative_error
from helpers.taught.gates import gru_backward, gru_parameters, gru_states, lstm_backward, lstm_parameters, lstm_states
from helpers.taught.rnn_fast import loss_from_logits

KINDS = {
    "lstm": (lstm_parameters, lstm_states, lstm_backward, fast.FastLSTM, fast.pack_lstm, fast.plan_lstm, fast.unpack_lstm),
    "gru": (gru_parameters, gru_states, gru_backward, fast.FastGRU, fast.pack_gru, fast.plan_gru, fast.unpack_gru),
}
BOTH = pytest.mark.parametrize("kind", KINDS)


def case(kind, lengths, n_x=3, n_a=4, n_y=1, seed=0):
    rng = np.random.default_rng(seed)
    parameters = KINDS[kind][0](n_x, n_a, n_y, seed)
    if kind == "gru":
        parameters["b_u"] += 0.2
    parameters["b_a"] += rng.normal(0, 0.4, parameters["b_a"].shape)
    parameters["b_y"] += 0.3
    mask = (np.arange(max(lengths)) < np.array(lengths)[:, None]) * 1.0
    return parameters, rng.normal(size=(*mask.shape, n_x)), (rng.random((*mask.shape, n_y)) < 0.4) * 1.0, mask


def simple(kind, parameters, x, y, mask):
    states = KINDS[kind][1](x, parameters)
    a = states[0][:, 1:]
    o = a @ parameters["W_ya"].T + parameters["b_y"]
    do = masked_loss_gradient(o, y, mask)
    gradients = KINDS[kind][2](x, states, do @ parameters["W_ya"], parameters)[0]
    return o, gradients | {"W_ya": np.einsum("bij,bik->jk", do, a), "b_y": do.sum((0, 1))}


def fast(kind, net, lengths, x, y):
    plan = KINDS[kind][5](net, np.array(lengths))
    token = plan.sentence, plan.position
    o = net.forward(x[token].astype(net.W.dtype), plan).copy()
    net.backward(loss_from_logits(o, y[token].astype(net.W.dtype))[1], plan)
    return o, token


@BOTH
@settings(max_examples=40, deadline=None)
@given(lengths=st.lists(st.integers(1, 9), min_size=1, max_size=6), n_y=st.integers(1, 3), seed=st.integers(0, 99))
def test_same_outputs_and_gradients_as_the_simple_one(kind, lengths, n_y, seed):
    parameters, x, y, mask = case(kind, lengths, n_y=n_y, seed=seed)
    W = KINDS[kind][4](parameters)
    net = KINDS[kind][3](W, np.zeros_like(W), 3, n_y)
    o, token = fast(kind, net, lengths, x, y)
    judge, gradients = simple(kind, parameters, x, y, mask)
    assert relative_error(o, judge[token]) < 1e-12
    for name, gradient in KINDS[kind][6](net.G, 3, n_y).items():
        assert relative_error(gradient, gradients[name]) < 1e-11, name


@BOTH
def test_buffers_are_clean_for_the_next_batch(kind):
    parameters, x, y, mask = case(kind, [9, 4, 9])
    W = KINDS[kind][4](parameters)
    net = KINDS[kind][3](W, np.zeros_like(W), 3, 1)
    for lengths in ([9, 4, 9], [2], [5, 5], [9, 4, 9], [9, 4, 9]):
        fast(kind, net, lengths, x[: len(lengths)], y[: len(lengths)])
    gradients = simple(kind, parameters, x, y, mask)[1]
    for name, gradient in KINDS[kind][6](net.G, 3, 1).items():
        assert relative_error(gradient, gradients[name]) < 1e-12


@BOTH
def test_float32_keeps_six_digits(kind):
    parameters, x, y, mask = case(kind, [6, 3, 5], n_a=8)
    W = KINDS[kind][4](parameters, np.float32)
    net = KINDS[kind][3](W, np.zeros_like(W), 3, 1)
    fast(kind, net, [6, 3, 5], x, y)
    gradients = simple(kind, parameters, x, y, mask)[1]
    assert net.G.dtype == np.float32
    assert max(relative_error(value, gradients[name]) for name, value in KINDS[kind][6](net.G, 3, 1).items()) < 1e-5


@BOTH
def test_packing_and_unpacking_give_the_weights_back(kind):
    parameters = case(kind, [1])[0]
    W = KINDS[kind][4](parameters)
    assert all(np.array_equal(value, parameters[name]) for name, value in KINDS[kind][6](W, 3, 1).items())
    assert not W[:3, 16:].any()


@BOTH
def test_a_matrix_of_the_wrong_width_is_refused(kind):
    W = KINDS[kind][4](case(kind, [1])[0])
    with pytest.raises(ValueError, match="17 columns, expected"):
        KINDS[kind][3](W, W, 3, 2)
