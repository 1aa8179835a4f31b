"""Pictures of lecture 13: they fit a slide and draw Chinese from outlines: no character needs a font, in SVG or in Matplotlib."""

import io
import pathlib
import re
import warnings

import numpy as np
import pytest
from matplotlib.axes import Axes
from PIL import Image

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
def test_scenes_fit_a_slide_and_hold_characters_as_outlines(scene):
    assert scene.width <= 900 and scene.height <= 500
    assert f'd="{draw.outlines()["我"]}"' in scene.svg() and "wǒ</text>" in scene.svg()
    assert not CHINESE.search(scene.svg())  # no browser looks for a font


@pytest.mark.parametrize("scene", scenes())
def test_no_chinese_character_reaches_matplotlib(scene, monkeypatch):
    drawn, text = [], Axes.text
    monkeypatch.setattr(Axes, "text", lambda self, x, y, words, **more: drawn.append(words) or text(self, x, y, words, **more))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Matplotlib warns of a glyph that its font does not have, and draws a box
        assert scene.png()[:4] == b"\x89PNG"
    assert drawn and "wǒ" in drawn and not any(CHINESE.search(words) for words in drawn)


def ink(png):
    """The rows and columns of a picture that are not white."""
    dark = np.asarray(Image.open(io.BytesIO(png)).convert("L")) < 200
    return np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))


@pytest.mark.parametrize("sign", ["我", "一", "影", "，"])
def test_a_character_stands_where_its_text_would(sign):
    """Middle of the line at y, middle of the square at x: as a square of the size of the letters, in PNG and in SVG."""
    scene = draw.SceneWithChinese(200, 200).text(100, 80, sign, 60, anchor="middle")
    kind, x, y, size, path, *_ = scene.shapes[0]
    assert (kind, x, size) == ("outline", 70, 60) and f'translate(70 {y:.1f}) scale(0.2344 -0.2344)" d="{path}"' in scene.svg()
    bare = Scene(200, 200)
    bare.shapes.append(scene.shapes[0])
    rows, columns = ink(bare.png())  # twice as many pixels
    assert rows[0] >= 2 * 50 and rows[-1] <= 2 * 112 and columns[0] >= 2 * 69 and columns[-1] <= 2 * 131
    if sign == "我":
        assert rows[-1] - rows[0] > 2 * 45 and abs((rows[0] + rows[-1]) / 2 - 2 * 80) < 2 * 4


def test_every_outline_is_a_closed_path_on_its_square():
    for sign, path in draw.outlines().items():
        assert re.fullmatch(r"(M-?\d+ -?\d+(L-?\d+ -?\d+|Q-?\d+ -?\d+ -?\d+ -?\d+)+Z)+", path), sign
        numbers = [int(number) for number in re.findall(r"-?\d+", path)]
        assert min(numbers) >= -70 and max(numbers) <= 267, sign
    assert len(set(draw.outlines().values())) == len(draw.outlines())


def test_outlines_stand_with_their_licence():
    folder = pathlib.Path(draw.__file__).parent
    assert "Apache License, Version 2.0" in (folder / "characters.txt").read_text(encoding="utf-8")[:800]
    assert "Version 2.0, January 2004" in (folder / "characters_LICENSE.txt").read_text(encoding="utf-8")


def test_a_character_without_an_outline_is_its_sound_or_a_question_mark():
    scene = draw.SceneWithChinese(100, 50).text(10, 20, "龘")
    assert [shape[3] for shape in scene.shapes] == ["?"]


def test_a_plain_scene_would_draw_boxes():
    """What the tests above guard against: without outlines Matplotlib's own font has no glyph."""
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
