"""Checks of appendix 06a."""

import numpy as np

from helpers.checks.core import array, compare, exercise, mistaken, random_cases, right, rounded


@exercise
def paper_scores(answer):
    """Give the gradients of two scores, worked out on paper."""
    found = array(answer, (2,))
    if rounded(found[0], 0.1875) and rounded(found[1], -0.1875):
        return right("Opposite numbers: adding a constant to both scores changes nothing.")
    known = [
        ((0.75, 0.0), "You multiplied weight and gradient. Take off the mean of the gradients under the weights first."),
        ((0.25, -0.75), "Take off the mean, yes; then multiply each by its weight."),
        ((0.1875, 0.0), "That is the diagonal alone. The second weight loses what the first one gains."),
        ((0.375, -0.125), "You took off the plain mean. It is the mean under the weights: 0.75 · 1 + 0.25 · 0."),
        ((0.1875, 0.1875), "The second weight loses what the first one gains: its gradient has the other sign."),
        ((-0.1875, 0.1875), "The signs are turned round: a larger weight 1 raises this loss."),
        ((0, -0.25), "In the mean, too, each gradient is multiplied by its weight: 0.75 · 1 + 0.25 · 0."),
        ((1.3125, 0.1875), "The sign is a minus: take the mean off."),
        ((0.46875, -0.09375), "You halved the mean. The weights add up to 1: sum, do not divide again."),
        ((-0.25, 0.25), "That is probabilities minus one-hot. Here another loss gives the weights the gradients 1 and 0."),
        ((0.25, 0), "Take off the mean from the gradient 0, too; then multiply each by its weight."),
    ]
    otherwise = "For each score: its weight times (its gradient minus the mean)."
    return mistaken(found, known, otherwise, "w_m (dw_m - sum_j w_j dw_j)", _both_rounded)


def _both_rounded(found, value):
    return all(map(rounded, found, value))


def _softmax(scores):
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def _scores_back(weights, dweights):
    return weights * (dweights - (dweights * weights).sum(-1, keepdims=True))


_RULES = [
    (lambda w, dw: w * dw, "Each weight depends on all scores of its row: the sum below the fraction is missing."),
    (lambda w, dw: w * (1 - w) * dw, "That is the diagonal alone: a score also lowers the other weights of its row."),
    (lambda w, dw: dw - (dw * w).sum(-1, keepdims=True), "The factor in front is missing: the weight itself."),
    (lambda w, dw: w * (dw - (dw * w).sum(0, keepdims=True)), "The sum runs over the keys: along the last axis."),
    (lambda w, dw: w * (dw - (dw * w).sum()), "The sum runs over one row, not over all of them."),
    (lambda w, dw: w * (dw - dw.mean(-1, keepdims=True)), "Take off the mean under the weights, not the plain mean."),
    (lambda w, dw: w * (dw + (dw * w).sum(-1, keepdims=True)), "The sign is a minus: what one gains, the others lose."),
    (lambda w, dw: w * (dw - dw.sum(-1, keepdims=True)), "In the sum, each gradient is multiplied by its weight."),
    (lambda w, dw: -_scores_back(w, dw), "The sign is turned round."),
    (lambda w, dw: w * (dw - (dw * w).mean(-1, keepdims=True)), "The weights add up to 1: sum, do not divide again."),
    (lambda w, dw: w * dw - (dw * w).sum(-1, keepdims=True), "The weight in front multiplies the sum, too."),
    (lambda w, dw: -w * (dw * w).sum(-1, keepdims=True), "A score also raises its own weight: the term w_m dw_m is missing."),
    (lambda w, dw: dw * (w - (dw * w).sum(-1, keepdims=True)), "Exchanged: the weight stands in front, its gradient inside."),
    (lambda w, dw: (1 - w) * _scores_back(w, dw), "The factor in front is the weight alone: 1 - w is in the sum already."),
]  # wrong ways back through the softmax, each with its name


@exercise
def softmax_backward(function):
    """Return the gradient of the scores from that of the weights."""

    def draw(rng):
        return _softmax(rng.normal(size=(3, 4))), rng.normal(size=(3, 4))

    formula = "weights * (dweights - (dweights * weights).sum(-1, keepdims=True))"
    compare(function, _scores_back, random_cases(draw), _RULES, formula=formula)
    return right("The gradients of a row add up to 0: adding a constant to all its scores changes nothing.")


