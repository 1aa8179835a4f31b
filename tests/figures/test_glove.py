"""Pictures of lecture 05."""

import numpy as np

from helpers.figures import glove as draw


def texts(scene):
    return [str(shape[3]) for shape in scene.shapes if shape[0] == "text"]


def test_ratios_are_written_beside_their_bars():
    _, ax = draw.ratio_bars(["army", "is", "streets"], [100.0, 1.0, 0.01], "france", "paris")
    assert [text.get_text() for text in ax.texts] == ["1e+02", "1", "0.01"] or len(ax.texts) == 3
    widths = [bar.get_width() for bar in ax.patches]
    assert widths[0] > 0 > widths[2] and "france" in ax.get_xlabel()


def test_weight_picture_keeps_to_its_axis_and_names_nan():
    counts = np.linspace(0, 100, 11)
    scene = draw.weight_picture(counts, 5 * counts, 10, 0.75)
    curve = [shape for shape in scene.shapes if shape[0] == "line"][-1][1]
    assert all(0 <= x <= draw.WIDTH and 0 <= y <= scene.height for x, y in curve)
    assert "x_max = 10, alpha = 0.75" in " ".join(texts(scene))
    assert "nan or inf" in texts(draw.weight_picture(counts, counts * np.nan, 10, 0.75))[0]


def test_fit_has_a_line_for_each_seed():
    _, axes = draw.fit_against_meaning((10, 100), np.array([[9, 1], [8, 2], [7, 1.0]]), np.ones((3, 2)))
    assert [len(ax.lines) for ax in axes] == [3, 3] and axes[0].get_yscale() == "log"


def test_table_shows_every_score():
    scene = draw.score_table(["one", "two"], [("a", [(0.5, 0.4, 0.6), (1, 1, 1)]), ("b", [(0, 0, 0), (0.25, 0.25, 0.25)])], "two")
    assert {"one", "two", "a", "b", "0.50", "1.00", "0.00", "0.25"} <= set(texts(scene))
    assert sum(shape[0] == "line" for shape in scene.shapes) == 1, "a range where the seeds differ"
