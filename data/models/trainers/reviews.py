"""What models of lecture 12 reach on reviews.tsv: one row for each model, random start and split.

The networks are those that the lecture teaches; the LSTM is that of lecture 16, read at its last real state.
"""

import functools
from unittest import mock

import numpy as np

from helpers import corpus
from helpers.taught import sentiment
from helpers.taught.gates import lstm_backward, lstm_parameters, lstm_states
from helpers.taught.optimiser import adam_state, adam_step, round_weights
from helpers.taught.rnn import initial_parameters
from helpers.taught.sentiment import at_last_real, classifier_scores, over_real, pad_ids, train_classifier
from helpers.taught.softmax import softmax_cross_entropy_gradient
from helpers.taught.tokens import build_vocabulary, encode_tokens, split_words_and_punctuation
from helpers.taught.training import embedding_gradient, with_lookup_table

SEEDS, N_X, N_A, EPOCHS, UPDATES = 5, 16, 32, 15, 300


class Reviews:
    """The four splits as lists of ids and arrays of classes 0 to 4."""

    def __init__(self):
        tokens = {
            split: [split_words_and_punctuation(review.sentence) for review in corpus.load_reviews(split)]
            for split in corpus.REVIEW_SPLITS
        }
        self.vocabulary = build_vocabulary(tokens["train"], 400)
        self.ids = {split: [encode_tokens(words, self.vocabulary) for words in rows] for split, rows in tokens.items()}
        self.y = {split: np.array([review.score for review in corpus.load_reviews(split)]) - 1 for split in corpus.REVIEW_SPLITS}
        self.N = len(self.vocabulary)

    def start(self, seed, parameters=None, size=0.1):
        """A network with a lookup table of token vectors, `size` times as long as in lecture 11."""
        parameters = initial_parameters(N_X, N_A, 5, seed) if parameters is None else parameters
        parameters = with_lookup_table(parameters, self.N, seed)
        parameters["E"] *= size
        return parameters

    @functools.cache  # noqa: B019 - one object, a few networks
    def trained(self, seed, weights_of, learning_rate, size=0.1):
        """Parameters of a recurrent network, trained as in the lecture."""
        parameters = self.start(seed, size=size)
        settings = {"epochs": EPOCHS, "learning_rate": learning_rate, "seed": seed, "weights_of": weights_of}
        train_classifier(self.ids["train"], self.y["train"], parameters, **settings)
        return parameters

    def recurrent(self, seed, weights_of, learning_rate, size=0.1):
        """A recurrent network, trained; returns a function from ids and mask to scores."""
        parameters = self.trained(seed, weights_of, learning_rate, size)
        return lambda ids, mask: classifier_scores(ids, mask, parameters, weights_of)

    def read_late(self, seed, pads):
        """The network of the last state, read `pads` pads behind it."""
        parameters = self.trained(seed, at_last_real, 0.01)

        def score(ids, mask):
            ids, mask = (np.pad(array, ((0, 0), (0, pads))) for array in (ids, mask))
            return classifier_scores(ids, mask, parameters, lambda mask: np.roll(at_last_real(mask), pads, axis=1))

        return score

    def bag(self, rows, size):
        """Votes of words, as the lecture trains them, with as many updates. `rows`: {split: lists of ids below size}."""
        counts = {split: np.stack([np.bincount(row, minlength=size) for row in rows[split]]).astype(float) for split in rows}
        parameters = {"V": np.zeros((5, size)), "b_y": np.zeros(5)}
        state = adam_state(parameters)
        for _ in range(UPDATES):
            o = counts["train"] @ parameters["V"].T + parameters["b_y"]
            do = softmax_cross_entropy_gradient(o, self.y["train"])
            adam_step(parameters, {"V": do.T @ counts["train"], "b_y": do.sum(0)}, state, 0.03)
            round_weights(parameters)
        return {split: counts[split] @ parameters["V"].T + parameters["b_y"] for split in rows}

    def pairs(self):
        """{split: ids of the words and of the pairs of neighbours that train knows}, and the number of ids."""
        found = {}
        for row in self.ids["train"]:
            for pair in zip(row, row[1:]):
                found.setdefault(pair, self.N + len(found))
        rows = {
            split: [row + [found[pair] for pair in zip(row, row[1:]) if pair in found] for row in rows]
            for split, rows in self.ids.items()
        }
        return rows, self.N + len(found)

    def lstm(self, seed, learning_rate):
        """The LSTM of lecture 16, read at the last real state, trained as the networks of lecture 12 are."""
        parameters = self.start(seed, lstm_parameters(N_X, N_A, 5, seed))
        with mock.patch.object(sentiment, "classifier_gradients", lstm_gradients):
            train_classifier(self.ids["train"], self.y["train"], parameters, EPOCHS, learning_rate=learning_rate, seed=seed)
        return lambda ids, mask: lstm_scores(ids, mask, parameters)


