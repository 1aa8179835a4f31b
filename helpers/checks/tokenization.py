"""Checks of lecture 01."""

import re

from helpers.checks.core import call, exercise, right, wrong

TICKET = "Mr. Li's ticket cost 3.50, I think."
BRIDGE = "南京市长江大桥"
BRIDGE_WORDS = {"南京", "南京市", "市长", "长江", "大桥", "江大桥"}
PATTERN_CASES = {
    "I arrive at Beijing from Xiamen.": ["I", "arrive", "at", "Beijing", "from", "Xiamen", "."],
    "I don't pay 3.50.": ["I", "don't", "pay", "3.50", "."],
    "It's 7.25, isn't it?": ["It's", "7.25", ",", "isn't", "it", "?"],
    "Wait... No. 7 is 'free'.": ["Wait", ".", ".", ".", "No", ".", "7", "is", "'", "free", "'", "."],
}


@exercise
def ticket_tokens(answer):
    """Count the tokens of the sentence about the ticket by hand."""
    if not isinstance(answer, int):
        return wrong(f"Give a whole number, not {type(answer).__name__}.")
    if answer == 14:
        return right("Fourteen: the dots, the comma and the apostrophe are tokens of their own.")
    reasons = {
        7: "Seven is what cutting at the spaces gives. Every punctuation mark is a token of its own.",
        10: "You kept both Li's and 3.50 in one piece. An apostrophe and a dot are neither letters nor digits.",
        12: "You kept Li's or 3.50 in one piece. An apostrophe and a dot are neither letters nor digits.",
        13: "Close. Did you count the full stop at the very end?",
    }
    return wrong(reasons.get(answer, "Write the tokens one below the other: letters and digits in runs, each other mark alone."))


@exercise
def pair_of_words(function):
    """Count pairs, weighted by how often each word occurs."""
    cases = [
        ({("w", "a", "l", "k"): 5, ("t", "a", "l", "k"): 2, ("t", "e"): 6}, ("a", "l")),
        ({("a", "b"): 1, ("a", "c"): 4, ("d", "b"): 1, ("d", "a", "b"): 1}, ("a", "c")),
        ({("b", "c"): 3, ("a", "b"): 3}, ("a", "b")),
        ({("a",): 5, ("b", "c"): 2}, ("b", "c")),
        ({("x", "y"): 2, ("y", "x"): 3}, ("y", "x")),
    ]
    for words, expected in cases:
        found = call(function, words)
        if not isinstance(found, tuple) or len(found) != 2:
            return wrong(f"Return one pair, a tuple of two pieces; you returned {found!r}.")
        if tuple(found) != expected:
            return wrong(_pair_reason(words, tuple(found), expected))
    return right("Your function weighs by frequency, stays inside words and settles ties by the alphabet.")


def _pair_reason(words, found, expected):
    plain, weighted = {}, {}
    for word, count in words.items():
        for pair in zip(word, word[1:]):
            plain[pair] = plain.get(pair, 0) + 1
            weighted[pair] = weighted.get(pair, 0) + count
    if found not in weighted:
        return f"{found} never stands side by side inside one word of {words}."
    if weighted[found] == weighted[expected]:
        return f"{found} and {expected} are equally frequent in {words}. The rule for ties: the smaller one in the alphabet."
    if plain[found] >= plain[expected]:
        return f"You chose {found} in {words}. Did you add the word's frequency for each pair, or only 1?"
    return f"In {words} the pair {expected} occurs {weighted[expected]} times, {found} only {weighted[found]} times."


@exercise
def lost_by_words(answer):
    """Write a sentence that the word tokenizer cannot give back."""
    if not isinstance(answer, str) or not answer.strip():
        return wrong("Give a sentence between quotation marks.")
    again = " ".join(re.findall(r"\w+|[^\w\s]", answer))
    if again == answer:
        return wrong("Joined by spaces, the tokens give your sentence back exactly. What do the tokens not remember?")
    return right(f"Joined again it reads {again!r}: where the spaces stood is forgotten.")


@exercise
def two_readings(first, second):
    """Cut the Chinese name into words of the list, in two ways."""
    for name, pieces in (("first", first), ("second", second)):
        if not isinstance(pieces, list | tuple):
            return wrong(f"The {name} answer is no list of words.")
        strange = [piece for piece in pieces if piece not in BRIDGE_WORDS]
        if strange:
            return wrong(f"The {name} answer uses {strange[0]!r}, which is not in the list of words.")
        if "".join(pieces) != BRIDGE:
            return wrong(f"The {name} answer joins to {''.join(pieces)!r}, not to {BRIDGE!r}: no character may be lost or added.")
    if list(first) == list(second):
        return wrong("Both answers are the same cut. Where else can the first word end?")
    return right("One string, two readings: a bridge over the Yangtze, or a mayor called Jiang Daqiao.")


@exercise
def pattern(answer):
    """Write a regular expression that keeps don't and 3.50 whole."""
    if not isinstance(answer, str):
        return wrong("Give the pattern as a string: r'...'.")
    try:
        compiled = re.compile(answer)
    except re.error as error:
        return wrong(f"This is no regular expression: {error}.")
    for text, expected in PATTERN_CASES.items():
        found = [match.group() for match in compiled.finditer(text)]
        if found != expected:
            return wrong(f"{text!r} becomes {found}, it should become {expected}.")
    return right("Apostrophes and decimal points inside a word stay, all other marks stand alone.")
