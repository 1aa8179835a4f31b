"""Pictures of lecture 16: they draw, their letters stand out, and the counts are those of the arrays."""

import numpy as np
import pytest

from helpers.figures import gates as draw
from helpers.figures.show import png_bytes

RULERS = {kind: {d: (0.01, np.array([1.0] * n + [0.5] * (20 - n))) for d, n in zip((20, 60), counts)}
          for kind, counts in {"plain": (17, 0), "gru, update bias 5": (20, 20)}.items()}  # fmt: skip


SCENES = {"lstm": draw.lstm_cell(), "gru": draw.gru_cell(), "ruler": draw.learned_of_twenty(RULERS)}


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_scenes_draw_and_fit_a_slide(scene):
    assert scene.width <= 900 and scene.height <= 500
    assert len(scene.png()) > 3000


def test_counts_and_rates_stand_in_the_table():
    words = draw.learned_of_twenty(RULERS).svg()
    assert words.count("20 of 20") == 2 and "17 of 20" in words and "0 of 20" in words and words.count("rate 0.01") == 4


def test_every_gate_of_a_cell_stands_in_its_plan():
    for scene, gates in ((draw.lstm_cell(), "ifgo"), (draw.gru_cell(), "rzg")):
        assert all(f">{gate}<" in scene.svg() for gate in gates)


def test_gates_over_a_sentence_draw():
    fig, axes = draw.gates_over_sentence(["Take", "me", "home"], np.full((4, 3), 0.5), {"to": [0, 1, 2], "from": [0, -1, -2]})
    assert [label.get_text() for label in axes[1].get_xticklabels()] == ["Take", "me", "home"]
    assert len(png_bytes(fig)) > 3000
