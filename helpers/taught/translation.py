"""Lecture 13: translation, a sentence in and a sentence out: encoder, decoder, attention between them, beam search, and BLEU.

    a<i> = tanh(...)  reads the source            d<0> = a<T>,  d<j> = tanh(...)  reads what was written so far
    c<j> = attention of d<j> over a<1> ... a<T>   o<j> = W_ya d<j> + W_yc c<j> + b_y

Parameters: {"encoder_E", "encoder_W_ax", "encoder_W_aa", "encoder_b_a", the same four of "decoder_", "W_ya", "b_y", and "W_yc"};
without W_yc the decoder has nothing but the last state of the encoder. Both networks have n_a units.
"""

from collections import Counter

import numpy as np

from helpers.taught.attention import attention, attention_backward
from helpers.taught.bert import outer_sum
from helpers.taught.bptt import hidden_states_backward
from helpers.taught.loss import zeros_and_ones
from helpers.taught.one_hot import check_ids
from helpers.taught.optimiser import adam_state, adam_step, clip_by_norm, round_weights
from helpers.taught.rnn import hidden_states, initial_parameters
from helpers.taught.sentiment import at_last_real, pad_ids
from helpers.taught.softmax import log_softmax, softmax_cross_entropy_gradient
from helpers.taught.training import embedding_gradient, paired_batches, with_lookup_table


def translator_parameters(n_x, n_a, N_source, N_target, seed, look_back=True):
    """Random parameters of an encoder and a decoder of n_a units; look_back: whether there is a W_yc, for attention.

    n_x: length of a token vector; N_source, N_target: sizes of the vocabularies. Returns a dictionary (docstring of the module).
    """
    parameters = {}
    for k, (side, N) in enumerate((("encoder", N_source), ("decoder", N_target))):
        network = with_lookup_table(initial_parameters(n_x, n_a, N_target, 10 * seed + k), N, 10 * seed + k)
        network["E"] *= 0.3
        parameters |= {f"{side}_{name}": network[name] for name in ("E", "W_ax", "W_aa", "b_a")}
    parameters |= {name: network[name] for name in ("W_ya", "b_y")}
    if look_back:
        parameters["W_yc"] = initial_parameters(n_x, n_a, N_target, 10 * seed + 2)["W_ya"]
    return parameters


def side_of(parameters, side):
    """The parameters of one side, "encoder" or "decoder", under the names that lectures 08 to 11 use; the same arrays."""
    start = side + "_"
    return {name.removeprefix(start): value for name, value in parameters.items() if name.startswith(start)}


def encode(source, mask, parameters):
    """Read the source. source, mask: (B, T). Returns the states a: (B, T + 1, n_a), and that of the last real token, (B, n_a)."""
    encoder = side_of(parameters, "encoder")
    a = hidden_states(encoder["E"][check_ids(source, len(encoder["E"]))], encoder)
    last = at_last_real(zeros_and_ones("mask", mask, np.shape(source)))
    return a, np.einsum("bi,bij->bj", last, a[:, 1:])


def decode(inputs, d_0, a, mask, parameters):
    """Score the next token after each input.

    inputs: (B, S), tokens of the target; d_0: (B, n_a), the state before them; a, mask: of the source, as in `encode`.
    Returns o: (B, S, N_target), d: (B, S + 1, n_a), and of the attention c: (B, S, n_a), weights: (B, S, T), None without W_yc.
    Raises ValueError: a mask of another shape, or a score that is infinite or nan.
    """
    decoder = side_of(parameters, "decoder")
    d = hidden_states(decoder["E"][check_ids(inputs, len(decoder["E"]))], decoder, d_0)
    o = d[:, 1:] @ parameters["W_ya"].T + parameters["b_y"]
    c, weights = None, None
    if "W_yc" in parameters:
        mask = zeros_and_ones("mask", mask, a[:, 1:].shape[:2])
        c, weights = attention(d[:, 1:], a[:, 1:], a[:, 1:], mask[:, None])
        o = o + c @ parameters["W_yc"].T
    if not np.isfinite(o).all():
        raise ValueError("a score is infinite or nan: look at the parameters")
    return o, d, c, weights


def pair_batch(sources, targets, sos, eos):
    """Pairs of sentences as rectangles. The decoder reads <sos> and the target, and has to predict the target and <eos>.

    sources, targets: lists of lists of ids. Returns source and its mask, (B, T); inputs, outputs and their mask, (B, S).
    Raises ValueError: as `pad_ids`; another number of targets.
    """
    targets, (source, mask) = [list(ids) for ids in targets], pad_ids(sources)
    if len(source) != len(targets):
        raise ValueError(f"{len(source)} sources, {len(targets)} targets: give one for each")
    inputs, counted = pad_ids([[sos, *ids] for ids in targets])
    outputs, _ = pad_ids([[*ids, eos] for ids in targets])
    return source, mask, inputs, outputs, counted


def translator_gradients(source, mask, inputs, outputs, counted, parameters):
    """Gradient of the mean loss of a batch of `pair_batch` under teacher forcing. Returns a dictionary, shapes as parameters."""
    a, d_0 = encode(source, mask, parameters)
    o, d, c, weights = decode(inputs, d_0, a, mask, parameters)
    do = softmax_cross_entropy_gradient(o, outputs, counted)
    gradients = {"W_ya": outer_sum(do, d[:, 1:]), "b_y": do.sum((0, 1))}
    dd, da = do @ parameters["W_ya"], np.zeros_like(a[:, 1:])
    if "W_yc" in parameters:
        gradients["W_yc"] = outer_sum(do, c)
        dQ, dK, dV = attention_backward(do @ parameters["W_yc"], d[:, 1:], a[:, 1:], a[:, 1:], weights)
        dd, da = dd + dQ, dK + dV
    dd_0 = side_gradients(gradients, "decoder", inputs, d, dd, parameters)
    da += at_last_real(mask)[..., None] * dd_0[:, None]
    side_gradients(gradients, "encoder", source, a, da, parameters)
    return gradients


