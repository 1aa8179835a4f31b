"""The translation reader, driven through its traits: what it says, what it draws, what it refuses."""

import re
import warnings

import numpy as np
import pace
import pytest

from helpers.figures.translation import outlines
from helpers.widgets.translation_reader import TranslationReader

EXAMPLES = ["I like this movie", "I like cats"]
SIGNS = {"I": "我", "like": "喜", "this": "这", "movie": "影", "cats": "猫"}


def translate(words):
    """Each word by its sign, looked at with weight 0.9, and <eos>, which looks at the last word."""
    places = [*range(len(words)), len(words) - 1]
    weights = np.full((len(places), len(words)), 0.1 / max(len(words) - 1, 1))
    weights[np.arange(len(places)), places] = 0.9
    return [*(SIGNS.get(word, "的") for word in words), "<eos>"], weights


def reader(**more):
    return TranslationReader(translate, EXAMPLES, **more)


def test_says_the_translation_and_where_the_decoder_looked():
    widget = reader()
    widget.character.value = 4
    assert widget.describe() == (
        "我喜这影 (wǒ xǐ zhè yǐng). Before it wrote 影 (yǐng) the decoder looked most at “movie” (weight 0.90)."
    )
    assert f'd="{outlines()["影"]}"' in widget.picture.value and "影" in widget.sentence.value


def test_a_character_behind_the_end_is_the_last_one():
    widget = reader()
    widget.character.value = 30
    assert "Before it wrote <eos>" in widget.describe()
    assert "&lt;eos&gt;" in widget.sentence.value


def test_choosing_and_typing_follow_each_other():
    widget = reader()
    widget.example.value = EXAMPLES[1]
    assert widget.typed.value == EXAMPLES[1] and widget.describe().startswith("我喜猫 (wǒ xǐ māo).")
    widget.typed.value = "cats like I"
    assert widget.example.value == "(typed below)" and widget.describe().startswith("猫喜我 (māo xǐ wǒ).")
    widget.typed.value = EXAMPLES[0]
    assert widget.example.value == EXAMPLES[0]


def test_names_words_that_the_network_never_met():
    widget = reader(known=["I", "like", "this", "movie"])
    assert "never met" not in widget.describe()
    widget.typed.value = "I like green movie"
    assert widget.describe().endswith("The network has never met: green.")


@pytest.mark.parametrize("text", ["", "   ", "a " * 16])
def test_too_short_and_too_long(text):
    widget = reader()
    widget.typed.value = text
    assert "Type a" in widget.describe() and widget.describe()[:20] in widget.picture.value


def test_a_long_translation_is_cut():
    widget = TranslationReader(lambda words: (["我"] * 40, np.full((40, len(words)), 1 / len(words))), EXAMPLES)
    assert widget.picture.value.count(outlines()["我"]) == 30


def test_what_is_typed_is_escaped():
    widget = reader()
    widget.typed.value = "<img src=x onerror=alert(1)>"
    assert "<img" not in widget.picture.value + widget.sentence.value


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda words: 1 / 0, "ZeroDivisionError"),
        (lambda words: (["我"], np.ones((2, len(words)))), "weights of shape (2, 4); the shape should be (1, 4)"),
        (lambda words: ([], np.ones((0, len(words)))), "0 characters"),
    ],
)
def test_a_function_that_fails_is_a_sentence(broken, words):
    assert words in TranslationReader(broken, EXAMPLES).describe()


def test_wants_an_example():
    with pytest.raises(ValueError, match="at least one example"):
        TranslationReader(translate, [])


def test_neither_the_still_nor_the_live_picture_needs_a_chinese_font():
    widget = reader()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        data, _ = widget._repr_mimebundle_()
    assert data["image/png"] and outlines()["喜"] in widget.picture.value
    assert not re.search("[一-鿿]", re.sub('aria-label="[^"]*"', "", widget.picture.value))


def test_the_frame_of_the_chosen_character_is_filled():
    """A character and its pinyin stand in it, or a Latin token in its middle."""
    widget = reader()
    for place, lines in ((1, 2), (5, 1)):
        widget.character.value = place
        shapes = widget.draw().shapes
        (frame,) = [shape for shape in shapes if shape[0] == "rectangle"]
        top, bottom, left, right = frame[2], frame[2] + frame[4], frame[1], frame[1] + frame[3]
        inside = [
            shape for shape in shapes if shape[0] in ("text", "outline") and left <= shape[1] <= right and top < shape[2] < bottom
        ]
        assert len(inside) == lines
        if lines == 1:
            assert inside[0][2] == (top + bottom) / 2


def test_a_frame_is_quick():
    widget = reader()
    pace.assert_quick(widget.character, range(1, 6))
