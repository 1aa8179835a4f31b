"""Slide shows of the lectures that need no network, and a ruler for them.

    python -m tools.slides [LECTURE ...]            write build/slides/NN_name.html and an index page; all if none is named
    python -m tools.slides --measure [LECTURE ...]  open each show in Chromium; name slides too tall and lines cut
    python -m tools.slides --fit LECTURE ...        deal the cells of a lecture on slides anew, so that each slide fits; save it

A show is a stage of 1280 x 720 pixels. Widgets appear as stills; a click opens the notebook at that cell in a running JupyterLab
(`--live ADDRESS`, http://localhost:8888 if not given). Setup cells, hints and the code of quizzes are left out. The speaker notes
of a title say what docs/teaching.md says of the lecture; those of a section give its minutes by the clock. Needs the dependency
group `slides`; `--measure` and `--fit` need a Chromium as well.
"""

import argparse
import ast
import contextlib
import html
import importlib.util
import pathlib
import re
import shutil
import sys

import nbformat

from data.makers.command import write

ROOT = pathlib.Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "tools" / "templates"
WIDTH, HEIGHT, LIVE = 1280, 720, "http://localhost:8888"
MATHJAX = "assets/mathjax/MathJax.js?config=TeX-AMS-MML_HTMLorMML-full"
KEYS = "space: on, shift + space: back, arrows: sections and slides, S: speaker notes, O: overview, F: full screen, B: black"


def lectures(names=()):
    """Paths of the lectures named by number or file name; all if `names` is empty. Raises ValueError if a name fits none."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    stems = [pathlib.Path(name).stem for name in names]
    for stem in stems:
        if not any(path.stem == stem or path.stem.startswith(f"{stem}_") for path in paths):
            raise ValueError(f"there is no lecture {stem!r}; choose among {', '.join(path.stem for path in paths)}")
    return [path for path in paths if not stems or any(path.stem == s or path.stem.startswith(f"{s}_") for s in stems)]


def title_of(notebook):
    """The title of a lecture, its first line, as plain text."""
    return notebook.cells[0].source.partition("\n")[0].removeprefix("# ").replace("*", "")


def minutes_of(notebook):
    """The minutes that a lecture takes, from its first cell."""
    return int(re.search(r"\*\*(\d+) min", notebook.cells[0].source)[1])


def for_projection(notebook, name, live=LIVE):
    """The notebook as it is shown on slides: no setup, no hints, no quiz code, captions and widgets as text and stills."""
    cells = []
    for cell in notebook.cells:
        if re.search("<summary>A\\. ", cell.source):
            cell.source = question_without_answers(cell.source)
        elif _kind(cell) == "skip" or "<details>" in cell.source:
            continue
        if cell.cell_type == "code":
            spoken = "".join(o.get("data", {}).get("text/plain", "") for o in cell.outputs)
            if spoken.startswith("[widget]"):
                cell.metadata["live"] = f"{live.rstrip('/')}/doc/tree/notebooks/{name}.ipynb#cell-id={cell.id}"
            without_kernel(cell)
        cell.source = without_badges(cell.source)
        cells.append(cell)
    notebook.cells = cells
    notebook.metadata["title"] = title_of(notebook)
    return notebook


def teaching_row(name, page=ROOT / "docs" / "teaching.md"):
    """What the tables of docs/teaching.md say of a lecture: {"open with": ..., "ask the room": ..., ...}; empty if nothing."""
    number, head, said = name.partition("_")[0], None, {}
    for line in page.read_text(encoding="utf-8").splitlines():
        row = [field.strip() for field in line.strip("|").split(" | ")] if line.startswith("| ") else None
        head = row if row and head is None else head if line.startswith("|") else None
        if row and row[0] == number:
            said |= zip(head[1:], row[1:])
    return said


def with_notes(cells, name):
    """The cells, and behind the title and each section's heading a cell of speaker notes: what to ask, minutes by the clock."""
    told, clock, title = [], 0, True
    for cell in cells:
        told.append(cell)
        minutes = re.match(r"## .* · (\d+) min", cell.source)
        if title:
            lines = [f"**{what.capitalize()}.** {words}" for what, words in teaching_row(name).items()]
        elif minutes:
            lines = [f"{minutes[1]} minutes: from {clock} to {clock + int(minutes[1])} of the lecture."]
            clock += int(minutes[1])
        else:
            continue
        title = False
        kind = {"slideshow": {"slide_type": "notes"}}
        notes = nbformat.v4.new_markdown_cell("\n\n".join(lines), id=f"notes-{cell.id}", metadata=kind)
        told += [notes] if lines else []
    return told


def without_badges(source):
    """Markdown without the line of badges, which are pictures that only the network has."""
    return re.sub(r"^\[!\[Open in Colab.*$", "", source, flags=re.M)


