"""Answers are judged by value: every type that holds it passes, and what is no finite number never does."""

from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks import core

A = np.array([0.1, -2.5, 1 / 3])


def types_of(values):
    """The same numbers in every type in which people hand them in."""
    return {
        "list": list(map(float, values)),
        "tuple": tuple(map(float, values)),
        "array": np.array(values),
        "float32": np.array(values, np.float32),
        "float16": np.array(values, np.float16),
        "list of float32": list(np.array(values, np.float32)),
        "floats from float32": np.array(values, np.float32).tolist(),
        "generator": (float(v) for v in values),
        "map": map(float, values),
        "dict": {k: v for k, v in enumerate(values)},
        "dict values": OrderedDict(enumerate(values)).values(),
        "fractions": [Fraction(float(v)) for v in values],
        "decimals": [Decimal(float(v)) for v in values],
        "longdouble": np.array(values, np.longdouble),
        "objects": np.array(list(values), object),
        "not contiguous": np.repeat(values, 2)[::2],
    }


def type_name(answer):
    """The name of a case: its type, which is the same in every process, as an address in memory is not."""
    return type(answer).__name__


@pytest.mark.parametrize("kind", types_of(A))
def test_a_value_is_accepted_in_every_type(kind):
    assert core.close(types_of(A)[kind], A)
    assert core.array(types_of(A)[kind], (3,)).shape == (3,)
    wrong = types_of(A + np.array([0, 0, 0.1]))[kind]
    assert not core.close(wrong, A)


@pytest.mark.parametrize("one", [14, 14.0, np.int64(14), np.uint8(14), np.float32(14), np.array(14), np.array([14]), [14], (14,),
                                 Fraction(14), Decimal(14), iter([14])], ids=type_name)  # fmt: skip
def test_one_number_in_every_type(one):
    if hasattr(one, "__next__"):
        assert core.whole_number(one) == 14
        return
    assert core.whole_number(one) == 14 and isinstance(core.whole_number(one), int)
    assert core.number(one) == 14 and core.close(one, 14) and core.rounded(one, 14) and core.close(one, np.array([14.0]))


@pytest.mark.parametrize("bad", ["14", None, True, [1, 2], [], np.nan, np.inf, -np.inf, [np.nan], 10**400, 1j, {1, 2}, "a", b"14",
                                 np.float32(np.inf), Decimal("NaN"), [None], object()], ids=type_name)  # fmt: skip
def test_what_is_no_number_is_refused_in_words(bad):
    with pytest.raises(core.NotYetError) as caught:
        core.number(bad)
    assert str(caught.value).startswith("Your answer") and caught.value.outcome.status == core.WRONG
    assert not core.rounded(bad, 14) and not core.close(bad, 14)


def test_whole_numbers_are_whole():
    with pytest.raises(core.NotYetError, match=r"whole number, not 14\.5"):
        core.whole_number(14.5)
    assert core.whole_number(2**60) == 2**60


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e400])
def test_nan_and_overflow_are_never_right(bad):
    for value in ([bad, 1.0], np.array([bad, 1.0], np.float32), [[bad, 1.0]]):
        assert not core.close(value, np.array([1.0, 1.0]))
        assert not core.close(value, np.array([1.0, 1.0]), tolerance=1e300)
        with pytest.raises(core.NotYetError, match="no number"):
            core.array(value)
    with pytest.raises(ValueError, match="finite cases"):
        core.close([1.0], [bad])


def test_precision_is_that_of_the_answer():
    value = np.random.default_rng(0).normal(size=50)
    assert core.close(value.astype(np.float32), value) and core.close(value.astype(np.float16), value)
    assert core.close(value.astype(np.float32).tolist(), value)
    assert not core.close(value + 1e-6, value) and core.close(value + 1e-12, value)
    assert not core.close(value.astype(np.float32) + np.float32(1e-3), value)
    assert core.close(value + 1e-4, value, tolerance=1e-3)
    assert not core.close([1.0, 0.0], [0.99999, 0.00001])  # simple values say nothing of a coarse type
    assert not core.close(12_799_361, 12_799_360) and not core.close([2.0**40 + 1], [2**40])


