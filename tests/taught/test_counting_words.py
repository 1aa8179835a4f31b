"""TF-IDF and words as rows: by hand, by slow twins, and what is refused."""

import numpy as np
import pytest

from helpers.taught import cooccurrence, tfidf

DOCUMENTS = [[0, 1, 1], [0, 2], [0, 2, 3, 3, 3, 3]]


def test_tables_by_hand():
    counts = tfidf.count_table(DOCUMENTS, 4)
    assert counts.tolist() == [[1, 2, 0, 0], [1, 0, 1, 0], [1, 0, 1, 4]]
    assert tfidf.plain_idf(counts) == pytest.approx(np.log([1, 3, 1.5, 3]))
    assert tfidf.smooth_idf(counts) == pytest.approx(np.log([1, 2, 4 / 3, 2]) + 1)
    assert tfidf.damped(counts)[2] == pytest.approx([1, 0, 1, 1 + np.log(4)])
    assert tfidf.count_table([[]], 3).tolist() == [[0, 0, 0]]


def test_a_token_of_no_document_has_no_plain_idf():
    counts = tfidf.count_table(DOCUMENTS, 5)
    with pytest.raises(ValueError, match="stands in no document"):
        tfidf.plain_idf(counts)
    assert tfidf.smooth_idf(counts)[4] == pytest.approx(np.log(4) + 1)


def test_cosines():
    rows = np.array([[3.0, 4], [0, 0], [0, 2]])
    assert tfidf.cosines(rows, rows) == pytest.approx(np.array([[1, 0, 0.8], [0, 0, 0], [0.8, 0, 1]]))


def test_window_counts_by_a_slow_twin():
    rng = np.random.default_rng(0)
    sentences = [rng.integers(0, 6, rng.integers(0, 9)).tolist() for _ in range(30)]
    for window in (1, 3, 20):
        slow = np.zeros((6, 6))
        for ids in sentences:
            for i, a in enumerate(ids):
                for j, b in enumerate(ids):
                    slow[a, b] += 0 < abs(i - j) <= window
        assert np.array_equal(cooccurrence.window_counts(sentences, 6, window), slow)


def test_ppmi_by_hand():
    counts = np.array([[0, 3.0, 1], [3, 0, 0], [1, 0, 0]])
    table = cooccurrence.ppmi(counts)
    assert table[0, 1] == pytest.approx(np.log(3 / 8 / (4 / 8 * 3 / 8))) and np.array_equal(table, table.T)
    assert table[0, 0] == table[1, 1] == table[1, 2] == 0
    with_empty_row = np.pad(counts, (0, 1))
    assert np.array_equal(cooccurrence.ppmi(with_empty_row), np.pad(table, (0, 1)))


def test_all_directions_give_the_table_back_and_the_signs_are_fixed():
    rng = np.random.default_rng(1)
    half = rng.normal(size=(6, 6))
    table = half @ half.T  # symmetric, no negative direction
    E = cooccurrence.svd_vectors(table, 6)
    assert pytest.approx(table) == E @ E.T
    assert np.all(E[np.abs(E).argmax(axis=0), range(6)] > 0)
    assert cooccurrence.svd_vectors(table, 2) == pytest.approx(E[:, :2])


def test_nearest_words():
    E = np.array([[1, 0], [1, 0.1], [0, 1], [2, 0], [0, 0]])
    assert cooccurrence.nearest_words(E, list("abcde"), "a", 3) == ["d", "b", "c"]
    with pytest.raises(ValueError, match="not in list"):
        cooccurrence.nearest_words(E, list("abcde"), "z")
