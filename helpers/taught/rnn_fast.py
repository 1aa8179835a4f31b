"""Lecture 11a: the recurrent network and its gradient, fast: the same numbers as `rnn_backward_batch`.

One matrix W holds every weight of the network, and the same layout holds the gradient:

                n_a columns   n_y columns
    n_x rows    W_ax.T        0
    1 row       b_a           b_y
    n_a rows    W_aa.T        W_ya.T

A row of Z is [x<i+1>, 1, a<i>], so that a row of Z @ W is [s<i+1>, o<i>]: one product makes one step for all
sentences. On the way back a row of P is [delta<i+1>, do<i>], and one product, Z.T @ P, is the gradient.

The rows are in the order of time, longest sentence first. Block i holds the sentences of i tokens or more:
a sentence that has ended costs nothing. All arrays are made once; the loops only fill views of them.
"""

from types import SimpleNamespace

import numpy as np

from helpers.taught.loss import zeros_and_ones
from helpers.taught.optimiser import check_floats


def pack_parameters(parameters, dtype=np.float64):
    """Put W_ax, W_aa, b_a, W_ya and b_y into one matrix, (n_x + 1 + n_a, n_a + n_y), laid out as above.

    Raises TypeError: as `check_floats`, for another dtype.
    """
    (n_a, n_x), n_y = parameters["W_ax"].shape, len(parameters["b_y"])
    W = np.zeros((n_x + 1 + n_a, n_a + n_y), dtype)
    check_floats({"W": W})
    for name, view in unpack_parameters(W, n_x, n_y).items():
        view[...] = parameters[name]
    return W


def unpack_parameters(W, n_x, n_y):
    """Views of the matrix W, or of its gradient, with the names and shapes of `initial_parameters`."""
    n_a = W.shape[1] - n_y
    return {
        "W_ax": W[:n_x, :n_a].T,
        "W_aa": W[n_x + 1 :, :n_a].T,
        "b_a": W[n_x, :n_a],
        "W_ya": W[n_x + 1 :, n_a:].T,
        "b_y": W[n_x, n_a:],
    }


def time_major(lengths):
    """The order of the real tokens of a batch: first tokens, second tokens, ...; longest sentence first.

    lengths: (B,) of int, each at least 1. Returns `counts`, where counts[i] sentences have i tokens or more,
    and for each real token in that order its `sentence`, its `position` (from 0) and its row in Z, `rows`.
    """
    lengths = np.asarray(lengths)
    longest_first = np.argsort(-lengths, kind="stable")
    counts = np.bincount(lengths)[::-1].cumsum()[::-1]
    position = np.repeat(np.arange(len(counts) - 1), counts[1:])
    rows = np.arange(len(position)) + np.repeat(len(lengths) - counts[:-1], counts[1:])
    starts = np.cumsum(counts) - counts
    sentence = longest_first[rows - starts[position]]
    return SimpleNamespace(counts=counts.tolist(), sentence=sentence, position=position, rows=rows)


class RecurrentBuffers:
    """The arrays of a fast network: weights W, gradient G, both laid out as above, and space for a batch.

    W, G: (n_x + 1 + n_a, n_a + n_y), of one dtype, float32 or float64; n_x: size of an input. `reserve` makes
    room for batches of up to `rows` rows, that is sentences plus real tokens.
    """

    def __init__(self, W, G, n_x):
        self.W, self.G, self.n_x, self.n_a = W, G, n_x, len(W) - 1 - n_x
        self.W_back = np.zeros((W.shape[1], self.n_a), W.dtype)
        self.reserve(0)

    def reserve(self, rows):
        widths = len(self.W), self.W.shape[1], self.W.shape[1], self.n_a, self.n_a
        self.Z, self.S, self.P, self.da, self.slope = (np.zeros((rows, n), self.W.dtype) for n in widths)
        self.Z[:, self.n_x] = 1


