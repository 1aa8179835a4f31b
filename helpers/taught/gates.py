"""Lecture 16: gates, forward and backward: the LSTM and the GRU.

The LSTM (Hochreiter and Schmidhuber, 1997; forget gate: Gers, Schmidhuber and Cummins, 2000) keeps a cell c beside
its state a. All four parts of s<i> come from one product; i, f and o in code are the gates, g is the candidate:

    s<i> = W_ax x<i> + W_aa a<i-1> + b_a          i, f, o = logistic of three parts of s<i>, g = tanh of the fourth
    c<i> = f * c<i-1> + i * g                     a<i> = o * tanh(c<i>)

The GRU (Cho et al., 2014) has no cell. The reset gate r acts on the product W_aa a<i-1>, as in torch and cuDNN; in
the first publication it acts on a<i-1> itself. z is the update gate:

    a<i> = (1 - z) * g + z * a<i-1>               g = tanh(s_g + r * u),  u = W_aa,g a<i-1> + b_u
"""

import numpy as np

from helpers.taught.rnn import initial_parameters, logistic


def lstm_parameters(n_x, n_a, n_y, seed, forget_bias=1.0):
    """Random weights of an LSTM; rows of W_ax, W_aa and b_a in the order input, forget, candidate, output.

    Returns {"W_ax": (4 n_a, n_x), "W_aa": (4 n_a, n_a), "b_a": (4 n_a,), "W_ya": (n_y, n_a), "b_y": (n_y,)}. The
    forget gates start open: their bias is forget_bias (Gers et al., 2000; Jozefowicz et al., 2015).
    """
    parts = [initial_parameters(n_x, n_a, n_y, [seed, k]) for k in range(4)]
    stacked = {name: np.concatenate([part[name] for part in parts])
               for name in ("W_ax", "W_aa", "b_a")}  # fmt: skip
    stacked["b_a"][n_a : 2 * n_a] = forget_bias
    return stacked | {name: parts[0][name] for name in ("W_ya", "b_y")}


def lstm_step(x, a_previous, c_previous, parameters):
    """One token for a batch. x: (B, n_x), a_previous, c_previous: (B, n_a).

    Returns a, c: (B, n_a) and the four gates (i, f, g, o), each (B, n_a).
    """
    s = x @ parameters["W_ax"].T + a_previous @ parameters["W_aa"].T + parameters["b_a"]
    s_i, s_f, s_g, s_o = np.split(s, 4, axis=-1)
    i, f, g, o = logistic(s_i), logistic(s_f), np.tanh(s_g), logistic(s_o)
    c = f * c_previous + i * g
    return o * np.tanh(c), c, (i, f, g, o)


def lstm_states(x, parameters, a_0=None, c_0=None):
    """States, cells and gates of a batch.

    x: (B, T, n_x); a_0, c_0: (B, n_a), zeros if not given. Returns a, c: (B, T + 1, n_a), where a[:, 0] is a_0, and
    gates: (4, B, T, n_a) in the order input, forget, candidate, output.
    """
    B, T, _ = x.shape
    a = np.zeros((B, T + 1, parameters["W_aa"].shape[1]))
    c, gates = np.zeros_like(a), np.zeros((4, *a[:, 1:].shape))
    a[:, 0] = 0 if a_0 is None else a_0
    c[:, 0] = 0 if c_0 is None else c_0
    for t in range(1, T + 1):
        step = lstm_step(x[:, t - 1], a[:, t - 1], c[:, t - 1], parameters)
        a[:, t], c[:, t], gates[:, :, t - 1] = step
    return a, c, gates


def lstm_step_backward(da, dc, c, c_previous, gates):
    """Back through one token. da, dc: what a<i> and c<i> are told, (B, n_a); c, c_previous: cells after and before.

    Returns delta: (B, 4 n_a), the error before the activations, and dc_previous: (B, n_a).
    """
    i, f, g, o = gates
    tanh_c = np.tanh(c)
    dc = dc + da * o * (1 - tanh_c**2)
    delta_i = dc * g * i * (1 - i)
    delta_f = dc * c_previous * f * (1 - f)
    delta_g = dc * i * (1 - g**2)
    delta_o = da * tanh_c * o * (1 - o)
    return np.concatenate([delta_i, delta_f, delta_g, delta_o], axis=-1), dc * f


def lstm_backward(x, states, da_output, parameters):
    """Back through an LSTM, from what the layers above say about each state.

    x: (B, T, n_x); states: (a, c, gates) from `lstm_states`; da_output: (B, T, n_a), zero on padding. Returns
    gradients of W_ax, W_aa and b_a (a dictionary), dx: (B, T, n_x), da_0 and dc_0: (B, n_a). Raises ValueError: da_output of
    another shape.
    """
    a, c, gates = states
    if np.shape(da_output) != a[:, 1:].shape:
        raise ValueError(f"da_output {np.shape(da_output)}, it should be {a[:, 1:].shape}")
    delta = np.zeros((*x.shape[:2], len(parameters["b_a"])))
    da_next, dc_next = np.zeros_like(a[:, 0]), np.zeros_like(c[:, 0])
    for t in range(x.shape[1], 0, -1):
        da = da_output[:, t - 1] + da_next
        cells = c[:, t], c[:, t - 1]
        delta[:, t - 1], dc_next = lstm_step_backward(da, dc_next, *cells, gates[:, :, t - 1])
        da_next = delta[:, t - 1] @ parameters["W_aa"]
    gradients = {
        "W_ax": np.tensordot(delta, x, ((0, 1), (0, 1))),
        "W_aa": np.tensordot(delta, a[:, :-1], ((0, 1), (0, 1))),
        "b_a": delta.sum((0, 1)),
    }
    return gradients, delta @ parameters["W_ax"], da_next, dc_next


