"""Lectures 10 and 11: every gradient against central differences, padding without effect, the ledger."""

import re

import course
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.bidirectional import (
    bidirectional_backward,
    bidirectional_forward,
    bidirectional_parameters,
    reverse_tokens,
)
from helpers.taught.bptt import (
    ledger,
    masked_loss_gradient,
    numerical_gradient,
    relative_error,
    rnn_backward,
    rnn_backward_batch,
)
from helpers.taught.loss import cross_entropy_from_logits, masked_loss, pad_batch
from helpers.taught.rnn import initial_parameters, rnn_forward, rnn_forward_batch

SIZES = [(1, 1, 1, 1), (2, 1, 1, 1), (5, 3, 4, 2), (9, 6, 5, 3)]  # T, n_x, n_a, n_y
MASK = np.array([[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0], [1, 0, 0, 0, 0, 0]])


def sentence(T, n_x, n_a, n_y):
    rng = np.random.default_rng(T)
    parameters = initial_parameters(n_x, n_a, n_y, seed=T)
    parameters["b_a"] += rng.normal(size=n_a) * 0.3
    parameters["b_y"] += rng.normal(size=n_y) * 0.3
    y = (rng.random((T, n_y)) < 0.5).astype(float)
    return rng.normal(size=(T, n_x)), y, parameters, 0.5 * rng.normal(size=n_a)


def sentence_loss(x, y, parameters, a_0):
    a, _ = rnn_forward(x, parameters, a_0)
    o = a[1:] @ parameters["W_ya"].T + parameters["b_y"]
    return cross_entropy_from_logits(o, y).sum() / len(x)


@pytest.mark.parametrize("size", SIZES)
def test_every_gradient_of_one_sentence(size):
    x, y, parameters, a_0 = sentence(*size)
    gradients, dx, da_0 = rnn_backward(x, y, parameters, a_0)
    assert gradients.keys() == parameters.keys()
    for name, value in parameters.items():
        numeric = numerical_gradient(lambda v, n=name: sentence_loss(x, y, {**parameters, n: v}, a_0), value)
        assert relative_error(gradients[name], numeric) <= 1e-7, name
    assert relative_error(dx, numerical_gradient(lambda v: sentence_loss(v, y, parameters, a_0), x)) <= 1e-7
    assert relative_error(da_0, numerical_gradient(lambda v: sentence_loss(x, y, parameters, v), a_0)) <= 1e-7


@pytest.mark.parametrize("n_x, n_a, n_y", [(1, 1, 1), (3, 4, 1), (5, 3, 2)])
def test_every_gradient_of_a_batch(n_x, n_a, n_y):
    rng = np.random.default_rng(0)
    parameters, x, a_0 = initial_parameters(n_x, n_a, n_y, 1), rng.normal(size=(3, 6, n_x)), rng.normal(size=(3, n_a))
    y = (rng.random((3, 6, n_y)) < 0.5).astype(float)

    def loss(x, parameters, a_0):
        return masked_loss(rnn_forward_batch(x, parameters, a_0)[1], y, MASK)

    gradients, dx, da_0 = rnn_backward_batch(x, y, MASK, parameters, a_0)
    assert gradients.keys() == parameters.keys()
    for name, value in parameters.items():
        numeric = numerical_gradient(lambda v, n=name: loss(x, {**parameters, n: v}, a_0), value)
        assert relative_error(gradients[name], numeric) <= 1e-7, name
    assert relative_error(dx, numerical_gradient(lambda v: loss(v, parameters, a_0), x)) <= 1e-7
    assert relative_error(da_0, numerical_gradient(lambda v: loss(x, parameters, v), a_0)) <= 1e-7


@pytest.mark.parametrize("n_x, n_a, n_y", [(1, 1, 1), (4, 3, 2)])
def test_every_gradient_of_the_bidirectional_network(n_x, n_a, n_y):
    rng = np.random.default_rng(0)
    parameters, x = bidirectional_parameters(n_x, n_a, n_y, 1), rng.normal(size=(3, 6, n_x))
    y = (rng.random((3, 6, n_y)) < 0.5).astype(float)
    gradients, dx, _ = bidirectional_backward(x, y, MASK, parameters)
    assert gradients.keys() == parameters.keys()
    for name, value in parameters.items():
        numeric = numerical_gradient(
            lambda v, n=name: masked_loss(bidirectional_forward(x, MASK, {**parameters, n: v})[2], y, MASK), value
        )
        assert relative_error(gradients[name], numeric) <= 1e-7, name
    numeric = numerical_gradient(lambda v: masked_loss(bidirectional_forward(v, MASK, parameters)[2], y, MASK), x)
    assert relative_error(dx, numeric) <= 1e-7


