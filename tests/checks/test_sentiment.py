"""Checks of lecture 12: right answers of any type pass, the programs that people write are named."""

import numpy as np
import verdicts

from helpers.checks import sentiment as checks
from helpers.checks.core import NOT_ATTEMPTED, RIGHT, WRONG

test_gradient_by_hand = verdicts.right((checks.gradient_by_hand, answer) for answer in [
    [0.25, -0.5, 0.25],
    (0.25, -0.5, 0.25),
    np.array([0.25, -0.5, 0.25], np.float32),
    np.array([1, -2, 1]) / 4,
    np.array([[1, -2, 1]]) / 4,  # a batch of one
])  # fmt: skip

test_gradient_by_hand_mistakes = verdicts.wrong((checks.gradient_by_hand, *row) for row in [
    (0.6931, "the loss"), ([0.333, -0.667, 0.333], "needs the largest probability"),
    ([0.25, 0.5, 0.25], "the probabilities"),
    ([-0.25, 0.5, -0.25], "signs"),
    ([-0.75, 0.5, 0.25], "from the first"),
    ([0.25, 0.5, -0.75], "from the third"),
    ([0, -2, 0], "-y / p"),
    ([0, -0.5, 0], "other two"),
    ([1, 2, 1], "Which probabilities"),
    ([0, 1, 0], "one-hot vector"),
    ([0, -1, 0], "probabilities are missing"),
    ([1, 1, 1], "divided by its sum"),
    ([1 / 3, -2 / 3, 1 / 3], "exp(log 2) is 2"),
    ([0.5, -1 / 3, 0.5], "logistic"),
    ([1 / 12, -1 / 6, 1 / 12], "one sentence"),
    (np.log(2), "That is the loss"),
    ([0.25, -0.5], "shape"),
    ([0.25, float("nan"), 0.25], "nan"),
    ("a quarter", "numbers"),
])  # fmt: skip


def by_loop(a, mask):
    found = []
    for states, row in zip(a, mask):
        found.append(states[1 + max(i for i, real in enumerate(row) if real)])
    return np.array(found)


def by_weights(a, mask):
    last = np.where(np.cumsum(mask[:, ::-1], 1)[:, ::-1] == 1, mask, 0)
    return np.einsum("bi,bij->bj", last, a[:, 1:]).astype(np.float32)


def by_maximum(a, mask):
    positions = np.arange(1, mask.shape[1] + 1)
    return np.take_along_axis(a, (mask * positions).max(1).astype(int)[:, None, None], 1)[:, 0]


test_last_marked_state = verdicts.right((checks.last_marked, function) for function in [
    by_loop, by_weights, by_maximum, lambda a, mask: by_loop(a, mask).tolist()
])  # fmt: skip


def in_place(a, mask):
    a[:, 1:] *= mask[..., None]
    return by_loop(a, mask)


LENGTHS = lambda mask: mask.sum(1).astype(int)  # noqa: E731


test_last_marked_state_mistakes = verdicts.wrong((checks.last_marked, *row) for row in [
    (lambda a, mask: a[:, -1], "last position of the rectangle"),
    (lambda a, mask: (a[:, 1:] * mask[..., None])[:, -1], "Times the mask"),
    (lambda a, mask: a[np.arange(len(a)), np.minimum(8 - np.argmax(mask[:, ::-1], 1), 7)], "too late"),
    (lambda a, mask: a[np.arange(len(a)), LENGTHS(mask)], "pads on the left"),
    (lambda a, mask: a[np.arange(len(a)), LENGTHS(mask) - 1], "too early"),
    (lambda a, mask: a[np.arange(len(a)), mask.shape[1] - np.argmax(mask[:, ::-1], 1) - 1], "too early"),
    (lambda a, mask: a[np.arange(len(a)), 1 + np.argmax(mask, 1)], "first real token"),
    (lambda a, mask: a[np.arange(len(a)), np.argmax(mask, 1)], "before the first"),
    (lambda a, mask: a[np.arange(len(a)), np.argmax(mask[:, ::-1], 1)], "count from the end"),
    (lambda a, mask: a[np.arange(len(a)), 1 + np.argmax(mask[:, ::-1], 1)], "count from the end"),
    (lambda a, mask: (a[:, 1:] * mask[..., None]).sum(1) / mask.sum(1, keepdims=True), "the mean"),
    (lambda a, mask: (a[:, 1:] * mask[..., None]).sum(1), "add up"),
    (lambda a, mask: largest(a, mask), "exercise 3"),
    (lambda a, mask: 2 * by_loop(a, mask), "of your result is"),
    (lambda a, mask: a[:, mask.shape[1] - np.argmax(mask[:, ::-1], 1)], "pair each row"),
    (in_place, "changes its argument"),
    (lambda a, mask: None, "return"),
    (lambda a: a, "TypeError"),
])  # fmt: skip


