"""Checks of lecture 13: right answers of any type pass, the programs that people write are named."""

import numpy as np
import verdicts

from helpers.checks import translation as checks
from helpers.taught.translation import bleu, decode

test_feeds = verdicts.right((checks.feeds, answer) for answer in [
    ["B", "C", "D"], ["(1) B", "2C", "D."], ("b", "c", "d"), "BCD", "B, C, D", "(b/c/d).", np.array(["B", "C", "D"])
])  # fmt: skip

test_feeds_mistakes = verdicts.wrong((checks.feeds, *row) for row in [
    (["A", "C", "D"], "right way"), (["C", "B", "D"], "equal rows"), (["B", "D", "C"], "other way round"),
    (["B", "C", "C"], "stands once"), (["B"], "three letters"), (["B", "C", "E"], "three letters"), ("BC", "three letters"),
    ({"B", "C", "D"}, "no order"), ([["B"], ["C"], ["D"]], "three letters"),
])  # fmt: skip

test_brevity = verdicts.right((checks.brevity, answer) for answer in [
    86.69, 86.7, 87, np.float32(86.688), [86.69], bleu([list("abcdefg")], [list("abcdefgh")])
])  # fmt: skip

test_brevity_mistakes = verdicts.wrong((checks.brevity, *row) for row in [
    (100, "penalty is missing"), (87.5, "ratio of the lengths"), (113.31, "reward"), (88.25, "turned the ratio"),
    (0.8669, "from 0 to 1"), (0, "No precision"), (84.09, "runs of the reply"), (50, "First the four"),
    (800 / 7, "and below 1"), (-14.29, "exponential")
])  # fmt: skip


def soft(x, axis=None):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def plain(token, d, a, p):
    d = np.tanh(p["W_ax"] @ p["E"][token] + p["W_aa"] @ d + p["b_a"])
    return p["W_ya"] @ d + p["W_yc"] @ (soft(a @ d / np.sqrt(len(d))) @ a) + p["b_y"]


def by_the_lecture(token, d, a, p):
    named = {"decoder_" + name: p[name] for name in ("E", "W_ax", "W_aa", "b_a")} | {n: p[n] for n in ("W_ya", "W_yc", "b_y")}
    states = np.concatenate([np.zeros((1, a.shape[1])), a])[None]
    return decode(np.array([[token]]), d[None], states, np.ones((1, len(a))), named)[0][0, 0]


test_decoder_step = verdicts.right((checks.decoder_step, function) for function in [
    plain, by_the_lecture, lambda *c: plain(*c).tolist(), lambda *c: plain(*c).astype("f4")
])  # fmt: skip


def wrong_step(change):
    def function(token, d, a, p):
        token, d = token - (change == "token"), a[-1] if change == "last as old" else d
        c_before = soft(a @ d / np.sqrt(len(d))) @ a
        new = p["W_ax"] @ p["E"][token] + p["W_aa"] @ d + (change != "b_a") * p["b_a"]
        new = new - p["W_aa"] @ d * (change == "W_aa") - p["W_ax"] @ p["E"][token] * (change == "W_ax")
        new = new + (p["W_aa"].T - p["W_aa"]) @ d * (change == "transposed")
        new = new + p["b_a"] * (change == "b_a twice") + p["W_aa"] @ c_before * (change == "c in d")
        new = new if change == "tanh" else 1 / (1 + np.exp(-new)) if change == "logistic" else np.tanh(new)
        if change == "late":
            new = np.tanh(p["W_ax"] @ p["E"][token] + p["W_aa"] @ d) + p["b_a"]
        a = a[1:] if change == "first row" else a[:-1] if change == "last row" else a
        weights = soft(a @ new / np.sqrt(len(d)))
        if change == "divided":
            weights = weights / len(a)
        if change == "old":
            weights = soft(a @ d / np.sqrt(len(d)))
        if change == "scale":
            weights = soft(a @ new)
        if change in ("n_x", "T", "n_a", "times"):
            roots = {"n_x": len(p["E"][0]) ** 0.5, "T": len(a) ** 0.5, "n_a": len(d), "times": len(d) ** -0.5}
            weights = soft(a @ new / roots[change])
        if change == "last":
            weights = np.eye(len(a))[-1]
        if change == "mean":
            weights = np.ones(len(a)) / len(a)
        if change == "all":
            weights = np.ones(len(a))
        if change == "softmax":
            weights = a @ new / np.sqrt(len(d))
        if change == "sum":
            weights = np.exp(a @ new / np.sqrt(len(d)))
        o = p["W_ya"] @ new + p["W_yc"] @ (weights @ a) + p["b_y"]
        if change == "c in d":
            o = p["W_ya"] @ new + p["W_yc"] @ c_before + p["b_y"]
        if change == "c alone":
            o = p["W_ya"] @ (weights @ a) + p["b_y"]
        if change == "state":
            o = new
        if change == "columns":
            o = p["W_ya"] @ new + p["W_yc"] @ (soft(a * new / np.sqrt(len(d)), axis=0) * a).sum(0) + p["b_y"]
        if change == "one matrix":
            o = p["W_ya"] @ (new + weights @ a) + p["b_y"]
        if change == "b_y twice":
            o = o + p["b_y"]
        if change == "swap":
            o = p["W_yc"] @ new + p["W_ya"] @ (weights @ a) + p["b_y"]
        if change == "blind":
            o = p["W_ya"] @ new + p["b_y"]
        if change == "only c":
            o = o - p["W_ya"] @ new
        if change == "old out":
            o = o + p["W_ya"] @ (d - new)
        if change == "bias":
            o = o - p["b_y"]
        last = {"best": np.argmax, "logs": lambda o: np.log(soft(o)), "tanh of o": np.tanh}
        if change in last:
            return last[change](o)
        return soft(o) if change == "probabilities" else o[:-1] if change == "shape" else o

    return function


