"""The tagger of lecture 17: its gradient, its marks and capitals, what it refuses, its file."""

import copy
import inspect
import itertools
import os
import pathlib
import subprocess
import sys
import threading

import numpy as np
import pytest

from helpers import tagger_tool as tool
from helpers.taught import tagger as module
from helpers.taught.bidirectional import bidirectional_backward, bidirectional_forward, bidirectional_parameters
from helpers.taught.bio_tags import allowed_pairs, best_path, tag_span_f1, tag_spans
from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.softmax import softmax_cross_entropy, softmax_cross_entropy_gradient
from helpers.taught.tagger import Tagger, token_parts

CITIES = ["rome", "oslo", "paris", "new york", "bern", "lima", "san jose"]


def trips(number=120, seed=0, kinds=False):
    rng, X, y = np.random.default_rng(seed), [], []
    for _ in range(number):
        a, b = (CITIES[k].split() for k in rng.choice(len(CITIES), 2, replace=False))
        first, last = [("to", "from"), ("from", "to")][rng.integers(2)]
        X.append(["i", "go", first, *a, last, *b])
        tags = {"to": ["B-to", "I-to"], "from": ["B-from", "I-from"]}
        y.append(["O", "O", "O", *tags[first][: len(a)], "O", *tags[last][: len(b)]])
    if not kinds:
        y = [[int(tag.endswith("to")) for tag in row] for row in y]
    return X, y


ROOT = pathlib.Path(__file__).resolve().parents[2]
DIGEST = "3102ee687ae3b4f57b0e82dbe5a8d347c78ba8777a810d651eabc4543f0974a7"  # of the weights in the test of processors
SMALL = {"n_x": 12, "n_a": 12, "epochs": 6}


@pytest.fixture(scope="module")
def fitted():
    return Tagger(**SMALL).fit(*trips())


@pytest.fixture(scope="module")
def of_kinds():
    return Tagger(**SMALL).fit(*trips(kinds=True))


def test_it_learns_both_kinds_of_labels(fitted, of_kinds):
    assert fitted.score(*trips(60, 1)) == 1 and fitted.classes_ == [0, 1]
    assert of_kinds.score(*trips(60, 1, kinds=True)) > 0.98
    assert of_kinds.classes_ == ["B-from", "B-to", "I-from", "I-to", "O"]


def test_gradient_of_the_network_with_a_softmax():
    rng = np.random.default_rng(0)
    parameters = {name: rng.normal(size=v.shape) for name, v in bidirectional_parameters(3, 4, 3, 0).items()}
    x, mask = rng.normal(size=(3, 4, 3)), np.array([[1, 1, 0, 0], [1, 1, 1, 1], [1, 0, 0, 0.0]])
    y = rng.integers(0, 3, mask.shape)
    found, dx, _ = bidirectional_backward(x, y, mask, parameters, softmax_cross_entropy_gradient)

    def loss(array, name):
        inputs, weights = (array, parameters) if name == "x" else (x, parameters | {name: array})
        return softmax_cross_entropy(bidirectional_forward(inputs, mask, weights)[2], y, mask)

    for name, value in (parameters | {"x": x}).items():
        numeric = numerical_gradient(lambda array, name=name: loss(array, name), value)
        assert relative_error(numeric, dx if name == "x" else found[name]) < 1e-7


def test_an_update_lowers_the_loss_of_its_batch():
    model = {"vocabulary": module.part_vocabulary([["a", "b"], ["c"]], {})}
    rows = [module.encode_parts(tokens, model["vocabulary"], {})[0] for tokens in (["a", "b"], ["c"])]
    targets, rng = [np.array([0, 1]), np.array([0])], np.random.default_rng(0)
    network = bidirectional_parameters(4, 5, 2, 0) | {"E": rng.normal(0, 0.3, (max(model["vocabulary"].values()) + 1, 4))}
    state, losses = module.adam_state(network), []
    for _ in range(30):
        p = module.kind_probabilities(rows, network)
        losses.append(-sum(np.log(q[range(len(y)), y]).sum() for q, y in zip(p, targets)))
        module.tagger_update(rows, targets, network, state, 0.02, np.zeros(99), (99, np.ones(99, int)), 0.0, rng)
    assert losses[-1] < 0.2 * losses[0]


