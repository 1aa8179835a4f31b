"""Lecture 11: training a tagger: learned lookup table, batches, the loop, and scores for whole spans.

The lookup table of the tokens is one more parameter, "E": (N, n_x); row n is the vector of token id n.
"""

import numpy as np

from helpers.taught.bptt import rnn_backward_batch
from helpers.taught.loss import pad_batch, zeros_and_ones
from helpers.taught.one_hot import check_ids
from helpers.taught.optimiser import adam_state, adam_step, clip_by_norm, round_weights
from helpers.taught.rnn import logistic, rnn_forward_batch


def with_lookup_table(parameters, N, seed):
    """Parameters of a network, and with them a random table of token vectors, E: (N, n_x); a new dictionary.

    parameters: from `initial_parameters` or `bidirectional_parameters`; N: number of token ids.
    """
    n_x = parameters["W_ax"].shape[1]
    return parameters | {"E": np.random.default_rng([seed, N]).normal(0, 1, (N, n_x))}


def embedding_gradient(ids, dx, N):
    """Gradient of the lookup table: each vector dx is added to the row of its token, repeated tokens add up.

    ids: (B, T) of int, dx: (B, T, n_x), N: number of rows. Returns dE: (N, n_x). Sorting brings equal ids
    together, so that each row is one sum; np.add.at(dE, ids, dx) gives the same, slower from about 500 ids on.
    Raises ValueError: another number of vectors.
    """
    ids, dx = check_ids(ids, N), 1.0 * np.asarray(dx)  # as floats
    if dx.shape[:-1] != ids.shape:
        raise ValueError(f"ids {ids.shape}, dx {dx.shape}: give one vector for each id")
    order = np.argsort(ids, axis=None, kind="stable")
    in_order = np.ravel(ids)[order]
    starts = np.flatnonzero(np.diff(in_order, prepend=-1))
    dE = np.zeros((N, dx.shape[-1]), dx.dtype)
    dE[in_order[starts]] = np.add.reduceat(dx.reshape(-1, dx.shape[-1])[order], starts)
    return dE


def make_batches(lengths, batch_size, rng):
    """Cut a shuffled data set into batches of sentences of similar length.

    lengths: list of int; rng: np.random.Generator. Returns a list of arrays of positions, each in one batch.
    Sorting inside pools of ten batches saves padding and still mixes the data. Raises ValueError: no sentence.
    """
    if len(lengths) == 0 or batch_size < 1:
        raise ValueError(f"{len(lengths)} sentences in batches of {batch_size}: give at least one of each")
    order, pool = rng.permutation(len(lengths)), 10 * batch_size
    pools = [order[start : start + pool] for start in range(0, len(order), pool)]
    batches = []
    for part in pools:
        part = part[np.argsort(np.asarray(lengths)[part], kind="stable")]
        batches += [part[start : start + batch_size] for start in range(0, len(part), batch_size)]
    return [batches[i] for i in rng.permutation(len(batches))]


def paired_batches(sentences, partners, batch_size, rng):
    """The batches of `make_batches`, each as a list of sentences and the list of what belongs to them.

    sentences: lists of ids; partners: one entry for each sentence, labels for example. Raises ValueError: another number.
    """
    if len(sentences) != len(partners):
        raise ValueError(f"{len(sentences)} sentences, {len(partners)} entries beside them: give one for each")
    batches = make_batches([len(ids) for ids in sentences], batch_size, rng)
    return [([sentences[b] for b in batch], [partners[b] for b in batch]) for batch in batches]


def training_step(ids, y, mask, parameters, state, learning_rate, max_norm=5.0, backward=rnn_backward_batch):
    """One update in place: look up, go back, clip, Adam, round.

    ids: (B, T), y: (B, T, n_y), mask: (B, T); state: from `adam_state`; backward: takes x, y, mask,
    parameters, returns gradients, dx, anything. Returns the norm of the gradient before clipping.
    """
    x = parameters["E"][check_ids(ids, len(parameters["E"]))]
    gradients, dx, _ = backward(x, y, mask, parameters)
    gradients["E"] = embedding_gradient(ids, dx, len(parameters["E"]))
    norm = clip_by_norm(gradients, max_norm)
    adam_step(parameters, gradients, state, learning_rate)
    round_weights(parameters)
    return norm


