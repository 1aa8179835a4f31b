"""Checks of lecture 06."""

import numpy as np

from helpers.checks.core import NotYetError, array, call, close, compare, exercise, mistaken, random_cases, right, rounded


@exercise
def paper_weights(answer):
    """Give three attention weights, worked out on paper."""
    weights = array(answer, (3,))
    known = [
        ((3 / 8, 1 / 8, 0), "These were masked after the softmax: they add up to one half. Mask first, then divide."),
        ((3 / 8, 1 / 8, 4 / 8), "The third key is padding: its weight is 0, and the others share the 1."),
        ((1 / 2, 1 / 2, 0), "The weights are not equal: exp(ln 3) is 3, exp(0) is 1."),
        ((1.0986, 0, 0), "Those are the scores. Take exp of each, then divide by the sum."),
        ((3, 1, 0), "Those are the exponentials. Divide by their sum."),
        ((1, 0, 0), "You divided the scores by their sum. Take exp of each first."),
        ((3 / 5, 1 / 5, 1 / 5), "A score of 0 does not hide the third key, for exp(0) is 1. Leave it out."),
        ((3, 1, 4), "Those are the exponentials. Leave out the padding, then divide by the sum."),
        ((1.0986, 0, 1.3863), "Those are the scores. Leave out the padding, take exp, then divide by the sum."),
        ((75, 25, 0), "Weights add up to 1, not to 100."),
        ((3 / 7, 0, 4 / 7), "You left out the second key; the padding is the third."),
        ((0.9526, 0.0474, 0), "That is exp(3) beside exp(0). The score is ln 3, and exp(ln 3) is 3."),
        ((0.4421, 0, 0.5579), "You divided the scores by their sum. Leave out the padding, and take exp of each first."),
        ((1 / 4, 3 / 4, 0), "The two are exchanged: the larger score gets the larger weight."),
    ]
    if all(rounded(found, expected) for found, expected in zip(weights, (0.75, 0.25, 0))):
        return right("3 to 1, and nothing for the padding: as if it were not there.")
    otherwise = "exp of the two scores that may be read, divided by their sum."
    return mistaken(weights, known, otherwise, "3 / (3 + 1), 1 / (3 + 1), 0", lambda w, value: close(w, list(value), 1e-3))


@exercise
def causal_mask(function):
    """Return a mask in which a token reads itself and the tokens before it."""
    mistakes = [
        (lambda T: np.tri(T).T, "Transposed: rows read, columns are read. Row i holds a 1 for each j up to i."),
        (lambda T: np.tri(T, k=-1), "A token may read itself too. Your first row is all 0."),
        (lambda T: 1 - np.tri(T), "That is what may not be read."),
        (lambda T: np.ones((T, T)), "Here every token reads every other one, the later ones too."),
        (lambda T: np.tri(T, k=1), "Here a token reads the one that comes next, too."),
        (lambda T: np.where(np.tri(T) > 0, 0, -np.inf), "That is what would be added to scores. The mask holds 1 and 0."),
        (lambda T: np.tri(T) / np.arange(1, T + 1)[:, None], "Those are shares. The mask holds 1 for all that may be read."),
        (lambda T: np.eye(T), "Here a token reads itself alone."),
        (lambda T: np.tri(T) - np.tri(T, k=-2), "Here a token reads itself and one before it. It may read all before it."),
        (lambda T: np.tri(T)[::-1], "The rows are in reverse order: the first token reads itself alone."),
        (lambda T: np.tri(T)[:, ::-1], "The columns are in reverse order: the first token reads the first column."),
        (lambda T: np.where(np.tri(T) > 0, 0, -1e9), "That is what would be added to scores. The mask holds 1 and 0."),
    ]
    compare(function, lambda T: np.tri(T), [(1,), (3,), (6,)], mistakes, formula="np.tri(T)")
    return right("With this mask no token sees what comes later: lecture 13 writes sentences with it.")


