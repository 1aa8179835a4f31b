"""Lecture 17: a tagger for your own data: lists of tokens and lists of labels in, a fitted tagger out.

    tagger = Tagger(epochs=10).fit(token_lists, label_lists)
    tagger.predict([["I", "leave", "Beijing", "to", "Xiamen"]])      # [[0, 0, 0, 0, 1]]
    tagger.save("tagger.npz")
    tagger = Tagger.load("tagger.npz")

One bidirectional network (lecture 11) with one output for each kind of label. Each token is seen as four parts: its word, its
first letters, its last letters and its shape, so that a word never met in training still says something. A list of common words
tells a new word such as *either* from a new name.
"""

import re
from collections import Counter

import numpy as np

from helpers.tagger_tool import TaggerTool, check_labels, check_sentences, check_settings, split_data
from helpers.taught.bidirectional import bidirectional_backward, bidirectional_forward, bidirectional_parameters
from helpers.taught.bio_tags import allowed_pairs, best_path, tag_span_f1
from helpers.taught.optimiser import adam_state, adam_step, clip_by_norm, round_weights
from helpers.taught.softmax import softmax, softmax_cross_entropy_gradient
from helpers.taught.tokens import build_vocabulary
from helpers.taught.training import embedding_gradient, paired_batches


def common_words(text):
    """The words that a text writes in small letters, with how often: common words, and few names among them."""
    return Counter(word for word in re.findall(r"[^\W\d_]+", text) if word.islower())


def token_parts(token, common):
    """Four ways to see a token: its word, its first three letters, its last three, and its shape. Returns a list of four str.

    The word is read in lower case, digits as 0, and without sentence marks at its end. common: a collection of common words; they
    have a shape of their own.
    """
    word = re.sub(r"\d", "0", token.lower())
    word = word.rstrip(".,;:!?") or word
    shape = "capital" if token[:1].isupper() else "digits" if "0" in word else "common" if word in common else "letters"
    shape = shape if shape != "letters" or word[:1].isalpha() else "mark"
    return [word, f"{word[:3]}~", f"~{word[-3:]}", f"<{shape}>"]


def sentence_parts(tokens, common):
    """`token_parts` of each token; where more than half of the words have a capital, capitals say nothing: all in lower case."""
    tokens = list(tokens)
    words = [token for token in tokens if token[:1].isalpha()]
    if 2 * sum(word[0].isupper() for word in words) > len(words):
        tokens = [token.lower() for token in tokens]
    return [token_parts(token, common) for token in tokens]


def part_vocabulary(sentences, common):
    """Ids of all parts of some sentences; a shape that none of them has, capital or common, is read as letters."""
    rows = [part for tokens in sentences for part in sentence_parts(tokens, common)]
    vocabulary = build_vocabulary(rows, 10**9)
    for shape in ("<letters>", "<common>", "<capital>"):
        vocabulary.setdefault(shape, vocabulary.get("<letters>", len(vocabulary)))
    return vocabulary


def encode_parts(tokens, vocabulary, common):
    """Ids of the parts of the tokens that are read, (T, 4), and which those are, (tokens,) of bool.

    Sentence marks that training never met are not read; a sentence of nothing else is read as it is.
    """
    parts = sentence_parts(tokens, common)
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


def joined_pairs(rows):
    """Each two rows as one, the second behind the first: a sentence does not always begin where the network begins."""
    return [np.concatenate(rows[k : k + 2]) for k in range(0, len(rows), 2)]


def hidden_words(rows, targets, outside, common):
    """All common words that stand outside of spans, each once, and the word itself hidden: (n, 4) ids.

    common: the id of the shape "<common>". Where no word is common it is that of "<letters>": then it is words in small letters.
    """
    ids = np.concatenate(rows)
    words = ids[(np.concatenate(targets) == outside) & (ids[:, 3] == common)]
    return np.unique(words, axis=0) * [0, 1, 1, 1] + [1, 0, 0, 0]


def with_new_words(ids, target, outside, words, rng):
    """A sentence and its labels with up to two words more, never inside a span or right behind one.

    ids: (T, 4); target: (T,), numbers of its labels; outside: the number of "O" or 0; words: from `hidden_words`.
    """
    places = np.flatnonzero(np.append(outside, target[:-1]) == outside)
    places = places[rng.integers(len(places), size=rng.integers(3))]
    new = words[rng.integers(len(words), size=len(places))]
    return np.insert(ids, places, new, axis=0), np.insert(target, places, outside)


