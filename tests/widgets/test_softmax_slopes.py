"""Softmax slopes, driven through its sliders."""

import numpy as np
import pace

from helpers.taught.attention import masked_softmax
from helpers.widgets.softmax_slopes import SoftmaxSlopes


def slopes(weights):
    return np.diag(weights) - np.outer(weights, weights)


def widget():
    return SoftmaxSlopes(masked_softmax, slopes, scores=(0.0, 0.0, 0.0))


def test_speaks_and_has_a_still_picture():
    data, metadata = widget()._repr_mimebundle_()
    assert "The weights are 0.33, 0.33, 0.33." in data["text/plain"]
    assert "+0.22, -0.11, -0.11" in metadata["image/png"]["alt"]


def test_scores_and_mask_move_the_weights():
    stage = widget()
    stage.masked.value = True
    assert "The weights are 0.50, 0.50, 0.00." in stage.describe() and "+0.25, -0.25, +0.00" in stage.sentence.value
    stage.scores[0].value = 4.0
    assert "The weights are 0.98, 0.02, 0.00." in stage.describe() and "0.98" in stage.picture.value


def test_moving_a_slider_is_quick():
    stage = widget()
    pace.assert_quick(stage.scores[1], np.arange(-4, 4, 0.5))
