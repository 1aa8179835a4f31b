"""Checks of lecture 01."""

import re
import unicodedata
from numbers import Number

from helpers.checks.core import NotYetError, close, compare, exercise, items, mistaken, random_cases, right, whole_number, wrong

BRIDGE = "南京市长江大桥"
BRIDGE_WORDS = {"南京", "南京市", "市长", "长江", "大桥", "江大桥"}
PATTERN_CASES = {
    "I arrive at Beijing from Xiamen.": ["I", "arrive", "at", "Beijing", "from", "Xiamen", "."],
    "I don't pay 3.50.": ["I", "don't", "pay", "3.50", "."],
    "It's 7.25, isn't it?": ["It's", "7.25", ",", "isn't", "it", "?"],
    "Wait... No. 7 is 'free'.": ["Wait", ".", ".", ".", "No", ".", "7", "is", "'", "free", "'", "."],
    "A well-known Zürich café,or 2/3?": ["A", "well", "-", "known", "Zürich", "café", ",", "or", "2", "/", "3", "?"],
}
_WHOLE = ["don't", "it's", "we'll", "she'd", "can't", "they're", "4.75", "12.05", "100.5", "0.99", "Xiamen", "ticket", "7"]


@exercise
def ticket_tokens(answer):
    """Count the tokens of the sentence about the ticket by hand."""
    answer = whole_number(answer)
    if answer == 14:
        return right("Fourteen: the dots, the comma and the apostrophe are tokens of their own.")
    reasons = {
        7: "Seven is what cutting at the spaces gives. Every punctuation mark is a token of its own.",
        9: "You left out the punctuation marks. Each of them is a token too.",
        10: "You kept both Li's and 3.50 in one piece. An apostrophe and a dot are neither letters nor digits.",
        12: "You kept Li's or 3.50 in one piece. An apostrophe and a dot are neither letters nor digits.",
        13: "Close: one is missing. Did you count the two full stops, the apostrophe, the point, the comma, and the s of Li's?",
        15: "One too many. Letters and digits that touch are one token, and spaces are none.",
    }
    otherwise = "Write the tokens one below the other: letters and digits in runs, each other mark alone."
    return mistaken(answer, reasons.items(), otherwise, same=close)


def _counted(words, weight=lambda word, count: count, pairs=lambda word: list(zip(word, word[1:]))):
    counts = {}
    for word, count in words.items():
        for pair in pairs(word):
            counts[pair] = counts.get(pair, 0) + weight(word, count)
    return counts


def _best(counts):
    return min(counts, key=lambda pair: (-counts[pair], pair))


def _without_overlap(word):
    """The pairs as str.count would find them: a a a holds (a, a) once."""
    found, last = [], {}
    for i, pair in enumerate(zip(word, word[1:])):
        if last.get(pair, -2) < i - 1:
            found.append(pair)
            last[pair] = i
    return found


def _words_case(rng):
    words = {}
    while len(words) < 5:
        words[tuple(rng.choice(list("abc"), size=rng.integers(2, 6)).tolist())] = int(rng.integers(1, 6))
    return (words,)


PAIR_CASES = [
    ({("w", "a", "l", "k"): 5, ("t", "a", "l", "k"): 2, ("t", "e"): 6},),
    ({("a", "b"): 1, ("a", "c"): 4, ("d", "b"): 1, ("d", "a", "b"): 1},),
    ({("b", "c"): 3, ("a", "b"): 3},),
    ({("a",): 5, ("b", "c"): 2},),
    ({("x", "y"): 2, ("y", "x"): 3},),
    ({("a", "b", "a", "b"): 2, ("c", "d"): 3},),
    ({("a", "a", "a"): 2, ("c", "d"): 3},),
]


