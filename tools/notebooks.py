"""Run notebooks from top to bottom and save them as they are kept in git.

    python -m tools.notebooks run notebooks/01_tokenization.ipynb ...
    python -m tools.notebooks run                      all lectures and solutions

A saved notebook has its outputs, no widget state, no widget identifiers (they are new in each run) and no name of the machine's
Python version, so that two runs give the same file.
"""

import argparse
import ast
import html
import math
import pathlib
import re
import sys
import time

import nbformat
from nbclient import NotebookClient

from data.makers.command import write

ROOT = pathlib.Path(__file__).resolve().parents[1]
VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# JupyterLab and Colab show the setup cell folded: it would fill a screen.
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}


def all_notebooks():
    """Paths of every lecture and solution, in reading order."""
    folder = ROOT / "notebooks"
    return [*sorted(folder.glob("*.ipynb")), *sorted((folder / "solutions").glob("*.ipynb"))]


def tidy(notebook):
    """Remove from a notebook what differs from run to run; returns the notebook itself."""
    notebook.metadata = nbformat.from_dict(METADATA)
    predicted = False
    for cell in notebook.cells:
        kept = {k: v for k, v in cell.metadata.items() if k in ("slideshow", "tags")}
        if cell.cell_type == "code" and cell.id == "setup":
            kept |= FOLDED
        if "**Predict first**" in cell.source:
            predicted = True
        elif predicted and cell.cell_type == "code" and cell.outputs:  # the answer is out of sight until the cell runs
            kept["jupyter"] = kept.get("jupyter", {}) | {"outputs_hidden": True}
            kept["slideshow"] = {"slide_type": "fragment"} if kept["slideshow"]["slide_type"] == "-" else kept["slideshow"]
            predicted = False
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            cell.outputs = _joined(cell.outputs)
        for output in cell.get("outputs", []):
            if "data" in output:
                output["data"].pop(VIEW, None)
    return notebook


def quiz_in_words(notebook):
    """Turn each cell ``Question(text, {choice: why, ...}, right="B")`` into Markdown whose choices unfold.

    As Markdown a quiz needs no kernel, and neither GitHub nor a slide shows the right letter before a choice is made.
    """
    for k, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and re.search(r"^Question\(", cell.source, flags=re.M):
            call = ast.parse(cell.source).body[-1].value
            values = [ast.literal_eval(part) for part in (*call.args, *(named.value for named in call.keywords))]
            text, choices, right = (html.escape(str(v), quote=False) if k != 1 else v for k, v in enumerate(values))
            parts = [f"**{text}**\n"]
            for letter, pair in zip("ABCDE", choices.items()):
                choice, why = (html.escape(words, quote=False) for words in pair)
                verdict = "Right." if letter == right else "Not quite."
                parts.append(f"<details><summary>{letter}. {choice}</summary>\n\n{verdict} {why}\n\n</details>")
            new = nbformat.v4.new_markdown_cell("\n".join(parts), id=cell.id, metadata=cell.metadata)
            notebook.cells[k] = new
    return notebook


def _joined(outputs):
    """The outputs, with pieces of one printout (the kernel may send it in several) put together."""
    joined = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output.output_type == last.get("output_type") == "stream" and output.name == last["name"]:
            last["text"] += output.text
        else:
            joined.append(output)
    return joined


def peak_memory(process):
    """Largest resident memory of a process so far, in megabytes; nan where the system has no /proc (it is Linux that has it)."""
    status = pathlib.Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.is_file() else None
    return int(found[1]) / 1024 if found else math.nan


def run(path, seconds=300):
    """Execute the notebook at `path` in its own folder and save it. Returns the seconds it took, and the peak of its kernel's
    memory after each cell, in megabytes, by the cell's id.

    Raises nbclient's CellExecutionError if a cell fails; the file is then left as it was.
    """
    notebook, peaks = quiz_in_words(nbformat.read(path, as_version=4)), {}

    def measure(cell, **_):
        peaks[cell.id] = peak_memory(client.km.provisioner.pid)

    client = NotebookClient(notebook, timeout=seconds, kernel_name="python3", store_widget_state=False,
                            resources={"metadata": {"path": str(path.parent)}}, on_cell_executed=measure)  # fmt: skip
    start = time.perf_counter()
    client.execute()
    write(path, nbformat.writes(tidy(notebook)) + "\n")
    return time.perf_counter() - start, peaks


def main(arguments=None):
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["run"])
    parser.add_argument("notebooks", nargs="*", type=pathlib.Path)
    options = parser.parse_args(arguments)
    for path in options.notebooks or all_notebooks():
        if not path.is_file():
            sys.exit(f"{path}: no such notebook; the lectures are in {ROOT / 'notebooks'}")
        seconds, peaks = run(path.resolve())
        print(f"{path}: {seconds:.1f} s, {max(peaks.values()):.0f} MB at the peak; cells that raised it by 2 MB and more:")
        rises = {name: peak - before for (name, peak), before in zip(peaks.items(), [0, *peaks.values()])}
        print("   ", ", ".join(f"{name} +{rise:.0f}" for name, rise in rises.items() if rise >= 2))


if __name__ == "__main__":
    main()
