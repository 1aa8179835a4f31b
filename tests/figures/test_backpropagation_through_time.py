"""Pictures of lecture 10: what they say agrees with the arrays they are given."""

import numpy as np
import pytest

from helpers.figures import backpropagation_through_time as draw
from helpers.figures.show import png_bytes

TOKENS = ["I", "arrive", "at", "Beijing", "from", "Xiamen"]


def texts(scene):
    return [shape[3] for shape in scene.shapes if shape[0] == "text"]


def signals(T=6):
    rng = np.random.default_rng(0)
    return [rng.normal(size=(T, 2)) for _ in range(3)]


def test_the_plan_names_every_value_of_every_step():
    words = texts(draw.backward_graph(TOKENS))
    for i in range(1, 7):
        assert {f"s⟨{i}⟩", f"a⟨{i}⟩", f"o⟨{i}⟩", f"L⟨{i}⟩", f"δ⟨{i}⟩", f"δ⟨{i}⟩ a⟨{i - 1}⟩ᵀ"} <= set(words)
    assert words.count("+") == 5 and words.count("=") == 1


def test_widths_are_in_proportion_to_norms():
    arrays = signals()
    scene = draw.backward_graph(TOKENS, *arrays)
    norms = np.linalg.norm(arrays, axis=2)
    purple = [shape[3] for shape in scene.shapes if shape[0] == "line" and shape[2] == draw._GRADIENT]
    largest = norms.max() if norms.argmax() != 6 + 5 else np.delete(norms.ravel(), 11).max()
    widths = sorted({round(w, 6) for w in purple if w > 0.8})
    assert max(widths) == pytest.approx(7.0 * largest / norms.max())
    allowed = 7.0 * norms.ravel() / norms.max()
    assert all(np.abs(allowed - width).min() < 1e-5 for width in widths)
    words = texts(scene)
    assert all(f"{norm:.3f}" in words for norm in norms[0]) and all(f"{norm:.3f}" in words for norm in norms[2])


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="holds 1 to 6"):
        draw.backward_graph(["w"] * 7)
    output, future, delta = signals()
    with pytest.raises(ValueError, match="delta is missing"):
        draw.backward_graph(TOKENS, output, future)
    with pytest.raises(ValueError, match="from_future is of shape"):
        draw.backward_graph(TOKENS, output, future[:3], delta)


def test_the_two_roads_add_up():
    words = texts(draw.two_roads_back(0.4254, 0.4723))
    assert "w_ya do⟨1⟩ = +0.425" in words and "w_aa δ⟨2⟩ = +0.472" in words and "+0.898" in words


def test_work_of_two_methods_shows_both_curves():
    fig, ax = draw.work_of_two_methods([2, 8], [100, 10_000], [30, 408])
    assert [list(line.get_ydata()) for line in ax.lines] == [[100, 10_000], [30, 408]]
    assert ax.get_xscale() == ax.get_yscale() == "log" and len(png_bytes(fig)) > 5000
