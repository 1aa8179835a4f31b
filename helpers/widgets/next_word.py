"""Next word: type some words, choose how many of them to look at, see what followed them in a text."""

import re

from helpers.figures.counting_words import follower_bars
from helpers.widgets.base import Answering, slider, text_field


class NextWord(Answering):
    """What followed the last words of a typed text, and how often.

    Parameters: `followers(context)`, the reader's own function, from a list of words and marks to a Counter of what came next;
    `text`, the first text; `longest`, the largest number of words to look at. What the function raises is shown as a sentence.
    """

    height = 330

    def __init__(self, followers, text="i like", longest=4):
        self.followers = followers
        self.text = text_field("text", text, width="420px")
        self.length = slider("words to look at", 0, longest, min(1, longest), width="320px")
        super().__init__([self.text, self.length])

    def find(self):
        """(context, {word: count}), or a sentence that says what is missing."""
        words = re.findall(r"\w+|[^\w\s]", self.text.value.lower())
        if len(words) < self.length.value:
            return f"Type at least {self.length.value} words, or look at fewer."
        context = words[len(words) - self.length.value :]
        return context, dict(self.followers(context))

    def _shares(self, counts):
        ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        total = sum(counts.values())
        return [(str(word), count / total, count) for word, count in ranked]

    def show(self, context, counts):
        """Bars of the most frequent followers."""
        return follower_bars(context, self._shares(counts))

    def say(self, context, counts):
        """How often the context was seen, and by how many kinds of words it was followed."""
        said = f"“{' '.join(context)}”" if context else "No context"
        if not counts:
            return f"{said}: never seen. A model with {len(context)} words of context knows nothing here."
        word, share, _ = self._shares(counts)[0]
        seen = f"{said}: seen {sum(counts.values()):,} times, {len(counts):,} different words followed"
        return f"{seen}; most often {word}, {share:.2f}."
