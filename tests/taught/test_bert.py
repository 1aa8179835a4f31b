"""BERT in miniature: gradients, padding, hidden tokens, order, and a training that can be repeated."""

import numpy as np
import pytest

from helpers.taught import bert
from helpers.taught.bptt import numerical_gradient, relative_error

N, D, HEADS = 9, 4, 2


def network(layers, seed=0):
    """Small, and every entry different from its start, so that no zero hides a mistake."""
    parameters = bert.bert_parameters(N, D, layers, T=6, seed=seed)
    rng = np.random.default_rng(seed + 1)
    return {name: value + 0.3 * rng.normal(size=value.shape) for name, value in parameters.items()}


def batch():
    ids, mask = bert.pad_ids([[2, 3, 4, 2, 5], [6, 3], [7]])
    hidden = np.zeros(ids.shape, bool)
    hidden[[0, 0, 1], [1, 4, 0]] = True
    return ids, mask, np.where(hidden, N - 1, ids), hidden


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_gradient_check(layers):
    parameters, (ids, mask, shown, hidden) = network(layers), batch()
    _, gradients = bert.masked_word_gradients(shown, ids, mask, hidden, parameters, HEADS)
    assert gradients.keys() == parameters.keys()
    for name, value in parameters.items():
        slopes = numerical_gradient(
            lambda w: bert.masked_word_gradients(shown, ids, mask, hidden, parameters | {name: w}, HEADS)[0],  # noqa: B023
            value,
        )
        assert relative_error(gradients[name], slopes) <= 1e-7, name


def test_heads_are_cut_and_joined():
    x = np.arange(24.0).reshape(1, 3, 8)
    parts = bert.split_heads(x, 2)
    assert (
        parts.shape == (1, 2, 3, 4) and np.array_equal(parts[0, 1, 0], x[0, 0, 4:]) and np.array_equal(bert.join_heads(parts), x)
    )


def test_padding_changes_nothing():
    parameters = network(2)
    alone, mask = bert.pad_ids([[2, 3, 4]])
    together, both = bert.pad_ids([[2, 3, 4], [2, 5, 6, 7, 3]])
    h, _ = bert.bert_forward(alone, mask, parameters, HEADS)
    padded, _ = bert.bert_forward(together, both, parameters, HEADS)
    assert padded[0, :3] == pytest.approx(h[0], abs=1e-13)
    noise = np.where(both > 0, together, 8)
    assert bert.bert_forward(noise, both, parameters, HEADS)[0][0, :3] == pytest.approx(h[0], abs=1e-13)


def test_a_hidden_word_never_enters():
    """What stands behind <mask> cannot be read off the input: only the loss knows it."""
    parameters, (ids, mask, shown, hidden) = network(2), batch()
    h, _ = bert.bert_forward(shown, mask, parameters, HEADS)
    others = np.where(hidden, (ids + 3) % (N - 1), ids)
    again, _ = bert.bert_forward(np.where(hidden, N - 1, others), mask, parameters, HEADS)
    assert np.array_equal(h, again)


def test_order_matters():
    parameters, order = network(2), np.array([2, 0, 3, 1])
    ids, mask = bert.pad_ids([[2, 3, 4, 5]])
    h, shuffled = (bert.bert_forward(tokens, mask, parameters, HEADS)[0][0] for tokens in (ids, ids[:, order]))
    assert not np.allclose(shuffled, h[order])


def test_the_heads_of_the_first_layer_read_to_one_side_each():
    parameters, (ids, mask, *_) = network(2), batch()
    _, kept = bert.bert_forward(ids, mask, parameters, HEADS)
    first, second = kept[0][4], kept[1][4]
    assert not np.triu(first[:, 0], 1).any() and not np.tril(first[:, 1], -1).any()
    assert (second[0] > 0).all() and not first[1, ..., 2:].any() and not second[1, ..., 2:].any()


def test_position_waves():
    P = bert.position_waves(40, 32)
    assert P.shape == (40, 32) and np.allclose((P**2).sum(1), 16) and np.allclose(P[0], [0, 1] * 16)
    near = (P @ P.T)[20]
    assert near.argmax() == 20 and near[19] == pytest.approx(near[21]) and near[19] > near[17] > near[10]


