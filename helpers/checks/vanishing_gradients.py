"""Checks of lecture 15."""

import numpy as np

from helpers.checks.core import call, exercise, right, same_shape, wrong


@exercise
def scalar_product(answer):
    """Compute the derivative of a⟨7⟩ with respect to a⟨2⟩ by hand."""
    if isinstance(answer, bool) or not isinstance(answer, int | float | np.number):
        return wrong(f"Give a number, not {type(answer).__name__}.")
    if abs(answer - 0.5**5) < 5e-5:
        return right("Five steps, five factors of one half.")
    if abs(answer - 0.5**7) < 5e-5 or abs(answer - 0.5**6) < 5e-5:
        return wrong("Count the steps: from 2 to 7 there are five.")
    if abs(answer - 2.5) < 1e-9:
        return wrong("Factors are multiplied along a path, not added.")
    return wrong("One factor w for each step from 2 to 7. The inputs do not matter here.")


@exercise
def logistic_jacobian(function):
    """Return the Jacobian of one step with the logistic function, (n_a, n_a)."""
    a, W = np.array([0.5, 0.2, 0.9]), np.arange(1.0, 10.0).reshape(3, 3)
    found = np.asarray(call(function, a, W))
    if outcome := same_shape(found, (3, 3)):
        return outcome
    slope = a * (1 - a)
    if np.allclose(found, slope[:, None] * W):
        return right("The slope of unit k scales row k; it is never above 1/4.")
    if np.allclose(found, slope * W):
        return wrong("You scaled the columns. Row k belongs to unit k of the new state, and so does the slope.")
    if np.allclose(found, (1 - a**2)[:, None] * W):
        return wrong("That is the slope of tanh. The logistic function has a (1 - a).")
    if np.allclose(found, slope[:, None] * W.T):
        return wrong("W_aa is transposed. The transpose belongs to the way back of the error, not to the Jacobian.")
    return wrong("Each entry is a slope times a weight: da_k / da_l = a_k (1 - a_k) W_kl.")


@exercise
def surely_vanish(answer):
    """List the networks whose gradient has to vanish."""
    names = list(answer) if isinstance(answer, str | list | tuple | set) else None
    if names is None or not all(isinstance(name, str) for name in names):
        return wrong('Give letters, such as ["A", "B"] or "AB".')
    names = {name.strip().upper() for name in names}
    if names - set("ABCD"):
        return wrong("The networks are called A, B, C and D.")
    if names == {"A", "C", "D"}:
        return right("Gamma times s_max is 0.9, 0.875 and 0.9. For B it is 1.1, and the bound is silent.")
    if "C" not in names:
        return wrong("Look at C again: the logistic function multiplies by 1/4 at most.")
    if "B" in names:
        return wrong("B may vanish, but gamma s_max = 1.1 does not prove it.")
    return wrong("Compare gamma times s_max with 1; gamma is 1 for tanh and for no activation, 1/4 for the logistic function.")


@exercise
def dies_after_three(W):
    """Give a 3 x 3 matrix with s_max of 5 or more and W^3 = 0."""
    W = np.asarray(W, float)
    if outcome := same_shape(W, (3, 3)):
        return outcome
    s_max = np.linalg.norm(W, 2)
    if s_max < 5 - 1e-9:
        return wrong(f"Its largest singular value is {s_max:.3g}. Make some entry larger.")
    cube = np.linalg.norm(np.linalg.matrix_power(W, 3))
    if cube > 1e-9 * s_max**3:
        return wrong(f"W^3 has norm {cube:.3g}, not 0. Which entries lead a signal back to where it came from?")
    if np.linalg.norm(W @ W) <= 1e-9 * s_max**2:
        return right("W^2 is already 0. It may grow fivefold in one step, and then it is gone.")
    return right("Every signal moves on to the next unit and falls off at the end, however large it was.")
