"""Tests of an exercise's check, made from tables. A row begins with the check and the answers that it is given."""

import pytest

from helpers.checks import core


def _table(rows):
    rows = list(rows)
    return pytest.mark.parametrize("row", rows, ids=[f"{row[0].__name__}-{k}" for k, row in enumerate(rows)])


def right(rows):
    """A test for each row (check, *answers): these are right."""

    @_table(rows)
    def test(row):
        outcome = row[0].outcome(*row[1:])
        assert outcome.status == core.RIGHT, outcome

    return test


def wrong(rows):
    """A test for each row (check, *answers, words): these are wrong, and the message has the words, but not the formula."""

    @_table(rows)
    def test(row):
        examine, *answers, words = row
        outcome = examine.outcome(*answers)
        assert outcome.status == core.WRONG and words in outcome.message, outcome
        assert not outcome.formula or outcome.formula not in outcome.message, "the formula waits for the third try"

    return test


def untouched(rows):
    """A test for each row (check, *answers): these are what stands in the starter, and the check names the task."""

    @_table(rows)
    def test(row, capsys):
        assert row[0].outcome(*row[1:]).status == core.NOT_ATTEMPTED and row[0](*row[1:]) is None
        assert capsys.readouterr().out.startswith("Not attempted yet. Replace the three dots: ")

    return test


def broken(checks):
    """Rows for `wrong`: functions without a result and with an error, for each check of a function."""
    programs = ((lambda *a: None, "return"), (lambda *a: 1 / 0, "ZeroDivisionError"))
    return [(examine, *row) for examine in checks for row in programs]
