"""Pictures of lecture 12: they are drawn, fit a slide, and say what their numbers say."""

import numpy as np

from helpers.figures import sentiment as draw
from helpers.figures.show import png_bytes

TOKENS = "the plot is good .".split() + ["<pad>"] * 2  # noqa: SIM905
P = np.random.default_rng(0).dirichlet(np.ones(5), 7)


def words(scene):
    return [shape[3] for shape in scene.shapes if shape[0] == "text"]


def test_scenes_fit_a_slide():
    weights = {"last": np.eye(7)[4], "mean": np.r_[np.full(5, 0.2), 0, 0]}
    scenes = [
        draw.one_bag(["a", "b", "."], ["b", "a", "."], (4, 2)), draw.reading_weights(TOKENS, weights),
        draw.score_by_word(TOKENS, P), draw.score_by_word(["word"] * 20, np.full((20, 5), 0.2)),
        draw.confusion(np.eye(5, dtype=int)),
    ]  # fmt: skip
    for scene in scenes:
        assert scene.width <= 900 and scene.height <= 500 and scene.svg().startswith("<svg")


def test_figures_are_drawn():
    rows = {"bag of words": ([0.6], [0.5]), "last state": (np.array([0.9, 0.95]), np.array([0.7, 0.8]))}
    for fig, _ in (
        draw.accuracy_by_pads([0, 1, 5], {"last": [0.9] * 3, "end": [0.9, 0.6, 0.4]}, 0.63),
        draw.scores_of_networks(rows, 0.63),
        draw.share_by_group({"plain": 1.0, "no_it_is": 0.5}, 0.8),
    ):
        assert png_bytes(fig)[:4] == b"\x89PNG"


def test_the_expected_score_stands_at_the_last_real_word():
    said = words(draw.score_by_word(TOKENS, P))
    assert f"{P[4] @ np.arange(1, 6):.1f}" in said


def test_confusion_writes_every_count():
    counts = np.arange(25).reshape(5, 5) + 100
    assert {str(count) for count in counts.ravel()} <= set(words(draw.confusion(counts)))
