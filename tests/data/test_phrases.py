"""phrases.tsv: every promise of its card is counted: splits, held-out combinations, measure words, word order, 了."""

import re

import course
import pytest

from data.makers import phrases as maker
from helpers import corpus
from helpers.figures.translation import PINYIN, outlines
from helpers.taught.tokens import split_words_and_punctuation

CARD = (course.ROOT / "data" / "README.md").read_text(encoding="utf-8")
ALL = corpus.load_phrases()
SPLITS = {split: corpus.load_phrases(split) for split in corpus.PHRASE_SPLITS}
FORMS = {form: verb for verb, forms in maker.VERBS.items() for form in (verb, *forms[:4])} | {"likes": "like", "like": "like"}
FORMS |= {"bigger": "big", "newer": "new", "older": "old", "smaller": "small"}
NOUNS = {form: noun for noun, (plural, *_) in maker.NOUNS.items() for form in (noun, plural)}


def test_sizes_and_no_sentence_twice():
    assert {split: len(rows) for split, rows in SPLITS.items()} == maker.SIZES
    assert len({phrase.english for phrase in ALL}) == len(ALL)


@pytest.mark.parametrize("split", corpus.PHRASE_SPLITS)
def test_card_counts(split):
    words = sum(len(split_words_and_punctuation(phrase.english)) for phrase in SPLITS[split]) / len(SPLITS[split])
    characters = sum(len(phrase.chinese) for phrase in SPLITS[split]) / len(SPLITS[split])
    row = f"| {split} | {len(SPLITS[split]):,} | {words:.1f} | {characters:.1f} |"
    assert row in CARD, f"the card should say: {row}"


def test_the_course_sentence_is_in_test_only():
    found = [(phrase.chinese, phrase.split) for phrase in ALL if phrase.english == maker.COURSE[0]]
    assert found == [(maker.COURSE[1], "test")] and maker.COURSE == ("I like this movie very much", "我非常喜欢这部电影")
    assert not any(maker.COURSE[1] in phrase.chinese or maker.COURSE[0] in phrase.english for phrase in SPLITS["train"])


def combinations(phrase):
    """Each noun of a sentence with the words that stand at most two before it, and with the verb or adjective of its clause."""
    words = [word for word in split_words_and_punctuation(phrase.english) if word != "?"]
    for i, word in enumerate(words):
        if word in NOUNS:
            near = words[max(0, i - 5) : i]
            yield from ((FORMS.get(other, other), NOUNS[word]) for other in near)


def test_held_out_combinations_stand_in_held_only():
    held = set(maker.HELD)
    assert all(held & set(combinations(phrase)) or phrase.pattern == "is_like_this" for phrase in SPLITS["held"])
    for split in ("train", "dev", "test"):
        for phrase in SPLITS[split]:
            words = [FORMS.get(word, word) for word in split_words_and_punctuation(phrase.english)]
            for first, noun in held:
                for gap in ("", "this ", "that ", "a ", "an "):
                    for form in (noun, maker.NOUNS[noun][0]):
                        assert f" {first} {gap}{form} " not in f" {' '.join(words)} ", phrase.english


def test_every_word_and_character_of_the_other_splits_is_in_train():
    words = {word for phrase in SPLITS["train"] for word in split_words_and_punctuation(phrase.english)}
    characters = {sign for phrase in SPLITS["train"] for sign in phrase.chinese}
    for phrase in ALL:
        assert set(split_words_and_punctuation(phrase.english)) <= words and set(phrase.chinese) <= characters


def test_a_measure_word_stands_between_this_or_a_number_and_its_noun():
    measures = {chinese: measure for _, measure, chinese in maker.NOUNS.values()}
    nouns = "|".join(sorted(measures, key=len, reverse=True))
    pattern = re.compile(rf"[这那一两三四五]([部本封首只辆台张把件家])(?:[^，。？这那]{{0,4}}?)({nouns})")
    seen = 0
    for phrase in ALL:
        for measure, noun in pattern.findall(phrase.chinese):
            assert measures[noun] == measure, phrase
            seen += 1
        for noun in measures:
            assert f"这{noun}" not in phrase.chinese and f"那{noun}" not in phrase.chinese
    assert seen > 2_000 and {measures[noun] for noun in measures} == set("部本封首只辆台张把件家")


def test_finished_actions_have_le_and_denied_ones_have_not():
    for phrase in ALL:
        if phrase.pattern in ("finished", "two_actions"):
            assert phrase.chinese.count("了") == (2 if phrase.pattern == "two_actions" else 1)
        if phrase.pattern in ("not_finished", "future", "habit", "going_on", "want", "have", "there_is", "like"):
            assert "了" not in phrase.chinese
        if phrase.pattern == "not_finished":
            assert "没有" in phrase.chinese


def test_times_and_very_stand_before_the_verb():
    for phrase in ALL:
        for time, chinese in (maker.PAST | maker.FUTURE | maker.HABIT).items():
            if time in phrase.english:
                verb = min(phrase.chinese.index(v) for v in "买卖看读写借修洗唱" if v in phrase.chinese)
                assert phrase.chinese.index(chinese) < verb, phrase
        if " very much" in phrase.english and " not " not in phrase.english:
            assert "非常喜欢" in phrase.chinese
        assert phrase.english.endswith("?") == phrase.chinese.endswith("吗？")


def test_nothing_is_liked_and_not_liked_at_once():
    for phrase in ALL:
        if phrase.pattern == "but":
            first, second = phrase.english.split(" but ")
            assert first.split()[-1] != second.split()[-1]


def test_every_character_has_its_pinyin_and_its_outline():
    assert {sign for phrase in ALL for sign in phrase.chinese} <= set(PINYIN) & set(outlines()) | set("?")


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (b"english\tchinese\n", r"phrases\.tsv, line 1"),
        ("english\tchinese\tsplit\tpattern\nI\t我\ttrial\tlike\n".encode(), "line 2: unknown split"),
        (b"english\tchinese\tsplit\tpattern\nI\tme\ttrain\tlike\n", "line 2: there should be an English sentence"),
        ("english\tchinese\tsplit\tpattern\nI\t我\ttrain\n".encode(), "line 2: 3 columns"),
    ],
)
def test_a_damaged_file_is_named(new, message, tmp_path, monkeypatch):
    (tmp_path / "phrases.tsv").write_bytes(new)
    monkeypatch.setattr(corpus, "data_path", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match=message):
        corpus.load_phrases()


def test_an_unknown_split_is_refused():
    with pytest.raises(ValueError, match="there is no split 'valid'"):
        corpus.load_phrases("valid")
