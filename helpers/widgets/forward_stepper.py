"""Forward stepper: walk through a sentence token by token and see every number of the recurrent network."""

import numpy as np

from helpers.figures.recurrent_network import draw_column, plain_number, position_name
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, tint
from helpers.widgets.base import Stepper, slider

_WEIGHTS = ("W_ax", "W_aa", "b_a", "W_ya", "b_y")
_MOST_TOKENS, _MOST_UNITS = 9, 6
_CELL, _PITCH, _HEIGHT = 62, 97, 27  # pixels: width of a cell, distance between columns, height of a cell


class ForwardStepper(Stepper):
    """A slider and two buttons that walk over the tokens of a sentence, with every number of the step.

    Parameters: `tokens`, T words; `x`, (T, n_x), their vectors; `a`, (T + 1, n_a), and `y_hat`, (T, n_y),
    what the reader's own forward pass returned; `parameters`, its weights; `position`, the token to begin
    with, from 1. "Predict before reveal" hides the results of each step until "reveal" is ticked.
    Raises ValueError if a shape does not fit the others, a number is not finite, or the picture has no room
    (at most 9 tokens, and 6 numbers in any vector).
    """

    def __init__(self, tokens, x, a, y_hat, parameters, *, position=1):
        self.tokens = list(tokens)
        self._take(x, a, y_hat, parameters)
        if not 1 <= position <= len(self.tokens):
            raise ValueError(f"position={position}: give a whole number from 1 to {len(self.tokens)}")
        self.step = slider("token i", 1, len(self.tokens), position, width="300px")
        super().__init__(self.step, "◀ previous", "next ▶")

    def _take(self, x, a, y_hat, parameters):
        """Check the reader's arrays against each other and compute the parts of every step once."""
        missing = [name for name in _WEIGHTS if name not in parameters]
        if missing:
            raise ValueError(f"parameters lacks {', '.join(missing)}: give the whole dictionary of weights")
        W_ax, W_aa, b_a, W_ya, b_y = (np.asarray(parameters[name], float) for name in _WEIGHTS)
        self.x, self.a, self.y_hat = (np.asarray(array, float) for array in (x, a, y_hat))
        T, (n_a, n_x), n_y = len(self.tokens), _two(W_ax.shape, "W_ax"), len(b_y)
        expected = {"x": (T, n_x), "a": (T + 1, n_a), "y_hat": (T, n_y), "W_aa": (n_a, n_a), "b_a": (n_a,),
                    "W_ya": (n_y, n_a)}  # fmt: skip
        arrays = {"x": self.x, "a": self.a, "y_hat": self.y_hat, "W_aa": W_aa, "b_a": b_a, "W_ya": W_ya}
        for name, shape in expected.items():
            if arrays[name].shape != shape:
                hint = "; row 0 of a is a⟨0⟩, so it has one row more than tokens" if name == "a" else ""
                found = f"{name} has shape {arrays[name].shape}"
                raise ValueError(f"{found}, but {shape} fits {T} tokens and the weights{hint}")
        if not all(np.isfinite(array).all() for array in (W_ax, b_y, *arrays.values())):
            raise ValueError("some number is infinite or nan: look for an overflow in your forward pass")
        if not 1 <= T <= _MOST_TOKENS or max(n_x, n_a, n_y) > _MOST_UNITS:
            room = f"1 to {_MOST_TOKENS} tokens and vectors of at most {_MOST_UNITS} numbers"
            raise ValueError(f"the picture holds {room}, not {T} tokens with n_x={n_x}, n_a={n_a}, n_y={n_y}")
        self.from_input, self.from_state = self.x @ W_ax.T, self.a[:-1] @ W_aa.T
        self.b_a, self.s = b_a, self.from_input + self.from_state + b_a
        self.o = self.a[1:] @ W_ya.T + b_y

    def draw(self):
        """Above, the sentence with its states so far; below, the present step, column by column."""
        n_a = self.a.shape[1]
        top = 62 + 16 * n_a
        scene = Scene(880, top + 92 + _HEIGHT * max(n_a, self.x.shape[1]))
        self._draw_sentence(scene, n_a)
        scene.line([(8, top), (872, top)], GREY, 1, ":")
        self._draw_sum(scene, top + 20)
        return scene

    def _draw_sentence(self, scene, n_a):
        i, width = self.step.value, min(100, 800 / (len(self.tokens) + 1))
        scene.text(8, 24, "token", 14, GREY).text(8, 44 + 8 * n_a, "state", 14, GREY)
        for k, word in enumerate(["before", *self.tokens]):
            x, here = 66 + k * width, k == i
            fill = COLOURS["highlight"] if here else tint(COLOURS["input"], 0.2) if 0 < k < i else "#ffffff"
            scene.rectangle(x, 10, width - 6, 28, fill, INK if here else PALE, 5, 2 if here else 1)
            scene.text(x + (width - 6) / 2, 24, word, 15, INK if k <= i else GREY, "middle", bold=here)
            if k <= i:
                covered = here and self.hidden()
                draw_column(scene, x, 44, self.a[k], width - 6, 16, hidden=covered, numbers=False)
                if covered:
                    scene.text(x + (width - 6) / 2, 44 + 8 * n_a, "?", 16, INK, "middle", bold=True)

    def _draw_sum(self, scene, y):
        i, hide = self.step.value, self.hidden()
        limit = max(1.0, np.abs([self.from_input, self.from_state, self.s]).max())
        columns = [
            ("x", i, "", self.x[i - 1], "input", np.abs(self.x).max() or 1, False, ""),
            ("a", i - 1, "", self.a[i - 1], "state", 1, False, ""),
            ("W_ax x", i, "", self.from_input[i - 1], "W_ax", limit, False, "+"),
            ("W_aa a", i - 1, "", self.from_state[i - 1], "W_aa", limit, False, "+"),
            ("b_a", None, "", self.b_a, "neutral", limit, False, "="),
            ("s", i, "sum", self.s[i - 1], "neutral", limit, hide, "→"),
            ("a", i, "tanh(s)", self.a[i], "state", 1, hide, "→"),
            ("o", i, "W_ya a + b_y", self.o[i - 1], "W_ya", max(1.0, np.abs(self.o).max()), hide, "→"),
            ("ŷ", i, "logistic(o)", self.y_hat[i - 1], "output", 1, hide, ""),
        ]
        for k, (name, index, how, values, meaning, limit, covered, sign) in enumerate(columns):
            x = 18 + k * _PITCH
            middle = x + _CELL / 2
            words = name if index is None else position_name(name, index)
            scene.text(middle, y, words, 15, INK, "middle", bold=True)
            scene.text(middle, y + 20, how, 14, GREY, "middle")
            scene.line([(x, y + 35), (x + _CELL, y + 35)], COLOURS[meaning], 4)
            plus = "" if name == "ŷ" else "+"
            draw_column(scene, x, y + 40, values, _CELL, _HEIGHT, limit, covered, sign=plus)
            scene.text(x + (_CELL + _PITCH) / 2, y + 40 + _HEIGHT / 2, sign, 18, INK, "middle", bold=True)

    def describe(self):
        """What the picture shows, as sentences."""
        i = self.step.value
        start = f"Token {i} of {len(self.tokens)} is “{self.tokens[i - 1]}”."
        if self.hidden():
            question = f"which entries of {position_name('s', i)} are positive?"
            return f"{start} Add the three columns in your head: {question} Then reveal."
        state, output = _list(self.a[i]), _list(self.y_hat[i - 1], sign="")
        words = f"{start} {position_name('a', i)} is ({state}), and {position_name('ŷ', i)} is {output}."
        if not np.allclose(self.a[i], np.tanh(self.s[i - 1]), atol=1e-6):
            words += f" This state is not the tanh of {position_name('s', i)}: compare code and equation."
        return words


def _two(shape, name):
    if len(shape) != 2:
        raise ValueError(f"{name} has shape {shape}, it should be a matrix: (n_a, n_x)")
    return shape


def _list(values, sign="+"):
    return ", ".join(plain_number(value, sign=sign) for value in values)
