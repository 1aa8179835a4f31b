"""Lecture 17: a tagger for your own data: lists of tokens and lists of labels in, a fitted tagger out.

    tagger = Tagger(epochs=10).fit(token_lists, label_lists)
    tagger.predict([["I", "leave", "Beijing", "to", "Xiamen"]])      # [[0, 0, 0, 0, 1]]
    tagger.save("tagger.npz")
    tagger = Tagger.load("tagger.npz")

One bidirectional network (lecture 11) with one output for each kind of label. Each token is seen as four parts: its word, its
first letters, its last letters and its shape, so that a word never met in training still says something.
"""

import hashlib
import io
import json
import os
import pathlib
import zipfile
from itertools import groupby

import numpy as np

from helpers.taught.bidirectional import bidirectional_backward, bidirectional_forward, bidirectional_parameters
from helpers.taught.optimiser import adam_state, adam_step, clip_by_norm, round_weights
from helpers.taught.softmax import softmax, softmax_cross_entropy_gradient
from helpers.taught.tokens import build_vocabulary
from helpers.taught.training import embedding_gradient, make_batches


def token_parts(token):
    """Four ways to see a token: its word, its first three letters, its last three, and its shape. Returns a list of four str.

    The word is read in lower case, digits as 0, and without sentence marks at its end.
    """
    word = "".join("0" if c.isdigit() else c for c in token.lower())
    word = word.rstrip(".,;:!?") or word
    shape = "capital" if token[:1].isupper() else "digits" if "0" in word else "letters" if word[:1].isalpha() else "mark"
    return [word, f"{word[:3]}~", f"~{word[-3:]}", f"<{shape}>"]


def sentence_parts(tokens):
    """`token_parts` of each token; where more than half of the words have a capital, capitals say nothing: all in lower case."""
    words = [token for token in tokens if token[:1].isalpha()]
    if 2 * sum(word[0].isupper() for word in words) > len(words):
        tokens = [token.lower() for token in tokens]
    return [token_parts(token) for token in tokens]


def part_vocabulary(sentences):
    """Ids of all parts of some sentences; if none has a capital, a capital is read as a small letter."""
    rows = [part for tokens in sentences for part in sentence_parts(tokens)]
    vocabulary = build_vocabulary(rows, 10**9)
    vocabulary.setdefault("<capital>", vocabulary.get("<letters>", 1))
    return vocabulary


def encode_parts(tokens, vocabulary):
    """Ids of the parts of the tokens that are read, (T, 4), and which those are, (tokens,) of bool.

    Sentence marks that training never met are not read; a sentence of nothing else is read as it is.
    """
    parts = sentence_parts(tokens)
    read = np.array([part[0] in vocabulary or any(map(str.isalnum, part[0])) for part in parts])
    read = read if read.any() else ~read
    return np.array([[vocabulary.get(part, 1) for part in four] for four, yes in zip(parts, read) if yes]), read


def pad_parts(rows):
    """Rows of (T, 4) ids as one array, (B, T, 4), padded with 0 on the right, and its mask, (B, T) of 0 and 1."""
    T = max(len(ids) for ids in rows)
    mask = (np.arange(T) < np.array([[len(ids)] for ids in rows])).astype(float)
    ids = np.zeros((len(rows), T, 4), int)
    ids[mask > 0] = np.concatenate(rows)
    return ids, mask


def hide_parts(ids, chance, capital, letters, rng):
    """Make a batch harder: hide words, most often rare ones, and read three sentences of ten in lower case.

    ids: (B, T, 4); chance: (N,), how often a word is hidden. A hidden token loses its word and each of its ends in half of the
    cases, never its shape. Returns ids of the same shape.
    """
    hidden = rng.random((*ids.shape[:2], 1)) < chance[ids[:, :, :1]]
    ids = np.where(hidden & (rng.random(ids.shape) < [1, 0.5, 0.5, 0]), 1, ids)
    lower = (rng.random((len(ids), 1)) < 0.3) & (ids[:, :, 3] == capital)
    ids[lower, 3] = letters
    return ids


