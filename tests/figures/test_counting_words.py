"""Pictures of lecture 03."""

from helpers.figures import counting_words as draw
from helpers.figures.show import png_bytes


def texts(scene):
    return [str(shape[3]) for shape in scene.shapes if shape[0] == "text"]


def test_curves_and_bars_hold_the_numbers():
    curves = {"one": [9.0, 99.0], "two": [9.0, 5.0]}
    fig, axes = draw.memory_curves([1, 2], curves, [0.1, 0.9])
    assert [line.get_ydata().tolist() for line in axes[0].lines] == list(curves.values())
    assert [bar.get_height() for bar in axes[1].patches] == [0.1, 0.9] and axes[0].get_yscale() == "log"
    assert [text.get_text() for text in axes[0].get_legend().get_texts()] == ["one", "two"]
    assert png_bytes(fig)[:4] == b"\x89PNG"


def test_followers_are_written_beside_their_bars():
    scene = draw.follower_bars(["i", "like"], [("a", 0.75, 3), ("the", 0.25, 1)])
    assert {"i like …", "a", "0.75 (3)", "the", "0.25 (1)"} <= set(texts(scene)) and scene.width <= 900
    assert any("nothing followed" in words for words in texts(draw.follower_bars(["x"], [])))
    assert texts(draw.follower_bars([], [("a", 1.0, 2)]))[0].startswith("(no context)")


def test_results_stand_in_columns():
    scene = draw.result_columns({"raw": [("1 May", 0.5), ("2 May", 0.25)], "idf": [("3 May", 0.1)]})
    assert {"raw", "idf", "1 May", "2 May", "3 May", "cosine 0.50"} <= set(texts(scene))
    assert draw.result_columns({"raw": []}).height > 0


def test_each_group_has_its_own_mark():
    fig, ax = draw.words_map([[0, 1], [1, 0], [2, 2]], ["a", "b", "c"], ["x", "y", "x"])
    assert [len(marks.get_offsets()) for marks in ax.collections] == [2, 1]
    assert png_bytes(fig)[:4] == b"\x89PNG"
