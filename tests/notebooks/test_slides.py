"""Slide shows: what stands on them and what does not, and how cells are dealt on slides."""

import re

import course
import nbformat
import pytest

from helpers.figures.show import caption_bundle
from tools import slides

EVERY = pytest.mark.parametrize("path", course.LECTURES, ids=course.name)


def markdown(source, name, kind="-"):
    return nbformat.v4.new_markdown_cell(source, id=name, metadata={"slideshow": {"slide_type": kind}})


def code(source, name, kind="-", outputs=()):
    return nbformat.v4.new_code_cell(source, id=name, metadata={"slideshow": {"slide_type": kind}}, outputs=list(outputs))


def projected(*cells):
    notebook = nbformat.v4.new_notebook(cells=[markdown("# Why?", "opening", "slide"), *cells])
    return slides.for_projection(notebook, "00_name").cells


@EVERY
def test_no_answer_stands_on_a_slide(path):
    text = "\n".join(cell.source for cell in slides.for_projection(nbformat.read(path, as_version=4), path.stem).cells)
    assert "<details>" not in text and "Not quite." not in text and "helpers could not be fetched" not in text
    assert text.count('class="choices"') == 3


def test_a_question_keeps_its_choices_and_loses_their_explanations():
    source = ("**How many?**\n\n<details><summary>A. One.</summary>\n\nNot quite. Count.\n\n</details>\n"
              "<details><summary>B. Two.</summary>\n\nRight. Both.\n\n</details>")  # fmt: skip
    shown = projected(markdown(source, "quiz-one"))[1].source
    assert "How many?" in shown and "One." in shown and "Two." in shown
    assert "Count" not in shown and "Right" not in shown


def test_setup_hints_and_badges_stay_off():
    cells = projected(code("import sys", "setup", "skip"), markdown("<details><summary>Hint</summary>\n\nx\n</details>", "hint"),
                      markdown("Text\n\n[![Open in Colab](https://x/colab-badge.svg)](https://x)", "badges"))  # fmt: skip
    assert [cell.id for cell in cells] == ["opening", "badges"]
    assert "badge" not in cells[1].source


@EVERY
def test_every_title_has_speaker_notes(path):
    row = slides.teaching_row(path.stem)
    assert set(row) == {"open with", "ask the room", "give as exercise", "can be left out", "where students stumble"}
    assert all(row.values())


def test_speaker_notes_tell_what_to_ask_and_the_minutes_by_the_clock():
    cells = [markdown("# Why?", "opening"), markdown("## One · 7 min", "one"), code("x", "x"), markdown("## Two · 5 min", "two")]
    told = slides.with_notes(cells, "08_name")
    kinds = [cell.metadata["slideshow"]["slide_type"] for cell in told]
    assert kinds == ["-", "notes", "-", "notes", "-", "-", "notes"]
    assert "**Ask the room.** where does the second state come from?" in told[1].source
    assert "**Where students stumble.** `a[i]` is the state after token i" in told[1].source
    assert told[3].source.startswith("7 minutes: from 0 to 7") and told[6].source.startswith("5 minutes: from 7 to 12")
    assert slides.teaching_row("99_name") == {} and len(slides.with_notes(cells[:1], "99_name")) == 1


def test_a_caption_is_prose_and_its_words_leave_the_code():
    figure = nbformat.v4.new_output("display_data", data={"image/png": "eA==", "text/plain": "[picture] A line."},
                                    metadata={"image/png": {"alt": "A line."}})  # fmt: skip
    words = caption_bundle("Figure. A line <b> that goes on.")
    caption = nbformat.v4.new_output("display_data", data=words)
    cell = projected(code('é = 1; show(fig, alt="A line "\n     f"of {é}")', "figure", outputs=[figure, caption]))[1]
    assert cell.source == 'é = 1; show(fig, alt="...")'
    assert cell.outputs[1].data["text/html"] == '<p class="caption">A line &lt;b&gt; that goes on.</p>'


def test_a_widget_leads_to_its_cell_in_a_running_lab():
    still = nbformat.v4.new_output("display_data", data={"image/png": "eA==", "text/plain": "[widget] It moves."})
    cell = projected(code("widget", "the-widget", outputs=[still]))[1]
    assert cell.metadata["live"] == "http://localhost:8888/doc/tree/notebooks/00_name.ipynb#cell-id=the-widget"


def test_the_show_needs_no_network():
    text = slides.show_text(nbformat.read(course.LECTURES[0], as_version=4), "00")
    sources = re.findall(r'(?: src=|<link [^>]*href=)"([^"]*)', text)
    assert sources and not [source for source in sources if source.startswith(("http:", "https:", "//"))]


def test_dealing_keeps_prose_with_its_code_and_opens_a_slide_for_what_does_not_fit():
    cells = [markdown("## One", "a"), code("1", "b"), markdown("leads:", "c"), code("2", "d"), markdown("reads", "e", "fragment"),
             markdown("## Two", "f"), markdown("tall", "g")]  # fmt: skip
    slides._deal(cells, {"a": 200, "b": 200, "c": 100, "d": 300, "e": 100, "f": 100, "g": 700})
    assert [cell.metadata["slideshow"]["slide_type"] for cell in cells] == [
        "slide", "-", "subslide", "-", "fragment", "slide", "subslide"]  # fmt: skip


def test_a_lecture_that_does_not_exist_is_named():
    assert [path.stem[:2] for path in slides.lectures(["08", "notebooks/00_where_to.ipynb"])] == ["00", "08"]
    with pytest.raises(ValueError, match="there is no lecture '99'; choose among 00_where_to"):
        slides.lectures(["99"])


def test_a_stopped_fit_leaves_the_notebook_whole(tmp_path, monkeypatch):
    """It is written beside its place and then put there."""
    path = tmp_path / "00_name.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[markdown("# Why?", "opening", "slide")]), path)
    before = path.read_bytes()
    monkeypatch.setattr(slides, "copy_assets", lambda folder: None)
    monkeypatch.setattr(slides, "measure", lambda show, page: [{"cell": "opening", "height": 100}])
    slides.fit(path, None, tmp_path)
    assert path.read_bytes() == before

    def full(*arguments, **options):
        raise OSError("no space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="no space"):
        slides.fit(path, None, tmp_path)
    assert path.read_bytes() == before
