"""world.txt and world_truth.json: short sentences about people, jobs, places, verbs, animals and food, with a known truth.

Things of one kind are drawn from one pool that all words of the kind share. How often a word is seen with a thing follows
weights exp(group + pair + noise): the taste of its group, of its pair (king and queen share it), and of the word alone.
So pairs resemble each other, but no thing belongs to one pair only, and no method finds everything.

Random numbers come from `random.Random(seed).random()` alone, whose sequence Python promises to keep, and weights are
rounded to whole numbers, so the same bytes come out everywhere. data/README.md is the data card.
"""

import json
import math
import random
import re

from data.makers.drawing import pick, pick_weighted

SEED, SENTENCES = 3, 14_000
GROUP_TASTE, PAIR_TASTE, NOISE = 1.0, 2.4, 1.3  # standard deviations of the three parts of a weight, before exp
ZIPF = 0.5  # counts within a group fall like rank ** -0.5
SHARED, JOINED = 0.22, 0.2  # shares of: frames that any noun may use; sentences of two clauses

FAMILY = "man woman|boy girl|father mother|son daughter|brother sister|uncle aunt|husband wife|grandfather grandmother"
ROYALTY = "king queen|prince princess|duke duchess"
JOBS = {  # planted share of sentences in which the person is a she; not copied from any statistics
    "doctor": 0.5, "nurse": 0.35, "pilot": 0.8, "teacher": 0.2, "farmer": 0.65, "baker": 0.1, "judge": 0.9,
    "painter": 0.42, "soldier": 0.58, "singer": 0.15, "driver": 0.85, "writer": 0.28,
}  # fmt: skip
COUNTRIES = """
    china beijing chinese|france paris french|japan tokyo japanese|italy rome italian|germany berlin german
    spain madrid spanish|russia moscow russian|egypt cairo arabic|portugal lisbon portuguese|greece athens greek
    kenya nairobi swahili|thailand bangkok thai
    """
VERBS = """
    walk walks walked walking|talk talks talked talking|cook cooks cooked cooking|paint paints painted painting
    climb climbs climbed climbing|dance dances danced dancing|sing sings sang singing|swim swims swam swimming
    write writes wrote writing|play plays played playing
    """
ANIMALS = "dog puppy|cat kitten|horse foal|cow calf|sheep lamb|duck duckling|pig piglet"
FOOD = "bread rice soup cheese apples salad cake fish noodles pancakes"
DRINKS = "tea coffee milk juice water lemonade"

