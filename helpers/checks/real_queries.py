"""Checks of lecture 17."""

from helpers.checks.core import NotYetError, call, exercise, mistaken, number, right, rounded


@exercise
def f1_by_hand(answer):
    """Give the span F1 of the sentence."""
    value = number(answer)
    if rounded(value, 0.5):
        return right("Of two spans named and two wanted, one is right: 2 * 1 / (2 + 2).")
    mistakes = [
        (0.8, "You counted tokens. The destination lacks a word, so this span is wrong as a whole."),
        (2 / 3, "You counted tokens. The destination lacks a word, so this span is wrong as a whole."),
        (1, "The destination has two words, and only the first is marked: that span is not found."),
        (0.75, "Half a span is no span: borders and kind have to be right."),
        (0, "The origin has the right borders and the right kind."),
        (1 / 3, "One of three different spans is right; F1 is twice the number found, divided by named plus wanted."),
        (0.25, "F1 is twice the number found, divided by named plus wanted."),
        (50, "Give a number from 0 to 1."),
    ]
    otherwise = "Count the spans that were named, that were wanted, and that are the same."
    return mistaken(value, mistakes, otherwise, "2 * 1 / (2 + 2)")


_CASES = [
    (5, [(1, 3, "to"), (4, 5, "from")]), (4, []), (6, [(0, 2, "city"), (2, 3, "city"), (5, 6, "day")]),
    (3, [(0, 3, "fromloc.city_name")]), (1, [(0, 1, "x")]), (7, [(4, 6, "b"), (0, 1, "a")]),
]  # fmt: skip


