"""Translation reader: type a sentence, see its translation, and where the decoder looked when it wrote each character."""

import re

import numpy as np

from helpers.figures.translation import MOST_CHARACTERS, MOST_WORDS, alignment_lines, in_pinyin
from helpers.widgets.base import Answering, examples_and_field, never_met, slider


class TranslationReader(Answering):
    """The translation of a typed sentence, with lines from each character to the words that the decoder looked at.

    Parameters: `translate(words)`, the reader's own function, from a list of T words to the characters of the translation, S of
    them, and the weights of the attention, (S, T); `examples`, sentences to choose from; `known`, the words that the network has
    met: others are named. What the function raises is shown as a sentence. Raises ValueError if there is no example.
    """

    def __init__(self, translate, examples, known=()):
        self.translate, self.known, self._cache = translate, set(known), {}
        self.example, self.typed = examples_and_field("sentence", examples)
        self.character = slider("character", 1, MOST_CHARACTERS, 7, width="420px")
        super().__init__([self.typed, self.character], rows=[[self.example], [self.typed], [self.character]])

    def find(self):
        """(words, characters, weights, chosen character) of the present state, or a sentence that says what is missing."""
        words = re.findall(r"\w+|[^\w\s]", self.typed.value)
        if not words:
            return "Type a sentence, such as: I like this movie very much"
        if len(words) > MOST_WORDS:
            return f"{len(words)} words: the picture holds {MOST_WORDS}. Type a shorter sentence."
        key = tuple(words)
        if key not in self._cache:
            characters, weights = self.translate(words)
            characters, weights = list(characters)[:MOST_CHARACTERS], np.asarray(weights, float)[:MOST_CHARACTERS]
            if not characters or weights.shape != (len(characters), len(words)):
                found = f"{len(characters)} characters and weights of shape {weights.shape}"
                return f"translate() returned {found}; the shape should be {(len(characters), len(words))}."
            self._cache[key] = characters, weights
        characters, weights = self._cache[key]
        return words, characters, weights, min(self.character.value, len(characters)) - 1

    def show(self, words, characters, weights, chosen):
        """The words, the characters, and the lines between them."""
        return alignment_lines(words, characters, weights, chosen)

    def say(self, words, characters, weights, chosen):
        """What the picture shows, as sentences."""
        most = int(weights[chosen].argmax())
        written, sign = "".join(sign for sign in characters if len(sign) == 1), characters[chosen]
        sign = f"{sign} ({in_pinyin(sign)})" if in_pinyin(sign) != sign else sign
        looked = f"Before it wrote {sign} the decoder looked most at “{words[most]}” (weight {weights[chosen, most]:.2f})."
        return " ".join([f"{written} ({in_pinyin(written)}).", looked, *never_met(words, self.known)])