def test_padding_and_hiding():
    ids, mask = module.pad_parts([np.full((2, 4), 7), np.full((1, 4), 8)])
    assert ids.shape == (2, 2, 4) and mask.tolist() == [[1, 1], [1, 0]] and ids[1, 1].tolist() == [0, 0, 0, 0]
    rng = np.random.default_rng(0)
    hidden = module.hide_parts(np.full((200, 9, 4), 5), np.ones(9), 6, np.full(9, 7), rng)
    assert np.all(hidden[:, :, 0] == 1) and np.all(hidden[:, :, 3] == 5) and abs(np.mean(hidden[:, :, 1] == 1) - 0.5) < 0.05
    lower = module.hide_parts(np.full((200, 9, 4), 6), np.zeros(9), 6, np.full(9, 7), rng)
    assert np.all(lower[:, :, :3] == 6) and abs(np.mean(lower[:, 0, 3] == 7) - 0.3) < 0.1


def test_new_words_come_in_outside_of_spans_alone():
    rng, counts = np.random.default_rng(0), []
    ids, target, words = np.arange(20).reshape(5, 4) + 9, np.array([2, 0, 1, 1, 2]), np.array([[1, 6, 7, 8]])
    for _ in range(500):
        whole, labels = module.with_new_words(ids, target, 2, words, rng)
        new = whole[:, 0] == 1
        assert np.all(whole[new] == words[0]) and np.all(labels[new] == 2)
        assert np.array_equal(whole[~new], ids) and np.array_equal(labels[~new], target)
        assert all(labels[k - 1] == 2 for k in np.flatnonzero(new) if k)
        counts.append(int(new.sum()))
    assert set(counts) == {0, 1, 2} and 0.8 < np.mean(counts) < 1.2


def test_words_are_left_out_before_common_words_alone():
    """From *we go now from Rome to sunny new Oslo please do*: the destination, and what stands before a name, always stays."""
    words = ["we", "go", "now", "from", "Rome", "to", "sunny", "new", "Oslo", "please", "do"]
    ids = np.array([[k, 0, 0, 5 if word == "Rome" else 4] for k, word in enumerate(words)])
    target, rng = np.array([2, 2, 2, 2, 2, 2, 2, 0, 1, 2, 2]), np.random.default_rng(0)
    kept = np.zeros(len(words))
    for _ in range(1000):
        rows, labels = module.some_left_out(ids, target, 2, 4, rng)
        assert np.array_equal(labels, target[rows[:, 0]]) and np.all(np.diff(rows[:, 0]) > 0)
        kept[rows[:, 0]] += 1 / 1000
    always = np.array([word in ("from", "sunny", "new", "Oslo", "do") for word in words])
    assert np.allclose(kept[always], 1) and np.allclose(kept[~always], 0.5, atol=0.06)
    for outside in (None, 7):  # no label is outside: nothing is left out
        assert all(map(np.array_equal, module.some_left_out(ids, target, outside, 4, rng), (ids, target)))


def test_how_often_a_batch_is_changed():
    """A row of five tokens that may all go, twice: longer, shorter, or one sentence."""
    rng, ids, target, words = np.random.default_rng(0), np.full((5, 4), 4), np.full(5, 2), np.array([[1, 4, 4, 4]])
    more = less = joined = 0
    for _ in range(2000):
        rows, targets = module.other_sentences([ids, ids], [target, target], 2, words, 4, rng)
        assert [len(row) for row in rows] == [len(row) for row in targets]
        new = sum(int(np.sum(row[:, 0] == 1)) for row in rows)
        more, less, joined = more + (new > 0), less + (sum(map(len, rows)) - new < 10), joined + (len(rows) == 1)
    assert 0.05 < more / 2000 < 0.12 and 0.55 < less / 2000 < 0.65 and 0.25 < joined / 2000 < 0.35
    for _ in range(99):
        assert sum(map(len, module.other_sentences([ids], [target], None, words[:0], 4, rng)[0])) == 5


def test_a_tagger_without_a_label_outside():
    X, y = trips(30, kinds=True)
    tagger = Tagger(**SMALL | {"epochs": 1}).fit(X, [["X" if tag == "O" else tag for tag in row] for row in y])
    assert tagger.classes_[-1] == "X" and len(tagger.predict([["to", "rome", "?"]])[0]) == 3


