"""Checks of lecture 09."""

import numpy as np

from helpers.checks.core import call, exercise, right, same_shape, wrong

# Two sentences of 4 and 2 tokens in one rectangle; what stands at the two pads is of no importance.
OUTPUTS = np.array([[[2.0], [-1.0], [0.5], [-3.0]], [[-0.5], [1.5], [4.0], [-2.0]]])
LABELS = np.array([[[1.0], [0.0], [0.0], [0.0]], [[0.0], [1.0], [0.0], [0.0]]])
MASK = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 0.0, 0.0]])


def _token_losses(o, y):
    return np.logaddexp(0, o) - o * y


def _probability(o):
    return 0.5 * (1 + np.tanh(o / 2))


def _close(found, expected, tolerance=1e-8):
    return np.shape(found) == np.shape(expected) and np.allclose(found, expected, rtol=tolerance, atol=tolerance)


@exercise
def loss_by_hand(answer):
    """Compute the mean loss of the three tokens by hand."""
    if isinstance(answer, bool) or not isinstance(answer, int | float | np.number):
        return wrong(f"Give one number, not {type(answer).__name__}.")
    p = np.array([0.8, 0.9, 0.5])
    if abs(answer - (-np.log(p)).mean()) < 0.006:
        return right("The undecided token, 0.5, costs more than the other two together.")
    reasons = [
        ((-np.log(p)).sum(), "That is the sum over the three tokens. Divide by their number."),
        (np.log(p).mean(), "A loss is not negative here: the logarithm of a probability is, so put a minus in front."),
        ((-np.log([0.8, 0.1, 0.5])).mean(), "For a token with label 0 the right label has probability 1 − ŷ, not ŷ."),
        ((-np.log([0.2, 0.9, 0.5])).mean(), "For a token with label 1 the right label has probability ŷ, not 1 − ŷ."),
        ((-np.log2(p)).mean(), "That is the logarithm to base 2. Use the natural one, np.log."),
        ((-np.log10(p)).mean(), "That is the logarithm to base 10. Use the natural one, np.log."),
        ((1 - p).mean(), "You averaged 1 − p. The loss of a token is −log p."),
    ]
    for value, reason in reasons:
        if abs(answer - value) < 0.006:
            return wrong(reason)
    return wrong("Write down the probability of the right label of each token, take −log of each, then the mean.")


@exercise
def masked_mean(function):
    """Return sum of loss / sum of mask, whatever stands at the pads."""
    found = call(function, OUTPUTS, LABELS, MASK)
    if np.shape(found) != () or np.asarray(found).dtype.kind not in "fiu":
        return wrong(f"Return one number for the batch; you returned {type(found).__name__} of shape {np.shape(found)}.")
    losses = _token_losses(OUTPUTS, LABELS)[..., 0]
    expected = (losses * MASK).sum() / MASK.sum()
    if not _close(found, expected):
        return wrong(_mean_reason(float(found), losses))
    return _hard_pads(function, expected) or _far_logits(function) or _empty_mask(function)


def _mean_reason(found, losses):
    per_sentence = (losses * MASK).sum(1)
    reasons = [
        (losses.mean(), "The pads still count: this is the mean over the whole rectangle."),
        ((losses * MASK).sum() / MASK.size, "You left out the pads in the sum, but divided by the whole rectangle."),
        (losses.sum() / MASK.sum(), "You divided by the number of real tokens, but the pads are still in the sum."),
        ((losses * MASK).sum(), "That is the sum. Divide by the number of real tokens."),
        ((per_sentence / MASK.sum(1)).mean(), "That is the mean of the sentence means: short sentences weigh too much."),
        (per_sentence.sum() / len(MASK), "You divided by the number of sentences. Divide by the number of real tokens."),
        (-(losses * MASK).sum() / MASK.sum(), "The sign is wrong: a loss is not negative."),
    ]
    for value, reason in reasons:
        if abs(found - value) < 1e-8:
            return reason
    expected = (losses * MASK).sum() / MASK.sum()
    return f"For the batch of the check you return {found:.4f}, it should be {expected:.4f}."