POOLS = {  # what the words of a kind are seen with
    "people": """
        office car newspaper briefcase salary toy kite schoolbag homework scooter marbles baby cradle pram toddler bedroom
        twin nickname hammock pillow cousins postcard parcel suitcase wedding ring honeymoon grandchildren spectacles
        armchair slippers pension crown throne kingdom sceptre jewels ministers tower pony dragon castle locket manor
        carriage estate butler orchard banner
        """,
    "jobs": """
        patients needles bandages stairs plane clouds maps chalk pupils blackboard tractor fields harvest oven flour loaves
        court law verdict canvas frames gallery boots helmet march stage microphone applause bus timetable passengers
        pages novel publisher
        """,
    "places": """
        lanterns teapots silks wines perfumes baguettes kimonos fans scrolls cameras violins masks mosaics sandals sausages
        engines clocks pianos oranges guitars almonds capes furs samovars sledges dolls carpets papyri lamps dates tiles
        sardines corks shells olives vases statues sponges beads drums avocados baskets orchids curries parasols mangoes
        """,
    "actions": """
        in.the.park along.the.path through.the.forest about.the.news on.the.phone with.a.neighbour a.stew in.the.kitchen
        with.herbs a.portrait the.fence with.a.brush the.mountain up.the.ladder the.tall.tree a.waltz to.the.music
        in.the.ballroom a.song in.the.choir an.old.melody in.the.lake across.the.river in.the.sea a.letter in.a.diary
        a.poem chess a.game with.the.ball
        """,
    "animals": """
        bone kennel leash stick mouse sofa yarn cushion saddle stable hay bridle carrots meadow barn clover bucket wool
        flock shepherd thistles hillside pond reeds feathers jetty nest mud sty trough acorns
        """,
    "meals": """
        plate fork bowl spoon oven butter honey salt pepper pan knife crumbs cup glass jug bottle straw ice lemon sugar
        saucer kettle
        """,
}
OWN = {  # things a pair likes for sure
    "king": "crown throne", "prince": "pony castle", "duke": "manor carriage", "man": "office briefcase", "boy": "kite marbles",
    "father": "pram cradle", "husband": "wedding ring", "grandfather": "spectacles slippers", "china": "lanterns teapots",
    "france": "wines baguettes", "japan": "kimonos fans", "italy": "violins mosaics", "germany": "sausages engines",
    "spain": "oranges guitars", "russia": "samovars sledges", "egypt": "papyri dates", "portugal": "tiles sardines",
    "greece": "olives statues", "kenya": "beads drums", "thailand": "orchids curries", "dog": "bone kennel", "cat": "mouse yarn",
    "horse": "saddle stable", "cow": "meadow barn", "sheep": "wool shepherd", "duck": "pond reeds", "pig": "mud sty",
    "walk": "along.the.path", "talk": "on.the.phone", "cook": "in.the.kitchen", "paint": "a.portrait", "climb": "the.tall.tree",
    "dance": "a.waltz", "sing": "a.song", "swim": "in.the.lake", "write": "a.letter", "play": "a.game", "doctor": "patients",
    "nurse": "bandages", "pilot": "plane", "teacher": "chalk", "farmer": "tractor", "baker": "oven", "judge": "court",
    "painter": "canvas", "soldier": "boots", "singer": "microphone", "driver": "bus", "writer": "novel",
}  # fmt: skip
ROYAL = "crown throne kingdom sceptre jewels ministers tower pony dragon castle locket manor carriage estate butler banner"
LIKES = {"royalty": dict.fromkeys(ROYAL.split(), 1), "family": dict.fromkeys(ROYAL.split(), -1)}  # added to a group's taste
GENDERS = (
    {"he": "he", "his": "his", "himself": "himself", "name": "leo omar ivan ben"},
    {"he": "she", "his": "her", "himself": "herself", "name": "anna mei nina clara"},
)
WORDS = {  # slots every frame may use
    "adj": """
        happy tired calm clever brave proud lonely quiet new old small big strange famous beautiful simple good bad bright dark
        heavy light cold warm young rich poor sad busy kind plain rare cheap modern
        """,
    "past": "yesterday last.night last.week last.year in.autumn on.sunday once.again in.may at.noon long.ago",
    "future": "tomorrow tonight next.week next.year soon",
    "day": "day morning evening week sunday summer winter",
    "we": "we they the.children my.friends the.neighbours he.and.she she.and.he",
    "someone": "anna omar mei leo nina ivan clara ben",
    "meal": "breakfast lunch dinner supper",
    "room": "house garden hall room street",
    "person": FAMILY.replace("|", " ") + " " + ROYALTY.replace("|", " "),
}
FRAMES = {
    "shared": """
        {someone} often thinks about {the}{w}
        {we} talked about {the}{w} {past}
        there is a {adj} book about {the}{w}
        a {adj} film about {the}{w} was shown {past}
        nobody wrote about {the}{w} {past}
        {we} read a {adj} story about {the}{w}
        {someone} knows a lot about {the}{w}
        {someone} asked {someone} about {the}{w} {past}
        """,
    "people": """
        the {w} has {his} {k} in the {room}
        the {w} lost {his} {k} and {k} {past}
        {he} is the {w} with the {k}
        the {adj} {w} keeps {his} own {k}
        the {w} {himself} carried the {k} {past}
        {name} is the {w} with the {k} and the {k}
        the {adj} {w} said {he} needs the {k}
        we saw the {w} with {his} {k} {past}
        the {w} {name} lost the {adj} {k}
        {he} was a {adj} {w} and loved the {k}
        """,
    "family": """
        my {w} {name} likes the {k} at home
        the family knows the {w} and {his} {k}
        the {w} cleaned {his} {k} before {meal}
        """,
    "royalty": """
        servants brought the {w} {his} {k} at court
        the noble {w} rules with {his} {k}
        the royal {w} {himself} showed the {k} {past}
        """,
    "jobs": """
        the {w} said {he} is {adj}
        {he} works as a {adj} {w}
        the {adj} {w} lost {his} way {past}
        the {w} {himself} came back {past}
        {he} was a {adj} {w} {past}
        my neighbour is a {w} and {he} is {adj}
        the {w} needs the {k} at work
        the {adj} {w} bought the {k} and the {k}
        the {w} forgot the {k} {past}
        the {w} is known for the {k}
        """,
    "places": """
        {someone} bought {k} in {w} {past}
        {k} from {w} are {adj}
        {w} is known for its {k} and {k}
        {we} saw {k} in {w} {past}
        {w} sends {k} to {we} every {day}
        {someone} likes the {adj} {k} of {w}
        """,
    "city": """
        {w} is the capital of {country}
        the capital {w} is proud of its {k}
        the shops of {w} sell {k} and {k}
        the streets of {w} are {adj}
        the mayor of {w} collects {k}
        the train to {w} was full of {k}
        the metro in {w} is {adj}
        """,
    "country": """
        the capital of {w} is {city}
        the country {w} is proud of its {k}
        the farmers of {w} sell {k} and {k}
        the provinces of {w} are {adj}
        the president of {w} collects {k}
        the border of {w} was closed for {k}
        the army of {w} is {adj}
        """,
    "language": """
        the language of {country} is {w}
        {someone} speaks {w} and reads about {k}
        this {w} dictionary has a word for {k}
        {someone} bought a {w} book about {k} {past}
        {w} grammar is {adj}
        {w} words for {k} and {k} are {adj}
        """,
    "base": """
        {we} will {w} {k} {future}
        {someone} will {w} {k} {future}
        the {person} can {w} {k}
        {someone} wants to {w} {k}
        please {w} {k} {future}
        """,
    "third": """
        {someone} {w} {k} every {day}
        {someone} often {w} {k}
        the {person} never {w} {k}
        {someone} always {w} {k}
        every {day} the {person} {w} {k}
        """,
    "past": """
        {we} {w} {k} {past}
        {someone} {w} {k} {past}
        the {person} {w} {k} {past}
        {past} {someone} {w} {k}
        {someone} once {w} {k}
        """,
    "ing": """
        {someone} is {w} {k} now
        {someone} was {w} {k} at noon
        {we} are {w} {k} at the moment
        the {person} is still {w} {k}
        {we} enjoyed {w} {k}
        """,
    "animals": """
        the {w} sleeps near the {k}
        the {adj} {w} likes the {k} here
        the {w} found the {k} {past}
        the {k} is for the {adj} {w}
        """,
    "grown": """
        the old {w} sleeps near the {k}
        the heavy {w} found the {k} {past}
        the farmer sold the {w} and the {k}
        the strong {w} guards the {k} and its {young}
        the {k} is for the grown {w}
        """,
    "young": """
        the tiny {w} sleeps near the {k}
        the newborn {w} found the {k} {past}
        the children held the {w} near the {k}
        the playful {w} follows the {grown} to the {k}
        the {k} is for the little {w}
        """,
    "food": """
        {someone} ate {w} with the {k} for {meal}
        {we} eat {w} for {meal} every {day}
        a plate of {w} costs very little
        the {person} cut the {w} beside the {k}
        hungry children ask for {adj} {w}
        """,
    "drinks": """
        {someone} drank {w} with the {k} at {meal}
        {we} drink {w} at {meal} every {day}
        a glass of {w} costs very little
        the {person} poured the {w} beside the {k}
        thirsty children ask for {adj} {w}
        """,
}
SENSES = {  # a word with two meanings: for each, its frames and its things
    "bank": {
        "river": ("the boat reached the {w} near the {k}|{someone} sat on the {w} and watched the {k}|"
                  "the {k} grew on the {adj} {w}", "river willows frogs mud current ferry"),
        "money": ("the {w} lent {someone} money for the {k}|{someone} paid the {k} into the {w} {past}|"
                  "the {adj} {w} raised the {k} {past}", "loan savings interest cheque salary account"),
    },
    "turkey": {
        "bird": ("the {w} pecked at the {k} near the fence|a {adj} {w} shook its feathers in the {k}|"
                 "{someone} fed the {w} with {k}", "grain barn corn farmyard seeds straw"),
        "country": ("{someone} flew to {w} to buy {k}|the coast of {w} is famous for {k}|"
                    "the capital of {w} exports {k} {past}", "carpets lamps figs tea tiles bazaars"),
    },
    "bat": {
        "animal": ("the {w} flew out of the {k} at night|a {adj} {w} hung upside down in the {k}|"
                   "the {w} caught moths near the {k}", "cave attic ruins belfry tunnel moonlight"),
        "sport": ("{someone} swung the {w} and hit the {k}|the player broke the {w} during the {k}|"
                  "a {adj} wooden {w} lay beside the {k}", "ball match helmet innings pitch team"),
    },
    "crane": {
        "bird": ("the {w} stood on one leg in the {k}|a {adj} {w} spread its wings over the {k}|"
                 "the {w} danced and caught the {k}", "marsh lake frogs reeds sky snails"),
        "machine": ("the {w} lifted the {k} to the roof|the driver of the {w} lowered the {k}|"
                    "a {adj} steel {w} moved the {k}", "beams bricks containers concrete load pipes"),
    },
    "spring": {
        "season": ("after the winter comes {w} with its {k}|in {w} the {k} return to the garden|"
                   "{someone} waits for {w} and the {k}", "blossoms swallows rain tulips sunshine bees"),
        "metal": ("the {w} inside the {k} is broken|{someone} bent the steel {w} of the {k}|"
                  "a {adj} metal {w} holds the {k}", "clock mattress watch lock toy sofa"),
    },
}  # fmt: skip
SHARES = {  # of all sentences, by what they are about
    "family": 0.16, "royalty": 0.075, "jobs": 0.105, "country": 0.09, "city": 0.09, "language": 0.075,
    "base": 0.05, "third": 0.05, "past": 0.05, "ing": 0.05, "grown": 0.035, "young": 0.035, "food": 0.04, "drinks": 0.03,
    "senses": 0.065,
}  # fmt: skip
KIND = {  # group: (pool, other frames it may use)
    "family": ("people", "people"), "royalty": ("people", "people"), "jobs": ("jobs", None), "country": ("places", "places"),
    "city": ("places", "places"), "language": ("places", None), "base": ("actions", None), "third": ("actions", None),
    "past": ("actions", None), "ing": ("actions", None), "grown": ("animals", "animals"), "young": ("animals", "animals"),
    "food": ("meals", None), "drinks": ("meals", None),
}  # fmt: skip
VERB_GROUPS = ("base", "third", "past", "ing")
NO_ARTICLE = {"country", "city", "language", "food", "drinks"}


