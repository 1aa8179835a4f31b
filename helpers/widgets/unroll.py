"""Unroll: take copies of a recurrent network out of its loop and see that no parameter is added."""

import numpy as np

from helpers.figures.recurrent_network import MOST_COPIES, draw_network
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, INK, tint
from helpers.widgets.base import Explorable, slider

_WEIGHTS = ("W_ax", "W_aa", "W_ya")
_BIASES = ("b_a", "b_y")


class Unroll(Explorable):
    """A slider over the copies of the network that are drawn, from 1 (folded) to one for each token.

    Parameters: `tokens`, 1 to 7 words; `parameters`, the reader's weights, a dictionary with W_ax, W_aa, b_a,
    W_ya and b_y; `copies`, where the slider begins. Raises ValueError for an empty or too long sentence, a
    missing weight, or more copies than tokens.
    """

    def __init__(self, tokens, parameters, *, copies=1):
        self.tokens = list(tokens)
        T = len(self.tokens)
        if isinstance(tokens, str) or not 1 <= T <= MOST_COPIES:
            raise ValueError(f"give a list of 1 to {MOST_COPIES} tokens, such as ['I', 'leave']")
        missing = [name for name in _WEIGHTS + _BIASES if name not in parameters]
        if missing:
            raise ValueError(f"parameters lacks {', '.join(missing)}: give the whole dictionary of weights")
        if not 1 <= copies <= T:
            raise ValueError(f"copies={copies}: give a whole number from 1 to {T}, the number of tokens")
        self.shapes = {name: np.shape(parameters[name]) for name in _WEIGHTS}
        self.numbers = sum(np.size(parameters[name]) for name in _WEIGHTS + _BIASES)
        self.copies = slider("copies drawn", 1, T, copies)
        super().__init__([self.copies])

    def draw(self):
        """Above, the network as far as it is unrolled; below, the shape of each weight."""
        scene = Scene(880, 372)
        draw_network(scene, 0, self.tokens, self.copies.value)
        for k, name in enumerate(_WEIGHTS):
            x = 12 + 292 * k
            scene.rectangle(x, 318, 280, 40, tint(COLOURS[name], 0.15), COLOURS[name], radius=6)
            rows, columns = self.shapes[name]
            scene.text(x + 10, 338, f"{name}: one matrix, {rows} × {columns}", 15, INK)
        return scene

    def describe(self):
        """What the picture shows, as a sentence."""
        copies, T = self.copies.value, len(self.tokens)
        if copies == T:
            state = f"Unrolled in full: {T} copies, one for each token, and no loop."
        elif copies == 1:
            state = f"Folded: one copy and a loop that runs {T} times."
        else:
            state = f"Unrolled in part: {copies} copies, the last with the loop over {T - copies + 1} tokens."
        return f"{state} Every copy uses the same parameters, with the biases {self.numbers} numbers in all."
