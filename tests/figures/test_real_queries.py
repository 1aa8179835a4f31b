"""Pictures of lecture 17."""

from helpers.figures import real_queries as draw
from helpers.figures.show import png_bytes


def test_each_corpus_has_a_mark_at_each_mean_and_a_dot_for_each_start():
    fig, ax = draw.two_corpora({"a": [[0.8, 1.0], [0.5, 0.7]], "b": [[0.9, 0.9], [0.6, 0.6]]}, ("one", "two"))
    assert [line.get_ydata().round(6).tolist() for line in ax.lines] == [[0.9, 0.9], [0.6, 0.6]]
    assert all(line.get_linestyle() == "None" for line in ax.lines)  # kinds of networks have no order
    assert sum(len(marks.get_offsets()) for marks in ax.collections) == 8
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one", "two"]
    assert png_bytes(fig)[:4] == b"\x89PNG"


def test_a_query_keeps_to_its_width_and_names_its_kinds():
    tokens = ["go", "to", "Rome", "from", "Oslo"] * 8
    scene = draw.tagged_query(tokens, ["O", "O", "B-to", "O", "B-from"] * 8, [0.5] * 40)
    boxes = [shape for shape in scene.shapes if shape[0] == "rectangle"]
    assert len(boxes) == 40 and all(x + width <= draw.WIDTH for _, x, _, width, *_ in boxes)
    texts = [str(shape[3]) for shape in scene.shapes if shape[0] == "text"]
    assert texts.count("B-to") == 8 and texts.count("0.50") == 40 and scene.png()[:4] == b"\x89PNG"
