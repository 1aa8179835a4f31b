"""The backward stepper, driven through its traits without a browser."""

import copy

import numpy as np
import pace
import pytest

from helpers.taught.bptt import rnn_backward
from helpers.taught.rnn import initial_parameters, rnn_forward
from helpers.widgets.backward_stepper import BackwardStepper

TOKENS = ["I", "arrive", "at", "Beijing", "from", "Xiamen"]


def walk(n_x=3, n_a=2, n_y=1, T=6, seed=5):
    """The loop of the lecture: what each step back finds, the last token first; and the gradients."""
    p, rng = initial_parameters(n_x, n_a, n_y, seed), np.random.default_rng(seed)
    x, y = rng.normal(size=(T, n_x)), rng.integers(0, 2, size=(T, n_y))
    (a, y_hat), steps, delta_next = rnn_forward(x, p), [], np.zeros(n_a)
    for i in range(T, 0, -1):
        do = (y_hat[i - 1] - y[i - 1]) / T
        from_output, from_future = p["W_ya"].T @ do, p["W_aa"].T @ delta_next
        da, slope = from_output + from_future, 1 - a[i] ** 2
        delta = da * slope
        added = {"W_ya": np.outer(do, a[i]), "b_y": do, "W_ax": np.outer(delta, x[i - 1]),
                 "W_aa": np.outer(delta, a[i - 1]), "b_a": delta}  # fmt: skip
        steps.append({"do": do, "from_output": from_output, "from_future": from_future, "da": da,
                      "slope": slope, "delta": delta, "added": added})  # fmt: skip
        delta_next = delta
    return steps, rnn_backward(x, y, p)[0]


STEPS, GRADIENTS = walk()


def test_after_the_last_step_the_sums_are_the_gradients():
    stage = BackwardStepper(TOKENS, STEPS)
    for name, gradient in GRADIENTS.items():
        assert np.allclose(stage.so_far[name][-1], gradient.reshape(len(gradient), -1), atol=1e-14), name


def test_buttons_walk_from_the_last_token_to_the_first_and_stop_there():
    stage = BackwardStepper(TOKENS, STEPS)
    assert "token 6, “Xiamen”" in stage.describe() and "nothing comes from the future" in stage.describe()
    for _ in range(9):
        stage.next.click()
    assert stage.position() == 1 and "token 1, “I”" in stage.sentence.value
    for _ in range(9):
        stage.previous.click()
    assert stage.position() == 6


def test_numbers_of_the_step_are_in_the_picture():
    stage = BackwardStepper(TOKENS, STEPS, done=3)
    for name in ("do", "from_output", "from_future", "da", "slope", "delta"):
        for value in STEPS[2][name]:
            assert f">{value:+.3f}<" in stage.picture.value, name


def test_predicting_hides_the_results_until_they_are_revealed():
    stage = BackwardStepper(TOKENS, STEPS, done=3)
    stage.predict.value = True
    hidden = f">{STEPS[2]['delta'][0]:+.3f}<"
    assert stage.hidden() and hidden not in stage.picture.value and "which signs" in stage.describe()
    stage.reveal.value = True
    assert hidden in stage.picture.value and "which signs" not in stage.describe()
    stage.next.click()
    assert stage.hidden(), "a new step is covered again"
    stage.predict.value = False
    assert not stage.hidden() and stage.reveal.disabled


def test_what_is_added_to_the_gradients_waits_behind_a_switch():
    stage = BackwardStepper(TOKENS, STEPS, done=3)
    height, added = stage.draw().height, f">{STEPS[2]['added']['W_aa'][0, 0]:+.3f}<"
    assert "so far" not in stage.picture.value and height < 330
    stage.gradients.value = True
    assert "so far" in stage.picture.value and added in stage.picture.value and stage.draw().height > height
    assert "so far" in BackwardStepper(TOKENS, STEPS, gradients=True).picture.value


def test_a_wrong_record_is_noticed():
    steps = copy.deepcopy(STEPS)
    steps[2]["da"] = steps[2]["from_output"]
    assert "not the sum of its two" in BackwardStepper(TOKENS, steps, done=3).describe()
    steps = copy.deepcopy(STEPS)
    steps[2]["delta"] = steps[2]["da"]
    assert "not da times the slope" in BackwardStepper(TOKENS, steps, done=3).describe()


def without(name):
    steps = copy.deepcopy(STEPS)
    del steps[1][name]
    return steps


def changed(name, value):
    steps = copy.deepcopy(STEPS)
    steps[1][name] = value
    return steps


@pytest.mark.parametrize(
    ("tokens", "steps", "words"),
    [
        (TOKENS[:4], STEPS, "6 steps for 4 tokens"),
        ([], [], "0 steps for 0 tokens"),
        (["w"] * 10, walk(T=10)[0], "at most 9"),
        (TOKENS, without("slope"), "steps[1] lacks slope"),
        (TOKENS, without("added"), "steps[1] lacks added, added['W_ya']"),
        (TOKENS, changed("added", {"W_ya": 0}), "added['b_y']"),
        (TOKENS, changed("da", np.zeros(3)), "one shape is needed"),
        (TOKENS, changed("do", np.array([np.nan])), "infinite or nan"),
        (TOKENS, [{**step, "slope": 1.0} for step in STEPS], "give a vector"),
        (TOKENS, [{**step, "added": dict.fromkeys(step["added"], 0.0)} for step in STEPS], "give a vector or a matrix"),
        (TOKENS, walk(n_a=5)[0], "choose a smaller network"),
        (TOKENS, walk(n_x=9)[0], "choose a smaller network"),
    ],
)
def test_what_does_not_fit_is_refused(tokens, steps, words):
    with pytest.raises(ValueError) as error:
        BackwardStepper(tokens, steps)
    assert words in str(error.value)


def test_a_start_outside_is_refused():
    with pytest.raises(ValueError, match="from 1 to 6"):
        BackwardStepper(TOKENS, STEPS, done=7)


@pytest.mark.parametrize("sizes", [(1, 1, 1), (4, 3, 1), (3, 4, 1), (2, 2, 3)])
def test_other_sizes_are_drawn(sizes):
    stage = BackwardStepper(TOKENS[:4], walk(*sizes, T=4)[0], done=4)
    assert stage.picture.value.startswith("<svg") and stage.draw().png()[:4] == b"\x89PNG"


def test_typed_tokens_are_escaped():
    stage = BackwardStepper(["<b>", "x"], walk(T=2)[0], done=2)
    assert "<b>" not in stage.picture.value + stage.sentence.value


def test_static_picture_and_words():
    data, metadata = BackwardStepper(TOKENS, STEPS, done=3)._repr_mimebundle_()
    assert len(data["image/png"]) > 5000 and data["text/plain"].startswith("[widget] Step 3 of 6 back, token 4")
    assert metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())


def test_moving_is_quick():
    stage = BackwardStepper(TOKENS, STEPS)
    pace.assert_quick(stage.done, range(1, 7))
