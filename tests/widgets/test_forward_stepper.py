"""The forward stepper, driven through its traits without a browser."""

import numpy as np
import pace
import pytest

from helpers.taught.rnn import initial_parameters, rnn_forward
from helpers.widgets.forward_stepper import ForwardStepper

WORDS = ["I", "arrive", "at", "Beijing", "from", "Xiamen"]
PARAMETERS = {**initial_parameters(3, 4, 1, seed=8), "b_a": np.array([0.5, -0.25, 0.125, 1.0])}
X = np.random.default_rng(11).normal(size=(6, 3))
A, Y_HAT = rnn_forward(X, PARAMETERS)


def stepper(**more):
    given = {"tokens": WORDS, "x": X, "a": A, "y_hat": Y_HAT, "parameters": PARAMETERS, **more}
    return ForwardStepper(**given)


def numbers(values):
    return [f"{value:+.2f}" for value in np.ravel(values)]


def test_every_number_of_every_step_is_shown():
    widget = stepper()
    for i in range(1, 7):
        widget.step.value = i
        picture = widget.picture.value
        parts = [X[i - 1], A[i - 1] if i > 1 else [], PARAMETERS["W_ax"] @ X[i - 1], PARAMETERS["b_a"], A[i]]
        parts.append(PARAMETERS["W_aa"] @ A[i - 1] if i > 1 else [])
        s = PARAMETERS["W_ax"] @ X[i - 1] + PARAMETERS["W_aa"] @ A[i - 1] + PARAMETERS["b_a"]
        parts += [s, PARAMETERS["W_ya"] @ A[i]]
        for number in (number for part in parts for number in numbers(part)):
            assert f">{number}<" in picture
        assert f">{Y_HAT[i - 1, 0]:.2f}<" in picture and f">W_aa a⟨{i - 1}⟩<" in picture
        assert f"Token {i} of 6 is “{WORDS[i - 1]}”" in widget.describe()


def test_the_first_state_is_zero_by_name():
    picture = stepper().picture.value
    assert ">a⟨0⟩<" in picture and ">0.00<" in picture and "-0.00" not in picture


def test_buttons_walk_and_stop_at_the_ends():
    widget = stepper(position=5)
    widget.next.click()
    widget.next.click()
    assert widget.step.value == 6
    for _ in range(9):
        widget.previous.click()
    assert widget.step.value == 1


def test_prediction_covers_each_new_step_until_it_is_revealed():
    widget = stepper(position=2)
    assert widget.reveal.disabled and not widget.hidden()
    widget.predict.value = True
    state = f">{A[2, 0]:+.2f}<"
    assert state not in widget.picture.value and ">?<" in widget.picture.value and not widget.reveal.disabled
    assert "which entries of s⟨2⟩ are positive?" in widget.describe() and "a⟨2⟩ is" not in widget.describe()
    widget.reveal.value = True
    assert state in widget.picture.value and ">?<" not in widget.picture.value
    widget.next.click()
    assert widget.hidden() and widget.reveal.value is False and ">?<" in widget.picture.value
    assert state in widget.picture.value, "the state before stays visible: it is what the step reads"
    widget.predict.value = False
    assert not widget.hidden() and ">?<" not in widget.picture.value


def test_readers_own_states_are_shown_and_compared_with_the_equation():
    own = A.copy()
    own[3, 0] = 0.987
    widget = stepper(a=own, position=3)
    assert ">+0.99<" in widget.picture.value and "not the tanh of s⟨3⟩" in widget.describe()
    widget.step.value = 1
    assert "not the tanh" not in widget.describe()


def test_picture_words_and_static_picture():
    data, metadata = stepper()._repr_mimebundle_()
    assert data["image/png"].startswith("iVBOR") and data["text/plain"].startswith("[widget] Token 1 of 6")
    assert metadata["image/png"]["alt"] in repr(stepper())
    escaped = stepper(tokens=["<b>", *WORDS[1:]])
    assert "<b>" not in escaped.picture.value and "&lt;b&gt;" in escaped.sentence.value


def test_other_sizes_fit_the_picture():
    for T, n_x, n_a, n_y in ((1, 1, 1, 1), (9, 6, 6, 3)):
        parameters = initial_parameters(n_x, n_a, n_y, seed=1)
        x = np.random.default_rng(2).normal(size=(T, n_x))
        a, y_hat = rnn_forward(x, parameters)
        widget = stepper(tokens=["Xiamen"] * T, x=x, a=a, y_hat=y_hat, parameters=parameters, position=T)
        scene = widget.draw()
        assert scene.height <= 500 and f"Token {T} of {T}" in widget.describe()
        for kind, x_left, y_top, width, height, *_ in (s for s in scene.shapes if s[0] == "rectangle"):
            assert x_left >= 0 and x_left + width <= scene.width and y_top + height <= scene.height, kind


@pytest.mark.parametrize(
    "change, reason",
    [
        ({"a": A[1:]}, r"a has shape \(6, 4\), but \(7, 4\) .* row 0 of a is a⟨0⟩"),
        ({"x": X[:5]}, r"x has shape \(5, 3\), but \(6, 3\)"),
        ({"y_hat": Y_HAT[:, 0]}, r"y_hat has shape \(6,\), but \(6, 1\)"),
        ({"parameters": {"W_ax": PARAMETERS["W_ax"]}}, "parameters lacks W_aa, b_a, W_ya, b_y"),
        ({"parameters": {**PARAMETERS, "W_ax": np.zeros(3)}}, "should be a matrix"),
        ({"a": np.where(A > 0.9, np.nan, A)}, "infinite or nan"),
        ({"position": 0}, "whole number from 1 to 6"),
        ({"position": 7}, "whole number from 1 to 6"),
    ],
)
def test_bad_input_is_answered_in_words(change, reason):
    with pytest.raises(ValueError, match=reason):
        stepper(**change)


def test_too_much_for_the_picture_is_said():
    parameters = initial_parameters(3, 7, 1, seed=1)
    a, y_hat = rnn_forward(X, parameters)
    with pytest.raises(ValueError, match="at most 6 numbers, not 6 tokens with n_x=3, n_a=7"):
        stepper(a=a, y_hat=y_hat, parameters=parameters)


def test_slider_is_quick():
    widget = stepper()
    pace.assert_quick(widget.step, range(1, 7))
