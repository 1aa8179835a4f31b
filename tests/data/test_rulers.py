"""The stored memory rulers: their form, and cells of the table trained again to the same number."""

import shutil

import numpy as np
import pytest

from data.models.trainers import rulers
from helpers import corpus


def test_every_kind_distance_and_seed_is_there():
    results = corpus.load_rulers()
    assert tuple(results) == rulers.KINDS
    for by_distance in results.values():
        assert tuple(by_distance) == rulers.DISTANCES
        assert all(len(row) == len(rulers.SEEDS) and 0 <= row.min() <= row.max() <= 1 for row in by_distance.values())


@pytest.mark.parametrize(("kind", "distance", "seed"), [("plain", 120, 2), ("orthogonal", 60, 3), ("lstm", 5, 0), ("gru", 5, 1)])
def test_training_again_gives_the_stored_number(kind, distance, seed):
    stored = corpus.load_rulers()[kind][distance][seed]
    assert f"{rulers.accuracy(kind, distance, seed):.4f}" == f"{stored:.4f}"


def test_latch_asks_for_its_first_token():
    x, y = rulers.latch(7, 50, np.random.default_rng(0))
    assert x.shape == (50, 8, 4) and np.array_equal(x[:, 0, 1:2], y) and not x[:, 1:, :2].any()


def test_orthogonal_start_is_orthogonal():
    W = rulers.start("orthogonal", 0)["W_aa"]
    assert np.allclose(W @ W.T, np.eye(len(W)), atol=1e-7)


def test_a_damaged_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    target = tmp_path / "models" / "rulers.tsv"
    shutil.copy(corpus.data_path("models/rulers.tsv"), target)
    target.write_text(target.read_text(encoding="utf-8").replace("0.5025", "half"), encoding="utf-8")
    monkeypatch.setattr(corpus, "data_path", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match=r"rulers\.tsv"):
        corpus.load_rulers()
