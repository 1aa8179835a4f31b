"""Checks of lecture 02."""

import contextlib
from collections.abc import Mapping

import numpy as np

from helpers.checks.core import (
    NotYetError,
    array,
    call,
    close,
    compare,
    exercise,
    items,
    mistaken,
    random_cases,
    right,
    whole_number,
    wrong,
)

WORDS = ("man", "woman", "king", "queen", "beijing", "xiamen")


@exercise
def idle_multiplications(answer):
    """Count the multiplications whose factor from x is 0."""
    answer = whole_number(answer)
    if answer == 12_799_360:
        return right("64 times 19,999 for each of ten tokens; only 640 multiplications do anything.")
    reasons = {
        12_800_000: "These are all multiplications. Leave out those in which x gives the 1.",
        640: "These are the ones that do something: a 1 from x. The question asks for the others.",
        1_279_936: "That is one token. The sentence has ten.",
        199_990: "These are the zeros in x. Each of them meets a whole column of W_ax, 64 numbers.",
        200_000: "These are the numbers in x. Each of them meets a whole column of W_ax, 64 numbers.",
        12_799_936: "You left out the 64 of one token. Each of the ten tokens has a 1.",
        12_799_990: "Each of the ten ones meets a whole column of W_ax: 64 multiplications, not one.",
        1_280_000: "These are all multiplications of one token. Leave out those with the 1, and take ten tokens.",
        19_999: "These are the zeros in x of one token. Each of them meets a column of 64 numbers, and there are ten tokens.",
        20_000: "That is the number of columns. A product needs one multiplication for each row and column.",
    }
    otherwise = "One token needs 64 times 20,000 multiplications, and 64 of them meet the 1."
    return mistaken(answer, reasons.items(), otherwise, "10 * 64 * (20_000 - 1)", close)


@exercise
def tokens_again(function):
    """Read the tokens back from their one-hot vectors."""
    vocabulary = {"<pad>": 0, "<unk>": 1, "to": 2, "Beijing": 3, "from": 4, "Xiamen": 5, ".": 6}
    names = list(vocabulary)
    for ids in ([2, 3, 4, 5, 6], [3, 3, 1], [6], [1, 0, 6, 6, 2, 5, 0, 4, 3]):
        x = np.eye(len(vocabulary))[ids]
        try:
            found = call(function, x, vocabulary)
        except KeyError as error:
            if isinstance(error.args[0], int | np.integer):
                return wrong("The vocabulary leads from a token to its id. You need the way back: list(vocabulary)[id].")
            raise
        if isinstance(found, str):
            return wrong("Return a list of tokens, not one str.")
        found, expected = items(found, "What you return"), [names[i] for i in ids]
        if found != expected:
            return wrong(_tokens_reason(found, expected, x, names))
    return right("Nothing was lost: a one-hot vector holds exactly what the id holds, and no more.")


def _tokens_reason(found, expected, x, names):
    if found and all(isinstance(token, int | float | np.integer) for token in found):
        return "These are ids. Turn the vocabulary round to get from an id to its token."
    if len(found) == x.shape[1] and found == [names[i] for i in x.argmax(axis=0)]:
        return "You searched down the columns. One token is one row of x: look for the 1 along axis 1."
    if found == [names[k] for k in range(len(x))]:
        return "You took the numbers of the rows. The id is the column of the 1: np.where gives rows first, then columns."
    if found == [names[(i + 1) % len(names)] for i in x.argmax(axis=1)]:
        return "You are one id too far: positions count from 0, and so do ids."
    if found == expected[:1]:
        return "That is the first token alone. Look for the 1 in each row: axis=1. (Or does `return` stand inside the loop?)"
    if sorted(map(str, found)) == sorted(set(expected)) and len(found) < len(expected):
        return f"A token that occurs twice is there only once: {found} instead of {expected}."
    return f"You returned {found}, the rows of x say {expected}."


