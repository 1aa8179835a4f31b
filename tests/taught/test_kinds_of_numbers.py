"""Numbers that go wrong in silence: nan, overflow, whole and unsigned types, negative ids, odd masks, generators, nothing."""

import numpy as np
import pytest

from helpers.taught import (
    attention,
    bert,
    bpe,
    clusters,
    cooccurrence,
    dense,
    embedding_scores,
    generation,
    glove,
    loss,
    ngram,
    one_hot,
    optimiser,
    rnn,
    rnn_fast,
    sentiment,
    softmax,
    tfidf,
    tokens,
    training,
    translation,
    word2vec,
)
from helpers.taught.bidirectional import reverse_tokens
from helpers.taught.bio_tags import tag_span_f1, tag_spans
from helpers.taught.bptt import hidden_states_backward, ledger, masked_loss_gradient, relative_error, rnn_backward, scaled_norm
from helpers.taught.jacobian import (
    angle_between,
    error_by_distance,
    jacobian_product,
    training_snapshots,
    two_changes,
    with_largest_singular_value,
)

UNSIGNED = [np.uint8, np.uint16, np.int8, np.int64, bool, np.float32]
NAN, INF = np.nan, np.inf


@pytest.mark.parametrize("bad", [[NAN, 1.0], [1.0, NAN], [INF, 1.0], [-INF, 0.0], [NAN, NAN]])
def test_nan_and_infinity_agree_with_nothing(bad):
    for other in (bad, [1.0, 1.0], [0.0, 0.0]):
        assert relative_error(bad, other) == relative_error(other, bad) == INF
        assert max(1e-9, relative_error(bad, other)) == INF  # a plain nan would hide here


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e-160, 1.0, 1e160, 1e200, 1e300])
def test_errors_and_norms_of_any_size(size):
    a = size * np.array([3.0, 4.0])
    assert scaled_norm(a) == pytest.approx(5 * size, rel=1e-3 if size < 1e-300 else 1e-12)
    assert relative_error(a, -a) == pytest.approx(2) and relative_error(a, a) == 0
    assert relative_error(a, 2 * a) == pytest.approx(0.5, rel=1e-2) and relative_error(a, 0 * a) == pytest.approx(1)


@pytest.mark.parametrize("kind", [np.uint8, np.int8, bool])
def test_errors_of_whole_numbers_do_not_wrap(kind):
    assert relative_error(np.array([0, 1], kind), np.array([1, 0], kind)) == pytest.approx(np.sqrt(2))
    assert scaled_norm(np.array([-128], np.int8)) == 128 and scaled_norm([]) == 0


@pytest.mark.parametrize("kind, size", [(np.float64, 1e200), (np.float32, 1e20), (np.float32, 8e37), (np.float64, 1e-170)])
def test_clipping_keeps_the_direction_of_any_gradient(kind, size):
    gradients = {"W": np.array([3.0 * size], kind), "b": np.array([4.0 * size], kind)}
    kept = gradients["W"]
    norm = optimiser.clip_by_norm(gradients, size)
    assert norm == pytest.approx(5 * size, rel=1e-6) and gradients["W"] is kept
    np.testing.assert_allclose([gradients["W"][0] / size, gradients["b"][0] / size], [0.6, 0.8], rtol=1e-5)


@pytest.mark.parametrize("values, limit", [([NAN, 1.0], 5), ([INF, 1.0], 5), ([3.0, 4.0], -1), ([3.0], 0), ([3.0], NAN)])
def test_clipping_refuses_what_it_cannot_clip(values, limit):
    gradients = {"W": np.array([1.0]), "b": np.array(values)}
    with pytest.raises(ValueError, match="max_norm"):
        optimiser.clip_by_norm(gradients, limit)
    assert gradients["W"][0] == 1 and np.array_equal(gradients["b"], values, equal_nan=True)


def test_steps_in_place_refuse_whole_numbers_in_words():
    whole, slope = {"W": np.array([3, 4])}, {"W": np.array([0.5, 0.5])}
    for step in (lambda: optimiser.clip_by_norm(whole, 1.0), lambda: optimiser.sgd_step(whole, slope, 0.1),
                 lambda: optimiser.adam_step(whole, slope, optimiser.adam_state(whole), 0.1)):  # fmt: skip
        with pytest.raises(TypeError, match=r"W holds int64: make it float"):
            step()


@pytest.mark.parametrize("kind", UNSIGNED)
def test_labels_and_masks_of_every_type(kind):
    o, y = np.array([[[2.0], [-1.0], [0.5]]]), np.array([[[1], [0], [0]]])
    mask = np.array([[1, 1, 0]])
    assert loss.masked_loss(o, y.astype(kind), mask.astype(kind)) == pytest.approx(loss.masked_loss(o, y, mask), rel=1e-12)
    assert np.allclose(masked_loss_gradient(o, y.astype(kind), mask.astype(kind)), masked_loss_gradient(o, y, mask))
    assert loss.f1_score(y.astype(kind), y.astype(kind)) == 1
    assert training.spans(np.array([0, 1, 1, 0, 1]).astype(kind)) == [(1, 3), (4, 5)]
    assert rnn_fast.loss_from_logits(o[0], y[0].astype(kind))[0] == pytest.approx(rnn_fast.loss_from_logits(o[0], y[0])[0])
    assert reverse_tokens(np.array([[5, 6, 7]]), mask.astype(kind)).tolist() == [[6, 5, 7]]


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.int64, list])
def test_outputs_that_are_whole_numbers(kind):
    o = [3, 0, 100]
    outputs = o if kind is list else np.array(o, kind)
    assert np.allclose(rnn.logistic(outputs), rnn.logistic(np.array(o, float)))
    expected = loss.cross_entropy_from_logits(np.array(o, float), [1, 0, 0])
    assert np.allclose(loss.cross_entropy_from_logits(outputs, [1, 0, 0]), expected)
    assert np.allclose(softmax.softmax(outputs), softmax.softmax(np.array(o, float)))
    assert rnn.logistic(np.float32([1, 2])).dtype == np.float32


