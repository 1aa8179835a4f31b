"""Checks of lecture 03: right answers of every type pass, the wrong programs that people write are named."""

import numpy as np
import verdicts

from helpers.checks import counting_words as check
from helpers.taught.cooccurrence import ppmi


def by_loops(counts):
    """PPMI in plain Python, as a list of lists."""
    total = sum(map(sum, counts))
    rows = [sum(row) / total for row in counts]
    return [[max(0.0, float(np.log(c / total / (rows[i] * rows[j])))) if c else 0.0 for j, c in enumerate(row)]
            for i, row in enumerate(counts)]  # fmt: skip


def pmi(counts):
    joint = counts / counts.sum()
    with np.errstate(divide="ignore"):
        return np.log(joint / np.outer(joint.sum(axis=1), joint.sum(axis=0)))


def changes_its_argument(counts):
    counts /= counts.sum()
    return np.log(np.maximum(counts / np.outer(counts.sum(axis=1), counts.sum(axis=0)), 1))


RIGHT = [
    (check.perplexity_of_five, 2**1.4),
    (check.perplexity_of_five, 2.64),
    (check.perplexity_of_five, [2.639]),
    (check.perplexity_of_five, np.float32(2.6390159)),
    (check.negative_weights, lambda c: (2 * (c > 0).sum(axis=0) > len(c)).sum()),
    (check.negative_weights, lambda c: float((np.log((len(c) - (c > 0).sum(axis=0)) / (c > 0).sum(axis=0)) < 0).sum())),
    (check.negative_weights, lambda c: len([1 for token in c.T.tolist() if sum(map(bool, token)) > len(token) / 2])),
    (check.ppmi_table, ppmi),
    (check.ppmi_table, lambda counts: ppmi(counts).tolist()),
    (check.ppmi_table, lambda counts: ppmi(counts).astype(np.float32)),
    (check.ppmi_table, lambda counts: by_loops(counts.tolist())),
    (check.ppmi_table, lambda counts: np.maximum(pmi(counts), 0)),
]
WRONG = [
    (check.perplexity_of_five, 4, "means of two texts"),
    (check.perplexity_of_five, 1.4, "to base 2"),
    (check.perplexity_of_five, 0.970, "mean of -log p"),
    (check.perplexity_of_five, 3.2, "averaged 1/p"),
    (check.perplexity_of_five, 2.353, "inverted the mean"),
    (check.perplexity_of_five, 0.379, "geometric mean"),
    (check.perplexity_of_five, 128, "fifth root"),
    (check.perplexity_of_five, 7, "divide by 5"),
    (check.perplexity_of_five, np.nan, "number"),
    (check.perplexity_of_five, np.exp(1.4), "two bases"),
    (check.perplexity_of_five, 1.959, "two bases"),
    (check.perplexity_of_five, 1 / 128, "probability of all five"),
    (check.negative_weights, lambda c: (2 * (c > 0).sum(axis=0) >= len(c)).sum(), "0 is not negative"),
    (check.negative_weights, lambda c: ((c > 0).sum(axis=0) == len(c)).sum(), "so is the logarithm"),
    (check.negative_weights, lambda c: ((2 * (c > 0).sum(axis=0) > len(c)) & (c == 0).any(axis=0)).sum(), "log 0 is minus"),
    (check.negative_weights, lambda c: (2 * (c > 0).sum(axis=0) < len(c)).sum(), "positive weights"),
    (check.negative_weights, lambda c: (2 * (c > 0).sum(axis=0) <= len(c)).sum(), "not negative"),
    (check.negative_weights, lambda c: (2 * (c > 0).sum(axis=0) > len(c)).mean(), "a share"),
    (check.negative_weights, lambda c: (2 * c.sum(axis=0) > len(c)).sum(), "each document once"),
    (check.negative_weights, lambda c: (2 * (c > 0).sum(axis=1) > c.shape[1]).sum(), "along axis 0"),
    (check.negative_weights, lambda c: (2 * (c > 0).sum(axis=0) > c.shape[1]).sum(), "the rows of the table"),
    (check.negative_weights, lambda c: (np.log(len(c) / (c > 0).sum(axis=0)) < 0).sum(), "never negative"),
    (check.negative_weights, lambda c: (len(c) - (c > 0).sum(axis=0) / (c > 0).sum(axis=0) < 1).sum(), "in brackets"),
    (check.negative_weights, lambda c: (np.log((len(c) - c.sum(axis=0)) / c.sum(axis=0)) < 0).sum(), "each document once"),
    (check.negative_weights, lambda c: ((c > 0).sum(axis=1) > len(c) / 2).sum(), "along axis 0"),
    (check.negative_weights, lambda c: 2 * (c > 0).sum(axis=0) > len(c), "it should be one"),
    (check.negative_weights, lambda c: 38, "it should be"),
    (check.negative_weights, lambda c: None, "return"),
    (check.ppmi_table, lambda c: np.where(c > 0, pmi(c), 0), "positive"),
    (check.ppmi_table, lambda c: np.where(c > 0, np.abs(pmi(c)), 0), "turn its sign"),
    (check.ppmi_table, lambda c: ppmi(c + 1), "stays empty"),
    (check.ppmi_table, lambda c: ppmi(c) / np.log(10), "natural logarithm"),
    (check.ppmi_table, lambda c: np.maximum(np.where(c > 0, np.exp(pmi(c)), 0), 1), "Where is the logarithm"),
    (check.ppmi_table, lambda c: ppmi(c) / np.log(2), "natural logarithm"),
    (check.ppmi_table, lambda c: np.where(c > 0, np.exp(pmi(c)), 0), "Where is the logarithm"),
    (check.ppmi_table, lambda c: np.log(np.maximum(c / np.outer(c.sum(axis=1), c.sum(axis=0)), 1)), "by the sum of all"),
    (check.ppmi_table, lambda c: np.maximum(-np.where(c > 0, pmi(c), 0), 0), "upside down"),
    (check.ppmi_table, pmi, "minus infinity"),
    (check.ppmi_table, lambda c: np.nan_to_num(pmi(c)), "huge negative number"),
    (check.ppmi_table, lambda c: np.maximum(-pmi(c), 0), "upside down"),
    (check.ppmi_table, lambda c: np.log(np.maximum(c / c.sum(axis=0) * c.sum(axis=1) / c.sum() ** 2, 1)), "below the line"),
    (check.ppmi_table, lambda c: np.log(np.maximum(c * c.sum() ** 2 / np.outer(c.sum(axis=1), c.sum(axis=0)), 1)), "a share"),
    (check.ppmi_table, lambda c: np.log(np.maximum(c * c.sum() / (c.sum(axis=1) * c.sum(axis=0)), 1)), "np.outer"),
    (check.ppmi_table, lambda c: c, "it should be"),
    (check.ppmi_table, np.zeros_like, "Every cell is 0"),
    (check.ppmi_table, changes_its_argument, "changes its argument"),
]
STARTERS = [(check.perplexity_of_five, ...), (check.negative_weights, lambda c: ...), (check.ppmi_table, ...)]


test_right_answers_pass = verdicts.right(RIGHT)
test_typical_mistakes_are_named = verdicts.wrong(WRONG)
test_starters_are_not_attempted = verdicts.untouched(STARTERS)
