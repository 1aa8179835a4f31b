"""Attention explorer and training scrubber, driven through their traits; and the pictures of lecture 06."""

import numpy as np
import pace
import pytest

from helpers.figures import one_word_two_vectors as draw
from helpers.figures.show import png_bytes
from helpers.widgets.attention_explorer import AttentionExplorer
from helpers.widgets.training_scrubber import TrainingScrubber

SENTENCES = ["the frogs grew on the bank", "the bank raised the interest", "Rome"]


def read(tokens):
    """Layer 1: head 1 reads the first token, head 2 the last; layer 2: everybody reads himself."""
    T = len(tokens)
    first, last = np.zeros((T, T)), np.zeros((T, T))
    first[:, 0], last[:, -1] = 1, 1
    guesses = [[(token.upper(), 0.7), ("else", 0.2)] for token in tokens]
    return [np.stack([first, last]), np.stack([np.eye(T), np.eye(T)])], guesses


def explorer(**more):
    return AttentionExplorer(SENTENCES, tokenize=str.split, read=read, **more)


def test_explorer_speaks_and_has_a_still_picture():
    data, metadata = explorer(token=6, layer=1)._repr_mimebundle_()
    said = " ".join(data["text/plain"].split())
    assert "At “bank” in layer 1, head 1 reads “the” most (1.00) and head 2 reads “bank” most" in said
    assert "“BANK” (0.70)" in metadata["image/png"]["alt"]


def test_token_layer_and_sentence_move_the_picture():
    widget, seen = explorer(), set()
    for change in (lambda: None, lambda: setattr(widget.position, "value", 2), lambda: setattr(widget.layer, "value", 1),
                   lambda: setattr(widget.examples, "value", SENTENCES[1])):  # fmt: skip
        change()
        seen.add(widget.picture.value)
    assert len(seen) == 4 and "“bank”" in widget.describe()
    widget.examples.value = SENTENCES[2]
    assert "At “Rome”" in widget.describe()


@pytest.mark.parametrize("text", ["", "   "])
def test_no_sentence_is_answered_in_words(text):
    widget = explorer()
    widget.text.value = text
    assert "type one" in widget.describe() and f">{widget.describe()}<" in widget.picture.value


def test_typed_markup_is_escaped_and_long_sentences_are_cut_aloud():
    widget = explorer()
    widget.text.value = "<img src=x onerror=alert(1)> " + "very " * 40
    assert "<img" not in widget.picture.value + widget.sentence.value
    assert "Only the first 24 tokens are read." in widget.describe()


def test_the_network_is_asked_once_for_each_text():
    asked = []

    def counting(tokens):
        asked.append(tokens)
        return read(tokens)

    widget = AttentionExplorer(SENTENCES, tokenize=str.split, read=counting)
    for i in range(1, 7):
        widget.position.value = i
        widget.layer.value = 1 + i % 2
    assert len(asked) == 1


TEXTS = [
    (["I", "go", "to", "Rome", ".", "We", "sleep", "in", "<mask>", "."], 8),
    (["I", "leave", "Rome", ".", "We", "sleep", "in", "<mask>", "."], 7),
]


def moments(epochs):
    def one(text, share):
        return {"cities": {"Rome": share, "Oslo": 1 - share}, "reads": np.eye(len(text))[[3, 0]].tolist()}

    return [[one(tokens, (k + 1) / epochs) for tokens, _ in TEXTS] for k in range(epochs)]


def test_scrubber_moves_through_the_epochs():
    widget, seen = TrainingScrubber([0.4, 0.5, 0.98], TEXTS, moments(3)), set()
    for epoch in (1, 2, 3):
        widget.epoch.value = epoch
        seen.add(widget.picture.value)
    assert len(seen) == 3
    assert widget.describe() == (
        "After epoch 3, 98% of the held-out blanks prefer the right city. Sentence 1: Rome 1.00. Sentence 2: Rome 1.00."
    )


def test_scrubber_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="3 shares but 2 moments"):
        TrainingScrubber([0.1, 0.2, 0.3], TEXTS, moments(2))


@pytest.mark.parametrize(
    "make", [lambda: (explorer(), "position", 6), lambda: (TrainingScrubber([0.5] * 9, TEXTS, moments(9)), "epoch", 9)]
)
def test_moving_a_slider_is_quick(make):
    widget, name, highest = make()
    pace.assert_quick(getattr(widget, name), range(1, highest + 1))


def test_longer_bars_for_larger_weights():
    scene = draw.blank_view([(TEXTS[0][0], 8, np.array([[0, 0, 0, 0.75, 0, 0, 0, 0, 0.25, 0]]), {"Rome": 0.9, "Oslo": 0.1})])
    heights = [
        shape[4] for shape in scene.shapes if shape[0] == "rectangle" and shape[5] == draw.COLOURS["input"] and shape[3] != 16
    ]
    assert max(heights) == pytest.approx(0.75 * 64) and heights.count(0) == 8
    assert "<mask>" not in scene.svg() and "&lt;mask&gt;" in scene.svg()


def test_pictures_are_drawn_and_repeat():
    rng = np.random.default_rng(0)
    pictures = [
        lambda: draw.weights_table(["a", "b"], np.array([[1, 0], [0.5, 0.5]]))[0],
        lambda: draw.position_map(rng.normal(size=(4, 3)) * 0 + np.eye(4, 3))[0],
        lambda: draw.occurrence_map(np.arange(12.0).reshape(4, 3) ** 2, np.array([0, 0, 1, 1]), ["river", "money"])[0],
        lambda: draw.jumps({"two layers": [[0.5, 0.9], [0.5, 0.8]], "one layer": [[0.5, 0.5]]})[0],
    ]
    for picture in pictures:
        assert png_bytes(picture()) == png_bytes(picture())
    assert len(pictures[3]().axes[0].lines) == 4
    dots = pictures[2]().axes[0].lines
    assert [line.get_marker() for line in dots] == ["o", "^"]
