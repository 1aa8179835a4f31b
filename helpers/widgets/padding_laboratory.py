"""Padding laboratory: add pads to a sentence and see what stays equal: states, probabilities, loss."""

import numpy as np

from helpers.figures.loss_and_masks import draw_token
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, signed_tint, tint
from helpers.widgets.base import Answering, buttons, slider, switch

_LEFT, _WIDTH, _MOST_TOKENS, _MOST_UNITS = 112, 880, 9, 6
_EQUAL = 1e-9


class PaddingLaboratory(Answering):
    """A sentence to which the reader adds pads, and a meter that compares it with the unpadded one.

    Parameters: `tokens`, T words; `x`, (T, n_x), and `y`, (T,) or (T, 1), their vectors and labels; the reader's own
    functions `forward(x)`, from (1, T, n_x) to the states (1, T + 1, n_a), a<0> first, and the outputs o (1, T, 1) before
    the logistic function; and `loss(o, y, mask)`, a number; `most`, the largest number of pads. Without the mask every
    position counts. Raises ValueError if a shape does not fit, or the picture has no room (9 tokens, 9 pads, 6 units);
    what the functions raise later is shown as a sentence.
    """

    def __init__(self, tokens, x, y, forward, loss, *, most=5):
        self.tokens, self.x, self.y = list(tokens), np.asarray(x, float), np.asarray(y, float).reshape(-1)
        T = len(self.tokens)
        if not 1 <= T <= _MOST_TOKENS or not 1 <= most <= 9:
            raise ValueError(f"{T} tokens and {most} pads: the picture holds 1 to {_MOST_TOKENS} tokens, 1 to 9 pads")
        if self.x.ndim != 2 or len(self.x) != T or len(self.y) != T:
            shapes = f"x has shape {self.x.shape} and y {len(self.y)} labels"
            raise ValueError(f"{shapes}: give (T, n_x) vectors and T labels for {T} tokens")
        self.forward, self.loss = forward, loss
        self.plain = self._run(self.x, self.y, np.ones(T))
        if len(self.plain[0][0]) > _MOST_UNITS:
            raise ValueError(f"{len(self.plain[0][0])} units: the picture holds at most {_MOST_UNITS}")
        self.pads = slider("pads", 0, most, min(2, most), width="300px")
        self.side = buttons("pads on the", ["right", "left"], "right")
        self.content = buttons("a pad holds", ["zeros", "fives"], "zeros")
        self.mask = switch("use the mask")
        self.height = 270 + 18 * self.plain[0].shape[1]
        controls = [self.pads, self.side, self.content, self.mask]
        super().__init__(controls, rows=[[self.pads, self.mask], [self.side, self.content]])

    def _run(self, x, y, mask):
        """States (T + 1, n_a), probabilities (T,) and loss of one sentence, by the reader's functions."""
        a, o = (np.asarray(array, float) for array in self.forward(x[None]))
        T = len(x)
        if a.ndim != 3 or a.shape[:2] != (1, T + 1) or o.shape != (1, T, 1):
            expected = f"(1, {T + 1}, n_a) and (1, {T}, 1)"
            raise ValueError(f"forward returned shapes {a.shape} and {o.shape}, they should be {expected}")
        loss = float(self.loss(o, y[None, :, None], mask[None]))
        return a[0], 0.5 * (1 + np.tanh(o[0, :, 0] / 2)), loss

    def find(self):
        """Everything of the present state: a dictionary."""
        pads, T = self.pads.value, len(self.tokens)
        first = pads if self.side.value == "left" else 0
        x = np.full((T + pads, self.x.shape[1]), 0.0 if self.content.value == "zeros" else 5.0)
        y, real = np.zeros(T + pads), np.zeros(T + pads)
        x[first : first + T], y[first : first + T], real[first : first + T] = self.x, self.y, 1
        mask = real if self.mask.value else np.ones(T + pads)
        a, y_hat, loss = self._run(x, y, mask)
        states, outputs, plain = self.plain
        rows = [
            ("states", np.abs(a[first + 1 : first + T + 1] - states[1:]).max()),
            ("probabilities", np.abs(y_hat[first : first + T] - outputs).max()),
            ("loss", abs(loss - plain)),
        ]
        words = [None] * first + self.tokens + [None] * (pads - first)
        return ({"words": words, "a": a[1:], "y_hat": y_hat, "mask": mask, "loss": loss, "rows": rows},)

    def show(self, now):
        """Above, every position with its state, probability and mask; below, the equality meter."""
        scene, meter = Scene(_WIDTH, self.height), self.height - 136
        self._draw_positions(scene, now, self.plain[0].shape[1])
        scene.line([(8, meter), (_WIDTH - 8, meter)], GREY, 1, ":")
        scene.text(8, meter + 22, "Compared with the sentence without pads", 16, INK, bold=True)
        for k, (name, difference) in enumerate(now["rows"]):
            self._draw_row(scene, meter + 52 + 32 * k, name, difference, now["loss"])
        return scene

    def _draw_positions(self, scene, now, n_a):
        width = min(96, (_WIDTH - _LEFT - 8) / len(now["words"]))
        for y, label in ((26, "token"), (50 + 9 * n_a, "state"), (72 + 18 * n_a, "probability"), (106 + 18 * n_a, "mask")):
            scene.text(_LEFT - 12, y, label, 15, GREY, "end")
        for i, word in enumerate(now["words"]):
            x, cell = _LEFT + width * i, width - 5
            draw_token(scene, x, 10, cell, word, height=32)
            for k, value in enumerate(now["a"][i]):
                scene.rectangle(x, 50 + 18 * k, cell, 18, signed_tint(0.8 * value, 1), GREY, thickness=1)
            y = 60 + 18 * n_a
            scene.rectangle(x, y, cell, 24, PALE).rectangle(x, y, cell * now["y_hat"][i], 24, tint(COLOURS["output"], 0.7))
            scene.text(x + cell / 2, y + 12, f"{now['y_hat'][i]:.2f}", 14, INK, "middle", font="mono")
            counts = now["mask"][i] > 0
            scene.text(x + cell / 2, y + 46, int(counts), 16, INK if counts else GREY, "middle", bold=bool(counts), font="mono")

    def _draw_row(self, scene, y, name, difference, loss):
        equal = difference <= _EQUAL
        scene.text(160, y, name, 16, INK, "end")
        scene.rectangle(178, y - 13, 120, 26, "#ffffff" if equal else COLOURS["highlight"], INK, 5)
        scene.text(238, y, "= equal" if equal else "≠ differ", 16, INK, "middle", bold=not equal)
        if name == "loss":
            scene.text(316, y, f"{loss:.4f} with pads, {self.plain[2]:.4f} without", 16, INK)
        elif not equal:
            scene.text(316, y, f"largest difference {difference:.4f}", 16, INK)

    def say(self, now):
        """What the picture shows, as sentences."""
        pads = self.pads.value
        what = f"{pads} pad{'' if pads == 1 else 's'} of {self.content.value} on the {self.side.value}"
        start = "No pads" if pads == 0 else what
        verdicts = [_verdict(name, difference) for name, difference in now["rows"]]
        rule = "with the mask" if self.mask.value else "without a mask"
        return f"{start}, {rule}: {', '.join(verdicts)} ({now['loss']:.4f} against {self.plain[2]:.4f})."


def _verdict(name, difference):
    if difference <= _EQUAL:
        return f"{name} equal"
    return f"{name} differs" if name == "loss" else f"{name} differ"
