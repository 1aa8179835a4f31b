"""Checks of lecture 10."""

import numpy as np

from helpers.checks.core import call, exercise, right, same_shape, wrong


def _close(found, value):
    return np.shape(found) == np.shape(value) and np.allclose(found, value, rtol=1e-9, atol=1e-12)


def _reason(found, expected, mistakes, otherwise):
    """None if found is expected, else the sentence of the mistake that gives exactly what was found."""
    if _close(found, expected):
        return None
    return next((words for value, words in mistakes if _close(found, value)), otherwise)


@exercise
def paper_gradient(deltas, dw_aa):
    """Work out three error signals and one gradient on paper."""
    try:
        deltas, dw_aa = np.array(deltas, float), float(dw_aa)
    except (TypeError, ValueError):
        return wrong("Give deltas as a list of three numbers and dw_aa as one number.")
    if deltas.shape != (3,):
        return wrong(f"deltas has shape {deltas.shape}: give three numbers, [δ<1>, δ<2>, δ<3>].")
    mistakes = [
        ([1, 1.5, 1.75], "The order is reversed: write δ<1> first. The last step has one parent only, so δ<3> = 1."),
        ([1, 1, 1], "The future is missing: each state but the last is read by the next step too, with w_aa."),
        ([0.25, 0.5, 1], "Only the loss at token 3 has arrived. a<1> and a<2> have a loss of their own: add 1."),
        ([0.75, 1.5, 1], "δ<2> is right. a<1> has a loss of its own too: add 1 to 0.5 · 1.5."),
        ([1.5, 1.5, 1], "δ<2> is right. For δ<1> use δ<2> = 1.5, not δ<3> = 1."),
    ]
    reason = _reason(deltas, [1.75, 1.5, 1], [(np.array(v), w) for v, w in mistakes], "Begin with δ<3> = 1 and go back.")
    if reason:
        return wrong(reason)
    sums = {
        2: "That is the term of step 3 alone. W_aa is used three times: add three terms.",
        6: "That is the sum with all signals 1. Multiply by your own deltas.",
        9: "That is dL/dw_ax: you multiplied by x<i>. For w_aa it is the state that was read, a<i-1>.",
        13: "You multiplied δ<i> by a<i>. At step i the weight w_aa multiplies a<i-1>.",
        8 / 3: "The loss is the sum of the three states, so nothing is divided by 3.",
    }
    reason = _reason(dw_aa, 8.0, [(value, words) for value, words in sums.items()], "Add δ<i> a<i-1> for i = 1, 2, 3.")
    return wrong(reason) if reason else right("1.5 · 4 + 1 · 2 + 1.75 · 0 = 8, and d(6 + 4w + 4w²)/dw at 0.5 is 8 too.")


def _draw(n_y, n_a, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=n_y), rng.normal(size=n_a), rng.normal(size=(n_y, n_a)), rng.normal(size=(n_a, n_a))


def _parent_mistakes(do, delta_next, W_ya, W_aa):
    output, future = W_ya.T @ do, W_aa.T @ delta_next
    yield output, "The future term is dropped: a<i> is read by step i + 1 too. Add W_aa.T @ delta_next."
    yield future, "The output's term is missing: a<i> is read by o<i> too. Add W_ya.T @ do."
    yield output + delta_next, "delta_next belongs to s<i+1>. It comes back to a<i> through W_aa.T."
    yield (output + future) / 2, "The two contributions are added, not averaged."
    yield output * future, "The two contributions are added, not multiplied."
    yield output - future, "The two contributions are added; you subtract one."
    yield output + W_aa @ delta_next, "Wrong transpose: on the way back it is W_aa.T, because a<i> is what W_aa reads."
    if W_ya.shape[0] == W_ya.shape[1]:
        yield W_ya @ do + future, "Wrong transpose: on the way back it is W_ya.T, because a<i> is what W_ya reads."
        yield W_ya @ do + W_aa @ delta_next, "Wrong transpose, twice: on the way back it is W_ya.T and W_aa.T."


