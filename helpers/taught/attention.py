"""Lecture 06: attention, forward and backward: every token reads all others, in proportion to how well they fit.

    weights = softmax(Q K^T / sqrt(n))        output = weights V

A query asks, a key answers, a value is what is handed over. The mask is 1 where a token may be read, else 0; it is
applied before the softmax. Leading axes (batch, heads) may be anything: Q is (..., T, n), K (..., S, n), V (..., S, m).
"""

import numpy as np

from helpers.taught.loss import zeros_and_ones


def masked_softmax(scores, mask):
    """Softmax of the last axis over the entries whose mask is 1; a row without any gives zeros, never nan.

    scores: (..., S); mask: 0 and 1, of a shape that broadcasts to it. Returns the weights, (..., S). Raises ValueError: another
    shape, or an entry of the mask that is neither 0 nor 1.
    """
    mask, shape = zeros_and_ones("mask", mask), np.shape(scores)
    try:
        shown = np.where(np.broadcast_to(mask, shape), scores, -np.inf)
    except ValueError:
        raise ValueError(f"a mask of shape {mask.shape} does not fit scores of {shape}") from None
    top = shown.max(-1, keepdims=True)
    e = np.exp(shown - np.where(top > -np.inf, top, 0))
    return e / np.maximum(e.sum(-1, keepdims=True), 1)


def attention(Q, K, V, mask):
    """Each query's mean of the values, weighted by how well its key fits.

    Q: (..., T, n), K: (..., S, n), V: (..., S, m); mask: broadcasts to (..., T, S), 1 where a token may be read.
    Returns the output (..., T, m) and the weights (..., T, S).
    """
    scores = 1.0 * Q @ np.swapaxes(K, -1, -2) / np.sqrt(K.shape[-1])  # as floats
    weights = masked_softmax(scores, mask)
    return weights @ V, weights


def attention_backward(doutput, Q, K, V, weights):
    """Gradients of Q, K and V from that of the output; weights as `attention` returned them."""
    dV = np.swapaxes(weights, -1, -2) @ doutput
    dweights = doutput @ np.swapaxes(V, -1, -2)
    dscores = weights * (dweights - (dweights * weights).sum(-1, keepdims=True))
    dscores = dscores / np.sqrt(K.shape[-1])
    return dscores @ K, np.swapaxes(dscores, -1, -2) @ Q, dV
