"""Lecture 05: GloVe (Pennington, Socher and Manning, 2014): word vectors fitted to the logarithms of counts.

Parameters: W and W_tilde, (N, d), a row for each word as a center and as a neighbour; b and b_tilde, (N,). Their sum of
products, W_i . W_tilde_j + b_i + b_tilde_j, is to be log X_ij, where X_ij says how often word j stands near word i.
"""

import numpy as np

from helpers.taught.one_hot import check_id_lists
from helpers.taught.optimiser import check_floats


def distance_counts(sentences, N, window=5):
    """How often each word stands near each other word; a neighbour at distance k counts 1/k.

    sentences: list of lists of ids from 0 to N - 1. Returns X: (N, N), symmetric. Raises ValueError: a window below 1.
    """
    if window < 1:
        raise ValueError(f"window is {window}: a word has no neighbour nearer than 1")
    X = np.zeros((N, N))
    for ids in check_id_lists(sentences, N):
        for k in range(1, min(window, len(ids) - 1) + 1):
            np.add.at(X, (ids[k:], ids[:-k]), 1 / k)
    return X + X.T


def glove_weight(X, x_max=10, alpha=0.75):
    """How much each cell counts in the loss: 0 for an empty cell, rising to 1 at x_max. Returns an array like X."""
    return np.minimum(1, (np.asarray(X) / x_max) ** alpha)


def glove_start(N, d, seed):
    """Small random vectors and zero biases: {"W", "W_tilde": (N, d), "b", "b_tilde": (N,)}."""
    W, W_tilde = (np.random.default_rng(seed).random((2, N, d)) - 0.5) / d
    return {"W": W, "W_tilde": W_tilde, "b": np.zeros(N), "b_tilde": np.zeros(N)}


def glove_gradients(parameters, log_X, weight):
    """Loss, half the weighted sum of squared errors, and its gradient. log_X, weight: (N, N)."""
    W, W_tilde, b, b_tilde = parameters.values()
    error = W @ W_tilde.T + b[:, None] + b_tilde - log_X
    r = weight * error
    gradients = {"W": r @ W_tilde, "W_tilde": r.T @ W, "b": r.sum(axis=1)}
    return 0.5 * np.vdot(r, error), gradients | {"b_tilde": r.sum(axis=0)}


def adagrad_step(parameters, gradients, sums, rate):
    """AdaGrad (Duchi et al., 2011): each number has its own rate, which falls with the squares of its gradients, in place.

    sums: what was added up so far, arrays like the parameters, 1 at the start. Rounded to 8 decimals.
    Raises TypeError: as `check_floats`, for the parameters.
    """
    check_floats(parameters, gradients)
    for name, gradient in gradients.items():
        sums[name] += (1.0 * gradient) ** 2  # as floats
        step = rate * gradient / np.sqrt(sums[name])
        parameters[name][...] = np.round(parameters[name] - step, 8)


def train_glove(X, d=50, epochs=60, rate=0.2, seed=0, x_max=10):
    """Fit word vectors to the counts X, (N, N), all cells at once in each epoch; empty cells have weight 0.

    Returns the word vectors W + W_tilde, (N, d), and the loss before each epoch. Raises ValueError: a count that is negative,
    infinite or nan, or no square.
    """
    X = np.asarray(X, float)
    if X.shape != 2 * (len(X),) or not (np.min(X) >= 0 and np.max(X) < np.inf):
        raise ValueError("counts should be a square of finite numbers, 0 or more")
    parameters, losses = glove_start(len(X), d, seed), []
    sums = {name: np.ones_like(value) for name, value in parameters.items()}
    log_X, weight = np.log(np.where(X > 0, X, 1)), glove_weight(X, x_max)
    for _ in range(epochs):
        loss, gradients = glove_gradients(parameters, log_X, weight)
        adagrad_step(parameters, gradients, sums, rate)
        losses.append(loss)
    return parameters["W"] + parameters["W_tilde"], losses