def test_parameters_typed_as_whole_numbers():
    whole = {"W_ax": np.eye(2, dtype=int), "W_aa": np.array([[4, 0], [4, 0]]), "b_a": np.array([0, -6]),
             "W_ya": np.array([[0, 4]]), "b_y": np.array([0])}  # fmt: skip
    x, y = np.eye(2), np.array([[0], [1]])
    floats = rnn_backward(x, y, {name: value.astype(float) for name, value in whole.items()})[0]
    batch = rnn_backward_batch(x[None], y[None], np.ones((1, 2)), whole)[0]
    for name, gradient in rnn_backward(x, y, whole)[0].items():
        assert gradient.dtype == float and relative_error(gradient, floats[name]) == 0
        assert relative_error(gradient, batch[name]) <= 1e-13


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e300])
def test_what_is_no_number_at_a_pad_changes_nothing(bad):
    rng, parameters = np.random.default_rng(3), initial_parameters(3, 4, 1, 3)
    parameters["b_a"] += 0.5
    x, y, mask = pad_batch([rng.normal(size=(T, 3)) for T in (4, 2, 3)], [rng.integers(0, 2, T) for T in (4, 2, 3)])
    spoiled = [np.where(mask[..., None] > 0, array, bad) for array in (x, y)]
    clean, dx, da_0 = rnn_backward_batch(x, y, mask, parameters)
    found, dx_spoiled, da_0_spoiled = rnn_backward_batch(*spoiled, mask, parameters)
    for name in clean:
        assert np.array_equal(clean[name], found[name]), name
    assert np.array_equal(dx, dx_spoiled) and np.array_equal(da_0, da_0_spoiled)


def test_one_step_against_the_gradient_lowers_the_loss():
    for seed in range(20):
        rng, parameters = np.random.default_rng(seed), initial_parameters(3, 4, 1, seed)
        x, y = rng.normal(size=(6, 3)), rng.integers(0, 2, size=(6, 1))
        gradients = rnn_backward(x, y, parameters)[0]
        moved = {name: value - 0.1 * gradients[name] for name, value in parameters.items()}
        assert sentence_loss(x, y, moved, None) < sentence_loss(x, y, parameters, None)


def test_truncation_keeps_what_lies_near():
    """Cut into pieces, with the state carried on: the gradient is the ledger's blocks on the diagonal."""
    x, y, parameters, _ = sentence(9, 6, 5, 3)
    a, entries = rnn_forward(x, parameters)[0], ledger(x, y, parameters)
    for start in (0, 3, 6):
        piece = slice(start, start + 3)
        alone = rnn_backward(x[piece], y[piece], parameters, a[start])[0]["W_aa"]
        assert relative_error(3 / 9 * alone, entries[piece, piece].sum((0, 1))) <= 1e-12


def test_the_check_catches_a_lost_future():
    """The test of the tests: without the second reader the gradient check must fail, and only for T > 1."""
    x, y, parameters, _ = sentence(5, 3, 4, 1)
    deaf = np.zeros((4, 4))
    a, y_hat = rnn_forward(x, parameters)
    delta = (y_hat - y) / 5 @ parameters["W_ya"] * (1 - a[1:] ** 2) + np.zeros((5, 4)) @ deaf
    wrong = delta.T @ a[:-1]
    right = rnn_backward(x, y, parameters)[0]["W_aa"]
    assert relative_error(wrong, right) > 1e-2


def test_one_sentence_is_a_batch_of_one():
    x, y, parameters, a_0 = sentence(5, 3, 4, 2)
    one, dx, da_0 = rnn_backward(x, y, parameters, a_0)
    batch, dx_batch, da_0_batch = rnn_backward_batch(x[None], y[None], np.ones((1, 5)), parameters, a_0[None])
    assert max(relative_error(one[name], batch[name]) for name in one) <= 1e-13
    assert relative_error(dx, dx_batch[0]) <= 1e-13 and relative_error(da_0, da_0_batch[0]) <= 1e-13