def test_shapes():
    assert core.close([[1, 2]], np.array([[1, 2]])) and not core.close([1, 2], [[1, 2]]) and not core.close([[1], [2]], [1, 2])
    assert core.close([3.0], 3.0) and core.close(3.0, [3.0]) and not core.close([[3.0]], 3.0) and not core.close([3, 3], 3)
    assert core.close([], []) and not core.close([], [1]) and not core.close(1, [])
    assert core.array([5], ()).shape == () and core.array(5, (1,)).shape == (1,)
    for ragged in ([[1, 2], [3]], [1, [2]]):
        with pytest.raises(core.NotYetError, match=r"different length|numbers"):
            core.array(ragged)
    with pytest.raises(core.NotYetError, match=r"dW has shape \(2,\), it should be \(3,\)"):
        core.array([1, 2], (3,), "dW")


def test_several_results_dictionaries_and_words():
    assert core.close([A, 2], (A, 2.0)) and core.close((A.tolist(), np.array(2)), (A, 2.0)) and not core.close((A,), (A, 2.0))
    assert core.close({"W": A.tolist(), "b": 1}, {"b": 1.0, "W": A}) and not core.close({"W": A}, {"W": A, "b": 1})
    assert not core.close({"W": A * np.nan}, {"W": A}) and not core.close(3, {"W": A}) and not core.close(3, (1, 2))
    assert core.close(("to", "go"), ["to", "go"]) and core.close(np.array(["to"]), ["to"]) and core.close(iter(["to"]), ["to"])
    assert core.close([["a"], ("b", "c")], [["a"], ["b", "c"]]) and not core.close("to", ["t", "o"]) and core.close("to", "to")
    assert not core.close(np.array(["to", "go"]), "to") and core.close(None, None) and core.close(np.True_, True)


@pytest.mark.parametrize("value, good, bad", [
    (0.5**5, [0.03125, 0.0313, 0.0312, 0.031, "1/32"], [0.03, 0.0315, 0.032, 0.0314, 0.03126, 0.02]),
    (1 / 3, [0.33, 0.333, 0.3333333, "1/3"], [0.3, 0.34, 0.332, 0.3334, 0.33334]),
    (2 / 3, [0.67, 0.66, 0.667, 0.666], [0.7, 0.6, 0.65, 0.668]),
    (0.30001, [0.3, 0.30001], [0.31, 0.3002]),
    (68.967563936528, [69, 69.0, 68.97, 68.96, 68.9], [70, 67, 68.95, 6.9]),
    (-0.34055, [-0.34, -0.341, -0.340], [0.34, -0.35, -0.3]),
    (1250.0, [1250, 1200, 1300], [1000, 1240, 1260]),
    (0.0, [0, 0.0, 1e-12], [0.001, 0.1]),
])  # fmt: skip
def test_numbers_are_right_as_people_round_them(value, good, bad):
    for answer in good:
        answer = Fraction(answer) if isinstance(answer, str) else answer
        assert core.rounded(answer, value) and core.rounded(np.float64(answer), value), answer
        assert core.rounded(np.float32(answer), value) and core.rounded([answer], value), answer
    for answer in bad:
        assert not core.rounded(answer, value) and not core.rounded(np.float32(answer), value), answer


def test_more_digits_can_be_asked_for():
    assert core.rounded(0.031, 1 / 32) and not core.rounded(0.031, 1 / 32, digits=3) and core.rounded(0.0313, 1 / 32, digits=3)


@given(st.floats(1e-6, 1e6), st.integers(2, 8), st.booleans())
def test_every_rounding_passes(value, digits, negative):
    value = -value if negative else value
    assert core.rounded(float(f"{value:.{digits - 1}e}"), value)
    wrong = value * 1.06
    assert not core.rounded(wrong, value) and not core.rounded(value / 1.06 if digits > 2 else -value, value)


@pytest.mark.parametrize("answer", ["A, C", "ac", "C and A", ["A", "C"], ("a", " c "), {"A", "C"}, np.array(["A", "C"]),
                                    ["A, C"], (name for name in "AC"), {"A": 1, "C": 2}.keys()], ids=type_name)  # fmt: skip
