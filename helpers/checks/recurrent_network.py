"""Checks of lecture 08."""

import numpy as np

from helpers.checks.core import NotYetError, array, call, close, exercise, items, random_cases, right, whole_number, wrong

_SENTENCES = {
    "I arrive at Beijing from Xiamen": "Beijing",
    "I leave Beijing to Xiamen": "Xiamen",
    "I arrive at sunny old Beijing from Xiamen": "Beijing",
    "I leave Beijing to see quiet friendly Xiamen": "Xiamen",
}
_FEATURES = {"at": (1, 0), "to": (1, 0), "Beijing": (0, 1), "Xiamen": (0, 1)}


_COUNTS = [  # wrong formulas, and what is wrong with them
    (lambda x, a, y: a * (x + a) + y * a, "The biases b_a and b_y are parameters too."),
    (lambda x, a, y: a * (x + a) + y * (a + 1), "b_a is missing: one number for each unit of the state."),
    (lambda x, a, y: a * (x + a + 1) + y * a, "b_y is missing: one number for each output."),
    (lambda x, a, y: a * (x + 1) + y * (a + 1), "W_aa is missing: it reads n_a numbers and writes n_a."),
    (lambda x, a, y: a * (x + a + 1), "The output layer is missing: W_ya and b_y."),
    (lambda x, a, y: a * (a + 1) + y * (a + 1), "W_ax is missing: it reads n_x numbers and writes n_a."),
    (lambda x, a, y: a * (x + a + 1) + y, "W_ya is missing: it reads n_a numbers and writes n_y."),
    (lambda x, a, y: a * (x + a + 2) + y * (a + 1), "n_a too many: there is one bias b_a, and a⟨0⟩ is no parameter."),
    (lambda x, a, y: a * (x + a + 1) + y * (x + 1), "W_ya reads the state, n_a numbers, and you count n_x."),
    (lambda x, a, y: a * (x + x + 1) + y * (a + 1), "W_aa reads the previous state, n_a numbers, and you count n_x."),
    (lambda x, a, y: a * (x + a) + y * a + 2, "A bias is no single number: there is one for each unit, and one for each output."),
    (lambda x, a, y: a * (x + a + a) + y * (a + y), "A bias is a vector: n_a numbers in b_a, n_y in b_y."),
    (lambda x, a, y: a * (x + a + a) + y * (a + 1), "b_a is a vector of n_a numbers, no matrix."),
    (lambda x, a, y: x + a + y, "A matrix holds a product of two sizes: rows times columns."),
    (lambda x, a, y: 5, "Five parameters, but W_ax alone holds n_a times n_x numbers."),
]


@exercise
def number_of_parameters(function):
    """Return how many numbers the five parameters hold, from n_x, n_a and n_y."""
    cases = [(3, 4, 2), (5, 2, 3), *random_cases(lambda rng: tuple(map(int, rng.integers(1, 9, 3))), 4)]
    found = [whole_number(call(function, *case), "What your function returns") for case in cases]
    for case, count in zip(cases, found):
        n_x, n_a, n_y = case
        if count != n_a * (n_x + n_a + 1) + n_y * (n_a + 1):
            reason = next((words for wrong_count, words in _COUNTS if found == [wrong_count(*c) for c in cases]),
                          "Write down the five shapes and add up their products.")  # fmt: skip
            words = f"For n_x={n_x}, n_a={n_a}, n_y={n_y} you count {count}. {reason}"
            return wrong(words, "n_a n_x + n_a n_a + n_a + n_y n_a + n_y")
    return right("And T is nowhere in your formula: a long sentence needs no more parameters than a short one.")


def _weights(n_x, n_a, n_y, seed=0):
    """Weights with biases that are not zero, so that a forgotten bias shows."""
    rng = np.random.default_rng(seed)
    shapes = {"W_ax": (n_a, n_x), "W_aa": (n_a, n_a), "b_a": (n_a,), "W_ya": (n_y, n_a), "b_y": (n_y,)}
    return {name: rng.normal(0, 0.6, shape) for name, shape in shapes.items()}


def _identity(s):
    return s


def _logistic(o):
    return 1 / (1 + np.exp(-o))


