"""The BPTT ledger, driven through its traits without a browser."""

import numpy as np
import pace
import pytest

from helpers.taught.bptt import ledger, rnn_backward
from helpers.taught.rnn import initial_parameters
from helpers.widgets.bptt_ledger import BpttLedger

TOKENS = ["I", "arrive", "at", "Beijing", "from", "Xiamen"]
PARAMETERS = initial_parameters(n_x=3, n_a=2, n_y=1, seed=5)
X, Y = np.random.default_rng(1).normal(size=(6, 3)), np.array([[0], [0], [0], [1], [0], [0]])


def scaled(factor):
    parameters = {**PARAMETERS, "W_aa": factor * PARAMETERS["W_aa"]}
    return ledger(X, Y, parameters), rnn_backward(X, Y, parameters)[0]["W_aa"]


ENTRIES, GRADIENT = scaled(1.0)


def widget(**more):
    return BpttLedger(TOKENS, ENTRIES, GRADIENT, **more)


def test_cells_rows_and_columns_are_those_of_the_array():
    stage = widget()
    cells, (rows, columns, total), wanted, *_ = stage._numbers()
    assert np.allclose(cells, ENTRIES[:, :, 1, 0]) and np.allclose(rows, ENTRIES[:, :, 1, 0].sum(1))
    assert np.allclose(columns, ENTRIES[:, :, 1, 0].sum(0))
    assert abs(total - wanted) < 1e-12 and abs(wanted - GRADIENT[1, 0]) < 1e-15
    assert f"all cells: {total:+.6f}" in stage.picture.value and f"dL/dW_aa: {wanted:+.6f}" in stage.picture.value


def test_a_row_is_the_gradient_of_one_loss():
    """Labels that agree with the probabilities silence a token: only one row of the ledger is left."""
    from helpers.taught.rnn import rnn_forward

    quiet = rnn_forward(X, PARAMETERS)[1].copy()
    quiet[3] = Y[3]
    assert np.allclose(rnn_backward(X, quiet, PARAMETERS)[0]["W_aa"], ENTRIES[3].sum(0), atol=1e-15)


def test_every_cell_speaks():
    stage = widget()
    for i in range(1, 7):
        for j in range(1, 7):
            stage.loss.value, stage.step.value = i, j
            words = stage.describe()
            if j > i:
                assert f"Cell ({i}, {j}) is empty" in words
            else:
                assert f"through step {j}" in words and f"(i = {i})" in words
                assert ("straight down" in words) == (i == j)
            assert stage.picture.value.startswith("<svg") and words.split(".")[0][:20] in stage.sentence.value.replace(
                "&quot;", '"'
            )


def test_views_of_a_cell():
    stage = widget(cell=(5, 3))
    stage.view.value = (0, 1)
    assert np.allclose(stage._numbers()[0], ENTRIES[:, :, 0, 1])
    stage.view.value = "sum of the entries"
    assert np.allclose(stage._numbers()[0], ENTRIES.sum((2, 3)))
    stage.view.value = "norm"
    assert np.allclose(stage._numbers()[0], np.linalg.norm(ENTRIES, axis=(2, 3)))
    assert stage._numbers()[1][2] == pytest.approx(np.linalg.norm(GRADIENT))
    assert "Norms do not add up" in stage.describe()


def test_a_function_gives_a_slider_for_the_factor():
    stage = BpttLedger(TOKENS, scaled, cell=(6, 2))
    assert stage.factor in stage.controls and widget().factor not in widget().controls
    stage.factor.value = 0.0
    entries = stage._numbers()[3]
    assert not entries[5, 1].any() and entries[5, 5].any() and "to 12 digits" in stage.describe()


def test_colours_keep_the_scale_of_factor_one_and_far_cells_fade_both_ways():
    def colour(stage):
        return [shape[5] for shape in stage.draw().shapes if shape[0] == "rectangle"][20]  # the last cell of the diagonal

    stage, far = BpttLedger(TOKENS, scaled), {}
    assert "Cells 2 steps back or more: norms of" in stage.describe()
    before = colour(stage)
    for factor in (0.3, 1.0, 2.0):
        entries = scaled(factor)[0]
        far[factor] = np.tril(np.linalg.norm(entries, axis=(2, 3)), -2).sum()
        stage.factor.value = factor
        assert f"norms of {far[factor]:.3f} together" in stage.describe()
    assert colour(stage) != before, "the colours were scaled anew"
    assert far[0.3] < far[1.0] > far[2.0]


def test_wrong_cells_are_noticed():
    broken = ENTRIES.copy()
    broken[3, 1] = 0
    assert "some cells are wrong" in BpttLedger(TOKENS, broken, GRADIENT).describe()


def test_a_function_that_fails_later_is_answered_in_words():
    def fragile(factor):
        entries, gradient = scaled(factor)
        return (entries * np.nan if factor > 1.5 else entries), gradient

    stage = BpttLedger(TOKENS, fragile)
    stage.factor.value = 2.0
    assert "infinite or nan" in stage.sentence.value and "No ledger" in stage.picture.value
    stage.factor.value = 1.0
    assert "to 12 digits" in stage.sentence.value


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((TOKENS, ENTRIES), "gradient is missing"),
        ((TOKENS[:3], ENTRIES, GRADIENT), "give (T, T, n_a, n_a) with T = 3"),
        ((TOKENS, ENTRIES[..., 0, 0], GRADIENT), "entries has shape (6, 6)"),
        ((TOKENS, ENTRIES, GRADIENT[0]), "give dL/dW_aa"),
        ((TOKENS, ENTRIES + np.inf, GRADIENT), "infinite or nan"),
        ((["w"] * 10, np.zeros((10, 10, 2, 2)), np.zeros((2, 2))), "holds 1 to 9 tokens"),
        ((TOKENS, np.zeros((6, 6, 5, 5)), np.zeros((5, 5))), "4 units"),
        ((TOKENS, lambda factor: ENTRIES), "must return two arrays"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, words):
    with np.errstate(invalid="ignore"), pytest.raises(ValueError) as error:
        BpttLedger(*arguments)
    assert words in str(error.value)


def test_a_cell_outside_is_refused():
    with pytest.raises(ValueError, match="from 1 to 6"):
        widget(cell=(7, 1))


def test_static_picture_and_words():
    data, metadata = widget()._repr_mimebundle_()
    assert len(data["image/png"]) > 5000 and data["text/plain"].startswith("[widget] The loss at “Beijing”")
    assert metadata["image/png"]["alt"] in " ".join(data["text/plain"].split())


def test_long_sentences_and_typed_tokens_stay_inside():
    tokens = ["<b>incomprehensibility"] + ["x"] * 8
    stage = BpttLedger(tokens, np.ones((9, 9, 1, 1)) * np.tri(9)[:, :, None, None], np.full((1, 1), 45.0))
    assert "<b>" not in stage.picture.value + stage.sentence.value and "…" in stage.picture.value


def test_moving_is_quick():
    stage = BpttLedger(TOKENS, scaled)
    pace.assert_quick(stage.loss, range(1, 7))
    pace.assert_quick(stage.step, range(1, 6))
