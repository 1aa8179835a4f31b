"""BPTT ledger: which loss sends how much of dL/dW_aa through which step, and do all the cells add up?"""

import numpy as np

from helpers.figures.ledger_and_batch import cell_number, draw_ledger, ledger_road
from helpers.figures.recurrent_network import plain_number
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK
from helpers.widgets.base import Explorable, choice, slider

_MOST_TOKENS, _MOST_UNITS = 9, 4
_SUM, _NORM = "sum of the entries", "norm"
_FAR = 2  # steps back from which a cell counts as far


class BpttLedger(Explorable):
    """A triangle of cells: row i is the loss at token i, column j the use of W_aa at step j.

    Parameters: `tokens`, T words; `entries`, the reader's own ledger, (T, T, n_a, n_a), with cell (i, j) in
    `entries[i - 1, j - 1]`; `gradient`, (n_a, n_a), the dL/dW_aa of the reader's backward pass. `entries` may also
    be a function: called with a factor, it returns ledger and gradient of the network whose W_aa is multiplied
    by that factor; then a slider moves the factor from 0 to 2, and `gradient` is left out. The colours keep the
    scale of factor 1, so that what fades is seen to fade.
    `cell`, (i, j) from 1, is the one to begin with. Raises ValueError: shapes that do not fit, numbers that are
    not finite, or too many tokens or units for the picture (9 and 4).
    """

    def __init__(self, tokens, entries, gradient=None, *, cell=(4, 2)):
        self.tokens, self._known = list(tokens), {}
        if callable(entries):
            self._compute = entries
        elif gradient is None:
            raise ValueError("gradient is missing: give the dL/dW_aa of your backward pass beside the array")
        else:
            self._compute = lambda factor: (entries, gradient)
        n_a = self._ledger(1.0)[0].shape[2]
        T, (i, j) = len(self.tokens), cell
        if not (1 <= i <= T and 1 <= j <= T):
            raise ValueError(f"cell={tuple(cell)}: give i and j from 1 to {T}")
        self.loss = slider("loss at token i", 1, T, int(i), width="300px")
        self.step = slider("through step j", 1, T, int(j), width="300px")
        views = [(f"W_aa[{k}, {m}]", (k, m)) for k in range(n_a) for m in range(n_a)]
        self.view = choice("show", [*views, (_SUM, _SUM), (_NORM, _NORM)], (n_a - 1, 0), width="260px")
        self.factor = slider("W_aa times", 0.0, 2.0, 1.0, step=0.1, width="300px")
        first, second = [self.loss, self.step], [self.view] + ([self.factor] if callable(entries) else [])
        super().__init__([*first, *second], rows=[first, second])

    def _ledger(self, factor):
        """Ledger and gradient at this factor, checked and kept."""
        if factor not in self._known:
            found = self._compute(factor)
            if not isinstance(found, tuple) or len(found) != 2:
                raise ValueError("the function must return two arrays: the ledger and dL/dW_aa")
            self._known[factor] = self._checked(*(np.asarray(array, float) for array in found))
        return self._known[factor]

    def _checked(self, entries, gradient):
        T, shape = len(self.tokens), entries.shape
        if len(shape) != 4 or shape[:2] != (T, T) or shape[2] != shape[3]:
            raise ValueError(f"entries has shape {shape}: give (T, T, n_a, n_a) with T = {T}, one row for each token")
        if gradient.shape != shape[2:]:
            raise ValueError(f"gradient has shape {gradient.shape}, but one cell has {shape[2:]}: give dL/dW_aa")
        if not 1 <= T <= _MOST_TOKENS or shape[2] > _MOST_UNITS:
            room = f"1 to {_MOST_TOKENS} tokens and {_MOST_UNITS} units"
            raise ValueError(f"the picture holds {room}, not {T} and {shape[2]}; choose a smaller example")
        if not (np.isfinite(entries).all() and np.isfinite(gradient).all()):
            raise ValueError("some number is infinite or nan: look for an overflow in your ledger")
        return entries, gradient

    def _measure(self, matrices):
        """One number for each matrix (..., n_a, n_a), as the reader asked."""
        if self.view.value == _NORM:
            return np.sqrt((matrices**2).sum((-2, -1)))
        if self.view.value == _SUM:
            return matrices.sum((-2, -1))
        row, column = self.view.value
        return matrices[..., row, column]

    def _trouble(self):
        """What is wrong with the ledger at the present factor, in words; "" if nothing is."""
        try:
            self._ledger(round(self.factor.value, 6))
        except ValueError as error:
            return f"With W_aa times {self.factor.value:.1f}: {error}."
        return ""

    def _numbers(self):
        entries, gradient = self._ledger(round(self.factor.value, 6))
        margins = [self._measure(entries.sum(axes)) for axes in (1, 0, (0, 1))]
        return self._measure(entries), margins, float(self._measure(gradient)), entries, gradient

    def draw(self):
        """The triangle with its sums, the road of the chosen cell below it, and the sum line."""
        scene = Scene(880, 218 + 36 * len(self.tokens))
        if self._trouble():
            return scene.text(16, 60, "No ledger for this factor: see the sentence below.", 16, COLOURS["future"])
        cells, margins, wanted, *_ = self._numbers()
        signed = self.view.value != _NORM
        picked = (self.loss.value, self.step.value)
        limit = np.abs(self._measure(self._ledger(1.0)[0])).max()
        middles, y = draw_ledger(scene, self.tokens, cells, margins, picked=picked, signed=signed, limit=limit)
        ledger_road(scene, middles, y + 28, *picked)
        sign = "+" if signed else ""
        words = f"all cells: {plain_number(margins[2], 6, sign)}     dL/dW_aa: {plain_number(wanted, 6, sign)}"
        scene.text(150, scene.height - 12, words, 15, INK, bold=True)
        return scene.text(140, y + 28, "road", 15, GREY, "end")

    def describe(self):
        """What the chosen cell says, and whether all cells add up to the gradient."""
        if self._trouble():
            return self._trouble()
        cells, _, _, entries, gradient = self._numbers()
        i, j = self.loss.value, self.step.value
        if j > i:
            words = f"Cell ({i}, {j}) is empty: the loss at token {i} was computed before step {j} and cannot depend on it."
        else:
            value = cell_number(cells[i - 1, j - 1], self.view.value != _NORM)
            words = f"The loss at “{self.tokens[i - 1]}” (i = {i}) adds {value} through step {j} (“{self.tokens[j - 1]}”)."
            words += f" {self._road(i, j)}"
        difference = np.abs(entries.sum((0, 1)) - gradient).max()
        if difference <= 1e-12 * max(np.abs(gradient).max(), 1.0):
            words += " All cells together are dL/dW_aa, to 12 digits."
        else:
            words += f" All cells together miss dL/dW_aa by {difference:.2g}: some cells are wrong."
        if self.view.value == _NORM:
            words += " Norms do not add up: at the margin is the norm of the sum."
        return words + self._far(entries)

    def _far(self, entries):
        """How much the far cells hold at this factor, beside what they hold at factor 1."""
        if self.factor not in self.controls:
            return ""
        now, usual = (np.tril(np.linalg.norm(e, axis=(2, 3)), -_FAR).sum() for e in (entries, self._ledger(1.0)[0]))
        words = f" Cells {_FAR} steps back or more: norms of {now:.3f} together"
        return words + ("." if self.factor.value == 1 else f", {usual:.3f} with W_aa as it is.")

    @staticmethod
    def _road(i, j):
        if i == j:
            return "It goes straight down: no step back in time."
        return f"On its way it goes back through W_aa {'once' if i - j == 1 else f'{i - j} times'}."