def some_left_out(ids, target, outside, common, rng):
    """A sentence and its labels without about half of the words that stand before a common word, all of it outside of spans.

    ids, target, outside: as in `with_new_words`; common: the id of the shape "<common>". What stands right before a span, or
    before any name, always stays.
    """
    plain = (target == outside) & (ids[:, 3] == common)
    keep = (target != outside) | ~np.append(plain[1:], False) | (rng.random(len(target)) < 0.5)
    return ids[keep], target[keep]


def other_sentences(rows, targets, outside, words, common, rng):
    """A batch, changed: in one of ten updates new words put in, in six of ten words left out, in three of ten joined in pairs.

    rows: (T, 4) ids for each sentence; targets: numbers of its labels; outside, words, common: as in `with_new_words` and
    `some_left_out`. Returns rows and targets.
    """
    if rng.random() < 0.1 and len(words):
        rows, targets = zip(*(with_new_words(*pair, outside, words, rng) for pair in zip(rows, targets)))
    if rng.random() < 0.6:
        rows, targets = zip(*(some_left_out(*pair, outside, common, rng) for pair in zip(rows, targets)))
    if rng.random() < 0.3:
        rows, targets = joined_pairs(rows), joined_pairs(targets)
    return rows, targets


def hide_parts(ids, chance, capital, small, rng):
    """Make a batch harder: hide words, most often rare ones, and read three sentences of ten in lower case.

    ids: (B, T, 4); chance: (N,), how often a word is hidden; capital: the id of <capital>; small: (N,), the id of the shape
    that each word has in lower case.
    A hidden token loses its word and each of its ends in half of the cases, never its shape. Returns ids of the same shape.
    """
    lower = (rng.random((len(ids), 1)) < 0.3) & (ids[:, :, 3] == capital)
    shape = np.where(lower, small[ids[:, :, 0]], ids[:, :, 3])
    hidden = rng.random((*ids.shape[:2], 1)) < chance[ids[:, :, :1]]
    ids = np.where(hidden & (rng.random(ids.shape) < [1, 0.5, 0.5, 0]), 1, ids)
    ids[:, :, 3] = shape
    return ids


