"""The stored memory rulers: their form, the gradients behind them, and cells of the table trained again to the same numbers."""

import shutil

import numpy as np
import pytest

from data.models.trainers import rulers
from helpers import corpus
from helpers.taught.bptt import hidden_states_backward
from helpers.taught.gates import gru_backward, gru_states, lstm_backward, lstm_states
from helpers.taught.rnn import hidden_states, logistic


@pytest.mark.parametrize(
    ("task", "file", "kinds", "distances"),
    [("latch", "rulers", rulers.KINDS, rulers.DISTANCES), ("copy", "copies", rulers.COPY_KINDS, rulers.COPY_DISTANCES)],
)
def test_every_kind_and_distance_has_twenty_starts_at_the_rate_its_trials_chose(task, file, kinds, distances):
    results, trials = corpus.load_rulers(task), {}
    assert tuple(results) == kinds
    for line in corpus.data_path(f"models/{file}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        kind, distance, rate, part, numbers = line.split("\t")
        if part == "trial":
            trials.setdefault((kind, int(distance)), {})[float(rate)] = np.array(numbers.split(" "), float)
    for kind, by_distance in results.items():
        assert tuple(by_distance) == distances
        for distance, (rate, accuracies) in by_distance.items():
            assert len(accuracies) == len(rulers.STARTS) and tuple(trials[kind, distance]) == rulers.RATES
            assert rulers.best_rate(trials[kind, distance]) == rate


@pytest.mark.retrain
def test_the_start_that_fails_was_tried_at_every_rate():
    kind, distance = rulers.WATCHED
    lines = [line.split("\t") for line in corpus.data_path("models/rulers.tsv").read_text(encoding="utf-8").splitlines()]
    rows = {float(rate): numbers.split(" ") for *which, rate, part, numbers in lines if part == "other rate"}
    assert sorted([*rows, corpus.load_rulers()[kind][distance][0]]) == sorted(rulers.RATES)
    assert {rate: sum(float(number) >= 0.99 for number in numbers) for rate, numbers in rows.items()} == {0.003: 2, 0.01: 2}
    seed = rows[0.003].index("1.000")
    assert rulers.accuracies(kind, distance, 0.003, (seed,)) == 1


@pytest.mark.retrain
def test_copying_again_gives_the_stored_numbers():
    rate, stored = corpus.load_rulers("copy")["plain"][20]
    found = rulers.accuracies("plain", 20, rate, (0, 4), rulers.COPY_UPDATES, rulers.copy_task)
    assert [f"{value:.3f}" for value in found] == [f"{stored[seed]:.3f}" for seed in (0, 4)]


@pytest.mark.retrain
@pytest.mark.parametrize(("kind", "seeds"), [("plain", (0, 3, 7)), ("lstm, chrono", (0, 5)), ("gru, update bias 5", (19,))])
def test_training_again_gives_the_stored_numbers(kind, seeds):
    rate, stored = corpus.load_rulers()[kind][20]
    found = rulers.accuracies(kind, 20, rate, seeds)
    assert [f"{value:.3f}" for value in found] == [f"{stored[seed]:.3f}" for seed in seeds]


def taught_gradients(kind, x, y, p):
    """The same gradients by the functions that lectures 10 and 16 teach, for one network."""
    run = {"lstm": lstm_states, "gru,": gru_states}.get(kind[:4], lambda x, p: (hidden_states(x, p),))
    states = run(x, p)
    last = states[0][:, -y.shape[1] :]
    do = (logistic(last @ p["W_ya"].T + p["b_y"]) - y[..., None]) / y.size
    da = np.zeros_like(states[0][:, 1:])
    da[:, -y.shape[1] :] = do @ p["W_ya"]
    if len(states) == 1:
        gradients = hidden_states_backward(x, states[0], da, p)[0]
    else:
        gradients = (lstm_backward if kind.startswith("lstm") else gru_backward)(x, states, da, p)[0]
    return gradients | {"W_ya": np.einsum("bij,bik->jk", do, last), "b_y": do.sum((0, 1))}


@pytest.mark.parametrize("task", [rulers.latch, rulers.copy_task])
@pytest.mark.parametrize("kind", rulers.KINDS)
def test_side_by_side_is_what_the_lectures_teach(kind, task):
    networks = [rulers.start(kind, seed, 12) for seed in (3, 4)]
    p = {name: np.stack([one[name] for one in networks]) for name in networks[0]}
    tokens, y = (np.stack(part) for part in zip(*(task(12, 5, np.random.default_rng(seed)) for seed in (0, 1))))
    found = rulers.gradients_of(kind, tokens, y, p)
    for k, network in enumerate(networks):
        for name, expected in taught_gradients(kind, np.eye(4)[tokens[k]], y[k], network).items():
            assert np.allclose(found[name][k], expected, atol=1e-14), name


def test_equal_parameters_are_equal():
    sizes = {kind: sum(value.size for value in rulers.start(kind, 0, 20).values()) for kind in rulers.KINDS}
    assert sizes["plain, 34 units"] == sizes["lstm, forget bias 1"] == 1361


def test_latch_asks_for_its_first_token():
    tokens, y = rulers.latch(7, 50, np.random.default_rng(0))
    assert tokens.shape == (50, 8) and np.array_equal(tokens[:, :1], y) and tokens[:, 1:].min() >= 2


def test_copy_task_asks_for_its_first_four_tokens_in_order():
    tokens, y = rulers.copy_task(7, 200, np.random.default_rng(0))
    assert tokens.shape == (200, 15) and np.array_equal(tokens[:, :4], y) and len(np.unique(y, axis=0)) == 16
    assert (tokens[:, 4:11] == 2).all() and (tokens[:, 11:] == 3).all()


def test_an_answer_counts_if_all_its_outputs_are_right():
    y = np.array([[[0.0, 1.0], [1.0, 1.0], [0.0, 0.0], [1.0, 0.0]]])
    o = np.array([[[-2.0, 3.0], [1.0, -1.0], [2.0, -5.0], [0.5, -0.5]]])
    assert rulers.share_all_right(o, y).tolist() == [0.5]


def test_starts_are_what_their_names_say():
    W = rulers.start("orthogonal", 0, 20)["W_aa"]
    assert np.allclose(W @ W.T, np.eye(len(W)), atol=1e-7)
    b = rulers.start("lstm, chrono", 0, 60)["b_a"]
    assert np.allclose(b[:16], -b[16:32]) and b[16:32].min() >= 0 and b[16:32].max() <= np.log(60)
    assert set(rulers.start("gru, update bias 5", 0, 20)["b_a"][16:32]) == {5.0}


def test_a_damaged_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    target = tmp_path / "models" / "rulers.tsv"
    shutil.copy(corpus.data_path("models/rulers.tsv"), target)
    text = target.read_text(encoding="utf-8")
    monkeypatch.setattr(corpus, "data_path", lambda name: tmp_path / name)
    for damaged in (text.replace(" 1.000", " half", 1), text.replace(" 1.000", " nan", 1), "\n".join(text.splitlines()[:-1]), ""):
        target.write_text(damaged, encoding="utf-8")
        with pytest.raises(ValueError, match=r"rulers\.tsv"):
            corpus.load_rulers()
