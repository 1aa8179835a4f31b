"""Checks of lecture 17: right answers of every type pass, the wrong programs that people write are named."""

from fractions import Fraction

import numpy as np
import verdicts

from helpers.checks import real_queries as check
from helpers.taught.bio_tags import tag_spans


def bio(n, spans):
    tags = ["O"] * n
    for start, end, kind in spans:
        tags[start] = "B-" + kind
        for i in range(start + 1, end):
            tags[i] = "I-" + kind
    return tags


def read(text):
    tokens, tags, row = [], [], []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            row.append(line.split())
        elif row:
            tokens.append([token for token, _ in row])
            tags.append([tag for _, tag in row])
            row = []
    return tokens, tags


def by_blocks(text):
    """Does not see that several empty lines in a row part no sentences."""
    blocks = text.split("\n\n")
    return ([[line.split()[0] for line in block.splitlines() if line] for block in blocks],
            [[line.split()[1] for line in block.splitlines() if line] for block in blocks])  # fmt: skip


def without_outside(text):
    tokens, tags = read(text)
    return tokens, [[tag for tag in row if tag != "O"] for row in tags]


def without_last(text):
    """Closes a sentence at an empty line only."""
    tokens, tags = read(text)
    return (tokens, tags) if text.endswith("\n\n") else (tokens[:-1], tags[:-1])


def only_between(n, spans):
    tags = bio(n, spans)
    return ["I" + tag[1:] if tag[0] == "B" and (k == 0 or tags[k - 1][2:] != tag[2:]) else tag for k, tag in enumerate(tags)]


def one_sentence(text):
    rows = [line.split() for line in text.splitlines() if line.strip()]
    return [[token for token, _ in rows]], [[tag for _, tag in rows]]


def cut_by_numpy(n, spans):
    """An array of str has as many letters as its longest str had at the start: one."""
    tags = np.array(["O"] * n)
    tags[:] = bio(n, spans)
    return tags


def by_slices(n, spans):
    tags = ["O"] * n
    for start, end, kind in spans:
        tags[start], tags[start + 1 : end] = "B-" + kind, "I-" + kind
    return tags


def a_tag_for_each_span(n, spans):
    tags = []
    for i in range(n):
        for start, end, kind in spans:
            tags.append("B-" + kind if i == start else "I-" + kind if start < i < end else "O")
    return tags


def one_too_long(n, spans):
    tags = ["O"] * n
    for start, end, kind in spans:
        tags[start:end] = ["B-" + kind] + ["I-" + kind] * (end - start)
    return tags


def stops_early(n, spans):
    tags = ["O"] * n
    for start, end, kind in spans:
        tags[start] = "B-" + kind
        for i in range(start + 1, end - 1):
            tags[i] = "I-" + kind
    return tags


def cleared(text):
    """Stores a list and then empties it."""
    tokens, tags = read(text)
    return [[] for _ in tokens], [[] for _ in tags]


def with_ends(n, spans):
    tags = bio(n, spans)
    for start, end, kind in spans:
        tags[end - 1] = ("S-" if end - start == 1 else "E-") + kind
    return tags


