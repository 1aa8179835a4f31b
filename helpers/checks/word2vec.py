"""Checks of lecture 04."""

import numpy as np

from helpers.checks.core import array, call, close, compare, exercise, mistaken, number, random_cases, right, rounded, wrong


@exercise
def noise_probability(answer):
    """Give the probability that a noise word is the first of two, with counts 8 and 1."""
    found, power = number(answer), 8**0.75
    if rounded(found, power / (power + 1)):
        return right("0.83 in place of 0.89: the rare word is drawn more often than it occurs.")
    mistakes = [
        (8 / 9, "That is the plain share of the tokens. Where is the power 0.75?"),
        (power, "That is 8 to the power 0.75. Divide it by the sum of both."),
        (1 / (power + 1), "That is the second word."),
        ((8 / 9) ** 0.75, "You raised the share to the power. Raise the counts, then divide by their sum."),
        (1 / 2, "Both words alike would be the power 0."),
        (100 * power / (power + 1), "Give a probability, between 0 and 1, not per cent."),
        (power / 9, "You divided by the sum of the counts. Divide by the sum of the raised counts."),
        (8**0.5 / (8**0.5 + 1), "That is the power 0.5. It should be 0.75."),
    ]
    otherwise = "Raise both counts to the power 0.75, then divide by the sum."
    return mistaken(found, mistakes, otherwise, "8**0.75 / (8**0.75 + 1**0.75)")


def _gradients(e, R, y):
    ds = 1 / (1 + np.exp(-(R @ e))) - y
    return ds @ R, np.outer(ds, e)


@exercise
def pair_gradients(function):
    """Write the gradient of one pair with its noise words: de and dR."""

    def make(rng):
        n, d = rng.integers(2, 7), rng.integers(2, 5)
        return rng.normal(size=d), rng.normal(size=(n, d)), np.eye(n)[rng.integers(n)]

    def with_ds(derivative):
        return lambda e, R, y: (derivative(R @ e, y) @ R, np.outer(derivative(R @ e, y), e))

    def p(s):
        return 1 / (1 + np.exp(-s))

    mistakes = [
        (with_ds(lambda s, y: y - p(s)), "Your sign is turned round: probability minus label, not label minus probability."),
        (with_ds(lambda s, y: s - y), "Pass the scores through the logistic function before you subtract the label."),
        (with_ds(lambda s, y: np.exp(s) / np.exp(s).sum() - y), "That is a softmax. Each word has its own yes or no: logistic."),
        (with_ds(lambda s, y: p(-s) - y), "The exponent has a minus: 1 / (1 + exp(-s))."),
        (with_ds(lambda s, y: p(s)), "You forgot the labels: the real neighbour would be pushed away like noise."),
        (with_ds(lambda s, y: (p(s) - y) / len(y)), "The loss is a sum over the words, not their mean."),
        (with_ds(lambda s, y: (p(s) - y) * p(s) * (1 - p(s))), "That is the gradient of a squared error."),
        (lambda e, R, y: (_gradients(e, R, y)[0], _gradients(e, R, y)[1].T), "dR has a row for each word: transpose."),
        (lambda e, R, y: _gradients(e, R, np.eye(len(y))[0]), "Use y: the real neighbour need not stand in the first row."),
        (with_ds(lambda s, y: p(s) - 1), "You take all words for real neighbours: the label of noise is 0."),
        (with_ds(lambda s, y: p(s) - (2 * y - 1)), "The labels are 1 and 0, not 1 and -1."),
        (with_ds(lambda s, y: np.abs(p(s) - y)), "The number of the real neighbour is below 0: p - 1."),
        (with_ds(lambda s, y: -np.abs(p(s) - y)), "The number of a noise word is above 0: p."),
        (with_ds(lambda s, y: (1 - y) * p(s)), "The real neighbour counts, too: its number is p - 1."),
        (lambda e, R, y: (_gradients(e, R, y)[0] / len(y), _gradients(e, R, y)[1]), "de is a sum, not a mean."),
        (lambda e, R, y: (_gradients(e, R, y)[0], (1 / (1 + np.exp(-(R @ e))) - y)[:, None] * R),
         "de is right. In dR each number is multiplied by e, not by the row itself."),
        (lambda e, R, y: _gradients(e, R, y)[::-1], "Return de first, then dR."),
        (lambda e, R, y: _gradients(e, R, y)[0], "That is de alone. Return dR behind it: de, dR."),
        (with_ds(lambda s, y: (p(s) - y) * y), "Only the real neighbour counts here. Noise words have a gradient too."),
        (with_ds(lambda s, y: p(s) - (1 - y)), "The labels are turned round: y is 1 for the real neighbour, 0 for noise."),
        (with_ds(lambda s, y: np.exp(s) - y), "exp(s) alone is no probability. It is 1 / (1 + exp(-s))."),
        (lambda e, R, y: (-_gradients(e, R, y)[0], _gradients(e, R, y)[1]), "dR is right. The sign of de is turned round."),
        (lambda e, R, y: (_gradients(e, R, y)[0], -_gradients(e, R, y)[1]), "de is right. The sign of dR is turned round."),
        (lambda e, R, y: (_gradients(e, R, y)[0], _gradients(e, R, y)[1] / len(y)),
         "de is right. dR is not a mean over the words."),
        (lambda e, R, y: (e - _gradients(e, R, y)[0], R - _gradients(e, R, y)[1]),
         "These are the vectors after a step. Return the gradient alone."),
        (lambda e, R, y: np.sum(np.logaddexp(0, -(2 * y - 1) * (R @ e))), "That is the loss. Return its derivatives: de, dR."),
    ]  # fmt: skip
    formula = "ds = 1 / (1 + np.exp(-(R @ e))) - y; ds @ R, np.outer(ds, e)"
    compare(function, _gradients, random_cases(make), mistakes, formula, tolerance=1e-6, untouched=True)
    far = 1000 * np.eye(3)[0], np.eye(3), np.eye(3)[1]  # the scores are 1,000, 0 and 0
    if not close(call(function, *far), _gradients(*far), 1e-6):
        return wrong("Right, until scores reach 1,000: exp overflows there. Take the course's logistic function.")
    return right("Probability minus label, times the other vector: that is all there is to it.")


