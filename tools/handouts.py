"""Lectures on paper: a PDF of each lecture, with hints, answers and solutions at its end, and an exercise sheet.

    python -m tools.handouts [LECTURE ...]     write build/handouts/NN_name.pdf and the sheet; all lectures if none is named
    python -m tools.handouts --sheet           only the exercise sheet on backpropagation through time

Each PDF is then read again: a line cut at the right edge, a heading that ends a page or a missing picture is named, and the exit
status is 1. Widgets appear as stills. Needs the dependency group `slides` (MathJax, PDFium) and a Chromium, which prints.
"""

import argparse
import collections
import pathlib
import re
import sys

import nbformat

from tools import slides

SHEET = slides.TEMPLATES / "handout" / "bptt_on_paper.md"
MARGIN = 14 * 72 / 25.4  # points of 14 mm
HEADINGS, CAPTION = (12, 16, 22), 10.5  # pixels; h3, h2, h1 and captions of handout.css
FONTS = "install fonts that have them, on Debian and Ubuntu fonts-noto-cjk and fonts-noto-core"
FOOTER = (
    '<div style="font-size:8px;width:100%;padding:0 14mm;display:flex;justify-content:space-between;font-family:sans-serif">'
    "<span>TITLE</span><span>Unrolled · page <span class='pageNumber'></span> of <span class='totalPages'></span></span></div>"
)


def on_paper(lecture, solutions=None):
    """The cells of a lecture as they are printed: hints, the quiz's answers and the solutions follow as parts of their own."""
    title, body, hints, answers, task = slides.title_of(lecture), [], [], [], ""
    for cell in lecture.cells:
        task = (re.findall(r"^\*\*\d+\.\*\*", cell.source, flags=re.M) or [task])[-1]
        if "<summary>A. " in cell.source:
            answers.append(re.sub(r"^\*\*(.*?)\*\*$", r"### \1", _unfolded(cell.source), count=1, flags=re.M))
            body.append(_markdown(slides.question_without_answers(cell.source)))
        elif "<details>" in cell.source:
            hints.append(f"{task} {_unfolded(cell.source)}".strip())
        elif cell.get("id") != "setup":
            body.append(_printed(cell))
            for words in ("Solutions: ", "Choose, then unfold", "Press a letter"):
                cell.source = re.sub(rf"{words}.*\.$", "Hints and solutions stand at the end.", cell.source, flags=re.M)
    for name, texts in (("Hints", hints), ("The quiz, answered", answers)):
        if texts:
            body += [_part(name, anew=name == "Hints"), *map(_markdown, texts)]
    if solutions is not None:
        solved = [_printed(cell) for cell in solutions.cells[1:] if cell.get("id") != "setup"]
        for cell in solved:
            cell["id"] = f"solution-{cell['id']}"
        body += [_part("Solutions", anew=True), *solved]
    for cell in body:
        if cell.cell_type == "markdown" and cell.source.rstrip().endswith(":"):
            cell.metadata["tags"] = ["leads"]
    return nbformat.v4.new_notebook(cells=body, metadata={"title": title})


def _markdown(source):
    return nbformat.v4.new_markdown_cell(source)


def _part(name, anew):
    return _markdown(f'<h1 class="part{" anew" if anew else ""}">{name}</h1>')


def _unfolded(source):
    """Markdown whose `<details>` are opened: the summary in bold, then the text in the same paragraph."""
    source = re.sub(r"<details><summary>(.*?)</summary>\s*", r"\n\n**\1** ", source)
    return source.replace("</details>", "").replace("**Hint** ", "").strip()


def _printed(cell):
    """A cell without what paper cannot do: badges, links to files beside the notebook, progress bars."""
    cell.source = slides.without_badges(cell.source)
    if cell.cell_type == "code":
        slides.without_kernel(cell)
    else:
        cell.source = re.sub(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)\s]+\)", r"\1", cell.source)
    return cell


def page_text(notebook, name):
    """The notebook as HTML text that finds MathJax and the style sheet in assets/ beside it."""
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(extra_template_basedirs=[str(slides.TEMPLATES)], template_name="handout", exclude_anchor_links=True,
                            mathjax_url=slides.MATHJAX)  # fmt: skip
    return exporter.from_notebook_node(notebook, {"metadata": {"name": name}})[0]


