"""What a student may hand over by mistake: it is refused in words, and never answered by a wrong number."""

import numpy as np
import pytest

from helpers.taught import (
    attention,
    bert,
    bidirectional,
    bio_tags,
    bpe,
    bpe_fast,
    bptt,
    clusters,
    convolution,
    cooccurrence,
    embedding_scores,
    gates,
    generation,
    glove,
    jacobian,
    loss,
    ngram,
    one_hot,
    optimiser,
    rnn,
    rnn_fast,
    softmax,
    tagger,
    tfidf,
    training,
    translation,
    word2vec,
)
from helpers.taught.bptt import numerical_gradient, relative_error

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
    for use in (one_hot.neighbour_rows, cooccurrence.window_counts, glove.distance_counts, tfidf.count_table):
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


@pytest.mark.parametrize(
    ("backward", "parameters"),
    [
        (bptt.rnn_backward_batch, rnn.initial_parameters(3, 4, 1, 0)),
        (bidirectional.bidirectional_backward, bidirectional.bidirectional_parameters(3, 4, 1, 0)),
        (convolution.convolution_backward, convolution.convolution_parameters(3, [2], 4, 1, 0)),
    ],
)
def test_one_sentence_is_not_read_twice_for_a_mask_of_two(backward, parameters):
    x, y, mask = np.ones((1, 5, 3)), np.ones((2, 5, 1)), np.ones((2, 5))
    with pytest.raises(IndexError, match=r"along axis 0; size of axis is 1 but .* is 2"):
        backward(x, y, mask, parameters)
    expected, _, _ = backward(np.repeat(x, 2, axis=0), y, mask, parameters)
    for kind in (np.ndarray.tolist, np.bool_, np.uint8):
        same, _, _ = backward(np.repeat(x, 2, axis=0), y, kind(mask), parameters)
        assert all(np.array_equal(same[name], expected[name]) for name in expected)


def test_soft_labels_have_the_loss_of_their_gradient():
    rng = np.random.default_rng(0)
    C, R, weight = rng.normal(size=(2, 3)), rng.normal(size=(4, 3)), rng.random((2, 4))
    for y in (np.full((2, 4), 0.3), np.eye(2, 4), np.eye(2, 4, dtype=bool), np.eye(2, 4, dtype=np.uint8)):
        slope = numerical_gradient(lambda C, y=y: word2vec.noise_loss(C, R, y, weight), C)
        assert relative_error(word2vec.noise_gradients(C, R, y, weight)[0], slope) < 1e-7
    assert word2vec.noise_loss(1e3 * np.ones((1, 1)), np.ones((1, 1)), np.ones((1, 1)), np.ones((1, 1))) == 0


def test_shares_in_place_of_counts_are_kept_alike():
    counts = np.array([900, 90, 10, 0])
    np.testing.assert_allclose(word2vec.keep_probability(counts / 1000)[:3], word2vec.keep_probability(counts)[:3], rtol=1e-12)
    assert word2vec.keep_probability(counts)[3] == 1


@pytest.mark.parametrize("questions", [[], np.zeros((0, 4), int), [[0, 1, 2]], [0, 1, 2, 3], [[0, 1, 2, -1]], [[0, 1, 2, 9]]])
def test_analogies_have_four_words(questions):
    with pytest.raises(ValueError, match=r"give \(n, 4\), one at least|do not fit a vocabulary"):
        embedding_scores.analogy_score(np.eye(4), questions)


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.int16, np.int64])
def test_gradients_typed_as_whole_numbers_do_not_wrap(kind):
    whole = np.array([100, -120 if np.issubdtype(kind, np.signedinteger) else 120], kind)
    large = np.array([2**40], np.int64)
    for step in (lambda W, g: optimiser.adam_step(W, g, optimiser.adam_state(W), 0.1),
                 lambda W, g: glove.adagrad_step(W, g, {"W": np.ones(len(W["W"]))}, 0.1)):  # fmt: skip
        for gradient in (whole, large):
            ours, theirs = {"W": np.ones(len(gradient))}, {"W": np.ones(len(gradient))}
            step(ours, {"W": gradient})
            step(theirs, {"W": gradient.astype(float)})
            assert np.array_equal(ours["W"], theirs["W"]) and np.all(np.abs(ours["W"] - 1) < 0.11)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_a_mask_hides_and_a_low_score_does_not(kind):
    scores = np.array([[-4e4, -4e4, 3]], kind)
    assert attention.masked_softmax(scores, [[1, 1, 0]]).tolist() == [[0.5, 0.5, 0]]
    assert attention.masked_softmax(scores, [[0, 0, 0]]).tolist() == [[0, 0, 0]]
    assert attention.masked_softmax(scores, [[1, 1, 1]]).dtype == kind
    low = np.array([[-1e31, -1e31, -INF, NAN]])
    assert attention.masked_softmax(low, [[1, 1, 1, 0]]).tolist() == [[0.5, 0.5, 0, 0]]
    assert attention.masked_softmax(low, [[0, 0, 1, 0]]).tolist() == [[0, 0, 0, 0]]