def tagger_update(rows, targets, network, state, learning_rate, chance, shapes, dropout, rng):
    """One update of a network in place: hide, add the parts up, drop inputs, go back, clip, Adam, round to 6 decimals.

    rows: (T, 4) ids for each sentence; targets: the numbers of its labels; chance: (N,), how often a word is hidden;
    shapes: capital and small, as in `hide_parts`; dropout: share of the inputs left out.
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


def kind_probabilities(rows, network, batch_size=64):
    """The probability of every kind of label at every token: (T, n_y) for each of `rows`, which hold (T, 4) ids."""
    found = [None] * len(rows)
    by_length = np.argsort([len(ids) for ids in rows], kind="stable")
    for start in range(0, len(rows), batch_size):
        batch = by_length[start : start + batch_size]
        ids, mask = pad_parts([rows[b] for b in batch])
        o = bidirectional_forward(network["E"][ids].sum(axis=2), mask, network)[2]
        for b, p in zip(batch, softmax(o)):
            found[b] = p[: len(rows[b])]
    return found


def outside_number(classes):
    """The number of the label outside of all spans, "O" or 0; None if there is none."""
    return next((classes.index(label) for label in ("O", 0) if label in classes), None)


def predicted_labels(model, sentences):
    """The most probable allowed row of labels, a list for each sentence, and the probabilities, (tokens, n_y) each.

    The probabilities of several networks are averaged. A mark that is not read gets the label outside of all spans, "O" or 0,
    with probability 1.
    """
    classes = model["classes"]
    encoded = [encode_parts(tokens, model["vocabulary"], model["common"]) for tokens in sentences]
    probabilities = [np.eye(len(classes))[[outside_number(classes) or 0] * len(read)] for _, read in encoded]
    found = [kind_probabilities([ids for ids, _ in encoded], network) for network in model["networks"]]
    for p, (_, read), *members in zip(probabilities, encoded, *found):
        p[read] = np.mean(members, axis=0)
    allowed = allowed_pairs(classes)
    return [[classes[k] for k in best_path(p, allowed)] for p in probabilities], probabilities


def dev_record(model, sentences, labels):
    """How a model does on dev data: {"loss": mean of -log p of the right label, "dev_f1": F1 of spans}."""
    predicted, probabilities = predicted_labels(model, sentences)
    number = {label: k for k, label in enumerate(model["classes"])}
    p = [q[number[label]] if label in number else 0 for rows, row in zip(probabilities, labels) for q, label in zip(rows, row)]
    return {"loss": float(-np.mean(np.log(np.maximum(p, 1e-12)))), "dev_f1": tag_span_f1(predicted, labels)}


def train_model(model, rows, targets, dev, settings, rng, progress):
    """Add a network to a model, as it was after the epoch that did best on dev; each epoch is written down.

    rows: (T, 4) ids for each sentence; targets: numbers of its labels; dev: (sentences, labels); settings: a dictionary;
    rng: np.random.Generator; progress: wraps the range of epochs.
    """
    s, V, classes, best = settings, model["vocabulary"], model["classes"], -1.0
    N, n_y, outside = max(V.values()) + 1, len(classes), outside_number(classes)
    small, common = np.full(N, V["<letters>"]), V["<common>"]
    small[[V[word] for word in model["common"] if word in V]] = common
    network = bidirectional_parameters(s["n_x"], s["n_a"], n_y, rng.integers(2**31))
    network["E"] = rng.normal(0, 0.3, (N, s["n_x"]))
    counts = np.bincount(np.concatenate(rows)[:, 0], minlength=N)
    chance = 0.03 + 0.97 * s["hide"] / np.maximum(s["hide"] + counts, 1)
    words, state = hidden_words(rows, targets, outside, common), adam_state(network)
    for epoch in progress(range(s["epochs"])):
        rate, batches = s["learning_rate"] * (1 - epoch / s["epochs"]), []
        while len(batches) < s["min_updates"]:
            batches += paired_batches(rows, targets, s["batch_size"], rng)
        for batch in batches:
            some = other_sentences(*batch, outside, words, common, rng)
            tagger_update(*some, network, state, rate, chance, (V["<capital>"], small), s["dropout"], rng)
        now = {name: value.copy() for name, value in network.items()}
        record = dev_record(model | {"networks": [now]}, *dev)
        model["history"].append({"epoch": epoch + 1} | record)
        if record["dev_f1"] >= best:
            best, kept = record["dev_f1"], now
    model["networks"].append(kept)


def trained_model(sentences, labels, dev, common, settings, rng, progress):
    """Labels in order, ids of all parts, common words, and as many trained networks as there are members.

    dev: (sentences, labels); common: from `common_words`; settings: a dictionary; progress: wraps the range of epochs. Returns
    {"classes": labels, "vocabulary": part to id, "common": words, "networks": arrays by name for each member, "history":
    one record an epoch}.
    """
    classes = sorted({label for row in labels for label in row}, key=lambda label: (str(type(label)), label))
    vocabulary = part_vocabulary(sentences, common)
    model = {"classes": classes, "vocabulary": vocabulary, "common": common, "networks": [], "history": []}
    encoded = [encode_parts(tokens, vocabulary, common) for tokens in sentences]
    targets = [np.array([classes.index(x) for x in row])[read] for row, (_, read) in zip(labels, encoded)]
    for _ in range(settings["members"]):
        train_model(model, [ids for ids, _ in encoded], targets, dev, settings, rng, progress)
    return model


class Tagger(TaggerTool):
    """Finds spans in sentences: fit on lists of tokens and lists of labels, then predict, score, save or load.

    Labels are 0 and 1, or tags such as "B-city", "I-city" and "O", of any number of kinds. Settings: see `TaggerTool`.
    Raises ValueError or TypeError: bad rows, by number; settings that make no sense; not fitted yet.
    """

    def fit(self, X, y, dev=None, text=None, progress=iter):
        """Train on sentences and rows of labels; only a complete fit replaces an earlier one.

        dev: (X, y) to choose the best epoch by, else a tenth of the data; text: a str that shows which words are common in your
        language, else the diary of this course, in English; progress: wraps the range of epochs, such as tqdm.
        """
        settings = check_settings(self.get_params())
        rng = np.random.default_rng(self.random_state)
        train, dev = split_data(X, y, dev, rng)
        common = common_words(self.plain_text(text))
        self.model_ = trained_model(*train, dev, common, settings, rng, progress)
        return self

    def predict(self, X):
        """The most probable row of labels of each sentence, as a list; "I-x" stands only where it continues a span."""
        return predicted_labels(self.fitted(), check_sentences(X))[0]

    def predict_proba(self, X):
        """The probability of each label at each token, (T, n_y) for each sentence, in the order of `classes_`."""
        return predicted_labels(self.fitted(), check_sentences(X))[1]

    def score(self, X, y):
        """F1 of whole spans with their kinds."""
        sentences = check_sentences(X)
        return tag_span_f1(self.predict(sentences), check_labels(y, sentences))
