"""Lecture 15: how a change of one state reaches a later state, and how the gradient behaves while a network learns.

Around one step, a<i> answers a small change of a<i-1> by the Jacobian diag(1 - a<i>^2) W_aa; over many steps by the
product of such matrices.
"""

import numpy as np

from helpers.taught.bptt import hidden_states_backward, scaled_norm
from helpers.taught.loss import pad_batch, zeros_and_ones
from helpers.taught.optimiser import adam_state, clip_by_norm, round_weights, sgd_step
from helpers.taught.rnn import hidden_states, logistic, rnn_forward
from helpers.taught.training import paired_batches, training_step


def far_share(cells, far):
    """Share of a ledger's lengths that lies at a distance of `far` or more. In the sum they may weigh more: near terms cancel.

    cells: (T, T), the length of each entry, zero above the diagonal. Returns a number from 0 to 1.
    Raises ValueError: all cells are zero, or matrices in place of lengths.
    """
    if np.ndim(cells) != 2 or not np.any(cells):
        raise ValueError("an empty ledger, or no (T, T): give a length for each cell")
    return np.tril(cells, -far).sum() / np.sum(cells)


def angle_between(A, B):
    """Angle between two arrays, read as long vectors, in degrees. Raises ValueError: one is zero, or the shapes differ."""
    if np.shape(A) != np.shape(B) or not (np.any(A) and np.any(B)):
        raise ValueError("give two arrays of one shape; zero has no direction")
    cosine = np.vdot(A / scaled_norm(A), B / scaled_norm(B))
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def training_snapshots(sentences, labels, parameters, moments, seed):
    """Train a tagger in place by Adam with rate 0.005 and keep its parameters before the updates named in `moments`.

    sentences, labels: lists of lists of ids and of 0 and 1; parameters: with a lookup table E; moments: whole
    numbers; seed: of the shuffling. Returns {moment: parameters}, copies.
    """
    rng, state = np.random.default_rng(seed), adam_state(parameters)
    kept, batches = {}, []
    while len(batches) <= max(moments):
        batches += paired_batches(sentences, labels, 32, rng)
    for update, batch in enumerate(batches[: max(moments) + 1]):
        if update in moments:
            kept[update] = {name: value.copy() for name, value in parameters.items()}
        training_step(*pad_batch(*batch), parameters, state, 0.005)
    return kept


def jacobian_step(a, W_aa):
    """da<i>/da<i-1> of one tanh step: row k of W_aa times the slope of unit k.

    a: (n_a,), the state after the step; W_aa: (n_a, n_a). Returns (n_a, n_a).
    """
    return (1 - a**2)[:, None] * W_aa


def jacobian_product(a, j, i, W_aa):
    """da<i>/da<j>, the product of the steps j + 1 to i, the latest on the left.

    a: (T + 1, n_a) with a[0] = a<0>; 0 <= j <= i <= T. Returns (n_a, n_a), the identity for i = j.
    Raises ValueError: other j or i.
    """
    if not 0 <= j <= i < len(a):
        raise ValueError(f"j = {j}, i = {i}: give 0 <= j <= i <= {len(a) - 1}")
    product = np.eye(len(W_aa))
    for k in range(j + 1, i + 1):
        product = jacobian_step(a[k], W_aa) @ product
    return product


def spectral_radius(W):
    """rho: the largest absolute value of an eigenvalue of a square matrix, a number."""
    return np.abs(np.linalg.eigvals(W)).max()


def with_largest_singular_value(W, s_max):
    """The matrix, scaled so that its largest singular value is s_max: no vector gets longer by more than this factor."""
    if not (np.any(W) and s_max > 0):
        raise ValueError(f"W is 0, or s_max = {s_max} is not above 0: no factor fits")
    return W * (s_max / np.linalg.norm(W, 2))


def two_changes(x, other, j, parameters):
    """Sizes of a large and of an infinitely small change of a<j>, at j, j + 1, ..., T; both are 1 at j.

    x, other: (T, n_x), two sentences that differ only at position j. Returns finite: (T - j + 1,), the distance of their
    states over that at j, and small: (T - j + 1,), the norm of da<i>/da<j> along x. Raises ValueError: no difference at j,
    or one elsewhere.
    """
    a, b = rnn_forward(x, parameters)[0], rnn_forward(other, parameters)[0]
    W_aa, steps = parameters["W_aa"], range(j, len(a))
    small = [np.linalg.norm(jacobian_product(a, j, i, W_aa), 2) for i in steps]
    finite, differ = np.linalg.norm(a - b, axis=1)[j:], np.any(x != other, axis=1)
    if finite[0] == 0:
        raise ValueError(f"both sentences have the same state at token {j}")
    if np.flatnonzero(differ).tolist() != [j - 1]:
        raise ValueError(f"the two sentences differ elsewhere than at token {j}")
    return finite / finite[0], np.array(small)


def first_token_batch(rng, distance, number=32):
    """Sequences whose first token, 0 or 1, has to be named at the end; then come `distance` tokens 2 or 3, by chance.

    Returns x: (number, distance + 1, 4), one-hot, and y: (number, 1), the first token.
    """
    tokens = rng.integers(2, 4, (number, distance + 1))
    tokens[:, 0] = rng.integers(0, 2, number)
    return np.eye(4)[tokens], tokens[:, :1]


def last_output_gradients(x, y, parameters):
    """Mean cross-entropy of the last output alone, and its gradients.

    x: (B, T, n_x), y: (B, 1) of 0 and 1. Returns a number and a dictionary, shapes as parameters. Raises ValueError: other
    labels, or of another shape: (B,) less (B, 1) would be (B, B).
    """
    a = hidden_states(x, parameters)
    o = a[:, -1] @ parameters["W_ya"].T + parameters["b_y"]
    y = zeros_and_ones("y", y, o.shape)
    do = (logistic(o) - y) / len(y)
    da = np.zeros_like(a[:, 1:])
    da[:, -1] = do @ parameters["W_ya"]
    gradients, _, _ = hidden_states_backward(x, a, da, parameters)
    gradients |= {"W_ya": do.T @ a[:, -1], "b_y": do.sum(0)}
    return np.mean(np.logaddexp(0, o) - o * y), gradients


def losses_and_norms(parameters, learning_rate, max_norm, updates, seed, distance=20):
    """Train in place on the first token by plain gradient descent; note the loss and the norm before clipping.

    max_norm: np.inf for no clipping; seed: of the sequences. Returns losses: (updates,), norms: (updates,).
    """
    rng, noted = np.random.default_rng(seed), []
    for _ in range(updates):
        x, y = first_token_batch(rng, distance)
        loss, gradients = last_output_gradients(x, y, parameters)
        noted.append((loss, clip_by_norm(gradients, max_norm)))
        sgd_step(parameters, gradients, learning_rate)
        round_weights(parameters)
    return np.transpose(noted)


def error_by_distance(a, da, W_aa):
    """Length of dL<i>/da<j> for distances 0, 1, ..., i, handed back step by step through the states a<i>, ..., a<0>.

    a: (i + 1, n_a); da: (n_a,), dL<i>/da<i>. Returns (i + 1,), the entry d for j = i - d.
    """
    lengths = [scaled_norm(da)]
    for state in a[:0:-1]:
        da = W_aa.T @ (da * (1 - state**2))
        lengths.append(scaled_norm(da))
    return np.array(lengths)
