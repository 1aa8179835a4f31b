"""How far networks remember, for lecture 16: models/rulers.tsv and models/copies.tsv, twenty starts at the best of three rates.

Rulers: the latch of Bengio, Simard and Frasconi (1994). The first token says 0 or 1, then `distance` other tokens follow that
say nothing, and at the last of them the network has to name the first. A guess is right half of the time. Copies: the copy
task, as in Arjovsky, Shah and Bengio (2016) but small: four tokens that say 0 or 1, `distance` blanks, and then the four have
to be named in order; an answer is right if all four are. All kinds meet the same sequences and the same number of updates.
The twenty starts of a kind are trained side by side, in arrays with one more axis, which gives each the numbers it would have
alone. The learning rate of a kind at a distance is chosen on five other starts ("trial"); for the kind that lecture 16 calls a
failure, the twenty starts are trained at the other rates too ("other rate"). Weights are rounded after each update
(lecture 11). About an hour on one core.
"""

import numpy as np

from helpers.taught.gates import gru_parameters, lstm_parameters
from helpers.taught.rnn import initial_parameters

DISTANCES, RATES, STARTS, TRIALS = (20, 60, 120), (0.003, 0.01, 0.03), range(20), range(20, 25)
N_X, N_A, BATCH, UPDATES, MAX_NORM, TEST = 4, 16, 16, 500, 1.0, 200
EQUAL = 34  # units of a plain network with as many parameters as the LSTM of 16: 1,361
KINDS = (
    "plain", "plain, 34 units", "orthogonal", "lstm, forget bias 1", "lstm, forget bias 5", "lstm, forget bias 5, input bias -5",
    "lstm, chrono", "gru, update bias 0", "gru, update bias 5",
)  # fmt: skip
WATCHED = ("lstm, forget bias 1", 60)  # lecture 16 says that it fails: twenty starts at the other two rates as well
COPIED, COPY_DISTANCES, COPY_UPDATES = 4, (20, 60), 1000
COPY_KINDS = ("plain", "orthogonal", "lstm, forget bias 1", "lstm, chrono", "gru, update bias 0", "gru, update bias 5")


def start(kind, seed, distance):
    """Parameters of one kind of network before training; the chrono start of Tallec and Ollivier (2018) knows the distance."""
    if kind.startswith("lstm"):
        parameters, rows = lstm_parameters(N_X, N_A, 1, seed), parameters_rows(N_A)
        if kind == "lstm, chrono":
            parameters["b_a"][rows["forget"]] = np.log(np.random.default_rng([seed, 9]).uniform(1, distance, N_A))
            parameters["b_a"][rows["input"]] = -parameters["b_a"][rows["forget"]]
        else:
            parameters["b_a"][rows["forget"]] = 1.0 if "forget bias 1" in kind else 5.0
            parameters["b_a"][rows["input"]] = -5.0 if "input bias -5" in kind else 0.0
    elif kind.startswith("gru"):
        parameters = gru_parameters(N_X, N_A, 1, seed)
        parameters["b_a"][N_A : 2 * N_A] = float(kind.rsplit(" ", 1)[1])
    else:
        parameters = initial_parameters(N_X, EQUAL if "34" in kind else N_A, 1, seed)
        if kind == "orthogonal":
            parameters["W_aa"] = np.linalg.qr(parameters["W_aa"])[0]
    # rounded, because the last bit of a logarithm differs between processors
    return {name: np.round(value, 8) for name, value in parameters.items()}


def parameters_rows(n_a):
    """Which rows of an LSTM's b_a belong to the input and to the forget gates."""
    return {"input": slice(0, n_a), "forget": slice(n_a, 2 * n_a)}


def latch(distance, number, rng):
    """Sequences of the task: tokens, (number, distance + 1) whole numbers below N_X, and y, (number, 1), the first token."""
    y = rng.integers(0, 2, (number, 1))
    return np.concatenate([y, rng.integers(2, N_X, (number, distance))], axis=1), y.astype(float)


def copy_task(distance, number, rng):
    """Four tokens 0 or 1, `distance` blanks (2), four calls (3): (number, distance + 8), and y, (number, 4), the first four."""
    y = rng.integers(0, 2, (number, COPIED))
    blanks, calls = np.full((number, distance), 2), np.full((number, COPIED), 3)
    return np.concatenate([y, blanks, calls], axis=1), y.astype(float)