def tagger_update(rows, targets, network, state, learning_rate, chance, shapes, dropout, rng):
    """One update of a network in place: hide, add the parts up, drop inputs, go back, clip, Adam, round to 6 decimals.

    rows: (T, 4) ids for each sentence; targets: the numbers of its labels; chance: (N,), how often a word is hidden;
    shapes: the ids of <capital> and <letters>; dropout: share of the inputs left out.
    """
    ids, mask = pad_parts(rows)
    y = np.zeros(mask.shape, int)
    y[mask > 0] = np.concatenate(targets)
    ids = hide_parts(ids, chance, *shapes, rng)
    x = network["E"][ids].sum(axis=2)
    keep = (rng.random(x.shape) >= dropout) / (1 - dropout)
    gradients, dx, _ = bidirectional_backward(x * keep, y, mask, network, softmax_cross_entropy_gradient)
    four = np.repeat((dx * keep)[:, :, None], 4, axis=2)
    gradients["E"] = embedding_gradient(ids, four, len(network["E"]))
    clip_by_norm(gradients, 5.0)
    adam_step(network, gradients, state, learning_rate)
    round_weights(network, 6)


def kind_probabilities(rows, networks, batch_size=64):
    """Mean of the networks' probabilities of every kind of label: (T, n_y) for each of `rows`, which hold (T, 4) ids."""
    found, by_length = [None] * len(rows), np.argsort([len(ids) for ids in rows], kind="stable")
    for start in range(0, len(rows), batch_size):
        batch = by_length[start : start + batch_size]
        ids, mask = pad_parts([rows[b] for b in batch])
        p = [softmax(bidirectional_forward(network["E"][ids].sum(axis=2), mask, network)[2]) for network in networks]
        for b, q in zip(batch, np.mean(p, axis=0)):
            found[b] = q[: len(rows[b])]
    return found


def tag_spans(labels):
    """Spans of a row of labels: a set of (start, end, kind), end not included.

    Labels are 0 and 1, bare kinds with "O" outside, or BIO tags, where "B-" always opens a span.
    """
    kinds = [label[2:] if str(label)[:2] in ("B-", "I-") else label for label in labels]
    number = np.cumsum([str(label).startswith("B-") for label in labels])
    spans, start = set(), 0
    for (kind, _), group in groupby(zip(kinds, number)):
        end = start + len(list(group))
        spans |= {(start, end, kind)} if kind not in (0, "O") else set()
        start = end
    return spans


def tag_span_f1(predicted, labels):
    """F1 of whole spans with their kinds, over many sentences; both are lists of rows of labels. 0 if no span is found."""
    pairs = [(tag_spans(ours), tag_spans(theirs)) for ours, theirs in zip(predicted, labels, strict=True)]
    found = sum(len(ours & theirs) for ours, theirs in pairs)
    return 2 * found / max(sum(len(ours) + len(theirs) for ours, theirs in pairs), 1)


def check_sentences(X):
    """Sentences as a list of lists of str: from a list, a generator, a column of a table.

    Raises TypeError: a sentence is no list of str. Raises ValueError: an empty sentence. The message names the row.
    """
    if isinstance(X, str | dict) or not hasattr(X, "__iter__"):
        raise TypeError(f"give a list of sentences, each a list of tokens, not {type(X).__name__}")
    rows = []
    for row, tokens in enumerate(X):
        if isinstance(tokens, str) or not hasattr(tokens, "__iter__"):
            raise TypeError(f"row {row}: a sentence is a list of tokens, not {type(tokens).__name__}: split it first")
        rows.append(list(tokens))
        if not all(isinstance(token, str) for token in rows[-1]):
            raise TypeError(f"row {row}: a token is a str, but here is {rows[-1]!r:.60}")
        if not rows[-1] or not all(token.strip() for token in rows[-1]):
            raise ValueError(f"row {row}: a sentence needs tokens, each with something in it, not {rows[-1]!r:.60}")
    return rows


