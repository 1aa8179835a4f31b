"""Translation of lecture 13: gradients, what feeds the decoder, who may look where, beam search and BLEU with all their traps."""

import itertools

import numpy as np
import pytest

from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.softmax import log_softmax, softmax_cross_entropy
from helpers.taught.translation import (
    beam_search,
    bleu,
    decode,
    encode,
    pair_batch,
    side_of,
    train_translator,
    translate,
    translator_gradients,
    translator_parameters,
)

SOS, EOS, N = 2, 3, 7
SOURCES, TARGETS = [[4, 5, 6], [5], [6, 4]], [[4, 6], [5, 5, 4, 6], [6]]
SMALL = {name: value + 0.1 for name, value in translator_parameters(3, 4, 8, N, seed=1).items()}
BLIND = {name: value for name, value in SMALL.items() if name != "W_yc"}


def forward(parameters, sources=SOURCES, targets=TARGETS):
    source, mask, inputs, outputs, counted = pair_batch(sources, targets, SOS, EOS)
    a, d_0 = encode(source, mask, parameters)
    return decode(inputs, d_0, a, mask, parameters), outputs, counted


@pytest.mark.parametrize("parameters", [SMALL, BLIND], ids=["attention", "last state"])
def test_gradients_by_central_differences(parameters):
    found = translator_gradients(*pair_batch(SOURCES, TARGETS, SOS, EOS), parameters)
    assert found.keys() == parameters.keys()
    for name, value in parameters.items():

        def loss(w, name=name):
            (o, *_), outputs, counted = forward({**parameters, name: w})
            return softmax_cross_entropy(o, outputs, counted)

        assert relative_error(found[name], numerical_gradient(loss, value)) < 1e-7, name


def test_three_tokens_have_four_terms_and_the_end_is_never_fed():
    _, _, inputs, outputs, counted = pair_batch([[4], [4]], [[4, 5, 6], [5]], SOS, EOS)
    assert counted.sum(1).tolist() == [4, 2]
    assert outputs[0, 0] == 4 and inputs[0].tolist() == [SOS, 4, 5, 6] and outputs[0].tolist() == [4, 5, 6, EOS]
    assert EOS not in inputs and not np.any(inputs[counted == 0])


def test_pads_change_nothing():
    alone, *_ = forward(SMALL, SOURCES[1:2], TARGETS[1:2])
    together, _, _ = forward(SMALL)
    for one, many in zip(alone, together):
        assert np.allclose(one[0], many[1][tuple(slice(n) for n in one[0].shape)], atol=1e-14)
    assert np.all(together[3][1, :, 1:] == 0)  # the second source has one token


@pytest.mark.parametrize("parameters", [SMALL, BLIND])
def test_gradient_of_a_batch_is_that_of_its_sentences(parameters):
    parts = [(translator_gradients(*pair_batch([s], [t], SOS, EOS), parameters), len(t) + 1) for s, t in zip(SOURCES, TARGETS)]
    whole, total = translator_gradients(*pair_batch(SOURCES, TARGETS, SOS, EOS), parameters), sum(n for _, n in parts)
    for name in parameters:
        assert relative_error(whole[name], sum(part[name] * n for part, n in parts) / total) < 1e-12


def test_the_decoder_cannot_look_ahead():
    source, mask, inputs, _, _ = pair_batch(SOURCES, TARGETS, SOS, EOS)
    a, d_0 = encode(source, mask, SMALL)
    before = decode(inputs, d_0, a, mask, SMALL)[0]
    inputs[:, 3:] = 5
    assert np.array_equal(before[:, :3], decode(inputs, d_0, a, mask, SMALL)[0][:, :3])


def test_a_source_behind_pads_is_never_read():
    source, mask, inputs, _, _ = pair_batch(SOURCES, TARGETS, SOS, EOS)
    o = decode(inputs, *reversed(encode(source, mask, SMALL)), mask, SMALL)[0]
    source = np.where(mask > 0, source, 6)
    assert np.array_equal(o, decode(inputs, *reversed(encode(source, mask, SMALL)), mask, SMALL)[0])


def test_sides_are_the_same_arrays():
    assert side_of(SMALL, "encoder")["W_aa"] is SMALL["encoder_W_aa"]
    assert side_of(SMALL, "decoder").keys() == {"E", "W_ax", "W_aa", "b_a"}


def reversing(seed=0, n=200):
    """Pairs of three or four tokens and the same tokens backwards."""
    rng = np.random.default_rng(seed)
    sources = [rng.integers(4, 8, size=rng.integers(3, 5)).tolist() for _ in range(n)]
    return sources, [ids[::-1] for ids in sources]


def trained():
    sources, targets = reversing()
    parameters = translator_parameters(8, 24, 8, 8, seed=0)
    train_translator(sources, targets, parameters, SOS, EOS, epochs=25, learning_rate=0.02)
    return parameters, sources, targets


def test_it_learns_to_reverse_and_the_same_start_gives_the_same_weights():
    parameters, _, _ = trained()
    sources, targets = reversing(1, 60)
    replies = translate(sources, parameters, SOS, EOS)
    assert np.mean([ours == theirs for ours, theirs in zip(replies, targets)]) > 0.9
    again, _, _ = trained()
    assert all(np.array_equal(parameters[name], again[name]) for name in parameters)
    assert all(np.array_equal(value, np.round(value, 6)) for value in parameters.values())


def test_alone_and_in_a_batch_the_translation_is_the_same():
    parameters, sources, _ = trained()
    together = translate(sources[:20], parameters, SOS, EOS)
    assert together == [translate([ids], parameters, SOS, EOS)[0] for ids in sources[:20]]
    assert together == [_without_end(beam_search(ids, parameters, SOS, EOS, width=1)[0][1]) for ids in sources[:20]]


