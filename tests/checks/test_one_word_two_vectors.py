"""The checks of lecture 06: right answers pass, typical mistakes are named, untouched starters are not attempted."""

from fractions import Fraction

import numpy as np
import verdicts

from helpers.checks import one_word_two_vectors as check


def softmax(scores, axis=-1):
    e = np.exp(scores - scores.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def attention(Q, K, V, mask):
    e = np.exp(Q @ K.T / np.sqrt(K.shape[1])) * mask
    return e @ V / np.maximum(e.sum(1, keepdims=True), 1e-9)


def row_by_row(Q, K, V, mask):
    out = []
    for q, allowed in zip(Q, mask):
        keys = [j for j in range(len(K)) if allowed[j]]
        weights = np.exp([q @ K[j] / len(q) ** 0.5 for j in keys])
        out.append(sum((w * V[j] for w, j in zip(weights, keys)), np.zeros(V.shape[1])) / max(weights.sum(), 1e-9))
    return [row.tolist() for row in out]


def late(Q, K, V, mask):
    return (softmax(Q @ K.T / np.sqrt(K.shape[1])) * mask) @ V


def with_nan(Q, K, V, mask):
    e = np.exp(Q @ K.T / np.sqrt(K.shape[1])) * mask
    return e @ V / e.sum(1, keepdims=True)


def ratio_of_scores(Q, K, V, mask):
    scores = Q @ K.T / np.sqrt(K.shape[1]) * mask
    return scores / scores.sum(1, keepdims=True) @ V


def everything(Q, K, V, mask):
    return softmax(np.where(mask > 0, Q @ K.T / np.sqrt(K.shape[1]), -1e9)) @ V


def without_shift(Q, K, V, mask):
    e = np.exp(Q @ K.T / np.sqrt(K.shape[1])) * mask
    return e / np.maximum(e.sum(1, keepdims=True), 1) @ V


def over_all(e):
    return e / e.sum()


RIGHT = [
    (check.paper_weights, [0.75, 0.25, 0]),
    (check.paper_weights, (Fraction(3, 4), Fraction(1, 4), 0)),
    (check.paper_weights, np.array([0.75, 0.25, 0.0], np.float32)),
    (check.causal_mask, lambda T: np.tri(T)),
    (check.causal_mask, lambda T: [[int(j <= i) for j in range(T)] for i in range(T)]),
    (check.causal_mask, lambda T: np.tril(np.ones((T, T), bool))),
    (check.attention_from_scratch, attention),
    (check.attention_from_scratch, row_by_row),
    (check.attention_from_scratch, lambda *a: attention(*(x.astype(np.float32) for x in a))),
]
WRONG = [
    (check.paper_weights, [3 / 7, 0, 4 / 7], "padding is the third"),
    (check.paper_weights, [0.953, 0.047, 0], "exp(ln 3) is 3"),
    (check.paper_weights, np.log([3, 1, 4]) / np.log(12), "take exp of each first"),
    (check.causal_mask, lambda T: np.fliplr(np.tri(T)), "columns are in reverse"),
    (check.causal_mask, lambda T: (1 - np.tri(T)) * -1e9, "added to scores"),
    (check.attention_from_scratch, without_shift, "was subtracted first"),
    (check.attention_from_scratch, lambda Q, K, V, mask: (softmax(Q @ K.T) * mask) @ V, "and the root of n is missing"),
    (check.attention_from_scratch, lambda Q, K, V, mask: softmax(Q @ K.T) @ V, "nor the root"),
    (check.attention_from_scratch, lambda Q, K, V, mask: V[np.argmax(np.exp(Q @ K.T) * mask, 1)], "best key alone"),
    (check.paper_weights, np.log([3, 1, 4]), "Leave out the padding"),
    (check.paper_weights, [75, 25, 0], "not to 100"),
    (check.causal_mask, lambda T: np.eye(T) + np.eye(T, k=-1), "one before it"),
    (check.causal_mask, lambda T: np.flipud(np.tri(T)), "reverse order"),
    (check.attention_from_scratch, lambda Q, K, V, mask: attention(Q * (3 / len(Q)) ** 0.5, K, V, mask), "number of rows"),
    (check.attention_from_scratch, lambda Q, K, V, mask: attention(Q * 3, K, V, mask), "you multiply"),
    (check.attention_from_scratch, lambda Q, K, V, mask: np.exp(Q @ K.T / 3**0.5) * mask @ V, "sum of their row"),
    (check.attention_from_scratch, lambda Q, K, V, mask: over_all(np.exp(Q @ K.T / 3**0.5) * mask) @ V, "its own sum"),
    (check.attention_from_scratch, lambda Q, K, V, mask: mask @ V / mask.sum(1, keepdims=True), "same weight"),
    (check.paper_weights, [0.6, 0.2, 0.2], "does not hide"),
    (check.paper_weights, [3, 1, 4], "Leave out the padding"),
    (check.causal_mask, lambda T: np.where(np.tri(T) > 0, 0, -np.inf), "added to scores"),
    (check.causal_mask, lambda T: np.tri(T) / np.arange(1, T + 1)[:, None], "shares"),
    (check.attention_from_scratch, lambda *a: (attention(*a), 0), "You return 2 results, it should be one"),
    (check.attention_from_scratch, lambda Q, K, V, mask: ratio_of_scores(Q, K, V, mask), "Take exp"),
    (check.paper_weights, [0.375, 0.125, 0], "Mask first"),
    (check.paper_weights, [0.375, 0.125, 0.5], "padding"),
    (check.paper_weights, [3, 1, 0], "Divide by their sum"),
    (check.paper_weights, [0.7, 0.3, 0], "divided by their sum"),
    (check.paper_weights, [0.75, 0.25], "shape"),
    (check.causal_mask, lambda T: np.tri(T).T, "Transposed"),
    (check.causal_mask, lambda T: np.tri(T, k=-1), "read itself too"),
    (check.paper_weights, [1, 0, 0], "exp of each first"),
    (check.paper_weights, [0.25, 0.75, 0], "exchanged"),
    (check.causal_mask, lambda T: np.tri(T, k=1), "comes next"),
    (check.attention_from_scratch, lambda Q, K, V, mask: attention(Q * (3 / len(K)) ** 0.5, K, V, mask), "number of keys"),
    (check.attention_from_scratch, lambda Q, K, V, mask: attention(Q * 1.5**0.5, K, V, mask), "that of a value"),
    (check.attention_from_scratch, late, "Mask the scores first"),
    (check.attention_from_scratch, lambda Q, K, V, mask: attention(Q, K, V, np.ones_like(mask)), "mask is not used"),
    (check.attention_from_scratch, lambda Q, K, V, mask: attention(Q * 3**0.5, K, V, mask), "root of n"),
    (check.attention_from_scratch, lambda Q, K, V, mask: softmax(Q @ K.T / 3**0.5 * mask) @ V, "exp(0) is 1"),
    (check.attention_from_scratch, with_nan, "0 / 0 is nan"),
    (check.attention_from_scratch, everything, "should get zeros"),
    (check.attention_from_scratch, lambda Q, K, V, mask: attention(Q, K, V, mask)[0], "shape"),
]
EVERY = [check.paper_weights, check.causal_mask, check.attention_from_scratch]


test_right_answers_of_every_kind = verdicts.right(RIGHT)
test_mistakes_are_named = verdicts.wrong(WRONG)
test_untouched = verdicts.untouched([(c, ...) for c in EVERY] + [(c, lambda *a: ...) for c in EVERY[1:]])
test_broken_functions = verdicts.wrong(verdicts.broken(EVERY[1:]))
