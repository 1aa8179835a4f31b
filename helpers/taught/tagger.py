"""Lecture 17: a tagger for your own data: lists of tokens and labels 0 or 1 in, a fitted tagger out.

    tagger = Tagger().fit(token_lists, label_lists)
    tagger.predict([["I", "leave", "Beijing", "to", "Xiamen"]])      # [[0, 0, 0, 0, 1]]
    tagger.save("tagger.npz")
    tagger = Tagger.load("tagger.npz")

It is built from the pieces of lectures 01 and 08 to 11. Each token is seen as four parts, its word, first letters,
last letters and shape, so that a word it has never met still says something. Several small networks, each with
two readers, vote. With dtype="float64" the weights are rounded after each update and come out the same on every
computer; "float32" is faster and does not promise that.
"""

import json
from itertools import groupby
from zipfile import BadZipFile

import numpy as np

from helpers.taught.loss import pad_batch
from helpers.taught.rnn import initial_parameters, logistic
from helpers.taught.rnn_fast import FastRNN, FlatAdam, input_gradient, loss_from_logits, pack_parameters, plan_batch
from helpers.taught.tokens import build_vocabulary
from helpers.taught.training import embedding_gradient, make_batches, span_f1

SETTINGS = {
    "n_x": 32, "n_a": 64, "bidirectional": True, "members": 3, "epochs": 20, "patience": 5, "min_updates": 100,
    "batch_size": 32, "learning_rate": 0.01, "hide_words": 0.05, "drop_inputs": 0.2, "seed": 0, "dtype": "float64",
}  # fmt: skip


def check_sentences(token_lists, where=""):
    """Refuse what is no list of sentences; the message names the row.

    Raises TypeError: a sentence is no list, a token no str. Raises ValueError: an empty sentence.
    """
    if isinstance(token_lists, str):
        raise TypeError("give a list of sentences, each a list of tokens, not one str: split it first")
    for row, tokens in enumerate(token_lists):
        if not isinstance(tokens, list | tuple | np.ndarray):
            raise TypeError(f"{where}row {row}: a sentence is a list of tokens, not {type(tokens).__name__}: split it first")
        if len(tokens) == 0:
            raise ValueError(f"{where}row {row}: empty sentence; leave it out, with its labels")
        for token in tokens:
            if not isinstance(token, str):
                raise TypeError(f"{where}row {row}: token {token!r} is {type(token).__name__}, not str; convert it first")


def check_labels(token_lists, label_lists, where=""):
    """Refuse labels that do not fit the sentences; the message names the row.

    Raises ValueError: no sentence, other numbers of rows or labels, a label that is neither 0 nor 1.
    """
    if len(token_lists) == 0:
        raise ValueError("no sentence at all; give at least one, better a few hundred")
    if len(token_lists) != len(label_lists):
        raise ValueError(f"{len(token_lists)} sentences but {len(label_lists)} rows of labels; give one row each")
    for row, (tokens, labels) in enumerate(zip(token_lists, label_lists)):
        if len(tokens) != len(labels):
            raise ValueError(f"{where}row {row}: {len(tokens)} tokens but {len(labels)} labels; each token needs one label")
        for label in labels:
            if label not in (0, 1):
                raise ValueError(f"{where}row {row}: label {label!r}; use 1 on the words to find and 0 elsewhere")


def token_parts(token):
    """Four ways to see a token: lower-case word, first three letters, last three, and shape.

    The shape of Beijing is Xx, of NYC X, of 15th 9x. Returns a list of four str.
    """
    word = token.lower()
    kinds = ["X" if c.isupper() else "x" if c.islower() else "9" if c.isdigit() else c for c in token]
    return [word, word[:3], word[-3:], "".join(kind for kind, _ in groupby(kinds))]


def part_vocabularies(token_lists, size=20_000):
    """One vocabulary for each of the four parts, from `build_vocabulary`; token_lists: list of lists of str."""
    parts = [token_parts(token) for tokens in token_lists for token in tokens]
    return [build_vocabulary([list(column)], size) for column in zip(*parts)]


def first_ids(vocabularies):
    """Where the ids of each part begin if all parts share one lookup table: (4,) of int."""
    return np.cumsum([0, *map(len, vocabularies[:-1])])


def encode_parts(tokens, vocabularies):
    """Ids of the four parts of each token, <unk> where a part is unknown: (T, 4) of int."""
    rows = [[v.get(part, v["<unk>"]) for part, v in zip(token_parts(t), vocabularies)] for t in tokens]
    return np.array(rows) + first_ids(vocabularies)


