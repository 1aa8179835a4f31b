"""Softmax slopes: three scores to move, the weights they give, and how each score moves each weight."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, INK, PALE, signed_tint
from helpers.widgets.base import Explorable, slider, switch

_X, _STEP = 150, 118  # pixels: the first column, the distance of columns


class SoftmaxSlopes(Explorable):
    """Three sliders for scores and a switch that masks the third; bars for the weights, a table of derivatives below.

    Parameters: `softmax(scores, mask)` gives the reader's weights, (3,); `slopes(weights)` gives the derivative of weight j by
    score m, (3, 3), row j. `scores`: where the sliders start.
    """

    def __init__(self, softmax, slopes, scores=(1.0, 0.0, -1.0)):
        self.softmax, self.slopes = softmax, slopes
        self.scores = [slider(f"score {k}", -4.0, 4.0, float(v), width="280px", step=0.5) for k, v in enumerate(scores, 1)]
        self.masked = switch("third key is padding")
        super().__init__([*self.scores, self.masked])

    def _now(self):
        scores = np.array([control.value for control in self.scores])
        weights = np.asarray(self.softmax(scores, np.array([1, 1, 0 if self.masked.value else 1])))
        return weights, np.asarray(self.slopes(weights))

    def draw(self):
        """Bars above, the nine derivatives below."""
        weights, slopes = self._now()
        scene = Scene(880, 360)
        scene.text(16, 70, "weights", 16, INK, bold=True)
        for k, weight in enumerate(weights):
            x = _X + _STEP * k
            scene.rectangle(x, 24, 90, 100, PALE).rectangle(x, 124 - 100 * weight, 90, 100 * weight, COLOURS["output"])
            scene.text(x + 45, 142, f"{weight:.2f}", 16, INK, "middle", bold=True)
        scene.text(16, 186, "a little more of …", 15, INK)
        for j, row in enumerate(slopes.T):
            y = 204 + 50 * j
            scene.text(_X - 12, y + 20, f"score {j + 1}", 15, INK, "end")
            for k, slope in enumerate(row):
                x = _X + _STEP * k
                scene.rectangle(x, y, 90, 40, signed_tint(float(slope), 0.5), INK, 4, 1)
                scene.text(x + 45, y + 20, f"{slope:+.2f}", 16, INK, "middle")
        for line, words in enumerate(("Each row adds up to 0:", "what one weight gains,", "the others lose.")):
            scene.text(_X + 3 * _STEP + 20, 230 + 26 * line, words, 15, INK)
        return scene

    def describe(self):
        """The weights, and what the first score does."""
        weights, slopes = self._now()
        shown = ", ".join(f"{weight:.2f}" for weight in weights)
        first = ", ".join(f"{slope:+.2f}" for slope in slopes[:, 0])
        return f"The weights are {shown}. A little more of score 1 changes them at the rates {first}."