@pytest.mark.parametrize("mask", [[[255, 255, 0]], [[0.5, 1, 0]], [[-1, 1, 0]], [[NAN, 1, 0]], [[2, 1, 0]]])
def test_masks_are_0_and_1_or_refused(mask):
    o, y = np.zeros((1, 3, 1)), np.zeros((1, 3, 1))
    for use in (lambda m: loss.masked_loss(o, y, m), lambda m: masked_loss_gradient(o, y, m), lambda m: reverse_tokens(y, m),
                lambda m: loss.f1_score(y[..., 0], y[..., 0], m), lambda m: loss.f1_score(m, y[..., 0]),
                lambda m: training.spans(m[0]), lambda m: attention.masked_softmax(np.zeros((1, 3)), m),
                lambda m: softmax.softmax_cross_entropy(np.zeros((1, 3, 4)), np.zeros((1, 3), int), m),
                lambda m: softmax.softmax_cross_entropy_gradient(np.zeros((1, 3, 4)), np.zeros((1, 3), int), m),
                sentiment.at_last_real, sentiment.over_real,
                lambda m: dense.dense_forward(o, m, dense.dense_parameters(1, 3, 2, 0))):  # fmt: skip
        with pytest.raises(ValueError, match="something else than 0 and 1"):
            use(np.array(mask))


def test_padding_takes_the_type_that_holds_every_sentence():
    labels = [[0, 1], [1, 0]]
    assert loss.pad_batch([[1, 2], [0.5, 0.7]], labels)[0][1].tolist() == [0.5, 0.7]
    assert loss.pad_batch([np.array([1, 2], bool), [300, 2]], labels)[0][1].tolist() == [300, 2]
    assert loss.pad_batch([np.zeros((2, 3), np.uint8), np.full((2, 3), -1.5)], labels)[0][1, 0, 0] == -1.5
    assert loss.pad_batch([np.zeros((2, 3), np.float32)] * 2, labels)[0].dtype == np.float32
    assert loss.pad_batch([[1, 2]] * 200, [[0, 1]] * 200)[0].shape == (200, 2)
    assert loss.pad_batch((ids for ids in [[1, 2], [3, 4]]), iter(labels))[0].tolist() == [[1, 2], [3, 4]]
    with pytest.raises(ValueError, match="make them equal"):
        loss.pad_batch([np.ones((2, 3)), np.ones((2, 1))], labels)
    for nothing in ([], [[1, 2], []], iter([])):
        with pytest.raises(ValueError, match="none empty"):
            loss.pad_batch(nothing, labels)


@pytest.mark.parametrize("ids", [[-1, 0], [0, 5], np.array([-1], np.int8), [[0, -3]]])
def test_ids_outside_the_vocabulary_are_refused_everywhere(ids):
    E = {"E": np.ones((5, 2))}
    shape = (*np.shape(ids), 2)
    for use in (lambda: one_hot.one_hot(ids, 5), lambda: one_hot.look_up_columns(np.ones((2, 5)), ids),
                lambda: one_hot.scatter_add(np.ones(shape), ids, 5), lambda: training.embedding_gradient(ids, np.ones(shape), 5),
                lambda: one_hot.one_hot_step(np.zeros(5), np.atleast_2d(ids), np.ones(1), 0.1),
                lambda: training.training_step(np.atleast_2d(ids), None, None, E, None, 0.1)):  # fmt: skip
        with pytest.raises(ValueError, match="do not fit a vocabulary of 0 to 4"):
            use()


@pytest.mark.parametrize("ids", [[0.0, 1.0], [True], ["a"], None, (i for i in (1, 2)), {1, 2}])
def test_ids_that_are_no_whole_numbers_are_refused(ids):
    with pytest.raises(TypeError, match="ids must be whole numbers"):
        one_hot.one_hot(ids, 5)


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.uint64])
def test_ids_of_every_whole_type(kind):
    ids, dx = np.array([[3, 1, 3]], kind), np.ones((1, 3, 2))
    assert one_hot.look_up_columns(np.arange(10).reshape(2, 5), ids).tolist() == [[[3, 8], [1, 6], [3, 8]]]
    assert training.embedding_gradient(ids, dx, 5)[:, 0].tolist() == [0, 1, 0, 2, 0]
    assert one_hot.one_hot(np.array(4, kind), 5).tolist() == [0, 0, 0, 0, 1]
    assert bpe.decode_bpe(np.array([97, 98], kind), {}) == "ab"


