"""Lecture 17: a tagger for your own data: lists of tokens and lists of labels in, a fitted tagger out.

    tagger = Tagger(epochs=10).fit(token_lists, label_lists)
    tagger.predict([["I", "leave", "Beijing", "to", "Xiamen"]])      # [[0, 0, 0, 0, 1]]
    tagger.save("tagger.npz")
    tagger = Tagger.load("tagger.npz")

One network with two readers (lectures 11 and 11a). Each token is seen as four parts: its word, first letters, last letters
and shape, so that a word never met in training still says something.
"""

import hashlib
import io
import json
import os
import pathlib
import zipfile
from itertools import groupby
from types import SimpleNamespace

import numpy as np

from helpers.taught.rnn import initial_parameters
from helpers.taught.rnn_fast import FastRNN, FlatAdam, input_gradient, pack_parameters, plan_batch
from helpers.taught.softmax import softmax
from helpers.taught.tokens import build_vocabulary
from helpers.taught.training import embedding_gradient, make_batches


def token_parts(token):
    """Four ways to see a token: the word in lower case, its first three letters, its last three, and its shape.

    Each digit is read as 0; sentence marks at the end of a word do not count. Returns a list of four str.
    """
    word = "".join("0" if c.isdigit() else c for c in token.lower())
    word = word.rstrip(".,;:!?") or word
    shape = "capital" if token[:1].isupper() else "digits" if "0" in word else "letters" if word[0].isalpha() else "mark"
    return [word, f"{word[:3]}~", f"~{word[-3:]}", f"<{shape}>"]


def sentence_parts(tokens):
    """`token_parts` of each token; where more than half of the words have a capital, capitals say nothing: read in lower case."""
    words = [token for token in tokens if token[:1].isalpha()]
    if 2 * sum(word[0].isupper() for word in words) > len(words):
        tokens = [token.lower() for token in tokens]
    return [token_parts(token) for token in tokens]


def read_or_not(parts, vocabulary):
    """True for each token that the network reads: all but the marks that training never met.

    parts: from `sentence_parts`. A sentence of nothing else is read as it is. Returns an array of bool.
    """
    reads = np.array([part[0] in vocabulary or any(map(str.isalnum, part[0])) for part in parts])
    return reads if reads.any() else ~reads


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


def check_sentences(sentences):
    """Sentences as a list of lists of str: from a list, a generator, a column of a table.

    Raises TypeError: a sentence is no list of str. Raises ValueError: an empty sentence. The message names the row.
    """
    if isinstance(sentences, str | dict) or not hasattr(sentences, "__iter__"):
        raise TypeError(f"give a list of sentences, each a list of tokens, not {type(sentences).__name__}")
    rows = []
    for row, tokens in enumerate(sentences):
        if isinstance(tokens, str) or not hasattr(tokens, "__iter__"):
            raise TypeError(f"row {row}: a sentence is a list of tokens, not {type(tokens).__name__}: split it first")
        rows.append(list(tokens))
        if not rows[-1] or not all(isinstance(token, str) and token.strip() for token in rows[-1]):
            kind = TypeError if rows[-1] and not all(isinstance(token, str) for token in rows[-1]) else ValueError
            raise kind(f"row {row}: a sentence needs tokens, each a str with something in it, not {rows[-1]!r:.60}")
    return rows


def check_labels(rows, label_lists):
    """Labels as lists of int or str, one row for each of rows and one label for each token.

    Raises ValueError: other numbers of rows or labels. Raises TypeError: a label of another type. The message names the row.
    """
    labels = [[getattr(label, "item", lambda label=label: label)() for label in row] for row in label_lists]
    if len(rows) != len(labels) or not rows:
        raise ValueError(f"{len(rows)} sentences and {len(labels)} rows of labels: give one row each, and at least one")
    for row, (tokens, tags) in enumerate(zip(rows, labels)):
        if len(tokens) != len(tags):
            raise ValueError(f"row {row}: {len(tokens)} tokens but {len(tags)} labels; each token needs one label")
        for tag in tags:
            if not isinstance(tag, int | str):
                raise TypeError(f"row {row}: label {tag!r} is {type(tag).__name__}; use 0 and 1, or tags such as 'B-city'")
    return labels


