"""Lecture 02's code: one-hot vectors, the lookup, its gradient, and the regression that learns by heart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.one_hot import (
    fit_one_hot,
    look_up_columns,
    neighbour_rows,
    one_hot,
    one_hot_step,
    scatter_add,
    table_step,
)

SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 5))


def draw_case(seed, shape, N, n_a=3):
    rng = np.random.default_rng(seed)
    return rng.integers(0, N, shape), rng.normal(size=(n_a, N)), rng.normal(size=(*shape, n_a))


@settings(deadline=None, max_examples=60)
@given(shape=SHAPES, N=st.integers(1, 9), seed=st.integers(0, 1000))
def test_one_1_in_n(shape, N, seed):
    ids, _, _ = draw_case(seed, shape, N)
    x = one_hot(ids, N)
    assert x.shape == (*shape, N) and x.dtype == np.float64
    assert set(np.unique(x)) <= {0.0, 1.0} and (x.sum(axis=-1) == 1).all()
    assert np.array_equal(x.argmax(axis=-1), ids)


def test_a_single_id_and_a_list_are_welcome():
    assert one_hot(2, 4).tolist() == [0, 0, 1, 0]
    assert one_hot([1, 1], 2).tolist() == [[0, 1], [0, 1]]
    assert one_hot(np.zeros(0, dtype=int), 5).shape == (0, 5)


@pytest.mark.parametrize(
    ("ids", "error", "message"),
    [
        ([0, 4], ValueError, "vocabulary of 0 to 3"),
        ([-1], ValueError, "ids from -1"),
        ([0.0], TypeError, "whole numbers, not float64"),
        (["to"], TypeError, "encode the tokens first"),
    ],
)
def test_what_is_no_id_is_refused(ids, error, message):
    with pytest.raises(error, match=message):
        one_hot(ids, 4)


@settings(deadline=None, max_examples=60)
@given(shape=SHAPES, N=st.integers(1, 9), seed=st.integers(0, 1000))
def test_lookup_is_the_product(shape, N, seed):
    ids, W_ax, _ = draw_case(seed, shape, N)
    assert np.array_equal(look_up_columns(W_ax, ids), one_hot(ids, N) @ W_ax.T)


@settings(deadline=None, max_examples=60)
@given(shape=SHAPES, N=st.integers(1, 5), seed=st.integers(0, 1000))
def test_scatter_add_is_the_dense_gradient(shape, N, seed):
    ids, W_ax, delta = draw_case(seed, shape, N)
    dense = np.einsum("bta,btx->ax", delta, one_hot(ids, N))
    dW_ax = scatter_add(delta, ids, N)
    assert dW_ax.shape == W_ax.shape and np.allclose(dW_ax, dense, rtol=1e-12, atol=1e-12)
    assert not dW_ax[:, np.setdiff1d(np.arange(N), ids)].any()


def test_scatter_add_agrees_with_central_differences():
    ids, W_ax, upstream = draw_case(0, (2, 4), 5)
    ids[0, :2] = 3
    loss = lambda W: np.sum(upstream * np.tanh(look_up_columns(W, ids)))  # noqa: E731
    analytic = scatter_add(upstream * (1 - np.tanh(look_up_columns(W_ax, ids)) ** 2), ids, 5)
    numeric, epsilon = np.zeros_like(W_ax), 1e-6
    for place in np.ndindex(W_ax.shape):
        step = np.zeros_like(W_ax)
        step[place] = epsilon
        numeric[place] = (loss(W_ax + step) - loss(W_ax - step)) / (2 * epsilon)
    assert np.linalg.norm(analytic - numeric) / np.linalg.norm(numeric) < 1e-7


def test_one_step_follows_the_gradient_of_the_cross_entropy():
    rng = np.random.default_rng(1)
    ids, y, w = rng.integers(0, 6, (5, 3)), rng.integers(0, 2, 5), rng.normal(size=6)

    def loss(w):
        s = w[ids].sum(axis=1)
        return np.mean(np.log1p(np.exp(-np.abs(s))) + np.maximum(s, 0) - s * y)

    gradient = (w - one_hot_step(w, ids, y, rate=1.0)) / 1.0
    epsilon = 1e-6
    for k in range(6):
        step = epsilon * one_hot(k, 6)
        assert abs((loss(w + step) - loss(w - step)) / (2 * epsilon) - gradient[k]) < 2e-8  # weights are rounded


def test_training_leaves_unused_weights_at_zero_and_learns_the_others():
    ids, y = np.array([[0], [2], [2], [4]]), np.array([1, 0, 0, 1])
    w = fit_one_hot(ids, y, 6, steps=300, rate=2.0)
    assert not w[[1, 3, 5]].any() and ((w[ids[:, 0]] > 0) == y).all()
    assert np.array_equal(w, np.round(w, 8))


def test_decay_pulls_weights_towards_zero():
    ids, y = np.array([[0], [1]]), np.array([1, 0])
    free, pulled = (fit_one_hot(ids, y, 2, steps=200, rate=1.0, decay=decay) for decay in (0.0, 0.1))
    assert (np.abs(pulled) < np.abs(free)).all() and ((pulled > 0) == (y == 1)).all()


def test_one_step_of_a_table_follows_the_gradient():
    rng = np.random.default_rng(3)
    ids, y = rng.integers(0, 5, (6, 3)), rng.integers(0, 2, 6)
    ids[0] = ids[0, 0]  # the same token three times in one example
    E, v = rng.normal(size=(5, 2)), rng.normal(size=(3, 2))

    def loss(E, v):
        s = (E[ids] * v).sum(axis=(1, 2))
        return np.mean(np.logaddexp(0, s) - s * y)

    E_new, v_new = table_step(E, v, ids, y, rate=1.0)
    for array, moved in ((E, E - E_new), (v, v - v_new)):
        numeric, epsilon = np.zeros_like(array), 1e-6
        for place in np.ndindex(array.shape):
            kept = array[place]
            array[place] = kept + epsilon
            above = loss(E, v)
            array[place] = kept - epsilon
            numeric[place] = (above - loss(E, v)) / (2 * epsilon)
            array[place] = kept
        assert np.linalg.norm(moved - numeric) / np.linalg.norm(numeric) < 1e-7


def test_a_one_hot_model_is_a_table_with_one_number_per_token():
    rng = np.random.default_rng(4)
    ids, y, w = rng.integers(0, 6, (8, 1)), rng.integers(0, 2, 8), rng.normal(size=6)
    E, _ = table_step(w[:, None], np.ones((1, 1)), ids, y, rate=0.5)
    assert np.allclose(E[:, 0], one_hot_step(w, ids, y, rate=0.5), atol=1e-8)


def test_neighbour_rows_count_what_stands_before_and_after():
    rows = neighbour_rows([[0, 1, 2], [0, 1, 2], [1], []], 4)
    assert rows.shape == (4, 8) and np.allclose(rows[1], np.eye(8)[[0, 6]].sum(axis=0) / np.sqrt(2))
    assert not rows[3].any() and np.allclose(np.linalg.norm(rows[:3], axis=1), 1)