def test_nothing_gives_nothing_of_the_right_shape():
    assert one_hot.one_hot([], 5).shape == (0, 5) and one_hot.one_hot(np.zeros((2, 0)), 5).shape == (2, 0, 5)
    assert one_hot.look_up_columns(np.ones((3, 5)), []).shape == (0, 3)
    assert one_hot.scatter_add(np.zeros((0, 3)), [], 5).tolist() == np.zeros((3, 5)).tolist()
    assert training.embedding_gradient([], np.zeros((0, 3)), 5).tolist() == np.zeros((5, 3)).tolist()
    assert training.spans([]) == [] and training.hide_rare_words([[], [2]], 1e-9, np.random.default_rng(0)) == [[], [2]]
    assert training.hide_rare_words([], 1, np.random.default_rng(0)) == []


def test_no_sentence_and_no_token_are_refused():
    P = rnn.initial_parameters(2, 2, 1, seed=0)
    for T, rows in ((0, 0), (2, 3), (2, 1)):
        with pytest.raises(ValueError, match="tokens"):
            rnn_backward(np.zeros((T, 2)), np.zeros((rows, 1)), P)
    for lengths, size in (([], 3), ([2], 0), ([2], -1)):
        with pytest.raises(ValueError, match="at least one"):
            training.make_batches(lengths, size, np.random.default_rng(0))


def test_generators_are_read_once_and_whole():
    assert bpe.decode_bpe((i for i in (97, 98)), {}) == bpe.decode_bpe([97, 98], {}) == "ab"
    with pytest.raises(ValueError, match="no id of this vocabulary"):
        bpe.decode_bpe((i for i in (97, -1)), {})
    hidden = training.hide_rare_words((ids for ids in [[2, 3], [2]]), 1e-9, np.random.default_rng(0))
    assert hidden == [[2, 3], [2]]


@pytest.mark.parametrize("kind", [np.uint8, np.int64, int])
def test_sizes_that_numpy_computed(kind):
    assert bpe.train_bpe("aaaa bbbb", kind(2)) == bpe.train_bpe("aaaa bbbb", 2)
    assert tokens.build_vocabulary([["a", "b"]], kind(3)) == {"<pad>": 0, "<unk>": 1, "a": 2}
    for bad in (2.0, np.float64(5), "5", None):
        with pytest.raises(ValueError, match="whole number"):
            tokens.build_vocabulary([["a"]], bad)
        with pytest.raises(ValueError, match="whole number"):
            bpe.train_bpe("a", bad)


def test_weights_typed_as_whole_numbers_have_the_gradient_of_floats():
    whole = {"W_ax": np.array([[1, 0], [0, 1]]), "W_aa": np.array([[0, 1], [1, 0]]), "b_a": np.array([0, 0]),
             "W_ya": np.array([[1, -1]]), "b_y": np.array([0])}  # fmt: skip
    floats = {name: value.astype(float) for name, value in whole.items()}
    x, y = np.eye(2, dtype=np.uint8), np.array([[0], [1]], np.uint8)
    ours, theirs = rnn_backward(x, y, whole)[0], rnn_backward(x.astype(float), y.astype(float), floats)[0]
    assert all(np.array_equal(ours[name], theirs[name]) and ours[name].dtype == float for name in floats)
    a = np.tanh(np.random.default_rng(0).normal(size=(1, 3, 2)))
    ours = hidden_states_backward(x[None], a, np.ones((1, 2, 2), int), whole)[1]
    assert np.array_equal(ours, hidden_states_backward(x[None], a, np.ones((1, 2, 2)), floats)[1])


def test_signals_of_any_size_fade_at_the_same_pace():
    a, W = np.tanh(np.random.default_rng(1).normal(size=(6, 3))), np.eye(3) / 2
    usual = error_by_distance(a, np.ones(3), W)
    for size in (1e-200, 1e200):
        np.testing.assert_allclose(error_by_distance(a, np.full(3, size), W), usual * size, rtol=1e-12)
    for W, s_max in ((np.zeros((2, 2)), 1.0), (np.eye(2), -1), (np.eye(2), NAN)):
        with pytest.raises(ValueError, match="W is 0"):
            with_largest_singular_value(W, s_max)


@pytest.mark.parametrize("kind", [*UNSIGNED, list])
def test_attention_and_classes_take_masks_of_every_type(kind):
    mask = [[1, 1, 0]] if kind is list else np.array([[1, 1, 0]], kind)
    scores, y = [[1, 1, 9]], [[1, 0, 2]]
    assert attention.masked_softmax(scores, mask).tolist() == [[0.5, 0.5, 0]]
    assert attention.masked_softmax([[5.0, 2.0, 3.0]], np.zeros(3)).tolist() == [[0, 0, 0]]
    o = np.log([[[1.0, 2.0, 1.0]] * 3])
    assert softmax.softmax_cross_entropy(o, y, mask) == pytest.approx((np.log(2) + np.log(4)) / 2)
    assert np.allclose(softmax.softmax_cross_entropy_gradient(o, y, mask)[0, :, 1], [-0.25, 0.25, 0])
    assert sentiment.at_last_real(mask).tolist() == [[0, 1, 0]] and sentiment.over_real(mask).tolist() == [[0.5, 0.5, 0]]
    parameters = dense.dense_parameters(1, 3, 2, 0)
    padded = [dense.dense_forward(np.array([[[1.0], [2.0], [pad]]]), mask, parameters)[2] for pad in (0.0, 7.0, NAN)]
    assert np.array_equal(padded[0], padded[1]) and np.array_equal(padded[0], padded[2])  # what stands in a pad is never read
    gradients = [dense.dense_backward(np.ones((1, 3, 1)), np.ones((1, 3, 1)), m, parameters)[1] for m in (mask, [[1, 1, 0]])]
    assert np.array_equal(*gradients)