def gru_parameters(n_x, n_a, n_y, seed):
    """Random weights of a GRU; rows of W_ax, W_aa and b_a in the order reset, update, candidate.

    Returns {"W_ax": (3 n_a, n_x), "W_aa": (3 n_a, n_a), "b_a": (3 n_a,), "b_u": (n_a,), "W_ya": (n_y, n_a),
    "b_y": (n_y,)}.
    """
    parts = [initial_parameters(n_x, n_a, n_y, [seed, k]) for k in range(3)]
    stacked = {name: np.concatenate([part[name] for part in parts])
               for name in ("W_ax", "W_aa", "b_a")}  # fmt: skip
    output = {name: parts[0][name] for name in ("W_ya", "b_y")}
    return stacked | output | {"b_u": np.zeros(n_a)}


def gru_step(x, a_previous, parameters):
    """One token for a batch. x: (B, n_x), a_previous: (B, n_a).

    Returns a: (B, n_a) and (r, z, g, u), each (B, n_a).
    """
    s_r, s_z, s_g = np.split(x @ parameters["W_ax"].T + parameters["b_a"], 3, axis=-1)
    u_r, u_z, u = np.split(a_previous @ parameters["W_aa"].T, 3, axis=-1)
    u = u + parameters["b_u"]
    r, z = logistic(s_r + u_r), logistic(s_z + u_z)
    g = np.tanh(s_g + r * u)
    return (1 - z) * g + z * a_previous, (r, z, g, u)


def gru_states(x, parameters, a_0=None):
    """States and gates of a batch.

    x: (B, T, n_x); a_0: (B, n_a), zeros if not given. Returns a: (B, T + 1, n_a), where a[:, 0] is a_0, and gates:
    (4, B, T, n_a), the r, z, g and u of every step.
    """
    B, T, _ = x.shape
    a = np.zeros((B, T + 1, parameters["W_aa"].shape[1]))
    gates = np.zeros((4, *a[:, 1:].shape))
    a[:, 0] = 0 if a_0 is None else a_0
    for t in range(1, T + 1):
        a[:, t], gates[:, :, t - 1] = gru_step(x[:, t - 1], a[:, t - 1], parameters)
    return a, gates


def gru_step_backward(da, a_previous, gates, parameters):
    """Back through one token. da: what a<i> is told, (B, n_a); a_previous: (B, n_a).

    Returns delta: (B, 3 n_a) before the activations, delta_u: (B, 3 n_a), the same for the products with W_aa, and
    da_previous: (B, n_a).
    """
    r, z, g, u = gates
    delta_g = da * (1 - z) * (1 - g**2)
    delta_z = da * (a_previous - g) * z * (1 - z)
    delta_r = delta_g * u * r * (1 - r)
    delta = np.concatenate([delta_r, delta_z, delta_g], axis=-1)
    delta_u = np.concatenate([delta_r, delta_z, delta_g * r], axis=-1)
    return delta, delta_u, da * z + delta_u @ parameters["W_aa"]


def gru_backward(x, states, da_output, parameters):
    """Back through a GRU, from what the layers above say about each state.

    x: (B, T, n_x); states: (a, gates) from `gru_states`; da_output: (B, T, n_a), zero on padding. Returns gradients of
    W_ax, W_aa, b_a and b_u (a dictionary), dx: (B, T, n_x) and da_0: (B, n_a). Raises ValueError: da_output of another shape.
    """
    a, gates = states
    if np.shape(da_output) != a[:, 1:].shape:
        raise ValueError(f"da_output {np.shape(da_output)}, it should be {a[:, 1:].shape}")
    n_a, da = a.shape[2], np.zeros_like(a[:, 0])
    delta, delta_u = np.zeros((2, *x.shape[:2], 3 * n_a))
    for t in range(x.shape[1], 0, -1):
        back = gru_step_backward(
            da_output[:, t - 1] + da, a[:, t - 1], gates[:, :, t - 1], parameters)  # fmt: skip
        delta[:, t - 1], delta_u[:, t - 1], da = back
    gradients = {
        "W_ax": np.tensordot(delta, x, ((0, 1), (0, 1))),
        "W_aa": np.tensordot(delta_u, a[:, :-1], ((0, 1), (0, 1))),
        "b_a": delta.sum((0, 1)),
        "b_u": delta_u[..., 2 * n_a :].sum((0, 1)),
    }
    return gradients, delta @ parameters["W_ax"], da
