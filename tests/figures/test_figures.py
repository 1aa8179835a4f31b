"""What all figures share: alternative text, sizes, colours, and the scene that becomes SVG and PNG."""

import hashlib
import inspect
import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import course
import matplotlib
import matplotlib.figure
import matplotlib.style
import numpy as np
import pytest
from course import contrast
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers import figures
from helpers.figures import gates, glove, loss_and_masks, one_hot, one_word_two_vectors, style, tokenization, word2vec
from helpers.figures.scene import Scene
from helpers.figures.show import caption_bundle, picture_bundle, png_bytes, wrapped


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
    data, metadata = picture_bundle(everything().png(), "a picture")
    assert metadata["image/png"]["alt"] == "a picture" and data["text/plain"] == "[picture] a picture"


@pytest.mark.parametrize("height", [0.1, 0.3, 0.8, 1.0])
def test_colours_are_those_that_all_pixels_would_choose(height):
    """Little background goes into the median cut, and nothing changes: whether most, half or nothing of the page is white."""
    with style.look():
        fig = matplotlib.figure.Figure(figsize=(3, 2))
        fig.add_axes([0, 0, 1, height]).pcolormesh(np.arange(600).reshape(20, 30))
        fig.text(0.1, 0.9, "letters", color=style.VERMILLION, fontsize=20)
    found = np.asarray(Image.open(io.BytesIO(png_bytes(fig))).convert("RGB"))
    with style.look():
        fig.set_dpi(200)
        canvas = FigureCanvasAgg(fig)
        canvas.draw()
    page = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    expected = page.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    assert len(page.getcolors(10**6)) > 256 and np.array_equal(found, expected)


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
        assert contrast(style.tint(colour, 0.25), style.INK) > 7
    assert style.tint("#000000", 0) == "#ffffff" and style.tint("#0072B2", 1) == "#0072b2"
    assert style.signed_tint(0.0, 0.0) == "#ffffff" and style.signed_tint(-2, 2) == style.BLUE.lower()


def test_letters_stand_out_from_the_page():
    assert style.TEXT.keys() == style.COLOURS.keys()
    for meaning, colour in style.TEXT.items():
        assert contrast(colour, "#ffffff") >= 4.5 and contrast(colour, style.PALE) >= 4.5, meaning
        assert style.text_colour(style.COLOURS[meaning]) == colour, "one colour has one variant for letters"
    assert contrast(style.INK, style.PALE) >= 4.5 and style.text_colour("#ffffff") == "#ffffff"


def test_scenes_and_figures_darken_the_colour_of_their_letters():
    assert style.TEXT["output"] in Scene(9, 9).text(1, 1, "a", colour=style.COLOURS["output"]).svg()
    with style.drawing(2, 2) as (fig, ax):
        words = ax.text(0, 0, "a", color=style.COLOURS["state"])
    png_bytes(fig)
    assert words.get_color() == style.TEXT["state"]


SETTINGS = {
    "style": lambda: matplotlib.style.use("dark_background"),
    "usetex": lambda: matplotlib.rcParams.update({"text.usetex": True}),
    "savefig": lambda: matplotlib.rcParams.update({"savefig.transparent": True, "savefig.bbox": "tight", "savefig.dpi": 50}),
    "figure": lambda: matplotlib.rcParams.update({"figure.dpi": 50, "figure.autolayout": True, "figure.facecolor": "black"}),
    "axes": lambda: matplotlib.rcParams.update({"axes.facecolor": "black", "xtick.color": "white", "axes.grid": True}),
    "fonts": lambda: matplotlib.rcParams.update({"font.family": "serif", "font.size": 30, "axes.formatter.use_locale": True}),
}


def both_kinds():
    with style.drawing(4, 3) as (fig, ax):
        ax.plot([1, 3, 2], label="a")
        ax.legend()
        ax.set(xlabel="steps", xscale="log")
    return png_bytes(fig), everything().png()


@pytest.fixture(scope="module")
def plain():
    return both_kinds()


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_readers_own_settings_change_no_byte(setting, plain):
    with matplotlib.rc_context():
        SETTINGS[setting]()
        before = dict(matplotlib.rcParams)
        assert both_kinds() == plain
        assert dict(matplotlib.rcParams) == before, "the reader's settings are back"