@pytest.mark.parametrize("shape", [(2,), (4,), (3, 3), (1, 3, 2), (1, 2, 1, 3), (0,)])
def test_a_mask_of_another_shape_is_refused(shape):
    with pytest.raises(ValueError, match=r"a mask of shape .* does not fit scores of \(1, 2, 3\)"):
        attention.masked_softmax(np.zeros((1, 2, 3)), np.ones(shape))
    for fits in ((3,), (1,), (2, 1), (1, 1, 3), ()):
        assert np.allclose(attention.masked_softmax(np.zeros((1, 2, 3)), np.ones(fits)), 1 / 3)
    with pytest.raises(ValueError, match="give one class for each row of scores"):
        softmax.softmax_cross_entropy(np.zeros((5, 3)), [0, 1, 2, 0, 1], np.ones(shape))


@pytest.mark.parametrize("ids", [[-1, 0, 1], [0, 1, 5], np.array([0, -2, 1], np.int8)])
def test_the_later_lectures_refuse_ids_outside_the_vocabulary_too(ids):
    network = training.with_lookup_table(rnn.initial_parameters(2, 3, 5, 0), 5, 0)
    small, rng = bert.bert_parameters(5, 4, 1, 6, 0), np.random.default_rng(0)
    for use in (lambda: sentiment.classifier_scores([ids], [[1, 1, 1]], network), lambda: generation.bits_per_token(ids, network),
                lambda: generation.generate(ids, 1, network, 1, rng), lambda: glove.distance_counts([[0, 1], ids], 5),
                lambda: bert.bert_forward(np.array([ids]), np.ones((1, 3)), small, 2),
                lambda: embedding_scores.analogy_answers(np.eye(5), [[*ids, 0]]),
                lambda: word2vec.train_word2vec([[0, 1], list(ids)], np.ones(5), d=2, epochs=1)):  # fmt: skip
        with pytest.raises(ValueError, match="do not fit a vocabulary of 0 to 4"):
            use()


def test_ids_as_lists_and_sentences_without_tokens():
    network = training.with_lookup_table(rnn.initial_parameters(2, 3, 5, 0), 5, 0)
    ours = sentiment.classifier_scores([[1, 2, 0]], [[1, 1, 0]], network)
    assert np.array_equal(ours, sentiment.classifier_scores(np.array([[1, 2, 0]], np.uint8), np.array([[1, 1, 0]]), network))
    with_none = word2vec.train_word2vec([[0, 1], [], [2, 3, 1]], np.ones(4), d=2, epochs=1)[0]
    assert np.isfinite(with_none).all() and glove.distance_counts([[], [0, 1]], 2).tolist() == [[0, 1], [1, 0]]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("counts", [[NAN, 1.0], [0, 0], [-3, 1], [INF, 1.0], []])
def test_counts_that_are_none(counts):
    with pytest.raises(ValueError, match="counts should be finite"):
        word2vec.noise_table(counts)
    if len(counts) and np.any(counts):
        with pytest.raises(ValueError, match="a square of finite numbers"):
            glove.train_glove(np.outer(counts, [1.0, 1.0]), d=2, epochs=1)
    assert word2vec.keep_probability([0, 5]).tolist() == pytest.approx([np.sqrt(0.005), np.sqrt(0.001)])
    assert glove.glove_weight([0, 10, 20]).tolist() == [0, 1, 1]


@pytest.mark.parametrize("o", [[NAN, 1.0], [1.0, INF], [-INF, 1.0]])
@pytest.mark.parametrize("temperature", [0, 0.5, 1])
def test_nothing_is_drawn_from_scores_that_are_no_numbers(o, temperature):
    with pytest.raises(ValueError, match="infinite or nan"):
        generation.draw_next(o, temperature, np.random.default_rng(0))


@pytest.mark.parametrize("B", [0, -1, 4, 5])
def test_streams_need_more_ids_than_there_are_streams(B):
    with pytest.raises(ValueError, match="4 ids for"):
        generation.cut_into_streams([1, 2, 3, 4], B)


@pytest.mark.parametrize("change", [lambda E: E.astype(np.float16), lambda E: E.astype(np.int8), lambda E: E.tolist(),
                                    lambda E: E * 1e200, lambda E: E * 1e-200])  # fmt: skip
def test_angles_between_rows_of_every_type_and_size(change):
    E = np.random.default_rng(0).integers(-100, 100, (8, 3)).astype(float)
    questions, groups, words = [[0, 1, 2, 3], [4, 5, 6, 7]], [0, 0, 0, 0, 1, 1, 1, 1], list("abcdefgh")
    for use in (lambda E: cooccurrence.nearest_words(E, words, "b"),
                lambda E: embedding_scores.analogy_answers(E, questions).tolist(),
                lambda E: embedding_scores.cluster_purity(E, groups, 3)):  # fmt: skip
        assert use(change(E)) == use(E)
    np.testing.assert_allclose(tfidf.cosines(change(E), E), tfidf.cosines(E, E), rtol=1e-12)
    assert tfidf.cosines([[0, 0]], [[1, 2]]).tolist() == [[0]]


