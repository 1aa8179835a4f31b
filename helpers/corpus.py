"""Readers of the course's own data sets in data/. No network: the files come with the repository.

Every reader raises FileNotFoundError if its file is missing and ValueError if it is damaged; the message names the file, the
line, what is wrong, and the way back.
"""

import json
import pathlib
import re
from dataclasses import dataclass

import numpy as np

SPLITS = ("train", "dev", "test", "late_cue")
COLUMNS = ("sentence", "tokens", "labels", "split", "gap", "gaps", "template")
REVIEW_SPLITS = ("train", "dev", "test", "unseen")
REVIEW_COLUMNS = ("sentence", "score", "split", "family", "pattern")
_TRUTHS = ("clusters", "analogies", "p_she", "senses")
_FOLDER = pathlib.Path(__file__).resolve().parents[1] / "data"
_HEADING = re.compile(r"(\d{1,2} [A-Z][a-z]+)\. (.+)\.")


@dataclass(frozen=True)
class Trip:
    """One sentence of trips.tsv.

    `tokens` and `labels` are lists of one length; a label is 1 on the tokens of the destination. `gap` is the number of tokens
    between the word that decides and the city, -1 where there is no such pair; `gaps` has the gap of each city, in their order.
    `template` names the pattern of the sentence.
    """

    sentence: str
    tokens: list
    labels: list
    split: str
    gap: int
    gaps: list
    template: str


def _way_back(name):
    if name.startswith("models/"):
        return "`python -m data.models.trainers`"
    return "`git checkout data`" if name == "diary.txt" else "`python -m data.makers`"


def data_path(name):
    """Path of a file in data/. Raises FileNotFoundError if it is missing."""
    path = _FOLDER / name
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: clone the whole repository, or restore it with {_way_back(name)}")
    return path


def _damaged(name, line, what):
    return ValueError(f"data/{name}, line {line}: {what}. Restore the file with {_way_back(name)}")


def _lines(name):
    try:
        return data_path(name).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise _damaged(name, "?", f"byte {error.start} is no UTF-8") from None


def _trip(number, line):
    fields = line.split("\t")
    if len(fields) != len(COLUMNS):
        raise _damaged("trips.tsv", number, f"{len(fields)} columns, there should be {len(COLUMNS)}")
    sentence, tokens, labels, split, gap, gaps, template = fields
    tokens, labels = tokens.split(), labels.split()
    if len(tokens) != len(labels):
        raise _damaged("trips.tsv", number, f"{len(tokens)} tokens but {len(labels)} labels")
    if not set(labels) <= {"0", "1"}:
        raise _damaged("trips.tsv", number, "a label is neither 0 nor 1")
    if split not in SPLITS:
        raise _damaged("trips.tsv", number, f"unknown split {split!r}")
    for value in (gap, *gaps.split()):
        if not re.fullmatch(r"-?\d+", value):
            raise _damaged("trips.tsv", number, f"the gap {value!r} is no whole number")
    labels, gaps = ([int(value) for value in values] for values in (labels, gaps.split()))
    return Trip(sentence, tokens, labels, split, int(gap), gaps, template)


def load_trips(split=None):
    """Sentences of trips.tsv: one split ("train", "dev", "test" or "late_cue"), or all for None. Returns a list of `Trip`.

    Raises ValueError for a split that does not exist.
    """
    if split is not None and split not in SPLITS:
        raise ValueError(f"there is no split {split!r}; choose one of {', '.join(SPLITS)}, or None for all")
    header, *rows = _lines("trips.tsv") or [""]
    if tuple(header.split("\t")) != COLUMNS:
        raise _damaged("trips.tsv", 1, f"the header should name the columns {', '.join(COLUMNS)}")
    trips = [_trip(number, line) for number, line in enumerate(rows, start=2)]
    return [trip for trip in trips if split in (None, trip.split)]


def unseen_tokens(train, trips):
    """Tokens of `trips` that no sentence of `train` contains (both lists of `Trip`). Returns a sorted list."""
    known = {token for trip in train for token in trip.tokens}
    return sorted({token for trip in trips for token in trip.tokens} - known)


@dataclass(frozen=True)
class Review:
    """One sentence of reviews.tsv.

    `score` is 1 (worst) to 5 (best). The reviews of one `family` (a number) are made of the same tokens in another order;
    `pattern` names how the family was made.
    """

    sentence: str
    score: int
    split: str
    family: int
    pattern: str


def _review(number, line):
    fields = line.split("\t")
    if len(fields) != len(REVIEW_COLUMNS):
        raise _damaged("reviews.tsv", number, f"{len(fields)} columns, there should be {len(REVIEW_COLUMNS)}")
    sentence, score, split, family, pattern = fields
    if not sentence or score not in ("1", "2", "3", "4", "5") or not family.isdigit():
        raise _damaged("reviews.tsv", number, f"no sentence, no score from 1 to 5 ({score!r}), or no family ({family!r})")
    if split not in REVIEW_SPLITS:
        raise _damaged("reviews.tsv", number, f"unknown split {split!r}")
    return Review(sentence, int(score), split, int(family), pattern)


