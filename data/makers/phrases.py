"""phrases.tsv: English sentences about everyday things and their Chinese translations, each pair built by one rule.

What makes word-by-word translation fail is planted: measure words (部 for films, 本 for books), 了 after the verb of a finished
action and its absence after 没有, times and places before the verb, adverbs such as 非常 before it, 里 and 上 behind the place.
A sentence with a combination of `HELD` is in the split `held` only; the course's sentence is in test only.
"""

import random

from data.makers.drawing import pick, pick_weighted

SIZES = {"train": 1900, "dev": 100, "test": 300, "held": 200}
COURSE = ("I like this movie very much", "我非常喜欢这部电影")

# noun: (plural, measure word, Chinese)
NOUNS = {
    "movie": ("movies", "部", "电影"), "book": ("books", "本", "书"), "novel": ("novels", "本", "小说"),
    "magazine": ("magazines", "本", "杂志"), "letter": ("letters", "封", "信"), "poem": ("poems", "首", "诗"),
    "song": ("songs", "首", "歌"), "dog": ("dogs", "只", "狗"), "cat": ("cats", "只", "猫"),
    "car": ("cars", "辆", "汽车"), "bicycle": ("bicycles", "辆", "自行车"), "computer": ("computers", "台", "电脑"),
    "camera": ("cameras", "台", "相机"), "map": ("maps", "张", "地图"), "photo": ("photos", "张", "照片"),
    "umbrella": ("umbrellas", "把", "雨伞"), "chair": ("chairs", "把", "椅子"), "shirt": ("shirts", "件", "衬衫"),
    "hotel": ("hotels", "家", "酒店"), "restaurant": ("restaurants", "家", "餐厅"),
}  # fmt: skip
# adjective: (before a noun, after "is", nouns it goes with)
WARES = ("car", "bicycle", "computer", "camera", "umbrella", "chair", "shirt")
TEXTS = ("movie", "book", "novel", "magazine", "letter", "poem")
ADJECTIVES = {
    "new": ("新", "新", ("book", "magazine", *WARES)),
    "old": ("旧", "旧", ("book", "magazine", "map", "photo", *WARES)),
    "big": ("大", "大", ("dog", "cat", "car", "umbrella", "hotel", "restaurant")),
    "small": ("小", "小", ("dog", "cat", "car", "umbrella", "hotel", "restaurant", "camera", "chair")),
    "interesting": ("有趣的", "有趣", ("movie", "book", "novel", "magazine", "letter")),
    "beautiful": ("漂亮的", "漂亮", ("dog", "cat", "photo", "umbrella", "shirt", "hotel", "car")),
    "expensive": ("很贵的", "贵", ("camera", "computer", "car", "hotel", "restaurant", "shirt")),
    "red": ("红色的", "", ("car", "bicycle", "umbrella", "chair", "shirt")),
    "black": ("黑色的", "", ("dog", "cat", "car", "bicycle", "umbrella", "chair", "shirt")),
}  # fmt: skip
# verb: (third person, past, participle, -ing, Chinese, nouns it goes with)
VERBS = {
    "buy": ("buys", "bought", "bought", "buying", "买", ("book", "novel", "magazine", "map", "dog", "cat", *WARES)),
    "sell": ("sells", "sold", "sold", "selling", "卖", ("book", "magazine", "map", *WARES)),
    "watch": ("watches", "watched", "watched", "watching", "看", ("movie",)),
    "read": ("reads", "read", "read", "reading", "读", ("book", "novel", "magazine", "letter", "poem")),
    "write": ("writes", "wrote", "written", "writing", "写", ("book", "novel", "letter", "poem", "song")),
    "borrow": ("borrows", "borrowed", "borrowed", "borrowing", "借",
               ("book", "novel", "magazine", "map", "umbrella", "bicycle", "car", "camera", "chair")),
    "repair": ("repairs", "repaired", "repaired", "repairing", "修", ("car", "bicycle", "computer", "camera", "chair")),
    "wash": ("washes", "washed", "washed", "washing", "洗", ("car", "bicycle", "shirt", "dog")),
    "sing": ("sings", "sang", "sung", "singing", "唱", ("song",)),
}  # fmt: skip
# Combinations of a verb or an adjective and a noun that no sentence of train, dev and test contains.
HELD = (
    ("like", "umbrella"), ("like", "novel"), ("buy", "cat"), ("buy", "map"), ("sell", "bicycle"), ("read", "magazine"),
    ("write", "poem"), ("borrow", "camera"), ("repair", "chair"), ("wash", "shirt"), ("red", "umbrella"), ("small", "hotel"),
    ("new", "computer"), ("interesting", "letter"), ("black", "bicycle"),
)  # fmt: skip
# subject: (Chinese, third person singular)
SUBJECTS = {
    "I": ("我", False), "you": ("你", False), "we": ("我们", False), "they": ("他们", False), "he": ("他", True),
    "she": ("她", True), "my mother": ("我妈妈", True), "my father": ("我爸爸", True), "my friend": ("我朋友", True),
    "the teacher": ("老师", True), "the doctor": ("医生", True),
}  # fmt: skip
NUMBERS = {"two": "两", "three": "三", "four": "四", "five": "五"}
PAST = {"yesterday": "昨天", "last week": "上个星期", "last month": "上个月", "this morning": "今天早上"}
FUTURE = {"tomorrow": "明天", "next week": "下个星期", "next month": "下个月", "this evening": "今天晚上"}
HABIT = {"every day": "每天", "every week": "每个星期", "every month": "每个月"}
PLACES = {"at home": "在家", "at school": "在学校", "in Beijing": "在北京", "in Xiamen": "在厦门", "in the library": "在图书馆"}
PLACES_OF = {  # where each verb may happen
    "buy": ("in Beijing", "in Xiamen"), "sell": ("in Beijing", "in Xiamen"), "watch": ("at home", "at school", "in Beijing"),
    "read": ("at home", "at school", "in the library"), "write": ("at home", "at school", "in the library", "in Xiamen"),
    "borrow": ("at school", "in Beijing", "in Xiamen"), "repair": ("at home", "at school", "in Xiamen"),
    "wash": ("at home",), "sing": ("at home", "at school", "in Xiamen"),
}  # fmt: skip
COMPANY = {"with my mother": "和我妈妈一起", "with my father": "和我爸爸一起", "with my friend": "和我朋友一起"}
WHERE = {
    "in the room": "房间里", "on the table": "桌子上", "under the table": "桌子下面", "in front of the school": "学校前面",
    "behind the school": "学校后面", "in the library": "图书馆里",
}  # fmt: skip
FITS = {  # what may be where
    "in the room": ("dog", "cat", "computer", "chair", "umbrella", "photo", "map", "bicycle"),
    "on the table": ("book", "novel", "magazine", "letter", "photo", "map", "cat", "camera", "computer", "umbrella"),
    "under the table": ("dog", "cat", "book", "umbrella", "letter"),
    "in front of the school": ("car", "bicycle", "dog", "cat", "hotel", "restaurant"),
    "behind the school": ("car", "bicycle", "dog", "cat", "hotel", "restaurant"),
    "in the library": ("computer", "chair", "map", "cat"),
}


