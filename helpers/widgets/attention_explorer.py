"""Attention explorer: type a sentence, pick a token and a layer, and see whom that token reads and what is expected there."""

import numpy as np

from helpers.figures.one_word_two_vectors import draw_readings, head_key
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, INK, PALE
from helpers.widgets.base import SentenceExplorer, buttons, slider


class AttentionExplorer(SentenceExplorer):
    """Pick or type a sentence: bars for what one token reads of each other, and the words expected in its place.

    Parameters: `sentences`, a list of str, the first is shown first; `tokenize(text)` gives a list of tokens; `read(tokens)`
    gives what the reader's network computes: a list with one (heads, T, T) array a layer, and for each token a list of pairs
    (word, probability), the best first. Sentences of more than 24 tokens are cut, and it says so.
    """

    height = 110

    def __init__(self, sentences, *, tokenize, read, token=1, layer=None):
        self.read = self.ask = read
        self.take(sentences, tokenize, width="640px")
        self.position = slider("token", 1, self.LONGEST, token)
        layers = list(range(1, 1 + len(self.asked()[1])))
        self.layer = buttons("layer", layers, layer or layers[-1])
        super().__init__([self.text, self.position, self.layer],
                         rows=[[self.examples], [self.text], [self.position, self.layer]])  # fmt: skip

    def find(self):
        """Tokens, what the chosen one reads in each head of the layer, guesses for its place, and its position from 0."""
        if self.asked() is None:
            return "No sentence yet: type one, such as: the frogs grew on the bank."
        tokens, weights, guesses = self.asked()
        i = min(self.position.value, len(tokens)) - 1
        return tokens, weights[(self.layer.value or 1) - 1][:, i], guesses[i], i

    def show(self, tokens, weights, guesses, i):
        """The tokens with their bars, below them the words expected in the place of the chosen one."""
        scene = Scene(880, 176 + 28 * len(guesses))
        head_key(scene, 12, 16, [f"head {k + 1}" for k in range(len(weights))])
        top = 44 + draw_readings(scene, tokens, weights, i, 36)
        scene.text(12, top, "expected here:", 15, INK)
        for place, (word, share) in enumerate(guesses):
            y = top + 28 * place
            scene.text(290, y, word, 15, INK, "end").rectangle(302, y - 9, 400, 18, PALE)
            scene.rectangle(302, y - 9, 400 * share, 18, COLOURS["output"]).text(712, y, f"{share:.2f}", 15, INK)
        return scene

    def say(self, tokens, weights, guesses, i):
        """Whom each head reads most, and the best guess."""
        most = [int(np.argmax(row)) for row in weights]
        heads = " and ".join(f"head {k + 1} reads “{tokens[j]}” most ({weights[k][j]:.2f})" for k, j in enumerate(most))
        words = f"At “{tokens[i]}” in layer {self.layer.value or 1}, {heads}. "
        return f"{words}Expected here: “{guesses[0][0]}” ({guesses[0][1]:.2f}).{self.cut}"