def _state(x, a_previous, p, activation):
    return activation(p["W_ax"] @ x + p["W_aa"] @ a_previous + p["b_a"])


def _state_mistakes(x, a_previous, p, activation):
    """Pairs of a wrong state and the sentence that names how it came about."""
    square = [name for name in ("W_ax", "W_aa") if p[name].shape[0] == p[name].shape[1]]
    yield activation(p["W_ax"] @ x + p["b_a"]), "The previous state is missing: add W_aa @ a_previous."
    yield activation(p["W_ax"] @ x + p["W_aa"] @ a_previous), "The bias b_a is missing."
    yield activation(p["W_aa"] @ a_previous + p["b_a"]), "The input is missing: add W_ax @ x."
    for name in square:
        message = f"{name} is transposed: it has a row for each unit, and stands left of the vector."
        yield _state(x, a_previous, {**p, name: p[name].T}, activation), message
    if len(square) == 2:
        both = {name: p[name].T for name in square}
        yield _state(x, a_previous, {**p, **both}, activation), "Both matrices are transposed: they stand left of the vectors."
        exchanged = _state(a_previous, x, p, activation)
        yield exchanged, "W_ax and W_aa are exchanged: W_ax reads the token, W_aa the previous state."
    parts = p["W_ax"] @ x, p["W_aa"] @ a_previous, p["b_a"]
    yield activation(parts[0] + parts[1]) + parts[2], "The bias stands outside: it belongs into the brackets of the activation."
    yield sum(map(activation, parts)), "You take the activation of each term. Add the three terms first, then take it once."
    s = _state(x, a_previous, p, _identity)
    yield s, "The activation is missing: a is activation(s)."
    yield np.tanh(s), "You call np.tanh; call the function `activation` instead."
    yield _logistic(s), "The state uses `activation`; logistic is for the output."
    yield activation(_state(x, a_previous, p, activation)), "The activation is applied twice to the state."


def _output_mistakes(a, x, a_previous, p, activation):
    """Pairs of a wrong output and the sentence that names how it came about, given the right state."""
    o = p["W_ya"] @ a + p["b_y"]
    s = _state(x, a_previous, p, _identity)
    yield _logistic(p["W_ya"] @ s + p["b_y"]), "The output is computed from s; it reads a, after the activation."
    yield _logistic(p["W_ya"] @ a) + p["b_y"], "The bias b_y stands outside: it belongs into the brackets of logistic."
    yield o, "y_hat is still o: the logistic function is missing."
    yield _logistic(_logistic(o)), "The logistic function is applied twice to the output."
    yield _logistic(p["W_ya"] @ a), "The bias b_y is missing."
    before = p["W_ya"] @ a_previous + p["b_y"]
    yield _logistic(before), "The output is computed from the previous state; it reads the new one, a."
    yield 1 - _logistic(o), "The sign is turned round: logistic(o) is 1 / (1 + exp(-o)), with a minus."
    yield np.exp(o) / np.exp(o).sum(), "That is the softmax. Here each output is a probability of its own: logistic."
    if len(a) == len(o):
        yield _logistic(p["W_ya"] @ a + p["b_a"]), "The output has a bias of its own, b_y. You used b_a."
    if p["W_ya"].shape[0] == p["W_ya"].shape[1]:
        yield _logistic(p["W_ya"].T @ a + p["b_y"]), "W_ya is transposed: it stands left of a as it is."
    yield activation(o), "The output goes through logistic, not through the activation of the state."


def _named(found, expected, mistakes, otherwise):
    """None if found is expected, else the sentence of the mistake that gives exactly what was found."""
    if close(found, expected):
        return None
    return next((words for value, words in mistakes if close(found, value)), otherwise)


def _two(found, first, second):
    """The two results of a reader's function as arrays of the given shapes; raises NotYetError in words."""
    parts = [found] if isinstance(found, dict | np.ndarray) else items(found, "What your function returns")
    if len(parts) != 2:
        raise NotYetError("Return two things: `return a, y_hat`.")
    if np.shape(parts[0]) == first + first:
        raise NotYetError(f"a has shape {first + first}: `*` multiplies entry by entry. A matrix times a vector is `@`.")
    if any(part is None for part in parts):
        raise NotYetError("Part of your answer is still empty: return arrays for both a and y_hat.")
    return array(parts[0], first, "a"), array(parts[1], second, "y_hat")