def _answer(unit, a, b, c, *, sign=1, out=(0, 1, 2), low=-np.inf):
    return _nearest(unit, sign * (unit[b] - unit[a]) + unit[c], *((a, b, c)[k] for k in out), low=low)


def _nearest(unit, target, *excluded, low=-np.inf):
    scores = unit @ target
    scores[list(excluded)] = low
    return int(scores.argmax())


def _largest(unit, a, b, c):
    scores = np.abs(unit @ (unit[b] - unit[a] + unit[c]))
    scores[[a, b, c]] = -np.inf
    return int(scores.argmax())


def _second(unit, a, b, c):
    best, second = np.argsort(-(unit @ (unit[b] - unit[a] + unit[c])))[:2]
    return int(second if best in (a, b, c) else best)


def _analogy_case(rng):
    unit = rng.normal(size=(12, 3))
    unit[3] = unit[1] - unit[0] + unit[2]
    unit /= np.linalg.norm(unit, axis=1, keepdims=True)
    return (unit, *(int(k) for k in rng.choice(12, 3, replace=False)))


def _a_is_near():
    """A case in which a lies nearest to b - a + c of all words but b and c."""
    x, y = np.eye(3)[:2]
    unit = np.array([-x, x - 0.1 * y, y, x, x + 0.1 * y])
    return unit / np.linalg.norm(unit, axis=1, keepdims=True), 1, 3, 4


def _a_before_b():
    """A case in which a lies nearer to b - a + c than b does; both are behind c and before the answer."""
    turns = np.radians([0, 120, 5, 60, -120])  # b, another, a, c, another
    return np.stack([np.cos(turns), np.sin(turns)], axis=1), 2, 0, 3


def _all_below(cosines):
    """A case in which every word but the given ones points away from b - a + c = 3x, at these cosines with x."""
    x, y = np.eye(3)[:2]
    others = [cosine * x + np.sqrt(1 - cosine**2) * y for cosine in cosines]
    return np.array([others[0], -x, x, others[1], x]), 1, 2, 4