def _added_up(dx, ids, N):
    dE = np.zeros((N, dx.shape[-1]))
    np.add.at(dE, ids, dx)
    return dE


def _last_only(dx, ids, N):
    dE = np.zeros((N, dx.shape[-1]))
    dE[ids] += dx
    return dE


def _row_by_row(dx, ids, N):
    dE = np.zeros((N, dx.shape[-1]))
    for i, d in zip(ids, dx):
        dE[i] += d
    return dE


def _mean(dx, ids, N):
    return _added_up(dx, ids, N) / np.maximum(np.bincount(ids.ravel(), minlength=N), 1)[:, None]


def _table_case(rng):
    shape = (4, 5, 1)[: rng.integers(1, 3)]
    N = int(rng.integers(5, 9))
    ids = rng.integers(0, N - 2, shape)  # the last rows of the table are not used
    ids.flat[-1] = ids.flat[0]  # one id at least comes twice
    return rng.normal(size=(*shape, int(rng.integers(2, 4)))), ids, N


@exercise
def table_gradient(function):
    """Add up the gradient of a lookup table."""
    mistakes = [
        (_last_only, "Some ids occur twice, and of each id only the last row was kept. += writes once."),
        (_mean, "You took the mean of the rows that share an id. Derivatives of a shared parameter are added up."),
        (lambda dx, ids, N: _added_up(dx, ids, N).T, "Your result has one column per token. E has one row per token: transpose."),
        (lambda dx, ids, N: _added_up(dx, ids, ids.max() + 1), "Your table ends at the largest id. It has N rows, used or not."),
        (_row_by_row, "ids may be a table of ids, (B, T). Your loop takes a whole row of it at once, and there += writes once."),
        (lambda dx, ids, N: _added_up(dx, ids, N) + 7.7, "You added to memory that was in use: np.empty is not zeros."),
        (lambda dx, ids, N: -_added_up(dx, ids, N), "The sign is wrong: the gradient is added, the update subtracts it."),
        (lambda dx, ids, N: _added_up(dx, ids, N) / len(ids), "You divided by the number of rows. dx is the derivative already."),
        (lambda dx, ids, N: _added_up(dx, ids, N) / ids.size, "You divided by the number of ids. dx is the derivative already."),
    ]  # fmt: skip

    def in_used_memory(*case):
        with _memory_in_use():
            return function(*case)

    judged = in_used_memory if callable(function) else function
    compare(judged, _added_up, random_cases(_table_case, n=6), mistakes, formula="np.add.at(dE, ids, dx)", untouched=True)
    return right("Repeated tokens add up, and rows that no id chose stay exactly 0.")


@contextlib.contextmanager
def _memory_in_use():
    """While it lasts, np.empty gives memory with numbers in it, as it may at any time."""
    kept = np.empty
    np.empty = lambda shape, *more, **options: np.full(shape, 7.7)
    try:
        yield
    finally:
        np.empty = kept


@exercise
def carried_over(function):
    """Move each column to the new id of its token."""
    old = {"<pad>": 0, "<unk>": 1, "Beijing": 2, "Xiamen": 3, "at": 4, "from": 5}
    cases = [
        {"<pad>": 0, "<unk>": 1, "from": 2, "Beijing": 3, "at": 4, "Xiamen": 5},
        {"<pad>": 0, "<unk>": 1, "Aachen": 2, "Beijing": 3, "Xiamen": 4, "at": 5, "from": 6},
        {"<pad>": 0, "<unk>": 1, "at": 2, "from": 3, "to": 4},
        {"<pad>": 0, "<unk>": 1, "at": 5, "to": 2, "Beijing": 4, "Kyoto": 3},
    ]
    W_ax = np.round(np.random.default_rng(4).normal(size=(3, len(old))), 3)
    formula = "moved[:, new[token]] = W_ax[:, old[token]], beginning with zeros"
    for new in cases:
        with _memory_in_use():
            found = array(_carried(function, W_ax, old, new), (len(W_ax), len(new)), "What you return")
        for token, i in sorted(new.items(), key=lambda item: item[0] not in old):  # known tokens first
            expected = W_ax[:, old[token]] if token in old else np.zeros(len(W_ax))
            if not close(found[:, i], expected):
                return wrong(_column_reason(found[:, i], token, i, W_ax, old, new), formula)
    return right("Every known token keeps its numbers; only the new columns are still to be learned.")


