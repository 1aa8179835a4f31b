"""Readers of the course's own data sets in data/. No network: the files come with the repository.

Every reader raises FileNotFoundError if its file is missing and ValueError if it is damaged; the message names the file, the
line, what is wrong, and the way back.
"""

import json
import math
import pathlib
import re
import sys
from dataclasses import dataclass
from statistics import fmean
from types import SimpleNamespace

SPLITS = ("train", "dev", "test", "late_cue")
COLUMNS = ("sentence", "tokens", "labels", "split", "gap", "gaps", "template")
REVIEW_SPLITS = ("train", "dev", "test", "unseen")
REVIEW_COLUMNS = ("sentence", "score", "split", "family", "pattern")
PHRASE_SPLITS = ("train", "dev", "test", "held")
PHRASE_COLUMNS = ("english", "chinese", "split", "pattern")
TRANSLATION_COLUMNS = ("network", "rate", "seed", "group", "exact", "bleu", "forced", "free", "forced_late", "free_late")
_TRUTHS = ("clusters", "analogies", "p_she", "senses")
SCORE_COLUMNS = ("network", "seed", "group", "token_f1", "span_f1", "cities")
REVIEW_SCORE_COLUMNS = ("network", "seed", "group", "accuracy", "distance")
DIARY_COLUMNS = ("model", "seed", "updates", "seen", "held_out")
EMBEDDING_COLUMNS = ("method", "seed", "purity", "excluded", "allowed", "queen", "pairs_r", "she_he_r")
FEW_LABEL_COLUMNS = ("table", "std", "rate", "seed", "group", "span_f1")
BUG_COLUMNS = ("bug", "seed", "loss", "f1_gap_0", "f1_gaps_8_to_10")
RULER_COLUMNS = ("kind", "distance", "rate", "starts", "accuracies")
FOLLOW_UP_SPLITS = ("train", "held_out", "new_words")
FOLLOW_UP_COLUMNS = ("tokens", "blank", "places", "asked", "role", "gap", "split")
REACH_COLUMNS = ("task", "seed", "updates", "far_share", "angle", "finite", "small")
NORM_COLUMNS = ("rate", "max_norm", "seed", "loss", "median_norm", "largest_norm", "at_update", "above_10")
LIMIT_COLUMNS = ("window", "gap", "share")
MASKED_COLUMNS = ("measured", "seed", "group", "trained", "before", "static")
QUERY_SPLITS = ("train", "dev", "test", "new_cities")
QUERY_COLUMNS = ("tokens", "labels", "split")
BLANK_COLUMNS = ("network", "seed", "epoch", "loss", "some_city", "right_city")
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


@dataclass(frozen=True)
class FollowUp:
    """One text of follow_ups.tsv: a trip, and a second sentence that names one of its cities again.

    `tokens`: both sentences; `blank`: where the second one names the city; `places`: where the cities of the first stand;
    `asked`: which of them is named again; `role`: "destination" or "origin" in the first sentence; `gap`: as in `Trip.gaps`.
    """

    tokens: list
    blank: int
    places: list
    asked: int
    role: str
    gap: int
    split: str


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


