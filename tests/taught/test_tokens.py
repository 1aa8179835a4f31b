"""Lecture 01: cutting text into tokens, and the vocabulary."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.taught.tokens import (
    build_vocabulary,
    count_tokens,
    encode_tokens,
    split_on_spaces,
    split_words_and_punctuation,
    unknown_rate,
)

SENTENCE = "I arrive at Beijing from Xiamen."
SPLITS = [split_on_spaces, split_words_and_punctuation]


def test_spaces_leave_the_full_stop_on_the_city():
    assert split_on_spaces(SENTENCE) == ["I", "arrive", "at", "Beijing", "from", "Xiamen."]


def test_words_and_punctuation_give_the_seven_tokens():
    assert split_words_and_punctuation(SENTENCE) == ["I", "arrive", "at", "Beijing", "from", "Xiamen", "."]


def test_what_the_rule_makes_of_other_signs():
    assert split_words_and_punctuation("don't!?\tA_1") == ["don", "'", "t", "!", "?", "A_1"]
    assert split_words_and_punctuation("我到北京。") == ["我到北京", "。"]


@pytest.mark.parametrize("split", SPLITS)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_tokens_hold_everything_but_white_space(split, text):
    tokens = split(text)
    kept = unicodedata.normalize("NFC", text) if split is split_words_and_punctuation else text
    assert "".join(tokens) == "".join(kept.split())
    assert all(tokens)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("text", [None, b"to Xiamen", 7, ["to"]])
def test_what_is_not_text_is_refused(split, text):
    with pytest.raises(TypeError, match=f"text must be a str, not {type(text).__name__}; decode bytes first"):
        split(text)


@pytest.mark.parametrize("split", SPLITS)
def test_half_a_character_is_refused(split):
    with pytest.raises(ValueError, match=r"text\[3\] is a lone surrogate, half a character; remove it"):
        split("to \ud800")


LISTS = [["to", "be", "or", "not"], ["to", "be"], ["a", "to"]]


def test_ids_go_by_frequency_then_alphabet():
    assert build_vocabulary(LISTS, 100) == {
        "<pad>": 0, "<unk>": 1, "to": 2, "be": 3, "a": 4, "not": 5, "or": 6,
    }  # fmt: skip


def test_size_counts_the_special_tokens_and_cuts_the_rare_ones():
    assert build_vocabulary(LISTS, 4) == {"<pad>": 0, "<unk>": 1, "to": 2, "be": 3}


def test_the_order_of_the_sentences_does_not_matter():
    assert build_vocabulary(LISTS, 6) == build_vocabulary(LISTS[::-1], 6)


def test_a_special_name_in_the_text_gets_no_second_id():
    vocabulary = build_vocabulary([["<unk>", "<unk>", "to", "<pad>"]], 5)
    assert vocabulary == {"<pad>": 0, "<unk>": 1, "to": 2}


@pytest.mark.parametrize("size", [0, 2, -1, 3.0, "10", None])
def test_a_vocabulary_that_small_is_refused(size):
    with pytest.raises(ValueError, match="size must be a whole number of 3 or more"):
        build_vocabulary(LISTS, size)


@pytest.mark.parametrize("lists", [None, "to be", ["to", "be"], [["to"], "be"], b"to"])
@pytest.mark.parametrize("use", [count_tokens, lambda x: build_vocabulary(x, 9), lambda x: unknown_rate(x, {})])
def test_only_lists_of_lists_are_counted(use, lists):
    with pytest.raises(TypeError, match="token_lists must be a list of lists of tokens, such as"):
        use(lists)


@pytest.mark.parametrize("lists", [[], [[]]])
def test_nothing_to_count_is_refused(lists):
    with pytest.raises(ValueError, match="token_lists holds no token; give at least one sentence"):
        build_vocabulary(lists, 9)
    with pytest.raises(ValueError, match="token_lists holds no token"):
        unknown_rate(lists, {"to": 2})


def test_unknown_tokens_get_the_id_of_unk():
    vocabulary = build_vocabulary(LISTS, 4)
    assert encode_tokens(["to", "see", "be", "or"], vocabulary) == [2, 1, 3, 1]
    assert encode_tokens([], vocabulary) == []


def test_a_text_that_is_not_yet_split_is_refused():
    for tokens in ([["I", "arrive"]], [2, 3], [b"I"], [None]):
        for use in (lambda tokens: encode_tokens(tokens, {"<unk>": 1}), lambda tokens: build_vocabulary([["I"], tokens], 5),
                    lambda tokens: unknown_rate([tokens], {"<unk>": 1})):  # fmt: skip
            with pytest.raises(TypeError, match="each token must be a str"):
                use(tokens)
    with pytest.raises(TypeError, match="tokens must be a list of tokens, not str; split the text first"):
        encode_tokens("to be", {"<unk>": 1})


def test_unknown_rate_counts_tokens_not_kinds():
    vocabulary = build_vocabulary(LISTS, 4)
    assert unknown_rate(LISTS, vocabulary) == pytest.approx(3 / 8)
    assert unknown_rate([["see", "see", "to", "see"]], vocabulary) == 0.75


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1), min_size=1))
def test_unknown_rate_falls_with_the_size_of_the_vocabulary(lists):
    rates = [unknown_rate(lists, build_vocabulary(lists, size)) for size in range(3, 12)]
    assert rates == sorted(rates, reverse=True)
    assert rates[-1] == 0
    encoded = [encode_tokens(tokens, build_vocabulary(lists, 5)) for tokens in lists]
    unknown = sum(ids.count(1) for ids in encoded) / sum(map(len, encoded))
    assert unknown == pytest.approx(unknown_rate(lists, build_vocabulary(lists, 5)))
