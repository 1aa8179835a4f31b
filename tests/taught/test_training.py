"""Lecture 11: optimisers, batches, the training loop, spans."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.bidirectional import bidirectional_backward, bidirectional_forward, bidirectional_parameters
from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.loss import masked_loss, pad_batch
from helpers.taught.optimiser import adam_state, adam_step, clip_by_norm, round_weights, sgd_step
from helpers.taught.rnn import initial_parameters, rnn_forward_batch
from helpers.taught.training import (
    embedding_gradient,
    hide_rare_words,
    make_batches,
    paired_batches,
    span_f1,
    spans,
    train_tagger_network,
    training_step,
    with_lookup_table,
)


def test_clipping_shortens_and_keeps_the_direction():
    gradients = {"a": np.array([3.0, 0.0]), "b": np.array([[4.0]])}
    assert clip_by_norm(gradients, 1.0) == 5
    assert gradients["a"] == pytest.approx([0.6, 0]) and gradients["b"] == pytest.approx(np.array([[0.8]]))
    assert clip_by_norm(gradients, 2.0) == pytest.approx(1)
    assert gradients["a"] == pytest.approx([0.6, 0]), "a short gradient stays as it is"
    zero = {"a": np.zeros(2)}
    assert clip_by_norm(zero, 1.0) == 0 and not zero["a"].any()


def test_gradient_descent_in_place():
    weights = np.array([1.0, 2.0])
    sgd_step({"w": weights}, {"w": np.array([10.0, -10.0])}, 0.1)
    assert weights.tolist() == [0, 3]


def test_adam_against_its_paper_number_by_number():
    parameters = {"w": np.array([0.5])}
    state, m, v, w = adam_state(parameters), 0.0, 0.0, 0.5
    for t, g in enumerate((0.3, -2.0, 1e-4, 0.0), start=1):
        adam_step(parameters, {"w": np.array([g])}, state, 0.1)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= 0.1 * (m / (1 - 0.9**t)) / (math.sqrt(v / (1 - 0.999**t)) + 1e-8)
        assert parameters["w"][0] == pytest.approx(w, rel=1e-12)
    assert state["steps"] == 4


def test_the_first_step_of_adam_has_the_size_of_the_learning_rate():
    parameters = {"w": np.zeros(3)}
    adam_step(parameters, {"w": np.array([1e-3, -5.0, 1e4])}, adam_state(parameters), 0.01)
    assert parameters["w"] == pytest.approx([-0.01, 0.01, -0.01], rel=1e-4)


def test_rounding_in_place():
    weights = np.array([0.123456785001, 1.0])
    round_weights({"w": weights})
    assert weights.tolist() == [0.12345679, 1.0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=40), st.integers(0, 99))
def test_embedding_gradient_adds_up_repeats(ids, seed):
    ids = np.array([ids, ids[::-1]])
    dx = np.random.default_rng(seed).normal(size=(*ids.shape, 3))
    expected = np.zeros((8, 3))
    np.add.at(expected, ids, dx)
    assert embedding_gradient(ids, dx, 8) == pytest.approx(expected, abs=1e-12)
    assert not embedding_gradient(ids, dx, 8)[7].any()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=200), st.integers(1, 16))
def test_batches_hold_every_sentence_once(lengths, batch_size):
    batches = make_batches(lengths, batch_size, np.random.default_rng(0))
    assert sorted(np.concatenate(batches).tolist()) == list(range(len(lengths)))
    assert max(map(len, batches)) <= batch_size
    again = make_batches(lengths, batch_size, np.random.default_rng(0))
    assert all((one == other).all() for one, other in zip(batches, again))


def test_paired_batches_keep_sentence_and_partner_together():
    sentences = [list(range(2, 2 + length)) for length in np.random.default_rng(0).integers(1, 20, 70)]
    batches = paired_batches(sentences, [f"of {ids}" for ids in sentences], 8, np.random.default_rng(1))
    assert all(partner == f"of {ids}" for rows, partners in batches for ids, partner in zip(rows, partners, strict=True))
    assert sorted(ids for rows, _ in batches for ids in rows) == sorted(sentences)
    for partners in ([0], [0] * 71):
        with pytest.raises(ValueError, match=f"70 sentences, {len(partners)} entries beside them: give one for each"):
            paired_batches(sentences, partners, 8, np.random.default_rng(1))


def test_batches_save_padding_and_are_shuffled():
    lengths = np.random.default_rng(0).integers(1, 30, 960)
    batches = make_batches(lengths, 32, np.random.default_rng(1))
    padded = sum(len(batch) * lengths[batch].max() for batch in batches)
    assert padded < 1.15 * lengths.sum() < 32 * 30 * 30 * 0.7
    means = [lengths[batch].mean() for batch in batches]
    assert means != sorted(means) and min(np.diff(means)) < 0 < max(np.diff(means))


@pytest.mark.parametrize("kind", ["causal", "bidirectional"])
def test_the_lookup_table_gets_the_true_gradient(kind):
    """One step of plain descent on E shows dL/dE: compare with central differences through lookup and network."""
    make = {"causal": initial_parameters, "bidirectional": bidirectional_parameters}[kind]
    parameters = with_lookup_table(make(3, 4, 1, 0), 6, 0)
    ids, y, mask = pad_batch([[2, 3, 2, 2], [5, 3]], [[0, 1, 0, 1], [1, 0]])

    def loss(E):
        if kind == "causal":
            return masked_loss(rnn_forward_batch(E[ids], parameters)[1], y, mask)
        return masked_loss(bidirectional_forward(E[ids], mask, parameters)[2], y, mask)

    seen = {}

    def spy(x, y, mask, parameters):
        gradients, dx, rest = backward(x, y, mask, parameters)
        seen["dE"] = embedding_gradient(ids, dx, 6)
        return gradients, dx, rest

    from helpers.taught.bptt import rnn_backward_batch

    backward = {"causal": rnn_backward_batch, "bidirectional": bidirectional_backward}[kind]
    numeric = numerical_gradient(loss, parameters["E"])
    training_step(ids, y, mask, parameters, adam_state(parameters), 0.01, backward=spy)
    assert relative_error(seen["dE"], numeric) <= 1e-7
    assert not seen["dE"][[0, 1, 4]].any(), "no padding, no token that did not occur"


def word_after_two(count, seed):
    """Toy sentences: the token after id 2 is wanted, the token after id 3 is not; fillers 4 to 7, names 8 to 15."""
    rng, sentences, labels = np.random.default_rng(seed), [], []
    for _ in range(count):
        cues = [2, 3] if rng.random() < 0.5 else [3, 2]
        ids = [[cue, *rng.integers(4, 8, rng.integers(0, 4)).tolist(), int(rng.integers(8, 16))] for cue in cues]
        sentences.append(ids[0] + ids[1])
        labels.append([int(cue == 2 and n == len(part) - 1) for cue, part in zip(cues, ids) for n in range(len(part))])
    return sentences, labels


@pytest.mark.parametrize("kind", ["causal", "bidirectional"])
def test_training_learns_the_toy_and_repeats_itself(kind):
    sentences, labels = word_after_two(300, 0)
    held, wanted = word_after_two(100, 1)
    make, settings = initial_parameters, {}
    if kind == "bidirectional":
        make, settings = bidirectional_parameters, {"backward": bidirectional_backward}
    ids, y, mask = pad_batch(held, wanted)

    def outputs(parameters):
        x = parameters["E"][ids]
        return rnn_forward_batch(x, parameters)[1] if kind == "causal" else bidirectional_forward(x, mask, parameters)[2]

    runs = []
    for _ in range(2):
        parameters = with_lookup_table(make(8, 16, 1, 0), 16, 0)
        history = train_tagger_network(
            sentences, labels, parameters, epochs=10, after_epoch=lambda p: masked_loss(outputs(p), y, mask), **settings
        )
        runs.append((history, parameters))
    (history, parameters), (history_again, parameters_again) = runs
    assert len(history) == 10 and history[-1] < 0.02 < 0.1 < history[0]
    assert history == history_again
    assert all((parameters[name] == parameters_again[name]).all() for name in parameters)
    assert all((np.round(value, 8) == value).all() for value in parameters.values())
    predicted = [(o[: len(row), 0] > 0).astype(int).tolist() for o, row in zip(outputs(parameters), wanted)]
    assert span_f1(predicted, wanted) > 0.98


def test_training_wraps_its_epochs_and_names_a_bad_row():
    sentences, labels = word_after_two(10, 0)
    seen = []
    parameters = with_lookup_table(initial_parameters(2, 3, 1, 0), 16, 0)
    result = train_tagger_network(sentences, labels, parameters, 3, progress=lambda epochs: map(seen.append, epochs))
    assert seen == [0, 1, 2] and result == []
    with pytest.raises(ValueError, match="tokens but 1 labels"):
        train_tagger_network(sentences, [[0]] * 10, parameters, 1)


def test_spans_by_hand():
    assert spans([0, 1, 1, 0, 1]) == [(1, 3), (4, 5)]
    assert spans([1, 1]) == [(0, 2)] and spans([0]) == [] and spans([]) == []


def test_span_f1_by_hand():
    wanted = [[0, 1, 1, 0], [1, 0], [0, 0]]
    assert span_f1(wanted, wanted) == 1
    assert span_f1([[0, 1, 0, 0], [1, 0], [0, 0]], wanted) == 0.5, "half a name is no name"
    assert span_f1([[0, 1, 1, 0], [0, 0], [1, 0]], wanted) == 0.5
    assert span_f1([[0] * 4, [0] * 2, [0] * 2], wanted) == 0
    with pytest.raises(ValueError, match="row 1: 1 predicted labels but 2 true ones"):
        span_f1([[0] * 4, [0], [0, 0]], wanted)
    with pytest.raises(ValueError):
        span_f1(wanted[:2], wanted)


def test_hiding_rare_words():
    sentences = [[2] * 500 + [3] * 8] * 4 + [[4]]
    hidden = [hide_rare_words(sentences, 16, np.random.default_rng(seed)) for seed in range(20)]
    flat = np.array([np.concatenate(copy) for copy in hidden])
    original = np.concatenate(sentences)
    assert ((flat == original) | (flat == 1)).all()
    for word, count in ((2, 2000), (3, 32), (4, 1)):
        share = (flat[:, original == word] == 1).mean()
        assert share == pytest.approx(16 / (16 + count), abs=0.06)
    assert sentences[0][0] == 2, "a copy"
