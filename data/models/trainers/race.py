"""The race of lecture 07: models/race.tsv, scores of ten networks, and models/window_limits.tsv, what any window can know.

Each network is started three times with each of three learning rates; the rate with the best mean span F1 on dev goes on to
all groups of sentences. Weights are rounded after each update (lecture 11). About three minutes on one core.
"""

import random
from collections import Counter, defaultdict
from types import SimpleNamespace

import numpy as np

from data.makers import trips as maker
from helpers import corpus
from helpers.taught.bptt import rnn_backward_batch
from helpers.taught.convolution import convolution_backward, convolution_forward, convolution_parameters
from helpers.taught.dense import dense_backward, dense_forward, dense_parameters
from helpers.taught.loss import f1_score, pad_batch
from helpers.taught.rnn import initial_parameters, rnn_forward_batch
from helpers.taught.tokens import build_vocabulary, encode_tokens
from helpers.taught.training import span_f1, train_tagger_network

SEEDS, RATES, N, N_X, N_A, LENGTH = 3, (0.003, 0.01, 0.03), 400, 16, 32, 25
WINDOWS = (1, 3, 5, 7, 9, 12)
OPENINGS = ("I think", "You know ,", "As you know ,", "In the end ,", "According to the plan ,", "After a long day at work ,")
FRESH, FRESH_IN_RACE = 114_000, 12_000
ADJECTIVES = dict.fromkeys(maker.WARM, "warm") | dict.fromkeys(maker.WEATHER, "sunny")


def from_window(x, mask, parameters):
    """Outputs of a window or a stack of windows."""
    return convolution_forward(x, parameters)[1]


def from_whole(x, mask, parameters):
    """Outputs of the fully connected network."""
    return dense_forward(x, mask, parameters)[2]


def from_states(x, mask, parameters):
    """Outputs of the recurrent network."""
    return rnn_forward_batch(x, parameters)[1]


def entrants():
    """{name: (how it starts, its backward pass, its outputs)}."""

    def stack(widths):
        return lambda seed: convolution_parameters(N_X, widths, N_A, 1, seed), convolution_backward, from_window

    def whole(n_a):
        return lambda seed: dense_parameters(N_X, LENGTH, n_a, seed), dense_backward, from_whole

    networks = {f"window {k}": stack([k]) for k in WINDOWS}
    networks |= {"convolution": stack([3] * 5), "dense 64": whole(64), "dense 256": whole(256)}
    return networks | {"recurrent": (lambda seed: initial_parameters(N_X, N_A, 1, seed), rnn_backward_batch, from_states)}


def city_starts(tokens):
    """Positions of the first token of each city."""
    cities = {tuple(city.split()) for city in maker.CITIES + maker.TEST_ONLY_CITIES}
    pairs = {i for i in range(len(tokens)) if tuple(tokens[i : i + 2]) in cities}
    return [i for i in range(len(tokens)) if i in pairs or (tokens[i],) in cities]


def fresh_trips(number, rng):
    """New sentences of the templates of train, with their labels and gaps."""
    drawn = 0
    while drawn < number:
        row = maker.draw_row(rng, "train")
        if row is not None:
            drawn += 1
            yield SimpleNamespace(sentence=row[0], tokens=row[1].split(), labels=[*map(int, row[2].split())],
                                  gaps=[*map(int, row[5].split())])  # fmt: skip


