"""Softmax and its cross-entropy: probabilities, extreme scores, the mask, the gradient, clear errors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.softmax import log_softmax, softmax, softmax_cross_entropy, softmax_cross_entropy_gradient

SCORES = arrays.arrays(float, arrays.array_shapes(min_dims=1, max_dims=3, max_side=5), elements=st.floats(-1000, 1000))


@given(SCORES)
def test_probabilities_add_up_to_one_and_never_overflow(o):
    p = softmax(o)
    assert np.all(np.isfinite(log_softmax(o))) and np.all((p >= 0) & (p <= 1))
    assert np.allclose(p.sum(-1), 1)


@given(SCORES, st.floats(-500, 500))
def test_adding_one_number_to_a_row_changes_nothing(o, shift):
    assert np.allclose(log_softmax(o + shift), log_softmax(o), atol=1e-9)


def test_each_row_is_shifted_by_its_own_maximum():
    far_apart = np.array([[1000.0, 999.0], [-1000.0, -1001.0]])  # with one maximum for all, the second row would be 0 / 0
    assert np.allclose(softmax(far_apart), [[0.7310586, 0.2689414]] * 2)


def test_by_hand():
    o = np.log([[1.0, 2.0, 1.0], [3.0, 1.0, 4.0]])
    assert np.allclose(softmax(o), [[0.25, 0.5, 0.25], [0.375, 0.125, 0.5]])
    assert np.isclose(softmax_cross_entropy(o, [1, 1]), (np.log(2) + np.log(8)) / 2)
    assert np.allclose(softmax_cross_entropy_gradient(o, [1, 1]), np.array([[0.25, -0.5, 0.25], [0.375, -0.875, 0.5]]) / 2)


def test_equal_scores_cost_the_logarithm_of_the_number_of_classes():
    assert np.isclose(softmax_cross_entropy(np.zeros((3, 5)), [0, 4, 2]), np.log(5))


def test_finite_at_scores_of_a_thousand():
    assert softmax_cross_entropy(np.array([[1000.0, 0, -1000.0]]), [2]) == 2000
    assert np.allclose(softmax_cross_entropy_gradient(np.array([[1000.0, 0, -1000.0]]), [2]), [[1, 0, -1]])


def test_what_the_mask_hides_changes_nothing():
    rng = np.random.default_rng(0)
    o, y, mask = rng.normal(size=(2, 4, 3)), rng.integers(3, size=(2, 4)), np.array([[1, 1, 1, 0], [1, 0, 0, 0]])
    other = np.where(mask[..., None] > 0, o, rng.normal(size=o.shape))
    assert softmax_cross_entropy(other, y, mask) == softmax_cross_entropy(o, y, mask)
    gradient = softmax_cross_entropy_gradient(o, y, mask)
    assert np.all(gradient[mask == 0] == 0)
    real = mask > 0
    assert np.isclose(softmax_cross_entropy(o[real], y[real]), softmax_cross_entropy(o, y, mask))


@pytest.mark.parametrize("shape", [(5,), (4, 5), (2, 3, 5)])
def test_gradient_by_central_differences(shape):
    rng = np.random.default_rng(1)
    o, y = 2 * rng.normal(size=shape), rng.integers(5, size=shape[:-1])
    mask = np.ones(shape[:-1])
    mask.reshape(-1)[1:2] = 0
    numerical = numerical_gradient(lambda o: softmax_cross_entropy(o, y, mask), o)
    assert relative_error(softmax_cross_entropy_gradient(o, y, mask), numerical) < 1e-7


@pytest.mark.parametrize(
    ("y", "mask", "message"),
    [
        ([0, 3], None, "do not fit"),
        ([0, -1], None, "do not fit"),
        ([0, 1, 1], None, "one class for each row"),
        ([[0], [1]], None, "one class for each row"),
        ([0, 1], [0, 0], "a mask with some 1"),
        ([0, 1], [1, 1, 0], "one class for each row"),
    ],
)
def test_what_does_not_fit_is_refused(y, mask, message):
    for function in (softmax_cross_entropy, softmax_cross_entropy_gradient):
        with pytest.raises(ValueError, match=message):
            function(np.zeros((2, 3)), y, mask)


def test_probabilities_as_labels_are_refused():
    with pytest.raises(TypeError, match="whole numbers"):
        softmax_cross_entropy(np.zeros((2, 3)), [0.5, 1.0])
