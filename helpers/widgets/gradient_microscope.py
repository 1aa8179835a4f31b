"""Microscope: choose a recurrent matrix and an activation, and see how a gradient changes its size on the way back."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE
from helpers.widgets.base import Answering, choice, slider

_X, _Y, _W, _H = 76, 34, 560, 290  # pixels: corner, width and height of the chart
_HIGH, _LOW = 6, -12  # powers of ten on the axis


class GradientMicroscope(Answering):
    """Sliders for s_max and T, lists of matrices and activations; the lines are the reader's own measurements.

    `measure(matrix, activation, s_max, T)` returns lengths, (T + 1,): the norm of the Jacobian product over 0 ... T steps, and
    rho, the spectral radius; `gammas`: dictionary from the name of an activation to its largest slope; `matrices`: names. What
    `measure` raises is shown as a sentence. Raises ValueError if there is nothing to choose from.
    """

    height = 400

    def __init__(self, measure, matrices, gammas):
        if not matrices or not gammas:
            raise ValueError("give at least one matrix and one activation to choose from")
        self.measure, self.gammas = measure, dict(gammas)
        self.s_max = slider("largest singular value", 0.1, 6.0, 0.9, step=0.1)
        self.T = slider("steps T", 5, 60, 40)
        self.matrix = choice("matrix", list(matrices))
        self.activation = choice("activation", list(gammas))
        rows = [[self.s_max, self.T], [self.matrix, self.activation]]
        super().__init__([self.s_max, self.T, self.matrix, self.activation], rows=rows)

    def find(self):
        """Lengths and spectral radius, by the reader's function."""
        lengths, rho = self.measure(self.matrix.value, self.activation.value, self.s_max.value, self.T.value)
        lengths = np.asarray(lengths, float)
        if lengths.shape != (self.T.value + 1,):
            raise ValueError(f"measure returned lengths of shape {lengths.shape}, expected {(self.T.value + 1,)}")
        return lengths, float(rho)

    def _place(self, k, log):
        share = (min(max(log, _LOW), _HIGH) - _LOW) / (_HIGH - _LOW)
        return _X + _W * k / self.T.value, _Y + _H * (1 - share)

    def _curve(self, scene, logs, colour, thickness, dash):
        points = [self._place(k, log) for k, log in enumerate(logs) if _LOW < log <= _HIGH]
        if len(points) > 1:
            scene.line(points, colour, thickness, dash)

    def show(self, lengths, rho):
        """The measured lengths, the bound (gamma s_max)^k and rho^k, on a logarithmic axis."""
        scene = Scene(880, self.height)
        for power in range(_LOW, _HIGH + 1, 3):
            y = self._place(0, power)[1]
            scene.line([(_X, y), (_X + _W, y)], INK if power == 0 else PALE, 1)
            scene.text(_X - 8, y, "1" if power == 0 else f"1e{power}", 14, INK, "end")
        k = np.arange(len(lengths))
        bound = self.gammas[self.activation.value] * self.s_max.value
        with np.errstate(divide="ignore"):
            self._curve(scene, k * np.log10(bound), COLOURS["future"], 3, "--")
            self._curve(scene, k * np.log10(max(rho, 1e-30)), GREY, 3, ":")
            self._curve(scene, np.log10(lengths), COLOURS["state"], 4, "-")
        for tick in (0, self.T.value // 2, self.T.value):
            scene.text(self._place(tick, 0)[0], _Y + _H + 18, tick, 14, INK, "middle")
        scene.text(_X + _W / 2, _Y + _H + 46, "steps k from one state to a later one", 15, INK, "middle")
        names = (("measured norm", "state", "-"), ("bound (γ s)^k", "future", "--"), ("ρ^k", "neutral", ":"))
        for row, (name, meaning, dash) in enumerate(names):
            y = 60 + 34 * row
            scene.line([(666, y), (712, y)], COLOURS[meaning], 4, dash).text(722, y, name, 15, INK)
        scene.text(666, 180, f"γ s = {bound:.2f}", 16, INK, bold=True).text(666, 208, f"ρ = {rho:.2f}", 16, INK, bold=True)
        return scene

    def say(self, lengths, rho):
        """The size at the end beside its bound, as a sentence."""
        bound = self.gammas[self.activation.value] * self.s_max.value
        surely = "below 1, so it has to vanish" if bound < 1 else "not below 1, so it proves nothing"
        words = f"{self.matrix.value}, {self.activation.value}: γ s is {bound:.2f}, {surely}; ρ is {rho:.2f}."
        norm = f"{lengths[-1]:.1e}" if lengths[-1] else "0"
        return f"{words} After {self.T.value} steps the product has norm {norm}."
