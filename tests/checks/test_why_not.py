"""The checks of lecture 07: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import math
from collections import Counter, defaultdict

import numpy as np
import verdicts

from helpers.checks import why_not as check


def centred(x, k):
    B, T, n = x.shape
    padded = np.zeros((B, T + k - 1, n))
    padded[:, k // 2 : k // 2 + T] = x
    return np.concatenate([padded[:, j : j + T] for j in range(k)], axis=-1)


def best_rule(windows, labels):
    counts = defaultdict(lambda: [0, 0])
    for window, label in zip(windows, labels):
        counts[window][label] += 1
    return sum(map(max, counts.values())) / len(labels)


def counted(windows, labels):
    counts = defaultdict(Counter)
    for window, label in zip(windows, labels):
        counts[window][label] += 1
    return counts.values()


def by_set(windows, labels):
    pairs = Counter(zip(windows, labels))
    return np.float32(sum(max(pairs[w, 0], pairs[w, 1]) for w in set(windows)) / len(windows))


RIGHT = [
    (check.reach_of_layers, lambda L, k: L * (k - 1) + 1),
    (check.reach_of_layers, lambda L, k: np.int64(L * k - L + 1)),
    (check.layers, lambda gap, k: math.ceil((gap + 1) / (k - 1))),
    (check.layers, lambda gap, k: float(-((-gap - 1) // (k - 1)))),
    (check.centred, centred),
    (check.centred, lambda x, k: centred(x, k).astype(np.float32)),
    (check.centred, lambda x, k: centred(x, k).tolist()),
    (check.limit, best_rule),
    (check.limit, by_set),
]
WRONG = [
    (check.layers, lambda gap, k: (gap + 1) // (k - 1) + 1, "One layer too many"),
    (check.layers, lambda gap, k: math.ceil((gap + 2) / (k - 1)), "One layer too many"),
    (check.limit, lambda w, y: np.mean([y[w.index(v)] == label for v, label in zip(w, y)]), "the first label"),
    (check.limit, lambda w, y: sum(max(c) for c in counted(w, y)) / len(y), "largest label"),
    (check.limit, lambda w, y: max(Counter(zip(w, y)).values()) / len(y), "one pair only"),
    (check.limit, lambda w, y: sum(max(Counter(b for a, b in zip(w, y) if a == v).values()) for v in w) / len(y),
     "each different window once"),
    (check.limit, lambda w, y: max(max(c.values()) / c.total() for c in counted(w, y)), "share of one window"),
    (check.limit, lambda w, y: sum(max(c.values()) for c in counted(w, y)) // len(y), "needs /"),
    (check.reach_of_layers, lambda L, k: 2 * L + 1, "width of 3"),
    (check.reach_of_layers, lambda L, k: k * (L - 1) + 1, "exchanged"),
    (check.reach_of_layers, lambda L, k: k + L * (k - 1), "L - 1 others"),
    (check.layers, lambda gap, k: math.ceil((gap + 1) / 2), "width of 3"),
    (check.layers, lambda gap, k: max(1, math.ceil(gap / (k - 1))), "gap + 2 tokens"),
    (check.layers, lambda gap, k: math.ceil((gap + 1) / k), "adds k - 1 tokens"),
    (check.layers, lambda gap, k: round((gap + 1) / (k - 1)), "round up"),
    (check.layers, lambda gap, k: max(0, math.ceil((gap - 1) / (k - 1))), "gap + 2 tokens"),
    (
        check.centred,
        lambda x, k: np.concatenate(
            [x[:, np.clip(np.arange(x.shape[1]) + j, 0, x.shape[1] - 1)] for j in range(-(k // 2), k // 2 + 1)], axis=2
        ),
        "You repeat the first",
    ),
    (check.limit, lambda w, y: 100 * best_rule(w, y), "per cent"),
    (check.limit, lambda w, y: best_rule([v[0] for v in w], y), "first word only"),
    (check.limit, lambda w, y: best_rule(w, y) * len(y) / len(set(w)), "number of labels"),
    (check.reach_of_layers, lambda L, k: L * k, "share all tokens but one"),
    (check.reach_of_layers, lambda L, k: L * (k - 1), "the token at which the stack ends"),
    (check.reach_of_layers, lambda L, k: k**L, "never overlap"),
    (check.reach_of_layers, lambda L, k: k, "the reach of one layer"),
    (check.layers, lambda gap, k: math.ceil(gap / (k - 1)), "gap + 2"),
    (check.layers, lambda gap, k: (gap + 1) // (k - 1), "round up"),
    (check.layers, lambda gap, k: math.ceil((gap + 2) / k), "each layer adds k - 1"),
    (check.centred, lambda x, k: np.concatenate([np.roll(x, k // 2 - j, 1) for j in range(k)], 2), "np.roll"),
    (check.centred, lambda x, k: centred(x, 2 * k - 1)[:, :, : k * x.shape[2]], "Half of them should follow"),
    (check.centred, lambda x, k: x, "shape"),
    (check.limit, lambda w, y: np.mean(y), "share of the label 1. The best rule may answer 0 too"),
    (check.limit, lambda w, y: 1 - best_rule(w, y), "wrong answers"),
    (check.limit, lambda w, y: best_rule(w, y) * len(y), "Divide by the number"),
    (check.limit, lambda w, y: best_rule([v[-2:] for v in w], y), "a part of the window"),
]


test_right_answers_of_every_kind = verdicts.right(RIGHT)
test_mistakes_are_named = verdicts.wrong(WRONG)
EVERY = [check.reach_of_layers, check.layers, check.centred, check.limit]
test_untouched = verdicts.untouched((c, answer) for c in EVERY for answer in (..., lambda *a: ...))
test_broken_functions = verdicts.wrong(verdicts.broken(EVERY))
