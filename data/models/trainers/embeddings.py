"""Score word vectors of world.txt, three starts each, for lecture 04: models/embeddings.tsv, in about half a minute.

A row holds a method, a seed, and what is measured: the share of analogies solved with the three given words excluded and
allowed; whether man : woman = king : queen (1 or 0); and how a direction of gender agrees with the planted P(she) of twelve
jobs, as a correlation: the mean of eleven pair differences, and the single difference she - he. Weights are rounded after
each update, so the file is the same on every processor.
"""

import functools

import numpy as np

from helpers import corpus
from helpers.taught.embedding_scores import analogy_answers, analogy_score
from helpers.taught.tokens import count_tokens
from helpers.taught.word2vec import cbow_step, train_word2vec

COLUMNS = ("method", "seed", "excluded", "allowed", "queen", "pairs_r", "she_he_r")
SEEDS = (0, 1, 2)


@functools.cache
def world():
    """(sentences as lists of ids, counts, vocabulary): ids by falling frequency, ties alphabetically."""
    sentences = corpus.load_world()
    counts = count_tokens(sentences)
    words = sorted(counts, key=lambda word: (-counts[word], word))
    vocabulary = {word: i for i, word in enumerate(words)}
    ids = [[vocabulary[word] for word in sentence] for sentence in sentences]
    return ids, np.array([counts[word] for word in words]), vocabulary


METHODS = {
    "skip-gram": lambda ids, counts, seed: train_word2vec(ids, counts, seed=seed)[0],
    "CBOW": lambda ids, counts, seed: train_word2vec(ids, counts, cbow_step, rate=0.2, seed=seed)[0],
}


def gender_readings(E, vocabulary):
    """Correlation of two directions with the planted log-odds of she: the mean of the pairs' differences, and she - he."""
    truth, unit = corpus.load_world_truth(), E / np.linalg.norm(E, axis=1, keepdims=True)
    pairs = list(dict.fromkeys(tuple(question[:2]) for question in truth["analogies"]["gender"]))
    planted = np.array(list(truth["p_she"].values()))
    jobs = unit[[vocabulary[job] for job in truth["p_she"]]]
    several = np.mean([unit[vocabulary[b]] - unit[vocabulary[a]] for a, b in pairs], axis=0)
    single = unit[vocabulary["she"]] - unit[vocabulary["he"]]
    return [np.corrcoef(jobs @ direction, np.log(planted / (1 - planted)))[0, 1] for direction in (several, single)]


def row(method, seed):
    """One line of the file."""
    ids, counts, vocabulary = world()
    E, truth = METHODS[method](ids, counts, seed), corpus.load_world_truth()
    questions = [[vocabulary[word] for word in question] for table in truth["analogies"].values() for question in table]
    queen = analogy_answers(E, [[vocabulary[word] for word in ("man", "woman", "king")]])[0] == vocabulary["queen"]
    several, single = gender_readings(E, vocabulary)
    scores = [analogy_score(E, questions), analogy_score(E, questions, inputs_allowed=True)]
    return f"{method}\t{seed}\t{scores[0]:.4f}\t{scores[1]:.4f}\t{int(queen)}\t{several:.4f}\t{single:.4f}"


def embeddings_text():
    """The whole table as text."""
    return "\n".join(["\t".join(COLUMNS), *(row(method, seed) for method in METHODS for seed in SEEDS)]) + "\n"


FILES = {"embeddings.tsv": embeddings_text}
