"""The checks of appendix 06a: right answers pass, typical mistakes are named, untouched starters are not attempted."""

from fractions import Fraction

import numpy as np
import verdicts

from helpers.checks import attention_backward as check
from helpers.taught.attention import attention_backward


def back(weights, dweights):
    return weights * (dweights - (dweights * weights).sum(1, keepdims=True))


def by_jacobian(weights, dweights):
    return np.stack([(np.diag(w) - np.outer(w, w)) @ d for w, d in zip(weights, dweights)]).astype(np.float32)


def with_change(**more):
    def mistaken(doutput, Q, K, V, weights):
        dQ, dK, dV = attention_backward(doutput, Q, K, V, weights)
        found = {"dQ": dQ, "dK": dK, "dV": dV, "root": np.sqrt(K.shape[1])}
        return tuple(
            found[more.get(name, name)] * (found["root"] if more.get("scale") and name != "dV" else 1)
            for name in ("dQ", "dK", "dV")
        )

    return mistaken


RIGHT = [
    (check.paper_scores, [0.1875, -0.1875]),
    (check.paper_scores, (Fraction(3, 16), Fraction(-3, 16))),
    (check.paper_scores, np.array([0.188, -0.188])),
    (check.softmax_backward, back),
    (check.softmax_backward, by_jacobian),
    (check.whole_backward, attention_backward),
    (check.whole_backward, lambda *a: [d.tolist() for d in attention_backward(*a)]),
    (check.whole_backward, lambda *a: attention_backward(*(x.astype(np.float32) for x in a))),
]


def divided(doutput, Q, K, V, weights, of_Q, of_K):
    dQ, dK, dV = attention_backward(doutput, Q, K, V, weights)
    return dQ / of_Q, dK / of_K, dV


def without_mean(doutput, Q, K, V, weights):
    dscores = weights * (doutput @ V.T) / np.sqrt(K.shape[1])
    return dscores @ K, dscores.T @ Q, weights.T @ doutput


def by_rule(rule):
    def mistaken(doutput, Q, K, V, weights):
        dscores = rule(weights, doutput @ V.T) / np.sqrt(K.shape[1])
        return dscores @ K, dscores.T @ Q, weights.T @ doutput

    return mistaken


WRONG = [
    (check.paper_scores, [-0.25, 0.25], "minus one-hot"),
    (check.softmax_backward, lambda w, dw: -w * (w * dw).sum(1, keepdims=True), "its own weight"),
    (check.softmax_backward, lambda w, dw: dw * (w - (w * dw).sum(1, keepdims=True)), "Exchanged"),
    (check.softmax_backward, lambda w, dw: w * (1 - w) * (dw - (w * dw).sum(1, keepdims=True)), "the weight alone"),
    (check.softmax_backward, lambda w, dw: w * (dw - (dw * w).mean(1, keepdims=True)), "do not divide again"),
    (check.softmax_backward, lambda w, dw: w * dw - (dw * w).sum(1, keepdims=True), "multiplies the sum, too"),
    (check.whole_backward, by_rule(lambda w, dw: w * (1 - w) * dw), "diagonal"),
    (check.whole_backward, by_rule(lambda w, dw: dw - (dw * w).sum(1, keepdims=True)), "factor in front"),
    (check.whole_backward, by_rule(lambda w, dw: w * (dw - (dw * w).sum(0))), "last axis"),
    (check.whole_backward, by_rule(lambda w, dw: 3 * back(w, dw)), "you multiply"),
    (check.whole_backward, by_rule(lambda w, dw: w * (dw - (dw * w).sum())), "not over all of them"),
    (check.whole_backward, by_rule(lambda w, dw: w * (dw - dw.mean(1, keepdims=True))), "not the plain mean"),
    (check.whole_backward, by_rule(lambda w, dw: w * (dw + (dw * w).sum(1, keepdims=True))), "sign is a minus"),
    (check.whole_backward, by_rule(lambda w, dw: np.sqrt(3) * dw), "root of n is missing. And in dscores: The way back"),
    (check.whole_backward, by_rule(lambda w, dw: np.sqrt(3) * w * dw), "root of n is missing. And in dscores: Each weight"),
    (check.whole_backward, lambda *a: divided(*a, 1 / np.sqrt(3), 1), "dQ is divided"),
    (check.whole_backward, lambda *a: [-d for d in attention_backward(*a)], "turned round"),
    (check.whole_backward, lambda *a: (*attention_backward(*a)[:2], a[4].T @ a[0] / np.sqrt(3)), "no root"),
    (check.whole_backward, lambda *a: divided(*a, *2 * [np.sqrt(len(a[1]) / 3)]), "number of queries"),
    (check.whole_backward, lambda *a: divided(*a, np.sqrt(a[2].shape[1]), np.sqrt(a[2].shape[1])), "by n, not by its root"),
    (check.whole_backward, lambda *a: divided(*a, *2 * [np.sqrt(len(a[2]) / 3)]), "the number of keys"),
    (check.whole_backward, lambda *a: divided(*a, *2 * [np.sqrt(2 / 3)]), "that of a value"),
    (check.whole_backward, lambda *a: divided(*a, 1, 1 / np.sqrt(3)), "dK is divided"),
    (check.paper_scores, [0.75, 0], "Take off the mean"),
    (check.paper_scores, [0.1875, 0], "diagonal"),
    (check.paper_scores, [1, 2], "its weight times"),
    (check.paper_scores, [-0.19, 0.19], "turned round"),
    (check.paper_scores, [0.38, -0.13], "plain mean"),
    (check.paper_scores, [0, -0.25], "In the mean, too"),
    (check.paper_scores, [1.3125, 0.1875], "minus"),
    (check.paper_scores, [0.46875, -0.09375], "halved"),
    (check.paper_scores, [0.25, 0], "gradient 0, too"),
    (check.paper_scores, [0.1875], "shape"),
    (check.softmax_backward, lambda w, dw: w * dw, "the sum below the fraction"),
    (check.softmax_backward, lambda w, dw: w * (1 - w) * dw, "diagonal"),
    (check.softmax_backward, lambda w, dw: w * (dw - dw.mean(1, keepdims=True)), "not the plain mean"),
    (check.softmax_backward, lambda w, dw: w * (dw - (dw * w).sum(0)), "last axis"),
    (check.paper_scores, [0.1875, 0.1875], "other sign"),
    (check.softmax_backward, lambda w, dw: w * (dw - dw.sum(1, keepdims=True)), "multiplied by its weight"),
    (check.softmax_backward, lambda w, dw: w * ((dw * w).sum(1, keepdims=True) - dw), "turned round"),
    (check.whole_backward, without_mean, "mean is missing"),
    (check.whole_backward, with_change(scale=True), "root of n"),
    (check.whole_backward, with_change(dQ="dK", dK="dQ"), "exchanged"),
    (check.whole_backward, lambda d, Q, K, V, w: attention_backward(d, Q, K, V, w)[0], "."),
]
EVERY = [check.paper_scores, check.softmax_backward, check.whole_backward]


test_right_answers_of_every_kind = verdicts.right(RIGHT)
test_mistakes_are_named = verdicts.wrong(WRONG)
test_untouched = verdicts.untouched([(c, ...) for c in EVERY] + [(c, lambda *a: ...) for c in EVERY[1:]])
test_broken_functions = verdicts.wrong(verdicts.broken(EVERY[1:]))
