"""Every lecture printed by Chromium and read again with PDFium. Minutes: a step of its own in .ci/run.

uv run --group browser --group slides pytest -m sweep --numprocesses=2 --dist=load tests/browser/test_handouts.py
"""

import subprocess

import course
import lab
import nbformat
import pytest

from tools import handouts, slides

pytestmark = pytest.mark.sweep


@pytest.fixture(scope="module")
def page():
    pytest.importorskip("pypdfium2", reason="no reader of PDFs: uv sync --group slides")
    with lab.file_page() as page:
        yield page


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("handouts")
    slides.copy_assets(folder, "handout.css")
    return folder


@pytest.mark.parametrize("path", course.LECTURES, ids=course.name)
def test_no_line_is_cut_no_heading_stranded_no_picture_missing(path, page, folder):
    solved = path.parent / "solutions" / f"{path.stem}_solutions.ipynb"
    paper = handouts.on_paper(nbformat.read(path, as_version=4), nbformat.read(solved, as_version=4))
    assert handouts.print_pdf(paper, folder / f"{path.stem}.pdf", page) == []
    assert not list(folder.glob("*.html"))


def test_the_sheet_prints_on_one_page(page, folder):
    import pypdfium2

    assert handouts.print_pdf(handouts.sheet(), folder / "bptt_on_paper.pdf", page) == []
    assert len(pypdfium2.PdfDocument(folder / "bptt_on_paper.pdf")) == 1


def test_what_is_wrong_is_named(page, folder):
    gap, anew = '<div style="height:960px"></div>', '<div style="break-before:page">next</div>'
    cells = [f'<div style="white-space:nowrap">{"wide " * 60}</div>{gap}<p style="font-size:16px">alone</p>',
             f"{anew}{gap}<p>leads:</p>", f'<p class="caption" style="break-before:page">below</p>{anew}']  # fmt: skip
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(cell) for cell in cells], metadata={"title": "Why?"})
    picture = nbformat.v4.new_output("display_data", data={"image/png": "bm8="})
    notebook.cells.append(nbformat.v4.new_code_cell("1", outputs=[picture]))
    cut, heading, lead, caption, missing = handouts.print_pdf(notebook, folder / "wrong.pdf", page)
    assert cut.startswith("wrong, page 1: cut off: widewide") and heading == "wrong, page 1: ends with alone"
    assert lead == "wrong, page 2: ends with leads:" and missing == "wrong: 0 pictures of 1"
    assert caption == "wrong, page 3: the picture of this caption is on another page: below"
    assert handouts.faults(folder / "wrong.pdf", "What?", 0)[1] == "wrong, page 1: the foot says Why?Unrolled·page1of4"


def test_letters_that_no_font_has_are_named(page):
    known = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=True).stdout
    assert handouts.boxes(page, "Ωé x北京北") == ("" if known else "京北")
