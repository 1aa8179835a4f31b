"""Microscope, cliff and memory ruler of lecture 15, driven through their traits without a browser; its figures."""

import time

import numpy as np
import pytest

from helpers.figures import vanishing_gradients as draw
from helpers.figures.show import png_bytes
from helpers.widgets.gradient_microscope import GradientMicroscope
from helpers.widgets.loss_cliff import LossCliff
from helpers.widgets.memory_ruler import MemoryRuler

RESULTS = {"plain": {5: [1, 1.0], 40: [1, 0.5], 80: [0.4, 0.6]}, "gates": {5: [1, 1.0], 40: [1, 1], 80: [1, 0.5]}}
GAMMAS = {"tanh": 1, "logistic": 0.25}


def measure(matrix, activation, s_max, T):
    return (GAMMAS[activation] * s_max * 0.5) ** np.arange(T + 1), s_max / 2


def microscope():
    return GradientMicroscope(measure, ["one", "two"], GAMMAS)


def loss_and_slope(b):
    return np.tanh(50 * b) ** 2, 100 * np.tanh(50 * b) * (1 - np.tanh(50 * b) ** 2)


def cliff(**more):
    return LossCliff(loss_and_slope, limits=(-0.1, 0.1), **more)


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
    assert "polyline" in stage.picture.value and "nan" not in stage.picture.value


def test_cliff_throws_a_step_far_and_clipping_keeps_it_short():
    stage = cliff(start=0.01)
    free, largest = stage.path()
    assert len(free) == 11 and largest > 10 and "out of the picture" in stage.describe()
    stage.clip.value = True
    kept, _ = stage.path()
    assert np.abs(np.diff(kept)).max() <= 0.05 + 1e-12 and "with clipping" in stage.describe()
    assert np.abs(np.diff(free)).max() > 0.5


def test_cliff_leaves_small_slopes_alone():
    stage = cliff(start=-0.1)
    free = stage.path()[0]
    stage.clip.value = True
    assert np.array_equal(free, stage.path()[0])


def test_ruler_reads_means_and_ranges():
    stage = MemoryRuler(RESULTS)
    stage.place.value = 3
    assert stage.distance == 80
    assert "At distance 80" in stage.describe() and "plain 0.50 (0.40 to 0.60); gates 0.75 (0.50 to 1.00)" in stage.describe()
    assert stage.picture.value.count("<circle") == 3 + 4


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: MemoryRuler({}), "no results"),
        (lambda: MemoryRuler(RESULTS | {"odd": {7: [1]}}), "'odd' has distances"),
        (lambda: GradientMicroscope(measure, [], GAMMAS), "at least one matrix"),
        (lambda: LossCliff(loss_and_slope, limits=(1, 1)), "smaller than the second"),
    ],
)
def test_what_does_not_fit_is_refused(build, words):
    with pytest.raises(ValueError, match=words):
        build()


@pytest.mark.parametrize("stage", [microscope(), cliff(), MemoryRuler(RESULTS)], ids=["microscope", "cliff", "ruler"])
def test_static_picture_and_words(stage):
    data, metadata = stage._repr_mimebundle_()
    assert len(data["image/png"]) > 3000 and data["text/plain"].startswith("[widget] ")
    assert metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())


def test_moving_is_quick():
    stages = {"microscope": (microscope(), "T", (20, 40)), "cliff": (cliff(), "start", (0.01, 0.05)),
              "ruler": (MemoryRuler(RESULTS), "place", (1, 2))}  # fmt: skip
    for name, (stage, control, values) in stages.items():
        spent = []
        for move in range(60):
            start = time.process_time()
            getattr(stage, control).value = values[move % 2]
            spent.append(time.process_time() - start)
        median = sorted(spent)[30]
        print(f"{name}: {1000 * median:.2f} ms of CPU from slider to new picture, median of 60")
        assert median < 0.050


def test_figures_draw():
    for fig, _ in (
        draw.sizes_by_distance({"five": np.random.default_rng(0).random((5, 9)) + 0.1, "one": np.ones(9)}, "size"),
        draw.powers({"a": (np.array([1.0, 3.0, 0.0]), 0.5), "b": (np.ones(3), 1.0)}),
        draw.cliff(np.linspace(-1, 1, 9), {"T = 5": np.ones(9)}),
        draw.memory_ruler(RESULTS),
    ):
        assert len(png_bytes(fig)) > 3000
    assert draw.frequency_map(np.array([[0.5, 1]]), np.zeros((1, 2)), [2], [5, 9]).svg().count(" %<") == 4
