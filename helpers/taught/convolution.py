"""Lecture 07: networks that see a window: the k tokens that end at a position, and stacks of such windows.

One layer of width k is a window network; several layers of width k are a convolutional network that reads L (k - 1) + 1
tokens. Layer l has {"W_l": (n_out, k * n_in), "b_l": (n_out,)}, the output layer {"W_ya": (n_y, n_a), "b_y": (n_y,)}.
"""

import numpy as np

from helpers.taught.bptt import masked_loss_gradient


def windows(x, k):
    """Each token beside the k - 1 tokens before it, zeros where the sentence has not begun.

    x: (B, T, n). Returns (B, T, k * n), the oldest token first.
    """
    B, T, n = x.shape
    padded = np.concatenate([np.zeros((B, k - 1, n)), x], axis=1)
    return np.concatenate([padded[:, j : j + T] for j in range(k)], axis=2)


def windows_backward(dwindows, k):
    """Back through `windows`: each token stands in k windows, and the derivatives are added up.

    dwindows: (B, T, k * n). Returns dx: (B, T, n).
    """
    B, T, _ = dwindows.shape
    parts = np.split(dwindows, k, axis=2)
    dpadded = np.zeros((B, T + k - 1, parts[0].shape[2]))
    for j, part in enumerate(parts):
        dpadded[:, j : j + T] += part
    return dpadded[:, k - 1 :]


def convolution_parameters(n_x, widths, n_a, n_y, seed):
    """Random weights, zero biases: one layer of n_a units for each width in `widths`, then the output layer.

    Returns {"W_1": (n_a, k * n_x), "b_1": (n_a,), ..., "W_ya": (n_y, n_a), "b_y": (n_y,)}.
    """
    rng, parameters, n_in = np.random.default_rng(seed), {}, n_x
    for layer, k in enumerate(widths, 1):
        parameters[f"W_{layer}"] = rng.normal(0, 1 / np.sqrt(k * n_in), (n_a, k * n_in))
        parameters[f"b_{layer}"], n_in = np.zeros(n_a), n_a
    parameters["W_ya"] = rng.normal(0, 1 / np.sqrt(n_a), (n_y, n_a))
    return parameters | {"b_y": np.zeros(n_y)}


def convolution_forward(x, parameters):
    """All layers over a batch: x: (B, T, n_x). Returns the values of each layer, [x, a_1, ..., a_L], and o: (B, T, n_y)."""
    a, layer = [x], 1
    while f"W_{layer}" in parameters:
        W, b = parameters[f"W_{layer}"], parameters[f"b_{layer}"]
        k = W.shape[1] // a[-1].shape[2]
        a.append(np.tanh(windows(a[-1], k) @ W.T + b))
        layer += 1
    return a, a[-1] @ parameters["W_ya"].T + parameters["b_y"]


def convolution_backward(x, y, mask, parameters):
    """Gradient of `masked_loss` for a batch: gradients by name, dx, and None, as a training step wants them."""
    x = np.array(x)
    x[np.equal(mask, 0)] = 0
    a, o = convolution_forward(x, parameters)
    do = masked_loss_gradient(o, y, mask)
    gradients = {"W_ya": np.einsum("bij,bik->jk", do, a[-1]), "b_y": do.sum((0, 1))}
    da = do @ parameters["W_ya"]
    for layer in range(len(a) - 1, 0, -1):
        delta, W = da * (1 - a[layer] ** 2), parameters[f"W_{layer}"]
        k = W.shape[1] // a[layer - 1].shape[2]
        rows, seen = delta.reshape(-1, len(W)), windows(a[layer - 1], k)
        gradients[f"W_{layer}"] = rows.T @ seen.reshape(-1, W.shape[1])
        gradients[f"b_{layer}"] = delta.sum((0, 1))
        da = windows_backward(delta @ W, k)
    return gradients, da, None
