"""The checks of lecture 01: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import re

import numpy as np
import verdicts

from helpers.checks import tokenization as check


def pair_of_words(words):
    counts = {}
    for word, count in words.items():
        for pair in zip(word, word[1:]):
            counts[pair] = counts.get(pair, 0) + count
    return min(counts, key=lambda pair: (-counts[pair], pair))


def pair_without_weights(words):
    counts = {}
    for word in words:
        for pair in zip(word, word[1:]):
            counts[pair] = counts.get(pair, 0) + 1
    return min(counts, key=lambda pair: (-counts[pair], pair))


def pair_counts(words):
    counts = {}
    for word, count in words.items():
        for pair in zip(word, word[1:]):
            counts[pair] = counts.get(pair, 0) + count
    return counts


def pair_with_first_seen_on_ties(words):
    counts = pair_counts(words)
    return max(counts, key=counts.get)


def pair_of_the_last_word(words):
    counts = {}
    for word, count in words.items():
        for pair in zip(word, word[1:]):
            counts[pair] = count
    return min(counts, key=lambda pair: (-counts[pair], pair))


def rarest_pair(words):
    counts = pair_counts(words)
    return min(counts, key=lambda pair: (counts[pair], pair))


def pair_across_words(words):
    letters = [letter for word, count in words.items() for letter in word * count]
    counts = {}
    for pair in zip(letters, letters[1:]):
        counts[pair] = counts.get(pair, 0) + 1
    return min(counts, key=lambda pair: (-counts[pair], pair))


def pair_once_in_a_word(words):
    counts = {}
    for word, count in words.items():
        for pair in set(zip(word, word[1:])):
            counts[pair] = counts.get(pair, 0) + count
    return min(counts, key=lambda pair: (-counts[pair], pair))


def pair_by_str_count(words):
    counts = {}
    for word, count in words.items():
        for pair in set(zip(word, word[1:])):
            counts[pair] = counts.get(pair, 0) + count * "".join(word).count("".join(pair))
    return min(counts, key=lambda pair: (-counts[pair], pair))


LISTED = "|".join(re.escape(token) for tokens in check.PATTERN_CASES.values() for token in sorted(tokens, key=len, reverse=True))

RIGHT = [
    (check.ticket_tokens, 14),
    (check.ticket_tokens, np.int64(14)),
    (check.ticket_tokens, 14.0),
    (check.pair_of_words, pair_of_words),
    (check.pair_of_words, lambda words: list(pair_of_words(words))),
    (check.pair_of_words, lambda words: np.array(pair_of_words(words))),
    (check.two_readings, ("南京市", "长江", "大桥"), np.array(["南京", "市长", "江大桥"])),
    (check.pattern, re.compile(r"\w+(?:['.]\w+)*|[^\w\s]")),
    (check.pattern, r"\d+\.\d+|[A-Za-z]+'[a-z]+|\w+|[^\w\s]"),
    (check.lost_by_words, "Here, at last."),
    (check.lost_by_words, "cafe\u0301"),
    (check.two_readings, ["南京市", "长江", "大桥"], ["南京", "市长", "江大桥"]),
    (check.pattern, r"\w+(?:['.]\w+)*|[^\w\s]"),
]
WRONG = [
    (check.ticket_tokens, 7, "cutting at the spaces"),
    (check.ticket_tokens, 9, "left out the punctuation"),
    (check.ticket_tokens, 12, "Li's or 3.50 in one piece"),
    (check.ticket_tokens, 10, "both Li's and 3.50"),
    (check.ticket_tokens, 13, "one is missing"),
    (check.ticket_tokens, 15, "spaces are none"),
    (check.pair_of_words, lambda words: pair_of_words(words)[::-1], "exchanged"),
    (check.pair_of_words, lambda words: max(pair_counts(words).values()), "You return a number"),
    (check.pair_of_words, lambda words: max(words, key=words.get), "Return a pair, two pieces"),
    (check.pair_of_words, lambda words: min(c := pair_counts(words), key=lambda pair: (-c[pair], pair[::-1])), "left piece"),
    (check.pair_of_words, lambda words: min(c := pair_counts(words), key=lambda pair: (-c[pair], pair[0])), "the whole pair"),
    (check.ticket_tokens, 99, "one below the other"),
    (check.ticket_tokens, "14", "not str"),
    (check.pair_of_words, pair_without_weights, "or only 1"),
    (check.pair_of_words, pair_with_first_seen_on_ties, "The rule for ties"),
    (check.pair_of_words, pair_across_words, "it should be"),
    (check.pair_of_words, pair_once_in_a_word, "Each place counts"),
    (check.pair_of_words, pair_by_str_count, "at two places that overlap"),
    (check.pair_of_words, lambda words: "".join(pair_of_words(words)), "not the piece that it becomes"),
    (check.pair_of_words, lambda words: None, "returns None"),
    (check.pair_of_words, lambda words: (pair_of_words(words), 7), "without its count"),
    (check.pair_of_words, lambda words: [(pair_of_words(words), 7)], "without its count"),
    (check.pair_of_words, pair_of_the_last_word, "+="),
    (check.pair_of_words, rarest_pair, "rarest pair"),
    (check.pair_of_words, lambda words: words["no such word"], "stopped with KeyError"),
    (check.lost_by_words, "हिन्दी भाषा", "give your sentence back exactly"),
    (check.two_readings, [["南京市"], ["长江"], ["大桥"]], ["南京", "市长", "江大桥"], "not in the list"),
    (check.pattern, r"\w+(?:[^\w\s]\w+)*|[^\w\s]", "well-known"),
    (check.pattern, r"[a-zA-Z0-9]+(?:['.][a-zA-Z0-9]+)*|[^\w\s]", "Zürich"),
    (check.lost_by_words, "no punctuation here", "give your sentence back exactly"),
    (check.lost_by_words, 7, "between quotation marks"),
    (check.two_readings, ["南京", "市长", "江大桥"], ["南京", "市长", "江大桥"], "same cut"),
    (check.two_readings, ["南京", "市", "长江", "大桥"], ["南京市", "长江", "大桥"], "not in the list"),
    (check.two_readings, ["南京", "长江", "大桥"], ["南京市", "长江", "大桥"], "no character may be lost"),
    (check.two_readings, "南京市长江大桥", ["南京市", "长江", "大桥"], "no list of words"),
    (check.pattern, r"\w+|[^\w\s]", "don"),
    (check.pattern, r"\S+", "Xiamen."),
    (check.pattern, "(", "no regular expression"),
    (check.pattern, LISTED, "it should become"),
    (check.pattern, 3, "as a string"),
    (check.pattern, r"[\w'.]+|[^\w\s]", "it should become"),
]
STARTERS = [
    (check.ticket_tokens, ...),
    (check.pair_of_words, lambda words: ...),
    (check.lost_by_words, ...),
    (check.two_readings, ..., ...),
    (check.pattern, ...),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_typical_mistakes_are_named = verdicts.wrong(WRONG)
test_starters_are_not_attempted = verdicts.untouched(STARTERS)


def test_pattern_cases_agree_with_the_solution():
    for text, tokens in check.PATTERN_CASES.items():
        assert re.findall(r"\w+(?:['.]\w+)*|[^\w\s]", text) == tokens


def test_a_count_that_empties_the_dictionary_is_refused():
    def emptying(words):
        counts = {}
        while words:
            word, count = words.popitem()
            for pair in zip(word, word[1:]):
                counts[pair] = counts.get(pair, 0) + count
        return min(counts, key=lambda pair: (-counts[pair], pair))

    assert "changes its argument number 1" in check.pair_of_words.outcome(emptying).message


def test_brackets_that_hide_the_token_from_findall_are_named():
    assert "(?:...)" in check.pattern.outcome(r"\w+(['.]\w+)*|[^\w\s]").message
    assert "(?:...)" not in check.pattern.outcome(r"\w+(?:['.]\w+)*|[^\w\s]").message
