"""Checks of lecture 14."""

from functools import partial

import numpy as np

from helpers.checks.core import (
    NotYetError,
    array,
    call,
    close,
    compare,
    exercise,
    mistaken,
    number,
    random_cases,
    right,
    rounded,
    wrong,
)

_FORMULA = "e = np.exp((o - o.max()) / temperature); e / e.sum()"


def _probabilities(o, temperature):
    e = np.exp((o - np.max(o)) / temperature)
    return e / e.sum()


@exercise
def temperature_of(function):
    """Write at_temperature(o, temperature): the probabilities of the next token, for any temperature from 0 up."""
    cases = random_cases(lambda rng: (2 * rng.normal(size=6), rng.uniform(0.2, 3)))
    mistakes = [
        (lambda o, t: _probabilities(o, 1) / t, "You divided the probabilities. They do not add up to 1 now: divide the scores."),
        (lambda o, t: _probabilities(o, 1), "The temperature does nothing. Dividing p and making it add up to 1 "
                                            "again changes nothing: divide the scores, before the softmax."),
        (lambda o, t: _probabilities(o, 1 / t), "You multiplied by the temperature: high ones should make choices more even."),
        (lambda o, t: _probabilities(_probabilities(o, 1), t), "The temperature comes after the softmax: divide o, not p."),
        (lambda o, t: _probabilities(o, 1) ** (1 / t), "Powers of p are the right idea, but they no longer add up to 1."),
        (lambda o, t: (o - o.max()) / t, "These are scores: the softmax is missing."),
        (lambda o, t: o / t, "These are scores: the softmax is missing."),
        (lambda o, t: np.exp((o - o.max()) / t), "They do not add up to 1: divide by their sum."),
        (lambda o, t: np.log(_probabilities(o, t)), "These are logarithms of probabilities: take the exponential."),
        (lambda o, t: np.sort(_probabilities(o, t)), "The order of the tokens is gone: each probability belongs to its token."),
        (lambda o, t: _probabilities(o, t * t), "The temperature divides once. You divided twice."),
        (lambda o, t: _probabilities(np.log(2) * o, t), "The softmax takes powers of e, not of 2."),
        (lambda o, t: np.argmax(o), "That is the likeliest token. Asked are the probabilities of all tokens."),
    ]  # fmt: skip
    compare(function, _probabilities, cases, mistakes, formula=_FORMULA, untouched=True, tolerance=1e-5)
    large = array(call(function, np.array([1000.0, 999.0, -1000.0]), 0.5), (3,), "For scores near 1,000 the result")
    if not close(large, _probabilities(np.array([1000.0, 999.0, -1000.0]), 0.5), 1e-5):
        return wrong("Scores near 1,000 go wrong: subtract the largest score first.", _FORMULA)
    try:
        cold = call(function, np.array([1.0, 3.0, 2.0]), 0)
        if cold is not None and np.ndim(cold) == 0:
            return wrong("At temperature 0 you return one number. Asked are probabilities: 1 for the largest score, else 0.")
        cold = array(cold, (3,), "At temperature 0 the result")
    except (ZeroDivisionError, ValueError, AssertionError):
        return right("The temperature 0 is refused; taking the largest score there would do as well.")
    except NotYetError:
        return wrong("Temperature 0 divides by zero. Put all probability on the largest score, or raise a ValueError.")
    if not close(cold, np.array([0.0, 1.0, 0.0])):
        return wrong("At temperature 0 all probability belongs to the largest score.")
    return right("Cold, even, very cold, scores of a thousand: all of them are probabilities.")


def _ragged(rng):
    return ([rng.uniform(0.1, 3, size=rng.integers(1, 9)) for _ in range(rng.integers(2, 6))],)


@exercise
def perplexity_of(function):
    """Write text_perplexity(batches): the perplexity of a text from the losses of its tokens, which come in batches."""
    cases = [([np.log([2.0, 2, 2, 2]), np.log([8.0])],), *random_cases(_ragged)]
    everything = lambda batches: np.concatenate([np.ravel(batch) for batch in batches])  # noqa: E731
    mistakes = [
        (lambda b: np.exp(np.mean([np.mean(x) for x in b])),
         "A mean of means gives a short batch the weight of a long one. Add up all losses, and divide once."),
        (lambda b: np.mean([np.exp(np.mean(x)) for x in b]), "You averaged the perplexities. Average the losses first."),
        (lambda b: np.mean(everything([np.exp(x) for x in b])), "The exponential comes last: after the mean of the losses."),
        (lambda b: 2 ** np.mean(everything(b)), "These losses are natural logarithms: exp, not 2 to the power."),
        (lambda b: np.mean(everything(b)), "That is the mean loss. Perplexity is its exponential."),
        (lambda b: np.exp(np.sum(everything(b))), "You took the sum of the losses. Perplexity belongs to one token: the mean."),
        (lambda b: np.exp(-np.mean(everything(b))), "Losses are minus logarithms already: no further minus."),
        (lambda b: np.exp(np.sum(everything(b)) / len(b)), "You divided by the number of batches. Divide by that of tokens."),
        (lambda b: 2 ** (np.mean(everything(b)) * np.log(2)), "From nats to bits you divide by log 2. Or take exp of the nats."),
        (lambda b: np.exp(-np.mean(np.log(everything(b)))), "These are losses already, not probabilities: no logarithm."),
        (lambda b: np.exp(sum(np.mean(x) for x in b)), "You added up means of batches. Add up all losses, and divide once."),
        (lambda b: np.exp(np.median(everything(b))), "Perplexity takes the mean, not the median."),
        (lambda b: np.exp(np.sum(everything(b)) / (len(everything(b)) - 1)), "Divide by the number of losses, not by one less."),
        (lambda b: 2.639, "That is the number of one example. Your function has to work it out for each text."),
        (lambda b: np.mean(everything(b)) / np.log(2), "These are bits a token. Perplexity is 2 to that power."),
    ]  # fmt: skip
    formula = "np.exp(sum of losses / number of losses)"
    compare(function, lambda b: np.exp(np.mean(everything(b))), cases, mistakes, formula=formula)
    return right("Four tokens at 2 and one at 8 make 2.64, not 4: every token counts the same.")


