"""The checks of lecture 09: right answers pass, typical mistakes are named, untouched starters are not attempted."""

import numpy as np
import verdicts

from helpers.checks import loss_and_masks as check
from helpers.taught.loss import cross_entropy_from_logits, cross_entropy_naive, masked_loss
from helpers.taught.rnn import logistic


def by_selection(o, y, mask):
    if not np.any(mask):
        raise ValueError("no real token")
    return cross_entropy_from_logits(o[mask > 0], y[mask > 0]).mean()


def token_losses(o, y):
    return cross_entropy_from_logits(o, y)[..., 0]


def mean_of_means(o, y, mask):
    return ((token_losses(o, y) * mask).sum(1) / mask.sum(1)).mean()


def times_mask(o, y, mask):
    return (token_losses(o, y) * mask).sum() / mask.sum()


def from_probabilities(o, y, mask):
    return cross_entropy_naive(logistic(o[mask > 0]), y[mask > 0]).mean()


def without_refusal(o, y, mask):
    return np.where(mask > 0, token_losses(o, y), 0).sum() / max(mask.sum(), 1)


def gradient(o, y, mask):
    return np.where(mask[..., None] > 0, logistic(o) - y, 0) / mask.sum()


def scaled(factor):
    """The right gradient's numerator, masked, times factor(mask)."""
    return lambda o, y, mask: (logistic(o) - y) * mask[..., None] * factor(mask)


def last_states(a, mask):
    return a[np.arange(len(a)), mask.sum(1).astype(int)]


