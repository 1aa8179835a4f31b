"""Checks of appendix 11a."""

import numpy as np

from helpers.checks.core import call, exercise, right, same_shape, wrong


def _number(answer):
    return isinstance(answer, int | float | np.number) and not isinstance(answer, bool)


@exercise
def cells_saved(answer):
    """Give the share of the cells that are padding."""
    if not _number(answer):
        return wrong(f"Give a number, not {type(answer).__name__}.")
    if abs(answer - 0.5) < 0.005:
        return right("20 of 40 cells hold no token.")
    if abs(answer - 20) < 0.005:
        return wrong("That is the number of cells. The share is a number between 0 and 1.")
    return wrong("The rectangle has 4 sentences times 10 tokens. How many of its cells are real?")


@exercise
def rows_of_steps(function):
    """Return how many sentences have 1, 2, ... tokens or more."""
    for lengths in ([3, 1, 3, 2], [5], [1, 1, 1]):
        expected = [sum(n >= i for n in lengths) for i in range(1, max(lengths) + 1)]
        found = call(function, np.array(lengths))
        if np.shape(found) != (len(expected),):
            return wrong(f"For lengths {lengths} there are {len(expected)} steps, you returned shape {np.shape(found)}.")
        if list(found) != expected:
            return wrong(f"For lengths {lengths} you returned {list(map(int, found))}, it should be {expected}.")
    return right("Step i computes as many rows as there are sentences of i tokens or more.")


@exercise
def one_product(function):
    """Return the gradient of W_aa of all steps in one product, (n_a, n_a)."""
    rng = np.random.default_rng(0)
    delta, a = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 6, 3))
    found = np.asarray(call(function, delta, a))
    if outcome := same_shape(found, (3, 3)):
        return outcome
    if np.allclose(found, np.einsum("bij,bik->jk", delta, a[:, :-1])):
        return right("Ten outer products, one matrix product.")
    if np.allclose(found, np.einsum("bij,bik->jk", delta, a[:, :-1]).T):
        return wrong("Transposed: rows belong to delta.")
    if np.allclose(found, np.einsum("bij,bik->jk", delta, a[:, 1:])):
        return wrong("delta of step i goes with the state before it: leave out the last state, not the first.")
    return wrong("Put sentences and positions into one axis with reshape(-1, n_a), then multiply once.")
