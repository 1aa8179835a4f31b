"""Packed steps: which rows one step of a fast network computes, with and without padding, sorted and not."""

from helpers.figures.fast_network import draw_steps
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK
from helpers.widgets.base import Explorable, slider, switch

_MOST_SENTENCES, _LONGEST = 8, 16


class PackedSteps(Explorable):
    """A slider over the steps of a batch; two switches: sort the sentences, skip the padding.

    Parameter: `lengths`, the numbers of tokens of 1 to 8 sentences, each from 1 to 16. Raises ValueError for others.
    """

    def __init__(self, lengths):
        self.lengths = [int(length) for length in lengths]
        if not 1 <= len(self.lengths) <= _MOST_SENTENCES or not all(1 <= n <= _LONGEST for n in self.lengths):
            raise ValueError(f"lengths {list(lengths)}: give 1 to {_MOST_SENTENCES} sentences of 1 to {_LONGEST} tokens")
        self.step = slider("step", 1, max(self.lengths), 1)
        self.longest_first = switch("longest first")
        self.skip = switch("skip the padding")
        super().__init__([self.step, self.longest_first, self.skip])

    def _order(self):
        return sorted(self.lengths, reverse=True) if self.longest_first.value else self.lengths

    def _together(self):
        """True if the rows of this step are neighbours from the first row on, so that one view holds them."""
        going = [length >= self.step.value for length in self._order()]
        return not self.skip.value or going == sorted(going, reverse=True)

    def draw(self):
        """The cells of the batch, those of the present step framed."""
        scene = Scene(880, 110 + 34 * len(self.lengths))
        draw_steps(scene, self._order(), self.step.value, self.skip.value)
        y = scene.height - 40
        words = "one view" if self._together() else "no single view: rows are missing in between"
        colour = COLOURS["state"] if self._together() else COLOURS["future"]
        scene.text(120, y, "the rows of this step:", 16, GREY)
        return scene.text(310, y, words, 16, colour if colour != COLOURS["state"] else INK, bold=True)

    def describe(self):
        """Rows of this step, cells of all steps, and whether one view holds the rows."""
        real = sum(length >= self.step.value for length in self.lengths)
        rows = real if self.skip.value else len(self.lengths)
        cells = sum(self.lengths) if self.skip.value else max(self.lengths) * len(self.lengths)
        held = "One view holds them." if self._together() else "They are not neighbours, so no single view holds them."
        return f"Step {self.step.value} computes {rows} rows, {real} of them real tokens; all steps together {cells}. {held}"
