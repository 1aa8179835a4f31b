"""The tagger a reader may use on own data: what it learns, what it refuses, what it stores."""

import numpy as np
import pytest

from helpers.corpus import load_trips
from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.rnn_fast import loss_from_logits
from helpers.taught.tagger import (
    SETTINGS,
    Tagger,
    TaggerNetwork,
    encode_parts,
    hide_words,
    hold_out,
    new_network,
    part_vocabularies,
    plan_readers,
    tagger_update,
    token_parts,
)
from helpers.taught.training import span_f1

TOKENS = [["I", "leave", "Rome", "to", "Oslo"], ["to", "Oslo"], ["from", "Rome"], ["stay"]] * 5
LABELS = [[0, 0, 0, 0, 1], [0, 1], [0, 0], [0]] * 5
SMALL = {"n_x": 8, "n_a": 12, "members": 2, "epochs": 4, "min_updates": 3}


@pytest.fixture(scope="module")
def trips():
    return {split: load_trips(split) for split in ("train", "dev", "test", "late_cue")}


def columns(trips):
    return [trip.tokens for trip in trips], [trip.labels for trip in trips]


@pytest.fixture(scope="module")
def fitted(trips):
    return Tagger(members=1, epochs=8).fit(*columns(trips["train"]), dev=columns(trips["dev"]))


def test_finds_the_destination_at_every_gap_and_in_cities_it_never_saw(trips, fitted):
    known = {trip.template for trip in trips["train"]}
    test = [trip for trip in trips["test"] if trip.template in known]
    names = {token for trip in trips["train"] for token in trip.tokens}
    predicted = dict(zip(map(id, test), fitted.predict([trip.tokens for trip in test])))

    def score(chosen):
        return span_f1([predicted[id(trip)] for trip in chosen], [trip.labels for trip in chosen])

    assert score(test) >= 0.985
    for gap in range(11):
        assert score([trip for trip in test if trip.gap == gap]) >= 0.93, f"gap {gap}"
    unseen = [t for t in test if any(label and token not in names for token, label in zip(t.tokens, t.labels))]
    assert len(unseen) > 50 and score(unseen) >= 0.93


def test_probabilities_have_the_shape_of_the_sentences_and_do_not_depend_on_company(trips, fitted):
    tokens = [trip.tokens for trip in trips["test"][:70]]
    together = fitted.predict_probability(tokens)
    assert [len(y_hat) for y_hat in together] == [len(row) for row in tokens]
    for row in (0, 13, 69):
        alone = fitted.predict_probability([tokens[row]])[0]
        assert together[row] == pytest.approx(alone, abs=1e-12)
    assert all(((y_hat >= 0) & (y_hat <= 1)).all() for y_hat in together)
    assert fitted.predict(tokens) == [(y_hat > 0.5).astype(int).tolist() for y_hat in together]
    assert fitted.predict([]) == []


def test_unknown_words_in_any_script_are_no_problem(fitted):
    predicted = fitted.predict([["zzz", "北京", "😀", "İ", "\ud800", "x" * 10_000], ["<pad>", "<unk>"]])
    assert [len(row) for row in predicted] == [6, 2]
    assert fitted.predict([["I", "leave", "Rome", "to", "Qwertz", "."]]) == [[0, 0, 0, 0, 1, 0]]


@pytest.mark.parametrize("bidirectional", [True, False])
def test_the_cue_after_the_city_needs_both_readers(trips, bidirectional):
    order = np.random.default_rng(0).permutation(len(trips["late_cue"]))
    late = [trips["late_cue"][row] for row in order]
    tagger = Tagger(members=1, epochs=12, bidirectional=bidirectional).fit(*columns(late[:600]))
    assert len(tagger.networks[0].readers) == 1 + bidirectional
    f1 = span_f1(tagger.predict(columns(late[600:])[0]), columns(late[600:])[1])
    assert f1 > 0.9 if bidirectional else f1 < 0.6


@pytest.mark.parametrize("readers", [1, 2])
def test_the_gradient_of_the_whole_network(readers):
    rng = np.random.default_rng(0)
    network = TaggerNetwork(10, 3, 4, readers, 0, "float64")
    plans = plan_readers(network.readers, np.array([3, 1, 4]))
    ids, y, keep = rng.integers(0, 10, (8, 4)), rng.integers(0, 2, (8, 1)), rng.integers(0, 2, (8, 3)) * 2.0
    for reader in network.readers:
        reader.W[: reader.n_x, reader.n_a :] = 0

    def loss(weights):
        network.weights[...] = weights
        return loss_from_logits(network.forward(ids, plans, keep), y)[0]

    start = network.weights.copy()
    network.backward(ids, plans, loss_from_logits(network.forward(ids, plans, keep), y)[1], keep)
    gradient, numeric = network.gradient.copy(), numerical_gradient(loss, start)
    network.gradient[...] = numeric
    for reader in network.readers:  # there is no weight from an input to the output: W is 0 there and stays 0
        reader.G[: reader.n_x, reader.n_a :] = 0
    assert relative_error(gradient, network.gradient) <= 1e-7


