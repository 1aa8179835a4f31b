"""Lecture 03: n-gram models: the probability of the next token, from counts of runs of n tokens.

A text is a list of ids from 0 to N - 1. The n - 1 tokens before a token are its context. Every function that returns
probabilities gives one for each token of a text: (len(text),). The first n - 1 tokens have no whole context: there a shorter
model answers, at the very first token the uniform one, 1 / N.
"""

from collections import Counter, defaultdict

import numpy as np


def perplexity(p):
    """Give exp of the mean of -log p: as many equally likely tokens would be as hard to guess.

    p: (n,) probabilities of the tokens of a text, n at least 1; infinite if one of them is 0. Raises ValueError: no
    probability at all, or a number outside of 0 to 1, or nan.
    """
    p = np.asarray(p, np.float64)
    if p.size == 0 or not np.all((p >= 0) & (p <= 1)):
        raise ValueError("perplexity needs probabilities from 0 to 1, at least one, and no nan")
    with np.errstate(divide="ignore"):
        return np.exp(-np.mean(np.log(p)))


def followers(text, context):
    """What stood directly after `context` in `text`, and how often: a Counter. Both are lists of tokens."""
    n = len(context)
    return Counter(text[i + n] for i in range(len(text) - n) if text[i : i + n] == context)


def count_ngrams(ids, n):
    """How often each run of n tokens stands in a text: a Counter of tuples; empty if the text is shorter than n."""
    return Counter(zip(*(ids[i:] for i in range(n))))


def count_contexts(grams):
    """For each context (an n-gram without its last token): how often it was seen, and how many kinds of tokens followed it."""
    total, kinds = Counter(), Counter()
    for gram, count in grams.items():
        total[gram[:-1]] += count
        kinds[gram[:-1]] += 1
    return total, kinds


def add_k_probabilities(train, text, n, N, k):
    """Probability of each token of `text` by the n-grams of `train`, k added to the count of each of the N tokens.

    With k = 0, a token that never followed its context has probability 0.
    """
    grams = count_ngrams(train, n)
    total, _ = count_contexts(grams)
    p = np.full(len(text), 1 / N)
    for i in range(n - 1, len(text)):
        gram = tuple(text[i - n + 1 : i + 1])
        seen = total[gram[:-1]] + k * N
        p[i] = (grams[gram] + k) / seen if seen else 0.0
    return p


def gram_tables(train, n, by_contexts=False):
    """Counts of runs of 1 to n tokens: a list of Counters.

    by_contexts: the shorter runs count in how many different contexts they stand (Kneser and Ney, 1995), not how often.
    """
    tables = [count_ngrams(train, size) for size in range(1, n + 1)]
    if by_contexts:
        for size in range(n - 1, 0, -1):
            tables[size - 1] = Counter(gram[1:] for gram in tables[size])
    return tables


def discount(grams):
    """What is taken off each count: n1 / (n1 + 2 n2), from the numbers of runs seen once and twice; 0.5 if none was seen once."""
    once, twice = (sum(count == times for count in grams.values()) for times in (1, 2))
    return once / (once + 2 * twice) if once else 0.5


def interpolated_probabilities(tables, text, N):
    """Probability of each token of `text`: what each model takes off its counts goes to the next shorter model.

    tables: as `gram_tables` returns them.
    """
    p = np.full(len(text), 1 / N)
    for n, grams in enumerate(tables, start=1):
        (total, kinds), d = count_contexts(grams), discount(grams)
        for i in range(n - 1, len(text)):
            gram = tuple(text[i - n + 1 : i + 1])
            context = gram[:-1]
            if total[context]:
                p[i] = (max(grams[gram] - d, 0) + d * kinds[context] * p[i]) / total[context]
    return p


def draw_tokens(train, n, start, length, rng):
    """Continue `start`: each token is drawn from those that followed the last n - 1 tokens in `train`, as often as they did.

    start: list of ids, n - 1 at least; length: how many to draw; rng: np.random.Generator. Ends earlier where nothing
    followed. Returns the ids that were drawn.
    """
    following = defaultdict(list)
    for i in range(n - 1, len(train)):
        following[tuple(train[i - n + 1 : i])].append(train[i])
    text = list(start)
    while len(text) < len(start) + length and (found := following[tuple(text[len(text) - n + 1 :])]):
        text.append(found[int(rng.random() * len(found))])
    return text[len(start) :]
