"""Checks of lecture 16."""

import numpy as np

from helpers.checks.core import call, exercise, right, same_shape, wrong


def _number(answer):
    return isinstance(answer, int | float | np.number) and not isinstance(answer, bool)


@exercise
def cell_by_hand(answer):
    """Compute the new content of the cell by hand."""
    if not _number(answer):
        return wrong(f"Give a number, not {type(answer).__name__}.")
    if abs(answer - 0.8) < 1e-6:
        return right("Half of what was there, and a fifth of minus one.")
    if abs(answer - 1.2) < 1e-6:
        return wrong("The candidate is negative: its part is subtracted.")
    if abs(answer - 0.0) < 1e-6:
        return wrong("The input gate scales the candidate: 0.2 of it, not all.")
    return wrong("c is f times the old content plus i times the candidate.")


@exercise
def half_life(answer):
    """Give the number of steps after which half is left."""
    if not _number(answer):
        return wrong(f"Give a number, not {type(answer).__name__}.")
    if abs(answer - np.log(0.5) / np.log(0.99)) < 0.6:
        return right("About 69 steps. The plain latch of lecture 15 lost half of a change in less than one.")
    if abs(answer - 50) < 0.6:
        return wrong("That would be subtracting 0.01 in each step. Each step multiplies by 0.99.")
    return wrong("Solve 0.99 to the power of d = 0.5 for d, with logarithms.")


@exercise
def cell_update(function):
    """Return the new content of the cell, (B, n_a)."""
    c, f, i, g = (np.random.default_rng(k).uniform(0.1, 0.9, (2, 3)) for k in range(4))
    found = np.asarray(call(function, c, f, i, g))
    if outcome := same_shape(found, (2, 3)):
        return outcome
    if np.allclose(found, f * c + i * g):
        return right("Kept plus written. Nothing squashes the sum, so the way back stays open.")
    if np.allclose(found, np.tanh(f * c + i * g)):
        return wrong("No tanh here: it belongs to what the cell shows, a = o tanh(c). Inside, it would close the way back.")
    if np.allclose(found, i * c + f * g):
        return wrong("The gates are exchanged: f keeps the old content, i lets the new one in.")
    if np.allclose(found, f * c + (1 - f) * g):
        return wrong("That is a coupled gate, as in the GRU. The LSTM has an input gate of its own.")
    return wrong("Multiply gate by gate: what f keeps of c, plus what i lets in of g.")


@exercise
def how_many_weights(lstm, gru):
    """Count the weights of the recurrent layers of LSTM and GRU."""
    if not _number(lstm) or not _number(gru):
        return wrong("Give two whole numbers.")
    plain = 16 * 32 + 32 * 32 + 32
    if (lstm, gru) == (4 * plain, 3 * plain + 32):
        return right("6,272 and 4,736 against 1,568 of the plain layer: four times, and three times with one more bias.")
    if (lstm, gru) == (4 * plain, 3 * plain):
        return wrong("The LSTM is right. Our GRU has one more bias, b_u.")
    if lstm == 4 * (plain - 32):
        return wrong("Do not forget the biases b_a.")
    return wrong("A plain layer has n_a n_x + n_a n_a + n_a weights. How many such sets do the gates need?")
