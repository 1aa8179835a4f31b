"""The stored scores of lecture 12: their form, the claims that lean on them, and rows trained again to the same numbers."""

import numpy as np
import pytest

from data.models.trainers import reviews as trainer
from helpers import corpus
from helpers.taught.sentiment import over_real, pad_ids

STORED = corpus.load_review_scores()
NETWORKS = (
    "last state",
    "last state, ten pads late",
    "last state, long vectors",
    "mean state",
    "state behind pads",
    "LSTM, last state",
)


@pytest.fixture(scope="module")
def reviews():
    return trainer.Reviews()


@pytest.fixture(scope="module")
def pairs(reviews):
    return reviews.pairs()


def test_every_model_start_and_split_is_there():
    assert set(STORED) == {*NETWORKS, "bag of words", "bag of words and pairs"}
    for name, groups in STORED.items():
        assert tuple(groups) == corpus.REVIEW_SPLITS
        for rows in groups.values():
            assert rows.shape == (5 if name in NETWORKS else 1, 2) and rows[:, 0].min() > 0 and rows[:, 0].max() <= 1


def test_what_the_lecture_says_of_them():
    means = {name: groups["test"][:, 0].mean() for name, groups in STORED.items()}
    assert means["bag of words"] < 0.627 < means["bag of words and pairs"]
    assert means["last state"] >= 0.88 and means["mean state"] >= 0.88
    late = STORED["last state, ten pads late"]["test"][:, 0]
    assert np.all(late < STORED["last state"]["test"][:, 0] - 0.05) and late.max() - late.min() > 0.4
    assert means["last state, long vectors"] < means["last state"] - 0.1
    assert STORED["bag of words and pairs"]["unseen"][0, 0] < STORED["last state"]["unseen"][:, 0].min()


def test_accuracy_is_the_share_of_right_answers_and_not_the_loss():
    o = np.array([[0.1, 0, 0], [0.1, 0, 0], [0.1, 0, 0], [0, 0, 9.0]])  # three right by a hair, one wrong by far, two away
    assert trainer.measured(o, np.zeros(4, int)) == (0.75, 0.5)


@pytest.mark.retrain
def test_the_bag_trained_again_gives_the_stored_numbers():
    reviews = trainer.Reviews()
    for split, o in reviews.bag(reviews.ids, reviews.N).items():
        assert [f"{value:.4f}" for value in trainer.measured(o, reviews.y[split])] == [
            f"{value:.4f}" for value in STORED["bag of words"][split][0]
        ]


@pytest.mark.retrain
def test_a_network_trained_again_gives_the_stored_numbers():
    reviews = trainer.Reviews()
    score = reviews.recurrent(1, over_real, 0.02)
    for split in corpus.REVIEW_SPLITS:
        found = trainer.measured(score(*pad_ids(reviews.ids[split])), reviews.y[split])
        assert np.allclose(found, STORED["mean state"][split][1], atol=1e-4), split


def test_reading_late_by_no_pad_is_reading_right(reviews, monkeypatch):
    start = reviews.start(0)
    monkeypatch.setattr(trainer.Reviews, "trained", lambda *arguments: start)
    ids, mask = pad_ids(reviews.ids["test"][:40])
    assert np.array_equal(reviews.read_late(0, 0)(ids, mask).argmax(1), trainer.classifier_scores(ids, mask, start).argmax(1))
    assert not np.allclose(reviews.read_late(0, 3)(ids, mask), reviews.read_late(0, 0)(ids, mask))


def test_gradients_of_the_lstm_by_central_differences():
    from helpers.taught.bptt import numerical_gradient, relative_error
    from helpers.taught.gates import lstm_parameters
    from helpers.taught.softmax import softmax_cross_entropy
    from helpers.taught.training import with_lookup_table

    parameters = with_lookup_table(lstm_parameters(3, 2, 5, seed=1), 9, seed=1)
    ids, mask = pad_ids([[2, 3, 4], [5, 6, 2, 7, 8], [3]])
    found = trainer.lstm_gradients(ids, mask, [3, 1, 4], parameters)
    for name, weight in parameters.items():

        def loss(w, name=name):
            return softmax_cross_entropy(trainer.lstm_scores(ids, mask, {**parameters, name: w}), [3, 1, 4])

        assert relative_error(found[name], numerical_gradient(loss, weight)) < 1e-7, name


@pytest.mark.parametrize("split", ["train", "test"])
def test_pairs_are_those_of_train(split, reviews, pairs):
    rows, size = pairs
    assert max(map(max, rows["train"])) == size - 1
    assert all(row[: len(ids)] == ids for row, ids in zip(rows[split], reviews.ids[split]))
    if split == "train":
        assert all(len(row) == 2 * len(ids) - 1 for row, ids in zip(rows[split], reviews.ids[split]))


def test_new_pairs_stand_in_nearly_all_reviews_of_unseen_and_in_few_of_test(reviews, pairs):
    """As the lecture says: in 96 % and in 3 %."""
    rows, _ = pairs
    new = {
        split: np.mean([len(row) < 2 * len(ids) - 1 for row, ids in zip(rows[split], reviews.ids[split])])
        for split in ("unseen", "test")
    }
    assert round(new["unseen"], 2) == 0.96 and round(new["test"], 2) == 0.03


@pytest.mark.parametrize(
    "row", ["last state\t0\ttest\t1.1\t0", "last state\t0\ttest\t0.9\t4.1", "last state\t0\ttest\tnan\t0", "last"]
)
def test_a_damaged_file_is_named(row, tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    header = "\t".join(corpus.REVIEW_SCORE_COLUMNS)
    (tmp_path / "models/reviews_scores.tsv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(corpus, "data_path", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match=r"reviews_scores\.tsv, line 2"):
        corpus.load_review_scores()
