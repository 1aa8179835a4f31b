"""Stored scores of word vectors: their form, cells made again to the same number, and what lecture 04 says of them."""

import shutil

import numpy as np
import pytest

from data.models.trainers import embeddings, few_labels
from helpers import corpus
from helpers.taught import embedding_scores, glove, word2vec


def test_every_method_and_seed_is_there():
    stored = corpus.load_embedding_scores()
    assert tuple(stored) == tuple(embeddings.METHODS)
    for method, scores in stored.items():
        assert all(len(values) == (3 if method in embeddings.TRAINED else 1) for values in scores.values())


AGAIN = [("skip-gram", 1), ("CBOW", 2), ("GloVe", 0), ("GloVe + 0.1", 2), *((method, 0) for method in embeddings.COUNTED)]


@pytest.mark.retrain
@pytest.mark.parametrize(("method", "seed"), AGAIN)
def test_training_again_gives_the_stored_row(method, seed):
    lines = corpus.data_path("models/embeddings.tsv").read_text(encoding="utf-8").splitlines()
    assert embeddings.row(method, seed) in lines


def test_what_the_lecture_says():
    stored = corpus.load_embedding_scores()
    for method, goal in (("skip-gram", 0.75), ("CBOW", 0.68)):
        scores = stored[method]
        assert scores["excluded"].mean() >= goal
        assert np.all(scores["excluded"] - scores["allowed"] >= 0.15)
        assert np.all(scores["queen"] == 1) and np.all(scores["pairs_r"] >= 0.85)
        assert np.all(scores["she_he_r"] < 0.1)


@pytest.mark.retrain
@pytest.mark.parametrize(("seed", "answer", "sign"), [(4, "duchess", 1), (8, "queen", -1)])
def test_starts_that_are_not_as_the_others(seed, answer, sign):
    """Seed 4 answers man : woman = king : ... with another word; seed 8 reads she - he wrongly even without pairs of the two."""
    ids, counts, vocabulary = embeddings.world()
    pair = [vocabulary["he"], vocabulary["she"]]

    def apart(E, F, block, mask, *rest):
        margin, one = (len(block) - len(mask)) // 2, np.isin(block, pair)
        word2vec.skip_gram_step(E, F, block, mask * (1 - np.outer(one[margin:-margin], one)), *rest)

    E = word2vec.train_word2vec(ids, counts, seed=seed)[0]
    found = embedding_scores.analogy_answers(E, [[vocabulary[word] for word in ("man", "woman", "king")]])
    assert found[0] == vocabulary[answer] and embeddings.gender_readings(E, vocabulary)[1] < -0.6
    E = word2vec.train_word2vec(ids, counts, apart, seed=seed)[0]
    assert np.sign(embeddings.gender_readings(E, vocabulary)[1]) == sign


@pytest.mark.retrain
@pytest.mark.parametrize(("rate", "explodes"), [(0.08, False), (0.12, True)])
def test_the_limit_of_the_rate(rate, explodes):
    ids, counts, _ = embeddings.world()
    with np.errstate(over="ignore"):
        longest = np.linalg.norm(word2vec.train_word2vec(ids, counts, rate=rate)[0], axis=1).max()
    assert longest > 1e6 if explodes else longest < 10


def test_what_lecture_05_says():
    stored = corpus.load_embedding_scores()
    plain, filled = stored["GloVe"]["excluded"], stored["GloVe + 0.1"]["excluded"]
    assert np.all(plain <= 0.4) and filled.mean() >= 2 * plain.mean() and stored["skip-gram"]["excluded"].mean() >= 0.75
    assert stored["PPMI"]["purity"][0] >= 0.95 and stored["PPMI"]["allowed"][0] <= 0.15
    best = {name: max(stored, key=lambda method: stored[method][name].mean()) for name in ("purity", "excluded", "allowed")}
    assert len(set(best.values())) > 1, "nobody wins everywhere"


def solved(E):
    vocabulary = embeddings.world()[2]
    fours = [four for family in corpus.load_world_truth()["analogies"].values() for four in family]
    return round(embedding_scores.analogy_score(E, [[vocabulary[word] for word in four] for four in fours]), 2)


@pytest.mark.retrain
@pytest.mark.parametrize(("plus", "rate", "share"), [(0.1, 0.07, 0.46), (0.1, 0.4, 0.36), (0, 1, 0.08)])
def test_glove_at_other_rates(plus, rate, share):
    ids, counts, _ = embeddings.world()
    assert solved(glove.train_glove(glove.distance_counts(ids, len(counts)) + plus, rate=rate)[0]) == share


