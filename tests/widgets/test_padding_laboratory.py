"""The padding laboratory and the logit slider, driven through their traits without a browser; figures of lecture 09."""

import numpy as np
import pace
import pytest

from helpers.figures import loss_and_masks as draw
from helpers.figures.show import png_bytes
from helpers.taught.loss import cross_entropy_from_logits, cross_entropy_naive, masked_loss
from helpers.taught.rnn import initial_parameters, logistic, rnn_forward_batch
from helpers.widgets.logit_slider import LogitSlider
from helpers.widgets.padding_laboratory import PaddingLaboratory

TOKENS = ["I", "arrive", "at", "Beijing", "from", "Xiamen"]
LABELS = [0, 0, 0, 1, 0, 0]
X = np.random.default_rng(11).normal(size=(6, 3))
NEW = initial_parameters(3, 4, 1, 8)
BIASED = NEW | {"b_a": np.array([0.5, -0.5, 0.5, -0.5]), "b_y": np.array([-2.0])}


def forward(x):
    return rnn_forward_batch(x, BIASED)


def laboratory(forward=forward, loss=masked_loss, tokens=TOKENS, x=X, y=LABELS, **more):
    return PaddingLaboratory(tokens, x, y, forward, loss, **more)


def setting(lab, pads, side, content, mask):
    lab.pads.value, lab.side.value, lab.content.value, lab.mask.value = pads, side, content, mask
    return lab.describe()


def logits(**more):
    return LogitSlider(logistic, cross_entropy_naive, cross_entropy_from_logits, **more)


def set_logit(widget, o, label=0, bits=64):
    widget.o.value, widget.label.value, widget.bits.value = o, label, bits
    return widget.describe()


def test_right_padding_with_the_mask_changes_nothing():
    lab = laboratory()
    for pads in range(6):
        for content in ("zeros", "fives"):
            words = setting(lab, pads, "right", content, True)
            assert "states equal, probabilities equal, loss equal" in words
            assert "differ" not in lab.picture.value and lab.picture.value.count("&lt;pad&gt;") == pads


def test_right_padding_without_the_mask_changes_the_loss_alone():
    words = setting(laboratory(), 3, "right", "zeros", False)
    assert "states equal, probabilities equal, loss differs" in words


def test_the_numbers_are_those_of_the_readers_functions():
    words = setting(laboratory(), 2, "right", "zeros", False)
    x, y = np.vstack([X, np.zeros((2, 3))])[None], np.array([[*LABELS, 0, 0]])[..., None]
    with_pads = cross_entropy_from_logits(forward(x)[1], y).mean()
    alone = cross_entropy_from_logits(forward(X[None])[1], y[:, :6]).mean()
    assert f"({with_pads:.4f} against {alone:.4f})" in words


@pytest.mark.parametrize("content", ["zeros", "fives"])
def test_left_padding_moves_the_states_even_with_the_mask(content):
    words = setting(laboratory(), 3, "left", content, True)
    assert "states differ, probabilities differ, loss differs" in words


def test_a_network_without_biases_hides_left_padding_with_zeros():
    lab = laboratory(forward=lambda x: rnn_forward_batch(x, NEW))
    assert "states equal, probabilities equal, loss equal" in setting(lab, 3, "left", "zeros", True)
    assert "states differ" in setting(lab, 3, "left", "fives", True)


def test_a_loss_that_forgets_the_mask_is_caught():
    lab = laboratory(loss=lambda o, y, mask: cross_entropy_from_logits(o, y).mean())
    assert "loss differs" in setting(lab, 3, "right", "zeros", True)


