"""Lecture 11: a network that reads each sentence twice, from the left and from the right.

The second reader has its own weights, "W_ax_back", "W_aa_back", "b_a_back", "W_ya_back"; both speak at once:

    o<i> = W_ya a<i> + W_ya_back a_back<i> + b_y
"""

import numpy as np

from helpers.taught.bptt import hidden_states_backward, masked_loss_gradient
from helpers.taught.loss import zeros_and_ones
from helpers.taught.rnn import hidden_states, initial_parameters

BACK = {"W_ax": "W_ax_back", "W_aa": "W_aa_back", "b_a": "b_a_back", "W_ya": "W_ya_back"}


def bidirectional_parameters(n_x, n_a, n_y, seed):
    """Random weights of two readers with n_a states each: those of `initial_parameters`, and four more."""
    parameters = initial_parameters(n_x, n_a, n_y, seed)
    second = initial_parameters(n_x, n_a, n_y, [seed, 1])
    return parameters | {BACK[name]: second[name] for name in BACK}


def reverse_tokens(x, mask):
    """Turn the real tokens of each sentence round; the padding stays on the right. Twice gives x again.

    x: (B, T, n), mask: (B, T). Returns an array of the shape of x. Raises ValueError: a mask of another
    shape, or not of 0 and 1, or a pad in front of a real token.
    """
    mask = zeros_and_ones("mask", mask, np.shape(x)[:2])
    if (mask[:, 1:] > mask[:, :-1]).any():
        raise ValueError("a real token stands behind a pad: put the padding on the right")
    (B, T), lengths = mask.shape, mask.sum(axis=1)[:, None]
    positions = np.arange(T)[None, :]
    mirrored = np.where(positions < lengths, lengths - 1 - positions, positions)
    return x[np.arange(B)[:, None], mirrored]


def second_reader(parameters):
    """The weights of the reader from the right, under the names the recurrent layer knows."""
    return {name: parameters[BACK[name]] for name in BACK}


def bidirectional_forward(x, mask, parameters):
    """States of both readers and outputs of a batch.

    x: (B, T, n_x), mask: (B, T). Returns a and a_back: (B, T + 1, n_a) each, and o: (B, T, n_y); the rows
    of a_back are in the order in which the second reader meets the tokens, last real token first.
    """
    a = hidden_states(x, parameters)
    a_back = hidden_states(reverse_tokens(x, mask), second_reader(parameters))
    o = a[:, 1:] @ parameters["W_ya"].T + parameters["b_y"]
    o = o + reverse_tokens(a_back[:, 1:], mask) @ parameters["W_ya_back"].T
    return a, a_back, o


def bidirectional_backward(x, y, mask, parameters, loss_gradient=masked_loss_gradient):
    """Gradient of the bidirectional network for `masked_loss`, or for the loss whose gradient with respect to o is given.

    Whatever stands at the pads, it is the same.

    x: (B, T, n_x), y: (B, T, n_y), or as `loss_gradient(o, y, mask)` wants it, mask: (B, T).
    Returns gradients (a dictionary, shapes as parameters),
    dx: (B, T, n_x) and (da_0, da_0_back), each (B, n_a). Raises ValueError: as `masked_loss`.
    """
    x = np.array(x)
    x[np.equal(mask, 0)] = 0
    a, a_back, o = bidirectional_forward(x, mask, parameters)
    do = loss_gradient(o, y, mask)
    gradients, dx, da_0 = hidden_states_backward(x, a, do @ parameters["W_ya"], parameters)
    x_back, do_back, second = reverse_tokens(x, mask), reverse_tokens(do, mask), second_reader(parameters)
    back, dx_back, da_0_back = hidden_states_backward(x_back, a_back, do_back @ second["W_ya"], second)
    gradients["W_ya"] = np.tensordot(do, a[:, 1:], ((0, 1), (0, 1)))
    back["W_ya"] = np.tensordot(do_back, a_back[:, 1:], ((0, 1), (0, 1)))
    gradients |= {BACK[name]: back[name] for name in BACK} | {"b_y": do.sum((0, 1))}
    return gradients, dx + reverse_tokens(dx_back, mask), (da_0, da_0_back)