def _carried(function, W_ax, old, new):
    """What the reader's function returns; a token that it seeks in the wrong vocabulary is named."""
    try:
        return call(function, W_ax, old, new, untouched=True)
    except KeyError as error:
        token = error.args[0]
        if token not in old and token not in new:
            raise
        here, there = ("new", "old") if token in new else ("old", "new")
        raise NotYetError(f"{token!r} is in `{here}`, but not in `{there}`. Ask first: if token in {there}.") from None


def _column_reason(column, token, i, W_ax, old, new):
    if token not in old:
        why = " (np.empty is not zeros.)" if close(column, np.full(len(column), 7.7)) else ""
        return f"{token!r} is new: its column {i} should be 0, nothing has been learned for it.{why}"
    if i < W_ax.shape[1] and close(column, W_ax[:, i]):
        neighbour = list(old)[i]
        return f"Column {i} belongs to {token!r} now, but still holds the numbers of {neighbour!r}."
    placed = list(new)[i]
    if placed != token and close(column, W_ax[:, old[placed]] if placed in old else np.zeros(len(column))):
        return f"Column {i} holds what is for {placed!r}, which stands at place {i} in `new`. The id {i} is that of {token!r}."
    if not np.any(column):
        return f"Column {i} is 0, but {token!r} had a column before: number {old[token]}."
    return f"Column {i} should hold what column {old[token]} held for {token!r}. Did you mix up old and new ids?"


def _six_rows(answer):
    """The reader's table as an array (6, 1 to 3), from a list, an array, or a dictionary from word to row."""
    if isinstance(answer, Mapping):
        missing = [word for word in WORDS if word not in answer]
        if missing:
            raise NotYetError(f"There is no row for {missing[0]}.")
        answer = [answer[word] for word in WORDS]
    E = array(answer, name="Your table")
    E = E[:, None] if E.ndim == 1 else E
    if E.ndim != 2 or len(E) != len(WORDS) or not 1 <= E.shape[1] <= 3:
        raise NotYetError(f"The shape is {E.shape}. Give six rows of at most three numbers.")
    return E


@exercise
def table_by_hand(answer):
    """Give six words three numbers each, so that relations show."""
    E = _six_rows(answer)
    row = dict(zip(WORDS, E))
    distance = np.linalg.norm(E[:, None] - E, axis=-1) + np.diag(np.full(len(WORDS), np.inf))
    if distance.min() < 1e-6:
        first, second = np.unravel_index(distance.argmin(), distance.shape)
        return wrong(f"{WORDS[first]} and {WORDS[second]} have the same row, so no network can tell them apart.")
    for first, second in (("man", "woman"), ("woman", "man"), ("king", "queen"), ("queen", "king")):
        for city in ("beijing", "xiamen"):
            near, far = np.linalg.norm(row[first] - row[second]), np.linalg.norm(row[first] - row[city])
            if not near < far - 1e-9:
                return wrong(f"{first} is {near:.2f} from {second} and {far:.2f} from {city}. It should be nearer to {second}.")
    for city, other in (("beijing", "xiamen"), ("xiamen", "beijing")):
        nearest = WORDS[int(distance[WORDS.index(city)].argmin())]
        if nearest != other:
            return wrong(f"The nearest word to {city} is {nearest}. It should be {other}.")
    if not np.allclose(row["king"] - row["man"] + row["woman"], row["queen"], atol=1e-6):
        return wrong("king − man + woman does not give queen. Let one of the numbers mean male or female, and nothing else.")
    return right("Near words, far words, and man to woman as king to queen: this is what an embedding should learn.")
