"""Lecture 01: byte-pair encoding, slow and fast."""

import ast
from collections import Counter

import course
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.taught.bpe import (
    count_pairs,
    decode_bpe,
    encode_bpe,
    merge_pair,
    most_frequent_pair,
    split_into_chunks,
    token_bytes,
    train_bpe,
)
from helpers.taught.bpe_fast import BPEEncoder, count_chunks, pop_most_frequent, train_bpe_fast

CORPUS = """I arrive at Beijing from Xiamen. I leave Beijing to Xiamen. We walk, she walks, they walked to the
station; walking is slow. The train to Nanjing leaves from the station at nine, the train from Xiamen arrives at ten.
Ein Zug fährt über die Brücke.  Two spaces,   three spaces. 我到达北京。 我离开北京去厦门。 café, naïve, 🚂🚂🚂
aaaa aaaaa aaaaaa abababab bababa banana bananas."""
UNICODE = st.text(st.characters(exclude_categories=["Cs"]))
FEW_LETTERS = st.text("ab é北", max_size=60)
LEARNED = train_bpe(CORPUS, 120)
TRAINERS = [train_bpe, train_bpe_fast]


def encode_fast(text, merges):
    return BPEEncoder(merges).encode(text)


ENCODERS = [encode_bpe, encode_fast]


def same(first, second):
    """Equal merges in equal order."""
    return list(first.items()) == list(second.items())


# Chunks and pairs


def test_a_chunk_keeps_the_space_before_it():
    assert split_into_chunks("I arrive at Beijing.") == ["I", " arrive", " at", " Beijing."]
    assert split_into_chunks("  a b\nc ") == [" ", " a", " b\nc", " "]
    assert split_into_chunks("") == []


@given(UNICODE | FEW_LETTERS)
def test_chunks_join_to_the_text_and_the_fast_count_agrees(text):
    chunks = split_into_chunks(text)
    assert "".join(chunks) == text
    assert all(chunks) and not any(" " in chunk[1:] for chunk in chunks)
    assert count_chunks(text) == Counter(chunk.encode("utf-8") for chunk in chunks)


def test_pairs_are_counted_within_words_only():
    assert count_pairs([[1, 2, 1, 2], [2, 1], [7], []]) == {(1, 2): 2, (2, 1): 2}
    assert count_pairs([[5, 5, 5]]) == {(5, 5): 2}


def test_ties_go_to_the_smallest_pair_of_ids():
    assert most_frequent_pair({(9, 1): 4, (2, 300): 4, (2, 7): 4, (1, 1): 3}) == (2, 7)
    assert most_frequent_pair({(1, 1): 3, (300, 300): 5}) == (300, 300)
    with pytest.raises(ValueError, match="counts is empty: there is no pair left to merge"):
        most_frequent_pair({})


def test_the_heap_breaks_ties_alike_and_corrects_old_entries():
    counts = {"zz": 4, "ab": 3, "aa": 3, "gone": 0}
    heap = [(-9, "gone"), (-7, "zz"), (-3, "ab"), (-3, "aa")]
    assert [pop_most_frequent(heap, counts) for _ in range(4)] == ["zz", "aa", "ab", None]


def test_merging_goes_left_to_right_without_overlap():
    assert merge_pair([1, 1, 1], (1, 1), 256) == [256, 1]
    assert merge_pair([1, 1, 1, 1], (1, 1), 256) == [256, 256]
    assert merge_pair([1, 2, 1, 2, 2, 1], (1, 2), 256) == [256, 256, 2, 1]
    assert merge_pair([2, 1], (1, 2), 256) == [2, 1]
    assert merge_pair([], (1, 2), 256) == []


# Training


@pytest.mark.parametrize("train", TRAINERS)
def test_merges_worked_out_by_hand(train):
    # ab stands there three times; then " " + ab and ab + c twice each, and 32, the space, is smaller than 256;
    # then ab + c at the start and " ab" + c in the middle once each, and 256 is smaller than 257
    assert same(train("abc abc ab", 3), {(97, 98): 256, (32, 256): 257, (256, 99): 258})


@pytest.mark.parametrize("train", TRAINERS)
def test_a_tie_in_training_goes_to_the_smaller_bytes(train):
    assert list(train("zy ba", 1)) == [(32, 98)]
    assert list(train("dc\nba", 1)) == [(10, 98)]
    assert list(train("yxba", 1)) == [(98, 97)]


@pytest.mark.parametrize("train", TRAINERS)
def test_training_on_runs_of_one_letter(train):
    # a a a a a: (a, a) 4 times -> A A a; then (A, A) and (A, a) once each, and 97 < 256
    assert same(train("aaaaa", 9), {(97, 97): 256, (256, 97): 257, (256, 257): 258})


@pytest.mark.parametrize("train", TRAINERS)
def test_training_ends_when_no_pair_is_left(train):
    assert len(train("ab", 50)) == 1
    assert train("a", 50) == {}
    assert train("any text", 0) == {}


def test_slow_and_fast_learn_the_same_from_prose():
    assert same(train_bpe_fast(CORPUS, 120), LEARNED)
    diary = (course.ROOT / "data" / "diary.txt").read_text(encoding="utf-8")[:6000]
    assert same(train_bpe_fast(diary, 200), train_bpe(diary, 200))


@settings(deadline=None, max_examples=150)
@given(FEW_LETTERS.filter(bool) | UNICODE.filter(bool), st.integers(0, 40))
def test_slow_and_fast_learn_the_same_from_any_text(text, n_merges):
    merges = train_bpe(text, n_merges)
    assert same(train_bpe_fast(text, n_merges), merges)
    assert len(set(token_bytes(merges).values())) == 256 + len(merges)


