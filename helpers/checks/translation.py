"""Checks of lecture 13."""

import numpy as np

from helpers.checks.core import NotYetError, compare, exercise, items, mistaken, number, random_cases, right, rounded, wrong

_FEEDS = {"A": "the right way", "B": "the target itself as input", "C": "no <eos>", "D": "no <sos>"}


@exercise
def feeds(answer):
    """Give three letters, such as ["A", "B", "C"]: which way of feeding makes which mistake?"""
    if isinstance(answer, set | frozenset):
        raise NotYetError("A set has no order. Give a list: one letter for each line of the question, in their order.")
    letters = [sign for sign in answer if sign.isalpha()] if isinstance(answer, str) else items(answer)
    letters = ["".join(filter(str.isalpha, letter)).upper() if isinstance(letter, str) else letter for letter in letters]
    if len(letters) != 3 or any(letter not in tuple(_FEEDS) for letter in letters):
        raise NotYetError("Give three letters out of A, B, C, D, one for each line of the question.")
    if "A" in letters:
        return wrong("A is the right way: it is none of the three. Compare each input with the output at the same place.")
    copy, endless, first = letters
    if copy != "B":
        return wrong("The loss falls to 0 where the input already is the answer: look for equal rows.", "B, C, D")
    if (endless, first) == ("D", "C"):
        return wrong("The last two are the other way round: who was never shown <eos>, and who was never shown <sos>?", "B, C, D")
    if (endless, first) != ("C", "D"):
        return wrong("Each letter stands once.", "B, C, D")
    return right("What goes in at a place must not hold what should come out there; and both ends have to be learned.")


@exercise
def brevity(answer):
    """Give the BLEU, from 0 to 100, of a reply of 7 tokens that is the reference of 8 without its last token."""
    value, formula = number(answer), "100 * exp(1 - 8 / 7)"
    if rounded(value, 100 * np.exp(1 - 8 / 7)):
        return right("Every run is right, and what is missing costs 13 points.")
    mistakes = [
        (100.0, "All runs are right, so the precisions are 1. But the reply is too short: the brevity penalty is missing."),
        (100 * 7 / 8, "The penalty is not the ratio of the lengths: it is exp(1 - reference / reply)."),
        (100 * 8 / 7, "The penalty is not the ratio of the lengths, and below 1: it is exp(1 - reference / reply)."),
        (100 * (1 - 8 / 7), "The exponential function is missing: the penalty is exp(1 - reference / reply)."),
        (100 * np.exp(1 - 7 / 8), "You turned the ratio over: that would be a reward. The length of the reference goes on top."),
        (100 * np.exp(7 / 8 - 1), "You turned the ratio over: the length of the reference goes on top."),
        (np.exp(1 - 8 / 7), "This is BLEU from 0 to 1. Here it goes from 0 to 100."),
        (100 - 100 * np.exp(1 - 8 / 7), "That is what the short reply loses. Asked is what is left."),
        (100 / 8 * 6, "The precisions are counted in the reply, which is right throughout. Only its length is punished."),
        (7 / 8, "The penalty is not the ratio of the lengths, it is exp(1 - reference / reply); and BLEU goes from 0 to 100."),
        (
            100 * (4 / 8) ** 0.25,
            "Divide by the runs of the reply, not by those of the reference, whose length has the penalty.",
        ),
        (0.0, "No precision is 0: all runs of 1 to 4 tokens are right."),
    ]
    return mistaken(value, mistakes, "First the four precisions, then the penalty for 7 tokens where 8 were wanted.", formula)


def _network(rng):
    """A token, a state, the states of the source and the parameters of a small decoder."""
    n_x, n_a, N, T = 3, 4, 6, 5
    shapes = {"E": (N, n_x), "W_ax": (n_a, n_x), "W_aa": (n_a, n_a), "b_a": (n_a,)}
    shapes |= {"W_ya": (N, n_a), "W_yc": (N, n_a), "b_y": (N,)}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return int(rng.integers(N)), rng.normal(size=n_a), 2 * rng.normal(size=(T, n_a)), parameters