def split_flat(flat, shapes):
    """Views of one flat vector, one after the other, with the given shapes (a list of pairs)."""
    edges = np.cumsum([rows * columns for rows, columns in shapes])[:-1]
    return [part.reshape(shape) for part, shape in zip(np.split(flat, edges), shapes)]


class TaggerNetwork:
    """Lookup table E and two fast networks, one a direction; all weights in one flat vector, all gradients in another.

    weights: flat; sizes: (N, n_x, n_a, n_y). The buffers belong to this object: each thread makes its own.
    """

    def __init__(self, weights, sizes):
        N, n_x, n_a, n_y = sizes
        shapes = [(N, n_x)] + 2 * [(n_x + 1 + n_a, n_a + n_y)]
        self.weights, self.gradient = weights, np.zeros_like(weights)
        self.E, *Ws = split_flat(weights, shapes)
        self.dE, *Gs = split_flat(self.gradient, shapes)
        self.readers = [FastRNN(W, G, n_x) for W, G in zip(Ws, Gs)]

    def forward(self, ids, plans, keep=1):
        """Scores o of every kind, (tokens, n_y). ids: (tokens, 4); keep: what dropout keeps of an input."""
        x = self.E[ids].sum(axis=1) * keep
        return sum(reader.forward(x[p.order], p)[p.order] for reader, p in zip(self.readers, plans))

    def backward(self, ids, plans, do, keep=1):
        """The gradient of every weight, from do: (tokens, n_y)."""
        dx = 0
        for reader, p in zip(self.readers, plans):
            reader.backward(do[p.order], p)
            dx = dx + input_gradient(reader, p)[p.order]
        dx = np.repeat((dx * keep)[:, None], ids.shape[1], axis=1)
        self.dE[...] = embedding_gradient(ids, dx, len(self.E))


def plan_readers(network, lengths):
    """A plan for each reader; `order` is the order in which it meets the tokens: the second one reads from the right."""
    plans = [plan_batch(reader, lengths) for reader in network.readers]
    token = plans[0].sentence, plans[0].position
    number = np.zeros((len(lengths), max(lengths)), int)
    number[token] = np.arange(len(token[0]))
    mirrored = number[token[0], lengths[token[0]] - 1 - token[1]]
    for plan, order in zip(plans, (number[token], mirrored)):
        plan.order, plan.token = order, token
    return plans


def start_weights(sizes, rng):
    """Random weights of a `TaggerNetwork` in one flat vector."""
    N, n_x, n_a, n_y = sizes
    readers = [pack_parameters(initial_parameters(n_x, n_a, n_y, rng)).ravel() for _ in range(2)]
    return np.concatenate([rng.normal(0, 0.3, N * n_x), *readers])


def encode_sentence(tokens, vocabulary):
    """Ids of the four parts of each token that is read, (T, 4) of int, and which those are, an array of bool."""
    parts = sentence_parts(tokens)
    reads = read_or_not(parts, vocabulary)
    ids = [[vocabulary.get(part, 1) for part in four] for four, read in zip(parts, reads) if read]
    return np.array(ids), reads


def part_vocabulary(sentences):
    """Ids of all parts of some sentences; if none has a capital, a capital is read as a small letter."""
    rows = [part for tokens in sentences for part in sentence_parts(tokens)]
    vocabulary = build_vocabulary(rows, 10**9)
    letters = vocabulary.setdefault("<letters>", 1)
    vocabulary.setdefault("<capital>", letters)
    return vocabulary


def hide_parts(ids, sentence, vocabulary, chance, rng):
    """Make a batch harder: hide words, most often rare ones, and read three sentences of ten in lower case.

    ids: (tokens, 4); sentence: (tokens,); chance: (N,), how often a word is hidden. A hidden token loses its word, each of its
    two ends in half of the cases, never its shape. Returns ids of the same shape.
    """
    hidden = rng.random((len(ids), 1)) < chance[ids[:, :1]]
    ids = np.where(hidden & (rng.random(ids.shape) < [1, 0.5, 0.5, 0]), 1, ids)
    lower = (rng.random(sentence.max() + 1) < 0.3)[sentence] & (ids[:, 3] == vocabulary["<capital>"])
    ids[lower, 3] = vocabulary["<letters>"]
    return ids


