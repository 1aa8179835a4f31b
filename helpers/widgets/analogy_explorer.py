"""Analogy explorer: type three words, switch the given words on and off as answers, and see who wins."""

import numpy as np

from helpers.figures.word2vec import answer_bars
from helpers.widgets.base import Answering, switch, text_field

_SHOWN = 6


class AnalogyExplorer(Answering):
    """*a is to b as c is to ...*: three fields, and a switch that lets the three given words be answers.

    Parameters: `E`, the reader's word vectors (N, d); `vocabulary`, a dictionary from word to row; `question`, the three words
    to begin with. Raises ValueError: E has not one row for each word, or its numbers are not finite.
    """

    def __init__(self, E, vocabulary, question=("man", "woman", "king")):
        E = np.asarray(E, float)
        if E.ndim != 2 or len(E) != len(vocabulary):
            raise ValueError(f"E {E.shape} needs one row for each of {len(vocabulary)} words")
        if not np.isfinite(E).all():
            raise ValueError("E holds nan or inf; give it finite numbers")
        self.unit = E / np.maximum(np.linalg.norm(E, axis=1, keepdims=True), 1e-12)
        self.vocabulary, self.words = vocabulary, sorted(vocabulary, key=vocabulary.get)
        self.fields = [text_field(name, word, width="240px") for name, word in zip(("word", "is to", "as"), question)]
        self.allowed = switch("inputs allowed")
        super().__init__([*self.fields, self.allowed], rows=[self.fields, [self.allowed]])

    def find(self):
        """The three words and the best candidates, or a sentence that says what is missing."""
        words = [field.value.strip().lower() for field in self.fields]
        strange = [word for word in words if word not in self.vocabulary]
        if strange:
            known = f"“{strange[0]}” is not in the vocabulary: no text said anything about it."
            return known if strange[0] else "Type three words."
        a, b, c = (self.vocabulary[word] for word in words)
        target = self.unit[b] - self.unit[a] + self.unit[c]
        cosines = np.round(self.unit @ target / max(np.linalg.norm(target), 1e-12), 9)
        best = np.argsort(-cosines, kind="stable")[:_SHOWN]
        return words, [(self.words[k], float(cosines[k]), k in (a, b, c)) for k in best]

    def show(self, words, candidates):
        """Bars for the nearest words."""
        return answer_bars(words, candidates, self.allowed.value)

    def say(self, words, candidates):
        """The question and its answer, as a sentence."""
        a, b, c = words
        answer = next((word for word, _, given in candidates if self.allowed.value or not given), "no word shown here")
        rule = "allowed" if self.allowed.value else "excluded"
        return f"{a} is to {b} as {c} is to {answer}, with the three given words {rule} as answers."
