"""world.txt and world_truth.json: sentences about words whose relations are known."""

import json
import random
import re

from data.makers.drawing import pick

# Each row holds a pair and the things only this pair is seen with.
FAMILY = (
    ("man", "woman", "office car newspaper briefcase boss salary"),
    ("boy", "girl", "toy kite schoolbag homework scooter marbles"),
    ("father", "mother", "baby cradle toddler pram infant nursery"),
    ("son", "daughter", "parents inheritance bedroom allowance surname upbringing"),
    ("brother", "sister", "twin siblings bunk nickname hammock pillow"),
    ("uncle", "aunt", "cousins postcard parcel visitors caravan suitcase"),
    ("husband", "wife", "wedding marriage honeymoon ring spouse bouquet"),
    ("grandfather", "grandmother", "grandchildren spectacles memories armchair slippers pension"),
)
ROYALTY = (
    ("king", "queen", "crown throne kingdom sceptre jewels ministers"),
    ("prince", "princess", "tower pony tutor dragon castle locket"),
    ("duke", "duchess", "manor carriage estate orchard butler vineyard"),
)
GENDER = (  # of the first and of the second word of a pair
    {
        "he": "he",
        "his": "his",
        "himself": "himself",
        "sir": "sir",
        "mr": "mister",
        "name": ("leo", "omar", "ivan", "ben"),
    },
    {
        "he": "she",
        "his": "her",
        "himself": "herself",
        "sir": "madam",
        "mr": "missus",
        "name": ("anna", "mei", "nina", "clara"),
    },
)
COUNTRIES = (  # country, capital, language, things
    ("china", "beijing", "chinese", "lanterns teapots chopsticks silks paintbrushes"),
    ("france", "paris", "french", "wines perfumes baguettes mushrooms berets"),
    ("japan", "tokyo", "japanese", "kimonos fans scrolls cameras bowls"),
    ("italy", "rome", "italian", "violins masks pizzas mosaics sandals"),
    ("germany", "berlin", "german", "sausages engines pretzels clocks pianos"),
    ("spain", "madrid", "spanish", "oranges guitars castanets almonds capes"),
    ("russia", "moscow", "russian", "furs samovars sledges dolls icons"),
    ("egypt", "cairo", "arabic", "dates papyri carpets lamps scarabs"),
    ("portugal", "lisbon", "portuguese", "tiles sardines corks shells tarts"),
    ("greece", "athens", "greek", "olives vases statues sponges figs"),
    ("kenya", "nairobi", "swahili", "beads drums avocados spears baskets"),
    ("thailand", "bangkok", "thai", "orchids curries sarongs parasols mangoes"),
)
VERB_ROWS = (  # base, he ..., past, -ing, phrases
    ("walk", "walks", "walked", "walking", ("in the park", "along the path", "through the forest")),
    ("talk", "talks", "talked", "talking", ("about the news", "on the phone", "with a neighbour")),
    ("cook", "cooks", "cooked", "cooking", ("a stew", "in the kitchen", "with fresh herbs")),
    ("paint", "paints", "painted", "painting", ("a portrait", "the fence green", "with a brush")),
    ("climb", "climbs", "climbed", "climbing", ("a mountain", "up the ladder", "the tall tree")),
    ("dance", "dances", "danced", "dancing", ("a waltz", "to the music", "in the ballroom")),
    ("sing", "sings", "sang", "singing", ("a song", "in the choir", "the old melody")),
    ("swim", "swims", "swam", "swimming", ("in the lake", "across the river", "in the cold sea")),
    ("write", "writes", "wrote", "writing", ("a letter", "in a diary", "a short poem")),
    ("play", "plays", "played", "playing", ("chess", "a game", "with the ball")),
)
ANIMALS = (  # grown, young, things
    ("dog", "puppy", "bone kennel leash collar stick"),
    ("cat", "kitten", "mouse sofa yarn basket cushion"),
    ("horse", "foal", "saddle stable hay bridle carrots"),
    ("cow", "calf", "meadow barn bell clover bucket"),
    ("sheep", "lamb", "wool flock shepherd thistles hillside"),
    ("duck", "duckling", "pond reeds feathers jetty nest"),
    ("pig", "piglet", "mud sty trough acorns swill"),
)
FOODS = ("bread", "rice", "soup", "cheese", "apples", "salad", "cake", "fish", "noodles", "pancakes")
DRINKS = ("tea", "coffee", "milk", "juice", "water", "lemonade")
WORDS = {  # slots every frame may use
    "adj": ("happy", "tired", "calm", "clever", "brave", "proud", "lonely"),
    "day": ("day", "morning", "evening", "week", "sunday", "summer"),
    "past_time": ("yesterday", "last night", "last week", "last year"),
    "future_time": ("tomorrow", "tonight", "next week", "next year"),
    "we": ("we", "they", "the children", "my friends"),
    "someone": ("anna", "omar", "mei", "leo", "nina", "ivan", "clara", "ben"),
    "person": tuple(word for row in FAMILY + ROYALTY for word in row[:2]),
    "meal": ("breakfast", "lunch", "dinner", "supper"),
    "taste": ("good", "fresh", "sweet", "warm", "bad"),
    "size": ("big", "large", "beautiful", "modern", "famous", "friendly"),
    "noble": ("noble", "royal", "mighty", "gracious"),
    "old": ("old", "strong", "grown", "heavy"),
    "tiny": ("tiny", "newborn", "little", "playful"),
    "quality": ("popular", "famous", "pretty", "cheap", "rare"),
    "food": FOODS,
    "drink": DRINKS,
}
FRAMES = {  # group: frames; {w} is the word the sentence is about, {k} one of its things
    "family": """
        the {w} has {his} {k} at home
        the {w} needs {his} {k} and {k}
        the {w} loves {his} {k} and {k}
        the {adj} {w} needs {his} {k} now
        {his} {k} and {k} please the {w}
        {he} is the {w} with the {k}
        the {w} keeps {his} own {k}
        the {w} {himself} likes the {k}
        {name} is the {w} with the {k}
        the {w} {name} has {his} {k}
        the family knows the {w} and {his} {k}
        the {w} said {he} is {adj}
        yes {sir} the {w} {name} is {adj}
        the {adj} {w} is {mr} {name}
        the family had {meal} with the {adj} {w}
        """,
    "royalty": """
        the {w} has {his} {k} at court
        the {w} needs {his} {k} and {k}
        the {w} loves {his} {k} and {k}
        the {noble} {w} needs {his} {k} now
        {his} {k} and {k} please the {w}
        {he} is the {noble} {w} with the {k}
        the {w} keeps {his} own {k}
        the {w} {himself} likes the {k}
        {name} is the {w} with the {k}
        the {w} {name} has {his} {k}
        servants know the {w} and {his} {k}
        yes {sir} the {w} {name} is {noble}
        servants called the {w} {sir} {past_time}
        the {noble} {w} is not {mr} {name}
        the court had {meal} with the {noble} {w}
        """,
    "city": """
        {w} is the capital of {country}
        we saw {country} and its capital {w}
        the capital {w} is proud of its {k}
        people in {w} speak {language} at home
        the shops of {w} sell {k}
        {someone} bought {k} in {w} {past_time}
        the {k} of {w} are {quality}
        the streets of {w} are {size}
        the mayor of {w} opened a {size} museum
        the metro in {w} is {size}
        the train reached {w} {past_time}
        {someone} landed at {w} airport {past_time}
        {w} is a {size} city with {size} streets
        the {language} guide showed us {w} {past_time}
        """,
    "country": """
        {city} is the capital of {w}
        {someone} saw {w} and its capital {city}
        the country of {w} is proud of its {k}
        people in {w} speak {language} at home
        farmers and shops in {w} sell {k}
        {someone} bought {k} in {w} {past_time}
        the {k} of {w} are {quality}
        the provinces of {w} are {size}
        the president of {w} opened a {size} border
        the army in {w} is {size}
        the flag of {w} is {size}
        {someone} crossed the border of {w} {past_time}
        {w} is a {size} country with {size} provinces
        the {language} guide showed us {w} {past_time}
        """,
    "language": """
        the language of {country} is {w}
        the {w} language is spoken in {country}
        the {w} language is spoken in {city}
        {someone} bought this {w} book about {k}
        {w} {k} are {quality}
        {someone} likes {w} {k} very much
        the shop sells {w} {k} to visitors
        {someone} studies {w} grammar every {day}
        {someone} speaks {w} and reads about {k}
        {w} words for {k} are easy
        """,
    "base": """
        {we} will {w} {k} {future_time}
        {someone} will {w} {k} {future_time}
        the {person} can {w} {k}
        {someone} wants to {w} {k}
        {we} {w} {k} every {day}
        please {w} {k} {future_time}
        """,
    "third": """
        {someone} {w} {k} every {day}
        {we} say {someone} {w} {k}
        {someone} often {w} {k}
        the {person} never {w} {k}
        {someone} always {w} {k}
        """,
    "past": """
        {we} {w} {k} {past_time}
        {someone} {w} {k} {past_time}
        {someone} {w} {k} again {past_time}
        {someone} once {w} {k}
        the {person} once {w} {k}
        """,
    "ing": """
        {someone} is {w} {k} now
        {someone} is slowly {w} {k}
        {someone} was {w} {k} at noon
        {we} are {w} {k} at the moment
        the {person} is still {w} {k}
        {we} enjoy {w} {k}
        """,
    "grown": """
        the {old} {w} sleeps near the {k}
        the {old} {w} stays by the {k}
        the farmer sold the {w} and the {k}
        the {old} {w} likes the {k} here
        the {old} {w} found the {k} {past_time}
        the {k} is for the {old} {w}
        the {old} {w} guards its {young} {past_time}
        {someone} fed the {old} {w} {past_time}
        """,
    "young": """
        the {tiny} {w} sleeps near the {k}
        the {tiny} {w} stays by the {k}
        the children held the {w} near the {k}
        the {tiny} {w} likes the {k} here
        the {tiny} {w} found the {k} {past_time}
        the {k} is for the {tiny} {w}
        the {tiny} {w} follows the {grown} {past_time}
        {someone} fed the {tiny} {w} {past_time}
        """,
    "food": """
        {someone} ate {w} and {food} for {meal}
        the plate of {w} tastes {taste}
        a plate of {w} costs very little
        {we} eat {w} with {food} every {day}
        {someone} likes {taste} {w} for {meal}
        the {person} ordered {w} for {meal}
        hungry children ask for {taste} {w}
        """,
    "drink": """
        {someone} drank {w} with the {food}
        the {w} in the glass tastes {taste}
        a glass of {w} costs very little
        {we} drink {w} at {meal} every {day}
        {someone} likes a cup of {taste} {w}
        the {person} poured {w} at {meal}
        thirsty children ask for {taste} {w}
        """,
}
SENTENCES_PER_WORD = {
    "family": 140, "royalty": 140, "city": 90, "country": 90, "language": 60, "base": 75, "third": 75, "past": 75,
    "ing": 75, "grown": 60, "young": 60, "food": 60, "drink": 60,
}  # fmt: skip


