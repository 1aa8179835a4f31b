"""The translator of lecture 13, and how well translators with and without attention do: three starts each, by length.

All kinds are trained by the functions that the lecture teaches, each at the rate that is best on dev after 10 epochs (a start of
its own). *attention* and *last state* see the data 10 times, *last state, six times* 60 times. *last state, every step* has a
W_yc too, but reads the last state of the encoder at each step, and *mean of all states* reads the mean of all of them:
two controls. *GRU, last state* puts the gated network of lecture 16 in both places and sees the data 30 times.
"""

import contextlib
import functools
import re
from unittest import mock

import numpy as np

from data.models.trainers import network_json
from helpers import corpus
from helpers.taught import translation
from helpers.taught.gates import gru_backward, gru_parameters, gru_states
from helpers.taught.sentiment import at_last_real
from helpers.taught.softmax import softmax_cross_entropy
from helpers.taught.tokens import build_vocabulary, encode_tokens
from helpers.taught.translation import (
    beam_search,
    bleu,
    decode,
    encode,
    pair_batch,
    train_translator,
    translate,
    translator_parameters,
)

SEEDS, N_X, N_A, EPOCHS, STORED_EPOCHS, RATES, RATE_SEED = 3, 16, 64, 10, 20, (0.003, 0.005, 0.01, 0.02), 9
LENGTHS = {"4-5": (4, 5), "6-7": (6, 7), "8-9": (8, 9), "10-13": (10, 13)}
LOOKING = ("attention", "last state, every step", "mean of all states")
NAMES = ("attention", "last state", "last state, six times", "GRU, last state", "last state, every step", "mean of all states")
COURSE = "I like this movie very much"


@functools.cache
def encoded():
    """Both vocabularies, and {split: (sources, targets, references)}: ids of the words, ids of the characters, characters."""
    splits = {split: corpus.load_phrases(split) for split in corpus.PHRASE_SPLITS}
    words = {split: [re.findall(r"\w+|[^\w\s]", phrase.english) for phrase in phrases] for split, phrases in splits.items()}
    characters = {split: [list(phrase.chinese) for phrase in phrases] for split, phrases in splits.items()}
    source = build_vocabulary(words["train"], 500)
    target = build_vocabulary([["<sos>", *row, "<eos>"] for row in characters["train"]], 500)
    pairs = {
        split: ([encode_tokens(row, source) for row in words[split]], [encode_tokens(row, target) for row in characters[split]])
        for split in splits
    }
    return source, target, pairs


@contextlib.contextmanager
def gated():
    """In this context encoder and decoder are GRUs: their states and their way back replace those of the plain network."""

    def states(x, parameters, a_0=None):
        return gru_states(x, parameters, a_0)[0]

    def backward(x, a, da_output, parameters):
        return gru_backward(x, gru_states(x, parameters, a[:, 0]), da_output, parameters)

    with mock.patch.multiple(translation, hidden_states=states, hidden_states_backward=backward):
        yield


@contextlib.contextmanager
def looking_at_the_end():
    """In this context each look goes to the last real state of the source, and to nothing else."""

    def attention(Q, K, V, mask):
        weights = np.broadcast_to(at_last_real(mask[:, 0])[:, None], (*Q.shape[:2], K.shape[1]))
        return weights @ V, weights

    with mock.patch.object(translation, "attention", attention):
        yield


@contextlib.contextmanager
def looking_at_their_mean():
    """In this context each look goes to all real states of the source by the same weight, which nothing changes."""

    def attention(Q, K, V, mask):
        weights = np.broadcast_to(mask / mask.sum(-1, keepdims=True), (*Q.shape[:2], K.shape[1]))
        return weights @ V, weights

    def backward(dc, Q, K, V, weights):
        return np.zeros_like(Q), np.zeros_like(K), np.swapaxes(weights, -1, -2) @ dc

    with mock.patch.multiple(translation, attention=attention, attention_backward=backward):
        yield


def start(kind, seed):
    """Random parameters: "attention", "last state", one of its controls, or "GRU, last state"."""
    source, target, _ = encoded()
    parameters = translator_parameters(N_X, N_A, len(source), len(target), seed, look_back=kind in LOOKING)
    if kind == "GRU, last state":
        for k, side in enumerate(("encoder", "decoder")):
            fresh = gru_parameters(N_X, N_A, len(target), 10 * seed + k)
            parameters |= {f"{side}_{name}": fresh[name] for name in ("W_ax", "W_aa", "b_a", "b_u")}
    return parameters


@functools.cache
def network(kind, seed, epochs=EPOCHS, rate=0.01):
    """A trained translator of this kind."""
    _, target, pairs = encoded()
    parameters = start(kind, seed)
    with way(kind):
        train_translator(*pairs["train"], parameters, target["<sos>"], target["<eos>"], epochs, learning_rate=rate, seed=seed)
    return parameters


