"""The pictures of lecture 00."""

from helpers.figures import where_to as pictures


def words(scene):
    return [shape[3] for shape in scene.shapes if shape[0] == "text"]


def test_the_map_shows_eighteen_lectures_and_marks_one():
    scene = pictures.series_map(here="10")
    assert set(f"{k:02}" for k in range(18)) <= set(words(scene)) and scene.height <= 500
    fills = [shape[5] for shape in scene.shapes if shape[0] == "rectangle"]
    assert len(fills) == 18 and len(set(fills)) == 2 and fills.count(pictures.COLOURS["highlight"]) == 1


def test_the_table_is_darker_where_a_rule_fails():
    shares = {"good": {"dev": 1.0, "test": 0.9}, "bad": {"dev": 0.1, "test": 0.2}}
    scene = pictures.rules_table(shares, {"dev": 600, "test": 1000})
    shades = [int(shape[5][1:3], 16) for shape in scene.shapes if shape[0] == "rectangle"]
    assert shades[0] > shades[1] > shades[3] > shades[2]
    assert {"100.0 %", "20.0 %", "1,000 sentences"} <= set(words(scene))
