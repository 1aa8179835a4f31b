"""Checks of lecture 03: right answers of every type pass, the wrong programs that people write are named."""

from fractions import Fraction

import numpy as np
import pytest

from helpers.checks import core
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
    (check.add_k, lambda c, t, k, N: (c + k) / (t + k * N)),
    (check.add_k, lambda c, t, k, N: np.array([(c + k) / (t + k * N)])),
    (check.add_k, lambda c, t, k, N: (c + Fraction(k)) / (t + Fraction(k) * N)),
    (check.add_k, lambda c, t, k, N: np.float32((c + k) / (t + k * N))),
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
    (check.add_k, lambda c, t, k, N: (c + k) / (t + k), "each of the N tokens"),
    (check.add_k, lambda c, t, k, N: (c + k) / (t + N), "not by N"),
    (check.add_k, lambda c, t, k, N: (c + 1) / (t + N), "Add k"),
    (check.add_k, lambda c, t, k, N: (c + k) / t if t else 0.0, "more than 1"),
    (check.add_k, lambda c, t, k, N: (c + k * N) / (t + k * N), "not k times N"),
    (check.add_k, lambda c, t, k, N: c / (t + k * N), "gets k as well"),
    (check.add_k, lambda c, t, k, N: (c + k) / (t + k * N) if t else 0.0, "with total 0"),
    (check.add_k, lambda c, t, k, N: (c + k) / (t + k * N) if c else 0.0, "it should be"),
    (check.add_k, lambda c, t, k, N: None, "return"),
    (check.ppmi_table, lambda c: np.where(c > 0, pmi(c), 0), "positive"),
    (check.ppmi_table, lambda c: ppmi(c) / np.log(2), "natural logarithm"),
    (check.ppmi_table, lambda c: np.where(c > 0, np.exp(pmi(c)), 0), "Where is the logarithm"),
    (check.ppmi_table, lambda c: np.log(np.maximum(c / np.outer(c.sum(axis=1), c.sum(axis=0)), 1)), "by their sum first"),
    (check.ppmi_table, lambda c: np.maximum(-np.where(c > 0, pmi(c), 0), 0), "upside down"),
    (check.ppmi_table, pmi, "nan and inf"),
    (check.ppmi_table, lambda c: c, "it should be"),
    (check.ppmi_table, np.zeros_like, "Every cell is 0"),
    (check.ppmi_table, changes_its_argument, "changes its argument"),
]
STARTERS = [(check.perplexity_of_five, ...), (check.add_k, lambda *a: ...), (check.ppmi_table, ...)]


@pytest.mark.parametrize(("examine", "answer"), RIGHT)
def test_right_answers_pass(examine, answer):
    outcome = examine.outcome(answer)
    assert outcome.status == core.RIGHT, outcome


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(("examine", "answer", "reason"), WRONG)
def test_typical_mistakes_are_named(examine, answer, reason):
    outcome = examine.outcome(answer)
    assert outcome.status == core.WRONG and reason in outcome.message, outcome


@pytest.mark.parametrize(("examine", "answer"), STARTERS)
def test_starters_are_not_attempted(examine, answer, capsys):
    assert examine(answer) is None
    assert capsys.readouterr().out.startswith("Not attempted yet. Replace the three dots: ")
