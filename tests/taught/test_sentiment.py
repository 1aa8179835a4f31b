"""The classifier of lecture 12: where it reads, what padding may change, its gradient, and the traps of the lecture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import corpus
from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.rnn import hidden_states, initial_parameters
from helpers.taught.sentiment import (
    at_last_real,
    classifier_gradients,
    classifier_scores,
    over_real,
    pad_ids,
    train_classifier,
)
from helpers.taught.softmax import softmax_cross_entropy
from helpers.taught.tokens import build_vocabulary, encode_tokens, split_words_and_punctuation
from helpers.taught.training import with_lookup_table

SENTENCES = st.lists(st.lists(st.integers(1, 8), min_size=1, max_size=6), min_size=1, max_size=4)
SMALL = with_lookup_table(initial_parameters(3, 4, 5, seed=1), 9, seed=1)
SMALL["b_a"] += 0.3


def test_weights_by_hand():
    mask = np.array([[1, 1, 1, 0], [1, 0, 0, 0], [1, 1, 1, 1]])
    assert at_last_real(mask).tolist() == [[0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]]
    assert np.allclose(over_real(mask), [[1 / 3, 1 / 3, 1 / 3, 0], [1, 0, 0, 0], [0.25] * 4])


@pytest.mark.parametrize("weights_of", [at_last_real, over_real])
@given(sentences=SENTENCES, pads=st.integers(0, 5))
def test_padding_and_neighbours_change_nothing(weights_of, sentences, pads):
    ids, mask = (np.pad(array, ((0, 0), (0, pads))) for array in pad_ids(sentences))
    together = classifier_scores(ids, mask, SMALL, weights_of)
    for sentence, o in zip(sentences, together):
        assert np.allclose(classifier_scores(*pad_ids([sentence]), SMALL, weights_of)[0], o, atol=1e-12)
    y = [len(sentence) % 5 for sentence in sentences]
    plain = classifier_gradients(*pad_ids(sentences), y, SMALL, weights_of)
    padded = classifier_gradients(ids, mask, y, SMALL, weights_of)
    assert all(np.allclose(plain[name], padded[name], atol=1e-12) for name in SMALL)


def test_the_last_real_state_is_the_state_of_the_sentence_alone():
    ids, mask = pad_ids([[2, 3, 4], [5, 6, 2, 7, 8]])
    alone = hidden_states(SMALL["E"][[[2, 3, 4]]], SMALL)[0, -1]
    assert np.allclose(classifier_scores(ids, mask, SMALL)[0], SMALL["W_ya"] @ alone + SMALL["b_y"])


def test_the_mean_is_not_divided_by_the_length_of_the_rectangle():
    ids, mask = pad_ids([[2, 3], [5, 6, 2, 7, 8]])
    a = hidden_states(SMALL["E"][ids], SMALL)
    expected = SMALL["W_ya"] @ a[0, 1:3].mean(0) + SMALL["b_y"]
    assert np.allclose(classifier_scores(ids, mask, SMALL, over_real)[0], expected)


@pytest.mark.parametrize("weights_of", [at_last_real, over_real])
def test_gradient_by_central_differences(weights_of):
    ids, mask = pad_ids([[2, 3, 4, 2], [5, 6, 2, 7, 8, 1], [3]])
    found = classifier_gradients(ids, mask, [3, 1, 4], SMALL, weights_of)
    assert found.keys() == SMALL.keys()
    for name, weight in SMALL.items():

        def loss(w, name=name):
            return softmax_cross_entropy(classifier_scores(ids, mask, {**SMALL, name: w}, weights_of), [3, 1, 4])

        assert relative_error(found[name], numerical_gradient(loss, weight)) < 1e-7, name


def order_task(n, seed):
    """Sentences in which the later of two words, 2 or 3, gives the class; words 4 to 8 stand around."""
    rng = np.random.default_rng(seed)
    sentences, y = [], []
    for _ in range(n):
        middle, behind = rng.integers(4, 9, rng.integers(0, 3)).tolist(), rng.integers(4, 9, rng.integers(0, 4)).tolist()
        y.append(int(rng.integers(2)))
        sentences.append([3 - y[-1], *middle, 2 + y[-1], *behind])
    return sentences, np.array(y)


def test_training_learns_what_no_bag_can_and_the_trap_breaks_it():
    sentences, y = order_task(400, 0)
    parameters = with_lookup_table(initial_parameters(4, 8, 5, seed=0), 9, seed=0)
    parameters["E"] *= 0.3
    seen = []
    train_classifier(sentences, y, parameters, epochs=10, learning_rate=0.02, progress=lambda r: seen.append(len(r)) or r)
    assert seen == [10]
    fresh, labels = order_task(200, 1)
    ids, mask = (np.pad(array, ((0, 0), (0, 6))) for array in pad_ids(fresh))
    right = np.mean(classifier_scores(ids, mask, parameters).argmax(1) == labels)
    end = np.tile(np.eye(mask.shape[1])[-1], (len(mask), 1))
    behind = np.mean(classifier_scores(ids, mask, parameters, lambda mask: end).argmax(1) == labels)
    assert right > 0.95 and behind < right - 0.1
    assert all(np.array_equal(value, np.round(value, 8)) for value in parameters.values())


def test_accuracy_is_not_the_loss():
    o = np.array([[0.1, 0.0], [0.1, 0.0], [0.1, 0.0], [0.0, 9.0]])  # three right by a hair, one wrong by far
    y = np.array([0, 0, 0, 0])
    assert np.mean(o.argmax(1) == y) == 0.75
    assert softmax_cross_entropy(o, y) > np.log(2)  # worse than a coin, by the loss


def test_the_course_sentence_is_spelt_with_known_words():
    words = [split_words_and_punctuation(review.sentence) for review in corpus.load_reviews("train")]
    ids = encode_tokens(["I", "like", "this", "movie", "very", "much"], build_vocabulary(words, 400))
    assert 1 not in ids


def test_an_empty_sentence_is_refused():
    with pytest.raises(ValueError, match="none empty"):
        pad_ids([[2, 3], []])
