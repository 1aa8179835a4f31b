"""One cell over time, driven through its traits without a browser."""

import numpy as np
import pace
import pytest

from helpers.widgets.cell_keeper import CellKeeper


def contents(forget_bias, input_bias, T=20):
    keep = 1 / (1 + np.exp(-forget_bias))
    return np.r_[0, keep ** np.arange(T)] + (input_bias > 0) * 0.5


def test_open_gate_keeps_and_shut_gate_forgets():
    stage = CellKeeper(contents)
    stage.forget.value, stage.write.value = 8.0, -4.0
    assert "step 1 writes 1.00, and after step 20 the cell holds 0.99" in stage.describe()
    stage.forget.value = 0.0
    assert "after step 20 the cell holds less than 0.01" in stage.describe()
    stage.write.value = 1.0
    assert "step 1 writes 1.50" in stage.describe() and "1.5" in stage.picture.value


def test_a_bar_for_each_step():
    assert CellKeeper(contents).picture.value.count("<rect") == 20


@pytest.mark.parametrize("function", [lambda f, i: 1 / 0, lambda f, i: 3.0, lambda f, i: np.ones((2, 2))])
def test_what_the_readers_function_raises_is_shown(function):
    stage = CellKeeper(function)
    assert stage.describe().startswith("Your code stopped with ") and "Your code stopped" in stage.picture.value


def test_static_picture_and_words():
    data, metadata = CellKeeper(contents)._repr_mimebundle_()
    assert len(data["image/png"]) > 3000 and data["text/plain"].startswith("[widget] Forget bias 1")
    assert metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())


def test_moving_is_quick():
    stage = CellKeeper(contents)
    pace.assert_quick(stage.forget, range(5))