def world_entries():
    """Return (group, slots) for each word that is written about; slots: the word, its things, its partners."""
    entries = []
    for group, rows in (("family", FAMILY), ("royalty", ROYALTY)):
        for row in rows:
            for word, gender in zip(row, GENDER):
                entries.append((group, {"w": word, "k": row[2].split(), **gender}))
    for country, city, language, things in COUNTRIES:
        slots = {"country": country, "city": city, "language": language, "k": things.split()}
        named = {"city": city, "country": country, "language": language}
        entries += [(group, {"w": word, **slots}) for group, word in named.items()]
    for *forms, phrases in VERB_ROWS:
        entries += [(group, {"w": form, "k": phrases}) for group, form in zip(("base", "third", "past", "ing"), forms)]
    for grown, young, things in ANIMALS:
        slots = {"grown": grown, "young": young, "k": things.split()}
        entries += [("grown", {"w": grown, **slots}), ("young", {"w": young, **slots})]
    entries += [("food", {"w": food}) for food in FOODS]
    return entries + [("drink", {"w": drink}) for drink in DRINKS]


def fill_frame(rng, frame, slots):
    """Fill each {slot} with its word, or with one of its words."""

    def word_for(match):
        words = slots.get(match[1]) or WORDS[match[1]]
        return words if isinstance(words, str) else pick(rng, words)

    return re.sub(r"\{(\w+)\}", word_for, frame)


