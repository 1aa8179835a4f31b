"""What lecture 13 stores: the translator and the scores of three starts of five kinds; parts of it made again."""

import numpy as np
import pytest

from data.makers.phrases import NOUNS
from data.models.trainers import translation as trainer
from helpers import corpus
from helpers.taught.bptt import numerical_gradient, relative_error
from helpers.taught.softmax import softmax_cross_entropy
from helpers.taught.translation import bleu, decode, encode, pair_batch, translate, translator_gradients

SCORES = corpus.load_translation_scores()
SOURCE, TARGET, PAIRS = trainer.encoded()
ENDS = TARGET["<sos>"], TARGET["<eos>"]


def test_every_start_is_there():
    kinds = [
        "attention",
        "attention, beam of 3",
        "last state",
        "last state, six times",
        "GRU, last state",
        "last state, every step",
        "mean of all states",
    ]
    assert sorted(SCORES) == sorted(kinds)
    for name, groups in SCORES.items():
        assert set(groups) == ({"test", "held"} if "beam" in name else {"train", "test", "held", "course", *trainer.LENGTHS})
        assert all(rows.shape == (trainer.SEEDS, 6) for rows in groups.values())


def test_what_the_lecture_says_of_them():
    exact = {name: {group: rows[:, 0] for group, rows in groups.items()} for name, groups in SCORES.items()}
    assert min(exact["attention"]["test"]) > 0.8 and max(exact["last state"]["test"]) < 0.25
    assert (exact["attention"]["course"] == 1).all() and (exact["last state"]["course"] == 0).all()
    assert max(exact["last state, six times"]["test"]) < 0.05 and 0.4 < exact["last state, six times"]["train"].mean() < 0.6
    again = exact["last state, every step"]
    assert max(exact["last state"]["test"]) < 0.02 and min(again["test"]) >= 0.4
    assert (again["course"] == 1).all() and max(again["held"]) < 0.06 and max(again["10-13"]) < 0.1 < 0.6 < min(again["4-5"])
    mean = exact["mean of all states"]
    assert min(mean["test"]) > 0.68 and max(mean["test"]) < 0.72 and (mean["course"] == 1).all()
    assert max(mean["held"]) < 0.2 < 0.6 < min(exact["attention"]["held"])
    wrong = 1 - exact["GRU, last state"]["test"]
    assert min(wrong) >= 0.64 and max(wrong) <= 0.85
    means = [exact["GRU, last state"][group].mean() for group in trainer.LENGTHS]
    assert means == sorted(means, reverse=True)
    for group, most in (("test", 0.01), ("held", 0.0151)):
        gain = exact["attention, beam of 3"][group] - exact["attention"][group]
        assert (gain >= 0).all() and max(gain) < most
    for rows in (SCORES["attention"]["test"], SCORES["last state"]["test"]):
        assert (rows[:, 2] > rows[:, 3]).all() and (rows[:, 4] > rows[:, 5]).all()  # forced flatters


def test_lengths_cover_test():
    sizes = [sum(low <= len(ids) <= high for ids in PAIRS["test"][0]) for low, high in trainer.LENGTHS.values()]
    assert sum(sizes) == len(PAIRS["test"][0]) and min(sizes) >= 30


def test_the_stored_network_translates_the_course_and_most_of_test():
    parameters, vocabulary = corpus.load_model("translation")
    assert vocabulary == SOURCE and all(np.array_equal(value, np.round(value, 6)) for value in parameters.values())
    sources, targets = PAIRS["test"]
    replies = translate(sources, parameters, *ENDS)
    assert np.mean([ours == theirs for ours, theirs in zip(replies, targets)]) > 0.9 and bleu(replies, targets) > 95
    names = list(TARGET)
    ids = [SOURCE[word] for word in trainer.COURSE.split()]
    assert "".join(names[i] for i in translate([ids], parameters, *ENDS)[0]) == "我非常喜欢这部电影"


def test_the_choices_of_the_stored_network_have_margins():
    """The alignment that the lecture prints does not hang on a rounding error."""
    parameters, _ = corpus.load_model("translation")
    ids = [SOURCE[word] for word in trainer.COURSE.split()]
    reply = translate([ids], parameters, *ENDS)[0]
    a, d_0 = encode(np.array([ids]), np.ones((1, 6)), parameters)
    o, _, _, weights = decode(np.array([[ENDS[0], *reply]]), d_0, a, np.ones((1, 6)), parameters)
    for row in o[0]:
        assert np.subtract(*np.sort(row)[:-3:-1]) > 1e-3
    for row in weights[0]:
        if row.max() > 0.45:
            assert np.subtract(*np.sort(row)[:-3:-1]) > 1e-3 and abs(row.max() - 0.5) > 1e-3
    assert weights[0][6].argmax() == 3  # 部 looks at movie


def test_measure_words_look_at_their_noun_and_pads_must_be_hidden():
    """In nearly all of test, not in the course's sentence alone; and what is lost without the mask depends on the neighbours."""
    parameters, words, signs = corpus.load_model("translation")[0], list(SOURCE), list(TARGET)
    source, mask, inputs, outputs, counted = pair_batch(*PAIRS["test"], *ENDS)
    a, d_0 = encode(source, mask, parameters)
    exact = {}
    for name, shown in (("masked", mask), ("pads read", np.ones_like(mask))):
        o, _, _, weights = decode(inputs, d_0, a, shown, parameters)
        exact[name] = np.mean(np.all((o.argmax(-1) == outputs) | (counted == 0), axis=1))
        if name == "masked":
            looks = weights
    assert exact["masked"] > 0.95 and 0.6 < exact["pads read"] < 0.8
    measures = {measure for _, measure, _ in NOUNS.values()}
    found = []
    for ids, reply, rows in zip(*PAIRS["test"], looks):
        nouns = {k: measure for k, i in enumerate(ids) for one, (many, measure, _) in NOUNS.items() if words[i] in (one, many)}
        for j in range(1, len(reply)):
            if signs[reply[j]] in measures and signs[reply[j - 1]] in "这那一两三四五" and signs[reply[j]] in nouns.values():
                found.append(nouns.get(rows[j].argmax()) == signs[reply[j]])
    assert len(found) > 300 and np.mean(found) > 0.95


