"""Hidden words of lecture 06: models/senses.json, a network that guesses hidden words of world.txt, and models/masked_words.tsv.

The table has one row for each measurement, random start and group: the trained network, the same network before training, and
the static vector of its table (nan where there is no such thing). What is measured: the loss of the first epochs; hidden words of
dev trips guessed right; the role of a city read off its vector, by gap, with a probe for cities beside their cue and another for
the rest, each fitted on 400 cities (the mean of 20 draws) or on all, with one probe for all, and off word and position alone; how
pure two groups of the occurrences of a word of two meanings are, by its vectors and by the words expected in each sentence.
Weights are rounded to 6 decimals after each update.
"""

import functools

import numpy as np

from data.models.trainers import network_json
from helpers import corpus
from helpers.taught.bert import bert_forward, bert_parameters, expected_words, train_masked_words, unusual
from helpers.taught.clusters import group_purity, k_means
from helpers.taught.sentiment import pad_ids
from helpers.taught.tokens import build_vocabulary, encode_tokens

SEEDS, D, DRAWS = 5, 32, 20
TRIPS = {"layers": 1, "heads": 4, "phases": ((5, 0.015), (3, 0.005), (2, 0.001)), "T": 26, "rate": 0.3}
PROBES = {"role of a city": (2, 400), "role, all cities": (2, None), "role, one probe": (1, None)}
WORLD = {"layers": 2, "heads": 2, "phases": ((16, 0.005), (4, 0.001)), "T": 24, "rate": 0.4}


def vocabulary_of(sentences):
    """All words of the sentences, and <mask> as the last id."""
    words = build_vocabulary(sentences, 1000)
    return words | {"<mask>": len(words)}


def before_training(settings, N, seed):
    """The parameters at the start."""
    return bert_parameters(N, D, settings["layers"], settings["T"], seed)


def trained(sentences, settings, N, seed):
    """A network after all epochs, and the loss of each; sentences: lists of ids."""
    parameters, losses = before_training(settings, N, seed), []
    for epochs, rate in settings["phases"]:
        data = sentences, parameters, settings["heads"], epochs, rate, seed
        losses += train_masked_words(*data, rate=settings["rate"], after_epoch=lambda parameters, loss: loss)
    return parameters, losses


class Trips:
    """Train and dev trips, encoded; three hidden words in each dev sentence, one at a time; the cities by gap."""

    def __init__(self):
        train, dev = corpus.load_trips("train"), corpus.load_trips("dev")
        self.cities = {t for trip in train for t, label in zip(trip.tokens, trip.labels) if label}
        self.vocabulary = vocabulary_of([trip.tokens for trip in train])
        self.train, self.dev = (self.encoded(trips) for trips in (train, dev))
        self.places = {"train": self.city_rows(train), "dev": self.city_rows(dev)}
        ids, mask = pad_ids(self.dev)
        ids, mask = np.repeat(ids, 3, axis=0), np.repeat(mask, 3, axis=0)
        hidden = np.arange(ids.shape[1]) == np.random.default_rng(0).integers(mask.sum(1).astype(int))[:, None]
        self.test = ids, mask, hidden

    def encoded(self, trips):
        return [encode_tokens(trip.tokens, self.vocabulary) for trip in trips]

    def city_rows(self, trips):
        """One row for each city: sentence, place, label, gap."""
        rows = []
        for b, trip in enumerate(trips):
            firsts = [
                i for i, t in enumerate(trip.tokens) if t in self.cities and (i == 0 or trip.tokens[i - 1] not in self.cities)
            ]
            rows += [(b, i, trip.labels[i], gap) for i, gap in zip(firsts, trip.gaps)]
        return np.array(rows)

    def guessed(self, parameters):
        """Share of hidden words guessed right."""
        ids, mask, hidden = self.test
        h, _ = bert_forward(np.where(hidden, len(self.vocabulary) - 1, ids), mask, parameters, TRIPS["heads"])
        return ((h[hidden] @ parameters["E"].T + parameters["b"]).argmax(1) == ids[hidden]).mean()

    def city_vectors(self, parameters, static=False):
        """Vectors of the cities of train and dev trips, each with a 1 at the end, (n, d + 1)."""
        for split, sentences in (("train", self.train), ("dev", self.dev)):
            ids, mask = pad_ids(sentences)
            h = parameters["E"][ids] if static else bert_forward(ids, mask, parameters, TRIPS["heads"])[0]
            b, i, _, _ = self.places[split].T
            yield np.column_stack([h[b, i], np.ones(len(b))])

    def roles(self, parameters, probes=2, static=False, size=None):
        """{gap: share of dev cities whose role a linear probe, fitted on train, reads off their vectors}.

        probes: 2, one for the cities beside their cue and one for the rest, or 1 for all; size: of its training set, drawn
        DRAWS times, or None for all cities.
        """
        X, dev = self.city_vectors(parameters, static)
        goal = 2 * self.places["train"][:, 2] - 1
        kind, dev_kind = (np.minimum(self.places[split][:, 3], probes - 1) for split in ("train", "dev"))
        _, _, label, gap = self.places["dev"].T
        right = np.zeros(len(dev))
        for draw in range(DRAWS if size else 1):
            for k in range(probes):
                rows = np.random.default_rng(draw).permutation(np.flatnonzero(kind == k))[:size]
                w = np.linalg.lstsq(X[rows], goal[rows], rcond=1e-6)[0]
                right += (dev_kind == k) * ((dev @ w > 0) == label)
        return {g: right[gap == g].mean() / (draw + 1) for g in range(11)}


