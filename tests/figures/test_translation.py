"""Pictures of lecture 13: they are drawn, fit a slide, and no Chinese character ever reaches Matplotlib."""

import re
import warnings

import numpy as np
import pytest
from matplotlib.axes import Axes

from helpers.figures import translation as draw
from helpers.figures.scene import Scene
from helpers.figures.show import png_bytes

WORDS, CHARACTERS = "I like this movie very much".split(), list("我非常喜欢这部电影")  # noqa: SIM905
WEIGHTS = np.random.default_rng(0).dirichlet(np.ones(6), 10)
CHINESE = re.compile("[⺀-鿿豈-﫿︰-﹏！-￮]")
LONG = np.random.default_rng(1).dirichlet(np.ones(15), 30)


def scenes():
    marked = [*CHARACTERS, "<eos>"]
    return [
        draw.encoder_and_decoder(WORDS, CHARACTERS), draw.encoder_and_decoder(WORDS, CHARACTERS, look_back=True),
        draw.alignment(WORDS, marked, WEIGHTS), draw.alignment_lines(WORDS, marked, WEIGHTS),
        draw.alignment_lines(WORDS, marked, WEIGHTS, chosen=6),
        draw.alignment_lines(["interesting"] * 15, ["我"] * 30, LONG, chosen=29),
    ]  # fmt: skip


@pytest.mark.parametrize("scene", scenes())
def test_scenes_fit_a_slide_and_hold_characters_as_text(scene):
    assert scene.width <= 900 and scene.height <= 500
    assert "我</text>" in scene.svg() and "wǒ</text>" in scene.svg()


@pytest.mark.parametrize("scene", scenes())
def test_no_chinese_character_reaches_matplotlib(scene, monkeypatch):
    drawn, text = [], Axes.text
    monkeypatch.setattr(Axes, "text", lambda self, x, y, words, **more: drawn.append(words) or text(self, x, y, words, **more))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Matplotlib warns of a glyph that its font does not have, and draws a box
        assert scene.png()[:4] == b"\x89PNG"
    assert drawn and "wǒ" in drawn and not any(CHINESE.search(words) for words in drawn)


def test_a_plain_scene_would_draw_boxes():
    """What the test above guards against: without the pinyin Matplotlib's own font has no glyph."""
    plain = Scene(100, 50).text(10, 20, "我")
    with pytest.warns(UserWarning, match="missing from"):
        plain.png()


def test_pictures_are_the_same_with_and_without_a_chinese_font(monkeypatch):
    """Matplotlib's first choice is always the font that it brings along; a list of other fonts behind it changes no byte."""
    from matplotlib import font_manager

    before = draw.alignment(WORDS, [*CHARACTERS, "<eos>"], WEIGHTS).png()
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [f for f in font_manager.fontManager.ttflist if "DejaVu" in f.name])
    font_manager.fontManager._findfont_cached.cache_clear() if hasattr(font_manager.fontManager, "_findfont_cached") else None
    assert draw.alignment(WORDS, [*CHARACTERS, "<eos>"], WEIGHTS).png() == before


def test_pinyin_is_complete_and_latin():
    assert draw.in_pinyin("我喜欢") == "wǒ xǐ huan" and draw.in_pinyin("movie") == "movie" and draw.in_pinyin("龘") == "?"
    assert not any(CHINESE.search(sound) for sound in draw.PINYIN.values()) and all(draw.PINYIN.values())


def test_exact_by_length_is_drawn():
    rows = {"attention": np.full((3, 4), 0.9), "last state": np.zeros((3, 4))}
    assert png_bytes(draw.exact_by_length(["4-5", "6-7", "8-9", "10-13"], rows)[0])[:4] == b"\x89PNG"


def test_the_table_writes_weights_from_a_tenth_on():
    weights = np.array([[0.05, 0.95], [0.4, 0.6]])
    said = [shape[3] for shape in draw.alignment(["a", "b"], ["我", "<eos>"], weights).shapes if shape[0] == "text"]
    assert {"0.95", "0.40", "0.60"} <= set(said) and "0.05" not in said


def test_pictures_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match="16 words"):
        draw.alignment_lines(["a"] * 16, ["我"], np.ones((1, 16)))
    with pytest.raises(ValueError, match="0 characters"):
        draw.alignment_lines(["a"], [], np.ones((0, 1)))
    with pytest.raises(ValueError, match=r"\(2, 1\)"):
        draw.alignment(["a"], ["我"], np.ones((2, 1)))
    with pytest.raises(ValueError, match="at most 13"):
        draw.alignment(["a"], ["我"] * 14, np.ones((14, 1)))
    with pytest.raises(ValueError, match="at most 17"):
        draw.encoder_and_decoder(WORDS, CHARACTERS * 2)