@exercise
def analogy(function):
    """Return the id nearest to b - a + c that is none of the three."""
    mistakes = [
        (lambda unit, a, b, c: _answer(unit, a, b, c, out=()), "One of the three given words won. Exclude all three."),
        (lambda unit, a, b, c: _answer(unit, a, b, c, out=(2,)), "You exclude c only. a and b can win too."),
        (lambda unit, a, b, c: _answer(unit, a, b, c, out=(1, 2)), "You do not exclude a, and a can win too."),
        (lambda unit, a, b, c: _answer(unit, a, b, c, out=(0, 2)), "You do not exclude b, which wins most often."),
        (lambda unit, a, b, c: _answer(unit, a, b, c, out=(0, 1)), "You do not exclude c, and c can win too."),
        (lambda unit, a, b, c: _answer(unit, a, b, c, sign=-1), "You went from b to a. The step is b minus a."),
        (lambda unit, a, b, c: int((unit @ (unit[b] - unit[a] + unit[c])).argsort()[0]), "That is the farthest word."),
        (lambda unit, a, b, c: _answer(unit, a, b, c, low=0), "A score can lie below 0: exclude with -np.inf."),
        (lambda unit, a, b, c: _answer(unit, a, b, c, low=np.nan),
         "argmax stops at nan, argmin at -inf: exclude with -np.inf, and take argmax."),
        (lambda unit, a, b, c: int(np.delete(unit, [a, b, c], axis=0).dot(unit[b] - unit[a] + unit[c]).argmax()),
         "After np.delete the rows have new numbers. Set the three scores to -np.inf instead."),
        (lambda unit, a, b, c: _nearest(unit, unit[b] + unit[c], a, b, c), "Where is a? Any word near b and c would do here."),
        (lambda unit, a, b, c: _nearest(unit, unit[a] + unit[b] + unit[c], a, b, c), "a has a minus: b - a + c."),
        (lambda unit, a, b, c: _second(unit, a, b, c), "The second best may be a given word, too. Exclude all three first."),
        (lambda unit, a, b, c: int(np.argsort(-(unit @ (unit[b] - unit[a] + unit[c])))[1]),
         "The second best is not always the answer. Exclude the three by their ids."),
        (lambda unit, a, b, c: _nearest(unit, unit[b] - unit[a], a, b, c), "Where is c? Add it: b - a + c."),
        (lambda unit, a, b, c: _nearest(unit, unit[c] - unit[a], a, b, c), "Where is b? Add it: b - a + c."),
        (lambda unit, a, b, c: _nearest(unit, unit[c], a, b, c), "That is the word nearest to c. The step, b - a, is missing."),
        (_largest, "The nearest word has the largest score, sign included: leave out abs."),
        (lambda unit, a, b, c: int(np.argsort(-(unit @ (unit[b] - unit[a] + unit[c])))[3]),
         "The three given words need not be the three best. Exclude them by their ids."),
        (lambda unit, a, b, c: np.max(unit @ (unit[b] - unit[a] + unit[c])), "That is a score. Its position is the id: argmax."),
        (lambda unit, a, b, c: _answer(unit, c, a, b), "You took a + b - c. It should be b - a + c."),
        (lambda unit, a, b, c: _answer(unit, a, b, c, low=-1), "b - a + c is longer than 1: scores can lie below -1."),
    ]  # fmt: skip
    formula = "scores = unit @ (unit[b] - unit[a] + unit[c]); scores[[a, b, c]] = -np.inf; scores.argmax()"
    cases = [*random_cases(_analogy_case, n=20), _all_below((-0.3, -0.1)), _all_below((-0.9, -0.5)), _a_is_near(), _a_before_b()]
    compare(function, _answer, cases, mistakes, formula, untouched=True)
    return right("This is 3CosAdd, the usual rule, with the inputs excluded as usual.")


@exercise
def first_order(answer, E, F, vocabulary, p_she):
    """Give the reading of each job along she - he in the table F."""
    E, F = np.asarray(E), np.asarray(F)
    jobs, she, he = [vocabulary[job] for job in p_she], vocabulary["she"], vocabulary["he"]
    expected = E[jobs] @ (F[she] - F[he])
    unit, beside = (table / np.linalg.norm(table, axis=1, keepdims=True) for table in (E, F))
    if close(answer, expected, 1e-6):
        planted = np.array(list(p_she.values()))
        r = [np.corrcoef(np.log(planted / (1 - planted)), x)[0, 1] for x in (expected, unit[jobs] @ (unit[she] - unit[he]))]
        return right(f"r = {r[0]:+.2f} with what was planted, where E alone gave {r[1]:+.2f}.")
    answer = array(answer, expected.shape)
    mistakes = [
        (unit[jobs] @ (F[she] - F[he]), "The rows of E as they are: those of unit have lost their lengths."),
        (E[jobs] @ (beside[she] - beside[he]), "The rows of F as they are: at length 1 they have lost their lengths."),
        (unit[jobs] @ (beside[she] - beside[he]), "Both tables as they are: at length 1 their rows have lost their lengths."),
        (F[jobs] @ (E[she] - E[he]), "The tables are exchanged: the jobs from E, she and he from F."),
        (E[sorted(jobs)] @ (F[she] - F[he]), "The numbers are right, in the order of the ids. Give them in the order of p_she."),
        (E[jobs] @ (E[she] - E[he]), "Both sides come from E: that compares company once more. Take she and he from F."),
        (unit[jobs] @ (unit[she] - unit[he]), "Both sides come from E: that compares company. Take she and he from F."),
        (F[jobs] @ (F[she] - F[he]), "Both sides come from F. The jobs are centers: take them from E."),
        (-expected, "That is he minus she."),
        (E[jobs] @ F[she], "Half of it: subtract the scores of he."),
        (E[jobs] @ F[he], "Half of it: subtract this from the scores of she."),
        (E[jobs] @ (F[she] + F[he]), "That is the sum. Subtract he from she."),
        (1 / (1 + np.exp(-expected)), "Give the scores themselves, not their logistic function."),
        ((E + F)[jobs] @ ((E + F)[she] - (E + F)[he]), "That adds the tables. Take the jobs from E, she and he from F."),
    ]
    otherwise = "Give twelve scores, in the order of p_she: rows of E times the difference of two rows of F."
    return mistaken(answer, mistakes, otherwise, "E[jobs] @ (F[she] - F[he])", close)