@pytest.mark.parametrize("size", [1e-310, 1e-200, 1, 1e200])
def test_angles_between_arrays_of_every_size(size):
    assert angle_between(size * np.array([2.0, 0.0]), np.array([3.0, 3.0])) == pytest.approx(45, rel=1e-3)
    assert angle_between([[200, 0]], np.array([[200, 200]], np.uint8)) == pytest.approx(45)
    with pytest.raises(ValueError):
        angle_between(np.ones((2, 3)), np.ones((1, 3)))


@pytest.mark.parametrize("kind", [np.uint8, np.int16, np.float32, np.int64])
def test_counts_of_every_type(kind):
    counts = np.array([[0, 3, 1], [3, 2, 0], [1, 0, 4]])
    for use in (tfidf.damped, cooccurrence.ppmi, lambda X: glove.train_glove(X, d=2, epochs=2)[0]):
        accuracy = 1e-6 if kind == np.float32 else 1e-14
        np.testing.assert_allclose(use(counts.astype(kind)), use(counts.astype(float)), atol=accuracy)


@pytest.mark.parametrize("counts", [[[NAN, 1.0], [1, 0]], [[0, 0], [0, 0]], [[3, -1], [-1, 2]], [[INF, 1], [1, 0]]])
def test_no_information_in_counts_that_are_none(counts):
    with pytest.raises(ValueError, match="counts should be finite"):
        cooccurrence.ppmi(np.array(counts))


@pytest.mark.parametrize("ids", [[-1, 0, 1], [0, 1, 5], np.array([0, -2, 1], np.int8)])
def test_counts_steps_and_translators_refuse_ids_outside_the_vocabulary(ids):
    E, two = np.ones((5, 2)), translation.translator_parameters(2, 3, 5, 5, 0)
    small, mask, ones = bert.bert_parameters(5, 4, 1, 6, 0), np.ones((1, 3)), np.ones((1, 3), int)
    network = training.with_lookup_table(rnn.initial_parameters(2, 3, 5, 0), 5, 0)
    block, near = np.array([*ids, 0]), np.array([[1, 0, 1, 0], [0, 1, 0, 1]])
    for use in (lambda: tfidf.count_table([[0], ids], 5), lambda: cooccurrence.window_counts([[0], ids], 5),
                lambda: one_hot.neighbour_rows([[0], ids], 5), lambda: word2vec.add_rows(E, ids, np.ones((3, 2))),
                lambda: bert.masked_word_gradients(ones, np.array([ids]), mask, mask, small, 2),
                lambda: translation.translate([ids], two, 0, 1), lambda: translation.beam_search(ids, two, 0, 1),
                lambda: translation.translator_gradients(ones, mask, np.array([ids]), ones, mask, two),
                lambda: generation.window_gradients([ids], ones, network, np.zeros((1, 3)))):  # fmt: skip
        with pytest.raises(ValueError, match="do not fit a vocabulary of 0 to 4"):
            use()
    with pytest.raises((ValueError, IndexError)):
        word2vec.skip_gram_step(E, E.copy(), block, near, np.array([0, 1]), 0.1)


@pytest.mark.parametrize("kind", [int, np.uint8, bool])
def test_whole_tables_lose_no_step(kind):
    E, v, ids, y = np.array([[1, 0], [0, 1], [1, 1]]), np.array([[0.5, -1]]), [[0], [2]], [1, 0]
    ours, theirs = one_hot.table_step(E.astype(kind), v, ids, y, 0.1), one_hot.table_step(E.astype(float), v, ids, y, 0.1)
    assert all(map(np.array_equal, ours, theirs)) and (ours[0] != E).any()
    table = {"W": E.astype(kind)}
    for use in (lambda: word2vec.add_rows(table["W"], [0], np.array([[0.5, 0.5]])),
                lambda: glove.adagrad_step(table, {"W": np.ones((3, 2))}, {"W": np.ones((3, 2))}, 0.1)):  # fmt: skip
        with pytest.raises(TypeError, match="make it float"):
            use()
    small = bert.bert_parameters(5, 4, 1, 6, 0)
    whole = {name: np.round(value) for name, value in small.items()}
    hidden, mask, ids = np.array([[True, False, True]]), np.ones((1, 3)), np.array([[1, 2, 3]])
    ours = bert.masked_word_gradients(ids, ids, mask, hidden.astype(kind), whole | {"P": whole["P"].astype(int)}, 2)[1]
    theirs = bert.masked_word_gradients(ids, ids, mask, hidden, whole, 2)[1]
    assert all(np.array_equal(ours[name], theirs[name]) for name in theirs)


def test_half_precision_is_refused_where_steps_are_small():
    for kind in (int, np.float16):
        with pytest.raises(TypeError, match="W holds"):
            rnn_fast.pack_parameters(rnn.initial_parameters(2, 3, 1, 0), kind)
    with pytest.raises(TypeError, match="W holds float16"):
        optimiser.adam_step({"W": np.ones(2, np.float16)}, {"W": np.ones(2)}, {"steps": 0}, 0.1)
    optimiser.check_floats({"W": np.ones(2, np.float32), "b": np.ones(2, ">f8")})


