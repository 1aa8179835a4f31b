"""Functions of lecture 15: Jacobians against central differences, the bound, sizes handed back, changes, snapshots, norms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.bptt import ledger, numerical_gradient, relative_error
from helpers.taught.jacobian import (
    angle_between,
    error_by_distance,
    far_share,
    first_token_batch,
    jacobian_product,
    jacobian_step,
    last_output_gradients,
    losses_and_norms,
    spectral_radius,
    training_snapshots,
    two_changes,
    with_largest_singular_value,
)
from helpers.taught.rnn import hidden_states, initial_parameters, rnn_forward
from helpers.taught.training import train_tagger_network, with_lookup_table


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


def test_small_change_is_the_limit_of_finite_ones():
    parameters, x, _, _ = run(3)
    a, rng = rnn_forward(x, parameters)[0], np.random.default_rng(0)
    other = x.copy()
    other[1] += 1e-7 * rng.normal(size=3)
    finite, small = two_changes(x, other, 2, parameters)
    assert finite.shape == small.shape == (5,) and finite[0] == 1 and small[0] == pytest.approx(1)
    direction = rnn_forward(other, parameters)[0][2] - a[2]
    for d in range(5):
        product = jacobian_product(a, 2, 2 + d, parameters["W_aa"])
        assert finite[d] == pytest.approx(np.linalg.norm(product @ direction) / np.linalg.norm(direction), rel=1e-4)
        assert small[d] == pytest.approx(np.linalg.norm(product, 2)) and finite[d] <= small[d] * (1 + 1e-4)


def test_a_change_has_to_stand_at_its_position():
    parameters, x, _, _ = run(3)
    other = x.copy()
    other[2] += 1
    with pytest.raises(ValueError, match="same state at token 2"):
        two_changes(x, other, 2, parameters)
    assert two_changes(x, other, 3, parameters)[0][0] == 1


def test_spectral_radius_is_the_largest_absolute_value():
    assert spectral_radius(np.diag([0.5, -2.0])) == pytest.approx(2)
    assert spectral_radius(np.array([[0.0, -3.0], [3.0, 0.0]])) == pytest.approx(3)


def test_far_share_and_angle_of_a_ledger():
    cells = np.tril(np.ones((4, 4)))
    assert [far_share(cells, k) for k in range(5)] == [1, 0.6, 0.3, 0.1, 0]
    assert angle_between(np.eye(2), np.eye(2)) == pytest.approx(0, abs=1e-5)
    assert angle_between(np.eye(2), 3 * np.eye(2)[::-1]) == pytest.approx(90)
    assert angle_between(np.eye(2), -np.eye(2)) == pytest.approx(180)
    assert angle_between(np.array([5.0, 0.0]), np.array([7.0, 7.0 * 3**0.5])) == pytest.approx(60)
    parameters, x, _, _ = run(4)
    lengths = np.linalg.norm(ledger(x, np.ones((6, 1)), parameters), axis=(2, 3))
    assert not np.triu(lengths, 1).any() and not lengths[:, 0].any()  # nothing ahead, and a<0> is 0


def test_last_output_gradients_against_central_differences():
    rng, parameters = np.random.default_rng(0), initial_parameters(4, 5, 1, 0)
    x, y = first_token_batch(rng, 6, 3)
    _, gradients = last_output_gradients(x, y, parameters)
    for name, gradient in gradients.items():
        wanted = numerical_gradient(lambda p, name=name: last_output_gradients(x, y, parameters | {name: p})[0], parameters[name])
        assert relative_error(gradient, wanted) < 1e-7, name


def test_first_token_batch_asks_for_its_first_token():
    x, y = first_token_batch(np.random.default_rng(0), 7, 50)
    assert x.shape == (50, 8, 4) and np.array_equal(x[:, 0, 1:2], y) and not x[:, 1:, :2].any() and 0 < y.mean() < 1
    assert x[:, 1:, 2:].mean((0, 1)).min() > 0.4  # both fillers come


def test_losses_and_norms_note_the_norm_before_clipping():
    losses, norms = losses_and_norms(initial_parameters(4, 6, 1, 0), 0.5, 0.01, 5, seed=0, distance=4)
    x, y = first_token_batch(np.random.default_rng(0), 4)
    loss, gradients = last_output_gradients(x, y, initial_parameters(4, 6, 1, 0))
    norm = np.sqrt(sum((gradient**2).sum() for gradient in gradients.values()))
    assert losses[0] == loss and norms[0] == pytest.approx(norm) and norm > 0.01


def test_snapshots_are_copies_of_the_training_of_lecture_11():
    rng = np.random.default_rng(1)
    sentences = [rng.integers(0, 9, 5).tolist() for _ in range(70)]
    labels = [[0, 1, 0, 0, 1]] * 70
    ours, theirs = (with_lookup_table(initial_parameters(3, 4, 1, 0), 9, 0) for _ in range(2))
    kept = training_snapshots(sentences, labels, ours, (0, 2, 3), seed=5)
    train_tagger_network(sentences, labels, theirs, epochs=1, learning_rate=0.005, seed=5)
    assert list(kept) == [0, 2, 3] and not np.array_equal(kept[0]["W_aa"], kept[2]["W_aa"])
    assert all(np.array_equal(kept[3][name], theirs[name]) for name in theirs)  # three batches are one epoch
    assert np.array_equal(kept[0]["W_ax"], initial_parameters(3, 4, 1, 0)["W_ax"])


def test_step_needs_the_slope_of_the_new_state():
    parameters, x, a_0, a = run(5)
    assert hidden_states(x[None], parameters, a_0[None]).shape == (1, 7, 4)
    wrong = jacobian_step(a[0], parameters["W_aa"])
    wanted = np.array([numerical_gradient(lambda s, k=k: rnn_forward(x, parameters, s)[0][1, k], a_0) for k in range(4)])
    assert relative_error(jacobian_step(a[1], parameters["W_aa"]), wanted) < 1e-7 < relative_error(wrong, wanted)


def test_what_has_no_size_is_refused():
    parameters, x, _, _ = run(0)
    for call, words in (
        (lambda: far_share(np.zeros((3, 3)), 1), "empty ledger"),
        (lambda: angle_between(np.zeros(3), np.ones(3)), "no direction"),
        (lambda: two_changes(x, x, 2, parameters), "same state at token 2"),
        (lambda: with_largest_singular_value(np.zeros((2, 2)), 1.0), "W is 0"),
    ):
        with pytest.raises(ValueError, match=words):
            call()