_ACTIVATIONS = (np.tanh, _identity, np.sin)  # the last one is to be found in no lecture


@exercise
def one_step(function):
    """Write one step of the network, with the activation of the state as an argument."""
    sizes = [(3, 3, 3), (2, 4, 1), *random_cases(lambda rng: tuple(map(int, rng.integers(1, 6, 3))), 3)]
    for seed, size in enumerate(sizes):
        for activation in _ACTIVATIONS:
            _examine_step(function, size, activation, seed)
    return right("Both equations, for any sizes and any activation.")


def _examine_step(function, sizes, activation, seed):
    n_x, n_a, n_y = sizes
    p, rng = _weights(*sizes, seed=seed), np.random.default_rng(seed)
    x, a_previous = rng.normal(size=n_x), rng.normal(size=n_a)
    try:
        found = call(function, x, a_previous, p, activation, untouched=True)
    except ValueError as error:
        raise NotYetError(
            f"With n_x={n_x}, n_a={n_a}, n_y={n_y} the shapes do not fit ({error}). A matrix has a row for each number "
            "that it writes and a column for each that it reads.", "W_ax @ x, W_aa @ a_previous, W_ya @ a") from None  # fmt: skip
    a, y_hat = _two(found, (n_a,), (n_y,))
    expected = _state(x, a_previous, p, activation)
    otherwise = "a is not what the first equation gives: compare term by term."
    mistakes = [*_state_mistakes(x, a_previous, p, activation)]
    if n_a == n_y:
        mistakes += [(_logistic(p["W_ya"] @ expected + p["b_y"]), "You return y_hat first. The order is `return a, y_hat`.")]
    reason = _named(a, expected, mistakes, otherwise)
    if reason:
        raise NotYetError(reason, "activation(W_ax @ x + W_aa @ a_previous + b_a)")
    otherwise = "a is right, y_hat is not what the second equation gives: compare term by term."
    reason = _named(
        y_hat, _logistic(p["W_ya"] @ expected + p["b_y"]), _output_mistakes(expected, x, a_previous, p, activation), otherwise
    )
    if reason:
        raise NotYetError(reason, "logistic(W_ya @ a + b_y)")


def _sentence(x, p, activation, a_0):
    a = [np.asarray(a_0, float)]
    for vector in x:
        a.append(_state(vector, a[-1], p, activation))
    a = np.array(a)
    return a, _logistic(a[1:] @ p["W_ya"].T + p["b_y"])


def _sentence_mistakes(x, p, activation, a_0):
    """Pairs of wrong states (T + 1, n_a) and the sentence that names how they came about."""
    a = _sentence(x, p, activation, a_0)[0]
    from_zero = _sentence(x, p, activation, np.zeros_like(a_0))[0]
    shifted = (
        "a[0] holds a⟨1⟩: the loop begins with a[-1], the last row, as its initial state. Put a_0 into a[0], and a⟨i⟩ into a[i]."
    )
    for states in (a, from_zero):
        yield np.vstack([states[1:], np.zeros_like(a_0)]), shifted
        yield np.vstack([states[1:], a_0]), shifted
    yield from_zero, "a_0 is not used: the loop begins with zeros whatever a_0 is."
    yield np.vstack([a_0, from_zero[1:]]), "a_0 stands in a[0], but the first step reads zeros instead."
    late = [_state(x[-1], start, p, activation) for start in (np.zeros_like(a_0), a_0)]  # a[0] from x[-1] and a[-1]
    for state in late:
        rows = _sentence(x[:-1], p, activation, state)[0]
        yield np.vstack([rows, np.zeros_like(a_0)]), "Your loop begins at 0 and reads x[-1] and a[-1]. Let i run from 1 to T."
    reset = np.vstack([a_0, *(_state(vector, a_0, p, activation) for vector in x)])
    yield reset, "Every step begins with a_0 again. Hand on the state: step i reads a[i - 1]."
    first_only = np.vstack([a[:2], np.zeros_like(a[2:])])
    yield first_only, "Only the first token is read. Does the line with `return` stand inside the loop?"
    yield np.repeat(a[-1:], len(a), axis=0), "All rows are the last state: one array stands in all of them, use .copy()."
    yield np.vstack([a[:-1], np.zeros_like(a_0)]), "The last token is never read: let i run from 1 to T."
    yield _sentence(x[::-1], p, activation, a_0)[0], "The sentence is read backwards."
    for other, name in ((np.tanh, "np.tanh"), (_identity, "no activation")):
        yield _sentence(x, p, other, a_0)[0], f"You use {name}; the argument `activation` says which function to use."


