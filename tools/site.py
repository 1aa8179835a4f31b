"""A web site of all lectures, to read without an installation, a server or a network.

    python -m tools.site [--out DIR]    write build/site/index.html, a page for each lecture, and one for its solutions
    python -m tools.site --lite         and JupyterLite in build/site/lite, which runs the lectures in the reader's browser

Widgets appear as stills. Each page links to its live version on Colab and Binder, and the search finds headings and paragraphs.
Needs the dependency group `slides` (MathJax); `--lite` needs the group `lite` and a network, and the site then a web server, such
as `python -m http.server -d build/site`. Browsers load Pyodide from cdn.jsdelivr.net, or from a copy that `--pyodide DIR` makes.
"""

import argparse
import html
import json
import pathlib
import re
import shutil
import sys
import unicodedata

import nbformat

from tools import address, lite, slides

TEMPLATE = slides.TEMPLATES / "site"
HEAD = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>Unrolled</title><link rel="icon" href="data:,"><link rel="stylesheet" href="assets/site.css"></head><body>'
)


def for_reading(notebook):
    """The notebook as it stands on the site: no setup cell, captions as prose, links to pages in place of notebooks."""
    cells = [cell for cell in notebook.cells if cell.get("id") != "setup"]
    for cell in cells:
        cell.source = slides.without_badges(cell.source)
        if cell.cell_type == "code":
            slides.without_kernel(cell)
        else:
            cell.source = re.sub(r"(\]\((?!https?:)[^)\s]+)\.ipynb", r"\1.html", cell.source)
    notebook.cells = cells
    notebook.metadata["title"] = slides.title_of(notebook)
    return notebook


def page_text(notebook, name, up="", live=()):
    """The page of a notebook. `up` leads from its folder to the site's; `live` holds (where, address) of the live version."""
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(extra_template_basedirs=[str(slides.TEMPLATES)], extra_template_paths=[str(slides.TEMPLATES)],
                            template_name="site", exclude_anchor_links=True, mathjax_url=up + slides.MATHJAX)  # fmt: skip
    resources = {"metadata": {"name": name}, "up": up, "live": list(live)}
    text = exporter.from_notebook_node(for_reading(notebook), resources)[0]
    text = text.replace("<th></th>", "<td></td>")  # an empty corner of a table is no heading
    text = text.replace("<pre>", '<pre tabindex="0">')  # what scrolls can be reached by keyboard
    return text.replace("<html>", '<html lang="en">', 1)


SIGNS = {
    "langle": "⟨", "rangle": "⟩", "partial": "∂", "sum": "Σ", "prod": "Π", "odot": " ⊙ ", "cdot": " · ", "times": "×",
    "dots": "…", "leftarrow": "←", "to": "→", "Rightarrow": "⇒", "mid": "|", "lvert": "|", "rvert": "|", "lVert": "‖",
    "rVert": "‖", "approx": "≈", "infty": "∞", "le": "≤", "ge": "≥", "pm": "±", "top": "ᵀ", "sqrt": "√", "alpha": "α",
    "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "eta": "η", "rho": "ρ", "sigma": "σ",
    "Sigma": "Σ", "tau": "τ",
}  # fmt: skip
ACCENTS = {"hat": "\u0302", "tilde": "\u0303", "bar": "\u0304"}
FUNCTIONS = "log|ln|exp|tanh|sin|cos|max|min"
GROUP = r"\s*(?:\{([^{}]*)\}|(\w))"


def plain_math(tex):
    """A formula as a line of plain text: fractions with a stroke, Greek letters and signs as characters, no braces."""
    tex = re.sub(r"\\(begin|end)\{\w+\}|\\(left|right|[bB]igg?[lr]?|textstyle|displaystyle)\b|&", " ", tex)
    tex = re.sub(r"\\(?:q?quad(?![a-zA-Z])|\\|,|;|!| )", " ", tex)
    tex = re.sub(rf"\\({'|'.join(SIGNS)})(?![a-zA-Z])\s?", lambda m: SIGNS[m[1]], tex)
    tex = re.sub(rf"\\({FUNCTIONS})(?![a-zA-Z])\s*", r"\1 ", tex)
    before = None
    while tex != before:  # from the innermost braces outwards
        before = tex
        tex = re.sub(r"\\(?:text|mathrm|mathbf|operatorname)\s*\{([^{}]*)\}", r"\1", tex)
        tex = re.sub(rf"\\({'|'.join(ACCENTS)}){GROUP}", lambda m: (m[2] or m[3]) + ACCENTS[m[1]], tex)
        tex = re.sub(rf"√{GROUP}", lambda m: f"√{_term(m[1] or m[2])}", tex)
        tex = re.sub(rf"\\[td]?frac{GROUP}{GROUP}", lambda m: f"{_term(m[1] or m[2])} / {_term(m[3] or m[4])}", tex)
        tex = re.sub(r"(?<![a-zA-Z}√])\{([^{}]*)\}", r"\1", tex)
    tex = re.sub(r"\^(?=[⟨ᵀ])", "", tex)
    return unicodedata.normalize("NFC", " ".join(tex.split()))