def results(x, y, mask, parameters, backward, forward):
    gradients, dx, _ = backward(x, y, mask, parameters)
    return {"loss": masked_loss(forward(x, mask, parameters), y, mask), "dx": dx, **gradients}


NETWORKS = {
    "causal": (initial_parameters, rnn_backward_batch, lambda x, mask, p: rnn_forward_batch(x, p)[1]),
    "bidirectional": (bidirectional_parameters, bidirectional_backward, lambda x, mask, p: bidirectional_forward(x, mask, p)[2]),
}  # fmt: skip


@pytest.mark.parametrize("network", NETWORKS)
@settings(max_examples=40, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 6), min_size=1, max_size=5),
    pads=st.integers(1, 5),
    rubbish=st.sampled_from([0.0, 1.0, -30.0, 1e6]),
    seed=st.integers(0, 100),
)
def test_padding_never_changes_loss_or_gradient(network, lengths, pads, rubbish, seed):
    make, backward, forward = NETWORKS[network]
    rng, parameters = np.random.default_rng(seed), make(3, 4, 1, seed)
    parameters["b_a"] += 0.5  # so that padding does move the state
    sentences = [rng.normal(size=(T, 3)) for T in lengths]
    x, y, mask = pad_batch(sentences, [rng.integers(0, 2, T) for T in lengths])
    B, T, _ = x.shape
    wide = [np.concatenate([part, np.full((B, pads, part.shape[2]), rubbish)], axis=1) for part in (x, y)]
    wide[0][:, :T][mask == 0] = rubbish
    wide_mask = np.concatenate([mask, np.zeros((B, pads))], axis=1)
    narrow = results(x, y, mask, parameters, backward, forward)
    padded = results(*wide, wide_mask, parameters, backward, forward)
    assert not padded["dx"][wide_mask == 0].any()
    padded["dx"] = padded["dx"][:, :T]
    for name in narrow:
        np.testing.assert_allclose(padded[name], narrow[name], rtol=1e-10, atol=1e-13, err_msg=name)


def test_sentences_of_a_batch_do_not_mix():
    rng, parameters = np.random.default_rng(0), initial_parameters(3, 4, 1, 0)
    sentences, labels = [rng.normal(size=(T, 3)) for T in (4, 2, 6)], [rng.integers(0, 2, T) for T in (4, 2, 6)]
    together, _, _ = rnn_backward_batch(*pad_batch(sentences, labels), parameters)
    alone = [rnn_backward(x, y[:, None], parameters)[0] for x, y in zip(sentences, labels)]
    for name in together:
        mean = sum(len(x) * gradient[name] for x, gradient in zip(sentences, alone)) / 12
        assert relative_error(together[name], mean) <= 1e-13


def test_reversing_twice_changes_nothing_and_padding_stays():
    x, mask = np.arange(12.0).reshape(2, 6, 1), np.array([[1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1]])
    turned = reverse_tokens(x, mask)
    assert turned[0, :, 0].tolist() == [3, 2, 1, 0, 4, 5] and turned[1, :, 0].tolist() == [11, 10, 9, 8, 7, 6]
    assert (reverse_tokens(turned, mask) == x).all()


# ----------------------------------------------------------------------------------------------------- the ledger
@pytest.mark.parametrize("size", SIZES)
def test_the_ledger_sums_to_the_gradient(size):
    x, y, parameters, _ = sentence(*size)
    entries = ledger(x, y, parameters)
    T, n_a = size[0], size[2]
    assert entries.shape == (T, T, n_a, n_a)
    assert np.abs(entries.sum((0, 1)) - rnn_backward(x, y, parameters)[0]["W_aa"]).max() <= 1e-12
    assert not entries[np.triu_indices(T, 1)].any(), "a loss sends nothing into its future"


def test_each_cell_of_the_ledger_is_the_derivative_it_claims_to_be():
    """Give every step a W_aa of its own and differentiate the loss at i by the copy at step j."""
    T, n_a = 4, 3
    x, y, parameters, _ = sentence(T, 2, n_a, 1)
    entries = ledger(x, y, parameters)

    def loss_at(i, copies):
        a = np.zeros(n_a)
        for step in range(i + 1):
            a = np.tanh(parameters["W_ax"] @ x[step] + copies[step] @ a + parameters["b_a"])
        o = parameters["W_ya"] @ a + parameters["b_y"]
        return cross_entropy_from_logits(o, y[i]).sum() / T

    copies = np.array([parameters["W_aa"]] * T)
    for i in range(T):
        numeric = numerical_gradient(lambda c, i=i: loss_at(i, c), copies)
        assert np.abs(entries[i] - numeric).max() <= 1e-10