class FastRNN(RecurrentBuffers):
    """Forward and backward of `RecurrentBuffers`, from W and into G.

    `forward` takes x, (tokens, n_x), and returns o, (tokens, n_y); after it `backward` takes do, (tokens, n_y).
    Their rows are the real tokens in the order of a plan from `plan_batch`.
    """

    def forward(self, x, plan):
        plan.Z[plan.rows, : self.n_x] = x
        plan.Z[: plan.B, self.n_x + 1 :] = 0
        dot, tanh, W = np.dot, np.tanh, self.W  # found once, not in every step
        for z, s_and_o, s, a in plan.forward:
            dot(z, W, s_and_o)
            tanh(s, a)
        return plan.o

    def backward(self, do, plan):
        plan.P[...] = 0
        plan.do[...] = do
        np.multiply(plan.a, plan.a, plan.slope)
        np.subtract(1, plan.slope, plan.slope)
        dot, multiply, W_back = np.dot, np.multiply, self.W_back
        W_back[...] = self.W[self.n_x + 1 :].T  # a copy: products with a transposed view are slower
        for p, da, slope, delta in plan.backward:
            dot(p, W_back, da)
            multiply(da, slope, delta)
        np.dot(plan.Z.T, plan.P, self.G)
        self.G[: self.n_x, self.n_a :] = 0


def plan_batch(net, lengths):
    """Cut the arrays of a `FastRNN` into the views that its loops need for sentences of these lengths.

    lengths: (B,) of int, each at least 1. Returns the fields of `time_major` and the views; it serves any
    sentences of these lengths.
    """
    plan, n_x, n_a, B = time_major(lengths), net.n_x, net.n_a, len(lengths)
    end = B + len(plan.rows)
    if end > len(net.Z):
        net.reserve(max(end, 2 * len(net.Z)))
    plan.net, plan.B, plan.Z, plan.P = net, B, net.Z[:end], net.P[:end]
    plan.a = net.Z[B:end, n_x + 1 :]
    plan.o, plan.do, plan.slope = net.S[B:end, n_a:], net.P[B:end, n_a:], net.slope[B:end]
    plan.forward, plan.backward, start = [], [], 0
    for now, later in zip(plan.counts, [*plan.counts[1:], 0]):
        middle, stop = start + now, start + now + later
        s, a = net.S[start : start + later, :n_a], net.Z[middle:stop, n_x + 1 :]
        plan.forward.append((net.Z[start:middle], net.S[start:middle], s, a))
        da, slope, delta = net.da[middle:stop], net.slope[middle:stop], net.P[start : start + later, :n_a]
        plan.backward.append((net.P[middle:stop], da, slope, delta))
        start = middle
    plan.backward = plan.backward[-2::-1]  # from the end; after the last tokens there is nothing to hand back
    return plan


def input_gradient(net, plan):
    """The gradient dx after `FastRNN.backward`: (tokens, n_x), in the order of the plan.

    Raises ValueError: the plan was made for another network.
    """
    if getattr(plan, "net", None) is not net:
        raise ValueError("this plan belongs to another network: make one with plan_batch(net, lengths)")
    return plan.P[plan.rows, : net.n_a] @ net.W[: net.n_x, : net.n_a].T


def loss_from_logits(o, y):
    """Mean cross-entropy of the real tokens, and its gradient, computed from the loss.

    o, y: (tokens, n_y). With z = o for label 0 and -o for label 1 the loss is log(1 + exp(z)); its
    derivative, logistic(z), is 1 - exp(-loss). Returns the loss, a number, and do: (tokens, n_y).
    Raises ValueError: the shapes differ, or a label is neither 0 nor 1.
    """
    if np.shape(o) != np.shape(y):
        raise ValueError(f"o has shape {np.shape(o)}, y {np.shape(y)}: one label for each output")
    sign = 1.0 - 2 * zeros_and_ones("y", y)
    loss = np.logaddexp(0, o * sign)
    do = np.expm1(-loss) * sign / -len(o)
    return loss.sum() / len(o), do


class FlatAdam:
    """Adam on one flat vector, in place: ten passes and no new array.

    The running sums leave out the factors (1 - beta); the step puts them back as two plain numbers.
    """

    def __init__(self, size, dtype, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
        self.mean, self.square, self.work = np.zeros((3, size), dtype)
        self.beta_1, self.beta_2, self.epsilon, self.steps = beta_1, beta_2, epsilon, 0

    def step(self, weights, gradient, learning_rate):
        self.steps += 1
        scale_1 = (1 - self.beta_1) / (1 - self.beta_1**self.steps)
        scale_2 = ((1 - self.beta_2) / (1 - self.beta_2**self.steps)) ** 0.5
        self.mean *= self.beta_1
        self.mean += gradient
        self.square *= self.beta_2
        np.multiply(gradient, gradient, self.work, dtype=self.work.dtype)
        self.square += self.work
        np.sqrt(self.square, self.work)
        self.work += self.epsilon / scale_2
        np.divide(self.mean, self.work, self.work)
        self.work *= learning_rate * scale_1 / scale_2
        weights -= self.work
