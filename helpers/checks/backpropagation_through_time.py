"""Checks of lecture 10: error signals on paper, a whole backward pass, and the same for another network."""

import numpy as np

from helpers.checks.core import NotYetError, array, call, close, exercise, mistaken, number, random_cases, right

# --------------------------------------------------------------------------------------------------- on paper
_DELTAS = {
    (1, 1.5, 1.75): "The order is reversed: write δ<1> first. The last state has one reader only, so δ<3> = 1.",
    (1, 1, 1): "The future is missing: each state but the last is read by the next step too, with w_aa.",
    (0.25, 0.5, 1): "Only the loss at token 3 has arrived. a<1> and a<2> have a loss of their own: add 1.",
    (0.75, 1.5, 1): "δ<2> is right. a<1> has a loss of its own too: add 1 to 0.5 · 1.5.",
    (1.5, 1.5, 1): "δ<2> is right. For δ<1> use δ<2> = 1.5, not δ<3> = 1.",
    (1.25, 1.5, 1): "δ<2> is right. From a<2> comes 0.5 times the whole of it, 0.5 · 1.5: the loss at token 2 counts too.",
    (3, 2, 1): "w_aa is missing: if a<2> grows by 1, a<3> grows by 0.5.",
    (1.75, 1.5, 1.5): "Nobody but the loss reads the last state, so δ<3> = 1.",
    (7 / 12, 1 / 2, 1 / 3): "The loss is the sum of the three states, so nothing is divided by 3.",
    (4, 2, 3): "Those are the states. δ<i> says how much L grows if the state at i grows by 1.",
}
_BEGIN = "δ<i> is how much L grows if the state at i grows by 1. Begin with δ<3> = 1, then go back: who reads a<2>?"
_SUMS = {
    2: "That is the term of step 3 alone. w_aa is used three times: add three terms.",
    6: "That is the sum with all signals 1. Multiply by your own deltas.",
    9: "That is dL/dw_ax: you multiplied by x<i>. For w_aa it is the state that was read, a<i-1>.",
    4.25: "That is the sum of the signals. Each has to be multiplied by the state that w_aa read.",
    13: "You multiplied δ<i> by a<i>. At step i the number w_aa multiplies a<i-1>.",
    4: "That sum has δ<i> without the losses in between. Multiply your own deltas by a<i-1>, and add.",
    8 / 3: "The loss is the sum of the three states, so nothing is divided by 3.",
}


@exercise
def paper_gradient(deltas, dw_aa):
    """Work out three error signals and one gradient on paper."""
    deltas, dw_aa = array(deltas, (3,), "deltas"), number(dw_aa, "dw_aa")
    if not close(deltas, [1.75, 1.5, 1]):
        return mistaken(deltas, _DELTAS.items(), _BEGIN, "δ<i> = 1 + 0.5 δ<i+1>", lambda *pair: close(*pair, 1e-3))
    if not close(dw_aa, 8):
        otherwise = "There are three terms, one for each use of w_aa."
        return mistaken(dw_aa, _SUMS.items(), otherwise, "δ<1> a<0> + δ<2> a<1> + δ<3> a<2>", lambda *pair: close(*pair, 1e-3))
    return right("1.5 · 4 + 1 · 2 + 1.75 · 0 = 8, and d(6 + 4w + 4w²)/dw at 0.5 is 8 too.")


# ---------------------------------------------------------------------------------- a network, and its judge
def _random_case(sizes, wide=False):
    """A sentence, its labels, and parameters whose biases are not zero: (x, y, parameters)."""

    def make(rng):
        T, n_x, n_a, n_y = sizes[rng.integers(len(sizes))] if isinstance(sizes, list) else sizes
        shapes = {"W_ax": (n_a, n_x), "W_aa": (n_a, n_a), "b_a": (n_a,), "W_ya": (n_y, n_a), "b_y": (n_y,)}
        shapes |= {"W_yp": (n_y, n_a)} if wide else {}
        parameters = {name: rng.normal(0, 0.8, shape) for name, shape in shapes.items()}
        return rng.normal(size=(T, n_x)), rng.integers(0, 2, (T, n_y)).astype(float), parameters

    return make


