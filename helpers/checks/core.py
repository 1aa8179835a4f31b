"""How every exercise is judged: by the value of an answer, not by its type.

How to write a check
--------------------
A check is a function that reads an answer and returns `right(...)` or `wrong(...)`; `@exercise` makes it print:

    @exercise
    def half(answer):
        '''Give one half of five.'''                 # the first line is the task: "Replace the three dots: give ..."
        value = number(answer)                       # list, array, float32, Fraction, shape (1,): all the same to you
        if rounded(value, 2.5):                      # 2.5, but 0.33 and 0.333 too where the value is 1/3
            return right("Two and a half.")
        mistakes = [(10, "You doubled."), (3, "You subtracted.")]        # known mistakes are named at once
        return mistaken(value, mistakes, "Cut it in two.", formula="5 / 2")  # the formula is printed from the third try on

A function of the reader's is compared with the right one on random cases, and with the programs that people write by
mistake; `compare` says which of them it is:

    @exercise
    def slope(function):
        '''Return the slope of tanh at a = tanh(s).'''
        cases = random_cases(lambda rng: (np.tanh(rng.normal(size=4)),))
        mistakes = [(lambda a: 1 - a, "a has to be squared."), (lambda a: a**2, "The 1 is missing.")]
        compare(function, lambda a: 1 - a**2, cases, mistakes, formula="1 - a**2")
        return right("Never more than 1.")

What the tools find wrong they raise as `NotYetError`, which `@exercise` prints, so a check needs no `if` for it: `number`,
`whole_number`, `array`, `items`, `names` read an answer; `call` runs the reader's function on copies; `close` compares values,
`rounded` numbers that people type. nan, infinity and what overflows are never right. In tests use `check.outcome(answer)`:
it counts no tries and has the fields `status`, `message` and `formula`.
"""

import copy
import functools
import inspect
import itertools
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from numbers import Number

import numpy as np

RIGHT, WRONG, NOT_ATTEMPTED = "right", "wrong", "not attempted yet"
TRIES_BEFORE_FORMULA = 3
_WORDS = {RIGHT: "Right.", WRONG: "Not yet.", NOT_ATTEMPTED: "Not attempted yet."}


@dataclass(frozen=True)
class Outcome:
    """What a check found: `status` is RIGHT, WRONG or NOT_ATTEMPTED; `message` says why, in a sentence to the reader.

    `formula` is what the reader sees from the third wrong try on.
    """

    status: str
    message: str
    formula: str = ""

    def __str__(self):
        return f"{_WORDS[self.status]} {self.message}".strip()


def right(message=""):
    """The answer is right; `message` says what it shows."""
    return Outcome(RIGHT, message)


def wrong(message, formula=""):
    """The answer is wrong; `message` names the mistake, `formula` is shown from the third try on."""
    return Outcome(WRONG, message, formula)


class NotAttemptedError(Exception):
    """The answer, or what the reader's function returns, still holds the three dots of the starter."""


class NotYetError(Exception):
    """The answer is wrong: raise it anywhere below a check, with the words of `wrong`."""

    def __init__(self, message, formula=""):
        super().__init__(message)
        self.outcome = wrong(message, formula)


def exercise(examine):
    """Turn ``examine(answer) -> Outcome`` into a check that prints its outcome and returns None.

    Three dots (as an answer, in it, or returned by the reader's function) mean "not attempted yet". An exception in the
    reader's function becomes a "not yet" that names it. ``check.outcome(answer)`` gives the outcome without printing or
    counting; ``check.tries`` counts the wrong answers since the last right one.
    """

    def outcome(*answers):
        try:
            _refuse_dots(answers)
            return examine(*answers)
        except NotAttemptedError:
            return _not_attempted(examine)
        except NotYetError as error:
            return error.outcome
        except Exception as error:  # whatever the reader's code raises is part of the answer
            notes = getattr(error, "__notes__", [])  # `call` says there what it called with
            return wrong(" ".join([f"Your code stopped with {type(error).__name__}: {error}.", *notes]))

    @functools.wraps(examine)
    def check(*answers):
        found = outcome(*answers)
        check.tries = {RIGHT: 0, WRONG: check.tries + 1}.get(found.status, check.tries)
        show_formula = found.formula and check.tries >= TRIES_BEFORE_FORMULA
        say(f"{found} Here is the formula: {found.formula}" if show_formula else found)

    check.outcome, check.tries = outcome, 0
    return check


