"""Checks of lecture 14: right answers of any type pass, the programs that people write are named."""

from fractions import Fraction

import numpy as np
import verdicts

from helpers.checks import generation as checks


def softmax_plain(o):
    return np.exp(o) / np.exp(o).sum()


def stable(o):
    e = np.exp(o - o.max())
    return e / e.sum()


def complete(o, temperature):
    if temperature == 0:
        return np.eye(len(o))[np.argmax(o)]
    return stable(np.asarray(o) / temperature)


def refusing(o, temperature):
    if temperature <= 0:
        raise ValueError("temperature must be above 0")
    return stable(o / temperature).tolist()


def asserting(o, temperature):
    assert temperature > 0
    return stable(o / temperature)


def nearly_zero(o, temperature):
    return stable((o - o.max()) / (temperature + 1e-6))


def in_single_precision(o, temperature):
    return complete(o, temperature).astype(np.float32)


test_at_temperature = verdicts.right((checks.temperature_of, function) for function in [
    complete, refusing, asserting, nearly_zero, in_single_precision
])  # fmt: skip

test_at_temperature_mistakes = verdicts.wrong((checks.temperature_of, *row) for row in [
    (lambda o, t: stable(o) / t, "divided the probabilities"),
    (lambda o, t: stable(o) / t / np.sum(stable(o) / t), "does nothing"),
    (lambda o, t: stable(o), "does nothing"),
    (lambda o, t: stable(o * t), "multiplied"),
    (lambda o, t: stable(stable(o) / t), "divide o, not p"),
    (lambda o, t: stable(o) ** (1 / t), "no longer add up"),
    (lambda o, t: (o - o.max()) / t, "softmax is missing"),
    (lambda o, t: o / t, "softmax is missing"),
    (lambda o, t: np.exp((o - o.max()) / t), "divide by their sum"),
    (lambda o, t: np.log(stable(o / t)), "logarithms"),
    (lambda o, t: np.sort(stable(o / t)), "order of the tokens"),
    (lambda o, t: int(np.argmax(o)), "likeliest token"),
    (lambda o, t: stable(o / t**2), "divided twice"),
    (lambda o, t: stable(np.log(2) * o / t), "not of 2"),
    (lambda o, t: stable(o / t) if t else np.argmax(o), "one number"),
    (lambda o, t: softmax_plain(o / t), "nan"),
    (lambda o, t: stable(o / t), "Temperature 0"),
    (lambda o, t: complete(o, t) if t else np.full(3, 1 / 3), "largest score"),
    (lambda o, t: complete(o, t)[:-1], "shape"),
])  # fmt: skip


def by_loop(batches):
    total = count = 0
    for batch in batches:
        for loss in batch:
            total, count = total + loss, count + 1
    return float(np.exp(total / count))


test_text_perplexity = verdicts.right((checks.perplexity_of, function) for function in [
    by_loop, lambda b: np.exp(np.concatenate(b).mean()), lambda b: np.array([by_loop(b)])
])  # fmt: skip

test_text_perplexity_mistakes = verdicts.wrong((checks.perplexity_of, *row) for row in [
    (lambda b: np.exp(np.mean([x.mean() for x in b])), "mean of means"),
    (lambda b: np.mean([np.exp(x.mean()) for x in b]), "averaged the perplexities"),
    (lambda b: np.mean(np.exp(np.concatenate(b))), "exponential comes last"),
    (lambda b: 2 ** np.concatenate(b).mean(), "natural"),
    (lambda b: np.concatenate(b).mean(), "mean loss"),
    (lambda b: np.exp(np.concatenate(b).sum()), "sum of the losses"),
    (lambda b: np.concatenate(b).mean() / np.log(2), "bits a token"),
    (lambda b: np.exp(-np.concatenate(b).mean()), "no further minus"),
    (lambda b: np.exp(np.concatenate(b).sum() / len(b)), "number of batches"),
    (lambda b: 2 ** (np.concatenate(b).mean() * np.log(2)), "you divide by log 2"),
    (lambda b: np.exp(-np.log(np.concatenate(b)).mean()), "not probabilities"),
    (lambda b: np.exp(sum(x.mean() for x in b)), "added up means"),
    (lambda b: np.exp(np.median(np.concatenate(b))), "median"),
    (lambda b: np.exp(np.concatenate(b).sum() / (np.concatenate(b).size - 1)), "one less"),
    (lambda b: 2.639, "number of one example"),
])  # fmt: skip

test_bits_of_a_word = verdicts.right((checks.bits_of_a_word, answer) for answer in [
    17.3, 17.31, 12 / np.log(2), np.float32(17.3123), Fraction(1731, 100), [17.31], 12 * 1.44
])  # fmt: skip

test_bits_of_a_word_mistakes = verdicts.wrong((checks.bits_of_a_word, *row) for row in [
    (12, "nats"), (8.32, "multiplied"), (2.885, "A word has six"), (162754.79, "perplexity"), (0.481, "add up"), (5, "First"),
    (6 * np.log(2), "a word 12"), (6 / np.log(2), "It costs 2"), (8.64, "It costs 2"), (17.4, "First")
])  # fmt: skip


GRID = np.linspace(0, 1, 11)


def bits(w, p, q):
    return -np.mean(np.log2(w * p + (1 - w) * q))


def best(p, q):
    return GRID[np.argmin([bits(w, p, q) for w in GRID])]


test_best_weight = verdicts.right((checks.mixture_weight, function) for function in [
    best, lambda p, q: round(float(best(p, q)), 1), lambda p, q: min(GRID, key=lambda w: bits(w, p, q))
])  # fmt: skip

test_best_weight_mistakes = verdicts.wrong((checks.mixture_weight, *row) for row in [
    (lambda p, q: 1 - best(p, q), "weight of q"),
    (lambda p, q: GRID[np.argmax([bits(w, p, q) for w in GRID])], "most bits"),
    (lambda p, q: GRID[np.argmax([np.mean(w * p + (1 - w) * q) for w in GRID])], "logarithm first"),
    (lambda p, q: GRID[np.argmax([np.mean(w * np.log(p) + (1 - w) * np.log(q)) for w in GRID])], "mixed logarithms"),
    (lambda p, q: np.mean(p > q), "How often"),
    (lambda p, q: np.argmin([bits(w, p, q) for w in GRID]), "number in the list"),
    (lambda p, q: min(bits(w, p, q) for w in GRID), "These are the bits"),
    (lambda p, q: min(np.arange(0, 1, 0.1), key=lambda w: bits(w, p, q)), "weight 1 is missing"),
    (lambda p, q: min(GRID[1:-1], key=lambda w: bits(w, p, q)), "0 and 1 belong"),
    (lambda p, q: min(np.linspace(0, 1, 101), key=lambda w: bits(w, p, q)), "grid is finer"),
    (lambda p, q: min(np.linspace(0, 1, 10), key=lambda w: bits(w, p, q)), "steps of 1/9"),
    (lambda p, q: 0.5, "it should be"),
])  # fmt: skip

test_untouched_starters_are_not_attempted = verdicts.untouched(
    [(checks.bits_of_a_word, ...), (checks.temperature_of, lambda *a: ...), (checks.mixture_weight, lambda *a: ...),
     (checks.perplexity_of, ...)]
)  # fmt: skip