def _forward(x, p):
    """States (T + 1, n_a) with zeros in row 0, and probabilities (T, n_y); W_yp reads the previous state if it is there."""
    a = [np.zeros(len(p["b_a"]))]
    for vector in x:
        a.append(np.tanh(p["W_ax"] @ vector + p["W_aa"] @ a[-1] + p["b_a"]))
    a = np.array(a)
    o = a[1:] @ p["W_ya"].T + p["b_y"] + (a[:-1] @ p["W_yp"].T if "W_yp" in p else 0)
    return a, 0.5 * (1 + np.tanh(o / 2))


def _numerical_gradients(x, y, p, epsilon=1e-5):
    """The derivative of the mean loss for every parameter, by central differences: {name: array}."""

    def loss(name, index, by):
        nudged = {**p, name: p[name].copy()}
        nudged[name][index] += by
        y_hat = _forward(x, nudged)[1]
        return -(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)).sum() / len(x)

    gradients = {name: np.zeros(value.shape) for name, value in p.items()}
    for name, gradient in gradients.items():
        for index in np.ndindex(gradient.shape):
            gradient[index] = (loss(name, index, epsilon) - loss(name, index, -epsilon)) / (2 * epsilon)
    return gradients


# ------------------------------------------------------------------------ the programs that people write instead
_RIGHT = {
    "y_hat": lambda y_hat, x, p: y_hat,
    "do": lambda y_hat, y, T: (y_hat - y) / T,
    "weight": lambda i, T: 1,
    "da": lambda p, do, do_next, delta_next, da_next: (
        p["W_ya"].T @ do + p["W_aa"].T @ delta_next + (p["W_yp"].T @ do_next if "W_yp" in p else 0)
    ),
    "slope": lambda a: 1 - a**2,
    "delta": lambda output, future, slope: (output + future) * slope,
    "after": lambda p, do_next: 0,
    "hand on": lambda delta, delta_next: delta,
    "error of W_aa": lambda delta, delta_next: delta,
    "outer": np.outer,
    "order": lambda T: range(T, 0, -1),
    "state": lambda a, i: a[i],
    "written": lambda a, i: a[i],
    "read": lambda a, i: a[i - 1],
    "read by W_yp": lambda a, i: a[i - 1],
    "add": lambda total, term: np.add(total, term, out=total.copy()),  # as += does, it refuses another shape
}


def _program(**changed):
    """A backward pass in which some lines are written otherwise: ``_program(slope=lambda a: a**2)``."""
    line = {**_RIGHT, **changed}

    def outer(name):
        return line.get(f"outer of {name}", line["outer"])

    def backward(x, y, p):
        (a, y_hat), T = _forward(x, p), len(x)
        y_hat = line["y_hat"](y_hat, x, p)
        gradients = {name: np.zeros(value.shape) for name, value in p.items()}
        do_next, delta_next, da_next = np.zeros(len(p["b_y"])), np.zeros(len(p["b_a"])), np.zeros(len(p["b_a"]))
        for i in line["order"](T):
            do = line["do"](y_hat[i - 1], y[i - 1], T) * line["weight"](i, T)
            da = line["da"](p, do, do_next, delta_next, da_next)
            output = p["W_ya"].T @ do
            delta = line["delta"](output, da - output, line["slope"](line["state"](a, i))) + line["after"](p, do_next)
            of_W_aa = line["error of W_aa"](delta, delta_next)
            terms = {"W_ya": outer("W_ya")(do, line["written"](a, i)), "b_y": do, "b_a": delta,
                     "W_ax": outer("W_ax")(delta, x[i - 1]), "W_aa": outer("W_aa")(of_W_aa, line["read"](a, i)),
                     "W_yp": outer("W_yp")(do, line["read by W_yp"](a, i))}  # fmt: skip
            gradients = {name: line["add"](total, terms[name]) for name, total in gradients.items()}
            do_next, delta_next, da_next = do, line["hand on"](delta, delta_next), da
        return gradients

    return backward