def _without_end(ids):
    return ids[:-1] if ids[-1] == EOS else ids


def test_what_never_ends_ends_at_the_longest_length():
    never = {**SMALL, "b_y": np.where(np.arange(N) == EOS, -1e9, 0.0)}
    assert [len(ids) for ids in translate(SOURCES, never, SOS, EOS, max_length=9)] == [9, 9, 9]
    found = beam_search([4, 5], never, SOS, EOS, width=3, max_length=9)
    assert len(found) == 3 and all(len(ids) == 9 and EOS not in ids for _, ids in found)


@pytest.mark.parametrize("seed", range(5))
def test_a_wide_beam_is_an_exhaustive_search(seed):
    """Three tokens, at most four of them: 81 sequences without an end, all of them kept."""
    sos, eos = 0, 2
    parameters = {name: 3 * value for name, value in translator_parameters(3, 4, 6, 3, seed).items()}
    a, d_0 = encode(np.array([[3, 4]]), np.ones((1, 2)), parameters)

    def mean_log_p(ids):
        o = decode(np.array([[sos, *ids[:-1]]]), d_0, a, np.ones((1, 2)), parameters)[0]
        return log_softmax(o[0])[np.arange(len(ids)), ids].mean()

    everything = [(*start, eos) for n in range(4) for start in itertools.product((0, 1), repeat=n)]
    everything += list(itertools.product((0, 1), repeat=4))
    found = beam_search([3, 4], parameters, sos, eos, width=81, max_length=4)
    assert {tuple(ids) for _, ids in found} == set(everything) and len(found) == len(everything)
    assert np.allclose([score for score, _ in found], sorted(map(mean_log_p, everything), reverse=True))
    assert np.isclose(found[0][0], max(map(mean_log_p, everything)))


def test_the_beam_goes_on_behind_the_first_finished_sentence():
    """<eos> at once has p = 0.4, and ends worse, token for token, than the long sentence behind the other token."""
    parameters = translator_parameters(2, 2, 6, 4, seed=0, look_back=False)
    parameters = {name: np.zeros_like(value) for name, value in parameters.items()}
    sos, eos, token = 0, 3, 2
    parameters["decoder_E"][token, 0] = parameters["decoder_W_ax"][0, 0] = 3
    parameters["b_y"][:] = [-50, -50, np.log(0.6), np.log(0.4)]
    parameters["W_ya"][eos, 0] = 9
    (score, ids), (other, short) = beam_search([4], parameters, sos, eos, width=2)[:2]
    assert ids == [token, eos] and short == [eos]
    assert score > other and np.isclose(other, np.log(0.4))


def every_finished(source, parameters, width, max_length):
    """The sentences that a beam of this width finishes if it never stops early, the best mean first."""
    a, d_0 = encode(np.array([source]), np.ones((1, len(source))), parameters)
    live, done = [(0.0, [SOS], d_0)], []
    while live:
        longer = []
        for total, ids, d in live:
            o, states, _, _ = decode(np.array([ids[-1:]]), d, a, np.ones((1, len(source))), parameters)
            longer += [(total + p, [*ids, k], states[:, -1]) for k, p in enumerate(log_softmax(o[0, -1]))]
        best = sorted(longer, key=lambda row: -row[0])[:width]
        over = [row[1][-1] == EOS or len(row[1]) > max_length for row in best]
        done += [(total / (len(ids) - 1), ids[1:]) for (total, ids, _), end in zip(best, over) if end]
        live = [row for row, end in zip(best, over) if not end]
    return sorted(done, reverse=True)


@pytest.mark.parametrize("seed", range(6))
def test_where_the_search_stops_no_better_sentence_is_lost(seed):
    likely_end = {**SMALL, "b_y": np.where(np.arange(N) == EOS, 2.0, 0.0)}
    parameters = {name: 3 * value for name, value in translator_parameters(3, 4, 8, N, seed).items()} if seed else likely_end
    for source in SOURCES:
        found, everything = (search(source) for search in (
            lambda ids: beam_search(ids, parameters, SOS, EOS, width=3, max_length=12),
            lambda ids: every_finished(ids, parameters, 3, 12),
        ))  # fmt: skip
        assert [ids for _, ids in found[:3]] == [ids for _, ids in everything[:3]]
        assert len(found) <= len(everything)


def test_n_best_are_distinct():
    found = [tuple(ids) for _, ids in beam_search([4, 5, 6], SMALL, SOS, EOS, width=6, max_length=6)]
    assert len(found) == len(set(found)) >= 6


def test_brevity():
    reference = list("abcdefgh")
    assert np.isclose(bleu([reference[:7]], [reference]), 100 * np.exp(1 - 8 / 7)) and round(np.exp(1 - 8 / 7), 4) == 0.8669
    assert np.isclose(bleu([reference], [reference[:7]]), 100 * (7 / 8 * 6 / 7 * 5 / 6 * 4 / 5) ** 0.25)


def test_short_sentences_leave_out_runs_that_nobody_has():
    assert bleu([list("abc")], [list("abc")]) == 100
    assert bleu([list("abc"), list("abcde")], [list("abc"), list("abcde")]) == 100
    assert bleu([list("abxd")], [list("abcd")]) == 0  # runs of four exist, and none of them is right


def test_a_token_counts_no_more_often_than_in_the_reference():
    assert np.isclose(bleu([["the"] * 7], [["the", "cat", "the", "mat", "a", "b", "c"]], longest=1), 100 * 2 / 7)


@pytest.mark.parametrize(("replies", "references"), [([], []), ([[]], [["a"]]), ([["a"]], [["a"], ["b"]])])
def test_bleu_refuses(replies, references):
    with pytest.raises(ValueError, match="give one for each"):
        bleu(replies, references)