def lstm_scores(ids, mask, parameters):
    """Scores from the last real state of an LSTM. Returns (B, 5)."""
    a, _, _ = lstm_states(parameters["E"][ids], parameters)
    return np.einsum("bi,bij->bj", at_last_real(mask), a[:, 1:]) @ parameters["W_ya"].T + parameters["b_y"]


def lstm_gradients(ids, mask, y, parameters, weights_of=at_last_real):
    """Gradients of the mean cross-entropy of an LSTM, as `classifier_gradients`."""
    x, w = parameters["E"][ids], weights_of(mask)
    states = lstm_states(x, parameters)
    r = np.einsum("bi,bij->bj", w, states[0][:, 1:])
    do = softmax_cross_entropy_gradient(r @ parameters["W_ya"].T + parameters["b_y"], y)
    gradients, dx, _, _ = lstm_backward(x, states, w[..., None] * (do @ parameters["W_ya"])[:, None], parameters)
    E = embedding_gradient(ids, dx, len(parameters["E"]))
    return gradients | {"E": E, "W_ya": do.T @ r, "b_y": do.sum(0)}


def at_the_end(mask):
    """Weights that read the last position of the rectangle, real or not: the mistake of lecture 12."""
    return np.tile(np.arange(mask.shape[1]) == mask.shape[1] - 1, (len(mask), 1)).astype(float)


def measured(o, y):
    """Share of right answers, and mean distance between the answer and the true score."""
    answers = np.argmax(o, axis=1)
    return np.mean(answers == y), np.mean(np.abs(answers - y))


def scores_text():
    """One row for each model, random start and split; every split is padded to its longest sentence."""
    reviews = Reviews()
    networks = {
        "last state": lambda seed: reviews.recurrent(seed, at_last_real, 0.01),
        "last state, ten pads late": lambda seed: reviews.read_late(seed, 10),
        "last state, long vectors": lambda seed: reviews.recurrent(seed, at_last_real, 0.01, size=1),
        "mean state": lambda seed: reviews.recurrent(seed, over_real, 0.02),
        "state behind pads": lambda seed: reviews.recurrent(seed, at_the_end, 0.01),
        "LSTM, last state": lambda seed: reviews.lstm(seed, 0.01),
    }
    bags = {"bag of words": (reviews.ids, reviews.N), "bag of words and pairs": reviews.pairs()}
    lines = ["network\tseed\tgroup\taccuracy\tdistance"]
    for name, features in bags.items():
        for split, o in reviews.bag(*features).items():
            lines.append(row(name, 0, split, measured(o, reviews.y[split])))
    for name, train in networks.items():
        for seed in range(SEEDS):
            score = train(seed)
            for split in corpus.REVIEW_SPLITS:
                lines.append(row(name, seed, split, measured(score(*pad_ids(reviews.ids[split])), reviews.y[split])))
    return "\n".join(lines) + "\n"


def row(name, seed, split, values):
    """One line of the table."""
    return "\t".join([name, str(seed), split, *(f"{value:.4f}" for value in values)])


FILES = {"reviews_scores.tsv": scores_text}