def test_a_matplotlibrc_changes_no_byte(tmp_path, plain):
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 20\naxes.grid: True\npath.sketch: 1, 100, 2\n", encoding="utf-8")
    program = "import hashlib\nfrom helpers.figures import style\nfrom helpers.figures.scene import Scene\n"
    program += "from helpers.figures.show import png_bytes\n"
    program += inspect.getsource(everything) + inspect.getsource(both_kinds)
    program += "print([hashlib.sha256(png).hexdigest() for png in both_kinds()])"
    environment = {**os.environ, "MATPLOTLIBRC": str(tmp_path), "PYTHONPATH": str(course.ROOT)}
    out = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == str([hashlib.sha256(png).hexdigest() for png in plain])


def test_a_widgets_svg_needs_no_matplotlib():
    program = "import sys, helpers.figures.scene, helpers.widgets.base; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], cwd=course.ROOT, check=True)


def test_captions_break_at_spaces_only():
    words = "A caption with a long-ish word-for-word explanation, 100% of it, and 3.14159. " * 4
    assert max(map(len, wrapped(words).splitlines())) <= 88 and wrapped(words).split() == words.split()
    assert wrapped("x" * 200) == "x" * 200
    assert caption_bundle("0 < 1 & 2")["text/html"] == "<p>0 &lt; 1 &amp; 2</p>"


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
    assert picture.size == (400, 200)
    assert picture.getpixel((60, 40)) == (255, 0, 0) and picture.getpixel((200, 40)) == (0, 255, 0)
    assert np.asarray(picture)[110:130, 40:180].min() < 120, "the line is missing"


def test_later_shapes_cover_earlier_ones_in_the_png_too():
    scene = Scene(60, 60).line([(0, 30), (60, 30)], "#000000", 10).rectangle(20, 20, 20, 20, "#ff0000")
    assert Image.open(io.BytesIO(scene.png())).convert("RGB").getpixel((60, 60)) == (255, 0, 0)


def test_scene_wants_a_size():
    with pytest.raises(ValueError, match="positive size in pixels"):
        Scene(0, 10)


def test_numbers_in_svg_are_short():
    assert not re.search(r"\d\.\d{3,}", Scene(90, 90).line([(1 / 3, 2 / 3), (10 / 7, 5)], arrow=True).svg())


ODD = ["$$", "a_$x^$", r"\frac{", "$5"]  # words of a reader's own text; Matplotlib reads $...$ as a formula
DRAWN = {
    "gates": lambda: gates.gates_over_sentence(ODD, np.full((3, 4), 0.5), {"one": np.ones(4), "two": np.zeros(4)}),
    "ratios": lambda: glove.ratio_bars(ODD, [0.5, 1, 2, 4], "ice", "steam"),
    "probabilities": lambda: loss_and_masks.labelled_probabilities(ODD, np.full(4, 0.5), [0, 1, 0, 0]),
    "grams": lambda: one_hot.grams({"one": np.eye(4), "two": np.eye(4)}, ODD),
    "weights": lambda: one_word_two_vectors.weights_table(ODD, np.full((4, 4), 0.25)),
    "zipf": lambda: tokenization.zipf(np.arange(100, 0, -1), dict(enumerate(ODD, 1)), 100),
    "pairs": lambda: word2vec.pair_map(np.eye(4, 2), [ODD[:2], ODD[2:]], ["x", "y"]),
    "jobs": lambda: word2vec.probe_scatter(np.arange(4.0), {"one": np.arange(4.0), "two": np.ones(4) + np.eye(4)[0]}, ODD),
}


@pytest.mark.parametrize("name", DRAWN)
def test_words_are_never_read_as_formulas(name):
    figure = DRAWN[name]()[0]
    figure.draw_without_rendering()  # reads each formula that it finds
    texts = [text for text in figure.findobj(matplotlib.text.Text) if any(word in text.get_text() for word in ODD)]
    assert texts and not any(text.get_parse_math() for text in texts if text.get_visible())