def side_gradients(gradients, side, ids, states, dstates, parameters):
    """Back through one side; its gradients are added to the dictionary. Returns the gradient of its first state, (B, n_a)."""
    own = side_of(parameters, side)
    found, dx, dfirst = hidden_states_backward(own["E"][ids], states, dstates, own)
    found["E"] = embedding_gradient(ids, dx, len(own["E"]))
    gradients |= {f"{side}_{name}": value for name, value in found.items()}
    return dfirst


def train_translator(
    sources, targets, parameters, sos, eos, epochs=10, batch_size=16, learning_rate=0.01, seed=0,
    progress=iter, after_epoch=None,
):  # fmt: skip
    """Train in place by teacher forcing, with Adam, clipping, and a rate that falls to 0 in equal steps, one for each epoch.

    sources, targets: lists of lists of ids; progress: wraps the range of epochs; after_epoch: called after each epoch.
    Returns a list of what after_epoch(parameters) returned.
    """
    rng, state, history = np.random.default_rng(seed), adam_state(parameters), []
    for epoch in progress(range(epochs)):
        for some_targets, some_sources in paired_batches(targets, sources, batch_size, rng):
            batch = pair_batch(some_sources, some_targets, sos, eos)
            gradients = translator_gradients(*batch, parameters)
            clip_by_norm(gradients, 1.0)
            adam_step(parameters, gradients, state, learning_rate * (1 - epoch / epochs))
            round_weights(parameters, 6)
        if after_epoch is not None:
            history.append(after_epoch(parameters))
    return history


def translate(sources, parameters, sos, eos, max_length=40):
    """Write greedily: take the token with the largest score, read it, and so on, until <eos> or max_length.

    sources: lists of ids. Returns a list of ids for each, without <eos>.
    """
    source, mask = pad_ids(sources)
    a, d = encode(source, mask, parameters)
    written = np.full((len(source), 1), sos)
    while written.shape[1] <= max_length and not np.all(np.any(written == eos, axis=1)):
        o, states, _, _ = decode(written[:, -1:], d, a, mask, parameters)
        d = states[:, -1]
        written = np.hstack([written, o[:, -1:].argmax(-1)])
    return [ids[: ids.index(eos)] if eos in ids else ids for ids in written[:, 1:].tolist()]


def beam_search(source, parameters, sos, eos, width=3, max_length=40):
    """Keep the `width` likeliest beginnings of a translation, and lengthen all of them by one token at a time.

    source: a list of ids. Returns a list of (mean log p of a token, ids with <eos>, or without if max_length came first), all
    different, the best first: a mean over the tokens, because a sum would favour short translations. The search ends when `width`
    translations are done and no beginning can reach their means, even if all its further tokens had probability 1.
    Raises ValueError: a width below 1.
    """
    if width < 1:
        raise ValueError(f"width is {width}: keep at least one beginning")
    source, mask = pad_ids([source])
    a, d = encode(source, mask, parameters)
    written, sums, done = np.array([[sos]]), np.zeros(1), []
    while len(written):
        o, states, _, _ = decode(written[:, -1:], d, a, mask, parameters)
        longer = sums[:, None] + log_softmax(o[:, -1])
        best = np.argsort(-longer, axis=None, kind="stable")[:width]
        rows, tokens = np.unravel_index(best, longer.shape)
        written, d = np.column_stack([written[rows], tokens]), states[rows, -1]
        sums, length = longer[rows, tokens], written.shape[1] - 1
        ended = (tokens == eos) | (length >= max_length)
        done += zip((sums[ended] / length).tolist(), written[ended, 1:].tolist())
        done.sort(reverse=True)
        written, sums, d = written[~ended], sums[~ended], d[~ended]
        if len(done) >= width and np.all(sums / max_length < done[width - 1][0]):
            break
    return done


def run_counts(tokens, n):
    """How often each run of n tokens stands in a list of tokens. Returns a Counter of tuples."""
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def bleu(replies, references, longest=4):
    """BLEU of a whole corpus (Papineni et al., 2002), 0 to 100, with one reference for each reply, and no smoothing.

    replies, references: lists of lists of tokens; longest: runs of 1 to this many tokens are counted. Lengths of which no reply
    has a run are left out ("effective order"). Raises ValueError: another number of references, or no token in all replies.
    Raises TypeError: a sentence that is a str.
    """
    length, wanted = sum(map(len, replies)), sum(map(len, references))
    if len(replies) != len(references) or length == 0 or longest < 1:
        words = f"{len(replies)} replies of {length} tokens, {len(references)} references, runs of 1 to {longest}"
        raise ValueError(f"{words}: give one for each, and a token")
    if any(isinstance(tokens, str) for tokens in [*replies, *references]):
        raise TypeError("give lists of tokens, not str: split the sentences first")
    logs = []
    for n in range(1, longest + 1):
        pairs = [(run_counts(reply, n), run_counts(reference, n)) for reply, reference in zip(replies, references)]
        found, total = sum((ours & theirs).total() for ours, theirs in pairs), sum(ours.total() for ours, _ in pairs)
        if total:
            logs.append(np.log(found / total) if found else -np.inf)
    return 100 * float(np.exp(np.mean(logs) + min(0, 1 - wanted / length)))