def say(message):
    """Print a message in lines of at most 88 columns, broken at spaces only: a narrower page cuts printouts anywhere."""
    fill = textwrap.TextWrapper(88, break_long_words=False, break_on_hyphens=False).fill
    print("\n".join(fill(line) for line in str(message).splitlines()))


def _not_attempted(examine):
    task = (inspect.getdoc(examine) or "").partition("\n")[0]
    return Outcome(NOT_ATTEMPTED, f"Replace the three dots: {task[:1].lower()}{task[1:]}" if task else "Replace the three dots.")


def _refuse_dots(answer):
    """Raise NotAttemptedError if an answer is the three dots or holds them."""
    if answer is ...:
        raise NotAttemptedError
    if isinstance(answer, list | tuple | dict):
        for part in answer.values() if isinstance(answer, dict) else answer:
            _refuse_dots(part)


def items(answer, name="Your answer"):
    """The parts of an answer as a list: of a list, tuple, array, set, range, generator, or the values of a dictionary."""
    if not _is_sequence(answer):
        raise NotYetError(f"{name} should be a list, not {_kind(answer)}.")
    if isinstance(answer, np.ndarray) and answer.dtype.kind != "f":
        answer = answer.tolist()  # int and str, as in a list
    parts = list(itertools.islice(answer.values() if isinstance(answer, Mapping) else answer, 1_000_000))
    _refuse_dots(parts)
    return parts


def _kind(answer):
    """The type of an answer, as a sentence may end with it."""
    return "None, which is what a function without `return` gives" if answer is None else type(answer).__name__


def array(answer, shape=None, name="Your answer"):
    """An answer as an array of finite floats (float32 stays float32); raises NotYetError, in words, if it is none.

    Takes whatever holds numbers in an order: nested lists, tuples, arrays, generators, Fractions, values of a dictionary,
    numbers. `shape`: what it should be; () and (1,) count as one.
    """
    found = _as_floats(answer)
    if isinstance(found, str):
        raise NotYetError(f"{name} {found}.")
    if not np.isfinite(found).all():
        raise NotYetError(f"{name} holds {'nan' if np.isnan(found).any() else 'an infinite number'}, and that is no number.")
    if shape is not None and not _shapes_agree(found.shape, tuple(shape)):
        raise NotYetError(f"{name} has shape {found.shape}, it should be {tuple(shape)}.")
    return found if shape is None else found.reshape(shape)


def _as_floats(answer):
    """The answer as an array of floats, or words that go on "Your answer ..." if it is none."""
    _refuse_dots(answer)
    try:
        found = np.asarray(_listed(answer))
        if found.dtype.kind == "O":
            kinds = {type(part).__name__ for part in found.flat if not isinstance(part, Number)}
            if kinds:
                return f"should hold numbers, not {_kind(answer) if answer is None else sorted(kinds)[0]}"
            found = found.astype(float)
    except ValueError:
        return "has rows of different length"
    except (TypeError, OverflowError):
        return "should hold numbers of a size that a computer can store"
    if found.dtype.kind not in "biuf":
        return f"should hold numbers, not {type(answer).__name__ if found.ndim == 0 else type(found.flat[0].item()).__name__}"
    return found if found.dtype.kind == "f" else found.astype(float)


def _listed(answer):
    """Generators, ranges, sets of one and dictionaries as lists, at any depth."""
    if isinstance(answer, list | tuple):
        return [_listed(part) for part in answer]
    if isinstance(answer, Mapping):
        return [_listed(part) for part in answer.values()]
    if isinstance(answer, set | frozenset) and len(answer) > 1:
        return np.array("a set")  # it has no order
    if isinstance(answer, Iterable) and not isinstance(answer, str | bytes) and not hasattr(answer, "__array__"):
        return [_listed(part) for part in itertools.islice(answer, 1_000_000)]
    return answer


