"""Checks of lecture 00."""

import itertools
import re

from helpers.checks.core import call, close, exercise, items, mistaken, right, wrong

NAMES = ("Beijing", "Xiamen")
PATTERNS = [  # {d} is the destination, {o} the other city
    "I am going to {d} from {o} .",
    "From {o} I travel to {d} .",
    "I leave {o} for {d} .",
    "I arrive at {d} from {o} .",
]
OURS = [f"i arrive at {d} from {o}".split() for d, o in (("beijing", "xiamen"), ("xiamen", "beijing"))]
MOTION = re.compile(  # the beginnings of words that go somewhere
    r"leav|left$|go|went|head|depart|sets?$|start|arriv|reach|enter|visit|return|travel|mov|fl[yie]|flew|rid|rode|sail|walk|"
    r"drive|drove|driving|com|came|bound|run|hurr|continu|destination|goal|tak|took|ticket|train|bus"
)
GOALS = {"to", "for", "into", "onto", "toward", "towards", "reach", "reaches", "reached", "reaching", "enter",
         "enters", "entered", "entering", "visit", "visits", "visited", "visiting", "approach", "approaching"}  # fmt: skip
NO_GOALS = {"from", "leave", "leaves", "leaving", "left", "via", "through", "not", "near", "out", "past"}
ARRIVE = re.compile(r"arriv|land|end|stop|finish|change")  # with these, in and at lead to a goal
NO_DIRECTION = {"close", "next", "used", "near", "nearer", "similar", "goodbye", "due", "compared", "opposite", "prior", "thanks",
                "according", "belongs", "relative", "equal", "dear", "talk", "spoke", "speak", "listen", "wrote", "write",
                "farewell", "alternative", "preferred", "north", "south", "east", "west", "twin", "sister"}  # fmt: skip
TAKEN_BACK = {"not", "never", "t", "nor", "instead", "without", "neither", "cancelled", "stopped", "avoid"}


def _marked_as_goal(words, i):
    """True if the nearest cue before word i, with no other city in between, points towards it."""
    for k in range(i - 1, -1, -1):
        if words[k] in ("beijing", "xiamen") or words[k] in NO_GOALS:
            return False
        if words[k] in ("in", "at"):
            return any(ARRIVE.match(word) or word in GOALS for word in words[max(0, k - 4) : k])
        if words[k] in GOALS:
            return True
    return False


def _has_destination(words, places):
    """True if a reader finds a destination among the cities at `places`, as far as a list of cues can tell."""
    late = re.search(r"(is|was) (\w+ )*where (\w+ )*(go|going|head|heading|travel|travelling|fly|flying)\b|"
                     r"destination|goal|here (i|we) (come|go)", " ".join(words))  # fmt: skip
    moves = any(MOTION.match(word) for word in words)
    return bool(late) or (moves and any(_marked_as_goal(words, i) for i in places))


@exercise
def fooled_rule(answer):
    """Write a sentence with Beijing and Xiamen in which the city after "to" is not the destination."""
    if not isinstance(answer, str):
        return wrong("Give a sentence between quotation marks.")
    tokens = re.findall(r"\w+|[^\w\s]", answer)
    if not all(name in tokens for name in NAMES):
        return wrong("Use both names, Beijing and Xiamen, so that there is something to confuse.")
    words, places = [token.lower() for token in tokens], [i for i, token in enumerate(tokens) if token in NAMES]
    if [word for word in words if word.isalpha()] in OURS:
        return wrong("That is a sentence of this lecture, and it does fool the rule. Now write one of your own.")
    after = [i for i in places if i > 0 and tokens[i - 1] == "to"]
    if not after:
        if not _has_destination(words, places):
            return wrong("The rule gives no answer, because no city stands directly after to. But I find no destination in your "
                         "sentence, and then no answer is right. Say where it goes, with for, into, reach, ...")  # fmt: skip
        return right("No city stands directly after the word to, so the rule gives no answer. That fools it too.")
    i, name = after[0], tokens[after[0]]
    other = [k for k in places if tokens[k] != name]
    clause = re.split(r"[,;.!?]", " ".join(words[: i - 1]))[-1].split()
    another_job = (clause[-1:] and clause[-1] in NO_DIRECTION) or TAKEN_BACK & set(clause)
    moves = any(MOTION.match(word) for word in words)
    if another_job or (moves and any(k > i and _marked_as_goal(words, k) for k in other)):
        return right(f"The rule answers {name}. You know better, because you read the rest of the sentence.")
    if not moves:
        return wrong(f"The rule answers {name}. I find no verb that goes anywhere, so no answer is right or wrong.")
    return wrong(f"The rule answers {name}, and so would a reader: that is where your sentence goes. Let the word 'to' do "
                 "another job, or lead to the destination with another word.")  # fmt: skip


@exercise
def labels_of_sentence(answer):
    """Give one label, 0 or 1, for each token of: I return to Xiamen from Beijing ."""
    expected, labels = [0, 0, 0, 1, 0, 0, 0], items(answer)
    if len(labels) != len(expected):
        given = f"{len(labels)} label{'' if len(labels) == 1 else 's'}"
        return wrong(f"There are {len(expected)} tokens, the full stop included, and you gave {given}.")
    if not all(close(label, 0) or close(label, 1) for label in labels):
        return wrong("A label is the number 0 or the number 1: is this token the destination?")
    if close(labels, expected):
        return right("One 1 for the destination, and a 0 for each other token, the other city included.")
    mistakes = [
        ([0, 0, 0, 0, 0, 1, 0], "You marked Beijing. The sentence comes from there."),
        ([0, 0, 1, 1, 0, 0, 0], "You marked to as well. It shows the way, and it is no part of the name."),
        ([1, 1, 1, 0, 1, 1, 1], "0 and 1 have changed places: 1 means yes, this token is the destination."),
        ([0, 0, 1, 0, 0, 0, 0], "You marked to. Xiamen is the fourth token, so its label is the fourth."),
        ([0, 0, 0, 0, 1, 0, 0], "You marked from. Xiamen is the fourth token, so its label is the fourth."),
        ([0, 0, 0, 0, 0, 0, 0], "Nothing is marked, but this sentence does go somewhere."),
        ([0, 0, 0, 1, 0, 1, 0], "You marked both cities. Only one of them is where the sentence goes."),
    ]
    otherwise = "Mark the destination and nothing else: every other token, also to and from, has the label 0."
    return mistaken(labels, mistakes, otherwise, same=close)


@exercise
def own_rule(function):
    """Write a rule that takes a list of tokens and returns the name of the destination."""
    for pattern, (city, other) in itertools.product(PATTERNS, (NAMES, NAMES[::-1])):
        sentence = pattern.format(d=city, o=other)
        found = call(function, sentence.split())
        if not isinstance(found, str) or found not in NAMES:
            return wrong(f"For {sentence!r} your rule returns {found!r}. Return one of the two names, Beijing or Xiamen.")
        if found != city:
            return wrong(f"For {sentence!r} your rule returns {found}; the destination is {city}.")
    return right("All eight. Now try: I wanted to leave Beijing for Xiamen, but I came back from Xiamen to Beijing.")