class Race:
    """The sentences of the race: dev, fresh sentences by gap, and dev sentences with and without an opening."""

    def __init__(self):
        train, dev = corpus.load_trips("train"), corpus.load_trips("dev")
        self.vocabulary = build_vocabulary([trip.tokens for trip in train], N)
        seen = {trip.sentence for trip in train}
        fresh = [trip for trip in fresh_trips(FRESH_IN_RACE, random.Random(4)) if trip.sentence not in seen]
        short = [trip for trip in dev if len(trip.tokens) <= LENGTH - 7]
        self.train = self.encoded([(trip.tokens, trip.labels) for trip in train])
        self.groups = {"dev": self.group(dev), "fresh": self.group(fresh), "in place": self.group(short)}
        self.groups["shifted"] = self.group(short, OPENINGS)

    def encoded(self, pairs):
        return [encode_tokens(tokens, self.vocabulary) for tokens, _ in pairs], [labels for _, labels in pairs]

    def group(self, trips, openings=("",)):
        """Ids, labels, and for each city its sentence, place and gap; the openings take turns."""
        pairs, cities = [], []
        for row, trip in enumerate(trips):
            opening = openings[row % len(openings)].split()
            places = [len(opening) + i for i in city_starts(trip.tokens)]
            cities += [(row, i, gap) for i, gap in zip(places, trip.gaps)]
            pairs.append((opening + trip.tokens, [0] * len(opening) + trip.labels))
        return *self.encoded(pairs), np.array(cities)

    def trained(self, name, seed, rate):
        """Parameters of one network after eight epochs."""
        start, backward, _ = entrants()[name]
        table = np.random.default_rng([seed, len(self.vocabulary)]).normal(0, 1, (len(self.vocabulary), N_X))
        parameters = start(seed) | {"E": table}
        train_tagger_network(*self.train, parameters, epochs=6, learning_rate=rate, seed=seed, backward=backward)
        train_tagger_network(*self.train, parameters, epochs=2, learning_rate=rate / 5, seed=seed, backward=backward)
        return parameters

    def scores(self, name, parameters, group):
        """{"all": (token F1, span F1, right cities), gap: ...}: of one group of sentences."""
        ids, labels, cities = self.groups[group]
        x, y, mask = pad_batch(ids, labels)
        marked = (entrants()[name][2](parameters["E"][x], mask, parameters) > 0).astype(int)[..., 0]
        rows = [row[: len(true)].tolist() for row, true in zip(marked, labels)]
        right = marked[cities[:, 0], cities[:, 1]] == y[cities[:, 0], cities[:, 1], 0]
        found = {"all": (f1_score(marked, y[..., 0], mask), span_f1(rows, labels), right.mean())}
        return found | {gap: (0, 0, right[cities[:, 2] == gap].mean()) for gap in range(11)}


def lines_of(race, name):
    """The rows of one network."""
    networks = {(rate, seed): race.trained(name, seed, rate) for rate in RATES for seed in range(SEEDS)}
    dev = {key: race.scores(name, network, "dev")["all"] for key, network in networks.items()}
    best = max(RATES, key=lambda rate: sum(dev[rate, seed][1] for seed in range(SEEDS)))
    yield from ((name, seed, f"dev, rate {rate}", scores) for (rate, seed), scores in dev.items())
    for seed in range(SEEDS):
        network = networks[best, seed]
        yield name, seed, "dev", dev[best, seed]
        for gap, scores in list(race.scores(name, network, "fresh").items())[1:]:
            yield name, seed, gap, scores
        for group in ("in place", "shifted"):
            yield name, seed, group, race.scores(name, network, group)["all"]


def race_text():
    """Scores of all networks: one row for each network, random start and group of sentences."""
    race, lines = Race(), ["network\tseed\tgroup\ttoken_f1\tspan_f1\tcities"]
    for name in entrants():
        lines += ["\t".join((name, str(seed), str(group), *(f"{s:.4f}" for s in scores)))
                  for name, seed, group, scores in lines_of(race, name)]  # fmt: skip
    return "\n".join(lines) + "\n"


def fresh_windows(number, rng):
    """For each city of `number` new sentences: the 12 tokens that end at it, its label, its gap.

    The city is covered, and adjectives of one kind, which say nothing about the role, are made one word.
    """
    for trip in fresh_trips(number, rng):
        starts = city_starts(trip.tokens)
        covered = ["#" if i in starts else ADJECTIVES.get(token, token) for i, token in enumerate(trip.tokens)]
        padded = [""] * (max(WINDOWS) - 1) + covered
        for i, gap in zip(starts, trip.gaps):
            yield tuple(padded[i : i + max(WINDOWS)]), trip.labels[i], gap


def window_limits(number=FRESH, seed=3):
    """{k: {gap: share}}: how many cities the best rule gets right that sees a window of k.

    The rule counts, in one half of the sentences, how often the city after a window is the destination, and answers in the
    other half with what was more frequent; a window never counted is shortened until it was.
    """
    examples = list(fresh_windows(number, random.Random(seed)))
    half, limits = len(examples) // 2, {}
    for k in WINDOWS:
        counts = [defaultdict(Counter) for _ in range(k + 1)]
        for window, label, _ in examples[:half]:
            for size in range(1, k + 1):
                counts[size][window[-size:]][label] += 1
        right = defaultdict(list)
        for window, label, gap in examples[half:]:
            size = next(size for size in range(k, 0, -1) if window[-size:] in counts[size])
            right[gap].append(counts[size][window[-size:]].most_common(1)[0][0] == label)
        limits[k] = {gap: np.mean(right[gap]) for gap in range(11)}
    return limits


def limits_text():
    """The limits as a table: window, gap, share."""
    rows = [f"{k}\t{gap}\t{share:.4f}" for k, by_gap in window_limits().items() for gap, share in by_gap.items()]
    return "\n".join(["window\tgap\tshare", *rows]) + "\n"


FILES = {"race.tsv": race_text, "window_limits.tsv": limits_text}
