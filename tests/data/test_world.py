"""world.txt: every promise of data/README.md is counted, and the truth speaks of what is there."""

import re
from collections import Counter

import course
import numpy as np
import pytest

from data.makers import world
from helpers import corpus

CARD = (course.ROOT / "data" / "README.md").read_text(encoding="utf-8").replace("\n", " ")
SENTENCES, TRUTH = corpus.load_world(), corpus.load_world_truth()
COUNTS = Counter(word for words in SENTENCES for word in words)
LISTED = [word for words in TRUTH["clusters"].values() for word in words]


def test_sentences():
    assert (course.ROOT / "data" / "world.txt").stat().st_size < 700_000
    assert len({tuple(words) for words in SENTENCES}) == len(SENTENCES)
    for words in SENTENCES:
        assert 4 <= len(words) <= 18, words
        assert all(re.fullmatch("[a-z]+", word) for word in words), words
        assert not re.search(r"\ba [aeiou]|\ban [^aeiou]|\b(\w+) \1\b", " ".join(words)), words


def test_card_counts_the_world():
    assert f"{len(SENTENCES):,} different sentences" in CARD
    assert f"{COUNTS.total():,} words, {len(COUNTS)} of them different" in CARD
    assert len(TRUTH["clusters"]) == 11
    for family, questions in TRUTH["analogies"].items():
        assert re.search(rf"\| {family} \| [^|]* \| {len(questions)} \|", CARD), family


def test_no_sentence_pattern_dominates():
    openings = Counter(" ".join(words[:3]) for words in SENTENCES)
    assert openings.most_common(1)[0][1] < 0.03 * len(SENTENCES)


def test_truth_speaks_of_words_that_occur():
    assert len(set(LISTED)) == len(LISTED)
    assert min(COUNTS[word] for word in LISTED) >= 40
    for questions in TRUTH["analogies"].values():
        assert len({tuple(question) for question in questions}) == len(questions)
        for question in questions:
            assert len(set(question)) == 4
            assert set(question) <= set(LISTED)
    assert ["man", "woman", "king", "queen"] in TRUTH["analogies"]["gender"]
    assert ["china", "beijing", "france", "paris"] in TRUTH["analogies"]["capital"]
    assert ["walk", "walked", "talk", "talked"] in TRUTH["analogies"]["past"]


def test_most_things_are_seen_with_several_pairs():
    """Of the things of people seen at least 20 times, half are seen with three pairs of relatives or titles, or more."""
    pairs = [set(pair) for pair in world.rows(world.FAMILY) + world.rows(world.ROYALTY)]
    sentences = [set(words) for words in SENTENCES]
    of_pairs = [[words for words in sentences if pair & words] for pair in pairs]
    seen = [[sum(thing in words for words in of_pair) for of_pair in of_pairs] for thing in world.POOLS["people"].split()]
    several = [sum(count >= 3 for count in counts) for counts in seen if sum(counts) >= 20]
    assert len(several) >= 25 and np.median(several) >= 3


def test_he_and_she_follow_the_planted_probability():
    """Of the sentences with one job and a he or a she right beside it."""
    marks = {"he": 0, "his": 0, "himself": 0, "she": 1, "her": 1, "herself": 1}
    for job, planted in TRUTH["p_she"].items():
        sentences = [" ".join(words) for words in SENTENCES if job in words]
        clauses = [re.split(r" (?:and (?!he\b|she\b)|but|while|because) ", sentence) for sentence in sentences]
        clauses = [clause.split() for parts in clauses for clause in parts if job in clause.split()]
        genders = [marks[word] for words in clauses if " and " not in " ".join(words) for word in words if word in marks]
        assert len(genders) >= 30
        assert abs(np.mean(genders) - planted) < 4 * np.sqrt(planted * (1 - planted) / len(genders)) + 0.01, job


def test_each_occurrence_of_a_homonym_has_one_meaning():
    for word, meanings in TRUTH["senses"].items():
        lines = sorted(line for numbers in meanings.values() for line in numbers)
        assert lines == [n for n, words in enumerate(SENTENCES) if word in words]
        assert all(SENTENCES[n].count(word) == 1 for n in lines)
        assert len(meanings) == 2 and min(map(len, meanings.values())) >= 60


def test_the_meaning_is_in_the_neighbours():
    """The frames of a meaning and its things are its own: a rule that knows them finds the stored meaning."""
    for word, meanings in TRUTH["senses"].items():
        things = {meaning: set(world.SENSES[word][meaning][1].split()) for meaning in meanings}
        right = [bool(things[meaning] & set(SENTENCES[n])) for meaning, numbers in meanings.items() for n in numbers]
        assert all(right), word


def ppmi():
    row = {word: i for i, word in enumerate(COUNTS)}
    together = np.zeros((len(row), len(row)))
    for words in SENTENCES:
        ids = [row[word] for word in words]
        for i, one in enumerate(ids):
            for other in ids[max(0, i - 5) : i]:
                together[one, other] += 1
                together[other, one] += 1
    joint = together / together.sum()
    single = joint.sum(axis=1)
    with np.errstate(divide="ignore"):
        rows = np.maximum(np.log(joint / np.outer(single, single)), 0)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), row


def test_the_yardstick_of_the_card():
    rows, row = ppmi()
    group = np.array([k for k, words in enumerate(TRUTH["clusters"].values()) for _ in words])
    likeness = rows[[row[word] for word in LISTED]] @ rows[[row[word] for word in LISTED]].T
    np.fill_diagonal(likeness, -2)
    nearest = np.argsort(-likeness, axis=1, kind="stable")[:, :5]
    purity = np.mean(group[nearest] == group[:, None])
    questions = np.array([[row[word] for word in q] for table in TRUTH["analogies"].values() for q in table])
    scores = (rows[questions[:, 1]] - rows[questions[:, 0]] + rows[questions[:, 2]]) @ rows.T
    allowed = np.mean(scores.argmax(axis=1) == questions[:, 3])
    np.put_along_axis(scores, questions[:, :3], -np.inf, axis=1)
    excluded = np.mean(scores.argmax(axis=1) == questions[:, 3])
    said = f"{100 * purity:.0f} % are of the same group; of the analogies {100 * excluded:.0f} % are solved"
    assert said in CARD, said
    assert f"and {100 * allowed:.0f} % if they are allowed" in CARD, f"{100 * allowed:.0f} %"


@pytest.mark.parametrize("word", ["man", "woman", "king", "queen", "beijing", "china"])
def test_words_of_lecture_02(word):
    assert COUNTS[word] > 40
