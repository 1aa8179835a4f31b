"""reviews.tsv: film reviews in families. The sentences of a family are made of the same words; their scores may differ.

Counting words cannot tell them apart: *the plot is not dull, it is good* and *the plot is not good, it is dull*. Every family
is in one split only. The words of `UNSEEN` occur in train without a negation and without a contrast; in `unseen` they have both.
"""

import random
import re

from data.makers.drawing import pick, pick_weighted

SIZES = {"train": 3000, "dev": 500, "test": 1000, "unseen": 500}
COURSE = "I like this movie very much."

# Adjectives and the score of "it is ...". All begin with a consonant, so that "a" fits each of them.
ADJECTIVES = {
    "wonderful": 5, "brilliant": 5, "perfect": 5, "fantastic": 5, "good": 4, "nice": 4, "clever": 4, "funny": 4,
    "bad": 2, "dull": 2, "slow": 2, "silly": 2, "terrible": 1, "horrible": 1, "hopeless": 1, "miserable": 1,
}  # fmt: skip
UNSEEN = {"superb": 5, "charming": 4, "clumsy": 2, "dreadful": 1}
VERBS = {"loved": 5, "liked": 4, "disliked": 2, "hated": 1}
ASPECTS = ("plot", "acting", "music", "ending", "story", "dialogue", "script", "cast", "humour", "beginning")
THINGS = ("film", "movie", "show", "play", "musical", "series")
PEOPLE = ("my sister", "my brother", "my friend", "my neighbour", "the man beside me", "the woman in front of us")
GROUPS = ("", "in the room", "at the cinema", "in our group", "among my friends")
FIRST = (
    "we saw it", "I saw it", "my cousin and I saw it", "they showed it to us", "we watched it", "the four of us watched it",
)  # fmt: skip
PLACES = ("", "at a festival", "in a small cinema near the station", "in the park", "in the old town", "on the big screen")
TIMES = (
    "on a rainy evening", "on Sunday", "in the last week of March", "after dinner", "before the holidays", "two days ago",
)  # fmt: skip
REMARKS = (
    "the tickets came from my sister", "it started at eight and ended at ten", "we sat in the last row near the door",
    "my brother drove us home after it", "it was raining when we left", "there were forty people in the room",
    "it was made in Spain", "it is two hours long", "the bus back was full", "we took the last train",
)  # fmt: skip


def opposite(rng, words):
    """Two adjectives or verbs, one praising and one blaming, in random order."""
    praise, blame = (pick(rng, [word for word, score in words.items() if (score > 3) == good]) for good in (True, False))
    return (praise, blame) if rng.random() < 0.5 else (blame, praise)


def milder(score):
    """The score of praise or blame that stands beside its contrary."""
    return 4 if score > 3 else 2


def two_aspects(rng):
    """Two different aspects of a film."""
    first = pick(rng, ASPECTS)
    return first, pick(rng, [aspect for aspect in ASPECTS if aspect != first])


# Each pattern returns the sentences of one family: pairs of a text and its score.
def plain(rng, words):
    word, how = pick(rng, list(words)), pick(rng, ("", "really ", "very "))
    score = words[word]
    if how == "very " and score in (1, 5):
        how = "simply "
    if how == "very ":
        score = 5 if score == 4 else 1
    return [(f"the {pick(rng, ASPECTS)} of this {pick(rng, THINGS)} is {how}{word}", score)]


def like(rng, words):
    text, score = pick(rng, (
        ("I like {}", 4), ("I like {} very much", 5), ("I do not like {}", 2), ("I do not like {} very much", 2),
        ("I do not like {} at all", 1), ("I loved {}", 5), ("I hated {}", 1),
    ))  # fmt: skip
    which = pick(rng, ("this {}", "the {} of this {}"))
    names = (pick(rng, THINGS),) if which == "this {}" else (pick(rng, ASPECTS), pick(rng, THINGS))
    return [(text.format(which.format(*names)), score)]


def neutral(rng, words):
    subject = pick(rng, ("a teacher", "two brothers", "a train", "the sea", "a small town"))
    return [(f"this {pick(rng, THINGS)} is about {subject}", 3)]


def both(rng, words):
    one, _ = opposite(rng, words)
    same = [word for word in words if (words[word] > 3) == (words[one] > 3) and word != one]
    two, (a, b) = pick(rng, same), two_aspects(rng)
    score = (5 if words[one] > 3 else 1) if {words[one], words[two]} <= {1, 5} else milder(words[one])
    return [(f"the {a} is {one} and the {b} is {two}", score), (f"the {a} is {two} and the {b} is {one}", score)]


def mixed(rng, words):
    one, two = opposite(rng, words)
    part = pick(rng, (("some scenes are", "some are"), ("half of it is", "half of it is")))
    return [(f"{part[0]} {x} and {part[1]} {y}", 3) for x, y in ((one, two), (two, one))]


def no_it_is(rng, words):
    (one, two), aspect = opposite(rng, words), pick(rng, ASPECTS)
    return [(f"the {aspect} is not {x} , it is {y}", words[y]) for x, y in ((one, two), (two, one))]


def it_is_not(rng, words):
    (one, two), aspect = opposite(rng, words), pick(rng, ASPECTS)
    return [(f"the {aspect} is {x} , it is not {y}", words[x]) for x, y in ((one, two), (two, one))]


def but(rng, words):
    (one, two), (a, b) = opposite(rng, words), two_aspects(rng)
    return [(f"the {a} is {x} , but the {b} is {y}", milder(words[y])) for x, y in ((one, two), (two, one))]


