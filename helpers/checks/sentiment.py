"""Checks of lecture 12."""

import re

import numpy as np

from helpers.checks.core import NotYetError, array, call, close, compare, exercise, mistaken, number, random_cases, right, wrong

_BY_HAND, _FORMULA = (0.25, -0.5, 0.25), "p - one_hot(y), with p = [1, 2, 1] / 4"
_FROM_THE_END = "You count from the end: in the mask read backwards, np.argmax counts the pads behind the last real token."
_EARLY = "One position too early: a[:, 0] is a<0>, so the state after token i is a[:, i]."


@exercise
def gradient_by_hand(answer):
    """Give the three numbers of the gradient with respect to o."""
    found = array(answer)
    if found.size == 1 and close(found.reshape(()), np.log(2), 2e-3):
        return wrong("That is the loss, -log(1/2). Its gradient has one number for each score.", _FORMULA)
    found = array(found[0] if found.shape == (1, 3) else found, (3,))  # a batch of one, as in the lecture
    if close(found, np.array(_BY_HAND)):
        return right("Probabilities minus one-hot: they add up to 0, and only the right class is pushed up.")
    mistakes = [
        ((0.25, 0.5, 0.25), "These are the probabilities. The right class still has its 1 to lose."),
        ((-0.25, 0.5, -0.25), "All signs are turned round: one-hot minus probabilities is the direction of a step."),
        ((-0.75, 0.5, 0.25), "The 1 belongs to the right class, the second; you took it from the first."),
        ((0.25, 0.5, -0.75), "The 1 belongs to the right class, the second; you took it from the third."),
        ((0.0, -2.0, 0.0), "That is -y / p, with respect to the probabilities. Each score moves all three of them."),
        ((0.0, 1.0, 0.0), "This is the one-hot vector. Subtract it from the probabilities."),
        ((0.0, -1.0, 0.0), "The probabilities are missing: p minus one-hot."),
        ((1.0, 1.0, 1.0), "exp(o) has to be divided by its sum before 1 is subtracted."),
        ((1 / 3, -2 / 3, 1 / 3), "The largest score needs the largest probability: exp(log 2) is 2, exp(0) is 1."),
        ((0.5, -1 / 3, 0.5), "These come from the logistic function. The three probabilities of a softmax add up to 1."),
        ((0.25 / 3, -0.5 / 3, 0.25 / 3), "It is one sentence: nothing is divided by the number of classes."),
        ((0.0, -0.5, 0.0), "The other two scores matter too: raising them lowers the probability of the right class."),
    ]  # fmt: skip
    otherwise = "exp(o) is [1, 2, 1]. Which probabilities are these, and what is subtracted?"
    return mistaken(found, mistakes, otherwise, _FORMULA, lambda found, value: close(found, np.array(value), 2e-3))


def _lengths(mask):
    return mask.sum(1).astype(int)


def _last_index(mask):
    return mask.shape[1] - np.argmax(mask[:, ::-1] > 0, axis=1)


def _last_marked(a, mask):
    return a[np.arange(len(a)), _last_index(mask)]


def _mean_real(a, mask):
    return (a[:, 1:] * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)


def _states(rng, left):
    """States, and a mask with pads on one side (on both, if left is None)."""
    B, T, n_a = 4, 7, 3
    mask = np.zeros((B, T))
    for row in mask:
        length = rng.integers(1, T)
        start = {True: T - length, False: 0, None: rng.integers(0, T - length + 1)}[left]
        row[start : start + length] = 1
    return rng.normal(size=(B, T + 1, n_a)), mask


_CASES = [
    *random_cases(lambda rng: _states(rng, False), n=2, seed=1),
    *random_cases(lambda rng: _states(rng, True), n=2, seed=2),
    *random_cases(lambda rng: _states(rng, None), n=2, seed=3),
]


@exercise
def last_marked(function):
    """Write last_marked_state(a, mask): the state of the last real token of each sentence, wherever the pads are."""
    mistakes = [
        (lambda a, mask: a[:, -1], "You read the last position of the rectangle: for most sentences that is a pad."),
        (lambda a, mask: (a[:, 1:] * mask[..., None])[:, -1], "Times the mask, a pad is 0, but it is still the last position."),
        (lambda a, mask: a[np.arange(len(a)), _lengths(mask)],
         "You count the real tokens and go that far from the left. With pads on the left the last real token is not there."),
        (lambda a, mask: a[np.arange(len(a)), _lengths(mask) - 1], _EARLY),
        (lambda a, mask: a[np.arange(len(a)), _last_index(mask) - 1], _EARLY),
        (lambda a, mask: a[np.arange(len(a)), np.minimum(_last_index(mask) + 1, mask.shape[1])],
         "One position too late: a[:, 0] is a<0>, so the state after token i is a[:, i], and yours is that of a pad."),
        (lambda a, mask: a[:, _last_index(mask)], "The shape is (B, B, n_a): pair each row with its own index."),
        (lambda a, mask: a[np.arange(len(a)), 1 + np.argmax(mask > 0, 1)],
         "That is the first real token: np.argmax finds the first 1. Turn the mask round."),
        (lambda a, mask: a[np.arange(len(a)), np.argmax(mask > 0, 1)],
         "That is the state before the first real token: np.argmax finds the first 1. Turn the mask round."),
        (lambda a, mask: a[np.arange(len(a)), np.argmax(mask[:, ::-1] > 0, 1)], _FROM_THE_END),
        (lambda a, mask: a[np.arange(len(a)), np.argmax(mask[:, ::-1] > 0, 1) + 1], _FROM_THE_END),
        (_mean_real, "That is the mean over the real tokens. Asked is one state, the last."),
        (lambda a, mask: _mean_real(a, mask) * mask.sum(1, keepdims=True), "You add up all real states. Take the last one only."),
        (lambda a, mask: _largest(a, mask), "That is the largest value of each unit, exercise 3. Asked is the last state."),
    ]  # fmt: skip
    formula = "a[np.arange(B), T - np.argmax(mask[:, ::-1], axis=1)]"
    compare(function, _last_marked, _CASES, mistakes, formula=formula, untouched=True)
    return right("Pads on the right, on the left, on both sides: the answer no longer depends on them.")


