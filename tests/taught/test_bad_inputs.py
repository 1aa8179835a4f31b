"""What a student may hand over by mistake: it is refused in words, and never answered by a wrong number."""

import numpy as np
import pytest

from helpers.taught import bpe, bpe_fast, convolution, cooccurrence, embedding_scores, loss, ngram, one_hot, softmax, tfidf

NAN, INF = np.nan, np.inf


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.int64])
def test_a_number_of_merges_that_numpy_computed(kind):
    assert bpe_fast.train_bpe_fast("aaaa bbbb ccc ddd", kind(3)) == bpe.train_bpe("aaaa bbbb ccc ddd", 3)


@pytest.mark.parametrize("y", [[1, -1], [1, 0.5], [2, 0], [NAN, 0], [[1], [0]], [1], "10", [1, 0, 0]])
def test_labels_are_0_and_1_one_for_each_row_of_ids(y):
    for use in (lambda: one_hot.one_hot_step(np.zeros(3), [[0], [1]], y, 0.1),
                lambda: one_hot.fit_one_hot([[0], [1]], y, 3, 1, 0.1),
                lambda: one_hot.table_step(np.ones((3, 2)), np.ones((1, 2)), [[0], [1]], y, 0.1)):  # fmt: skip
        with pytest.raises(ValueError, match="give one label, 0 or 1, for each row of ids"):
            use()
    with pytest.raises(ValueError, match=r"ids \(2,\)"):
        one_hot.one_hot_step(np.zeros(3), [0, 1], [1, 0], 0.1)
    expected = one_hot.one_hot_step(np.zeros(3), np.array([[0], [1]]), np.array([1.0, 0.0]), 0.1)
    for kind in (tuple, list, np.array, lambda y: np.array(y, bool), lambda y: np.array(y, np.uint8)):
        assert np.array_equal(one_hot.one_hot_step(np.zeros(3), ((0,), (1,)), kind([1, 0]), 0.1), expected)


@pytest.mark.parametrize("sentences", [[0, 1, 2], np.array([0, 1]), [[[0, 1]]], [[0, 1], 2]])
def test_one_sentence_is_no_list_of_sentences(sentences):
    for use in (one_hot.neighbour_rows, cooccurrence.window_counts, tfidf.count_table):
        with pytest.raises(TypeError, match="a list of sentences, each of them a list of ids"):
            use(sentences, 3)
    assert tfidf.count_table((ids for ids in [[0, 1], []]), 2).tolist() == [[1, 1], [0, 0]]
    assert cooccurrence.window_counts(np.array([[0, 1], [1, 0]]), 2).tolist() == [[0, 2], [2, 0]]


@pytest.mark.parametrize("bad", [NAN, INF, -1])
def test_counts_that_are_none_have_no_weight(bad):
    counts = np.array([[3.0, 1.0], [bad, 2.0]])
    for use in (tfidf.plain_idf, tfidf.smooth_idf, tfidf.damped, cooccurrence.ppmi):
        with pytest.raises(ValueError, match="counts should be finite"):
            use(counts)
    for use in (tfidf.plain_idf, tfidf.smooth_idf, tfidf.damped, cooccurrence.ppmi):
        expected = use(np.array([[3.0, 1.0], [1.0, 200.0]]))
        for kind in (list, np.uint8, np.float16):
            whole = [[3, 1], [1, 200]] if kind is list else np.array([[3, 1], [1, 200]], kind)
            assert np.array_equal(use(whole), expected)
    assert tfidf.damped([[0, 0]]).tolist() == [[0, 0]]  # a question without a known word
    with pytest.raises(ValueError, match="not all of them 0"):
        cooccurrence.ppmi(np.zeros((0, 0)))


def test_words_and_groups_that_do_not_belong_to_the_rows():
    E, words = np.array([[1.0, 0], [0.9, 0.1], [0, 1], [0.5, 0.5]]), list("abcd")
    assert cooccurrence.nearest_words(E, np.array(words), "a", 1) == cooccurrence.nearest_words(E, tuple(words), "a", 1) == ["b"]
    for others, k in ((words[:3], 1), ([*words, "e"], 1), (words, 0), (words, -1)):
        with pytest.raises(ValueError, match="a word for each row"):
            cooccurrence.nearest_words(E, others, "a", k)
    for groups in ([0, 0, 1], [0, 0, 1, 1, 1]):
        with pytest.raises(ValueError, match="3 others and one group"):
            embedding_scores.cluster_purity(E, groups, 1)
    for d in (0, -1, 5):
        with pytest.raises(ValueError, match="this table has 4 directions"):
            cooccurrence.svd_vectors(np.eye(4), d)


def test_a_context_is_a_list_of_tokens():
    text = ["i", "go", "to", "rome"]
    for use in (lambda: ngram.followers(text, "go"), lambda: ngram.draw_tokens(text, 2, "go", 3, np.random.default_rng(0))):
        with pytest.raises(TypeError, match="the context 'go' is a str"):
            use()
    assert ngram.followers("i go", "go"[:1]) == {"o": 1} and ngram.followers(text, ("go",)) == {"to": 1}


@pytest.mark.parametrize("k", [-1, -0.3, NAN, INF])
def test_no_probability_above_1_or_below_0(k):
    with pytest.raises(ValueError, match=r"k is .*: give 0 or more"):
        ngram.add_k_probabilities([0, 1, 0], [0, 1, 2], 2, 3, k)


def test_labels_of_a_batch_that_are_no_row_of_numbers():
    for labels in (["01"], [[[0], [1]]], [iter([0, 1])], [1]):  # '01' would be the number 1, twice
        with pytest.raises(ValueError, match=r"row 0: 2 tokens but \d labels"):
            loss.pad_batch([[5, 6]], labels)
    for sequences in ([5, 6], np.array([5, 6]), [iter([5, 6])], [{5, 6}]):
        with pytest.raises(ValueError, match="give sentences, none empty"):
            loss.pad_batch(sequences, [[0, 1]] * len(sequences))


def test_a_class_that_is_ruled_out_costs_nothing():
    o = np.array([[-INF, 2.0, 2.0], [0.0, -INF, -INF]])
    assert softmax.softmax_cross_entropy(o, [1, 0]) == pytest.approx(np.log(2) / 2)
    assert softmax.softmax_cross_entropy(o, [0, 0]) == INF
    assert np.allclose(softmax.softmax_cross_entropy_gradient(o, [1, 0]), [[0, -0.25, 0.25], [0, 0, 0]])


def test_what_stands_in_a_pad_changes_no_gradient():
    parameters = convolution.convolution_parameters(2, [2, 2], 3, 1, 0)
    x, y, mask = np.ones((1, 3, 2)), np.array([[[1], [0], [0]]]), [[1, 1, 0]]
    zero, nan = x.copy(), x.copy()
    zero[0, 2], nan[0, 2] = 0, NAN
    ours, theirs = (convolution.convolution_backward(v, y, mask, parameters)[0] for v in (nan, zero))
    assert all(np.array_equal(ours[name], theirs[name]) for name in ours)
