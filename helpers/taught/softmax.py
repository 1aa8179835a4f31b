"""Lecture 12: the softmax of several classes, its cross-entropy, and the gradient: probabilities minus one-hot.

    p_k = exp(o_k) / (exp(o_1) + ... + exp(o_n))        loss = -log p_y        d loss / d o = p - one_hot(y)

Scores o come with any leading axes, (..., n_y): a batch of sentences, or a batch of sentences with one choice at each token.
"""

import numpy as np

from helpers.taught.loss import zeros_and_ones
from helpers.taught.one_hot import one_hot


def log_softmax(o):
    """Logarithms of the probabilities of n_y classes; finite for any finite scores.

    o: (..., n_y) scores, n_y >= 1. Each row is shifted by its own largest score, which changes no probability.
    Returns an array of the shape of o.
    """
    shifted = 1.0 * np.asarray(o)  # floats: an unsigned number has no negative
    shifted -= np.max(shifted, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def softmax(o):
    """Probabilities of n_y classes: positive, adding up to 1 along the last axis.

    o: (..., n_y) scores. Returns an array of that shape.
    """
    return np.exp(log_softmax(o))


def check_classes(o, y, mask=None):
    """The right classes as one-hot vectors, and the mask as True and False; refuses what does not fit.

    o: (..., n_y) scores; y: (...), whole numbers from 0 to n_y - 1; mask: (...), 1 where an entry counts, else 0, all ones if
    not given. Returns arrays of the shapes of o and of y. Raises ValueError: shapes that do not fit, a class outside 0 to
    n_y - 1, nothing counts, or an entry of the mask is neither 0 nor 1.
    """
    mask = np.ones(np.shape(y), bool) if mask is None else zeros_and_ones("mask", mask)
    if not np.shape(o)[:-1] == np.shape(y) == mask.shape or not np.any(mask):
        shapes = f"o {np.shape(o)}, y {np.shape(y)}, mask {mask.shape}"
        raise ValueError(f"{shapes}: give one class for each row of scores, and a mask with some 1")
    return one_hot(y, np.shape(o)[-1]), mask


def softmax_cross_entropy(o, y, mask=None):
    """Mean loss, minus the logarithm of the probability of the right class: sum of loss / sum of mask, in nats.

    o, y, mask: as `check_classes`. Returns a number. Raises ValueError: as there.
    """
    right, mask = check_classes(o, y, mask)
    loss = -np.sum(np.where(right == 1, log_softmax(o), 0), axis=-1)
    return np.sum(np.where(mask, loss, 0)) / np.sum(mask)


def softmax_cross_entropy_gradient(o, y, mask=None):
    """Gradient of `softmax_cross_entropy` with respect to o: (probabilities - one-hot) / number of entries that count.

    o, y, mask: as `check_classes`. Returns do: (..., n_y), 0 where the mask is 0. Raises ValueError: as there.
    """
    right, mask = check_classes(o, y, mask)
    return np.where(mask[..., None], softmax(o) - right, 0) / np.sum(mask)