def number(answer, name="Your answer"):
    """An answer as one float: int, float, Fraction, NumPy scalar, or an array or list that holds one number."""
    if isinstance(answer, bool | np.bool_):
        raise NotYetError(f"{name} should be a number, not bool.")
    found = _as_floats(answer)
    if isinstance(found, str) or found.size != 1:
        what = _kind(answer) if isinstance(found, str) else f"{found.size} numbers"
        raise NotYetError(f"{name} should be one number, not {what}.")
    value = array(found, name=name).reshape(-1)[0]
    return float(value) if value.dtype == np.float64 else value  # a float32 is written with fewer digits


def whole_number(answer, name="Your answer"):
    """An answer as an int: whatever `number` takes, if its value is whole (14, 14.0, np.int64(14), Fraction(14))."""
    if isinstance(answer, int | np.integer) and not isinstance(answer, bool):
        return int(answer)
    value = float(number(answer, name))
    if not value.is_integer():
        raise NotYetError(f"{name} should be a whole number, not {value:g}.")
    return int(value)


def names(answer, allowed, what="name"):
    """An answer as a set of the `allowed` names: ["A", "C"], {"a"}, an array, "A, C", ["A, C"], and "AC" for single letters."""
    parts = []
    for part in [answer] if isinstance(answer, str) else items(answer):
        parts += (re.findall(r"\w+", part) if isinstance(part, str) else []) or [part]
    parts = [part for part in parts if part != "and"]
    if len(parts) == 1 and isinstance(parts[0], str) and all(len(name) == 1 for name in allowed):
        parts = list(parts[0])
    known = {name.casefold(): name for name in allowed}
    strange = [part for part in parts if not isinstance(part, str) or part.strip().casefold() not in known]
    if strange:
        raise NotYetError(f"{strange[0]!r} is no {what} that is asked for; choose from {', '.join(allowed)}.")
    return {known[part.strip().casefold()] for part in parts}


def _shapes_agree(found, expected):
    return found == expected or {found, expected} == {(), (1,)}


def _precision(found):
    """The precision of an answer, relative to its largest entry: float16 and float32 by type, and float32 by its values too.

    (A list of numbers that came from a float32 array holds Python's floats; simple values such as 0.5 tell nothing.)
    """
    if found.dtype == np.float16:
        return 1e-2
    with np.errstate(over="ignore"):
        single, half = found.astype(np.float32), found.astype(np.float16)
    was_single = np.array_equal(single, found) and not np.array_equal(half, found) and not _is_whole(found)
    return 1e-5 if found.dtype == np.float32 or was_single else 1e-8


def _is_whole(numbers):
    return bool((numbers == np.round(numbers)).all())


def close(found, expected, tolerance=None):
    """True if an answer has the expected value, up to rounding in its own precision (float64, float32 or float16).

    `expected`: a number or an array, finite; a tuple of such, compared one by one; a dictionary, compared by its keys; words
    or lists of words, compared as they are. `found`: anything with that value, of any type. `tolerance`: relative to the
    largest entry; give it where the reader approximates. Shapes must agree, but () is as good as (1,).
    """
    if isinstance(expected, Mapping):
        same = isinstance(found, Mapping) and found.keys() == expected.keys()
        return same and all(close(found[key], expected[key], tolerance) for key in expected)
    value = "" if isinstance(expected, tuple) else _as_floats(expected)
    if isinstance(value, str):  # several results, or words
        if not isinstance(expected, tuple | list):
            return isinstance(found, type(expected)) and found == expected
        parts = items(found) if _is_sequence(found) else [found]
        return len(parts) == len(expected) and all(close(*pair, tolerance) for pair in zip(parts, expected))
    if not np.isfinite(value).all():
        raise ValueError("the expected value is not finite: a check needs finite cases")
    found = _as_floats(found)
    if isinstance(found, str) or not _shapes_agree(found.shape, value.shape) or not np.isfinite(found).all():
        return False
    limit = max(_precision(found), tolerance or 0) * (np.abs(value).max(initial=0) or 1.0)
    if _precision(found) < 1e-6 and _is_whole(found) and _is_whole(value):
        limit = min(limit, 0.5)  # counts are equal or they are not
    return bool((np.abs(found.astype(float).reshape(value.shape) - value) <= limit).all())


