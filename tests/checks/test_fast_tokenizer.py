"""The checks of appendix 01a: right answers pass, typical mistakes are named, untouched starters are not attempted."""

from collections import Counter

import numpy as np
import verdicts

from helpers.checks import fast_tokenizer as check
from helpers.taught.bpe import split_into_chunks


def counted(text):
    return Counter(split_into_chunks(text))


RIGHT = [
    (check.looks_by_hand, 9, 7),
    (check.looks_by_hand, np.int64(9), 7.0),
    (check.chunk_counts, counted),
    (check.chunk_counts, lambda text: dict(counted(text))),
    (check.stale_entry, "er"),
    (check.stale_entry, ("e", "r")),
    (check.stale_entry, ["e", "r"]),
    (check.stale_entry, "(e, r)"),
    (check.stale_entry, "ER"),
]
WRONG = [
    (check.looks_by_hand, 7, 9, "exchanged"),
    (check.looks_by_hand, 6, 4, "spaces out"),
    (check.looks_by_hand, 9, 5, "one chunk"),
    (check.looks_by_hand, 13, 11, "counted characters"),
    (check.looks_by_hand, 1, 2, "below each other"),
    (check.looks_by_hand, 4, 3, "counted chunks"),
    (check.looks_by_hand, 12, 10, "crosses a cut"),
    (check.looks_by_hand, 9, 9, "only once"),
    (check.looks_by_hand, "many", 7, "every_chunk"),
    (check.chunk_counts, lambda text: Counter(text.split()), "keeps the space"),
    (check.chunk_counts, lambda text: dict.fromkeys(counted(text), 1), "How often"),
    (check.chunk_counts, lambda text: len(counted(text)), "Return the dictionary"),
    (check.chunk_counts, lambda text: {count: chunk for chunk, count in counted(text).items()}, "from count to chunk"),
    (check.chunk_counts, lambda text: Counter(text.split(" ")), "keeps the space"),
    (check.chunk_counts, lambda text: {chunk: text.count(chunk) for chunk in counted(text)}, "inside"),
    (check.chunk_counts, lambda text: counted(text).most_common(), "list of pairs"),
    (check.chunk_counts, lambda text: list(counted(text)), "from chunk to count"),
    (check.chunk_counts, lambda text: set(split_into_chunks(text)), "from chunk to count"),
    (check.chunk_counts, lambda text: len(split_into_chunks(text)), "all chunks"),
    (check.chunk_counts, lambda text: {chunk: n - 1 for chunk, n in counted(text).items()}, "too small by 1"),
    (check.chunk_counts, lambda text: {chunk: n for chunk, n in counted(text).items() if n > 1}, "occurs once"),
    (check.chunk_counts, lambda text: Counter(chunk.encode() for chunk in split_into_chunks(text)), "are bytes"),
    (check.chunk_counts, Counter, "counted characters"),
    (check.chunk_counts, lambda text: Counter(" " + piece for piece in text.split(" ")), "no space in front"),
    (check.chunk_counts, lambda text: Counter(" " + piece for piece in text.split(" ")[1:]), "first chunk is missing"),
    (check.chunk_counts, lambda text: Counter([text.split(" ")[0], *(" " + p for p in text.split(" ")[1:])]), "chunk is empty"),
    (check.stale_entry, (-4, "er"), "the pair alone"),
    (check.stale_entry, "th", "its true count is 3"),
    (check.stale_entry, ("t", "h"), "its true count is 3"),
    (check.stale_entry, "he", "its true count is 1"),
    (check.stale_entry, "xx", "one of"),
    (check.stale_entry, 4, "quotation marks"),
]
STARTERS = [
    (check.looks_by_hand, ..., ...),
    (check.chunk_counts, ...),
    (check.chunk_counts, lambda text: ...),
    (check.stale_entry, ...),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_typical_mistakes_are_named = verdicts.wrong(WRONG)
test_starters_are_not_attempted = verdicts.untouched(STARTERS)
