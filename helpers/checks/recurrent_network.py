"""Checks of lecture 08."""

import numpy as np

from helpers.checks.core import call, exercise, right, same_shape, wrong

_SENTENCES = {
    "I arrive at Beijing from Xiamen": "Beijing",
    "I leave Beijing to Xiamen": "Xiamen",
    "I arrive at sunny old Beijing from Xiamen": "Beijing",
    "I leave Beijing to see quiet friendly Xiamen": "Xiamen",
}
_FEATURES = {"at": (1, 0), "to": (1, 0), "Beijing": (0, 1), "Xiamen": (0, 1)}


@exercise
def number_of_parameters(function):
    """Return how many numbers the five weights hold, from n_x, n_a and n_y."""
    for n_x, n_a, n_y in ((3, 4, 2), (5, 2, 3)):
        found, expected = call(function, n_x, n_a, n_y), n_a * (n_x + n_a + 1) + n_y * (n_a + 1)
        if isinstance(found, bool) or not isinstance(found, int | np.integer):
            return wrong(f"Return a whole number, not {type(found).__name__}.")
        if found != expected:
            reasons = {
                expected - n_a - n_y: "The biases b_a and b_y are parameters too.",
                expected - n_a: "b_a is missing: one number for each unit of the state.",
                expected - n_y: "b_y is missing: one number for each output.",
                expected - n_a * n_a: "W_aa is missing: it reads n_a numbers and writes n_a.",
                expected - n_y * (n_a + 1): "The output layer is missing: W_ya and b_y.",
            }
            reason = reasons.get(found, "Write down the five shapes and add up their products.")
            return wrong(f"For n_x={n_x}, n_a={n_a}, n_y={n_y} you count {found}. {reason}")
    return right("And T is nowhere in your formula: a long sentence needs no more weights than a short one.")


def _weights(n_x, n_a, n_y, seed=0):
    """Weights with biases that are not zero, so that a forgotten bias shows."""
    rng = np.random.default_rng(seed)
    shapes = {"W_ax": (n_a, n_x), "W_aa": (n_a, n_a), "b_a": (n_a,), "W_ya": (n_y, n_a), "b_y": (n_y,)}
    return {name: rng.normal(0, 0.6, shape) for name, shape in shapes.items()}


def _own(p):
    """The reader's own copy of the weights: what they write into it stays theirs."""
    return {name: value.copy() for name, value in p.items()}


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
    s = _state(x, a_previous, p, _identity)
    yield s, "The activation is missing: a is activation(s)."
    yield np.tanh(s), "You call np.tanh; call the function `activation` instead."
    yield _logistic(s), "The state uses `activation`; logistic is for the output."
    yield activation(_state(x, a_previous, p, activation)), "The activation is applied twice to the state."


def _output_mistakes(a, a_previous, p, activation):
    """Pairs of a wrong output and the sentence that names how it came about, given the right state."""
    o = p["W_ya"] @ a + p["b_y"]
    yield o, "y_hat is still o: the logistic function is missing."
    yield _logistic(_logistic(o)), "The logistic function is applied twice to the output."
    yield _logistic(p["W_ya"] @ a), "The bias b_y is missing."
    before = p["W_ya"] @ a_previous + p["b_y"]
    yield _logistic(before), "The output is computed from the previous state; it reads the new one, a."
    if p["W_ya"].shape[0] == p["W_ya"].shape[1]:
        yield _logistic(p["W_ya"].T @ a + p["b_y"]), "W_ya is transposed: it stands left of a as it is."
    yield activation(o), "The output goes through logistic, not through the activation of the state."


def _named(found, expected, mistakes, otherwise):
    """None if found is expected, else the sentence of the mistake that gives exactly what was found."""

    def is_found(value):
        return np.allclose(found, value, rtol=1e-9, atol=1e-12)

    if is_found(expected):
        return None
    return next((words for value, words in mistakes if is_found(value)), otherwise)


def _pair(found):
    if not isinstance(found, tuple) or len(found) != 2:
        return wrong("Return two things: `return a, y_hat`.")
    if any(part is ... or part is None for part in found):
        return wrong("Part of your answer is still empty: return arrays for both a and y_hat.")
    return None


