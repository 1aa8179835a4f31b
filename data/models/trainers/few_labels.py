"""Measure what word vectors are worth when labels are few, for lecture 04: models/few_labels.tsv, in about eight minutes.

The tagger of lecture 11 (recurrent, 32 units) learns from 200 labelled sentences of trips.tsv. Only the start of its
table of token vectors differs: random numbers, or skip-gram vectors of unlabelled sentences; all are trained on. The
unlabelled sentences are those of train, with or without 4,000 fresh ones by the same maker, whose cities include those that
only test has; none of them is a sentence of dev or test. As many updates for all; every rate is tried with both standard
deviations of the table, and all are stored. Weights are rounded after each update, so the file is the same everywhere.
"""

import itertools
import random

import numpy as np

from data.makers import trips as maker
from helpers import corpus
from helpers.taught.rnn import initial_parameters, rnn_forward_batch
from helpers.taught.sentiment import pad_ids
from helpers.taught.tokens import build_vocabulary, encode_tokens
from helpers.taught.training import span_f1, train_tagger_network
from helpers.taught.word2vec import train_word2vec

TABLES = ("random", "train", "train and fresh")
STDS, RATES, SEEDS = (1, 0.1), (0.001, 0.003, 0.01), tuple(range(10))
LABELS, D, N_A, UPDATES, BATCH, FRESH = 200, 50, 32, 600, 10, 4000


def fresh_sentences(names=maker.CITIES + maker.TEST_ONLY_CITIES):
    """Token lists of new sentences by the maker of trips.tsv with these cities, by default all; none of dev or test."""
    rng, taken = random.Random(4), {trip.sentence.removesuffix(".") for trip in corpus.load_trips()}
    sentences = []
    while len(sentences) < FRESH:
        template = maker.draw_template(rng, maker.SEEN_TEMPLATES)
        cities = maker.draw_cities(rng, len(template.kind), names)
        row = maker.make_row(maker.write_sentence(rng, template, cities), "train", template.name)
        if row is not None and row[0].removesuffix(".") not in taken:
            taken.add(row[0].removesuffix("."))
            sentences.append(row[1].split())
    return sentences


def groups():
    """{group: trips} to be scored on: dev, and of test those with a new city, and those with a new template only."""
    test, train = corpus.load_trips("test"), corpus.load_trips("train")
    new = set(corpus.unseen_tokens(train, test))
    cities = {word for city in maker.TEST_ONLY_CITIES for word in city.split()} & new
    templates = {trip.template for trip in train}
    return {
        "dev": corpus.load_trips("dev"),
        "new city": [trip for trip in test if set(trip.tokens) & cities],
        "new template": [trip for trip in test if trip.template not in templates and not set(trip.tokens) & cities],
    }


def token_table(name, vocabulary, texts, seed):
    """Rows for the tokens of the vocabulary, (N, 50), with mean 0 and standard deviation 1.

    A token that the text lacks keeps random numbers, as it does in the table "random".
    """
    table = np.random.default_rng([seed, 1]).normal(size=(len(vocabulary), D))
    if name != "random":
        ids = [np.array(encode_tokens(tokens, vocabulary)) for tokens in texts[name]]
        counts = np.bincount(np.concatenate(ids), minlength=len(vocabulary))
        learned = train_word2vec(ids, np.maximum(counts, 1), seed=seed)[0][counts > 0]
        learned -= learned.mean(axis=0)
        table[counts > 0] = learned / learned.std()
    return np.round(table, 6)


def scores(table, rate, seed, data):
    """Span F1 of each group after training on the first 200 sentences of train, in an order of the seed."""
    vocabulary, train, tests = data
    chosen = np.random.default_rng(seed).permutation(len(train))[:LABELS]
    parameters = initial_parameters(D, N_A, 1, seed) | {"E": table.copy()}
    sentences = [encode_tokens(train[k].tokens, vocabulary) for k in chosen]
    epochs = UPDATES // -(-LABELS // BATCH)
    train_tagger_network(sentences, [train[k].labels for k in chosen], parameters, epochs, BATCH, rate, seed)
    labels_of = {group: [trip.labels for trip in trips] for group, trips in tests.items()}
    return {group: span_f1(predict(trips, vocabulary, parameters), labels_of[group]) for group, trips in tests.items()}


def predict(trips, vocabulary, parameters):
    """Labels of each sentence: 1 where the probability is above one half."""
    ids = [encode_tokens(trip.tokens, vocabulary) for trip in trips]
    o = rnn_forward_batch(parameters["E"][pad_ids(ids)[0]], parameters)[1][..., 0]
    return [(row[: len(sentence)] > 0).astype(int).tolist() for row, sentence in zip(o, ids)]


def prepare():
    """(vocabulary, train, groups), and the texts that each table of vectors is trained on."""
    train, tests = corpus.load_trips("train"), groups()
    texts = {"train": [trip.tokens for trip in train]}
    texts["train and fresh"] = texts["train"] + fresh_sentences()
    vocabulary = build_vocabulary(texts["train and fresh"], 10_000)
    return (vocabulary, train, tests), texts


def table():
    """The lines of the file, the first with the names of the columns."""
    data, texts = prepare()
    yield "table\tstd\trate\tseed\tgroup\tspan_f1"
    for name in TABLES:
        for seed in SEEDS:
            start = token_table(name, data[0], texts, seed)
            for std, rate in itertools.product(STDS, RATES):
                for group, f1 in scores(np.round(std * start, 6), rate, seed, data).items():
                    yield f"{name}\t{std}\t{rate}\t{seed}\t{group}\t{f1:.4f}"


def few_labels_text():
    """The whole table as text."""
    return "\n".join(table()) + "\n"


FILES = {"few_labels.tsv": few_labels_text}
