"""follow_ups.tsv: a trip and a second sentence that somebody might say next, about its destination or its origin.

The second sentence names the city again, so a model that fills blanks can be asked for it. No label column: which city a
follow-up names is what a reader would say. Sentences of trips.tsv with a city of two tokens are left out.
"""

import random

from data.makers import trips
from data.makers.drawing import pick

FOLLOW_UPS = {
    "d": ("We will sleep in {} tonight .", "The hotel in {} is booked .", "See you soon in {} .",
          "Tomorrow we wake up in {} ."),
    "o": ("We slept in {} last night .", "The old flat in {} is empty now .", "We said goodbye to {} .",
          "Nobody is left in {} now ."),
}
NEW_FOLLOW_UPS = {
    "d": ("Tonight we sleep in {} .", "I booked the hotel in {} .", "A friend will see you soon in {} ."),
    "o": ("Last night we slept in {} .", "Our old house in {} is empty .", "They said goodbye to {} last week ."),
}
ROLES = {"d": "destination", "o": "origin"}
COLUMNS = ("tokens", "blank", "places", "asked", "role", "gap", "split")


def single_cities(tokens):
    """Positions of the cities of a sentence, or None if one has two tokens."""
    names = trips.CITIES + trips.TEST_ONLY_CITIES
    halves = {word for name in names if " " in name for word in name.split()}
    if halves & set(tokens):
        return None
    return [i for i, token in enumerate(tokens) if token in names]


def row_of(tokens, places, asked, role, gap, split, frame):
    """One row; asked: which of the places the follow-up names again."""
    words, city = frame.split(), tokens[places[asked]]
    blank = len(tokens) + words.index("{}")
    text = " ".join(tokens + words).replace("{}", city)
    return "\t".join((text, str(blank), " ".join(map(str, places)), str(asked), ROLES[role], str(gap), split))


def rows_of(line, kinds, rng):
    """The rows that one line of trips.tsv gives: each city with a role is asked for once, outside train in two ways."""
    _, tokens, _, split, _, gaps, template = line.split("\t")
    tokens, gaps = tokens.split(), gaps.split()
    places = single_cities(tokens) or ()
    sets = {"train": [("train", FOLLOW_UPS)], "late_cue": []}
    for asked, role in enumerate(kinds[template] if places and split in trips.ROWS else ""):
        for name, frames in sets.get(split, [("held_out", FOLLOW_UPS), ("new_words", NEW_FOLLOW_UPS)]):
            if role in ROLES:
                yield row_of(tokens, places, asked, role, gaps[asked], name, pick(rng, frames[role]))


def make_follow_ups():
    """follow_ups.tsv as a string: rows of train, then held_out (dev and test), then new_words (the same, other follow-ups)."""
    rng, kinds = random.Random(6), {template.name: template.kind for template in trips.TEMPLATES}
    rows = [row for line in trips.make_trips().splitlines()[1:] for row in rows_of(line, kinds, rng)]
    rows.sort(key=lambda row: ("train", "held_out", "new_words").index(row.rsplit("\t", 1)[1]))
    return "\t".join(COLUMNS) + "\n" + "".join(row + "\n" for row in rows)


FILES = {"follow_ups.tsv": make_follow_ups}
