"""Checks of lecture 03."""

import numpy as np

from helpers.checks.core import NotYetError, compare, exercise, number, random_cases, right, rounded


@exercise
def perplexity_of_five(answer):
    """Give the perplexity of the five tokens."""
    value = number(answer)
    if rounded(value, 2**1.4):
        return right("As hard as guessing among 2.64 equally likely tokens.")
    mistakes = [
        (4, "You averaged the means of two texts: four tokens and one token weigh the same then. Average over the tokens."),
        (1.4, "This is the mean of -log p to base 2. The perplexity is 2 to this power."),
        (1.4 * np.log(2), "This is the mean of -log p. The perplexity is exp of it."),
        (3.2, "You averaged 1/p. Average the logarithms, and take exp at the end."),
        (1 / 0.425, "You inverted the mean of the probabilities. Average their logarithms."),
        (2**-1.4, "This is the geometric mean of the probabilities. The perplexity is 1 divided by it."),
        (2**7, "This is 1 over the product of all five. Take its fifth root: one number per token."),
    ]
    for wrong_value, words in mistakes:
        if rounded(value, wrong_value):
            raise NotYetError(words, "exp(-(4 log(1/2) + log(1/8)) / 5)")
    raise NotYetError("Add -log p of the five tokens, divide by 5, take exp.", "exp(-(4 log(1/2) + log(1/8)) / 5)")


@exercise
def add_k(function):
    """Return the probability with k added."""

    def make(rng):
        total = int(rng.integers(1, 40))
        return int(rng.integers(0, total + 1)), total, float(rng.choice([0.01, 0.5, 1, 2])), int(rng.integers(5, 3000))

    mistakes = [
        (lambda c, t, k, N: (c + k) / (t + k), "k goes to each of the N tokens, so the denominator grows by k times N."),
        (lambda c, t, k, N: (c + k) / (t + N), "The denominator grows by k times N, not by N."),
        (lambda c, t, k, N: (c + 1) / (t + N), "This adds 1. Add k."),
        (lambda c, t, k, N: (c + k) / t if t else 0.0, "With this denominator the N probabilities add up to more than 1."),
        (lambda c, t, k, N: (c + k * N) / (t + k * N), "A single token gets k, not k times N."),
        (lambda c, t, k, N: c / (t + k * N), "The token itself gets k as well: an unseen one has probability 0 here."),
    ]
    cases, formula = [*random_cases(make), (0, 12, 0.5, 40)], "(count + k) / (total + k * N)"
    compare(function, lambda c, t, k, N: (c + k) / (t + k * N), cases, mistakes, formula)
    new = [(lambda c, t, k, N: 0.0, "A context that was never seen, with total 0, still gives each token 1 / N.")]
    compare(function, lambda c, t, k, N: k / (k * N), [(0, 0, 0.5, 40)], new, formula)
    return right("A context that was never seen gives each token 1 / N.")


def _ppmi(counts):
    joint = np.asarray(counts, float) / np.sum(counts)
    expected = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    return np.log(np.maximum(np.where(joint > 0, joint, expected) / expected, 1))


@exercise
def ppmi_table(function):
    """Return the PPMI table."""

    def make(rng):
        n = int(rng.integers(3, 6))
        half = rng.integers(0, 4, (n, n))
        half[0] += 1  # no word without neighbours
        return ((half + half.T).astype(float),)

    def pmi(counts):
        with np.errstate(divide="ignore"):
            joint = counts / counts.sum()
            return np.log(joint / np.outer(joint.sum(axis=1), joint.sum(axis=0)))

    def without_log(counts):
        return np.maximum(np.exp(np.where(counts > 0, pmi(counts), -np.inf)), 0)

    mistakes = [
        (lambda c: np.where(c > 0, pmi(c), 0), "Negative values should become 0: that is what *positive* says."),
        (lambda c: _ppmi(c) / np.log(2), "Take the natural logarithm, as in the lecture."),
        (without_log, "Where is the logarithm?"),
        (lambda c: np.log(np.maximum(c / np.outer(c.sum(axis=1), c.sum(axis=0)), 1)),
         "Every cell is 0. Did you divide the counts by their sum first?"),
        (lambda c: np.maximum(np.log(np.maximum(c / c.sum(axis=1, keepdims=True), 1e-300)), 0),
         "These are shares of a row. Divide by what chance would give, P(i) times P(j)."),
        (lambda c: np.maximum(-np.where(c > 0, pmi(c), 0), 0), "The ratio is upside down."),
    ]  # fmt: skip
    compare(function, _ppmi, random_cases(make), mistakes, "log(max(1, P(i, j) / (P(i) P(j))))", untouched=True)
    return right("An empty cell is 0, as is every pair that meets no more often than by chance.")
