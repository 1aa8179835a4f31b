"""A web site of all lectures, to read without an installation, a server or a network.

    python -m tools.site [--out DIR]    write build/site/index.html, a page for each lecture, and one for its solutions

Widgets appear as stills. Each page links to its live version on Colab and Binder, and the search finds headings and paragraphs.
Needs the dependency group `slides` (MathJax).
"""

import argparse
import html
import json
import pathlib
import re
import shutil
import sys

import nbformat

from tools import address, slides

TEMPLATE = slides.TEMPLATES / "site"
HEAD = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>Unrolled</title><link rel="icon" href="data:,"><link rel="stylesheet" href="assets/site.css"></head><body>'
)


def title_and_minutes(notebook):
    """The title of a lecture and the minutes it takes, from its first cell."""
    first = notebook.cells[0].source
    return first.partition("\n")[0].removeprefix("# "), int(re.search(r"\*\*(\d+) min", first)[1])


def for_reading(notebook):
    """The notebook as it stands on the site: no setup cell, captions as prose, links to pages in place of notebooks."""
    cells = [cell for cell in notebook.cells if cell.get("id") != "setup"]
    for cell in cells:
        cell.source = slides.without_badges(cell.source)
        if cell.cell_type == "code":
            cell.source = slides.without_captions(cell.source)
            cell.outputs = [slides.with_caption(output) for output in cell.outputs]
        else:
            cell.source = re.sub(r"(\]\((?!https?:)[^)\s]+)\.ipynb", r"\1.html", cell.source)
    notebook.cells = cells
    notebook.metadata["title"] = cells[0].source.partition("\n")[0].removeprefix("# ")
    return notebook


def page_text(notebook, name, up="", live=()):
    """The page of a notebook. `up` leads from its folder to the site's; `live` holds (where, address) of the live version."""
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(extra_template_basedirs=[str(slides.TEMPLATES)], extra_template_paths=[str(slides.TEMPLATES)],
                            template_name="site", exclude_anchor_links=True, mathjax_url=up + slides.MATHJAX)  # fmt: skip
    resources = {"metadata": {"name": name}, "up": up, "live": list(live)}
    text = exporter.from_notebook_node(for_reading(notebook), resources)[0]
    return text.replace("<html>", '<html lang="en">', 1)


def entries(notebook, page):
    """What the search finds on a page: [title, address, heading, text] for each paragraph of its prose."""
    title, heading, found = "", "", []
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for part in re.split(r"\n\s*\n", slides.without_badges(cell.source)):
            words = re.sub(r"<[^>]+>|\*(?=\S)|(?<=\S)\*|`", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", part))
            words = " ".join(words.split())
            heading = words.lstrip("# ") if part.lstrip().startswith("#") else heading
            title = title or heading
            if words:
                found.append([title, f"{page}#cell-id={cell.id}", heading, words.lstrip("# ")])
    return found


def index_text(rows):
    """The first page. `rows` holds (number, title, minutes, page, page of the solutions or None, live addresses)."""
    table = ""
    for number, title, minutes, page, solutions, live in rows:
        solved = f'<a href="{solutions}" aria-label="Solutions of {number}">solutions</a>' if solutions else ""
        links = " ".join(f'<a href="{html.escape(url)}" aria-label="{number} on {name}">{name}</a>' for name, url in live)
        table += (
            f'<tr><td>{number}</td><td><a href="{page}">{html.escape(title)}</a></td><td>{minutes}</td>'
            f"<td>{solved}</td><td>{links}</td></tr>\n"
        )
    return (
        f"{HEAD}<main><h1>Unrolled</h1><p>Lecture notebooks on recurrent neural networks, from tokens to vanishing gradients, in "
        'NumPy. Here they are to read; Colab and Binder run them, and need a network.</p><p><label for="query">Search</label> '
        '<input id="query" type="search" autocomplete="off"></p><p id="count" role="status"></p><ol id="found"></ol>'
        "<table><thead><tr><th>No.</th><th>Lecture</th><th>Minutes</th><th>Solutions</th><th>Live</th></tr></thead>"
        f'<tbody>\n{table}</tbody></table></main><script src="assets/index.js"></script><script src="assets/search.js"></script>'
        "</body></html>\n"
    )


def write_site(folder, paths=None):
    """Write the site of these lectures (all, if not given) in the folder. Returns the paths of its pages."""
    (folder / "solutions").mkdir(parents=True, exist_ok=True)
    slides.copy_assets(folder, "site.css")
    shutil.rmtree(folder / "assets" / "reveal", ignore_errors=True)
    repository, rows, found, written = address.address(), [], [], []
    for path in slides.lectures() if paths is None else paths:
        lecture = nbformat.read(path, as_version=4)
        title, minutes = title_and_minutes(lecture)
        live = address.live(repository, f"notebooks/{path.name}")
        found += entries(lecture, f"{path.stem}.html")
        written.append(folder / f"{path.stem}.html")
        written[-1].write_text(page_text(lecture, path.stem, live=live), encoding="utf-8")
        solved, solutions = path.parent / "solutions" / f"{path.stem}_solutions.ipynb", None
        if solved.is_file():
            solutions = f"solutions/{solved.stem}.html"
            answers, where = nbformat.read(solved, as_version=4), address.live(repository, f"notebooks/solutions/{solved.name}")
            written.append(folder / solutions)
            written[-1].write_text(page_text(answers, solved.stem, "../", where), encoding="utf-8")
        rows.append((path.stem.partition("_")[0], title, minutes, f"{path.stem}.html", solutions, live))
    (folder / "assets" / "index.js").write_text(f"const ENTRIES = {json.dumps(found, ensure_ascii=False)};\n", encoding="utf-8")
    shutil.copy(TEMPLATE / "search.js", folder / "assets" / "search.js")
    written.append(folder / "index.html")
    written[-1].write_text(index_text(rows), encoding="utf-8")
    return written


def main(arguments=None):
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, default=slides.ROOT / "build" / "site", metavar="DIR")
    options = parser.parse_args(arguments)
    pages = write_site(options.out)
    print(f"{len(pages)} pages; open {options.out / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
