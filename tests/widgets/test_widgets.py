"""What all widgets share, and the merge theatre and the quiz, driven through their traits without a browser."""

import pace
import pytest

from helpers.figures.scene import Scene
from helpers.taught import bpe
from helpers.widgets.base import Explorable, buttons, choice, slider, slider_over, switch, text_field
from helpers.widgets.merge_theatre import MergeTheatre
from helpers.widgets.progress import ProgressBar

VIEW = "application/vnd.jupyter.widget-view+json"
WORDS = "walk walks walked talk talks talked"


def theatre(text=WORDS, **more):
    return MergeTheatre(text, train=bpe.train_bpe, encode=bpe.encode_bpe, table=bpe.token_bytes,
                        chunks=bpe.split_into_chunks, count=bpe.count_pairs, **more)  # fmt: skip


def test_a_widget_without_drawing_says_what_is_missing():
    class Unfinished(Explorable):
        def describe(self):
            return "nothing"

    with pytest.raises(NotImplementedError, match="define draw"):
        Unfinished([])


def test_controls_are_of_the_kind_they_promise():
    assert isinstance(slider("n", 0, 5, 2).value, int) and isinstance(slider("x", 0, 1.5, 0.5, step=0.1).value, float)
    assert choice("which", ["a", "b"], "b").value == "b" and text_field("t", "x").value == "x"
    assert buttons("b", ["a", "b"]).value is None and switch("s").value is False


def test_readouts_fit_the_data():
    formats = {0.001: ".3f", 0.1: ".1f", 0.05: ".2f", 1: ".0f"}
    assert all(slider("x", 0.0, 9.0, 1.0, step=step).readout_format == form for step, form in formats.items())
    ruler = slider_over("distance", [("3", 1), ("10", 2), ("30", 3)], 2)
    assert (ruler.value, ruler.label) == (2, "10")


class Lamp(Explorable):
    """A widget whose picture and sentence change their size."""

    def __init__(self):
        self.big, self.two = switch("big", True), switch("two")
        super().__init__([self.big, self.two])

    def draw(self):
        return Scene(100, 80 if self.big.value else 20)

    def describe(self):
        return "on " * (200 if self.two.value else 1)


def test_nothing_below_a_widget_jumps():
    lamp = Lamp()
    assert 'height="80"' in lamp.picture.value and "min-height:42px" in lamp.sentence.value
    lamp.big.value, lamp.two.value = False, True
    assert 'height="80"' in lamp.picture.value and "min-height:126px" in lamp.sentence.value
    lamp.two.value = False
    assert "min-height:126px" in lamp.sentence.value
    assert Lamp().draw().height == 80 and "20px" in lamp.draw().svg(), "a new picture has its own height"


def test_a_control_stands_apart_from_the_next():
    lamp = Lamp()
    assert all(control.layout.margin.split()[1] == "28px" for control in (lamp.big, lamp.two))


@pytest.mark.parametrize("make", [Lamp, lambda: ProgressBar(range(3), "training")])
def test_a_server_gets_a_still_for_the_second_day(make, monkeypatch):
    shown = []
    monkeypatch.setattr("helpers.widgets.base.display", lambda part: shown.append(part.data))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    make()._repr_mimebundle_()
    assert shown == [], "no server, no still: a stored notebook has one output"
    monkeypatch.setenv("JPY_SESSION_NAME", "notebooks/x.ipynb")
    make()._repr_mimebundle_()
    assert len(shown) == 1 and 'style="display:none"' in shown[0] and "choose Run, Run All Cells" in shown[0]


def test_bundle_has_the_live_view_the_picture_and_the_words():
    data, metadata = theatre()._repr_mimebundle_()
    assert set(data) == {VIEW, "image/png", "text/plain"}
    assert metadata["image/png"]["alt"] in " ".join(data["text/plain"].split()) and data["text/plain"].startswith("[widget] ")


def test_slider_walks_through_the_merges():
    stage = theatre()
    assert "After 0 merges the text has 35 pieces." in stage.describe()
    stage.steps.value = 2
    assert "“alk”" in stage.describe() and ">alk<" in stage.picture.value
    stage.reveal.value = True
    merges = list(bpe.train_bpe(WORDS, 3))
    names = bpe.token_bytes(bpe.train_bpe(WORDS, 3))
    left, right = (names[i].decode().replace(" ", "␣") for i in merges[2])
    assert f"The next pair is “{left}” and “{right}”" in stage.describe()


def test_counts_are_hidden_until_the_reader_asks():
    stage = theatre()
    assert "times" not in stage.picture.value and "Which pair is next?" in stage.picture.value
    stage.reveal.value = True
    assert "6 times" in stage.picture.value
    assert "a tie: the smaller left id" in stage.picture.value and ">97, 108<" in stage.picture.value


def test_typed_words_are_escaped():
    stage = theatre()
    stage.text.value = "<img src=x onerror=alert(1)>"
    assert "<img" not in stage.picture.value + stage.sentence.value
    stage.steps.value = 12
    assert "<img" not in stage.picture.value + stage.sentence.value


@pytest.mark.parametrize(
    ("text", "answer"),
    [("", "Type a few words"), ("   ", "Type a few words"), ("a\ud800", "lone surrogate"), ("a", "No pair is left")],
)
def test_odd_texts_are_answered_in_words(text, answer):
    stage = theatre()
    stage.text.value = text
    stage.steps.value = 5
    assert answer in stage.describe() and stage.picture.value.startswith("<svg")


def test_many_words_and_long_words_stay_inside():
    stage = theatre(" ".join(f"word{k}" for k in range(40)) + " " + "x" * 300)
    assert "and 33 more words" in stage.picture.value
    stage.text.value = "北京 " + "y" * 200
    assert "e5" in stage.picture.value and "…" in stage.picture.value


def test_moving_the_slider_is_quick():
    stage = theatre()
    stage.reveal.value = True
    pace.assert_quick(stage.steps, range(13))