def _bio(n, spans):
    tags = ["O"] * n
    for start, end, kind in spans:
        tags[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return tags


def _b_between(n, spans):
    """The older scheme: B- only where two spans of a kind stand side by side."""
    tags = _bio(n, spans)
    return ["I" + tag[1:] if tag[0] == "B" and (k == 0 or tags[k - 1][2:] != tag[2:]) else tag for k, tag in enumerate(tags)]


def _bioes(n, spans):
    """The scheme that also marks ends, E-, and spans of one token, S-."""
    tags = _bio(n, spans)
    for start, end, kind in spans:
        tags[end - 1] = ("S-" if end - start == 1 else "E-") + kind
    return tags


def _by_slices(n, spans):
    """A str in a slice goes in letter by letter."""
    tags = ["O"] * n
    for start, end, kind in spans:
        tags[start], tags[start + 1 : end] = f"B-{kind}", f"I-{kind}"
    return tags


def _by_span(n, spans):
    """One tag for each token and each span."""
    return [tag for i in range(n) for span in spans for tag in _bio(n, [span])[i : i + 1]]


def _as_list(found, what):
    if isinstance(found, str):
        raise NotYetError(f"Return {what}, not one str.")
    try:
        return [str(tag) for tag in found]
    except TypeError:
        raise NotYetError(f"Return {what}, not {type(found).__name__}.") from None


@exercise
def bio(function):
    """Return the BIO tags of a sentence."""
    mistakes = [
        (lambda n, spans: [tag.replace("I-", "B-") for tag in _bio(n, spans)], "Only the first token of a span gets B-."),
        (lambda n, spans: [tag.replace("B-", "I-") for tag in _bio(n, spans)], "The first token of a span gets B-."),
        (lambda n, spans: [{"B": "I", "I": "B"}.get(tag[0], "O") + tag[1:] for tag in _bio(n, spans)],
         "B- is for the first token."),
        (_by_slices, "Does a slice take a str? It goes in letter by letter: give the slice a list of tags."),
        (_by_span, "You append a tag for each token and each span: a token gets one tag, once all spans are looked at."),
        (_b_between, "Every span begins with B-, not only one that stands directly behind another of its kind."),
        (lambda n, spans: [tag.partition("-")[2] or tag for tag in _bio(n, spans)], "Where are B- and I-?"),
        (lambda n, spans: [tag[0] if tag[0] == "I" else tag for tag in _bio(n, spans)], "The kind is missing behind I-."),
        (lambda n, spans: [tag[0].lower() + tag[1:] for tag in _bio(n, spans)], "B-, I- and O are capital letters."),
        (lambda n, spans: _bio(n, spans[:1]), "Only the first span is marked: does the loop return too early?"),
        (lambda n, spans: _bio(n, spans[-1:]), "Only the last span is marked: does the loop begin a new list each time?"),
        (lambda n, spans: ["O"] * n, "No span is marked: you return the list of O as it was at the start."),
        (lambda n, spans: [tag[0] for tag in _bio(n, spans)],
         "The kinds are missing. An array of str made of \"O\" cuts every tag to one letter: use a list."),
        (lambda n, spans: [tag if tag[0] == "B" else "O" for tag in _bio(n, spans)], "The tokens behind the first one get I-."),
        (_bioes, "S- and E- belong to another scheme, BIOES. Here are only B-, I- and O."),
        *[(lambda n, spans, out=out: [out if tag == "O" else tag for tag in _bio(n, spans)], "Outside is the letter O.")
          for out in ("0", "", "None", "o")],
        *[(lambda n, spans, mark=mark: [tag.replace("-", mark) for tag in _bio(n, spans)],
           "Between B and the kind stands a hyphen, -.") for mark in ("_", "")],
        (lambda n, spans: _bio(n, [(s, max(e - 1, s + 1), k) for s, e, k in spans]),
         "The last token of a span gets no tag: end is the first position behind it."),
        (lambda n, spans: _bio(n + 1, [(s, e + 1, k) for s, e, k in spans])[:n], "The end of a span is not included."),
    ]
    formula = '["O"] * n, then "B-" + kind, then "I-" + kind'
    cases = [(n, list(spans)) for n, spans in _CASES]
    found = [_as_list(call(function, *case), "a list of tags") for case in cases]
    wanted = [_bio(*case) for case in cases]
    if found == wanted:
        return right("Two spans side by side stay apart: the second begins with B- again.")
    for program, words in mistakes:
        if found == [program(*case) for case in cases]:
            raise NotYetError(words, formula)
    k = next(k for k in range(len(cases)) if found[k] != wanted[k])
    if len(found[k]) != len(wanted[k]):
        raise NotYetError(f"For n = {cases[k][0]} you return {len(found[k])} tags.", '["O"] * n')
    raise NotYetError(f"For n = {cases[k][0]} and {cases[k][1]} you return {found[k]}.", formula)


_TEXTS = [
    "go O\nto O\nRome B-to\n\nhi O\n", "a O\n\n\n\nb B-x\nc I-x\n\n", "only B-x", "\n\nx O\ny O\n\n", "a\tO\nb\tB-x\n\nc\tO\n",
]  # fmt: skip


def _read(text):
    blocks = [[line.split() for line in block.splitlines() if line.strip()] for block in text.split("\n\n")]
    blocks = [block for block in blocks if block]
    return [[token for token, _ in block] for block in blocks], [[tag for _, tag in block] for block in blocks]


def _pair(found):
    try:
        tokens, tags = ([row if isinstance(row, str) else list(row) for row in part] for part in found)
        if any(isinstance(row, str) for row in [*tokens, *tags]):
            raise TypeError("a row is a list")
        return [[str(x) for x in row] for row in tokens], [[str(x) for x in row] for row in tags]
    except (TypeError, ValueError):
        raise NotYetError("Return two lists, one of tokens and one of tags, each with a list for each sentence.") from None


@exercise
def read_columns(function):
    """Return the lists of tokens and the lists of tags."""
    for text in _TEXTS:
        tokens, tags = _pair(call(function, text))
        right_tokens, right_tags = _read(text)
        if (tokens, tags) == (right_tokens, right_tags):
            continue
        if (tags, tokens) == (right_tokens, right_tags):
            raise NotYetError("Tokens first, then tags.")
        if [tokens, tags] == [[row, right_tags[k]] for k, row in enumerate(right_tokens)]:
            raise NotYetError("You return a pair for each sentence. Return two lists: zip(*pairs) turns one into the other.")
        if tokens == right_tokens and [len(row) for row in tags] != [len(row) for row in tokens]:
            raise NotYetError("The tokens are right. Each token needs its tag, O as well.")
        if [tokens, tags] == [[list(pair) for pair in zip(*rows)] for rows in zip(right_tokens, right_tags)]:
            raise NotYetError("You return a list of pairs for each sentence. Return two lists: the tokens apart from the tags.")
        if len(tokens) == len(right_tokens) and not any(tokens):
            raise NotYetError("All rows are empty: a list that is cleared after it was stored is empty there, too.")
        if tokens == right_tokens[:-1]:
            raise NotYetError("The last sentence is missing: the text may end without an empty line.")
        if [] in tokens:
            raise NotYetError("Several empty lines in a row, or empty lines at the end, make no sentence.")
        same = [token for row in tokens for token in row] == [token for row in right_tokens for token in row]
        if same and len(tokens) != len(right_tokens):
            raise NotYetError(f"The tokens are right, but the number of sentences is {len(right_tokens)}, not {len(tokens)}.")
        if tokens != right_tokens and str(tokens).lower() == str(right_tokens).lower():
            raise NotYetError("Leave the tokens as they stand in the text, capitals and small letters.")
        raise NotYetError(f"For {text!r} you return {tokens} and {tags}.", "text.split('\\n\\n'), then line.split()")
    return right("Such files are called CoNLL files, after the conference whose shared tasks used them.")
