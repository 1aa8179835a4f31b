"""Generation of lecture 14: streams and carried state, gradients, bits, and drawing with all its traps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import corpus
from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.generation import bits_per_token, cut_into_streams, draw_next, generate, train_on_streams, window_gradients
from helpers.taught.rnn import initial_parameters, rnn_forward_batch
from helpers.taught.softmax import softmax, softmax_cross_entropy
from helpers.taught.tokens import build_vocabulary, encode_tokens
from helpers.taught.training import with_lookup_table

N = 7
SMALL = with_lookup_table(initial_parameters(3, 4, N, seed=1), N, seed=1)


@given(st.integers(1, 5), st.integers(0, 40))
def test_streams_are_the_text_and_targets_are_one_ahead(B, more):
    ids = np.arange(B + 1 + more)
    inputs, targets = cut_into_streams(ids, B)
    assert np.array_equal(inputs.ravel(), ids[: inputs.size]) and np.array_equal(targets, inputs + 1)
    assert inputs.shape == (B, (len(ids) - 1) // B)


def test_too_short_a_text_is_refused():
    with pytest.raises(ValueError, match="give at least 4"):
        cut_into_streams([1, 2, 3], 3)


def test_gradient_of_a_window_by_central_differences():
    rng = np.random.default_rng(0)
    inputs, targets, a_0 = rng.integers(N, size=(2, 5)), rng.integers(N, size=(2, 5)), rng.normal(size=(2, 4))
    found, a_last = window_gradients(inputs, targets, SMALL, a_0)
    assert found.keys() == SMALL.keys()
    assert np.array_equal(a_last, rnn_forward_batch(SMALL["E"][inputs], SMALL, a_0)[0][:, -1])
    for name, weight in SMALL.items():

        def loss(w, name=name):
            parameters = {**SMALL, name: w}
            return softmax_cross_entropy(rnn_forward_batch(parameters["E"][inputs], parameters, a_0)[1], targets)

        assert relative_error(found[name], numerical_gradient(loss, weight)) < 1e-7, name


def test_carried_windows_see_the_states_of_the_whole_stream():
    ids = np.random.default_rng(1).integers(N, size=21)
    inputs, targets = cut_into_streams(ids, 1)
    whole = rnn_forward_batch(SMALL["E"][inputs], SMALL)[0]
    a_0 = np.zeros((1, 4))
    for start in range(0, 20, 5):
        _, a_0 = window_gradients(inputs[:, start : start + 5], targets[:, start : start + 5], SMALL, a_0)
        assert np.allclose(a_0, whole[:, start + 5], atol=1e-14)


def far_copy(n, seed):
    """Pairs of a first token 0 or 1, three fillers, and the first token again."""
    rng = np.random.default_rng(seed)
    return [token for first in rng.integers(2, size=n) for token in (int(first), 2, 3, 4, int(first))]


def test_training_learns_and_rounds():
    parameters = with_lookup_table(initial_parameters(4, 12, N, seed=0), N, seed=0)
    report = {"progress": lambda steps: iter(list(steps)), "after_update": lambda done: done}
    history = train_on_streams(far_copy(400, 0), parameters, 400, B=8, T=12, learning_rate=0.02, **report)
    assert history == list(range(1, 401))
    assert all(np.array_equal(value, np.round(value, 8)) for value in parameters.values())
    assert bits_per_token(far_copy(100, 1), parameters) < 0.35  # one free choice in five tokens costs 0.2 bits


def test_a_state_that_is_not_carried_starts_each_window_at_zero():
    trained = {}
    for carry in (True, False):
        parameters = {name: value.copy() for name, value in SMALL.items()}
        train_on_streams(far_copy(40, 0), parameters, 6, B=4, T=3, carry=carry)
        trained[carry] = parameters
    assert not np.allclose(trained[True]["W_aa"], trained[False]["W_aa"])


def test_bits_of_a_uniform_network_are_the_logarithm_of_its_vocabulary():
    silent = {name: np.zeros_like(value) for name, value in SMALL.items()}
    assert np.isclose(bits_per_token([0, 3, 6, 2], silent), np.log2(N))


def test_every_token_counts_the_same():
    losses = np.log([2.0, 2, 2, 2, 8])  # a mean of the means of [2, 2, 2, 2] and [8] would give 4
    assert np.isclose(np.exp(losses.mean()), 2**1.4) and np.isclose(2**1.4, 2.639, atol=1e-3)
    a, b = [1, 2, 3, 4, 5], [5, 6, 0]
    together = (4 * bits_per_token(a, SMALL) + 2 * bits_per_token(b, SMALL)) / 6
    means = (bits_per_token(a, SMALL) + bits_per_token(b, SMALL)) / 2
    assert not np.isclose(together, means)


def test_draws_follow_the_probabilities():
    o = np.array([1.0, -0.5, 2.0, 0.0, -3.0])
    for temperature in (0.5, 1, 3):
        rng, p = np.random.default_rng(0), softmax(o / temperature)
        shares = np.bincount([draw_next(o, temperature, rng) for _ in range(20_000)], minlength=5) / 20_000
        assert np.all(np.abs(shares - p) < 5 * np.sqrt(p * (1 - p) / 20_000) + 1e-4)


def test_temperature_zero_is_the_largest_score_and_others_are_refused():
    assert draw_next(np.array([1.0, 3.0, 2.0]), 0, np.random.default_rng(0)) == 1
    for temperature in (-1, float("nan")):
        with pytest.raises(ValueError, match="0 or more"):
            draw_next(np.array([1.0, 3.0]), temperature, np.random.default_rng(0))


@pytest.mark.parametrize("temperature", [0.01, 1, 1e-300])
def test_scores_of_a_thousand_stay_finite(temperature):
    with np.errstate(all="raise", under="ignore", over="ignore"):
        assert draw_next(np.array([1000.0, -1000.0, 999.0]), temperature, np.random.default_rng(0)) in (0, 2)


def test_a_token_of_probability_zero_is_never_drawn():
    rng = np.random.default_rng(0)
    assert {draw_next(np.array([-1e4, 0.0, -1e4]), 1, rng) for _ in range(500)} == {1}


def test_ten_thousand_draws_of_single_precision_raise_nothing():
    o, rng = np.random.default_rng(1).normal(size=200).astype(np.float32), np.random.default_rng(2)
    drawn = [draw_next(o, 1.3, rng) for _ in range(10_000)]
    assert min(drawn) >= 0 and max(drawn) < 200


class AlmostOne:
    """A generator whose number is the largest below 1."""

    def random(self):
        return np.nextafter(1, 0)


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=30))
def test_the_largest_random_number_stays_in_the_vocabulary(o):
    assert draw_next(np.array(o), 1.0, AlmostOne()) < len(o)


def test_the_state_is_carried_while_text_is_drawn():
    drawn = generate([1, 2, 3], 12, SMALL, 0.0, np.random.default_rng(0))
    text = [1, 2, 3]
    for token in drawn:
        _, o = rnn_forward_batch(SMALL["E"][[text]], SMALL)
        assert token == o[0, -1].argmax()
        text.append(token)
    assert len(drawn) == 12


def test_drawing_stops_and_repeats():
    drawn = generate([1], 200, SMALL, 1.0, np.random.default_rng(0), stop=4)
    assert drawn[-1] == 4 and 4 not in drawn[:-1]
    assert drawn == generate([1], 200, SMALL, 1.0, np.random.default_rng(0), stop=4)
    assert generate([1], 0, SMALL, 1.0, np.random.default_rng(0)) == []
    with pytest.raises(ValueError, match="prompt is empty"):
        generate([], 3, SMALL, 1.0, np.random.default_rng(0))


def test_the_prompt_ends_in_a_token_that_the_diary_follows_with_a_space():
    text = corpus.load_diary()
    vocabulary = build_vocabulary([list(text)], 400)
    assert 1 not in encode_tokens(list("I like"), vocabulary)
    parameters, stored = corpus.load_model("diary")
    _, o = rnn_forward_batch(parameters["E"][[encode_tokens(list("I like"), stored)]], parameters)
    assert list(stored)[o[0, -1].argmax()] in " ds"
