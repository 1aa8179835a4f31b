"""Review reader: type a review, see the score after each word, add pads and see what is read behind them."""

import re

import numpy as np

from helpers.figures.sentiment import MOST_ROWS, PAD, score_by_word
from helpers.widgets.base import Answering, examples_and_field, never_met, slider

_MOST_PADS = 6


class ReviewReader(Answering):
    """The score of a typed review after each word, and after the pads that the reader adds.

    Parameters: `read(tokens, pads)`, the reader's own function, from a list of T words and a number of pads to probabilities
    (T + pads, 5), one row for each position; `examples`, sentences to choose from; `known`, the words that the network has
    met: others are named. What the function raises is shown as a sentence. Raises ValueError if there is no example.
    """

    def __init__(self, read, examples, known=()):
        self.read, self.known, self._cache = read, set(known), {}
        self.example, self.typed = examples_and_field("review", examples)
        self.pads = slider("pads behind it", 0, _MOST_PADS, 0, width="300px")
        super().__init__([self.typed, self.pads], rows=[[self.example], [self.typed, self.pads]])

    def find(self):
        """(tokens with pads, probabilities) of the present state, or a sentence that says what is missing."""
        tokens, pads = re.findall(r"\w+|[^\w\s]", self.typed.value), self.pads.value
        if not tokens:
            return "Type a review, such as: I like this movie very much."
        if len(tokens) > MOST_ROWS - _MOST_PADS:
            return f"{len(tokens)} tokens: the picture holds {MOST_ROWS - _MOST_PADS}. Type a shorter review."
        key = (*tokens, pads)
        if key not in self._cache:
            p = np.asarray(self.read(tokens, pads), float)
            if p.shape != (len(tokens) + pads, 5) or not np.allclose(p.sum(-1), 1):
                rows = len(tokens) + pads
                return f"read() returned shape {p.shape}; it should be ({rows}, 5), five probabilities in each row."
            self._cache[key] = (tokens + [PAD] * pads, p)
        return self._cache[key]

    def show(self, words, p):
        """The score after each word, from top to bottom."""
        return score_by_word(words, p)

    def say(self, words, p):
        """What the picture shows, as sentences."""
        pads = self.pads.value
        T = len(words) - pads
        sentences = [f"Read after the last word, “{words[T - 1]}”, the score is {p[T - 1].argmax() + 1}"]
        sentences[0] += f" (probability {p[T - 1].max():.2f})."
        if pads:
            sentences.append(f"Read behind {pads} pad{'s' if pads > 1 else ''} it is {p[-1].argmax() + 1} ({p[-1].max():.2f}).")
        return " ".join([*sentences, *never_met(words[:T], self.known)])
