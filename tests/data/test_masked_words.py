"""What lecture 06 stores: follow-ups, networks and tables; parts of it made again to the same numbers."""

import json

import numpy as np
import pytest

from data.makers import follow_ups, trips
from data.models.trainers import blank, masked_words
from helpers import corpus
from helpers.taught.bert import bert_parameters, train_masked_words

SPLITS = ("train", "held_out", "new_words")
TEXTS = {split: corpus.load_follow_ups(split) for split in SPLITS}


def test_follow_ups_name_a_city_of_their_trip():
    known = {tuple(trip.tokens): trip for trip in corpus.load_trips()}
    for split, texts in TEXTS.items():
        assert len(texts) > 1000
        frames = follow_ups.NEW_FOLLOW_UPS if split == "new_words" else follow_ups.FOLLOW_UPS
        for text in texts:
            city = text.tokens[text.blank]
            endings = [frame.replace("{}", city).split() for frame in frames[text.role[0]]]
            first = [text.tokens[: -len(words)] for words in endings if text.tokens[-len(words) :] == words]
            assert len(first) == 1, text
            trip = known[tuple(first[0])]
            assert text.places == [i for i, token in enumerate(trip.tokens) if token in trips.CITIES + trips.TEST_ONLY_CITIES]
            assert trip.labels[text.places[text.asked]] == (text.role == "destination")
            assert text.gap == trip.gaps[text.asked] and (trip.split == "train") == (split == "train")


def test_both_roles_and_every_gap_are_asked_for():
    for texts in TEXTS.values():
        roles = [text.role for text in texts]
        assert 0.35 < roles.count("destination") / len(roles) < 0.65
        assert {text.gap for text in texts} >= set(range(11))


def test_a_split_that_does_not_exist():
    with pytest.raises(ValueError, match="train, held_out, new_words"):
        corpus.load_follow_ups("test")


DAMAGED = [("\televen\t", "eleven"), ("\t-5\t", "place below 0"), ("\t1\t", "hold different cities"),
           ("\t99\t", "index out of range")]  # fmt: skip


@pytest.mark.parametrize(("new", "words"), DAMAGED)
def test_damaged_follow_ups(tmp_path, monkeypatch, new, words):
    lines = corpus.data_path("follow_ups.tsv").read_text(encoding="utf-8").splitlines()[:3]
    (tmp_path / "follow_ups.tsv").write_text(f"{lines[0]}\n{lines[1]}\n".replace("\t11\t", new), encoding="utf-8")
    monkeypatch.setattr(corpus, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=rf"follow_ups\.tsv, line 2: .*{words}"):
        corpus.load_follow_ups("train")


def test_a_shuffled_text_keeps_its_words_and_its_follow_up():
    rng = np.random.default_rng(0)
    for text in TEXTS["train"][:200]:
        other = blank.shuffled(text, rng)
        assert sorted(other.tokens) == sorted(text.tokens) and other.tokens[text.blank - 1 :] == text.tokens[text.blank - 1 :]
        assert [other.tokens[i] for i in other.places] == [text.tokens[i] for i in text.places]


def test_the_stored_histories_are_whole():
    history = corpus.load_blank_history()
    epochs = sum(number for number, _ in blank.PHASES)
    assert list(history) == list(blank.KINDS)
    for kind, starts in history.items():
        assert len(starts) == blank.KINDS[kind][-1] and all(rows.shape == (epochs, 3) for rows in starts)
    moments = json.loads(corpus.data_path("models/blank_moments.json").read_text(encoding="utf-8"))
    assert len(moments["epochs"]) == epochs and moments["sentences"] == list(blank.COURSE)


def test_the_stored_network_has_the_stored_score():
    parameters, vocabulary = corpus.load_model("blank")
    blanks = blank.Blanks()
    assert vocabulary == blanks.vocabulary
    assert all(np.array_equal(value, np.round(value, 6)) for value in parameters.values())
    some, right = blanks.scores(parameters, blanks.held_out)
    assert f"{some.mean():.4f} {right.mean():.4f}" == "{:.4f} {:.4f}".format(
        *corpus.load_blank_history()["two layers"][0][-1, 1:]
    )
    now = blank.moment(blanks, parameters)
    told = json.loads(corpus.data_path("models/blank_moments.json").read_text(encoding="utf-8"))["epochs"][-1]
    for ours, theirs in zip(now, told):
        assert ours["cities"] == pytest.approx(theirs["cities"], abs=2e-3)
        assert np.array(ours["reads"]) == pytest.approx(np.array(theirs["reads"]), abs=2e-3)


@pytest.mark.retrain
@pytest.mark.parametrize(("kind", "seed"), [("two layers", 0), ("one layer", 2), ("trips shuffled", 1)])
def test_two_epochs_again_give_the_stored_losses(kind, seed):
    blanks, losses = blank.Blanks(kind), []
    parameters = bert_parameters(len(blanks.vocabulary), blank.D, blanks.layers, blank.T_MAX, seed)
    data = blanks.sentences, parameters, blank.HEADS, 2, blank.PHASES[0][1], seed
    train_masked_words(*data, blanks=blanks.blanks, rate=blanks.rate, after_epoch=lambda p, loss: losses.append(f"{loss:.4f}"))
    assert losses == [f"{row[0]:.4f}" for row in corpus.load_blank_history()[kind][seed][:2]]


@pytest.mark.retrain
def test_a_start_on_trips_again():
    trips, stored = masked_words.Trips(), corpus.load_masked_words()
    settings, N = masked_words.TRIPS, len(trips.vocabulary)
    for name, (probes, size) in masked_words.PROBES.items():
        found = trips.roles(masked_words.before_training(settings, N, 3), probes, size=size)
        assert all(share == pytest.approx(stored[name][gap][3, 1], abs=6e-5) for gap, share in found.items()), name
    _, losses = masked_words.trained(trips.train, settings | {"phases": ((1, settings["phases"][0][1]),)}, N, 3)
    assert losses == pytest.approx(stored["loss"][1][3, :1], abs=6e-5)


def test_what_the_lecture_says_of_roles():
    trained, before, static = corpus.load_masked_words()["role of a city"][0].T
    assert trained.mean() > 0.9 and before.mean() < 0.65 and static.mean() < 0.6


def test_what_the_lecture_says_of_meanings():
    stored = corpus.load_masked_words()
    by_word = np.array(list(stored["two groups, expected words"].values()))
    assert by_word.shape == (5, 5, 3) and (by_word[..., 0].mean(0) > 0.95).all() and by_word[..., 1:].mean() < 0.65


def test_the_stored_network_of_the_world_has_the_stored_purities():
    parameters, vocabulary = corpus.load_model("senses")
    world, stored = masked_words.World(), corpus.load_masked_words()
    assert vocabulary == world.vocabulary
    for word in world.senses:
        for by, purity in world.purities(word, parameters).items():
            assert f"{purity:.4f}" == f"{stored[f'two groups, {by}'][word][0, 0]:.4f}"
