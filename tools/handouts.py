"""Lectures on paper: a PDF of each lecture, with hints, answers and solutions at its end, and an exercise sheet.

    python -m tools.handouts [LECTURE ...]     write build/handouts/NN_name.pdf and the sheet; all lectures if none is named
    python -m tools.handouts --sheet           only the exercise sheet on backpropagation through time

Widgets appear as stills. Needs the dependency group `slides` (MathJax) and a Chromium, which prints.
"""

import argparse
import pathlib
import re
import sys

import nbformat

from tools import slides

SHEET = slides.TEMPLATES / "handout" / "bptt_on_paper.md"
FOOTER = (
    '<div style="font-size:8px;width:100%;padding:0 14mm;display:flex;justify-content:space-between;font-family:sans-serif">'
    "<span>TITLE</span><span>Unrolled · page <span class='pageNumber'></span> of <span class='totalPages'></span></span></div>"
)


def on_paper(lecture, solutions=None):
    """The cells of a lecture as they are printed: hints, the quiz's answers and the solutions follow as parts of their own."""
    title = lecture.cells[0].source.partition("\n")[0].removeprefix("# ")
    body, hints, answers, task = [], [], [], ""
    for cell in lecture.cells:
        task = re.match(r"\*\*(\d+)\.\*\*", cell.source)[0] if re.match(r"\*\*\d+\.\*\*", cell.source) else task
        if "<summary>A. " in cell.source:
            answers.append(_unfolded(cell.source))
            body.append(_markdown(slides.question_without_answers(cell.source)))
        elif "<details>" in cell.source:
            hints.append(f"{task} {_unfolded(cell.source)}")
        elif cell.get("id") != "setup":
            body.append(_printed(cell))
    parts = [("Hints", hints), ("The quiz, answered", answers)]
    for name, texts in parts:
        if texts:
            body += [_markdown(f'<h1 class="part">{name}</h1>'), *map(_markdown, texts)]
    if solutions is not None:
        solved = [_printed(cell) for cell in solutions.cells[1:] if cell.get("id") != "setup"]
        for cell in solved:
            cell["id"] = f"solution-{cell['id']}"
        body += [_markdown('<h1 class="part">Solutions</h1>'), *solved]
    return nbformat.v4.new_notebook(cells=body, metadata={"title": title})


def _markdown(source):
    return nbformat.v4.new_markdown_cell(source)


def _unfolded(source):
    """Markdown whose `<details>` are opened: the summary in bold, then the text."""
    source = re.sub(r"<details><summary>(.*?)</summary>", r"\n\n**\1**\n", source)
    return source.replace("</details>", "").replace("**Hint**", "").strip()


def _printed(cell):
    """A cell without badges; in code the words of a caption give way to the caption itself."""
    cell.source = slides.without_badges(cell.source)
    if cell.cell_type == "code":
        cell.source = slides.without_captions(cell.source)
        cell.outputs = [slides.with_caption(output) for output in cell.outputs]
    return cell


def page_text(notebook, name):
    """The notebook as HTML text that finds MathJax and the style sheet in assets/ beside it."""
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(extra_template_basedirs=[str(slides.TEMPLATES)], template_name="handout", exclude_anchor_links=True,
                            mathjax_url=slides.MATHJAX)  # fmt: skip
    return exporter.from_notebook_node(notebook, {"metadata": {"name": name}})[0]


def sheet():
    """The exercise sheet as a notebook of one cell."""
    text = SHEET.read_text(encoding="utf-8")
    return nbformat.v4.new_notebook(cells=[_markdown(text)], metadata={"title": text.partition("\n")[0].removeprefix("# ")})


def print_pdf(notebook, path, page):
    """Print a notebook to the PDF at `path`, A4, with its title and page numbers at the foot."""
    source = path.with_suffix(".html")
    source.write_text(page_text(notebook, path.stem), encoding="utf-8")
    slides.open_page(page, source)
    margin = {"top": "14mm", "bottom": "16mm", "left": "14mm", "right": "14mm"}
    footer = FOOTER.replace("TITLE", notebook.metadata["title"])
    page.pdf(path=str(path), format="A4", margin=margin, print_background=True, tagged=True, display_header_footer=True,
             header_template="<span></span>", footer_template=footer)  # fmt: skip
    source.unlink()


def main(arguments=None):
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lectures", nargs="*", metavar="LECTURE", help="such as 08 or notebooks/08_recurrent_network.ipynb")
    parser.add_argument("--out", type=pathlib.Path, default=slides.ROOT / "build" / "handouts", metavar="DIR")
    parser.add_argument("--sheet", action="store_true", help="only the exercise sheet")
    options = parser.parse_args(arguments)
    try:
        paths = [] if options.sheet else slides.lectures(options.lectures)
    except ValueError as error:
        parser.error(str(error))
    slides.copy_assets(options.out, "handout.css")
    with slides.browser_page() as page:
        for path in paths:
            solved = path.parent / "solutions" / f"{path.stem}_solutions.ipynb"
            lecture, solutions = nbformat.read(path, as_version=4), nbformat.read(solved, as_version=4)
            print_pdf(on_paper(lecture, solutions), options.out / f"{path.stem}.pdf", page)
            print(options.out / f"{path.stem}.pdf", flush=True)
        print_pdf(sheet(), options.out / "bptt_on_paper.pdf", page)
        print(options.out / "bptt_on_paper.pdf")
    return 0


if __name__ == "__main__":
    sys.exit(main())
