"""Context window: slide a window over a sentence and see who predicts whom in skip-gram and in CBOW."""

from helpers.figures.word2vec import window_picture
from helpers.widgets.base import Answering, buttons, slider, text_field

_MOST = 12


class ContextWindow(Answering):
    """A sentence to type, a slider for the center, one for the window, and a toggle between skip-gram and CBOW.

    Parameters: `sentence`, the text to begin with; its first 12 words are used; `center`, a position from 1; `window`,
    neighbours to each side, 1 to 5; `pairs(words, window)`, the reader's function that lists (center, context).
    """

    def __init__(self, sentence, *, pairs, center=1, window=2):
        self.pairs = pairs
        self.typed = text_field("sentence", sentence)
        self.center = slider("center", 1, 1, 1, width="300px")
        self.window = slider("window", 1, 5, window, width="300px")
        self.mode = buttons("", ["skip-gram", "CBOW"], "skip-gram")
        self._cut()
        self.center.value = min(max(center, 1), self.center.max)
        self.typed.observe(self._cut, names="value")
        controls = [self.typed, self.center, self.window, self.mode]
        super().__init__(controls, rows=[[self.typed], [self.center, self.window, self.mode]])

    def _cut(self, change=None):
        self.words = self.typed.value.split()[:_MOST]
        self.center.max = max(1, len(self.words))

    def find(self):
        """The position of the center, from 0, and the window."""
        return (self.center.value - 1, self.window.value) if self.words else "Type a few words: there is no center yet."

    def show(self, i, window):
        """The sentence with its window, and arrows from what predicts to what is predicted."""
        return window_picture(self.words, i, window, self.mode.value)

    def say(self, i, window):
        """The examples that this window gives, as a sentence."""
        numbered = self.pairs(list(range(len(self.words))), window)
        near = [self.words[j] for center, j in numbered if center == i]
        if not near:
            return f"“{self.words[i]}” has no neighbour: it gives no example."
        if self.mode.value == "CBOW":
            return f"One example: the mean of {', '.join(near)} predicts “{self.words[i]}”."
        several = f"{len(near)} examples" if len(near) > 1 else "1 example"
        return f"{several}: " + ", ".join(f"({self.words[i]}, {word})" for word in near) + f"; {len(numbered)} in the sentence."