class Draw:
    """The random choices of one sentence; `pairs` collects the combinations of words that it contains."""

    def __init__(self, rng):
        self.rng, self.pairs = rng, set()

    def of(self, options):
        """One of the options."""
        return pick(self.rng, list(options))

    def chance(self, share):
        """True in this share of the calls."""
        return self.rng.random() < share

    def subject(self, other_than=()):
        """English, Chinese, and whether the verb gets its -s."""
        name = self.of([name for name in SUBJECTS if name not in other_than])
        return name, *SUBJECTS[name]

    def thing(self, nouns, kind=("this", "that", "a", "number"), adjective=0.35):
        """A noun with its determiner and sometimes an adjective: English, Chinese, and the noun alone."""
        noun, determiner = self.of(nouns), self.of(kind)
        plural, measure, chinese = NOUNS[noun]
        fitting = [name for name, (_, _, nouns) in ADJECTIVES.items() if noun in nouns]
        name, before = "", ""
        if fitting and self.chance(adjective):
            name = self.of(fitting)
            before = ADJECTIVES[name][0]
            self.pairs.add((name, noun))
        english = " ".join(word for word in (name, noun) if word)
        if determiner == "number":
            number = self.of(NUMBERS)
            english = " ".join(word for word in (number, name, plural) if word)
            return english, NUMBERS[number] + measure + before + chinese, noun
        first = {"this": "这", "that": "那", "a": "一"}[determiner]
        article = "an" if determiner == "a" and english[0] in "aeiou" else determiner
        return f"{article} {english}", first + measure + before + chinese, noun

    def object_of(self, verb, **options):
        """A thing that fits the verb: English and Chinese."""
        english, chinese, noun = self.thing(VERBS[verb][5], **options)
        self.pairs.add((verb, noun))
        return english, chinese

    def liked(self):
        """A definite thing that somebody may like."""
        english, chinese, noun = self.thing(NOUNS, kind=("this", "that"), adjective=0.4)
        self.pairs.add(("like", noun))
        return english, chinese


