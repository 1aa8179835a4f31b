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


def span_f1_of(name, parameters, ids, labels):
    x, _, mask = race.pad_batch(ids, labels)
    marked = (race.entrants()[name][2](parameters["E"][x], mask, parameters) > 0).astype(int)[..., 0]
    return race.span_f1([row[: len(true)].tolist() for row, true in zip(marked, labels)], labels)


@pytest.mark.retrain
def test_what_the_lecture_says_of_dense_networks_without_a_cell():
    """In train they are right; words behind a sentence do some harm; half the sentences cost them much, a window little."""
    field = race.Race()
    ids, labels = field.train
    networks = {name: field.trained(name, 0, 0.03) for name in ("dense 256", "dense 64")}
    assert min(span_f1_of(name, parameters, ids, labels) for name, parameters in networks.items()) > 0.99
    (before, y, _), (after, _, _) = field.groups["in place"], field.groups["shifted"]
    more = [long[: len(long) - len(short)] for short, long in zip(before, after)]
    behind = [short + added for short, added in zip(before, more)], [row + [0] * len(added) for row, added in zip(y, more)]
    assert round(span_f1_of("dense 64", networks["dense 64"], before, y), 2) == 0.90
    assert 0.80 < span_f1_of("dense 64", networks["dense 64"], *behind) < 0.88
    field.train, dev = (ids[: len(ids) // 2], labels[: len(ids) // 2]), field.groups["dev"][:2]
    half = {name: span_f1_of(name, field.trained(name, 0, 0.03), *dev) for name in ("dense 64", "dense 256", "window 12")}
    assert 0.70 < half["dense 256"] < 0.76 and 0.70 < half["dense 64"] < 0.76 and half["window 12"] > 0.95


@pytest.mark.retrain
def test_at_its_edge_the_convolution_errs_after_in():
    """At gap 9 the cue is the oldest token in sight."""
    field = race.Race()
    ids, labels, cities = field.groups["fresh"]
    parameters, words = field.trained("convolution", 0, 0.01), list(field.vocabulary)
    x, y, mask = race.pad_batch(ids, labels)
    marked = (race.from_window(parameters["E"][x], mask, parameters) > 0)[..., 0]
    wrong = [words[ids[row][i - 10]] for row, i, gap in cities if gap == 9 and marked[row, i] != y[row, i, 0]]
    assert len(wrong) > 20 and wrong.count("in") / len(wrong) > 0.85
