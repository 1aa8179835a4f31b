"""Weight curve: move x_max and alpha of GloVe's weight and see which cells count."""

import numpy as np

from helpers.figures.glove import weight_picture
from helpers.widgets.base import Explorable, slider


class WeightCurve(Explorable):
    """Two sliders, x_max and alpha, round the reader's weight function.

    Parameters: `weight(X, x_max, alpha)`, an array in, an array of the same shape out; `X`, the counts of all cells, any shape:
    what the sentence says is counted on them; `largest`, where the axis ends.
    """

    def __init__(self, weight, X, *, x_max=10, alpha=0.75, largest=100):
        self.weight, self.counts = weight, np.linspace(0, largest, 201)
        self.cells, self.times = np.unique(X, return_counts=True)  # the weight is asked for once for each count that occurs
        if not self.cells.size:
            raise ValueError("X holds no cell; give the matrix of counts")
        self.x_max = slider("x_max", 1, int(largest), int(x_max), width="360px")
        self.alpha = slider("alpha", 0.25, 1.0, float(alpha), step=0.05, width="360px")
        super().__init__([self.x_max, self.alpha])

    def draw(self):
        """The weight against the count."""
        x_max, alpha = self.x_max.value, self.alpha.value
        return weight_picture(self.counts, self.weight(self.counts, x_max, alpha), x_max, alpha)

    def describe(self):
        """How many cells have no weight, and what share of all weight the full cells have."""
        weights = np.asarray(self.weight(self.cells, self.x_max.value, self.alpha.value))
        one, full = self.weight(np.ones(1), self.x_max.value, self.alpha.value), weights >= 1
        empty, total = np.average(weights == 0, weights=self.times), max(self.times @ weights, 1e-300)
        share = self.times[full] @ weights[full] / total
        return (
            f"x_max {self.x_max.value:g}, alpha {self.alpha.value:.2f}: a cell with one count weighs {float(one[0]):.2f}. "
            f"{100 * empty:.0f} % of the cells weigh nothing; {self.times[full].sum():,} cells weigh 1, together "
            f"{100 * share:.0f} % of all weight."
        )
