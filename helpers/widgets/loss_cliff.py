"""The cliff: put a weight beside a cliff of the loss, and take steps with and without clipping."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE
from helpers.widgets.base import Explorable, slider, switch

_X, _Y, _W, _H = 70, 30, 560, 260  # pixels: corner, width and height of the chart


class LossCliff(Explorable):
    """Drag the start, switch clipping on and off; the path of ten steps of gradient descent on one weight.

    `loss_and_slope(b)` is the reader's own function: a number in, the loss and its derivative out. `limits`: the range of b that
    is shown and can be chosen; `learning_rate`, `max_norm`: of the steps. Raises ValueError if the range is empty.
    """

    def __init__(self, loss_and_slope, limits=(-0.3, 0.3), start=0.1, learning_rate=0.05, max_norm=1.0):
        if not limits[0] < limits[1]:
            raise ValueError(f"limits={limits}: the first number must be smaller than the second")
        self.function, self.limits = loss_and_slope, limits
        self.learning_rate, self.max_norm = learning_rate, max_norm
        grid = np.unique(np.concatenate([np.linspace(*limits, 121), np.linspace(-0.01, 0.01, 41)]))
        self.curve = [(b, float(loss_and_slope(b)[0])) for b in grid if limits[0] <= b <= limits[1]]
        self.highest = max(loss for _, loss in self.curve) * 1.08
        self.start = slider("start b", *map(float, limits), float(start), step=0.001, width="520px")
        self.clip = switch("clip the gradient")
        super().__init__([self.start, self.clip])

    def path(self, steps=10):
        """The values of b, (steps + 1,), and the largest derivative met, as absolute value."""
        b, places, largest = self.start.value, [self.start.value], 0.0
        for _ in range(steps):
            slope = float(self.function(b)[1])
            largest = max(largest, abs(slope))
            if self.clip.value and abs(slope) > self.max_norm:
                slope = np.sign(slope) * self.max_norm
            b = b - self.learning_rate * slope
            places.append(b)
        return np.array(places), largest

    def _place(self, b, loss):
        share = (b - self.limits[0]) / (self.limits[1] - self.limits[0])
        return _X + _W * min(max(share, -0.04), 1.04), _Y + _H * (1 - loss / self.highest)

    def draw(self):
        """The loss over b, and the steps as numbered dots."""
        scene = Scene(880, 370)
        scene.rectangle(_X, _Y, _W, _H, "none", PALE)
        scene.line([self._place(*point) for point in self.curve], INK, 2.5)
        places, largest = self.path()
        for k, b in enumerate(places):
            inside = self.limits[0] <= b <= self.limits[1]
            x, y = self._place(b, min(float(self.function(b)[0]), self.highest))
            last = k in (0, len(places) - 1)
            scene.circle(x, y, 8 if last else 5, COLOURS["state" if inside else "future"], INK, 1)
        for b in (self.limits[0], 0, self.limits[1]):
            scene.text(self._place(b, 0)[0], _Y + _H + 18, f"{b:g}", 14, INK, "middle")
        for loss in (0, self.highest / 1.08):
            scene.text(_X - 32, self._place(0, loss)[1], f"{loss:.1f}", 14, INK, "end")
        scene.text(_X + _W / 2, _Y + _H + 46, "bias b; the loss is the height", 15, INK, "middle")
        rows = (("start", f"{places[0]:.3f}"), ("after 10 steps", f"{places[-1]:.3f}"), ("largest slope", f"{largest:.3g}"))
        for row, (name, value) in enumerate(rows):
            scene.text(670, 56 + 62 * row, name, 15, GREY).text(670, 80 + 62 * row, value, 19, INK, bold=True)
        return scene

    def describe(self):
        """Where ten steps lead, as a sentence."""
        places, largest = self.path()
        far = np.abs(places).max()
        clipping = "with" if self.clip.value else "without"
        words = f"From b = {places[0]:.3f}, ten steps {clipping} clipping lead to {places[-1]:.3f}"
        words += f"; the largest slope on the way is {largest:.3g}."
        return words + (f" One step flew as far as {far:.1f}, out of the picture." if far > max(map(abs, self.limits)) else "")