def rows(text):
    """Rows of words from a text in which rows end in | or a new line."""
    return [row.split() for row in re.split(r"[|\n]", text) if row.strip()]


def normal(rng):
    """A number of mean 0 and standard deviation 1: twelve uniform numbers, added."""
    return sum(rng.random() for _ in range(12)) - 6


def groups():
    """{group: [words]} and, for each word, (pair, slots): what it shares with its pair, what its frames need."""
    members, slots = {group: [] for group in KIND}, {}

    def add(group, word, pair, **more):
        members[group].append(word)
        slots[word] = (pair, more)

    for group, text in (("family", FAMILY), ("royalty", ROYALTY)):
        for pair in rows(text):
            for word, gender in zip(pair, GENDERS):
                add(group, word, pair[0], **gender)
    for job in JOBS:
        add("jobs", job, job)
    for country, city, language in rows(COUNTRIES):
        for group, word in (("country", country), ("city", city), ("language", language)):
            add(group, word, country, country=country, city=city, language=language)
    for forms in rows(VERBS):
        for group, form in zip(VERB_GROUPS, forms):
            add(group, form, forms[0])
    for grown, young in rows(ANIMALS):
        for group, word in (("grown", grown), ("young", young)):
            add(group, word, grown, grown=grown, young=young)
    for group, text in (("food", FOOD), ("drinks", DRINKS)):
        for word in text.split():
            add(group, word, word)
    return members, slots


