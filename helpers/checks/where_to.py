"""Checks of lecture 00."""

from helpers.checks.core import call, exercise, right, wrong

CASES = [
    ("I am going to Xiamen from Beijing .", "Xiamen"),
    ("From Beijing I travel to Xiamen .", "Xiamen"),
    ("I leave Beijing for Xiamen .", "Xiamen"),
    ("I arrive at Beijing from Xiamen .", "Beijing"),
]
NAMES = ("Beijing", "Xiamen")


@exercise
def fooled_rule(answer):
    """Write a sentence with Beijing and Xiamen in which the city after "to" is not the destination."""
    if not isinstance(answer, str):
        return wrong("Give a sentence between quotation marks.")
    tokens = answer.replace(".", " ").replace(",", " ").split()
    if not all(name in tokens for name in NAMES):
        return wrong("Use both names, Beijing and Xiamen, so that there is something to confuse.")
    after = [b for a, b in zip(tokens, tokens[1:]) if a == "to" and b in NAMES]
    if not after and "to" in tokens:
        return wrong("Put the city directly after the word to: the rule looks nowhere else.")
    if not after:
        return right("Without a city after to, the rule has no answer at all. That fools it too.")
    return right(f"The rule answers {after[0]}. You know better, because you read the rest of the sentence.")


@exercise
def labels_of_sentence(answer):
    """Give one label, 0 or 1, for each token of: I return to Xiamen from Beijing ."""
    expected = [0, 0, 0, 1, 0, 0, 0]
    if not isinstance(answer, list | tuple):
        return wrong("Give a list of numbers, such as [0, 1, 0].")
    if len(answer) != len(expected):
        return wrong(f"There are {len(expected)} tokens, the full stop included, and you gave {len(answer)} labels.")
    if any(label not in (0, 1) for label in answer):
        return wrong("A label is 0 or 1: is this token the destination?")
    if list(answer) == [0, 0, 0, 0, 0, 1, 0]:
        return wrong("You marked Beijing. The sentence comes from there.")
    if list(answer) != expected:
        return wrong("Mark the destination and nothing else: every other token, also to and from, has the label 0.")
    return right("One 1 for the destination, and a 0 for each other token, the other city included.")


@exercise
def own_rule(function):
    """Write a rule that takes a list of tokens and returns the name of the destination."""
    for sentence, city in CASES:
        found = call(function, sentence.split())
        if found not in NAMES:
            return wrong(f"For {sentence!r} your rule returns {found!r}. Return one of the two names, Beijing or Xiamen.")
        if found != city:
            return wrong(f"For {sentence!r} your rule returns {found}; the destination is {city}.")
    return right("All four. Now try: I wanted to leave Beijing for Xiamen, but I came back from Xiamen to Beijing.")
