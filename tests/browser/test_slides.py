"""Every slide of every lecture measured in Chromium. Minutes: a step of its own in .ci/run.

uv run --group browser --group slides pytest -m sweep --numprocesses=2 --dist=load tests/browser/test_slides.py
"""

import re

import course
import lab
import pytest

from tools import slides

pytestmark = pytest.mark.sweep
# Slides that are too tall or cut a line, as `python -m tools.slides --measure` names them. This list may only get shorter.
KNOWN = (course.ROOT / "tests" / "browser" / "slides_that_do_not_fit.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def page():
    with lab.file_page() as page:
        yield page


@pytest.mark.parametrize("path", course.LECTURES, ids=course.name)
def test_every_slide_fits_the_stage_and_no_line_is_cut(path, page, tmp_path):
    (show,) = slides.write_shows([path], tmp_path)
    found = set(slides.faults(show, page))
    assert found <= set(KNOWN), "deal the cells again with `python -m tools.slides --fit`, then shorten what it names"
    fits_now = [line for line in KNOWN if line.startswith(f"{show.stem} ") and line not in found]
    assert fits_now == [], "delete these from the list"
    assert page.faults == []


def test_a_picture_grows_into_the_room_that_is_left(page, tmp_path):
    (show,) = slides.write_shows(slides.lectures(["08"]), tmp_path)
    slides.open_page(page, show)
    walk = """() => Reveal.getSlides().map((slide) => {
        const {h, v} = Reveal.getIndices(slide), picture = slide.querySelector('.jp-RenderedImage img');
        Reveal.slide(h, v);
        return [slide.scrollHeight, picture ? picture.width / picture.getAttribute('width') : 1];
    })"""
    heights, factors = zip(*page.evaluate(walk))
    assert max(heights) <= slides.HEIGHT and min(factors) >= 0.99 and max(factors) > 1.1


def test_axe_finds_no_fault_in_a_show(page, tmp_path):
    (show,) = slides.write_shows(slides.lectures(["08"]), tmp_path)
    slides.open_page(page, show)
    assert lab.axe_faults(page) == []


def test_the_ruler_sees_a_tall_slide_and_a_cut_line(page, tmp_path):
    import nbformat

    slide = {"slideshow": {"slide_type": "slide"}}
    tall = nbformat.v4.new_markdown_cell("# Tall?\n\n**9 minutes**" + "\n\nline" * 40, id="tall", metadata=slide)
    row = "| 1 + 1 " * 60 + "|\n"
    wide = nbformat.v4.new_markdown_cell(row + "|---" * 60 + "|\n" + row, id="wide", metadata=slide)
    wrapped = nbformat.v4.new_code_cell("x = " + "1 + " * 60 + "1", id="wrapped", metadata=slide)
    slides.copy_assets(tmp_path)
    show = tmp_path / "99_name.html"
    show.write_text(slides.show_text(nbformat.v4.new_notebook(cells=[tall, wide, wrapped]), "99_name"), encoding="utf-8")
    first, second = slides.faults(show, page)
    assert re.fullmatch(r"99_name tall: \d+ px tall, the stage has 720", first)
    assert second.startswith("99_name wide: cut off: 1 + 1")