def although(rng, words):
    (one, two), (a, b) = opposite(rng, words), two_aspects(rng)
    first = [(f"although the {a} is {x} , the {b} is {y}", milder(words[y])) for x, y in ((one, two), (two, one))]
    return first + [(f"the {b} is {y} , although the {a} is {x}", milder(words[y])) for x, y in ((one, two), (two, one))]


def than(rng, words):
    this, that = f"this {pick(rng, THINGS)}", pick(rng, ("the book", "the last one", "the one before"))
    verb = pick(rng, ("like", "love", "enjoy"))
    return [(f"I {verb} {this} more than {that}", 4), (f"I {verb} {that} more than {this}", 2)]


def expected(rng, words):
    (one, two), thing = opposite(rng, words), pick(rng, THINGS)
    return [(f"I expected a {x} {thing} but it was {y}", words[y]) for x, y in ((one, two), (two, one))]


def friend(rng, words):
    (one, two), who = opposite(rng, VERBS), pick(rng, PEOPLE)
    first = [(f"{who} {x} it and I {y} it", VERBS[y]) for x, y in ((one, two), (two, one))]
    return first + [(f"I {y} it and {who} {x} it", VERBS[y]) for x, y in ((one, two), (two, one))]


def question(rng, words):
    (one, two), aspect = opposite(rng, words), pick(rng, ASPECTS)
    ask, answer = pick(rng, (("is the {} {} ?", "no , it is {}"), ("who would call the {} {} ?", "not me , it is {}")))
    return [(f"{ask.format(aspect, x)} {answer.format(y)}", words[y]) for x, y in ((one, two), (two, one))]


def nobody(rng, words):
    (one, two), aspect, group = opposite(rng, words), pick(rng, ASPECTS), pick(rng, GROUPS)
    found = [(who, x, y) for who in (("nobody", "everybody"), ("everybody", "nobody")) for x, y in ((one, two), (two, one))]
    return [
        (f"{first} {group} found the {aspect} {x} , {second} found it {y}", words[x if first == "everybody" else y])
        for (first, second), x, y in found
    ]


def first_and_last(rng, words):
    one, two = opposite(rng, words)
    start, end = pick(rng, (("at first", "at the end"), ("in the first half", "in the second half"), ("last year", "today")))
    kept = [(f"it was {x} {start} and {y} {end}", milder(words[y])) for x, y in ((one, two), (two, one))]
    return [(text.replace("last year and", "last year and is"), score) for text, score in kept]


def distant(rng, words):
    word, group, kind = pick(rng, list(words)), pick(rng, GROUPS), pick(rng, ("long", "new", "old"))
    text = f"nobody {group} thought that the {pick(rng, ASPECTS)} of this {kind} {pick(rng, THINGS)} is {word}"
    return [(text, 2 if words[word] > 3 else 4)]


def double(rng, words):
    word, aspect = pick(rng, list(words)), pick(rng, ASPECTS)
    start = pick(rng, ("it is not true", "I cannot say", "nobody thought"))
    text = start + " that the {} is not {}"
    return [(text.format(aspect, word), milder(words[word]))]


PATTERNS = {  # in how many of 100 families
    plain: 8, like: 9, neutral: 5, both: 5, mixed: 3, no_it_is: 7, it_is_not: 6, but: 9, although: 5, than: 6, expected: 8,
    friend: 4, question: 7, nobody: 3, first_and_last: 7, distant: 4, double: 4,
}  # fmt: skip
FOR_UNSEEN = (no_it_is, it_is_not, but, although, expected, question, nobody, first_and_last, distant, double)


def remark(rng):
    """A sentence without an opinion."""
    parts = (pick(rng, FIRST), pick(rng, PLACES), pick(rng, TIMES)) if rng.random() < 0.5 else (pick(rng, REMARKS),)
    return " ".join(part for part in parts if part) + " ."


def surroundings(rng):
    """What stands before and after a review: a remark or nothing."""
    place = rng.random()
    return remark(rng) if place < 0.35 else "", remark(rng) if 0.3 < place < 0.85 else ""


def family(rng, split):
    """The sentences of one family, with what stands before and after: a list of (sentence, score), and the pattern's name."""
    if split == "unseen":
        pattern, words = pick(rng, FOR_UNSEEN), UNSEEN
    else:
        pattern = pick_weighted(rng, PATTERNS)
        words = ADJECTIVES | UNSEEN if pattern is plain else ADJECTIVES
    before, after = surroundings(rng)
    stop = "." if rng.random() < 0.8 or after else ""
    rows = []
    for text, score in pattern(rng, words):
        tokens = f"{before} {text} {stop} {after}".split()
        rows.append((re.sub(r" (?=[,.?])", "", " ".join(tokens)), score))
    return rows, pattern.__name__


def bag(sentence):
    """The words of a sentence without their order."""
    return tuple(sorted(re.findall(r"\w+|[^\w\s]", sentence)))


def make_reviews():
    """The whole file as text."""
    rng, seen = random.Random(20261125), {bag(COURSE)}
    lines = ["sentence\tscore\tsplit\tfamily\tpattern"]
    rows = [(COURSE, 5, "test", 0, "like")]
    for split, size in SIZES.items():
        count = sum(row[2] == split for row in rows)
        while count < size:
            members, name = family(rng, split)
            held_out = split == "train" and COURSE[:-1] in members[0][0]
            if held_out or bag(members[0][0]) in seen or count + len(members) > size:
                continue
            seen.add(bag(members[0][0]))
            rows += [(sentence, score, split, len(seen) - 1, name) for sentence, score in members]
            count += len(members)
    rows.sort(key=lambda row: list(SIZES).index(row[2]))
    return "\n".join(lines + ["\t".join(map(str, row)) for row in rows]) + "\n"


FILES = {"reviews.tsv": make_reviews}
