"""Checks of lecture 05."""

import numpy as np

from helpers.checks.core import array, close, compare, exercise, mistaken, random_cases, right


@exercise
def count_by_hand(answer):
    """Give X_ac and the sum of the whole table."""
    found = array(answer, shape=(2,))
    if close(found, [0.5, 5]):
        return right("Every sentence of three words adds 5 to the sum of X.")
    mistakes = [
        ([5, 0.5], "These are the two numbers the other way round: first X_ac, then the sum."),
        ([1, 6], "A neighbour at distance 2 counts 1/2."),
        ([1, 3], "A neighbour at distance 2 counts 1/2, and each pair stands in the table twice."),
        ([0.5, 2.5], "X_ac is right. Each pair stands in the table twice, once in each direction."),
        ([0.5, 4], "X_ac is right. In the sum, too, a and c are a pair: 1/2, in each direction."),
        ([0.5, 3], "X_ac is right. In the sum, too, a and c count 1/2, and each pair stands in the table twice."),
        ([0.5, 6], "X_ac is right. In the sum, too, a and c count 1/2, in each direction."),
        ([0.5, 2], "X_ac is right. In the sum, too, a and c are a pair, and each pair stands in the table twice."),
        ([0, 4], "With a window of 2, a and c are neighbours."),
        ([1, 5], "X_ac is one cell: 1/2. Its mirror image X_ca holds the other half; the sum is right."),
        ([2, 8], "At distance k a neighbour counts 1/k, not k."),
    ]
    otherwise = "X_ac: how far apart are a and c, and what does that distance count?"
    if close(found[0], 0.5):
        otherwise = "X_ac is right. For the sum, add the three pairs, then both directions."
    return mistaken(found, mistakes, otherwise, "1/2 and 2 * (1 + 1 + 1/2)", close)


def _weight(X, x_max, alpha):
    return np.where(X < 1, 0, np.minimum(1, (X / x_max) ** alpha))


@exercise
def weight(function):
    """Return the weight, 0 below a count of 1."""
    fixed = np.array([0, 0.5, 1, 3, 60])

    def make(rng):
        X = np.concatenate([fixed, rng.uniform(0, 40, 4)])
        return X, float(rng.integers(5, 30)), float(rng.uniform(0.3, 0.95))

    mistakes = [
        (lambda X, m, a: np.minimum(1, (X / m) ** a), "Cells below 1 still have a weight."),
        (lambda X, m, a: np.where(X <= 1, 0, np.minimum(1, (X / m) ** a)), "A count of exactly 1 should keep its weight."),
        (lambda X, m, a: np.where(X < 1, 0, (X / m) ** a), "The weight should stop at 1."),
        (lambda X, m, a: np.where(X < 1, 0, np.minimum(1, X / m)), "Where is the power alpha?"),
        (lambda X, m, a: np.where(X < 1, 0, np.minimum(1, X**a / m)), "Divide by x_max first, then take the power."),
        (lambda X, m, a: np.where(X < 1, 0, np.minimum(1, X / m * a)), "alpha is an exponent, not a factor."),
        (lambda X, m, a: np.where(m > X, 0, np.minimum(1, (X / m) ** a)),
         "Only cells from x_max on have a weight. The threshold is 1; or did an array of ints cut 0.5 to 0?"),
        (lambda X, m, a: _weight(X, 10, 0.75), "Use x_max and alpha, not the 10 and 0.75 of the lecture."),
        (lambda X, m, a: _weight(X, 10, a), "Use x_max, not the 10 of the lecture."),
        (lambda X, m, a: _weight(X, m, 0.75), "Use alpha, not the 0.75 of the lecture."),
        (lambda X, m, a: np.where(X < 1, 0, np.maximum(1, (X / m) ** a)), "The weight is never above 1: take the minimum."),
        (lambda X, m, a: np.where(X < 1, 1, np.minimum(1, (X / m) ** a)), "Below a count of 1 the weight should be 0, not 1."),
        (lambda X, m, a: (np.clip(X, 1, m) / m) ** a, "You raise small counts to 1. They should have the weight 0."),
        (lambda X, m, a: np.where(X > 1, 0, np.minimum(1, (X / m) ** a)), "You kept the small cells and dropped the large ones."),
        (lambda X, m, a: np.where(X < 1, np.minimum(1, (X / m) ** a), 0), "You kept the small cells and dropped the large ones."),
        (lambda X, m, a: np.where((X < 1) | (m < X), 0, (X / m) ** a), "Above x_max the weight is 1, not 0."),
        (lambda X, m, a: X >= 1, "That is 1 from a count of 1 on. Up to x_max the weight should rise as before."),
        (lambda X, m, a: np.where(X < 1, 0, np.minimum(1, (m / np.maximum(X, 1)) ** a)),
         "The count is divided by x_max, not x_max by the count."),
    ]  # fmt: skip
    compare(function, _weight, random_cases(make), mistakes, "np.where(X < 1, 0, np.minimum(1, (X / x_max) ** alpha))")
    return right("With 1/k counts, a threshold of 1 drops what was seen once, at a distance.")