def test_names_in_every_type(answer):
    assert core.names(answer, "ABCD") == {"A", "C"}


def test_names_of_more_letters():
    assert core.names("W_aa, b_a", ["W_aa", "b_a", "W_ax"]) == core.names(["W_aa", "b_a"], ["W_aa", "b_a"]) == {"W_aa", "b_a"}
    for bad in ("AX", ["A", 3], "W_aa", 5):
        with pytest.raises(core.NotYetError):
            core.names(bad, "ABCD")


def test_items():
    for answer in ([1, 2], (1, 2), np.array([1, 2]), range(1, 3), iter([1, 2]), {"a": 1, "b": 2}, {1, 2}):
        assert core.items(answer) == [1, 2]
    for bad in ("12", 3, np.array(3), None):
        with pytest.raises(core.NotYetError, match="should be a list"):
            core.items(bad)


def double(a):
    """What the reader should write."""
    return 2 * a


def in_place(a):
    """The same, in place."""
    a *= 2


CASES = core.random_cases(lambda rng: (rng.normal(size=3),))


@pytest.mark.parametrize("answer", [double, lambda a: [2 * v for v in a], lambda a: (2 * v for v in a), lambda a: tuple(a + a),
                                    lambda a: a.astype("f4") * 2])  # fmt: skip
def test_compare_takes_right_functions(answer):
    assert core.compare(answer, double, CASES) is None


def test_results_are_kept_as_they_were_when_they_were_returned():
    """A function may fill one and the same array, or list or dictionary of it, in every call."""
    place, rows = np.zeros(3), {}

    def fills_one_array(a):
        place[:] = 2 * a
        return place

    def fills_a_dictionary(a):
        rows["W"] = fills_one_array(a)
        return rows

    core.compare(fills_one_array, double, CASES)
    core.compare(lambda a: (fills_one_array(a), 1), lambda a: (2 * a, 1), CASES)
    core.compare(fills_a_dictionary, lambda a: {"W": 2 * a}, CASES)
    with pytest.raises(core.NotYetError):
        core.compare(lambda a: fills_one_array(a) + 1, double, CASES)


def test_messages_say_with_what_a_function_was_called():
    check = core.exercise(lambda function: core.compare(function, lambda a: 2 * a, [(np.arange(3.0),)]))
    assert "IndexError" in (message := check.outcome(lambda a: a[9]).message) and "called with [0., 1., 2.]" in message
    assert "called with [0., 1., 2.]" in check.outcome(lambda a: None).message


def test_a_long_result_is_shown_by_the_number_that_is_wrong():
    a = np.arange(60.0).reshape(3, 20)
    with pytest.raises(core.NotYetError, match=r"number \[2, 4\] of your result is 90, it should be 88"):
        core.compare(lambda a: 2 * a + 2 * (a == 44), lambda a: 2 * a, [(a,)])


def test_work_in_place_is_right_where_the_check_says_so():
    assert core.compare(in_place, double, CASES, in_place=0) is None
    with pytest.raises(core.NotYetError, match="is there a `return`"):
        core.compare(in_place, double, CASES)

    def spoils(a):
        result = 2 * a
        a[0] = 7
        return result

    assert core.compare(spoils, double, CASES) is None
    with pytest.raises(core.NotYetError, match="changes its argument number 1"):
        core.compare(spoils, double, CASES, untouched=True)
    nested = {"W": [np.zeros(2)]}
    core.call(lambda d: d["W"][0].fill(5) or d, nested)
    assert nested["W"][0].tolist() == [0, 0]


MISTAKES = [(lambda a: a, "Nothing is doubled."), (lambda a: a**2, "That is the square."), (lambda a: 1 / 0, "never named")]


@pytest.mark.parametrize("answer, words", [
    (lambda a: a, "Nothing is doubled."),
    (lambda a: (a * a).astype(np.float32), "That is the square."),
    (lambda a: 3 * a, "it should be"),
    (lambda a: a * np.nan, "nan and inf are no numbers"),
    (lambda a: np.exp(a * 1e6), "no numbers"),
    (lambda a: a[:2], r"The shape is \(2,\), it should be \(3,\)"),
    (lambda a: None, "return"),
    (lambda a: "word", "it should be"),
    (3, "without brackets"),
])  # fmt: skip
def test_compare_names_the_mistake(answer, words):
    with pytest.raises(core.NotYetError, match=words):
        core.compare(answer, double, CASES, MISTAKES)


