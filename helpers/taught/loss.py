"""Lecture 09: the loss of a tagged sentence, and sentences of different length in one batch.

One normalisation everywhere: the sum of the loss over the real tokens, divided by their number.
"""

import numpy as np


def cross_entropy_naive(y_hat, y):
    """Binary cross-entropy as the textbook writes it; infinite or nan where y_hat is exactly 0 or 1.

    y_hat, y: arrays of one shape, probability and label. Returns the loss of each entry, same shape.
    """
    return -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))


def cross_entropy_from_logits(o, y):
    """Binary cross-entropy of logistic(o), computed from o: finite for any finite o.

    o, y: arrays of one shape, output before the logistic function and label. Returns the loss of each entry.
    Raises ValueError: the shapes differ.
    """
    o = 1.0 * np.asarray(o)  # floats: an unsigned number has no negative
    if o.shape != np.shape(y):
        raise ValueError(f"o has shape {o.shape}, y {np.shape(y)}: one label for each output")
    return np.maximum(o, 0) - o * y + np.log1p(np.exp(-np.abs(o)))


def zeros_and_ones(name, values, shape=None):
    """The values of a mask or of labels as an array of True and False, whatever their type.

    name: how the message calls them; shape: which they have to have, None for any. Raises ValueError: an entry is neither 0
    nor 1, nan for example; another shape.
    """
    values = np.asarray(values)
    if not np.all((values == 0) | (values == 1)):
        raise ValueError(f"{name} holds something else than 0 and 1: write {name} > 0")
    if shape is not None and values.shape != shape:
        raise ValueError(f"{name} has the shape {values.shape}, it should be {shape}")
    return values == 1


def pad_batch(sequences, labels):
    """Put sentences of different length into one rectangle, zeros on the right.

    sequences: B sentences, each T_b ids or T_b vectors; labels: B lists of T_b numbers.
    Returns x: (B, T) ids or (B, T, n_x) vectors, y: (B, T, 1), mask: (B, T), 1 for a real token, else 0.
    x takes the type that holds the numbers of all sentences. Raises ValueError: no sentence, an empty sentence,
    vectors of different size, a row whose numbers of tokens and labels differ.
    """
    sequences, labels = [np.asarray(sequence) for sequence in sequences], list(labels)
    lengths = [len(sequence) if sequence.ndim else 0 for sequence in sequences]
    if not lengths or min(lengths) == 0 or len(labels) != len(lengths):
        words = f"{len(labels)} rows of labels for lengths {lengths}"
        raise ValueError(f"{words}: give sentences, none empty")
    sizes = {sequence.shape[1:] for sequence in sequences}
    if len(sizes) > 1:
        raise ValueError(f"vectors of the shapes {sizes} in one batch: make them equal")
    rectangle = len(lengths), max(lengths)
    types = {sequence.dtype for sequence in sequences}
    x = np.zeros((*rectangle, *sizes.pop()), np.result_type(*types))
    y, mask = np.zeros((*rectangle, 1)), np.zeros(rectangle)
    for row, T in enumerate(lengths):
        if np.shape(labels[row]) != (T,):
            words = f"row {row}: {T} tokens but {np.size(labels[row])} labels"
            raise ValueError(f"{words}; each token needs one label")
        x[row, :T], y[row, :T, 0], mask[row, :T] = sequences[row], labels[row], 1
    return x, y, mask


def masked_loss(o, y, mask):
    """Mean loss of the real tokens: sum of loss / sum of mask.

    o, y: (B, T, n_y) outputs before the logistic function and labels; mask: (B, T). Returns a number.
    Raises ValueError: no real token in the batch; shapes that do not fit; a mask that is not 0 and 1; a label outside of 0 to 1.
    """
    mask = zeros_and_ones("mask", mask)
    if mask.shape != np.shape(o)[:-1] or not mask.any():
        raise ValueError(f"mask {mask.shape}, o {np.shape(o)}: give (B, T), some real token")
    loss = np.where(mask[..., None], cross_entropy_from_logits(o, y), 0)
    y = np.asarray(y)
    if not np.all((y >= 0) & (y <= 1) | ~mask[..., None]):
        raise ValueError("y holds a label outside of 0 to 1 at a real token")
    return loss.sum() / mask.sum()


def f1_score(predicted, y, mask=None):
    """F1 of the class 1: the harmonic mean of precision and recall, 0 if no 1 was found.

    predicted, y: arrays of 0 and 1; mask: 0 where an entry does not count; all of one shape. Returns F1.
    Raises ValueError: the shapes differ, or an entry is neither 0 nor 1.
    """
    y = zeros_and_ones("y", y)
    predicted = zeros_and_ones("predicted", predicted, y.shape)
    mask = zeros_and_ones("mask", np.ones(y.shape) if mask is None else mask, y.shape)
    found, named, wanted = (np.sum(part & mask) for part in (predicted & y, predicted, y))
    return 2 * found / max(named + wanted, 1)
