"""Lecture 14: a network that continues a text: streams with carried state, and drawing the next token from scores.

The network of lecture 08 reads a token and scores the next one; what it draws becomes the next token that it reads:

    a<i> = tanh(W_ax x<i> + W_aa a<i-1> + b_a)        p(token i + 1) = softmax(W_ya a<i> + b_y)
"""

import numpy as np

from helpers.taught.bptt import hidden_states_backward
from helpers.taught.one_hot import check_ids
from helpers.taught.optimiser import adam_state, adam_step, clip_by_norm, round_weights
from helpers.taught.rnn import rnn_forward_batch
from helpers.taught.softmax import softmax_cross_entropy, softmax_cross_entropy_gradient
from helpers.taught.training import embedding_gradient


def cut_into_streams(ids, B):
    """Cut a long text into B texts of equal length, side by side, each with its next tokens.

    ids: (n,) of int, n > B; what does not fill B streams is left out at the end. Returns inputs and targets: (B, (n - 1) // B)
    each; targets[b, i] follows inputs[b, i] in the text. Raises ValueError: fewer than B + 1 ids.
    """
    if B < 1 or len(ids) <= B:
        raise ValueError(f"{len(ids)} ids for {B} streams: give at least {B + 1} ids and one stream")
    length = (len(ids) - 1) // B
    ids = np.asarray(ids)
    return ids[: B * length].reshape(B, length), ids[1 : B * length + 1].reshape(B, length)


def window_gradients(inputs, targets, parameters, a_0):
    """Gradient of the mean loss of one window of all streams; a_0 is taken as given, nothing flows back through it.

    inputs, targets: (B, T); parameters: with a lookup table E; a_0: (B, n_a), the states before the window.
    Returns gradients (a dictionary, shapes as parameters) and the states after the window, (B, n_a).
    """
    x = parameters["E"][check_ids(inputs, len(parameters["E"]))]
    a, o = rnn_forward_batch(x, parameters, a_0)
    do = softmax_cross_entropy_gradient(o, targets)
    gradients, dx, _ = hidden_states_backward(x, a, do @ parameters["W_ya"], parameters)
    gradients["E"] = embedding_gradient(inputs, dx, len(parameters["E"]))
    gradients["W_ya"] = np.tensordot(do, a[:, 1:], ((0, 1), (0, 1)))
    gradients["b_y"] = do.sum((0, 1))
    return gradients, a[:, -1]


def train_on_streams(
    ids, parameters, updates, B=16, T=16, learning_rate=0.005, carry=True, progress=iter, after_update=None,
):  # fmt: skip
    """Train in place to predict the next token, window after window, with Adam, clipping and a falling learning rate.

    ids: the text; B: streams; T: window, how far back the gradient goes; carry: whether the state is handed from window to
    window; progress: wraps the range of updates; after_update: called with the number of updates done.
    Returns a list of what after_update returned. Raises ValueError: as `cut_into_streams`.
    """
    inputs, targets = cut_into_streams(ids, B)
    state, history, start = adam_state(parameters), [], 0
    a_0 = at_rest = np.zeros((B, parameters["W_aa"].shape[1]))
    for update in progress(range(updates)):
        window = slice(start, start + T)
        gradients, a_last = window_gradients(inputs[:, window], targets[:, window], parameters, a_0)
        clip_by_norm(gradients, 1.0)
        adam_step(parameters, gradients, state, learning_rate * (1 - update / updates))
        round_weights(parameters)
        start = start + T if start + T < inputs.shape[1] else 0
        a_0 = a_last if carry and start else at_rest
        if after_update is not None:
            history.append(after_update(update + 1))
    return history


def bits_per_token(ids, parameters):
    """Mean of -log2 p(token) over ids[1:], read from a state of zeros: the number of bits a token costs.

    ids: a list of int, two at least. Perplexity is 2 to this power. Returns a number.
    """
    ids = check_ids(ids, len(parameters["E"]))[None]
    _, o = rnn_forward_batch(parameters["E"][ids[:, :-1]], parameters)
    return softmax_cross_entropy(o, ids[:, 1:]) / np.log(2)


def draw_next(o, temperature, rng):
    """Draw one token from the softmax of o / temperature; temperature 0 takes the largest score.

    o: (N,) scores before the softmax, finite; temperature: 0 or more; rng: np.random.Generator. Returns an int.
    Raises ValueError: a negative temperature, or nan; a score that is not finite; more than one row of scores.
    """
    if not temperature >= 0:
        raise ValueError(f"the temperature is {temperature}: it has to be 0 or more")
    if np.ndim(o) != 1 or len(o) == 0 or not np.isfinite(o).all():
        raise ValueError(f"scores of shape {np.shape(o)}: give one row, none of them infinite or nan")
    if temperature == 0:
        return int(np.argmax(o))
    shifted = np.asarray(o, np.float64) - np.max(o)
    cumulative = np.cumsum(np.exp(shifted / temperature))
    return int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right"))


def generate(prompt, length, parameters, temperature, rng, stop=None):
    """Continue a text: read the prompt, then draw a token, read it, draw the next.

    prompt: ids, one at least; length: how many tokens to draw at most; stop: an id that ends the text, None for none.
    Returns the list of drawn ids. Raises ValueError: an empty prompt; as `check_ids` and `draw_next`.
    """
    if len(prompt) == 0:
        raise ValueError("the prompt is empty: give at least one token to start from")
    a, ids = np.zeros((1, len(parameters["b_a"]))), []
    unread = list(check_ids(prompt, len(parameters["E"])))
    while len(ids) < length and (not ids or ids[-1] != stop):
        states, o = rnn_forward_batch(parameters["E"][[unread]], parameters, a)
        a = states[:, -1]
        unread = [draw_next(o[0, -1], temperature, rng)]
        ids += unread
    return ids