def test_a_function_that_fails_is_answered_in_words():
    def only_six(x):
        assert x.shape[1] == 6, "six tokens <only>"
        return forward(x)

    lab = laboratory(forward=lambda x: only_six(x) if x.shape[1] != 8 else forward(x))
    assert "AssertionError: six tokens <only>" in setting(lab, 4, "right", "zeros", True)
    assert "<only>" not in lab.picture.value + lab.sentence.value
    assert "equal" in setting(lab, 0, "right", "zeros", True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x": X[:5]}, "give .T, n_x. vectors and T labels for 6 tokens"),
        ({"y": [0, 1]}, "2 labels"),
        ({"tokens": ["a"] * 10, "x": np.zeros((10, 3)), "y": [0] * 10}, "the picture holds 1 to 9 tokens"),
        ({"most": 0}, "1 to 9 pads"),
        ({"forward": lambda x: (forward(x)[0][:, 1:], forward(x)[1])}, "they should be .1, 7, n_a."),
        ({"forward": lambda x: rnn_forward_batch(x, initial_parameters(3, 8, 1, 0))}, "8 units"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        laboratory(**arguments)


def test_textbook_loss_breaks_where_the_lecture_says():
    widget = logits()
    assert "textbook's loss is 36.0437, the loss computed from o is 36." in set_logit(widget, 36)
    assert "1, exactly. The textbook's loss is inf, the loss computed from o is 37." in set_logit(widget, 37)
    assert "textbook's loss is nan" in set_logit(widget, 40, label=1)
    assert "textbook's loss is 40" in set_logit(widget, -40, label=1)
    assert "textbook's loss is 0," in set_logit(widget, -40), "0, not -0"
    assert "1, exactly" not in set_logit(widget, 16, bits=32)
    assert "1, exactly. The textbook's loss is inf, the loss computed from o is 17." in set_logit(widget, 17, bits=32)
    assert "inf" in widget.picture.value


def test_logit_slider_answers_broken_functions_in_words():
    def broken(y_hat, y):
        raise TypeError("no <loss> yet")

    widget = LogitSlider(logistic, broken, cross_entropy_from_logits)
    assert "TypeError: no <loss> yet" in widget.describe() and "<loss>" not in widget.picture.value
    widget = LogitSlider(logistic, lambda y_hat, y: 0.0, cross_entropy_from_logits)
    assert "it should return (121,)" in widget.describe()


@pytest.mark.parametrize("limit", [0, -3, 2.5, "60"])
def test_logit_slider_refuses_a_senseless_limit(limit):
    with pytest.raises(ValueError, match="whole number of 1 or more"):
        logits(limit=limit)


@pytest.mark.parametrize("make", [laboratory, logits])
def test_bundle_has_picture_and_words(make):
    data, metadata = make()._repr_mimebundle_()
    assert data["image/png"] and data["text/plain"].startswith("[widget] ")
    assert metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())


def test_moving_the_sliders_is_quick():
    lab, widget = laboratory(), logits()
    pace.assert_quick(lab.pads, range(6))
    pace.assert_quick(widget.o, range(-60, 61))


def test_figures_of_the_lecture_are_drawn():
    o = np.arange(-60.0, 61.0)
    with np.errstate(all="ignore"):
        naive = cross_entropy_naive(logistic(o), 0 * o)
    a = np.random.default_rng(0).uniform(-1, 1, (10, 4))
    pictures = [
        draw.labelled_probabilities(TOKENS, np.full((6, 1), 0.3), LABELS),
        draw.loss_against_logit(o, naive, cross_entropy_from_logits(o, 0 * o)),
        draw.loss_against_logit(o, cross_entropy_from_logits(o, 0 * o), cross_entropy_from_logits(o, 0 * o)),
        draw.moves_of_the_state(np.linalg.norm(np.diff(a, axis=0), axis=1), 6),
        draw.loss_against_pads([0, 1, 2], [0.5, 0.4, 0.3], [0.5, 0.5, 0.5]),
        draw.tagger_scores(["first", "second"], {"accuracy": [0.9, 0.8], "F1": [0, 0.6]}),
    ]
    assert all(png_bytes(fig)[:4] == b"\x89PNG" for fig, _ in pictures)


def test_padded_rectangle_shows_words_pads_and_mask():
    svg = draw.padded_rectangle([["I", "leave"], ["I"]]).svg()
    assert svg.count("&lt;pad&gt;") == 1 and svg.count(">1<") == 3 and svg.count(">0<") == 1
    with pytest.raises(ValueError, match="at least one sentence"):
        draw.padded_rectangle([[]])
