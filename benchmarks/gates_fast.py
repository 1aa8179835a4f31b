"""LSTM and GRU and their gradients, fast: the numbers of `lstm_backward` and `gru_backward` of lecture 16.

One matrix W holds every weight. For the LSTM its columns are the output gate, input gate, forget gate, candidate and the output:

                4 n_a columns            n_y columns
    n_x rows    rows of W_ax.T           0
    1 row       b_a                      b_y
    n_a rows    rows of W_aa.T           W_ya.T

In this order the three gates stand together, and so do the three parts that the error of the cell reaches. The logistic
function is (1 + tanh(s / 2)) / 2: in a copy of W the columns of the gates are halved, and one tanh serves all four.

The GRU has the columns reset gate, update gate, candidate from the input, candidate from the state, and the output. The
reset gate stands between the two halves of the candidate, so each half has zeros where the other has weights.
"""

from types import SimpleNamespace

import numpy as np

from helpers.taught.rnn_fast import time_major


def pack_lstm(parameters, dtype=np.float64):
    """Put the weights of `lstm_parameters` into one matrix, (n_x + 1 + n_a, 4 n_a + n_y), laid out as above."""
    (n_a, n_x), n_y = (len(parameters["b_a"]) // 4, parameters["W_ax"].shape[1]), len(parameters["b_y"])
    W = np.zeros((n_x + 1 + n_a, 4 * n_a + n_y), dtype)
    order = lstm_columns(n_a)
    W[:n_x, : 4 * n_a] = parameters["W_ax"][order].T
    W[n_x, : 4 * n_a], W[n_x, 4 * n_a :] = parameters["b_a"][order], parameters["b_y"]
    W[n_x + 1 :, : 4 * n_a], W[n_x + 1 :, 4 * n_a :] = parameters["W_aa"][order].T, parameters["W_ya"].T
    return W


def lstm_columns(n_a):
    """The rows of `lstm_parameters` (input, forget, candidate, output) in the order of the columns above."""
    return np.concatenate([np.arange(3 * n_a, 4 * n_a), np.arange(3 * n_a)])


def unpack_lstm(W, n_x, n_y):
    """Copies of the weights in W, or of its gradient, with the names and shapes of `lstm_parameters`."""
    n_a = (W.shape[1] - n_y) // 4
    back = np.argsort(lstm_columns(n_a))
    return {
        "W_ax": W[:n_x, : 4 * n_a].T[back],
        "W_aa": W[n_x + 1 :, : 4 * n_a].T[back],
        "b_a": W[n_x, : 4 * n_a][back],
        "W_ya": W[n_x + 1 :, 4 * n_a :].T,
        "b_y": W[n_x, 4 * n_a :],
    }


class LSTMBuffers:
    """The arrays of a fast LSTM: weights W, gradient G, both laid out as above, and space for a batch.

    W, G: (n_x + 1 + n_a, 4 n_a + n_y), of one dtype; n_x, n_y: sizes of input and output. `reserve` makes room for
    batches of up to `rows` rows, that is sentences plus real tokens. Raises ValueError if W has another width.
    """

    def __init__(self, W, G, n_x, n_y):
        self.W, self.G, self.n_x, self.n_a = W, G, n_x, len(W) - 1 - n_x
        if W.shape[1] != 4 * self.n_a + n_y:
            raise ValueError(f"W has {W.shape[1]} columns, expected 4 * {self.n_a} + {n_y}: make it with pack_lstm or pack_gru")
        self.run, self.halved = W.copy(), np.ones(W.shape[1], W.dtype)
        self.halved[: 3 * self.n_a] = 0.5
        self.W_back = np.zeros((W.shape[1], self.n_a), W.dtype)
        self.reserve(0)

    def reserve(self, rows):
        n_a, columns = self.n_a, self.W.shape[1]
        widths = len(self.W), columns, columns, 4 * n_a, n_a, n_a, n_a, n_a, n_a
        arrays = [np.zeros((rows, n), self.W.dtype) for n in widths]
        self.Z, self.S, self.P, self.F, self.c, self.tanh_c, self.K, self.dc, self.work = arrays
        self.Z[:, self.n_x] = 1


class FastLSTM(LSTMBuffers):
    """Forward and backward of `LSTMBuffers`, from W and into G; used like `FastRNN`, with a plan from `plan_lstm`."""

    def forward(self, x, plan):
        self.Z[plan.rows, : self.n_x] = x
        self.Z[: plan.B, self.n_x + 1 :] = 0
        self.c[: plan.B] = 0
        np.multiply(self.W, self.halved, self.run)
        dot, tanh, multiply, add, run = np.dot, np.tanh, np.multiply, np.add, self.run
        for z, s_and_o, four, gates, (o, i, f, g), c_before, c, tanh_c, work, a in plan.forward:
            dot(z, run, s_and_o)
            tanh(four, four)
            multiply(gates, 0.5, gates)
            add(gates, 0.5, gates)
            multiply(f, c_before, c)
            multiply(i, g, work)
            add(c, work, c)
            tanh(c, tanh_c)
            multiply(o, tanh_c, a)
        return plan.o

    def backward(self, do, plan):
        self.factors(plan.end)
        plan.P[...] = 0
        plan.do[...] = do
        dot, multiply, add, W_back = np.dot, np.multiply, np.add, self.W_back
        W_back[...] = self.W[self.n_x + 1 :].T
        for p, da, K, dc, dc_on, carried, F_o, delta_o, F_rest, delta_rest, dc_wide, f, carry in plan.backward:
            dot(p, W_back, da)
            multiply(da, K, dc)
            add(dc_on, carried, dc_on)
            multiply(F_o, da, delta_o)
            multiply(F_rest, dc_wide, delta_rest)
            multiply(dc, f, carry)
        dot(plan.Z.T, plan.P, self.G)
        self.G[: self.n_x, 4 * self.n_a :] = 0

    def factors(self, end):
        """What the errors of a state and of a cell are multiplied by, for all steps at once."""
        n_a, one = self.n_a, self.W.dtype.type(1)
        o, i, _, g = (self.S[:end, k * n_a : (k + 1) * n_a] for k in range(4))
        F_o, F_i, F_f, F_g = (self.F[:end, k * n_a : (k + 1) * n_a] for k in range(4))
        t, K = self.tanh_c[:end], self.K[:end]
        np.subtract(one, self.S[:end, : 3 * n_a], self.F[:end, : 3 * n_a])
        np.multiply(self.F[:end, : 3 * n_a], self.S[:end, : 3 * n_a], self.F[:end, : 3 * n_a])
        F_o *= t
        F_i *= g
        F_f *= self.c[:end]
        np.multiply(g, g, F_g)
        np.subtract(one, F_g, F_g)
        F_g *= i
        np.multiply(t, t, K)
        np.subtract(one, K, K)
        K *= o


def empty_plan(net, lengths):
    """The fields of `time_major` for sentences of these lengths, and the views that are not those of single steps."""
    order, B = time_major(lengths), len(lengths)
    end, outputs = B + len(order.rows), 4 * net.n_a
    if end > len(net.Z):
        net.reserve(max(end, 2 * len(net.Z)))
    plan = SimpleNamespace(**vars(order), B=B, end=end, Z=net.Z[:end], P=net.P[:end], forward=[], backward=[])
    plan.o, plan.do = net.S[B:end, outputs:], net.P[B:end, outputs:]
    return plan


def steps_of(counts):
    """For each step: its first row, that of the next step, the end of that; sentences of the next step, and of the one after."""
    start, later_counts = 0, [*counts[1:], 0, 0]
    for now, later, last in zip(counts, later_counts, later_counts[1:]):
        yield start, start + now, start + now + later, later, last
        start += now


def plan_lstm(net, lengths):
    """Cut the arrays of a `FastLSTM` into the views that its loops need for sentences of these lengths.

    lengths: (B,) of int, each at least 1. Returns the fields of `time_major` and the views; it serves any
    sentences of these lengths, but one plan at a time.
    """
    plan, n_x, n_a = empty_plan(net, lengths), net.n_x, net.n_a
    for start, middle, stop, later, last in steps_of(plan.counts):
        rows = slice(start, start + later)
        S, P, F = net.S[rows], net.P[rows], net.F[rows]
        parts = [S[:, k * n_a : (k + 1) * n_a] for k in range(4)]
        plan.forward.append((net.Z[start:middle], net.S[start:middle], S[:, : 4 * n_a], S[:, : 3 * n_a], parts, net.c[rows],
                             net.c[middle:stop], net.tanh_c[rows], net.work[rows], net.Z[middle:stop, n_x + 1 :]))  # fmt: skip
        dc, wide = net.dc[rows], (later, 3, n_a)
        plan.backward.append((net.P[middle:stop], net.work[rows], net.K[rows], dc, dc[:last], net.c[middle : middle + last],
                              F[:, :n_a], P[:, :n_a], F[:, n_a:].reshape(wide), P[:, n_a : 4 * n_a].reshape(wide),
                              dc[:, None], parts[2], net.c[rows]))  # fmt: skip
    plan.backward = plan.backward[-2::-1]
    return plan


def pack_gru(parameters, dtype=np.float64):
    """Put the weights of `gru_parameters` into one matrix, (n_x + 1 + n_a, 4 n_a + n_y), laid out as above."""
    (n_a, n_x), n_y = (len(parameters["b_u"]), parameters["W_ax"].shape[1]), len(parameters["b_y"])
    W = np.zeros((n_x + 1 + n_a, 4 * n_a + n_y), dtype)
    x, bias, a = W[:n_x], W[n_x], W[n_x + 1 :]
    x[:, : 3 * n_a], bias[: 3 * n_a] = parameters["W_ax"].T, parameters["b_a"]
    a[:, : 2 * n_a], a[:, 3 * n_a : 4 * n_a] = parameters["W_aa"][: 2 * n_a].T, parameters["W_aa"][2 * n_a :].T
    bias[3 * n_a : 4 * n_a], bias[4 * n_a :], a[:, 4 * n_a :] = parameters["b_u"], parameters["b_y"], parameters["W_ya"].T
    return W


def unpack_gru(W, n_x, n_y):
    """Copies of the weights in W, or of its gradient, with the names and shapes of `gru_parameters`."""
    n_a = (W.shape[1] - n_y) // 4
    x, bias, a = W[:n_x], W[n_x], W[n_x + 1 :]
    return {
        "W_ax": x[:, : 3 * n_a].T.copy(),
        "W_aa": np.concatenate([a[:, : 2 * n_a].T, a[:, 3 * n_a : 4 * n_a].T]),
        "b_a": bias[: 3 * n_a].copy(),
        "b_u": bias[3 * n_a : 4 * n_a].copy(),
        "W_ya": a[:, 4 * n_a :].T.copy(),
        "b_y": bias[4 * n_a :].copy(),
    }


class FastGRU(LSTMBuffers):
    """Forward and backward of a GRU in the buffers of the LSTM, from W and into G; used with a plan from `plan_gru`."""

    def forward(self, x, plan):
        self.Z[plan.rows, : self.n_x] = x
        self.Z[: plan.B, self.n_x + 1 :] = 0
        self.halved[2 * self.n_a :] = 1
        np.multiply(self.W, self.halved, self.run)
        dot, tanh, multiply, add, subtract, run = np.dot, np.tanh, np.multiply, np.add, np.subtract, self.run
        for z_row, s_and_o, gates, r, z, g, u, a_before, work, a in plan.forward:
            dot(z_row, run, s_and_o)
            tanh(gates, gates)
            multiply(gates, 0.5, gates)
            add(gates, 0.5, gates)
            multiply(r, u, work)
            add(g, work, g)
            tanh(g, g)
            subtract(a_before, g, work)
            multiply(work, z, work)
            add(g, work, a)
        return plan.o

    def backward(self, do, plan):
        n_a, n_x = self.n_a, self.n_x
        self.factors(plan.end)
        plan.P[...] = 0
        plan.do[...] = do
        dot, multiply, add, W_back = np.dot, np.multiply, np.add, self.W_back
        W_back[...] = self.W[n_x + 1 :].T
        for p, da, da_on, carried, F, da_wide, delta, z, carry in plan.backward:
            dot(p, W_back, da)
            add(da_on, carried, da_on)
            multiply(F, da_wide, delta)
            multiply(da, z, carry)
        dot(plan.Z.T, plan.P, self.G)
        self.G[:n_x, 3 * n_a :] = 0
        self.G[n_x + 1 :, 2 * n_a : 3 * n_a] = 0

    def factors(self, end):
        """What the error of a state is multiplied by, for the four parts and all steps at once."""
        n_a, one = self.n_a, self.W.dtype.type(1)
        r, z, g, u = (self.S[:end, k * n_a : (k + 1) * n_a] for k in range(4))
        F_r, F_z, F_g, F_u = (self.F[:end, k * n_a : (k + 1) * n_a] for k in range(4))
        work = self.K[:end]
        np.subtract(one, z, F_z)
        np.multiply(g, g, F_g)
        np.subtract(one, F_g, F_g)
        F_g *= F_z
        np.multiply(F_g, r, F_u)
        np.subtract(one, r, F_r)
        F_r *= F_u
        F_r *= u
        F_z *= z
        np.subtract(self.Z[:end, self.n_x + 1 :], g, work)
        F_z *= work


def plan_gru(net, lengths):
    """Cut the arrays of a `FastGRU` into views, as `plan_lstm` does. lengths: (B,) of int, each at least 1."""
    plan, n_x, n_a = empty_plan(net, lengths), net.n_x, net.n_a
    for start, middle, stop, later, last in steps_of(plan.counts):
        rows = slice(start, start + later)
        S, da, wide = net.S[rows], net.dc[rows], (later, 4, n_a)
        parts = [S[:, k * n_a : (k + 1) * n_a] for k in range(4)]
        plan.forward.append((net.Z[start:middle], net.S[start:middle], S[:, : 2 * n_a], *parts, net.Z[rows, n_x + 1 :],
                             net.work[rows], net.Z[middle:stop, n_x + 1 :]))  # fmt: skip
        plan.backward.append((net.P[middle:stop], da, da[:last], net.c[middle : middle + last], net.F[rows].reshape(wide),
                              da[:, None], net.P[rows, : 4 * n_a].reshape(wide), parts[1], net.c[rows]))  # fmt: skip
    plan.backward = plan.backward[-2::-1]
    return plan