def test_only_tokens_are_hidden_and_guessed():
    ids, mask, rng = np.array([[2, 3, 4], [2, 3, 0]]), np.array([[1, 1, 1], [1, 1, 0]]), np.random.default_rng(0)
    for rate in (15, -0.1, NAN):
        with pytest.raises(ValueError, match="give a share from 0 to 1"):
            bert.hide_tokens(ids, mask, rate, 4, rng)
    for other in (mask[:1], mask[:, :1], mask[0]):
        with pytest.raises(ValueError, match=r"it should be \(2, 3\)"):
            bert.hide_tokens(ids, other, 0.5, 4, rng)
    with pytest.raises(ValueError, match="a pad is: there is nothing to guess"):
        bert.masked_word_gradients(ids, ids, mask, [[1, 0, 0], [0, 0, 1]], bert.bert_parameters(5, 4, 1, 6, 0), 2)


def test_groups_of_numbers_that_are_no_vectors():
    for X in ([1, 2, 3], np.ones((2, 2, 2)), 5.0):
        with pytest.raises(ValueError, match="give at least k vectors"):
            clusters.k_means(X, 2)
    with pytest.raises(ValueError, match="one of each"):
        clusters.group_purity([[0, 1]], [[0, 1]])  # it would be 2


@pytest.mark.parametrize("kind", [np.uint8, np.int8, bool, list])
def test_signals_typed_as_whole_numbers_are_added_up_as_floats(kind):
    whole = [[[100], [100], [100]]]
    dx = whole if kind is list else np.array(whole).astype(kind)
    total = 3.0 if kind is bool else 300.0
    assert training.embedding_gradient([[1, 1, 1]], dx, 3).tolist() == [[0], [total], [0]]
    assert training.embedding_gradient([[0]], np.ones((1, 1, 2), np.float32), 2).dtype == np.float32


def test_an_infinite_strength_hides_nothing_in_silence():
    with pytest.raises(ValueError, match="strength is inf"):
        training.hide_rare_words([[2, 3]], INF, np.random.default_rng(0))


def test_what_stands_in_a_pad_changes_no_gradient_of_two_readers():
    parameters = bidirectional.bidirectional_parameters(2, 3, 1, 0)
    y, mask, found = np.array([[[1], [0], [0]]]), [[1, 1, 0]], []
    for pad in (0, 7, NAN, INF):
        x = np.ones((1, 3, 2))
        x[0, 2] = pad
        gradients, dx, _ = bidirectional.bidirectional_backward(x, y, mask, parameters)
        found.append(np.concatenate([dx.ravel(), *(np.ravel(value) for value in gradients.values())]))
    assert all(np.array_equal(other, found[0]) and np.isfinite(other).all() for other in found)


def test_nothing_is_read_through_a_mask_of_another_shape_and_nothing_written_from_nan():
    two = translation.translator_parameters(2, 3, 6, 6, 0)
    source, mask = np.array([[2, 3, 4], [2, 3, 0]]), np.array([[1, 1, 1], [1, 1, 0]])
    a, d_0 = translation.encode(source, mask, two)
    for other in (mask[:1], mask[:, :1], np.ones(3), np.ones((2, 4))):
        with pytest.raises(ValueError, match=r"it should be \(2, 3\)"):
            translation.decode([[0], [0]], d_0, a, other, two)
    ours, theirs = (translation.decode([[0], [0]], d_0, a, m, two) for m in (mask.tolist(), mask))
    assert all(map(np.array_equal, ours, theirs))
    for name in ("encoder_E", "decoder_W_aa", "W_ya", "W_yc"):
        broken = two | {name: two[name] * NAN}
        for use in (lambda p: translation.translate([[2, 3]], p, 0, 1), lambda p: translation.beam_search([2, 3], p, 0, 1)):
            with pytest.raises(ValueError, match="a score is infinite or nan"):
                use(broken)
    with pytest.raises(ValueError, match="runs of 1 to 0"):
        translation.bleu([["a"]], [["a"]], longest=0)


@pytest.mark.parametrize("temperature", [0, 1])
def test_nothing_is_drawn_from_no_score(temperature):
    with pytest.raises(ValueError, match=r"scores of shape \(0,\): give one row"):
        generation.draw_next([], temperature, np.random.default_rng(0))


