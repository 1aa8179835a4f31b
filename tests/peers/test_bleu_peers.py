"""Our BLEU against sacrebleu (Post, 2018): equal to 1e-6.

The tokens are single characters. They are handed to sacrebleu with spaces between and `tokenize="none"`; on Chinese sentences
without Latin letters its own `tokenize="zh"` cuts in the same way. No smoothing.
"""

import numpy as np
import pytest

pytest.importorskip("sacrebleu")

from sacrebleu.metrics import BLEU

from helpers import corpus
from helpers.taught.tokens import build_vocabulary, encode_tokens, split_words_and_punctuation
from helpers.taught.translation import bleu, translate


def theirs(replies, references, tokenize="none", effective=False):
    metric = BLEU(smooth_method="none", tokenize=tokenize, effective_order=effective, force=True)
    space = " " if tokenize == "none" else ""
    return metric.corpus_score([space.join(row) for row in replies], [[space.join(row) for row in references]]).score


def damaged(references, seed):
    """Replies: each reference with tokens changed, lost or doubled."""
    rng = np.random.default_rng(seed)
    tokens = sorted({token for row in references for token in row})
    for row in references:
        kept = [token if rng.random() < 0.8 else tokens[rng.integers(len(tokens))] for token in row if rng.random() < 0.95]
        yield (kept + kept[-2:] if rng.random() < 0.1 else kept) or row


@pytest.fixture(scope="module")
def references():
    return [list(phrase.chinese) for phrase in corpus.load_phrases("test")]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("tokenize", ["none", "zh"])
def test_corpus_bleu(references, seed, tokenize):
    replies = list(damaged(references, seed))
    assert abs(bleu(replies, references) - theirs(replies, references, tokenize)) < 1e-6


def test_bleu_of_the_stored_translator(references):
    parameters, english = corpus.load_model("translation")
    train = corpus.load_phrases("train")
    chinese = build_vocabulary([["<sos>", *phrase.chinese, "<eos>"] for phrase in train], 500)
    names, words = list(chinese), [split_words_and_punctuation(phrase.english) for phrase in corpus.load_phrases("test")]
    ids = translate([encode_tokens(row, english) for row in words], parameters, chinese["<sos>"], chinese["<eos>"])
    replies = [[names[i] for i in row] for row in ids]
    for tokenize in ("none", "zh"):
        assert abs(bleu(replies, references) - theirs(replies, references, tokenize)) < 1e-6


@pytest.mark.parametrize(
    ("reply", "reference"),
    [("abcdefg", "abcdefgh"), ("abcdefgh", "abcdefg"), ("abc", "abc"), ("ab", "abcd"), ("aaaaaaa", "abacad"), ("abxd", "abcd")],
)
def test_single_sentences_with_effective_order(reply, reference):
    ours = bleu([list(reply)], [list(reference)])
    assert abs(ours - theirs([list(reply)], [list(reference)], effective=True)) < 1e-6


def test_an_identical_sentence_of_three_tokens_is_0_without_effective_order_and_100_with_it():
    three = [list("abc")]
    assert theirs(three, three) == 0 and abs(theirs(three, three, effective=True) - 100) < 1e-6 and bleu(three, three) == 100
