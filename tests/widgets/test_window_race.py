"""The race of windows, driven through its sliders; and the pictures of lecture 07."""

import numpy as np
import pace
import pytest

from helpers.figures import why_not as draw
from helpers.figures.show import png_bytes
from helpers.widgets.window_race import WindowRace

TOKENS = ["We", "go", "to", "the", "old", "city", "of", "Rome", "from", "lovely", "Paris", "."]
SENTENCES = {gap: (TOKENS, 7, 1) for gap in range(11)}
LIMITS = {k: {gap: 1.0 if gap <= k - 2 else 0.5 for gap in range(11)} for k in (1, 3, 5)}
WINDOWS = {k: {gap: share - 0.01 for gap, share in row.items()} for k, row in LIMITS.items()}
NETWORKS = {"dense 256": dict.fromkeys(range(11), 0.87), "recurrent": dict.fromkeys(range(11), 0.99)}


def race():
    return WindowRace(SENTENCES, LIMITS, WINDOWS, NETWORKS)


def test_speaks_and_has_a_still_picture():
    data, metadata = race()._repr_mimebundle_()
    assert "Window of 5, gap 4: the cue is out of sight" in data["text/plain"]
    assert "recurrent 0.99" in metadata["image/png"]["alt"]


def test_the_sliders_move_window_and_gap():
    widget = race()
    widget.gap.value = 3
    assert "in sight. The best rule is right about 1.00" in widget.describe()
    widget.width.value = 1
    assert widget.k == 1 and "Window of 1, gap 3: the cue is out of sight" in widget.sentence.value
    assert widget.picture.value.count("Rome") == 1 and ">old<" not in widget.picture.value


def test_words_are_covered_outside_the_window():
    widget = race()
    shown = set()
    for place in (1, 2, 3):
        widget.width.value = place
        shown.add(widget.picture.value)
        assert (">of<" in widget.picture.value) == (widget.k >= 3) and ">Paris<" not in widget.picture.value
    assert len(shown) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (({}, LIMITS, WINDOWS, NETWORKS), "and a sentence"),
        ((SENTENCES, {1: LIMITS[1]}, WINDOWS, NETWORKS), "give the same"),
        ((SENTENCES, LIMITS, WINDOWS, {"recurrent": {0: 1.0}}), "'recurrent' has no share"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        WindowRace(*arguments)


def test_moving_a_slider_is_quick():
    widget = race()
    pace.assert_quick(widget.gap, range(11))


def test_typed_words_are_escaped():
    scene = draw.window_view(["<b>", "to", "Rome"], 2, 3)
    assert "<b>" not in scene.svg() and "&lt;b&gt;" in scene.svg()


def test_the_city_of_a_window_is_the_last_word_in_sight():
    words = draw.window_view(TOKENS, 7, 3).svg()
    assert ">city<" in words and ">of<" in words and ">Rome<" in words and ">old<" not in words and ">from<" not in words


@pytest.mark.parametrize(("layers", "k", "reach"), [(1, 3, 3), (5, 3, 11), (2, 5, 9), (3, 1, 1)])
def test_reach_of_a_stack(layers, k, reach):
    scene = draw.reach_of_stack(layers, k)
    inputs = [shape for shape in scene.shapes if shape[0] == "circle"][-(reach + 2) :]
    assert sum(shape[4] == draw.COLOURS["input"] for shape in inputs) == reach
    assert f"reach {reach}" in scene.svg()


def test_a_stack_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="this picture holds 20 tokens"):
        draw.reach_of_stack(5, 6)


def test_staircase_draws_lines_and_dots():
    lines = {k: np.array(list(row.values())) for k, row in LIMITS.items()}
    dots = {k: np.array(list(row.values())) for k, row in WINDOWS.items()}
    bare, full = draw.staircase(lines)[0], draw.staircase(lines, dots)[0]
    assert len(full.axes[0].lines) == len(bare.axes[0].lines) + 3
    assert png_bytes(bare) == png_bytes(draw.staircase(lines)[0]) != png_bytes(full)


def test_table_marks_the_best_of_each_column():
    rows = {"window 5": (8353, 0.76, 1.0, 0.5, 0.75), "recurrent": (7329, 0.99, 1.0, 0.99, 0.97)}
    bold = [shape[3] for shape in draw.race_table(rows).shapes if shape[0] == "text" and shape[7]]
    assert {"7,329", "0.99", "1.00", "0.97"} <= set(bold) and "0.76" not in bold