def hide_words(ids, vocabularies, rate, rng):
    """Make a share of the words unknown, so that the network learns to live with unknown words.

    ids: (tokens, 4). A hidden token loses its word, each of its two ends in half the cases, never its shape.
    """
    unknown = first_ids(vocabularies) + 1
    hidden = rng.random((len(ids), 1)) < rate
    return np.where(hidden & (rng.random(ids.shape) < [1, 0.5, 0.5, 0]), unknown, ids)


def plan_readers(readers, lengths):
    """One plan for each reader; the second reads from the right.

    Each plan also gets `token`, the sentence and position of the real tokens in the order of the first reader, and
    `order`, the order in which its own reader meets them.
    """
    plans = [plan_batch(reader, lengths) for reader in readers]
    token = plans[0].sentence, plans[0].position
    number = np.zeros((len(lengths), max(lengths)), int)
    number[token] = np.arange(len(token[0]))
    mirrored = number[token[0], lengths[token[0]] - 1 - token[1]]
    for plan, order in zip(plans, (number[token], mirrored)):
        plan.order, plan.token = order, token
    return plans


def split_flat(flat, shapes):
    """Views of one flat vector, one after the other, with the given shapes (a list of pairs)."""
    edges = np.cumsum([rows * columns for rows, columns in shapes])[:-1]
    return [part.reshape(shape) for part, shape in zip(np.split(flat, edges), shapes)]


class TaggerWeights:
    """Lookup table E and one or two readers; all weights in one flat vector, all gradients in another.

    N: number of ids; n_x, n_a: sizes of input and state; readers: 1 or 2; seed, dtype: of the random weights.
    """

    def __init__(self, N, n_x, n_a, readers, seed, dtype):
        shapes = [(N, n_x)] + [(n_x + 1 + n_a, n_a + 1)] * readers
        self.weights, self.gradient = np.zeros((2, sum(n * m for n, m in shapes)), dtype)
        self.E, *Ws = split_flat(self.weights, shapes)
        self.dE, *Gs = split_flat(self.gradient, shapes)
        self.E[...] = np.random.default_rng(seed).normal(0, 0.3, self.E.shape)
        for k, W in enumerate(Ws):
            W[...] = pack_parameters(initial_parameters(n_x, n_a, 1, [seed, k]))
        self.readers = [FastRNN(W, G, n_x) for W, G in zip(Ws, Gs)]


class TaggerNetwork(TaggerWeights):
    """Forward and backward of `TaggerWeights`: o, (tokens, 1), and every gradient.

    ids: (tokens, parts) of int; plans: from `plan_readers`; keep: (tokens, n_x), what dropout keeps of an input.
    """

    def forward(self, ids, plans, keep=1):
        x = self.E[ids].sum(axis=1) * keep
        return sum(reader.forward(x[p.order], p)[p.order] for reader, p in zip(self.readers, plans))

    def backward(self, ids, plans, do, keep=1):
        dx = 0
        for reader, p in zip(self.readers, plans):
            reader.backward(do[p.order], p)
            dx = dx + input_gradient(reader, p)[p.order]
        dx = np.broadcast_to((dx * keep)[:, None], (*ids.shape, dx.shape[1]))
        self.dE[...] = embedding_gradient(ids, dx, len(self.E))


def new_network(vocabularies, settings, member):
    """The network of one member, with random weights of its own."""
    s, readers = settings, 2 if settings["bidirectional"] else 1
    N = sum(map(len, vocabularies))
    return TaggerNetwork(N, s["n_x"], s["n_a"], readers, [s["seed"], member], s["dtype"])


def hide_and_drop(ids, vocabularies, settings, rng):
    """Make a batch harder: hide words, and drop some numbers of each input (dropout; Srivastava et al., 2014).

    ids: (tokens, 4). Returns ids of the same shape and keep, (tokens, n_x): 0 where an input is dropped, else a
    factor a little above 1, so that the mean of an input stays.
    """
    seen = hide_words(ids, vocabularies, settings["hide_words"], rng)
    kept = rng.random((len(seen), settings["n_x"])) >= settings["drop_inputs"]
    return seen, (kept / (1 - settings["drop_inputs"])).astype(settings["dtype"])


def clip_flat(gradient, max_norm=5.0):
    """`clip_by_norm` for one flat vector, in place."""
    gradient *= min(1, max_norm / max(np.sqrt(np.dot(gradient, gradient)), 1e-12))


