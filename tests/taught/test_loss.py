"""Lecture 09: losses, padding, F1."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.loss import cross_entropy_from_logits, cross_entropy_naive, f1_score, masked_loss, pad_batch
from helpers.taught.rnn import logistic


def test_known_values():
    half = cross_entropy_naive(np.array([0.5, 0.5]), np.array([0, 1]))
    assert half == pytest.approx([math.log(2)] * 2)
    assert cross_entropy_naive(np.array([0.9]), np.array([0]))[0] == pytest.approx(-math.log(0.1))
    assert cross_entropy_from_logits(np.zeros(2), np.array([0, 1])) == pytest.approx([math.log(2)] * 2)


@given(o=st.floats(-10, 10), y=st.sampled_from([0.0, 1.0]))
def test_both_ways_agree_where_the_naive_one_works(o, y):
    naive = cross_entropy_naive(logistic(np.array(o)), y)
    assert cross_entropy_from_logits(np.array(o), y) == pytest.approx(naive, rel=1e-9, abs=1e-12)


def test_from_logits_is_finite_and_exact_where_the_naive_one_is_not():
    o, y = np.array([1000.0, -1000.0, 1000.0, -1000.0, 40.0]), np.array([1, 0, 0, 1, 1])
    with np.errstate(all="raise", under="ignore"):
        loss = cross_entropy_from_logits(o, y)
    assert loss[:4].tolist() == [0, 0, 1000, 1000]
    assert loss[4] == pytest.approx(math.exp(-40), rel=1e-12)
    with np.errstate(all="ignore"):
        assert not np.isfinite(cross_entropy_naive(logistic(o), y)).all()


def test_shapes_that_would_broadcast_are_refused():
    with pytest.raises(ValueError, match=r"\(2, 3, 1\).*\(2, 3\).*one label for each output"):
        cross_entropy_from_logits(np.zeros((2, 3, 1)), np.zeros((2, 3)))
    with pytest.raises(ValueError, match="give \\(B, T\\)"):
        masked_loss(np.zeros((2, 3, 1)), np.zeros((2, 3, 1)), np.ones((2, 1)))


def test_pad_batch_of_ids_and_of_vectors():
    x, y, mask = pad_batch([[4, 5, 6], [7]], [[0, 1, 1], [1]])
    assert x.tolist() == [[4, 5, 6], [7, 0, 0]] and x.dtype.kind == "i"
    assert y[..., 0].tolist() == [[0, 1, 1], [1, 0, 0]]
    assert mask.tolist() == [[1, 1, 1], [1, 0, 0]]
    x, _, _ = pad_batch([np.ones((1, 4)), np.ones((3, 4))], [[0], [0, 0, 0]])
    assert x.shape == (2, 3, 4) and x.sum() == 16


def test_pad_batch_names_the_bad_row():
    with pytest.raises(ValueError, match="row 1: 2 tokens but 3 labels"):
        pad_batch([[1], [2, 3]], [[0], [0, 1, 0]])
    for sequences, labels in (([], []), ([[1], []], [[0], []]), ([[1]], [[0], [1]])):
        with pytest.raises(ValueError, match="none empty"):
            pad_batch(sequences, labels)


def test_masked_loss_is_the_mean_over_real_tokens_not_over_sentences():
    o = np.array([[[2.0], [-1.0], [0.5]], [[3.0], [99.0], [-99.0]]])
    y, mask = np.array([[[1.0], [0.0], [1.0]], [[0.0], [0.0], [1.0]]]), np.array([[1, 1, 1], [1, 0, 0]])
    parts = cross_entropy_from_logits(o, y)[..., 0]
    assert masked_loss(o, y, mask) == pytest.approx((parts[0].sum() + parts[1, 0]) / 4)
    of_sentences = (parts[0].mean() + parts[1, 0]) / 2
    assert abs(masked_loss(o, y, mask) - of_sentences) > 0.1


def test_masked_loss_ignores_what_stands_in_the_padding():
    o, y, mask = np.zeros((1, 2, 1)), np.zeros((1, 2, 1)), np.array([[1, 0]])
    o[0, 1] = np.nan
    assert masked_loss(o, y, mask) == pytest.approx(math.log(2))
    with pytest.raises(ValueError, match="some real token"):
        masked_loss(o, y, np.zeros((1, 2)))


def test_f1_by_hand():
    y, predicted = np.array([1, 1, 1, 0, 0, 0]), np.array([1, 1, 0, 1, 0, 0])
    assert f1_score(predicted, y) == pytest.approx(2 / 3)
    assert f1_score(np.zeros(6), y) == 0
    assert f1_score(np.zeros(6), np.zeros(6)) == 0
    assert f1_score(y, y) == 1
    assert f1_score(predicted, y, mask=[1, 1, 0, 0, 1, 1]) == 1
    with pytest.raises(ValueError, match="it should be"):
        f1_score(predicted, y[:5])


@settings(max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_f1_is_the_harmonic_mean(pairs):
    predicted, y = np.array(pairs, int).T
    both = (predicted & y).sum()
    if both:
        precision, recall = both / predicted.sum(), both / y.sum()
        assert f1_score(predicted, y) == pytest.approx(2 * precision * recall / (precision + recall))
    else:
        assert f1_score(predicted, y) == 0