@exercise
def blank_two_parents(function):
    """Write da, the error at a state, from its two parents."""
    for n_y, n_a in ((3, 3), (1, 2)):
        do, delta_next, W_ya, W_aa = _draw(n_y, n_a, seed=n_a)
        try:
            found = call(function, do, delta_next, W_ya, W_aa)
        except ValueError as error:
            words = f"With n_y={n_y} and n_a={n_a} the shapes do not fit ({error}). A matrix of shape (writes, reads)"
            return wrong(f"{words} brings an error back transposed: W_ya.T @ do, W_aa.T @ delta_next.")
        problem = same_shape(found, (n_a,))
        if problem:
            return problem
        reason = _reason(found, W_ya.T @ do + W_aa.T @ delta_next, _parent_mistakes(do, delta_next, W_ya, W_aa),
                         "da is not W_ya.T @ do + W_aa.T @ delta_next: compare term by term.")  # fmt: skip
        if reason:
            return wrong(reason)
    return right("Two parents, two transposed matrices, one sum.")


def _slope_mistakes(da, a):
    yield da, "The slope is missing: a = tanh(s) bends, so multiply da by 1 - a**2."
    yield da / (1 - a**2), "You divide by 1 - a**2. On the way back the error is multiplied by the slope."
    yield -da * a**2, "-a**2 is not the slope of tanh; the 1 is missing: 1 - a**2."
    yield da * a**2, "a**2 is not the slope of tanh: at a = 0, where tanh is steepest, it would be 0. Use 1 - a**2."
    yield da * (1 - a), "1 - a is not the slope of tanh: a has to be squared."
    yield da * (1 - np.tanh(a) ** 2), "a is tanh(s) already: do not take tanh a second time."
    yield da * a * (1 - a), "a (1 - a) is the slope of the logistic function. The state uses tanh: 1 - a**2."
    yield 1 - a**2, "That is the slope alone: multiply it by da."
    yield da + 1 - a**2, "The slope is multiplied, not added."
    yield da * (1 + a**2), "1 + a**2 would be more than 1; tanh is never steeper than 1. The sign is a minus."


@exercise
def blank_slope(function):
    """Write delta, the error before the tanh, from da and a."""
    rng = np.random.default_rng(4)
    da, a = rng.normal(size=4), np.tanh(rng.normal(size=4))
    found = call(function, da, a)
    if np.shape(found) == ():
        return wrong("You return one number. Each unit has its own tanh: multiply entry by entry with *, not with @.")
    if np.shape(found) == (4, 4):
        return wrong("You return a matrix. Each unit has its own tanh: multiply entry by entry with *, no outer product.")
    problem = same_shape(found, (4,))
    if problem:
        return problem
    otherwise = "delta is not da * (1 - a**2): compare with the equation."
    reason = _reason(found, da * (1 - a**2), _slope_mistakes(da, a), otherwise)
    return wrong(reason) if reason else right("Entry by entry, and at most as large as da: the slope of tanh is at most 1.")


_TERMS = {  # gradient -> (error signal, what was read)
    "W_ya": ("do", "a"), "b_y": ("do", None), "W_ax": ("delta", "x"), "W_aa": ("delta", "a_previous"), "b_a": ("delta", None),
}  # fmt: skip


def _term(step, error, read):
    return step[error].copy() if read is None else np.outer(step[error], step[read])


