"""trips.tsv: sentences about journeys, in which one city is the destination."""

import random
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from data.makers.drawing import pick, pick_weighted

# ---------------------------------------------------------------------------------------------------------------
# trips.tsv: the words
# ---------------------------------------------------------------------------------------------------------------
CITIES = (
    "Beijing", "Xiamen", "Shanghai", "Tokyo", "Paris", "London", "Rome", "Berlin", "Madrid", "Lisbon", "Vienna",
    "Prague", "Athens", "Cairo", "Nairobi", "Lagos", "Mumbai", "Sydney", "Toronto", "Chicago", "Boston", "Lima",
    "Santiago", "Oslo", "Dublin", "Warsaw", "Istanbul", "Moscow", "Seoul", "Bangkok", "Jakarta", "Geneva",
    "New York", "San Francisco", "Hong Kong", "Cape Town", "Buenos Aires", "Los Angeles", "Kuala Lumpur",
    "Tel Aviv", "Abu Dhabi",
)  # fmt: skip
TEST_ONLY_CITIES = ("Kyoto", "Helsinki", "Dakar", "Hanoi", "Budapest", "San Diego", "New Delhi", "Addis Ababa")

SUBJECTS = (  # text, person
    ("I", "i"), ("I", "i"), ("I", "i"), ("we", "they"), ("we", "they"), ("they", "they"), ("he", "he"),
    ("she", "he"), ("my sister", "he"), ("my parents", "they"), ("our teacher", "he"), ("the old man", "he"),
    ("two students", "they"), ("Anna", "he"), ("Omar", "he"), ("the man from the bank", "he"),
    ("our friends from school", "they"), ("my boss", "he"), ("the children", "they"),
)  # fmt: skip

# base: (he ..., past, -ing, participle)
VERBS = {
    "arrive": ("arrives", "arrived", "arriving", "arrived"),
    "board": ("boards", "boarded", "boarding", "boarded"),
    "book": ("books", "booked", "booking", "booked"),
    "buy": ("buys", "bought", "buying", "bought"),
    "change": ("changes", "changed", "changing", "changed"),
    "come": ("comes", "came", "coming", "come"),
    "depart": ("departs", "departed", "departing", "departed"),
    "drive": ("drives", "drove", "driving", "driven"),
    "fly": ("flies", "flew", "flying", "flown"),
    "get": ("gets", "got", "getting", "got"),
    "go": ("goes", "went", "going", "gone"),
    "head": ("heads", "headed", "heading", "headed"),
    "hurry": ("hurries", "hurried", "hurrying", "hurried"),
    "leave": ("leaves", "left", "leaving", "left"),
    "like": ("likes", "liked", "liking", "liked"),
    "live": ("lives", "lived", "living", "lived"),
    "move": ("moves", "moved", "moving", "moved"),
    "pack": ("packs", "packed", "packing", "packed"),
    "reach": ("reaches", "reached", "reaching", "reached"),
    "read": ("reads", "read", "reading", "read"),
    "return": ("returns", "returned", "returning", "returned"),
    "say": ("says", "said", "saying", "said"),
    "set": ("sets", "set", "setting", "set"),
    "sleep": ("sleeps", "slept", "sleeping", "slept"),
    "stay": ("stays", "stayed", "staying", "stayed"),
    "stop": ("stops", "stopped", "stopping", "stopped"),
    "take": ("takes", "took", "taking", "taken"),
    "travel": ("travels", "travelled", "travelling", "travelled"),
    "wait": ("waits", "waited", "waiting", "waited"),
}
BE = {"i": ("am", "was"), "he": ("is", "was"), "they": ("are", "were")}

# Sets of tenses a template allows.
ALL = "present past future going progressive perfect wish must"
PLAIN = "present past future going wish must"
REPORT = "present past future progressive perfect"
SIMPLE = "present past future"
AHEAD = "present future going progressive"
PRESENT = "present"

