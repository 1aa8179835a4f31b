"""The checks of lecture 15: right answers of any type pass, typical mistakes are named, starters are not attempted."""

import warnings
from fractions import Fraction

import numpy as np
import verdicts

from helpers.checks import vanishing_gradients as check


def slope(a):
    return a * (1 - a)


def by_loop(W, K):
    product, found = np.eye(len(W)), [1.0]
    for _ in range(K):
        product = W @ product
        found.append(np.linalg.svd(product)[1][0])
    return found


def growth(W, K):
    return (np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(K + 1))


def entry_by_entry(W, K):
    product, found = np.eye(len(W)), []
    for _ in range(K + 1):
        found.append(np.linalg.norm(product, 2))
        product = product * W
    return found


def scaled_in_place(a, W):
    W *= slope(a)[:, None]
    return W


TURNED = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))[0]
CHAIN = np.diag([5.0, 6.0], k=1)
RIGHT = [
    *[(check.scalar_product, value) for value in (0.03125, 0.0313, 0.0312, 0.031, Fraction(1, 32), np.float32(1 / 32), [1 / 32])],
    (check.logistic_jacobian, lambda a, W: slope(a)[:, None] * W),
    (check.logistic_jacobian, lambda a, W: (np.diag(slope(a)) @ W).tolist()),
    (check.logistic_jacobian, lambda a, W: (slope(a)[:, None] * W).astype(np.float32)),
    *[(check.surely_vanish, value) for value in (["A", "C", "D"], "acd", "A, C, D", "A, C and D", {"D", "A", "C"})],
    (check.surely_vanish, np.array(["A", "C", "D"])),
    (check.norms_of_powers, by_loop),
    (check.norms_of_powers, growth),
    (check.norms_of_powers, lambda W, K: np.array(by_loop(W, K), dtype=np.float32)),
    *[(check.dies_after_three, W) for W in (CHAIN, CHAIN.T, CHAIN.tolist(), CHAIN.astype(int), CHAIN.astype(np.float32))],
    (check.dies_after_three, [[0, 0, 7], [0, 0, 0], [0, 0, 0]]),
    (check.dies_after_three, 1e200 * CHAIN),
    (check.dies_after_three, np.triu(np.full((3, 3), 1e300), 1)),
    (check.dies_after_three, TURNED @ CHAIN @ TURNED.T),
    (check.dies_after_three, (TURNED @ CHAIN @ TURNED.T).astype(np.float32)),
]
WRONG = [
    (check.scalar_product, 0.5**7, "Count the steps"),
    (check.scalar_product, 0.0156, "Count the steps"),
    (check.scalar_product, 0.5**4, "Count the steps"),
    (check.scalar_product, 2.5, "multiplied"),
    (check.scalar_product, 1.0, "One factor w"),
    (check.scalar_product, 0.03, "two digits"),
    (check.scalar_product, 32, "not by 2"),
    (check.scalar_product, float("nan"), "nan"),
    (check.scalar_product, "much", "number"),
    (check.scalar_product, True, "number"),
    (check.logistic_jacobian, lambda a, W: slope(a) * W, "columns"),
    (check.logistic_jacobian, lambda a, W: (1 - a**2)[:, None] * W, "slope of tanh"),
    (check.logistic_jacobian, lambda a, W: slope(a)[:, None] * W.T, "transposed"),
    (check.logistic_jacobian, lambda a, W: W, "slope is missing"),
    (check.logistic_jacobian, lambda a, W: np.diag(slope(a)) * W, "not entry by entry"),
    (check.logistic_jacobian, lambda a, W: slope(a) @ W, "adds up the rows"),
    (check.logistic_jacobian, lambda a, W: (slope(a)[:, None] * W).T, "transpose your result"),
    (check.logistic_jacobian, lambda a, W: np.diag(slope(a)), "Where is W_aa"),
    (check.logistic_jacobian, lambda a, W: slope(a)[:, None], "Where is W_aa"),
    (check.logistic_jacobian, lambda a, W: (1 - a)[:, None] * W, "factor is missing"),
    (check.logistic_jacobian, lambda a, W: -slope(a)[:, None] * W, "sign is turned"),
    (check.logistic_jacobian, lambda a, W: (a * (1 - a**2))[:, None] * W, "Nothing is squared"),
    (check.logistic_jacobian, lambda a, W: slope(1 / (1 + np.exp(-a)))[:, None] * W, "do not apply it again"),
    (check.logistic_jacobian, lambda a, W: W / 4, "largest slope"),
    (check.logistic_jacobian, lambda a, W: (1 - slope(a))[:, None] * W, "another 1"),
    (check.logistic_jacobian, lambda a, W: (a * 1 - a)[:, None] * W, "Without brackets"),
    (check.logistic_jacobian, lambda a, W: (1 - a**2) * W, "Two mistakes"),
    (check.logistic_jacobian, lambda a, W: W @ slope(a), "on a diagonal"),
    (check.logistic_jacobian, lambda a, W: np.tile(slope(a), (len(a), 1)), "Where is W_aa"),
    (check.logistic_jacobian, scaled_in_place, "copy"),
    (check.logistic_jacobian, lambda a, W: 2 * slope(a)[:, None] * W, "number ["),
    (check.logistic_jacobian, lambda a, W: np.ones((2, 2)), "shape"),
    (check.logistic_jacobian, lambda a, W: None, "return"),
    (check.logistic_jacobian, lambda a, W: 1 / 0, "ZeroDivisionError"),
    (check.logistic_jacobian, 5, "by its name"),
    (check.surely_vanish, "AD", "C again"),
    (check.surely_vanish, "ABCD", "does not prove it"),
    (check.surely_vanish, "C", "Compare gamma"),
    (check.surely_vanish, "AX", "choose from"),
    (check.surely_vanish, 3, "list"),
    (check.norms_of_powers, lambda W, K: [np.linalg.norm(W, 2) ** k for k in range(K + 1)], "bound"),
    (check.norms_of_powers, lambda W, K: [np.linalg.norm(W**k, 2) for k in range(K + 1)], "each entry"),
    (check.norms_of_powers, lambda W, K: [np.linalg.norm(np.linalg.matrix_power(W, k)) for k in range(K + 1)], "Without its 2"),
    (check.norms_of_powers, lambda W, K: by_loop(W, K)[1:], "Begin with k = 0"),
    (check.norms_of_powers, lambda W, K: by_loop(W, K)[:-1], "last one is missing"),
    (check.norms_of_powers, lambda W, K: np.abs(np.linalg.eigvals(W)).max() ** np.arange(K + 1), "spectral radius"),
    (check.norms_of_powers, lambda W, K: by_loop(W, K + 1)[1:], "Yours begins with k = 1"),
    (check.norms_of_powers, lambda W, K: by_loop(W, K)[-1], "last one alone"),
    (check.norms_of_powers, lambda W, K: [np.linalg.svd(np.linalg.matrix_power(W, k))[1][-1] for k in range(K + 1)], "smallest"),
    (check.norms_of_powers, lambda W, K: [1.0, *(by_loop(W, 2**k)[-1] for k in range(K))], "doubles the power"),
    (check.norms_of_powers, lambda W, K: [np.abs(np.linalg.matrix_power(W, k)).max() for k in range(K + 1)], "largest entry"),
    (check.norms_of_powers, lambda W, K: [np.abs(np.linalg.matrix_power(W, k)).sum(1).max() for k in range(K + 1)], "of a row"),
    (
        check.norms_of_powers,
        lambda W, K: [np.abs(np.linalg.matrix_power(W, k)).sum(0).max() for k in range(K + 1)],
        "of a column",
    ),
    (check.norms_of_powers, lambda W, K: np.square(by_loop(W, K)), "squares"),
    (
        check.norms_of_powers,
        lambda W, K: [np.linalg.svd(np.linalg.matrix_power(W, k))[1].sum() for k in range(K + 1)],
        "added up",
    ),
    (check.norms_of_powers, lambda W, K: np.arange(K + 1) * np.linalg.norm(W, 2), "added up k times"),
    (check.norms_of_powers, lambda W, K: np.full(K + 1, np.linalg.norm(W, 2)), "stay the same"),
    (check.norms_of_powers, lambda W, K: [0.0, *by_loop(W, K)[1:]], "identity, not 0"),
    (check.norms_of_powers, lambda W, K: by_loop(W, K)[::-1], "from K down"),
    (check.norms_of_powers, lambda W, K: [np.linalg.svd(np.linalg.matrix_power(W, k))[1] for k in range(K + 1)], "stands first"),
    (check.norms_of_powers, lambda W, K: [np.linalg.matrix_power(W, k) for k in range(K + 1)], "Measure each"),
    (check.norms_of_powers, lambda W, K: by_loop(W, K)[:1], "inside of the loop"),
    (check.norms_of_powers, lambda W, K: by_loop(W, K)[0], "inside of the loop"),
    (check.norms_of_powers, lambda W, K: by_loop(W, K + 1), "One too many"),
    (check.norms_of_powers, entry_by_entry, "entry by entry"),
    (check.norms_of_powers, lambda W, K: [np.nan] * (K + 1), "nan"),
    (check.dies_after_three, np.diag([1.0, 1.0], k=1), "Make some entry larger"),
    (check.dies_after_three, 5 * np.eye(3), "not 0"),
    (check.dies_after_three, np.triu(np.full((3, 3), 1e6), 1) + 1e-4 * np.eye(3), "not 0"),
    (check.dies_after_three, CHAIN + 1e-9 * np.eye(3), "not 0"),
    (check.dies_after_three, 1e200 * CHAIN + 1e180 * np.eye(3), "not 0"),
    (check.dies_after_three, np.zeros((2, 2)), "shape"),
    (check.dies_after_three, np.full((3, 3), np.inf), "infinite"),
]


test_right_answers_pass = verdicts.right(RIGHT)
test_mistakes_are_named = verdicts.wrong(WRONG)
EVERY = [check.scalar_product, check.logistic_jacobian, check.surely_vanish, check.norms_of_powers, check.dies_after_three]
test_three_dots_are_not_attempted = verdicts.untouched([(check.logistic_jacobian, lambda a, W: ...), *((c, ...) for c in EVERY)])


def test_no_formula_before_the_third_try(capsys):
    for _ in range(3):
        check.logistic_jacobian(lambda a, W: W)
    lines = capsys.readouterr().out.split("Not yet.")
    assert "formula" not in lines[2] and "formula" in lines[3]


def test_a_matrix_of_any_size_says_what_it_does_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert check.dies_after_three.outcome(1e200 * CHAIN).message.startswith("Every signal moves on")