@exercise
def bias_gradients(function):
    """Return the derivatives of the loss for b and for b_tilde."""

    def make(rng):
        n = int(rng.integers(2, 6))
        return rng.normal(size=(n, n)), rng.random((n, n))

    def both(error, weight):
        return (weight * error).sum(axis=1), (weight * error).sum(axis=0)

    mistakes = [
        (lambda e, f: both(e, f)[::-1], "Rows belong to b, columns to b_tilde: you have them the other way round."),
        (lambda e, f: (both(e, f)[0], both(e, f)[0]), "Both are sums of rows. A b_tilde stands in all cells of a column."),
        (lambda e, f: (both(e, f)[1], both(e, f)[1]), "Both are sums of columns. A b stands in all cells of a row."),
        (lambda e, f: ((e @ f).sum(axis=1), (e @ f).sum(axis=0)), "Weight times error cell by cell: * and not @."),
        (lambda e, f: (np.sum(f * e),) * 2, "You add up all cells. Each word has its own bias: one sum for each row or column."),
        (lambda e, f: (f.sum(axis=1), f.sum(axis=0)), "The error is missing: each cell gives weight times error."),
        (lambda e, f: both(e, np.ones_like(f)), "You forgot the weights."),
        (lambda e, f: (both(e, f)[0] / len(e), both(e, f)[1] / len(e)), "The loss is a sum over the cells, not a mean."),
        (lambda e, f: (both(e, f)[0] / e.size, both(e, f)[1] / e.size), "The loss is a sum over the cells, not a mean."),
        (lambda e, f: (e.sum(axis=0), e.sum(axis=1)), "You forgot the weights, and rows belong to b, columns to b_tilde."),
        (lambda e, f: (2 * both(e, f)[0], 2 * both(e, f)[1]), "The loss has the factor one half: the 2 of the square cancels."),
        (lambda e, f: (both(e, f)[0] / 2, both(e, f)[1] / 2), "The 2 of the square cancels the one half of the loss."),
        (lambda e, f: both(e**2, f), "The derivative of a square holds the error once, not squared."),
        (lambda e, f: both(e**2 / 2, f), "That is the loss of each row and column. Its derivative holds the error once."),
        (lambda e, f: both(e, f**2), "The weight stands in the loss once, not squared."),
        (lambda e, f: both(e**2, f**2), "Square nothing: each cell gives weight times error."),
        (lambda e, f: (-both(e, f)[0], -both(e, f)[1]), "The sign is turned round."),
    ]
    compare(function, both, random_cases(make), mistakes, "r = weight * error; r.sum(axis=1), r.sum(axis=0)")
    return right("A bias is used in every cell of its row or column, so its contributions are added.")
