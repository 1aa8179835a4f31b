"""Lecture 12: one answer for a whole sentence.

The network of lecture 08 reads the tokens; a row of weights, one for each position, says at which states the output layer looks:

    r = w<1> a<1> + ... + w<T> a<T>        o = W_ya r + b_y        p = softmax(o)
"""

import numpy as np

from helpers.taught.bptt import hidden_states_backward
from helpers.taught.loss import pad_batch, zeros_and_ones
from helpers.taught.one_hot import check_ids
from helpers.taught.optimiser import adam_state, adam_step, clip_by_norm, round_weights
from helpers.taught.rnn import hidden_states
from helpers.taught.softmax import softmax_cross_entropy_gradient
from helpers.taught.training import embedding_gradient, paired_batches


def pad_ids(sentences):
    """Sentences of different length in one rectangle, padded on the right with id 0.

    sentences: lists of ids, none empty. Returns ids and mask, (B, T) each. Raises ValueError: as `pad_batch`.
    """
    sentences = list(sentences)  # a generator can be read only once
    ids, _, mask = pad_batch(sentences, sentences)
    return ids, mask


def at_last_real(mask):
    """Weights that read the state of the last real token: 1 there, 0 elsewhere. mask: (B, T), pads right. Returns (B, T).

    Raises ValueError: an entry of the mask is neither 0 nor 1, or a pad stands in front of a real token.
    """
    mask = zeros_and_ones("mask", mask)
    if (mask[:, 1:] > mask[:, :-1]).any():
        raise ValueError("a real token stands behind a pad: put the padding on the right")
    last = np.sum(mask, axis=1) - 1
    return (np.arange(mask.shape[1]) == last[:, None]).astype(float)


def over_real(mask):
    """Weights that read the mean of the states of the real tokens. mask: (B, T). Returns (B, T), rows add up to 1,
    or to 0 where nothing is real.

    Raises ValueError: an entry of the mask is neither 0 nor 1.
    """
    mask = zeros_and_ones("mask", mask)
    return mask / np.maximum(np.sum(mask, axis=1, keepdims=True), 1)


def classifier_scores(ids, mask, parameters, weights_of=at_last_real):
    """Scores of the classes of each sentence, before the softmax.

    ids, mask: (B, T); parameters: with a lookup table E, W_ya of (n_y, n_a); weights_of: from mask to (B, T) weights.
    Returns o: (B, n_y). Raises what `check_ids` raises, and ValueError for an entry of the mask that is neither 0 nor 1.
    """
    ids = check_ids(ids, len(parameters["E"]))
    mask = zeros_and_ones("mask", mask, ids.shape)
    a = hidden_states(parameters["E"][ids], parameters)
    r = np.einsum("bi,bij->bj", weights_of(mask), a[:, 1:])
    return r @ parameters["W_ya"].T + parameters["b_y"]


def classifier_gradients(ids, mask, y, parameters, weights_of=at_last_real):
    """Gradient of the mean softmax cross-entropy of a batch of sentences.

    ids, mask: (B, T); y: (B,), whole numbers from 0 to n_y - 1; the rest as `classifier_scores`.
    Returns gradients (a dictionary, shapes as parameters). Raises what `check_ids` raises, and ValueError: as
    `softmax_cross_entropy`.
    """
    x = parameters["E"][check_ids(ids, len(parameters["E"]))]
    w = weights_of(zeros_and_ones("mask", mask, np.shape(ids)))
    a = hidden_states(x, parameters)
    r = np.einsum("bi,bij->bj", w, a[:, 1:])
    do = softmax_cross_entropy_gradient(r @ parameters["W_ya"].T + parameters["b_y"], y)
    dr = do @ parameters["W_ya"]
    da = w[..., None] * dr[:, None]
    gradients, dx, _ = hidden_states_backward(x, a, da, parameters)
    E = embedding_gradient(ids, dx, len(parameters["E"]))
    return gradients | {"E": E, "W_ya": do.T @ r, "b_y": do.sum(0)}


def train_classifier(
    sentences, y, parameters, epochs=15, batch_size=32, learning_rate=0.005, seed=0,
    weights_of=at_last_real, progress=iter,
):  # fmt: skip
    """Train in place with Adam, clipping, and a learning rate that falls to 0 in equal steps, one for each epoch.

    sentences: lists of ids; y: (n,), whole numbers; parameters and weights_of: as `classifier_scores`; progress: wraps the
    range of epochs. Raises ValueError: as `pad_ids` and `paired_batches`.
    """
    rng, state = np.random.default_rng(seed), adam_state(parameters)
    sentences = [np.asarray(ids) for ids in sentences]
    for epoch in progress(range(epochs)):
        rate = learning_rate * (1 - epoch / epochs)
        for rows, classes in paired_batches(sentences, y, batch_size, rng):
            ids, mask = pad_ids(rows)
            gradients = classifier_gradients(ids, mask, classes, parameters, weights_of)
            clip_by_norm(gradients, 1.0)
            adam_step(parameters, gradients, state, rate)
            round_weights(parameters)