def tastes(rng, members, slots):
    """{word: {thing: weight}}: how often each word is seen with each thing of its pool."""
    group_taste, pair_taste, weights = {}, {}, {}
    for group, words in members.items():
        pool = POOLS[KIND[group][0]].split()
        # verb forms, and country, city and language, are told apart by their frames, not by their things
        family = KIND[group][0] if KIND[group][0] in ("places", "actions", "animals", "jobs") else group
        if family not in group_taste:
            group_taste[family] = {thing: GROUP_TASTE * normal(rng) + LIKES.get(family, {}).get(thing, 0) for thing in pool}
        for word in words:
            pair = slots[word][0]
            own = OWN.get(pair, "").split()
            pair_taste.setdefault(pair, {thing: 2 * PAIR_TASTE if thing in own else PAIR_TASTE * normal(rng) for thing in pool})
            base = group_taste[family] if family == group else dict.fromkeys(pool, 0.0)
            weights[word] = {thing: round(1000 * math.exp(base[thing] + pair_taste[pair][thing] + NOISE * normal(rng))) + 1
                             for thing in pool}  # fmt: skip
    return weights


def frequencies(rng, words):
    """{word: weight} that falls like rank ** -ZIPF, the ranks drawn."""
    order = sorted(words, key=lambda word: rng.random())
    return {word: round(1000 * rank**-ZIPF) for rank, word in enumerate(order, 2)}