def _sum_mistakes(name, steps, start):
    """Pairs of a wrong gradient after these steps and the sentence that names how it came about."""
    error, read = _TERMS[name]
    last, total = _term(steps[-1], error, read), sum(_term(step, error, read) for step in steps)
    yield last, f"d{name} holds the last step alone: = overwrites. Every step adds its term: use +=."
    yield start, f"d{name} did not change: add the term of this step."
    yield start - total, f"d{name} has the wrong sign: the terms are added."
    other = {"x": "a_previous", "a_previous": "x"}.get(read)
    if other:
        swapped = start + sum(_term(step, error, other) for step in steps)
        yield swapped, f"x and a_previous are swapped: d{name} needs what {name} reads, {read}."
    if read is not None:
        yield start + total.T, f"d{name} is transposed: write np.outer(error, what was read)."
        late = {"a": "a_previous", "a_previous": "a"}.get(read)
        if late:
            words = f"d{name} needs {read}, the state that {name} reads; you used {late}."
            yield start + sum(_term(step, error, late) for step in steps), words
    wrong_error = "delta" if error == "do" else "do"
    words = f"d{name} needs {error}, the error where {name} writes; you used {wrong_error}."
    yield start + sum(_term(step, wrong_error, read) for step in steps), words


@exercise
def blank_sum(function):
    """Write what one step adds to the five gradients."""
    rng, n = np.random.default_rng(9), 3
    names = ("do", "delta", "x", "a", "a_previous")
    steps = [{name: rng.normal(size=n) for name in names} for _ in range(2)]
    shapes = {name: (n, n) if read else (n,) for name, (_, read) in _TERMS.items()}
    start = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    gradients = {name: value.copy() for name, value in start.items()}
    for step in steps:
        gradients = call(function, gradients, *(step[name] for name in names))
        if not isinstance(gradients, dict) or set(gradients) != set(_TERMS):
            return wrong(f"Return the dictionary with its five gradients: {', '.join(_TERMS)}.")
    for name, (error, read) in _TERMS.items():
        problem = same_shape(gradients[name], shapes[name])
        if problem:
            return wrong(f"d{name}: {problem.message}")
        expected = start[name] + sum(_term(step, error, read) for step in steps)
        rule = f"np.outer({error}, {read})" if read else error
        reason = _reason(gradients[name], expected, _sum_mistakes(name, steps, start[name]),
                         f"d{name} is not what it was plus {rule}.")  # fmt: skip
        if reason:
            return wrong(reason)
    return right("Five sums. Each term is the error where the weight writes, times what the weight reads.")


@exercise
def long_road(function):
    """Add up the cells of the ledger that lie at least k steps back."""
    entries = np.random.default_rng(12).normal(size=(5, 5, 2, 2)) * np.tri(5)[:, :, None, None]

    def total(keep):
        cells = [entries[i, j] for i in range(5) for j in range(i + 1) if keep(i - j)]
        return sum(cells, np.zeros((2, 2)))

    for k in (2, 0, 1, 4):
        found = call(function, entries, k)
        if np.shape(found) == ():
            return wrong("You return one number. A cell is a matrix, and so is the sum of cells: shape (n_a, n_a).")
        problem = same_shape(found, (2, 2))
        if problem:
            return problem
        mistakes = [
            (total(lambda d, k=k: d > k), f"With k={k} you add more than k steps back. At least k includes k itself."),
            (total(lambda d, k=k: d == k), f"With k={k} you add exactly k steps back. Longer roads belong to it too."),
            (total(lambda d, k=k: d <= k), f"With k={k} you add the near cells. The far ones have i - j >= k."),
            (total(lambda d, k=k: d < k), f"With k={k} you add the near cells. The far ones have i - j >= k."),
            (entries[k:].sum((0, 1)), f"With k={k} you drop the first rows. The distance is i - j, row minus column."),
            (entries[:, k:].sum((0, 1)), f"With k={k} you drop the first columns. The distance is i - j."),
        ]
        reason = _reason(
            found, total(lambda d, k=k: d >= k), mistakes, f"With k={k} the sum is wrong: add cells with i - j >= k."
        )
        if reason:
            return wrong(reason)
    return right("k = 0 gives the whole gradient. How fast this shrinks as k grows is the subject of lecture 15.")