def test_a_ledger_of_matrices_has_no_share():
    with pytest.raises(ValueError, match=r"no \(T, T\)"):
        jacobian.far_share(np.ones((3, 3, 2, 2)), 1)


@pytest.mark.parametrize("row", [["0", "1"], [None, 1], [NAN, 1], [1, -1], ["B-a", "o"], ["", "O"], np.array(["0", "1"])])
def test_labels_that_are_none(row):
    for use in (bio_tags.tag_spans, lambda row: bio_tags.tag_span_f1([row], [row])):
        with pytest.raises(ValueError, match="use the numbers 0 and 1, or tags"):
            use(row)
    for fine in ([0, 1], [False, True], [0.0, 1.0], np.array([0, 1], np.uint8), ["O", "B-a"], ["O", "city"]):
        assert len(bio_tags.tag_spans(fine)) == 1


@pytest.mark.parametrize("y", [-1, 2, NAN])
def test_labels_outside_of_0_to_1_have_no_gradient(y):
    parameters, x = rnn.initial_parameters(2, 3, 1, 0), np.ones((2, 2))
    for use in (bptt.rnn_backward, bptt.ledger):
        with pytest.raises(ValueError, match="from 0 to 1"):
            use(x, [[1], [y]], parameters)
        use(x, [[1], [0.5]], parameters)


@pytest.mark.parametrize("shape", [(2, 3, 3), (1, 2, 3), (2, 2, 1), (2, 1, 3), (2, 3)])
def test_one_signal_for_each_state_of_a_gated_network(shape):
    """Signals for a[:, 0] too would be off by one, and those of another shape would spread over all states."""
    x, lstm, gru = np.ones((2, 2, 2)), gates.lstm_parameters(2, 3, 1, 0), gates.gru_parameters(2, 3, 1, 0)
    for back, states, parameters in ((gates.lstm_backward, gates.lstm_states, lstm), (gates.gru_backward, gates.gru_states, gru)):
        with pytest.raises(ValueError, match=r"it should be \(2, 2, 3\)"):
            back(x, states(x, parameters), np.ones(shape), parameters)


def test_a_whole_gradient_does_not_wrap_in_the_fast_step():
    ours, theirs, gradient = np.ones(2), np.ones(2), np.array([200, 100], np.uint8)
    rnn_fast.FlatAdam(2, float).step(ours, gradient, 0.1)
    rnn_fast.FlatAdam(2, float).step(theirs, gradient.astype(float), 0.1)
    assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("kind", [list, tuple, np.uint8, np.int64])
def test_lengths_of_every_type_make_the_same_plan(kind):
    lengths = kind([1, 3, 2]) if kind in (list, tuple) else np.array([1, 3, 2], kind)
    ours, theirs = rnn_fast.time_major(lengths), rnn_fast.time_major(np.array([1, 3, 2]))
    assert ours.counts == theirs.counts and ours.sentence.tolist() == theirs.sentence.tolist() == [1, 2, 0, 1, 2, 1]


def test_two_sentences_that_differ_at_another_token_are_not_compared():
    parameters, x = rnn.initial_parameters(2, 3, 1, 0), np.random.default_rng(0).normal(size=(4, 2))
    first, both = x.copy(), x.copy()
    first[0] += 1
    both[[1, 3]] += 1
    for other in (first, both):
        with pytest.raises(ValueError, match="differ elsewhere than at token 2"):
            jacobian.two_changes(x, other, 2, parameters)
    assert len(jacobian.two_changes(x, first, 1, parameters)[0]) == 4


def test_tokens_and_classes_may_come_from_a_generator():
    tokens, classes = ["Fly", "to", "New", "York"], ["B-city", "I-city", "O"]
    assert tagger.sentence_parts(iter(tokens), {"to"}) == tagger.sentence_parts(tokens, {"to"})
    assert np.array_equal(bio_tags.allowed_pairs(iter(classes)), bio_tags.allowed_pairs(classes))


@pytest.mark.parametrize("bad", [NAN, -0.1])
def test_no_path_through_numbers_that_are_no_probabilities(bad):
    with pytest.raises(ValueError, match="p holds nan or a number below 0"):
        bio_tags.best_path(np.array([[0.5, 0.5], [bad, 0.5]]), np.ones((3, 2), bool))


@pytest.mark.parametrize("y", [[1, 0], [[1], [2]], [[1], [NAN]], [[1]]])
def test_the_last_output_has_one_label_for_each_sequence(y):
    x, parameters = np.ones((2, 5, 3)), rnn.initial_parameters(3, 4, 1, 0)
    with pytest.raises(ValueError, match=r"y has the shape|y holds something else than 0 and 1"):
        jacobian.last_output_gradients(x, np.array(y), parameters)
    assert jacobian.last_output_gradients(x, [[1], [0]], parameters)[0] > 0