def test_labels_of_another_shape_or_size_are_refused():
    with pytest.raises(ValueError, match="one label for each output"):
        rnn_fast.loss_from_logits(np.zeros((3, 1)), np.zeros(3))  # (3, 1) and (3,) would make a square of losses
    for y in (-1, 2, 255, NAN):
        labels = np.array([[[1.0], [y]]])
        with pytest.raises(ValueError, match="outside of 0 to 1"):
            loss.masked_loss(np.zeros((1, 2, 1)), labels, [[1, 1]])
        assert loss.masked_loss(np.zeros((1, 2, 1)), labels, [[1, 0]]) == pytest.approx(np.log(2))  # a pad is not read


@pytest.mark.parametrize("mask", [np.ones((1, 3)), np.ones((2, 2)), np.ones(3), np.ones((2, 3, 1))])
def test_sentences_are_not_turned_by_a_mask_of_another_shape(mask):
    with pytest.raises(ValueError, match=r"mask has the shape .* it should be \(2, 3\)"):
        reverse_tokens(np.zeros((2, 3, 4)), mask)
    assert sentiment.over_real([[0, 0], [1, 0]]).tolist() == [[0, 0], [1, 0]]  # nothing real: zeros, never nan


def test_as_many_labels_as_sentences():
    network = training.with_lookup_table(rnn.initial_parameters(2, 3, 1, 0), 5, 0)
    two = translation.translator_parameters(2, 3, 5, 5, 0)
    sentences, labels = [[1, 2], [3]], [[0, 1]]
    for use in (lambda s, y: training.train_tagger_network(s, y, network, epochs=1),
                lambda s, y: training_snapshots(s, y, network, [0], 0),
                lambda s, y: sentiment.train_classifier(s, y, network, epochs=1),
                lambda s, y: translation.train_translator(s, y, two, 0, 1, epochs=1),
                lambda s, y: translation.pair_batch(s, y, 0, 1)):  # fmt: skip
        for first, second in ((sentences, labels), (labels, sentences)):
            with pytest.raises(ValueError, match="give one for each"):
                use(first, second)
    with pytest.raises(ValueError, match="row 1: give one predicted label"):
        tag_span_f1([[0, 1], [0]], [[0, 1], [0, 1]])
    assert tag_span_f1([iter([0, 1])], [iter([0, 1])]) == 1
    pairs = translation.pair_batch([[1, 2]], [iter([3, 4])], 0, 1)
    assert pairs[2].tolist() == [[0, 3, 4]] and pairs[3].tolist() == [[3, 4, 1]]


def test_groups_of_vectors_of_every_type():
    X = np.array([[0, 0], [1, 0], [200, 250], [201, 251]])
    groups = clusters.k_means(X.astype(np.uint8), 2)
    assert groups.tolist() == clusters.k_means(X.tolist(), 2).tolist() and groups[0] == groups[1] != groups[2] == groups[3]
    assert clusters.group_purity([0, 0, 1], ["a", "b", "b"]) == pytest.approx(2 / 3)
    for bad in ([[NAN, 0], [1, 1]], [[INF, 0], [1, 1]], [[1, 1]]):
        with pytest.raises(ValueError, match="all of them finite"):
            clusters.k_means(bad, 2)
    for groups in ([0, 1], [], (g for g in (0, 1, 1))):
        with pytest.raises(ValueError, match="one of each"):
            clusters.group_purity(groups, ["a", "b", "b"])


def test_pairs_and_contexts_as_lists_and_tuples():
    assert bpe.merge_pair((1, 2, 1, 2), [1, 2], 9) == bpe.merge_pair([1, 2, 1, 2], (1, 2), 9) == [9, 9]
    for text, context in ((["a", "b", "a"], ("a",)), (("a", "b", "a"), ["a"]), (np.array(["a", "b", "a"]), ["a"]), ("aba", "a")):
        assert ngram.followers(text, context) == {"b": 1}
    assert training.hide_rare_words([[2, 5]], 0, np.random.default_rng(0)) == [[2, 5]]


def test_nothing_to_clip_and_numbers_that_cannot_change_in_place():
    for use in (lambda: optimiser.clip_by_norm({}, 1), lambda: optimiser.sgd_step({}, {}, 0.1)):
        with pytest.raises(ValueError, match="give at least one"):
            use()
    for number in (np.float64(30), 30.0, [3.0, 4.0]):  # `gradient *= factor` would make another one
        with pytest.raises(TypeError, match=r"make it np\.array"):
            optimiser.clip_by_norm({"b": number}, 1)
    no_axis = {"b": np.array(30.0)}
    assert optimiser.clip_by_norm(no_axis, 1) == 30 and no_axis["b"] == 1


@pytest.mark.parametrize("shape", [(2,), (1, 2), (2, 1), ()])
def test_gradients_of_another_shape_are_refused(shape):
    W = {"W": np.ones((2, 2)), "b": np.ones(2)}
    for step in (lambda g: optimiser.sgd_step(W, g, 0.1), lambda g: optimiser.adam_step(W, g, optimiser.adam_state(W), 0.1),
                 lambda g: glove.adagrad_step(W, g, {"W": np.ones((2, 2))}, 0.1)):  # fmt: skip
        with pytest.raises(ValueError, match="the gradient of W has another shape"):
            step({"W": np.ones(shape)})
        assert (W["W"] == 1).all()
        step({"W": np.zeros((2, 2))})  # and b may stay as it is