test_decoder_step_mistakes = verdicts.wrong((checks.decoder_step, wrong_step(change), words) for change, words in [
    ("old", "before the token"), ("scale", "root of n_a"), ("softmax", "softmax of the dot"), ("swap", "changed places"),
    ("sum", "divides by the sum"), ("blind", "look back"), ("bias", "b_y is missing"),
    ("logistic", "not a logistic"), ("late", "inside the tanh"), ("b_y twice", "added twice"),
    ("first row", "leave out the first"), ("last row", "leave out the last"), ("divided", "Do not divide"),
    ("one matrix", "through W_ya"), ("columns", "gets one weight"),
    ("token", "count from 0"), ("last as old", "not the last row"), ("b_a twice", "b_a is added twice"), ("all", "add up all"),
    ("c in d", "into the scores only"), ("c alone", "c alone"), ("state", "is the new state"),
    ("b_a", "b_a is missing"), ("tanh", "is a tanh"), ("mean", "alike"),
    ("n_x", "not of n_x"), ("T", "number of states"), ("n_a", "not by n_a"), ("times", "multiply"), ("last", "the last state"),
    ("only c", "W_ya d is missing"), ("old out", "W_ya reads the new"), ("W_aa", "forgets"), ("W_ax", "read the token"),
    ("transposed", "transposed"), ("best", "best token"), ("logs", "logarithms"), ("tanh of o", "no tanh"),
    ("probabilities", "before the softmax"), ("shape", "shape")
])  # fmt: skip


def pair(first, second):
    joint = first[:, None] * second
    return np.unravel_index(np.argmax(joint), joint.shape)


test_best_pair = verdicts.right((checks.best_pair, function) for function in [
    pair, lambda f, s: [int(k) for k in pair(f, s)], lambda f, s: np.array(pair(f, s))
])  # fmt: skip

test_best_pair_mistakes = verdicts.wrong((checks.best_pair, *row) for row in [
    (lambda f, s: (np.argmax(f), np.argmax(s[np.argmax(f)])), "greedy"),
    (lambda f, s: pair(f, s)[::-1], "turned round"),
    (lambda f, s: pair(f, s.T), "Rows of"),
    (lambda f, s: np.unravel_index(np.argmax(f[:, None] + s), s.shape), "multiply"),
    (lambda f, s: np.unravel_index(np.argmax(s), s.shape), "first token is missing"),
    (lambda f, s: np.unravel_index(np.argmax(f * s), s.shape), "scales columns"),
    (lambda f, s: np.array(pair(f, s)) + 1, "from 0"),
    (lambda f, s: (np.argmax(f), np.argmax(f @ s)), "most probable pair"),
    (lambda f, s: np.argmax(f[:, None] * s, axis=1), "axis=1"),
    (lambda f, s: np.argmax(f[:, None] * s, axis=0), "axis=0"),
    (lambda f, s: np.argmax(f[:, None] * s), "unravel_index"),
    (lambda f, s: np.max(f[:, None] * s), "Asked is the pair"),
    (lambda f, s: f[:, None] * s, "table of all pairs"),
    (lambda f, s: pair(f, s)[0], "i alone"),
    (lambda f, s: pair(f, s)[1], "j alone"),
    (lambda f, s: (*pair(f, s), np.max(f[:, None] * s)), "without its probability"),
    (lambda f, s: np.unravel_index(np.argmin(f[:, None] * s), s.shape), "least probable"),
    (lambda f, s: np.argsort(-f)[:2], "likeliest first tokens"),
    (lambda f, s: np.argmax(f @ s), "whatever comes first"),
    (lambda f, s: (np.argmax(f), np.argmax(s.sum(0))), "likeliest pair"),
])  # fmt: skip

test_untouched_starters_are_not_attempted = verdicts.untouched(
    [(checks.feeds, ...), (checks.brevity, ...), (checks.decoder_step, ...), (checks.best_pair, lambda *a: ...)]
)
