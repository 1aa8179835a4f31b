"""Logit slider: push the output before the logistic function until the textbook's loss breaks."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, tint
from helpers.widgets.base import Answering, buttons, slider

_X, _Y, _W, _H = 62, 24, 440, 270  # pixels: the corner of the chart, its width and height


class LogitSlider(Answering):
    """A slider over the output o of one token, and the loss computed in two ways.

    Parameters: the reader's own functions, all on arrays: `logistic(o)`, `naive(y_hat, y)` and `from_logits(o, y)`;
    `limit`, the slider runs from -limit to limit. The reader chooses the label and how many bits a number has.
    What a function raises is shown as a sentence. Raises ValueError if `limit` is no whole number of 1 or more.
    """

    height = 350

    def __init__(self, logistic, naive, from_logits, *, limit=60):
        if not isinstance(limit, int) or limit < 1:
            raise ValueError(f"limit={limit!r}: give a whole number of 1 or more, such as 60")
        self.logistic, self.naive, self.from_logits, self.limit = logistic, naive, from_logits, limit
        self.o = slider("output o", -limit, limit, limit // 2)
        self.label = buttons("label y", [0, 1], 0)
        self.bits = buttons("bits of a number", [32, 64], 64)
        super().__init__([self.o, self.label, self.bits], rows=[[self.o], [self.label, self.bits]])

    def find(self):
        """Probability and both losses at every whole o, for the label and the precision."""
        o = np.arange(-self.limit, self.limit + 1).astype(f"float{self.bits.value}")
        y = np.full_like(o, self.label.value)
        with np.errstate(all="ignore"):
            y_hat = np.asarray(self.logistic(o))
            curves = y_hat, np.asarray(self.naive(y_hat, y)), np.asarray(self.from_logits(o, y))
        shapes = {values.shape for values in curves}
        return curves if shapes == {o.shape} else f"A function returned shape {shapes - {o.shape}}, it should return {o.shape}."

    def _here(self, *curves):
        """Probability, naive loss and loss from logits at the slider's place."""
        return (values[self.o.value + self.limit] + 0.0 for values in curves)  # 0, not -0

    def _place(self, o, loss):
        share = min(max(float(loss), 0) / (1.15 * self.limit), 1)
        return _X + _W * (o + self.limit) / (2 * self.limit), _Y + _H * (1 - share)

    def show(self, *curves):
        """Left, both curves over o; right, the numbers at the slider's place."""
        scene = Scene(880, self.height)
        self._draw_chart(scene, *curves[1:])
        y_hat, naive, exact = self._here(*curves)
        scene.text(540, 40, f"label y = {self.label.value}", 17, INK, bold=True)
        rows = [("ŷ = logistic(o)", _exactly(y_hat), ""), ("loss, textbook", f"{naive:.6g}", "future"),
                ("loss, from o", f"{exact:.6g}", "")]  # fmt: skip
        for k, (name, value, colour) in enumerate(rows):
            broken = colour and not np.isfinite(naive)
            y = 96 + 74 * k
            scene.text(540, y, name, 16, GREY)
            scene.rectangle(540, y + 12, 320, 36, COLOURS["highlight"] if broken else "#ffffff", INK if broken else GREY, 5)
            scene.text(552, y + 30, value, 18, INK, bold=bool(broken), font="mono")
        return scene

    def _draw_chart(self, scene, naive, exact):
        o = range(-self.limit, self.limit + 1)
        scene.line([(_X, _Y), (_X, _Y + _H), (_X + _W, _Y + _H)], GREY, 1.5)
        for tick in (-self.limit, 0, self.limit):
            scene.text(self._place(tick, 0)[0], _Y + _H + 16, tick, 14, INK, "middle")
        for tick in (0, self.limit):
            scene.text(_X - 8, self._place(0, tick)[1], tick, 14, INK, "end")
        scene.text(_X + _W / 2, _Y + _H + 40, "output o before the logistic function", 15, INK, "middle")
        scene.text(_X + 8, _Y - 8, "loss of one token", 15, INK)
        scene.line([self._place(*point) for point in zip(o, exact)], tint(COLOURS["past"], 0.9), 8)
        kept = [self._place(place, value) for place, value in zip(o, naive) if np.isfinite(value)]
        if len(kept) > 1:
            scene.line(kept, INK, 2, "--")
        x, y = self._place(self.o.value, exact[self.o.value + self.limit])
        scene.line([(x, _Y), (x, _Y + _H)], GREY, 1, ":")
        scene.line([(x - 12, y), (x + 12, y)], INK, 4).line([(x, y - 12), (x, y + 12)], INK, 4)

    def say(self, *curves):
        """What the picture shows, as a sentence."""
        y_hat, naive, exact = self._here(*curves)
        words = f"At o = {self.o.value} with label {self.label.value}, in {self.bits.value} bits,"
        words += f" the probability is {_exactly(y_hat)}."
        return f"{words} The textbook's loss is {naive:.6g}, the loss computed from o is {exact:.6g}."


def _exactly(probability):
    if probability in (0, 1):
        return f"{int(probability)}, exactly"
    return f"{probability:.6g}" if probability < 0.999 else f"1 − {1 - float(probability):.3g}"