def tagger_update(network, adam, ids, labels, vocabularies, settings, rng):
    """One update on one batch: hide words, drop inputs, forward, backward, clip, Adam, round.

    ids: list of (T, 4), labels: list of lists of 0 and 1. Returns the loss.
    """
    x, y, _ = pad_batch(ids, labels)
    plans = plan_readers(network.readers, np.array([len(row) for row in ids]))
    seen, keep = hide_and_drop(x[plans[0].token], vocabularies, settings, rng)
    loss, do = loss_from_logits(network.forward(seen, plans, keep), y[plans[0].token])
    network.backward(seen, plans, do, keep)
    clip_flat(network.gradient)
    adam.step(network.weights, network.gradient, settings["learning_rate"])
    if settings["dtype"] == "float64":
        np.round(network.weights, 8, out=network.weights)
    return loss


def network_logits(network, ids, batch_size=64):
    """Outputs before the logistic function, one array (T,) for each sentence; ids: list of (T, 4)."""
    logits = [None] * len(ids)
    by_length = sorted(range(len(ids)), key=lambda row: len(ids[row]))
    for start in range(0, len(ids), batch_size):
        rows = by_length[start : start + batch_size]
        plans = plan_readers(network.readers, np.array([len(ids[row]) for row in rows]))
        x, o, _ = pad_batch([ids[row] for row in rows], [np.zeros(len(ids[row])) for row in rows])
        o[plans[0].token] = network.forward(x[plans[0].token], plans)
        for b, row in enumerate(rows):
            logits[row] = o[b, : len(ids[row]), 0]
    return logits


def labels_from_logits(logits):
    """Labels 0 and 1, as lists of int: 1 where the probability is above one half."""
    return [(o > 0).astype(int).tolist() for o in logits]


def dev_score(network, dev):
    """How good a network is on dev, (list of ids, list of labels): (span F1, minus loss), the larger the better."""
    logits = network_logits(network, dev[0])
    loss, _ = loss_from_logits(np.concatenate(logits)[:, None], np.concatenate(dev[1])[:, None] * 1)
    return span_f1(labels_from_logits(logits), dev[1]), -loss


def epoch_batches(sentences, settings, rng):
    """Batches of one epoch: once over the data, or as often as min_updates batches need if the data are few."""
    lengths, batches = [len(ids) for ids in sentences], []
    while len(batches) < settings["min_updates"] or not batches:
        batches += make_batches(lengths, settings["batch_size"], rng)
    return batches


def train_epoch(network, average, adam, train, vocabularies, settings, rng):
    """One pass over train, (list of ids, list of labels); average follows the weights, slower and slower."""
    for batch in epoch_batches(train[0], settings, rng):
        ids, labels = ([rows[b] for b in batch] for rows in train)
        tagger_update(network, adam, ids, labels, vocabularies, settings, rng)
        average.weights += (network.weights - average.weights) * max(0.005, 10 / (adam.steps + 10))


def train_member(train, dev, vocabularies, settings, member, progress=iter):
    """Train one network, member by number; a slow average of its weights is judged on dev after each epoch.

    train, dev: (list of ids, list of labels). After `patience` epochs without a better `dev_score` it stops.
    Returns a network with the averaged weights that did best.
    """
    network, average = (new_network(vocabularies, settings, member) for _ in range(2))
    rng, adam = np.random.default_rng([settings["seed"], member]), FlatAdam(len(network.weights), settings["dtype"])
    best, best_score, waited = None, (-1.0, 0.0), 0
    for _ in progress(range(settings["epochs"])):
        train_epoch(network, average, adam, train, vocabularies, settings, rng)
        score = dev_score(average, dev)
        waited += 1
        if score > best_score:
            best, best_score, waited = np.round(average.weights, 8), score, 0
        if waited == settings["patience"]:
            break
    average.weights[...] = best
    return average