def check_labels(y, sentences):
    """Labels as lists of int or str, one row for each sentence and one label for each token.

    Raises ValueError: other numbers of rows or labels. Raises TypeError: a label of another type. The message names the row.
    """
    labels = [[getattr(label, "item", lambda label=label: label)() for label in row] for row in y]
    if len(labels) != len(sentences) or not sentences:
        raise ValueError(f"{len(sentences)} sentences and {len(labels)} rows of labels: give one row each, and at least one")
    for row, (tokens, tags) in enumerate(zip(sentences, labels)):
        if len(tokens) != len(tags):
            raise ValueError(f"row {row}: {len(tokens)} tokens but {len(tags)} labels; each token needs one label")
        for tag in tags:
            if not isinstance(tag, int | str):
                raise TypeError(f"row {row}: label {tag!r} is {type(tag).__name__}; use 0 and 1, or tags such as 'B-city'")
    return labels


class TaggerSettings:
    """The settings of a tagger, by name, as scikit-learn wants them.

    n_x, n_a: sizes of input and state; epochs, batch_size, learning_rate: of training; min_updates: of an epoch, where the data
    are few; dropout: share of the inputs left out; hide: a word met n times is hidden with probability hide / (hide + n);
    members: networks whose probabilities are averaged; random_state: the same number, the same tagger.
    """

    def __init__(self, *, n_x=32, n_a=64, epochs=10, batch_size=32, learning_rate=0.01, min_updates=50,
                 dropout=0.2, hide=2.0, members=1, random_state=0):  # fmt: skip
        self.n_x, self.n_a, self.epochs, self.batch_size = n_x, n_a, epochs, batch_size
        self.learning_rate, self.min_updates, self.dropout = learning_rate, min_updates, dropout
        self.hide, self.members, self.random_state = hide, members, random_state

    def get_params(self, deep=True):
        """All settings, by name; `deep` is not used."""
        return {name: value for name, value in vars(self).items() if name != "model_"}

    def set_params(self, **settings):
        """Change settings; they count from the next fit on. Raises ValueError: there is no such setting."""
        for name, value in settings.items():
            if name not in self.get_params():
                raise ValueError(f"there is no setting {name!r}; choose among {', '.join(self.get_params())}")
            setattr(self, name, value)
        return self


def check_settings(settings):
    """Refuse settings, a dictionary, that make no sense. Raises ValueError, with the name of the setting."""
    limits = dict.fromkeys(("n_x", "n_a", "epochs", "batch_size", "min_updates", "members"), (1, 1e9, int | np.integer))
    limits |= {"learning_rate": (1e-9, 1), "dropout": (0, 0.99), "hide": (0, 1e9)}
    for name, (least, most, *kind) in limits.items():
        value = settings[name]
        fits = isinstance(value, kind[0] if kind else int | float | np.number) and not isinstance(value, bool)
        if not (fits and least <= value <= most):
            raise ValueError(f"{name} must be a {'whole ' * len(kind)}number from {least:g} to {most:g}, not {value!r}")


def new_model(sentences, labels):
    """A model without networks: {"classes": labels in order, "vocabulary": of parts, "networks": [], "history": []}."""
    classes = sorted({label for row in labels for label in row}, key=lambda label: (str(type(label)), label))
    return {"classes": classes, "vocabulary": part_vocabulary(sentences), "networks": [], "history": []}


def predicted_labels(model, sentences):
    """The most probable label of each token, a list for each sentence, and the probabilities, (tokens, n_y) each.

    A mark that is not read gets the label outside of all spans, "O" or 0, with probability 1.
    """
    classes, encoded = model["classes"], [encode_parts(tokens, model["vocabulary"]) for tokens in sentences]
    outside = next((classes.index(label) for label in ("O", 0) if label in classes), 0)
    probabilities = [np.eye(len(classes))[[outside] * len(read)] for _, read in encoded]
    for p, (_, read), q in zip(probabilities, encoded, kind_probabilities([ids for ids, _ in encoded], model["networks"])):
        p[read] = q
    return [[classes[k] for k in p.argmax(axis=1)] for p in probabilities], probabilities


