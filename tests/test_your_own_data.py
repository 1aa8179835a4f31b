"""The page about a reader's own data: its code runs as it stands, from top to bottom."""

import re

import course

from helpers.taught.tagger import Tagger

PAGE = (course.ROOT / "docs" / "your_own_data.md").read_text(encoding="utf-8")


def test_the_code_of_the_page_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks, names = re.findall(r"```python\n(.*?)```", PAGE, flags=re.S), {}
    assert len(blocks) == 4
    exec("\n".join(blocks), names)
    assert names["read_conll"]("to O\nRome B-to\n\nfrom O\nNew B-from\nYork I-from\n") == (
        [["to", "Rome"], ["from", "New", "York"]],
        [["O", "B-to"], ["O", "B-from", "I-from"]],
    )
    tagger = names["tagger"]
    assert isinstance(tagger, Tagger) and (tmp_path / "tagger.npz").is_file()
    assert tagger.score(names["X"], names["kinds"]) == 1
    assert tagger.predict([["to", "Bern", "from", "New", "York", "."]]) == [["O", "B-to", "O", "B-from", "I-from", "O"]]
