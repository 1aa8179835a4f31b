"""The checks of lecture 10a: right answers of every type pass, each wrong program is named."""

import numpy as np
import verdicts

from helpers.checks import ledger_and_batch as check
from helpers.taught.bptt import ledger
from helpers.taught.rnn import rnn_forward


def far(entries, k):
    T = len(entries)
    return sum((entries[i, j] for i in range(T) for j in range(T) if i - j >= k), np.zeros(entries.shape[2:]))


def product(delta, a):
    n_a = delta.shape[-1]
    return delta.reshape(-1, n_a).T @ a[:, :-1].reshape(-1, n_a)


def rows(array):
    return array.reshape(-1, array.shape[-1])


def flat(array):
    return array.reshape(array.shape[-1], -1)


def truncated(x, y, parameters, k):
    """Cut out of the ledger, a way that the check does not go itself."""
    T = len(x)
    return ledger(x, y, parameters)[np.subtract.outer(np.arange(T), np.arange(T)) < k].sum(0)


def without_slopes(x, y, p, k):
    """The road back, each time through W_aa, but never through tanh."""
    a, y_hat = rnn_forward(x, p)
    total = np.zeros(p["W_aa"].shape)
    for i in range(1, len(x) + 1):
        delta = p["W_ya"].T @ (y_hat[i - 1] - y[i - 1]) / len(x)
        for j in range(i, max(i - k, 0), -1):
            total += np.outer(delta, a[j - 1])
            delta = p["W_aa"].T @ delta
    return total


RIGHT = [
    (check.far_cells, far),
    (check.far_cells, lambda e, k: (e * np.tri(len(e), len(e), -k)[:, :, None, None]).sum((0, 1))),
    (check.far_cells, lambda e, k: far(e, k).tolist()),
    (check.far_cells, lambda e, k: far(e, k).astype(np.float32)),
    (check.far_cells, lambda e, k: far(e.astype(np.float32), k)),
    (check.gradient_as_product, product),
    (check.gradient_as_product, lambda d, a: np.einsum("bij,bik->jk", d, a[:, :-1])),
    (check.gradient_as_product, lambda d, a: tuple(map(tuple, product(d, a)))),
    (check.truncated, truncated),
    (check.truncated, lambda x, y, p, k: truncated(x, y, p, k).astype(np.float32)),
]
WRONG = [
    (check.far_cells, lambda e, k: far(e, k + 1), "At least k includes k itself"),
    (check.far_cells, lambda e, k: far(e, k) - far(e, k + 1), "exactly k"),
    (check.far_cells, lambda e, k: e.sum((0, 1)) - far(e, k), "near cells"),
    (check.far_cells, lambda e, k: e.sum((0, 1)) - far(e, k + 1), "near cells"),
    (check.far_cells, lambda e, k: e[k:].sum((0, 1)), "first rows"),
    (check.far_cells, lambda e, k: e[:, k:].sum((0, 1)), "first columns"),
    (check.far_cells, lambda e, k: far(e, k).sum(), "return one number"),
    (check.far_cells, lambda e, k: e * np.tri(len(e), len(e), -k)[:, :, None, None], "Add them up"),
    (check.far_cells, lambda e, k: far(e, k) * np.nan, "nan"),
    (check.far_cells, lambda e, k: far(e, 2), "whatever k is"),
    (check.far_cells, lambda e, k: np.tril(e, -k).sum((0, 1)), "last two axes"),
    (check.far_cells, lambda e, k: far(e.transpose(1, 0, 2, 3), k), "That is j - i"),
    (check.far_cells, lambda e, k: 7 * far(e, k), "For"),
    (check.far_cells, lambda e, k: far(e, k) / len(e), "not averaged"),
    (check.far_cells, lambda e, k: far(e, -k), "You add all cells"),
    (check.far_cells, lambda e, k: e[k, 0], "first far cell alone"),
    (check.gradient_as_product, lambda d, a: rows(d) @ rows(a[:, :-1]).T, "each pair of tokens"),
    (check.gradient_as_product, lambda d, a: rows(d).T @ rows(a)[: -len(d)], "last state of every sentence"),
    (check.gradient_as_product, lambda d, a: product(d[:, 1:], a[:, 1:]), "The first position is missing"),
    (check.gradient_as_product, lambda d, a: flat(d) @ flat(a[:, :-1]).T, "reshape(-1, n_a)"),
    (check.truncated, lambda x, y, p, k: ledger(x, y, p)[:, -k:].sum((0, 1)), "from the end of the sentence"),
    (check.truncated, check._truncated(slope=-1), "you used a[j - 1]"),
    (check.truncated, check._truncated(read=0), "you used a[j]"),
    (check.gradient_as_product, lambda d, a: d.reshape(a.shape[-1], -1) @ a[:, :-1].reshape(-1, a.shape[-1]), "not transpose"),
    (check.truncated, lambda x, y, p, k: len(x) / k * truncated(x, y, p, k), "not over k"),
    (check.truncated, lambda x, y, p, k: {"W_aa": truncated(x, y, p, k)}, "not a dictionary"),
    (check.truncated, lambda x, y, p, k: 0 * x[-k - 1].sum() + truncated(x, y, p, k), "however large k is"),
    (check.truncated, without_slopes, "slope of tanh is missing"),
    (check.gradient_as_product, lambda d, a: np.einsum("bij,bik->jk", d, a[:, 1:]), "previous state"),
    (check.gradient_as_product, lambda d, a: product(d, a).T, "transpose"),
    (check.gradient_as_product, lambda d, a: product(d, a) / len(d), "not averaged"),
    (check.gradient_as_product, lambda d, a: product(d, a) / d[..., 0].size, "sum of the mask already"),
    (check.gradient_as_product, lambda d, a: np.einsum("bij,bik->bjk", d, a[:, :-1]), "one matrix for each sentence"),
    (check.gradient_as_product, lambda d, a: d[:, -1].T @ a[:, -2], "last position alone"),
    (check.gradient_as_product, lambda d, a: np.outer(d.sum((0, 1)), a[:, :-1].sum((0, 1))), "product of sums"),
    (check.gradient_as_product, lambda d, a: product(d, a) + a.fill(0) if a.fill(0) else product(d, a), "changes its argument"),
    (check.truncated, lambda x, y, p, k: truncated(x, y, p, k + 1), "One step too many"),
    (check.truncated, lambda x, y, p, k: truncated(x, y, p, k - 1), "One step too few"),
    (check.truncated, lambda x, y, p, k: truncated(x, y, p, 99), "Nothing is cut"),
    (check.truncated, lambda x, y, p, k: truncated(x, y, p, 1), "Only the diagonal"),
    (check.truncated, lambda x, y, p, k: len(x) * truncated(x, y, p, k), "divide by T"),
    (check.truncated, lambda x, y, p, k: ledger(x, y, p)[-1, -k:].sum(0), "Only the last loss"),
    (check.truncated, lambda x, y, p, k: ledger(x, y, p), "shape"),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_mistakes_are_named = verdicts.wrong(WRONG)


def test_pieces_are_named():
    """Pieces of k tokens, as libraries cut a text, are another gradient; the check says which."""

    def pieces(x, y, p, k):
        entries, piece = ledger(x, y, p), np.arange(len(x)) // k
        return entries[piece[:, None] == piece[None]].sum(0)

    assert "pieces of k" in check.truncated.outcome(pieces).message


EVERY = [check.far_cells, check.gradient_as_product, check.truncated]
test_untouched_starters_are_not_attempted = verdicts.untouched((c, answer) for c in EVERY for answer in (..., lambda *a: ...))