_WRONG_WAY_ROUND = "The outer product is the wrong way round: a row for each number written, a column for each that is read."
_MISTAKES = [
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do},
     "The future is missing: a<i> is read by step i + 1 too, so its error comes back from there. (Is delta handed on?)"),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_aa"].T @ delta_next},
     "The output is missing: a<i> is read by o<i> too."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_aa"] @ delta_next},
     "W_aa is not transposed on the way back. It is square, so nothing complained."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + delta_next},
     "delta belongs to s<i+1>. To reach a<i> it has to go back through W_aa."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_aa"].T @ da_next},
     "You hand on da. The next step back needs delta, the error before the tanh."),
    ({"da": lambda p, do, do_next, delta_next, da_next: (p["W_ya"].T @ do + p["W_aa"].T @ delta_next) / 2},
     "The two contributions are added, not averaged."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do - p["W_aa"].T @ delta_next},
     "The two contributions are added; you subtract one."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"] @ do + p["W_aa"].T @ delta_next},
     "W_ya is not transposed on the way back."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_ax"].T @ delta_next},
     "From step to step the error goes back through W_aa, and you used W_ax."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_aa"].T @ p["W_aa"].T @ delta_next},
     "The error goes through W_aa twice: where it is handed on, and where it arrives."),
    ({"hand on": lambda delta, delta_next: delta + delta_next},
     "delta_next is replaced in every step by the new delta. It is no sum."),
    ({"delta": lambda output, future, slope: output + future - (1 - slope)},
     "Brackets are missing: da * 1 - a**2 is not da * (1 - a**2)."),
    ({"delta": lambda output, future, slope: output + future * slope},
     "The slope belongs to both contributions: put brackets around their sum."),
    ({"delta": lambda output, future, slope: output * slope + future},
     "The slope belongs to both contributions: put brackets around their sum."),
    ({"state": lambda a, i: a[i - 1]}, "At step i the slope is that of the state a<i>, and you used a<i-1>."),
    ({"slope": lambda a: 1.0}, "The slope of tanh is missing between da and delta."),
    ({"slope": lambda a: a**2}, "a**2 is not the slope of tanh: at a = 0, where tanh is steepest, it would be 0."),
    ({"slope": lambda a: -(a**2)}, "-a**2 is not the slope of tanh: something is missing in front of it."),
    ({"slope": lambda a: 1 - a}, "1 - a is not the slope of tanh: a has to be squared."),
    ({"slope": lambda a: (1 - a**2) ** 2}, "The slope of tanh is taken twice between da and delta."),
    ({"slope": lambda a: 1 / (1 - a**2)}, "You divide by the slope of tanh. The error is multiplied by it."),
    ({"slope": lambda a: 1 - np.tanh(a) ** 2}, "a is tanh(s) already: do not take tanh a second time."),
    ({"slope": lambda a: a * (1 - a)}, "a (1 - a) is the slope of the logistic function. The state uses tanh."),
    ({"do": lambda y_hat, y, T: y_hat - y}, "The loss is a mean over T tokens, so its derivative has a factor 1/T."),
    ({"do": lambda y_hat, y, T: (y_hat - y) / T**2}, "You divide by T twice: once for each token, and once more at the end?"),
    ({"do": lambda y_hat, y, T: (y_hat - y) / (T * y.size)},
     "You divide by the number of outputs too. The loss is a mean over tokens; the outputs of a token are added."),
    ({"weight": lambda i, T: T * (i == T)}, "Only the last token has a loss in your program. Here every token has one."),
    ({"do": lambda y_hat, y, T: (y - y_hat) / T},
     "All signs are wrong: the derivative is probability minus label, and the terms are added."),
    ({"do": lambda y_hat, y, T: (y_hat - y) * y_hat * (1 - y_hat) / T},
     "do has the slope of the logistic function twice: y_hat - y contains it already (lecture 09)."),
    ({"do": lambda y_hat, y, T: (-y / y_hat + (1 - y) / (1 - y_hat)) / T},
     "That is the derivative for y_hat. For o there is one more factor; together they are y_hat - y."),
    ({"order": lambda T: ()},
     "All your gradients are zero. Does the loop run at all? range(T, 0) is empty: to count down it needs a step of -1."),
    ({"order": lambda T: range(T, T - 1, -1)},
     "Only the last token is there. Does the line with return stand inside the loop?"),
    ({"state": lambda a, i: a[i - 1], "written": lambda a, i: a[i - 1], "read": lambda a, i: a[i - 2]},
     "The states are one row off: token i stands in x[i - 1], y_hat[i - 1] and y[i - 1], but its state is a[i]."),
    ({"order": lambda T: range(1, T + 1)}, "Your loop runs forward. The error at a<i> needs delta of step i + 1 first."),
    ({"order": lambda T: range(T, 1, -1)}, "The first token is left out: i runs from T down to 1."),
    ({"order": lambda T: range(T - 1, 0, -1)}, "The last token is left out: i runs from T down to 1."),
    ({"add": lambda total, term: term}, "One step's term is left: = overwrites. Every step adds its term."),
    ({"read": lambda a, i: a[i]}, "W_aa reads the previous state: at step i that is a<i-1>, and you used a<i>."),
    ({"error of W_aa": lambda delta, delta_next: delta_next},
     "W_aa stands in s<i>, so its term at step i takes delta of step i. You used that of step i + 1."),
    ({"written": lambda a, i: a[i - 1]}, "W_ya reads the present state: at step i that is a<i>, and you used a<i-1>."),
    *(({name: lambda error, read: np.outer(read, error)}, _WRONG_WAY_ROUND)
      for name in ("outer", "outer of W_ya", "outer of W_ax", "outer of W_aa")),
]  # fmt: skip