def _softmax(scores):
    e = np.exp(scores - scores.max())
    return e / e.sum()


def _logistic(s):
    return 1 / (1 + np.exp(-s))


def _alike(scores):
    return _softmax(scores) / len(scores)


def _scores(
    token, d, a, p, *, old=False, scale=True, weigh=_softmax, swap=False, attend=True, bias=True, whole=True, squash=np.tanh,
    b_a=True, W_ax=1, W_aa=1, root=None, old_out=False, out=1, late=0,
):  # fmt: skip
    new = squash(W_ax * p["W_ax"] @ p["E"][token] + W_aa * p["W_aa"] @ d + (b_a - late) * p["b_a"]) + late * p["b_a"]
    scores = a @ (d if old else new) / ((root or np.sqrt(len(d))) if scale else 1)
    c = weigh(scores) @ a
    if whole is False:
        c = a[np.argmax(scores)]
    W_ya, W_yc = (p["W_yc"], p["W_ya"]) if swap else (p["W_ya"], p["W_yc"])
    return out * W_ya @ (d if old_out else new) + attend * W_yc @ c + bias * p["b_y"]


def _new_state(t, d, a, p):
    return np.tanh(p["W_ax"] @ p["E"][t] + p["W_aa"] @ d + p["b_a"])


def _number_by_number(t, d, a, p):
    """A weight for each number of each row: a * d without the sum of the dot product, and a softmax down each column."""
    new = _new_state(t, d, a, p)
    weights = np.exp(a * new / np.sqrt(len(d)))
    return p["W_ya"] @ new + p["W_yc"] @ (weights / weights.sum(0) * a).sum(0) + p["b_y"]


def _c_in_the_state(t, d, a, p):
    """The look back before the step: what it read is added to the old state."""
    c = _softmax(a @ d / np.sqrt(len(d))) @ a
    return p["W_ya"] @ _new_state(t, d + c, a, p) + p["W_yc"] @ c + p["b_y"]