COMING = ("tomorrow", "tonight", "next week", "on Friday", "in two days", "in the morning")
WHEN = {
    "present": ("today", "tomorrow", "tonight", "on Friday", "this week"),
    "past": ("yesterday", "last night", "last week", "on Monday", "two days ago", "in May"),
    "progressive": ("now", "today", "tonight", "this week", "at the moment"),
    "perfect": ("at last", "today", "again"),
    "future": COMING, "going": COMING, "wish": COMING, "must": COMING,
}  # fmt: skip
FRONTED_WHEN = {
    "past": ("yesterday", "last night", "last week", "two days ago"),
    "future": ("tomorrow", "tonight", "next week"),
}
HOW = ("for work", "alone", "with a friend", "with two friends", "with a heavy bag", "with a friend from school",
       "to see a friend", "to look for work", "on business", "for a few days")  # fmt: skip
OPENERS = ("To be honest,", "To tell the truth,", "Thanks to a friend,", "After a long day at work,", "I think",
           "Apart from that,", "As you know,", "You know,", "In the end,", "According to the plan,")  # fmt: skip
VEHICLES = ("train", "bus", "coach", "plane", "night train", "night bus", "fast train", "slow train")
CLOCK = ("at noon", "at six", "at ten", "at midnight", "in the evening", "on time")

# What may stand between a cue and its city. Each filler is as good before an origin as before a destination, so
# it gives nothing away; some hold a "to" or a "from" of another use. A filler that ends in a comma is an
# apposition: another comma follows the city unless the sentence ends there.
WARM = ("old", "lovely", "beautiful", "famous")
WEATHER = ("sunny", "busy", "quiet", "cold", "friendly", "rainy", "noisy")
FILLERS = (
    "{warm}", "{weather}", "central",
    "dear old", "good old", "always {weather}", "{weather} old", "ever {weather}",
    "the city of", "{warm} and {weather}", "{weather} , {warm}", "my home ,",
    "the {warm} city of", "the {weather} city of", "my favourite city ,", "my home town ,", "a {weather} city ,",
    "the very {weather} city of", "the {warm} {weather} city of", "a city I love ,", "a place I love ,",
    "a very {weather} city ,",
    "the {warm} and {weather} city of", "a city I know well ,", "a city full of music ,",
    "a city close to home ,", "a city known for music ,", "a city full of students ,",
    "the {warm} and very {weather} city of", "a city dear to my heart ,", "a city I know from films ,",
    "the city of my best friend ,", "a city with very good food ,", "a city far away from home ,",
    "the {warm} and rather {weather} little city of", "a city I know from old films ,",
    "the city of a friend from work ,", "the city where my best friend lives ,", "a city where I used to live ,",
    "a city that I love very much ,",
    "the {warm} , {weather} and very green city of", "the city where a friend from work lives ,",
    "a city that means a lot to me ,", "a city with quite a lot to see ,", "a city I know only from old films ,",
    "the city that I used to call home ,", "my favourite city in the whole wide world ,",
    "the {warm} , {weather} and not very big city of", "a city with a lot of things to see ,",
    "the city where a good friend from work lives ,", "a city that is very dear to my heart ,",
    "a city I know from the letters of friends ,", "the city I talked to you about last week ,",
)  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------
# trips.tsv: the templates
# ---------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Template:
    """A sentence with slots.

    {d} destination, {o} origin, {m} a city that is neither; {s} subject, [verb] the verb in a drawn tense, [+verb] a
    second verb in the same tense; {x} vehicle, {clock}, {when}, {how}. A star marks the word that decides the role
    of the next city.
    """

    name: str
    text: str
    tenses: str = PRESENT
    test_only: bool = False

    @cached_property
    def kind(self):
        """The cities in their order, such as 'do' for destination, origin; '' for a sentence without a city."""
        return "".join(re.findall(r"\{([dom])\}", self.text))


