"""One-hot vectors, the lookup they amount to, and the gradient of that lookup (lecture 02)."""

import numpy as np


def check_ids(ids, N):
    """The ids as an array of whole numbers; refuses what does not name a row or column of N.

    Raises TypeError: ids are no whole numbers. Raises ValueError: an id outside 0 to N - 1; NumPy would read
    -1 as "the last one" and say nothing.
    """
    ids = np.asarray(ids)
    if ids.size and not np.issubdtype(ids.dtype, np.integer):
        raise TypeError(f"ids must be whole numbers, not {ids.dtype}; encode the tokens first")
    if ids.size and (ids.min() < 0 or ids.max() >= N):
        raise ValueError(f"ids from {ids.min()} to {ids.max()} do not fit a vocabulary of 0 to {N - 1}")
    return ids.astype(int)


def one_hot(ids, N):
    """One-hot vectors: N numbers for each id, 1 at the position of the id and 0 everywhere else.

    ids: a whole number or an array of them, of any shape, each from 0 to N - 1. Returns float64 of that shape
    plus (N,). Raises what `check_ids` raises.
    """
    return (check_ids(ids, N)[..., None] == np.arange(N)).astype(float)


def look_up_columns(W_ax, ids):
    """The columns of W_ax that the ids choose: one_hot(ids, N) @ W_ax.T without a single multiplication.

    W_ax: (n_a, N); ids: whole numbers from 0 to N - 1, an array of any shape or a list. Returns an array of the
    shape of ids plus (n_a,). Raises what `check_ids` raises.
    """
    return W_ax.T[check_ids(ids, W_ax.shape[1])]


def scatter_add(delta, ids, N):
    """The gradient of the lookup: each error signal is added to the column its id chose, repeats included.

    delta: (..., n_a), derivative of the loss by the looked-up columns; ids: (...), whole numbers from 0 to N - 1.
    Returns dW_ax: (n_a, N). Raises what `check_ids` raises, and ValueError: not one row of delta for each id.
    """
    if delta.shape[:-1] != np.shape(ids):
        raise ValueError(f"delta {delta.shape}, ids {np.shape(ids)}: give one error signal for each id")
    dW_ax = np.zeros((delta.shape[-1], N))
    np.add.at(dW_ax.T, check_ids(ids, N), delta)
    return dW_ax


def check_examples(ids, y, N):
    """Examples as arrays: ids (n, k), as `check_ids` gives them, and y (n,).

    Raises what `check_ids` raises, and ValueError: other shapes, or a label that is neither 0 nor 1.
    """
    ids, y = check_ids(ids, N), np.asarray(y)
    if ids.ndim != 2 or y.shape != ids.shape[:1] or not np.all((y == 0) | (y == 1)):
        raise ValueError(f"ids {ids.shape}, y {y.shape}: give one label, 0 or 1, for each row of ids")
    return ids, y


def one_hot_step(w, ids, y, rate):
    """One step of gradient descent for logistic regression on inputs that are 0 except for k ones.

    w: (size,), one weight for each place of the input; ids: (n, k), the places of the ones in n examples;
    y: (n,), labels 0 or 1; rate: how far to go. Returns the new w, rounded to 8 decimals so that all computers
    agree. Raises what `check_examples` raises.
    """
    ids, y = check_examples(ids, y, len(w))
    y_hat = 1 / (1 + np.exp(-w[ids].sum(axis=1)))
    delta = (y_hat - y) / len(y)
    dw = np.zeros(len(w))
    np.add.at(dw, ids, delta[:, None])
    return np.round(w - rate * dw, 8)


def fit_one_hot(ids, y, size, steps, rate, decay=0.0):
    """Logistic regression on one-hot inputs, trained from zero weights by `steps` times `one_hot_step`.

    ids: (n, k), the positions of the ones; y: (n,), labels 0 or 1; size: length of the input; decay: the factor of the
    squared weights' half in the loss. Returns w: (size,).
    """
    w = np.zeros(size)
    for _ in range(steps):
        w = one_hot_step(w - rate * decay * w, ids, y, rate)
    return w


def table_step(E, v, ids, y, rate):
    """One step of gradient descent for a lookup table E and weights v: s is the sum of v * E[ids].

    E: (N, n_x), the table; v: (k, n_x), weights for k positions; ids: (n, k); y: (n,), labels 0 or 1; rate: how far to go.
    Returns the new E and v, rounded to 8 decimals. Raises what `check_examples` raises.
    """
    ids, y = check_examples(ids, y, len(E))
    x = E[ids]
    delta = (1 / (1 + np.exp(-(x * v).sum(axis=(1, 2)))) - y) / len(y)
    dE = np.zeros(np.shape(E))
    np.add.at(dE, ids, delta[:, None, None] * v)
    dv = (delta[:, None, None] * x).sum(axis=0)
    return np.round(E - rate * dE, 8), np.round(v - rate * dv, 8)


def check_id_lists(id_lists, N):
    """The ids of each sentence as an array. Raises what `check_ids` raises, and TypeError: one is no list of ids."""
    rows = [check_ids(ids, N) for ids in id_lists]
    if any(ids.ndim != 1 for ids in rows):
        raise TypeError("give a list of sentences, each of them a list of ids")
    return rows


def neighbour_rows(id_lists, N):
    """A row for each token: how often each token stands before it and after it, scaled to length 1.

    id_lists: sentences, each a list of ids from 0 to N - 1. Returns (N, 2 N); a token that never occurs has zeros.
    Raises what `check_id_lists` raises.
    """
    counts = np.zeros((N, 2 * N))
    for ids in check_id_lists(id_lists, N):
        np.add.at(counts, (ids[1:], ids[:-1]), 1)
        np.add.at(counts, (ids[:-1], N + ids[1:]), 1)
    return counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1)
