"""The gradient that still trains, driven through its traits without a browser; progress bar and figures of lecture 11."""

import numpy as np
import pace
import pytest

from helpers.figures import training as draw
from helpers.figures.show import png_bytes
from helpers.widgets.gradient_bugs import GradientBugs
from helpers.widgets.progress import ProgressBar, progress_bar

LOSSES = {"right gradient": [0.1, 0.01, 0.001], "future dropped": [0.2, 0.1, 0.07], "slope missing": [0.4, 0.3, 0.29]}
ERRORS = {"right gradient": {"W_aa": 2e-10, "b_y": 1e-11}, "future dropped": {"W_aa": 0.78, "b_y": 1e-11},
          "slope missing": {"W_aa": 0.57, "b_y": 1e-11}}  # fmt: skip
SCORES = {"right gradient": [1, 0.99, 1], "future dropped": [0.8, 0.6, 0.53], "slope missing": [0.0, 0.0, 0.01]}


def widget():
    return GradientBugs(LOSSES, ERRORS, SCORES)


def test_evidence_stays_covered_until_asked_for():
    stage = widget()
    assert stage.bug.value == "slope missing" or stage.bug.value in LOSSES
    stage.bug.value = "future dropped"
    assert "from 0.200 to 0.070 (right gradient: 0.001)" in stage.describe()
    assert "check" not in stage.describe() and "F1 is" not in stage.describe()
    assert "0.78" not in stage.picture.value and "?" in stage.picture.value


def test_uncovering_shows_check_and_gaps():
    stage = widget()
    stage.bug.value, stage.check.value, stage.gaps.value = "future dropped", True, True
    words = stage.describe()
    assert "check fails for W_aa." in words and "F1 is 0.80 at gap 0 and 0.53 at gap 2" in words
    assert "0.78" in stage.picture.value and "&lt; 1e-7" in stage.picture.value and ">?<" not in stage.picture.value


def test_every_bug_has_its_own_picture():
    stage, seen = widget(), set()
    for name in list(LOSSES)[1:]:
        stage.bug.value = name
        assert name in stage.sentence.value
        seen.add(stage.picture.value)
    assert len(seen) == 2


def without(rows, name):
    return {key: value for key, value in rows.items() if key != name}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((without(LOSSES, "slope missing"), ERRORS, SCORES), "same names"),
        (({"right": [1, 1]}, {"right": {"W": 0}}, {"right": [1, 1]}), "then the bugs"),
        ((LOSSES | {"future dropped": [1.0]}, ERRORS, SCORES), "losses have lengths"),
        ((LOSSES, ERRORS, SCORES | {"future dropped": [1.0, 0.5]}), "scores have lengths"),
        ((LOSSES, ERRORS | {"future dropped": {"W_aa": 1}}, SCORES), "one number for each parameter"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        GradientBugs(*arguments)


def test_static_picture_and_words():
    data, metadata = widget()._repr_mimebundle_()
    assert len(data["image/png"]) > 5000 and data["text/plain"].startswith("[widget] ")
    assert metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())


def test_moving_is_quick():
    stage = widget()
    pace.assert_quick(stage.bug, list(LOSSES)[1:])
    pace.assert_quick(stage.check, (True, False))


def test_progress_bar_counts_and_says_the_same_in_every_run(capsys):
    bar = ProgressBar(range(3), "training")
    assert list(bar) == [0, 1, 2] and bar.bar.value == 3 and "3 of 3" in bar.words.value
    assert repr(bar) == "[progress] training: 3 steps" and len(bar) == 3
    assert capsys.readouterr().err == ""
    assert repr(progress_bar("other")(range(2))) == "[progress] other: 2 steps"


def test_a_broken_loop_leaves_the_bar_where_it_was():
    bar = ProgressBar(range(4))
    for step in bar:
        if step == 2:
            break
    assert bar.bar.value == 2 and bar.bar.bar_style != "success"


def test_progress_bar_needs_a_length():
    with pytest.raises(TypeError, match="generator has no length: give a list or a range"):
        ProgressBar(step for step in range(3))


def test_table_marks_what_gives_a_bug_away_in_every_start():
    right = np.array([[0.001, 1.0, 1.0], [0.002, 0.99, 0.98]])
    worse = np.array([[0.07, -0.2, -0.5]])
    runs = {"right": right, "future dropped": right + worse, "one start free": right + [[0], [1]] * worse}
    picture = draw.bug_table(runs, {"right": 1e-10, "future dropped": 0.7, "one start free": 0.4}).svg()
    assert picture.count("✗") == 5 and "&lt; 1e-7" in picture and "✗ 0.40" in picture


@pytest.mark.parametrize(("error", "words"), [(0.714, "0.71"), (3e-10, "< 1e-7"), (2.4e-4, "2e-4"), (1.0, "1.00"), (0, "< 1e-7")])
def test_errors_in_words(error, words):
    assert draw.error_words(error) == words


def test_two_readers_hold_seven_words():
    assert draw.two_readers(list("abcdefg")).svg().count("ā") == 7
    for words in ([], ["w"] * 8):
        with pytest.raises(ValueError, match="1 to 7"):
            draw.two_readers(words)


def test_figures_draw():
    scores = np.linspace(0, 1, 22).reshape(11, 2)
    for fig, _ in (
        draw.clipped_arrows(np.array([8.0, 2.0]), np.array([2.0, 0.5]), np.array([2.0, 2.0]), 2.0),
        draw.loss_by_epoch({"one": [1, 0.1], "two": [0.5, 0.4]}, 0.2, "level"),
        draw.score_by_gap({"one": scores, "two": scores / 2}),
        draw.right_by_start({"one": np.array([0.5, 0.5]), "two": np.array([0.97, 0.99])}),
    ):
        assert len(png_bytes(fig)) > 3000