def _softmax(scores, axis=-1):
    e = np.exp(scores - scores.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def _attention(Q, K, V, mask, scale=True, axis=-1, hide=-np.inf):
    scores = Q @ K.T / (np.sqrt(K.shape[1]) if scale else 1)
    return _softmax(np.where(mask > 0, scores, hide), axis) @ V


def _terms(Q, K, mask):
    return np.exp(Q @ K.T / np.sqrt(K.shape[1])) * mask


def _masked_late(Q, K, V, mask):
    return (_softmax(Q @ K.T / np.sqrt(K.shape[1])) * mask) @ V


def _draw_attention(rng):
    T, S = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    mask = rng.random((T, S)) < 0.6
    mask[np.arange(T), rng.integers(0, S, T)] = True
    return rng.normal(size=(T, 3)), rng.normal(size=(S, 3)), rng.normal(size=(S, 2)), mask.astype(float)


@exercise
def attention_from_scratch(function):
    """Write my_attention(Q, K, V, mask), which returns the output for each query."""
    cases = random_cases(_draw_attention)
    mistakes = [
        (lambda Q, K, V, mask: _attention(Q, K, V, np.ones_like(mask)), "The mask is not used: tokens read what they may not."),
        (_masked_late, "You mask after the softmax, so the weights of a row no longer add up to 1. Mask the scores first."),
        (lambda Q, K, V, mask: _attention(Q, K, V, mask, scale=False), "Divide the scores by the root of n, a key's length."),
        (lambda Q, K, V, mask: _attention(Q, K, V, mask, hide=0), "A score of 0 is not “never”, for exp(0) is 1."),
        (lambda Q, K, V, mask: _attention(Q, K, V, 1 - mask), "The mask is turned round: 1 marks what may be read."),
        (lambda Q, K, V, mask: Q @ K.T / np.sqrt(K.shape[1]) @ V, "The softmax is missing: scores are not weights yet."),
        (lambda Q, K, V, mask: (lambda s: s / s.sum(1, keepdims=True))(Q @ K.T / np.sqrt(K.shape[1]) * mask) @ V,
         "You divide scores by their sum. Take exp of each first."),
        (lambda Q, K, V, mask: _attention(Q, K, V, mask, axis=0), "Your softmax runs over the queries, not along the last axis."),
        (lambda Q, K, V, mask: _attention(Q * np.sqrt(3) / 3, K, V, mask), "You divide by n, not by its root."),
        (lambda Q, K, V, mask: _attention(Q * np.sqrt(3 / len(K)), K, V, mask), "n is a key's length, not the number of keys."),
        (lambda Q, K, V, mask: _attention(Q * np.sqrt(3 / 2), K, V, mask), "n is a key's length, not that of a value."),
        (lambda Q, K, V, mask: _attention(Q * np.sqrt(3 / len(Q)), K, V, mask), "n is a key's length, not the number of rows."),
        (lambda Q, K, V, mask: _attention(Q * 3, K, V, mask), "Divide by the root of n; you multiply."),
        (lambda Q, K, V, mask: _terms(Q, K, mask) @ V, "The terms are not divided by the sum of their row."),
        (lambda Q, K, V, mask: _terms(Q, K, mask) / _terms(Q, K, mask).sum() @ V,
         "Each row is divided by its own sum, not by that of all."),
        (lambda Q, K, V, mask: _terms(Q, K, mask) / np.maximum(_terms(Q, K, mask).sum(1, keepdims=True), 1) @ V,
         "A sum is at least 1 only if the largest score of its row was subtracted first."),
        (lambda Q, K, V, mask: (_softmax(Q @ K.T) * mask) @ V, "You mask after the softmax, and the root of n is missing."),
        (lambda Q, K, V, mask: _attention(Q, K, V, np.ones_like(mask), scale=False), "The mask is not used, nor the root of n."),
        (lambda Q, K, V, mask: V[np.where(mask > 0, Q @ K.T, -np.inf).argmax(1)],
         "You take the value of the best key alone. The output is a mean of all values that may be read."),
        (lambda Q, K, V, mask: _attention(0 * Q, K, V, mask), "The scores are not used: all values get the same weight."),
    ]  # fmt: skip
    formula = "softmax(where(mask, Q @ K.T / sqrt(n), -inf)) @ V"
    compare(function, _attention, cases, mistakes, formula, tolerance=1e-6)
    Q, K, V, mask = cases[0]
    mask[0] = 0
    output = call(function, Q, K, V, mask)
    if not np.isfinite(np.asarray(output, float)).all():
        raise NotYetError(
            "Right, except for a query that may read nothing: all its scores are masked, and 0 / 0 is nan. Give zeros."
        )
    expected = np.where(np.arange(len(Q))[:, None] == 0, 0, _attention(Q, K, V, np.where(mask.any(1, keepdims=True), mask, 1)))
    if not close(output, expected, 1e-6):
        raise NotYetError("Right, except for a query that may read nothing: it should get zeros, and yours gets something.")
    return right("Masked before the softmax, and zeros for a query that may read nothing.")
