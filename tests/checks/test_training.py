"""The checks of lecture 11: right answers pass, typical mistakes are named, untouched starters are not attempted."""

from fractions import Fraction

import numpy as np
import verdicts

from helpers.checks import training as check
from helpers.taught.bptt import numerical_gradient, relative_error, rnn_backward_batch
from helpers.taught.loss import masked_loss, pad_batch
from helpers.taught.rnn import initial_parameters, rnn_forward_batch


def clip(factor):
    """A clip that returns a new dictionary; factor: from the gradients and the limit to one number or one per name."""
    return lambda gradients, c: {name: value * factor(gradients, c) for name, value in gradients.items()}


def norm(gradients):
    return np.sqrt(sum(np.sum(value**2) for value in gradients.values()))


def in_place(gradients, c):
    for value in gradients.values():
        value *= min(1, c / norm(gradients))
    return gradients


def by_entry(gradients, c):
    return {name: np.clip(value, -c, c) for name, value in gradients.items()}


def each_array(gradients, c):
    return {name: value * min(1, c / max(np.linalg.norm(value), 1e-9)) for name, value in gradients.items()}


def lengthens(gradients, c):
    return {name: value * c / norm(gradients) for name, value in gradients.items()}


RIGHT = [
    (check.two_scores, np.float32(0.8), Fraction(1, 2)),
    (check.best_f1, Fraction(2, 3)),
    (check.best_f1, np.array([0.667])),
    (check.mystery, {"W_aa"}),
    (check.two_scores, 0.8, 0.5),
    (check.clipped, clip(lambda gradients, c: min(1, c / norm(gradients)))),
    (check.clipped, clip(lambda gradients, c: min(1, c / (norm(gradients) + 1e-6)))),  # as torch does
    (check.mystery, ["W_aa"]),
    (check.mystery, "W_aa"),
    (check.best_f1, 2 / 3),
    (check.best_f1, 0.67),
]
WRONG = [
    (check.two_scores, 2 / 3, 0.5, "recall"),
    (check.two_scores, 1, 0.5, "precision"),
    (check.two_scores, 5 / 6, 0.5, "accuracy"),
    (check.two_scores, 0.5, 0.5, "one token"),
    (check.two_scores, 80, 50, "percent"),
    (check.two_scores, 0.8, 0.8, "only in part"),
    (check.two_scores, 0.8, 0.1, "start to end"),
    (check.two_scores, 0.8, "half", "not str"),
    (check.clipped, lambda g, c: {name: value / 5 if value.shape == (2, 2) else value for name, value in g.items()}, ""),
    (check.clipped, lambda g, c: {name: value / 5 if norm(g) > c else value for name, value in g.items()}, "other factors"),
    (check.best_f1, np.nan, ""),
    (check.clipped, in_place, "changes its argument"),
    (check.clipped, by_entry, "turns the gradient"),
    (check.clipped, each_array, "all arrays together"),
    (check.clipped, lengthens, "only shortens"),
    (check.clipped, clip(lambda gradients, c: c), "Divide by the norm"),
    (check.clipped, clip(lambda gradients, c: c / norm(gradients) ** 2), "square root"),
    (check.clipped, clip(lambda gradients, c: 1), "Nothing was clipped"),
    (check.clipped, lambda gradients, c: norm(gradients), "dictionary"),
    (check.clipped, clip(lambda gradients, c: max(1, c / norm(gradients))), "min, not max"),
    (check.clipped, clip(lambda gradients, c: min(1, norm(gradients) / c)), "turned round"),
    (check.clipped, clip(lambda gradients, c: 1 / norm(gradients) if norm(gradients) > c else 1), "length of 1"),
    (check.clipped, clip(lambda gradients, c: min(1, c / np.linalg.norm(gradients["W"]))), "W alone"),
    (check.clipped, clip(lambda gradients, c: min(1, c / np.linalg.norm(gradients["b"]))), "b alone"),
    (check.clipped, clip(lambda gradients, c: min(1, c / sum(map(np.linalg.norm, gradients.values())))), "added up the norms"),
    (check.clipped, clip(lambda gradients, c: min(1, c / sum(np.abs(v).sum() for v in gradients.values()))), "absolute"),
    (check.clipped, clip(lambda gradients, c: min(1, c / max(np.abs(v).max() for v in gradients.values()))), "largest entry"),
    (check.clipped, clip(lambda gradients, c: min(1, c / max(map(np.linalg.norm, gradients.values())))), "largest of the norms"),
    (check.clipped, clip(lambda gradients, c: min(1, 2 * c / sum(map(np.linalg.norm, gradients.values())))), "mean of the norms"),
    (
        check.clipped,
        clip(lambda gradients, c: min(1, c / norm(gradients) * np.sqrt(sum(v.size for v in gradients.values())))),
        "mean of the squares",
    ),
    (check.clipped, lambda gradients, c: {name: np.minimum(value, c) for name, value in gradients.items()}, "np.minimum"),
    (check.clipped, lambda gradients, c: None, "return"),
    (check.clipped, lambda gradients, c: list(gradients.items()), "dictionary"),
    (check.best_f1, 66.7, "percent"),
    (check.mystery, "dW_aa", "E, W_ax, W_aa, b_a, W_ya, b_y"),
    (check.mystery, ["W_ax"], "missing from your list"),
    (check.mystery, ["W_aa", "E"], "Too many"),
    (check.mystery, ["W_ab"], "no parameter"),
    (check.mystery, 3, ""),
    (check.best_f1, 0.5, "share of right answers"),
    (check.best_f1, 1.0, "its twin"),
    (check.best_f1, 0.9, "Try q = 1"),
    (check.best_f1, "all", ""),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_mistakes_are_named = verdicts.wrong(WRONG)
test_untouched_starters_are_not_attempted = verdicts.untouched(
    [(check.two_scores, ..., ...), (check.clipped, lambda g, c: ...), (check.mystery, ...), (check.best_f1, ...)]
)


def test_the_mystery_has_one_bug_and_one_only():
    x, (_, y, mask) = np.random.default_rng(3).normal(size=(2, 4, 3)), pad_batch([[2, 3, 4, 5], [2, 3]], [[0, 1, 0, 1], [1, 0]])
    weights = initial_parameters(3, 5, 1, seed=2)
    found, dx, da_0 = check.mystery_backward(x, y, mask, weights)
    right, right_dx, right_da_0 = rnn_backward_batch(x, y, mask, weights)
    assert np.allclose(dx, right_dx, atol=1e-14) and np.allclose(da_0, right_da_0, atol=1e-14)
    for name, value in weights.items():
        judge = numerical_gradient(
            lambda w, name=name: masked_loss(rnn_forward_batch(x, {**weights, name: w})[1], y, mask), value
        )
        assert relative_error(right[name], judge) < 1e-7
        assert (relative_error(found[name], judge) > 0.1) == (name == "W_aa")