def turned(W):
    """The last two axes exchanged."""
    return np.swapaxes(W, -1, -2)


def logistic(s):
    """Without overflow, and with one tanh."""
    return 0.5 + 0.5 * np.tanh(0.5 * s)


def states(kind, tokens, p):
    """Run networks side by side. tokens: (S, B, T); p has a first axis S. Returns a: (T + 1, S, B, n_a), and the gates."""
    S, B, T = tokens.shape
    n_a = p["W_aa"].shape[-1]
    a, more, rows = np.zeros((T + 1, S, B, n_a)), [], np.arange(S)[:, None]
    W_ax, W_aa, c = turned(p["W_ax"]), turned(p["W_aa"]), np.zeros((S, B, n_a))
    for t in range(T):
        s = W_ax[rows, tokens[:, :, t]] + p["b_a"][:, None]  # the inputs are one-hot: a product is a look-up
        u = a[t] @ W_aa
        if kind.startswith("lstm"):
            s += u
            gates = logistic(s)
            gates[..., 2 * n_a : 3 * n_a] = np.tanh(s[..., 2 * n_a : 3 * n_a])
            i, f, g, o = np.split(gates, 4, axis=-1)
            before, c = c, f * c + i * g
            tanh_c = np.tanh(c)
            a[t + 1] = o * tanh_c
            more.append((i, f, g, o, before, tanh_c))
        elif kind.startswith("gru"):
            r, z = np.split(logistic(s[..., : 2 * n_a] + u[..., : 2 * n_a]), 2, axis=-1)
            u = u[..., 2 * n_a :] + p["b_u"][:, None]
            g = np.tanh(s[..., 2 * n_a :] + r * u)
            a[t + 1] = (1 - z) * g + z * a[t]
            more.append((r, z, g, u))
        else:
            a[t + 1] = np.tanh(s + u)
    return a, more


def back_one_step(kind, da, dc, a, a_previous, more, p):
    """Lecture 16's step backward, with an axis of starts. Returns delta, delta_u (for the product with W_aa), da and dc."""
    if kind.startswith("lstm"):
        i, f, g, o, before, tanh_c = more
        dc = dc + da * o * (1 - tanh_c**2)
        parts = dc * g * i * (1 - i), dc * before * f * (1 - f), dc * i * (1 - g**2), da * tanh_c * o * (1 - o)
        delta = np.concatenate(parts, axis=-1)
        return delta, delta, delta @ p["W_aa"], dc * f
    if kind.startswith("gru"):
        r, z, g, u = more
        delta_g = da * (1 - z) * (1 - g**2)
        delta_z, delta_r = da * (a_previous - g) * z * (1 - z), delta_g * u * r * (1 - r)
        delta_u = np.concatenate([delta_r, delta_z, delta_g * r], axis=-1)
        return np.concatenate([delta_r, delta_z, delta_g], axis=-1), delta_u, da * z + delta_u @ p["W_aa"], dc
    delta = da * (1 - a**2)
    return delta, delta, delta @ p["W_aa"], dc


def outputs(a, p, last=1):
    """What the networks say at the `last` tokens: (S, B, last), before the logistic function."""
    return np.concatenate([state @ turned(p["W_ya"]) + p["b_y"][:, None] for state in a[-last:]], axis=-1)


def gradients_of(kind, tokens, y, p):
    """Gradients of the mean cross-entropy of the last outputs, one set for each start. tokens: (S, B, T), y: (S, B, outputs)."""
    (a, more), T, last = states(kind, tokens, p), tokens.shape[2], y.shape[2]
    do = (logistic(outputs(a, p, last)) - y) / (tokens.shape[1] * last)
    gradients = {name: np.zeros_like(value) for name, value in p.items()}
    da, dc, one_hot = np.zeros(a.shape[1:]), np.zeros(a.shape[1:]), np.eye(N_X)
    for t in range(T - 1, -1, -1):
        if t >= T - last:
            error = do[..., t - T + last, None]
            gradients["W_ya"] += turned(error) @ a[t + 1]
            gradients["b_y"] += error.sum(1)
            da = da + error @ p["W_ya"]
        delta, delta_u, da, dc = back_one_step(kind, da, dc, a[t + 1], a[t], more[t] if more else None, p)
        gradients["W_aa"] += turned(delta_u) @ a[t]
        gradients["W_ax"] += turned(delta) @ one_hot[tokens[:, :, t]]
        gradients["b_a"] += delta.sum(1)
        if "b_u" in p:
            gradients["b_u"] += delta_u[..., -N_A:].sum(1)
    return gradients


