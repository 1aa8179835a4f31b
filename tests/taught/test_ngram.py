"""N-grams: by hand, probabilities that add up to 1, a slow Kneser-Ney written from its definition, drawn texts."""

from collections import Counter

import numpy as np
import pytest

from helpers.taught import ngram

TEXT = [0, 1, 0, 2, 0, 1, 1, 3, 0, 1, 2]


def test_perplexity():
    assert ngram.perplexity(np.full(7, 1 / 50)) == pytest.approx(50, rel=1e-12)
    assert ngram.perplexity([0.5] * 4 + [1 / 8]) == pytest.approx(2**1.4)
    assert ngram.perplexity([1, 0]) == np.inf and ngram.perplexity([1, 1]) == 1


@pytest.mark.parametrize("p", [[], [0.5, np.nan], [-0.1], [1.2], [np.inf]])
def test_perplexity_refuses_what_is_no_probability(p):
    with pytest.raises(ValueError, match="from 0 to 1"):
        ngram.perplexity(p)


def test_counts_by_hand():
    assert ngram.count_ngrams(TEXT, 2) == {(0, 1): 3, (1, 0): 1, (0, 2): 1, (2, 0): 1, (1, 1): 1, (1, 3): 1, (3, 0): 1, (1, 2): 1}
    assert ngram.count_ngrams(TEXT, 1)[(0,)] == 4 and not ngram.count_ngrams([1], 2)
    total = ngram.sums_by_context(ngram.count_ngrams(TEXT, 2).items())
    assert (total[(0,)], total[(1,)], total[(4,)]) == (4, 4, 0)
    assert ngram.followers(TEXT, [0]) == {1: 3, 2: 1} and ngram.followers(TEXT, []) == Counter(TEXT)
    assert ngram.followers(TEXT, [3, 3]) == {}


def test_add_k_by_hand_and_at_the_beginning():
    p = ngram.add_k_probabilities(TEXT, [0, 1, 3, 3], 2, 5, 0.5)
    assert p == pytest.approx([1 / 5, 3.5 / 6.5, 1.5 / 6.5, 0.5 / 3.5])
    assert ngram.add_k_probabilities(TEXT, [0, 4, 4], 2, 5, 0).tolist() == [0.2, 0, 0]


def distributions(probabilities, context, N):
    """What a function gives to each token after a context."""
    return np.array([probabilities([*context, token])[-1] for token in range(N)])


@pytest.mark.parametrize("context", [[], [0], [1], [3, 0], [2, 2], [0, 1]])
def test_probabilities_add_up_to_one(context):
    for n in (1, 2, 3):
        for k in (0.01, 1):
            p = distributions(lambda text, n=n, k=k: ngram.add_k_probabilities(TEXT, text, n, 5, k), context, 5)
            assert p.sum() == pytest.approx(1)
        for by_contexts in (False, True):
            tables = ngram.gram_tables(TEXT, n, by_contexts)
            p = distributions(lambda text, tables=tables: ngram.interpolated_probabilities(tables, text, 5), context, 5)
            assert p.sum() == pytest.approx(1) and p.min() > 0


def slow_kneser_ney(train, context, token, order, N):
    """Interpolated Kneser-Ney from its definition, with sets of left neighbours."""

    def count(gram, n):
        places = [i for i in range(len(train) - n + 1) if tuple(train[i : i + n]) == gram]
        if n == order:
            return len(places)
        # the same left neighbour, of the same continued left neighbour, counts once, as in the chain of shorter tables
        return len({left for left in table(n + 1) if left[1:] == gram})

    def table(n):
        if n == order:
            return {tuple(train[i : i + n]) for i in range(len(train) - n + 1)}
        return {gram[1:] for gram in table(n + 1)}

    def probability(context, n):
        if n == 0:
            return 1 / N
        grams = table(n)
        counts = [count(gram, n) for gram in grams]
        once, twice, thrice, four = (counts.count(times) for times in (1, 2, 3, 4))
        Y = once / (once + 2 * twice) if once else 0.5
        more = {1: 1 - 2 * Y * twice / once if once else Y}
        more[2] = 2 - 3 * Y * thrice / twice if twice else Y
        more[3] = 3 - 4 * Y * four / thrice if thrice else 3 if not four else Y

        def off(seen):  # Chen and Goodman (1999): one discount for 1, one for 2, one for the rest, none below Y
            return max(Y, more[min(seen, 3)]) if seen else 0

        own = [gram for gram in grams if gram[:-1] == context]
        total, lower = sum(count(gram, n) for gram in own), probability(context[1:], n - 1)
        if not total:
            return lower
        taken = sum(off(count(gram, n)) for gram in own)
        return (count((*context, token), n) - off(count((*context, token), n)) + taken * lower) / total

    return probability(tuple(context[len(context) - order + 1 :]), order)


def test_kneser_ney_is_what_its_definition_says():
    rng = np.random.default_rng(0)
    train = (rng.random(60) ** 2 * 5).astype(int).tolist()
    for order in (1, 2, 3):
        tables = ngram.gram_tables(train, order, by_contexts=True)
        for text in ([0, 1, 0], [4, 4, 1], [2, 3, 4], [0, 0, 0]):
            found = ngram.interpolated_probabilities(tables, text, 6)[-1]
            assert found == pytest.approx(slow_kneser_ney(train, text[:-1], text[-1], order, 6), rel=1e-12)


def runs(*numbers):
    """Counts of runs: so many were seen once, twice, ..."""
    return Counter({(times, k): times for times, number in enumerate(numbers, start=1) for k in range(number)})


def test_discounts_by_hand():
    assert ngram.discounts(runs(12, 3, 1)) == pytest.approx([0, 2 / 3, 2 - 3 * (2 / 3) / 3, 3])
    assert ngram.discounts(runs(8, 4, 3, 1)) == pytest.approx([0, 1 / 2, 2 - 3 / 2 * 3 / 4, 3 - 2 / 3])


@pytest.mark.parametrize("numbers", [(), (3,), (0, 0, 4), (0, 3, 1, 1), (2, 2, 5, 9), (1, 0, 0, 7, 2), (9, 0, 1)])
def test_discounts_leave_no_count_negative_and_no_run_whole(numbers):
    zero, *found = ngram.discounts(runs(*numbers))
    assert zero == 0 and all(0 < d <= k for k, d in enumerate(found, start=1)), found


def test_drawn_texts_follow_the_counts():
    rng = np.random.default_rng(3)
    drawn = ngram.draw_tokens(TEXT, 2, [0], 4000, rng)
    after = Counter(b for a, b in zip(drawn, drawn[1:]) if a == 0)
    assert after[1] / after.total() == pytest.approx(3 / 4, abs=0.03) and set(after) == {1, 2}
    assert set(zip(drawn, drawn[1:], drawn[2:])) - set(ngram.count_ngrams(TEXT, 3)), "pairs are copied, triples are not only"
    assert ngram.draw_tokens(TEXT, 3, [1, 2], 5, rng) == [], "nothing followed the end of the text"
    assert len(ngram.draw_tokens(TEXT, 1, [], 6, rng)) == 6