def _is_sequence(answer):
    return isinstance(answer, Iterable) and not isinstance(answer, str | bytes) and getattr(answer, "ndim", 1) > 0


def rounded(found, expected, digits=2):
    """True if a number that somebody typed is `expected`, rounded or cut off after `digits` significant digits or more.

    For 1/32 = 0.03125 that is 0.03125, 0.0313, 0.0312 and 0.031, not 0.03 and not 0.0315: what is written must be right.
    """
    try:
        value, exact = number(found), Decimal(repr(float(expected)))
    except NotYetError:
        return False
    if close(value, float(expected)) or exact == 0:
        return close(value, float(expected))
    typed = Decimal(str(value))
    for places in range(digits, 17):
        unit = Decimal(1).scaleb(exact.adjusted() + 1 - places)
        off = abs(typed - exact)
        try:
            written = typed == typed.quantize(unit)  # no digit stands behind this place
        except InvalidOperation:
            return False
        if written and (off <= unit / 2 or (off < unit and abs(typed) < abs(exact))):
            return True
    return False


def mistaken(found, mistakes, otherwise, formula="", same=rounded):
    """`wrong` with the words of the first of the mistakes, pairs (value, words), that was found; `otherwise` if none was.

    same(found, value): `rounded` for numbers that people type, `close` for counts, arrays and words.
    """
    return wrong(next((words for value, words in mistakes if same(found, value)), otherwise), formula)


def call(function, *arguments, in_place=None, untouched=False):
    """What the reader's function returns for copies of the arguments. Raises NotAttemptedError if it returns ``...``.

    `in_place`: the number of an argument that counts as the result if the function returns None, for work that may be done
    in place or on a copy; otherwise None is refused. `untouched`: refuse a function that changes its arguments.
    """
    if not callable(function):
        raise NotYetError("Give the function itself, by its name, without brackets behind it.")
    copies = [copy.deepcopy(a) if isinstance(a, np.ndarray | dict | list | set) else a for a in arguments]
    try:
        with np.errstate(all="ignore"):
            result = function(*copies)
    except Exception as error:
        error.add_note(f"It was called with {_words(arguments)}.")
        raise
    if result is None:
        if in_place is None:
            missing = "Your function returns None: is there a `return` at the end of every way through it?"
            raise NotYetError(f"{missing} It was called with {_words(arguments)}.")
        result = copies[in_place]
    if result is ...:
        raise NotAttemptedError
    if untouched:
        for position, (before, after) in enumerate(zip(arguments, copies), start=1):
            if not _unchanged(before, after):
                raise NotYetError(f"Your function changes its argument number {position}. Work on a copy: .copy().")
    return _kept(result)


def _unchanged(before, after):
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_unchanged(before[key], after[key]) for key in before)
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    if isinstance(before, np.ndarray):
        return before.shape == after.shape and np.array_equal(before, after, equal_nan=before.dtype.kind == "f")
    return before is after or not isinstance(before, set) or before == after


def random_cases(make, n=5, seed=0):
    """`n` cases for `compare`: ``make(rng)`` returns the arguments of one call, a tuple; the same ones in every run."""
    return [make(np.random.default_rng([seed, k])) for k in range(n)]


def compare(function, reference, cases, mistakes=(), formula="", tolerance=None, in_place=None, untouched=False):
    """Return None if the reader's function gives what `reference` gives on every case, else raise NotYetError.

    cases: tuples of arguments; mistakes: pairs of a wrong program and the sentence that names its mistake. A mistake is named
    if its program gives what the reader's gives, on all cases. `tolerance` as in `close`; `in_place`, `untouched` as in `call`.
    """
    found = [call(function, *case, in_place=in_place, untouched=untouched) for case in cases]
    expected = [reference(*copy.deepcopy(case)) for case in cases]
    failed = [k for k, result in enumerate(found) if not close(result, expected[k], tolerance)]
    if not failed:
        return
    for program, words in mistakes:
        if _explains(program, cases, found, tolerance):
            raise NotYetError(words, formula)
    k = failed[0]
    raise NotYetError(_difference(found[k], expected[k], cases[k], tolerance), formula)