class World:
    """The sentences of world.txt, encoded, and where its words of two meanings stand."""

    def __init__(self):
        sentences = corpus.load_world()
        self.vocabulary = vocabulary_of(sentences)
        self.sentences = [encode_tokens(sentence, self.vocabulary) for sentence in sentences]
        counts = np.bincount(np.concatenate(self.sentences), minlength=len(self.vocabulary))
        self.usual = np.maximum(counts, 1) / counts.sum()
        self.senses = corpus.load_world_truth()["senses"]

    def sentences_of(self, word):
        """The sentences of a word of two meanings, lists of ids, and its meaning in each, (n,)."""
        rows = [(self.sentences[i], k) for k, numbers in enumerate(self.senses[word].values()) for i in numbers]
        return [ids for ids, _ in rows], np.array([k for _, k in rows])

    def occurrences(self, word, sentences, parameters):
        """Contextual vectors of a word, one in each sentence, at length 1, (n, d)."""
        ids, mask = pad_ids(sentences)
        h, _ = bert_forward(ids, mask, parameters, WORLD["heads"])
        X = h[np.arange(len(ids)), (ids == self.vocabulary[word]).argmax(1)]
        return X / np.linalg.norm(X, axis=1, keepdims=True)

    def expectations(self, sentences, parameters):
        """What is unusual about the words expected in each sentence, (n, N)."""
        return unusual(np.array([expected_words(ids, parameters, WORLD["heads"]) for ids in sentences]), self.usual)

    def purities(self, word, parameters):
        """{by what the occurrences of the word are cut into two groups: how pure these are}."""
        sentences, meaning = self.sentences_of(word)
        vectors, expected = self.occurrences(word, sentences, parameters), self.expectations(sentences, parameters)
        return {by: group_purity(k_means(X, 2), meaning) for by, X in (("vectors", vectors), ("expected words", expected))}

    def majority(self, word):
        """What a static vector reaches: one vector, one group."""
        sizes = [len(numbers) for numbers in self.senses[word].values()]
        return max(sizes) / sum(sizes)


@functools.cache
def world_network(seed):
    """World, and its trained network."""
    world = World()
    return world, trained(world.sentences, WORLD, len(world.vocabulary), seed)[0]


def trip_rows(seed):
    """Rows of the table about trips."""
    trips = Trips()
    N = len(trips.vocabulary)
    start, (network, losses) = before_training(TRIPS, N, seed), trained(trips.train, TRIPS, N, seed)
    yield from (("loss", epoch, loss, np.nan, np.nan) for epoch, loss in enumerate(losses, 1))
    yield "hidden words", "dev", trips.guessed(network), trips.guessed(start), np.nan
    for name, (probes, size) in PROBES.items():
        reads, before = (trips.roles(parameters, probes, size=size) for parameters in (network, start))
        static = trips.roles(network, probes, static=True, size=size)
        yield from ((name, gap, reads[gap], before[gap], static[gap]) for gap in reads)
    deaf = trips.roles(start | {"W_v1": 0 * start["W_v1"]}, size=400)
    yield from (("role, nothing read", gap, np.nan, share, np.nan) for gap, share in deaf.items())


def sense_rows(seed):
    """Rows of the table about words of two meanings."""
    world, network = world_network(seed)
    start = before_training(WORLD, len(world.vocabulary), seed)
    for word in world.senses:
        before = world.purities(word, start)
        for by, purity in world.purities(word, network).items():
            yield f"two groups, {by}", word, purity, before[by], world.majority(word)


def table_text():
    """The table of all starts."""
    lines = ["measured\tseed\tgroup\ttrained\tbefore\tstatic"]
    for seed in range(SEEDS):
        for name, group, *values in [*trip_rows(seed), *sense_rows(seed)]:
            lines.append("\t".join((name, str(seed), str(group), *(f"{value:.4f}" for value in values))))
    return "\n".join(lines) + "\n"


def senses_text():
    """The first network of the world as JSON."""
    world, network = world_network(0)
    return network_json(network, world.vocabulary)


FILES = {"senses.json": senses_text, "masked_words.tsv": table_text}
