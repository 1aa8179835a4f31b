"""The stored network and scores of lecture 11: made again, to the same bytes."""

import pytest

from data.models.trainers import trips
from helpers import corpus

pytestmark = pytest.mark.retrain


def stored(name):
    return corpus.data_path(f"models/{name}").read_text(encoding="utf-8")


def test_the_network_again():
    assert trips.network_text() == stored("trips.json")


@pytest.mark.parametrize(("name", "seed"), [("future dropped", 1), ("without memory", 4), ("two readers, late cues", 2)])
def test_scores_of_one_start_again(name, seed):
    rows = [row for row in stored("trips_scores.tsv").splitlines() if row.startswith(f"{name}\t{seed}\t")]
    assert list(trips.lines_of(trips.Trips(), name, seed)) == rows