def test_parts_of_a_token():
    common = {"long": 3, "0th": 1}
    assert token_parts("Boston.", common) == ["boston", "bos~", "~ton", "<capital>"]
    assert token_parts("15th", common)[0] == "00th" and token_parts("15th", common)[3] == "<digits>"
    assert token_parts(".", common) == [".", ".~", "~.", "<mark>"]
    shapes = [token_parts(token, common)[3] for token in ("long", "long,", "Long", "lima", "5th")]
    assert shapes == ["<common>", "<common>", "<capital>", "<letters>", "<digits>"]
    title = module.sentence_parts(["To", "Long", "Beach"], common)
    assert [parts[3] for parts in title] == ["<letters>", "<common>", "<letters>"]


def test_common_words_are_those_written_small():
    assert module.common_words("Rome is far. Is it? It is, to me 2") == {"is": 2, "far": 1, "it": 1, "to": 1, "me": 1}


def test_a_shape_that_training_never_met_is_read_as_letters():
    vocabulary = module.part_vocabulary([["lima", "oslo"]], {})
    assert vocabulary["<capital>"] == vocabulary["<common>"] == vocabulary["<letters>"] > 1
    vocabulary = module.part_vocabulary([["Lima", "to", "go", "there"]], {"to": 1, "go": 1, "there": 1})
    assert len({vocabulary[shape] for shape in ("<capital>", "<common>", "<letters>")}) == 3


def test_common_words_come_from_the_text_that_is_given():
    X, y = trips(12)
    tagger = Tagger(**SMALL | {"epochs": 1}).fit(X, y, text="ich gehe nach Rom")
    assert tagger.model_["common"] == {"ich": 1, "gehe": 1, "nach": 1}
    with pytest.raises(TypeError, match="text must be a str of plain sentences, not list"):
        tagger.fit(X, y, text=["a"])


def test_a_file_needs_a_folder(fitted, tmp_path):
    for path in (tmp_path, tmp_path / "nowhere" / "t"):
        with pytest.raises(FileNotFoundError, match="give the path of a file"):
            fitted.save(path)


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ([0, 1, 1, 0, 1], {(1, 3, 1), (4, 5, 1)}),
        (["O", "B-a", "I-a", "B-a", "I-b", "O"], {(1, 3, "a"), (3, 4, "a"), (4, 5, "b")}),
        (["I-a", "O", "city", "city"], {(0, 1, "a"), (2, 4, "city")}),
        ([], set()),
    ],
)
def test_spans(labels, spans):
    assert tag_spans(labels) == spans


def test_span_f1_counts_kinds_and_borders():
    assert tag_span_f1([["B-a", "I-a", "O"]], [["B-a", "I-a", "O"]]) == 1
    assert tag_span_f1([["B-a", "O", "O"]], [["B-a", "I-a", "O"]]) == 0
    assert tag_span_f1([["B-b", "B-a"]], [["B-a", "B-a"]]) == 0.5
    assert tag_span_f1([[0]], [[0]]) == 0


def test_marks_and_capitals_never_met_cost_nothing(fitted, of_kinds):
    for tagger, kinds, outside in ((fitted, False, 0), (of_kinds, True, "O")):
        X, _ = trips(60, 1, kinds)
        plain = tagger.predict(X)
        for mark in ("?", ".", "…"):
            assert tagger.predict([[*row, mark] for row in X]) == [[*row, outside] for row in plain]
        assert tagger.predict([[word.title() for word in row] for row in X]) == plain
        assert tagger.predict([[*row[:-1], row[-1] + "."] for row in X]) == plain


def test_a_sentence_of_marks_alone_has_labels(fitted):
    assert [len(row) for row in fitted.predict([["!"], ["?", "?", "?"]])] == [1, 3]


def test_probabilities(of_kinds):
    X, _ = trips(9, 2)
    for row, p, labels in zip(X, of_kinds.predict_proba(X), of_kinds.predict(X)):
        assert p.shape == (len(row), 5) and np.allclose(p.sum(axis=1), 1)
        assert valid(labels)
        best = [of_kinds.classes_[k] for k in p.argmax(axis=1)]
        assert best == labels or not valid(best)


