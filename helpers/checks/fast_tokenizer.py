"""Checks of appendix 01a."""

from collections import Counter

from helpers.checks.core import close, compare, exercise, mistaken, random_cases, right, whole_number, wrong


@exercise
def looks_by_hand(every_chunk, different_chunks):
    """Count the pairs in every chunk and in each different chunk of: to to to Rome."""
    every, different = whole_number(every_chunk, "every_chunk"), whole_number(different_chunks, "different_chunks")
    if (every, different) == (9, 7):
        return right("1 + 2 + 2 + 4 in every chunk, 1 + 2 + 4 in the different ones. `to` and `␣to` are two chunks.")
    if (every, different) == (7, 9):
        return wrong("The two numbers are exchanged.")
    if (every, different) == (6, 4):
        return wrong("You left the spaces out. A chunk has its space in front, and that makes one pair more.")
    if different == 5:
        return wrong("You took `to` and `␣to` for one chunk. The first one has no space.")
    if (every, different) in ((4, 3), (4, 2)):
        return wrong("You counted chunks. How many pairs of neighbours does each hold?")
    if every == 12:
        return wrong("No pair crosses a cut. A chunk of n characters holds n − 1 pairs, and the text has four chunks.")
    if (every, different) == (9, 9):
        return wrong("9 is right for every chunk. Of the different chunks `␣to` counts only once.")
    if every in (13, 10):
        return wrong("You counted characters. A chunk of n characters holds n − 1 pairs.")
    return wrong("Write the four chunks below each other and count the pairs of neighbours in each.", formula="1 + 2 + 2 + 4")


def _chunk_counts(text):
    first, *rest = text.split(" ")
    return dict(Counter(chunk for chunk in [first, *(" " + piece for piece in rest)] if chunk != ""))


def _text_case(rng):
    words = rng.choice(["to", "Rome", "from", "", "北京", "go"], size=int(rng.integers(2, 9)))
    return (" ".join(words.tolist()),)


@exercise
def chunk_counts(function):
    """Count how often each chunk of a text occurs."""
    mistakes = [
        (
            lambda text: {chunk: text.count(chunk) for chunk in _chunk_counts(text)},
            "text.count finds `to` inside `␣to` too. Count in the list of chunks.",
        ),
        (lambda text: Counter(_chunk_counts(text)).most_common(), "You returned a list of pairs. Return the dictionary."),
        *[(lambda text, kind=kind: kind(_chunk_counts(text)),
           "These are the different chunks. Return a dictionary, from chunk to count.") for kind in (list, set)],
        (lambda text: sum(_chunk_counts(text).values()), "You returned the number of all chunks. Return the dictionary."),
        (lambda text: {chunk: n - 1 for chunk, n in _chunk_counts(text).items()}, "Each count is too small by 1: start at 1."),
        (lambda text: {chunk: n for chunk, n in _chunk_counts(text).items() if n > 1}, "A chunk that occurs once counts too."),
        (
            lambda text: {chunk.encode(): n for chunk, n in _chunk_counts(text).items()},
            "Your chunks are bytes. Asked are strings, as split_into_chunks gives them.",
        ),
        (lambda text: dict(Counter(text)), "You counted characters. Asked are chunks."),
        (
            lambda text: dict(Counter(" " + piece for piece in text.split(" "))),
            "The first chunk has no space in front: the text does not begin with one.",
        ),
        (
            lambda text: dict(Counter(" " + piece for piece in text.split(" ")[1:])),
            "The first chunk is missing. It has no space in front, and counts too.",
        ),
        (
            lambda text: dict(Counter([text.split(" ")[0], *(" " + piece for piece in text.split(" ")[1:])])),
            "If a text begins with a space, your first chunk is empty. Leave it out, as split_into_chunks does.",
        ),
        (lambda text: dict(Counter(text.split())), "You counted words. A chunk keeps the space in front of its word."),
        (lambda text: dict(Counter(text.split(" "))), "You counted words. A chunk keeps the space in front of its word."),
        (lambda text: {chunk: 1 for chunk in _chunk_counts(text)}, "Each chunk has the count 1. How often is it in the text?"),
        (lambda text: len(_chunk_counts(text)), "You returned how many different chunks there are. Return the dictionary."),
        (lambda text: {n: chunk for chunk, n in _chunk_counts(text).items()}, "Your dictionary leads from count to chunk."),
    ]  # fmt: skip
    cases = [("to to to Rome",), (" to  Rome",), ("go",), *random_cases(_text_case, n=8)]
    compare(function, _chunk_counts, cases, mistakes, formula="Counter(split_into_chunks(text))")
    return right("Every chunk is looked at once from now on.")


@exercise
def stale_entry(answer):
    """Say which pair comes out of the heap with the outdated entries."""
    if isinstance(answer, tuple | list) and all(isinstance(part, str) for part in answer):
        answer = "".join(answer)  # ("e", "r") is the pair "er"
    if isinstance(answer, tuple | list) and any(isinstance(part, str) for part in answer):
        return wrong('Give the pair alone, without a count, such as "th".')
    if not isinstance(answer, str):
        return wrong('Give the pair between quotation marks, such as "th".')
    answer = "".join(sign for sign in answer if sign.isalpha()).lower()  # "(e, r)" too
    if answer == "er":
        return right("th goes back with 3, he with 1, and er keeps its promise of 4.")
    reasons = [
        ("th", "Its entry promises 6, its true count is 3: it goes back."),
        ("he", "Its entry promises 5, its true count is 1: it goes back."),
    ]
    return mistaken(answer, reasons, "It is one of th, he, er.", same=close)