def dev_record(model, sentences, labels):
    """How a model does on dev data: {"loss": mean of -log p of the right label, "dev_f1": F1 of spans}."""
    predicted, probabilities = predicted_labels(model, sentences)
    number = {label: k for k, label in enumerate(model["classes"])}
    p = [q[number[label]] if label in number else 0 for rows, row in zip(probabilities, labels) for q, label in zip(rows, row)]
    return {"loss": float(-np.mean(np.log(np.maximum(p, 1e-12)))), "dev_f1": tag_span_f1(predicted, labels)}


def train_member(model, sentences, labels, dev, settings, rng, progress):
    """Train one network more, and add it to the model as it was after the epoch that did best on dev.

    dev: (sentences, labels); settings: a dictionary; rng: np.random.Generator; progress: wraps the range of epochs. Each epoch
    adds a line to model["history"].
    """
    s, vocabulary, number = settings, model["vocabulary"], {label: k for k, label in enumerate(model["classes"])}
    encoded = [encode_parts(tokens, vocabulary) for tokens in sentences]
    rows, N = [ids for ids, _ in encoded], max(vocabulary.values()) + 1
    targets = [np.array([number[label] for label in row])[read] for row, (_, read) in zip(labels, encoded)]
    network = bidirectional_parameters(s["n_x"], s["n_a"], len(number), int(rng.integers(2**31)))
    network["E"] = rng.normal(0, 0.3, (N, s["n_x"]))
    counts = np.bincount(np.concatenate(rows)[:, 0], minlength=N)
    chance = 0.03 + 0.97 * s["hide"] / np.maximum(s["hide"] + counts, 1)
    shapes = vocabulary["<capital>"], vocabulary.get("<letters>", 1)
    state, best = adam_state(network), -1.0
    for epoch in progress(range(s["epochs"])):
        updates, rate = 0, s["learning_rate"] * (1 - epoch / s["epochs"])
        while updates < s["min_updates"]:
            for batch in make_batches([len(ids) for ids in rows], s["batch_size"], rng):
                some, wanted = ([lists[b] for b in batch] for lists in (rows, targets))
                tagger_update(some, wanted, network, state, rate, chance, shapes, s["dropout"], rng)
                updates += 1
        now = {name: value.copy() for name, value in network.items()}
        record = dev_record(model | {"networks": [now]}, *dev)
        model["history"].append({"epoch": epoch + 1} | record)
        if record["dev_f1"] >= best:
            best, kept = record["dev_f1"], now
    model["networks"].append(kept)


def write_model(path, settings, model):
    """Store a model: an .npz file of arrays and JSON, then its SHA-256. It is written beside its place and then renamed."""
    about = {name: value for name, value in model.items() if name != "networks"} | {"settings": settings}
    arrays = {f"{k} {name}": value for k, network in enumerate(model["networks"]) for name, value in network.items()}
    text = json.dumps(about, default=lambda value: value.item() if isinstance(value, np.generic) else None)
    data, path = io.BytesIO(), pathlib.Path(path)
    np.savez_compressed(data, about=np.frombuffer(text.encode(), np.uint8), **arrays)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data.getvalue() + hashlib.sha256(data.getvalue()).digest())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read_model(path):
    """Read what `write_model` stored: the settings and the model. Raises ValueError: the file is no tagger, or it is damaged."""
    data = pathlib.Path(path).read_bytes()
    if hashlib.sha256(data[:-32]).digest() != data[-32:]:
        raise ValueError(f"{path} is no tagger, or it is damaged: store the tagger again with save")
    try:
        with np.load(io.BytesIO(data[:-32]), allow_pickle=False) as stored:
            model, networks = json.loads(stored["about"].tobytes()), {}
            for name in set(stored.files) - {"about"}:
                networks.setdefault(name.split()[0], {})[name.split()[1]] = stored[name]
        settings, model["networks"] = model.pop("settings"), [networks[key] for key in sorted(networks, key=int)]
        refuse_misfits(model, settings)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} holds no whole tagger ({error}): store the tagger again with save") from None
    return settings, model


