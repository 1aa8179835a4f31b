"""The networks of lecture 11, made by the functions it teaches; the scores are of five random starts each."""

import numpy as np

from data.models.trainers import network_json
from helpers import corpus
from helpers.taught.bidirectional import bidirectional_backward, bidirectional_forward, bidirectional_parameters
from helpers.taught.bptt import hidden_states_backward, masked_loss_gradient, rnn_backward_batch
from helpers.taught.loss import f1_score, pad_batch
from helpers.taught.rnn import initial_parameters, rnn_forward_batch
from helpers.taught.tokens import build_vocabulary, encode_tokens
from helpers.taught.training import hide_rare_words, span_f1, train_tagger_network, with_lookup_table

SEEDS, N, N_X, N_A = 5, 400, 16, 32
LATE_FOR_TRAINING = 640


def from_left(x, mask, parameters):
    """Outputs of the recurrent network, in the form the bidirectional one has: x, mask, parameters in, o out."""
    return rnn_forward_batch(x, parameters)[1]


def from_both_sides(x, mask, parameters):
    """Outputs of the bidirectional network."""
    return bidirectional_forward(x, mask, parameters)[2]


def future_dropped(x, y, mask, parameters):
    """The gradient without the term that comes back from the next state."""
    a, o = rnn_forward_batch(x, parameters)
    do = masked_loss_gradient(o, y, mask)
    cut = parameters | {"W_aa": np.zeros_like(parameters["W_aa"])}
    gradients, dx, da_0 = hidden_states_backward(x, a, do @ parameters["W_ya"], cut)
    gradients["W_ya"] = np.einsum("bij,bik->jk", do, a[:, 1:])
    gradients["b_y"] = do.sum((0, 1))
    return gradients, dx, da_0


def without_memory(x, y, mask, parameters):
    """The gradient of a network whose W_aa is zero and stays zero."""
    gradients, dx, da_0 = rnn_backward_batch(x, y, mask, parameters)
    gradients["W_aa"][...] = 0
    return gradients, dx, da_0


class Trips:
    """The sentences, encoded, and the networks of lecture 11."""

    def __init__(self):
        self.train, dev, test, late = (corpus.load_trips(split) for split in corpus.SPLITS)
        self.vocabulary = build_vocabulary([trip.tokens for trip in self.train], N)
        templates = {trip.template for trip in self.train}
        known = [trip.template in templates and set(trip.tokens) <= self.vocabulary.keys() for trip in test]
        groups = {"all": dev + [trip for trip, old in zip(test, known) if old]}
        groups |= {gap: [trip for trip in groups["all"] if trip.gap == gap and 1 in trip.labels] for gap in range(11)}
        groups |= {"new": [trip for trip, old in zip(test, known) if not old], "late": late[LATE_FOR_TRAINING:]}
        self.groups, self.late = groups, late[:LATE_FOR_TRAINING]
        self.cities = {token for trip in self.train for token, label in zip(trip.tokens, trip.labels) if label}

    def encoded(self, trips):
        return [encode_tokens(trip.tokens, self.vocabulary) for trip in trips], [trip.labels for trip in trips]

    def start(self, parameters, seed):
        return with_lookup_table(parameters, len(self.vocabulary), seed)

    def recurrent(self, seed):
        parameters = self.start(initial_parameters(N_X, N_A, 1, seed), seed)
        sentences, labels = self.encoded(self.train)
        hidden = hide_rare_words(sentences, 5, np.random.default_rng(seed))
        data = sentences + hidden, labels + labels, parameters
        train_tagger_network(*data, epochs=6, learning_rate=0.005, seed=seed)
        train_tagger_network(*data, epochs=3, learning_rate=0.001, seed=seed)
        return parameters, from_left

    def with_gradient(self, seed, backward):
        parameters = self.start(initial_parameters(N_X, N_A, 1, seed), seed)
        if backward is without_memory:
            parameters["W_aa"][...] = 0
        train_tagger_network(*self.encoded(self.train), parameters, epochs=6, learning_rate=0.005, seed=seed, backward=backward)
        return parameters, from_left

    def with_late_cues(self, seed, parameters, backward, forward):
        data = *self.encoded(self.train + self.late), self.start(parameters, seed)
        train_tagger_network(*data, epochs=6, learning_rate=0.01, seed=seed, backward=backward)
        train_tagger_network(*data, epochs=2, learning_rate=0.002, seed=seed, backward=backward)
        return data[2], forward

    def one_reader(self, seed):
        return self.with_late_cues(seed, initial_parameters(N_X, 40, 1, seed), rnn_backward_batch, from_left)

    def two_readers(self, seed):
        return self.with_late_cues(seed, bidirectional_parameters(N_X, 24, 1, seed), bidirectional_backward, from_both_sides)

    def scores(self, parameters, forward, trips):
        """Token F1, span F1, and the share of right answers on the names of cities."""
        ids, y, mask = pad_batch(*self.encoded(trips))
        marked = (forward(parameters["E"][ids], mask, parameters) > 0).astype(int)
        lists = [row[: len(trip.labels), 0].tolist() for row, trip in zip(marked, trips)]
        right = [ours == label for row, trip in zip(lists, trips)
                 for token, ours, label in zip(trip.tokens, row, trip.labels) if token in self.cities]  # fmt: skip
        return f1_score(marked[..., 0], y[..., 0], mask), span_f1(lists, [trip.labels for trip in trips]), np.mean(right)


def network_text():
    """The first of the recurrent networks as JSON: one matrix row a line, 8 decimals."""
    trips = Trips()
    return network_json(trips.recurrent(0)[0], trips.vocabulary, decimals=8)


def ways_to_train(trips):
    """{name: function of a seed} of all networks of lecture 11; each returns parameters and their forward pass."""
    return {
        "recurrent": trips.recurrent,
        "right gradient": lambda seed: trips.with_gradient(seed, rnn_backward_batch),
        "future dropped": lambda seed: trips.with_gradient(seed, future_dropped),
        "without memory": lambda seed: trips.with_gradient(seed, without_memory),
        "one reader, late cues": trips.one_reader,
        "two readers, late cues": trips.two_readers,
    }


def lines_of(trips, name, seed):
    """The lines of one network and random start: one for each group of sentences."""
    trained = ways_to_train(trips)[name](seed)
    for group, members in trips.groups.items():
        scores = "\t".join(f"{score:.4f}" for score in trips.scores(*trained, members))
        yield f"{name}\t{seed}\t{group}\t{scores}"


def scores_text():
    """Scores of all networks of lecture 11: one row for each network, random start and group of sentences."""
    trips = Trips()
    lines = ["network\tseed\tgroup\ttoken_f1\tspan_f1\tcities"]
    for name in ways_to_train(trips):
        for seed in range(SEEDS):
            lines += lines_of(trips, name, seed)
    return "\n".join(lines) + "\n"


FILES = {"trips.json": network_text, "trips_scores.tsv": scores_text}
