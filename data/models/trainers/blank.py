"""The blank of lecture 06: networks that fill it, epoch by epoch, and the weights of the first one.

models/blank.json holds the weights; models/blank_history.tsv has one row for each network, random start and epoch: the loss, the
share of held-out blanks filled with a city of the sentence, and with the right one; models/blank_moments.json shows the first
network after each epoch on the two sentences of the course. Weights are rounded to 6 decimals after each update.
"""

import json
from dataclasses import replace

import numpy as np

from data.makers.follow_ups import FOLLOW_UPS
from data.models.trainers import network_json
from helpers import corpus
from helpers.taught.bert import bert_forward, bert_parameters, train_masked_words
from helpers.taught.sentiment import pad_ids
from helpers.taught.softmax import softmax
from helpers.taught.tokens import build_vocabulary, encode_tokens

HEADS, D, T_MAX = 2, 32, 36
PHASES, SEEDS, CONTROL_SEEDS = ((20, 0.005), (6, 0.001)), 5, 3  # epochs and their learning rate
COURSE = ("I arrive at Beijing from Xiamen . We will sleep in Beijing tonight .",
          "I leave Beijing to Xiamen . We will sleep in Xiamen tonight .")  # fmt: skip


KINDS = {  # layers, share of other words that are hidden too, whether the words of the trip are shuffled, random starts
    "two layers": (2, 0.15, False, SEEDS),
    "only the blank hidden": (2, 0.0, False, CONTROL_SEEDS),
    "one layer": (1, 0.15, False, CONTROL_SEEDS),
    "trips shuffled": (2, 0.15, True, CONTROL_SEEDS),
}


def shuffled(text, rng):
    """The text with the words of its trip in random order; the follow-up stays."""
    frames = (frame.replace("{}", text.tokens[text.blank]).split() for group in FOLLOW_UPS.values() for frame in group)
    end = next(len(text.tokens) - len(words) for words in frames if text.tokens[-len(words) :] == words)
    order = rng.permutation(end).tolist()
    tokens = [text.tokens[i] for i in order] + text.tokens[end:]
    return replace(text, tokens=tokens, places=[order.index(i) for i in text.places])


class Blanks:
    """The texts, encoded: those to train on, and held-out ones with two cities of known words."""

    def __init__(self, kind="two layers"):
        texts = corpus.load_follow_ups("train")
        tokens = build_vocabulary([text.tokens for text in texts], 500)
        self.vocabulary = tokens | {"<mask>": len(tokens)}
        self.layers, self.rate, disorder, self.seeds = KINDS[kind]
        self.held_out = self.known("held_out")
        if disorder:
            rng = np.random.default_rng(6)
            texts, self.held_out = ([shuffled(text, rng) for text in group] for group in (texts, self.held_out))
        self.sentences = [self.encode(text.tokens) for text in texts]
        self.blanks = [text.blank for text in texts]

    def encode(self, tokens):
        return encode_tokens(tokens, self.vocabulary)

    def known(self, split):
        """Texts of a split with two cities in the first sentence, asked for the destination, every word known."""
        texts = [text for text in corpus.load_follow_ups(split) if len(text.places) == 2 and text.role == "destination"]
        return [text for text in texts if set(text.tokens) <= self.vocabulary.keys()]

    def filled(self, parameters, texts):
        """Probabilities of all words at the blank of each text, (texts, N), and the weights of each layer's attention."""
        ids, mask = pad_ids([self.encode(text.tokens) for text in texts])
        place = np.arange(len(texts)), np.array([text.blank for text in texts])
        ids[place] = self.vocabulary["<mask>"]
        h, kept = bert_forward(ids, mask, parameters, HEADS)
        return softmax(h[place] @ parameters["E"].T + parameters["b"]), [layer[4] for layer in kept]

    def scores(self, parameters, texts):
        """Share of blanks in which the best word is a city of the sentence, and in which the asked city beats the other."""
        p, _ = self.filled(parameters, texts)
        cities = np.array([self.encode([text.tokens[i] for i in text.places]) for text in texts])
        asked = np.array([text.asked for text in texts])
        rows = np.arange(len(texts))
        some = (p.argmax(1)[:, None] == cities).any(1)
        return some, p[rows, cities[rows, asked]] > p[rows, cities[rows, 1 - asked]]

    def trained(self, seed, watch=None):
        """A network after all epochs, and what watch returned after each."""
        parameters = bert_parameters(len(self.vocabulary), D, self.layers, T_MAX, seed)
        rows = []
        for epochs, learning_rate in PHASES:
            data = self.sentences, parameters, HEADS, epochs, learning_rate, seed
            rows += train_masked_words(*data, blanks=self.blanks, rate=self.rate, after_epoch=watch)
        return parameters, rows

    def watch(self, parameters, loss):
        """Loss, share with some city of the sentence, share with the right one."""
        some, right = self.scores(parameters, self.held_out)
        return loss, some.mean(), right.mean()


def moment(blanks, parameters):
    """What the network makes of the two sentences of the course: probabilities of both cities, and who the blank reads."""
    found = []
    for sentence in COURSE:
        tokens = sentence.split()
        text = corpus.FollowUp(tokens, len(tokens) - 3, [], 0, "destination", 0, "train")
        p, weights = blanks.filled(parameters, [text])
        cities = {city: round(float(p[0, blanks.vocabulary[city]]), 3) for city in ("Beijing", "Xiamen")}
        found.append({"cities": cities, "reads": np.round(weights[-1][0, :, text.blank], 3).tolist()})
    return found


def history(kind, seed, moments=None):
    """Train one network. Returns its rows of the table, its parameters and vocabulary; moments, a list, gets one an epoch."""
    blanks = Blanks(kind)

    def watch(parameters, loss):
        if moments is not None:
            moments.append(moment(blanks, parameters))
        return blanks.watch(parameters, loss)

    parameters, rows = blanks.trained(seed, watch)
    lines = ["\t".join((kind, str(seed), str(epoch), *(f"{value:.4f}" for value in row))) for epoch, row in enumerate(rows, 1)]
    return lines, parameters, blanks.vocabulary


def all_files():
    """Texts of the three files, by name; the first network is trained once for all of them."""
    stored, moments, table = "", [], ["network\tseed\tepoch\tloss\tsome_city\tright_city"]
    for kind, (*_, seeds) in KINDS.items():
        for seed in range(seeds):
            first = kind == "two layers" and seed == 0
            lines, parameters, vocabulary = history(kind, seed, moments if first else None)
            table += lines
            stored = network_json(parameters, vocabulary) if first else stored
    told = json.dumps({"sentences": list(COURSE), "epochs": moments})
    return {"blank.json": stored, "blank_history.tsv": "\n".join(table) + "\n", "blank_moments.json": told + "\n"}


_MADE = {}


def _file(name):
    def text():
        if not _MADE:
            _MADE.update(all_files())
        return _MADE[name]

    return text


FILES = {name: _file(name) for name in ("blank.json", "blank_history.tsv", "blank_moments.json")}
