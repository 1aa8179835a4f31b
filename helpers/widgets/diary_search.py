"""Diary search: type a few words, see which entries each way of weighting finds first."""

import numpy as np

from helpers.figures.counting_words import result_columns
from helpers.widgets.base import Answering, slider, text_field


class DiarySearch(Answering):
    """The best documents for a typed query, by several ways of weighting, side by side.

    Parameters: `searches`, {name: function}, each the reader's own, from a typed text to one score for each document; `names`,
    the names of the documents; `query`, the first text; `best`, how many to show at first, 1 to 5, which a slider changes. What a
    function raises is shown as a sentence. Raises ValueError if there is no way to search.
    """

    height = 228

    def __init__(self, searches, names, query, best=3):
        if not searches:
            raise ValueError("give at least one way to search, a dictionary from its name to a function")
        self.searches, self.names = dict(searches), list(names)
        self.query = text_field("query", query)
        self.best = slider("entries to show", 1, 5, best, width="280px")
        super().__init__([self.query, self.best])

    def find(self):
        """({way: [(name, score)]},), or a sentence that says what is wrong."""
        found = {}
        for way, search in self.searches.items():
            scores = np.round(np.asarray(search(self.query.value), float), 9)
            if scores.shape != (len(self.names),):
                return f"{way} returned shape {scores.shape}; it should be one score for each of {len(self.names)} entries."
            best = [i for i in np.argsort(-scores, kind="stable")[: self.best.value] if scores[i] > 0]
            found[way] = [(self.names[i], scores[i]) for i in best]
        return (found,) if any(found.values()) else "None of these words stands in the diary."

    def show(self, results):
        """A column of results for each way."""
        return result_columns(results)

    def say(self, results):
        """Which entry each way finds first."""
        return "First: " + "; ".join(f"{way}, {found[0][0] if found else 'nothing'}" for way, found in results.items()) + "."
