"""The checks of lecture 02: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import numpy as np
import verdicts

from helpers.checks import one_hot as check


def tokens_again(x, vocabulary):
    names = list(vocabulary)
    return [names[i] for i in x.argmax(axis=1)]


def tokens_down_the_columns(x, vocabulary):
    names = list(vocabulary)
    return [names[i] for i in x.argmax(axis=0)]


def tokens_of_the_vocabulary(x, vocabulary):
    return [token for token, i in vocabulary.items() if x[:, i].any()]


def table_gradient(dx, ids, N):
    dE = np.zeros((N, dx.shape[-1]))
    np.add.at(dE, ids, dx)
    return dE


def gradient_without_repeats(dx, ids, N):
    dE = np.zeros((N, dx.shape[-1]))
    dE[ids] += dx
    return dE


def gradient_as_a_mean(dx, ids, N):
    return table_gradient(dx, ids, N) / np.maximum(np.bincount(ids.ravel(), minlength=N), 1)[:, None]


def gradient_row_by_row(dx, ids, N):
    dE = np.zeros((N, dx.shape[-1]))
    for i, d in zip(ids, dx):
        dE[i] += d
    return dE


def gradient_in_empty_memory(dx, ids, N):
    dE = np.empty((N, dx.shape[-1]))
    np.add.at(dE, ids, dx)
    return dE


def unknown_for_new_columns(W_ax, old, new):
    return np.stack([W_ax[:, old.get(token, old["<unk>"])] for token in new], axis=1)


def gradient_everywhere(dx, ids, N):
    return table_gradient(dx, ids, N) + 0.1


def gradient_of_the_wrong_sign(dx, ids, N):
    return -table_gradient(dx, ids, N)


def carried_over(W_ax, old, new, start=np.zeros):
    moved = start((W_ax.shape[0], len(new)))
    for token, i in new.items():
        if token in old:
            moved[:, i] = W_ax[:, old[token]]
    return moved


def only_resized(W_ax, old, new):
    wide = np.hstack([W_ax, np.zeros((len(W_ax), len(new)))])
    return wide[:, : len(new)]


def carried_the_wrong_way(W_ax, old, new):
    moved = np.zeros((W_ax.shape[0], len(new)))
    for token, i in new.items():
        if token in old and i < W_ax.shape[1] and old[token] < len(new):
            moved[:, old[token]] = W_ax[:, i]
    return moved


def random_new_columns(W_ax, old, new):
    moved = carried_over(W_ax, old, new)
    moved[:, [i for token, i in new.items() if token not in old]] = 0.5
    return moved


def carried_in_empty_memory(W_ax, old, new):
    return carried_over(W_ax, old, new, np.empty)


def table_that_ends_early(dx, ids, N):
    return table_gradient(dx, ids, int(ids.max()) + 1)


def carried_with_holes(W_ax, old, new):
    moved = carried_over(W_ax, old, new)
    moved[:, -1] = 0
    return moved


TABLE = np.array([[0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [5, 0, 0.5], [5, 0.2, 0.5]])


def changed(place, row):
    table = TABLE.copy()
    table[place] = row
    return table


def in_the_order_of_the_list(W_ax, old, new):
    return np.array([W_ax[:, old[token]] if token in old else 0 * W_ax[:, 0] for token in new]).T


RIGHT = [
    (check.idle_multiplications, 12_799_360),
    (check.idle_multiplications, np.int64(12_799_360)),
    (check.idle_multiplications, 12_799_360.0),
    (check.tokens_again, tokens_again),
    (check.tokens_again, lambda x, vocabulary: np.array(tokens_again(x, vocabulary))),
    (check.tokens_again, lambda x, vocabulary: tuple(tokens_again(x, vocabulary))),
    (check.tokens_again, lambda x, vocabulary: (token for token in tokens_again(x, vocabulary))),
    (check.table_gradient, table_gradient),
    (check.table_gradient, lambda dx, ids, N: table_gradient(dx, ids, N).tolist()),
    (check.table_gradient, lambda dx, ids, N: table_gradient(dx, ids, N).astype(np.float32)),
    (check.carried_over, lambda W_ax, old, new: carried_over(W_ax, old, new).tolist()),
    (check.table_by_hand, dict(zip(check.WORDS, TABLE.tolist()))),
    (check.table_by_hand, {word: tuple(row) for word, row in zip(reversed(check.WORDS), TABLE[::-1])}),
    (check.carried_over, carried_over),
    (check.table_by_hand, TABLE),
    (check.table_by_hand, TABLE.tolist()),
    (check.table_by_hand, [[0, 0], [0, 1], [1, 0], [1, 1], [7, 7], [7, 8]]),
]
WRONG = [
    (check.idle_multiplications, 12_800_000, "Leave out those"),
    (check.idle_multiplications, 640, "asks for the others"),
    (check.idle_multiplications, 1_279_936, "has ten"),
    (check.idle_multiplications, 199_990, "zeros in x"),
    (check.idle_multiplications, 20_000, "number of columns"),
    (check.idle_multiplications, 12_799_936, "the 64 of one token"),
    (check.idle_multiplications, 12_799_990, "64 multiplications, not one"),
    (check.idle_multiplications, 1_280_000, "all multiplications of one token"),
    (check.idle_multiplications, 19_999, "zeros in x of one token"),
    (check.idle_multiplications, 5, "meet the 1"),
    (check.tokens_again, lambda x, vocabulary: [list(vocabulary)[i] for i in np.where(x)[0]], "numbers of the rows"),
    (check.tokens_again, lambda x, vocabulary: [list(vocabulary)[(i + 1) % 7] for i in x.argmax(axis=1)], "one id too far"),
    (check.tokens_again, lambda x, vocabulary: [list(vocabulary)[x.argmax()]], "first token alone"),
    (check.table_gradient, lambda dx, ids, N: table_gradient(dx, ids, N) / len(ids), "number of rows"),
    (check.carried_over, lambda W_ax, old, new: W_ax[:, [old[token] for token in new]], "in `new`, but not in `old`"),
    (check.carried_over, in_the_order_of_the_list, "stands at place 5"),
    (check.idle_multiplications, True, "not bool"),
    (check.idle_multiplications, "many", "not str"),
    (check.idle_multiplications, 200_000, "numbers in x"),
    (check.tokens_again, tokens_down_the_columns, "axis 1"),
    (check.tokens_again, lambda x, vocabulary: list(x.argmax(axis=1)), "These are ids"),
    (check.tokens_again, tokens_of_the_vocabulary, "only once"),
    (check.tokens_again, lambda x, vocabulary: "to Beijing", "Return a list"),
    (check.tokens_again, lambda x, vocabulary: ["to"] * len(x), "the rows of x say"),
    (check.table_gradient, gradient_without_repeats, "+= writes once"),
    (check.table_gradient, gradient_as_a_mean, "are added up"),
    (check.table_gradient, gradient_row_by_row, "a whole row of it at once"),
    (check.table_gradient, gradient_in_empty_memory, "np.empty is not zeros"),
    (check.table_gradient, lambda dx, ids, N: None, "returns None"),
    (check.carried_over, lambda W_ax, old, new: None, "returns None"),
    (check.carried_over, unknown_for_new_columns, "nothing has been learned for it"),
    (check.tokens_again, lambda x, vocabulary: [vocabulary[i] for i in x.argmax(axis=1)], "the way back"),
    (check.table_gradient, gradient_everywhere, "it should be"),
    (check.table_gradient, gradient_of_the_wrong_sign, "The sign is wrong"),
    (check.table_gradient, table_that_ends_early, "It has N rows"),
    (check.table_gradient, lambda dx, ids, N: table_gradient(dx, ids, N).T, "transpose"),
    (check.table_gradient, lambda dx, ids, N: dx, "The shape is"),
    (check.carried_over, only_resized, "still holds the numbers of"),
    (check.carried_over, carried_the_wrong_way, "Did you mix up old and new ids?"),
    (check.carried_over, random_new_columns, "nothing has been learned for it"),
    (check.carried_over, carried_in_empty_memory, "np.empty is not zeros"),
    (check.carried_over, carried_with_holes, "had a column before"),
    (check.carried_over, lambda W_ax, old, new: W_ax, "still holds the numbers of 'Beijing'"),
    (check.carried_over, lambda W_ax, old, new: carried_over(W_ax, old, new).T, "has shape"),
    (check.table_by_hand, np.eye(6), "at most three numbers"),
    (check.table_by_hand, TABLE[:5], "Give six rows"),
    (check.table_by_hand, TABLE * np.nan, "nan"),
    (check.table_by_hand, [[0], [1, 2], [1], [2], [3], [4]], "rows of different length"),
    (check.table_by_hand, {"man": [0, 1]}, "no row for woman"),
    (check.table_by_hand, [[0, 0, 0], [10, 0, 0], [0, 1, 0], [10, 1, 0], [5.8, 9, 0], [5.8, 9.2, 0]], "nearer to man"),
    (check.table_by_hand, changed(5, TABLE[4]), "beijing and xiamen have the same row"),
    (check.table_by_hand, changed(4, [0, 0, 0.5]), "nearer to woman"),
    (check.table_by_hand, changed(3, [0, 9, 1]), "nearer to queen"),
    (check.table_by_hand, changed(5, [50, 0, 0]), "The nearest word to beijing is man"),
    (check.table_by_hand, changed(3, [0, 1, 1.5]), "does not give queen"),
    (check.table_by_hand, "man", "numbers"),
]
STARTERS = [
    (check.idle_multiplications, ...),
    (check.tokens_again, lambda x, vocabulary: ...),
    (check.table_gradient, lambda dx, ids, N: ...),
    (check.carried_over, lambda W_ax, old, new: ...),
    (check.table_by_hand, ...),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_typical_mistakes_are_named = verdicts.wrong(WRONG)
test_starters_are_not_attempted = verdicts.untouched(STARTERS)


def test_a_gradient_that_overwrites_its_input_is_refused():
    def overwriting(dx, ids, N):
        dE = np.zeros((N, dx.shape[-1]))
        np.add.at(dE, ids, dx)
        dx *= 0
        return dE

    assert "changes its argument number 1" in check.table_gradient.outcome(overwriting).message
