"""Pictures of lecture 04: they hold what they are given and refuse what they cannot."""

import numpy as np
import pytest

from helpers.figures import word2vec as draw

WORDS = ["the", "noble", "queen", "rules", "with", "her", "crown"]


def texts(scene):
    return [str(shape[3]) for shape in scene.shapes if shape[0] == "text"]


def arrows(scene):
    return [shape[1] for shape in scene.shapes if shape[0] == "line" and shape[-1]]


@pytest.mark.parametrize("window", [1, 2, 5])
@pytest.mark.parametrize("center", [0, 3, 6])
def test_an_arrow_for_each_neighbour(center, window):
    near = sum(0 < abs(i - center) <= window for i in range(7))
    assert len(arrows(draw.window_picture(WORDS, center, window))) == near
    assert len(arrows(draw.window_picture(WORDS, center, window, "CBOW"))) == near + 1
    assert set(WORDS) <= set(texts(draw.window_picture(WORDS, center, window)))


def test_a_single_word_and_too_many():
    assert arrows(draw.window_picture(["queen"], 0, 2, "CBOW")) == []
    with pytest.raises(ValueError, match="13 words: the picture holds 1 to 12"):
        draw.window_picture(["a"] * 13, 0, 2)


def test_answer_is_marked():
    candidates = [("king", 0.9, True), ("queen", 0.8, False), ("down", -0.1, False)]
    said = " ".join(texts(draw.answer_bars(("man", "woman", "king"), candidates, False)))
    assert "0.90  given, excluded" in said and "0.80  ← the answer" in said
    assert "0.90  given  ← the answer" in " ".join(texts(draw.answer_bars(("man", "woman", "king"), candidates, True)))


def test_plots():
    rng = np.random.default_rng(0)
    _, ax = draw.exploding_norms({"a": np.exp(np.arange(20.0)), "b": np.ones(20), "c": np.ones(9)})
    assert ax.get_yscale() == "log" and [len(curve.get_xdata()) for curve in ax.lines] == [20, 20, 9]
    _, ax = draw.pair_map(rng.normal(size=(4, 2)), [("a", "b"), ("c", "d")], ["x", "y"])
    assert {text.get_text() for text in ax.texts} >= set("abcd")
    planted = np.array([-1.0, 0, 1])
    _, axes = draw.probe_scatter(planted, {"one": planted * 2, "two": -planted}, ["x", "y", "z"])
    titles = [[text.get_text() for text in ax.texts] for ax in axes]
    assert "one: r = +1.00" in titles[0] and "two: r = −1.00" in titles[1]
    _, ax = draw.few_label_bars({"a": rng.random((2, 5)), "b": rng.random((2, 5))}, ["dev", "new"])
    assert len(ax.patches) == 4 and len(ax.lines) == 10
