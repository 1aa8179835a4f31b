"""Checks of lecture 15."""

import numpy as np

from helpers.checks.core import array, close, compare, exercise, mistaken, names, number, random_cases, right, rounded, wrong


@exercise
def scalar_product(answer):
    """Compute the derivative of a⟨7⟩ with respect to a⟨2⟩ by hand."""
    value = number(answer)
    if rounded(value, 0.5**5):
        return right("Five steps, five factors of one half.")
    mistakes = [(0.5**steps, "Count the steps: from 2 to 7 there are five.") for steps in (1, 2, 3, 4, 6, 7, 8, 9)]
    mistakes += [(2.5, "Factors are multiplied along a path, not added."), (32, "Each step multiplies by 0.5, not by 2.")]
    mistakes += [(0.03, "Nearly: give at least two digits behind the zeros.")]
    return mistaken(value, mistakes, "One factor w for each step from 2 to 7. The inputs do not matter here.", "0.5 ** (7 - 2)")


def _slope(a):
    return a * (1 - a)


@exercise
def logistic_jacobian(function):
    """Return the Jacobian of one step with the logistic function, (n_a, n_a)."""
    cases = random_cases(lambda rng: (rng.uniform(0.05, 0.95, 3), rng.normal(size=(3, 3))))
    mistakes = [
        (lambda a, W: _slope(a) * W, "You scaled the columns. Row k and slope k both belong to unit k of the new state."),
        (lambda a, W: (1 - a**2)[:, None] * W, "That is the slope of tanh. The logistic function has a (1 - a)."),
        (lambda a, W: _slope(a)[:, None] * W.T, "W_aa is transposed. The transpose belongs to the way back of the error."),
        (lambda a, W: (_slope(a)[:, None] * W).T, "Row k holds the answers of unit k of the new state: transpose your result."),
        (lambda a, W: W, "The slope is missing: how steep is the logistic function where it has the value a?"),
        (lambda a, W: np.diag(_slope(a)) * W, "diag and W are multiplied as matrices, with @, not entry by entry."),
        (lambda a, W: _slope(a) @ W, "The slopes belong on a diagonal: a vector @ W adds up the rows."),
        (lambda a, W: np.diag(_slope(a)), "That is only the slopes. Where is W_aa?"),
        (lambda a, W: _slope(a)[:, None], "That is only the slopes. Where is W_aa?"),
        (lambda a, W: (1 - a)[:, None] * W, "A factor is missing: the slope is a (1 - a)."),
        (lambda a, W: a[:, None] * W, "A factor is missing: the slope is a (1 - a)."),
        (lambda a, W: (a * (a - 1))[:, None] * W, "The sign is turned: the slope is a (1 - a), never negative."),
        (lambda a, W: (a * (1 - a**2))[:, None] * W, "Nothing is squared here: the slope is a (1 - a)."),
        (
            lambda a, W: _slope(1 / (1 + np.exp(-a)))[:, None] * W,
            "a is already the value after the logistic function: do not apply it again.",
        ),
        (lambda a, W: (a * 1 - a)[:, None] * W, "Without brackets a * 1 - a is 0: write a * (1 - a)."),
        (lambda a, W: (1 - a**2) * W, "Two mistakes: that is the slope of tanh, and row k, not column k, gets slope k."),
        (lambda a, W: _slope(a) * np.ones_like(W), "That is only the slopes. Where is W_aa?"),
        (lambda a, W: W @ _slope(a), "The slopes belong on a diagonal: W @ a vector adds up the columns."),
        (lambda a, W: (1 - _slope(a))[:, None] * W, "The slope is a (1 - a) itself, without another 1 in front of it."),
        (lambda a, W: 0.25 * W, "1/4 is the largest slope. How steep is it where the value is a?"),
    ]
    formula = "(a * (1 - a))[:, None] * W_aa"
    compare(function, lambda a, W: _slope(a)[:, None] * W, cases, mistakes, formula=formula, untouched=True)
    return right("The slope of unit k scales row k; it is never above 1/4.")


@exercise
def surely_vanish(answer):
    """List the networks whose gradient has to vanish."""
    found = names(answer, ("A", "B", "C", "D"), "network")
    if found == {"A", "C", "D"}:
        return right("Gamma times s_max is 0.9, 0.875 and 0.9. For B it is 1.1, and the bound is silent.")
    if "C" not in found:
        return wrong("Look at C again: the logistic function multiplies by 1/4 at most.")
    if "B" in found:
        return wrong("B may vanish, but gamma s_max = 1.1 does not prove it.")
    return wrong("Compare gamma times s_max with 1; gamma is 1 for tanh and for no activation, 1/4 for the logistic function.")


def _power_norms(W, K):
    return [np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(K + 1)]


