"""Write the repository's address, which stands in pyproject.toml alone, wherever notebooks and README need it.

python -m tools.address           write it
python -m tools.address --check   only say what differs (exit status 1 if anything does)
"""

import argparse
import pathlib
import re
import sys
import tomllib

import nbformat

from data.makers.command import write as write_text

ROOT = pathlib.Path(__file__).resolve().parents[1]
_GITHUB = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+")

SETUP = '''\
# Finds the helpers of this course; where they are missing (Colab), fetches them. Safe to run twice.
import os
import pathlib
import shutil
import subprocess
import sys

url = "ADDRESS"
here, mark = pathlib.Path.cwd(), "helpers/taught/__init__.py"
places = [here, *here.parents, *(p.parents[2] for p in sorted(here.glob("[!.]*/" + mark)))]
root = next((p for p in places if os.path.isfile(p / mark)), None)
if root is None:
    if sys.platform == "emscripten":  # JupyterLite: there is no git, and the files lie beside the notebook
        raise RuntimeError("Python cannot see the files here. Use a window that is not private, and reload the page.")
    root, part = here / "unrolled", here / ".unrolled-part"
    if root.exists() and not (root / ".git").exists():
        raise RuntimeError(f"{root} is in the way and holds no helpers. Rename it, then run this cell again.")
    if not shutil.which("git"):
        raise RuntimeError(f"git is missing. Install it, or download {url} as a ZIP file and open its notebooks.")
    if not os.access(here, os.W_OK):
        raise RuntimeError(f"{here} cannot be written to. Copy this notebook into a folder of your own.")
    shutil.rmtree(part, ignore_errors=True)
    command = ["git", "clone", "--quiet", "--depth", "1", url, str(part)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "GIT_TERMINAL_PROMPT": "0"})
    if done.returncode:
        why = "The helpers could not be fetched. Is there a network? Else download"
        raise RuntimeError(f"{why} {url}, unpack it and open its notebooks. {' '.join(done.stderr.split())}")
    if root.exists():  # half a clone, from a run that was stopped
        root.rename(here / f"unrolled-half-{os.getpid()}")
    part.rename(root)
sys.path[:] = [str(root), *(p for p in sys.path if p != str(root))]
ours = os.path.join(root, "helpers", "")
for name, module in list(sys.modules.items()):  # a helpers.py of your own, beside the notebook, does not win
    if name.split(".")[0] == "helpers" and not str(getattr(module, "__file__", "")).startswith(ours):
        del sys.modules[name]
import helpers  # before NumPy: it sets the number of threads'''


def address(pyproject=ROOT / "pyproject.toml"):
    """The repository's address. Raises ValueError if pyproject.toml gives none that starts with https://github.com/."""
    found = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"].get("urls", {}).get("Repository", "")
    if not _GITHUB.fullmatch(found):
        raise ValueError(f"{pyproject}: project.urls.Repository is {found!r}; write https://github.com/OWNER/NAME")
    return found


def setup_cell(repository):
    """The text of the setup cell, the same in every notebook."""
    return SETUP.replace("ADDRESS", repository)


def live(repository, path):
    """[(where, address)] of the live version of the notebook at `path`, relative to the repository's root."""
    name = repository.removeprefix("https://github.com/")
    colab = f"https://colab.research.google.com/github/{name}/blob/main/{path}"
    return [("Colab", colab), ("Binder", f"https://mybinder.org/v2/gh/{name}/main?labpath={path.replace('/', '%2F')}")]


def badges(repository, path):
    """The Colab and Binder badges (Markdown) of the notebook at `path`, relative to the repository's root."""
    (_, colab), (_, binder) = live(repository, path)
    return (
        f"[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({colab}) "
        f"[![Open in Binder](https://mybinder.org/badge_logo.svg)]({binder})"
    )


def solutions_line(repository, path):
    """The line below *Your turn* of the lecture at `path`: its solutions here, and on Colab, where the first link is broken."""
    target = f"solutions/{pathlib.PurePosixPath(path).stem}_solutions.ipynb"
    colab = f"https://colab.research.google.com/github/{repository.removeprefix('https://github.com/')}/blob/main/notebooks"
    return f"Each exercise has a check. Solutions: [notebook]({target}), [on Colab]({colab}/{target})."


def _with_solutions(source, line):
    """The text of the cell *Your turn* with this line below its heading, in place of one that says the like."""
    heading, *rest = source.split("\n")
    rest = [text for text in rest if not text.startswith("Each exercise has a check")]
    return "\n".join([heading, "", line, "", "\n".join(rest).strip("\n")]).rstrip("\n")


def with_address(notebook, path, repository):
    """Set the setup cell, the badges and the link to the solutions; returns True if anything changed."""
    before = nbformat.writes(notebook)
    for cell in notebook.cells:
        if cell.get("id") == "setup":
            cell.source = setup_cell(repository)
        elif cell.cell_type == "markdown" and "colab-badge.svg" in cell.source:
            lines = [badges(repository, path) if "colab-badge.svg" in line else line for line in cell.source.split("\n")]
            cell.source = "\n".join(lines)
        elif cell.cell_type == "markdown" and cell.source.startswith("## Your turn"):
            cell.source = _with_solutions(cell.source, solutions_line(repository, path))
    return nbformat.writes(notebook) != before


def outdated(write=False, root=ROOT):
    """Paths whose address differs from the one in pyproject.toml; with `write`, they are corrected."""
    repository, found = address(root / "pyproject.toml"), []
    for path in [*sorted((root / "notebooks").rglob("*.ipynb"))]:
        if ".ipynb_checkpoints" in path.parts:
            continue
        notebook = nbformat.read(path, as_version=4)
        if with_address(notebook, path.relative_to(root).as_posix(), repository):
            found.append(path)
            if write:
                write_text(path, nbformat.writes(notebook) + "\n")
    for name in ("README.md", "CITATION.cff", "docs/hubs.md"):
        path = root / name
        text = path.read_text(encoding="utf-8")
        new = _with_address_in_text(text, repository)
        if new != text:
            found.append(path)
            if write:
                write_text(path, new)
    return found


def _with_address_in_text(text, repository):
    name = repository.removeprefix("https://github.com/")
    text = re.sub(r"(colab\.research\.google\.com/github/)[\w.-]+/[\w.-]+(?=/blob)", rf"\g<1>{name}", text)
    text = re.sub(r"(mybinder\.org/v2/gh/)[\w.-]+/[\w.-]+(?=/main)", rf"\g<1>{name}", text)
    owner, _, folder = name.partition("/")
    pull = rf"\g<1>github.com%2F{owner}%2F{folder}&branch=main&urlpath=lab%2Ftree%2F{folder}%2F"
    old = r"(git-pull\?repo=https%3A%2F%2F)github\.com%2F[\w.-]+%2F[\w.-]+&branch=main&urlpath=lab%2Ftree%2F[\w.-]+?%2F"
    text = re.sub(old, pull, text)
    return re.sub(r"(git clone |repository-code: \"?)https://github\.com/[\w.-]+/[\w-]+", rf"\g<1>{repository}", text)


def main(arguments=None):
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    found = outdated(write=not options.check)
    for path in found:
        print(f"{path}: {'differs' if options.check else 'written'}")
    sys.exit(1 if found and options.check else 0)


if __name__ == "__main__":
    main()
