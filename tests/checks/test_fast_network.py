"""The checks of appendix 11a: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import functools

import numpy as np
import verdicts

from helpers.checks import fast_network as check


def rows(lengths):
    return [int(np.sum(lengths >= i)) for i in range(1, max(lengths) + 1)]


def rows_of(array):
    return array.reshape(-1, array.shape[-1])


def gradient(delta, a):
    return rows_of(delta).T @ rows_of(a[:, :-1])


def by_while(delta, a):
    total, b = 0, 0
    while b < len(delta):
        total = total + delta[b].T @ a[b, :-1]
        b += 1
    return total


def by_calling_itself(delta, a):
    rest = by_calling_itself(delta[1:], a[1:]) if len(delta) > 1 else 0
    return delta[0].T @ a[0, :-1] + rest


def in_place(lengths):
    lengths.sort()
    return [int(np.sum(lengths >= i)) for i in range(1, lengths[-1] + 1)]


class Stepwise:
    def __call__(self, delta, a):
        return by_while(delta, a)


RIGHT = [(check.cells_saved, 0.4), (check.cells_saved, [np.float32(0.4)]), (check.rows_of_steps, rows),
         (check.one_product, gradient),
         (check.rows_of_steps, lambda lengths: np.bincount(lengths)[::-1].cumsum()[::-1][1:]),
         (check.one_product, lambda delta, a: np.vstack(delta).T @ np.vstack(a[:, :-1])),
         (check.one_product, lambda delta, a: np.einsum("bij,bik->jk", delta, a[:, :-1])),
         (check.one_product, lambda delta, a: np.tensordot(delta, a[:, :-1], ([0, 1], [0, 1]))),
         (check.one_product, lambda delta, a: (delta.transpose(0, 2, 1) @ a[:, :-1]).sum(0)),
         (check.one_product, lambda delta, a: gradient(delta, a).astype(np.float32).tolist())]  # fmt: skip
WRONG = [
    (check.cells_saved, 16, "number of cells"),
    (check.cells_saved, 40, "percent"),
    (check.cells_saved, 0.6, "share of the real tokens"),
    (check.cells_saved, 0.667, "over real tokens"),
    (check.cells_saved, 60, "in percent"),
    (check.cells_saved, 24, "are real"),
    (check.cells_saved, 0.25, "4 sentences times 10"),
    (check.cells_saved, "half", ""),
    (check.rows_of_steps, lambda lengths: rows(lengths)[1:], "shape"),
    (check.rows_of_steps, lambda lengths: rows(lengths)[:-1], "last step is missing"),
    (check.rows_of_steps, lambda lengths: [len(lengths), *rows(lengths)], "begin your range with 1"),
    (check.rows_of_steps, lambda lengths: [int(np.sum(lengths > i)) for i in range(1, max(lengths) + 1)], "not more than i"),
    (check.rows_of_steps, lambda lengths: [int(np.sum(lengths <= i)) for i in range(1, max(lengths) + 1)], "have ended"),
    (check.rows_of_steps, lambda lengths: (lengths[:, None] >= np.arange(1, max(lengths) + 1)).sum(1), "other axis"),
    (check.rows_of_steps, lambda lengths: sorted(lengths)[::-1], "longest first"),
    (check.rows_of_steps, lambda lengths: [4, 4, 3, 2, 2, 1, 1], "shape"),
    (check.rows_of_steps, in_place, "copy"),
    (check.rows_of_steps, lambda lengths: [int(np.sum(lengths < i)) for i in range(1, max(lengths) + 1)], "have ended"),
    (check.rows_of_steps, lambda lengths: [np.mean(lengths >= i) for i in range(1, max(lengths) + 1)], "np.mean"),
    (check.rows_of_steps, lambda lengths: [len(lengths >= i) for i in range(1, max(lengths) + 1)], "len counts"),
    (check.rows_of_steps, lambda lengths: [lengths[lengths >= i].sum() for i in range(1, max(lengths) + 1)], "their tokens"),
    (check.rows_of_steps, lambda lengths: [lengths >= i for i in range(1, max(lengths) + 1)], "True or False"),
    (check.rows_of_steps, lambda lengths: [np.sum(lengths >= i) for i in range(1, len(lengths) + 1)], "number of sentences"),
    (check.rows_of_steps, lambda lengths: [np.sum(lengths >= i) for i in range(len(lengths))], "number of sentences"),
    (check.rows_of_steps, lambda lengths: [*rows(lengths), 0], "One too many"),
    (check.rows_of_steps, lambda lengths: rows(lengths)[::-1], "Begin with step 1"),
    (check.one_product, lambda delta, a: gradient(delta, a).T, "Transposed"),
    (check.one_product, lambda delta, a: sum(d.T @ before[:-1] for d, before in zip(delta, a)), "without a loop"),
    (check.one_product, lambda delta, a: np.sum([d.T @ before[:-1] for d, before in zip(delta, a)], axis=0), "without a loop"),
    (check.one_product, lambda delta, a: sum(map(lambda d, before: d.T @ before[:-1], delta, a)), "without a loop"),
    (check.one_product, by_while, "without a loop"),
    (check.one_product, lambda delta, a: by_while(delta, a), "without a loop"),
    (check.one_product, functools.partial(by_while), "without a loop"),
    (check.one_product, Stepwise(), "without a loop"),
    (check.one_product, by_calling_itself, "without a loop"),
    (check.one_product, lambda delta, a: gradient(delta, np.roll(a, -1, axis=1)), "state before it"),
    (check.one_product, lambda delta, a: gradient(delta, np.roll(a, -1, axis=1)).T, "Two mistakes"),
    (check.one_product, lambda delta, a: gradient(delta, a) / delta[..., 0].size, "mean"),
    (check.one_product, lambda delta, a: gradient(delta, a) / len(delta), "mean of the sentences"),
    (check.one_product, lambda delta, a: rows_of(delta).T @ rows_of(a)[: -len(a)], "cut after you flattened"),
    (check.one_product, lambda delta, a: np.sum(list(map(lambda d, b: d.T @ b[:-1], delta, a)), 0), "without a loop"),
    (check.one_product, lambda delta, a: rows_of(delta) @ rows_of(a[:, :-1]).T, "wrong one"),
    (check.one_product, lambda delta, a: delta.reshape(delta.shape[2], -1) @ rows_of(a[:, :-1]), "rows into columns"),
    (check.one_product, lambda delta, a: rows_of(delta).T @ rows_of(a), "Which state"),
    (check.one_product, lambda delta, a: rows_of(delta).T @ rows_of(a[:-1]), "Which state"),
    (check.one_product, lambda delta, a: delta.reshape(-1, n_a).T @ a[:, :-1].reshape(-1, n_a), "Read it off"),  # noqa: F821
    (check.one_product, lambda delta, a: elsewhere, "NameError"),  # noqa: F821
    (check.one_product, lambda delta, a: gradient(delta, a) / delta.shape[1], "mean of the steps"),
    (check.one_product, lambda delta, a: -gradient(delta, a), "sign is turned"),
    (check.one_product, lambda delta, a: delta.transpose(0, 2, 1) @ a[:, :-1], "for each sentence"),
    (check.one_product, lambda delta, a: np.einsum("bij,bik->ijk", delta, a[:, :-1]), "for each step"),
    (check.one_product, lambda delta, a: delta * a[:, :-1], "entry by entry"),
    (check.one_product, lambda delta, a: (delta * a[:, :-1]).sum((0, 1)), "entry by entry"),
    (check.one_product, lambda delta, a: np.outer(delta.sum((0, 1)), a[:, :-1].sum((0, 1))), "its own state"),
    (check.one_product, lambda delta, a: delta[:, -1].T @ a[:, -2], "last step alone"),
    (check.one_product, lambda delta, a: delta[0].T @ a[0, :-1], "first sentence alone"),
    (check.one_product, lambda delta, a: np.einsum("bij,cik->bjck", delta, a[:, :-1]), "over the steps alone"),
    (check.one_product, lambda delta, a: rows_of(delta.swapaxes(0, 1)).T @ rows_of(a[:, :-1]), "different orders"),
    (check.one_product, lambda delta, a: rows_of(delta).T @ rows_of(a[:, :-1].swapaxes(0, 1)), "different orders"),
    (check.one_product, lambda delta, a: rows_of(delta).T @ rows_of(a)[len(a) :], "cut after you flattened"),
    (check.one_product, lambda delta, a: np.zeros((delta.shape[2],) * 2), "should be"),
    (check.one_product, lambda delta, a: delta, "shape"),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_mistakes_are_named = verdicts.wrong(WRONG)
test_three_dots_are_not_attempted = verdicts.untouched(
    [(check.cells_saved, ...), (check.rows_of_steps, lambda lengths: ...), (check.one_product, lambda delta, a: ...)]
)