@exercise
def norms_of_powers(function):
    """Write a function of W and K that returns the K + 1 largest singular values of W to the power 0, 1, ..., K."""
    cases = random_cases(lambda rng: (rng.normal(size=(3, 3)), 4))
    mistakes = [
        (lambda W, K: [np.linalg.norm(W, 2) ** k for k in range(K + 1)],
         "That is the bound, s_max to the power k. Multiply the matrices first, then measure."),
        (lambda W, K: [np.linalg.norm(W**k, 2) for k in range(K + 1)],
         "W**k raises each entry to the power k. The product of matrices is @, or np.linalg.matrix_power."),
        (lambda W, K: [np.linalg.norm(np.linalg.matrix_power(W, k)) for k in range(K + 1)],
         "Without its 2, np.linalg.norm gives the root of the sum of squares, not the largest singular value."),
        (lambda W, K: [np.abs(np.linalg.eigvals(W)).max() ** k for k in range(K + 1)],
         "That is the spectral radius to the power k. It tells the long run, not the size after k steps."),
        (lambda W, K: _power_norms(W, K)[1:], "Begin with k = 0: W to the power 0 is the identity, its norm is 1."),
        (lambda W, K: _power_norms(W, K - 1), "The last one is missing: k runs to K, and range(K) stops before it."),
        (lambda W, K: _power_norms(W, K + 1)[1:], "Yours begins with k = 1. W to the power 0 is the identity, its norm is 1."),
        (lambda W, K: _power_norms(W, K)[-1], "That is the last one alone. Keep all K + 1 of them in a list."),
        (lambda W, K: [np.linalg.svd(np.linalg.matrix_power(W, k))[1][-1] for k in range(K + 1)],
         "That is the smallest singular value. np.linalg.svd gives them from the largest down."),
        (lambda W, K: [np.linalg.norm(np.eye(len(W)) * W**k, 2) for k in range(K + 1)],
         "product * W multiplies entry by entry. The product of matrices is @."),
        (lambda W, K: [1.0, *(_power_norms(W, 2**k)[-1] for k in range(K))],
         "product @ product doubles the power in each step. Multiply by W each time."),
        (lambda W, K: [np.abs(np.linalg.matrix_power(W, k)).max() for k in range(K + 1)],
         "That is the largest entry. The largest singular value is np.linalg.norm(..., 2)."),
        (lambda W, K: [np.linalg.norm(np.linalg.matrix_power(W, k), np.inf) for k in range(K + 1)],
         "That is the largest sum of a row. The largest singular value is np.linalg.norm(..., 2)."),
        (lambda W, K: [np.linalg.norm(np.linalg.matrix_power(W, k), 1) for k in range(K + 1)],
         "That is the largest sum of a column. The largest singular value is np.linalg.norm(..., 2)."),
        (lambda W, K: [np.linalg.norm(np.linalg.matrix_power(W, k), "nuc") for k in range(K + 1)],
         "You added up the singular values of each power. Keep the largest."),
        (lambda W, K: [np.linalg.norm(k * W, 2) for k in range(K + 1)],
         "k * W is W added up k times. Multiply W with itself: np.linalg.matrix_power(W, k)."),
        (lambda W, K: [np.linalg.norm(W, 2)] * (K + 1), "Yours stay the same from k to k: measure the power, not W itself."),
        (lambda W, K: [s**2 for s in _power_norms(W, K)],
         "Yours are squares: the eigenvalues of W.T @ W are the squares of the singular values."),
        (lambda W, K: [0.0, *_power_norms(W, K)[1:]], "W to the power 0 is the identity, not 0: its norm is 1."),
        (lambda W, K: _power_norms(W, K)[::-1], "Yours run from K down to 0. Begin with k = 0."),
        (lambda W, K: [np.linalg.svd(np.linalg.matrix_power(W, k))[1] for k in range(K + 1)],
         "Those are all singular values of each power. Keep the largest, which stands first."),
        (lambda W, K: [np.linalg.matrix_power(W, k) for k in range(K + 1)],
         "Those are the powers themselves. Measure each: np.linalg.norm(..., 2)."),
        (lambda W, K: [1.0], "Only the first one came back: does `return` stand inside of the loop?"),
        (lambda W, K: 1.0, "Only the first one came back: does `return` stand inside of the loop?"),
        (lambda W, K: _power_norms(W, K + 1), "One too many: k runs from 0 to K."),
    ]  # fmt: skip
    formula = "[np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(K + 1)]"
    compare(function, lambda W, K: np.array(_power_norms(W, K)), cases, mistakes, formula=formula, untouched=True)
    return right("This is how far W can stretch anything in k steps. Try it on the shear of this lecture.")


@exercise
def dies_after_three(W):
    """Give a 3 x 3 matrix with s_max of 5 or more and W^3 = 0."""
    W = array(W, (3, 3))
    rounding = 1e-5 if W.dtype == np.float32 else 1e-13
    W = W.astype(float)
    s_max = np.linalg.norm(W, 2)
    if s_max < 5 and not close(s_max, 5.0):
        return wrong(f"Its largest singular value is {s_max:.3g}. Make some entry larger.")
    W = W / np.abs(W).max()  # its powers then neither overflow nor vanish
    size = np.abs(W)
    if (np.abs(W @ W @ W) > rounding * (size @ size @ size)).any():
        return wrong("W^3 is not 0. Which entries lead a signal back to where it came from?")
    if (np.abs(W @ W) <= rounding * (size @ size)).all():
        return right("W^2 is already 0. A signal may grow fivefold or more in one step, and then it is gone.")
    return right("Every signal moves on to the next unit and falls off at the end, however large it was.")