@pytest.mark.retrain
@pytest.mark.parametrize(("target", "weight", "share"), [(5, 0.1, 0.14), (0.1, 5, 0.27), (0.01, 0.1, 0.65)])
def test_target_and_weight_of_an_empty_cell_taken_apart(target, weight, share):
    ids, counts, _ = embeddings.world()
    X = glove.distance_counts(ids, len(counts))
    cells = np.log(np.where(X > 0, X, target)), np.where(X > 0, glove.glove_weight(X), glove.glove_weight(weight))
    parameters = glove.glove_start(len(X), 50, 0)
    sums = {name: np.ones_like(value) for name, value in parameters.items()}
    for _ in range(60):
        glove.adagrad_step(parameters, glove.glove_gradients(parameters, *cells)[1], sums, 0.2)
    assert solved(parameters["W"] + parameters["W_tilde"]) == share


def test_the_two_tables_of_glove_and_a_direction_of_gender():
    ids, counts, vocabulary = embeddings.world()
    X = glove.distance_counts(ids, len(counts))
    parameters, cells = glove.glove_start(len(X), 50, 0), (np.log(np.where(X > 0, X, 1)), glove.glove_weight(X))
    sums = {name: np.ones_like(value) for name, value in parameters.items()}
    for _ in range(60):
        glove.adagrad_step(parameters, glove.glove_gradients(parameters, *cells)[1], sums, 0.2)
    alone, both = parameters["W"], parameters["W"] + parameters["W_tilde"]
    assert round(embeddings.gender_readings(alone, vocabulary)[1], 2) == -0.41
    assert np.isclose(
        embeddings.gender_readings(both, vocabulary)[1], corpus.load_embedding_scores()["GloVe"]["she_he_r"][0], atol=1e-4
    )


def test_few_labels():
    stored = corpus.load_few_labels()
    assert tuple(stored) == few_labels.TABLES and all(tuple(stds) == few_labels.STDS for stds in stored.values())
    best = {name: max(stds.values(), key=lambda groups: groups["dev"].mean()) for name, stds in stored.items()}
    random, train, fresh = (best[name]["new city"] for name in few_labels.TABLES)
    assert np.all(fresh > random) and fresh.mean() > random.mean() + 0.1 and train.mean() < random.mean() - 0.1
    assert abs(best["train and fresh"]["dev"].mean() - best["random"]["dev"].mean()) < 0.05


@pytest.mark.retrain
def test_a_few_labels_again():
    data, _ = few_labels.prepare()
    start = few_labels.token_table("random", data[0], {}, 3)
    again = few_labels.scores(np.round(0.1 * start, 6), 0.003, 3, data)
    lines = corpus.data_path("models/few_labels.tsv").read_text(encoding="utf-8").splitlines()
    assert all(f"random\t0.1\t0.003\t3\t{group}\t{f1:.4f}" in lines for group, f1 in again.items())


@pytest.mark.retrain
def test_fresh_sentences_help_by_the_new_cities():
    """As many fresh sentences without the cities of test: in ten seeds the mean of new cities is 0.54, here 0.36."""
    data, texts = few_labels.prepare()
    old = texts["train"] + few_labels.fresh_sentences(few_labels.maker.CITIES)
    start = few_labels.token_table("old cities", data[0], {"old cities": old}, 8)
    assert round(few_labels.scores(start, 0.003, 8, data)["new city"], 2) == 0.36


def test_fresh_sentences_are_fresh():
    fresh = few_labels.fresh_sentences()
    known = {tuple(token for token in trip.tokens if token != ".") for trip in corpus.load_trips()}
    assert len(fresh) == few_labels.FRESH
    assert not known & {tuple(token for token in tokens if token != ".") for tokens in fresh}
    assert any("Kyoto" in tokens for tokens in fresh)


@pytest.mark.parametrize(
    ("name", "old", "new", "reader"),
    [
        ("embeddings.tsv", "0.7711", "many", corpus.load_embedding_scores),
        ("embeddings.tsv", "0.9798", "nan", corpus.load_embedding_scores),
        ("few_labels.tsv", "0.7856", "1.5", corpus.load_few_labels),
        ("few_labels.tsv", "table\t", "start\t", corpus.load_few_labels),
    ],
)
def test_a_damaged_file_is_named(tmp_path, monkeypatch, name, old, new, reader):
    (tmp_path / "models").mkdir()
    target = tmp_path / "models" / name
    shutil.copy(corpus.data_path(f"models/{name}"), target)
    text = target.read_text(encoding="utf-8")
    assert old in text
    target.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(corpus, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=name):
        reader()
