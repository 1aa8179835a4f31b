"""The pictures of lecture 02."""

import io

import numpy as np
from PIL import Image

from helpers.figures import one_hot as pictures
from helpers.figures.show import png_bytes


def words(scene):
    return [shape[3] for shape in scene.shapes if shape[0] == "text"]


def test_the_chosen_column_has_its_token_below_it():
    scene = pictures.selected_column(np.ones((2, 3)), ["to", "Xiamen"], [1, 2], 1, ["<pad>", "to", "Xiamen"])
    assert {"<pad>", "Xiamen", "xᵀ"} <= set(words(scene)) and "<svg" in scene.svg()
    assert "<pad>" not in words(pictures.selected_column(np.ones((2, 3)), ["to"], [1], 0))


def test_nine_ones_stand_at_their_ids():
    scene = pictures.ones_in_a_row(["go", "to", "Rome"], [0, 5, 9], 10)
    assert {"0", "15", "29", "20…", "3 strips of N = 10: 30 numbers, 3 of them are 1"} <= set(words(scene))


def test_curves_and_ranges_carry_their_numbers():
    fig, ax = pictures.learning_curves([1, 10], [[0.6, 1.0], [0.7, 0.9]], [[0.5, 0.6], [0.5, 0.7]])
    assert np.allclose(ax.lines[0].get_ydata(), [0.65, 0.95]) and len(png_bytes(fig)) > 1000
    fig, ax = pictures.train_and_new({"one": np.array([[1.0, 0.6], [1.0, 0.8]]), "two": np.array([[0.9, 0.8]])})
    assert [text.get_text() for text in ax.texts] == ["1.00", "0.70", "0.90", "0.80"] and len(png_bytes(fig)) > 1000


def test_gram_matrices_write_short_numbers():
    fig, axes = pictures.grams({"a": np.eye(2), "b": np.array([[1, 0.62], [0.62, 1]])}, ["x", "y"])
    assert [text.get_text() for text in axes[1].texts] == ["1", ".6", ".6", "1"] and axes[0].get_xlabel() == "a"
    assert len(png_bytes(fig)) > 1000


def test_a_cell_keeps_its_colour_in_the_png_and_long_names_their_letters():
    words = ["I", "arrive", "at", "Beijing", "from", "Xiamen", ".", "leave", "to", "<pad>", "<unk>"]
    W_ax = np.random.default_rng(1).normal(size=(4, len(words)))
    scene = pictures.selected_column(W_ax, words, range(len(words)), 3, words)
    assert "Beijing" in scene.svg() and "…" not in scene.svg()
    pixels = np.asarray(Image.open(io.BytesIO(scene.png())).convert("RGB")).astype(int)
    cells = [shape for shape in scene.shapes if shape[0] == "rectangle" and shape[4] == 36 and shape[3] == 56]
    assert len(cells) == W_ax.size
    for _, x, y, _, _, fill, *_ in cells:
        wanted = [int(fill[k : k + 2], 16) for k in (1, 3, 5)]
        assert np.abs(pixels[int(2 * y) + 6, int(2 * x) + 16] - wanted).max() <= 3  # a greenish blue would be off by 9
