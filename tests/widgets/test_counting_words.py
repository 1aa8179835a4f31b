"""The widgets of lecture 03, driven through their traits."""

from collections import Counter

import numpy as np
import pace
import pytest

from helpers.taught.ngram import followers
from helpers.widgets.diary_search import DiarySearch
from helpers.widgets.next_word import NextWord

TEXT = ["i", "like", "the", "sea", ".", "i", "like", "the", "train", ".", "i", "saw", "the", "sea"]


def test_next_word_counts_what_followed():
    stage = NextWord(lambda context: followers(TEXT, context), "we like")
    assert stage.describe() == "“like”: seen 2 times, 1 different words followed; most often the, 1.00."
    stage.length.value = 0
    assert "No context: seen 14 times, 7 different words followed" in stage.describe()
    stage.length.value = 2
    assert stage.describe().startswith("“we like”: never seen. A model with 2 words of context knows nothing")
    assert "nothing followed" in stage.picture.value
    stage.text.value = "I LIKE"
    assert "“i like”: seen 2 times" in stage.describe()
    stage.text.value = "I saw the sea."
    assert stage.describe().startswith("“sea .”: seen 1 times")
    stage.text.value = "I like"
    stage.length.value = 3
    assert "Type at least 3 words" in stage.describe() and "Type at least 3 words" in stage.picture.value


def test_next_word_says_what_the_function_raised_and_escapes():
    stage = NextWord(lambda context: 1 / 0)
    assert "ZeroDivisionError" in stage.describe()
    stage = NextWord(lambda context: Counter(["<b>"]), "<i>")
    assert "<b>" not in stage.picture.value and "<i>" not in stage.picture.value + stage.sentence.value


def scores(text):
    return np.array([text.count("a"), text.count("b"), 0.0])


def test_search_shows_the_best_of_each_way():
    stage = DiarySearch({"plain": scores, "turned": lambda text: scores(text)[::-1]}, ["A", "B", "C"], "aab")
    assert stage.describe() == "First: plain, A; turned, C."
    shown = stage.picture.value
    stage.best.value = 1
    assert shown.count("cosine") == 4 and stage.picture.value.count("cosine") == 2
    stage.query.value = "bbb"
    assert stage.describe() == "First: plain, B; turned, B."
    stage.query.value = "xyz"
    assert stage.describe() == "None of these words stands in the diary."
    assert "None of these words" in stage.picture.value


def test_search_says_what_is_wrong():
    assert "shape (2,)" in DiarySearch({"short": lambda text: np.zeros(2)}, ["A"], "a").describe()
    assert "KeyError" in DiarySearch({"broken": lambda text: {}["a"]}, ["A"], "a").describe()
    with pytest.raises(ValueError, match="at least one way"):
        DiarySearch({}, ["A"], "a")


def test_quick_enough_for_a_hand():
    stages = NextWord(lambda context: followers(TEXT, context)), DiarySearch({"plain": scores}, ["A", "B", "C"], "a")
    pace.assert_quick(stages[0].length, (0, 1, 2))
    pace.assert_quick(stages[1].query, ("b", "a"))