def _largest(a, mask, elsewhere=-np.inf):
    return np.where(mask[..., None] > 0, a[:, 1:], elsewhere).max(1)


@exercise
def largest_real(function):
    """Return the largest value of each unit over the real tokens of its sentence."""
    cases = [(a - 1.5, mask) for a, mask in _CASES[:2]] + _CASES[2:]  # many states negative: a 0 would win
    cases += [(a - 20_000, mask) for a, mask in _CASES[-1:]]
    mistakes = [
        (lambda a, mask: a[:, 1:].max(1), "The pads take part: their states are not zero, and may be the largest."),
        (lambda a, mask: a.max(1), "The pads take part, and so does a<0>."),
        (lambda a, mask: (a[:, 1:] * mask[..., None]).max(1),
         "A pad counts as 0, and 0 beats every negative state. Use np.where with -np.inf."),
        *((lambda a, mask, low=low: _largest(a, mask, low),
           f"{low} is below what tanh returns, but not below every array: use -np.inf.")
          for low in (-1, -2, -5, -9, -10, -99, -100, -999, -1000, -9999)),
        (lambda a, mask: (a[:, 1:] + mask[..., None] - 1).max(1), "1 less is not enough for a pad to lose: use -np.inf."),
        (lambda a, mask: _largest(a, mask).max(1), "Keep the units apart: the maximum runs over the positions, axis 1."),
        (lambda a, mask: np.maximum(_largest(a, mask), a[:, 0]), "a<0> takes part: it is no token. Begin at a[:, 1:]."),
        (lambda a, mask: np.where(mask[..., None] > 0, a[:, 1:], -np.inf).argmax(1), "That is where the largest value stands."),
        (lambda a, mask: -_largest(-a, mask), "That is the smallest value."),
        (lambda a, mask: np.stack([row[1 : 1 + n].max(0) for row, n in zip(a, _lengths(mask))]),
         "You count the real tokens and go that far from the left. With pads on the left the real tokens are not there."),
        (lambda a, mask: _largest(abs(a), mask), "You compare absolute values: -0.9 is smaller than 0.1."),
        (_mean_real, "That is the mean over the real tokens. Asked is the largest value."),
        (_last_marked, "That is the last real state, exercise 2. Asked is the largest value of each unit."),
        (lambda a, mask: np.take_along_axis(a, 1 + (abs(a[:, 1:]) * mask[..., None]).argmax(1)[:, None], 1)[:, 0],
         "You compare absolute values: -0.9 is smaller than 0.1."),
        (lambda a, mask: _largest(a[:, [0, *range(len(a[0]) - 1)]], mask), _EARLY),
    ]  # fmt: skip
    formula = "np.where(mask[..., None] > 0, a[:, 1:], -np.inf).max(axis=1)"
    compare(function, _largest, cases, mistakes, formula=formula, untouched=True)
    return right("This is max pooling; like the mean, it sees a word at any distance from the end.")


def _words(sentence, name):
    if isinstance(sentence, list | tuple):
        sentence = " ".join(map(str, sentence))
    if not isinstance(sentence, str) or not sentence.strip():
        raise NotYetError(f"`{name}` should be a sentence between quotation marks.")
    return re.findall(r"\w+|[^\w\s]", sentence)


@exercise
def own_family(first, second, score_of, known=()):
    """Write two reviews of the same words whose scores, by the network, are at least 2 apart."""
    one, two = _words(first, "first"), _words(second, "second")
    if sorted(one) != sorted(two):
        odd = sorted(set(one) ^ set(two)) or sorted(word for word in set(one) if one.count(word) != two.count(word))
        return wrong(f"The two bags differ, for example in {odd[0]!r}. Capitals and full stops count too.")
    if one == two:
        return wrong("The two reviews are the same. Only the order of the words may differ, but it must.")
    strange = [word for word in one if known and word not in known]
    if strange:
        return wrong(f"The network has never met {strange[0]!r}. Use words of the course's reviews, as they are written there.")
    scores = [number(call(score_of, words), "The score") for words in (one, two)]
    if abs(scores[0] - scores[1]) < 2:
        told = f"The network gives {scores[0]:g} and {scores[1]:g}"
        return wrong(f"{told}. Put praise and blame into both, and let the order decide which of them is denied.")
    return right(f"The same words, {scores[0]:g} and {scores[1]:g}: no bag of words can do that.")
