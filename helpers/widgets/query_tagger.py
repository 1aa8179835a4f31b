"""Query tagger: type a query, see what a tagger marks in it and how sure it is."""

import numpy as np

from helpers.figures.real_queries import tagged_query
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS
from helpers.widgets.base import Explorable, switch, text_field


class QueryTagger(Explorable):
    """What a fitted tagger marks in a typed query.

    Parameters: `tagger`, with `predict`, `predict_proba` and `classes_`; `query`, the first text; words are split at spaces. Two
    switches add a full stop and write every word with a capital. What the tagger raises is shown as a sentence.
    """

    def __init__(self, tagger, query="flights to Boston"):
        self.tagger = tagger
        self.query = text_field("query", query)
        self.stop, self.capitals = switch("full stop"), switch("Every Word With A Capital")
        controls = [self.query, self.stop, self.capitals]
        super().__init__(controls, rows=[[self.query], [self.stop, self.capitals]])

    def _now(self):
        """(tokens, labels, probabilities of the labels), or a sentence that says what is missing."""
        tokens = self.query.value.split()[:40]
        if not tokens:
            return "Type a query, such as: flights to Boston"
        tokens = [token.title() for token in tokens] if self.capitals.value else tokens
        tokens = [*tokens, "."] if self.stop.value else tokens
        try:
            (labels,), (p,) = self.tagger.predict([tokens]), self.tagger.predict_proba([tokens])
            return tokens, labels, [float(np.max(row)) for row in p]
        except Exception as error:  # the reader's own tagger: whatever it raises is an answer
            return f"The tagger stopped with {type(error).__name__}: {error}"

    def draw(self):
        """The tokens in boxes."""
        now = self._now()
        return Scene(880, 116).text(16, 60, now, 16, COLOURS["future"]) if isinstance(now, str) else tagged_query(*now)

    def describe(self):
        """Which words are marked, and how sure the tagger is of its least certain label."""
        now = self._now()
        if isinstance(now, str):
            return now
        tokens, labels, p = now
        found = [(token, label) for token, label in zip(tokens, labels) if label not in (0, "O")]
        marked = [token if label == 1 else f"{token} ({label})" for token, label in found]
        unsure = int(np.argmin(p))
        return f"Marked: {', '.join(marked) or 'nothing'}. Least sure of “{tokens[unsure]}”: {p[unsure]:.2f}."