@exercise
def one_step(function):
    """Write one step of the network, with the activation of the state as an argument."""
    for sizes in ((3, 3, 3), (2, 4, 1)):
        for activation in (np.tanh, _identity):
            reason = _examine_step(function, sizes, activation)
            if reason:
                return reason
    return right("Both equations, for any sizes and any activation.")


def _examine_step(function, sizes, activation):
    n_x, n_a, n_y = sizes
    p, rng = _weights(*sizes, seed=sum(sizes)), np.random.default_rng(5)
    x, a_previous = rng.normal(size=n_x), rng.normal(size=n_a)
    try:
        found = call(function, x, a_previous, _own(p), activation)
    except ValueError as error:
        return wrong(
            f"With n_x={n_x}, n_a={n_a}, n_y={n_y} the shapes do not fit ({error}). Each matrix stands left "
            "of its vector and is not transposed: W_ax @ x, W_aa @ a_previous, W_ya @ a."
        )
    expected = _state(x, a_previous, p, activation)
    y_hat = _logistic(p["W_ya"] @ expected + p["b_y"])
    problem = _pair(found) or same_shape(found[0], (n_a,)) or same_shape(found[1], (n_y,))
    if problem:
        return problem
    otherwise = "a differs from activation(W_ax x + W_aa a_previous + b_a): compare term by term."
    reason = _named(found[0], expected, _state_mistakes(x, a_previous, p, activation), otherwise)
    if not reason:
        otherwise = "a is right, y_hat differs from logistic(W_ya a + b_y): compare term by term."
        reason = _named(found[1], y_hat, _output_mistakes(expected, a_previous, p, activation), otherwise)
    return wrong(reason) if reason else None


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
        "a[0] holds a⟨1⟩: the loop begins with a[-1], the last row, as its initial state. "
        "Put a_0 into a[0], and a⟨i⟩ into a[i]."
    )
    for states in (a, from_zero):
        yield np.vstack([states[1:], np.zeros_like(a_0)]), shifted
        yield np.vstack([states[1:], a_0]), shifted
    yield from_zero, "a_0 is not used: the loop begins with zeros whatever a_0 is."
    yield np.vstack([a_0, from_zero[1:]]), "a_0 stands in a[0], but the first step reads zeros instead."
    reset = np.vstack([a_0, *(_state(vector, a_0, p, activation) for vector in x)])
    yield reset, "Every step begins with a_0 again. Hand on the state: step i reads a[i - 1]."
    yield np.vstack([a[:-1], np.zeros_like(a_0)]), "The last token is never read: let i run from 1 to T."
    yield _sentence(x[::-1], p, activation, a_0)[0], "The sentence is read backwards."


@exercise
def whole_sentence(function):
    """Write the loop over a sentence, with the activation and the initial state as arguments."""
    try:
        reason = _dense_layer(function) or _compare(function) or _linear(function)
    except (TypeError, IndexError) as error:
        if "ellipsis" in str(error):
            return wrong("Your loop calls a function that still returns three dots: finish exercise 2 first.")
        if isinstance(error, IndexError):
            return wrong(f"{error}. Token i is x[i - 1], for Python counts from 0; its state is a[i].")
        raise
    return reason or right("One token: a dense layer. No activation: a linear network. And a_0 is used.")


def _shapes(found, T, n_a, n_y):
    problem = _pair(found)
    if problem:
        return problem
    if np.shape(found[0]) == (T, n_a):
        return wrong(
            f"a has {T} rows for {T} tokens. It needs one row more: row 0 is a⟨0⟩. Without it, a[i - 1] of "
            "the first token is a[-1], the last row of the array."
        )
    return same_shape(found[0], (T + 1, n_a)) or same_shape(found[1], (T, n_y))


