"""The budget of a move follows the machine, and still fails a move that has become too slow."""

import time

import pace
import pytest


class Planted:
    """A control whose moves to `slow` take that many seconds of CPU."""

    def __init__(self, seconds, slow="b"):
        self.seconds, self.slow, self.moves = seconds, slow, []

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name == "value":
            self.moves.append(value)
            end = time.process_time() + self.seconds * (value == self.slow)
            while time.process_time() < end:
                pass


def test_a_move_that_is_several_times_too_slow_fails_on_this_machine():
    planted = Planted(0.010 * 3 * pace.scale())
    with pytest.raises(AssertionError, match="the move to 'b' takes"):
        pace.assert_quick(planted, "abc")
    assert planted.moves == list("c" + "abc" * pace.ROUNDS)
    pace.assert_quick(planted, "ac")


@pytest.mark.parametrize(("yardstick", "spent", "quick"), [(2, 1.5, True), (2, 4, False), (0.5, 0.7, True), (0.5, 2, False)])
def test_budget_grows_with_the_yardstick_and_never_shrinks(monkeypatch, yardstick, spent, quick):
    """`yardstick` in references, `spent` in budgets of 20 ms."""
    monkeypatch.setattr(pace, "yardstick", lambda: yardstick * pace.REFERENCE)
    try:
        pace.assert_quick(Planted(0.020 * spent), "ab", budget=20)
    except AssertionError:
        assert not quick
    else:
        assert quick


def test_a_move_to_the_same_value_is_no_move():
    with pytest.raises(AssertionError, match="has to be a move"):
        pace.assert_quick(Planted(0), "aba")