def test_one_row_of_a_mask_does_not_serve_a_batch():
    ids, mask, ones = np.array([[2, 3, 4], [2, 3, 0]]), np.array([[1, 1, 0]]), np.ones((2, 3), int)
    network = training.with_lookup_table(rnn.initial_parameters(2, 3, 5, 0), 5, 0)
    small, two = bert.bert_parameters(5, 4, 1, 6, 0), translation.translator_parameters(2, 3, 5, 5, 0)
    for use in (lambda: bert.bert_forward(ids, mask, small, 2), lambda: sentiment.classifier_scores(ids, mask, network),
                lambda: sentiment.classifier_gradients(ids, mask, [0, 1], network), lambda: translation.encode(ids, mask, two),
                lambda: dense.dense_forward(np.ones((2, 3, 1)), mask, dense.dense_parameters(1, 3, 2, 0)),
                lambda: bert.masked_word_gradients(ids, ids, ones, mask, small, 2)):  # fmt: skip
        with pytest.raises(ValueError, match=r"has the shape \(1, 3\), it should be \(2, 3\)"):
            use()
    h = bert.bert_forward(ids, np.array([[1, 1, 1], [1, 1, 0]]), small, 2)[0]
    assert np.array_equal(h, bert.bert_forward(ids.tolist(), [[True] * 3, [True, True, False]], small, 2)[0])


def test_hidden_words_stand_in_their_sentence():
    small, rng = bert.bert_parameters(5, 4, 1, 6, 0), np.random.default_rng(0)
    sentences, ids = [[2, 3, 4], [2, 3]], np.array([[2, 3, 4]])
    for blanks in ([-1, 0], [0, 2], [3, 0]):
        with pytest.raises(ValueError, match="give a position, 0 to"):
            bert.train_masked_words(sentences, small, 2, 1, 0.01, 0, blanks=blanks)
    with pytest.raises(ValueError):
        bert.train_masked_words(sentences, small, 2, 1, 0.01, 0, blanks=[0])
    with pytest.raises(ValueError, match="nothing to guess"):
        bert.masked_word_gradients(ids, ids, np.ones((1, 3)), np.zeros((1, 3)), small, 2)
    with pytest.raises(ValueError, match="something else than 0 and 1"):
        bert.hide_tokens(ids, np.full((1, 3), 0.5), 0.2, 4, rng)
    assert bert.train_masked_words(sentences, small, 2, 1, 0.01, 0, blanks=np.array([0, 1]), after_epoch=lambda *_: 1) == [1]


def test_labels_that_are_one_str():
    for use in (lambda: tag_spans("0110"), lambda: tag_span_f1(["O", "B-x"], ["O", "B-x"])):
        with pytest.raises(TypeError, match="give"):
            use()
    for rows in (["I go"], ["I", "go"]):
        with pytest.raises(TypeError, match="split the sentences first"):
            translation.bleu(rows, rows)
    assert tag_span_f1((row for row in [[0, 1]]), (row for row in [[0, 1]])) == 1


def test_labels_that_would_spread_over_all_outputs():
    two, x = rnn.initial_parameters(2, 3, 2, 0), np.ones((3, 2))
    for y in (np.ones((3, 1)), np.ones(3), np.ones((4, 2)), np.ones((2, 2))):
        for use in (rnn_backward, ledger):
            with pytest.raises(ValueError, match="3 tokens, y"):
                use(x, y, two)
    for y in (2, 0.5, NAN):
        with pytest.raises(ValueError, match="something else than 0 and 1"):
            rnn_fast.loss_from_logits(np.zeros((2, 1)), np.array([[y], [0]]))
    assert rnn_fast.loss_from_logits([[0.0], [0.0]], [[1], [0]])[0] == pytest.approx(np.log(2))
    for use in (lambda: one_hot.one_hot_step(np.zeros(3), [[0], [1]], [1], 0.1),
                lambda: one_hot.table_step(np.ones((3, 2)), np.ones((1, 2)), [[0], [1]], [1], 0.1),
                lambda: one_hot.scatter_add(np.ones((1, 2)), [0, 1, 2], 3), lambda: one_hot.scatter_add(np.ones(2), [0, 1], 3),
                lambda: training.embedding_gradient([[0, 1, 2]], np.ones((1, 4, 2)), 3)):  # fmt: skip
        with pytest.raises(ValueError, match="give one"):
            use()


def test_rows_without_a_direction_and_words_without_others():
    E, words = np.array([[1.0, 0], [0.9, 0.1], [0, 1], [0.5, 0.5]]), list("abcd")
    for bad in (NAN, INF):
        broken = np.vstack([E[:3], [bad, 1]])
        for use in (lambda E: tfidf.cosines(E, E), lambda E: cooccurrence.nearest_words(E, words, "a"),
                    lambda E: embedding_scores.analogy_answers(E, [[0, 1, 2]]),
                    lambda E: embedding_scores.cluster_purity(E, [0, 0, 1, 1], 1)):  # fmt: skip
            with pytest.raises(ValueError, match="infinite or nan"):
                use(broken)
    assert cooccurrence.nearest_words(E, words, "a", 9) == ["b", "d", "c"]  # never the word itself
    for k in (0, -1, 4):
        with pytest.raises(ValueError, match="3 others"):
            embedding_scores.cluster_purity(E, [0, 0, 1, 1], k)
    with pytest.raises(ValueError, match="not symmetric"):
        cooccurrence.svd_vectors(np.array([[0, 5.0], [1, 0]]), 1, symmetric=True)
    for X in ([1, 2, 3], [[1], [2], [3]]):
        with pytest.raises(ValueError, match="a square of finite"):
            glove.train_glove(X, d=2, epochs=1)
    with pytest.raises(ValueError, match="window is below 1"):
        word2vec.train_word2vec([[0, 1]], [1, 1], window=0, epochs=1)