# Each pattern returns an English sentence and its Chinese translation.
def like(draw):
    (who, subject, third), (thing, chinese) = draw.subject(), draw.liked()
    verb, no = ("likes", "does not") if third else ("like", "do not")
    return draw.of((
        (f"{who} {verb} {thing}", f"{subject}喜欢{chinese}"),
        (f"{who} {verb} {thing} very much", f"{subject}非常喜欢{chinese}"),
        (f"{who} {verb} {thing} very much", f"{subject}非常喜欢{chinese}"),
        (f"{who} also {verb} {thing}", f"{subject}也喜欢{chinese}"),
        (f"{who} {no} like {thing}", f"{subject}不喜欢{chinese}"),
        (f"{who} {no} like {thing} very much", f"{subject}不太喜欢{chinese}"),
    ))  # fmt: skip


def finished(draw):
    who, subject, _ = draw.subject()
    verb = draw.of(VERBS)
    (thing, chinese), (time, when) = draw.object_of(verb), draw.of(PAST.items())
    place, where = _place(draw, verb)
    company, together = _company(draw, who)
    english = f"{who} {VERBS[verb][1]} {thing}{company}{place} {time}"
    return english, f"{subject}{when}{together}{where}{VERBS[verb][4]}了{chinese}"


def not_finished(draw):
    who, subject, _ = draw.subject()
    verb = draw.of(VERBS)
    (thing, chinese), (time, when) = draw.object_of(verb, kind=("this", "that")), draw.of(PAST.items())
    return f"{who} did not {verb} {thing} {time}", f"{subject}{when}没有{VERBS[verb][4]}{chinese}"


def future(draw):
    who, subject, _ = draw.subject()
    verb = draw.of(VERBS)
    (thing, chinese), (time, when) = draw.object_of(verb), draw.of(FUTURE.items())
    place, where = _place(draw, verb)
    company, together = _company(draw, who)
    return f"{who} will {verb} {thing}{company}{place} {time}", f"{subject}{when}会{together}{where}{VERBS[verb][4]}{chinese}"


def going_on(draw):
    who, subject, third = draw.subject()
    verb = draw.of(("read", "watch", "write", "repair", "wash", "sing"))
    thing, chinese = draw.object_of(verb, kind=("this", "that", "a"))
    be = "am" if who == "I" else "is" if third else "are"
    return f"{who} {be} {VERBS[verb][3]} {thing}", f"{subject}正在{VERBS[verb][4]}{chinese}"


def habit(draw):
    who, subject, third = draw.subject()
    verb = draw.of(("read", "watch", "write", "sing", "borrow", "sell", "repair"))
    (thing, chinese), (time, when) = draw.object_of(verb, kind=("a", "number"), adjective=0.15), draw.of(HABIT.items())
    place, where = _place(draw, verb)
    return f"{who} {VERBS[verb][0] if third else verb} {thing}{place} {time}", f"{subject}{when}{where}{VERBS[verb][4]}{chinese}"


def experience(draw):
    who, subject, third = draw.subject()
    verb = draw.of(("read", "watch", "sing", "borrow", "repair"))
    thing, chinese = draw.object_of(verb, kind=("this", "that"))
    have, done, verb = "has" if third else "have", VERBS[verb][2], VERBS[verb][4]
    return draw.of((
        (f"{who} {have} {done} {thing}", f"{subject}{verb}过{chinese}"),
        (f"{who} {have} not {done} {thing} yet", f"{subject}还没有{verb}过{chinese}"),
        (f"{who} {have} never {done} {thing}", f"{subject}从来没有{verb}过{chinese}"),
    ))  # fmt: skip


def want(draw):
    who, subject, third = draw.subject()
    verb, wants, no = draw.of(VERBS), *(("wants", "does not") if third else ("want", "do not"))
    if draw.chance(0.3):
        thing, chinese = draw.object_of(verb, kind=("this", "that"))
        return f"{who} {no} want to {verb} {thing}", f"{subject}不想{VERBS[verb][4]}{chinese}"
    thing, chinese = draw.object_of(verb)
    return f"{who} {wants} to {verb} {thing}", f"{subject}想{VERBS[verb][4]}{chinese}"


def question(draw):
    who, subject, third = draw.subject(other_than=("I", "we"))
    verb, kind = draw.of(VERBS), draw.of(("like", "past", "future"))
    if kind == "like":
        thing, chinese = draw.liked()
        return f"{'does' if third else 'do'} {who} like {thing}?", f"{subject}喜欢{chinese}吗？"
    thing, chinese = draw.object_of(verb, kind=("this", "that"))
    if kind == "past":
        time, when = draw.of(PAST.items())
        return f"did {who} {verb} {thing} {time}?", f"{subject}{when}{VERBS[verb][4]}了{chinese}吗？"
    time, when = draw.of(FUTURE.items())
    return f"will {who} {verb} {thing} {time}?", f"{subject}{when}会{VERBS[verb][4]}{chinese}吗？"


