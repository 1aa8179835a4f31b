"""The stored runs with planted mistakes: their form, and one of them trained again to the same numbers."""

from functools import partial

import numpy as np
import pytest

from data.models.trainers import bugs
from data.models.trainers.trips import N_A, N_X, SEEDS, Trips, from_left
from helpers import corpus
from helpers.taught.bptt import rnn_backward_batch
from helpers.taught.loss import f1_score, pad_batch
from helpers.taught.rnn import initial_parameters
from helpers.taught.training import backward_with_bug, train_tagger_network


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


@pytest.mark.retrain
def test_the_peak_of_one_start_is_not_made_by_the_pads():
    trips, bug = Trips(), "pads not masked"
    ids, y, mask = pad_batch(*trips.encoded([trip for gap in (8, 9, 10) for trip in trips.groups[gap]]))

    def far_score_and_cosine(network):
        marked = (from_left(network["E"][ids], mask, network) > 0).astype(int)
        pads, right = (backward_with_bug(network["E"][ids], y, mask, network, b)[0]["W_aa"] for b in (bug, "right gradient"))
        return f1_score(marked[..., 0], y[..., 0], mask), np.vdot(pads, right) / np.linalg.norm(pads) / np.linalg.norm(right)

    network, backward = trips.start(initial_parameters(N_X, N_A, 1, seed=1), 1), partial(backward_with_bug, bug=bug)
    settings = {"epochs": 7, "learning_rate": 0.005, "seed": 1, "backward": backward, "after_epoch": far_score_and_cosine}
    *_, sixth, seventh = train_tagger_network(*trips.encoded(trips.train), network, **settings)
    assert sixth[0] == corpus.load_bugs()[bug][1, 2] == 0
    assert sixth[1] > 0.999 and seventh[0] > 0.99
