"""The review reader, driven through its traits: what it says, what it draws, what it refuses."""

import numpy as np
import pace
import pytest

from helpers.figures import sentiment as draw
from helpers.widgets.review_reader import ReviewReader

EXAMPLES = ["the plot is good.", "the plot is not good."]


def read(tokens, pads):
    """A reader that says 5 until *not* comes, then 1; behind a pad it says 3."""
    scores = [5 if "not" not in tokens[: i + 1] else 1 for i in range(len(tokens))] + [3] * pads
    p = np.full((len(scores), 5), 0.05)
    p[np.arange(len(scores)), np.array(scores) - 1] = 0.8
    return p


def reader(**more):
    return ReviewReader(read, EXAMPLES, **more)


def test_says_the_score_at_the_last_word_and_behind_pads():
    widget = reader()
    assert widget.describe() == "Read after the last word, “.”, the score is 5 (probability 0.80)."
    widget.pads.value = 2
    assert "Read behind 2 pads it is 3 (0.80)." in widget.describe()
    assert widget.picture.value.count("&lt;pad&gt;") == 2 and "score is 5" in widget.sentence.value


def test_choosing_and_typing_follow_each_other():
    widget = reader()
    widget.example.value = EXAMPLES[1]
    assert widget.typed.value == EXAMPLES[1] and "score is 1" in widget.describe()
    widget.typed.value = "not me"
    assert widget.example.value == "(typed below)" and "“me”, the score is 1" in widget.describe()
    widget.typed.value = EXAMPLES[0]
    assert widget.example.value == EXAMPLES[0]


def test_names_words_that_the_network_never_met():
    widget = reader(known=["the", "plot", "is", "good", "."])
    assert "never met" not in widget.describe()
    widget.typed.value = "the plot is marvellous, marvellous"
    assert widget.describe().endswith("The network has never met: marvellous, ,.")


@pytest.mark.parametrize("text", ["", "   ", "a " * 15])
def test_too_short_and_too_long(text):
    widget = reader()
    widget.typed.value = text
    assert ("Type a" in widget.describe()) and widget.describe()[:20] in widget.picture.value


def test_what_is_typed_is_escaped():
    widget = reader()
    widget.typed.value = "<img src=x onerror=alert(1)>"
    assert "<img" not in widget.picture.value + widget.sentence.value


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda tokens, pads: 1 / 0, "ZeroDivisionError"),
        (lambda tokens, pads: np.full((len(tokens), 4), 0.25), "shape (5, 4); it should be (5, 5)"),
        (lambda tokens, pads: np.ones((len(tokens), 5)), "five probabilities"),
    ],
)
def test_a_function_that_fails_is_a_sentence(broken, words):
    assert words in ReviewReader(broken, EXAMPLES).describe()


def test_wants_an_example():
    with pytest.raises(ValueError, match="at least one example"):
        ReviewReader(read, [])


def test_a_frame_is_quick():
    widget = reader()
    widget.typed.value = "one two three four five six seven eight nine ten."
    pace.assert_quick(widget.pads, range(7))


def test_pictures_refuse_what_does_not_fit():
    with pytest.raises(ValueError, match="same tokens"):
        draw.one_bag(["a", "b"], ["a", "c"], (1, 5))
    with pytest.raises(ValueError, match="at most 14"):
        draw.one_bag(["a"] * 15, ["a"] * 15, (1, 5))
    with pytest.raises(ValueError, match="11 tokens"):
        draw.reading_weights(["a"] * 11, {"last": np.zeros(11)})
    with pytest.raises(ValueError, match="as many weights"):
        draw.reading_weights(["a"] * 3, {"last": np.zeros(4)})
    with pytest.raises(ValueError, match="21 tokens"):
        draw.score_by_word(["a"] * 21, np.full((21, 5), 0.2))
    with pytest.raises(ValueError, match=r"\(3, 4\)"):
        draw.score_by_word(["a"] * 3, np.full((3, 4), 0.25))