def _dense_layer(function):
    """With T = 1 and a⟨0⟩ = 0 the network is a dense layer with an output layer on top."""
    p, x = _weights(3, 4, 1, seed=1), np.random.default_rng(6).normal(size=(1, 3))
    found = call(function, x, _own(p), np.tanh, np.zeros(4))
    problem = _shapes(found, 1, 4, 1)
    if problem:
        return problem
    layer = np.tanh(p["W_ax"] @ x[0] + p["b_a"])
    if np.allclose(found[0][1], layer):
        return None
    reason = _named(found[0], [np.zeros(4), layer], _sentence_mistakes(x, p, np.tanh, np.zeros(4)), "")
    return wrong(reason or "For T = 1 and a_0 = 0, a[1] should be the dense layer tanh(W_ax x + b_a).")


def _compare(function):
    p, rng = _weights(3, 4, 2, seed=2), np.random.default_rng(7)
    x, a_0 = rng.normal(size=(5, 3)), rng.normal(size=4)
    found = call(function, x, _own(p), np.tanh, a_0)
    problem = _shapes(found, 5, 4, 2)
    if problem:
        return problem
    a, y_hat = _sentence(x, p, np.tanh, a_0)
    otherwise = "The states differ from those of the equations. Compare a[1], then a[2], with your own step."
    reason = _named(found[0], a, _sentence_mistakes(x, p, np.tanh, a_0), otherwise)
    if not reason:
        before = _logistic(a[:-1] @ p["W_ya"].T + p["b_y"])
        rolled = np.roll(y_hat, 1, axis=0)
        mistakes = [
            (before, "The outputs are computed from the previous state: y_hat of token i reads a[i]."),
            (_logistic(y_hat), "The logistic function is applied twice to the outputs."),
            (rolled, "The outputs stand one row too low: that of token i belongs in y_hat[i - 1]."),
        ]
        otherwise = "The states are right, the outputs are not: y_hat[i - 1] reads a[i]."
        reason = _named(found[1], y_hat, mistakes, otherwise)
    return wrong(reason) if reason else None


def _linear(function):
    """Without activation and without biases the states are linear in the inputs."""
    p = _weights(3, 4, 1, seed=3)
    p.update(b_a=np.zeros(4), b_y=np.zeros(1))
    first, second = np.random.default_rng(8).normal(size=(2, 4, 3))
    states = [call(function, x, _own(p), _identity, np.zeros(4))[0] for x in (first, second, first + second)]
    if np.allclose(states[0] + states[1], states[2]):
        return None
    return wrong(
        "With activation = identity the states of x + z should be those of x plus those of z. They are not: "
        "does your loop call np.tanh instead of `activation`?"
    )


@exercise
def memory_matrix(W_aa, parameters):
    """Choose the four numbers of W_aa so that the network finds the destination."""
    W_aa = np.asarray(W_aa, float)
    problem = same_shape(W_aa, (2, 2))
    if problem:
        return problem
    for sentence, destination in _SENTENCES.items():
        words = sentence.split()
        x = np.array([_FEATURES.get(word, (0, 0)) for word in words], float)
        y_hat = _sentence(x, {**parameters, "W_aa": W_aa}, np.tanh, np.zeros(2))[1][:, 0]
        failed = [i for i, word in enumerate(words) if (y_hat[i] > 0.5) != (word == destination)]
        if failed:
            word, value = words[failed[0]], y_hat[failed[0]]
            reason = _memory_reason(W_aa, word == destination, sentence)
            return wrong(f"“{sentence}”: {word} gets {value:.2f}. {reason}")
    return right("Four sentences, four destinations: unit 1 keeps the cue, unit 2 waits for a city.")


def _memory_reason(W_aa, missed, sentence):
    if not W_aa.any():
        return "With W_aa = 0 nothing is remembered: every city looks the same."
    if not missed and W_aa[0, 0] >= 4:
        return "Unit 1 still holds the old cue: a city, with its -4, has to win against W_aa row 1, column 1."
    if not missed:
        return "This is not the destination: too much makes unit 2 positive here."
    if W_aa[1, 0] <= 0 < W_aa[0, 1]:
        return "Row and column are swapped: row 2, column 1 is what unit 2 reads from unit 1."
    if "sunny" in sentence or "quiet" in sentence:
        return "The cue is forgotten on the way: unit 1 has to read its own last value, row 1, column 1."
    return "Unit 2 has to learn from unit 1 that a cue came before: that is row 2, column 1."
