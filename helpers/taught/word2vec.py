"""Lecture 04: Word2Vec, skip-gram and CBOW with noise words (Mikolov et al., 2013), in blocks of tokens.

Every word has two vectors: row n of E, (N, d), is the word as an input and what we keep; row n of F, (N, d), is the word
as an output. A score is the inner product of a row of E with a row of F.
"""

import numpy as np

from helpers.taught.one_hot import check_ids
from helpers.taught.optimiser import check_floats


def skip_gram_pairs(tokens, window):
    """Every token with each neighbour at most `window` places away: a list of (center, context)."""
    n = range(len(tokens))
    return [(tokens[i], tokens[j]) for i in n for j in n if 0 < abs(i - j) <= window]


def noise_table(counts):
    """Cumulative probabilities of the noise words, proportional to counts ** 0.75; counts: (N,). Returns (N,).

    Raises ValueError: counts that are negative, infinite or nan, or all 0.
    """
    counts = np.asarray(counts, float)
    if not (np.all(counts >= 0) and 0 < np.sum(counts) < np.inf):
        raise ValueError("counts should be finite, none of them nan, and some above 0")
    weights = counts**0.75
    table = np.cumsum(weights) / weights.sum()
    table[-1] = 1  # rounding may have left a little less
    return table


def draw_noise(table, size, rng):
    """Noise words: ids of shape `size`, drawn by a table of `noise_table`; rng: np.random.Generator."""
    return np.searchsorted(table, rng.random(size), side="right")


def keep_probability(counts, threshold=1e-3):
    """Subsampling: how likely each occurrence of a word is kept, 1 up to the share `threshold`; counts: (N,)."""
    met = np.where(np.asarray(counts) > 0, counts, 1)  # nothing is divided by 0
    return np.minimum(1, np.sqrt(threshold * np.sum(counts) / met))


def noise_loss(C, R, y, weight):
    """Weighted sum of -log(probability of the right answer) over all pairs of a row of C with a row of R.

    C: (m, d) rows of E, R: (n, d) rows of F; y: array (m, n), 1 for a real pair, 0 for noise; weight: (m, n), 0 where
    the two rows are no pair.
    """
    s = C @ R.T
    return np.sum(weight * (y * np.logaddexp(0, -s) + (1 - y) * np.logaddexp(0, s)))


def noise_gradients(C, R, y, weight):
    """Gradient of `noise_loss`. Returns dC: (m, d) and dR: (n, d)."""
    s = C @ R.T
    ds = weight * (1 / (1 + np.exp(-s)) - y)
    return ds @ R, ds.T @ C


def add_rows(E, ids, rows):
    """Add each row to the row of E that its id names, in place; repeated ids add up. Rounded to 8 decimals.

    E: (N, d), ids: (n,), rows: (n, d). The same as np.add.at(E, ids, rows), rounded, and quicker for n up to a few hundred.
    Raises what `check_ids` and `check_floats` raise.
    """
    check_floats({"E": E})
    ids = check_ids(ids, len(E))
    same = 1.0 * (ids[:, None] == ids)
    E[ids] = np.round(E[ids] + same @ rows, 8)


def skip_gram_step(E, F, block, mask, noise, rate, negatives=5):
    """One update of skip-gram: every center predicts each of its neighbours. E and F change in place.

    block: (m + 2 window,) ids, of which the middle m are the centers; mask: (m, m + 2 window), 1 where a token is a
    neighbour; noise: (n,) ids shared by the block, weighted as if each pair had `negatives` of its own.
    """
    margin, rows = (len(block) - len(mask)) // 2, np.concatenate([block, noise])
    center = block[margin : margin + len(mask)]
    share = np.full(len(noise), negatives / len(noise))
    per_noise = mask.sum(axis=1, keepdims=True) * share
    y = np.hstack([mask, np.zeros_like(per_noise)])
    dC, dR = noise_gradients(E[center], F[rows], y, np.hstack([mask, per_noise]))
    add_rows(E, center, -rate * dC)
    add_rows(F, rows, -rate * dR)


def cbow_step(E, F, block, mask, noise, rate, negatives=5):
    """One update of CBOW: the mean of the neighbours predicts the center. Arguments as in `skip_gram_step`."""
    margin, m = (len(block) - len(mask)) // 2, len(mask)
    rows = np.concatenate([block[margin : margin + m], noise])
    mean = mask / np.maximum(mask.sum(axis=1, keepdims=True), 1)
    y = np.eye(m, len(rows))
    weight = np.where(np.arange(len(rows)) < m, y, negatives / len(noise))
    weight = weight * mask.any(axis=1, keepdims=True)
    dh, dR = noise_gradients(mean @ E[block], F[rows], y, weight)
    add_rows(E, block, -rate * mean.T @ dh)
    add_rows(F, rows, -rate * dR)


def token_stream(sentences, keep, window, size, rng):
    """Subsample the sentences and write them one after the other, with room for the window at both ends.

    sentences: list of lists of ids; keep: (N,) from `keep_probability`. The length is a multiple of `size` plus twice
    the window. Returns ids and sentence numbers, both (length,); number 0 is padding.
    """
    ids = check_ids([i for sentence in sentences for i in sentence], len(keep))
    number = np.repeat(np.arange(1, len(sentences) + 1), [len(s) for s in sentences])
    kept = rng.random(len(ids)) < keep[ids]
    ends = (window, window + -kept.sum() % size)
    return np.pad(ids[kept], ends), np.pad(number[kept], ends)


def train_word2vec(
    sentences, counts, step=skip_gram_step, d=50, window=5, epochs=12, rate=0.08, threshold=1e-3, seed=0, size=64, progress=iter
):
    """Train word vectors; the rate falls linearly to 0. Same numbers on every computer.

    sentences: list of lists of ids from 0 to N - 1; counts: (N,), how often each id occurs; step: `skip_gram_step` or
    `cbow_step`; size: tokens in a block, each with a window of 1 to `window` drawn anew; progress: wraps the range of
    epochs. Returns E and F, both (N, d). Raises TypeError: sentences is no list. Raises ValueError: no token, no window.
    """
    if not isinstance(sentences, list):
        raise TypeError("sentences must be a list: each epoch reads it again")
    if window < 1 or not any(len(sentence) for sentence in sentences):
        raise ValueError("sentences holds no token, or window is below 1; give at least one")
    rng, table = np.random.default_rng(seed), noise_table(counts)
    keep = keep_probability(counts, threshold)
    E, F = (rng.random((len(counts), d)) - 0.5) / d, np.zeros((len(counts), d))
    distance = np.abs(np.arange(size + 2 * window) - window - np.arange(size)[:, None])
    distance[distance == 0] = window + 1  # no token is a neighbour of itself
    for epoch in progress(range(epochs)):
        ids, number = token_stream(sentences, keep, window, size, rng)
        for start in range(0, len(ids) - 2 * window, size):
            here = slice(start, start + size + 2 * window)
            block, same = ids[here], number[here]
            reach = rng.integers(1, window + 1, (size, 1))
            mask = (distance <= reach) & (same > 0) & (same == same[window:-window, None])
            now = rate * (1 - (epoch + start / len(ids)) / epochs)
            step(E, F, block, mask * 1.0, draw_noise(table, 16, rng), now)
    return E, F