def tagger_update(network, adam, batch, vocabulary, chance, learning_rate, dropout, rng):
    """One update on batch, a list of (ids, y): hide, drop inputs, forward, backward, clip, Adam, round. Returns the loss."""
    plans = plan_readers(network, np.array([len(ids) for ids, _ in batch]))
    sentence, position = plans[0].token
    starts = np.cumsum([0] + [len(ids) for ids, _ in batch])
    ids, y = (np.concatenate(rows)[starts[sentence] + position] for rows in zip(*batch))
    ids = hide_parts(ids, sentence, vocabulary, chance, rng)
    keep = (rng.random((len(ids), network.E.shape[1])) >= dropout) / (1 - dropout)
    p, rows = softmax(network.forward(ids, plans, keep)), np.arange(len(ids))
    loss = -np.log(p[rows, y] + 1e-300).mean()
    p[rows, y] -= 1
    network.backward(ids, plans, p / len(ids), keep)
    network.gradient *= min(1, 5 / max(np.linalg.norm(network.gradient), 1e-12))
    adam.step(network.weights, network.gradient, learning_rate)
    np.round(network.weights, 6, out=network.weights)
    return loss


def kind_probabilities(network, rows, batch_size=64):
    """Probabilities of every kind for each token: one array (T, n_y) for each of rows, which are (T, 4) ids."""
    found, by_length = [None] * len(rows), np.argsort([len(ids) for ids in rows], kind="stable")
    for start in range(0, len(rows), batch_size):
        batch = by_length[start : start + batch_size]
        plans = plan_readers(network, np.array([len(rows[b]) for b in batch]))
        sentence, position = plans[0].token
        p = np.zeros((len(batch), max(len(rows[b]) for b in batch), network.readers[0].W.shape[1] - network.readers[0].n_a))
        starts = np.cumsum([0] + [len(rows[b]) for b in batch])
        ids = np.concatenate([rows[b] for b in batch])[starts[sentence] + position]
        p[sentence, position] = softmax(network.forward(ids, plans))
        for k, b in enumerate(batch):
            found[b] = p[k, : len(rows[b])]
    return found