def _backward(doutput, Q, K, V, weights, scale=True, softmax=_scores_back):
    dscores = softmax(weights, doutput @ V.T)
    dscores = dscores / (np.sqrt(K.shape[1]) if scale else 1)
    return dscores @ K, dscores.T @ Q, weights.T @ doutput


def _draw_attention(rng):
    T, S = int(rng.integers(2, 5)), int(rng.integers(2, 5))
    Q, K, V, doutput = (rng.normal(size=shape) for shape in ((T, 3), (S, 3), (S, 2), (T, 2)))
    return doutput, Q, K, V, _softmax(Q @ K.T / np.sqrt(3))


def _swapped(doutput, Q, K, V, weights):
    dQ, dK, dV = _backward(doutput, Q, K, V, weights)
    return dK, dQ, dV


def _rescaled(doutput, Q, K, V, weights, factor):
    dQ, dK, dV = _backward(doutput, Q, K, V, weights)
    return dQ * np.sqrt(factor), dK * np.sqrt(factor), dV


@exercise
def whole_backward(function):
    """Write my_attention_backward(doutput, Q, K, V, weights), which returns dQ, dK and dV."""
    mistakes = [
        (lambda *a: _backward(*a, scale=False), "The root of n is missing: it divided the scores, and divides their gradient."),
        (lambda *a: _backward(*a, softmax=lambda w, dw: dw),
         "The way back through the softmax is missing: dweights is not yet dscores."),
        (lambda *a: _backward(*a, softmax=lambda w, dw: w * dw),
         "A score also moves the other weights of its row: the mean is missing."),
        (lambda *a: _backward(*a, softmax=lambda w, dw: w * (1 - w) * dw),
         "That is the diagonal alone: a score also lowers the other weights of its row."),
        (lambda *a: _backward(*a, softmax=lambda w, dw: dw - (dw * w).sum(-1, keepdims=True)),
         "In dscores the factor in front is missing: the weight itself."),
        (lambda *a: _backward(*a, softmax=lambda w, dw: w * (dw - (dw * w).sum(0))),
         "The mean is that of each row: along the last axis."),
        (lambda *a: [-d for d in _backward(*a)], "The signs are turned round: return the gradients, not the step against them."),
        (lambda d, Q, K, V, w: _rescaled(d, Q, K, V, w, 9), "Divide by the root of n; you multiply."),
        (lambda d, Q, K, V, w: (*_backward(d, Q, K, V, w)[:2], w.T @ d / np.sqrt(3)),
         "dV meets no root: values are not part of a score."),
        (lambda d, Q, K, V, w: _rescaled(d, Q, K, V, w, 3 / len(Q)), "n is a key's length, not the number of queries."),
        (lambda d, Q, K, V, w: _rescaled(d, Q, K, V, w, 1 / 3), "You divide by n, not by its root."),
        (lambda d, Q, K, V, w: _rescaled(d, Q, K, V, w, 3 / len(K)), "n is a key's length, not the number of keys."),
        (lambda d, Q, K, V, w: _rescaled(d, Q, K, V, w, 3 / 2), "n is a key's length, not that of a value."),
        (lambda d, Q, K, V, w: (_backward(d, Q, K, V, w)[0], _backward(d, Q, K, V, w, scale=False)[1], w.T @ d),
         "dK is divided by the root of n too."),
        (_swapped, "dQ and dK are exchanged: a query gets the keys it met, dscores @ K."),
        (lambda d, Q, K, V, w: (*_backward(d, Q, K, V, w)[:2], d.T @ w), "dV is transposed: weights.T @ doutput."),
        (lambda d, Q, K, V, w: (*_backward(d, Q, K, V, w)[:2], w @ d), "A value sums over all queries that read it: weights.T."),
        (lambda d, Q, K, V, w: (_backward(d, Q, K, V, w, scale=False)[0], *_backward(d, Q, K, V, w)[1:]),
         "dQ is divided by the root of n too."),
        *((lambda *a, rule=rule: _backward(*a, softmax=rule), f"In dscores: {words}") for rule, words in _RULES),
        *((lambda *a, rule=rule: _backward(*a, scale=False, softmax=rule), f"The root of n is missing. And in dscores: {words}")
          for rule, words in [(lambda w, dw: dw, "The way back through the softmax is missing."), *_RULES]),
    ]  # fmt: skip
    formula = "dscores @ K, dscores.T @ Q, weights.T @ doutput"
    compare(function, _backward, random_cases(_draw_attention), mistakes, formula, tolerance=1e-6)
    return right("Five lines, and no mask: it has done its work in the weights.")
