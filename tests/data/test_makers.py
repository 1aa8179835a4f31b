"""The generated data: the stored files are what the script makes, and every promise of data/README.md is counted."""

import functools
import os
import random
import re
import subprocess
import sys
from collections import Counter, defaultdict

import course
import numpy as np
import pytest

from data import makers
from data.makers import __main__ as program
from data.makers import command, trips
from helpers import corpus

MAKERS = course.ROOT / "data" / "makers"
CARD = (course.ROOT / "data" / "README.md").read_text(encoding="utf-8")


FILES = makers.files()
made = functools.cache(lambda name: FILES[name]())  # the text of a file
TRIPS = corpus.load_trips()
TRAIN, DEV, TEST, LATE = ([trip for trip in TRIPS if trip.split == split] for split in corpus.SPLITS)
CAUSAL = TRAIN + DEV + TEST
CITIES = tuple(tuple(city.split()) for city in trips.CITIES + trips.TEST_ONLY_CITIES)
CITIES_BY_FIRST = defaultdict(list)
for _city in CITIES:
    CITIES_BY_FIRST[_city[0]].append(_city)
KIND = {template.name: template.kind for template in trips.TEMPLATES}
UNSEEN_TEMPLATES = {template.name for template in trips.TEST_ONLY_TEMPLATES}


def mentions(tokens):
    """(first, end) of each city in a sentence."""
    return _mentions(tuple(tokens))


@functools.cache
def _mentions(tokens):
    found, i = [], 0
    while i < len(tokens):
        size = max((len(city) for city in CITIES_BY_FIRST.get(tokens[i], ()) if tokens[i : i + len(city)] == city), default=0)
        if size:
            found.append((i, i + size))
        i += size or 1
    return found


def destinations(trip):
    return [(first, end) for first, end in mentions(trip.tokens) if trip.labels[first]]


def has_unseen_city(trip):
    return any(" ".join(trip.tokens[first:end]) in trips.TEST_ONLY_CITIES for first, end in mentions(trip.tokens))


# The command -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", FILES)
def test_stored_files_are_what_the_script_makes(name):
    stored = (course.ROOT / "data" / name).read_bytes().replace(b"\r\n", b"\n")
    assert stored == made(name).encode(), f"{name} differs: run python -m data.makers"


def test_the_same_bytes_under_another_hash_seed(tmp_path):
    environment = os.environ | {"PYTHONHASHSEED": "77"}
    subprocess.run(
        [sys.executable, "-m", "data.makers", "--out", str(tmp_path / "new")],
        cwd=course.ROOT, env=environment, check=True, capture_output=True
    )
    for name in FILES:
        assert (tmp_path / "new" / name).read_bytes() == made(name).encode()


@pytest.fixture
def quick(monkeypatch):
    """The command with its texts made once."""
    monkeypatch.setattr(program, "files", lambda: {name: lambda name=name: made(name) for name in FILES})


def test_check_names_what_differs(quick, tmp_path, capsys):
    assert program.main(["--out", str(tmp_path)]) == 0
    assert program.main(["--out", str(tmp_path), "--check"]) == 0
    text = (tmp_path / "world.txt").read_text(encoding="utf-8").splitlines()
    text[6] = "the king is a fish"
    (tmp_path / "world.txt").write_text("\n".join(text) + "\n", encoding="utf-8")
    (tmp_path / "world_truth.json").unlink()
    capsys.readouterr()
    assert program.main(["--out", str(tmp_path), "--check"]) == 1
    said = capsys.readouterr().out
    assert "world.txt: differs from line 7" in said
    assert "world_truth.json: missing" in said
    assert "trips.tsv: as made" in said


