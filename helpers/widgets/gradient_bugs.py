"""The gradient that still trains: pick a bug, see the loss fall, then uncover what gives it away."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, tint
from helpers.figures.training import draw_curve, error_words
from helpers.widgets.base import Explorable, choice, switch

_WIDTH, _TOP, _BASE = 880, 46, 236  # pixels: the picture, upper and lower edge of the two panels
_LOSS, _F1 = (70, 410), (520, 850)  # left and right edge of the panels
_HIGHEST, _LOWEST = 1.0, 1e-4  # losses on the axis
_BOUND = 1e-5  # a larger error fails the gradient check


def _share(value, lowest, highest):
    """Where a value stands between two others on a logarithmic axis, 0 to 1; outside it is moved to the edge."""
    value = min(max(float(value), lowest), highest)
    return (np.log10(value) - np.log10(lowest)) / (np.log10(highest) - np.log10(lowest))


class GradientBugs(Explorable):
    """Choose a bug of the backward pass; uncover its gradient check and its score by gap.

    Parameters, three dictionaries with the same keys, the names of the versions, the right one first: `losses`, lists of the
    loss after each epoch; `errors`, dictionaries from the name of a parameter to the relative error of its gradient; `scores`,
    F1 for gap 0, 1, 2, ... All of it the reader's own results. Raises ValueError if names or lengths do not fit.
    """

    def __init__(self, losses, errors, scores):
        names = list(losses)
        if len(names) < 2 or names != list(errors) or names != list(scores):
            raise ValueError("losses, errors and scores need the same names in the same order: the right version, then the bugs")
        self.losses, self.errors = losses, errors
        self.scores = {name: np.asarray(values, float) for name, values in scores.items()}
        for kind, lengths in (("losses", map(len, losses.values())), ("scores", map(len, self.scores.values()))):
            if min(found := list(lengths)) < 2 or len(set(found)) > 1:
                raise ValueError(f"{kind} have lengths {found}: give every version the same number, at least 2")
        if any(set(row) != set(errors[names[0]]) or not row for row in errors.values()):
            raise ValueError("errors: every version needs one number for each parameter, with the same names")
        self.right = names[0]
        self.bug = choice("bug", names[1:], names[1])
        self.check = switch("show the gradient check")
        self.gaps = switch("show F1 by gap")
        super().__init__([self.bug, self.check, self.gaps])

    def draw(self):
        """Left the loss by epoch, right F1 by gap, below the gradient check; the right version beside the bug."""
        scene = Scene(_WIDTH, 400)
        versions = ((self.right, "state"), (self.bug.value, "future"))
        self._draw_losses(scene, versions)
        self._draw_scores(scene, versions)
        self._draw_check(scene)
        for x, (name, meaning) in zip((70, 260), versions):
            scene.rectangle(x, 11, 22, 10, COLOURS[meaning]).text(x + 30, 16, name, 15, INK, bold=True)
        return scene

    def _panel(self, scene, edges, name, ticks):
        """Axes of one panel: its name, its base line, and labelled lines at heights 0 to 1."""
        left, right = edges
        scene.text((left + right) / 2, _BASE + 40, name, 14, INK, "middle")
        for share, words in ticks:
            y = _BASE - share * (_BASE - _TOP)
            scene.line([(left, y), (right, y)], PALE, 1).text(left - 8, y, words, 14, GREY, "end")

    def _draw_losses(self, scene, versions):
        ticks = [(_share(10.0**-k, _LOWEST, _HIGHEST), f"{10.0**-k:g}") for k in range(5)]
        self._panel(scene, _LOSS, "loss on dev, by epoch", ticks)
        epochs = len(self.losses[self.right])
        xs = np.linspace(_LOSS[0] + 14, _LOSS[1] - 14, epochs)
        for name, meaning in versions:
            ys = [_BASE - _share(loss, _LOWEST, _HIGHEST) * (_BASE - _TOP) for loss in self.losses[name]]
            draw_curve(scene, xs, ys, meaning)
        for k, x in enumerate(xs, 1):
            scene.text(x, _BASE + 18, k, 14, GREY, "middle")

    def _draw_scores(self, scene, versions):
        self._panel(scene, _F1, "F1, by words between cue and city", [(0, "0"), (0.5, "0.5"), (1, "1")])
        xs = np.linspace(_F1[0] + 14, _F1[1] - 14, len(self.scores[self.right]))
        for gap, x in enumerate(xs):
            scene.text(x, _BASE + 18, gap, 14, GREY, "middle")
        if not self.gaps.value:
            scene.rectangle(_F1[0], _TOP, _F1[1] - _F1[0], _BASE - _TOP, PALE, GREY, 8, 1.5, "--")
            scene.text(sum(_F1) / 2, (_TOP + _BASE) / 2, "?", 44, GREY, "middle", bold=True)
            return
        for name, meaning in versions:
            draw_curve(scene, xs, _BASE - self.scores[name] * (_BASE - _TOP), meaning)

    def _draw_check(self, scene):
        """One block for each parameter; red and crossed where analytic and numerical gradient differ."""
        errors = self.errors[self.bug.value]
        width = (_WIDTH - 150) / len(errors)
        scene.text(16, 342, "gradient", 15, INK, bold=True).text(16, 364, "check", 15, INK, bold=True)
        for k, (name, error) in enumerate(errors.items()):
            x, failed = 120 + k * width, error > _BOUND
            scene.text(x + width / 2 - 5, 316, name, 15, INK, "middle")
            fill = PALE if not self.check.value else tint(COLOURS["future" if failed else "state"], 0.35)
            scene.rectangle(x, 332, width - 10, 44, fill, GREY, 6, 1.5, "" if self.check.value else "--")
            words = f"{'✗' if failed else '✓'} {error_words(error)}" if self.check.value else "?"
            scene.text(x + width / 2 - 5, 354, words, 16, INK, "middle", bold=self.check.value and failed)

    def describe(self):
        """The last loss, and whatever the reader uncovered, as sentences."""
        bug, losses = self.bug.value, self.losses[self.bug.value]
        words = f"{bug}: the loss goes from {losses[0]:.3f} to {losses[-1]:.3f}"
        words += f" ({self.right}: {self.losses[self.right][-1]:.3f})."
        if self.check.value:
            failed = [name for name, error in self.errors[bug].items() if error > _BOUND]
            passed = "passes for every parameter" if not failed else f"fails for {', '.join(failed)}"
            words += f" The gradient check {passed}."
        if self.gaps.value:
            far = len(self.scores[bug]) - 1
            words += f" F1 is {self.scores[bug][0]:.2f} at gap 0 and {self.scores[bug][far]:.2f} at gap {far}."
        return words
