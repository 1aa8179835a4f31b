"""Page, microscope and cliff of lecture 15, and the memory ruler, driven through their traits without a browser."""

import numpy as np
import pace
import pytest

from helpers.widgets.gradient_microscope import GradientMicroscope
from helpers.widgets.gradient_reach import GradientReach
from helpers.widgets.loss_cliff import LossCliff
from helpers.widgets.memory_ruler import MemoryRuler

RESULTS = {"plain": {5: [1, 1.0], 40: [1, 0.5], 80: [0.4, 0.6]}, "gates": {5: [1, 1.0], 40: [1, 1], 80: [1, 0.5]}}
GAMMAS = {"tanh": 1, "logistic": 0.25}


def measure(matrix, activation, s_max, T):
    return (GAMMAS[activation] * s_max * 0.5) ** np.arange(T + 1), s_max / 2


def microscope():
    return GradientMicroscope(measure, ["one", "two"], GAMMAS)


def loss_and_slope(b):
    a = da_db = 0.0
    for _ in range(50):
        a_next = np.tanh(1.1 * a + b)
        da_db = (1 - a_next**2) * (1.1 * da_db + 1)
        a = a_next
    return (a - 0.7) ** 2, 2 * (a - 0.7) * da_db


def cliff(**more):
    return LossCliff(loss_and_slope, limits=(-0.1, 0.2), **more)


CELLS = np.tril(np.arange(1.0, 17).reshape(4, 4))
PAGES = {0: (CELLS, [1, 0.5], [1, 0.25]), 100: (np.eye(4), [1, 0.9], [1, 0.01])}


def explorer():
    return GradientReach(["Take", "me", "to", "Beijing"], PAGES, 3, far=2)


def test_microscope_says_when_the_gradient_has_to_vanish():
    stage = microscope()
    stage.s_max.value, stage.T.value, stage.activation.value = 0.8, 10, "tanh"
    assert "γ s is 0.80, below 1, so it has to vanish; ρ is 0.40" in stage.describe()
    assert f"norm {0.4**10:.1e}" in stage.describe()
    stage.s_max.value = 3.0
    assert "not below 1, so it proves nothing" in stage.describe()
    stage.activation.value = "logistic"
    assert "γ s is 0.75, below 1" in stage.describe()


@pytest.mark.parametrize("function", [lambda *rest: 1 / 0, lambda *rest: (np.ones(3), 1.0), lambda *rest: 5])
def test_microscope_reports_what_the_readers_function_raises(function):
    stage = GradientMicroscope(function, ["one"], GAMMAS)
    assert stage.describe().startswith("Your code stopped with ") and "Your code stopped" in stage.picture.value


def test_microscope_draws_zeros_and_large_values():
    stage = GradientMicroscope(lambda m, act, s, T: (np.r_[1.0, 1e9, np.zeros(T - 1)], 0.0), ["one"], GAMMAS)
    assert "polyline" in stage.picture.value and "nan" not in stage.picture.value and stage.describe().endswith("norm 0.")


def test_cliff_throws_a_step_far_and_clipped_steps_arrive():
    stage = cliff(start=0.0)
    free, _, largest = stage.path()
    assert len(free) == 13 and largest > 100 and "Step 1 leaves the picture" in stage.describe()
    stage.clip.value = True
    for start in (-0.1, -0.05, -0.01, 0.0, 0.001, 0.02, 0.1):
        stage.start.value = start
        kept, losses, _ = stage.path()
        assert np.abs(np.diff(kept)).max() <= 0.05 * 0.5 + 1e-12
        assert losses[-1] < 0.02 and losses[-1] <= losses[0] + 1e-12, start
        said = f"(loss {losses[-1]:.4f})" if losses[-1] >= 0.0001 else "(loss below 0.0001)"
        assert said in stage.describe() and "with clipping" in stage.describe()


def test_cliff_leaves_small_slopes_alone():
    stage = cliff(start=0.15)
    free = stage.path()[0]
    stage.clip.value = True
    assert np.array_equal(free, stage.path()[0])


def test_cliff_numbers_its_dots_and_joins_them():
    stage = cliff(start=-0.1)
    stage.clip.value = True
    scene = stage.draw()
    numbers = [shape[3] for shape in scene.shapes if shape[0] == "text" and shape[3].isdigit()]
    assert numbers[:3] == ["0", "1", "2"]
    dots = [shape[1:3] for shape in scene.shapes if shape[0] == "circle"]
    assert len(dots) == 13 and tuple(dots) in [shape[1] for shape in scene.shapes if shape[0] == "line"]


def test_page_reads_shares_and_both_changes():
    stage = explorer()
    assert "After 0 updates: distance 2 has" in stage.describe()
    assert f"distances of 2 and more have {np.tril(CELLS, -2).sum() / CELLS.sum():.1%}" in stage.describe()
    assert "becomes 0.5 times as large, an infinitely small change 0.25 times" in stage.describe()
    stage.update.value = 100
    assert "distances of 2 and more have 0.0%" in stage.describe() and "0.9 times" in stage.describe()
    stage.distance.value = 0
    assert "distance 0 has 100.0%" in stage.describe() and "nan" not in stage.picture.value


def test_ruler_counts_the_starts_that_learned():
    stage = MemoryRuler(RESULTS)
    stage.place.value = 3
    assert stage.distance == 80
    assert "At distance 80, starts that learned: plain (0 of 2); gates (1 of 2)." in stage.describe()
    assert stage.picture.value.count("<circle") == 3 + 4


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: MemoryRuler({}), "no results"),
        (lambda: MemoryRuler(RESULTS | {"odd": {7: [1]}}), "'odd' has distances"),
        (lambda: GradientMicroscope(measure, [], GAMMAS), "at least one matrix"),
        (lambda: LossCliff(loss_and_slope, limits=(1, 1)), "smaller than the second"),
        (lambda: GradientReach(["a"], {}, 1), "no page"),
        (lambda: GradientReach(["a", "b"], {5: (np.eye(3), [1], [1])}, 2), r"update 5: cells has shape \(3, 3\)"),
        (lambda: GradientReach(["a", "b"], {5: (np.eye(2), [1, 1], [1])}, 2), "from j to T"),
        (lambda: GradientReach(["a", "b"], {5: (np.eye(2), [np.nan], [1])}, 2), "infinite or nan"),
    ],
)
def test_what_does_not_fit_is_refused(build, words):
    with pytest.raises(ValueError, match=words):
        build()


STAGES = {"microscope": microscope, "cliff": cliff, "page": explorer, "ruler": lambda: MemoryRuler(RESULTS)}


@pytest.mark.parametrize("stage", [build() for build in STAGES.values()], ids=STAGES)
def test_static_picture_and_words(stage):
    data, metadata = stage._repr_mimebundle_()
    assert len(data["image/png"]) > 3000 and data["text/plain"].startswith("[widget] ")
    assert metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())


@pytest.mark.parametrize(
    ("name", "control", "values"),
    [("microscope", "T", (20, 40)), ("cliff", "start", (0.01, 0.05)), ("page", "update", (0, 100)), ("ruler", "place", (1, 2))],
)
def test_moving_is_quick(name, control, values):
    stage = STAGES[name]()
    pace.assert_quick(getattr(stage, control), values)
