"""Checks of lecture 10a: far cells of a ledger, a gradient as one product, truncated backpropagation."""

import numpy as np

from helpers.checks.core import NotYetError, compare, exercise, random_cases, right


# -------------------------------------------------------------------------------------------------------- far cells
def _cells(keep):
    """A program that adds the cells (i, j) with keep(i - j, k)."""

    def program(entries, k):
        T = len(entries)
        return sum((entries[i, j] for i in range(T) for j in range(i + 1) if keep(i - j, k)), np.zeros(entries.shape[2:]))

    return program


@exercise
def far_cells(function):
    """Add up the cells of the ledger that lie at least k steps back."""

    def case(rng):
        T, n_a = int(rng.integers(4, 8)), int(rng.integers(1, 4))
        return rng.normal(size=(T, T, n_a, n_a)) * np.tri(T)[:, :, None, None], int(rng.integers(1, T))

    cases = random_cases(case, 5)
    cases += [(cases[0][0], 0), (cases[1][0], 2)]
    mistakes = [
        (_cells(lambda d, k: d > k), "You add the cells more than k steps back. At least k includes k itself."),
        (_cells(lambda d, k: d == k), "You add the cells exactly k steps back. Those farther back belong to it too."),
        (_cells(lambda d, k: d <= k), "You add the near cells. The far ones have a distance of at least k."),
        (_cells(lambda d, k: d < k), "You add the near cells. The far ones have a distance of at least k."),
        (lambda e, k: e[k:].sum((0, 1)), "You drop the first rows. The distance is i - j, row minus column."),
        (lambda e, k: e[:, k:].sum((0, 1)), "You drop the first columns. The distance is i - j, row minus column."),
        (lambda e, k: _cells(lambda d, k: d >= k)(e, k).sum(), "You return one number. A cell is a matrix, and so is their sum."),
        (lambda e, k: np.tril(e, -k).sum((0, 1)), "np.tril looks at the last two axes, those of a cell. "
         "i and j are the first two."),
        (lambda e, k: (e * np.tri(len(e), len(e), -k).T[:, :, None, None]).sum((0, 1)), "That is j - i. The distance is i - j, "
         "row minus column."),
        (lambda e, k: _cells(lambda d, k: d >= 2)(e, k), "You add the cells at least 2 steps back, whatever k is."),
        (lambda e, k: e * np.tri(len(e), len(e), -k)[:, :, None, None], "The right cells are left. Add them up."),
        (lambda e, k: _cells(lambda d, k: d >= k)(e, k) / len(e), "The cells are added, not averaged."),
        (lambda e, k: e.sum((0, 1)), "You add all cells. Which of them lie at least k steps back? (np.tri takes -k, not k.)"),
        (lambda e, k: e[k, 0], "That is the first far cell alone. Does the line with `return` stand inside the loop?"),
    ]  # fmt: skip
    compare(function, _cells(lambda d, k: d >= k), cases, mistakes, "the sum over i and j of entries[i, j] where i - j >= k",
            tolerance=1e-6)  # fmt: skip
    return right("k = 0 gives the whole gradient. How fast this shrinks as k grows is the subject of lecture 15.")


# ------------------------------------------------------------------------------------------------------ one product
def _product(delta, a):
    return np.einsum("bij,bik->jk", delta, a[:, :-1])


@exercise
def gradient_as_product(function):
    """Compute the gradient of W_aa from all error signals and states."""

    def case(rng):
        B, T, n_a = (int(n) for n in rng.integers(2, 6, size=3))
        return rng.normal(size=(B, T, n_a)), rng.normal(size=(B, T + 1, n_a))

    mistakes = [
        (lambda d, a: np.einsum("bij,bik->jk", d, a[:, 1:]), "W_aa reads the previous state: at position i that is a[:, i - 1]."),
        (lambda d, a: _product(d, a).T, "That is the transpose: a row for each number that W_aa writes, so delta comes first."),
        (lambda d, a: _product(d, a) / len(d), "The sentences are added, not averaged: do was divided by the sum of the mask."),
        (lambda d, a: _product(d, a) / d[..., 0].size, "The terms are added: do was divided by the sum of the mask already."),
        (lambda d, a: np.einsum("bij,bik->bjk", d, a[:, :-1]), "You have one matrix for each sentence. Add them up."),
        (lambda d, a: np.einsum("bj,bk->jk", d[:, -1], a[:, -2]), "That is the last position alone. Every position adds a term."),
        (lambda d, a: d.reshape(d.shape[-1], -1) @ a[:, :-1].reshape(-1, d.shape[-1]), "reshape(n_a, -1) does not transpose: "
         "lay the rows under each other with reshape(-1, n_a), then take .T."),
        (lambda d, a: d.reshape(d.shape[-1], -1) @ a[:, :-1].reshape(d.shape[-1], -1).T, "reshape(n_a, -1) does not transpose: "
         "lay the rows under each other with reshape(-1, n_a)."),
        (lambda d, a: d.reshape(-1, d.shape[-1]) @ a[:, :-1].reshape(-1, d.shape[-1]).T, "You have a number for each pair of "
         "tokens. The transpose belongs to delta: the sum runs over the tokens."),
        (lambda d, a: d.reshape(-1, d.shape[-1]).T @ a.reshape(-1, d.shape[-1])[: -len(d)], "Drop the last state of every "
         "sentence before you lay the rows under each other."),
        (lambda d, a: np.einsum("bij,bik->jk", d[:, 1:], a[:, 1:-1]), "The first position is missing. At i = 1 the state read "
         "is a[:, 0], and it need not be zero."),
        (lambda d, a: d.sum((0, 1))[:, None] * a[:, :-1].sum((0, 1)), "A product of sums is not the sum of the products."),
    ]  # fmt: skip
    compare(function, _product, random_cases(case), mistakes, "delta.reshape(-1, n_a).T @ a[:, :-1].reshape(-1, n_a)",
            untouched=True)  # fmt: skip
    return right("All sentences and positions in one product; the larger the batch, the more it pays.")


