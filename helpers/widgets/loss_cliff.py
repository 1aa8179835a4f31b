"""The cliff: put a parameter beside a cliff of the loss, and take steps with and without clipping."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE
from helpers.widgets.base import Explorable, slider, switch

_X, _Y, _W, _H = 70, 34, 560, 270  # pixels: corner, width and height of the chart


def _plain(size):
    return f"{size:,.0f}" if size >= 100 else f"{size:.3g}"


def _loss(value):
    return f"loss {value:.4f}" if value >= 0.0001 else "loss below 0.0001"


class LossCliff(Explorable):
    """Drag the start, switch clipping on and off; the path of twelve steps of gradient descent on one parameter.

    `loss_and_slope(b)` is the reader's own function: a number in, the loss and its derivative out. `limits`: the range of b that
    is shown and can be chosen; `learning_rate`, `max_norm`: of the steps. Raises ValueError if the range is empty.
    """

    steps = 12

    def __init__(self, loss_and_slope, limits=(-0.1, 0.2), start=0.0, learning_rate=0.05, max_norm=0.5):
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

    def refresh(self, change=None):
        """Walk once, then draw and describe."""
        self.walk = self.path()
        super().refresh(change)

    def path(self):
        """Where the steps lead: b and loss, (steps + 1,) each, and the largest derivative met, as absolute value."""
        b, places, losses, largest = self.start.value, [], [], 0.0
        for _ in range(self.steps + 1):
            loss, slope = map(float, self.function(b))
            places.append(b)
            losses.append(loss)
            if len(places) <= self.steps:
                largest = max(largest, abs(slope))
            if self.clip.value and abs(slope) > self.max_norm:
                slope = np.sign(slope) * self.max_norm
            b = b - self.learning_rate * slope
        return np.array(places), np.array(losses), largest

    def _place(self, b, loss):
        share = (b - self.limits[0]) / (self.limits[1] - self.limits[0])
        return _X + _W * min(max(share, -0.04), 1.04), _Y + _H * (1 - min(loss, self.highest) / self.highest)

    def draw(self):
        """The loss over b, and the steps as numbered dots that a line joins."""
        scene = Scene(880, 380)
        scene.rectangle(_X, _Y, _W, _H, "none", PALE)
        scene.line([self._place(*point) for point in self.curve], INK, 2.5)
        self._draw_steps(scene)
        for b in (self.limits[0], 0, self.limits[1]):
            scene.text(self._place(b, 0)[0], _Y + _H + 18, f"{b:g}", 14, INK, "middle")
        for loss in (0, self.highest / 1.08):
            scene.text(_X - 32, self._place(0, loss)[1], f"{loss:.1f}", 14, INK, "end")
        scene.text(_X + _W / 2, _Y + _H + 48, "bias b; the height is the loss", 15, INK, "middle")
        places, losses, largest = self.walk
        rows = (("start", f"b {places[0]:.3f}", _loss(losses[0])),
                (f"after {self.steps} steps", f"b {places[-1]:.3f}", _loss(losses[-1])), ("largest slope", _plain(largest)))
        for (name, *values), top in zip(rows, (44, 134, 224)):
            scene.text(670, top, name, 15, GREY)
            for k, value in enumerate(values, 1):
                scene.text(670, top + 22 * k, value, 17, INK, bold=True)
        return scene

    def _draw_steps(self, scene):
        points = [self._place(b, loss) for b, loss in zip(self.walk[0], self.walk[1])]
        scene.line(points, COLOURS["gradient"], 2, "--")
        written = None
        for k, (b, (x, y)) in enumerate(zip(self.walk[0], points)):
            inside = self.limits[0] <= b <= self.limits[1]
            scene.circle(x, y, 6, COLOURS["state" if inside else "future"], INK, 1)
            if y < _Y + 0.9 * _H:
                x += 12 if k else -14  # beside the cliff, not on it
            if written is None or np.hypot(x - written[0], y - written[1]) > 22:
                scene.text(x, y - 14, k, 14, INK, "middle", bold=True)
                written = x, y

    def describe(self):
        """Where the steps lead, as a sentence."""
        places, losses, largest = self.walk
        clipping = "with" if self.clip.value else "without"
        words = f"From b = {places[0]:.3f} ({_loss(losses[0])}), {self.steps} steps {clipping} clipping lead to "
        words += f"{places[-1]:.3f} ({_loss(losses[-1])}); the largest slope on the way is {_plain(largest)}."
        outside = np.flatnonzero((places < self.limits[0]) | (places > self.limits[1]))
        return words + (f" Step {outside[0]} leaves the picture, to b = {places[outside[0]]:.1f}." if len(outside) else "")