def valid(labels):
    """Whether each I- continues a span of its kind."""
    return all(label[:2] != "I-" or (k and labels[k - 1] in ("B-" + label[2:], label)) for k, label in enumerate(labels))


KINDS = ["B-a", "B-b", "I-a", "I-b", "I-c", "O"]


def test_the_best_path_is_the_best_of_all_allowed_rows():
    rng, allowed, moved = np.random.default_rng(0), allowed_pairs(KINDS), 0
    assert allowed.shape == (7, 6) and allowed[:, [0, 1, 4, 5]].all()  # B-, O, and I-c, which no B-c could precede
    rows = [row for row in itertools.product(range(6), repeat=4) if all(allowed[a, b] for a, b in zip((-1, *row), row))]
    assert all(valid([KINDS[k] for k in row if k != 4]) or 4 in row for row in rows)
    for _ in range(200):
        p = rng.dirichlet(np.full(6, 0.5), size=4)
        found = best_path(p, allowed)
        best = max(rows, key=lambda row: np.log(p[range(4), row]).sum())
        assert tuple(found) == best
        moved += not np.array_equal(found, p.argmax(axis=1))
    assert 50 < moved < 200


def test_tags_are_valid_where_the_network_is_not(of_kinds):
    network = {name: 0 * value for name, value in of_kinds.model_["networks"][0].items()}
    network["b_y"] = np.array([0.1, 0.2, 0.0, 0.4, 0.3])  # "I-to" is always the most probable label
    (row,), (p,) = module.predicted_labels(of_kinds.model_ | {"networks": [network]}, [["to", "new", "york"]])
    assert [of_kinds.classes_[k] for k in p.argmax(axis=1)] == ["I-to"] * 3 and row == ["B-to", "I-to", "I-to"]


def test_labels_without_b_may_stand_anywhere():
    assert allowed_pairs([0, 1]).all() and allowed_pairs(["I-a", "O"]).all()
    assert best_path(np.array([[0.0, 1.0], [1.0, 0.0]]), allowed_pairs([0, 1])).tolist() == [1, 0]


def test_the_same_number_the_same_tagger():
    one, other, third = (Tagger(**SMALL | {"epochs": 2, "random_state": k}).fit(*trips(30)) for k in (1, 1, 2))
    weights = [tagger.model_["networks"][0] for tagger in (one, other, third)]
    assert all(np.array_equal(weights[0][name], weights[1][name]) for name in weights[0])
    assert not np.array_equal(weights[0]["E"], weights[2]["E"])


WEIGHTS = """
import hashlib
from test_tagger import SMALL, Tagger, trips

network = Tagger(**SMALL).fit(*trips(kinds=True)).model_["networks"][0]
print(hashlib.sha256(b"".join(network[name].tobytes() for name in sorted(network))).hexdigest())
"""


@pytest.mark.parametrize("old", [False, True], ids=["this processor", "an old processor"])
def test_the_same_weights_on_every_processor(old):
    """With vector units as they are, and without the wide ones; .ci/run asks NumPy 1.26 for the same number."""
    features = subprocess.run([sys.executable, "tools/cpu_features.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    variant = {"NPY_DISABLE_CPU_FEATURES": features.stdout.strip(), "OPENBLAS_CORETYPE": "Prescott"} if old else {}
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "taught")])
    environment = os.environ | {"NPY_DISABLE_CPU_FEATURES": "", "OPENBLAS_CORETYPE": ""}
    done = subprocess.run([sys.executable, "-c", WEIGHTS], env=environment | variant | {"PYTHONPATH": path},
                          capture_output=True, text=True)  # fmt: skip
    assert done.stdout.split() == [DIGEST], done.stdout + done.stderr[-500:]


def test_settings_are_explicit_and_come_back():
    parameters = inspect.signature(Tagger).parameters
    assert {"n_x", "n_a", "epochs", "random_state"} <= set(parameters)
    assert all(p.default is not p.empty for p in parameters.values())
    tagger = Tagger(n_a=5).set_params(epochs=3)
    assert tagger.get_params()["n_a"] == 5 and "epochs=3" in repr(tagger) and "not fitted" in repr(tagger)
    with pytest.raises(ValueError, match="no setting 'layers'"):
        tagger.set_params(layers=2)
    with pytest.raises(ValueError, match="not fitted yet"):
        tagger.predict([["a"]])