def _text(name):
    """The text of a file; refuses bytes that are no UTF-8, zero bytes, an empty file, and other lines than lines.json counts."""
    try:
        text = data_path(name).read_text(encoding="utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError as error:
        raise _damaged(name, "?", f"byte {error.start} is no UTF-8") from None
    if not text.strip():
        raise _damaged(name, 1, "the file is empty")
    if "\0" in text:
        raise _damaged(name, text[: text.index("\0")].count("\n") + 1, "zero bytes stand where text should be")
    lines, counted = text.count("\n"), 0 if name == "lines.json" else _counted_lines(name)
    if lines < counted:
        raise _damaged(name, lines + 1, f"the file ends here, it should have {counted} lines: it seems to be cut")
    if 0 < counted < lines:
        raise _damaged(name, counted + 1, f"more than the {counted} lines that it should have")
    return text


def _counted_lines(name):
    """How many lines lines.json counts in a file; 0 if it does not know the file, or does not stand in the folder."""
    try:
        counts = _json("lines.json")
    except FileNotFoundError:
        return 0
    if not isinstance(counts, dict) or not all(isinstance(count, int) for count in counts.values()):
        raise _damaged("lines.json", 1, "it should hold a number of lines for each file")
    return counts.get(name, 0)


def _lines(name):
    """The lines of a file; refuses one whose last line has no end."""
    *lines, rest = _text(name).split("\n")
    if rest:
        raise _damaged(name, len(lines) + 1, "the last line has no end, the file seems to be cut")
    return lines


def _rows(name, columns):
    """(number of the line, its fields) of a table with these columns; refuses another header, and lines that do not fit."""
    header, *lines = _lines(name)
    if tuple(header.split("\t")) != columns:
        raise _damaged(name, 1, f"the header should name the columns {', '.join(columns)}")
    if not lines:
        raise _damaged(name, 2, "there is nothing below the header, the file seems to be cut")
    for number, line in enumerate(lines, start=2):
        fields = line.split("\t")
        if len(fields) != len(columns):
            raise _damaged(name, number, f"{len(fields)} columns, there should be {len(columns)}")
        yield number, fields


def _tokens(text):
    """The tokens between spaces. Equal ones are one and the same string: that takes a fifth of the memory."""
    return [*map(sys.intern, text.split())]


def _parsed(name, columns, parse):
    """What `parse` makes of the fields of each row; the ValueError that it raises says what is wrong with the line."""
    for number, fields in _rows(name, columns):
        try:
            row = parse(*fields)
        except (ValueError, IndexError) as error:
            raise _damaged(name, number, str(error)) from None
        yield row


def _of_split(name, columns, parse, split, splits, or_all=True):
    """The rows of one split, or all for None, if that is allowed; refuses a file in which a split is missing."""
    if split not in splits and not (or_all and split is None):
        more = ", or None for all" if or_all else ""
        raise ValueError(f"there is no split {split!r}; choose one of {', '.join(splits)}{more}")

    def checked(*fields):
        row = parse(*fields)
        if row.split not in splits:
            raise ValueError(f"unknown split {row.split!r}")
        return row

    rows = list(_parsed(name, columns, checked))
    missing = set(splits) - {row.split for row in rows}
    if missing:
        raise _damaged(name, len(rows) + 1, f"no line of the split {min(missing)!r} follows, the file seems to be cut")
    return [row for row in rows if split in (None, row.split)]


def _json(name):
    """The contents of a JSON file; refuses what is no JSON, and NaN and Infinity, which are none either."""

    def refuse(word):
        raise _damaged(name, "?", f"{word} is no number")

    try:
        return json.loads(_text(name), parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise _damaged(name, error.lineno, f"no JSON: {error.msg}") from None


def _share(text):
    """A number from 0 to 1; raises ValueError, for nan too."""
    if not 0 <= float(text) <= 1:
        raise ValueError(f"{text} is no share from 0 to 1")
    return float(text)


def _number_or_name(group):
    return int(group) if group.isdecimal() else group


def _not_negative(text):
    """A finite number from 0 up; raises ValueError, for nan too."""
    if not 0 <= float(text) < float("inf"):
        raise ValueError(f"{text} is no finite number from 0 up")
    return float(text)


def _array(values, dtype=None):
    """A NumPy array. NumPy is loaded when the first table is read: texts can be read without it."""
    import numpy as np

    return np.array(values, dtype)


def _of_all_starts(name, groups):
    """{group: array, one row for each start}; refuses groups of which some starts are missing."""
    if len({len(rows) for rows in groups.values()}) > 1:
        raise _damaged(name, "?", "some groups have fewer starts than others, the file seems to be cut")
    return {group: _array(rows) for group, rows in groups.items()}


def _grouped(name, rows):
    """{what was measured: {group: array, one row for each start}} from triples, one for each line."""
    table = _by_key((measured, (group, values)) for measured, group, values in rows)
    return {measured: _of_all_starts(name, _by_key(pairs)) for measured, pairs in table.items()}


def _by_key(pairs):
    """{key: list of its values} from pairs, in their order."""
    table = {}
    for key, value in pairs:
        table.setdefault(key, []).append(value)
    return table


def _runs(rows):
    """{network: [array, one row for each line, of each start]} from triples of network, start and numbers."""
    networks = _by_key((network, (start, numbers)) for network, start, numbers in rows)
    return {network: [_array(run) for run in _by_key(pairs).values()] for network, pairs in networks.items()}


_whole = re.compile(r"-?\d+").fullmatch


def _trip(sentence, tokens, labels, split, gap, gaps, template):
    tokens, labels = _tokens(tokens), labels.split()
    if not tokens:
        raise ValueError("a sentence without tokens")
    if len(tokens) != len(labels):
        raise ValueError(f"{len(tokens)} tokens but {len(labels)} labels")
    if not set(labels) <= {"0", "1"}:
        raise ValueError("a label is neither 0 nor 1")
    gaps = gaps.split()
    for value in (gap, *gaps):
        if not _whole(value):
            raise ValueError(f"the gap {value!r} is no whole number")
    return Trip(sentence, tokens, [*map(int, labels)], split, int(gap), [*map(int, gaps)], template)


def load_trips(split=None):
    """Sentences of trips.tsv: one split ("train", "dev", "test" or "late_cue"), or all for None. Returns a list of `Trip`.

    Raises ValueError for a split that does not exist.
    """
    return _of_split("trips.tsv", COLUMNS, _trip, split, SPLITS)


def windows_of(trips, wanted, before):
    """Each token that is in the set `wanted`, with the `before` tokens in front of it, missing ones as <pad>.

    Returns (windows, labels): lists of `before` + 1 tokens each, in the order of the text, and the label of the last one.
    Raises ValueError: `wanted` is a str, or `before` is below 0.
    """
    if isinstance(wanted, str) or before < 0:
        raise ValueError(f"wanted = {wanted!r:.40}, before = {before}: give a set of tokens, and 0 or more tokens before them")
    found, labels, wanted = [], [], set(wanted)  # a generator can be read only once
    for trip in trips:
        padded = ["<pad>"] * before + trip.tokens
        for i, token in enumerate(trip.tokens):
            if token in wanted:
                found.append(padded[i : i + before + 1])
                labels.append(trip.labels[i])
    return found, labels


def load_follow_ups(split):
    """Texts of follow_ups.tsv: "train", "held_out" or "new_words" (other follow-ups). Returns a list of `FollowUp`.

    Raises ValueError for a split that does not exist.
    """
    return _of_split("follow_ups.tsv", FOLLOW_UP_COLUMNS, _follow_up, split, FOLLOW_UP_SPLITS, or_all=False)


def _follow_up(tokens, blank, places, asked, role, gap, split):
    text = FollowUp(_tokens(tokens), int(blank), [*map(int, places.split())], int(asked), role, int(gap), split)
    if min(text.blank, text.asked, *text.places) < 0 or role not in ("destination", "origin"):
        raise ValueError(f"a place below 0, or a role {role!r} that is neither destination nor origin")
    if text.tokens[text.blank] != text.tokens[text.places[text.asked]]:
        raise ValueError("the blank and the place that is asked for hold different cities")
    return text


def load_queries(split):
    """Queries of queries.tsv: "train", "dev", "test" or "new_cities". Returns token lists and lists of labels, 0 and 1.

    Raises ValueError for a split that does not exist.
    """
    queries = _of_split("queries.tsv", QUERY_COLUMNS, _query, split, QUERY_SPLITS, or_all=False)
    return [query.tokens for query in queries], [query.labels for query in queries]


def _query(tokens, labels, split):
    tokens, labels = _tokens(tokens), labels.split()
    if not tokens or len(tokens) != len(labels) or not set(labels) <= {"0", "1"}:
        raise ValueError("there should be one label, 0 or 1, for each token")
    return SimpleNamespace(tokens=tokens, labels=[int(label) for label in labels], split=split)


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


def _review(sentence, score, split, family, pattern):
    if not sentence or score not in ("1", "2", "3", "4", "5") or not family.isdigit():
        raise ValueError(f"no sentence, no score from 1 to 5 ({score!r}), or no family ({family!r})")
    return Review(sentence, int(score), split, int(family), pattern)


def load_reviews(split=None):
    """Sentences of reviews.tsv: one split ("train", "dev", "test" or "unseen"), or all for None. Returns a list of `Review`.

    Raises ValueError for a split that does not exist.
    """
    return _of_split("reviews.tsv", REVIEW_COLUMNS, _review, split, REVIEW_SPLITS)


@dataclass(frozen=True)
class Phrase:
    """One pair of phrases.tsv: an English sentence, its Chinese translation; `pattern` names how it was made."""

    english: str
    chinese: str
    split: str
    pattern: str


def _phrase(english, chinese, split, pattern):
    if not english or not chinese or not english.isascii() or chinese.isascii():
        raise ValueError("there should be an English sentence, and then a Chinese one")
    return Phrase(english, chinese, split, pattern)


def load_phrases(split=None):
    """Pairs of phrases.tsv: one split ("train", "dev", "test" or "held"), or all for None. Returns a list of `Phrase`.

    Raises ValueError for a split that does not exist.
    """
    return _of_split("phrases.tsv", PHRASE_COLUMNS, _phrase, split, PHRASE_SPLITS)


def load_world():
    """Sentences of world.txt, each a list of lower-case words. Returns a list of lists."""
    sentences = [_tokens(line) for line in _lines("world.txt")]
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
    truth = _json("world_truth.json")
    missing = [key for key in _TRUTHS if not isinstance(truth, dict) or not isinstance(truth.get(key), dict) or not truth[key]]
    if missing:
        raise _damaged("world_truth.json", 1, f"no {' and no '.join(missing)}")
    words = [word for group in truth["clusters"].values() for word in group]
    fours = [four for family in truth["analogies"].values() for four in family]
    if not all(isinstance(four, list) and len(four) == 4 for four in fours):
        raise _damaged("world_truth.json", 1, "an analogy should be a list of four words")
    if not all(isinstance(word, str) for word in [*words, *(word for four in fours for word in four)]):
        raise _damaged("world_truth.json", 1, "something stands where a word should be")
    return truth


def load_model(name):
    """A trained network of data/models/NAME.json. Returns (parameters, vocabulary).

    parameters: dictionary of float64 arrays; vocabulary: dictionary from token to id.
    """
    file = f"models/{name}.json"
    stored = _json(file)
    try:
        parameters = {key: _array(value, dtype=float) for key, value in stored["parameters"].items()}
        vocabulary = {token: i for i, token in enumerate(stored["vocabulary"])}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _damaged(file, "?", f"no parameters and vocabulary: {type(error).__name__} {error}") from None
    if not parameters or not all(value.size and (abs(value) < math.inf).all() for value in parameters.values()):
        raise _damaged(file, "?", "a parameter is empty or not finite")
    if not vocabulary or len(vocabulary) != len(stored["vocabulary"]) or not all(isinstance(t, str) for t in vocabulary):
        raise _damaged(file, "?", "the vocabulary should be a list of different tokens")
    if "E" in parameters and len(parameters["E"]) != len(vocabulary):
        raise _damaged(file, "?", f"{len(vocabulary)} tokens but {len(parameters['E'])} rows of E")
    return parameters, vocabulary


def load_scores(name):
    """How well trained networks do, from data/models/NAME.tsv: {network: {group of sentences: array (seeds, 3)}}.

    The columns are token F1, span F1 and the share of right answers on names of cities; a group that is a number is a gap (int).
    """

    def parse(network, _, group, *scores):
        return network, _number_or_name(group), [_share(score) for score in scores]

    return _grouped(f"models/{name}.tsv", _parsed(f"models/{name}.tsv", SCORE_COLUMNS, parse))


def load_review_scores():
    """How well models of reviews.tsv do, from data/models/reviews_scores.tsv: {model: {split: array (starts, 2)}}.

    The columns are the share of right scores and the mean distance between answer and score, 0 to 4.
    """

    def parse(model, _, split, accuracy, distance):
        return model, split, [_share(accuracy), 4 * _share(float(distance) / 4)]

    return _grouped("models/reviews_scores.tsv", _parsed("models/reviews_scores.tsv", REVIEW_SCORE_COLUMNS, parse))


def load_translation_scores():
    """How well translators do, from data/models/translation_scores.tsv: {network: {group of sentences: array (starts, 6)}}.

    The columns are the share of exact translations, BLEU (0 to 100), the share of right characters, forced and free, and the
    same two after the first mistake of a sentence, nan if there is none.
    """
    file = "models/translation_scores.tsv"
    rows = _numbers(file, TRANSLATION_COLUMNS, words=4, passing="nan")
    return _grouped(file, ((network, group, scores) for network, _, _, group, *scores in rows))


def load_diary_bits():
    """Bits a character of networks that read the diary, from data/models/diary_bits.tsv: {model: [array (rows, 3) of a start]}.

    A row holds the number of updates, the bits on a part of the text of training, and the bits on the held-out entries.
    """
    rows = _numbers("models/diary_bits.tsv", DIARY_COLUMNS, words=2)
    return _runs((model, seed, numbers) for model, seed, *numbers in rows)


def load_kneser_ney():
    """Probabilities that Kneser-Ney smoothing of order 6 gives to the held-out characters of the diary, but the first: (n,).

    Held out is every tenth entry; data/models/trainers/diary.py counts in the others.
    """

    def parse(value):
        if _share(value) == 0:
            raise ValueError("a probability of 0, which smoothing never gives")
        return float(value)

    return _array([*_parsed("models/diary_kneser_ney.tsv", ("probability",), parse)])


def load_bugs():
    """What planted mistakes do to a training run, from data/models/bugs.tsv: {bug: array (starts, 3)}.

    The columns are the loss on dev after training, and token F1 at gap 0 and at gaps 8 to 10.
    """

    def parse(bug, _, loss, *scores):
        return bug, (_not_negative(loss), *map(_share, scores))

    return _of_all_starts("models/bugs.tsv", _by_key(_parsed("models/bugs.tsv", BUG_COLUMNS, parse)))


def load_rulers(task="latch"):
    """How far networks remember, from data/models/: {kind of network: {distance: (rate, accuracies of the starts)}}.

    task: "latch", from rulers.tsv, or "copy", from copies.tsv. The rate is the one that was chosen for this kind and distance, on
    other starts. Raises ValueError: another task.
    """
    files = {"latch": "models/rulers.tsv", "copy": "models/copies.tsv"}
    if task not in files:
        raise ValueError(f"no task {task!r}: choose latch or copy")

    def parse(kind, distance, rate, part, numbers):
        return kind, int(distance), part, (_not_negative(rate), _array([_share(accuracy) for accuracy in numbers.split(" ")]))

    file, table = files[task], {}
    for kind, distance, part, found in _parsed(file, RULER_COLUMNS, parse):
        measured = table.setdefault(kind, {})
        if part == "measured":
            measured[distance] = found
    shapes = {(tuple(groups), *(len(accuracies) for _, accuracies in groups.values())) for groups in table.values()}
    if len(shapes) != 1:
        raise _damaged(file, "?", "some kinds have other distances or fewer starts than others, the file seems to be cut")
    return table


def load_gradient_reach():
    """How far the gradient reaches in many trainings, from data/models/gradient_reach.tsv: {task: {updates: array (seeds, 4)}}.

    The columns are the share of far distances, the angle in degrees without them, and the sizes of a finite and of an
    infinitely small change at the end of the sentence, 1 at its start.
    """
    rows = _numbers("models/gradient_reach.tsv", REACH_COLUMNS, words=1)
    return _grouped("models/gradient_reach.tsv", ((task, int(updates), numbers) for task, _, updates, *numbers in rows))


def load_gradient_norms():
    """Norms in many trainings on a first token, from data/models/gradient_norms.tsv: {(rate, max_norm): array (seeds, 5)}.

    The columns are the loss at the end, the median norm, the largest norm, its update, and in how many updates it was above 10.
    """
    rows = _numbers("models/gradient_norms.tsv", NORM_COLUMNS, passing="inf")
    table = _by_key(((rate, max_norm), numbers) for rate, max_norm, _, *numbers in rows)
    return {setting: _array(rows) for setting, rows in table.items()}


def _numbers(file, columns, words=0, passing=""):
    """Rows of a table: `words` columns of text, then finite numbers from 0 up; the text `passing`, such as "inf", passes too."""

    def parse(*fields):
        return [*fields[:words], *(float(text) if text == passing else _not_negative(text) for text in fields[words:])]

    return _parsed(file, columns, parse)


def load_embedding_scores():
    """How good word vectors of world.txt are, from data/models/embeddings.tsv: {method: {score: array, one number a seed}}.

    The scores are those of `EMBEDDING_COLUMNS`: purity of the nearest words, shares of analogies solved with the given words
    excluded and allowed, whether man : woman = king : queen, and two correlations with the planted P(she). Methods that only
    count have one number each.
    """

    def parse(method, _, *scores):
        rows = []
        for name, score in zip(EMBEDDING_COLUMNS[2:], scores):
            rows.append((method, name, float(score) if name.endswith("_r") else _share(score)))
            if not -1 <= rows[-1][2] <= 1:
                raise ValueError(f"{name} is {score}, it should be between -1 and 1")
        return rows

    lines = _parsed("models/embeddings.tsv", EMBEDDING_COLUMNS, parse)
    return _grouped("models/embeddings.tsv", (row for line in lines for row in line))


def load_few_labels():
    """Span F1 of taggers with few labels, from data/models/few_labels.tsv: {start of the table: {its std: {group: seeds}}}.

    Of the rates that were tried, each table has the one that is best on dev, in the mean of the seeds.
    """

    def parse(name, std, rate, _, group, f1):
        return name, _not_negative(std), _not_negative(rate), group, _share(f1)

    def best(rates):
        return _of_all_starts(file, max(rates.values(), key=lambda groups: fmean(groups["dev"])))

    file, table = "models/few_labels.tsv", {}
    for name, std, rate, group, f1 in _parsed(file, FEW_LABEL_COLUMNS, parse):
        table.setdefault(name, {}).setdefault(std, {}).setdefault(rate, {}).setdefault(group, []).append(f1)
    return {name: {std: best(rates) for std, rates in stds.items()} for name, stds in table.items()}


def load_window_limits():
    """How often the best rule is right that sees a window, from data/models/window_limits.tsv: {tokens it sees: {gap: share}}."""
    table = {}
    for window, gap, share in _numbers("models/window_limits.tsv", LIMIT_COLUMNS):
        table.setdefault(int(window), {})[int(gap)] = share
    return table


def load_masked_words():
    """What guessing hidden words teaches, from data/models/masked_words.tsv: {measured: {group: array (seeds, 3)}}.

    The columns are the trained network, the network before training, and a static vector (nan where there is none); a group
    that is a number is a gap.
    """
    rows = _numbers("models/masked_words.tsv", MASKED_COLUMNS, words=3, passing="nan")
    return _grouped("models/masked_words.tsv", ((what, _number_or_name(group), shares) for what, _, group, *shares in rows))


def load_blank_history():
    """How networks learn to fill a blank, from data/models/blank_history.tsv: {network: [array (epochs, 3) for each seed]}.

    The columns are the loss, the share of held-out blanks filled with some city of the sentence, and the share in which the
    right one of two cities is the more probable.
    """
    rows = _numbers("models/blank_history.tsv", BLANK_COLUMNS, words=3)
    return _runs((network, seed, numbers) for network, seed, _, *numbers in rows)


def load_diary():
    """The text of diary.txt, as one string."""
    return "\n".join(_lines("diary.txt")) + "\n"


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
    entries = [(date, place, "\n".join(lines).strip()) for date, place, lines in entries]
    for date, place, text in entries:
        if not text:
            raise _damaged("diary.txt", "?", f"nothing follows the heading {date}. {place}.")
    return entries