def table(rows, test_only=False):
    """Turn rows 'name | text | tenses' into templates."""
    lines = [line.split("|") for line in rows.splitlines() if line.strip()]
    named = {"ALL": ALL, "PLAIN": PLAIN, "REPORT": REPORT, "SIMPLE": SIMPLE, "AHEAD": AHEAD, "NOW": PRESENT,
             "PAST": "past", "PRESENT_PAST": "present past"}  # fmt: skip
    cells = [[cell.strip() for cell in line] for line in lines]
    return tuple(Template(name, text, named[tenses], test_only) for name, text, tenses in cells)


SEEN_TEMPLATES = table(
    """
    arrive_at_from         | {s} [arrive] *at {d} *from {o}{when}                         | REPORT
    arrive_in_from         | {s} [arrive] *in {d} *from {o}{when}                         | REPORT
    go_to_from             | {s} [go] *to {d} *from {o}{how}{when}                        | ALL
    travel_to_from         | {s} [travel] *to {d} *from {o}{how}{when}                    | ALL
    fly_to_from            | {s} [fly] *to {d} *from {o}{how}{when}                       | ALL
    return_to_from         | {s} [return] *to {d} *from {o}{how}{when}                    | ALL
    come_back_to_from      | {s} [come] back *to {d} *from {o}{how}{when}                 | ALL
    move_to_from           | {s} [move] *to {d} *from {o}{when}                           | ALL
    head_for_from          | {s} [head] *for {d} *from {o}{when}                          | REPORT
    set_off_for_from       | {s} [set] off *for {d} *from {o}{when}                       | PLAIN
    depart_for_from        | {s} [depart] *for {d} *from {o}{when}                        | ALL
    reach_from             | {s} *[reach] {d} *from {o}{when}                             | PLAIN
    take_x_to_from         | {s} [take] the {x} *to {d} *from {o}{when}                   | ALL
    buy_ticket_to_from     | {s} [buy] a ticket *to {d} *from {o}{when}                   | ALL
    way_to_from            | {s} [be] on the way *to {d} *from {o}                        | SIMPLE
    book_seat_to_from      | Book me a seat *to {d} *from {o}, please                     | NOW
    two_tickets_to_from    | Two tickets *to {d} *from {o}, please                        | NOW
    how_get_to_from        | How do I get *to {d} *from {o}?                              | NOW
    is_there_to_from       | Is there a {x} *to {d} *from {o}?                            | NOW
    x_to_leaves            | The {x} *to {d} *leaves {o} {clock}                          | NOW
    what_time_to_leave     | What time does the {x} *to {d} *leave {o}?                   | NOW
    journey_to_from        | The journey *to {d} *from {o} takes a long time              | NOW
    to_get_to_from         | To get *to {d} *from {o}, take the {x}                       | NOW

    go_from_to             | {s} [go] *from {o} *to {d}{how}{when}                        | ALL
    travel_from_to         | {s} [travel] *from {o} *to {d}{how}{when}                    | ALL
    fly_from_to            | {s} [fly] *from {o} *to {d}{how}{when}                       | ALL
    leave_for              | {s} *[leave] {o} *for {d}{when}                              | ALL
    leave_to               | {s} *[leave] {o} *to {d}{when}                               | SIMPLE
    depart_from_for        | {s} [depart] *from {o} *for {d}{when}                        | ALL
    set_off_from_to        | {s} [set] off *from {o} *to {d}{when}                        | PLAIN
    return_from_to         | {s} [return] *from {o} *to {d}{when}                         | ALL
    come_back_from_to      | {s} [come] back *from {o} *to {d}{when}                      | ALL
    move_from_to           | {s} [move] *from {o} *to {d}{when}                           | ALL
    which_x_from_to        | Which {x} goes *from {o} *to {d}?                            | NOW
    how_far_from_to        | How far is it *from {o} *to {d}?                             | NOW
    x_from_arrive_in       | When does the {x} *from {o} arrive *in {d}?                  | NOW
    buy_ticket_from_to     | {s} [buy] a ticket *from {o} *to {d}{when}                   | ALL
    book_ticket_from_to    | Please book a ticket *from {o} *to {d} for me                | NOW
    take_me_from_to        | Please take me *from {o} *to {d}                             | NOW
    fly_out_of_to          | {s} [fly] *out of {o} *to {d}{when}                          | ALL
    leave_and_reach        | {s} *[leave] {o} and *[+reach] {d} {clock}                   | PLAIN
    x_leaves_arrives_in    | The {x} *leaves {o} {clock} and arrives *in {d} late         | NOW
    in_now_want_to_go      | {s} [be] *in {o} now but must go *to {d}{how}                | NOW
    coming_from_arrive_at  | Coming *from {o}, {s} [arrive] *at {d}{when}                 | SIMPLE
    leaving_head_for       | *Leaving {o}, {s} [head] *for {d}{when}                      | SIMPLE
    from_travel_to         | *From {o}, {s} [travel] *to {d}{how}                         | ALL
    goodbye_to_leave_for   | {s} [say] *goodbye to {o} and [+leave] *for {d}              | SIMPLE
    week_in_return_to      | After a week *in {o}, {s} [return] *to {d}                   | PLAIN
    wait_in_for_x_to       | {s} [wait] *in {o} for the {x} *to {d}                       | REPORT
    did_leave_for          | Did {s} *leave {o} *for {d}?                                 | NOW
    will_travel_from_to    | Will {s} travel *from {o} *to {d}?                           | NOW

    food_in_go_to          | The food *in {m} was good, now {s} [go] *to {d}              | AHEAD
    weather_in_travel_to   | The weather *in {m} is bad, so {s} [travel] *to {d}          | AHEAD
    not_going_to_but       | {s} [be] *not going to {m} but *to {d}{when}                 | PRESENT_PAST
    travel_not_to_but      | {s} [travel] *not to {m} but *to {d}                         | SIMPLE
    instead_of_going_to    | *Instead of going to {m}, {s} [go] *to {d}                   | SIMPLE
    from_via_to            | {s} [travel] *from {o} *via {m} *to {d}                      | ALL
    to_via                 | {s} [fly] *to {d} *via {m}{when}                             | ALL
    change_in_arrive_in    | {s} [change] trains *in {m} and [+arrive] *in {d} {clock}    | SIMPLE
    stop_in_on_way_to      | {s} [stop] *in {m} on the way *to {d}                        | SIMPLE
    friend_in_asks         | A friend *in {m} asks me to come *to {d}                     | NOW
    born_in_move_to        | Born *in {m}, {s} [move] *to {d}{when}                       | PAST
    used_to_live_in        | {s} used to live *in {m} and will soon move *to {d}          | NOW
    x_to_passes_through    | The {x} *to {d} passes *through {m}                          | NOW
    like_but_go_to         | {s} *[like] {m} but [+go] *to {d}                            | PRESENT_PAST

    arrive_at              | {s} [arrive] *at {d}{when}                                   | REPORT
    arrive_in              | {s} [arrive] *in {d}{when}                                   | REPORT
    go_to                  | {s} [go] *to {d}{how}{when}                                  | ALL
    travel_to              | {s} [travel] *to {d}{how}{when}                              | ALL
    fly_to                 | {s} [fly] *to {d}{how}{when}                                 | ALL
    leave_for_only         | {s} [leave] *for {d}{when}                                   | ALL
    leave_home_for         | {s} [leave] home *for {d}{when}                              | ALL
    head_for               | {s} [head] *for {d}{when}                                    | REPORT
    reach                  | {s} *[reach] {d}{when}                                       | PLAIN
    return_to              | {s} [return] *to {d}{how}{when}                              | ALL
    way_to                 | {s} [be] on the way *to {d}                                  | SIMPLE
    board_x_to             | {s} [board] the {x} *to {d}{when}                            | REPORT
    book_seat_to           | Book me a seat *to {d}, please                               | NOW
    take_me_to             | Take me *to {d}, please                                      | NOW
    when_arrive_in         | When do we arrive *in {d}?                                   | NOW
    is_this_x_to           | Is this the {x} *to {d}?                                     | NOW
    destination_is         | The *destination of the trip is {d}                          | NOW
    trip_ends_in           | The trip *ends in {d}                                        | NOW
    x_takes_us_to          | The {x} takes us *to {d} {clock}                             | NOW

    leave                  | {s} *[leave] {o}{when}                                       | ALL
    depart_from            | {s} [depart] *from {o}{when}                                 | ALL
    come_from              | {s} [come] *from {o}                                         | PRESENT_PAST
    come_back_from         | {s} [come] back *from {o}{how}{when}                         | ALL
    return_from            | {s} [return] *from {o}{when}                                 | ALL
    set_off_from           | {s} [set] off *from {o}{when}                                | PLAIN
    x_from_is_late         | The {x} *from {o} is late                                    | NOW
    when_x_leave           | When does the {x} *leave {o}?                                | NOW
    trip_starts_in         | The trip *starts in {o}                                      | NOW
    x_picks_us_up_in       | The {x} *picks us up in {o} {clock}                          | NOW

    live_in                | {s} [live] *in {m}                                           | PRESENT_PAST
    stay_in                | {s} [stay] *in {m} for a week                                | PRESENT_PAST
    food_in                | The food *in {m} is very good                                | NOW
    like                   | {s} *[like] {m} very much                                    | PRESENT_PAST

    go_home                | {s} [go] home{how}{when}                                     | ALL
    go_to_work             | {s} [go] to work{when}                                       | ALL
    read_on_x              | {s} [read] a book on the {x}{when}                           | ALL
    leave_house_for_work   | {s} [leave] the house for work{when}                         | ALL
    arrive_at_work         | {s} [arrive] at work late{when}                              | REPORT
    which_x_leaves         | Which {x} leaves {clock}?                                    | NOW
    """
)