@exercise
def bits_of_a_word(answer):
    """Give the bits that a word costs: 2 nats a character, 6 characters a word with its space."""
    value = number(answer)
    if rounded(value, 12 / np.log(2)) or close(value, 12 / np.log(2), 2.5e-3):  # with 1.44 bits a nat
        return right("17.3 bits, a choice among 160,000 equally likely words. Units first, then compare.")
    mistakes = [
        (12.0, "These are nats a word. A nat is 1 / ln 2 = 1.44 bits."),
        (12 * np.log(2), "You multiplied by ln 2. Bits are smaller than nats, so there are more of them."),
        (2 / np.log(2), "That is bits a character. A word has six."),
        (np.exp(12), "That is the perplexity of a word."),
        (6 * np.log(2), "A character costs 2 nats, so a word 12. And to get bits, divide by ln 2."),
        *[(6 * bits, "That is for 1 nat a character. It costs 2.") for bits in (1 / np.log(2), 1.44)],
        (2 / np.log(2) / 6, "You divided by six: the characters of a word add up."),
    ]
    return mistaken(value, mistakes, "First from a character to a word, then from nats to bits.", "2 * 6 / ln 2")


def _mixture_case(rng):
    n = rng.integers(30, 60)
    return rng.uniform(0.01, 1, size=n), rng.uniform(0.01, 1, size=n)


def _bits(w, p, q):
    return -np.mean(np.log2(w * p + (1 - w) * q))


_GRID = np.linspace(0, 1, 11)


def _best(p, q, bits=_bits, grid=_GRID):
    return grid[np.argmin([bits(w, p, q) for w in grid])]


@exercise
def mixture_weight(function):
    """Write best_weight(p, q): of 0, 0.1, ..., 1 the weight of p in the mixture that costs the fewest bits."""
    cases = [*random_cases(_mixture_case, n=6), (np.full(9, 0.5), np.full(9, 0.25)), (np.full(9, 0.1), np.full(9, 0.9))]
    mistakes = [
        (lambda p, q: 1 - _best(p, q), "That is the weight of q. Asked is the weight of p: w * p + (1 - w) * q."),
        (lambda p, q: _best(p, q, lambda w, p, q: -_bits(w, p, q)), "You took the weight with the most bits."),
        (lambda p, q: _best(p, q, lambda w, p, q: -np.mean(w * p + (1 - w) * q)),
         "You averaged the probabilities over the text. Bits are averages of logarithms: the logarithm first."),
        (lambda p, q: _best(p, q, lambda w, p, q: -np.mean(w * np.log2(p) + (1 - w) * np.log2(q))),
         "You mixed logarithms. Mix the probabilities, then take the logarithm."),
        (lambda p, q: np.round(10 * _best(p, q)), "That is its number in the list. Return the weight itself."),
        (lambda p, q: np.mean(p > q), "How often p is the larger one is not the best weight: by how much counts too."),
        (partial(_best, grid=_GRID[:-1]), "The weight 1 is missing: np.arange(0, 1, 0.1) ends before."),
        (partial(_best, grid=_GRID[1:-1]), "The weights 0 and 1 belong to the list."),
        *[(partial(_best, grid=np.linspace(0, 1, n)), "Your grid is finer. Asked is the best of 0, 0.1, ..., 1.")
          for n in (101, 1001)],
        (partial(_best, grid=np.linspace(0, 1, 10)), "np.linspace(0, 1, 10) has steps of 1/9: take 11 points."),
        (lambda p, q: min(_bits(w, p, q) for w in _GRID), "These are the bits. Asked is the weight."),
    ]  # fmt: skip
    formula = "grid[np.argmin([-np.mean(np.log2(w * p + (1 - w) * q)) for w in grid])]"
    compare(function, _best, cases, mistakes, formula=formula, tolerance=1e-6)
    return right("Found on text that neither model was trained on, or the better memory wins.")
