"""What lecture 14 stores: the character network, bits of several starts, Kneser-Ney; parts of it made again."""

import numpy as np
import pytest

from data.models.trainers import diary as trainer
from helpers import corpus
from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.gates import gru_parameters, gru_states
from helpers.taught.generation import bits_per_token
from helpers.taught.softmax import softmax_cross_entropy
from helpers.taught.training import with_lookup_table

BITS = corpus.load_diary_bits()


def test_held_out_is_every_tenth_entry_and_not_in_train():
    train, held_out = trainer.texts()
    entries = corpus.diary_entries()
    assert len(train) + len(held_out) == sum(len(f"{date}. {place}.\n{text}\n\n") for date, place, text in entries)
    for date, place, text in entries[9::10]:
        assert text in held_out and f"{date}. {place}.\n{text}" not in train


def test_every_start_is_there():
    assert {name: len(runs) for name, runs in BITS.items()} == {"recurrent": 3, "mixture": 3, "GRU": 3}
    for run in BITS["recurrent"]:
        assert run[:, 0].tolist() == list(range(trainer.EVERY, trainer.UPDATES + 1, trainer.EVERY))


def test_what_the_lecture_says_of_them():
    counted = -np.mean(np.log2(corpus.load_kneser_ney()))
    last = {name: [run[-1, 2] for run in runs] for name, runs in BITS.items()}
    assert max(last["mixture"]) < counted < min(last["GRU"]) < max(last["GRU"]) < min(last["recurrent"])
    assert all(run[-1, 2] - run[-1, 1] > 0.35 for run in BITS["recurrent"])


def test_the_stored_network_has_the_stored_bits_and_vocabulary():
    parameters, vocabulary = corpus.load_model("diary")
    known, train, held_out = trainer.encoded()
    assert vocabulary == known
    _, seen, new = BITS["recurrent"][0][-1]
    assert f"{bits_per_token(held_out, parameters):.4f}" == f"{new:.4f}"
    assert f"{bits_per_token(train[: len(held_out)], parameters):.4f}" == f"{seen:.4f}"
    assert f"{trainer.mixture_bits(held_out, parameters):.4f}" == f"{BITS['mixture'][0][-1, 2]:.4f}"


def test_the_first_updates_can_be_repeated(monkeypatch):
    lines = []
    monkeypatch.setattr(trainer, "EVERY", 20)
    for _ in range(2):
        trainer.network.cache_clear()
        lines.append(trainer.network(0, updates=40)[1])
    assert lines[0] == lines[1] and lines[0][1][2] < lines[0][0][2] < np.log2(83)
    trainer.network.cache_clear()


def test_kneser_ney_is_stored_as_counted():
    assert [f"{p:.6f}" for p in corpus.load_kneser_ney()] == trainer.counted_text().split()[1:]


def test_kneser_ney_adds_up_to_one_and_never_gives_zero():
    train = np.random.default_rng(0).integers(5, size=60).tolist()
    for context in ([0, 1], [3, 3], [4]):
        p = [trainer.kneser_ney(train, [*context, token], 3, 6)[-1] for token in range(6)]
        assert np.isclose(sum(p), 1) and min(p) > 0  # token 5 never occurs


def test_gradient_of_a_window_of_the_gru_by_central_differences():
    rng = np.random.default_rng(0)
    parameters = with_lookup_table(gru_parameters(3, 4, 7, seed=1), 7, seed=1)
    inputs, targets, a_0 = rng.integers(7, size=(2, 4)), rng.integers(7, size=(2, 4)), rng.normal(size=(2, 4))
    found, _ = trainer.gru_gradients(inputs, targets, parameters, a_0)
    for name, weight in parameters.items():

        def loss(w, name=name):
            p = {**parameters, name: w}
            a, _ = gru_states(p["E"][inputs], p, a_0)
            return softmax_cross_entropy(a[:, 1:] @ p["W_ya"].T + p["b_y"], targets)

        assert relative_error(found[name], numerical_gradient(loss, weight)) < 1e-7, name


@pytest.mark.parametrize(
    ("file", "text", "read"),
    [
        ("diary_bits.tsv", "model\tseed\tupdates\tseen\theld_out\nGRU\t0\t5\tnan\t2\n", corpus.load_diary_bits),
        ("diary_bits.tsv", "model\tseed\tupdates\tseen\theld_out\nGRU\t0\t5\t2\n", corpus.load_diary_bits),
        ("diary_kneser_ney.tsv", "probability\n1.5\n", corpus.load_kneser_ney),
        ("diary_kneser_ney.tsv", "probability\n0.0\n", corpus.load_kneser_ney),
    ],
)
def test_a_damaged_file_is_named(file, text, read, tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / file).write_text(text, encoding="utf-8")
    monkeypatch.setattr(corpus, "data_path", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match=rf"{file}, line 2"):
        read()