TEST_ONLY_TEMPLATES = table(
    """
    get_to_from            | {s} [get] *to {d} *from {o}{when}                            | PLAIN
    drive_to_from          | {s} [drive] *to {d} *from {o}{how}{when}                     | ALL
    for_take_x_from        | *For {d}, take the {x} *from {o}                             | NOW
    would_like_seat_to     | I would like a seat on the {x} *to {d} *from {o}             | NOW
    drive_from_to          | {s} [drive] *from {o} *to {d}{when}                          | ALL
    head_from_to           | {s} [head] *from {o} *to {d}{when}                           | REPORT
    bus_from_goes_to       | The {x} *from {o} goes *to {d} at night                      | NOW
    tired_of_move_to       | Tired *of {o}, {s} [move] *to {d}                            | SIMPLE
    call_from_hurry_to     | After a call *from {m}, {s} [hurry] *to {d}                  | SIMPLE
    pack_in_fly_to         | {s} [pack] a bag *in {m} and [+fly] *to {d}                  | PLAIN
    not_leave_for_but      | {s} [leave] *not for {m} but *for {d}                        | SIMPLE
    come_back_to           | {s} [come] back *to {d}{when}                                | ALL
    does_go_to             | Does this {x} go *to {d}?                                    | NOW
    friend_wants_me_in     | A friend wants me *in {d} tomorrow                           | NOW
    fly_out_of             | {s} [fly] *out of {o}{when}                                  | ALL
    did_leave              | Did {s} *leave {o}?                                          | NOW
    sleep_in               | {s} [sleep] *in {m}                                          | PRESENT_PAST
    read_about_work        | {s} [read] about work{when}                                  | ALL
    """,
    test_only=True,
)
TEMPLATES = SEEN_TEMPLATES + TEST_ONLY_TEMPLATES

