"""Lecture 03: words as rows: counts of neighbours, positive pointwise mutual information (PPMI), and its main directions."""

import numpy as np

from helpers.taught.one_hot import check_id_lists
from helpers.taught.tfidf import check_counts, unit_rows


def window_counts(sentences, N, window=5):
    """How often each word stands at most `window` places from each other word: (N, N), symmetric.

    sentences: list of lists of ids from 0 to N - 1. Raises ValueError: a window below 1.
    """
    if window < 1:
        raise ValueError(f"window is {window}: a word has no neighbour nearer than 1")
    counts = np.zeros((N, N))
    for ids in check_id_lists(sentences, N):
        for k in range(1, min(window, len(ids) - 1) + 1):
            np.add.at(counts, (ids[k:], ids[:-k]), 1)
    return counts + counts.T


def ppmi(counts):
    """max(0, log of P(i, j) / (P(i) P(j))): how much more often two words meet than by chance; an empty cell is 0.

    counts: (N, N), symmetric. Returns (N, N). Raises ValueError: counts that are negative, infinite or nan, or all 0.
    """
    counts = check_counts(counts)
    if not 0 < counts.sum() < np.inf:
        raise ValueError("counts should be finite, not all of them 0")
    joint = counts / counts.sum()
    expected = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    ratio = np.divide(joint, expected, out=joint, where=expected > 0)
    return np.log(np.maximum(ratio, 1, out=ratio))


def svd_vectors(table, d, symmetric=False):
    """The d strongest directions of a table, (N, N): rows of U, scaled by the roots of the singular values; (N, d).

    The sign of each direction is free: its largest entry is made positive. A symmetric table takes half the time and memory.
    Raises ValueError: `symmetric` is True, and the table is not; d is below 1 or above N.
    """
    if not 1 <= d <= len(table):
        raise ValueError(f"d is {d}: this table has {len(table)} directions")
    if symmetric and not np.allclose(table, np.transpose(table)):
        raise ValueError("this table is not symmetric: leave symmetric=True out")
    U, sizes, _ = np.linalg.svd(table, hermitian=symmetric)
    U = U[:, :d] * np.sign(U[np.abs(U[:, :d]).argmax(axis=0), range(d)])
    return U * np.sqrt(sizes[:d])


def nearest_words(E, words, word, k=5):
    """The k words whose rows of E make the smallest angles with that of `word`; ties go to the earlier row. A list of str.

    Raises ValueError: another number of words than rows, a word that is not among them, or k below 1.
    """
    words = list(words)
    if len(words) != len(E) or k < 1:
        raise ValueError(f"{len(words)} words, {len(E)} rows, k = {k}: give a word for each row, k above 0")
    unit, i = unit_rows(E), words.index(word)
    scores = np.round(unit @ unit[i], 9)
    scores[i] = -np.inf
    return [words[i] for i in np.argsort(-scores, kind="stable")[:-1][:k]]