def refuse_misfits(model, settings):
    """Raise ValueError or KeyError if a model lacks a part, or if a weight is no number or does not fit."""
    check_settings(settings)
    sizes = settings["n_x"], settings["n_a"], len(model["classes"])
    wanted = {name: value.shape for name, value in bidirectional_parameters(*sizes, 0).items()}
    wanted["E"] = (max(model["vocabulary"].values()) + 1, settings["n_x"])
    for network in model["networks"]:
        if {name: value.shape for name, value in network.items()} != wanted:
            raise ValueError("the weights do not fit the settings")
        if not all(np.isfinite(value).all() for value in network.values()):
            raise ValueError("a weight is no number")
    if len(model["networks"]) != settings["members"] or not model["history"]:
        raise ValueError("a network or the history is missing")


class Tagger(TaggerSettings):
    """Finds spans in sentences: fit on lists of tokens and lists of labels, then predict, score, save or load.

    Labels are 0 and 1, or tags such as "B-city", "I-city" and "O", of any number of kinds. Settings: see `TaggerSettings`.
    Raises ValueError or TypeError: bad rows, by number; settings that make no sense; not fitted yet.
    """

    def fit(self, X, y, dev=None, progress=iter):
        """X: sentences, lists of str; y: rows of labels; dev: (X, y), a tenth of the data if not given; progress: such as tqdm.

        Only a complete fit replaces an earlier one. Returns self.
        """
        settings, sentences = self.get_params(), check_sentences(X)
        labels, rng = check_labels(y, sentences), np.random.default_rng(self.random_state)
        check_settings(settings)
        if dev is None:
            order, size = rng.permutation(len(sentences)), min(len(sentences) // 10, 400)
            dev = [[rows[k] for k in order[: size or None]] for rows in (sentences, labels)]
            sentences, labels = ([rows[k] for k in order[size:]] for rows in (sentences, labels))
        held_out = check_sentences(dev[0])
        dev, model = (held_out, check_labels(dev[1], held_out)), new_model(sentences, labels)
        for _ in range(self.members):
            train_member(model, sentences, labels, dev, settings, rng, progress)
        self.model_ = model
        return self

    def predict(self, X):
        """The most probable label of each token, a list for each sentence."""
        return predicted_labels(self.fitted(), check_sentences(X))[0]

    def predict_proba(self, X):
        """The probability of each label at each token, (T, n_y) for each sentence; columns in the order of `classes_`."""
        return predicted_labels(self.fitted(), check_sentences(X))[1]

    def score(self, X, y):
        """F1 of whole spans with their kinds."""
        sentences = check_sentences(X)
        return tag_span_f1(self.predict(sentences), check_labels(y, sentences))

    def save(self, path):
        """Store the tagger in a file; an earlier file stays until the new one is complete."""
        write_model(path, self.get_params(), self.fitted())

    @classmethod
    def load(cls, path):
        """The tagger of a file. Raises ValueError: the file is no tagger, or it is damaged."""
        settings, model = read_model(path)
        tagger = cls(**settings)
        tagger.model_ = model
        return tagger

    def fitted(self):
        """What fit found. Raises ValueError: not fitted yet."""
        if "model_" not in vars(self):
            raise ValueError("this tagger is not fitted yet: call fit first, or Tagger.load")
        return self.model_

    @property
    def classes_(self):
        """All labels, in the order of the columns of `predict_proba`."""
        return self.fitted()["classes"]

    @property
    def history_(self):
        """One dictionary an epoch: its number, the mean loss and the span F1 on dev after it."""
        return self.fitted()["history"]

    def __repr__(self):
        standard = TaggerSettings().get_params()
        changed = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items() if value != standard[name])
        if "model_" not in vars(self):
            return f"Tagger({changed}), not fitted yet"
        best = max(row["dev_f1"] for row in self.history_)
        return f"Tagger({changed}), {len(self.classes_)} labels, {len(self.model_['vocabulary']):,} parts, dev span F1 {best:.3f}"
