"""Checks of lecture 09: a loss by hand, the masked loss and its derivative, the last real state."""

import numpy as np

from helpers.checks.core import NotYetError, call, close, compare, exercise, mistaken, number, random_cases, right, rounded, wrong

# Two sentences of 4 and 2 tokens in one rectangle; what stands at the two pads is of no importance.
OUTPUTS = np.array([[[2.0], [-1.0], [0.5], [-3.0]], [[-0.5], [1.5], [4.0], [-2.0]]])
LABELS = np.array([[[1.0], [0.0], [0.0], [0.0]], [[0.0], [1.0], [0.0], [0.0]]])
MASK = np.array([[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 0.0, 0.0]])


def _random_batch(rng):
    """Outputs, labels and mask of two to five sentences, the longest as long as the rectangle."""
    B, T = int(rng.integers(2, 6)), int(rng.integers(3, 8))
    lengths = np.append(rng.integers(1, T, B - 1), T)
    mask = (np.arange(T) < lengths[:, None]).astype(float)
    return rng.normal(0, 2, (B, T, 1)), rng.integers(0, 2, (B, T, 1)).astype(float), mask


def _cases():
    return [(OUTPUTS, LABELS, MASK), *random_cases(_random_batch, 4)]


def _token_losses(o, y):
    return (np.logaddexp(0, o) - o * y)[..., 0]


def _probability(o):
    return 0.5 * (1 + np.tanh(o / 2))


@exercise
def loss_by_hand(answer):
    """Compute the mean loss of the three tokens by hand."""
    p, answer = np.array([0.8, 0.9, 0.5]), number(answer)
    if rounded(answer, -np.log(p).mean()):
        return right("The undecided token, 0.5, costs more than the other two together.")
    reasons = [
        (-np.log(p).sum(), "That is the sum over the three tokens. Divide by their number."),
        (np.log(p).mean(), "A loss is not negative here: the logarithm of a probability is, so put a minus in front."),
        (-np.log([0.8, 0.1, 0.5]).mean(), "For a token with label 0 the right label has probability 1 − ŷ, not ŷ."),
        (-np.log([0.2, 0.9, 0.5]).mean(), "For a token with label 1 the right label has probability ŷ, not 1 − ŷ."),
        (-np.log2(p).mean(), "That is the logarithm to base 2. Use the natural one, np.log."),
        (-np.log10(p).mean(), "That is the logarithm to base 10. Use the natural one, np.log."),
        ((1 - p).mean(), "You averaged 1 − p. The loss of a token is −log p."),
        (-np.log(p.prod()), "That is the loss of the whole sentence. Divide by the number of tokens."),
    ]
    otherwise = "Begin with the probability of each right label."
    formula = "-(log 0.8 + log 0.9 + log 0.5) / 3"
    return mistaken(answer, reasons, otherwise, formula, lambda answer, value: abs(answer - value) < 0.006)


# ------------------------------------------------------------------------------------------------------ masked loss
def _masked_mean(o, y, mask):
    return (_token_losses(o, y) * mask).sum() / mask.sum()


_MEAN_MISTAKES = [
    (lambda o, y, m: _token_losses(o, y).mean(), "The pads still count: this is the mean over the whole rectangle."),
    (lambda o, y, m: (_token_losses(o, y) * m).mean(), "You left out the pads in the sum, but divided by the whole rectangle."),
    (lambda o, y, m: _token_losses(o, y).sum() / m.sum(),
     "You divided by the number of real tokens, but the pads are still in the sum."),
    (lambda o, y, m: (_token_losses(o, y) * m).sum(), "That is the sum. Divide by the number of real tokens."),
    (lambda o, y, m: ((_token_losses(o, y) * m).sum(1) / m.sum(1)).mean(),
     "That is the mean of the sentence means: short sentences weigh too much."),
    (lambda o, y, m: (_token_losses(o, y) * m).sum() / len(m),
     "You divided by the number of sentences. Divide by the number of real tokens."),
    (lambda o, y, m: (_token_losses(o, y) * m).sum() / 6,
     "You divided by 6, the tokens of one batch. Read the number off the mask."),
    (lambda o, y, m: -_masked_mean(o, y, m), "The sign is wrong: a loss is not negative."),
    (lambda o, y, m: _masked_mean(_probability(o), y, m),
     "cross_entropy_from_logits takes o itself. You gave it probabilities: logistic was applied twice."),
    (lambda o, y, m: _masked_mean(o, y, 1 - m), "You selected the pads: the mask is 1 at real tokens."),
    (lambda o, y, m: _token_losses(o * m[..., None], y).sum() / m.sum(),
     "You set the outputs at the pads to 0, and o = 0 costs ln 2: leave out the losses there."),
    (lambda o, y, m: _masked_mean(y, o, m), "You exchanged o and y: the outputs come first."),
    (lambda o, y, m: _masked_mean(o, 1 - y, m), "You exchanged label 0 and label 1."),
    (lambda o, y, m: _masked_mean(o, y, m) * m.sum() / m.shape[1],
     "You divided by T, the length of the rectangle. Divide by the number of real tokens."),
    (lambda o, y, m: _masked_mean(o, y, m) / np.log(2), "That is in bits. Use the natural logarithm, as in the lecture."),
    (lambda o, y, m: (np.abs(_probability(o) - y)[..., 0] * m).sum() / m.sum(),
     "That is the mean of what is missing to the label. The loss of a token is minus the logarithm of p."),
    (lambda o, y, m: ((_probability(o) - y)[..., 0] ** 2 * m).sum() / m.sum(), "That is the squared error."),
    (lambda o, y, m: _masked_mean(o, 0 * y, m), "The labels have no influence on your result."),
    (lambda o, y, m: _token_losses(o, y) * m, "Return one number for the batch: add up, then divide."),
    (lambda o, y, m: _token_losses(o, y), "Return one number for the batch: leave out the pads, add up, divide."),
    (lambda o, y, m: _token_losses(o, y)[m > 0], "Return one number for the batch: the mean of these."),
]  # fmt: skip