def test_check_sees_a_cut_file_and_forgives_windows_line_ends(quick, tmp_path):
    assert program.main(["--out", str(tmp_path)]) == 0
    path = tmp_path / "trips.tsv"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"\n", b"\r\n"))
    assert program.main(["trips.tsv", "--out", str(tmp_path), "--check"]) == 0
    path.write_bytes(whole[: len(whole) // 2])
    assert program.main(["trips", "--out", str(tmp_path), "--check"]) == 1


def test_check_names_a_file_that_is_no_text_any_more(quick, tmp_path, capsys):
    assert program.main(["trips", "--out", str(tmp_path)]) == 0
    whole = (tmp_path / "trips.tsv").read_bytes()
    (tmp_path / "trips.tsv").write_bytes(whole.replace(b"\n", b"\xe9\n", 1))
    assert program.main(["trips", "--out", str(tmp_path), "--check"]) == 1
    assert "trips.tsv: differs from line 1 on" in capsys.readouterr().out


def test_an_unknown_name_is_refused(capsys):
    with pytest.raises(SystemExit):
        program.main(["trip.tsv", "--check"])
    assert "there is no trip.tsv; choose among" in capsys.readouterr().err


def test_an_interrupted_writing_leaves_the_old_file(tmp_path, monkeypatch):
    (tmp_path / "some.txt").write_text("old", encoding="utf-8")

    def full(*arguments, **options):
        raise OSError("no space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", full)
    with pytest.raises(OSError, match="no space"):
        command.write(tmp_path / "some.txt", "new")
    assert (tmp_path / "some.txt").read_bytes() == b"old"


def test_makers_need_the_standard_library_only():
    for path in MAKERS.glob("*.py"):
        imported = re.findall(r"^(?:import|from) (\w+)", path.read_text(encoding="utf-8"), flags=re.M)
        assert set(imported) <= set(sys.stdlib_module_names) | {"data"}, path.name


# The card --------------------------------------------------------------------------------------------------------
def test_card_counts_the_splits():
    for split in corpus.SPLITS:
        trips = corpus.load_trips(split)
        cells = [len(trips), sum(1 in trip.labels for trip in trips), len({trip.template for trip in trips})]
        cells.append(len({token for trip in trips for token in trip.tokens}))
        row = " | ".join(f"{number:,}" for number in cells)
        assert f"| {split} | {row} |" in CARD, f"the card should say: {row}"


def test_card_counts_the_gaps():
    for split in ("train", "dev", "test"):
        gaps = Counter(trip.gap for trip in corpus.load_trips(split))
        row = " | ".join(f"{gaps[gap]:,}" for gap in range(-1, 11))
        assert f"| {split} | {row} |" in CARD, f"the card should say: {row}"


def test_card_counts_cities_and_templates():
    two = sum(len(city) == 2 for city in CITIES)
    assert (
        f"{len(trips.CITIES)} in all splits, {len(trips.TEST_ONLY_CITIES)} in test only; {two} of the {len(CITIES)}" in CARD
    )
    assert f"{len(trips.SEEN_TEMPLATES)} in all splits, {len(UNSEEN_TEMPLATES)} in test only" in CARD


# trips.tsv: form -------------------------------------------------------------------------------------------------
def test_sizes():
    assert len(TRAIN) >= 3000
    assert len(DEV) >= 500
    assert len(TEST) >= 500
    assert len(LATE) >= 800
    assert (course.ROOT / "data" / "trips.tsv").stat().st_size < 1_200_000


def test_tokens_follow_the_rule_of_lecture_01():
    for trip in TRIPS:
        assert trip.tokens == re.findall(r"\w+|[^\w\s]", trip.sentence), trip.sentence
        assert not set("'’-\t<>()*{}[]_") & set(trip.sentence), trip.sentence


def test_sentences_are_well_formed():
    for trip in TRIPS:
        text = trip.sentence
        assert text == " ".join(text.split()), text
        assert text[0].isupper(), text
        assert not re.search(r" [,.?]|,[,.?]|,$|\.\.", text), text
        assert not re.search(r"\ba [aeiou]", text), text
        assert not re.search(r"\b(\w+) \1\b", text), text
        assert len(trip.tokens) <= trips.MAX_TOKENS


def test_no_sentence_twice():
    assert len({trip.sentence for trip in TRIPS}) == len(TRIPS)
    bare = Counter(trip.sentence.removesuffix(".") for trip in TRIPS)
    assert {text for text, count in bare.items() if count > 1} == {"I arrive at Beijing from Xiamen", "I leave Beijing to Xiamen"}


@pytest.mark.parametrize("stop", ["", "."])
def test_the_two_sentences_of_the_course_are_in_train(stop):
    by_sentence = {trip.sentence: trip for trip in TRAIN}
    assert by_sentence["I arrive at Beijing from Xiamen" + stop].labels[:6] == [0, 0, 0, 1, 0, 0]
    assert by_sentence["I leave Beijing to Xiamen" + stop].labels[:5] == [0, 0, 0, 0, 1]


# trips.tsv: labels and gaps --------------------------------------------------------------------------------------
def test_labels_cover_whole_cities_and_at_most_one():
    for trip in TRIPS:
        found = mentions(trip.tokens)
        marked = [i for i, label in enumerate(trip.labels) if label]
        assert len(destinations(trip)) <= 1, trip.sentence
        assert marked == [i for first, end in destinations(trip) for i in range(first, end)], trip.sentence
        if trip.split != "late_cue":
            assert len(found) == len(KIND[trip.template]), trip.sentence
            assert [trip.labels[first] for first, _ in found] == [int(role == "d") for role in KIND[trip.template]], trip.sentence


def test_gaps_are_small_and_minus_one_means_no_cue():
    for trip in CAUSAL:
        assert (trip.gap == -1) == (not mentions(trip.tokens)), trip.sentence
        assert -1 <= trip.gap <= 10
    assert {trip.gap for trip in LATE} == {-1}


def test_each_city_has_its_gap():
    for trip in TRIPS:
        places = [first for first, _ in mentions(trip.tokens)]
        assert len(trip.gaps) == len(places) and all(-1 <= gap < first for gap, first in zip(trip.gaps, places)), trip.sentence
        of_destination = [gap for gap, first in zip(trip.gaps, places) if trip.labels[first]]
        assert trip.gap == (of_destination or trip.gaps or [-1])[0], trip.sentence
        if trip.split == "late_cue":
            assert set(trip.gaps) == {-1}


@pytest.mark.parametrize("template", ["go_to_from", "fly_to_from", "travel_from_to", "move_from_to"])
def test_the_gaps_lead_back_to_both_cues(template):
    for trip in (trip for trip in CAUSAL if trip.template == template):
        cues = {trip.tokens[first - gap - 1] for gap, (first, _) in zip(trip.gaps, mentions(trip.tokens))}
        assert cues == {"to", "from"}, trip.sentence


CUES = {  # template: what stands `gap` tokens before the destination
    "go_to_from": "to", "go_from_to": "to", "leave_to": "to", "travel_to": "to", "is_this_x_to": "to", "not_going_to_but": "to",
    "arrive_at": "at", "arrive_at_from": "at", "arrive_in": "in", "change_in_arrive_in": "in", "leave_for": "for",
    "head_for": "for", "reach": "reach|reaches|reached", "destination_is": "destination", "trip_ends_in": "ends",
    "depart_from": "from", "leave": "leave|leaves|left|leaving", "x_picks_us_up_in": "picks",
}  # fmt: skip


@pytest.mark.parametrize("template", CUES)
def test_the_gap_leads_back_to_the_cue(template):
    rows = [trip for trip in CAUSAL if trip.template == template]
    assert rows
    for trip in rows:
        first, _ = (destinations(trip) or mentions(trip.tokens))[0]
        assert re.fullmatch(CUES[template], trip.tokens[first - trip.gap - 1]), trip.sentence


def test_every_gap_is_well_populated():
    train, test = (Counter(trip.gap for trip in trips) for trips in (TRAIN, TEST))
    assert min(train[gap] for gap in range(11)) >= 120
    assert min(test[gap] for gap in range(11)) >= 30


def test_at_each_distance_a_city_is_as_often_destination_as_not():
    rng, counts = random.Random(5), defaultdict(Counter)
    for _ in range(6000):
        template = trips.draw_template(rng, trips.SEEN_TEMPLATES)
        cities = trips.draw_cities(rng, len(template.kind), trips.CITIES)
        cue = place = 0
        for token in trips.split_tokens(trips.write_sentence(rng, template, cities)):
            if token == "*":
                cue = place
            elif token in "<(":
                counts[place - cue - 1][token] += 1
            place += token not in "*<>()"
    for distance in range(11):
        assert 0.4 < counts[distance]["<"] / counts[distance].total() < 0.6, distance


def test_some_fillers_mislead():
    misleading = [filler for filler in trips.FILLERS if {"to", "from", "for"} & set(filler.split())]
    assert len(misleading) >= 8
    assert {len(filler.split()) for filler in trips.FILLERS} == set(range(1, 11))


# trips.tsv: variety ----------------------------------------------------------------------------------------------
def test_cities_and_templates():
    assert len(CITIES) >= 36
    assert sum(len(city) == 2 for city in CITIES) >= 4
    assert max(map(len, CITIES)) == 2
    assert len(trips.TEMPLATES) >= 60
    shared = [token for token, count in Counter(token for city in CITIES for token in city).items() if count > 1]
    assert sorted(shared) == ["New", "San"]
    assert not set(shared) & {city[0] for city in CITIES if len(city) == 1}
    assert {trip.template for trip in TRAIN} == {template.name for template in trips.SEEN_TEMPLATES}
    assert {" ".join(trip.tokens[a:b]) for trip in TRAIN for a, b in mentions(trip.tokens)} == set(trips.CITIES)


def test_every_kind_of_sentence_occurs():
    kinds = Counter(KIND[trip.template] for trip in TRAIN)
    assert min(kinds["do"], kinds["od"]) > 600
    assert min(kinds["d"], kinds["o"], kinds["md"]) > 200
    assert kinds[""] > 60
    assert kinds["m"] > 60
    assert sum(trip.sentence.endswith("?") for trip in TRAIN) > 150
    assert sum("lease" in trip.sentence for trip in TRAIN) > 100
    assert sum(trip.sentence[-1].isalnum() for trip in TRAIN) > 300


def test_unseen_cities_and_templates_are_in_test_only():
    assert 0.10 <= len(trips.TEST_ONLY_CITIES) / len(CITIES) <= 0.20
    assert 0.10 <= len(UNSEEN_TEMPLATES) / len(trips.TEMPLATES) <= 0.20
    for trip in TRAIN + DEV + LATE:
        assert trip.template not in UNSEEN_TEMPLATES
        assert not has_unseen_city(trip), trip.sentence
    new_template = [trip for trip in TEST if trip.template in UNSEEN_TEMPLATES]
    new_city = [trip for trip in TEST if has_unseen_city(trip)]
    known = [trip for trip in TEST if trip.template not in UNSEEN_TEMPLATES and not has_unseen_city(trip)]
    assert 0.6 < len(known) / len(TEST) < 0.75
    assert min(len(new_template), len(new_city)) > 100
    assert min(Counter(trip.gap for trip in known)[gap] for gap in range(11)) >= 20


def test_only_test_holds_unseen_tokens():
    assert corpus.unseen_tokens(TRAIN, DEV) == []
    assert corpus.unseen_tokens(TRAIN, LATE) == []
    assert {"Kyoto", "Addis", "Ababa"} <= set(corpus.unseen_tokens(TRAIN, TEST))


# trips.tsv: what can be decided, and what cannot -----------------------------------------------------------------
def covered(tokens, end):
    """The tokens before `end`, each city as one #."""
    result, last = [], 0
    for first, stop in mentions(tokens):
        if stop <= end:
            result += [*tokens[last:first], "#"]
            last = stop
    return tuple(result + tokens[last:end])


def test_left_to_right_is_enough():
    roles = defaultdict(set)
    for trip in CAUSAL:
        for first, end in mentions(trip.tokens):
            roles[covered(trip.tokens, end)].add(trip.labels[first])
    assert len(roles) > 3000
    assert [beginning for beginning, labels in roles.items() if len(labels) > 1] == []


def test_late_cue_is_balanced_behind_every_beginning():
    outcomes = defaultdict(list)
    for trip in LATE:
        ((first, end),) = mentions(trip.tokens)
        outcomes[tuple(trip.tokens[:end])].append(trip.labels[first])
    assert all(2 * sum(labels) == len(labels) for labels in outcomes.values())
    assert len({trip.template for trip in LATE}) >= 24
    elsewhere = {tuple(trip.tokens[:end]) for trip in CAUSAL for _, end in mentions(trip.tokens)}
    assert not elsewhere & set(outcomes)


def test_late_cue_pairs_follow_each_other():
    for one, other in zip(LATE[::2], LATE[1::2]):
        ((first, end),) = mentions(one.tokens)
        assert one.tokens[:end] == other.tokens[:end]
        assert sorted([one.labels[first], other.labels[first]]) == [0, 1]


def test_late_cue_sentences_are_nowhere_else():
    assert all(trip.template.startswith("late_") for trip in LATE)
    assert not any(trip.template.startswith("late_") for trip in CAUSAL)


def after_to(tokens, found):
    """The first city somewhere after the word 'to'."""
    return next((mention for mention in found if "to" in tokens[: mention[0]]), None)


RULES = {
    "the first city": (lambda tokens, found: found[0], "the first city {} %"),
    "the last city": (lambda tokens, found: found[-1], "the last city {} %"),
    "after to": (after_to, "the word *to* {} %"),
}


@pytest.mark.parametrize(("rule", "words"), RULES.values(), ids=RULES)
def test_simple_rules_fail_often(rule, words):
    for split in (TRAIN, DEV, TEST):
        goes = [trip for trip in split if 1 in trip.labels]
        right = np.mean([rule(trip.tokens, mentions(trip.tokens)) == destinations(trip)[0] for trip in goes])
        assert 0.40 <= right <= 0.85
    goes = [trip for trip in CAUSAL if 1 in trip.labels]
    right = np.mean([rule(trip.tokens, mentions(trip.tokens)) == destinations(trip)[0] for trip in goes])
    assert words.format(f"{100 * right:.0f}") in CARD, f"{100 * right:.1f} %"


def test_the_city_directly_after_to():
    goes = [trip for trip in CAUSAL if 1 in trip.labels]
    found = [[mention for mention in mentions(trip.tokens) if trip.tokens[mention[0] - 1] == "to"] for trip in goes]
    right = np.mean([after[:1] == destinations(trip) for trip, after in zip(goes, found)])
    assert re.search(rf"city directly after \*to\* {100 * right:.0f} %", CARD), f"{100 * right:.1f} %"
