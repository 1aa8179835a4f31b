"""The stored runs with planted mistakes: their form, and one of them trained again to the same numbers."""

import numpy as np
import pytest

from data.models.trainers import bugs
from data.models.trainers.trips import SEEDS, Trips
from helpers import corpus
from helpers.taught.bptt import rnn_backward_batch
from helpers.taught.rnn import initial_parameters
from helpers.taught.training import backward_with_bug


def test_every_bug_has_five_starts():
    stored = corpus.load_bugs()
    assert tuple(stored) == bugs.BUGS
    assert all(rows.shape == (SEEDS, 3) for rows in stored.values())


@pytest.mark.retrain
def test_training_again_gives_the_stored_numbers():
    found = bugs.run(Trips(), "pads not masked", 1)
    assert [f"{value:.4f}" for value in found] == [f"{value:.4f}" for value in corpus.load_bugs()["pads not masked"][1]]


def test_without_a_bug_it_is_the_gradient_and_with_one_it_is_not():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 4, 3)), rng.integers(0, 2, (2, 4, 1)).astype(float)
    mask, p = np.array([[1, 1, 1, 1], [1, 1, 0, 0]]), initial_parameters(3, 2, 1, seed=1)
    expected = rnn_backward_batch(x, y, mask, p)[0]
    for bug in bugs.BUGS:
        found = backward_with_bug(x, y, mask, p, bug)[0]
        assert all(np.allclose(found[name], expected[name]) for name in p) == (bug == "right gradient")


def test_without_its_slope_an_error_goes_through_unchanged():
    rng = np.random.default_rng(1)
    x, y, p = rng.normal(size=(3, 1, 3)), np.array([[[1.0]], [[0.0]], [[1.0]]]), initial_parameters(3, 2, 1, seed=1)
    found = backward_with_bug(x, y, np.ones((3, 1)), p, "slope missing")[0]
    assert np.allclose(found["b_a"], found["b_y"] * p["W_ya"][0])  # one token: the sum of do, times W_ya
