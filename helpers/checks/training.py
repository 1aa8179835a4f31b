"""Checks of lecture 11."""

import numpy as np

from helpers.checks.core import array, call, close, exercise, mistaken, names, number, random_cases, right, rounded, wrong


@exercise
def two_scores(over_tokens, over_spans):
    """Compute F1 over tokens and F1 over spans by hand."""
    tokens, spans = number(over_tokens, "over_tokens"), number(over_spans, "over_spans")
    reasons = [
        (2 / 3, "is the recall: found / wanted. F1 is 2 · found / (named + wanted)."),
        (1.0, "is the precision: found / named. F1 is 2 · found / (named + wanted)."),
        (5 / 6, "is the accuracy, the share of right labels. F1 leaves out the zeros that are right."),
        (0.5, "is F1 over spans. Over tokens, half a name counts for one token."),
        (80, "is in percent. F1 is a number between 0 and 1."),
    ]
    if not rounded(tokens, 0.8, 1):
        words = next((words for value, words in reasons if rounded(tokens, value)), None)
        words = f"{tokens:.2f} {words}" if words else "two are found, two named, three wanted."
        return wrong(f"Over tokens: {words}", formula="2 * 2 / (2 + 3)")
    if rounded(spans, 0.5, 1):
        return right("Half a city counts for tokens, not for spans.")
    if rounded(spans, 0.8, 1):
        return wrong("Over spans: the first span is marked only in part. That does not count as found.")
    words = "Over spans: two are wanted and two are named. Which of them agree from start to end?"
    return wrong(words, formula="2 * 1 / (2 + 2)")


def _norm(gradients):
    return max(np.sqrt(sum(np.sum(value**2) for value in gradients.values())), 1e-12)


def _factor(gradients, max_norm):
    return min(1, max_norm / _norm(gradients))


CLIPPING_MISTAKES = [
    (lambda g, c: {name: np.clip(value, -c, c) for name, value in g.items()},
     "You limited each entry alone: that turns the gradient. Use one factor for all entries."),
    (lambda g, c: {name: value * _factor({name: value}, c) for name, value in g.items()},
     "You clipped each array by its own norm. Take the norm of all arrays together."),
    (lambda g, c: {name: value * c for name, value in g.items()}, "Divide by the norm too: the factor is max_norm / norm."),
    (lambda g, c: {name: value * c / sum(np.sum(v**2) for v in g.values()) for name, value in g.items()},
     "You forgot the square root in the norm."),
    (lambda g, c: g, "Nothing was clipped, although the norm is above the limit."),
    (lambda g, c: {name: value * c / np.sqrt(sum(np.sum(v**2) for v in g.values())) for name, value in g.items()},
     "A gradient shorter than max_norm came out changed. Clipping only shortens: the factor is at most 1."),
    (lambda g, c: {name: value * max(1, c / _norm(g)) for name, value in g.items()},
     "Long gradients stay long and short ones grow: min, not max."),
    (lambda g, c: {name: value * min(1, _norm(g) / c) for name, value in g.items()},
     "The factor is turned round: max_norm stands above, the norm below."),
    (lambda g, c: {name: value / _norm(g) if _norm(g) > c else value for name, value in g.items()},
     "You shortened to a length of 1. Shorten to max_norm."),
    (lambda g, c: {name: value * min(1, c / _norm({"W": g["W"]})) for name, value in g.items()},
     "You took the norm of W alone. Take the norm of all arrays together."),
    (lambda g, c: {name: value * min(1, c / _norm({"b": g["b"]})) for name, value in g.items()},
     "You took the norm of b alone. Take the norm of all arrays together."),
    (lambda g, c: {name: value * min(1, c / sum(np.linalg.norm(v) for v in g.values())) for name, value in g.items()},
     "You added up the norms. The norm of all entries is the root of the sum of all squares."),
    (lambda g, c: {name: value * min(1, c / sum(np.abs(v).sum() for v in g.values())) for name, value in g.items()},
     "You added up absolute values. The norm is the root of the sum of squares."),
    (lambda g, c: {name: value * min(1, c / max(np.abs(v).max() for v in g.values())) for name, value in g.items()},
     "You divided by the largest entry. Divide by the norm of all entries."),
    (lambda g, c: {name: value * min(1, c / max(np.linalg.norm(v) for v in g.values())) for name, value in g.items()},
     "You took the largest of the norms. The norm of all entries is the root of the sum of all squares."),
    (lambda g, c: {name: value * min(1, c / np.mean([np.linalg.norm(v) for v in g.values()])) for name, value in g.items()},
     "You took the mean of the norms. The norm of all entries is the root of the sum of all squares."),
    (lambda g, c: {name: value * min(1, c / np.sqrt(np.mean(np.concatenate([v.ravel() for v in g.values()]) ** 2)))
                   for name, value in g.items()},
     "You took the mean of the squares. The norm is the root of their sum."),
    (lambda g, c: {name: np.minimum(value, c) for name, value in g.items()},
     "np.minimum limits each large entry alone: that turns the gradient. Use one factor for all entries."),
]  # fmt: skip


