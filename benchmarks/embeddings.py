"""Skip-gram with noise words against gensim's compiled one: one corpus, one thread, equal settings, ratios.

    uv run --group peers python -m benchmarks.embeddings
    uv run --group peers python -m benchmarks.embeddings --rounds 5

Both train on data/world.txt with 50 numbers a word, a window of up to 5, 5 noise words, subsampling 0.001, 20 epochs and a
rate that falls from 0.05. gensim keeps an occurrence with probability sqrt(t / f) + t / f, as word2vec.c does, and so does our
quick program here; the taught one has the sqrt(t / f) of the paper. Words are counted after subsampling. Before a ratio is
printed, the objective must agree: the expected loss of a pair over the whole text, all noise words included, of ours within
2.5 % of gensim's or below, both under the subsampling of ours.

Three programs of ours: the loop over pairs of lecture 04 on the first sentences; `train_word2vec` as it is taught, in float64,
rounded after each update; and `quick_word2vec` below, the same blocks in float32 with arrays used again. Processor seconds of
this process; one round runs everything once, in turn; printed are the median over the rounds, the smallest and the largest.
The goal for the quick one is 1.2 times gensim's words a second.
"""

import argparse
import os
import pathlib
import statistics
import sys
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import gensim
import numpy as np

from data.models.trainers.embeddings import world
from helpers import corpus
from helpers.taught.embedding_scores import analogy_score
from helpers.taught.word2vec import (
    add_rows,
    draw_noise,
    keep_probability,
    noise_gradients,
    noise_table,
    skip_gram_pairs,
    token_stream,
    train_word2vec,
)  # fmt: skip

D, WINDOW, NEGATIVES, EPOCHS, RATE, THRESHOLD = 50, 5, 5, 20, 0.05, 1e-3


def c_keep(counts):
    """Subsampling as in word2vec.c and gensim: sqrt(t / f) + t / f, at most 1."""
    ratio = THRESHOLD * np.sum(counts) / counts
    return np.minimum(1, np.sqrt(ratio) + ratio)


def by_pairs(ids, counts, seed=0):
    """The loop over pairs of lecture 04: every pair an update of its own. Returns E and F."""
    rng, table = np.random.default_rng(seed), noise_table(counts)
    E, F = (rng.random((len(counts), D)) - 0.5) / D, np.zeros((len(counts), D))
    y, weight = np.eye(1, 1 + NEGATIVES), np.ones((1, 1 + NEGATIVES))
    for sentence in ids:
        for center, context in skip_gram_pairs(sentence, WINDOW):
            scored = np.concatenate([[context], draw_noise(table, NEGATIVES, rng)])
            dC, dR = noise_gradients(E[[center]], F[scored], y, weight)
            add_rows(E, np.array([center]), -RATE * dC)
            add_rows(F, scored, -RATE * dR)
    return E, F


def quick_step(E, F, block, mask, noise, rate):
    """`skip_gram_step` in float32, with arrays used again and no rounding."""
    m, rows = len(mask), np.concatenate([block, noise])
    inside = slice(WINDOW, WINDOW + m)
    C, R = E[block[inside]], F[rows]
    ds = C @ R.T
    np.negative(ds, out=ds)
    np.exp(ds, out=ds)
    ds += 1
    np.divide(-rate, ds, out=ds)
    real = ds[:, : len(block)]
    real += np.float32(rate)
    real *= mask
    ds[:, len(block) :] *= mask.sum(axis=1, keepdims=True) * np.float32(NEGATIVES / len(noise))
    same = (rows[:, None] == rows).astype(np.float32)
    E[block[inside]] = C + same[inside, inside] @ (ds @ R)
    F[rows] = R + same @ (ds.T @ C)


def quick_word2vec(ids, counts, seed=0, size=64):
    """`train_word2vec` with `quick_step`; windows and noise are drawn for a whole epoch at once. Returns E and F."""
    rng, table, keep = np.random.default_rng(seed), noise_table(counts), c_keep(counts)
    E = ((rng.random((len(counts), D)) - 0.5) / D).astype(np.float32)
    F = np.zeros((len(counts), D), np.float32)
    distance = np.abs(np.arange(size + 2 * WINDOW) - WINDOW - np.arange(size)[:, None]).astype(np.int8)
    distance[distance == 0] = WINDOW + 1
    for epoch in range(EPOCHS):
        stream, number = token_stream(ids, keep, WINDOW, size, rng)
        number = np.where(number > 0, number, -np.arange(len(number))).astype(np.int32)  # padding has no neighbours
        blocks = (len(stream) - 2 * WINDOW) // size
        reach = rng.integers(1, WINDOW + 1, (blocks, size, 1), dtype=np.int8)
        noise = draw_noise(table, (blocks, 16), rng)
        for k, start in enumerate(range(0, blocks * size, size)):
            end = start + size + 2 * WINDOW
            mask = (distance <= reach[k]) & (number[start:end] == number[start + WINDOW : end - WINDOW, None])
            rate = RATE * (1 - (epoch + k / blocks) / EPOCHS)
            quick_step(E, F, stream[start:end], mask.astype(np.float32), noise[k], rate)
    return E, F