def largest(a, mask):
    return np.where(mask[..., None] > 0, a[:, 1:], -np.inf).max(1)


test_largest_over_real = verdicts.right((checks.largest_real, function) for function in [
    largest,
    lambda a, mask: [[max(s[1:][row > 0, k]) for k in range(a.shape[2])] for s, row in zip(a, mask)],
    lambda a, mask: np.max(a[:, 1:], 1, where=mask[..., None] > 0, initial=-1e9),
    lambda a, mask: largest(a, mask).astype(np.float32),
])  # fmt: skip

test_largest_over_real_mistakes = verdicts.wrong((checks.largest_real, *row) for row in [
    (lambda a, mask: a[:, 1:].max(1), "The pads take part:"),
    (lambda a, mask: a.max(1), "a<0>"),
    (lambda a, mask: (a[:, 1:] - (1 - mask[..., None])).max(1), "1 less"),
    (lambda a, mask: (a[:, 1:] * mask[..., None]).max(1), "0 beats"),
    (lambda a, mask: np.where(mask[..., None] > 0, a[:, 1:], 0).max(1), "A pad counts as 0"),
    (lambda a, mask: np.where(mask[..., None] > 0, a[:, 1:], -9999).max(1), "not below every array"),
    (lambda a, mask: np.where(mask[..., None] > 0, abs(a[:, 1:]), -np.inf).max(1), "absolute values"),
    (lambda a, mask: np.stack([a[b, 1 : 1 + int(mask[b].sum())].max(0) for b in range(len(a))]), "count the real tokens"),
    (lambda a, mask: np.where(mask[..., None] > 0, a[:, 1:], -1).max(1), "-np.inf"),
    (lambda a, mask: np.where(mask[..., None] > 0, a[:, 1:], -10).max(1), "-10 is below what tanh"),
    (lambda a, mask: np.where(mask[..., None] > 0, a[:, 1:], -1000).max(1), "-1000 is below"),
    (lambda a, mask: np.where(mask[..., None] > 0, a[:, 1:], -np.inf).max((1, 2)), "units apart"),
    (lambda a, mask: np.where(mask[..., None] > 0, a[:, :-1], -np.inf).max(1), "too early"),
    (lambda a, mask: np.maximum(largest(a, mask), a[:, 0]), "no token"),
    (lambda a, mask: np.where(mask[..., None] > 0, a[:, 1:], -np.inf).argmax(1), "where the largest"),
    (lambda a, mask: -largest(-a, mask), "smallest"),
    (lambda a, mask: (a[:, 1:] * mask[..., None]).sum(1) / mask.sum(1, keepdims=True), "the mean"),
    (by_loop, "exercise 2"),
    (lambda a, mask: np.take_along_axis(a, 1 + abs(a[:, 1:] * mask[..., None]).argmax(1)[:, None], 1)[:, 0], "absolute"),
])  # fmt: skip


def by_word_before_dull(tokens):
    return 4 if tokens[tokens.index("dull") - 1] == "not" else 2


ONE, TWO = "the plot is not dull, it is good.", "the plot is not good, it is dull."


def test_own_family_of_words_that_the_network_knows():
    known = set(ONE.replace(",", " ,").replace(".", " .").split())
    assert checks.own_family.outcome(ONE, TWO, by_word_before_dull, known).status == RIGHT
    found = checks.own_family.outcome(f"xyz {ONE}", f"xyz {TWO}", by_word_before_dull, known)
    assert found.status == WRONG and "never met 'xyz'" in str(found)


def test_own_family():
    assert checks.own_family.outcome(ONE, TWO, by_word_before_dull).status == RIGHT
    assert checks.own_family.outcome(ONE.split(), TWO.split(), lambda tokens: np.int64(len(tokens))).status == WRONG
    assert checks.own_family.outcome(..., TWO, by_word_before_dull).status == NOT_ATTEMPTED


test_own_family_mistakes = verdicts.wrong((checks.own_family, *texts, by_word_before_dull, words) for *texts, words in [
    (ONE, "The plot is not good, it is dull.", "'The'"),
    (ONE, TWO[:-1], "'.'"),
    (ONE, ONE, "the same"),
    (ONE, "it is not dull, the plot is good.", "gives 4 and 4"),
    (ONE, "the the plot is not good, it is dull.", "'the'"),
    (ONE, "", "between quotation marks"),
    (ONE, 5, "`second`"),
    (None, None, "`first`"),
])  # fmt: skip

test_untouched_starters_are_not_attempted = verdicts.untouched(
    [(checks.gradient_by_hand, ...), (checks.last_marked, lambda *a: ...), (checks.largest_real, lambda *a: ...)]
)
