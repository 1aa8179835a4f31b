"""Lecture 15: how a change of one state reaches a later state: Jacobians, their products and their sizes.

Around one step, a<i> answers a small change of a<i-1> by the Jacobian diag(1 - a<i>^2) W_aa; over many steps by the
product of such matrices.
"""

import numpy as np

from helpers.taught.bptt import scaled_norm


def jacobian_step(a, W_aa):
    """da<i>/da<i-1> of one tanh step: row k of W_aa times the slope of unit k.

    a: (n_a,), the state after the step; W_aa: (n_a, n_a). Returns (n_a, n_a).
    """
    return (1 - a**2)[:, None] * W_aa


def jacobian_product(a, j, i, W_aa):
    """da<i>/da<j>, the product of the steps j + 1 to i, the latest on the left.

    a: (T + 1, n_a) with a[0] = a<0>; 0 <= j <= i <= T. Returns (n_a, n_a), the identity for i = j.
    """
    product = np.eye(len(W_aa))
    for k in range(j + 1, i + 1):
        product = jacobian_step(a[k], W_aa) @ product
    return product


def spectral_radius(W):
    """rho: the largest absolute value of an eigenvalue of a square matrix, a number."""
    return np.abs(np.linalg.eigvals(W)).max()


def with_largest_singular_value(W, s_max):
    """The matrix, scaled so that its largest singular value is s_max: no vector gets longer by more than this factor."""
    if not np.any(W):
        raise ValueError("W is 0: no factor gives it another largest singular value")
    return W * (s_max / np.linalg.norm(W, 2))


def error_by_distance(a, da, W_aa):
    """Length of dL<i>/da<j> for distances 0, 1, ..., i, handed back step by step through the states a<i>, ..., a<0>.

    a: (i + 1, n_a); da: (n_a,), dL<i>/da<i>. Returns (i + 1,), the entry d for j = i - d.
    """
    lengths = [scaled_norm(da)]
    for state in a[:0:-1]:
        da = W_aa.T @ (da * (1 - state**2))
        lengths.append(scaled_norm(da))
    return np.array(lengths)
