"""Query tagger: type a query, see what a tagger marks in it and how sure it is."""

import numpy as np

from helpers.figures.real_queries import tagged_query
from helpers.widgets.base import Answering, switch, text_field


class QueryTagger(Answering):
    """What a fitted tagger marks in a typed query.

    Parameters: `tagger`, with `predict`, `predict_proba` and `classes_`; `query`, the first text; words are split at spaces. Two
    switches add a full stop and write every word with a capital. What the tagger raises is shown as a sentence.
    """

    height, whose = 116, "The tagger"

    def __init__(self, tagger, query="flights to Boston"):
        self.tagger = tagger
        self.query = text_field("query", query)
        self.stop, self.capitals = switch("full stop"), switch("Every Word With A Capital")
        controls = [self.query, self.stop, self.capitals]
        super().__init__(controls, rows=[[self.query], [self.stop, self.capitals]])

    def find(self):
        """(tokens, labels, probabilities of the labels), or a sentence that says what is missing."""
        tokens = self.query.value.split()[:40]
        if not tokens:
            return "Type a query, such as: flights to Boston"
        tokens = [token.title() for token in tokens] if self.capitals.value else tokens
        tokens = [*tokens, "."] if self.stop.value else tokens
        (labels,), (p,) = self.tagger.predict([tokens]), self.tagger.predict_proba([tokens])
        return tokens, labels, [float(np.max(row)) for row in p]

    def show(self, tokens, labels, p):
        """The tokens in boxes."""
        return tagged_query(tokens, labels, p)

    def say(self, tokens, labels, p):
        """Which words are marked, and how sure the tagger is of its least certain label."""
        found = [(token, label) for token, label in zip(tokens, labels) if label not in (0, "O")]
        marked = [token if label == 1 else f"{token} ({label})" for token, label in found]
        unsure = int(np.argmin(p))
        return f"Marked: {', '.join(marked) or 'nothing'}. Least sure of “{tokens[unsure]}”: {p[unsure]:.2f}."