@exercise
def masked_mean(function):
    """Write the mean loss of the real tokens, whatever stands at the pads."""
    formula = "cross_entropy_from_logits(o[mask > 0], y[mask > 0]).sum() / mask.sum()"
    compare(function, _masked_mean, _cases(), _MEAN_MISTAKES, formula, untouched=True)
    _hard_pads(function)
    _far_logits(function)
    try:
        found = call(function, OUTPUTS, LABELS, np.zeros_like(MASK))
    except (AssertionError, ZeroDivisionError) as error:
        return wrong(f"A mask of zeros only ends in {type(error).__name__}. Raise a ValueError that says what is wrong.")
    except ValueError:
        return right("Pads have no influence, far outputs stay finite, and a batch without a token is refused.")
    return wrong(f"A mask of zeros only has no mean, but you return {found}. Raise a ValueError that says so.")


def _hard_pads(function):
    """Outputs at the pads that overflow, or are no numbers at all, must not reach the result."""
    for value, name in ((1e4, "10000"), (np.inf, "inf"), (np.nan, "nan")):
        for o, y, mask in _cases():
            found = call(function, np.where(mask[..., None] > 0, o, value), y, mask)
            if not close(found, _masked_mean(o, y, mask)):
                reason = "nan times 0 is nan: select the real tokens first, or use np.where" if np.isnan(found) else "it may not"
                raise NotYetError(f"With an output of {name} at the pads the result changes to {float(found):.4g}; {reason}.")


def _far_logits(function):
    """Real tokens with outputs of ±1000 have a finite loss."""
    o = np.where(OUTPUTS > 0, 1000.0, -1000.0)
    expected, found = _masked_mean(o, LABELS, MASK), call(function, o, LABELS, MASK)
    if not close(found, expected):
        words = f"With outputs of ±1000 the loss should be {expected:.1f}, you return {float(found):.4g}"
        raise NotYetError(f"{words}: compute it from o, with cross_entropy_from_logits.")


# ------------------------------------------------------------------------------------------- its derivative for o
def _gradient(o, y, mask):
    return np.where(mask[..., None] > 0, _probability(o) - y, 0) / mask.sum()