@exercise
def decoder_step(function):
    """Write scores_after_token(token, d, a, parameters): the scores of the next character, for one sentence and one step."""
    formula = "d = tanh(W_ax E[token] + W_aa d + b_a); c = softmax(a d / sqrt(n_a)) a; o = W_ya d + W_yc c + b_y"
    mistakes = [
        (lambda t, d, a, p: _scores(t, d, a, p, old=True), "You attend with the state before the token. Take the new one."),
        (lambda t, d, a, p: _scores(t, d, a, p, scale=False), "The dot products are to be divided by the root of n_a."),
        (lambda t, d, a, p: _scores(t, d, a, p, weigh=np.positive), "The softmax of the dot products is missing."),
        (lambda t, d, a, p: _scores(t, d, a, p, weigh=np.exp), "A softmax divides by the sum: your weights do not add up to 1."),
        (lambda t, d, a, p: _scores(t, d, a, p, swap=True), "W_ya and W_yc have changed places: W_ya reads the decoder's state."),
        (lambda t, d, a, p: _scores(t, d, a, p, attend=False), "The decoder does not look back: W_yc c is missing."),
        (lambda t, d, a, p: _scores(t, d, a, p, bias=False), "The bias b_y is missing."),
        (lambda t, d, a, p: _scores(t, d, a, p, whole=False), "You read the best state only. Attention reads all, by weight."),
        (lambda t, d, a, p: _scores(t, d, a.mean(0, keepdims=True), p), "You read all states alike: the weights are missing."),
        (lambda t, d, a, p: _scores(t, d, a, p, squash=np.positive), "The new state is a tanh: it is missing."),
        (lambda t, d, a, p: _scores(t, d, a, p, b_a=False), "The bias b_a is missing."),
        (lambda t, d, a, p: _scores(t, d, a, p, squash=_logistic), "The new state is a tanh, not a logistic."),
        (lambda t, d, a, p: _scores(t, d, a, p, late=1), "b_a belongs inside the tanh."),
        (lambda t, d, a, p: _scores(t, d, a, p, bias=2), "The bias b_y is added twice."),
        (lambda t, d, a, p: _scores(t, d, a[1:], p), "All rows of `a` are states of words: you leave out the first."),
        (lambda t, d, a, p: _scores(t, d, a[:-1], p), "All rows of `a` are states of words: you leave out the last."),
        (
            lambda t, d, a, p: _scores(t, d, a, p, weigh=_alike),
            "The weights add up to 1, so this is a mean already. Do not divide.",
        ),
        (
            lambda t, d, a, p: _scores(t, d, a, {**p, "W_yc": p["W_ya"]}),
            "c has a matrix of its own, W_yc. Yours goes through W_ya.",
        ),
        (
            _number_by_number,
            "Each row of `a` gets one weight: first the dot products, then one softmax over the rows.",
        ),
        (lambda t, d, a, p: _scores(t, d, a, p, old_out=True), "W_ya reads the new state: yours reads the one before the token."),
        (lambda t, d, a, p: _scores(t, d, a, p, old_out=True, old=True), "You read the old state throughout. Take the new one."),
        (lambda t, d, a, p: _scores(t, d, a[-1:], p), "You read the last state of the source. Attention reads all, by weight."),
        (_new_state, "That is the new state. Asked are the scores, W_ya d + W_yc c + b_y."),
        (
            lambda t, d, a, p: _scores(t, d, a, p, swap=True, out=0),
            "W_ya reads the new state, W_yc reads c: yours has c alone, and the matrix of the state.",
        ),
        (_c_in_the_state, "c goes into the scores only. The new state comes from the token and the state before."),
        (lambda t, d, a, p: _scores(t - 1, d, a, p), "Token ids count from 0: the row of the token is E[token]."),
        (lambda t, d, a, p: _scores(t, a[-1], a, p), "The state before the token is d, not the last row of `a`."),
        (lambda t, d, a, p: _scores(t, d, a, p, b_a=2), "The bias b_a is added twice."),
        (lambda t, d, a, p: _scores(t, d, a, p, weigh=np.ones_like), "You add up all states: the weights are missing."),
        (lambda t, d, a, p: _scores(t, d, a, p, out=0), "W_ya d is missing: the decoder's own state counts too."),
        (lambda t, d, a, p: _scores(t, d, a, p, W_aa=0), "The new state forgets the old one: W_aa d is missing."),
        (lambda t, d, a, p: _scores(t, d, a, p, W_ax=0), "The new state does not read the token: W_ax E[token] is missing."),
        (lambda t, d, a, p: _scores(t, d, a, {**p, "W_aa": p["W_aa"].T}), "W_aa is transposed: it is W_aa @ d for one state."),
        (lambda t, d, a, p: _scores(t, d, a, p, root=np.sqrt(len(p["E"][0]))), "Divide by the root of n_a, not of n_x."),
        (lambda t, d, a, p: _scores(t, d, a, p, root=np.sqrt(len(a))), "Divide by the root of n_a, not of the number of states."),
        (lambda t, d, a, p: _scores(t, d, a, p, root=len(d)), "Divide by the root of n_a, not by n_a."),
        (lambda t, d, a, p: _scores(t, d, a, p, root=1 / np.sqrt(len(d))), "You multiply by the root of n_a. Divide by it."),
        (lambda t, d, a, p: np.tanh(_scores(t, d, a, p)), "Scores have no tanh: only the state has one."),
        (lambda t, d, a, p: np.log(_softmax(_scores(t, d, a, p))), "These are logarithms of probabilities. Asked are scores."),
        (lambda t, d, a, p: np.argmax(_scores(t, d, a, p)), "That is the best token. Asked is a score for each token."),
        (lambda t, d, a, p: _softmax(_scores(t, d, a, p)), "These are probabilities. Asked are the scores before the softmax."),
    ]
    compare(function, _scores, random_cases(_network), mistakes, formula=formula, untouched=True)
    return right("One step of the decoder: a state, a look at the source, a score for each character.")