def load_reviews(split=None):
    """Sentences of reviews.tsv: one split ("train", "dev", "test" or "unseen"), or all for None. Returns a list of `Review`.

    Raises ValueError for a split that does not exist.
    """
    if split is not None and split not in REVIEW_SPLITS:
        raise ValueError(f"there is no split {split!r}; choose one of {', '.join(REVIEW_SPLITS)}, or None for all")
    header, *rows = _lines("reviews.tsv") or [""]
    if tuple(header.split("\t")) != REVIEW_COLUMNS:
        raise _damaged("reviews.tsv", 1, f"the header should name the columns {', '.join(REVIEW_COLUMNS)}")
    reviews = [_review(number, line) for number, line in enumerate(rows, start=2)]
    if {review.split for review in reviews} != set(REVIEW_SPLITS):
        raise _damaged("reviews.tsv", len(rows) + 1, "a split is missing, the file seems to be cut")
    return [review for review in reviews if split in (None, review.split)]


def load_world():
    """Sentences of world.txt, each a list of lower-case words. Returns a list of lists."""
    sentences = [line.split() for line in _lines("world.txt")]
    for number, words in enumerate(sentences or [[]], start=1):
        if not words:
            raise _damaged("world.txt", number, "an empty sentence")
    return sentences


def load_world_truth():
    """What is true in world.txt, a dictionary with four keys.

    "clusters": {name: [words that belong together]}; "analogies": {family: [[a, b, c, d], ...]}, a is to b as c is to d;
    "p_she": {job: planted probability that its person is a she}; "senses": {word of two meanings: {meaning: [which
    sentences of `load_world()` have it, counted from 0]}}.
    """
    try:
        truth = json.loads("\n".join(_lines("world_truth.json")))
    except json.JSONDecodeError as error:
        raise _damaged("world_truth.json", error.lineno, f"no JSON: {error.msg}") from None
    missing = [key for key in _TRUTHS if not isinstance(truth, dict) or not isinstance(truth.get(key), dict) or not truth[key]]
    if missing:
        raise _damaged("world_truth.json", 1, f"no {' and no '.join(missing)}")
    return truth


def load_model(name):
    """A trained network of data/models/NAME.json. Returns (parameters, vocabulary).

    parameters: dictionary of float64 arrays; vocabulary: dictionary from token to id.
    """
    file = f"models/{name}.json"
    try:
        stored = json.loads(data_path(file).read_text(encoding="utf-8"))
        parameters = {key: np.array(value, dtype=np.float64) for key, value in stored["parameters"].items()}
        return parameters, {token: i for i, token in enumerate(stored["vocabulary"])}
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"data/{file}: damaged ({error}). Restore it with `python -m data.models.trainers`") from None


def load_scores(name):
    """How well trained networks do, from data/models/NAME.tsv: {network: {group of sentences: array (seeds, 3)}}.

    The columns are token F1, span F1 and the share of right answers on names of cities; a group that is a number is a gap (int).
    """
    file, table = f"models/{name}.tsv", {}
    for number, line in enumerate(_lines(file)[1:], start=2):
        try:
            network, _, group, *scores = line.split("\t")
            rows = table.setdefault(network, {}).setdefault(int(group) if group.isdigit() else group, [])
            token_f1, span_f1, cities = map(float, scores)
        except ValueError as error:
            raise _damaged(file, number, str(error)) from None
        rows.append((token_f1, span_f1, cities))
    return {network: {group: np.array(rows) for group, rows in groups.items()} for network, groups in table.items()}


def load_rulers():
    """How far networks remember, from data/models/rulers.tsv: {kind of network: {distance: accuracies, one for each seed}}."""
    file, table = "models/rulers.tsv", {}
    for number, line in enumerate(_lines(file)[1:], start=2):
        try:
            kind, distance, _, accuracy = line.split("\t")
            table.setdefault(kind, {}).setdefault(int(distance), []).append(float(accuracy))
        except ValueError as error:
            raise _damaged(file, number, str(error)) from None
    return {kind: {distance: np.array(row) for distance, row in rows.items()} for kind, rows in table.items()}


def load_diary():
    """The text of diary.txt, as one string."""
    text = "\n".join(_lines("diary.txt")) + "\n"
    if not text.strip():
        raise _damaged("diary.txt", 1, "the file is empty")
    return text


def diary_entries():
    """Entries of the diary: a list of (date, place, text), in order; paragraphs are separated by a blank line."""
    entries = []
    for number, line in enumerate(_lines("diary.txt"), start=1):
        heading = _HEADING.fullmatch(line)
        if heading:
            entries.append((heading[1], heading[2], []))
        elif not entries:
            raise _damaged("diary.txt", number, "a heading such as `12 March. Xiamen.` should come first")
        else:
            entries[-1][2].append(line)
    return [(date, place, "\n".join(lines).strip()) for date, place, lines in entries]