def hold_out(token_lists, label_lists, seed):
    """Keep a tenth of the sentences, at most 400, out of training: returns (train, dev), each (tokens, labels).

    With fewer than ten sentences dev is train.
    """
    order = np.random.default_rng(seed).permutation(len(token_lists))
    size = min(len(order) // 10, 400)
    parts = order[size:], order[:size] if size else order
    return [([token_lists[row] for row in part], [label_lists[row] for row in part]) for part in parts]


def check_setting(name, value):
    """Refuse an unknown setting or a value that makes no sense. Raises ValueError."""
    if name not in SETTINGS:
        raise ValueError(f"there is no setting {name!r}; choose among {', '.join(SETTINGS)}")
    if type(value) is not type(SETTINGS[name]):
        raise ValueError(f"{name} must be like {SETTINGS[name]!r}, not {value!r}")
    if isinstance(value, int) and name not in ("seed", "bidirectional") and value < 1:
        raise ValueError(f"{name} must be 1 or more, not {value}")
    if isinstance(value, float) and not 0 <= value < 1:
        raise ValueError(f"{name} must be at least 0 and less than 1, not {value}")
    if name == "dtype" and value not in ("float32", "float64"):
        raise ValueError(f"dtype must be 'float32' or 'float64', not {value!r}")


def check_settings(settings):
    """Fill up settings with their defaults. Raises ValueError: as `check_setting`."""
    for name, value in settings.items():
        check_setting(name, value)
    return SETTINGS | settings


def prepare_data(token_lists, label_lists, dev, seed):
    """Check the data, hold out a dev split if none is given, make vocabularies of the training part, encode.

    Returns vocabularies, train, dev; the last two are (list of ids, list of labels).
    """
    check_sentences(token_lists)
    check_labels(token_lists, label_lists)
    train = token_lists, label_lists
    if dev is None:
        train, dev = hold_out(token_lists, label_lists, seed)
    check_sentences(dev[0], "dev ")
    check_labels(*dev, "dev ")
    vocabularies = part_vocabularies(train[0])
    encoded = [([encode_parts(tokens, vocabularies) for tokens in part[0]], part[1]) for part in (train, dev)]
    return vocabularies, *encoded


def check_fitted(networks):
    """Refuse a tagger without networks. Raises ValueError."""
    if not networks:
        raise ValueError("this tagger knows nothing yet: call fit first, or Tagger.load")


def write_tagger(path, settings, vocabularies, networks):
    """Store a tagger in one .npz file: the weights, and everything else as JSON; nothing in it is code."""
    check_fitted(networks)
    about = json.dumps({"settings": settings, "vocabularies": [list(v) for v in vocabularies]})
    weights = {f"weights_{member}": network.weights for member, network in enumerate(networks)}
    with open(path, "wb") as file:
        np.savez(file, about=np.frombuffer(about.encode(), np.uint8), **weights)


def stored_networks(stored, settings, vocabularies):
    """The networks of a stored tagger; stored: what np.load returns."""
    networks = [new_network(vocabularies, settings, member) for member in range(settings["members"])]
    for member, network in enumerate(networks):
        np.copyto(network.weights, stored[f"weights_{member}"].reshape(network.weights.shape))
    return networks


def read_tagger(path):
    """Read what `write_tagger` stored. Returns settings, vocabularies, networks.

    Raises FileNotFoundError: no such file. Raises ValueError: the file is no tagger, or it is damaged.
    """
    with open(path, "rb") as file:
        try:
            stored = np.load(file, allow_pickle=False)
            about = json.loads(stored["about"].tobytes())
            settings = check_settings(about["settings"])
            vocabularies = [{part: i for i, part in enumerate(parts)} for parts in about["vocabularies"]]
            return settings, vocabularies, stored_networks(stored, settings, vocabularies)
        except (ValueError, KeyError, TypeError, IndexError, EOFError, BadZipFile) as error:
            raise ValueError(f"{path} is no tagger, or it is damaged ({error}); make it with save") from error


class Tagger:
    """Finds words in sentences: fit on lists of tokens and lists of labels 0 or 1, then predict, save or load.

    Settings, by name: n_x and n_a (sizes of input and state), bidirectional (False: reads from the left only),
    members (networks that vote), epochs, patience (epochs without progress), min_updates (of an epoch, if the data
    are few), batch_size, learning_rate, hide_words and drop_inputs (shares), seed, dtype.
    fit: dev is (token_lists, label_lists), a tenth of the sentences if not given; progress wraps the epochs of each
    member, for example tqdm. predict: lists of 0 and 1; predict_probability: one array (T,) for each sentence.
    Raises ValueError or TypeError: bad rows, by number; settings that make no sense; not fitted yet.
    """

    def __init__(self, **settings):
        self.settings, self.vocabularies, self.networks = check_settings(settings), None, []

    def fit(self, token_lists, label_lists, dev=None, progress=iter):
        self.vocabularies, *data = prepare_data(token_lists, label_lists, dev, self.settings["seed"])
        members, v = range(self.settings["members"]), self.vocabularies
        self.networks = [train_member(*data, v, self.settings, member, progress) for member in members]
        return self

    def predict_probability(self, token_lists):
        check_sentences(token_lists)
        check_fitted(self.networks)
        ids = [encode_parts(tokens, self.vocabularies) for tokens in token_lists]
        votes = zip(*(network_logits(network, ids) for network in self.networks))
        return [np.mean(logistic(np.array(vote)), axis=0) for vote in votes]

    def predict(self, token_lists):
        return [(y_hat > 0.5).astype(int).tolist() for y_hat in self.predict_probability(token_lists)]

    def save(self, path):
        write_tagger(path, self.settings, self.vocabularies, self.networks)

    @classmethod
    def load(cls, path):
        tagger = cls()
        tagger.settings, tagger.vocabularies, tagger.networks = read_tagger(path)
        return tagger
