"""One cell over time: choose how open its gates are, and see what it keeps of the first thing it was told."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, tint
from helpers.widgets.base import Answering, slider

_X, _Y, _H = 70, 40, 220  # pixels: left edge, upper edge and height of the chart


class CellKeeper(Answering):
    """Sliders for the biases of forget and input gate; bars for the content of the cell, step by step.

    `contents(forget_bias, input_bias)` is the reader's own function and returns (T + 1,) numbers, the cell after 0 ... T steps;
    step 1 writes the news, all later steps are noise. What it raises is shown as a sentence.
    """

    height = 330

    def __init__(self, contents):
        self.contents = contents
        self.forget = slider("bias of the forget gate", -2.0, 8.0, 1.0, step=0.5)
        self.write = slider("bias of the input gate", -8.0, 2.0, -4.0, step=0.5)
        super().__init__([self.forget, self.write], rows=[[self.forget], [self.write]])

    def find(self):
        """The content of the cell, by the reader's function."""
        c = np.asarray(self.contents(self.forget.value, self.write.value), float)
        if c.ndim != 1 or len(c) < 2:
            raise ValueError(f"contents returned shape {c.shape}, expected one number for each step")
        return (c,)

    def show(self, c):
        """A bar for each step, the first one marked."""
        scene, values, width = Scene(880, self.height), c[1:], 780 / (len(c) - 1)
        limit = max(1.0, float(np.abs(values).max()))
        middle = _Y + _H / 2
        for k, value in enumerate(values):
            height = _H / 2 * value / limit
            colour = COLOURS["highlight"] if k == 0 else tint(COLOURS["state"], 0.6)
            scene.rectangle(_X + k * width, min(middle, middle - height), width - 2, max(abs(height), 1), colour, INK, 0, 0.8)
        scene.line([(_X, middle), (_X + 780, middle)], INK, 1)
        for share in (1, -1):
            scene.text(_X - 8, middle - share * _H / 2, f"{share * limit:.1f}", 14, INK, "end")
        for k in (0, len(values) // 2, len(values) - 1):
            scene.text(_X + (k + 0.5) * width, _Y + _H + 22, k + 1, 14, INK, "middle")
        scene.text(_X + 390, _Y + _H + 48, "step", 15, INK, "middle").text(_X, 18, "content of the cell", 15, GREY)
        return scene

    def say(self, c):
        """What is left of the first content, as a sentence."""
        words = f"Forget bias {self.forget.value:g}, input bias {self.write.value:g}:"
        left = f"{c[-1]:.2f}" if abs(c[-1]) >= 0.005 else "less than 0.01"
        return f"{words} step 1 writes {c[1]:.2f}, and after step {len(c) - 1} the cell holds {left}."
