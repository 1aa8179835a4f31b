"""Our word vectors against gensim's Word2Vec: the objective within 2.5 %, and as many analogies solved."""

import numpy as np
import pytest

gensim = pytest.importorskip("gensim")


from benchmarks import embeddings as bench
from data.models.trainers.embeddings import world
from helpers import corpus
from helpers.taught.word2vec import cbow_step, train_word2vec


@pytest.fixture(scope="module")
def theirs():
    return bench.score(*bench.by_gensim(corpus.load_world(), list(world()[2])))


def taught(ids, counts):
    return train_word2vec(ids, counts, epochs=20, rate=0.05)


@pytest.mark.parametrize(("train", "subsampling"), [(bench.quick_word2vec, "c"), (taught, "paper")])
def test_skip_gram_is_as_good(theirs, train, subsampling):
    losses, solved = bench.score(*train(*world()[:2]))
    assert losses[subsampling] <= 1.025 * theirs[0][subsampling]
    assert solved >= theirs[1] - 0.06


def test_cbow_is_as_good():
    ids, counts, vocabulary = world()
    model = gensim.models.Word2Vec(
        corpus.load_world(), vector_size=50, window=5, min_count=1, negative=5, sg=0, sample=1e-3, epochs=20, alpha=0.05,
        workers=1, seed=1,
    )  # fmt: skip
    E = model.wv.vectors[[model.wv.key_to_index[word] for word in vocabulary]].astype(float)
    ours = train_word2vec(ids, counts, cbow_step, rate=0.2)[0]
    assert bench.score(ours, ours)[1] >= bench.score(E, E)[1] - 0.06


def test_noise_table_has_the_same_probabilities():
    model = gensim.models.Word2Vec(corpus.load_world(), vector_size=2, min_count=1, epochs=1, workers=1, seed=1)
    _, counts, vocabulary = world()
    order = np.argsort([model.wv.key_to_index[word] for word in vocabulary])
    weights = counts[order] ** 0.75
    np.testing.assert_allclose(np.asarray(model.cum_table) / (2**31 - 1), np.cumsum(weights) / weights.sum(), atol=1e-6)


def test_subsampling_of_the_benchmark_is_theirs():
    model = gensim.models.Word2Vec(corpus.load_world(), vector_size=2, min_count=1, epochs=1, workers=1, sample=1e-3)
    _, counts, vocabulary = world()
    kept = np.array([model.wv.get_vecattr(word, "sample_int") for word in vocabulary]) / 2**32
    np.testing.assert_allclose(bench.c_keep(counts), kept, atol=1e-6)
