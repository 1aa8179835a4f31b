"""Checks of appendix 11a."""

import dis

import numpy as np

from helpers.checks.core import close, compare, exercise, number, random_cases, right, rounded, wrong


@exercise
def cells_saved(answer):
    """Give the share of the cells that are padding."""
    value = number(answer)
    if rounded(value, 0.5, 1):
        return right("20 of 40 cells hold no token.")
    if close(value, 20):
        return wrong("That is the number of cells. The share is a number between 0 and 1.")
    if close(value, 50):
        return wrong("That is in percent. The share is a number between 0 and 1.")
    return wrong("The rectangle has 4 sentences times 10 tokens. How many of its cells are real?", formula="1 - 20 / 40")


@exercise
def rows_of_steps(function):
    """Return how many sentences have 1, 2, ... tokens or more."""
    cases = [(np.array(lengths),) for lengths in ([3, 1, 3, 2], [5], [1, 1, 1])]
    cases += random_cases(lambda rng: (rng.integers(1, 9, rng.integers(1, 7)),))
    mistakes = [
        (lambda n: [np.sum(n == i) for i in range(1, max(n) + 1)],
         "You counted sentences of exactly i tokens. Step i needs all of i or more."),
        (lambda n: [np.sum(n > i) for i in range(1, max(n) + 1)],
         "A sentence of i tokens still has step i: i or more, not more than i."),
        (lambda n: [np.sum(n >= i) for i in range(max(n))], "The first step is step 1: range(1, max + 1)."),
    ]  # fmt: skip
    compare(function, lambda n: [np.sum(n >= i) for i in range(1, max(n) + 1)], cases, mistakes)
    return right("Step i computes as many rows as there are sentences of i tokens or more.")


def _sum_of_outer(delta, a):
    return np.einsum("bij,bik->jk", delta, a[:, :-1])


def _has_loop(code):
    """True if the code, or a function or comprehension in it, jumps back: for, while and every kind of comprehension do."""
    jumps = {*dis.hasjrel, *dis.hasjabs}
    if not hasattr(code, "co_consts"):
        return False
    back = any(step.opcode in jumps and step.argval < step.offset for step in dis.get_instructions(code))
    return back or any(map(_has_loop, code.co_consts))


@exercise
def one_product(function):
    """Return the gradient of W_aa of all steps in one product, (n_a, n_a)."""
    cases = random_cases(lambda rng: (rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 6, 3))))
    mistakes = [
        (lambda delta, a: _sum_of_outer(delta, a).T, "Transposed: rows belong to delta."),
        (lambda delta, a: np.einsum("bij,bik->jk", delta, a[:, 1:]),
         "delta of step i goes with the state before it: leave out the last state, not the first."),
    ]  # fmt: skip
    compare(function, _sum_of_outer, cases, mistakes, formula="delta.reshape(-1, n_a).T @ a[:, :-1].reshape(-1, n_a)")
    if _has_loop(getattr(function, "__code__", None)):
        return wrong("The numbers are right. Now without a loop: one product for all sentences and steps.")
    return right("Ten outer products, one matrix product.")
