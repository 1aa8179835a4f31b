"""Windows, stacks of windows and the dense network of lecture 07: shapes, reach, padding, gradients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.convolution import (
    convolution_backward,
    convolution_forward,
    convolution_parameters,
    windows,
    windows_backward,
)
from helpers.taught.dense import dense_backward, dense_forward, dense_parameters
from helpers.taught.loss import masked_loss


def batch(lengths, n_x, seed=0):
    rng = np.random.default_rng(seed)
    mask = (np.arange(max(lengths)) < np.array(lengths)[:, None]).astype(float)
    return rng.normal(size=(*mask.shape, n_x)), (rng.random((*mask.shape, 1)) < 0.4).astype(float), mask


def test_windows_hold_the_token_and_those_before_it():
    x = np.arange(8.0).reshape(1, 4, 2)
    assert np.array_equal(windows(x, 1), x)
    assert windows(x, 3)[0].tolist() == [[0, 0, 0, 0, 0, 1], [0, 0, 0, 1, 2, 3], [0, 1, 2, 3, 4, 5], [2, 3, 4, 5, 6, 7]]
    assert windows(x, 9).shape == (1, 4, 18)


@settings(max_examples=40, deadline=None)
@given(B=st.integers(1, 3), T=st.integers(1, 7), n=st.integers(1, 3), k=st.integers(1, 9))
def test_windows_backward_is_the_transpose(B, T, n, k):
    rng = np.random.default_rng([B, T, n, k])
    x, d = rng.normal(size=(B, T, n)), rng.normal(size=(B, T, k * n))
    assert np.sum(windows(x, k) * d) == pytest.approx(np.sum(x * windows_backward(d, k)))


@pytest.mark.parametrize("widths", [[1], [3], [2, 4], [3, 3, 3]], ids=str)
def test_gradient_check_of_a_stack(widths):
    x, y, mask = batch([5, 3, 1], 2)
    parameters = convolution_parameters(2, widths, 3, 1, seed=1)
    parameters = {name: value + 0.1 for name, value in parameters.items()}
    gradients, dx, _ = convolution_backward(x, y, mask, parameters)
    assert gradients.keys() == parameters.keys()
    for name, value in parameters.items():
        slopes = numerical_gradient(lambda w: masked_loss(convolution_forward(x, parameters | {name: w})[1], y, mask), value)  # noqa: B023
        assert relative_error(gradients[name], slopes) <= 1e-7
    assert (
        relative_error(dx, numerical_gradient(lambda v: masked_loss(convolution_forward(v, parameters)[1], y, mask), x)) <= 1e-7
    )


@pytest.mark.parametrize("widths", [[4], [3] * 5, [2, 3]], ids=str)
def test_a_token_out_of_reach_changes_nothing_bit_for_bit(widths):
    parameters, reach = convolution_parameters(2, widths, 4, 1, seed=0), sum(widths) - len(widths) + 1
    x = np.random.default_rng(3).normal(size=(1, 15, 2))
    o = convolution_forward(x, parameters)[1][0]
    for j in range(15):
        changed = x.copy()
        changed[0, j] += 5.0
        moved = (convolution_forward(changed, parameters)[1][0] != o).ravel()
        assert moved.tolist() == [j <= i < j + reach for i in range(15)]


def test_padding_changes_no_real_output():
    x, _, mask = batch([6, 2], 3)
    for forward, parameters in (
        (lambda x, m, p: convolution_forward(x, p)[1], convolution_parameters(3, [3, 3], 4, 1, 0)),
        (lambda x, m, p: dense_forward(x, m, p)[2], dense_parameters(3, 9, 4, 0)),
    ):
        noisy = np.where(mask[..., None] > 0, x, 77.0)
        assert np.array_equal(forward(noisy, mask, parameters)[mask > 0], forward(x, mask, parameters)[mask > 0])
        assert forward(noisy, mask, parameters)[1, :2] == pytest.approx(forward(x[1:, :2], mask[1:, :2], parameters)[0])


def test_gradient_check_of_the_dense_network():
    x, y, mask = batch([4, 2], 2)
    parameters = {name: value + 0.1 for name, value in dense_parameters(2, 6, 3, seed=1).items()}
    gradients, dx, _ = dense_backward(x, y, mask, parameters)
    for name, value in parameters.items():
        slopes = numerical_gradient(lambda w: masked_loss(dense_forward(x, mask, parameters | {name: w})[2], y, mask), value)  # noqa: B023
        assert relative_error(gradients[name], slopes) <= 1e-7
    slopes = numerical_gradient(lambda v: masked_loss(dense_forward(v, mask, parameters)[2], y, mask), x)
    assert relative_error(dx, slopes) <= 1e-7


def test_a_sentence_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="7 tokens, but this network has weights for 6"):
        dense_forward(np.zeros((1, 7, 2)), np.ones((1, 7)), dense_parameters(2, 6, 3, 0))
