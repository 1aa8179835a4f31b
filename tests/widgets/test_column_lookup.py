"""The column lookup, driven through its traits without a browser, and the pictures of lecture 02."""

import numpy as np
import pace
import pytest

from helpers.figures import one_hot as pictures
from helpers.taught.tokens import build_vocabulary, split_on_spaces, split_words_and_punctuation
from helpers.widgets.column_lookup import ColumnLookup

SENTENCE = "I arrive at Beijing from Xiamen."
VOCABULARY = build_vocabulary([split_words_and_punctuation(SENTENCE)], 20)
W_AX = np.random.default_rng(0).normal(size=(4, len(VOCABULARY)))
VIEW = "application/vnd.jupyter.widget-view+json"


def lookup(sentence=SENTENCE, W_ax=W_AX, vocabulary=VOCABULARY, tokenize=split_words_and_punctuation, **more):
    return ColumnLookup(sentence, W_ax, vocabulary, tokenize=tokenize, **more)


def test_slider_walks_along_the_sentence():
    widget = lookup(position=4)
    assert widget.position.max == 7
    for place, token in enumerate(split_words_and_punctuation(SENTENCE), start=1):
        widget.position.value = place
        i = VOCABULARY[token]
        assert f"“{token}”, has id {i}. W_ax x is column {i} of {len(VOCABULARY)}" in widget.describe()
        for value in W_AX[:, i]:
            assert f"{value:.2f}" in widget.describe()
            assert f"{value:.2f}".replace("-", "−") in widget.picture.value


def test_begins_where_it_is_told_and_stays_in_the_sentence():
    assert "Token 4, “Beijing”" in lookup(position=4).describe()
    assert "Token 7, “.”" in lookup(position=99).describe() and "Token 1, “I”" in lookup(position=-3).describe()


def test_unknown_words_take_the_column_of_unk():
    widget = lookup()
    widget.typed.value = "Kyoto"
    assert widget.position.max == 1 and "“Kyoto”, is unknown: it takes the id 1. W_ax x is column 1" in widget.describe()


def test_a_shorter_sentence_pulls_the_slider_back():
    widget = lookup(position=7)
    widget.typed.value = "at Beijing"
    assert widget.position.value == 2 and "Token 2, “Beijing”" in widget.describe()
    widget.typed.value = "from Xiamen at last"
    assert widget.position.value == 2 and widget.position.max == 4


def test_typed_text_is_escaped():
    widget = lookup(tokenize=split_on_spaces)
    widget.typed.value = "<img src=x onerror=alert(1)>"
    for place in range(1, widget.position.max + 1):
        widget.position.value = place
        assert "<img" not in widget.picture.value + widget.sentence.value
    assert "&lt;img" in widget.picture.value


@pytest.mark.parametrize(
    ("text", "answer"), [("", "Type a few words"), ("  ", "Type a few words"), ("a\ud800", "lone surrogate")]
)
def test_odd_texts_are_answered_in_words(text, answer):
    widget = lookup()
    widget.typed.value = text
    assert answer in widget.describe() and widget.picture.value.startswith("<svg")
    assert answer in lookup(text).describe()
    widget.typed.value = SENTENCE
    assert "Token 1, “I”" in widget.describe()


def test_many_columns_rows_and_words_stay_inside():
    vocabulary = {"<unk>": 0} | {f"word{k}": k for k in range(1, 60)}
    W_ax = np.random.default_rng(0).normal(size=(9, 60))
    widget = lookup(" ".join(f"word{k}" for k in range(1, 40)), W_ax, vocabulary)
    for place in (1, 20, 39):
        widget.position.value = place
        assert f">{place}</text>" in widget.picture.value and "…" in widget.picture.value
        assert widget.picture.value.count(">0</text>") + (place <= 7) >= 14
    assert ", ...)" in widget.describe()
    widget.typed.value = "x" * 300
    assert widget.picture.value.startswith("<svg")


def test_static_picture_and_words():
    data, metadata = lookup(position=4)._repr_mimebundle_()
    assert set(data) == {VIEW, "image/png", "text/plain"}
    assert data["text/plain"] == repr(lookup(position=4)) and repr(lookup()).startswith("[widget] Token 1, “I”")
    assert metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())


@pytest.mark.parametrize(
    ("W_ax", "vocabulary", "message"),
    [
        (W_AX[:, 1:], VOCABULARY, "one column for each of 9 tokens"),
        (W_AX[0], VOCABULARY, "one column for each"),
        (W_AX[:, :2], {"<unk>": 0, "to": 2}, "number its tokens 0, 1, 2"),
        (W_AX[:, :2], {"at": 0, "to": 1}, "have <unk> among them"),
        (W_AX * np.nan, VOCABULARY, "nan or inf"),
    ],
)
def test_what_does_not_fit_together_is_refused(W_ax, vocabulary, message):
    with pytest.raises(ValueError, match=message):
        lookup(W_ax=W_ax, vocabulary=vocabulary)


def test_moving_the_slider_is_quick():
    widget = lookup()
    pace.assert_quick(widget.position, range(1, 8))


@pytest.mark.parametrize(("N", "i", "expected"), [(11, 3, (0, 11)), (60, 0, (0, 15)), (60, 30, (23, 38)), (60, 59, (45, 60))])
def test_shown_columns_hold_the_chosen_one(N, i, expected):
    assert pictures.shown_columns(N, i) == expected


def test_a_matrix_of_zeros_can_be_drawn():
    assert "0.00" in lookup(W_ax=np.zeros_like(W_AX)).picture.value


def test_line_of_ids_marks_its_words():
    svg = pictures.id_line(["one", "said", "two"], 23, ("one", "two")).svg()
    assert ">one 23<" in svg and ">said 24<" in svg and svg.count('font-weight="bold"') == 2
