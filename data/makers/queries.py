"""queries.tsv: what somebody might type into the search field of a travel site: short, careless, full of cities.

It stands in for real queries where there is no network. What is planted: small letters, sentence marks or none, short names of
cities, letters that swapped places, questions that name a city which is nobody's destination, and cities that train never names.
In most sentences the destination stands close behind a word such as *to*.
"""

import random

from data.makers.drawing import pick, pick_weighted

CITIES = (
    "Paris", "London", "Boston", "Chicago", "Denver", "Seattle", "Atlanta", "Dallas", "Houston", "Phoenix", "Portland", "Miami",
    "New York", "Los Angeles", "San Francisco", "Las Vegas", "Hong Kong", "Beijing", "Shanghai", "Tokyo", "Singapore", "Sydney",
    "Berlin", "Munich", "Vienna", "Zurich", "Rome", "Milan", "Madrid", "Barcelona", "Lisbon", "Dublin", "Toronto", "Montreal",
    "Mexico City", "Delhi", "Mumbai", "Dubai", "Istanbul", "Athens",
)  # fmt: skip
NEW_CITIES = (
    "Fresno", "Tucson", "Memphis", "Nashville", "Sacramento", "Long Beach", "Salt Lake City", "Kansas City", "Oslo", "Helsinki",
    "Krakow", "Porto", "Naples", "Lyon", "Osaka", "Busan", "Chengdu", "Hanoi",
)  # fmt: skip
SHORT = {
    "New York": "nyc", "Los Angeles": "LA", "San Francisco": "sf", "Las Vegas": "vegas", "Hong Kong": "HK", "Mexico City": "cdmx",
}  # fmt: skip
NEAR = (  # {d}: destination, {o}: any other city
    "flights {o} to {d}", "{o} to {d} {when}", "cheap flight to {d}", "{ask} flights from {o} to {d} {when}", "bus to {d} {when}",
    "{ask} a ticket to {d}", "train from {o} to {d}", "one way to {d} from {o}", "{ask} going to {d} {when}",
    "return to {d} from {o} {when}", "leaving {o} for {d} {when}", "{ask} something into {d}", "need to get to {d} {when}",
)  # fmt: skip
FAR = (
    "{ask} to see my old friends in {d} again , coming from {o}", "to the lovely old town of {d} from {o}",
    "we finally want to visit the north of {d} , not {o}", "I live in {o} . what goes to sunny {d} {when} ?",
)  # fmt: skip
NONE = ("weather in {o}", "how far is {o} from {o2}", "what time is it in {o}", "lost my bag on the way back from {o}",
        "is the airport of {o} open", "cancel my flight from {o}")  # fmt: skip
ASK = ("show me", "i need", "looking for", "find", "hi , i want", "can you book", "please list")
WHEN = ("", "", "tomorrow", "on friday", "next week", "tonight", "for two", "before noon", "on the 5th", "in may", "asap")
COLUMNS = ("tokens", "labels", "split")
ROWS = {"train": 1200, "dev": 200, "test": 400, "new_cities": 300}


def spelled(city, rng):
    """A city as somebody types it: short, in small letters, with two letters swapped, or right."""
    if city in SHORT and rng.random() < 0.5:
        return SHORT[city]
    if rng.random() < 0.06 and len(city) > 4:
        k = 1 + int(rng.random() * (len(city) - 3))
        if " " not in city[k : k + 2]:
            city = city[:k] + city[k + 1] + city[k] + city[k + 2 :]
    return city


def make_query(cities, rng):
    """Tokens and labels of one query."""
    frame = pick(rng, {"near": NEAR, "far": FAR, "none": NONE}[pick_weighted(rng, {"near": 0.8, "far": 0.08, "none": 0.12})])
    names = {}
    for role in ("d", "o", "o2"):
        names[role] = pick(rng, [city for city in cities if city not in names.values()])
    tokens, labels = [], []
    for word in frame.split():
        role = word.strip("{}") if word.startswith("{") else ""
        words = {"ask": pick(rng, ASK), "when": pick(rng, WHEN)}.get(role) if role in ("ask", "when") else word
        words = spelled(names[role], rng) if role in names else words
        tokens += words.split()
        labels += [int(role == "d")] * len(words.split())
    if tokens[-1] != "?":
        mark = pick_weighted(rng, {"": 0.6, ".": 0.2, "?": 0.15, "!": 0.05})
        tokens, labels = tokens + [mark] * bool(mark), labels + [0] * bool(mark)
    if rng.random() < 0.5:
        tokens = [token.lower() for token in tokens]
    return tokens, labels


def make_queries():
    """queries.tsv as a string: the splits one after the other, no sentence twice."""
    rng, seen, rows = random.Random(17), set(), []
    for split, number in ROWS.items():
        wanted = len(rows) + number
        while len(rows) < wanted:
            tokens, labels = make_query(NEW_CITIES if split == "new_cities" else CITIES, rng)
            if tuple(tokens) in seen:
                continue
            seen.add(tuple(tokens))
            rows.append("\t".join((" ".join(tokens), " ".join(map(str, labels)), split)))
    return "\n".join(["\t".join(COLUMNS), *rows]) + "\n"


FILES = {"queries.tsv": make_queries}
