"""How far the gradient reaches, on one page: ledger, sums by distance, two changes that travel; a slider through training."""

import numpy as np

from helpers.figures.vanishing_gradients import gradient_page
from helpers.widgets.base import Explorable, slider, slider_over


class GradientReach(Explorable):
    """A slider through the snapshots of a training, and a distance whose diagonal is framed.

    Parameters: `tokens`, T words; `pages`, {update: (cells, finite, small)} as the reader measured them: cells (T, T), the
    length of each entry of the ledger; finite and small (T - j + 1,), sizes of a finite and of an infinitely small change of
    the state at `j`; `far`, the distance that counts as far. Raises ValueError: no page, shapes that do not fit, or numbers
    that are not finite.
    """

    def __init__(self, tokens, pages, j, *, far=5):
        if not pages:
            raise ValueError("no page: give {update: (cells, finite, small)} with at least one update")
        self.tokens, self.j, self.far = list(tokens), j, far
        self.pages = {int(update): self._checked(update, page) for update, page in pages.items()}
        self.update = slider_over("updates of training", list(self.pages))
        self.distance = slider("distance", 0, len(self.tokens) - 1, far, width="280px")
        super().__init__([self.update, self.distance])

    def _checked(self, update, page):
        cells, finite, small = (np.asarray(part, float) for part in page)
        T = len(self.tokens)
        if cells.shape != (T, T):
            raise ValueError(f"update {update}: cells has shape {cells.shape}, give {(T, T)}, one row for each token")
        if not finite.shape == small.shape == (T - self.j + 1,):
            shapes = f"{finite.shape} and {small.shape}"
            raise ValueError(f"update {update}: the two changes have shapes {shapes}, give {(T - self.j + 1,)}: from j to T")
        if not all(np.isfinite(part).all() for part in (cells, finite, small)):
            raise ValueError(f"update {update}: some number is infinite or nan")
        return cells, finite, small

    def draw(self):
        """The page of the chosen update."""
        note = f"after {self.update.value} updates"
        page = self.pages[self.update.value]
        return gradient_page(self.tokens, *page, self.j, far=self.far, picked=self.distance.value, note=note)

    def describe(self):
        """The share of the far distances and the sizes of both changes at the end, as sentences."""
        cells, finite, small = self.pages[self.update.value]
        total, d = cells.sum() or 1.0, self.distance.value
        share = np.trace(cells, -d) / total
        percent = "less than 0.1%" if 0 < share < 0.0005 else f"{share:.1%}"
        words = f"After {self.update.value} updates: distance {d} has {percent} of the ledger's lengths, "
        words += f"distances of {self.far} and more have {np.tril(cells, -self.far).sum() / total:.1%}. From "
        words += f"“{self.tokens[self.j - 1]}” to the end, the difference of the two sentences becomes {finite[-1]:.2g} times "
        return words + f"as large, an infinitely small change {small[-1]:.2g} times."
