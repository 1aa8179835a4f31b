"""Checks of lecture 03."""

import numpy as np

from helpers.checks.core import compare, exercise, mistaken, number, random_cases, right, rounded


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
        (np.exp(1.4), "You mixed two bases: the mean is 1.4 to base 2, so the perplexity is 2 to this power."),
        (2 ** (1.4 * np.log(2)), "You mixed two bases: the mean of -log p is natural, so the perplexity is exp of it."),
        (2**-7, "This is the probability of all five. Take its fifth root, and 1 over it."),
        (2**7, "This is 1 over the product of all five. Take its fifth root: one number per token."),
    ]
    otherwise = "Add -log p of the five tokens, divide by 5, take exp."
    return mistaken(value, mistakes, otherwise, "exp(-(4 log(1/2) + log(1/8)) / 5)")


def _negative(counts):
    return int((2 * (counts > 0).sum(axis=0) > len(counts)).sum())


@exercise
def negative_weights(function):
    """Return how many tokens get a negative weight."""

    def make(rng):
        D, n = (int(size) for size in rng.integers((4, 6), (9, 12)))
        return (rng.integers(1, 4, (D, n)) * (rng.random((D, n)) < rng.random(n)),)

    def mistaken(negative):
        return lambda c: int(np.sum(negative((c > 0).sum(axis=0), len(c))))

    mistakes = [
        (mistaken(lambda D_w, D: 2 * D_w >= D), "At half of the documents the weight is log 1 = 0, and 0 is not negative."),
        (mistaken(lambda D_w, D: (2 * D_w > D) & (D_w < D)),
         "A token that all documents hold counts too: log 0 is minus infinity."),
        (mistaken(lambda D_w, D: D_w == D), "log 0 is negative, but so is the logarithm of each number below 1."),
        (mistaken(lambda D_w, D: 2 * D_w < D), "Those are the positive weights."),
        (mistaken(lambda D_w, D: 2 * D_w <= D), "Those are the weights that are not negative."),
        (lambda c: _negative(c) / c.shape[1], "That is a share. Give the number of tokens."),
        (lambda c: int((2 * c.sum(axis=0) > len(c)).sum()), "You add up the counts. D_w counts each document once."),
        (lambda c: _negative(c.T), "You go along the rows. D_w counts the documents of one token: along axis 0."),
        (lambda c: int((2 * (c > 0).sum(axis=0) > c.shape[1]).sum()), "D is the number of documents, the rows of the table."),
        (mistaken(lambda D_w, D: D_w > D),
         "You find none. Does D - D_w stand above the line, in brackets? log(D / D_w) is never negative."),
        (lambda c: int((np.log((len(c) - c.sum(axis=0)) / c.sum(axis=0)) < 0).sum()),
         "You add up the counts. D_w counts each document once."),
        (lambda c: int((2 * (c > 0).sum(axis=1) > len(c)).sum()),
         "You go along the rows. D_w counts the documents of one token: along axis 0."),
    ]  # fmt: skip
    cases = [*random_cases(make), (2 * np.tri(4, 5, -1, dtype=int)[:, ::-1],)]
    compare(function, _negative, cases, mistakes, "((counts > 0).sum(axis=0) > len(counts) / 2).sum()", untouched=True)
    return right("Those in more than half of the documents. Where only the question is weighed, an entry with such a word sinks.")


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
        (pmi, "The logarithm of an empty cell is minus infinity, and some values are negative: put 0 for both."),
        (lambda c: np.nan_to_num(pmi(c)),
         "np.nan_to_num makes minus infinity a huge negative number: put 0 for it, and for every negative value."),
        (lambda c: np.where(c > 0, pmi(c), 0), "Negative values should become 0: that is what *positive* says."),
        (lambda c: np.where(c > 0, np.abs(pmi(c)), 0), "A negative value becomes 0. You turn its sign round."),
        (lambda c: _ppmi(c + 1), "You add to the counts. Here an empty cell stays empty, and gets 0."),
        (lambda c: _ppmi(c) / np.log(10), "Take the natural logarithm, as in the lecture."),
        (lambda c: _ppmi(c) / np.log(2), "Take the natural logarithm, as in the lecture."),
        (lambda c: np.maximum(np.exp(np.where(c > 0, pmi(c), -np.inf)), 1), "Where is the logarithm?"),
        (without_log, "Where is the logarithm?"),
        (lambda c: np.log(np.maximum(c / np.outer(c.sum(axis=1), c.sum(axis=0)), 1)),
         "Every cell is 0. Is each count divided by the sum of all, and the whole product P(i) P(j) below the line?"),
        (lambda c: np.log(np.maximum(c * c.sum() ** 2 / np.outer(c.sum(axis=1), c.sum(axis=0)), 1)),
         "P(i, j) is a share of all counts too: divide by their sum."),
        (lambda c: np.log(np.maximum(c * c.sum() / (c.sum(axis=1) * c.sum(axis=0)), 1)),
         "You multiply two rows cell by cell. Every P(i) meets every P(j): that is np.outer."),
        (lambda c: np.maximum(-pmi(c), 0), "The ratio is upside down."),
        (lambda c: np.maximum(np.log(np.maximum(c / c.sum(axis=1, keepdims=True), 1e-300)), 0),
         "These are shares of a row. Divide by what chance would give, P(i) times P(j)."),
        (lambda c: np.maximum(-np.where(c > 0, pmi(c), 0), 0), "The ratio is upside down."),
    ]  # fmt: skip
    compare(function, _ppmi, random_cases(make), mistakes, "log(max(1, P(i, j) / (P(i) P(j))))", untouched=True)
    return right("An empty cell is 0, as is every pair that meets no more often than by chance.")
