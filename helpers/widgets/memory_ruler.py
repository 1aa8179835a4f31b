"""The memory ruler: drag the distance and see which networks still remember the first token."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, tint
from helpers.figures.vanishing_gradients import ORDER
from helpers.widgets.base import Explorable, slider_over

_LEFT, _WIDTH = 210, 560  # pixels: where the bars begin, and the length of a bar of 1


class MemoryRuler(Explorable):
    """A slider over the stored distances; one bar for each kind of network, one dot for each random start.

    `results`: dictionary from the kind of network to {distance: accuracies}; all kinds need the same distances. Raises ValueError
    if there is no kind, or if their distances differ.
    """

    def __init__(self, results):
        if not results:
            raise ValueError("no results: give a dictionary from the kind of network to {distance: accuracies}")
        self.results = {kind: {int(d): np.asarray(v, float) for d, v in rows.items()} for kind, rows in results.items()}
        self.distances = sorted(next(iter(self.results.values())))
        for kind, rows in self.results.items():
            if sorted(rows) != self.distances:
                raise ValueError(f"{kind!r} has distances {sorted(rows)}, the first kind {self.distances}: give all the same")
        steps = len(self.distances)
        places = [(str(distance), k) for k, distance in enumerate(self.distances, 1)]
        self.place = slider_over("distance in tokens", places, (steps + 3) // 2, width="520px")
        super().__init__([self.place])

    @property
    def distance(self):
        """The distance, in tokens, at which the slider stands."""
        return self.distances[self.place.value - 1]

    def draw(self):
        """The ruler above, the bars of all kinds below."""
        scene = Scene(880, 110 + 48 * len(self.results))
        xs = np.linspace(_LEFT, _LEFT + _WIDTH, len(self.distances))
        scene.line([(xs[0], 44), (xs[-1], 44)], GREY, 3)
        for x, distance in zip(xs, self.distances):
            here = distance == self.distance
            scene.circle(x, 44, 9 if here else 5, COLOURS["highlight"] if here else GREY, INK)
            scene.text(x, 20, distance, 16 if here else 14, INK, "middle", bold=here)
        for k, (kind, rows) in enumerate(self.results.items()):
            self._draw_bar(scene, 84 + 48 * k, kind, rows[self.distance], ORDER[k % len(ORDER)])
        middle, bottom = _LEFT + _WIDTH / 2, 84 + 48 * len(self.results)
        scene.line([(middle, 72), (middle, bottom)], INK, 1.5, ":").text(middle, bottom + 12, "a guess", 14, GREY, "middle")
        return scene

    def _draw_bar(self, scene, y, kind, scores, meaning):
        scene.text(_LEFT - 12, y + 15, kind, 15, INK, "end")
        scene.rectangle(_LEFT, y, max(_WIDTH * scores.mean(), 1), 30, tint(COLOURS[meaning], 0.45), COLOURS[meaning], 3)
        for score in scores:
            scene.circle(_LEFT + _WIDTH * score, y + 15, 5, COLOURS[meaning], INK, 1)
        scene.text(_LEFT + _WIDTH + 16, y + 15, f"{scores.mean():.2f}", 16, INK, bold=True)

    def describe(self):
        """The mean and the range of every kind, as a sentence."""
        parts = []
        for kind, rows in self.results.items():
            scores = rows[self.distance]
            parts.append(f"{kind} {scores.mean():.2f} ({scores.min():.2f} to {scores.max():.2f})")
        return f"At distance {self.distance}, share of right answers: {'; '.join(parts)}."