@pytest.mark.parametrize(
    "setting",
    [{"n_a": 0}, {"epochs": 1.5}, {"batch_size": True}, {"dropout": 1}, {"learning_rate": float("nan")}, {"hide": "2"},
     {"random_state": "x"}, {"random_state": True}, {"learning_rate": np.complex128(0.1)},
     {"min_updates": 0}, {"members": 0}, {"members": 1.5}, {"members": True}],
)
def test_settings_that_make_no_sense(setting):
    with pytest.raises(ValueError, match=next(iter(setting))):
        Tagger(**setting).fit(*trips(12))


def test_history_and_repr(fitted):
    assert [row["epoch"] for row in fitted.history_] == [1, 2, 3, 4, 5, 6]
    assert fitted.history_[-1]["loss"] < fitted.history_[0]["loss"]
    assert "2 labels" in repr(fitted) and "dev span F1 1.000" in repr(fitted)


@pytest.mark.parametrize(
    ("X", "y", "error", "words"),
    [
        ("i go", [[0, 0]], TypeError, "list of sentences"),
        (["i go"], [[0, 0]], TypeError, "row 0: a sentence is a list of tokens, not str"),
        ([["i", 3]], [[0, 0]], TypeError, "row 0"),
        ([["i"], []], [[0], []], ValueError, "row 1"),
        ([["i", float("nan")]], [[0, 0]], TypeError, "row 0"),
        ([["i", "go"]], [[0]], ValueError, "2 tokens but 1 labels"),
        ([["i"]], [[0], [1]], ValueError, "1 sentences and 2 rows"),
        ([], [], ValueError, "at least one"),
        ([["i"]], [[0.5]], TypeError, "label 0.5"),
        ([["i"]], [[None]], TypeError, "label None"),
        ([["i"]], [["0"]], ValueError, "row 0: label '0' is text: use the numbers"),
        ([["i"], ["go"]], [["O"], [0]], ValueError, "row 1: label 0 beside 'O': use numbers everywhere"),
        ([["i"], ["i"]], [["O"], [" "]], ValueError, "row 1: label ' ' is text"),
        ([["i", "go"]], [[1, -1]], ValueError, "row 0: label -1 is negative: use the numbers"),
        ([["i", "go"]], [["B-a", "o"]], ValueError, "row 0: label 'o' is text"),
        ([["i"]], [0], TypeError, "row 0: give a list of labels for each sentence, not 0"),
        ([["i"]], ["O"], TypeError, "row 0: give a list of labels for each sentence, not 'O'"),
        ([["i"]], None, TypeError, "row 0: give a list of labels for each sentence, not None"),
    ],
)
def test_bad_data_is_refused_by_row(X, y, error, words):
    with pytest.raises(error, match=words):
        Tagger(**SMALL).fit(X, y)


class Column:
    """What a column of a table looks like: values in order, an index of its own, no list."""

    def __init__(self, values):
        self.values = values

    def __iter__(self):
        return iter(self.values)

    def __getitem__(self, key):
        raise KeyError(key)


def test_generators_columns_and_arrays(fitted):
    X, y = trips(30)
    expected = Tagger(**SMALL | {"epochs": 1}).fit(X, y).predict(X[:3])
    rows = np.empty(30, object)
    rows[:] = X
    as_others = [((row for row in X), (row for row in y)), (Column(rows), Column([np.array(row) for row in y])), (rows, tuple(y))]
    for sentences, labels in as_others:
        got = Tagger(**SMALL | {"epochs": 1}).fit(sentences, labels).predict(row for row in X[:3])
        assert got == expected and type(got[0][0]) is int
    assert fitted.predict([]) == []


def test_an_interrupted_fit_leaves_the_old_tagger_whole(fitted):
    tagger = copy.deepcopy(fitted)

    def interrupted(epochs):
        yield next(iter(epochs))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tagger.fit(*trips(40, kinds=True), progress=interrupted)
    assert tagger.model_ is not fitted.model_ and tagger.predict(trips(9, 3)[0]) == fitted.predict(trips(9, 3)[0])