class Recorder:
    """In place of Adam: keeps the gradient, changes nothing."""

    def step(self, weights, gradient, learning_rate):
        self.gradient, self.learning_rate = gradient.copy(), learning_rate


def test_one_update_hides_drops_clips_and_rounds(monkeypatch):
    vocabularies = part_vocabularies(TOKENS)
    ids = [encode_parts(tokens, vocabularies) for tokens in TOKENS * 20]
    settings = SETTINGS | {"hide_words": 0.3, "drop_inputs": 0.4}
    network, adam, seen = new_network(vocabularies, settings, 0), Recorder(), []
    forward = network.forward

    def spy(ids, plans, keep):
        seen.append((ids, keep))
        return forward(ids, plans, keep)

    monkeypatch.setattr(network, "forward", spy)
    loss = tagger_update(network, adam, ids, LABELS * 20, vocabularies, settings, np.random.default_rng(0))
    small = np.linalg.norm(adam.gradient)
    assert 0 < small < 5 and 0.3 < loss < 1.5 and adam.learning_rate == 0.01
    assert (np.round(network.weights, 8) == network.weights).all()
    used, keep = seen[0]
    assert (used[:, 0] == 1).mean() == pytest.approx(0.3, abs=0.05)
    assert sorted(set(keep.ravel())) == pytest.approx([0, 1 / 0.6]) and keep.mean() == pytest.approx(1, abs=0.05)
    for reader in network.readers:
        reader.W[:, reader.n_a :] *= 1e4
    tagger_update(network, adam, ids, LABELS * 20, vocabularies, settings, np.random.default_rng(0))
    assert np.linalg.norm(adam.gradient) == pytest.approx(5)


def test_two_fits_are_equal_and_the_seed_matters(tmp_path):
    files = []
    for seed in (0, 0, 1):
        Tagger(**SMALL, seed=seed).fit(TOKENS, LABELS).save(tmp_path / "tagger.npz")
        files.append((tmp_path / "tagger.npz").read_bytes())
    assert files[0] == files[1] != files[2]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_save_and_load(tmp_path, dtype):
    tagger = Tagger(**SMALL, dtype=dtype).fit(TOKENS, LABELS)
    tagger.save(tmp_path / "a file.npz")
    loaded = Tagger.load(tmp_path / "a file.npz")
    assert loaded.settings == tagger.settings and loaded.vocabularies == tagger.vocabularies
    for one, other in zip(tagger.predict_probability(TOKENS), loaded.predict_probability(TOKENS)):
        assert (one == other).all()
    with np.load(tmp_path / "a file.npz", allow_pickle=False) as stored:
        assert not any(stored[name].dtype.hasobject for name in stored.files)


def test_load_refuses_what_is_no_tagger(tmp_path):
    with pytest.raises(FileNotFoundError):
        Tagger.load(tmp_path / "nowhere.npz")
    Tagger(**SMALL).fit(TOKENS, LABELS).save(tmp_path / "good.npz")
    whole = (tmp_path / "good.npz").read_bytes()
    with np.load(tmp_path / "good.npz") as stored:
        arrays = dict(stored)
    bad = tmp_path / "bad.npz"
    for content in (b"", b"not a file of ours", whole[: len(whole) // 2]):
        bad.write_bytes(content)
        with pytest.raises(ValueError, match="no tagger, or it is damaged"):
            Tagger.load(bad)
    np.savez(bad, **{**arrays, "weights_1": arrays["weights_1"][:1]})
    with pytest.raises(ValueError, match="no tagger, or it is damaged"):
        Tagger.load(bad)
    np.savez(bad, **{**arrays, "about": np.array({"pickled": 1}, dtype=object)})
    with pytest.raises(ValueError, match="no tagger, or it is damaged"):
        Tagger.load(bad)


def changed(rows, row, value):
    return [*rows[:row], value, *rows[row + 1 :]]


@pytest.mark.parametrize(
    ("tokens", "labels", "error", "message"),
    [
        (TOKENS, changed(LABELS, 17, [0]), ValueError, "row 17: 2 tokens but 1 labels"),
        (changed(TOKENS, 3, []), changed(LABELS, 3, []), ValueError, "row 3: empty sentence"),
        (TOKENS, changed(LABELS, 7, [2]), ValueError, "row 7: label 2"),
        (TOKENS, changed(LABELS, 7, ["1"]), ValueError, "row 7: label '1'"),
        (TOKENS, changed(LABELS, 7, [None]), ValueError, "row 7: label None"),
        (TOKENS, changed(LABELS, 7, [float("nan")]), ValueError, "row 7: label nan"),
        (changed(TOKENS, 7, [5]), LABELS, TypeError, "row 7: token 5 is int, not str"),
        (changed(TOKENS, 7, "stay"), LABELS, TypeError, "row 7: a sentence is a list of tokens, not str"),
        (changed(TOKENS, 7, None), LABELS, TypeError, "row 7: a sentence is a list of tokens, not NoneType"),
        ("I leave", LABELS, TypeError, "not one str"),
        ([], [], ValueError, "no sentence at all"),
        (TOKENS, LABELS[1:], ValueError, "20 sentences but 19 rows of labels"),
    ],
)
def test_errors_name_the_row(tokens, labels, error, message):
    with pytest.raises(error, match=message):
        Tagger(**SMALL).fit(tokens, labels)


def test_errors_name_the_dev_row_and_the_row_to_predict():
    with pytest.raises(ValueError, match="dev row 1: 2 tokens but 1 labels"):
        Tagger(**SMALL).fit(TOKENS, LABELS, dev=([["a"], ["a", "b"]], [[0], [0]]))
    tagger = Tagger(**SMALL)
    with pytest.raises(ValueError, match="call fit first"):
        tagger.predict([["a"]])
    with pytest.raises(ValueError, match="call fit first"):
        tagger.save("never written")
    tagger.fit(TOKENS, LABELS)
    with pytest.raises(ValueError, match="row 1: empty sentence"):
        tagger.predict([["a"], []])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"hidden": 3}, "no setting 'hidden'; choose among n_x"),
        ({"n_a": 0}, "n_a must be 1 or more, not 0"),
        ({"epochs": 2.5}, "epochs must be like 20, not 2.5"),
        ({"members": "3"}, "members must be like 3, not '3'"),
        ({"bidirectional": 1}, "bidirectional must be like True"),
        ({"hide_words": 1.0}, "hide_words must be at least 0 and less than 1"),
        ({"drop_inputs": -0.1}, "drop_inputs must be at least 0"),
        ({"learning_rate": float("nan")}, "learning_rate must be at least 0"),
        ({"dtype": "float16"}, "dtype must be 'float32' or 'float64'"),
    ],
)
def test_settings_that_make_no_sense(settings, message):
    with pytest.raises(ValueError, match=message):
        Tagger(**settings)