# The city first, the word that decides its role after it: name | an ending that makes it the destination | one that
# does not. Both endings always follow the same beginning.
LATE_ENDINGS = """
    where_go        | is where {s} [go]                     | is where {s} [come] from
    place_travel    | is the place {s} [travel] to          | is the place {s} [travel] from
    trip_ends       | is where the trip ends                | is where the trip starts
    head_leave      | is the city {s} [head] for            | is the city {s} [leave]
    destination     | is the destination of the {x}         | is the place the {x} comes from
    takes_picks     | is where the {x} takes us             | is where the {x} picks us up
    on_the_way      | is the city {s} [be] on the way to    | is the city {s} [be] on the way from
    return          | is the city {s} [return] to           | is the city {s} [return] from
    reach_leave     | is the city {s} [reach] {clock}       | is the city {s} [leave] {clock}
    must_used       | is where {s} must go                  | is where {s} used to live
    x_goes          | is where the {x} goes                 | is where the {x} comes from
    ticket          | is the city {s} [buy] a ticket to     | is the city {s} [buy] a ticket from
    move            | is the city {s} [move] to             | is the city {s} [move] away from
    arrive_depart   | is where {s} [arrive] {clock}         | is where {s} [depart] {clock}
    fly             | is the city {s} [fly] to              | is the city {s} [fly] out of
    set_off         | is the place {s} [set] off for        | is the place {s} [set] off from
"""
LATE_OPENERS = ("I think", "You know,", "As you know,", "To be honest,")
LATE_PAIRS = 440

