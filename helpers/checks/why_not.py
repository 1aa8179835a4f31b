"""Checks of lecture 07."""

from collections import Counter, defaultdict

import numpy as np

from helpers.checks.core import compare, exercise, random_cases, right


@exercise
def reach_of_layers(function):
    """Return how many tokens a stack of L layers of width k reaches."""
    cases = [(1, 1), (1, 5), (2, 3), (5, 3), (3, 4), (6, 2)]
    mistakes = [
        (lambda L, k: L * k, "Windows side by side would give L k. But neighbours share all tokens but one."),
        (lambda L, k: L * (k - 1), "Nearly: the token at which the stack ends counts too."),
        (lambda L, k: k**L, "k to the power of L would need windows that never overlap."),
        (lambda L, k: 2 * L + 1, "That holds for a width of 3. Here the width is k."),
        (lambda L, k: k * (L - 1) + 1, "L and k are exchanged: each of the L layers adds k - 1 tokens."),
        (lambda L, k: k, "That is the reach of one layer. Each further layer adds tokens."),
        (lambda L, k: L + k - 1, "Each further layer adds k - 1 tokens, not one."),
        (lambda L, k: L * (k - 1) + k, "The first layer brings k tokens; only the L - 1 others add k - 1 each."),
        (lambda L, k: (L - 1) * (k - 1) + 1, "One layer alone sees k tokens; your formula gives it 1."),
    ]
    compare(function, lambda L, k: L * (k - 1) + 1, cases, mistakes, formula="L * (k - 1) + 1")
    return right("Each layer adds k - 1 tokens, and a stack of no layers sees one: the token itself.")


