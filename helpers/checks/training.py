"""Checks of lecture 11."""

import numpy as np

from helpers.checks.core import call, exercise, right, wrong


def _number(answer):
    return isinstance(answer, int | float | np.number) and not isinstance(answer, bool)


@exercise
def two_scores(over_tokens, over_spans):
    """Compute F1 over tokens and F1 over spans by hand."""
    for name, answer in (("tokens", over_tokens), ("spans", over_spans)):
        if not _number(answer):
            return wrong(f"Give a number for {name}, not {type(answer).__name__}.")
    reasons = [
        (2 / 3, "is the recall: found / wanted. F1 is 2 · found / (named + wanted)."),
        (1.0, "is the precision: found / named. F1 is 2 · found / (named + wanted)."),
        (5 / 6, "is the accuracy, the share of right labels. F1 leaves out the zeros that are right."),
        (0.5, "is F1 over spans. Over tokens, half a name counts for one token."),
    ]
    if abs(over_tokens - 0.8) > 0.006:
        words = next((words for value, words in reasons if abs(over_tokens - value) < 0.006), None)
        words = f"{over_tokens:.2f} {words}" if words else "two are found, two named, three wanted."
        return wrong(f"Over tokens: {words}")
    if abs(over_spans - 0.5) < 0.006:
        return right("Half a city counts for tokens, not for spans.")
    if abs(over_spans - 0.8) < 0.006:
        return wrong("Over spans: the first span is marked only in part. That does not count as found.")
    return wrong("Over spans: two are wanted and two are named. Which of them agree from start to end?")


@exercise
def clipped(function):
    """Return a new dictionary, shortened to max_norm if it is longer."""
    gradients = {"W": np.array([[3.0, 0.0], [0.0, 4.0]]), "b": np.array([12.0])}  # the norm is 13
    kept = {name: value.copy() for name, value in gradients.items()}
    found = call(lambda g, c: function(gradients, c), gradients, 2.6)
    if not isinstance(found, dict) or found.keys() != kept.keys():
        return wrong("Return a dictionary with the same names: {'W': ..., 'b': ...}.")
    if any(not np.array_equal(gradients[name], kept[name]) for name in kept):
        return wrong("The dictionary that you were given has changed. Multiply into a new array: `gradient * factor`, not `*=`.")
    reason = _clip_reason(found, kept)
    if reason:
        return wrong(reason)
    short = {"W": np.array([[0.3, 0.4]]), "b": np.array([0.0])}
    if any(not np.allclose(call(function, short, 2.6)[name], short[name]) for name in short):
        return wrong("A gradient shorter than max_norm came out changed. Clipping only shortens: the factor is at most 1.")
    return right("One norm, one factor, the same direction, and short gradients are left alone.")


def _clip_reason(found, gradients):
    """The mistake behind what came out for a norm of 13 and a limit of 2.6, or None."""

    def equal(scaled):
        return all(np.shape(found[name]) == np.shape(scaled[name]) and np.allclose(found[name], scaled[name]) for name in scaled)

    if equal({name: value / 5 for name, value in gradients.items()}):
        return None
    mistakes = [
        ({name: np.clip(value, -2.6, 2.6) for name, value in gradients.items()},
         "You limited each entry alone: that turns the gradient. Use one factor for all entries."),
        ({name: value * min(1, 2.6 / np.linalg.norm(value)) for name, value in gradients.items()},
         "You clipped each array by its own norm. Take the norm of all arrays together."),
        ({name: value * 2.6 for name, value in gradients.items()}, "Divide by the norm too: the factor is max_norm / norm."),
        ({name: value * 2.6 / 169 for name, value in gradients.items()}, "You forgot the square root in the norm."),
        (gradients, "Nothing was clipped, although the norm is 13 and the limit 2.6."),
    ]  # fmt: skip
    otherwise = "For W = [[3, 0], [0, 4]] and b = [12] the norm is 13; with max_norm = 2.6 every entry is divided by 5."
    return next((words for scaled, words in mistakes if equal(scaled)), otherwise)


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
    names = [answer] if isinstance(answer, str) else answer
    if not isinstance(names, list | tuple | set) or not all(isinstance(name, str) for name in names):
        return wrong("Give a list of names, such as ['W_ax', 'b_a'].")
    unknown = set(names) - {"E", "W_ax", "W_aa", "b_a", "W_ya", "b_y"}
    if unknown:
        return wrong(f"{sorted(unknown)[0]!r} is no parameter. The names are those of `small`.")
    if set(names) == {"W_aa"}:
        return right("Only W_aa, so the error signals are right and one sum is not: it pairs delta with a⟨i⟩ instead of a⟨i−1⟩.")
    if "W_aa" not in names:
        return wrong("The most interesting parameter is missing from your list. Compare every gradient with its numerical twin.")
    return wrong("Too many. A relative error of 1e-9 is rounding; a bug is far larger, here about 1.")


@exercise
def best_f1(answer):
    """Give the highest token F1 that a reader from the left can reach on late cues."""
    if not _number(answer):
        return wrong(f"Give a number, not {type(answer).__name__}.")
    if abs(answer - 2 / 3) < 0.006:
        return right("Marking every city finds all and names twice as many: 2 · 1 / (2 + 1). That needs no memory at all.")
    reasons = [
        (0.5, "One half is the share of right answers, and F1 if half of the pairs are marked. Mark more of them."),
        (1.0, "For that, one city of each pair would have to be marked and its twin not."),
        (0.0, "That is F1 if nothing is marked."),
    ]
    words = next((words for value, words in reasons if abs(answer - value) < 0.06), None)
    return wrong(words or "With a share q of the pairs marked: found q, named 2q, wanted 1 for each pair. Try q = 1.")
