"""The weight curve and the scoreboard, driven through their traits."""

import numpy as np
import pace
import pytest

from helpers.taught.glove import glove_weight
from helpers.widgets.scoreboard import Scoreboard
from helpers.widgets.weight_curve import WeightCurve

X = np.array([[0, 1.0], [20, 100]])
SCORES = {"a": {"p": np.array([0.5, 0.7]), "q": np.array([0.1])}, "b": {"p": np.array([0.2]), "q": np.array([0.9])}}


def test_weight_counts_the_cells():
    stage = WeightCurve(glove_weight, X)
    assert "25 % of the cells weigh nothing; 2 cells weigh 1" in stage.describe() and "weighs 0.18" in stage.describe()
    stage.x_max.value, stage.alpha.value = 50, 1.0
    assert "weighs 0.02" in stage.describe() and "1 cells weigh 1" in stage.describe()
    assert "x_max = 50, alpha = 1" in stage.picture.value


def test_weight_takes_the_readers_function():
    stage = WeightCurve(lambda X, x_max, alpha: np.ones_like(X), X)
    assert "0 % of the cells weigh nothing; 4 cells weigh 1, together 100 %" in stage.describe()
    assert "nan or inf" in WeightCurve(lambda X, x_max, alpha: X * np.nan, X).picture.value
    with pytest.raises(ValueError, match="no cell"):
        WeightCurve(glove_weight, np.zeros((0, 0)))


def test_scoreboard_sorts():
    board = Scoreboard(SCORES, {"purity": "p", "analogies": "q"})
    assert board.describe() == "By purity: a leads with 0.60, b is last with 0.20."
    first = board.picture.value.index(">a<")
    assert first < board.picture.value.index(">b<")
    board.sort.value = "analogies"
    assert board.describe() == "By analogies: b leads with 0.90, a is last with 0.10."
    assert board.picture.value.index(">b<") < board.picture.value.index(">a<")


def test_scoreboard_wants_every_score():
    with pytest.raises(ValueError, match="b has no score 'q'"):
        Scoreboard({"a": SCORES["a"], "b": {"p": np.ones(1)}}, {"purity": "p", "analogies": "q"})


def test_quick_enough_for_a_hand():
    stage = WeightCurve(glove_weight, np.random.default_rng(0).integers(0, 200, (600, 600)) / 2)
    board = Scoreboard(SCORES, {"p": "p", "q": "q"})
    pace.assert_quick(stage.x_max, (5, 6, 7))
    pace.assert_quick(board.sort, ("q", "p"))
