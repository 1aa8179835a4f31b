"""Backward stepper: from the last token to the first, with every number of backpropagation through time."""

import numpy as np

from helpers.figures.recurrent_network import draw_column, plain_number, position_name
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, signed_tint, tint
from helpers.widgets.base import Stepper, slider, switch

_SIGNALS = ("do", "from_output", "from_future", "da", "slope", "delta")
_WEIGHTS = ("W_ya", "b_y", "W_ax", "W_aa", "b_a")
_MEANING = {"W_ya": "W_ya", "b_y": "output", "W_ax": "W_ax", "W_aa": "W_aa", "b_a": "state"}
_MOST_TOKENS, _MOST_COLUMNS, _MOST_UNITS = 9, 13, 4
_CELL, _PITCH, _HEIGHT = 76, 148, 27  # pixels: a cell of a signal, distance of signals, height of a cell


class BackwardStepper(Stepper):
    """A slider and two buttons that walk backwards over a sentence, with every number of the step.

    Parameters: `tokens`, T words; `steps`, what the reader's own loop wrote down: T dictionaries, the last token
    first. Each holds `do` (n_y,), `from_output`, `from_future`, `da`, `slope` (1 - a^2), `delta`, all (n_a,), and
    `added`: a dictionary with what the step adds to each gradient, W_ya, b_y, W_ax, W_aa, b_a. `done` is the number
    of steps at the start; `gradients`: True begins with what the step adds to each gradient in sight.
    "Predict before reveal" hides da, delta and what is added until "reveal" is ticked.
    Raises ValueError: a name is missing, shapes differ from step to step, numbers are not finite, or the picture has
    no room (at most 9 tokens, 4 units, and 13 columns in all gradients together).
    """

    def __init__(self, tokens, steps, *, done=1, gradients=False):
        self.tokens, self.steps = list(tokens), list(steps)
        self._check()
        T = len(self.tokens)
        if not 1 <= done <= T:
            raise ValueError(f"done={done}: give a whole number from 1 to {T}")
        self.done = slider("steps back", 1, T, done, width="300px")
        self.gradients = switch("show what is added to the gradients", value=gradients)
        super().__init__(self.done, "undo ▶", "◀ step back", leftwards=True, more=[self.gradients])

    def _check(self):
        """Refuse what cannot be drawn; turn all numbers into arrays; sum up the gradients once."""
        T = len(self.tokens)
        if len(self.steps) != T or not 1 <= T <= _MOST_TOKENS:
            found = f"{len(self.steps)} steps for {T} tokens"
            raise ValueError(f"{found}: give one step for each, the last token first, and at most {_MOST_TOKENS}")
        for k, step in enumerate(self.steps):
            lacking = [name for name in (*_SIGNALS, "added") if name not in step]
            lacking += [f"added[{name!r}]" for name in _WEIGHTS if name not in step.get("added", {})]
            if lacking:
                raise ValueError(f"steps[{k}] lacks {', '.join(lacking)}: write it down in the loop")
        self.signals = {name: self._stack(name, [step[name] for step in self.steps]) for name in _SIGNALS}
        self.added = {name: self._stack(name, [step["added"][name] for step in self.steps]) for name in _WEIGHTS}
        self.so_far = {name: np.cumsum(parts, axis=0) for name, parts in self.added.items()}
        n_a, columns = self.signals["da"].shape[1], sum(part.shape[2] for part in self.added.values())
        if max(n_a, self.signals["do"].shape[1]) > _MOST_UNITS or columns > _MOST_COLUMNS:
            room = f"{_MOST_UNITS} units and {_MOST_COLUMNS} columns of gradients"
            raise ValueError(f"the picture holds {room}, not {n_a} and {columns}; choose a smaller network")

    def _stack(self, name, parts):
        """The parts of all steps as one array; a vector of a gradient becomes a matrix with one column."""
        shapes = {np.shape(part) for part in parts}
        if len(shapes) != 1:
            raise ValueError(f"{name} has the shapes {sorted(shapes)} in different steps: one shape is needed")
        array = np.array(parts, float)
        if name in _SIGNALS and array.ndim != 2:
            raise ValueError(f"{name} has shape {array.shape[1:]} in one step: give a vector")
        if name in _WEIGHTS and array.ndim not in (2, 3):
            raise ValueError(f"added[{name!r}] has shape {array.shape[1:]} in one step: give a vector or a matrix")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} is infinite or nan somewhere: look for an overflow in your backward pass")
        return array[:, :, None] if name in _WEIGHTS and array.ndim == 2 else array

    def position(self):
        """The token of the present step, from T down to 1."""
        return len(self.tokens) - self.done.value + 1

    def draw(self):
        """Above, the sentence with the error signals so far; below it the step; where wanted, what it adds."""
        n_a, n_y = self.signals["da"].shape[1], self.signals["do"].shape[1]
        rows = max(part.shape[1] for part in self.added.values())
        top = 62 + 16 * n_a
        middle = top + 72 + _HEIGHT * max(n_a, n_y)
        scene = Scene(880, middle + (72 + 2 * 24 * rows if self.gradients.value else 0))
        self._draw_sentence(scene, n_a)
        scene.line([(8, top), (872, top)], GREY, 1, ":")
        self._draw_step(scene, top + 18)
        if self.gradients.value:
            scene.line([(8, middle), (872, middle)], GREY, 1, ":")
            self._draw_gradients(scene, middle + 18, rows)
        return scene

    def _draw_sentence(self, scene, n_a):
        here, width = self.position(), min(110, 800 / len(self.tokens))
        limit = max(np.abs(self.signals["delta"]).max(), 1e-300)
        scene.text(8, 24, "token", 14, GREY).text(8, 44 + 8 * n_a, "δ", 16, GREY)
        for i, word in enumerate(self.tokens, 1):
            x, now = 66 + (i - 1) * width, i == here
            fill = COLOURS["highlight"] if now else tint(COLOURS["gradient"], 0.25) if i > here else "#ffffff"
            scene.rectangle(x, 10, width - 6, 28, fill, INK if now else PALE, 5, 2 if now else 1)
            scene.text(x + (width - 6) / 2, 24, word, 15, INK if i >= here else GREY, "middle", bold=now)
            if i >= here:
                covered = now and self.hidden()
                delta = self.signals["delta"][len(self.tokens) - i]
                draw_column(scene, x, 44, delta, width - 6, 16, limit, covered, numbers=False)
                if covered:
                    scene.text(x + (width - 6) / 2, 44 + 8 * n_a, "?", 16, INK, "middle", bold=True)

    def _draw_step(self, scene, y):
        k, i, hide = self.done.value - 1, self.position(), self.hidden()
        limit = max(np.abs(self.signals[name]).max() for name in _SIGNALS if name != "slope") or 1.0
        future = "nothing after T" if k == 0 else f"W_aaᵀ {position_name('δ', i + 1)}"
        columns = [
            ("do", position_name("do", i), "(ŷ − y) / T", "output", False, ""),
            ("from_output", "from the output", f"W_yaᵀ {position_name('do', i)}", "W_ya", False, "+"),
            ("from_future", "from the future", future, "future", False, "="),
            ("da", position_name("da", i), "the sum", "gradient", hide, "×"),
            ("slope", "slope", f"1 − {position_name('a', i)}²", "state", False, "="),
            ("delta", position_name("δ", i), "the product", "gradient", hide, ""),
        ]
        for c, (name, head, how, meaning, covered, sign) in enumerate(columns):
            x = 34 + c * _PITCH
            centre = x + _CELL / 2
            scene.text(centre, y, head, 15, INK, "middle", bold=True)
            scene.text(centre, y + 20, how, 14, GREY, "middle")
            scene.line([(x, y + 35), (x + _CELL, y + 35)], COLOURS[meaning], 4)
            values, scale = self.signals[name][k], 4.0 if name == "slope" else limit
            _draw_matrix(scene, x, y + 40, values[:, None], _CELL, _HEIGHT, scale, covered, 15)
            scene.text(x + (_CELL + _PITCH) / 2, y + 40 + _HEIGHT / 2, sign, 18, INK, "middle", bold=True)

    def _draw_gradients(self, scene, y, rows):
        k, x = self.done.value - 1, 92
        width = min(62, (784 - 4 * 22) / sum(part.shape[2] for part in self.added.values()))
        scene.text(8, y + 24 + 12 * rows, "added now", 14, GREY)
        scene.text(8, y + 36 + 36 * rows, "so far", 14, GREY)
        for name in _WEIGHTS:
            now, total = self.added[name][k], self.so_far[name][k]
            wide = width * now.shape[1]
            limit = max(np.abs(self.so_far[name]).max(), np.abs(self.added[name]).max(), 1e-300)
            scene.text(x + wide / 2, y, f"d{name}", 15, INK, "middle", bold=True)
            scene.line([(x, y + 14), (x + wide, y + 14)], COLOURS[_MEANING[name]], 4)
            _draw_matrix(scene, x, y + 20, now, width, 24, limit, self.hidden(), 14)
            _draw_matrix(scene, x, y + 32 + 24 * rows, total, width, 24, limit, self.hidden(), 14)
            x += wide + 22

    def describe(self):
        """What the picture shows, as sentences."""
        k, i = self.done.value - 1, self.position()
        start = f"Step {self.done.value} of {len(self.tokens)} back, token {i}, “{self.tokens[i - 1]}”."
        if self.hidden():
            return f"{start} Add the two contributions: which signs has {position_name('da', i)}? Then reveal."
        parts = [_list(self.signals[name][k]) for name in ("from_output", "from_future", "delta")]
        origin = "nothing comes from the future" if k == 0 else f"({parts[1]}) from the future"
        words = f"{start} ({parts[0]}) from the output, {origin}; {position_name('δ', i)} is ({parts[2]})."
        step = {name: array[k] for name, array in self.signals.items()}
        if not np.allclose(step["da"], step["from_output"] + step["from_future"], atol=1e-9):
            words += " But da is not the sum of its two contributions: compare code and equation."
        elif not np.allclose(step["delta"], step["da"] * step["slope"], atol=1e-9):
            words += " But δ is not da times the slope: compare code and equation."
        return words


def _draw_matrix(scene, x, y, matrix, width, height, limit, hidden, size):
    for (row, column), value in np.ndenumerate(matrix):
        left, top = x + column * width, y + row * height
        fill = PALE if hidden else signed_tint(0.7 * min(max(value, -limit), limit), limit)
        scene.rectangle(left, top, width, height, fill, GREY, thickness=1)
        words = "?" if hidden else plain_number(value, 3)
        scene.text(left + width / 2, top + height / 2, words, size, INK, "middle")


def _list(values):
    return ", ".join(plain_number(value, 3) for value in values)
