"""Checks of appendix 11a."""

import sys

import numpy as np

from helpers.checks.core import call, compare, exercise, mistaken, number, random_cases, right, rounded, wrong


@exercise
def cells_saved(answer):
    """Give the share of the cells that are padding."""
    value = number(answer)
    if rounded(value, 0.4, 1):
        return right("16 of 40 cells hold no token.")
    mistakes = [
        (0.6, "That is the share of the real tokens. What is the rest?"),
        (16, "That is the number of cells. The share is a number between 0 and 1."),
        (40, "That is in percent. The share is a number between 0 and 1."),
        (60, "That is the share of the real tokens, and in percent. The rest, between 0 and 1, is asked for."),
        (24, "So many cells are real. How many of the 40 are padding, and what share is that?"),
        (16 / 24, "That is padding over real tokens. Divide by all cells of the rectangle."),
    ]
    otherwise = "The rectangle has 4 sentences times 10 tokens. How many of its cells are real?"
    return mistaken(value, mistakes, otherwise, "1 - 24 / 40")


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
        (lambda n: [np.sum(n >= i) for i in range(max(n) + 1)], "The first step is step 1: begin your range with 1."),
        (lambda n: [np.sum(n >= i) for i in range(1, max(n))], "The last step is missing: range stops before its end."),
        (lambda n: [np.sum(n < i) for i in range(1, max(n) + 1)], "Those have ended. Step i needs all of i tokens or more."),
        (lambda n: [np.mean(n >= i) for i in range(1, max(n) + 1)],
         "np.mean gives the share of the sentences. Count them: np.sum."),
        (lambda n: [len(n) for i in range(1, max(n) + 1)],
         "len counts every sentence, True or False. np.sum counts those that are True."),
        (lambda n: [np.sum(n[n >= i]) for i in range(1, max(n) + 1)],
         "You added up their tokens. Count the sentences: np.sum(lengths >= i)."),
        (lambda n: [n >= i for i in range(1, max(n) + 1)], "True or False for each sentence: np.sum counts how many are True."),
        (lambda n: [np.sum(n >= i) for i in range(1, len(n) + 1)],
         "len(lengths) is the number of sentences. The last step is the length of the longest: max(lengths)."),
        (lambda n: [np.sum(n >= i) for i in range(len(n))],
         "len(lengths) is the number of sentences. The last step is the length of the longest: max(lengths)."),
        (lambda n: [np.sum(n > i) for i in range(max(n) + 1)],
         "One too many: there is no step after the end of the longest sentence."),
        (lambda n: [np.sum(n >= i) for i in range(max(n), 0, -1)], "Yours begin with the last step. Begin with step 1."),
        (lambda n: [np.sum(n <= i) for i in range(1, max(n) + 1)], "Those have ended. Step i needs all of i tokens or more."),
        (lambda n: sorted(n, reverse=True), "Those are the lengths, longest first. For each step, count sentences."),
        (lambda n: (n[:, None] >= np.arange(1, max(n) + 1)).sum(1),
         "You summed over the steps, which gives the lengths back. Sum over the sentences: the other axis."),
    ]  # fmt: skip
    compare(function, lambda n: [np.sum(n >= i) for i in range(1, max(n) + 1)], cases, mistakes, untouched=True)
    return right("Step i computes as many rows as there are sentences of i tokens or more.")


def _sum_of_outer(delta, a):
    return np.einsum("bij,bik->jk", delta, a[:, :-1])


def _lines(function, *arguments):
    """How many lines and calls of Python one call runs, in functions that it calls too, but not inside of NumPy."""
    count, before, numpy = 0, sys.gettrace(), np.__path__[0]

    def trace(frame, *_):
        nonlocal count
        if frame.f_code.co_filename.startswith(numpy):
            return None
        count += 1
        return trace

    sys.settrace(trace)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count


def _has_loop(function):
    """True if a larger batch runs more lines: for, while, comprehensions, map, recursion, wherever they stand."""
    small, large = ((np.ones((B, T, n)), np.ones((B, T + 1, n))) for B, T, n in ((2, 3, 3), (4, 6, 5)))
    function(*small)  # what is done once, at the first call, does not count
    return _lines(function, *small) != _lines(function, *large)