# ------------------------------------------------------------------------------------------------------ the tools
def test_numerical_gradient_of_known_functions_leaves_its_argument_alone():
    array = np.array([[1.0, -2.0], [0.5, 3.0]])
    kept = array.copy()
    assert numerical_gradient(lambda v: (v**3).sum(), array) == pytest.approx(3 * array**2, rel=1e-8)
    assert (array == kept).all()


def test_relative_error():
    assert relative_error(np.zeros(3), np.zeros(3)) == 0
    assert relative_error(np.array([1.0, 0]), np.array([1.0, 1e-8])) == pytest.approx(1e-8)
    assert relative_error(np.ones(2), -np.ones(2)) == 2
    with pytest.raises(ValueError, match="differ"):
        relative_error(np.ones((2, 1)), np.ones(2))
    assert relative_error(np.ones(1), np.ones(1)) == 0 and relative_error(np.zeros(0), np.zeros(0)) == 0
    assert relative_error(np.float64(2), np.float64(1)) == 0.5


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_never_passes(bad):
    for first, second in (([bad, 1], [1, 1]), ([1, 1], [bad, 1]), ([bad, 1], [bad, 1]), ([bad], [0]), ([bad, 0], [0, bad])):
        assert not relative_error(np.array(first, float), np.array(second, float)) < 1e-7


def test_relative_error_of_very_large_and_small_numbers():
    assert relative_error(np.array([1e200]), np.array([-1e200])) == 2
    assert relative_error(np.array([3e-200]), np.array([1.5e-200])) == pytest.approx(0.5)


def test_gradient_refuses_what_the_loss_refuses():
    with pytest.raises(ValueError, match="some real token"):
        masked_loss_gradient(np.zeros((1, 2, 1)), np.zeros((1, 2, 1)), np.zeros((1, 2)))
    with pytest.raises(ValueError, match="one label for each output"):
        rnn_backward_batch(np.zeros((1, 2, 3)), np.zeros((1, 2)), np.ones((1, 2)), initial_parameters(3, 4, 1, 0))


def test_the_loop_for_two_layers_that_lecture_10_unfolds():
    cells = course.read(course.ROOT / "notebooks" / "10_backpropagation_through_time.ipynb").cells
    fold = next(cell.source for cell in cells if cell.id == "recipe-two-layers")
    code = compile(re.search(r"```python\n(.*?)```", fold, flags=re.S)[1], "fold", "exec")
    T, n_x, n_a, n_b, n_y = 5, 2, 3, 4, 2
    rng = np.random.default_rng(10)
    shapes = {"W_ax": (n_a, n_x), "W_aa": (n_a, n_a), "W_ba": (n_b, n_a), "W_bb": (n_b, n_b), "W_yb": (n_y, n_b)}
    p = {name: rng.normal(0, 0.6, shape) for name, shape in shapes.items()}
    x, y = rng.normal(size=(T, n_x)), rng.integers(0, 2, (T, n_y))

    def forward(p):
        a, b = np.zeros((T + 1, n_a)), np.zeros((T + 1, n_b))
        for i in range(1, T + 1):
            a[i] = np.tanh(p["W_ax"] @ x[i - 1] + p["W_aa"] @ a[i - 1])
            b[i] = np.tanh(p["W_ba"] @ a[i] + p["W_bb"] @ b[i - 1])
        return a, b, b[1:] @ p["W_yb"].T

    a, b, o = forward(p)
    found = {f"d{name}": np.zeros(shape) for name, shape in shapes.items()}
    names = dict(np=np, T=T, n_a=n_a, n_b=n_b, n_y=n_y, x=x, y=y, a=a, b=b, y_hat=1 / (1 + np.exp(-o)))
    exec(code, {**p, **found, **names})
    for name, value in p.items():
        numeric = numerical_gradient(lambda v, n=name: cross_entropy_from_logits(forward({**p, n: v})[2], y)[-1].sum(), value)
        assert relative_error(found[f"d{name}"], numeric) < 1e-7, name