def train_tagger_network(
    sentences, labels, parameters, epochs=10, batch_size=32, learning_rate=0.01, seed=0,
    backward=rnn_backward_batch, progress=iter, after_epoch=None,
):  # fmt: skip
    """Train a tagger in place; every token of every batch counts the same.

    sentences: list of lists of ids; labels: list of lists of 0 and 1; parameters: with a lookup table E;
    backward: as in `training_step`; progress: wraps the range of epochs, for example tqdm; after_epoch:
    called with the parameters after each epoch. Returns a list of what after_epoch returned.
    Raises ValueError: as `pad_batch` and `paired_batches`.
    """
    sentences, labels = ([np.asarray(row) for row in rows] for rows in (sentences, labels))
    rng, state, history = np.random.default_rng(seed), adam_state(parameters), []
    for _ in progress(range(epochs)):
        for batch in paired_batches(sentences, labels, batch_size, rng):
            training_step(*pad_batch(*batch), parameters, state, learning_rate, backward=backward)
        if after_epoch is not None:
            history.append(after_epoch(parameters))
    return history


def spans(labels):
    """Runs of 1 in a list of 0 and 1, as a list of (start, end), end not included. Raises ValueError: other labels."""
    edges = np.diff(np.concatenate([[0], zeros_and_ones("labels", labels), [0]]))
    return list(zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist()))


def span_f1(predicted, labels):
    """F1 of whole spans over many sentences: a span counts as found if its start and its end are right.

    predicted, labels: lists of lists of 0 and 1. Returns a number, 0 if no span is found.
    Raises ValueError: a row whose lengths differ.
    """
    found = named = wanted = 0
    for row, (ours, theirs) in enumerate(zip(predicted, labels, strict=True)):
        if len(ours) != len(theirs):
            raise ValueError(
                f"row {row}: {len(ours)} predicted labels but {len(theirs)} true ones; give one a token"
            )
        ours, theirs = set(spans(ours)), set(spans(theirs))
        found += len(ours & theirs)
        named, wanted = named + len(ours), wanted + len(theirs)
    return 2 * found / max(named + wanted, 1)


def hide_rare_words(sentences, strength, rng):
    """A copy of the sentences in which rare ids often become 1, <unk>, so that the network learns to live with it.

    sentences: lists of ids; strength: a word seen n times is hidden with probability strength / (strength + n)
    (Kiperwasser and Goldberg, 2016); rng: np.random.Generator. Returns lists of ids.
    Raises ValueError: a strength below 0, infinite or nan.
    """
    if not 0 <= strength < np.inf:
        raise ValueError(f"strength is {strength}: give 0 or more")
    sentences = [list(ids) for ids in sentences]
    counts = np.bincount([i for ids in sentences for i in ids])
    hidden = strength / np.maximum(strength + counts, 1e-9)
    return [[1 if rng.random() < hidden[i] else i for i in ids] for ids in sentences]


def backward_with_bug(x, y, mask, weights, bug):
    """`rnn_backward_batch` with a planted mistake, to see what it does to a training run.

    bug: "future dropped", "sum forgotten", "wrong transpose", "slope missing" or "pads not masked"; anything else is the right
    gradient. Returns gradients, dx and None.
    """
    a, o = rnn_forward_batch(x, weights)
    counted = np.ones(mask.shape) if bug == "pads not masked" else mask
    do = np.where(counted[..., None] > 0, logistic(o) - y, 0) / mask.sum()
    slope = np.ones_like(a) if bug == "slope missing" else 1 - a**2
    back = weights["W_aa"].T if bug == "wrong transpose" else weights["W_aa"]
    da_output, delta, da_next = do @ weights["W_ya"], np.zeros_like(a[:, 1:]), 0
    for i in range(x.shape[1], 0, -1):
        delta[:, i - 1] = (da_output[:, i - 1] + da_next) * slope[:, i]
        da_next = 0 if bug == "future dropped" else delta[:, i - 1] @ back
    kept = delta[:, :1] if bug == "sum forgotten" else delta
    T = kept.shape[1]
    gradients = {name: np.tensordot(kept, values[:, :T], ((0, 1), (0, 1)))
                 for name, values in (("W_ax", x), ("W_aa", a))}  # fmt: skip
    gradients |= {"b_a": kept.sum((0, 1)), "b_y": do.sum((0, 1))}
    gradients["W_ya"] = np.tensordot(do, a[:, 1:], ((0, 1), (0, 1)))
    return gradients, delta @ weights["W_ax"], None
