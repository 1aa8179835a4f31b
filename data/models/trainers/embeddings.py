"""Score word vectors of world.txt for lectures 04 and 05: models/embeddings.tsv, in about a minute.

A row holds a method, a seed, and what is measured: the purity of the five nearest words; the shares of analogies solved with
the three given words excluded and allowed; whether man : woman = king : queen (1 or 0); and how a direction of gender agrees
with the planted P(she) of twelve jobs, as a correlation: the mean of eleven pair differences, and the single difference
she - he. What is trained has three seeds and is rounded after each update, so the file is the same on every processor; what
is counted has one row.
"""

import functools

import numpy as np

from helpers import corpus
from helpers.taught.cooccurrence import ppmi, svd_vectors, window_counts
from helpers.taught.embedding_scores import analogy_answers, analogy_score, cluster_purity
from helpers.taught.glove import distance_counts, train_glove
from helpers.taught.tfidf import count_table, plain_idf
from helpers.taught.tokens import count_tokens
from helpers.taught.word2vec import cbow_step, train_word2vec

COLUMNS = ("method", "seed", "purity", "excluded", "allowed", "queen", "pairs_r", "she_he_r")
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


def next_words(ids, N):
    """Rows of bigram shares: which word comes next, and which came before; (N, 2 N)."""
    after = np.zeros((N, N))
    for sentence in ids:
        np.add.at(after, (sentence[:-1], sentence[1:]), 1)
    return np.hstack([counts / np.maximum(counts.sum(axis=1, keepdims=True), 1) for counts in (after, after.T)])


def tf_idf_over_sentences(ids, N):
    """Rows of TF-IDF, a column for each sentence."""
    counts = count_table(ids, N)
    return (counts * plain_idf(counts)).T


def glove(plus):
    """GloVe, with a number added to each cell of the counts."""
    return lambda ids, counts, seed: train_glove(distance_counts(ids, len(counts)) + plus, seed=seed)[0]


COUNTED = {
    "one-hot": lambda ids, counts, seed: np.eye(len(counts)),
    "n-gram rows": lambda ids, counts, seed: next_words(ids, len(counts)),
    "TF-IDF": lambda ids, counts, seed: tf_idf_over_sentences(ids, len(counts)),
    "PPMI": lambda ids, counts, seed: ppmi(window_counts(ids, len(counts))),
    "PPMI-SVD": lambda ids, counts, seed: svd_vectors(ppmi(window_counts(ids, len(counts))), 50),
}
TRAINED = {
    "CBOW": lambda ids, counts, seed: train_word2vec(ids, counts, cbow_step, rate=0.2, seed=seed)[0],
    "skip-gram": lambda ids, counts, seed: train_word2vec(ids, counts, seed=seed)[0],
    "GloVe": glove(0),
    "GloVe + 0.1": glove(0.1),
}
METHODS = COUNTED | TRAINED


def gender_readings(E, vocabulary):
    """Correlation of two directions with the planted log-odds of she: the mean of the pairs' differences, and she - he."""
    truth, unit = corpus.load_world_truth(), E / np.maximum(np.linalg.norm(E, axis=1, keepdims=True), 1e-12)
    pairs = list(dict.fromkeys(tuple(question[:2]) for question in truth["analogies"]["gender"]))
    planted = np.array(list(truth["p_she"].values()))
    jobs = unit[[vocabulary[job] for job in truth["p_she"]]]
    several = np.mean([unit[vocabulary[b]] - unit[vocabulary[a]] for a, b in pairs], axis=0)
    single = unit[vocabulary["she"]] - unit[vocabulary["he"]]
    readings = [np.round(jobs @ direction, 9) for direction in (several, single)]
    return [np.corrcoef(r, np.log(planted / (1 - planted)))[0, 1] if np.ptp(r) else 0.0 for r in readings]


def row(method, seed):
    """One line of the file."""
    ids, counts, vocabulary = world()
    E, truth = METHODS[method](ids, counts, seed), corpus.load_world_truth()
    questions = [[vocabulary[word] for word in question] for table in truth["analogies"].values() for question in table]
    queen = analogy_answers(E, [[vocabulary[word] for word in ("man", "woman", "king")]])[0] == vocabulary["queen"]
    several, single = gender_readings(E, vocabulary)
    listed = [(vocabulary[word], name) for name, group in truth["clusters"].items() for word in group]
    purity = cluster_purity(E[[i for i, _ in listed]], [name for _, name in listed])
    scores = [purity, analogy_score(E, questions), analogy_score(E, questions, inputs_allowed=True)]
    return f"{method}\t{seed}\t{scores[0]:.4f}\t{scores[1]:.4f}\t{scores[2]:.4f}\t{int(queen)}\t{several:.4f}\t{single:.4f}"


def embeddings_text():
    """The whole table as text."""
    cells = [(method, seed) for method in METHODS for seed in (SEEDS if method in TRAINED else SEEDS[:1])]
    return "\n".join(["\t".join(COLUMNS), *(row(*cell) for cell in cells)]) + "\n"


FILES = {"embeddings.tsv": embeddings_text}
