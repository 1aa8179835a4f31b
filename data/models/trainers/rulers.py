"""Measure how far networks remember, for lectures 15 and 16: models/rulers.tsv, in about eight minutes on one core.

The task is the latch of Bengio, Simard and Frasconi (1994): the first token says 0 or 1, then `distance` other tokens
follow that say nothing, and at the last of them the network has to name the first. A guess is right half of the time.
One network is trained for each kind, distance and seed; all meet the same sequences, the same number of updates and the
same optimiser. Weights are rounded after each update (lecture 11), so the file is the same on every processor.
"""

import numpy as np

from helpers.taught.bptt import hidden_states_backward
from helpers.taught.gates import gru_backward, gru_parameters, gru_states, lstm_backward, lstm_parameters, lstm_states
from helpers.taught.optimiser import adam_state, adam_step, clip_by_norm, round_weights
from helpers.taught.rnn import hidden_states, initial_parameters, logistic

KINDS = ("plain", "orthogonal", "lstm", "gru", "lstm, forget bias 5")
DISTANCES = (5, 10, 20, 30, 40, 60, 80, 120)
SEEDS = (0, 1, 2, 3, 4)
N_X, N_A, BATCH, UPDATES, LEARNING_RATE, MAX_NORM, TEST = 4, 16, 32, 500, 0.01, 1.0, 400


def latch(distance, number, rng):
    """Sequences of the task. Returns x: (number, distance + 1, 4), one-hot, and y: (number, 1), the first token."""
    y = rng.integers(0, 2, (number, 1))
    tokens = np.concatenate([y, rng.integers(2, N_X, (number, distance))], axis=1)
    return np.eye(N_X)[tokens], y.astype(float)


def start(kind, seed):
    """Weights of one kind of network before training."""
    if kind.startswith("lstm"):
        return lstm_parameters(N_X, N_A, 1, seed, forget_bias=5.0 if kind.endswith("5") else 1.0)
    if kind == "gru":
        return gru_parameters(N_X, N_A, 1, seed)
    parameters = initial_parameters(N_X, N_A, 1, seed)
    if kind == "orthogonal":
        parameters["W_aa"] = np.linalg.qr(parameters["W_aa"])[0]
    round_weights(parameters)  # the last bit of a decomposition differs between processors
    return parameters


def run(kind, x, parameters):
    """States of the kind of network, as its backward pass wants them."""
    if kind.startswith("lstm"):
        return lstm_states(x, parameters)
    if kind == "gru":
        return gru_states(x, parameters)
    return (hidden_states(x, parameters),)


def gradients_of(kind, x, y, parameters):
    """Gradient of the mean cross-entropy of the last output."""
    states = run(kind, x, parameters)
    last = states[0][:, -1]
    do = (logistic(last @ parameters["W_ya"].T + parameters["b_y"]) - y) / len(x)
    da = np.zeros_like(states[0][:, 1:])
    da[:, -1] = do @ parameters["W_ya"]
    if len(states) == 1:
        gradients = hidden_states_backward(x, states[0], da, parameters)[0]
    else:
        gradients = (gru_backward if kind == "gru" else lstm_backward)(x, states, da, parameters)[0]
    return gradients | {"W_ya": do.T @ last, "b_y": do.sum(0)}


def accuracy(kind, distance, seed, updates=UPDATES):
    """Train one network and return its share of right answers on fresh sequences."""
    rng = np.random.default_rng([distance, seed])
    parameters = start(kind, seed)
    state = adam_state(parameters)
    for _ in range(updates):
        gradients = gradients_of(kind, *latch(distance, BATCH, rng), parameters)
        clip_by_norm(gradients, MAX_NORM)
        adam_step(parameters, gradients, state, LEARNING_RATE)
        round_weights(parameters)
    x, y = latch(distance, TEST, rng)
    o = run(kind, x, parameters)[0][:, -1] @ parameters["W_ya"].T + parameters["b_y"]
    return float(np.mean((o > 0) == (y > 0)))


def table(kinds=KINDS, distances=DISTANCES, seeds=SEEDS):
    """The lines of the file, the first with the names of the columns."""
    yield "kind\tdistance\tseed\taccuracy"
    for kind in kinds:
        for distance in distances:
            for seed in seeds:
                yield f"{kind}\t{distance}\t{seed}\t{accuracy(kind, distance, seed):.4f}"


def rulers_text():
    """The whole table as text."""
    return "\n".join(table()) + "\n"


FILES = {"rulers.tsv": rulers_text}
