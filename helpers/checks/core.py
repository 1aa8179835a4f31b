"""The machinery behind every exercise check: three outcomes and a decorator that prints them."""

import functools
import inspect
from dataclasses import dataclass

import numpy as np

RIGHT, WRONG, NOT_ATTEMPTED = "right", "wrong", "not attempted yet"
_WORDS = {RIGHT: "Right.", WRONG: "Not yet.", NOT_ATTEMPTED: "Not attempted yet."}


@dataclass(frozen=True)
class Outcome:
    """What a check found: `status` is RIGHT, WRONG or NOT_ATTEMPTED; `message` says why, in a sentence to the reader."""

    status: str
    message: str

    def __str__(self):
        return f"{_WORDS[self.status]} {self.message}".strip()


def right(message=""):
    """The answer is right; `message` says what it shows."""
    return Outcome(RIGHT, message)


def wrong(message):
    """The answer is wrong; `message` names the mistake and the next step."""
    return Outcome(WRONG, message)


class NotAttemptedError(Exception):
    """The reader's function still returns the three dots of the starter."""


def call(function, *arguments):
    """Call the reader's function on copies of the arguments. Raises NotAttemptedError if it returns ``...``."""
    result = function(*(a.copy() if isinstance(a, np.ndarray | dict | list) else a for a in arguments))
    if result is ...:
        raise NotAttemptedError
    return result


def exercise(examine):
    """Turn ``examine(answer) -> Outcome`` into a check that prints its outcome and returns None.

    Three dots (as an answer, or returned by the reader's function) mean "not attempted yet". An exception in the reader's
    function becomes a "not yet" that names it. The outcome itself, for tests, is ``check.outcome(answer)``.
    """

    def outcome(*answers):
        if any(answer is ... for answer in answers):
            return _not_attempted(examine)
        try:
            return examine(*answers)
        except NotAttemptedError:
            return _not_attempted(examine)
        except Exception as error:  # whatever the reader's code raises is part of the answer
            return wrong(f"Your code stopped with {type(error).__name__}: {error}")

    @functools.wraps(examine)
    def check(*answers):
        print(outcome(*answers))

    check.outcome = outcome
    return check


def _not_attempted(examine):
    task = (inspect.getdoc(examine) or "").partition("\n")[0]
    return Outcome(NOT_ATTEMPTED, f"Replace the three dots: {task[:1].lower()}{task[1:]}" if task else "Replace the three dots.")


def same_shape(array, expected):
    """None if the array has the expected shape, else an Outcome that says which shape it has and should have."""
    shape = np.shape(array)
    return None if shape == tuple(expected) else wrong(f"The shape is {shape}, it should be {tuple(expected)}.")
