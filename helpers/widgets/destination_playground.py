"""Destination playground: a sentence in, the network's opinion of every token out, and what that opinion leans on."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, signed_tint, tint
from helpers.widgets.base import Explorable, choice, slider, text_field

_WIDTH, _LEFT, _LONGEST = 880, 84, 24
_BARS, _STATES, _ROW, _REASONS = 40, 192, 7, 70


class DestinationPlayground(Explorable):
    """Pick or type a sentence: bars for the probability of each token, the states as a heat map, a saliency row.

    Parameters: `sentences`, a list of str to choose from, the first is shown first; `tokenize(text)` gives a list of tokens;
    `read(tokens)` gives what the reader's network computes: y_hat (T,), the states a (T, n_a) and the saliency (T, T), whose row
    i says how strongly the probability at i leans on each token. Sentences of more than 24 tokens are cut, and it says so.
    """

    def __init__(self, sentences, *, tokenize, read):
        self.tokenize, self.read = tokenize, read
        self.examples = choice("sentence", list(sentences), width="560px")
        self.text = text_field("or type", sentences[0])
        self.position = slider("explain token", 1, _LONGEST, 1)
        self._known = None
        self.examples.observe(self._take_example, names="value")
        self.text.observe(self._explain_the_answer, names="value")
        self._explain_the_answer()
        super().__init__([self.text, self.position], rows=[[self.examples], [self.text], [self.position]])

    def _take_example(self, change):
        self.text.value = change["new"]

    def _explain_the_answer(self, change=None):
        """After a new sentence, the token to explain is the one with the highest probability."""
        now = self._now()
        if now is not None:
            self.position.value = int(np.argmax(now[1])) + 1

    def _now(self):
        """Tokens and what the network computes for them, worked out once for each text; None for a text without tokens."""
        if self._known is None or self._known[0] != self.text.value:
            tokens = self.tokenize(self.text.value)
            shown = tokens[:_LONGEST]
            self._known = (self.text.value, (shown, *self.read(shown)) if tokens else None, len(tokens) > _LONGEST)
        return self._known[1]

    def _shown(self, tokens):
        """Position of the explained token, counted from 0."""
        return min(self.position.value, len(tokens)) - 1

    def draw(self):
        """Bars above the tokens, states below them, and at the bottom what the chosen token's probability leans on."""
        now = self._now()
        if now is None:
            return Scene(_WIDTH, 120).text(16, 60, "Type a sentence, such as: I leave Beijing to Xiamen", 17, COLOURS["future"])
        tokens, y_hat, states, saliency = now
        scene = Scene(_WIDTH, _STATES + _ROW * states.shape[1] + 34 + _REASONS)
        column = min(110.0, (_WIDTH - _LEFT - 10) / len(tokens))
        self._draw_bars(scene, tokens, y_hat, column)
        self._draw_states(scene, states, column)
        self._draw_reasons(scene, saliency[self._shown(tokens)], column, _STATES + _ROW * states.shape[1] + 16)
        return scene

    def _draw_bars(self, scene, tokens, y_hat, column):
        scene.text(8, _BARS + 45, "ŷ⟨i⟩", 16, COLOURS["output"], bold=True)
        for level, y, dash in (("1", _BARS, ":"), ("0", _BARS + 90, "")):
            scene.line([(_LEFT - 6, y), (_WIDTH - 6, y)], GREY, 1, dash).text(_LEFT - 12, y, level, 14, GREY, "end")
        for i, (token, probability) in enumerate(zip(tokens, y_hat)):
            x, height, marked = _LEFT + i * column, 90 * float(probability), i == self._shown(tokens)
            scene.rectangle(x + 4, _BARS + 90 - height, column - 8, height, COLOURS["output"])
            if column > 50 or marked:
                scene.text(x + column / 2, _BARS + 78 - height, f"{probability:.2f}", 14, INK, "middle")
            self._draw_token(scene, token, i, column, marked, bool(probability >= 0.5))

    def _draw_token(self, scene, token, i, column, marked, bold):
        """The token under its bar; in long sentences the labels stand in two rows, by turns."""
        two_rows = column < 70
        room = max(3, int((2 if two_rows else 1) * column / 9.5))
        label = token if len(token) <= room else token[: room - 1] + "…"
        x, y = _LEFT + (i + 0.5) * column, _BARS + 109 + (22 if two_rows and i % 2 else 0)
        if marked:
            width = max(column - 2, 9.5 * len(label) + 6)
            scene.rectangle(x - width / 2, y - 12, width, 25, COLOURS["highlight"], INK, radius=4)
        scene.text(x, y, label, 14 if two_rows else 15, INK, "middle", bold=bold)

    def _draw_states(self, scene, states, column):
        scene.text(8, _STATES + _ROW * states.shape[1] / 2, "state", 15, COLOURS["state"], bold=True)
        for i, state in enumerate(states):
            for k, value in enumerate(state):
                x, y = _LEFT + i * column + 4, _STATES + _ROW * k
                scene.rectangle(x, y, column - 8, _ROW, signed_tint(float(value), 1.0))

    def _draw_reasons(self, scene, weights, column, top):
        scene.text(8, top + 34, "leans on", 15, INK, bold=True)
        largest = float(np.max(weights)) or 1.0
        for j, weight in enumerate(weights):
            share = float(weight) / largest
            fill = tint(COLOURS["gradient"], 0.35 + 0.65 * share)
            scene.rectangle(_LEFT + j * column + 4, top + 62 - 54 * share, column - 8, 54 * share, fill)

    def describe(self):
        """The tokens marked as destination and the token that the chosen one leans on most."""
        now = self._now()
        if now is None:
            return "No sentence yet: type one, such as: I leave Beijing to Xiamen."
        tokens, y_hat, _, saliency = now
        marked = [token for token, probability in zip(tokens, y_hat) if probability >= 0.5]
        words = f"Destination: {' '.join(marked)}." if marked else "No token is marked as a destination."
        i = self._shown(tokens)
        others = [(float(weight), j) for j, weight in enumerate(saliency[i]) if j != i]
        words += f" The probability of “{tokens[i]}” is {y_hat[i]:.2f}"
        weight, j = max(others, default=(0.0, 0))
        words += f" and leans most on “{tokens[j]}” among the other tokens." if weight > 0 else "; it leans on no other token."
        return words + (f" Only the first {_LONGEST} tokens are read." if self._known[2] else "")
