"""What all figures share: alternative text, sizes, colours, and the scene that becomes SVG and PNG."""

import io
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from helpers import figures
from helpers.figures import style
from helpers.figures.scene import Scene
from helpers.figures.show import picture_bundle, png_bytes


def luminance(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_show_prints_the_description_and_returns_nothing(capsys):
    fig, ax = style.new_figure(4, 3)
    ax.plot([0, 1])
    assert figures.show(fig, alt="A line that\n  rises from 0 to 1.") is None
    assert "Figure. A line that rises from 0 to 1." in capsys.readouterr().out


@pytest.mark.parametrize("alt", ["", "   ", None])
def test_show_wants_alternative_text(alt):
    with pytest.raises(ValueError, match="one sentence that says what the picture shows"):
        figures.show(style.new_figure(4, 3)[0], alt=alt)


def test_show_says_what_it_takes():
    with pytest.raises(TypeError, match="not list: pass the fig"):
        figures.show([1, 2], alt="no figure at all")


def test_bundle_carries_alternative_text_twice():
    data, metadata = picture_bundle(b"png", "a picture")
    assert metadata == {"image/png": {"alt": "a picture"}} and "a picture" in data["text/plain"]


def test_same_figure_gives_the_same_bytes():
    def draw():
        with style.drawing(4, 3) as (fig, ax):
            ax.plot([1, 3, 2], **style.line("state"))
        return png_bytes(fig)

    assert draw() == draw()


@pytest.mark.parametrize(("width", "height"), [(10, 4), (8, 6), (0, 3), (4, -1)])
def test_figures_fit_a_slide(width, height):
    with pytest.raises(ValueError, match="use at most 9 x 5"):
        style.new_figure(width, height)


def test_each_meaning_has_a_colour_and_a_second_cue():
    assert style.COLOURS.keys() == style.LINES.keys() == style.MARKERS.keys()
    meanings = ("input", "state", "output", "target", "gradient", "past", "future")
    cues = [(style.COLOURS[m], style.LINES[m], style.MARKERS[m]) for m in meanings]
    assert len(set(cues)) == len({colour for colour, _, _ in cues}) == 7


def test_text_on_tints_can_be_read():
    for colour in style.COLOURS.values():
        assert (luminance(style.tint(colour, 0.25)) + 0.05) / (luminance(style.INK) + 0.05) > 7
    assert style.tint("#000000", 0) == "#ffffff" and style.tint("#0072B2", 1) == "#0072b2"
    assert style.signed_tint(0.0, 0.0) == "#ffffff" and style.signed_tint(-2, 2) == style.BLUE.lower()


def everything():
    scene = Scene(200, 100, 'a "test" <scene>')
    scene.rectangle(5, 5, 60, 30, "#ff0000", "#000000", radius=4, dash="--").circle(100, 20, 10, "#00ff00")
    return scene.line([(10, 60), (100, 60), (150, 90)], arrow=True, dash=":").text(20, 80, "a⟨3⟩ < $x$ & ␣", anchor="middle")


def test_scene_is_well_formed_and_speaks():
    root = ElementTree.fromstring(everything().svg())
    assert root.attrib["role"] == "img" and root.attrib["aria-label"] == 'a "test" <scene>'
    assert [child.tag.split("}")[1] for child in root] == ["rect", "circle", "polyline", "polygon", "text"]


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_typed_text_stays_text(words):
    """Whatever a reader types stands in the SVG as one text element with exactly these words."""
    root = ElementTree.fromstring(Scene(100, 50, words).text(1, 1, words).svg())
    assert [child.tag.split("}")[1] for child in root] == ["text"] and (root[0].text or "") == words


def test_scene_as_png_has_its_size_and_its_colours():
    picture = Image.open(io.BytesIO(everything().png())).convert("RGB")
    assert picture.size == (200, 100)
    assert picture.getpixel((30, 20)) == (255, 0, 0) and picture.getpixel((100, 20)) == (0, 255, 0)
    assert np.asarray(picture)[55:65, 20:90].min() < 120, "the line is missing"


def test_later_shapes_cover_earlier_ones_in_the_png_too():
    scene = Scene(60, 60).line([(0, 30), (60, 30)], "#000000", 10).rectangle(20, 20, 20, 20, "#ff0000")
    assert Image.open(io.BytesIO(scene.png())).convert("RGB").getpixel((30, 30)) == (255, 0, 0)


def test_scene_wants_a_size():
    with pytest.raises(ValueError, match="positive size in pixels"):
        Scene(0, 10)


def test_numbers_in_svg_are_short():
    assert not re.search(r"\d\.\d{3,}", Scene(90, 90).line([(1 / 3, 2 / 3), (10 / 7, 5)], arrow=True).svg())