def sheet():
    """The exercise sheet as a notebook of one cell."""
    notebook = nbformat.v4.new_notebook(cells=[_markdown(SHEET.read_text(encoding="utf-8"))])
    notebook.metadata["title"] = slides.title_of(notebook)
    return notebook


def print_pdf(notebook, path, page):
    """Print a notebook to the PDF at `path`, A4, with its title and page numbers at its foot. Returns its `faults`."""
    source = path.with_suffix(".html")
    source.write_text(page_text(notebook, path.stem), encoding="utf-8")
    slides.open_page(page, source)
    margin = {"top": "14mm", "bottom": "16mm", "left": "14mm", "right": "14mm"}
    footer = FOOTER.replace("TITLE", notebook.metadata["title"])
    page.pdf(path=str(path), format="A4", margin=margin, print_background=True, tagged=True, display_header_footer=True,
             header_template="<span></span>", footer_template=footer)  # fmt: skip
    source.unlink()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return faults(path, notebook.metadata["title"], sum("image/png" in output.get("data", {}) for output in outputs))


INK = """(letters) => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  canvas.font = '20px "DejaVu Sans", sans-serif';
  const drawn = (letter) => {
    canvas.clearRect(0, 0, 40, 40); canvas.fillText(letter, 5, 25);
    return canvas.getImageData(0, 0, 40, 40).data.join();
  };
  const box = drawn('\\u{10FFFD}');
  return [...letters].filter((letter) => drawn(letter) === box).join('');
}"""


def boxes(page, text):
    """The letters of `text` that no font of this machine has: the browser draws each as the same empty box."""
    return page.evaluate(INK, "".join(sorted({letter for letter in text if letter.isalpha()})))


Line = collections.namedtuple("Line", "height right size words")


def lines_of(page):
    """The lines of a page of PDFium, from top to bottom: `Line` of its height, right edge (points), letters (pixels), text."""
    import pypdfium2.raw as pdfium

    text, rows = page.get_textpage(), {}
    for k in range(text.count_chars()):
        letter = text.get_text_range(k, 1)
        if letter.strip():
            _, bottom, right, top = text.get_charbox(k, loose=True)
            middle = (bottom + top) / 2
            row = next((y for y in rows if abs(y - middle) < 4), middle)
            rows.setdefault(row, []).append((right, round(pdfium.FPDFText_GetFontSize(text, k), 1), letter))
    parts = [(height, *zip(*letters)) for height, letters in sorted(rows.items(), reverse=True)]
    return [Line(height, max(right), max(size), "".join(words)) for height, right, size, words in parts]


def faults(path, title, pictures):
    """What is wrong with the PDF at `path`, in words: it shows so many `pictures`, and the title at the foot of each page."""
    import pypdfium2

    found, seen, document = [], 0, pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, 1):
        where, edge = f"{path.stem}, page {number}", page.get_width() - MARGIN
        *lines, foot = lines_of(page)
        images = [image.get_bounds() for image in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
        seen += len(images)
        found += [f"{where}: cut off: {line.words}" for line in lines if line.right > edge + 1]
        if foot.words != f"{title}Unrolled·page{number}of{len(document)}".replace(" ", ""):
            found.append(f"{where}: the foot says {foot.words}")
        if lines and lines[0].size == CAPTION and not any(bottom > lines[0].height for _, bottom, _, _ in images):
            found.append(f"{where}: the picture of this caption is on another page: {lines[0].words}")
        if number < len(document) and lines and (lines[-1].size in HEADINGS or lines[-1].words.endswith(":")):
            found.append(f"{where}: ends with {lines[-1].words}")
    if seen != pictures:
        found.append(f"{path.stem}: {seen} pictures of {pictures}")
    return found


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
    found = []
    with slides.browser_page() as page:
        for path in paths:
            solved = path.parent / "solutions" / f"{path.stem}_solutions.ipynb"
            lecture, solutions = nbformat.read(path, as_version=4), nbformat.read(solved, as_version=4)
            found += print_pdf(on_paper(lecture, solutions), options.out / f"{path.stem}.pdf", page)
            missing = boxes(page, page.inner_text("body"))
            print(options.out / f"{path.stem}.pdf", f"(boxes for {missing}: {FONTS})" if missing else "", flush=True)
        found += print_pdf(sheet(), options.out / "bptt_on_paper.pdf", page)
        print(options.out / "bptt_on_paper.pdf")
    print("\n".join(found) or "no line is cut, no heading stranded, no picture missing")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