def without_captions(source):
    """The code of a cell, each alt=... shortened: the caption below the figure says the same words."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = [keyword.value for call in calls for keyword in call.keywords if keyword.arg == "alt"]
    lines = source.encode().split(b"\n")
    for value in sorted(found, key=lambda node: -node.lineno):
        head, tail = lines[value.lineno - 1][: value.col_offset], lines[value.end_lineno - 1][value.end_col_offset :]
        lines[value.lineno - 1 : value.end_lineno] = [head + b'"..."' + tail]
    return b"\n".join(lines).decode()


def question_without_answers(source):
    """A question of the quiz with its choices and without their explanations."""
    text = source.partition("<details>")[0].strip()
    items = "".join(f"<li>{choice}</li>" for choice in re.findall(r"<summary>[A-E]\. (.*?)</summary>", source))
    return f'{text}\n\n<ol type="A" class="choices">{items}</ol>'


def without_kernel(cell):
    """Change a code cell to what is read of it where nothing runs: captions as prose, no words twice, no progress bars."""
    cell.source = without_captions(cell.source)
    outputs = [output for output in cell.outputs if not output.get("data", {}).get("text/plain", "").startswith("[progress]")]
    cell.outputs = [with_caption(output) for output in outputs]


def with_caption(output):
    """The caption below a figure is set as one: in smaller letters, beside its figure, without the word "Figure"."""
    words = output.get("data", {}).get("text/html", "")
    if words.startswith("<p>Figure. "):
        return nbformat.v4.new_output("display_data", data={"text/html": words.replace("<p>Figure. ", '<p class="caption">', 1)})
    return output


def show_text(notebook, name, live=LIVE):
    """The slide show of a notebook as HTML text, which finds its assets in the folder assets/ beside it."""
    from nbconvert.exporters import SlidesExporter

    exporter = SlidesExporter(
        extra_template_basedirs=[str(TEMPLATES)], template_name="slides", exclude_anchor_links=True,
        reveal_url_prefix="assets/reveal", reveal_theme="white", reveal_width=str(WIDTH), reveal_height=str(HEIGHT),
        mathjax_url=MATHJAX,
    )  # fmt: skip
    notebook = for_projection(notebook, name, live)
    notebook.cells = with_notes(notebook.cells, name)
    return exporter.from_notebook_node(notebook, {"metadata": {"name": name}})[0]


def _package(name):
    found = importlib.util.find_spec(name)
    if found is None:
        sys.exit(f"the package {name} is missing: run this command as `uv run --group slides python -m tools.slides`")
    return pathlib.Path(found.origin).parent


def copy_assets(folder, style="slides.css"):
    """Put reveal.js, MathJax and a style sheet of tools/templates into folder/assets."""
    assets = folder / "assets"
    for source, target in ((_package("sphinx_revealjs") / "_static" / "revealjs", "reveal"),
                           (_package("jupyter_server_mathjax") / "static", "mathjax")):  # fmt: skip
        if not (assets / target).is_dir():
            shutil.copytree(source, assets / target, ignore=shutil.ignore_patterns("*.map", "__pycache__"))
    bundle = assets / "mathjax" / "config" / "TeX-AMS-MML_HTMLorMML-full.js"  # its blank font has an address that browsers refuse
    bundle.write_text(bundle.read_text(encoding="utf-8").replace("about:blank", "data:font/woff,"), encoding="utf-8")
    shutil.copy(next(TEMPLATES.glob(f"*/{style}")), assets / style)


def index_page(shows):
    """The page that lists the shows: `shows` is a list of (file name, title, minutes)."""
    rows = "".join(f'<li><a href="{file}">{html.escape(title)}</a> · {minutes} min</li>' for file, title, minutes in shows)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Unrolled: slides</title><style>body{font:20px/1.6 '
        'sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#222}a{color:#0a5c8f}</style></head><body><main>'
        f"<h1>Unrolled: slides</h1><p>Keys. {html.escape(KEYS)}.</p><ul>{rows}</ul></main></body></html>\n"
    )


def write_shows(paths, folder, live=LIVE):
    """Write the shows of these lectures and the index of all shows in the folder. Returns the paths of the shows."""
    folder.mkdir(parents=True, exist_ok=True)
    copy_assets(folder)
    written, shows = [], []
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        (folder / f"{path.stem}.html").write_text(show_text(notebook, path.stem, live), encoding="utf-8")
        written.append(folder / f"{path.stem}.html")
    for path in lectures():
        if (folder / f"{path.stem}.html").is_file():
            lecture = nbformat.read(path, as_version=4)
            shows.append((f"{path.stem}.html", title_of(lecture), minutes_of(lecture)))
    (folder / "index.html").write_text(index_page(shows), encoding="utf-8")
    return written


def chromium():
    """Path of a Chromium or Chrome, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextlib.contextmanager