def test_other_forms_of_rows_are_welcome():
    tokens = [tuple(row) for row in TOKENS]
    labels = [np.array(row, bool) for row in LABELS]
    one, other = Tagger(**SMALL).fit(TOKENS, LABELS), Tagger(**SMALL).fit(tokens, labels)
    assert one.predict(TOKENS) == other.predict([np.array(row) for row in TOKENS])


@pytest.mark.parametrize("count", [1, 2, 9, 10])
def test_very_few_sentences_and_no_label_at_all(count):
    tagger = Tagger(**SMALL).fit(TOKENS[:count], [[0] * len(row) for row in TOKENS[:count]])
    assert not any(map(any, tagger.predict(TOKENS)))


def test_stops_early_and_wraps_the_epochs():
    seen = []

    def progress(epochs):
        for epoch in epochs:
            seen.append(epoch)
            yield epoch

    rng = np.random.default_rng(0)  # labels by lot: after a while there is nothing more to learn
    labels = [rng.integers(0, 2, len(row)).tolist() for row in TOKENS]
    Tagger(**{**SMALL, "members": 1, "epochs": 90, "patience": 3}).fit(TOKENS, labels, progress=progress)
    assert 4 <= len(seen) < 90 and seen == list(range(len(seen)))


def test_parts_of_a_token():
    assert token_parts("Beijing") == ["beijing", "bei", "ing", "Xx"]
    assert token_parts("15th") == ["15th", "15t", "5th", "9x"]
    assert token_parts("NYC") == ["nyc", "nyc", "nyc", "X"]
    vocabularies = part_vocabularies([["Oslo", "to"]])
    ids = encode_parts(["oslo", "Rome"], vocabularies)
    sizes = np.cumsum([0, *map(len, vocabularies)])
    assert ((sizes[:-1] <= ids) & (ids < sizes[1:])).all(), "no two parts share a row"
    assert ids[1].tolist()[:3] == (sizes[:3] + 1).tolist(), "<unk> of each part"


def test_hiding_words():
    vocabularies = part_vocabularies([["Oslo", "to"]])
    ids = encode_parts(["Oslo"] * 4000, vocabularies)
    hidden = hide_words(ids, vocabularies, 0.25, np.random.default_rng(0)) != ids
    assert hidden.mean(0) == pytest.approx([0.25, 0.125, 0.125, 0], abs=0.03)
    assert not hidden[~hidden[:, 0]].any()
    assert (hide_words(ids, vocabularies, 0.0, np.random.default_rng(0)) == ids).all()


def test_hold_out_parts_the_data():
    tokens, labels = [[str(n)] for n in range(57)], [[n] for n in range(57)]
    (train, _), (dev, dev_labels) = hold_out(tokens, labels, 0)
    assert len(dev) == 5 and sorted(train + dev) == sorted(tokens)
    assert [[int(row[0])] for row in dev] == dev_labels


def test_the_settings_of_the_docstring_are_all_there():
    assert all(name in Tagger.__doc__ for name in SETTINGS)