RIGHT = [
    (check.f1_by_hand, 0.5),
    (check.f1_by_hand, Fraction(1, 2)),
    (check.f1_by_hand, np.float32(0.5)),
    (check.f1_by_hand, [0.5]),
    (check.bio, bio),
    (check.bio, lambda n, spans: tuple(bio(n, spans))),
    (check.bio, lambda n, spans: np.array(bio(n, spans))),
    (check.bio, lambda n, spans: (tag for tag in bio(n, spans))),
    (check.read_columns, read),
    (check.read_columns, lambda text: [tuple(map(tuple, part)) for part in read(text)]),
    (check.read_columns, lambda text: tuple((iter(row) for row in part) for part in read(text))),
]
WRONG = [
    (check.f1_by_hand, 0.8, "counted tokens"),
    (check.f1_by_hand, 1, "two words"),
    (check.f1_by_hand, 0, "origin"),
    (check.f1_by_hand, 0.25, "twice the number"),
    (check.f1_by_hand, 1 / 3, "three different spans"),
    (check.f1_by_hand, 50, "from 0 to 1"),
    (check.f1_by_hand, 2 / 3, "counted tokens"),
    (check.f1_by_hand, 0.75, "Half a span"),
    (check.f1_by_hand, 0.6, "Count the spans"),
    (check.f1_by_hand, np.nan, "number"),
    (check.bio, lambda n, spans: [tag.replace("I-", "B-") for tag in bio(n, spans)], "Only the first token"),
    (check.bio, lambda n, spans: [tag.replace("B-", "I-") for tag in bio(n, spans)], "first token of a span gets B-"),
    (check.bio, lambda n, spans: [tag[2:] or tag for tag in bio(n, spans)], "Where are B- and I-"),
    (check.bio, lambda n, spans: ["0" if tag == "O" else tag for tag in bio(n, spans)], "letter O"),
    (check.bio, lambda n, spans: bio(n + 1, [(s, e + 1, k) for s, e, k in spans])[:n], "not included"),
    (check.bio, lambda n, spans: [{"B": "I", "I": "B"}.get(tag[0], "O") + tag[1:] for tag in bio(n, spans)], "for the first"),
    (check.bio, cut_by_numpy, "cuts every tag to one letter"),
    (check.bio, lambda n, spans: ["O" if tag[0] == "I" else tag for tag in bio(n, spans)], "get I-"),
    (check.bio, by_slices, "letter by letter"),
    (check.bio, a_tag_for_each_span, "one tag, once all spans"),
    (check.bio, one_too_long, "you return 7 tags."),
    (check.bio, stops_early, "first position behind it"),
    (check.bio, lambda n, spans: [tag.replace("-", "_") for tag in bio(n, spans)], "hyphen"),
    (check.bio, lambda n, spans: [tag.replace("-", "") for tag in bio(n, spans)], "hyphen"),
    (check.bio, lambda n, spans: [None if tag == "O" else tag for tag in bio(n, spans)], "letter O"),
    (check.bio, with_ends, "BIOES"),
    (check.bio, lambda n, spans: ["I" if tag[0] == "I" else tag for tag in bio(n, spans)], "kind is missing behind I-"),
    (check.bio, lambda n, spans: [tag[0].lower() + tag[1:] for tag in bio(n, spans)], "capital letters"),
    (check.bio, lambda n, spans: bio(n, spans[:1]), "Only the first span"),
    (check.bio, lambda n, spans: bio(n, spans[-1:]), "Only the last span"),
    (check.bio, only_between, "Every span begins with B-"),
    (check.bio, lambda n, spans: " ".join(bio(n, spans)), "not one str"),
    (check.bio, lambda n, spans: ["O"] * (n + 1), "you return"),
    (check.bio, lambda n, spans: ["O"] * n, "No span is marked"),
    (check.bio, lambda n, spans: 3, "list of tags"),
    (check.bio, lambda n, spans: None, "returns None"),
    (check.read_columns, lambda text: read(text)[::-1], "Tokens first"),
    (check.read_columns, lambda text: list(zip(*read(text))), "a pair for each sentence"),
    (check.read_columns, lambda text: [list(zip(*rows)) for rows in zip(*read(text))], "list of pairs for each sentence"),
    (check.read_columns, cleared, "All rows are empty"),
    (check.read_columns, lambda text: [[x for row in part for x in row] for part in read(text)], "a list for each sentence"),
    (check.read_columns, without_outside, "O as well"),
    (check.read_columns, lambda text: ([[x.lower() for x in row] for row in read(text)[0]], read(text)[1]), "as they stand"),
    (check.read_columns, by_blocks, "make no sentence"),
    (check.read_columns, one_sentence, "sentences"),
    (check.read_columns, without_last, "last sentence is missing"),
    (check.read_columns, lambda text: read(text)[0], "two lists"),
    (check.read_columns, lambda text: ([["go"]], [["O"]]), "you return"),
]
STARTERS = [(check.f1_by_hand, ...), (check.bio, lambda *a: ...), (check.read_columns, ...)]


test_right_answers_pass = verdicts.right(RIGHT)
test_typical_mistakes_are_named = verdicts.wrong(WRONG)
test_starters_are_not_attempted = verdicts.untouched(STARTERS)


def test_the_first_exercise_is_what_the_lecture_counts():
    wanted, ours = ["O", "B-to", "I-to", "O", "B-from"], ["O", "B-to", "O", "O", "B-from"]
    found = tag_spans(ours) & tag_spans(wanted)
    assert 2 * len(found) / (len(tag_spans(ours)) + len(tag_spans(wanted))) == 0.5