COURSE_SENTENCES = (
    ("I arrive *at <Beijing> *from (Xiamen)", "arrive_at_from"),
    ("I *leave (Beijing) *to <Xiamen>", "leave_to"),
)

ROWS = {"train": 3600, "dev": 600, "test": 1000}
KINDS = {"do": 24, "od": 25, "md": 10, "omd": 1, "dm": 2, "d": 18, "o": 11, "m": 5, "": 4}
MAX_TOKENS, MAX_GAP = 24, 10
NO_GAP = -1


# ---------------------------------------------------------------------------------------------------------------
# trips.tsv: from a template to a row
# ---------------------------------------------------------------------------------------------------------------
def split_tokens(text):
    """Words and single punctuation marks: the rule lecture 01 teaches."""
    return re.findall(r"\w+|[^\w\s]", text)


def fillers_by_length():
    """Group FILLERS by their number of tokens; an adjective slot counts as one token."""
    groups = {0: [""]}
    for filler in FILLERS:
        groups.setdefault(len(filler.split()), []).append(filler)
    return groups


FILLERS_OF_LENGTH = fillers_by_length()


def conjugate(base, tense, person):
    """Return the auxiliary ('' when there is none) and the form of the verb."""
    am, was = BE[person]
    if base == "be":
        return {"present": ("", am), "past": ("", was), "future": ("will", "be")}[tense]
    third, past, ing, participle = VERBS[base]
    singular = person == "he"
    return {
        "present": ("", third if singular else base),
        "past": ("", past),
        "future": ("will", base),
        "going": (f"{am} going to", base),
        "progressive": (am, ing),
        "perfect": ("has" if singular else "have", participle),
        "wish": ("would like to", base),
        "must": ("has to" if singular else "have to", base),
    }[tense]


def write_verbs(text, tense, person):
    """Replace [verb] by auxiliary and form, [+verb] by the form alone; a star stays on the form."""

    def form_of(match):
        star, plus, base = match.groups()
        auxiliary, form = conjugate(base, tense, person)
        return f"{auxiliary} {star}{form}" if auxiliary and not plus else f"{star}{form}"

    return re.sub(r"(\*?)\[(\+?)(\w+)\]", form_of, text)


def draw_filler(rng, length):
    """Draw a filler of `length` tokens."""
    filler = pick(rng, FILLERS_OF_LENGTH[length])
    return filler.replace("{warm}", pick(rng, WARM)).replace("{weather}", pick(rng, WEATHER))


def write_city(city, filler, role):
    """Write a city with its filler, in marks: <destination>, (other)."""
    marked = f"<{city}>" if role == "d" else f"({city})"
    comma = "," if filler.endswith(",") else ""
    return f"{filler} {marked}{comma}".strip()


