"""The stored tables of lecture 15: their form, and starts trained again to the same numbers."""

import numpy as np
import pytest

from data.models.trainers import vanishing_gradients as trainer
from helpers import corpus


def test_every_start_is_in_the_table_of_reach():
    reach = corpus.load_gradient_reach()
    assert tuple(reach) == trainer.TASKS
    for by_update in reach.values():
        assert tuple(by_update) == trainer.MOMENTS
        for rows in by_update.values():
            assert rows.shape == (len(trainer.SEEDS), 4) and (rows >= 0).all() and (rows[:, 0] <= 1).all()


def test_every_start_is_in_the_table_of_norms():
    norms = corpus.load_gradient_norms()
    assert list(norms) == [(rate, limit) for rate in trainer.RATES for limit in trainer.MAX_NORMS]
    for rows in norms.values():
        loss, median, largest, at, above = rows.T
        assert rows.shape == (len(trainer.SEEDS), 5) and (median <= largest).all() and (at < trainer.UPDATES).all()
        assert ((above > 0) == (largest > 10)).all() and (loss >= 0).all()


@pytest.mark.retrain
@pytest.mark.parametrize(("task", "seed"), [("destination", 3), ("any city", 7)])
def test_training_again_gives_the_stored_reach(task, seed):
    moments = trainer.MOMENTS[:4]
    for moment, row in zip(moments, trainer.reach_rows(task, seed, moments)):
        stored = corpus.load_gradient_reach()[task][moment][seed]
        assert [f"{value:.3g}" for value in row] == [f"{value:.3g}" for value in stored]


@pytest.mark.retrain
@pytest.mark.parametrize(("rate", "limit", "seed"), [(1.0, np.inf, 0), (1.0, 5.0, 0), (0.3, 1.0, 4)])
def test_training_again_gives_the_stored_norms(rate, limit, seed):
    stored = corpus.load_gradient_norms()[rate, limit][seed]
    assert [f"{value:.3g}" for value in trainer.norm_row(rate, limit, seed)] == [f"{value:.3g}" for value in stored]


def test_nothing_but_the_labels_differs_in_the_control():
    trips = corpus.load_trips("train")
    ours, theirs = (trainer.labels_of(task, trips) for task in trainer.TASKS)
    for a, b, trip in zip(ours, theirs, trips):
        assert len(a) == len(b) == len(trip.tokens) and all(x <= y for x, y in zip(a, b))
    assert sum(map(sum, theirs)) > sum(map(sum, ours))


@pytest.mark.parametrize(("name", "load"), [("reach", corpus.load_gradient_reach), ("norms", corpus.load_gradient_norms)])
@pytest.mark.parametrize("change", [lambda text: text.replace("\t3\t", "\tthree\t", 1), lambda text: text + "one\tmore\n"])
def test_a_damaged_table_is_named(name, load, change, tmp_path, monkeypatch):
    file = f"models/gradient_{name}.tsv"
    (tmp_path / "models").mkdir()
    (tmp_path / file).write_text(change(corpus.data_path(file).read_text(encoding="utf-8")), encoding="utf-8")
    monkeypatch.setattr(corpus, "data_path", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match=rf"gradient_{name}\.tsv, line \d+"):
        load()
