"""The race of lecture 07: drag the window and the gap, and see what it sees, what it can know, and what networks do."""

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE
from helpers.figures.why_not import draw_window
from helpers.widgets.base import Explorable, slider

_LEFT, _SCALE = 260, 540  # pixels: where the bars begin, the length of a bar of 1


class WindowRace(Explorable):
    """Two sliders, the window k and the gap; a sentence of that gap, and bars for the limit and for each network.

    Parameters: `sentences`, {gap: (tokens, position of the city, label)}; `limits`, {k: {gap: share}}; `windows`, {k: {gap:
    share}}, the window networks; `networks`, {name: {gap: share}}, drawn whatever k is. Raises ValueError if a gap or window is
    missing.
    """

    def __init__(self, sentences, limits, windows, networks):
        gaps = sorted(sentences)
        for name, table in [*limits.items(), *windows.items(), *networks.items()]:
            if not set(gaps) <= set(table):
                raise ValueError(f"{name!r} has no share for some gap of {gaps}: give one for each sentence")
        if sorted(limits) != sorted(windows) or not gaps:
            raise ValueError(f"limits have windows {sorted(limits)}, networks {sorted(windows)}: give the same, and a sentence")
        self.sentences, self.limits, self.windows, self.networks = sentences, limits, windows, networks
        self.sizes = sorted(limits)
        self.width = slider("window", 1, len(self.sizes), min(3, len(self.sizes)))
        self.gap = slider("gap", gaps[0], gaps[-1], gaps[min(4, len(gaps) - 1)])
        super().__init__([self.width, self.gap])

    @property
    def k(self):
        """The number of tokens that the window sees."""
        return self.sizes[self.width.value - 1]

    def _bars(self):
        k, gap = self.k, self.gap.value
        yield f"the most a window of {k} can", self.limits[k][gap], "neutral"
        yield f"network with a window of {k}", self.windows[k][gap], "input"
        for name, table in self.networks.items():
            yield name, table[gap], "state" if name.startswith("recurrent") else "past"

    def draw(self):
        """The sentence above, the bars below, a line at one half."""
        tokens, i, _ = self.sentences[self.gap.value]
        bars = list(self._bars())
        scene = Scene(880, 150 + 40 * len(bars))
        draw_window(scene, tokens, i, self.k, 36)
        top, bottom = 132, 132 + 40 * len(bars)
        for place, (name, share, meaning) in enumerate(bars):
            y = top + 20 + 40 * place
            scene.text(_LEFT - 12, y, name, 15, INK, "end").rectangle(_LEFT, y - 13, _SCALE, 26, PALE)
            scene.rectangle(_LEFT, y - 13, _SCALE * share, 26, COLOURS[meaning])
            scene.text(_LEFT + _SCALE + 10, y, f"{share:.2f}", 15, INK, bold=True)
        x = _LEFT + _SCALE / 2
        return scene.line([(x, top), (x, bottom)], GREY, 1.5, ":")

    def describe(self):
        """Whether the cue is in sight, and what that is worth."""
        k, gap = self.k, self.gap.value
        sight = "in sight" if gap <= k - 2 else "out of sight"
        words = f"Window of {k}, gap {gap}: the cue is {sight}. The best rule is right about {self.limits[k][gap]:.2f} of the "
        words += f"cities, the network with this window about {self.windows[k][gap]:.2f}"
        return words + "".join(f", {name} {table[gap]:.2f}" for name, table in self.networks.items()) + "."