RIGHT = [
    (check.loss_by_hand, -np.log([0.8, 0.9, 0.5]).mean()),
    (check.loss_by_hand, 0.34),
    (check.loss_by_hand, np.array(0.34)),
    (check.loss_by_hand, np.array([0.34])),
    (check.loss_by_hand, np.float32(0.3406)),
    (check.masked_mean, lambda o, y, mask: np.float32(by_selection(o, y, mask))),
    (check.masked_mean, lambda o, y, mask: np.array([by_selection(o, y, mask)])),
    (check.masked_mean, lambda o, y, mask: by_selection(o.astype(np.float32), y.astype(np.float32), mask)),
    (check.output_gradient, lambda o, y, mask: gradient(o, y, mask).tolist()),
    (check.output_gradient, lambda o, y, mask: gradient(o, y, mask).astype(np.float32)),
    (check.masked_mean, by_selection),
    (check.masked_mean, masked_loss),
    (check.output_gradient, gradient),
    (check.last_real_states, last_states),
    (check.last_real_states, lambda a, mask: np.array([row[int(m.sum())] for row, m in zip(a, mask)])),
]
WRONG = [
    (check.loss_by_hand, 1.02, "sum over the three"),
    (check.loss_by_hand, -0.34, "not negative"),
    (check.loss_by_hand, 1.07, "label 0 the right label"),
    (check.loss_by_hand, 0.80, "label 1 the right label"),
    (check.loss_by_hand, 0.49, "base 2"),
    (check.loss_by_hand, 0.15, "base 10"),
    (check.loss_by_hand, 0.27, "averaged 1 − p"),
    (check.loss_by_hand, 7, "probability of each right label"),
    (check.loss_by_hand, np.nan, "nan"),
    (check.loss_by_hand, 0.35, "probability of each right label"),
    (check.loss_by_hand, "0.34", "one number, not str"),
    (check.masked_mean, lambda o, y, mask: token_losses(o, y).mean(), "pads still count"),
    (check.masked_mean, lambda o, y, mask: (token_losses(o, y) * mask).mean(), "divided by the whole rectangle"),
    (check.masked_mean, lambda o, y, mask: token_losses(o, y).sum() / mask.sum(), "still in the sum"),
    (check.masked_mean, lambda o, y, mask: (token_losses(o, y) * mask).sum(), "That is the sum"),
    (check.masked_mean, mean_of_means, "mean of the sentence means"),
    (check.masked_mean, lambda o, y, mask: (token_losses(o, y) * mask).sum() / len(mask), "number of sentences"),
    (check.masked_mean, lambda o, y, mask: -times_mask(o, y, mask), "sign is wrong"),
    (check.masked_mean, lambda o, y, mask: 7.0, "you return 7"),
    (check.masked_mean, lambda o, y, mask: (token_losses(o, y) * mask).sum() / 6, "divided by 6"),
    (check.masked_mean, lambda o, y, mask: token_losses(o * mask[..., None], y).sum() / mask.sum(), "o = 0 costs ln 2"),
    (check.masked_mean, lambda o, y, mask: by_selection(y, o, mask), "exchanged o and y"),
    (check.masked_mean, lambda o, y, mask: by_selection(o, 1 - y, mask), "exchanged label 0"),
    (check.masked_mean, lambda o, y, mask: by_selection(o, y, mask) * mask.sum() / mask.shape[1], "divided by T"),
    (check.masked_mean, lambda o, y, mask: by_selection(o, y, mask) / np.log(2), "in bits"),
    (check.masked_mean, lambda o, y, mask: np.array([[by_selection(o, y, mask)]]), "shape (1, 1), it should be one number"),
    (check.masked_mean, lambda o, y, mask: np.abs(logistic(o) - y)[mask > 0].mean(), "minus the logarithm"),
    (check.masked_mean, lambda o, y, mask: ((logistic(o) - y)[mask > 0] ** 2).mean(), "squared error"),
    (check.output_gradient, lambda o, y, mask: scaled(lambda m: 1 / m.sum(1)[:, None, None])(o, y, mask), "its own length"),
    (check.output_gradient, lambda o, y, mask: (logistic(o) * mask[..., None] - y) / mask.sum(), "still subtracted"),
    (check.output_gradient, lambda o, y, mask: gradient(logistic(o), y, mask), "logistic twice"),
    (check.output_gradient, lambda o, y, mask: (logistic(o) - y) * (mask[..., None] < 1) / mask.sum(), "kept the pads"),
    (check.output_gradient, lambda o, y, mask: np.abs(gradient(o, y, mask)), "absolute value"),
    (check.output_gradient, lambda o, y, mask: 2 * gradient(o, y, mask), "twice the derivative"),
    (check.last_real_states, lambda a, mask: (a[:, 1:] * mask[..., None])[:, -1], "put zeros there"),
    (check.last_real_states, lambda a, mask: (a[:, 1:] * mask[..., None]).sum(1), "sum of the states"),
    (check.output_gradient, scaled(lambda mask: 1 / 6), "divided by 6"),
    (check.output_gradient, lambda o, y, mask: gradient(o, y, mask) * logistic(o) * (1 - logistic(o)), "once too often"),
    (check.output_gradient, lambda o, y, mask: gradient(o, y, mask) * mask.sum() / len(mask), "number of sentences"),
    (check.output_gradient, lambda o, y, mask: gradient(o, y, mask) * mask.sum() / mask.shape[1], "divided by T"),
    (check.output_gradient, lambda o, y, mask: gradient(o, y, mask) / logistic(o) / (1 - logistic(o)), "derivative for ŷ"),
    (check.output_gradient, lambda o, y, mask: (token_losses(o, y) * mask)[..., None] / mask.sum(), "the loss of each token"),
    (check.output_gradient, lambda o, y, mask: np.where(mask[..., None] > 0, np.exp(o) / (1 + np.exp(o)) - y, 0) / mask.sum(),
     "With outputs of ±1000"),  # right, but for its overflow
    (check.masked_mean, lambda o, y, mask: by_selection(logistic(o), y, mask), "logistic was applied twice"),
    (check.masked_mean, lambda o, y, mask: by_selection(o, y, 1 - mask), "You selected the pads"),
    (check.masked_mean, lambda o, y, mask: by_selection(o, 0 * y, mask), "labels have no influence"),
    (check.masked_mean, lambda o, y, mask: by_selection(o, y, mask) if mask.any() else 1 / 0, "ends in ZeroDivisionError"),
    (check.last_real_states, lambda a, mask: a[:, mask.sum(1).astype(int)], "takes every length from every sentence"),
    (check.last_real_states, lambda a, mask: a[np.arange(len(a)), mask.argmin(1)], "argmin"),
    (check.last_real_states, lambda a, mask: a[:, 1:][mask > 0], "one for each sentence"),
    (check.masked_mean, lambda o, y, mask: token_losses(o, y), "Return one number"),
    (check.masked_mean, lambda o, y, mask: None, "returns None"),
    (check.masked_mean, lambda o, y, mask: "0.5", "you return"),
    (check.masked_mean, times_mask, "nan times 0 is nan"),
    (check.masked_mean, from_probabilities, "outputs of ±1000"),
    (check.masked_mean, without_refusal, "Raise a ValueError"),
    (check.masked_mean, lambda o, y, mask: o["no such key"], "stopped with IndexError"),
    (check.output_gradient, lambda o, y, mask: -gradient(o, y, mask), "sign is wrong"),
    (check.output_gradient, scaled(lambda mask: 1), "forgot the number"),
    (check.output_gradient, lambda o, y, mask: logistic(o) - y, "Neither the mask"),
    (check.output_gradient, lambda o, y, mask: (logistic(o) - y) / mask.sum(), "pads still count"),
    (check.output_gradient, scaled(lambda mask: 1 / mask.size), "divided by the whole rectangle. The"),
    (check.output_gradient, lambda o, y, mask: (logistic(o) - y) / mask.size, "and the pads still count"),
    (check.output_gradient, scaled(lambda mask: 1 / len(mask) / mask.sum(1)[:, None, None]), "mean of sentence means"),
    (check.output_gradient, lambda o, y, mask: (o - y) * mask[..., None] / mask.sum(), "took o − y"),
    (check.output_gradient, scaled(lambda mask: 1 / mask.sum()), "With nan at the pads"),
    (check.output_gradient, lambda o, y, mask: gradient(o, y, mask)[..., 0], "The shape is (2, 4), it should be (2, 4, 1)"),
    (check.output_gradient, lambda o, y, mask: np.ones_like(o), "it should be"),
    (check.last_real_states, lambda a, mask: a[:, -1], "last column"),
    (check.last_real_states, lambda a, mask: a[np.arange(len(a)), mask.sum(1).astype(int) - 1], "One step too early"),
    (check.last_real_states, lambda a, mask: a[:, 0], "before the first token"),
    (check.last_real_states, lambda a, mask: a[:, 1], "first token"),
    (check.last_real_states, lambda a, mask: a[:, int(mask[0].sum())], "length of the first sentence"),
    (check.last_real_states, lambda a, mask: a, "The shape is"),
]
STARTERS = [
    (check.loss_by_hand, ...),
    (check.masked_mean, lambda o, y, mask: ...),
    (check.output_gradient, lambda o, y, mask: ...),
    (check.last_real_states, lambda a, mask: ...),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_typical_mistakes_are_named = verdicts.wrong(WRONG)
test_starters_are_not_attempted = verdicts.untouched(STARTERS)


def test_a_function_that_changes_its_arguments_is_refused():
    before = check.OUTPUTS.copy()

    def meddling(o, y, mask):
        result = by_selection(o, y, mask)
        o[:], y[:], mask[:] = 0, 0, 0
        return result

    assert "changes its argument number 1" in check.masked_mean.outcome(meddling).message
    assert np.array_equal(check.OUTPUTS, before)


def test_the_right_gradient_agrees_with_central_differences():
    """What the check accepts is the derivative of what it calls the loss."""
    for index in np.ndindex(check.OUTPUTS.shape):
        step = np.zeros(check.OUTPUTS.shape)
        step[index] = 1e-5
        up, down = (by_selection(check.OUTPUTS + sign * step, check.LABELS, check.MASK) for sign in (1, -1))
        expected = gradient(check.OUTPUTS, check.LABELS, check.MASK)[index]
        assert abs((up - down) / 2e-5 - expected) < 1e-8
