"""Column lookup: choose a token and see which column of W_ax its one-hot vector selects."""

import numpy as np

from helpers.figures.one_hot import selected_column
from helpers.figures.tokenization import visible
from helpers.widgets.base import Answering, slider, text_field

_NUMBERS = 6


class ColumnLookup(Answering):
    """A slider along a sentence; the picture shows W_ax times the one-hot vector of the chosen token.

    Parameters: `sentence`, the text to begin with, which the reader can change; `W_ax`, the reader's matrix
    (n_a, N); `vocabulary`, a dictionary from token to id 0 ... N - 1 that knows <unk>; `tokenize(text)`, the
    reader's function that gives the tokens of a text; `position`, the token to begin with, from 1. A text that
    cannot be cut is answered by a sentence in place of the picture. Raises ValueError: W_ax has not one column
    for each id, its numbers are not finite, the ids have gaps, or <unk> is missing.
    """

    def __init__(self, sentence, W_ax, vocabulary, *, tokenize, position=1):
        self.W_ax, self.vocabulary, self.tokenize = np.asarray(W_ax, dtype=float), vocabulary, tokenize
        if self.W_ax.ndim != 2 or self.W_ax.shape[1] != len(vocabulary):
            raise ValueError(f"W_ax {self.W_ax.shape} needs one column for each of {len(vocabulary)} tokens")
        if sorted(vocabulary.values()) != list(range(len(vocabulary))) or "<unk>" not in vocabulary:
            raise ValueError("the vocabulary must number its tokens 0, 1, 2, ... and have <unk> among them")
        if not np.isfinite(self.W_ax).all():
            raise ValueError("W_ax holds nan or inf; give it finite numbers")
        self.typed = text_field("sentence", sentence)
        self.position = slider("token", 1, 1, 1)
        self._cut()
        self.position.value = min(max(position, 1), self.position.max)
        self.typed.observe(self._cut, names="value")
        super().__init__([self.typed, self.position], rows=[[self.typed], [self.position]])

    def _cut(self, change=None):
        """Tokens and ids of the typed text, worked out once; the slider gets one place for each token."""
        self.tokens, self.problem = [], ""
        try:
            self.tokens = list(self.tokenize(self.typed.value))
        except (ValueError, TypeError) as error:
            self.problem = str(error)
        if not self.tokens and not self.problem:
            self.problem = "Type a few words: there is no token to look up yet."
        self.ids = [self.vocabulary.get(token, self.vocabulary["<unk>"]) for token in self.tokens]
        self.position.max = max(1, len(self.tokens))

    def find(self):
        """The position in the sentence, from 0."""
        return self.problem or (self.position.value - 1,)

    def show(self, k):
        """The sentence above, the one-hot vector over W_ax, and their product on the right."""
        names = sorted(self.vocabulary, key=self.vocabulary.get)
        return selected_column(self.W_ax, self.tokens, self.ids, k, names)

    def say(self, k):
        """What the picture shows, as a sentence."""
        token, i = self.tokens[k], self.ids[k]
        column = ", ".join(f"{value:.2f}" for value in self.W_ax[:_NUMBERS, i])
        dots = ", ..." if len(self.W_ax) > _NUMBERS else ""
        verb = "has" if token in self.vocabulary else "is unknown: it takes the"
        name = f"Token {k + 1}, “{visible(token)}”, {verb} id {i}."
        return f"{name} W_ax x is column {i} of {self.W_ax.shape[1]}: ({column}{dots})."