def _tables(rng):
    return rng.dirichlet(np.ones(4)), rng.dirichlet(0.4 * np.ones(4), size=4)


def _best_pair(first, second):
    joint = first[:, None] * second
    return np.array(np.unravel_index(np.argmax(joint), joint.shape))


def _greedy_pair(first, second):
    return np.array([np.argmax(first), np.argmax(second[np.argmax(first)])])


@exercise
def best_pair(function):
    """Write best_two(first, second): the two tokens [i, j] that are most probable together."""
    trap = (np.array([0.6, 0.4]), np.array([[0.5, 0.5], [0.1, 0.9]]))
    mistakes = [
        (_greedy_pair, "That is the greedy choice: the best first token, then the best second one. Compare products."),
        (lambda f, s: _best_pair(f, s)[::-1], "The order is turned round: first token first."),
        (lambda f, s: _best_pair(f, s.T), "Rows of `second` belong to the first token: second[i, j] is p(j after i)."),
        (lambda f, s: np.array(np.unravel_index(np.argmax(f[:, None] + s), s.shape)), "Probabilities of steps multiply."),
        (lambda f, s: np.array(np.unravel_index(np.argmax(s), s.shape)), "The probability of the first token is missing."),
        (lambda f, s: np.array(divmod(np.argmax(f * s), len(s))), "first * second scales columns. first[:, None] scales rows."),
        (lambda f, s: _best_pair(f, s) + 1, "Token ids count from 0."),
        (
            lambda f, s: np.array([np.argmax(f), np.argmax(f @ s)]),
            "Each token alone is the most probable one at its place. Asked is the most probable pair.",
        ),
        (lambda f, s: np.argmax(f[:, None] * s, axis=1), "axis=1 gives the best j for each i. Look in the whole table at once."),
        (lambda f, s: np.argmax(f[:, None] * s, axis=0), "axis=0 gives the best i for each j. Look in the whole table at once."),
        (lambda f, s: np.argmax(f[:, None] * s), "That is one number for both: np.unravel_index splits it into i and j."),
        (lambda f, s: f[:, None] * s, "That is the table of all pairs. Asked is the place of its largest entry, [i, j]."),
        (lambda f, s: _best_pair(f, s)[0], "That is i alone. Return both, [i, j]."),
        (lambda f, s: _best_pair(f, s)[1], "That is j alone. Return both, [i, j]."),
        (
            lambda f, s: np.array([*_best_pair(f, s), np.max(f[:, None] * s)]),
            "Return the pair [i, j] alone, without its probability.",
        ),
        (lambda f, s: _best_pair(-f, s), "That is the least probable pair: take the largest product, np.argmax."),
        (
            lambda f, s: np.argsort(-f)[:2],
            "These are the two likeliest first tokens. Asked is a first token and the one after it.",
        ),
        (lambda f, s: np.argmax(f @ s), "That is the likeliest second token, whatever comes first. Asked is a pair."),
        (
            lambda f, s: np.array([np.argmax(f), np.argmax(s.sum(0))]),
            "Each token alone is the likeliest. Asked is the likeliest pair.",
        ),
        (lambda f, s: np.max(f[:, None] * s), "That is the probability of the pair. Asked is the pair."),
    ]
    formula = "np.unravel_index(np.argmax(first[:, None] * second), second.shape)"
    compare(function, _best_pair, [trap, *random_cases(_tables, n=12)], mistakes, formula=formula, untouched=True)
    return right("A beam as wide as the vocabulary finds it; greedy stops at the best first token.")