@pytest.mark.parametrize("kind", ["attention", "last state", "last state, every step", "mean of all states", "GRU, last state"])
def test_the_first_updates_can_be_repeated(kind, monkeypatch):
    few = tuple(side[:96] for side in PAIRS["train"])
    monkeypatch.setitem(PAIRS, "train", few)
    runs = []
    for _ in range(2):
        trainer.network.cache_clear()
        runs.append(trainer.network(kind, 0, 2))
    trainer.network.cache_clear()
    start = trainer.start(kind, 0)
    assert all(np.array_equal(runs[0][name], runs[1][name]) for name in start)
    with trainer.way(kind):
        assert trainer.loss("train", runs[0]) < trainer.loss("train", start)


@pytest.mark.retrain
@pytest.mark.parametrize("kind", ["attention", "mean of all states"])
def test_one_start_again(kind):
    """The second start, at the stored rate: the same lines of the table."""
    table = [row.split("\t") for row in corpus.data_path("models/translation_scores.tsv").read_text("utf-8").splitlines()]
    stored = [row for row in table if row[2] == "1" and row[0] in (kind, f"{kind}, beam of 3")]
    rate = float(stored[0][1])
    with trainer.way(kind):
        lines = trainer.rows_of(kind, rate, 1, trainer.network(kind, 1, trainer.EPOCHS, rate))
    assert [line.split("\t") for line in lines] == stored


def with_small_tables(kind):
    """Random parameters of a kind of translator, for a vocabulary of eight."""
    return {name: value[:8] if name.endswith("_E") else value for name, value in trainer.start(kind, 1).items()}


def gradient_error(name, found, batch, parameters):
    """The relative error of the gradient of one parameter of a translator, its last four rows, against central differences."""

    def loss(rows):
        changed = parameters | {name: np.concatenate([parameters[name][:-4], rows])}
        a, d_0 = encode(*batch[:2], changed)
        return softmax_cross_entropy(decode(batch[2], d_0, a, batch[1], changed)[0], *batch[3:])

    return relative_error(found[name][-4:], numerical_gradient(loss, parameters[name][-4:]))


def test_the_control_looks_at_the_last_real_word_only_and_its_gradients_are_right():
    small = with_small_tables("last state, every step")
    batch = pair_batch([[4, 5, 6], [7]], [[5, 6], [4, 7, 7]], 2, 3)
    with trainer.looking_at_the_end():
        a, d_0 = encode(*batch[:2], small)
        _, _, c, weights = decode(batch[2], d_0, a, batch[1], small)
        assert np.array_equal(c, np.repeat(d_0[:, None], 4, 1)) and weights[0, :, 2].all() and weights[1, :, 0].all()
        found = translator_gradients(*batch, small)
        for name in ("encoder_W_aa", "W_yc", "decoder_b_a"):
            assert gradient_error(name, found, batch, small) < 1e-7, name


def test_the_other_control_reads_the_mean_of_the_real_words_and_its_gradients_are_right():
    small = with_small_tables("mean of all states")
    batch = pair_batch([[4, 5, 6], [7]], [[5, 6], [4, 7, 7]], 2, 3)
    with trainer.way("mean of all states"):
        a, d_0 = encode(*batch[:2], small)
        c = decode(batch[2], d_0, a, batch[1], small)[2]
        assert np.allclose(c[0], a[0, 1:].mean(0)) and np.allclose(c[1], a[1, 1])
        found = translator_gradients(*batch, small)
        for name in ("encoder_W_aa", "W_yc", "decoder_W_aa", "encoder_E"):
            assert gradient_error(name, found, batch, small) < 1e-7, name


def test_gradients_of_the_gated_translator_by_central_differences():
    small = with_small_tables("GRU, last state")
    batch = pair_batch([[4, 5, 6], [7]], [[5, 6], [4, 7, 7]], 2, 3)
    with trainer.gated():
        found = translator_gradients(*batch, small)
        for name in ("encoder_b_u", "decoder_b_a", "encoder_E", "decoder_b_u"):
            assert gradient_error(name, found, batch, small) < 1e-7, name


def test_right_characters_counts_the_end_and_what_is_missing():
    right = trainer.right_characters([[5, 6], [5, 6, 7]], [[5, 6, 7], [5, 6]], 3)
    assert [row.tolist() for row in right] == [[True, True, False, False], [True, True, False]]


@pytest.mark.parametrize("row", ["attention\t0.1\t0\ttest\t1\t100\t1\t1\tx\t1", "attention\t0.1\t0\ttest\t1"])
def test_a_damaged_file_is_named(row, tmp_path, monkeypatch):
    (tmp_path / "models").mkdir()
    header = "\t".join(corpus.TRANSLATION_COLUMNS)
    (tmp_path / "models" / "translation_scores.tsv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(corpus, "data_path", lambda name: tmp_path / name)
    with pytest.raises(ValueError, match=r"translation_scores.tsv, line 2"):
        corpus.load_translation_scores()