@exercise
def whole_sentence(function):
    """Write the whole forward pass, with the activation and the initial state as arguments."""
    cases = random_cases(_sentence_case, 6)
    p = _weights(3, 4, 1, seed=1)
    cases.append((np.random.default_rng(6).normal(size=(1, 3)), p, np.tanh, np.zeros(4)))  # a dense layer
    try:
        for case in cases:
            _examine_sentence(function, *case)
    except (TypeError, IndexError, ValueError) as error:
        if "ellipsis" in str(error):
            return wrong("Your loop calls a function that still returns three dots: finish exercise 2 first.")
        if "setting an array element" in str(error):
            return wrong("What you write into a row has another size than the row: a is (T + 1, n_a), y_hat is (T, n_y).")
        if isinstance(error, IndexError):
            return wrong(f"{error}. Token i is x[i - 1], for Python counts from 0; its state is a[i].")
        raise
    return right("One token or many, any activation, any initial state: you have written the forward pass.")


def _sentence_case(rng):
    T, n_x, n_a, n_y = (int(n) for n in rng.integers((2, 1, 1, 1), (8, 5, 5, 4)))
    p = _weights(n_x, n_a, n_y, seed=int(rng.integers(1000)))
    return rng.normal(size=(T, n_x)), p, _ACTIVATIONS[rng.integers(3)], rng.normal(size=n_a)


def _examine_sentence(function, x, p, activation, a_0):
    T, n_a, n_y = len(x), len(a_0), len(p["b_y"])
    found = call(function, x, p, activation, a_0, untouched=True)
    if isinstance(found, tuple | list) and len(found) == 2 and np.shape(found[0]) == (T, n_a):
        raise NotYetError(
            f"a has {T} rows for {T} tokens. It needs one row more: row 0 is a⟨0⟩. Without it, a[i - 1] of the first "
            "token is a[-1], the last row of the array.", "a = np.zeros((T + 1, n_a)), a[0] = a_0")  # fmt: skip
    shapes = [np.shape(part) for part in found] if isinstance(found, tuple | list) and len(found) == 2 else []
    if shapes == [(T, n_y), (T + 1, n_a)]:
        raise NotYetError("You return y_hat first. The order is `return a, y_hat`.")
    if shapes == [(n_a,), (n_y,)]:
        raise NotYetError("You return the last state and output. Keep all of them, in rows.")
    if shapes == [(T + 1, n_a), (T + 1, n_y)]:
        raise NotYetError(f"y_hat has {T + 1} rows for {T} tokens. a⟨0⟩ is the state before the first token, and has no output.")
    found_a, found_y_hat = _two(found, (T + 1, n_a), (T, n_y))
    a, y_hat = _sentence(x, p, activation, a_0)
    otherwise = "The states differ from those of the equations. Compare a[1], then a[2], with your own step."
    reason = _named(found_a, a, _sentence_mistakes(x, p, activation, a_0), otherwise)
    if reason:
        raise NotYetError(reason, "a[i] = activation(W_ax @ x[i - 1] + W_aa @ a[i - 1] + b_a)")
    before = _logistic(a[:-1] @ p["W_ya"].T + p["b_y"])
    mistakes = [
        (before, "The outputs are computed from the previous state: y_hat of token i reads a[i]."),
        (_logistic(y_hat), "The logistic function is applied twice to the outputs."),
        (a[1:] @ p["W_ya"].T + p["b_y"], "y_hat is still o: the logistic function is missing."),
        (np.roll(y_hat, 1, axis=0), "The outputs stand one row too low: that of token i belongs in y_hat[i - 1]."),
    ]
    reason = _named(found_y_hat, y_hat, mistakes, "The states are right, the outputs are not: y_hat[i - 1] reads a[i].")
    if reason:
        raise NotYetError(reason, "y_hat[i - 1] = logistic(W_ya @ a[i] + b_y)")


