"""Lecture 06: BERT in miniature: vectors of tokens and positions, layers of attention, hidden words; appendix 06a: the way back.

    h = E[ids] + P        h <- h + W_o attention(W_q h, W_k h, W_v h), once a layer        o = E h + b at hidden tokens

Rows are tokens, so W h is `h @ W.T`. Parameters: {"E": (N, d), "P": (T_max, d), "b": (N,), and for each layer l "W_ql", "W_kl",
"W_vl", "W_ol": (d, d)}. No feed-forward layer and no normalisation, unlike the real BERT (Devlin et al., 2019).
"""

import numpy as np

from helpers.taught.attention import attention, attention_backward
from helpers.taught.loss import zeros_and_ones
from helpers.taught.one_hot import check_ids
from helpers.taught.optimiser import adam_state, adam_step, round_weights
from helpers.taught.sentiment import pad_ids
from helpers.taught.softmax import log_softmax
from helpers.taught.training import embedding_gradient, make_batches


def split_heads(x, heads):
    """Cut each vector into equal parts, one a head: (B, T, d) to (B, heads, T, d / heads)."""
    B, T, d = x.shape
    return x.reshape(B, T, heads, d // heads).swapaxes(1, 2)


def join_heads(x):
    """Put the parts of the heads side by side again: (B, heads, T, n) to (B, T, heads * n)."""
    B, heads, T, n = x.shape
    return x.swapaxes(1, 2).reshape(B, T, heads * n)


def position_waves(T, d):
    """A vector for each position: sines and cosines of d / 2 speeds (Vaswani et al., 2017). Returns (T, d)."""
    if d % 2:
        raise ValueError(f"d = {d}: give an even number, a sine and a cosine for each speed")
    angles = np.arange(T)[:, None] / 1000 ** (np.arange(0, d, 2) / d)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(T, d)


def bert_parameters(N, d, layers, T, seed):
    """Parameters at the start. N: size of the vocabulary; d: length of a vector; T: longest sentence.

    Queries and keys of the first layer start as twice the vector itself, so that neighbours, whose position vectors are
    alike, read each other; everything else is random.
    """
    rng = np.random.default_rng(seed)
    parameters = {"E": rng.normal(0, 0.3, (N, d)), "P": 0.7 * position_waves(T, d), "b": np.zeros(N)}
    for layer in range(1, layers + 1):
        for part in "qkvo":
            parameters[f"W_{part}{layer}"] = rng.normal(0, 1 / np.sqrt(d), (d, d))
    parameters["W_q1"], parameters["W_k1"] = 2 * np.eye(d), 2 * np.eye(d)
    return parameters


def reading_mask(mask, layer, heads):
    """Who may read whom. In the first layer every other head reads to the left and the rest to the right, later all read all.

    mask: (B, T); heads: an even number. Returns an array that broadcasts to (B, heads, T, T).
    """
    sides = [np.tri(mask.shape[1]), np.tri(mask.shape[1]).T]
    return mask[:, None, None] * (np.stack(sides * (heads // 2)) if layer == 1 else 1)


def bert_forward(ids, mask, parameters, heads):
    """A batch through all layers: ids, mask: (B, T). Returns h: (B, T, d), and what the way back needs, a tuple a layer."""
    ids, (longest, d) = check_ids(ids, len(parameters["E"])), parameters["P"].shape
    if ids.ndim != 2 or not 0 < ids.shape[1] <= longest or heads < 2 or heads % 2 or d % heads:
        raise ValueError(
            f"ids of shape {ids.shape}, {heads} heads: give rows of 1 to {longest} ids, "
            f"and an even number of heads that divides {d}"
        )
    mask = zeros_and_ones("mask", mask, ids.shape)
    h, kept = parameters["E"][ids] + parameters["P"][: ids.shape[1]], []
    while f"W_q{len(kept) + 1}" in parameters:
        W_q, W_k, W_v, W_o = (parameters[f"W_{part}{len(kept) + 1}"] for part in "qkvo")
        Q, K, V = (split_heads(h @ W.T, heads) for W in (W_q, W_k, W_v))
        read, weights = attention(Q, K, V, reading_mask(mask, len(kept) + 1, heads))
        read = join_heads(read)
        kept.append((h, Q, K, V, weights, read))
        h = h + read @ W_o.T
    return h, kept


def outer_sum(d, x):
    """Sum of the outer products of all tokens: d: (B, T, n), x: (B, T, m). Returns (n, m)."""
    return d.reshape(-1, d.shape[-1]).T @ x.reshape(-1, x.shape[-1])


def bert_backward(ids, dh, kept, parameters):
    """Gradients of all layers and of both tables, from dh: (B, T, d), what the loss says about the last h."""
    gradients = {}
    for layer in range(len(kept), 0, -1):
        h, Q, K, V, weights, read = kept[layer - 1]
        gradients[f"W_o{layer}"] = outer_sum(dh, read)
        dread = split_heads(dh @ parameters[f"W_o{layer}"], Q.shape[1])
        for part, d in zip("qkv", attention_backward(dread, Q, K, V, weights)):
            d = join_heads(d)
            gradients[f"W_{part}{layer}"] = outer_sum(d, h)
            dh = dh + d @ parameters[f"W_{part}{layer}"]
    gradients["E"] = embedding_gradient(ids, dh, len(parameters["E"]))
    gradients["P"] = np.zeros(np.shape(parameters["P"]))
    gradients["P"][: ids.shape[1]] = dh.sum(0)
    return gradients


def masked_word_gradients(shown, ids, mask, hidden, parameters, heads):
    """Loss and gradients of guessing hidden words. shown: ids with <mask> in them; ids: the truth; all (B, T).

    hidden: True where a word is to be guessed. Returns the mean loss in nats and the gradients by name.
    Raises ValueError: nothing is hidden, or a pad is.
    """
    ids = check_ids(ids, len(parameters["E"]))
    hidden = zeros_and_ones("hidden", hidden, ids.shape)
    if not hidden.any() or np.any(hidden & ~zeros_and_ones("mask", mask, ids.shape)):
        raise ValueError("no word is hidden, or a pad is: there is nothing to guess")
    h, kept = bert_forward(shown, mask, parameters, heads)
    log_p = log_softmax(h[hidden] @ parameters["E"].T + parameters["b"])
    words = np.arange(len(log_p)), ids[hidden]
    do = np.exp(log_p) / len(log_p)
    do[words] -= 1 / len(log_p)
    dh = np.zeros_like(h)
    dh[hidden] = do @ parameters["E"]
    gradients = bert_backward(shown, dh, kept, parameters)
    gradients["E"] += do.T @ h[hidden]
    gradients["b"] = do.sum(0)
    return -log_p[words].mean(), gradients


def hide_tokens(ids, mask, rate, mask_id, rng):
    """Choose tokens to guess, each with probability `rate`; eight of ten become <mask>, one a random word, one stays.

    Returns shown and hidden, (B, T). At least one token is hidden. Raises ValueError: a rate that is no share, a mask of another
    shape, or not of 0 and 1.
    """
    if not 0 <= rate <= 1:
        raise ValueError(f"rate is {rate}: give a share from 0 to 1")
    hidden = (rng.random(ids.shape) < rate) & zeros_and_ones("mask", mask, ids.shape)
    hidden[0, 0] |= not hidden.any()
    kind = rng.random(ids.shape)
    other = np.where(kind < 0.1, rng.integers(2, mask_id, ids.shape), np.where(kind < 0.2, ids, mask_id))
    return np.where(hidden, other, ids), hidden


def train_masked_words(sentences, parameters, heads, epochs, learning_rate, seed, blanks=None, rate=0.15, after_epoch=None):
    """Train in place on hidden words; the id of <mask> is the last of the table.

    sentences: lists of ids; blanks: one position a sentence that is hidden always, or None; rate: of all other tokens.
    Returns a list of what after_epoch(parameters, loss) returned. Raises ValueError: a blank outside of its sentence.
    """
    rng, state, history = np.random.default_rng(seed), adam_state(parameters), []
    sentences, mask_id = [np.array(ids) for ids in sentences], len(parameters["E"]) - 1
    for blank, ids in zip([] if blanks is None else blanks, sentences, strict=blanks is not None):
        if not 0 <= blank < len(ids):
            raise ValueError(f"blank {blank}: give a position, 0 to {len(ids) - 1}")
    for _ in range(epochs):
        losses = []
        for batch in make_batches([len(ids) for ids in sentences], 16, rng):
            ids, mask = pad_ids([sentences[row] for row in batch])
            shown, hidden = hide_tokens(ids, mask, rate, mask_id, rng)
            if blanks is not None:
                place = np.arange(len(batch)), np.array(blanks)[batch]
                shown[place], hidden[place] = mask_id, True
            loss, gradients = masked_word_gradients(shown, ids, mask, hidden, parameters, heads)
            adam_step(parameters, gradients, state, learning_rate)
            round_weights(parameters, 6)
            losses.append(loss)
        if after_epoch is not None:
            history.append(after_epoch(parameters, np.mean(losses)))
    return history


def expected_words(ids, parameters, heads):
    """Hide each word of a sentence in turn: how probable is each word of the table there, on average? ids: (T,); returns (N,)."""
    N, places = len(parameters["E"]), np.arange(len(ids))
    shown = np.where(np.eye(len(ids)), N - 1, check_ids(ids, N))
    h, _ = bert_forward(shown, np.ones(shown.shape), parameters, heads)
    return np.exp(log_softmax(h[places, places] @ parameters["E"].T + parameters["b"])).mean(0)


def unusual(P, usual):
    """How far words are more probable than usual: PPMI (lecture 03), each row at length 1. P: (n, N); usual: (N,)."""
    X = np.log(np.maximum(P / usual, 1))
    return X / np.maximum(np.linalg.norm(X, axis=1, keepdims=True), 1e-12)
