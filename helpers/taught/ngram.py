"""Lecture 03: n-gram models: the probability of the next token, from counts of runs of n tokens.

A text is a list of ids from 0 to N - 1. The n - 1 tokens before a token are its context. Every function that returns
probabilities gives one for each token of a text: (len(text),). The first n - 1 tokens have no whole context: they get 1 / N,
or, where models are interpolated, what the longest model that fits says.
"""

from collections import Counter, defaultdict

import numpy as np

from helpers.taught.one_hot import check_ids


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
    """What stood directly after `context` in `text`, and how often: a Counter. Both are lists of tokens.

    Raises TypeError: the context alone is a str.
    """
    if isinstance(context, str) and not isinstance(text, str):
        raise TypeError(f"the context {context!r} is a str: give a list of tokens")
    n = len(context)
    return Counter(text[i + n] for i in range(len(text) - n) if list(text[i : i + n]) == list(context))


def count_ngrams(ids, n):
    """How often each run of n tokens stands in a text: a Counter of tuples; empty if the text is shorter than n."""
    if n < 1:
        raise ValueError(f"n is {n}: a run has 1 token or more")
    return Counter(zip(*(ids[i:] for i in range(n))))


def sums_by_context(values):
    """For each context (an n-gram without its last token): the sum of the numbers of the n-grams that begin with it; a Counter.

    values: pairs of an n-gram and a number: its count, or what was taken off that.
    """
    sums = Counter()
    for gram, value in values:
        sums[gram[:-1]] += value
    return sums


def add_k_probabilities(train, text, n, N, k):
    """Probability of each token of `text` by the n-grams of `train`, k added to the count of each of the N tokens.

    With k = 0, a token that never followed its context has probability 0. Raises what `check_ids` raises, and ValueError: k is
    below 0, infinite or nan.
    """
    if not 0 <= k < np.inf:
        raise ValueError(f"k is {k}: give 0 or more")
    check_ids([*train, *text], N)
    grams = count_ngrams(train, n)
    total = sums_by_context(grams.items())
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
    tables = [count_ngrams(train, n)]
    for size in range(n - 1, 0, -1):
        shorter = (gram[1:] for gram in tables[0])
        tables.insert(0, Counter(shorter) if by_contexts else count_ngrams(train, size))
    return tables


def discounts(grams):
    """What is taken off a count of 0, 1, 2, and of 3 or more (Chen and Goodman, 1999): a list of four numbers.

    For a count c it is c - (c + 1) Y r[c + 1] / r[c] with Y = r[1] / (r[1] + 2 r[2]), where r[c] n-grams were seen c times; Y is
    also the least that is taken off a count above 0. Where none was seen once, Y is 0.5.
    """
    r = Counter(grams.values())
    Y = r[1] / (r[1] + 2 * r[2]) if r[1] else 0.5
    return [0, *(max(Y, c - (c + 1) * Y * r[c + 1] / max(r[c], 1)) for c in (1, 2, 3))]


def interpolated_probabilities(tables, text, N):
    """Probability of each token of `text`: what each model takes off its counts goes to the next shorter model.

    tables: as `gram_tables` returns them. Raises what `check_ids` raises.
    """
    check_ids([*text, *(gram[0] for gram in tables[0])], N)
    p = np.full(len(text), 1 / N)
    for n, grams in enumerate(tables, start=1):
        d = discounts(grams)
        total = sums_by_context(grams.items())
        taken = sums_by_context((gram, d[min(count, 3)]) for gram, count in grams.items())
        for i in range(n - 1, len(text)):
            gram = tuple(text[i - n + 1 : i + 1])
            count, context = grams[gram], gram[:-1]
            if total[context]:
                kept = count - d[min(count, 3)]
                p[i] = (kept + taken[context] * p[i]) / total[context]
    return p


def draw_tokens(train, n, start, length, rng):
    """Continue `start`: each token is drawn from those that followed the last n - 1 tokens in `train`, as often as they did.

    start: list of ids, n - 1 at least; length: how many to draw; rng: np.random.Generator. Ends earlier where nothing
    followed. Returns the ids that were drawn. Raises ValueError: a start that is too short. Raises TypeError: as `followers`.
    """
    followers([], start)  # refuses a str
    if not 1 <= n <= len(start) + 1:
        raise ValueError(f"n is {n}, and the start has {len(start)} tokens: give n - 1 at least")
    following = defaultdict(list)
    for i in range(n - 1, len(train)):
        following[tuple(train[i - n + 1 : i])].append(train[i])
    text, end = list(start), len(start) + length
    while len(text) < end and (found := following[tuple(text[len(text) - n + 1 :])]):
        text.append(found[int(rng.random() * len(found))])
    return text[len(start) :]
