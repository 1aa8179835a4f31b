"""The next-character widget, driven through its traits; and the pictures of lecture 14."""

import numpy as np
import pace
import pytest

from helpers.figures import generation as draw
from helpers.figures.show import png_bytes
from helpers.taught.generation import draw_next
from helpers.widgets.next_character import NextCharacter

CHARACTERS = ["a", "b", " ", "\n"]


def scores(text):
    """After *a* comes *b*, after *b* a space, after a space *a* or a line break."""
    return np.array({"a": [0, 5, 0, 0], "b": [0, 0, 5, 0], " ": [3, 0, 0, 3], "\n": [5.0, 0, 0, 0]}[text[-1]])


def widget(**more):
    return NextCharacter(scores, CHARACTERS, draw_next, "a", **more)


def test_says_the_most_likely_characters_and_the_temperature():
    shown = widget()
    assert shown.describe().startswith("At temperature 1.0, the most likely next characters: b 0.98,")
    shown.temperature.value = 0
    assert "b 1.00, a 0.00" in shown.describe()
    shown.temperature.value = 2.0
    assert "b 0.80" in shown.describe()
    shown.prompt.value = "ab"
    assert "␣ 0.80" in shown.describe()


def test_drawn_characters_grow_one_by_one_and_repeat():
    shown, texts = widget(), []
    for count in (1, 2, 5, 9):
        shown.drawn.value = count
        texts.append(shown._continued())
    assert all(longer.startswith(shorter) for shorter, longer in zip(texts, texts[1:]))
    assert texts == [(setattr(other := widget(), "seed", 0), setattr(other.drawn, "value", n), other._continued())[2]
                     for n in (1, 2, 5, 9)]  # fmt: skip
    assert "Drawn: “b" in shown.describe() and len(texts[-1]) == 10


@pytest.mark.parametrize(("text", "words"), [("", "Type the beginning"), ("a?", "never met '?'"), ("a" * 201, "at most 200")])
def test_what_cannot_be_read_is_a_sentence(text, words):
    shown = widget()
    shown.prompt.value = text
    assert words in shown.describe() and words.split("'")[0] in shown.picture.value


def test_a_function_that_fails_is_a_sentence():
    assert "ZeroDivisionError" in NextCharacter(lambda text: 1 / 0, CHARACTERS, draw_next, "a").describe()
    assert "shape (2,)" in NextCharacter(lambda text: [0, 1], CHARACTERS, draw_next, "a").describe()
    with pytest.raises(ValueError, match="give the characters"):
        NextCharacter(scores, [], draw_next)


def test_what_is_typed_is_escaped():
    shown = NextCharacter(lambda text: np.zeros(3), ["<", "b", ">"], draw_next, "b")
    shown.prompt.value = "<b>"
    assert "<b>" not in shown.picture.value + shown.sentence.value


def test_a_frame_is_quick():
    shown = widget()
    pace.assert_quick(shown.temperature, [k / 10 for k in range(1, 20)])


def test_pictures_are_drawn_and_fit_a_slide():
    rng = np.random.default_rng(0)
    for scene in (
        draw.drawing_loop(list("I like"), list(" a")), draw.streams_and_windows([list("I like the sea")] * 3, 5),
        draw.next_token_bars("I like", [f"{k}" for k in range(40)], rng.dirichlet(np.ones(40))),
    ):  # fmt: skip
        assert scene.width <= 900 and scene.height <= 500 and scene.png()[:4] == b"\x89PNG"
    for fig, _ in (
        draw.bits_by_model({"recurrent": [2.3, 2.32], "Kneser-Ney": [2.13], "network and Kneser-Ney": [2.05]}),
        draw.seen_and_new_text([1, 2, 3], [3, 2, 1], [3, 2.5, 2.4]),
        draw.valid_and_new([0.5, 1, 2], [[1, 0.5], [0.9, 0.6], [0.4, 0.3]], [("counting", 0.6, 0.1)]),
    ):
        assert png_bytes(fig)[:4] == b"\x89PNG"


def test_the_frame_cuts_no_mark():
    """The last update stands at the right edge."""
    _, ax = draw.seen_and_new_text([1, 2, 3], [3, 2, 1], [3, 2.5, 2.4])
    assert ax.get_xlim()[1] == 3 and not any(curve.get_clip_on() for curve in ax.lines)


def test_pictures_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match="together at most 10"):
        draw.drawing_loop(list("I like the"), list(" sea"))
    with pytest.raises(ValueError, match="at most 4 streams"):
        draw.streams_and_windows([list("abc")] * 5, 2)
    with pytest.raises(ValueError, match="one for each token"):
        draw.next_token_bars("I", ["a", "b"], [1.0])
