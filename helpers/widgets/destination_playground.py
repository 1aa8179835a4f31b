"""Destination playground: a sentence in, the network's answer for every token out, and what happens if a token is hidden."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, signed_tint, tint
from helpers.widgets.base import SentenceExplorer, slider

_WIDTH, _LEFT = 880, 118
_BARS, _STATES, _WITHOUT, _HEIGHT = 26, 138, 258, 336  # upper edges in pixels, and the height of the picture
_BAR, _STATE = 60, 96  # heights of the bars and of the states


class DestinationPlayground(SentenceExplorer):
    """Pick or type a sentence: bars for the probability of each token, the states as a heat map, and leave one out.

    Parameters: `sentences`, a list of str to choose from, the first is shown first; `tokenize(text)` gives a list of tokens;
    `read(tokens)` gives what the reader's network computes: y_hat (T,) and the states a (T, n_a), values from -1 to 1;
    `hidden`, the token that stands for a hidden one. Sentences of more than 24 tokens are cut, and the text line says so.
    """

    height = _HEIGHT

    def __init__(self, sentences, *, tokenize, read, hidden="<unk>"):
        self.read, self.hidden = read, hidden
        self.take(sentences, tokenize, width="560px")
        self.position = slider("ask about token", 1, 1, 1)
        self.text.observe(self._ask_about_the_answer, names="value")
        self._ask_about_the_answer()
        super().__init__([self.text, self.position], rows=[[self.examples], [self.text], [self.position]])

    def _ask_about_the_answer(self, change=None):
        """After a new sentence the slider ends at its last token and stands at the one with the highest probability."""
        now = self.asked()
        if now is not None:
            self.position.max = max(len(now[0]), self.position.value)
            self.position.value = int(np.argmax(now[1])) + 1
            self.position.max = len(now[0])

    def ask(self, tokens):
        """y_hat (T,), states (T, n_a), and without (T, T): row j is y_hat when token j is hidden."""
        y_hat, states = self.read(tokens)
        without = [self.read([*tokens[:j], self.hidden, *tokens[j + 1 :]])[0] for j in range(len(tokens))]
        return np.asarray(y_hat), np.asarray(states), np.array(without)

    def find(self):
        """Tokens, what the network computes for them, and the position, from 0, of the one that is asked about."""
        if self.asked() is None:
            return "No sentence yet: type one, such as: I leave Beijing to Xiamen."
        return *self.asked(), min(self.position.value, len(self.asked()[0])) - 1

    def show(self, tokens, y_hat, states, without, i):
        """Bars above the tokens, states below them, and at the bottom what each hidden token does to the chosen one."""
        scene, column = Scene(_WIDTH, _HEIGHT), min(110.0, (_WIDTH - _LEFT - 10) / len(tokens))
        self._draw_bars(scene, y_hat, column, _BARS, _BAR, COLOURS["output"], "ŷ⟨i⟩")
        for k, token in enumerate(tokens):
            self._draw_token(scene, token, k, column, k == i, bool(y_hat[k] >= 0.5))
        self._draw_states(scene, states, column)
        colour, before = tint(COLOURS["output"], 0.55), _WITHOUT + _BAR * (1 - float(y_hat[i]))
        self._draw_bars(scene, without[:, i], column, _WITHOUT, _BAR, colour, "with this", "one hidden", line=before)
        scene.line([(_LEFT - 6, before), (_LEFT + column * len(tokens), before)], INK, 1.5, "--")
        return scene

    def _draw_bars(self, scene, heights, column, top, room, colour, *label, line=None):
        for k, words in enumerate(label):
            scene.text(8, top + room / 2 + 20 * (k - (len(label) - 1) / 2), words, 15, INK, bold=True)
        for level, y, dash in (("1", top, ":"), ("0", top + room, "")):
            scene.line([(_LEFT - 6, y), (_WIDTH - 6, y)], GREY, 1, dash).text(_LEFT - 12, y, level, 14, GREY, "end")
        for k, probability in enumerate(heights):
            x, height = _LEFT + k * column, room * float(probability)
            scene.rectangle(x + 4, top + room - height, column - 8, height, colour)
            if column > 44:
                y = top + room - height - 11
                if line is not None and abs(y - line) < 9:  # the number would stand on the line
                    y = line - 11
                scene.text(x + column / 2, y, f"{probability:.2f}", 14, INK, "middle")

    def _draw_token(self, scene, token, k, column, marked, bold):
        """The token under its bar; in long sentences the labels stand in two rows, by turns."""
        two_rows = column < 70
        room = max(3, int((2 if two_rows else 1) * column / 9.5))
        label = token if len(token) <= room else token[: room - 1] + "…"
        x, y = _LEFT + (k + 0.5) * column, _BARS + _BAR + 17 + (21 if two_rows and k % 2 else 0)
        if marked:
            width = max(column - 2, 9.5 * len(label) + 6)
            scene.rectangle(x - width / 2, y - 12, width, 24, COLOURS["highlight"], INK, radius=4)
        scene.text(x, y, label, 14 if two_rows else 15, INK, "middle", bold=bold)

    def _draw_states(self, scene, states, column):
        scene.text(8, _STATES + 22, "state a⟨i⟩", 15, INK, bold=True)
        for k in range(11):  # the scale of colours
            scene.rectangle(8 + 8 * k, _STATES + 44, 8, 12, signed_tint(k - 5, 5))
        for x, words in ((10, "−1"), (52, "0"), (92, "1")):
            scene.text(x, _STATES + 70, words, 14, INK, "middle" if x != 10 else "start")
        height = _STATE / states.shape[1]
        for i, state in enumerate(states):
            for k, value in enumerate(state):
                scene.rectangle(_LEFT + i * column + 4, _STATES + height * k, column - 8, height, signed_tint(float(value), 1.0))

    def say(self, tokens, y_hat, _states, without, i):
        """The tokens marked as destination, and the other token whose hiding changes the chosen probability most."""
        marked = [token for token, probability in zip(tokens, y_hat) if probability >= 0.5]
        words = f"Destination: {' '.join(marked)}." if marked else "No token is marked as a destination."
        words += f" The probability of “{tokens[i]}” is {y_hat[i]:.2f}"
        change, j = max(((abs(without[j, i] - y_hat[i]), j) for j in range(len(tokens)) if j != i), default=(0.0, 0))
        if change >= 0.05:
            words += f"; it changes most, to {without[j, i]:.2f}, when “{tokens[j]}” is hidden."
        else:
            words += ", and hiding one other token hardly changes it."
        return words + self.cut