@exercise
def one_product(function):
    """Return the gradient of W_aa of all steps in one product, (n_a, n_a)."""

    def case(rng):
        B, T, n_a = rng.integers(2, 5, 3)
        return rng.normal(size=(B, T, n_a)), rng.normal(size=(B, T + 1, n_a))

    mistakes = [
        (lambda delta, a: _sum_of_outer(delta, a).T, "Transposed: rows belong to delta."),
        (lambda delta, a: np.einsum("bij,bik->jk", delta, a[:, 1:]),
         "delta of step i goes with the state before it: leave out the last state, not the first."),
        (lambda delta, a: np.einsum("bij,bik->jk", delta, a[:, 1:]).T,
         "Two mistakes: rows belong to delta, and delta of step i goes with the state before it."),
        (lambda delta, a: _sum_of_outer(delta, a) / delta[..., 0].size, "That is the mean. The steps are added up."),
        (lambda delta, a: _sum_of_outer(delta, a) / len(delta), "That is the mean of the sentences. They are added up too."),
        (lambda delta, a: _sum_of_outer(delta, a) / delta.shape[1], "That is the mean of the steps. They are added up."),
        (lambda delta, a: -_sum_of_outer(delta, a), "The sign is turned: nothing is subtracted here."),
        (lambda delta, a: delta.transpose(0, 2, 1) @ a[:, :-1],
         "One matrix for each sentence. Add them up: one product for all."),
        (lambda delta, a: np.einsum("bij,bik->ijk", delta, a[:, :-1]),
         "One matrix for each step. Add them up: one product for all."),
        (lambda delta, a: delta * a[:, :-1], "* multiplies entry by entry. Here each entry of delta meets each of a: @."),
        (lambda delta, a: (delta * a[:, :-1]).sum((0, 1)),
         "* multiplies entry by entry. Here each entry of delta meets each of a: @."),
        (lambda delta, a: np.outer(delta.sum((0, 1)), a[:, :-1].sum((0, 1))),
         "You added up first, then multiplied. Each delta meets its own state only."),
        (lambda delta, a: delta[0].T @ a[0, :-1], "That is the first sentence alone. All sentences are added up."),
        (lambda delta, a: np.tensordot(delta, a[:, :-1], (1, 1)),
         "You summed over the steps alone: each sentence met every other. Sum over sentences too: both axes, 0 and 1."),
        (lambda delta, a: delta[:, -1].T @ a[:, -2], "That is the last step alone. All steps are added up."),
        (lambda delta, a: delta.swapaxes(0, 1).reshape(-1, a.shape[2]).T @ a[:, :-1].reshape(-1, a.shape[2]),
         "The rows of delta and of a stand in different orders: turn both, or neither."),
        (lambda delta, a: delta.reshape(-1, a.shape[2]).T @ a[:, :-1].swapaxes(0, 1).reshape(-1, a.shape[2]),
         "The rows of delta and of a stand in different orders: turn both, or neither."),
        (lambda delta, a: delta.reshape(-1, a.shape[2]).T @ a.reshape(-1, a.shape[2])[len(a) :],
         "You cut after you flattened, and at the wrong end. Leave out the last states first, a[:, :-1], then reshape."),
        (lambda delta, a: delta.reshape(-1, a.shape[2]).T @ a.reshape(-1, a.shape[2])[: -len(a)],
         "You cut after you flattened. Each sentence has a last state to leave out: first a[:, :-1], then reshape."),
        (lambda delta, a: delta.reshape(delta.shape[2], -1) @ a[:, :-1].reshape(-1, a.shape[2]),
         "reshape does not turn rows into columns: first (-1, n_a), then .T"),
        (lambda delta, a: delta.reshape(-1, delta.shape[2]) @ a[:, :-1].reshape(-1, a.shape[2]).T,
         "The .T stands at the wrong one: tokens have to be summed, so they meet in the middle of the product."),
    ]  # fmt: skip
    formula = "delta.reshape(-1, n_a).T @ a[:, :-1].reshape(-1, n_a), with n_a = delta.shape[2]"
    cases = random_cases(case)
    try:
        for arguments in cases:
            call(function, *arguments)
    except NameError as error:
        if "'n_a'" not in str(error):
            raise
        return wrong("Your function is not told n_a. Read it off: n_a = delta.shape[2].", formula)
    except ValueError as error:
        words = "delta is (B, T, n_a), a is (B, T + 1, n_a). Which state belongs to no delta?"
        return wrong(f"The shapes do not fit ({error}): {words}", formula)
    compare(function, _sum_of_outer, cases, mistakes, formula=formula, untouched=True)
    if _has_loop(function):
        return wrong("The numbers are right. Now without a loop: one product for all sentences and steps.")
    return right("As many outer products as tokens, one matrix product.")
