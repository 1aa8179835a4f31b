"""Lecture 03: TF-IDF: documents as rows of weighted counts, and a search by the angle between rows."""

import numpy as np

from helpers.taught.one_hot import check_id_lists


def count_table(documents, N):
    """How often each token stands in each document: (documents, N). documents: list of lists of ids from 0 to N - 1.

    Raises what `check_id_lists` raises.
    """
    documents = check_id_lists(documents, N)
    counts = np.zeros((len(documents), N))
    for row, ids in zip(counts, documents):
        np.add.at(row, ids, 1)
    return counts


def check_counts(counts):
    """The counts as an array of floats. Raises ValueError: one is negative, infinite or nan."""
    counts = np.asarray(counts, float)
    if not np.all((counts >= 0) & (counts < np.inf)):
        raise ValueError("counts should be finite, 0 or more, and none of them nan")
    return counts


def plain_idf(counts):
    """log(D / number of documents with the token): 0 for a token that all D documents hold; (N,).

    Raises what `check_counts` raises, and ValueError: a token that no document holds; it has no idf.
    """
    holding = (check_counts(counts) > 0).sum(axis=0)
    if not np.all(holding):
        raise ValueError("a token stands in no document: leave it out, or use smooth_idf")
    return np.log(len(counts) / holding)


def smooth_idf(counts):
    """log((1 + D) / (1 + number of documents with the token)) + 1: never 0, the variant of scikit-learn; (N,).

    Raises what `check_counts` raises.
    """
    holding = (check_counts(counts) > 0).sum(axis=0)
    return np.log((1 + len(counts)) / (1 + holding)) + 1


def damped(counts):
    """Sublinear counts: 1 + log(count), and 0 for 0; an array like `counts`, whole numbers from 0 up.

    Raises what `check_counts` raises.
    """
    counts = check_counts(counts)
    return np.where(counts > 0, 1 + np.log(np.maximum(counts, 1.0)), 0)


def unit_rows(E):
    """Each row of E, (N, d), divided by its length, as float64; a row of zeros stays one. Raises ValueError: inf or nan."""
    E = np.asarray(E, float)
    if not np.all(np.isfinite(E)):
        raise ValueError("a number is infinite or nan: such a row has no direction")
    # first by its largest entry: then no square is too large for a computer, or 0
    E = E / np.maximum(np.max(np.abs(E), axis=1, keepdims=True, initial=0), 1e-300)
    return E / np.maximum(np.linalg.norm(E, axis=1, keepdims=True), 1)


def cosines(A, B):
    """Cosine of the angle between each row of A, (m, N), and each row of B, (n, N): (m, n); 0 for a row of zeros."""
    return unit_rows(A) @ unit_rows(B).T