_GRADIENT_MISTAKES = [
    (lambda o, y, m: -_gradient(o, y, m), "The sign is wrong: the derivative is ŷ − y, and it is positive where ŷ is too large."),
    (lambda o, y, m: _gradient(o, y, m) * m.sum(),
     "You forgot the number of real tokens: the loss was divided by it, so is its derivative."),
    (lambda o, y, m: _probability(o) - y, "Neither the mask nor the number of real tokens is in your gradient."),
    (lambda o, y, m: (_probability(o) - y) / m.sum(), "The pads still count: their derivative is 0."),
    (lambda o, y, m: _gradient(o, y, m) * m.sum() / m.size,
     "You divided by the whole rectangle. The loss is divided by the sum of the mask."),
    (lambda o, y, m: (_probability(o) - y) / m.size, "You divided by the whole rectangle, and the pads still count."),
    (lambda o, y, m: _gradient(o, y, m) * m.sum() / m.sum(1)[:, None, None] / len(m),
     "That is the gradient of the mean of sentence means."),
    (lambda o, y, m: _gradient(o, y, m) * m.sum() / m.sum(1)[:, None, None],
     "You divided each sentence by its own length. The loss was divided by the tokens of the whole batch."),
    (lambda o, y, m: (_probability(o) * m[..., None] - y) / m.sum(), "At the pads the label is still subtracted: 0 there."),
    (lambda o, y, m: _gradient(_probability(o), y, m), "You applied logistic twice."),
    (lambda o, y, m: (_probability(o) - y) * (1 - m[..., None]) / m.sum(), "You kept the pads: the mask is 1 at real tokens."),
    (lambda o, y, m: np.abs(_gradient(o, y, m)), "The sign tells which way to move o: leave out the absolute value."),
    (lambda o, y, m: 2 * _gradient(o, y, m), "That is twice the derivative. Where does the 2 come from? No square is here."),
    (lambda o, y, m: _gradient(o, y, m) * m.sum() / len(m),
     "You divided by the number of sentences. The loss is divided by the sum of the mask."),
    (lambda o, y, m: _gradient(o, y, m) * m.sum() / m.shape[1],
     "You divided by T, the length of the rectangle. The loss is divided by the sum of the mask."),
    (lambda o, y, m: _gradient(o, y, m) / (_probability(o) * (1 - _probability(o))),
     "That is the derivative for ŷ. Asked is the one for o: go on through the logistic function."),
    (lambda o, y, m: np.where(m, _token_losses(o, y), 0)[..., None] / m.sum(),
     "That is the loss of each token. Asked is its derivative."),
    (lambda o, y, m: _gradient(o, y, m) * m.sum() / 6,
     "You divided by 6, the tokens of one batch. Read the number off the mask."),
    (lambda o, y, m: (o - y) * m[..., None] / m.sum(), "You took o − y. The probability is logistic(o)."),
    (lambda o, y, m: _gradient(o, y, m) * _probability(o) * (1 - _probability(o)),
     "You multiplied by ŷ (1 − ŷ) once too often: in ŷ − y it is contained already."),
]  # fmt: skip


@exercise
def output_gradient(function):
    """Return the derivative of the masked loss for every output."""
    formula = "np.where(mask[..., None] > 0, logistic(o) - y, 0) / mask.sum()"
    compare(function, _gradient, _cases(), _GRADIENT_MISTAKES, formula, untouched=True)
    for o, y, mask in _cases():
        if not close(call(function, np.where(mask[..., None] > 0, o, np.nan), y, mask), _gradient(o, y, mask)):
            return wrong("With nan at the pads, nan comes out. Use np.where: 0 at every pad, whatever o is there.", formula)
    far = np.where(OUTPUTS > 0, 1000.0, -1000.0)
    if not close(call(function, far, LABELS, MASK), _gradient(far, LABELS, MASK)):
        return wrong("With outputs of ±1000 it is wrong: take `logistic`, which never overflows.", formula)
    return right("Every real token has ŷ − y over the number of real tokens, and every pad has 0.")


# ---------------------------------------------------------------------------------------------- last real states
def _last(a, mask, shift=0):
    return a[np.arange(len(a)), mask.sum(1).astype(int) + shift]


@exercise
def last_real_states(function):
    """Return for each sentence the state of its last real token."""

    def case(rng):
        mask = _random_batch(rng)[2]
        return rng.normal(size=(len(mask), mask.shape[1] + 1, 2)), mask

    mistakes = [
        (lambda a, m: a[:, -1], "You read the last column. For short sentences that is the state after the padding."),
        (lambda a, m: _last(a, m, -1), "One step too early: a has a row more than tokens, so a<T> is at index T, not T − 1."),
        (lambda a, m: a[:, int(m[0].sum())], "You used the length of the first sentence for all."),
        (lambda a, m: a[:, 1], "That is the state of the first token."),
        (lambda a, m: a[:, 0], "That is a<0>, the state before the first token."),
        (lambda a, m: (a[:, 1:] * m[..., None])[:, -1], "The mask put zeros there. Read each sentence at its own length."),
        (lambda a, m: (a[:, 1:] * m[..., None]).sum(1), "That is the sum of the states of each sentence. Asked is the last one."),
        (lambda a, m: a[:, m.sum(1).astype(int)],
         "a[:, lengths] takes every length from every sentence. Give two lists: the rows, np.arange(B), and the lengths."),
        (lambda a, m: a[np.arange(len(a)), m.argmin(1)], "argmin finds the first pad; where there is none, it gives 0."),
        (lambda a, m: a[:, 1:][m > 0], "These are the states of all real tokens. Asked is one for each sentence."),
        (lambda a, m: (a[:, 1:] * m[..., None]).sum(1) / m.sum(1)[:, None], "That is the mean of the states of each sentence."),
    ]  # fmt: skip
    formula = "a[np.arange(B), mask.sum(1).astype(int)]"
    compare(function, _last, random_cases(case), mistakes, formula, untouched=True)
    return right("Each row is read at its own length, never after the padding.")
