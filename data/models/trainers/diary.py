"""The character network of lecture 14, trained on nine of ten entries of the diary, and what it and its rivals cost in bits.

Every tenth entry is held out. The network is that of the lecture, trained by the functions it teaches; the GRU is that of lecture
16, trained in the same way with fewer updates, because each of its updates takes longer.
"""

import functools
from unittest import mock

import numpy as np

from data.models.trainers import network_json
from helpers import corpus
from helpers.taught import generation
from helpers.taught.gates import gru_backward, gru_parameters, gru_states
from helpers.taught.generation import bits_per_token, train_on_streams
from helpers.taught.ngram import gram_tables, interpolated_probabilities
from helpers.taught.rnn import initial_parameters, rnn_forward_batch
from helpers.taught.softmax import softmax, softmax_cross_entropy, softmax_cross_entropy_gradient
from helpers.taught.tokens import build_vocabulary, encode_tokens
from helpers.taught.training import embedding_gradient, with_lookup_table

SEEDS, N_X, N_A, B, T, UPDATES, RATE, GRU_UPDATES, GRU_RATE, EVERY, ORDER = 3, 24, 128, 8, 16, 8000, 0.006, 3000, 0.006, 500, 6


def texts():
    """The text of training and the held-out text: every tenth entry of the diary."""
    entries = [f"{date}. {place}.\n{text}\n\n" for date, place, text in corpus.diary_entries()]
    return "".join(entry for k, entry in enumerate(entries) if k % 10 != 9), "".join(entries[9::10])


@functools.cache
def encoded():
    """Vocabulary, ids of the text of training, ids of the held-out text."""
    train, held_out = texts()
    vocabulary = build_vocabulary([list(train)], 400)
    return vocabulary, np.array(encode_tokens(list(train), vocabulary)), np.array(encode_tokens(list(held_out), vocabulary))


def start(parameters, N, seed):
    """The parameters with token vectors a third as long as usual."""
    parameters = with_lookup_table(parameters, N, seed)
    parameters["E"] *= 0.3
    return parameters


@functools.cache
def network(seed, updates=UPDATES):
    """The network and its history: (updates, bits on a part of the text of training, bits on the held-out text)."""
    vocabulary, train, held_out = encoded()
    parameters = start(initial_parameters(N_X, N_A, len(vocabulary), seed), len(vocabulary), seed)

    def measure(done):
        if done % EVERY == 0:
            return done, bits_per_token(train[: len(held_out)], parameters), bits_per_token(held_out, parameters)

    history = train_on_streams(train, parameters, updates, B, T, RATE, after_update=measure)
    return parameters, [row for row in history if row]


def gru_bits(ids, parameters):
    """Bits a token of a GRU, as `bits_per_token`."""
    a, _ = gru_states(parameters["E"][ids[None, :-1]], parameters)
    return softmax_cross_entropy(a[0, 1:] @ parameters["W_ya"].T + parameters["b_y"], ids[1:]) / np.log(2)


def gru_gradients(inputs, targets, parameters, a_0):
    """Gradients of one window of a GRU and the states after it, as `window_gradients`."""
    x = parameters["E"][inputs]
    a, gates = gru_states(x, parameters, a_0)
    do = softmax_cross_entropy_gradient(a[:, 1:] @ parameters["W_ya"].T + parameters["b_y"], targets)
    gradients, dx, _ = gru_backward(x, (a, gates), do @ parameters["W_ya"], parameters)
    gradients |= {"E": embedding_gradient(inputs, dx, len(parameters["E"])), "b_y": do.sum((0, 1))}
    return gradients | {"W_ya": np.tensordot(do, a[:, 1:], ((0, 1), (0, 1)))}, a[:, -1]


def gru(seed):
    """A GRU, trained on streams with carried state."""
    vocabulary, train, _ = encoded()
    parameters = start(gru_parameters(N_X, N_A, len(vocabulary), seed), len(vocabulary), seed)
    with mock.patch.object(generation, "window_gradients", gru_gradients):
        train_on_streams(train, parameters, GRU_UPDATES, B, T, GRU_RATE)
    return parameters


def kneser_ney(train, test, order, N):
    """Probability of each token of `test` by the n-grams of `train`, up to `order` tokens long; both lists of ids below N."""
    return interpolated_probabilities(gram_tables(train, order, by_contexts=True), test, N)


def mixture_bits(ids, parameters):
    """Bits a token of the mixture of a network, weight 0.3, and Kneser-Ney smoothing, weight 0.7."""
    vocabulary, train, _ = encoded()
    _, o = rnn_forward_batch(parameters["E"][ids[None, :-1]], parameters)
    network_p = softmax(o[0])[np.arange(len(ids) - 1), ids[1:]]
    counted_p = kneser_ney(train.tolist(), ids.tolist(), ORDER, len(vocabulary))[1:]
    return -np.mean(np.log2(0.3 * network_p + 0.7 * counted_p))


def counted_text():
    """What Kneser-Ney of order 6 gives to each character of the held-out text but the first."""
    vocabulary, train, held_out = encoded()
    p = kneser_ney(train.tolist(), held_out.tolist(), ORDER, len(vocabulary))[1:]
    return "probability\n" + "".join(f"{value:.6f}\n" for value in p)


def network_text():
    """The first network as JSON: one matrix row a line, 8 decimals."""
    return network_json(network(0)[0], encoded()[0], decimals=8)


def bits_text():
    """Bits a character: each network while it is trained; at its end, its mixture with counting; and the GRU."""
    _, train, held_out = encoded()
    lines = ["model\tseed\tupdates\tseen\theld_out"]
    for seed in range(SEEDS):
        lines += [f"recurrent\t{seed}\t{done}\t{seen:.4f}\t{new:.4f}" for done, seen, new in network(seed)[1]]
    for seed in range(SEEDS):
        seen, new = (mixture_bits(ids, network(seed)[0]) for ids in (train[: len(held_out)], held_out))
        lines.append(f"mixture\t{seed}\t{UPDATES}\t{seen:.4f}\t{new:.4f}")
    for seed in range(SEEDS):
        parameters = gru(seed)
        seen, new = (gru_bits(ids, parameters) for ids in (train[: len(held_out)], held_out))
        lines.append(f"GRU\t{seed}\t{GRU_UPDATES}\t{seen:.4f}\t{new:.4f}")
    return "\n".join(lines) + "\n"


FILES = {"diary.json": network_text, "diary_bits.tsv": bits_text, "diary_kneser_ney.tsv": counted_text}
