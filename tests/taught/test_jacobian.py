"""Jacobians of lecture 15: against central differences, the bound, and sizes handed back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.jacobian import (
    error_by_distance,
    jacobian_product,
    jacobian_step,
    spectral_radius,
    with_largest_singular_value,
)
from helpers.taught.rnn import initial_parameters, rnn_forward


def run(seed, T=6, n_a=4, scale=1.0):
    parameters = initial_parameters(3, n_a, 1, seed)
    parameters["W_aa"] = parameters["W_aa"] * scale
    rng = np.random.default_rng(seed)
    x, a_0 = 0.3 * rng.normal(size=(T, 3)), 0.1 * rng.normal(size=n_a)
    return parameters, x, a_0, rnn_forward(x, parameters, a_0)[0]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5])
def test_product_is_the_measured_derivative(seed, scale):
    parameters, x, a_0, a = run(seed, scale=scale)
    judge = np.array([numerical_gradient(lambda s, k=k: rnn_forward(x, parameters, s)[0][-1, k], a_0) for k in range(4)])
    assert relative_error(jacobian_product(a, 0, 6, parameters["W_aa"]), judge) < 1e-7


def test_product_of_parts_and_of_nothing():
    parameters, _, _, a = run(1)
    W = parameters["W_aa"]
    whole = jacobian_product(a, 4, 6, W) @ jacobian_product(a, 2, 4, W)
    assert np.allclose(whole, jacobian_product(a, 2, 6, W)) and np.array_equal(jacobian_product(a, 3, 3, W), np.eye(4))
    assert np.array_equal(jacobian_product(a, 4, 5, W), jacobian_step(a[5], W))


def test_errors_handed_back_are_products_with_the_transpose():
    parameters, _, _, a = run(2)
    da = np.array([1.0, -1.0, 2.0, 0.0])
    lengths = error_by_distance(a, da, parameters["W_aa"])
    for d in range(7):
        assert lengths[d] == pytest.approx(np.linalg.norm(jacobian_product(a, 6 - d, 6, parameters["W_aa"]).T @ da))


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10_000), s_max=st.floats(0.1, 3))
def test_bound_holds(seed, s_max):
    rng = np.random.default_rng(seed)
    W, a = with_largest_singular_value(rng.normal(size=(5, 5)), s_max), np.tanh(rng.normal(size=(13, 5)))
    assert np.linalg.norm(W, 2) == pytest.approx(s_max)
    assert np.linalg.norm(jacobian_product(a, 0, 12, W), 2) <= s_max**12 * (1 + 1e-9)
    assert spectral_radius(W) <= s_max * (1 + 1e-9)
