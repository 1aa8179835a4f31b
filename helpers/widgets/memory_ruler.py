"""The memory ruler: drag the distance and see which networks still remember the first token, start by start."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, tint
from helpers.widgets.base import Explorable, slider_over

_LEFT, _WIDTH = 290, 430  # pixels: where the rows begin, and their length from 0.4 to 1


class MemoryRuler(Explorable):
    """A slider over the stored distances; one row for each kind of network, one dot for each random start.

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
        """The ruler above, the rows of all kinds below; a dot at the right edge has learned, a dot on the dotted line guesses."""
        scene = Scene(880, 110 + 40 * len(self.results))
        xs = np.linspace(_LEFT, _LEFT + _WIDTH, len(self.distances))
        scene.line([(xs[0], 44), (xs[-1], 44)], GREY, 3)
        for x, distance in zip(xs, self.distances):
            here = distance == self.distance
            scene.circle(x, 44, 9 if here else 5, COLOURS["highlight"] if here else GREY, INK)
            scene.text(x, 20, distance, 16 if here else 14, INK, "middle", bold=here)
        bottom = 84 + 40 * len(self.results)
        for share, words in ((0.5, "a guess"), (0.75, "0.75"), (1, "all right")):
            x = self._x(share)
            scene.line([(x, 72), (x, bottom)], GREY, 1.5, ":").text(x, bottom + 12, words, 14, GREY, "middle")
        for k, (kind, rows) in enumerate(self.results.items()):
            self._draw_row(scene, 78 + 40 * k, kind, rows[self.distance])
        return scene

    @staticmethod
    def _x(share):
        return _LEFT + _WIDTH * (max(share, 0.4) - 0.4) / 0.6

    def _draw_row(self, scene, y, kind, scores):
        scene.text(_LEFT - 12, y + 15, kind, 14, INK, "end")
        scene.line([(_LEFT, y + 15), (_LEFT + _WIDTH, y + 15)], tint(GREY, 0.3), 1)
        for k, score in enumerate(np.sort(scores)):
            scene.circle(self._x(score), y + 8 + 14 * (k % 3) / 2, 5, tint(COLOURS["state"], 0.6), INK, 1)
        scene.text(_LEFT + _WIDTH + 16, y + 15, f"{self._learned(scores)} of {len(scores)}", 16, INK, bold=True)

    @staticmethod
    def _learned(scores):
        return int(np.sum(scores >= 0.99))

    def describe(self):
        """How many starts of every kind learned, as a sentence."""
        parts = []
        for kind, rows in self.results.items():
            scores = rows[self.distance]
            parts.append(f"{kind} ({self._learned(scores)} of {len(scores)})")
        return f"At distance {self.distance}, starts that learned: {'; '.join(parts)}."