def subject(group):
    """What a group is about; two clauses of one sentence never share it, so he and she stand in one of them only."""
    return "senses" if group == "senses" else "people" if group == "jobs" else KIND[group][0]


class Writer:
    """Writes clauses; keeps the tastes, the frequencies and the random numbers."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.members, self.slots = groups()
        self.things = tastes(self.rng, self.members, self.slots)
        self.counts = {group: frequencies(self.rng, words) for group, words in self.members.items()}
        self.shares = {group: round(1000 * share) for group, share in SHARES.items()}

    def fill(self, frame, slots):
        """Fill each {slot} of a frame with its word, or with one of its words; a thing never comes twice."""
        used = set()

        def word_for(match):
            name = match[1]
            if name == "k":
                while (thing := pick_weighted(self.rng, slots["k"])) in used:
                    pass
                used.add(thing)
                return thing
            words = slots[name] if name in slots else WORDS[name]
            return pick(self.rng, words.split()) if name != "the" else words

        text = re.sub(r"\{(\w+)\}", word_for, frame).replace(".", " ")
        return re.sub(r"\ba (?=[aeiou])", "an ", text)

    def about_a_word(self, group):
        """A clause about a word of the group."""
        word = pick_weighted(self.rng, self.counts[group])
        slots = {"w": word, "k": self.things[word], "the": "" if group in NO_ARTICLE else "the ", **self.slots[word][1]}
        if group == "jobs":
            slots |= GENDERS[self.rng.random() < JOBS[word]]
        kinds = [group]
        if group not in VERB_GROUPS and self.rng.random() < SHARED:
            kinds = ["shared"]
        elif KIND[group][1]:
            kinds.append(KIND[group][1])
        frames = [frame.strip() for kind in kinds for frame in FRAMES[kind].strip().splitlines()]
        return self.fill(pick(self.rng, frames), slots), None

    def about_a_sense(self):
        """A clause with a word of two meanings, and (word, meaning)."""
        word = pick(self.rng, list(SENSES))
        sense = pick(self.rng, list(SENSES[word]))
        frames, things = SENSES[word][sense]
        slots = {"w": word, "k": dict.fromkeys(things.split(), 1)}
        return self.fill(pick(self.rng, frames.split("|")), slots), (word, sense)

    def clause(self, group):
        """(text, what sense it shows or None) about a word of the group."""
        return self.about_a_sense() if group == "senses" else self.about_a_word(group)

    def sentence(self):
        """(text, sense or None): one clause, or two about different subjects, joined."""
        group = pick_weighted(self.rng, self.shares)
        text, sense = self.clause(group)
        if self.rng.random() < JOINED:
            other = pick_weighted(self.rng, self.shares)
            if subject(other) != subject(group):
                more, second = self.clause(other)
                text, sense = f"{text} {pick(self.rng, ('and', 'but', 'while', 'because'))} {more}", sense or second
        return text, sense


def write():
    """The sentences, all different, and [(line, word, meaning)] for each that holds a word of two meanings."""
    writer, lines, senses = Writer(SEED), {}, []
    while len(lines) < SENTENCES:
        text, sense = writer.sentence()
        if text in lines or len(text.split()) > 18:
            continue
        if sense:
            senses.append((len(lines), *sense))
        lines[text] = None
    return list(lines), senses


def make_world():
    """world.txt as a string."""
    return "".join(line + "\n" for line in write()[0])


def analogies():
    """{family: [[a, b, c, d], ...]}, to be read a is to b as c is to d."""
    places, verbs = rows(COUNTRIES), rows(VERBS)
    pairs = {
        "gender": rows(FAMILY) + rows(ROYALTY),
        "capital": [row[:2] for row in places],
        "language": [[row[0], row[2]] for row in places],
        "third_person": [[row[0], row[1]] for row in verbs],
        "past": [[row[0], row[2]] for row in verbs],
        "ing": [[row[0], row[3]] for row in verbs],
        "young": rows(ANIMALS),
    }
    return {family: [[*a, *b] for a in table for b in table if a != b] for family, table in pairs.items()}


def clusters():
    """{name: [words]}: the words that belong together."""
    members, _ = groups()
    names = {"country": "countries", "city": "cities", "language": "languages", "grown": "animals", "young": "young_animals"}
    kept = {names.get(group, group): words for group, words in members.items() if group not in VERB_GROUPS}
    return kept | {"verbs": [form for forms in rows(VERBS) for form in forms]}


def make_world_truth():
    """world_truth.json as a string: clusters, analogies, the planted shares of she, and the meaning of each homonym."""
    senses = {word: {meaning: [] for meaning in SENSES[word]} for word in SENSES}
    for line, word, meaning in write()[1]:
        senses[word][meaning].append(line)
    truth = {"clusters": clusters(), "analogies": analogies(), "p_she": JOBS, "senses": senses}
    parts = []
    for title, table in truth.items():
        lines = [f"  {json.dumps(name)}: {json.dumps(content)}" for name, content in table.items()]
        parts.append(f"{json.dumps(title)}: {{\n" + ",\n".join(lines) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


FILES = {"world.txt": make_world, "world_truth.json": make_world_truth}