def way(kind):
    """The context in which a kind of network is trained and read."""
    contexts = {
        "GRU, last state": gated,
        "last state, every step": looking_at_the_end,
        "mean of all states": looking_at_their_mean,
    }
    return contexts.get(kind, contextlib.nullcontext)()


def loss(split, parameters):
    """Mean loss of a split under teacher forcing, in nats a character."""
    _, target, pairs = encoded()
    source, mask, inputs, outputs, counted = pair_batch(*pairs[split], target["<sos>"], target["<eos>"])
    a, d_0 = encode(source, mask, parameters)
    return softmax_cross_entropy(decode(inputs, d_0, a, mask, parameters)[0], outputs, counted)


@functools.cache
def best_rate(kind):
    """Of `RATES` the one with the smallest loss on dev, for a start that is not measured."""
    with way(kind):
        return min(RATES, key=lambda rate: loss("dev", network(kind, RATE_SEED, rate=rate)))


def forced_replies(sources, targets, parameters):
    """What the decoder would write next at each place of the right translation: lists as long as targets, and one for <eos>."""
    _, target, _ = encoded()
    source, mask, inputs, _, counted = pair_batch(sources, targets, target["<sos>"], target["<eos>"])
    a, d_0 = encode(source, mask, parameters)
    chosen = decode(inputs, d_0, a, mask, parameters)[0].argmax(-1)
    return [row[: int(n)] for row, n in zip(chosen.tolist(), counted.sum(1))]


def right_characters(replies, targets, eos):
    """For each place of each target and its <eos>: whether the reply has the right token there. A list of arrays."""
    pairs = [([*reply, eos], [*target, eos]) for reply, target in zip(replies, targets)]
    return [np.array([j < len(ours) and ours[j] == token for j, token in enumerate(theirs)]) for ours, theirs in pairs]


def scores(replies, sources, targets, parameters):
    """Exact, BLEU, right characters forced and free, and the same two after the first mistake, nan if there is none."""
    eos = encoded()[1]["<eos>"]
    free = right_characters(replies, targets, eos)
    forced = [np.equal(row, [*target, eos]) for row, target in zip(forced_replies(sources, targets, parameters), targets)]
    first = [np.argmin(row) if not row.all() else len(row) for row in free]
    late = [np.concatenate([row[k + 1 :] for row, k in zip(rows, first)]) for rows in (forced, free)]
    exact = np.mean([reply == target for reply, target in zip(replies, targets)])
    everywhere = [np.concatenate(rows).mean() for rows in (forced, free)]
    return [exact, bleu(replies, targets), *everywhere, *(part.mean() if len(part) else np.nan for part in late)]


def rows_of(name, rate, seed, parameters):
    """Lines of the table for one network: test, held, test by length, and the course's sentence."""
    source, target, pairs = encoded()
    ends, lines = (target["<sos>"], target["<eos>"]), []
    for group in ("train", "test", "held", *LENGTHS, "course"):
        sources, targets = pairs[group if group in pairs else "test"]
        if group in LENGTHS:
            low, high = LENGTHS[group]
            kept = [k for k, ids in enumerate(sources) if low <= len(ids) <= high]
        elif group == "course":
            kept = [sources.index(encode_tokens(COURSE.split(), source))]
        else:
            kept = range(300 if group == "train" else len(sources))
        sources, targets = [sources[k] for k in kept], [targets[k] for k in kept]
        values = scores(translate(sources, parameters, *ends), sources, targets, parameters)
        lines.append("\t".join([name, str(rate), str(seed), group, *(f"{value:.4f}" for value in values)]))
    if name == "attention":
        for group in ("test", "held"):
            sources, targets = pairs[group]
            best = [beam_search(ids, parameters, *ends)[0][1] for ids in sources]
            replies = [ids[:-1] if ids[-1] == ends[1] else ids for ids in best]
            values = scores(replies, sources, targets, parameters)
            lines.append("\t".join(["attention, beam of 3", str(rate), str(seed), group, *(f"{value:.4f}" for value in values)]))
    return lines


def table_text():
    """The table of all starts."""
    lines = ["network\trate\tseed\tgroup\texact\tbleu\tforced\tfree\tforced_late\tfree_late"]
    times_of = {"last state, six times": 6, "GRU, last state": 3}
    for name in NAMES:
        kind, times = name.removesuffix(", six times"), times_of.get(name, 1)
        for seed in range(SEEDS):
            rate = best_rate(kind)
            parameters = network(kind, seed, times * EPOCHS, rate)
            with way(kind):
                lines += rows_of(name, rate, seed, parameters)
    return "\n".join(lines) + "\n"


def network_text():
    """The translator with attention as JSON: one matrix row a line, 6 decimals; the vocabulary is that of the source."""
    return network_json(network("attention", 0, STORED_EPOCHS), encoded()[0])


FILES = {"translation.json": network_text, "translation_scores.tsv": table_text}