def _term(words):
    words = words.strip()
    return f"({words})" if re.search(r"[-+\s]", words) else words


def entries(notebook, page):
    """What the search finds on a page: [title, address, heading, text] for each paragraph of its prose."""
    title, heading, found = "", "", []
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for part in re.split(r"\n\s*\n", slides.without_badges(cell.source)):
            words = re.sub(r"<[^>]+>|\*(?=\S)|(?<=\S)\*|`", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", part))
            words = re.sub(r"\$\$(.+?)\$\$|\$([^$\n]+)\$", lambda m: plain_math(m[1] or m[2]), words, flags=re.S)
            if part.startswith("|"):  # a table
                words = re.sub(r"^\|[-:| ]+\|$", "", words, flags=re.M)
                words = re.sub(r"\s*\|\s*", " · ", words).strip(" ·")
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
    runs = "Colab and Binder run them, and need a network."
    if any(name == "JupyterLite" for *_, live in rows for name, _ in live):
        runs = "JupyterLite runs them in this browser, with nothing installed; Colab and Binder run them elsewhere."
    return (
        f"{HEAD}<main><h1>Unrolled</h1><p>Lecture notebooks on recurrent neural networks, from tokens to vanishing gradients, in "
        f'NumPy. Here they are to read; {runs}</p><p><label for="query">Search</label> '
        '<input id="query" type="search" autocomplete="off"></p><p id="count" role="status"></p><ol id="found"></ol>'
        "<table><thead><tr><th>No.</th><th>Lecture</th><th>Minutes</th><th>Solutions</th><th>Live</th></tr></thead>"
        f'<tbody>\n{table}</tbody></table></main><script src="assets/index.js"></script><script src="assets/search.js"></script>'
        "</body></html>\n"
    )


def write_site(folder, paths=None, with_lite=False):
    """Write the site of these lectures (all, if not given) in the folder. Returns the paths of its pages.

    With `with_lite` each page links to its version in folder/lite, which `tools.lite.write_app` writes.
    """
    (folder / "solutions").mkdir(parents=True, exist_ok=True)
    slides.copy_assets(folder, "site.css")
    shutil.rmtree(folder / "assets" / "reveal", ignore_errors=True)
    repository, rows, found, written = address.address(), [], [], []

    def live_versions(notebook, up=""):
        return (lite.live(notebook, up) if with_lite else []) + address.live(repository, notebook)

    for path in slides.lectures() if paths is None else paths:
        lecture = nbformat.read(path, as_version=4)
        live = live_versions(f"notebooks/{path.name}")
        found += entries(lecture, f"{path.stem}.html")
        written.append(folder / f"{path.stem}.html")
        written[-1].write_text(page_text(lecture, path.stem, live=live), encoding="utf-8")
        solved, solutions = path.parent / "solutions" / f"{path.stem}_solutions.ipynb", None
        if solved.is_file():
            solutions = f"solutions/{solved.stem}.html"
            answers, where = nbformat.read(solved, as_version=4), live_versions(f"notebooks/solutions/{solved.name}", "../")
            written.append(folder / solutions)
            written[-1].write_text(page_text(answers, solved.stem, "../", where), encoding="utf-8")
        title, minutes = slides.title_of(lecture), slides.minutes_of(lecture)
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
    parser.add_argument("--lite", action="store_true", help="with JupyterLite")
    parser.add_argument("--pyodide", type=pathlib.Path, metavar="DIR", help="with --lite: a folder with Pyodide, to be copied")
    options = parser.parse_args(arguments)
    if options.pyodide and not options.lite:
        parser.error("--pyodide goes with --lite")
    missing = lite.write_app(options.out / "lite", options.pyodide) if options.lite else []
    if missing:
        print(f"{options.pyodide} lacks {', '.join(missing)}: cells that need them will fail", file=sys.stderr)
    pages = write_site(options.out, with_lite=options.lite)
    print(f"{len(pages)} pages; open {options.out / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