def test_hidden_tokens_follow_their_shares():
    rng = np.random.default_rng(0)
    ids = np.full((400, 50), 3)
    mask = (np.arange(50) < rng.integers(1, 51, (400, 1))).astype(float)
    shown, hidden = bert.hide_tokens(ids, mask, 0.15, 99, rng)
    assert not (hidden & (mask == 0)).any() and np.array_equal(shown[~hidden], ids[~hidden])
    assert hidden[mask > 0].mean() == pytest.approx(0.15, abs=0.01)
    assert (shown[hidden] == 99).mean() == pytest.approx(0.8, abs=0.03)
    assert (shown[hidden] == 3).mean() == pytest.approx(0.1, abs=0.03) and shown.min() >= 2
    assert bert.hide_tokens(ids[:1, :1], np.ones((1, 1)), 0.0, 99, rng)[1].sum() == 1


def test_training_lowers_the_loss_and_can_be_repeated():
    sentences = [[2, 3, 4], [5, 3, 6], [7, 3, 4, 2]] * 8

    def train():
        parameters = bert.bert_parameters(N, D, 1, T=4, seed=3)
        losses = bert.train_masked_words(sentences, parameters, HEADS, 12, 0.02, seed=1, after_epoch=lambda p, loss: loss)
        return parameters, losses

    (first, losses), (second, _) = train(), train()
    assert losses[-1] < 0.8 * losses[0]
    assert all(np.array_equal(first[name], second[name]) for name in first)
    assert all(np.array_equal(value, np.round(value, 6)) for value in first.values())


def test_blanks_are_always_hidden():
    seen = []
    parameters = bert.bert_parameters(N, D, 1, T=4, seed=3)
    original = bert.masked_word_gradients

    def watching(shown, ids, mask, hidden, *more):
        seen.append((shown[:, 1].copy(), hidden[:, 1].copy()))
        return original(shown, ids, mask, hidden, *more)

    bert.masked_word_gradients = watching
    try:
        bert.train_masked_words([[2, 3, 4], [5, 6, 7]], parameters, HEADS, 2, 0.01, seed=0, blanks=[1, 1], rate=0)
    finally:
        bert.masked_word_gradients = original
    assert all((shown == N - 1).all() and hidden.all() for shown, hidden in seen)


def test_expected_words_are_those_of_each_place_hidden_alone():
    parameters, ids = network(2), [2, 3, 4, 2, 5]
    rows = []
    for i in range(len(ids)):
        shown = np.array([[*ids[:i], N - 1, *ids[i + 1 :]]])
        o = parameters["E"] @ bert.bert_forward(shown, np.ones((1, len(ids))), parameters, HEADS)[0][0, i] + parameters["b"]
        rows.append(np.exp(o) / np.exp(o).sum())
    found = bert.expected_words(ids, parameters, HEADS)
    assert found == pytest.approx(np.mean(rows, 0), abs=1e-12) and found.sum() == pytest.approx(1)


def test_unusual_words_by_hand():
    rows = bert.unusual(np.array([[0.5, 0.5, 0.0], [0.1, 0.1, 0.8]]), np.array([0.25, 0.5, 0.25]))
    assert rows == pytest.approx(np.array([[1, 0, 0], [0, 0, 1]]))
    assert not bert.unusual(np.array([[0.25, 0.5, 0.25]]), np.array([0.25, 0.5, 0.25])).any()


@pytest.mark.parametrize(("ids", "heads"), [([2, 3], 2), ([[2] * 7], 2), ([[2, 3]], 1), ([[2, 3]], 3), ([[2, 3]], 0), ([[]], 2)])
def test_what_does_not_fit_is_refused(ids, heads):
    ids = np.array(ids, int)
    with pytest.raises(ValueError, match=r"rows of 1 to 6 ids, and an even number of heads that divides 4"):
        bert.bert_forward(ids, np.ones(ids.shape), network(1), heads)
    with pytest.raises(ValueError, match="rows of 1 to 6 ids"):
        bert.expected_words([], network(1), HEADS)
    with pytest.raises(ValueError, match="d = 5: give an even number"):
        bert.bert_parameters(N, 5, 1, 6, 0)