def _kept(result):
    """A result as it is now, whatever the function writes into it later; what comes from a generator in a list."""
    if isinstance(result, Mapping):
        return {key: _kept(value) for key, value in result.items()}
    if isinstance(result, list | tuple):
        return (list if isinstance(result, list) else tuple)(map(_kept, result))
    if hasattr(result, "__next__"):
        return list(itertools.islice(result, 1_000_000))
    return result.copy() if isinstance(result, np.ndarray) else result


def _explains(program, cases, found, tolerance):
    with np.errstate(all="ignore"):
        try:
            return all(_same(result, program(*copy.deepcopy(case)), tolerance) for case, result in zip(cases, found))
        except Exception:  # a wrong program need not run on every case
            return False


def _same(found, value, tolerance):
    """`close`, for the results of a wrong program: nan and infinity are like themselves."""
    values = None if isinstance(value, Mapping | tuple | str) else _as_floats(value)
    if not isinstance(values, np.ndarray) or np.isfinite(values).all():
        return close(found, value, tolerance)
    ours = _as_floats(found)
    return isinstance(ours, np.ndarray) and ours.shape == values.shape and np.allclose(ours, values, equal_nan=True)


def _difference(found, expected, case, tolerance=None):
    """The sentence about a result that no known mistake explains."""
    if isinstance(expected, tuple) and _is_sequence(found):
        parts = items(found)
        if len(parts) != len(expected):
            return f"You return {len(parts)} results, it should be {len(expected)}."
        k = next(k for k, pair in enumerate(zip(parts, expected)) if not close(*pair, tolerance))
        return f"Result {k + 1} of {len(expected)}: {_difference(parts[k], expected[k], case, tolerance)}"
    values = None if isinstance(expected, Mapping | tuple | str) else _as_floats(expected)
    ours = _as_floats(found) if isinstance(values, np.ndarray) else None
    if isinstance(found, tuple) and isinstance(values, np.ndarray) and not isinstance(ours, np.ndarray):
        return f"You return {len(found)} results, it should be one, of shape {values.shape}."
    if not isinstance(ours, np.ndarray):
        return f"For {_words(case)} you return {_words((found,))}, it should be {_words((expected,))}."
    if values.ndim == 0 and not _shapes_agree(ours.shape, ()):
        what = f"{ours.size} numbers" if ours.size != 1 else f"an array of shape {ours.shape}"
        return f"You return {what}, it should be one number."
    if not _shapes_agree(ours.shape, values.shape):
        return f"The shape is {ours.shape}, it should be {values.shape}."
    what, ours = "you return", ours.reshape(values.shape)[()]
    if _words((values,)).startswith("an array"):  # too long to print, so one number of it
        off = np.where(np.isfinite(ours), np.abs(ours - values), np.inf)
        place = np.unravel_index(off.argmax(), off.shape)
        what, ours, values = f"number [{', '.join(map(str, place))}] of your result is", ours[place], values[place]
    if not np.isfinite(ours).all():
        return f"For {_words(case)} {what} {_words((ours,))}: nan and inf are no numbers."
    texts = [_words((number,)) for number in (ours, values[()])]
    if texts[0] == texts[1]:
        texts = [repr(number.tolist()) for number in (ours, values)]
    return f"For {_words(case)} {what} {texts[0]}, it should be {texts[1]}."


def _words(arguments):
    """Arguments as a sentence may hold them; long ones by their shape."""
    parts = []
    for value in arguments:
        text = np.array2string(value, precision=4, separator=", ") if isinstance(value, np.ndarray) else repr(value)
        if isinstance(value, float | np.floating):
            text = f"{value:.6g}"
        text = " ".join(text.split())
        parts.append(text if len(text) <= 60 else f"an array of shape {np.shape(value)}"
                     if isinstance(value, np.ndarray) else text[:57] + "...")  # fmt: skip
    return ", ".join(parts)
