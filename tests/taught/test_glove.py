"""GloVe: counts by a slow twin, gradients against central differences, AdaGrad by hand, purity."""

import numpy as np
import pytest

from helpers.taught import glove
from helpers.taught.embedding_scores import cluster_purity


def slow_counts(sentences, N, window):
    X = np.zeros((N, N))
    for ids in sentences:
        for i, a in enumerate(ids):
            for j, b in enumerate(ids):
                if 0 < abs(i - j) <= window:
                    X[a, b] += 1 / abs(i - j)
    return X


def test_counts():
    rng = np.random.default_rng(0)
    sentences = [rng.integers(0, 6, rng.integers(1, 9)).tolist() for _ in range(30)]
    for window in (1, 3, 20):
        X = glove.distance_counts(sentences, 6, window)
        np.testing.assert_allclose(X, slow_counts(sentences, 6, window))
        assert np.array_equal(X, X.T)
    assert not glove.distance_counts([[0], []], 2).any()


def test_weight():
    assert glove.glove_weight(np.array([0, 5, 10, 99]), 10, 0.5) == pytest.approx([0, np.sqrt(0.5), 1, 1])


@pytest.mark.parametrize("name", ["W", "W_tilde", "b", "b_tilde"])
def test_gradients(name):
    rng = np.random.default_rng(1)
    parameters = {key: rng.normal(size=value.shape) for key, value in glove.glove_start(4, 3, 0).items()}
    cells = rng.normal(size=(4, 4)), rng.random((4, 4))
    numeric = np.zeros_like(parameters[name])
    for index in np.ndindex(numeric.shape):
        nudge = np.zeros_like(numeric)
        nudge[index] = 1e-5
        up, down = (glove.glove_gradients({**parameters, name: parameters[name] + s}, *cells)[0] for s in (nudge, -nudge))
        numeric[index] = (up - down) / 2e-5
    found = glove.glove_gradients(parameters, *cells)[1][name]
    assert np.linalg.norm(found - numeric) < 1e-7 * np.linalg.norm(numeric)


def test_adagrad_by_hand():
    parameters, sums = {"w": np.array([1.0, 1.0])}, {"w": np.ones(2)}
    glove.adagrad_step(parameters, {"w": np.array([3.0, 0.0])}, sums, 0.1)
    assert parameters["w"].tolist() == [round(1 - 0.3 / np.sqrt(10), 8), 1] and sums["w"].tolist() == [10, 1]


def test_training_fits_a_table_of_rank_one():
    X = np.exp(np.outer([0.2, 0.5, 1.0], [1.0, 2.0, 0.4]))
    E, losses = glove.train_glove(X, d=4, epochs=400, rate=0.3, x_max=1)
    assert losses[-1] < 1e-3 * losses[0] and E.shape == (3, 4)
    assert np.array_equal(glove.train_glove(X, d=4, epochs=5)[0], glove.train_glove(X, d=4, epochs=5)[0])


def test_empty_cells_change_nothing():
    X = np.array([[0, 2.0], [2.0, 0]])
    parameters = glove.glove_start(2, 3, 0)
    logs = [np.array([[fill, 0.7], [0.7, fill]]) for fill in (0, 99)]
    (loss, gradients), (other, others) = (glove.glove_gradients(parameters, log, glove.glove_weight(X)) for log in logs)
    assert loss == other and all(np.array_equal(gradients[name], others[name]) for name in parameters)


def test_purity():
    E = np.array([[1, 0.1], [1, 0.2], [0.1, 1], [0.2, 1], [1, 0.0]])
    assert cluster_purity(E, ["a", "a", "b", "b", "a"], k=1) == 1
    assert cluster_purity(E, ["a", "b", "a", "b", "c"], k=1) == 0
    assert cluster_purity(E, ["a", "a", "b", "b", "a"], k=2) == pytest.approx((3 * 1 + 2 * 0.5) / 5)
    assert np.isfinite(cluster_purity(np.zeros((4, 2)), [0, 0, 1, 1], k=1))