def test_runs_of_tokens_need_a_length_and_ids():
    text = [0, 1, 2, 0, 1]
    for n in (0, -1):
        for use in (lambda n: ngram.count_ngrams(text, n), lambda n: ngram.add_k_probabilities(text, text, n, 3, 1),
                    lambda n: ngram.draw_tokens(text, n, [0], 3, np.random.default_rng(0))):  # fmt: skip
            with pytest.raises(ValueError, match=f"n is {n}"):
                use(n)
    with pytest.raises(ValueError, match="give n - 1 at least"):
        ngram.draw_tokens(text, 3, [0], 5, np.random.default_rng(0))
    for train, new, N in ((text, [0, -1], 3), (text, [0, 3], 3), (text, [0, 1], 2)):  # probabilities would not add up to 1
        for use in (lambda train, new, N: ngram.add_k_probabilities(train, new, 2, N, 1),
                    lambda train, new, N: ngram.interpolated_probabilities(ngram.gram_tables(train, 2), new, N)):  # fmt: skip
            with pytest.raises(ValueError, match="do not fit a vocabulary"):
                use(train, new, N)
    with pytest.raises(ValueError, match="whole number"):
        bpe.train_bpe("aaab", True)
    for use in (cooccurrence.window_counts, glove.distance_counts):
        with pytest.raises(ValueError, match="window is 0"):
            use([text], 3, window=0)
    for strength in (-1, NAN):
        with pytest.raises(ValueError, match="strength"):
            training.hide_rare_words([[2, 3]], strength, np.random.default_rng(0))


def test_positions_that_are_none_and_rows_that_are_two():
    a, W = np.tanh(np.random.default_rng(0).normal(size=(4, 2))), np.eye(2)
    for j, i in ((3, 1), (-2, 1), (0, 4)):
        with pytest.raises(ValueError, match="give 0 <= j <= i <= 3"):
            jacobian_product(a, j, i, W)
    x = np.random.default_rng(0).normal(size=(3, 2))
    with pytest.raises(ValueError, match="give 0 <= j"):
        two_changes(x, x + 1, -1, rnn.initial_parameters(2, 3, 1, 0))
    with pytest.raises(ValueError, match="one shape"):
        angle_between(np.ones((2, 3)), np.ones((3, 2)))
    network = training.with_lookup_table(rnn.initial_parameters(2, 3, 1, 0), 5, 0)
    assert list(training_snapshots([[1, 2]] * 3, [[0, 1]] * 3, network, [1, 0], 0)) == [0, 1]
    with pytest.raises(ValueError, match=r"scores of shape \(2, 2\): give one row"):
        generation.draw_next([[0, 1], [2, 3]], 0, np.random.default_rng(0))
    two = translation.translator_parameters(2, 3, 5, 5, 0)
    for width in (0, -1):
        with pytest.raises(ValueError, match="at least one beginning"):
            translation.beam_search([2, 3], two, 0, 1, width)


def test_sentences_of_a_generator():
    two, rows = translation.translator_parameters(2, 3, 5, 5, 0), [[2, 3, 4], [2]]
    assert sentiment.pad_ids(ids for ids in rows)[0].tolist() == [[2, 3, 4], [2, 0, 0]]
    assert translation.translate((ids for ids in rows), two, 0, 1, 3) == translation.translate(rows, two, 0, 1, 3)
    assert translation.pair_batch((ids for ids in rows), (ids for ids in rows), 0, 1)[3].tolist() == [[2, 3, 4, 1], [2, 1, 0, 0]]


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.int64, np.float32])
def test_attention_of_whole_numbers_does_not_wrap(kind):
    Q, K, V = np.array([[9, 1], [2, 8]]), np.array([[20, 30], [29, 1], [3, 25]]), np.array([[100], [2], [7]])
    for ours, theirs in zip(attention.attention(*(x.astype(kind) for x in (Q, K, V)), np.ones((2, 3))),
                            attention.attention(1.0 * Q, 1.0 * K, 1.0 * V, np.ones((2, 3)))):  # fmt: skip
        np.testing.assert_allclose(ours, theirs, rtol=1e-5)


@pytest.mark.parametrize("mask", [[[1, 0, 1]], [[0, 1, 1]], [[1, 1, 1], [0, 0, 1]]])
def test_pads_in_front_of_real_tokens_are_refused(mask):
    for use in (sentiment.at_last_real, lambda m: reverse_tokens(np.zeros((*np.shape(m), 2)), m)):
        with pytest.raises(ValueError, match="put the padding on the right"):
            use(mask)
        for fine in (np.zeros_like(mask), np.ones_like(mask), [[1, 1, 0], [0, 0, 0]]):
            use(fine)