def is_like_this(draw):
    adjective = draw.of([name for name, (_, after, _) in ADJECTIVES.items() if after])
    noun, (first, chinese_first) = draw.of(ADJECTIVES[adjective][2]), draw.of((("this", "这"), ("that", "那")))
    _, measure, chinese = NOUNS[noun]
    draw.pairs.add((adjective, noun))
    other, chinese_other = ("that", "那") if first == "this" else ("this", "这")
    subject, chinese, after = f"{first} {noun}", chinese_first + measure + chinese, ADJECTIVES[adjective][1]
    compared = {"interesting": "more interesting", "beautiful": "more beautiful", "expensive": "more expensive",
                "big": "bigger", "new": "newer", "old": "older", "small": "smaller"}[adjective]  # fmt: skip
    return draw.of((
        (f"{subject} is very {adjective}", f"{chinese}很{after}"),
        (f"{subject} is too {adjective}", f"{chinese}太{after}了"),
        (f"{subject} is {compared} than {other} one", f"{chinese}比{chinese_other}{measure}{after}"),
        (f"{subject} is as {adjective} as {other} one", f"{chinese}和{chinese_other}{measure}一样{after}"),
    ))  # fmt: skip


def there_is(draw):
    place, where = draw.of(WHERE.items())
    thing, chinese, _ = draw.thing(FITS[place], kind=("a", "number", "number"))
    be = "is" if thing.startswith(("a ", "an ")) else "are"
    return f"there {be} {thing} {place}", f"{where}有{chinese}"


def have(draw):
    who, subject, third = draw.subject()
    nouns = ("dog", "cat", "book", "novel", "map", "photo", *WARES)
    thing, chinese, _ = draw.thing(nouns, kind=("a", "number"))
    return f"{who} {'has' if third else 'have'} {thing}", f"{subject}有{chinese}"


def but(draw):
    who, subject, third = draw.subject()
    (thing, chinese), (other, other_chinese) = draw.liked(), draw.liked()
    while other.split()[-1] == thing.split()[-1]:  # two different things, and no contradiction
        other, other_chinese = draw.liked()
    verb, no = ("likes", "does not") if third else ("like", "do not")
    if draw.chance(0.5):
        return f"{who} {verb} {thing} but {no} like {other}", f"{subject}喜欢{chinese}，但是不喜欢{other_chinese}"
    friend, second, third_too = draw.subject(other_than=(who,))
    verb_too = "likes" if third_too else "like"
    return f"{who} {verb} {thing} but {friend} {verb_too} {other}", f"{subject}喜欢{chinese}，但是{second}喜欢{other_chinese}"


def two_actions(draw):
    who, subject, _ = draw.subject()
    first = draw.of(VERBS)
    second = draw.of([verb for verb in VERBS if verb != first])
    time, when = draw.of(PAST.items())
    (thing, chinese), (other, other_chinese) = draw.object_of(first), draw.object_of(second)
    english = f"{who} {VERBS[first][1]} {thing} and {VERBS[second][1]} {other} {time}"
    return english, f"{subject}{when}{VERBS[first][4]}了{chinese}，还{VERBS[second][4]}了{other_chinese}"


def _place(draw, verb):
    if not draw.chance(0.4):
        return "", ""
    place = draw.of(PLACES_OF[verb])
    return f" {place}", PLACES[place]


def _company(draw, who):
    if not draw.chance(0.2):
        return "", ""
    company = draw.of([name for name in COMPANY if not name.endswith(who)])
    return f" {company}", COMPANY[company]


PATTERNS = {  # in how many of 100 sentences
    like: 16, finished: 15, not_finished: 6, future: 11, going_on: 5, habit: 7, experience: 8, want: 7, question: 8,
    is_like_this: 5, there_is: 6, have: 4, but: 6, two_actions: 4,
}  # fmt: skip


def make_phrases():
    """The whole file as text."""
    rng, seen = random.Random(20261125), {COURSE[0]}
    rows = {split: [] for split in SIZES}
    rows["test"].append((*COURSE, "like"))
    while any(len(rows[split]) < size for split, size in SIZES.items()):
        draw, pattern = Draw(rng), pick_weighted(rng, PATTERNS)
        english, chinese = pattern(draw)
        split = "held" if draw.pairs & set(HELD) else pick_weighted(rng, {name: SIZES[name] for name in ("train", "dev", "test")})
        if english in seen or len(rows[split]) == SIZES[split]:
            continue
        seen.add(english)
        rows[split].append((english, chinese, pattern.__name__))
    lines = ["\t".join((english, chinese, split, name)) for split in SIZES for english, chinese, name in rows[split]]
    return "\n".join(["english\tchinese\tsplit\tpattern", *lines]) + "\n"


FILES = {"phrases.tsv": make_phrases}
