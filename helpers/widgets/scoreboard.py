"""Scoreboard: methods in rows, scores in columns, sorted by the column the reader presses."""

import numpy as np

from helpers.figures.glove import score_table
from helpers.widgets.base import Explorable, buttons


class Scoreboard(Explorable):
    """A table of scores from 0 to 1 to be sorted.

    Parameters: `scores`, {method: {score: numbers, one for each seed}}; `columns`, {name on the button: name of the score}.
    Raises ValueError: a method lacks a score.
    """

    def __init__(self, scores, columns):
        for method, values in scores.items():
            missing = [score for score in columns.values() if score not in values]
            if missing:
                raise ValueError(f"{method} has no score {missing[0]!r}")
        self.columns = columns
        self.table = {method: [np.atleast_1d(values[score]) for score in columns.values()] for method, values in scores.items()}
        self.sort = buttons("sort by", list(columns), next(iter(columns)))
        super().__init__([self.sort])

    def _sorted_rows(self):
        k = list(self.columns).index(self.sort.value)
        order = sorted(self.table, key=lambda method: -self.table[method][k].mean())
        return [(method, [(v.mean(), v.min(), v.max()) for v in self.table[method]]) for method in order], k

    def draw(self):
        """The table, the best method of the chosen column on top."""
        return score_table(list(self.columns), self._sorted_rows()[0], self.sort.value)

    def describe(self):
        """Who is first and who is last in the chosen column."""
        rows, k = self._sorted_rows()
        (best, top), (worst, bottom) = rows[0], rows[-1]
        return f"By {self.sort.value}: {best} leads with {top[k][0]:.2f}, {worst} is last with {bottom[k][0]:.2f}."