def test_one_long_chunk_without_a_space():
    text = "我离开北京去厦门，再从厦门回北京。" * 40 + "aaaaaaa" * 50
    merges = train_bpe(text, 60)
    assert same(train_bpe_fast(text, 60), merges)
    assert encode_fast(text, merges) == encode_bpe(text, merges)


# Encoding and decoding


def test_beijing_is_six_bytes_until_merges_are_learned():
    assert list("北京".encode()) == [229, 140, 151, 228, 186, 172]
    assert encode_bpe("北京", {}) == [229, 140, 151, 228, 186, 172]
    merges = train_bpe("北京 北京 北京", 5)
    assert decode_bpe(encode_bpe("北京", merges), merges) == "北京"
    assert len(encode_bpe("北京", merges)) == 1


@pytest.mark.parametrize("encode", ENCODERS)
def test_merges_apply_in_the_order_of_training(encode):
    merges = {(98, 99): 256, (97, 98): 257, (97, 256): 258}  # bc, then ab, then a bc
    assert encode("abc", merges) == [258]
    assert encode("ab", merges) == [257]
    assert encode("abab", merges) == [257, 257]


@pytest.mark.parametrize("encode", ENCODERS)
def test_an_unseen_name_splits_into_known_pieces(encode):
    assert "Nanmen" not in CORPUS
    ids = encode("to Nanmen", LEARNED)
    pieces = [token_bytes(LEARNED)[i].decode("utf-8") for i in ids]
    assert pieces == ["t", "o", " N", "an", "m", "en"]
    assert all(piece.strip() in CORPUS for piece in pieces)


@given(UNICODE | FEW_LETTERS)
def test_any_text_comes_back_and_both_encoders_agree(text):
    ids = encode_bpe(text, LEARNED)
    assert decode_bpe(ids, LEARNED) == text
    assert encode_fast(text, LEARNED) == ids


@settings(deadline=None, max_examples=150)
@given(FEW_LETTERS.filter(bool), FEW_LETTERS)
def test_encoders_agree_under_any_merges(text, other):
    merges = train_bpe_fast(text, 30)
    encoder = BPEEncoder(merges)
    for sentence in (text, other, other, text + other):
        assert encoder.encode(sentence) == encode_bpe(sentence, merges)
        assert decode_bpe(encoder.encode(sentence), merges) == sentence


def test_the_encoder_remembers_chunks_with_and_without_their_space_apart():
    encoder = BPEEncoder(LEARNED)
    for text in ["walk walk", " walk", "walk", "", " ", "  walk", "walk "]:
        for _ in range(2):
            assert encoder.encode(text) == encode_bpe(text, LEARNED)
    known = dict(encoder.known)
    encoder.encode("walk walk")
    assert encoder.known == known


@pytest.mark.parametrize("encode", ENCODERS)
def test_an_empty_text_has_no_ids(encode):
    assert encode("", LEARNED) == []
    assert decode_bpe([], LEARNED) == ""


def test_training_text_gets_shorter_with_each_merge():
    lengths = [len(encode_bpe(CORPUS, dict(list(LEARNED.items())[:n]))) for n in range(0, 121, 20)]
    assert lengths == sorted(lengths, reverse=True) and lengths[0] == len(CORPUS.encode("utf-8"))
    assert len(set(lengths)) == len(lengths)


def test_token_bytes_joins_the_parts():
    table = token_bytes({(229, 140): 256, (256, 151): 257})
    assert len(table) == 258
    assert (table[65], table[256], table[257].decode()) == (b"A", b"\xe5\x8c", "北")


def test_half_a_character_decodes_to_the_replacement_sign():
    assert decode_bpe([65, 229, 140], {}) == "A\ufffd"
    assert decode_bpe([255], {}) == "\ufffd"
    assert decode_bpe([229, 140, 151], {}) == "北"


# Bad input


@pytest.mark.parametrize("text", [None, b"bytes", 3])
@pytest.mark.parametrize("use", [*TRAINERS, *ENCODERS])
def test_what_is_not_text_is_refused(use, text):
    with pytest.raises(TypeError, match=f"text must be a str, not {type(text).__name__}; decode bytes first"):
        use(text, 5 if use in TRAINERS else LEARNED)


@pytest.mark.parametrize("use", [*TRAINERS, *ENCODERS])
def test_lone_surrogates_are_refused(use):
    with pytest.raises(ValueError, match=r"text\[2\] is a lone surrogate, half a character; remove it"):
        use("a \udc00b", 5 if use in TRAINERS else LEARNED)


@pytest.mark.parametrize("train", TRAINERS)
def test_nothing_to_learn_from_is_refused(train):
    with pytest.raises(ValueError, match=r"text is empty: .* give at least one character"):
        train("", 5)


@pytest.mark.parametrize("train", TRAINERS)
@pytest.mark.parametrize("n_merges", [-1, 2.0, "3", None])
def test_a_number_of_merges_that_is_none_is_refused(train, n_merges):
    with pytest.raises(ValueError, match="n_merges must be a whole number of 0 or more"):
        train("ab", n_merges)


@pytest.mark.parametrize("ids", [[65, 999], [-1], ["A"]])
def test_ids_that_are_not_in_the_vocabulary_are_refused(ids):
    with pytest.raises(ValueError, match=rf"{ids[-1]!r} is no id of this vocabulary; use 0 to {255 + len(LEARNED)}"):
        decode_bpe(ids, LEARNED)


@pytest.mark.parametrize("module", ["tokens", "bpe", "bpe_fast"])
def test_functions_stay_short_enough_to_teach(module):
    path = course.ROOT / "helpers" / "taught" / f"{module}.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            assert len(course.without_docstring(node).splitlines()) <= 25, node.name
