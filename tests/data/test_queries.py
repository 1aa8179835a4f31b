"""queries.tsv: what the data card and lecture 17 say of it."""

import pytest

from data.makers import queries
from helpers import corpus
from helpers.taught.training import spans

SPLITS = {split: corpus.load_queries(split) for split in corpus.QUERY_SPLITS}


def test_sizes_and_no_sentence_twice():
    assert {split: len(rows[0]) for split, rows in SPLITS.items()} == queries.ROWS
    everything = [tuple(tokens) for sentences, _ in SPLITS.values() for tokens in sentences]
    assert len(everything) == len(set(everything))


def test_at_most_one_destination_and_most_have_one():
    counts = [len(spans(row)) for _, labels in SPLITS.values() for row in labels]
    assert set(counts) == {0, 1} and 0.8 < sum(counts) / len(counts) < 0.95


def test_new_cities_are_new():
    words = {word.lower() for city in queries.CITIES for word in city.split()} | set(queries.SHORT.values())
    named = {word.lower() for city in queries.NEW_CITIES for word in city.split()}
    train = {word.lower() for tokens in SPLITS["train"][0] for word in tokens}
    assert not named - {"city"} & train and named & words <= {"city"}


def test_half_is_in_small_letters_and_four_of_ten_end_in_a_mark():
    sentences = [tokens for part, _ in SPLITS.values() for tokens in part]
    small = sum(" ".join(tokens) == " ".join(tokens).lower() for tokens in sentences) / len(sentences)
    marks = sum(tokens[-1] in ".?!" for tokens in sentences) / len(sentences)
    assert 0.45 < small < 0.7 and 0.35 < marks < 0.45


def test_a_split_that_does_not_exist():
    with pytest.raises(ValueError, match="no split 'all'"):
        corpus.load_queries("all")


@pytest.mark.parametrize("line", ["a b\t0\ttrain", "a\t2\ttrain", "\t\ttrain", "a\t0\telse", "a\t0"])
def test_damaged_rows(tmp_path, monkeypatch, line):
    monkeypatch.setattr(corpus, "_FOLDER", tmp_path)
    (tmp_path / "queries.tsv").write_text("tokens\tlabels\tsplit\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"data/queries\.tsv, line 2"):
        corpus.load_queries("train")