def _hard_pads(function, expected):
    """Outputs at the pads that overflow, or are no numbers at all, must not reach the result."""
    for value, name in ((1e4, "10000"), (np.inf, "inf"), (np.nan, "nan")):
        o = np.where(MASK[..., None] > 0, OUTPUTS, value)
        with np.errstate(all="ignore"):
            found = call(function, o, LABELS, MASK)
        if not _close(found, expected):
            reason = "nan times 0 is nan: select the real tokens first, or use np.where" if np.isnan(found) else "it may not"
            return wrong(f"With an output of {name} at the pads the result changes to {float(found):.4g}; {reason}.")
    return None


def _far_logits(function):
    """Real tokens with outputs of ±1000 have a finite loss."""
    o = np.where(OUTPUTS > 0, 1000.0, -1000.0)
    expected = (_token_losses(o, LABELS)[..., 0] * MASK).sum() / MASK.sum()
    with np.errstate(all="ignore"):
        found = call(function, o, LABELS, MASK)
    if not _close(found, expected):
        hint = "compute it from o, with cross_entropy_from_logits"
        return wrong(f"With outputs of ±1000 the loss should be {expected:.1f}, you return {float(found):.4g}: {hint}.")
    return None


def _empty_mask(function):
    try:
        with np.errstate(all="ignore"):
            found = call(function, OUTPUTS, LABELS, np.zeros_like(MASK))
    except ValueError:
        return right("Pads have no influence, far outputs stay finite, and a batch without a token is refused.")
    return wrong(f"A mask of zeros only has no mean, but you return {found}. Raise a ValueError that says so.")


@exercise
def output_gradient(function):
    """Return the derivative of the masked loss for every output."""
    found = call(function, OUTPUTS, LABELS, MASK)
    problem = same_shape(found, OUTPUTS.shape)
    if problem:
        return problem
    difference = _probability(OUTPUTS) - LABELS
    real = MASK[..., None]
    if not _close(found, difference * real / MASK.sum()):
        return wrong(_gradient_reason(found, difference, real))
    o = np.where(real > 0, OUTPUTS, np.nan)
    with np.errstate(all="ignore"):
        if not _close(call(function, o, LABELS, MASK), difference * real / MASK.sum()):
            return wrong("With nan at the pads, nan comes out. Use np.where: 0 at every pad, whatever o is there.")
    return right("Every real token pulls with ŷ − y over the number of real tokens, and no pad pulls at all.")


def _gradient_reason(found, difference, real):
    lengths = real.sum(1, keepdims=True)
    reasons = [
        (-difference * real / real.sum(), "The sign is wrong: the derivative is ŷ − y, and it is positive where ŷ is too large."),
        (difference * real, "You forgot the number of real tokens: the loss was divided by it, so is its derivative."),
        (difference, "Neither the mask nor the number of real tokens is in your gradient."),
        (difference / real.sum(), "The pads still pull: their derivative is 0."),
        (difference * real / real.size, "You divided by the whole rectangle. The loss is divided by the sum of the mask."),
        (difference / real.size, "You divided by the whole rectangle, and the pads still pull."),
        (difference * real / lengths / len(real), "That is the gradient of the mean of sentence means."),
        ((OUTPUTS - LABELS) * real / real.sum(), "You took o − y. The probability is logistic(o)."),
    ]
    for value, reason in reasons:
        if _close(found, value):
            return reason
    return "Central differences disagree. Begin with one token: ŷ − y, then the mask, then the sum of the mask."


@exercise
def last_real_states(function):
    """Return for each sentence the state of its last real token."""
    a = np.random.default_rng(9).normal(size=(3, 6, 2))
    mask = np.array([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1], [1, 0, 0, 0, 0]], float)
    found = call(function, a, mask)
    problem = same_shape(found, (3, 2))
    if problem:
        return problem
    rows, lengths = np.arange(3), mask.sum(1).astype(int)
    if _close(found, a[rows, lengths]):
        return right("Each row is read at its own length, never after the padding.")
    if _close(found, a[:, -1]):
        return wrong("You read the last column. For short sentences that is the state after the padding.")
    if _close(found, a[rows, lengths - 1]):
        return wrong("One step too early: a has a row more than tokens, so a<T> is at index T, not T − 1.")
    return wrong("The length of a sentence is the sum of its row of the mask. Pick that index from its row of a.")
