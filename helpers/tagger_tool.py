"""What a tool needs besides its mathematics: settings by name, data checked row by row, files that are whole. For `Tagger`."""

import hashlib
import io
import json
import os
import pathlib
import zipfile

import numpy as np

from helpers.corpus import load_diary


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

    Raises ValueError: other numbers of rows or labels, "0" or -1 for 0, "o" for "O", numbers beside tags. Raises TypeError: a
    label of another type, no rows. The message names the row.
    """
    y = list(y) if hasattr(y, "__iter__") else [y]
    for row, tags in enumerate(y):
        if isinstance(tags, str) or not hasattr(tags, "__iter__"):
            raise TypeError(f"row {row}: give a list of labels for each sentence, not {tags!r:.60}")
    labels = [[getattr(label, "item", lambda label=label: label)() for label in row] for row in y]
    if len(labels) != len(sentences) or not sentences:
        raise ValueError(f"{len(sentences)} sentences and {len(labels)} rows of labels: give one row each, and at least one")
    for row, (tokens, tags) in enumerate(zip(sentences, labels)):
        if len(tokens) != len(tags):
            raise ValueError(f"row {row}: {len(tokens)} tokens but {len(tags)} labels; each token needs one label")
        for tag in tags:
            if not isinstance(tag, int | str):
                raise TypeError(f"row {row}: label {tag!r} is {type(tag).__name__}; use 0 and 1, or tags such as 'B-city'")
            text = isinstance(tag, str)
            if (text and (tag == "o" or tag.isdecimal() or not tag.strip())) or (not text and tag < 0):
                what = "text" if text else "negative"
                raise ValueError(f"row {row}: label {tag!r} is {what}: use the numbers 0 and 1, or tags such as 'B-city' and 'O'")
            if text != isinstance(labels[0][0], str):
                raise ValueError(f"row {row}: label {tag!r} beside {labels[0][0]!r}: use numbers everywhere, or tags everywhere")
    return labels


def split_data(X, y, dev, rng):
    """Checked data, in two parts: (sentences, labels) for training, and for dev.

    dev: (X, y), or None: then a tenth of the data, at most 400 sentences, is kept out of training; with fewer than ten sentences
    dev is the training data. Raises: as `check_sentences` and `check_labels`.
    """
    sentences = check_sentences(X)
    labels = check_labels(y, sentences)
    if dev is not None:
        held_out = check_sentences(dev[0])
        return (sentences, labels), (held_out, check_labels(dev[1], held_out))
    order, size = rng.permutation(len(sentences)), min(len(sentences) // 10, 400)
    parts = order[size:], order[: size or None]
    return tuple(tuple([rows[k] for k in part] for rows in (sentences, labels)) for part in parts)


def check_settings(settings):
    """Settings, a dictionary, if all make sense. Raises ValueError, with the name of the setting, if not."""
    limits = dict.fromkeys(("n_x", "n_a", "epochs", "batch_size", "min_updates"), (1, 1e9, int | np.integer))
    limits |= {"members": (1, 100, int | np.integer)}
    limits |= {"learning_rate": (1e-9, 1), "dropout": (0, 0.99), "hide": (0, 1e9)}
    for name, (least, most, *kind) in limits.items():
        value = settings[name]
        fits = isinstance(value, kind[0] if kind else int | float | np.integer | np.floating) and not isinstance(value, bool)
        if not (fits and least <= value <= most):
            raise ValueError(f"{name} must be a {'whole ' * len(kind)}number from {least:g} to {most:g}, not {value!r}")
    try:
        if isinstance(settings["random_state"], bool):
            raise TypeError
        np.random.default_rng(settings["random_state"])
    except (TypeError, ValueError):
        raise ValueError(f"random_state must be a whole number from 0, not {settings['random_state']!r}") from None
    return settings


def write_model(path, settings, model):
    """Store a model: an .npz file of arrays and JSON, then its SHA-256. It is written beside its place and then renamed."""
    about = {name: value for name, value in model.items() if name != "networks"} | {"settings": settings}
    weights = {f"{k} {name}": value for k, network in enumerate(model["networks"]) for name, value in network.items()}
    text = json.dumps(about, default=lambda value: value.item() if isinstance(value, np.generic) else None)
    data, path = io.BytesIO(), pathlib.Path(path)
    np.savez_compressed(data, about=np.frombuffer(text.encode(), np.uint8), **weights)
    if path.is_dir() or not path.parent.is_dir():
        raise FileNotFoundError(f"{path} is a folder, or its folder is missing: give the path of a file in a folder that exists")
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
            model = json.loads(stored["about"].tobytes())
            settings = check_settings(model.pop("settings"))
            model["networks"] = [{name.split()[1]: stored[name] for name in stored.files if name.startswith(f"{k} ")}
                                 for k in range(settings["members"])]  # fmt: skip
        refuse_misfits(model, settings)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} holds no whole tagger ({error}): store the tagger again with save") from None
    return settings, model


def refuse_misfits(model, settings):
    """Raise ValueError or KeyError if a stored model lacks a part, or if a weight is no number or does not fit."""
    n_x, n_a, n_y = settings["n_x"], settings["n_a"], len(model["classes"])
    layers = {"W_ax": (n_a, n_x), "W_aa": (n_a, n_a), "b_a": (n_a,), "W_ya": (n_y, n_a)}
    wanted = layers | {f"{name}_back": shape for name, shape in layers.items()}
    wanted |= {"b_y": (n_y,), "E": (max(model["vocabulary"].values()) + 1, n_x)}
    for network in model["networks"]:
        if {name: value.shape for name, value in network.items()} != wanted:
            raise ValueError("the weights do not fit the settings")
        if not all(np.isfinite(value).all() for value in network.values()):
            raise ValueError("a weight is no number")
    if not model["history"] or not isinstance(model["common"], dict):
        raise ValueError("the history or the list of common words is missing")


class TaggerTool:
    """The settings of a tagger by name, as scikit-learn wants them; its file; what it says of itself.

    n_x, n_a: sizes of input and state; epochs, batch_size, learning_rate: of training; min_updates: of an epoch, where the data
    are few; dropout: share of the inputs left out; hide: a word met n times is hidden with probability hide / (hide + n);
    members: networks whose probabilities are averaged, each trained in turn; random_state: the same number, the same tagger.
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

    def __sklearn_tags__(self):
        from sklearn.utils import InputTags, Tags, TargetTags  # whoever asks for tags has scikit-learn

        return Tags(estimator_type=None, target_tags=TargetTags(required=True), input_tags=InputTags(two_d_array=False))

    @staticmethod
    def plain_text(text=None):
        """A text that shows which words are common: `text`, else the diary of this course. Raises TypeError: no str."""
        if not isinstance(text, str | None):
            raise TypeError(f"text must be a str of plain sentences, not {type(text).__name__}")
        return load_diary() if text is None else text

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
        """One dictionary an epoch of each member: its number, the mean loss and the span F1 on dev after it."""
        return self.fitted()["history"]

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

    def __repr__(self):
        standard = TaggerTool().get_params()
        changed = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items() if value != standard[name])
        if "model_" not in vars(self):
            return f"Tagger({changed}), not fitted yet"
        best = max(row["dev_f1"] for row in self.history_)
        return f"Tagger({changed}), {len(self.classes_)} labels, {len(self.model_['vocabulary']):,} parts, dev span F1 {best:.3f}"
