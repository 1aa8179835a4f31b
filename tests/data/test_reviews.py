"""reviews.tsv: every promise of its card is counted: families, splits, the limit of counting words, the unseen words."""

import re
from collections import Counter, defaultdict

import course
import pytest

from data.makers import reviews as maker
from helpers import corpus

CARD = (course.ROOT / "data" / "README.md").read_text(encoding="utf-8")
ALL = corpus.load_reviews()
SPLITS = {split: corpus.load_reviews(split) for split in corpus.REVIEW_SPLITS}
NEGATIONS = {"not", "nobody", "no", "but", "although", "cannot", "who", "expected"}


def tokens(review):
    return re.findall(r"\w+|[^\w\s]", review.sentence)


def families(reviews):
    found = defaultdict(list)
    for review in reviews:
        found[review.family].append(review)
    return found


def best_of_any_bag(reviews):
    """The share that a model reaches at most if it sees the words of a sentence and not their order."""
    bags = defaultdict(Counter)
    for review in reviews:
        bags[tuple(sorted(tokens(review)))][review.score] += 1
    return sum(max(scores.values()) for scores in bags.values()) / len(reviews)


def test_sizes_and_no_sentence_twice():
    assert {split: len(reviews) for split, reviews in SPLITS.items()} == maker.SIZES
    assert len({review.sentence for review in ALL}) == len(ALL)


def test_a_family_is_one_bag_of_words_and_the_other_way_round():
    bags, numbers = defaultdict(set), defaultdict(set)
    for review in ALL:
        bags[tuple(sorted(tokens(review)))].add(review.family)
        numbers[review.family].add(tuple(sorted(tokens(review))))
    assert all(len(found) == 1 for found in [*bags.values(), *numbers.values()])


def test_a_family_is_in_one_split_only():
    for members in families(ALL).values():
        assert len({review.split for review in members}) == 1


@pytest.mark.parametrize("split", ["train", "dev", "test", "unseen"])
def test_most_sentences_have_a_twin_with_another_score(split):
    members = families(SPLITS[split])
    scores = {number: {review.score for review in family} for number, family in members.items()}
    assert sum(len(scores[review.family]) > 1 for review in SPLITS[split]) / len(SPLITS[split]) > 0.65
    assert any(len(members[number]) > 1 and len(found) == 1 for number, found in scores.items()) or split == "unseen"


@pytest.mark.parametrize("split", ["train", "dev", "test", "unseen"])
def test_no_bag_of_words_passes_seventy_percent(split):
    limit = best_of_any_bag(SPLITS[split])
    assert limit < 0.70
    majority = max(Counter(review.score for review in SPLITS[split]).values()) / len(SPLITS[split])
    assert majority < 0.36
    length = sum(len(tokens(review)) for review in SPLITS[split]) / len(SPLITS[split])
    row = f"| {split} | {len(SPLITS[split]):,} | {len(families(SPLITS[split])):,} | {length:.1f} | {majority:.3f} | {limit:.3f} |"
    assert row in CARD, f"the card should say: {row}"


def test_card_counts_the_scores():
    for split, reviews in SPLITS.items():
        counts = Counter(review.score for review in reviews)
        row = f"| {split} | " + " | ".join(f"{counts[score]:,}" for score in range(1, 6)) + " |"
        assert row in CARD, f"the card should say: {row}"


def test_the_course_sentence_is_held_out():
    rows = {(review.sentence, review.score) for review in ALL}
    assert (maker.COURSE, 5) in rows
    course_sentence = next(review for review in ALL if review.sentence == maker.COURSE)
    assert course_sentence.split == "test"
    assert not any(maker.COURSE[:-1] in review.sentence for review in SPLITS["train"])


def test_unseen_words_are_known_but_never_negated_in_train():
    words = set(maker.UNSEEN)
    train = [review for review in SPLITS["train"] if words & set(tokens(review))]
    assert {word for review in train for word in tokens(review)} >= words
    assert all(review.pattern == "plain" and not NEGATIONS & set(tokens(review)) for review in train)
    assert all(words & set(tokens(review)) for review in SPLITS["unseen"])
    known = {word for review in SPLITS["train"] for word in tokens(review)}
    assert {word for review in SPLITS["unseen"] for word in tokens(review)} <= known


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (b"", r"reviews\.tsv, line 1"),
        (b"sentence\tscore\n", r"reviews\.tsv, line 1"),
        (b"sentence\tscore\tsplit\tfamily\tpattern\ngood\t6\ttrain\t1\tplain\n", "line 2: .*'6'"),
        (b"sentence\tscore\tsplit\tfamily\tpattern\ngood\t5\ttrain\tx\tplain\n", "line 2: .*'x'"),
        (b"sentence\tscore\tsplit\tfamily\tpattern\ngood\t5\ttrial\t1\tplain\n", "line 2: unknown split"),
        (b"sentence\tscore\tsplit\tfamily\tpattern\ngood\t5\ttrain\t1\n", "line 2: 4 columns"),
        (b"sentence\tscore\tsplit\tfamily\tpattern\ngood\t5\ttrain\t1\tplain\n", "seems to be cut"),
        (b"\xff", "no UTF-8"),
    ],
)
def test_a_damaged_file_is_named(new, message, tmp_path, monkeypatch):
    (tmp_path / "reviews.tsv").write_bytes(new)
    monkeypatch.setattr(corpus, "data_path", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match=message):
        corpus.load_reviews()


def test_an_unknown_split_is_refused():
    with pytest.raises(ValueError, match="there is no split 'valid'"):
        corpus.load_reviews("valid")