def test_none_is_called_by_its_cause():
    for read in (core.items, core.number, core.array, core.whole_number):
        with pytest.raises(core.NotYetError, match="not None, which is what a function without `return` gives"):
            read(None, "What your function returns")


def test_compare_shows_the_place_of_a_long_result_and_the_number_of_one_of_several():
    cases = core.random_cases(lambda rng: (rng.normal(size=(5, 4)),))

    def spoiled(a):
        found = a * 2
        found[3, 1] = -7
        return found

    def both(a):
        return a.sum(axis=0), 2 * a

    with pytest.raises(core.NotYetError, match=r"number \[3, 1\] of your result is -7, it should be "):
        core.compare(spoiled, double, cases)
    with pytest.raises(core.NotYetError, match=r"^Result 2 of 2: .*result is -7"):
        core.compare(lambda a: (a.sum(axis=0), spoiled(a)), both, cases)
    with pytest.raises(core.NotYetError, match=r"^Result 1 of 2: The shape is \(5,\), it should be \(4,\)"):
        core.compare(lambda a: (a.sum(axis=1), 2 * a), both, cases)
    with pytest.raises(core.NotYetError, match="You return 3 results, it should be 2"):
        core.compare(lambda a: (*both(a), a), both, cases)
    with pytest.raises(core.NotYetError, match=r"you return 3, it should be 4\.$"):
        core.compare(lambda a: np.int64(3), lambda a: 4, cases)
    with pytest.raises(core.NotYetError, match=r"1\.0000001, it should be 1\.0"):
        core.compare(lambda a: 1.0000001, lambda a: 1.0, cases)


def test_a_mistake_that_gives_infinity_is_named_too():
    cases = [(np.array([0.0, 1.0, 2.0]),)]
    with pytest.raises(core.NotYetError, match="log of 0"):
        core.compare(np.log, lambda a: np.log(np.maximum(a, 1)), cases, [(np.log, "That is the log of 0.")])
    with pytest.raises(core.NotYetError, match="no numbers"):
        core.compare(lambda a: a * np.nan, lambda a: np.log(np.maximum(a, 1)), cases, [(np.log, "That is the log of 0.")])


def test_random_cases_are_the_same_in_every_run():
    again = core.random_cases(lambda rng: (rng.normal(size=3),))
    assert all(np.array_equal(a[0], b[0]) for a, b in zip(CASES, again)) and not np.array_equal(CASES[0][0], CASES[1][0])


@core.exercise
def halve(function):
    """Return one half."""
    core.compare(function, lambda a: a / 2, CASES, [(double, "You doubled.")], formula="a / 2")
    return core.right("Half.")


def test_the_formula_comes_with_the_third_wrong_try_and_goes_with_a_right_one(capsys):
    halve.tries = 0

    def said(answer):
        halve(answer)
        return capsys.readouterr().out

    for _ in range(2):
        for _ in range(2):
            assert said(double) == "Not yet. You doubled.\n"
        assert said(...).startswith("Not attempted yet. Replace the three dots: return one half.")
        assert halve.outcome(double) == core.Outcome(core.WRONG, "You doubled.", "a / 2")
        assert said(lambda a: 1 / 0).startswith("Not yet. Your code stopped with ZeroDivisionError")
        assert said(double) == "Not yet. You doubled. Here is the formula: a / 2\n"
        assert said(lambda a: a / 2) == "Right. Half.\n" and halve.tries == 0


@pytest.mark.parametrize("answer", [..., [1, ...], {"W": ...}, [[...]], lambda a: ..., lambda a: [1, ..., 3]], ids=type_name)
def test_three_dots_anywhere_are_not_attempted(answer):
    @core.exercise
    def anything(answer):
        """Give it."""
        if callable(answer):
            core.compare(answer, double, CASES)
        return core.right(str(core.array(answer)))

    assert anything.outcome(answer) == core.Outcome(core.NOT_ATTEMPTED, "Replace the three dots: give it.")