def _layers(gap, k):
    return -(-(gap + 1) // (k - 1))


@exercise
def layers(function):
    """Return how many layers of width k are needed at a gap."""
    cases = [(0, 2), (0, 3), (9, 3), (10, 3), (10, 5), (10, 12), (3, 4), (7, 3)]
    mistakes = [
        (lambda gap, k: -(-gap // (k - 1)), "The reach must hold the gap, the cue and the city: gap + 2 tokens."),
        (lambda gap, k: -(-(gap - 1) // (k - 1)), "The reach must hold the gap, the cue and the city: gap + 2 tokens."),
        (lambda gap, k: max(1, -(-gap // (k - 1))), "The reach must hold the gap, the cue and the city: gap + 2 tokens."),
        (lambda gap, k: max(0, -(-(gap - 1) // (k - 1))), "The reach must hold the gap, the cue and the city: gap + 2 tokens."),
        (lambda gap, k: round((gap + 1) / (k - 1)), "round also rounds down. Layers come whole: round up."),
        (lambda gap, k: -(-(gap + 1) // 2), "That holds for a width of 3. Here the width is k."),
        (lambda gap, k: (gap + 1) // (k - 1) + 1, "One layer too many at times: one token needs none, L (k - 1) + 1 >= gap + 2."),
        (lambda gap, k: (gap + 1) // (k - 1), "Layers come whole: round up, or the cue stays just out of sight."),
        (lambda gap, k: (gap + 1) / (k - 1), "Layers come whole: round up."),
        (lambda gap, k: -(-(gap + 2) // k), "Windows of one layer overlap: each layer adds k - 1 tokens, not k."),
        (lambda gap, k: -(-(gap + 1) // k), "Windows of one layer overlap: each layer adds k - 1 tokens, not k."),
    ]
    compare(function, _layers, cases, mistakes, formula="math.ceil((gap + 1) / (k - 1))")
    return right("With width 3, gap 9 needs five layers and gap 10 needs six: one more word, one more layer.")


def _side_by_side(x, before, after):
    B, T, n = x.shape
    padded = np.concatenate([np.zeros((B, before, n)), x, np.zeros((B, after, n))], axis=1)
    return np.concatenate([padded[:, j : j + T] for j in range(before + after + 1)], axis=2)


@exercise
def centred(function):
    """Return each token with the k // 2 on both sides of it."""
    cases = random_cases(lambda rng: (rng.normal(size=(2, int(rng.integers(1, 7)), 3)), 2 * int(rng.integers(1, 4)) + 1))

    def newest_first(x, k):
        parts = np.split(_side_by_side(x, k // 2, k // 2), k, axis=2)
        return np.concatenate(parts[::-1], axis=2)

    def repeated_ends(x, k):
        padded = np.pad(x, ((0, 0), (k // 2, k // 2), (0, 0)), mode="edge")
        return np.concatenate([padded[:, j : j + x.shape[1]] for j in range(k)], axis=2)

    mistakes = [
        (lambda x, k: _side_by_side(x, k - 1, 0), "That is `windows`: all its tokens end here. Half of them should follow."),
        (lambda x, k: _side_by_side(x, 0, k - 1), "Your window begins at the position. Half of it should lie before."),
        (repeated_ends, "You repeat the first and the last token. Where there is no token, zeros should stand."),
        (newest_first, "The order is reversed: the oldest token comes first."),
        (lambda x, k: _side_by_side(x, k, k), "That is k tokens on both sides. The whole window has k: take k // 2 on each."),
        (lambda x, k: np.concatenate([np.roll(x, k // 2 - j, axis=1) for j in range(k)], axis=2),
         "np.roll brings the end of the sentence to its beginning. Where there is no token, zeros should stand."),
        (lambda x, k: np.swapaxes(_side_by_side(x, k // 2, k // 2).reshape(*x.shape[:2], k, -1), 2, 3).reshape(*x.shape[:2], -1),
         "Your numbers are mixed: all numbers of the oldest token come first, then those of the next."),
    ]  # fmt: skip
    compare(function, lambda x, k: _side_by_side(x, k // 2, k // 2), cases, mistakes)
    return right("A tagger with this window sees late cues too, as far as k // 2 words.")


def _counts(windows, labels):
    """For each window, how often it has which label."""
    counts = defaultdict(Counter)
    for window, label in zip(windows, labels):
        counts[tuple(window)][label] += 1
    return counts.values()


def _limit(windows, labels):
    return sum(max(c.values()) for c in _counts(windows, labels)) / len(labels)


def _mean_of_shares(windows, labels):
    return np.mean([max(c.values()) / c.total() for c in _counts(windows, labels)])


def _last_label(windows, labels):
    seen = {tuple(window): label for window, label in zip(windows, labels)}
    return np.mean([seen[tuple(window)] == label for window, label in zip(windows, labels)])


def _first_label(windows, labels):
    return _last_label(windows[::-1], labels[::-1])


def _largest_key(windows, labels):
    ones = {tuple(window) for window, label in zip(windows, labels) if label}
    return len(ones) / len(labels)


def _always_one(windows, labels):
    return sum(label == 1 for label in labels) / len(labels)


def _word_bag(windows, labels):
    return _limit([tuple(sorted(window)) for window in windows], labels)


def _draw_windows(rng):
    n, words = int(rng.integers(12, 40)), ["to", "from", "of"]
    windows = [(words[rng.integers(3)], words[rng.integers(3)], "#") for _ in range(n)]
    return windows, [int(rng.random() < (0.8 if window[1] == "to" else 0.35)) for window in windows]


@exercise
def limit(function):
    """Write my_limit(windows, labels), the share of right answers of the best rule."""
    mistakes = [
        (_mean_of_shares, "You average the shares of the windows. A frequent window counts more: add up first, divide once."),
        (_last_label, "You keep the last label of each window. Count both labels, and take the more frequent one."),
        (_first_label, "You keep the first label of each window. Count both labels, and take the more frequent one."),
        (_largest_key, "max of a Counter is its largest label. The counts are its values: max(c.values())."),
        (lambda w, y: max(Counter(zip(map(tuple, w), y)).values()) / len(y), "That is one pair only. Add up all windows."),
        (lambda w, y: sum(max(Counter(b for a, b in zip(w, y) if a == v).values()) for v in w) / len(y),
         "You add a window once for each time that it occurs. Add each different window once."),
        (lambda w, y: max(max(c.values()) / c.total() for c in _counts(w, y)),
         "That is the share of one window. Add up all of them."),
        (lambda w, y: int(_limit(w, y)), "// cuts off what is behind the point. A share needs /."),
        (_always_one, "That is the share of the label 1. The best rule may answer 0 too: take the larger count."),
        (lambda w, y: max(np.mean(y), 1 - np.mean(y)), "That rule ignores the window: it gives the same answer everywhere."),
        (lambda w, y: _limit(w, y) * len(y), "That is the number of right answers. Divide by the number of all."),
        (lambda w, y: _limit(w, y) * 100, "That is in per cent. Give a share, between 0 and 1."),
        (lambda w, y: _limit(w, y) * len(y) / len(set(w)), "Divide by the number of labels, not of different windows."),
        (lambda w, y: _limit([v[:1] for v in w], y), "You use the first word only. The rule sees the whole window."),
        (lambda w, y: 1 - _limit(w, y), "That is the share of wrong answers."),
        (_word_bag, "You lose the order of the words in a window: compare the tuples as they are."),
        (lambda w, y: _limit([v[-2:] for v in w], y), "You use a part of the window only. The rule sees all of it."),
    ]
    cases = [*random_cases(_draw_windows), ([("to", "#")], [0])]
    compare(function, _limit, cases, mistakes, formula="sum of max(n_0, n_1) over the windows / number of labels")
    return right("No network with this window, of any size, can do better on these sentences.")
