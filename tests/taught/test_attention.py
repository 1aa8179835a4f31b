"""Attention: its gradient, its mask, and the traps people fall into."""

import numpy as np
import pytest

from helpers.taught.attention import attention, attention_backward, masked_softmax
from helpers.taught.bptt import numerical_gradient, relative_error


def case(T, S, n, m, lead=(), seed=0):
    rng = np.random.default_rng(seed)
    return tuple(rng.normal(size=(*lead, *shape)) for shape in ((T, n), (S, n), (S, m), (T, m)))


def test_the_mask_comes_before_the_softmax():
    assert masked_softmax(np.array([1.0, 1.0, 9.0]), np.array([1, 1, 0])) == pytest.approx([0.5, 0.5, 0], abs=0)


def test_a_row_without_anything_to_read_gives_zeros_and_no_gradient():
    Q, K, V, doutput = case(3, 4, 2, 5)
    mask = np.array([[1, 0, 1, 1], [0, 0, 0, 0], [1, 1, 1, 1]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        output, weights = attention(Q, K, V, mask)
        dQ, dK, dV = attention_backward(doutput, Q, K, V, weights)
    assert not output[1].any() and not weights[1].any() and not dQ[1].any()
    other = attention_backward(np.where([[0], [1], [0]], 9.0, doutput), Q, K, V, weights)
    assert np.array_equal(other[1], dK) and np.array_equal(other[2], dV)
    assert all(np.isfinite(value).all() for value in (output, weights, dQ, dK, dV))


@pytest.mark.parametrize("scale", [0, 1, 1e3, 1e6, -1e6])
def test_weights_add_up_to_one_whatever_the_scores(scale):
    scores = scale * np.random.default_rng(0).normal(size=(2, 3, 5))
    mask = np.array([1, 1, 0, 1, 1])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        weights = masked_softmax(scores, mask)
    assert weights.sum(-1) == pytest.approx(np.ones((2, 3))) and not weights[..., 2].any()


@pytest.mark.parametrize("lead", [(), (2,), (2, 3)], ids=str)
@pytest.mark.parametrize("sizes", [(3, 3, 2, 2), (1, 5, 3, 4), (4, 1, 1, 1), (5, 6, 4, 2)], ids=str)
def test_gradient_check(sizes, lead):
    *inputs, doutput = case(*sizes, lead=lead)
    mask = np.random.default_rng(1).random((*lead, sizes[0], sizes[1])) < 0.7
    found = attention_backward(doutput, *inputs, attention(*inputs, mask)[1])
    for place, gradient in enumerate(found):

        def total(value, place=place):
            changed = [value if i == place else other for i, other in enumerate(inputs)]
            return np.sum(doutput * attention(*changed, mask)[0])

        assert relative_error(gradient, numerical_gradient(total, inputs[place])) <= 1e-7


def test_a_token_that_may_not_be_read_changes_nothing_bit_for_bit():
    """A decoder may not look ahead: token j > i never reaches output i."""
    Q, K, V, _ = case(6, 6, 4, 4)
    mask = np.tri(6)
    output, _ = attention(Q, K, V, mask)
    for j in range(1, 6):
        K_other, V_other = K.copy(), V.copy()
        K_other[j], V_other[j] = 50.0, -50.0
        assert np.array_equal(attention(Q, K_other, V_other, mask)[0][:j], output[:j])
        assert not np.allclose(attention(Q, K_other, V_other, mask)[0][j], output[j])


def test_padding_changes_nothing():
    Q, K, V, _ = case(3, 4, 2, 5)
    padded = [np.concatenate([value, np.full((3, value.shape[1]), 7.0)]) for value in (K, V)]
    output, weights = attention(Q, *padded, np.array([1, 1, 1, 1, 0, 0, 0]))
    assert output == pytest.approx(attention(Q, K, V, np.ones(4))[0], abs=1e-14) and not weights[:, 4:].any()


def test_order_of_the_keys_does_not_matter():
    Q, K, V, _ = case(3, 5, 2, 2)
    order = np.array([4, 2, 0, 1, 3])
    assert attention(Q, K[order], V[order], np.ones(5))[0] == pytest.approx(attention(Q, K, V, np.ones(5))[0])