@exercise
def pair_of_words(function):
    """Count pairs, weighted by how often each word occurs."""
    mistakes = [
        (lambda words: _best(_counted(words, weight=lambda word, count: 1)),
         "Did you add the word's frequency for each pair, or only 1?"),
        (lambda words: _best({pair: count for word, count in words.items() for pair in zip(word, word[1:])}),
         "A pair that stands in two words keeps only the count of the last one. Add to the count: +=."),
        (lambda words: min(counts := _counted(words), key=lambda pair: (counts[pair], pair)),
         "That is the rarest pair: min looks for the smallest key. Put -counts[pair] in front."),
        (lambda words: max(counts := _counted(words), key=counts.get),
         "Two pairs can be equally frequent. The rule for ties: the one that comes first in the alphabet."),
        (lambda words: max(counts := _counted(words), key=lambda pair: (counts[pair], pair)),
         "Two pairs can be equally frequent. The rule for ties: the one that comes first in the alphabet, not the last."),
        (lambda words: _best(_counted(words, pairs=lambda word: set(zip(word, word[1:])))),
         "A pair can stand twice in one word, as in a b a b. Each place counts."),
        (lambda words: _best(_counted(words, pairs=_without_overlap)),
         "In a a a the pair (a, a) stands at two places that overlap. Both count."),
        (lambda words: min(counts := _counted(words), key=lambda pair: (-counts[pair], pair[::-1])),
         "On a tie the left piece decides first, then the right one: compare the pairs as they are."),
        (lambda words: min(counts := _counted(words), key=lambda pair: (-counts[pair], pair[0])),
         "On a tie with equal left pieces, the right one decides: compare the whole pair."),
        (lambda words: _best(_counted(words))[::-1], "The two pieces are exchanged."),
        (lambda words: "".join(_best(_counted(words))), "Return the pair, a tuple of two pieces, not the piece that it becomes."),
    ]  # fmt: skip

    def pair(words):
        return _best(_counted(words))

    def theirs(words):
        found = function(words)
        if found is ... or found is None or isinstance(found, str):
            return found
        if isinstance(found, Number):
            raise NotYetError("You return a number. Return the pair, a tuple of two pieces.")
        found = items(found, "What you return")
        if not all(isinstance(part, str) for part in found):
            raise NotYetError("Return the pair alone, without its count.")
        if len(found) != 2:
            raise NotYetError(f"Return a pair, two pieces side by side, not {len(found)}.")
        return tuple(found)

    cases = PAIR_CASES + random_cases(_words_case, n=12)
    compare(theirs if callable(function) else function, pair, cases, mistakes, untouched=True)
    return right("Your function weighs by frequency, stays inside words and settles ties by the alphabet.")


@exercise
def lost_by_words(answer):
    """Write a sentence that the word tokenizer cannot give back."""
    if not isinstance(answer, str) or not answer.strip():
        return wrong("Give a sentence between quotation marks.")
    normal = unicodedata.normalize("NFC", answer)
    marks = "".join({c for c in normal if unicodedata.category(c)[0] == "M"})
    again = " ".join(re.findall(rf"[\w{marks}]+|[^\w\s]", normal))
    if again == normal != answer:
        return right(f"Joined again it reads {again!r}. It looks the same, and its accent has become part of the letter.")
    if again == answer:
        return wrong("Joined by spaces, the tokens give your sentence back exactly. What do the tokens not remember?")
    return right(f"Joined again it reads {again!r}: where the spaces stood is forgotten.")


@exercise
def two_readings(first, second):
    """Cut the Chinese name into words of the list, in two ways."""
    cuts = []
    for name, pieces in (("first", first), ("second", second)):
        if isinstance(pieces, str):
            raise NotYetError(f"The {name} answer is no list of words. Give one, such as ['南京', ...].")
        pieces = items(pieces, f"The {name} answer")
        strange = [piece for piece in pieces if not isinstance(piece, str) or piece not in BRIDGE_WORDS]
        if strange:
            return wrong(f"The {name} answer uses {strange[0]!r}, which is not in the list of words.")
        if "".join(pieces) != BRIDGE:
            return wrong(f"The {name} answer joins to {''.join(pieces)!r}, not to {BRIDGE!r}: no character may be lost or added.")
        cuts.append(pieces)
    if cuts[0] == cuts[1]:
        return wrong("Both answers are the same cut. Where else can the first word end?")
    return right("One string, two readings: a bridge over the Yangtze, or a mayor called Jiang Daqiao.")


def _sentence_case(rng):
    """A random sentence and its tokens."""
    tokens, text = [], ""
    for _ in range(int(rng.integers(3, 7))):
        word, mark = rng.choice(_WHOLE), rng.choice(["", "", ",", ";"])
        tokens += [str(word), *([str(mark)] if mark else [])]
        text += f"{word}{mark} "
    end = str(rng.choice([".", "!", "?"]))
    return text.rstrip(" ") + end, [*tokens, end]


@exercise
def pattern(answer):
    """Write a regular expression that keeps don't and 3.50 whole."""
    if isinstance(answer, bytes) or not isinstance(answer, str | re.Pattern) or isinstance(getattr(answer, "pattern", ""), bytes):
        return wrong("Give the pattern as a string: r'...'.")
    try:
        compiled = re.compile(answer)
    except re.error as error:
        return wrong(f"This is no regular expression: {error}.")
    for text, expected in [*PATTERN_CASES.items(), *random_cases(_sentence_case, n=12)]:
        found = [match.group() for match in compiled.finditer(text)]
        if found != expected:
            return wrong(f"{text!r} becomes {found}, it should become {expected}.", formula=r"\w+(?:['.]\w+)*|[^\w\s]")
    groups = " (`re.findall` returns only the part in brackets: write (?:...) to see whole tokens.)" if compiled.groups else ""
    return right(f"Apostrophes and decimal points inside a word stay, all other marks stand alone.{groups}")