def test_threads(fitted):
    X, _ = trips(50, 4)
    expected, got = [fitted.predict(X[k:]) for k in range(8)], [None] * 8
    threads = [threading.Thread(target=lambda k=k: got.__setitem__(k, fitted.predict(X[k:]))) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == expected


def test_a_file_brings_everything_back(of_kinds, tmp_path):
    of_kinds.save(tmp_path / "tagger")
    again = Tagger.load(tmp_path / "tagger")
    X, _ = trips(9, 3)
    assert repr(again) == repr(of_kinds) and again.get_params() == of_kinds.get_params()
    assert all(np.array_equal(a, b) for a, b in zip(again.predict_proba(X), of_kinds.predict_proba(X)))
    assert [path.name for path in tmp_path.iterdir()] == ["tagger"]


def test_settings_of_numpy_can_be_stored(tmp_path):
    settings = {name: np.int64(value) for name, value in SMALL.items()} | {"random_state": np.random.default_rng(0)}
    Tagger(**settings | {"epochs": np.int64(1)}).fit(*trips(12)).save(tmp_path / "t")
    assert Tagger.load(tmp_path / "t").get_params()["n_a"] == 12


def test_a_failing_save_keeps_the_old_file(fitted, tmp_path, monkeypatch):
    path = tmp_path / "tagger.npz"
    fitted.save(path)
    before = path.read_bytes()

    def full(self, data):
        self.open("wb").write(data[:100])
        raise OSError("no space left on device")

    monkeypatch.setattr(tool.pathlib.Path, "write_bytes", full)
    with pytest.raises(OSError, match="no space"):
        fitted.save(path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_a_thousand_faults_are_refused(fitted, tmp_path):
    path, rng = tmp_path / "tagger.npz", np.random.default_rng(0)
    fitted.save(path)
    whole = path.read_bytes()
    for k in range(1000):
        data, at = bytearray(whole), int(rng.integers(len(whole)))
        if k % 4 == 0:
            data = data[:at]
        elif k % 4 == 1:
            data[at:at] = b"x"
        elif k % 4 == 2:
            data[at] ^= 1 << int(rng.integers(8))
        else:
            data[at : at + 50] = rng.integers(0, 256, 50).astype(np.uint8).tobytes()
        path.write_bytes(data)
        with pytest.raises(ValueError, match="no tagger, or it is damaged"):
            Tagger.load(path)


def test_several_members_are_averaged_and_stored(tmp_path):
    X, y = trips()
    tagger = Tagger(**SMALL | {"epochs": 2}, members=2).fit(X, y)
    first, second = (copy.deepcopy(tagger) for _ in range(2))
    first.model_["networks"].pop()
    second.model_["networks"].pop(0)
    one, other, both = (np.concatenate(t.predict_proba(X[:5])) for t in (first, second, tagger))
    assert not np.allclose(one, other) and np.allclose(both, (one + other) / 2, atol=1e-15)
    assert [row["epoch"] for row in tagger.history_] == [1, 2, 1, 2]
    tagger.save(tmp_path / "t")
    again = Tagger.load(tmp_path / "t")
    assert again.members == 2 and np.array_equal(np.concatenate(again.predict_proba(X[:5])), both)
    tool.write_model(tmp_path / "t", tagger.get_params(), first.model_)
    with pytest.raises(ValueError, match="no whole tagger"):
        Tagger.load(tmp_path / "t")


def test_a_file_with_nan_or_missing_parts_is_refused(fitted, tmp_path):
    def with_nan(model):
        model["networks"][0]["W_aa"][0, 0] = np.nan

    def cut(model):
        model["networks"][0]["E"] = model["networks"][0]["E"][:-1]

    faults = [with_nan, cut, lambda m: m.pop("vocabulary"), lambda m: m.pop("common"),
              lambda m: m["classes"].pop(), lambda m: m["networks"][0].clear(),
              lambda m: m["networks"][0].pop("b_y"), lambda m: m["history"].clear()]  # fmt: skip
    for fault in faults:
        model = copy.deepcopy(fitted.model_)
        fault(model)
        tool.write_model(tmp_path / "t", fitted.get_params(), model)
        with pytest.raises(ValueError, match="no whole tagger"):
            Tagger.load(tmp_path / "t")
    with pytest.raises(FileNotFoundError):
        Tagger.load(tmp_path / "nothing")
