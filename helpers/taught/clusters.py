"""Lecture 06: groups of vectors found without labels, and how pure they are."""

import numpy as np


def k_means(X, k, starts=10, seed=0):
    """Cut vectors into k groups, each round its mean (Lloyd, 1982): the best of several random starts.

    X: (n, d). Returns the group of each vector, (n,) of int from 0 to k - 1. Raises ValueError: k is below 1 or above n,
    or a number is not finite.
    """
    X = np.asarray(X, float)
    if X.ndim != 2 or not (1 <= k <= len(X) and np.all(np.abs(X) < 1e150)):
        raise ValueError(f"X {X.shape} for k = {k}: give at least k vectors, all of them finite")
    rng, best = np.random.default_rng(seed), np.inf
    for _ in range(starts):
        centres = X[rng.choice(len(X), k, replace=False)]
        for _ in range(30):
            distances = ((X[:, None] - centres) ** 2).sum(2)
            groups = distances.argmin(1)
            means = np.array([X[groups == g].mean(0) if (groups == g).any() else centres[g] for g in range(k)])
            if np.array_equal(means, centres):
                break
            centres = means
        spread = distances.min(1).sum()
        if spread < best:
            best, found = spread, groups
    return found


def group_purity(groups, labels):
    """Share of vectors that have the most frequent label of their group; groups, labels: (n,)."""
    groups, labels = np.asarray(groups), np.asarray(labels)
    if groups.shape != labels.shape or groups.ndim != 1 or not groups.size:
        raise ValueError(f"groups {groups.shape}, labels {labels.shape}: give one of each for every vector")
    pairs = [np.unique(labels[groups == g], return_counts=True)[1].max() for g in np.unique(groups)]
    return sum(pairs) / len(labels)