# ------------------------------------------------------------------------------------------------------- truncation
def _truncated(steps_back=lambda i, k: max(i - k, 0), transposed=True, loss=lambda i, T: True, mean=True, slope=0, read=-1,
               counts=lambda j, T, k: True):  # fmt: skip
    """A program for truncated gradients: the road from loss i runs through the steps i, ..., steps_back(i, k) + 1.

    At step j the slope is that of a[j + slope], W_aa reads a[j + read], and the term is added if counts(j, T, k).
    """

    def program(x, y, p, k):
        T, a = len(x), [np.zeros(len(p["b_a"]))]
        for vector in x:
            a.append(np.tanh(p["W_ax"] @ vector + p["W_aa"] @ a[-1] + p["b_a"]))
        total = np.zeros(p["W_aa"].shape)
        for i in range(1, T + 1):
            y_hat = 0.5 * (1 + np.tanh((p["W_ya"] @ a[i] + p["b_y"]) / 2))
            da = p["W_ya"].T @ (y_hat - y[i - 1]) / (T if mean else 1) * loss(i, T)
            for j in range(i, steps_back(i, k), -1):
                delta = da if slope is None else da * (1 - a[j + slope] ** 2)
                total += np.outer(delta, a[j + read]) * counts(j, T, k)
                da = (p["W_aa"].T if transposed else p["W_aa"]) @ delta
        return total

    return program


@exercise
def truncated(function):
    """Write the gradient of W_aa in which each loss goes back through k steps only."""

    def case(rng):
        n_x, n_a, n_y = (int(n) for n in rng.integers(1, 4, size=3))
        shapes = {"W_ax": (n_a, n_x), "W_aa": (n_a, n_a), "b_a": (n_a,), "W_ya": (n_y, n_a), "b_y": (n_y,)}
        T = int(rng.integers(4, 8))
        parameters = {name: rng.normal(0, 0.8, shape) for name, shape in shapes.items()}
        return rng.normal(size=(T, n_x)), rng.integers(0, 2, (T, n_y)).astype(float), parameters, int(rng.integers(1, 4))

    cases = random_cases(case, 5)
    cases += [(*cases[0][:3], len(cases[0][0])), (*cases[1][:3], 99)]
    mistakes = [
        (_truncated(lambda i, k: max(i - k - 1, 0)), "One step too many: count the loss's own step."),
        (_truncated(lambda i, k: min(max(i - k + 1, 0), i)), "One step too few: for k = 1 the loss's own step is left."),
        (_truncated(lambda i, k: 0), "Nothing is cut: every loss goes back to the first step."),
        (_truncated(lambda i, k: i - 1), "Only the diagonal is left. For k > 1 a loss goes back through W_aa as well."),
        (_truncated(lambda i, k: (i - 1) // k * k), "You cut the text into pieces of k, as one does in practice. Here each "
         "loss goes back through its own k steps."),
        (_truncated(loss=lambda i, T: i == T), "Only the last loss is counted. Each of the T losses has its road."),
        (_truncated(mean=False), "The loss is a mean over T tokens: divide by T."),
        (_truncated(slope=None), "The slope of tanh is missing between da and delta."),
        (lambda x, y, p, k: _truncated()(x, y, p, k) * len(x) / k, "The loss is a mean over T tokens, not over k."),
        (lambda x, y, p, k: {"W_aa": _truncated()(x, y, p, k)}, "Return the gradient itself, an array, not a dictionary."),
        (_truncated(lambda i, k: min(k, i)), "Your road ends at step k. It has k steps: from i down to i - k + 1."),
        (_truncated(slope=-1), "At step j the slope is that of the state a[j], and you used a[j - 1]."),
        (_truncated(read=0), "At step j the matrix W_aa reads a[j - 1], and you used a[j]."),
        (_truncated(lambda i, k: 0, counts=lambda j, T, k: j > T - k), "You walk back k steps from the end of the sentence. "
         "Each loss has a road of k steps."),
        (_truncated(transposed=False), "On the way back W_aa is transposed."),
    ]  # fmt: skip
    try:
        compare(function, _truncated(), cases, mistakes, "for j in range(i, max(i - k, 0), -1)", untouched=True)
    except IndexError as error:
        raise NotYetError(f"{error}. The first step is step 1: the road ends there, however large k is.") from None
    return right("With k = 1 the diagonal, with k = T the gradient. What is in between is a choice between memory and truth.")
