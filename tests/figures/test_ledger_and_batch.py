"""Pictures of lecture 10a: cells, sums, one colour scale, the cut, and the V of the nudge."""

import numpy as np

from helpers.figures import ledger_and_batch as draw
from helpers.figures.show import png_bytes

TOKENS = ["I", "arrive", "at"]
ENTRIES = np.tril(np.array([[0.0, 0, 0], [0.005, -0.02, 0], [3e-4, 0.01, 0.04]]))[:, :, None, None]


def texts(scene):
    return [shape[3] for shape in scene.shapes if shape[0] == "text"]


def fills(scene):
    return [shape[5] for shape in scene.shapes if shape[0] == "rectangle"]


def test_cells_and_sums():
    words = texts(draw.ledger_triangle(TOKENS, ENTRIES, 0, 0))
    assert {"+0.005", "-0.020", "+3e-4", "+0.010", "+0.040"} <= set(words)
    assert "-0.015" in words and "+0.050" in words and "+0.035" in words  # row 2, row 3, all


def test_what_is_not_zero_is_not_written_as_zero():
    assert [draw.cell_number(v) for v in (0, 4e-4, -2.4e-7, 5e-4, -0.1)] == ["0.000", "+4e-4", "-2e-7", "+0.001", "-0.100"]
    assert draw.cell_number(3e-5, signed=False) == "3e-5" and draw.cell_number(0.5, signed=False) == "0.500"


def test_cut_cells_leave_the_sums():
    kept = np.subtract.outer(np.arange(3), np.arange(3)) < 1
    words = texts(draw.ledger_triangle(TOKENS, ENTRIES, 0, 0, kept))
    assert words.count("cut") == 3 and "+3e-4" not in words and "+0.020" in words  # -0.02 + 0.04


def test_colours_keep_the_scale_they_are_given():
    def colour_of_the_last_cell(entries, limit):
        from helpers.figures.scene import Scene

        scene, cells = Scene(880, 300), entries[:, :, 0, 0]
        draw.draw_ledger(scene, TOKENS, cells, (cells.sum(1), cells.sum(0), cells.sum()), limit=limit)
        return fills(scene)[5]

    assert colour_of_the_last_cell(ENTRIES, 0.04) != colour_of_the_last_cell(0.1 * ENTRIES, 0.04)
    assert colour_of_the_last_cell(ENTRIES, None) == colour_of_the_last_cell(0.1 * ENTRIES, None)
    assert colour_of_the_last_cell(9 * ENTRIES, 0.04) == colour_of_the_last_cell(ENTRIES, 0.04), "full colour beyond the limit"


def test_side_by_side_has_one_scale_and_sums_the_far_cells():
    cells = np.abs(ENTRIES[:, :, 0, 0])
    scene = draw.ledgers_side_by_side({"one": cells, "half": cells / 2}, 1)
    assert "together 0.015" in texts(scene) and "together 0.008" in texts(scene)
    one, half = fills(scene)[:6], fills(scene)[6:]
    assert one[5] != half[5] and one[0] == half[0] == "#ffffff"


def test_a_road_on_the_diagonal_keeps_its_labels_apart():
    from helpers.figures.scene import Scene

    scene = draw.ledger_road(Scene(880, 200), [100, 200, 300], 50, 2, 2)
    label = {shape[3]: shape for shape in scene.shapes if shape[0] == "text"}
    loss, step = label["L⟨2⟩"], label["W_aa at step 2"]
    assert loss[6] == "start" and step[6] == "end" and step[1] < loss[1]


def test_the_v_of_the_nudge():
    epsilons, errors = 10.0 ** np.arange(-12, 0), 10.0 ** -np.abs(np.arange(-12.0, 0) + 5) / 1e4
    fig, ax = draw.epsilon_curve(epsilons, 1e-9 / errors, 7)
    words = " ".join(text.get_text() for text in ax.texts)
    assert "truncation error" in words and "rounding error" in words and len(png_bytes(fig)) > 5000


def test_too_long_words_are_cut():
    assert draw._short("incomprehensibility", 96).endswith("…") and draw._short("to", 20) == "to"
