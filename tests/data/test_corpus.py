"""The readers of data/: what they return, and what they say about missing and damaged files."""

import dataclasses
import json

import numpy as np
import pytest

from helpers import corpus

DATA = corpus._FOLDER
HEADER = "\t".join(corpus.COLUMNS)
ROW = "Go to Rome.\tGo to Rome .\t0 0 1 0\ttrain\t0\t0\tgo_to"


ONE_EACH = [ROW.replace("train", split) for split in corpus.SPLITS]
SCORES = "\t".join(corpus.SCORE_COLUMNS)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder in the place of data/."""
    monkeypatch.setattr(corpus, "_FOLDER", tmp_path)
    return tmp_path


def write_trips(folder, *rows, header=HEADER):
    (folder / "trips.tsv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def test_trips_have_the_right_types():
    trip = corpus.load_trips("train")[0]
    assert trip.sentence == "I arrive at Beijing from Xiamen"
    assert trip.tokens == ["I", "arrive", "at", "Beijing", "from", "Xiamen"]
    assert trip.labels == [0, 0, 0, 1, 0, 0]
    assert (trip.split, trip.gap, trip.gaps, trip.template) == ("train", 0, [0, 0], "arrive_at_from")
    with pytest.raises(dataclasses.FrozenInstanceError):
        trip.gap = 3


def test_splits_are_parts_of_the_whole():
    whole = corpus.load_trips()
    assert len(whole) == sum(len(corpus.load_trips(split)) for split in corpus.SPLITS)
    for split in corpus.SPLITS:
        assert corpus.load_trips(split) == [trip for trip in whole if trip.split == split]


@pytest.mark.parametrize("split", ["Train", "", "validation", 1, ["train"]])
def test_a_split_that_does_not_exist(split):
    with pytest.raises(ValueError, match="train, dev, test, late_cue"):
        corpus.load_trips(split)


def test_two_loads_share_no_lists():
    corpus.load_trips("dev")[0].tokens.append("changed")
    assert corpus.load_trips("dev")[0].tokens[-1] != "changed"


def test_unseen_tokens():
    def trip(text):
        return corpus.Trip(text, text.split(), [0] * len(text.split()), "test", -1, [], "none")

    assert corpus.unseen_tokens([trip("go to Rome")], [trip("go to Paris"), trip("drive to Oslo")]) == ["Oslo", "Paris", "drive"]
    assert corpus.unseen_tokens([trip("go to Rome")], []) == []
    assert corpus.unseen_tokens([], [trip("a b")]) == ["a", "b"]


def test_windows_hold_the_tokens_before():
    trip = corpus.Trip("to Rome", ["to", "Rome"], [0, 1], "test", -1, [], "none")
    assert corpus.windows_of([trip, trip], {"Rome"}, before=2) == ([["<pad>", "to", "Rome"]] * 2, [1, 1])
    assert corpus.windows_of([trip], {"Oslo"}, before=2) == ([], [])
    assert corpus.windows_of([trip, trip], (word for word in ["Oslo", "Rome"]), before=0) == ([["Rome"]] * 2, [1, 1])
    for wanted, before in (("to Rome", 2), ({"Rome"}, -1)):
        with pytest.raises(ValueError, match="give a set of tokens"):
            corpus.windows_of([trip], wanted, before)


def test_a_small_file_is_read(folder):
    write_trips(folder, *ONE_EACH)
    trip = corpus.Trip("Go to Rome.", ["Go", "to", "Rome", "."], [0, 0, 1, 0], "train", 0, [0], "go_to")
    assert corpus.load_trips("train") == [trip]


def test_windows_line_ends_are_read(folder):
    (folder / "trips.tsv").write_bytes("\r\n".join([HEADER, *ONE_EACH, ""]).encode())
    assert corpus.load_trips()[0].template == "go_to"


DAMAGED = {
    "column lost": (ROW.rsplit("\t", 1)[0], "6 columns"),
    "column more": (ROW + "\tmore", "8 columns"),
    "empty line": ("", "1 columns"),
    "label 2": (ROW.replace("0 0 1 0", "0 0 2 0"), "neither 0 nor 1"),
    "label in words": (ROW.replace("0 0 1 0", "0 0 one 0"), "neither 0 nor 1"),
    "label lost": (ROW.replace("0 0 1 0", "0 0 1"), "4 tokens but 3 labels"),
    "unknown split": (ROW.replace("train", "trian"), "unknown split 'trian'"),
    "gap in words": (ROW.replace("\t0\t0", "\tnone\t0"), "'none' is no whole number"),
    "gap with a fraction": (ROW.replace("\t0\t0", "\t0.5\t0"), "'0.5' is no whole number"),
    "gap of a city in words": (ROW.replace("\t0\tgo", "\tfar\tgo"), "'far' is no whole number"),
}


@pytest.mark.parametrize(("row", "complaint"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_trips(folder, row, complaint):
    write_trips(folder, ROW, row, ROW)
    with pytest.raises(ValueError) as error:
        corpus.load_trips()
    message = str(error.value)
    assert complaint in message
    assert "data/trips.tsv, line 3" in message
    assert "python -m data.makers" in message


@pytest.mark.parametrize("text", [ROW + "\n", HEADER.replace("gap\t", "distance\t") + "\n" + ROW + "\n"])
def test_damaged_header(folder, text):
    (folder / "trips.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"line 1: the header should name the columns sentence, tokens"):
        corpus.load_trips()


def test_bytes_that_are_no_text(folder):
    (folder / "world.txt").write_bytes(b"the king\n\xff\xfe\n")
    with pytest.raises(ValueError, match=r"data/world\.txt.*byte 9 is no UTF-8.*python -m data\.makers"):
        corpus.load_world()


READERS = {
    "trips.tsv": corpus.load_trips,
    "world.txt": corpus.load_world,
    "world_truth.json": corpus.load_world_truth,
    "diary.txt": corpus.load_diary,
    "models/trips.json": lambda: corpus.load_model("trips"),
    "models/trips_scores.tsv": lambda: corpus.load_scores("trips_scores"),
}
TRAIN = "python -m data.models.trainers"
WAYS_BACK = {"diary.txt": "git checkout data", "models/trips.json": TRAIN, "models/trips_scores.tsv": TRAIN}


@pytest.mark.parametrize(("name", "reader"), READERS.items(), ids=READERS)
def test_missing_files(folder, name, reader):
    with pytest.raises(FileNotFoundError, match="clone the whole repository") as error:
        reader()
    assert name in str(error.value)
    assert WAYS_BACK.get(name, "python -m data.makers") in str(error.value)


def test_data_path():
    assert corpus.data_path("trips.tsv").is_file()
    with pytest.raises(FileNotFoundError, match=r"nothing\.txt is missing"):
        corpus.data_path("nothing.txt")


def test_world_is_lists_of_words():
    sentences = corpus.load_world()
    assert all(isinstance(word, str) for words in sentences for word in words)
    assert all(words for words in sentences)


def test_an_empty_world(folder):
    (folder / "world.txt").write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match=r"data/world\.txt, line 1: the file is empty"):
        corpus.load_world()


def test_an_empty_world_sentence(folder):
    (folder / "world.txt").write_text("the king\n\nthe queen\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"data/world\.txt, line 2: an empty sentence"):
        corpus.load_world()


@pytest.mark.parametrize("text", ['{"clusters": {}', "", '{"clusters": {}}', "[]", "7", '{"clusters": {"a": []}}',
                                  '{"clusters": [], "analogies": {}}',
                                  '{"clusters": {"a": ["b"]}, "analogies": {"f": [["a", "b", "c"]]}}',
                                  '{"clusters": {"a": [NaN]}, "analogies": {"f": [["a", "b", "c", "d"]]}}',
                                  '{"clusters": {"a": [3]}, "analogies": {"f": [["a", "b", "c", "d"]]}}'])  # fmt: skip
def test_damaged_truth(folder, text):
    (folder / "world_truth.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"data/world_truth\.json, line [1?].*python -m data\.makers"):
        corpus.load_world_truth()


def test_truth_that_is_no_text(folder):
    (folder / "world_truth.json").write_bytes(b'{"clusters\xe9": {}}')
    with pytest.raises(ValueError, match=r"data/world_truth\.json.*byte 10 is no UTF-8"):
        corpus.load_world_truth()


@pytest.mark.parametrize("text", ["", "{", "{}", '{"parameters": {"b_a": [1, "x"]}, "vocabulary": ["a"]}', "[]",
                                  '{"parameters": [], "vocabulary": ["a"]}', '{"parameters": {}, "vocabulary": ["a"]}',
                                  '{"parameters": {"b_a": [NaN]}, "vocabulary": ["a"]}',
                                  '{"parameters": {"b_a": [1e999]}, "vocabulary": ["a"]}',
                                  '{"parameters": {"b_a": []}, "vocabulary": ["a"]}',
                                  '{"parameters": {"b_a": [[1], [1, 2]]}, "vocabulary": ["a"]}',
                                  '{"parameters": {"b_a": [1]}, "vocabulary": ["a", "a"]}',
                                  '{"parameters": {"b_a": [1]}, "vocabulary": []}',
                                  '{"parameters": {"b_a": [1]}, "vocabulary": 3}',
                                  '{"parameters": {"E": [[1], [2]]}, "vocabulary": ["a"]}'])  # fmt: skip
def test_damaged_model(folder, text):
    (folder / "models").mkdir()
    (folder / "models/trips.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"data/models/trips\.json, line .*python -m data\.models\.trainers"):
        corpus.load_model("trips")


@pytest.mark.parametrize("row", ["recurrent\t0\t3\t0.5\t0.5", "recurrent\t0\tall\t0.5\thalf\t1", "", "recurrent",
                                 "recurrent\t0\tall\t0.5\tnan\t1", "recurrent\t0\tall\t0.5\tinf\t1",
                                 "recurrent\t0\tall\t0\t0\t-1"])  # fmt: skip
def test_damaged_scores(folder, row):
    (folder / "models").mkdir()
    (folder / "models/some.tsv").write_text(f"{SCORES}\n{row}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"data/models/some\.tsv, line 2: .*python -m data\.models\.trainers"):
        corpus.load_scores("some")


def test_scores_are_arrays_by_network_and_group():
    table = corpus.load_scores("trips_scores")
    groups = [*range(11), "all", "new", "late"]
    for network, scores in table.items():
        assert set(scores) == set(groups), network
        assert all(rows.shape == (5, 3) and rows.min() >= 0 and rows.max() <= 1 for rows in scores.values())
    by_gap = np.array([table["recurrent"][gap][:, :2].mean(axis=0) for gap in range(11)])
    assert by_gap.min() >= 0.99


def test_a_model_is_arrays_and_ids(folder):
    (folder / "models").mkdir()
    stored = {"vocabulary": ["<pad>", "to"], "parameters": {"W_aa": [[1, 0.5], [0, 2]], "b_a": [0.25, 1]}}
    (folder / "models/small.json").write_text(json.dumps(stored), encoding="utf-8")
    parameters, vocabulary = corpus.load_model("small")
    assert vocabulary == {"<pad>": 0, "to": 1}
    assert parameters["W_aa"].shape == (2, 2)
    assert parameters["W_aa"].dtype == "float64"
    assert parameters["b_a"].tolist() == [0.25, 1.0]


def test_diary_entries_in_order(folder):
    text = "12 March. Xiamen.\n\nRain.\n\nMore rain. 3 April is far.\n\n1 April. New York.\n\nSun.\n"
    (folder / "diary.txt").write_text(text, encoding="utf-8")
    assert corpus.load_diary() == text
    assert corpus.diary_entries() == [
        ("12 March", "Xiamen", "Rain.\n\nMore rain. 3 April is far."),
        ("1 April", "New York", "Sun."),
    ]


def test_damaged_diary(folder):
    (folder / "diary.txt").write_text("Rain.\n\n12 March. Xiamen.\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"data/diary\.txt, line 1: a heading such as `12 March\. Xiamen\.`"):
        corpus.diary_entries()
    (folder / "diary.txt").write_text("\n\n", encoding="utf-8")
    with pytest.raises(ValueError, match="empty"):
        corpus.load_diary()


EVERYTHING = READERS | {
    "reviews.tsv": corpus.load_reviews,
    "phrases.tsv": corpus.load_phrases,
    "models/translation_scores.tsv": corpus.load_translation_scores,
    "models/translation.json": lambda: corpus.load_model("translation"),
    "models/rulers.tsv": corpus.load_rulers,
    "models/copies.tsv": lambda: corpus.load_rulers("copy"),
    "models/bugs.tsv": corpus.load_bugs,
    "follow_ups.tsv": lambda: corpus.load_follow_ups("train"),
    "models/reviews_scores.tsv": corpus.load_review_scores,
    "models/diary_bits.tsv": corpus.load_diary_bits,
    "models/diary_kneser_ney.tsv": corpus.load_kneser_ney,
    "models/gradient_reach.tsv": corpus.load_gradient_reach,
    "models/gradient_norms.tsv": corpus.load_gradient_norms,
    "models/embeddings.tsv": corpus.load_embedding_scores,
    "models/few_labels.tsv": corpus.load_few_labels,
    "models/window_limits.tsv": corpus.load_window_limits,
    "models/masked_words.tsv": corpus.load_masked_words,
    "models/blank_history.tsv": corpus.load_blank_history,
    "models/diary.json": lambda: corpus.load_model("diary"),
    "models/blank.json": lambda: corpus.load_model("blank"),
    "models/senses.json": lambda: corpus.load_model("senses"),
    "diary.txt": corpus.diary_entries,
    "trips.tsv": lambda: corpus.load_trips("train"),
}
DAMAGE = {
    "empty": lambda whole: b"",
    "blank": lambda whole: b"\n\n",
    "cut inside a line": lambda whole: whole[: len(whole) // 2].rstrip(b"\n"),
    "first line only": lambda whole: whole.split(b"\n")[0] + b"\n",
    "header lost": lambda whole: whole.partition(b"\n")[2],
    "zero bytes": lambda whole: whole[: len(whole) // 2] + b"\0" * 20 + whole[len(whole) // 2 + 20 :],
    "not UTF-8": lambda whole: whole.replace(b"e" if b"e" in whole else b"0", b"\xe9", 1),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", EVERYTHING)
def test_every_damaged_file_is_named(folder, name, damage):
    if damage in ("first line only", "header lost") and name == "world.txt":
        return  # a shorter text of whole sentences is a text
    whole = (DATA / name).read_bytes()
    (folder / "models").mkdir()
    (folder / name).write_bytes(DAMAGE[damage](whole))
    with pytest.raises(ValueError) as error:
        EVERYTHING[name]()
    assert f"data/{name}, line" in str(error.value) and "Restore the file with" in str(error.value)


@pytest.mark.parametrize("name", ["trips.tsv", "reviews.tsv", "follow_ups.tsv", "models/rulers.tsv", "models/trips_scores.tsv",
                                  "models/gradient_reach.tsv"])  # fmt: skip
@pytest.mark.parametrize("share", [0.31, 0.47])
def test_tables_cut_between_lines_are_refused(folder, name, share):
    lines = (DATA / name).read_bytes().split(b"\n")
    (folder / "models").mkdir()
    (folder / name).write_bytes(b"\n".join(lines[: int(share * len(lines))]) + b"\n")
    with pytest.raises(ValueError, match="seems to be cut"):
        EVERYTHING[name]()


@pytest.mark.parametrize("name", sorted(EVERYTHING))
def test_a_file_cut_between_any_two_lines_is_refused(folder, name):
    lines = (DATA / name).read_bytes().split(b"\n")
    (folder / "models").mkdir()
    (folder / "lines.json").write_bytes((DATA / "lines.json").read_bytes())
    (folder / name).write_bytes(b"\n".join(lines))
    EVERYTHING[name]()
    (folder / name).write_bytes(b"\n".join(lines[:-2]) + b"\n")
    with pytest.raises(ValueError, match=f"data/{name}, line .*(seems to be cut|empty|no JSON)"):
        EVERYTHING[name]()
    (folder / name).write_bytes(b"\n".join(lines) + b"more\n")
    with pytest.raises(ValueError, match=f"data/{name}, line .*more than the {len(lines) - 1} lines"):
        EVERYTHING[name]()


NUMBERS = [("rulers", [2]), ("few_labels", [1, 2, 5]), ("bugs", [3]), ("masked_words", [3, 4, 5]), ("window_limits", [0, 1, 2]),
           ("gradient_reach", [3, 4]), ("translation_scores", [4, 9]), ("blank_history", [3, 5])]  # fmt: skip


@pytest.mark.parametrize("bad", ["inf", "-0.5", "x", ""])
@pytest.mark.parametrize(("name", "columns"), NUMBERS)
def test_numbers_that_are_none_are_refused(folder, name, columns, bad):
    name = f"models/{name}.tsv"
    lines = (DATA / name).read_text(encoding="utf-8").split("\n")
    (folder / "models").mkdir()
    for column in columns:
        fields = lines[2].split("\t")
        fields[column] = bad
        (folder / name).write_text("\n".join([*lines[:2], "\t".join(fields), *lines[3:]]), encoding="utf-8")
        with pytest.raises(ValueError, match=f"data/{name}, line 3"):
            EVERYTHING[name]()


@pytest.mark.parametrize("name", ["diary.txt", "trips.tsv", "models/diary.json"])
def test_a_mark_in_front_and_windows_line_ends_change_nothing(folder, name):
    (folder / "models").mkdir()
    found = []
    for change in (lambda whole: whole, lambda whole: b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n")):
        (folder / name).write_bytes(change((DATA / name).read_bytes()))
        found.append(str(EVERYTHING[name]()))
    assert found[0] == found[1]


@pytest.mark.parametrize("text", ["[]", '{"trips.tsv": "all"}', "{"])
def test_a_damaged_count_of_lines(folder, text):
    (folder / "lines.json").write_text(text + "\n", encoding="utf-8")
    (folder / "trips.tsv").write_bytes((DATA / "trips.tsv").read_bytes())
    with pytest.raises(ValueError, match=r"data/lines\.json, line \d"):
        corpus.load_trips()


def test_the_stored_diary():
    text, entries = corpus.load_diary(), corpus.diary_entries()
    assert len(text.split()) >= 8000
    assert len(entries) >= 10
    assert entries[0][:2] == ("12 March", "Xiamen")
    assert all(body and date and place for date, place, body in entries)
    assert sum(len(body.split()) for _, _, body in entries) > 0.9 * len(text.split())
