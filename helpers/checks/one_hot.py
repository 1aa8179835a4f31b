"""Checks of lecture 02."""

import numpy as np

from helpers.checks.core import call, exercise, right, same_shape, wrong

WORDS = ("man", "woman", "king", "queen", "beijing", "xiamen")


@exercise
def idle_multiplications(answer):
    """Count the multiplications whose factor from x is 0."""
    if isinstance(answer, bool) or not isinstance(answer, int | np.integer):
        return wrong(f"Give a whole number, not {type(answer).__name__}.")
    if answer == 12_799_360:
        return right("64 times 19,999 for each of ten tokens; only 640 multiplications do anything.")
    reasons = {
        12_800_000: "These are all multiplications. Leave out those in which x gives the 1.",
        640: "These are the ones that do something: a 1 from x. The question asks for the others.",
        1_279_936: "That is one token. The sentence has ten.",
        199_990: "These are the zeros in x. Each of them meets a whole column of W_ax, 64 numbers.",
        20_000: "That is the number of columns. A product needs one multiplication for each row and column.",
    }
    return wrong(reasons.get(int(answer), "One token needs 64 times 20,000 multiplications, and 64 of them meet the 1."))


@exercise
def tokens_again(function):
    """Read the tokens back from their one-hot vectors."""
    vocabulary = {"<pad>": 0, "<unk>": 1, "to": 2, "Beijing": 3, "from": 4, "Xiamen": 5, ".": 6}
    for ids in ([2, 3, 4, 5, 6], [3, 3, 1], [6]):
        x = np.eye(len(vocabulary))[ids]
        found = call(function, x, vocabulary)
        expected = [list(vocabulary)[i] for i in ids]
        if not isinstance(found, list | tuple):
            return wrong(f"Return a list of tokens, not {type(found).__name__}.")
        if list(found) != expected:
            return wrong(_tokens_reason(list(found), expected, x, list(vocabulary)))
    return right("Nothing was lost: a one-hot vector holds exactly what the id holds, and no more.")


def _tokens_reason(found, expected, x, names):
    if all(isinstance(token, int | np.integer) for token in found):
        return "These are ids. Turn the vocabulary round to get from an id to its token."
    if len(found) == x.shape[1] and found == [names[i] for i in x.argmax(axis=0)]:
        return "You searched down the columns. One token is one row of x: look for the 1 along axis 1."
    if sorted(map(str, found)) == sorted(set(expected)) and len(found) < len(expected):
        return f"A token that occurs twice is there only once: {found} instead of {expected}."
    return f"You returned {found}, the rows of x say {expected}."


@exercise
def table_gradient(function):
    """Add up the gradient of a lookup table."""
    rng = np.random.default_rng(2)
    for shape, N, n_x in (((4,), 6, 3), ((5,), 4, 2), ((3, 4), 5, 2)):
        ids = rng.integers(0, N, shape)
        ids.flat[-1] = ids.flat[0]  # one id at least comes twice
        dx = rng.normal(size=(*shape, n_x))
        expected = np.zeros((N, n_x))
        np.add.at(expected, ids, dx)
        found = call(function, dx, ids, N)
        if np.shape(found) == (n_x, N):
            return wrong("Your result has one column per token. E has one row per token: transpose.")
        if (problem := same_shape(found, (N, n_x))) is not None:
            return problem
        if not np.allclose(found, expected):
            return wrong(_gradient_reason(np.asarray(found), expected, dx, ids))
    return right("Repeated tokens add up, and rows that no id chose stay exactly 0.")


def _gradient_reason(found, expected, dx, ids):
    last = np.zeros_like(expected)
    last[ids] += dx
    counts = np.bincount(ids.ravel(), minlength=len(expected))[:, None]
    if np.allclose(found, last):
        return f"The ids {ids.tolist()} have repeats, and of each id only the last row was kept. += writes once."
    if np.allclose(found * np.maximum(counts, 1), expected):
        return "You took the mean of the rows that share an id. Derivatives of a shared parameter are added up."
    if np.any(found[counts[:, 0] == 0]):
        return "A row of E that no id has chosen got a gradient. It did not take part, so its gradient is 0."
    return f"For the ids {ids.tolist()} the rows do not add up to the gradient of E[ids]."


@exercise
def carried_over(function):
    """Move each column to the new id of its token."""
    old = {"<pad>": 0, "<unk>": 1, "Beijing": 2, "Xiamen": 3, "at": 4, "from": 5}
    cases = [
        {"<pad>": 0, "<unk>": 1, "Aachen": 2, "Beijing": 3, "Xiamen": 4, "at": 5, "from": 6},
        {"<pad>": 0, "<unk>": 1, "from": 2, "Beijing": 3, "at": 4, "Xiamen": 5},
        {"<pad>": 0, "<unk>": 1, "at": 2, "from": 3, "to": 4},
    ]
    W_ax = np.round(np.random.default_rng(4).normal(size=(3, len(old))), 3)
    for new in cases:
        found = call(function, W_ax, old, new)
        if (problem := same_shape(found, (len(W_ax), len(new)))) is not None:
            return problem
        found = np.asarray(found)
        for token, i in sorted(new.items(), key=lambda item: item[0] not in old):  # known tokens first
            expected = W_ax[:, old[token]] if token in old else np.zeros(len(W_ax))
            if not np.allclose(found[:, i], expected):
                return wrong(_column_reason(found[:, i], token, i, W_ax, old, new))
    return right("Every known token keeps its numbers; only the new columns are still to be learned.")


def _column_reason(column, token, i, W_ax, old, new):
    if token not in old:
        return f"{token!r} is new: its column {i} should be 0, nothing has been learned for it."
    if i < W_ax.shape[1] and np.allclose(column, W_ax[:, i]):
        neighbour = list(old)[i]
        return f"Column {i} belongs to {token!r} now, but still holds the numbers of {neighbour!r}."
    if not np.any(column):
        return f"Column {i} is 0, but {token!r} had a column before: number {old[token]}."
    return f"Column {i} should hold what column {old[token]} held for {token!r}. Did you mix up old and new ids?"


@exercise
def table_by_hand(answer):
    """Give six words three numbers each, so that relations show."""
    E = np.asarray(answer, dtype=float)
    if E.ndim != 2 or len(E) != len(WORDS) or not 1 <= E.shape[1] <= 3:
        return wrong(f"The shape is {E.shape}. Give six rows of at most three numbers.")
    if not np.isfinite(E).all():
        return wrong("All entries must be finite numbers.")
    row = dict(zip(WORDS, E))
    distance = np.linalg.norm(E[:, None] - E, axis=-1) + np.diag(np.full(len(WORDS), np.inf))
    if distance.min() < 1e-6:
        first, second = np.unravel_index(distance.argmin(), distance.shape)
        return wrong(f"{WORDS[first]} and {WORDS[second]} have the same row, so no network can tell them apart.")
    for first, second in (("man", "woman"), ("king", "queen")):
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