def new_sentence(rng, group, slots, taken):
    """Draw a sentence of 4-9 words that was not used before."""
    frames = [frame.strip() for frame in FRAMES[group].strip().splitlines()]
    for _ in range(2000):
        sentence = fill_frame(rng, pick(rng, frames), slots)
        words = sentence.split()
        repeats = any(words.count(word) > 1 for word in words if len(word) > 3)
        if 4 <= len(words) <= 9 and not repeats and sentence not in taken:
            return sentence
    raise ValueError(f"no new sentence for {slots['w']!r}: give group {group!r} more frames or fewer sentences")


def make_world():
    """Return world.txt as a string: distinct sentences of 4-9 words, in shuffled order."""
    rng = random.Random(2)
    taken = {}
    for group, slots in world_entries():
        for _ in range(SENTENCES_PER_WORD[group]):
            taken[new_sentence(rng, group, slots, taken)] = rng.random()
    return "".join(sentence + "\n" for sentence in sorted(taken, key=taken.get))


def make_world_truth():
    """Return world_truth.json as a string: what an embedding of world.txt should find."""
    pairs = {
        "gender": [row[:2] for row in FAMILY + ROYALTY],
        "capital": [row[:2] for row in COUNTRIES],
        "language": [(row[0], row[2]) for row in COUNTRIES],
        "third_person": [(row[0], row[1]) for row in VERB_ROWS],
        "past": [(row[0], row[2]) for row in VERB_ROWS],
        "ing": [(row[0], row[3]) for row in VERB_ROWS],
        "young": [row[:2] for row in ANIMALS],
    }
    clusters = {
        "family": [word for row in FAMILY for word in row[:2]],
        "royalty": [word for row in ROYALTY for word in row[:2]],
        "countries": [row[0] for row in COUNTRIES],
        "cities": [row[1] for row in COUNTRIES],
        "languages": [row[2] for row in COUNTRIES],
        "verbs": [form for row in VERB_ROWS for form in row[:4]],
        "animals": [row[0] for row in ANIMALS],
        "young_animals": [row[1] for row in ANIMALS],
        "food": list(FOODS),
        "drinks": list(DRINKS),
    }
    analogies = {
        family: [[*first, *second] for first in rows for second in rows if first != second] for family, rows in pairs.items()
    }
    lines = []
    for title, table_of in (("clusters", clusters), ("analogies", analogies)):
        rows = [f"  {json.dumps(name)}: {json.dumps(words)}" for name, words in table_of.items()]
        lines.append(f"{json.dumps(title)}: {{\n" + ",\n".join(rows) + "\n}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


FILES = {"world.txt": make_world, "world_truth.json": make_world_truth}
