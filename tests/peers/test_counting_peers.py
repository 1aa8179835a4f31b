"""TF-IDF of lecture 03 against scikit-learn's TfidfVectorizer: our smooth variant is theirs, row for row."""

import numpy as np
import pytest

pytest.importorskip("sklearn")

from sklearn.feature_extraction.text import TfidfVectorizer

from helpers import corpus
from helpers.taught.tfidf import count_table, damped, plain_idf, smooth_idf
from helpers.taught.tokens import split_words_and_punctuation

TEXTS = [split_words_and_punctuation(text.lower()) for _, _, text in corpus.diary_entries()]


def rows_of_length_one(table):
    return table / np.linalg.norm(table, axis=1, keepdims=True)


@pytest.mark.parametrize("sublinear", [False, True])
@pytest.mark.parametrize("smooth", [False, True])
def test_the_named_variants(smooth, sublinear):
    theirs = TfidfVectorizer(analyzer=list, smooth_idf=smooth, sublinear_tf=sublinear)
    expected = theirs.fit_transform(TEXTS).toarray()
    ids = [[theirs.vocabulary_[word] for word in text] for text in TEXTS]
    counts = count_table(ids, len(theirs.vocabulary_))
    idf = smooth_idf(counts) if smooth else plain_idf(counts) + 1  # theirs adds 1 without smoothing, too
    found = rows_of_length_one((damped(counts) if sublinear else counts) * idf)
    assert np.abs(found - expected).max() < 1e-12
