"""Our byte-pair encoding against `tokenizers` (Hugging Face) and `tiktoken`: merges and ids are equal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("tokenizers")
pytest.importorskip("tiktoken")

from benchmarks.bpe import (
    check_equal,
    huggingface_encoder,
    huggingface_merges,
    huggingface_train,
    make_text,
    map_bytes,
    tiktoken_encoder,
)
from helpers.taught.bpe import encode_bpe, train_bpe
from helpers.taught.bpe_fast import BPEEncoder, train_bpe_fast

UNICODE = st.text(st.characters(exclude_categories=["Cs"]))
FEW_LETTERS = st.text("ab é北", max_size=80)
MERGES = train_bpe_fast(make_text(60_000) + " 我到达北京。 我离开北京去厦门。 aaaa aaaaaa abababab", 500)
OURS, TIKTOKEN, HUGGINGFACE = BPEEncoder(MERGES), tiktoken_encoder(MERGES), huggingface_encoder(MERGES)


@settings(deadline=None, max_examples=400)
@given(UNICODE | FEW_LETTERS | st.lists(st.sampled_from([" the", "the", " station", "北", "  ", "\n", "."])).map("".join))
def test_ids_equal_both_peers_for_any_text(text):
    ids = OURS.encode(text)
    assert ids == encode_bpe(text, MERGES)
    assert ids == TIKTOKEN.encode_ordinary(text)
    assert ids == HUGGINGFACE.encode(text).ids


@settings(deadline=None, max_examples=150)
@given(FEW_LETTERS.filter(bool), FEW_LETTERS)
def test_ids_equal_tiktoken_under_any_merges(text, other):
    merges = train_bpe(text, 30)
    encoding = tiktoken_encoder(merges)
    for sentence in (text, other):
        assert encode_bpe(sentence, merges) == encoding.encode_ordinary(sentence)


@settings(deadline=None, max_examples=200)
@given(FEW_LETTERS.filter(bool) | UNICODE.filter(bool), st.integers(0, 40))
def test_training_learns_hugging_faces_merges(text, n_merges):
    theirs = huggingface_merges(huggingface_train([map_bytes(text)], n_merges, mapped=True))
    assert list(train_bpe_fast(text, n_merges).items()) == list(theirs.items())


def test_the_benchmarks_gate_passes_on_a_short_text():
    assert len(check_equal(make_text(50_000), 300)) == 300
