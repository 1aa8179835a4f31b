"""Lecture 07: a fully connected network that reads a whole sentence at once, padded to a fixed length.

{"W_1": (n_a, L * n_x), "b_1": (n_a,), "W_ya": (L, n_a), "b_y": (L,)}: every position has weights of its own, in and out.
"""

import numpy as np

from helpers.taught.bptt import masked_loss_gradient
from helpers.taught.loss import zeros_and_ones


def dense_parameters(n_x, L, n_a, seed):
    """Random weights and zero biases for sentences of L tokens; n_x, n_a: sizes of a token's vector and of the layer."""
    rng = np.random.default_rng(seed)
    return {
        "W_1": rng.normal(0, 1 / np.sqrt(L * n_x), (n_a, L * n_x)),
        "b_1": np.zeros(n_a),
        "W_ya": rng.normal(0, 1 / np.sqrt(n_a), (L, n_a)),
        "b_y": np.zeros(L),
    }


def dense_forward(x, mask, parameters):
    """A batch: x: (B, T, n_x), mask: (B, T), T <= L. Returns flat: (B, L * n_x), a: (B, n_a) and o: (B, T, 1).

    Raises ValueError: sentences of more than L tokens; a mask of another shape.
    """
    B, T, n_x = x.shape
    L = len(parameters["b_y"])
    if T > L:
        raise ValueError(f"{T} tokens, but this network has weights for {L}: shorten the sentence")
    flat = np.zeros((B, L, n_x))
    flat[:, :T] = np.where(zeros_and_ones("mask", mask, (B, T))[..., None], x, 0)
    flat = flat.reshape(B, L * n_x)
    a = np.tanh(flat @ parameters["W_1"].T + parameters["b_1"])
    o = a @ parameters["W_ya"].T + parameters["b_y"]
    return flat, a, o[:, :T, None]


def dense_backward(x, y, mask, parameters):
    """Gradient of `masked_loss` for a batch: gradients by name, dx, and None, as a training step wants them."""
    B, T, n_x = x.shape
    flat, a, o = dense_forward(x, mask, parameters)
    do = np.zeros((B, len(parameters["b_y"])))
    do[:, :T] = masked_loss_gradient(o, y, mask)[..., 0]
    delta = do @ parameters["W_ya"] * (1 - a**2)
    gradients = {"W_ya": do.T @ a, "b_y": do.sum(0)}
    gradients |= {"W_1": delta.T @ flat, "b_1": delta.sum(0)}
    dx = (delta @ parameters["W_1"]).reshape(B, -1, n_x)[:, :T]
    return gradients, dx * np.asarray(mask)[..., None], None