def draw_filler_lengths(rng, kind):
    """One city of the sentence, any of them, draws a long filler (0-10 tokens); the others mostly none."""
    far = int(rng.random() * len(kind))
    wide = {0: 20} | {length: 8 for length in range(1, 11)}
    narrow = {0: 70, 1: 10, 2: 6, 3: 7, 4: 7}
    return [pick_weighted(rng, wide if place == far else narrow) for place in range(len(kind))]


def tidy(text):
    """Drop a comma before another mark or at the end, spaces before a comma; begin with a capital."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r" ,", ",", text)
    text = re.sub(r",(?=\s*([,.?]|$))", "", text)
    first = re.search(r"\w", text).start()
    return text[:first] + text[first].upper() + text[first + 1 :]


def fill_words(rng, text, tense, subject, fronted=False):
    """Fill the slots that are not cities; a sentence says how or when, not both."""
    how = "" if rng.random() < 0.65 or "{how}" not in text else " " + pick(rng, HOW)
    when = "" if how or fronted or rng.random() < 0.65 else " " + pick(rng, WHEN[tense])
    values = {"s": subject, "x": pick(rng, VEHICLES), "clock": pick(rng, CLOCK), "when": when, "how": how}
    return re.sub(r"\{(s|x|clock|when|how)\}", lambda match: values[match[1]], text)


def draw_opening(rng, text, tense):
    """Return an opening such as 'To be honest,' or 'Yesterday,' for one statement in five, else ''."""
    if not text.startswith("{s}") or rng.random() > 0.2:
        return "", False
    if tense in FRONTED_WHEN and rng.random() < 0.4:
        return pick(rng, FRONTED_WHEN[tense]) + ", ", True
    return pick(rng, OPENERS) + " ", False


def write_sentence(rng, template, cities):
    """Fill a template and return the marked sentence: * before a cue, <destination>, (other city)."""
    tense = pick(rng, template.tenses.split())
    subject, person = pick(rng, SUBJECTS)
    opening, fronted = draw_opening(rng, template.text, tense)
    text = opening + fill_words(rng, template.text, tense, subject, fronted)
    text = write_verbs(text, tense, person)
    for role, city, length in zip(template.kind, cities, draw_filler_lengths(rng, template.kind)):
        text = text.replace(f"{{{role}}}", write_city(city, draw_filler(rng, length), role))
    if not text.endswith("?") and rng.random() > 0.15:
        text += "."
    return tidy(text)


def read_marks(marked):
    """Return sentence, tokens, labels, gap and gaps of a marked sentence.

    gaps: of each city, in their order, counted to its first token; gap: that of the destination, without a destination that
    of the first city; NO_GAP when no
    cue stands before it.
    """
    tokens, labels, gaps, gap = [], [], [], NO_GAP
    cue, inside = None, ""
    for token in split_tokens(marked):
        if token in "<(":
            inside = token
            gaps.append(NO_GAP if cue is None else len(tokens) - cue - 1)
            if token == "<" or len(gaps) == 1:
                gap = gaps[-1]
        elif token in ">)":
            inside = ""
        elif token == "*":
            cue = len(tokens)
        else:
            tokens.append(token)
            labels.append(int(inside == "<"))
    return re.sub(r"[*<>()]", "", marked), tokens, labels, gap, gaps


def draw_cities(rng, count, pool, must_hold=()):
    """Draw different cities that share no token; with `must_hold`, at least one of those is among them."""
    while True:
        cities = [pick(rng, pool) for _ in range(count)]
        words = [word for city in cities for word in city.split()]
        if len(set(words)) == len(words) and (not must_hold or set(cities) & set(must_hold)):
            return cities


def draw_template(rng, templates):
    """Draw the kind (which cities, in which order) by its share, then one of its templates."""
    of_kind = defaultdict(list)
    for template in templates:
        of_kind[template.kind].append(template)
    kind = pick_weighted(rng, {kind: share for kind, share in KINDS.items() if kind in of_kind})
    return pick(rng, of_kind[kind])


def draw_test_source(rng):
    """Return templates, cities and required cities of one test row: mostly seen ones, some unseen."""
    source = pick_weighted(rng, {"seen": 66, "template": 14, "city": 14, "both": 6})
    templates = TEST_ONLY_TEMPLATES if source in ("template", "both") else SEEN_TEMPLATES
    if source in ("city", "both"):
        return [t for t in templates if t.kind], CITIES + TEST_ONLY_CITIES * 5, TEST_ONLY_CITIES
    return templates, CITIES, ()


def make_row(marked, split, name):
    """Return the cells of a row, or None when the sentence is too long or its gap too wide."""
    sentence, tokens, labels, gap, gaps = read_marks(marked)
    if len(tokens) > MAX_TOKENS or gap > MAX_GAP:
        return None
    return sentence, " ".join(tokens), " ".join(map(str, labels)), split, str(gap), " ".join(map(str, gaps)), name


def bare(row):
    """Return the sentence of a row without its full stop: no two rows may agree in it."""
    return row[0].removesuffix(".")


def draw_row(rng, split):
    """Draw one row of train, dev or test (or None, see make_row)."""
    templates, pool, must_hold = draw_test_source(rng) if split == "test" else (SEEN_TEMPLATES, CITIES, ())
    template = draw_template(rng, templates)
    cities = draw_cities(rng, len(template.kind), pool, must_hold)
    return make_row(write_sentence(rng, template, cities), split, template.name)


def draw_late_pair(rng, endings):
    """Draw two rows with one beginning, up to the city's last token, and opposite endings."""
    name, *pair = pick(rng, endings)
    tense = pick(rng, ("present", "past", "future"))
    subject, person = pick(rng, SUBJECTS)
    vehicle, clock, city = pick(rng, VEHICLES), pick(rng, CLOCK), pick(rng, CITIES)
    length = 0 if rng.random() < 0.6 else 1 + int(rng.random() * MAX_GAP)
    opener = pick(rng, LATE_OPENERS) if length in (1, 2, 3) or rng.random() < 0.4 else ""
    filler = draw_filler(rng, length)
    rows = []
    for ending, role, suffix in zip(pair, "do", ("to", "from")):
        ending = ending.replace("{s}", subject).replace("{x}", vehicle).replace("{clock}", clock)
        text = f"{opener} {write_city(city, filler, role)} {write_verbs(ending, tense, person)}."
        rows.append(make_row(tidy(text), "late_cue", f"late_{name}_{suffix}"))
    return rows