def _old_y_hat(y_hat, x, p):
    """The outputs of the network without W_yp."""
    return _forward(x, {name: value for name, value in p.items() if name != "W_yp"})[1]


_MORE_MISTAKES = [
    ({"y_hat": _old_y_hat,
      "da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_aa"].T @ delta_next,
      "read by W_yp": lambda a, i: 0 * a[i]},
     "This is the backward pass of the old network. Begin with y_hat: compute o with W_yp before you go back."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_aa"].T @ delta_next},
     "da is that of the old network. a<i> has a third reader now: draw the arrows that leave it."),
    ({"da": lambda p, do, do_next, delta_next, da_next: (p["W_ya"] + p["W_yp"]).T @ do + p["W_aa"].T @ delta_next},
     "W_yp at position i reads a<i-1>. So a<i> is read by another output: at which position does it stand?"),
    ({"y_hat": _old_y_hat},
     "y_hat is that of the old network: compute o with W_yp before you begin to go back."),
    ({"y_hat": _old_y_hat,
      "da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_aa"].T @ delta_next},
     "y_hat is that of the old network: compute o with W_yp before you begin to go back. Then look at da."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_yp"].T @ do_next},
     "Both outputs are there, but a<i> is still read by s<i+1> too, through W_aa."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_yp"] @ do_next + p["W_aa"].T @ delta_next},
     "W_yp is not transposed on the way back."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ (do + do_next) + p["W_aa"].T @ delta_next},
     "o<i+1> reads a<i> through W_yp, and you used W_ya."),
    ({"da": lambda p, do, do_next, delta_next, da_next: p["W_ya"].T @ do + p["W_aa"].T @ delta_next,
      "after": lambda p, do_next: p["W_yp"].T @ do_next},
     "The slope belongs to all three contributions: put brackets around their sum."),
    ({"outer of W_yp": lambda error, read: np.outer(read, error)}, _WRONG_WAY_ROUND),
    ({"read by W_yp": lambda a, i: a[i]}, "W_yp reads the previous state, a<i-1>, and you used a<i>."),
]  # fmt: skip