def clip(gradients):
    """Clip each start's gradient by its own norm, in place."""
    squares = sum(np.sum(g**2, axis=tuple(range(1, g.ndim))) for g in gradients.values())
    scale = np.minimum(1, MAX_NORM / np.maximum(np.sqrt(squares), 1e-300))
    for gradient in gradients.values():
        gradient *= scale.reshape(-1, *[1] * (gradient.ndim - 1))


def train(kind, distance, rate, seeds=STARTS, updates=UPDATES, task=latch):
    """Train one network for each seed. Returns the parameters (first axis: seeds) and the generators, for the test."""
    rngs = [np.random.default_rng([distance, seed]) for seed in seeds]
    starts = [start(kind, seed, distance + COPIED * (task is copy_task)) for seed in seeds]  # chrono: how long a token is kept
    p = {name: np.stack([one[name] for one in starts]) for name in starts[0]}
    mean, square = ({name: np.zeros_like(value) for name, value in p.items()} for _ in range(2))
    for step in range(1, updates + 1):
        tokens, y = (np.stack(part) for part in zip(*(task(distance, BATCH, rng) for rng in rngs)))
        gradients = gradients_of(kind, tokens, y, p)
        clip(gradients)
        for name, gradient in gradients.items():  # Adam and the rounding of lecture 11
            mean[name] += 0.1 * (gradient - mean[name])
            square[name] += 0.001 * (gradient**2 - square[name])
            p[name] -= rate * (mean[name] / (1 - 0.9**step)) / (np.sqrt(square[name] / (1 - 0.999**step)) + 1e-8)
            np.round(p[name], 8, out=p[name])
    return p, rngs


def share_all_right(o, y):
    """The share of sequences whose outputs are all on the right side of 0. o, y: (S, B, outputs). Returns (S,)."""
    return np.mean(((o > 0) == (y > 0)).all(axis=2), axis=1)


def accuracies(kind, distance, rate, seeds=STARTS, updates=UPDATES, task=latch):
    """The share of fresh sequences whose outputs are all right, one number for each seed."""
    p, rngs = train(kind, distance, rate, seeds, updates, task)
    tokens, y = (np.stack(part) for part in zip(*(task(distance, TEST, rng) for rng in rngs)))
    a, _ = states(kind, tokens, p)
    return share_all_right(outputs(a, p, y.shape[2]), y)


def best_rate(trials):
    """The rate at which most of the trials learned, and among equals the one with the higher mean. trials: {rate: accuracies}."""
    return max(trials, key=lambda rate: (np.sum(trials[rate] >= 0.99), np.mean(trials[rate])))


def table_text(kinds, distances, updates, task):
    """A table as text: for each kind and distance five trials at each rate, and twenty starts at the best of them."""
    lines = ["kind\tdistance\trate\tstarts\taccuracies"]
    for kind in kinds:
        for distance in distances:
            trials = {rate: accuracies(kind, distance, rate, TRIALS, updates, task) for rate in RATES}
            rate = best_rate(trials)
            rows = [(r, "trial", found) for r, found in trials.items()]
            rows.append((rate, "measured", accuracies(kind, distance, rate, STARTS, updates, task)))
            if task is latch and (kind, distance) == WATCHED:
                others = [r for r in RATES if r != rate]
                rows += [(r, "other rate", accuracies(kind, distance, r, STARTS, updates, task)) for r in others]
            for r, part, found in rows:
                numbers = " ".join(f"{accuracy:.3f}" for accuracy in found)
                lines.append(f"{kind}\t{distance}\t{r}\t{part}\t{numbers}")
    return "\n".join(lines) + "\n"


FILES = {
    "rulers.tsv": lambda: table_text(KINDS, DISTANCES, UPDATES, latch),
    "copies.tsv": lambda: table_text(COPY_KINDS, COPY_DISTANCES, COPY_UPDATES, copy_task),
}
