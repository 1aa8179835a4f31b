"""Lecture 08: the recurrent network, forward (its logistic function, safe for any number, is written in lecture 09).

One set of parameters, {"W_ax", "W_aa", "b_a", "W_ya", "b_y"}, is used at every position of a sentence:

    a<i> = tanh(W_ax x<i> + W_aa a<i-1> + b_a)        yhat<i> = logistic(W_ya a<i> + b_y)

Python counts from 0, so x<i> is `x[i - 1]`. The states have one row more than the tokens: `a[0]` is a<0>.
"""

import numpy as np


def logistic(o):
    """The logistic function 1 / (1 + exp(-o)), without overflow for any o.

    o: array of any shape. Returns an array of that shape, each value in [0, 1].
    """
    o = 1.0 * np.asarray(o)  # floats: an unsigned number has no negative
    z = np.exp(-np.abs(o))
    return np.where(o >= 0, 1, z) / (1 + z)


def initial_parameters(n_x, n_a, n_y, seed):
    """Random matrices and zero biases of a recurrent network.

    n_x, n_a, n_y: sizes of input, state and output; seed: of np.random.default_rng.
    Returns {"W_ax": (n_a, n_x), "W_aa": (n_a, n_a), "b_a": (n_a,), "W_ya": (n_y, n_a), "b_y": (n_y,)}. The
    standard deviation 1/sqrt(number of inputs) keeps a sum of that many terms near size 1 (LeCun et al., 1998).
    """
    rng = np.random.default_rng(seed)
    return {
        "W_ax": rng.normal(0, 1 / np.sqrt(n_x), (n_a, n_x)),
        "W_aa": rng.normal(0, 1 / np.sqrt(n_a), (n_a, n_a)),
        "b_a": np.zeros(n_a),
        "W_ya": rng.normal(0, 1 / np.sqrt(n_a), (n_y, n_a)),
        "b_y": np.zeros(n_y),
    }


def rnn_step(x, a_previous, parameters):
    """One token: the two equations of the network.

    x: (n_x,), a_previous: (n_a,). Returns a: (n_a,) and y_hat: (n_y,).
    """
    s = parameters["W_ax"] @ x + parameters["W_aa"] @ a_previous + parameters["b_a"]
    a = np.tanh(s)
    o = parameters["W_ya"] @ a + parameters["b_y"]
    return a, logistic(o)


def rnn_forward(x, parameters, a_0=None):
    """One sentence, token by token.

    x: (T, n_x), T >= 1; a_0: (n_a,), the state before the first token, zeros if not given.
    Returns a: (T + 1, n_a), where a[0] is a_0, and y_hat: (T, n_y).
    """
    T, n_a, n_y = len(x), len(parameters["b_a"]), len(parameters["b_y"])
    a, y_hat = np.zeros((T + 1, n_a)), np.zeros((T, n_y))
    if a_0 is not None:
        a[0] = a_0
    for i in range(1, T + 1):
        a[i], y_hat[i - 1] = rnn_step(x[i - 1], a[i - 1], parameters)
    return a, y_hat


def hidden_states(x, parameters, a_0=None):
    """The states of a batch of sentences; the output layer comes later.

    x: (B, T, n_x); a_0: (B, n_a), zeros if not given. Returns a: (B, T + 1, n_a), where a[:, 0] is a_0.
    """
    B, T, _ = x.shape
    a = np.zeros((B, T + 1, len(parameters["b_a"])))
    if a_0 is not None:
        a[:, 0] = a_0
    for i in range(1, T + 1):
        s = x[:, i - 1] @ parameters["W_ax"].T + a[:, i - 1] @ parameters["W_aa"].T
        a[:, i] = np.tanh(s + parameters["b_a"])
    return a


def rnn_forward_batch(x, parameters, a_0=None):
    """A batch of sentences: states, and outputs before the logistic function.

    x: (B, T, n_x); a_0: (B, n_a), zeros if not given. Returns a: (B, T + 1, n_a) and o: (B, T, n_y);
    logistic(o) are the probabilities, and the loss of lecture 09 wants o itself.
    """
    a = hidden_states(x, parameters, a_0)
    o = a[:, 1:] @ parameters["W_ya"].T + parameters["b_y"]
    return a, o
