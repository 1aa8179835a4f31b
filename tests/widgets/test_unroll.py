"""The unroll slider, driven through its trait without a browser."""

import re

import numpy as np
import pace
import pytest

from helpers.figures import recurrent_network as figures
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS
from helpers.taught.rnn import initial_parameters
from helpers.widgets.unroll import Unroll

WORDS = ["I", "arrive", "at", "Beijing", "from", "Xiamen"]
PARAMETERS = initial_parameters(3, 4, 1, seed=8)


def texts(scene):
    return [shape[3] for shape in scene.shapes if shape[0] == "text"]


@pytest.mark.parametrize("copies", range(1, 7))
def test_each_copy_carries_every_weight_with_its_name_and_colour(copies):
    widget = Unroll(WORDS, PARAMETERS)
    widget.copies.value = copies
    words = texts(widget.draw())
    loop = copies < 6
    assert words.count("W_ax") == words.count("W_ya") == copies and words.count("W_aa") == copies + loop
    arrows = [shape[2] for shape in widget.draw().shapes if shape[0] == "line" and shape[5]]
    for name in ("W_ax", "W_aa", "W_ya"):
        assert arrows.count(COLOURS[name]) == words.count(name)
    assert [word in words for word in WORDS] == [k < copies - loop for k in range(6)]
    assert ("i = 5, 6" if copies == 5 else f"i = {copies}, …, 6") in words or not loop
    assert "a⟨0⟩" in words and "= 0" in words


def test_the_number_of_weights_never_changes():
    widget, found = Unroll(WORDS, PARAMETERS), set()
    for copies in range(1, 7):
        widget.copies.value = copies
        found |= set(re.findall(r"(\d+) numbers in all", widget.describe()))
        found |= set(re.findall(r"(\d+) numbers in all", widget.sentence.value))
    assert found == {str(sum(value.size for value in PARAMETERS.values()))} == {"37"}
    assert "W_ax: one matrix, 4 × 3" in widget.picture.value


def test_words_follow_the_slider():
    widget = Unroll(WORDS, PARAMETERS)
    assert "a loop that runs 6 times" in repr(widget)
    widget.copies.value = 4
    assert "4 copies, the last with the loop over 3 tokens" in widget.sentence.value
    widget.copies.value = 6
    assert "no loop" in widget.describe()
    assert "no loop" in Unroll(["go"], PARAMETERS).describe()


def test_static_picture_and_escaped_words():
    data, metadata = Unroll(WORDS, PARAMETERS, copies=6)._repr_mimebundle_()
    assert data["image/png"].startswith("iVBOR") and metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())
    assert "<b>" not in Unroll(["<b>", "x"], PARAMETERS, copies=2).picture.value


@pytest.mark.parametrize(
    "tokens, change, reason",
    [
        ([], {}, "1 to 7 tokens"),
        (["x"] * 8, {}, "1 to 7 tokens"),
        ("I leave", {}, "1 to 7 tokens"),
        (WORDS, {"copies": 0}, "whole number from 1 to 6"),
        (WORDS, {"copies": 7}, "whole number from 1 to 6"),
        (WORDS, {"parameters": {"W_ax": np.zeros((4, 3))}}, "lacks W_aa, W_ya, b_a, b_y"),
    ],
)
def test_bad_input_is_answered_in_words(tokens, change, reason):
    with pytest.raises(ValueError, match=reason):
        Unroll(tokens, **{"parameters": PARAMETERS, **change})


def test_the_widest_sentence_fits():
    scene = Unroll(["Beijing"] * 7, PARAMETERS, copies=7).draw()
    assert all(shape[1] + shape[3] <= scene.width for shape in scene.shapes if shape[0] == "rectangle")


def test_figures_say_what_they_cannot_draw():
    with pytest.raises(ValueError, match="give 2 to 5"):
        figures.fold_and_unroll(WORDS)
    with pytest.raises(ValueError, match="1 to 7"):
        figures.draw_network(Scene(880, 300), 0, ["x"] * 8, 1)
    with pytest.raises(ValueError, match=r"copies=3: give a whole number from 1 \(folded\) to 2"):
        figures.draw_network(Scene(880, 300), 0, ["I", "go"], 3)
    with pytest.raises(ValueError, match="one row more"):
        figures.state_heat_maps([WORDS], [np.zeros((6, 4))])
    with pytest.raises(ValueError, match="at most 8"):
        figures.state_heat_maps([["x"] * 9], [np.zeros((10, 4))])


def test_figures_show_what_they_are_given():
    equal = figures.same_word_two_states("go", {"one": ([0.5, -0.5], [0.5, -0.5]), "two": ([0.5, 0.1], [0.5, 0.2])})
    assert texts(equal).count("=") == texts(equal).count("≠") == 1
    assert {"(4, 3)", "(4, 4)", "(1, 4)", "(3,)", "(4,)", "(1,)"} <= set(texts(figures.step_flow_chart(3, 4, 1)))
    folded = texts(figures.fold_and_unroll(WORDS[:5]))
    assert folded.count("W_ax") == 6 and folded.count("W_aa") == 7 and "=" in folded
    cells = texts(figures.state_heat_maps([["I", "go"]], [np.array([[0, 0], [0.25, -0.001], [1, -1]])]))
    assert {"before", "I", "go", "unit 2", "+0.25", "0.00", "+1.00", "-1.00"} <= set(cells) and "-0.00" not in cells


def test_slider_is_quick():
    widget = Unroll(WORDS, PARAMETERS)
    pace.assert_quick(widget.copies, range(1, 7))