def by_gensim(sentences, words, seed=1):
    """Skip-gram of gensim with the same settings; E and F in the order of `words`."""
    model = gensim.models.Word2Vec(
        sentences, vector_size=D, window=WINDOW, min_count=1, negative=NEGATIVES, sg=1, sample=THRESHOLD, epochs=EPOCHS,
        alpha=RATE, min_alpha=0.0001, workers=1, seed=seed,
    )  # fmt: skip
    order = [model.wv.key_to_index[word] for word in words]
    return model.wv.vectors[order].astype(float), model.syn1neg[order].astype(float)


def objective(E, F, keep):
    """Expected loss of a pair: windows and subsampling in expectation, noise summed over the whole vocabulary."""
    ids, counts, _ = world()
    pairs = np.zeros((len(counts), len(counts)))
    for sentence in ids:
        for k in range(1, min(WINDOW, len(sentence) - 1) + 1):
            np.add.at(pairs, (sentence[k:], sentence[:-k]), (WINDOW + 1 - k) / WINDOW)
    pairs = (pairs + pairs.T) * np.outer(keep, keep)
    noise, s = np.diff(noise_table(counts), prepend=0), np.asarray(E, float) @ np.asarray(F, float).T
    loss = pairs * np.logaddexp(0, -s) + NEGATIVES * pairs.sum(axis=1, keepdims=True) * noise * np.logaddexp(0, s)
    return loss.sum() / pairs.sum()


def programs():
    """{name: (function that trains and returns E and F, tokens it reads after subsampling)}."""
    ids, counts, vocabulary = world()
    sentences, few = corpus.load_world(), ids[:40]
    in_c, in_paper = (EPOCHS * counts @ keep for keep in keeps().values())
    return {
        "gensim": (lambda: by_gensim(sentences, list(vocabulary)), in_c),
        "pairs": (lambda: by_pairs(few, counts), sum(map(len, few))),
        "taught": (lambda: train_word2vec(ids, counts, epochs=EPOCHS, rate=RATE), in_paper),
        "quick": (lambda: quick_word2vec(ids, counts), in_c),
    }


def keeps():
    """The two ways to subsample: {name: (N,) probabilities}."""
    counts = world()[1]
    return {"c": c_keep(counts), "paper": keep_probability(counts, THRESHOLD)}


def score(E, F):
    """Objective under both ways to subsample, {name: loss}, and share of analogies."""
    vocabulary = world()[2]
    questions = [[vocabulary[w] for w in four] for family in corpus.load_world_truth()["analogies"].values() for four in family]
    return {name: objective(E, F, keep) for name, keep in keeps().items()}, analogy_score(np.asarray(E, float), questions)


def main(arguments=None):
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds, runs, speeds = parser.parse_args(arguments).rounds, programs(), {}
    for k in range(rounds):
        for name, (train, tokens) in runs.items():
            start = time.process_time()
            tables = train()
            speeds.setdefault(name, []).append(tokens / (time.process_time() - start))
            if k == 0 and name != "pairs":
                losses, solved = score(*tables)
                theirs = losses if name == "gensim" else theirs  # noqa: F821 - gensim is first
                way = "paper" if name == "taught" else "c"
                worse = losses[way] / theirs[way] - 1
                print(f"{name:8} objective {losses[way]:.4f} ({100 * worse:+.1f} %), analogies {solved:.2f}", flush=True)
                assert worse <= 0.025, f"{name}: the objective is worse by more than 2.5 %: no speed to compare"
    for name, values in speeds.items():
        ratios = [value / peer for value, peer in zip(values, speeds["gensim"])]
        print(f"{name:8} {statistics.median(values):10,.0f} words/s, {statistics.median(ratios):.2f} of gensim "
              f"({min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip
    loops = [a / b for a, b in zip(speeds["taught"], speeds["pairs"])]
    print(f"blocks as taught against the loop over pairs: {statistics.median(loops):.0f} times as fast")


if __name__ == "__main__":
    main()