@exercise
def memory_matrix(W_aa, parameters):
    """Choose the four numbers of W_aa so that the network finds the destination."""
    W_aa = array(W_aa, (2, 2), "W_aa")
    for sentence, destination in _SENTENCES.items():
        words = sentence.split()
        x = np.array([_FEATURES.get(word, (0, 0)) for word in words], float)
        a, y_hat = _sentence(x, {**parameters, "W_aa": W_aa}, np.tanh, np.zeros(2))
        failed = [i for i, word in enumerate(words) if (y_hat[i, 0] > 0.5) != (word == destination)]
        if failed:
            i = failed[0]
            reason = _memory_reason(W_aa, words, i, a[:, 0], words[i] == destination, parameters)
            return wrong(f"“{sentence}”: {words[i]} gets {y_hat[i, 0]:.2f}. {reason}", "for example [[2, 0], [4, 0]]")
    return right("Four sentences, four destinations: unit 1 keeps the cue, unit 2 waits for a city.")


def _fails(W_aa, words, i, parameters, destination):
    """True if word i is judged wrongly by the network with this W_aa; destination: whether word i is one."""
    x = np.array([_FEATURES.get(word, (0, 0)) for word in words], float)
    return (_sentence(x, {**parameters, "W_aa": W_aa}, np.tanh, np.zeros(2))[1][i, 0] > 0.5) != destination


def _memory_reason(W_aa, words, i, unit_1, missed, parameters):
    """Why word i failed: read off what unit 1 held before it, and after the last cue."""
    if not W_aa.any():
        return "With W_aa = 0 nothing is remembered: every city looks the same."
    if W_aa[1, 0] <= 0 < W_aa[0, 1]:
        return "Row and column are swapped: row 2, column 1 is what unit 2 reads from unit 1."
    if W_aa[1, 0] < 0:
        return "Row 2, column 1 is negative: a cue in unit 1 then pushes unit 2 down. It has to lift it."
    if W_aa[0, 0] < 0:
        return "Row 1, column 1 is negative: unit 1 then turns its sign around at every step, and keeps nothing."
    if W_aa[:, 1].any() and not _fails(W_aa * [1, 0], words, i, parameters, missed):
        return "Column 2 disturbs: it is what the units read from unit 2, which is mostly near -1. Begin with zeros there."
    cues = [k for k in range(i) if _FEATURES.get(words[k]) == (1, 0)]
    if not missed and cues and unit_1[i] > 0.5 and "Beijing" in words[:i]:
        return "Unit 1 still holds the old cue: a city, with its -4, has to win against W_aa row 1, column 1."
    if not missed and words[i] not in ("Beijing", "Xiamen"):
        return "Unit 2 is positive without a city: row 2, column 1 is larger than the 6 that its bias takes away."
    if not missed:
        return "This is not the destination: too much makes unit 2 positive here."
    cancelled = bool(cues) and unit_1[cues[-1] + 1] < 0.5
    if cancelled and W_aa[0, 1] and "Beijing" not in words[: cues[-1]]:
        return "The cue never enters unit 1: what it reads from unit 2, row 1, column 2, cancels it. Begin with zero there."
    if cancelled:
        before = f"{unit_1[cues[-1]]:.1f}"
        return f"The cue is cancelled: an earlier city left unit 1 at {before}, and row 1, column 1 carries that into the cue."
    if cues and unit_1[i] < 0.5:
        return "The cue is forgotten on the way: unit 1 has to read its own last value, row 1, column 1."
    if W_aa[1, 0] > 0:
        return "Unit 2 learns of the cue, but not enough: it has -2 on a city, and row 2, column 1 has to lift it above zero."
    return "Unit 1 holds the cue, but unit 2 does not learn of it: that is row 2, column 1."