_STAGES = [  # what is right when the gradients before it are, and the formula of the line to look at
    (("W_ya", "b_y"), "Look at do, and at what W_ya reads.", "do = (y_hat[i - 1] - y[i - 1]) / T, np.outer(do, a[i])"),
    (("W_yp",), "do is right, so look at what W_yp reads.", "np.outer(do, a[i - 1])"),
    (("b_a",), "do is right, so the mistake lies between do and delta: the readers, the transposes, the slope.",
     "da = W_ya.T @ do + W_aa.T @ delta_next, delta = da * (1 - a[i] ** 2)"),
    (("W_ax", "W_aa"), "delta is right, so look at what this matrix reads at step i.",
     "np.outer(delta, x[i - 1]) and np.outer(delta, a[i - 1])"),
]  # fmt: skip


def _gradients(found, p):
    """The reader's dictionary, each entry an array of the right shape; of a tuple its first part."""
    found = found[0] if isinstance(found, tuple) and found else found
    if not isinstance(found, dict) or not set(p) <= set(found):
        lacking = sorted(set(p) - set(found)) if isinstance(found, dict) else []
        more = f" Missing: {', '.join(lacking)}." if lacking else ""
        raise NotYetError(f"Return a dictionary with the gradients {', '.join(p)}.{more}")
    return {name: array(found[name], value.shape, f"The gradient of {name}") for name, value in p.items()}


def _judge(function, cases, mistakes, formula_of_da=None):
    """Compare with the numerical gradient, in the order of the stages; name the mistake if a known program makes it."""
    found, cases, trouble = _run(function, cases)
    wanted = [_numerical_gradients(*case) for case in cases]

    def agree(names):
        return all(close(f[name], w[name], 1e-6) for f, w in zip(found, wanted) for name in names if name in w)

    stage = next((k for k, (names, _, _) in enumerate(_STAGES) if not agree(names)), None)
    if stage is None and trouble:
        raise NotYetError(f"For a square W_ax and W_ya all is right; for other shapes your code stopped with: {trouble}")
    if stage is None:
        return
    checked = [name for names, _, _ in _STAGES[:stage] for name in names if name in wanted[0]]
    failed = next(name for name in _STAGES[stage][0] if name in wanted[0] and not agree([name]))
    head = f"{', '.join(checked)} agree with the numerical gradient, {failed} does not." if checked else (
        f"{failed} does not agree with the numerical gradient.")  # fmt: skip
    words = next((words for lines, words in mistakes if _is_program(_program(**lines), cases, found)), _STAGES[stage][1])
    formula = formula_of_da if formula_of_da and failed == "b_a" else _STAGES[stage][2]
    raise NotYetError(f"{head} {words}", formula)


def _run(function, cases):
    """The reader's gradients, the cases they belong to, and the ValueError of the first case whose shapes do not fit."""
    found = []
    for case in cases:
        try:
            found.append(_gradients(call(function, *case, untouched=True), case[2]))
        except ValueError as error:
            if not found:
                raise
            return found, cases[: len(found)], error
    return found, cases, None


def _is_program(program, cases, found):
    """True if a wrong program gives what the reader's program gave, on all cases."""
    try:
        results = (program(*case) for case in cases)  # none more than it takes to tell
        return all(close(f, {name: r[name] for name in f}, 1e-6) for f, r in zip(found, results))
    except ValueError:  # shapes that fit only by chance
        return False


@exercise
def backward_pass(function):
    """Write the whole backward pass; the numerical gradient judges it."""
    cases = random_cases(_random_case((4, 3, 3, 3)), 2) + random_cases(_random_case([(1, 2, 4, 1), (5, 3, 2, 1)]), 4)
    _judge(function, cases, _MISTAKES)
    return right("All five gradients agree with the numerical gradient, for one token and for five. You wrote BPTT.")


@exercise
def wider_output(function):
    """Write the backward pass of the network whose output also reads the previous state."""
    cases = random_cases(_random_case((4, 3, 3, 3), wide=True), 2) + random_cases(_random_case((5, 3, 2, 1), wide=True), 3)
    da = "da = W_ya.T @ do + W_yp.T @ do_next + W_aa.T @ delta_next"
    _judge(function, cases, _MORE_MISTAKES + _MISTAKES, da)
    return right("This changed: y_hat; da, with its third reader o<i+1>, so do is handed on too; and one more outer product.")