def browser_page(width=WIDTH, height=HEIGHT):
    """A page of headless Chromium, with the network switched off; what its console says of errors is in ``page.faults``."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        raise RuntimeError("measuring slides needs a browser driver: uv sync --group browser") from None
    found = chromium()
    if found is None:
        raise RuntimeError("measuring slides needs a Chromium on PATH: install chromium or google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": height}, offline=True)
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        try:
            yield page
        finally:
            browser.close()


def open_page(page, path):
    """Open a page of ours and wait until its formulas are set. Raises RuntimeError if its console names an error."""
    page.goto(path.resolve().as_uri())
    page.wait_for_function("() => document.documentElement.dataset.ready || window.failed", timeout=120_000)
    if page.faults:
        raise RuntimeError(f"{path.name} does not start: {page.faults[0]}")


MEASURE = """() => {
  const stage = document.querySelector('.reveal .slides'), scale = Reveal.getScale();
  const leaves = [...stage.querySelectorAll('section')].filter((s) => !s.querySelector('section'));
  document.querySelectorAll('.reveal .slides section').forEach((s) => {
    s.hidden = false; s.style.cssText += ';display:block !important;visibility:visible !important';
  });
  return leaves.map((section) => {
    const cell = section.querySelector('[id]'), heading = section.querySelector('h1, h2, h3');
    const clipped = [...section.querySelectorAll('pre, table, .MathJax_Display')].filter((e) => e.scrollWidth > e.clientWidth + 1
        || e.getBoundingClientRect().right / scale > section.getBoundingClientRect().left / scale + 1281)
      .map((e) => (e.innerText || '').trim().split('\\n').reduce((a, b) => (b.length > a.length ? b : a), '').slice(0, 100));
    return {cell: cell ? cell.id.replace('cell-id=', '') : '', heading: heading ? heading.innerText : '',
            height: Math.round(section.scrollHeight), clipped};
  });
}"""


def measure(show, page):
    """The slides of a show: a list of {"cell": id of its first cell, "heading", "height" in pixels, "clipped": lines cut}."""
    open_page(page, show)
    return page.evaluate(MEASURE)


def faults(show, page):
    """Messages about the slides of a show that are too tall or cut a line."""
    found = []
    for slide in measure(show, page):
        if slide["height"] > HEIGHT:
            found.append(f"{show.stem} {slide['cell']}: {slide['height']} px tall, the stage has {HEIGHT}")
        found += [f"{show.stem} {slide['cell']}: cut off: {line}" for line in slide["clipped"]]
    return found


def fit(path, page, folder):
    """Deal the cells of a lecture on slides so that each slide fits, and save it. Returns {id: height} of cells too tall alone.

    A section heading opens a `slide`. Then cells are put together while they fit; prose that leads to code stays with it.
    """
    notebook = nbformat.read(path, as_version=4)
    alone = nbformat.read(path, as_version=4)
    for cell in alone.cells:
        if _kind(cell) not in ("skip", "notes"):
            cell.metadata["slideshow"] = {"slide_type": "slide"}
    copy_assets(folder)
    show = folder / f"{path.stem}.alone.html"
    show.write_text(show_text(alone, path.stem), encoding="utf-8")
    heights = {slide["cell"]: slide["height"] for slide in measure(show, page)}
    show.unlink()
    shown = [cell for cell in notebook.cells if cell.id in heights and _kind(cell) not in ("skip", "notes")]
    _deal(shown, heights)
    write(path, nbformat.writes(notebook) + "\n")
    return {name: height for name, height in heights.items() if height > HEIGHT}


def _kind(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type", "-")


PADDING, ROOM = 16, HEIGHT - 8


def _deal(cells, heights):
    """Set the slide types of `cells` by the heights that they have alone; prose stays with the code it leads to, if both fit."""
    used = 0
    for k, cell in enumerate(cells):
        height = heights[cell.id] - PADDING
        leads = cell.cell_type == "markdown" and k + 1 < len(cells) and cells[k + 1].cell_type == "code"
        together = height + (heights[cells[k + 1].id] - PADDING if leads else 0)
        needed = together if together <= ROOM - PADDING else height
        if k == 0 or re.match("#{1,2} ", cell.source):
            kind = "slide"
        elif used + needed > ROOM:
            kind = "subslide"
        else:
            kind = "fragment" if _kind(cell) == "fragment" else "-"
        used = height + (used if kind in ("-", "fragment") else PADDING)
        cell.metadata["slideshow"] = {"slide_type": kind}


def main(arguments=None):
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lectures", nargs="*", metavar="LECTURE", help="such as 08 or notebooks/08_recurrent_network.ipynb")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build" / "slides", metavar="DIR")
    parser.add_argument("--live", default=LIVE, metavar="ADDRESS", help="of a running JupyterLab (default: %(default)s)")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--measure", action="store_true")
    action.add_argument("--fit", action="store_true")
    options = parser.parse_args(arguments)
    try:
        paths = lectures(options.lectures)
    except ValueError as error:
        parser.error(str(error))
    if options.fit:
        options.out.mkdir(parents=True, exist_ok=True)
        with browser_page() as browser:
            for path in paths:
                print(f"{path.name}: {fit(path, browser, options.out) or 'every cell fits a slide'}")
    shows = write_shows(paths, options.out, options.live)
    if not (options.measure or options.fit):
        print(f"{len(shows)} shows; open {options.out / 'index.html'}\nkeys: {KEYS}")
        return 0
    with browser_page() as browser:
        found = [fault for show in shows for fault in faults(show, browser)]
    print("\n".join(found) or "every slide fits")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
