"""Training scrubber: drag through the epochs and watch the blank find its city, suddenly."""

from helpers.figures.one_word_two_vectors import draw_cities, draw_readings
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE
from helpers.widgets.base import Explorable, slider

_LEFT, _RIGHT, _TOP, _BASE = 64, 860, 22, 120  # pixels: the curve


class TrainingScrubber(Explorable):
    """A slider over the epochs; above the share of blanks filled right, below what two sentences look like then.

    Parameters: `shares`, one number an epoch; `texts`, list of (tokens, place of the blank); `moments`, for each epoch a list
    with one dictionary a text: "cities", {name: probability}, and "reads", (heads, T), whom the blank reads. Raises ValueError
    if the numbers of epochs differ.
    """

    def __init__(self, shares, texts, moments, epoch=1):
        if len(shares) != len(moments) or len(shares) < 2:
            raise ValueError(f"{len(shares)} shares but {len(moments)} moments: give one of each an epoch, at least two")
        self.shares, self.texts, self.moments = list(map(float, shares)), texts, moments
        self.epoch = slider("epoch", 1, len(shares), epoch, width="640px")
        super().__init__([self.epoch])

    def _place(self, epoch):
        x = _LEFT + (_RIGHT - _LEFT) * (epoch - 1) / (len(self.shares) - 1)
        return x, _BASE - (_BASE - _TOP) * self.shares[epoch - 1]

    def draw(self):
        """The curve with a dot at the epoch, then the texts."""
        now = self.epoch.value
        scene = Scene(880, 150 + 196 * len(self.texts))
        for share, words in ((0, "0"), (0.5, "0.5"), (1, "1")):
            y = _BASE - (_BASE - _TOP) * share
            scene.line([(_LEFT, y), (_RIGHT, y)], PALE, 1).text(_LEFT - 10, y, words, 14, GREY, "end")
        scene.line([self._place(k) for k in range(1, len(self.shares) + 1)], COLOURS["state"], 3)
        scene.circle(*self._place(now), 8, COLOURS["highlight"], INK, 2)
        for row, ((tokens, blank), told) in enumerate(zip(self.texts, self.moments[now - 1])):
            top = 146 + 196 * row
            draw_readings(scene, tokens, told["reads"], blank, top)
            draw_cities(scene, 240, top + 126, told["cities"])
        return scene

    def describe(self):
        """The share of this epoch, and the best city of each text."""
        now = self.epoch.value
        words = f"After epoch {now}, {self.shares[now - 1]:.0%} of the held-out blanks prefer the right city."
        for place, told in enumerate(self.moments[now - 1], 1):
            city, share = max(told["cities"].items(), key=lambda pair: pair[1])
            words += f" Sentence {place}: {city} {share:.2f}."
        return words
