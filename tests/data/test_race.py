"""The stored race of lecture 07 and the limit of windows: their form, and a part of each made again to the same numbers."""

import numpy as np
import pytest

from data.models.trainers import race
from helpers import corpus

STORED, LIMITS = corpus.load_scores("race"), corpus.load_window_limits()


def test_every_network_was_tried_at_every_rate_and_the_best_was_kept():
    assert tuple(STORED) == tuple(race.entrants())
    for name, groups in STORED.items():
        tried = [groups[f"dev, rate {rate}"] for rate in race.RATES]
        assert groups["dev"].shape == (race.SEEDS, 3) and set(range(11)) | {"in place", "shifted"} < set(groups), name
        assert np.array_equal(groups["dev"], max(tried, key=lambda scores: scores[:, 1].mean())), name


def test_networks_with_a_window_lie_at_the_limit():
    for k, line in LIMITS.items():
        off = [abs(STORED[f"window {k}"][gap][:, 2].mean() - line[gap]) for gap in range(11)]
        assert max(off[: k - 1], default=0) < 0.03 and max(off) < 0.05, k


def test_fresh_sentences_are_none_of_train():
    field = race.Race()
    ids, labels, cities = field.groups["fresh"]
    assert not {*map(tuple, ids)} & {*map(tuple, field.train[0])} and [*map(len, ids)] == [*map(len, labels)]
    assert min(np.count_nonzero(cities[:, 2] == gap) for gap in range(11)) > 800


@pytest.mark.retrain
def test_one_network_again():
    """A window of 3: three rates, three starts, all groups."""
    table = [row.split("\t") for row in corpus.data_path("models/race.tsv").read_text(encoding="utf-8").splitlines()]
    stored = [tuple(row) for row in table if row[0] == "window 3"]
    rows = race.lines_of(race.Race(), "window 3")
    assert [(name, str(seed), str(group), *(f"{s:.4f}" for s in scores)) for name, seed, group, scores in rows] == stored


@pytest.mark.retrain
def test_the_limits_again():
    assert race.limits_text() == corpus.data_path("models/window_limits.tsv").read_text(encoding="utf-8")