def prepare(X, y, dev, rng):
    """Check the data; keep a tenth of it out of training, at most 400 sentences, if no dev data are given.

    Returns train and dev, each a list of (tokens, labels). With fewer than ten sentences dev is train.
    """
    sentences = check_sentences(X)
    data = list(zip(sentences, check_labels(sentences, y)))
    if dev is not None:
        sentences = check_sentences(dev[0])
        return data, list(zip(sentences, check_labels(sentences, dev[1])))
    order, size = rng.permutation(len(data)), min(len(data) // 10, 400)
    return [data[k] for k in order[size:]], [data[k] for k in order[: size or None]]


def predicted_labels(model, sentences):
    """The most probable label of each token, and all probabilities, of checked sentences, for a fitted model."""
    encoded = [encode_sentence(tokens, model.vocabulary) for tokens in sentences]
    outside = next((model.classes.index(label) for label in ("O", 0) if label in model.classes), 0)
    votes = [kind_probabilities(TaggerNetwork(weights, model.sizes), [ids for ids, _ in encoded]) for weights in model.weights]
    probabilities = [np.eye(len(model.classes))[[outside] * len(reads)] for _, reads in encoded]
    for p, (_, reads), *vote in zip(probabilities, encoded, *votes):
        p[reads] = np.mean(vote, axis=0)
    return [[model.classes[k] for k in p.argmax(axis=1)] for p in probabilities], probabilities


def new_model(train, settings):
    """A model without weights: its labels, its vocabulary, how often each word is hidden, its sizes."""
    classes = sorted({label for _, labels in train for label in labels}, key=lambda label: (str(type(label)), label))
    vocabulary = part_vocabulary([tokens for tokens, _ in train])
    N = max(vocabulary.values()) + 1
    sizes = [N, settings.n_x, settings.n_a, len(classes)]
    return SimpleNamespace(classes=classes, vocabulary=vocabulary, sizes=sizes, weights=[], history=[])


def training_rows(train, model):
    """The training data in numbers: a list of (ids, y) of the tokens that are read, one pair for each sentence."""
    number, rows = {label: k for k, label in enumerate(model.classes)}, []
    for tokens, labels in train:
        ids, reads = encode_sentence(tokens, model.vocabulary)
        rows.append((ids, np.array([number[label] for label in labels])[reads]))
    return rows


def hiding_chance(rows, N, hide):
    """How often each word is hidden, (N,): hide / (hide + n) for one met n times, and a few in a hundred of all."""
    counts = np.bincount(np.concatenate([ids[:, 0] for ids, _ in rows]), minlength=N)
    return 0.03 + 0.97 * hide / (hide + counts)


def train_member(rows, dev, model, settings, rng, progress):
    """Train one network and add its weights to the model: those of the epoch that did best on dev.

    The learning rate falls from epoch to epoch, in a straight line. Each epoch adds a line to model.history.
    """
    s, weights = settings, start_weights(model.sizes, rng)
    network, adam = TaggerNetwork(weights, model.sizes), FlatAdam(len(weights), weights.dtype)
    chance, lengths, best = hiding_chance(rows, model.sizes[0], s.hide), [len(ids) for ids, _ in rows], -1.0
    model.weights.append(weights.copy())
    for epoch in progress(range(s.epochs)):
        batches, rate = [], s.learning_rate * (1 - epoch / s.epochs)
        while not batches or len(batches) < s.min_updates:
            batches += make_batches(lengths, s.batch_size, rng)
        losses = [tagger_update(network, adam, [rows[b] for b in batch], model.vocabulary, chance, rate, s.dropout, rng)
                  for batch in batches]  # fmt: skip
        now = SimpleNamespace(**vars(model) | {"weights": [weights]})
        score = tag_span_f1(predicted_labels(now, [tokens for tokens, _ in dev])[0], [labels for _, labels in dev])
        if score >= best:
            best, model.weights[-1] = score, weights.copy()
        model.history.append({"epoch": epoch + 1, "loss": float(np.mean(losses)), "dev_f1": score})


def plain(value):
    """What JSON can hold of a setting: the Python number of a NumPy one; of anything else, a random generator, nothing."""
    return value.item() if isinstance(value, np.generic) else None


def write_model(path, settings, model):
    """Store a model: an .npz file of arrays and JSON, then its SHA-256. It is written beside its place and then renamed."""
    about = {name: value for name, value in vars(model).items() if name != "weights"} | {"settings": settings}
    data, path = io.BytesIO(), pathlib.Path(path)
    np.savez_compressed(data, weights=model.weights, about=np.frombuffer(json.dumps(about, default=plain).encode(), np.uint8))
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
            model = SimpleNamespace(**json.loads(stored["about"].tobytes()), weights=list(stored["weights"]))
        settings = model.__dict__.pop("settings")
        N, n_x, n_a, n_y = model.sizes
        size = N * n_x + 2 * (n_x + 1 + n_a) * (n_a + n_y)
        fit = all(weights.shape == (size,) and np.isfinite(weights).all() for weights in model.weights)
        if not (fit and model.weights and n_y == len(model.classes) and set(model.vocabulary.values()) <= set(range(N))):
            raise ValueError("weights that do not fit, or are no numbers")
    except (AttributeError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} holds no whole tagger ({error}): store the tagger again with save") from None
    return settings, model


def check_settings(settings):
    """Refuse settings that make no sense; settings: a dictionary. Raises ValueError, with the name of the setting."""
    whole = ("n_x", "n_a", "epochs", "batch_size", "min_updates", "members")
    for name in whole:
        if not isinstance(settings[name], int | np.integer) or isinstance(settings[name], bool) or settings[name] < 1:
            raise ValueError(f"{name} must be a whole number of 1 or more, not {settings[name]!r}")
    for name, least, most in (("learning_rate", 1e-9, 1), ("dropout", 0, 0.99), ("hide", 0, 1e9)):
        if not isinstance(settings[name], int | float | np.number) or not least <= settings[name] <= most:
            raise ValueError(f"{name} must be a number from {least} to {most}, not {settings[name]!r}")


class TaggerSettings:
    """The settings of a tagger, by name, as scikit-learn wants them: `get_params`, `set_params`.

    n_x, n_a: sizes of input and state; epochs, batch_size, learning_rate: of training; dropout: share of the inputs left out;
    hide: a word met n times is hidden with probability hide / (hide + n); min_updates: of an epoch, where the data are few;
    members: networks whose probabilities are averaged; random_state: the same number, the same tagger.
    """

    def __init__(self, *, n_x=32, n_a=64, epochs=12, batch_size=32, learning_rate=0.01, dropout=0.2, hide=2.0,
                 min_updates=50, members=1, random_state=0):  # fmt: skip
        self.n_x, self.n_a, self.epochs, self.batch_size = n_x, n_a, epochs, batch_size
        self.learning_rate, self.dropout, self.hide = learning_rate, dropout, hide
        self.min_updates, self.members, self.random_state = min_updates, members, random_state

    def get_params(self, deep=True):
        """All settings, by name."""
        return {name: value for name, value in vars(self).items() if name != "model_"}

    def set_params(self, **settings):
        """Change settings; they count from the next fit on. Raises ValueError: there is no such setting."""
        for name, value in settings.items():
            if name not in self.get_params():
                raise ValueError(f"there is no setting {name!r}; choose among {', '.join(self.get_params())}")
            setattr(self, name, value)
        return self

    def __sklearn_tags__(self):
        of_input = SimpleNamespace(pairwise=False, sparse=False, allow_nan=False)
        return SimpleNamespace(estimator_type=None, classifier_tags=None, regressor_tags=None, array_api_support=False,
                               input_tags=of_input, requires_fit=True)  # fmt: skip


class Tagger(TaggerSettings):
    """Finds spans in sentences: fit on lists of tokens and lists of labels, then predict, score, save or load.

    Labels are 0 and 1, or tags such as "B-city", "I-city" and "O", of any number of kinds. Settings: see `TaggerSettings`.
    Raises ValueError or TypeError: bad rows, by number; settings that make no sense; not fitted yet.
    """

    def fit(self, X, y, dev=None, progress=iter):
        """X: sentences, lists of str; y: rows of labels; dev: (X, y), a tenth of the data if not given; progress: such as tqdm.

        Only a complete fit replaces an earlier one. Returns self.
        """
        settings = SimpleNamespace(**self.get_params())
        check_settings(vars(settings))
        rng = np.random.default_rng(self.random_state)
        train, dev = prepare(X, y, dev, rng)
        model = new_model(train, settings)
        rows = training_rows(train, model)
        for _ in range(self.members):
            train_member(rows, dev, model, settings, rng, progress)
        self.model_ = model
        return self

    def fitted(self):
        """What fit found. Raises ValueError: not fitted yet."""
        if "model_" not in vars(self):
            raise ValueError("this tagger is not fitted yet: call fit first, or Tagger.load")
        return self.model_

    def predict(self, X):
        """The most probable label of each token, a list for each sentence."""
        return predicted_labels(self.fitted(), check_sentences(X))[0]

    def predict_proba(self, X):
        """The probability of each label at each token, (T, n_y) for each sentence; columns in the order of `classes_`."""
        return predicted_labels(self.fitted(), check_sentences(X))[1]

    def score(self, X, y):
        """F1 of whole spans with their kinds."""
        sentences = check_sentences(X)
        return tag_span_f1(self.predict(sentences), check_labels(sentences, y))

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

    @property
    def classes_(self):
        """All labels, in the order of the columns of `predict_proba`."""
        return self.fitted().classes

    @property
    def history_(self):
        """One dictionary an epoch: its number, the mean loss of its updates, span F1 on dev afterwards."""
        return self.fitted().history

    def __repr__(self):
        standard = TaggerSettings().get_params()
        changed = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items() if value != standard[name])
        if "model_" not in vars(self):
            return f"Tagger({changed}), not fitted yet"
        best = max(row["dev_f1"] for row in self.history_)
        return f"Tagger({changed}), {len(self.classes_)} labels, {len(self.model_.vocabulary):,} parts, dev span F1 {best:.3f}"