def late_cue_rows(rng):
    """Draw LATE_PAIRS pairs: nothing read up to the city tells the two rows of a pair apart."""
    endings = [[cell.strip() for cell in line.split("|")] for line in LATE_ENDINGS.strip().splitlines()]
    rows, taken = [], set()
    while len(rows) < 2 * LATE_PAIRS:
        pair = draw_late_pair(rng, endings)
        if None not in pair and not any(bare(row) in taken for row in pair):
            taken.update(map(bare, pair))
            rows += pair
    return rows


def make_trips():
    """Return trips.tsv as a string."""
    rng = random.Random(1)
    rows = [make_row(text + stop, "train", name) for text, name in COURSE_SENTENCES for stop in ("", ".")]
    taken = set(map(bare, rows))
    counts = {split: 0 for split in ROWS} | {"train": len(rows)}
    for split, goal in ROWS.items():
        while counts[split] < goal:
            row = draw_row(rng, split)
            if row and bare(row) not in taken:
                taken.add(bare(row))
                rows.append(row)
                counts[split] += 1
    header = ("sentence", "tokens", "labels", "split", "gap", "gaps", "template")
    return "".join("\t".join(row) + "\n" for row in (header, *rows, *late_cue_rows(rng)))


FILES = {"trips.tsv": make_trips}
