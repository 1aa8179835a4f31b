"""The tagger of lecture 17 inside scikit-learn: clone, cross_val_score, GridSearchCV.

    uv run --group peers pytest -n0 tests/peers/test_tagger_peers.py

Without scikit-learn these tests are skipped, except in CI.
"""

import os
import pathlib
import sys

import numpy as np
import pytest

if not os.environ.get("CI"):
    pytest.importorskip("sklearn")

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score

from helpers.taught.tagger import Tagger

CITIES = ["rome", "oslo", "paris", "bern", "lima"]
SMALL = {"n_x": 8, "n_a": 8, "epochs": 3, "min_updates": 20}


def trips(kinds):
    rng, X, y = np.random.default_rng(0), [], []
    for _ in range(60):
        a, b = rng.choice(CITIES, 2, replace=False)
        first, last = [("to", "from"), ("from", "to")][rng.integers(2)]
        X.append(["i", "go", first, str(a), last, str(b)])
        row = ["O", "O", "O", f"B-{first}", "O", f"B-{last}"]
        y.append(row if kinds else [int(tag == "B-to") for tag in row])
    return X, y


def test_a_clone_is_equal_and_not_fitted():
    fitted = Tagger(**SMALL).fit(*trips(False))
    copied = clone(fitted)
    assert copied.get_params() == fitted.get_params() and "not fitted" in repr(copied)


@pytest.mark.parametrize("kinds", [False, True])
def test_cross_validation(kinds):
    scores = cross_val_score(Tagger(**SMALL | {"epochs": 10}), *trips(kinds), cv=KFold(3))
    assert scores.shape == (3,) and np.isfinite(scores).all() and scores.min() > 0.9


@pytest.mark.parametrize("kinds", [False, True])
def test_grid_search(kinds):
    search = GridSearchCV(Tagger(**SMALL), {"n_a": np.array([2, 8]), "learning_rate": [0.001, 0.02]}, cv=2)
    X, y = trips(kinds)
    search.fit(X, y)
    assert search.best_params_["learning_rate"] == 0.02 and search.best_score_ > 0.9
    assert search.predict(X[:1])[0] == search.best_estimator_.predict(X[:1])[0]
    assert "n_a" in repr(search)