def _gradients(rng):
    """Arrays of other shapes and other norms each time, some below the limit, and the limit."""
    rows, columns = rng.integers(1, 5, 2)
    size = 10 ** rng.uniform(-1, 2)
    return {"W": size * rng.normal(size=(rows, columns)), "b": size * rng.normal(size=rows)}, rng.uniform(1, 6)


@exercise
def clipped(function):
    """Write my_clip, which returns a new dictionary, shortened to max_norm if it is longer."""
    small = {"W": np.array([[0.3, 0.4]]), "b": np.array([0.0])}, 2.6
    cases = [({"W": np.array([[3.0, 0.0], [0.0, 4.0]]), "b": np.array([12.0])}, 2.6), small, *random_cases(_gradients, 6)]
    expected = [{name: value * _factor(*case) for name, value in case[0].items()} for case in cases]
    found = []
    for case in cases:
        result = call(function, *case, untouched=True)
        if not isinstance(result, dict) or result.keys() != case[0].keys():
            return wrong("Return a dictionary with the same names: {'W': ..., 'b': ...}.")
        found.append({name: array(value, np.shape(case[0][name]), name) for name, value in result.items()})
    if all(close(ours[name], theirs[name], 1e-5) for ours, theirs in zip(found, expected) for name in theirs):
        return right("One norm, one factor, the same direction, and short gradients are left alone.")
    for program, words in CLIPPING_MISTAKES:
        if all(close(ours[name], program(*case)[name]) for ours, case in zip(found, cases) for name in ours):
            return wrong(words)
    return wrong("For W = [[3, 0], [0, 4]] and b = [12] the norm is 13; with max_norm = 2.6 every entry is divided by 5. "
                 "Other norms and limits need other factors.", formula="factor = min(1, max_norm / norm)")  # fmt: skip


def mystery_backward(x, y, mask, weights):
    """A backward pass with a bug, for exercise 3: arguments and results as in lecture 10. Look later."""
    B, T, _ = x.shape
    a = np.zeros((B, T + 1, len(weights["b_a"])))
    for i in range(1, T + 1):
        a[:, i] = np.tanh(x[:, i - 1] @ weights["W_ax"].T + a[:, i - 1] @ weights["W_aa"].T + weights["b_a"])
    o = a[:, 1:] @ weights["W_ya"].T + weights["b_y"]
    do = np.where(mask[..., None] > 0, 0.5 * (1 + np.tanh(o / 2)) - y, 0) / mask.sum()
    delta, da_next = np.zeros_like(a[:, 1:]), np.zeros_like(a[:, 0])
    for i in range(T, 0, -1):
        delta[:, i - 1] = (do[:, i - 1] @ weights["W_ya"] + da_next) * (1 - a[:, i] ** 2)
        da_next = delta[:, i - 1] @ weights["W_aa"]
    gradients = {
        "W_ax": np.einsum("bij,bik->jk", delta, x),
        "W_aa": np.einsum("bij,bik->jk", delta, a[:, 1:]),  # the bug: a<i> in place of a<i-1>
        "b_a": delta.sum((0, 1)),
        "W_ya": np.einsum("bij,bik->jk", do, a[:, 1:]),
        "b_y": do.sum((0, 1)),
    }
    return gradients, delta @ weights["W_ax"], da_next


@exercise
def mystery(answer):
    """Give the list of parameters whose gradient is wrong."""
    listed = set(names(answer, ("E", "W_ax", "W_aa", "b_a", "W_ya", "b_y"), "parameter"))
    if listed == {"W_aa"}:
        return right("Only W_aa, so the error signals are right and one sum is not: it pairs delta with a⟨i⟩ instead of a⟨i−1⟩.")
    if "W_aa" not in listed:
        return wrong("The most interesting parameter is missing from your list. Compare every gradient with its numerical twin.")
    return wrong("Too many. A relative error below 1e-7 is rounding; a bug is far larger, here about 1.")


@exercise
def best_f1(answer):
    """Give the highest token F1 that a reader from the left can reach on late cues."""
    value = number(answer)
    if rounded(value, 2 / 3):
        return right("Marking every city finds all and names twice as many: 2 · 1 / (2 + 1). That needs no memory at all.")
    reasons = [
        (0.5, "One half is the share of right answers, and F1 if half of the pairs are marked. Mark more of them."),
        (1.0, "For that, one city of each pair would have to be marked and its twin not."),
        (0.0, "That is F1 if nothing is marked."),
        (200 / 3, "That is in percent. F1 is a number between 0 and 1."),
    ]
    otherwise = "With a share q of the pairs marked: found q, named 2q, wanted 1 for each pair. Try q = 1."
    formula = "2 * q / (2 * q + 1) at q = 1"
    return mistaken(value, reasons, otherwise, formula, lambda value, known: rounded(value, known, 1 if known < 2 else 2))
