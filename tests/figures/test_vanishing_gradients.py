"""The pictures of lecture 15: what they show follows the arrays they are given."""

import numpy as np
import pytest

from helpers.figures import vanishing_gradients as draw
from helpers.figures.show import png_bytes

CELLS = np.tril(np.full((4, 4), 1.0))
WORDS = ["Take", "me", "to", "Beijing"]


def words_of(scene):
    return [shape[3] for shape in scene.shapes if shape[0] == "text"]


def test_every_plot_draws():
    rng = np.random.default_rng(0)
    sizes = rng.random((5, 4)) + 0.1
    for fig, axes in (
        draw.plane({"a": np.eye(2), "b": [[0.8, 2], [0, 0.8]], "c": np.diag([1.2, 0.5])}),
        draw.powers({"a": (np.array([1.0, 3.0, 0.0]), 0.5), "b": (np.ones(3), 1.0)}),
        draw.reach({"one": (sizes, sizes / 2), "two": (sizes, sizes)}, (0, 10, 20, 30)),
        draw.norms_over_updates({"free": (sizes[0], sizes[1]), "clipped": (sizes[2], sizes[3])}, 1.0),
        draw.loss_surface(np.linspace(0, 1, 5), np.linspace(-1, 1, 4), sizes.T, {"p": sizes[:2, :2], "q": sizes[:3, :2]}),
        draw.eigenvalues({"one": rng.normal(size=4) + 1j, "two": rng.normal(size=(3, 4)) + 0j}),
    ):
        assert len(png_bytes(fig)) > 3000 and axes is not None


def test_page_adds_up_its_diagonals():
    scene = draw.gradient_page(WORDS, CELLS, far=2)
    words = words_of(scene)
    assert "2 and more: 30.0%" in words  # three of ten cells
    assert [word for word in words if word in ("40", "30", "20", "10")] == ["40", "30", "20", "10"]


def test_page_with_two_changes_says_where_they_end():
    upper = draw.gradient_page(WORDS, CELLS)
    scene = draw.gradient_page(WORDS, CELLS, np.array([1.0, 0.9]), np.array([1.0, 1e-9]), 3, note="after 7 updates", picked=1)
    words = words_of(scene)
    assert scene.height > upper.height and "at the end: 0.9 and 1e-09" in words and "after 7 updates" in words
    assert all(0 <= y <= scene.height for kind, _, y, *_ in scene.shapes if kind in ("text", "circle", "rectangle"))


@pytest.mark.parametrize("cells", [np.zeros((4, 4)), np.tril(10.0 ** -np.arange(16.0).reshape(4, 4) * 1e-200)])
def test_page_survives_empty_and_tiny_ledgers(cells):
    assert "nan" not in draw.gradient_page(WORDS, cells).svg()


def test_frequency_map_splits_its_bars():
    scene = draw.frequency_map(np.array([[0.5, 1]]), np.array([[0.25, 0]]), [2], ["a", "b"], ("left", "right"))
    assert [word for word in words_of(scene) if word.endswith("%")] == ["50 %", "25 %", "25 %", "100 %"]
    widths = [shape[3] for shape in scene.shapes if shape[0] == "rectangle"]
    assert widths[0] == pytest.approx(2 * widths[1])


def test_the_plane_has_one_scale():
    fig, axes = draw.plane({"turn": 0.9 * np.eye(2), "stretch": np.diag([1.2, 0.5]), "shear": np.array([[0.8, 2], [0, 0.8]])})
    fig.draw_without_rendering()
    scales = [ax.get_window_extent().width / np.ptp(ax.get_xlim()) for ax in axes]
    assert max(scales) < 1.02 * min(scales)


def test_a_small_share_of_the_ledger_is_not_called_zero():
    words = words_of(draw.gradient_page(WORDS, np.diag([0, 1, 1, 1]) + 1e-3 * np.eye(4, k=-1), far=2))
    assert "<1" in words and words.count("0") == 3  # a distance, and two sums


def test_a_path_that_leaves_the_picture_says_where_to():
    _, ax = draw.loss_surface(np.linspace(0, 1, 5), np.linspace(-1, 1, 4), np.ones((4, 5)),
                              {"out": np.array([[0.5, 0], [0.5, 81]]), "in": np.zeros((2, 2))})  # fmt: skip
    assert [note.get_text() for note in ax.texts] == ["to b = 81", "start"]
