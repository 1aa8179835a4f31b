"""JupyterLite in Chromium, with Pyodide's interpreter from npm: the start, the setup cell, lecture 01, its quiz, a widget.

uv run --isolated --group browser --group slides --group lite pytest -n0 -m sweep tests/browser/test_lite.py

npm's package holds neither NumPy nor Matplotlib, so that cells which need them fail here, and only those may.
"""

import functools
import hashlib
import http.server
import json
import re
import shutil
import subprocess
import sys
import tarfile
import threading

import course
import lab
import pytest

from tools import lite, site

pytestmark = pytest.mark.sweep
LECTURE = course.ROOT / "notebooks" / "01_tokenization.ipynb"
LACKING = re.compile(r"No module named '(numpy|matplotlib)'|name 'check' is not defined")  # `check` compares with NumPy
RUN = """async (ids) => {
    const cells = window.jupyterapp.shell.currentWidget.content.widgets, found = {};
    for (const [k, cell] of cells.entries()) {
        const id = cell.model.sharedModel.id;
        if (cell.model.type !== 'code' || (ids && !ids.includes(id))) continue;
        window.jupyterapp.shell.currentWidget.content.activeCellIndex = k;
        await window.jupyterapp.commands.execute('notebook:run-cell');
        found[id] = cell.model.outputs.toJSON();
    }
    return found;
}"""


@pytest.fixture(scope="module")
def pyodide(tmp_path_factory):
    """A folder with Pyodide's interpreter and lock file, as npm has them."""
    pytest.importorskip("jupyterlite_pyodide_kernel", reason="no JupyterLite: run as the first lines of this file say")
    if shutil.which("npm") is None:
        pytest.skip("no npm, which fetches Pyodide: install nodejs and npm")
    folder = tmp_path_factory.mktemp("pyodide")
    subprocess.run([shutil.which("npm"), "pack", "--silent", f"pyodide@{lite.pyodide_version()}"], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


@pytest.fixture(scope="module")
def built(pyodide, tmp_path_factory):
    """The site of lecture 01 with JupyterLite, and what it lacks."""
    folder = tmp_path_factory.mktemp("site")
    missing = lite.write_app(folder / "lite", pyodide)
    return folder, missing, site.write_site(folder, [LECTURE], with_lite=True)


@pytest.fixture(scope="module")
def address(built):
    """Where a server on this machine has the site."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=built[0])) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def page(address):
    """Lecture 01 in JupyterLite, reached from its page on the site; what the page asks of other machines is in `page.asked`."""
    with lab.chromium() as browser:
        page = lab.new_page(browser, 1366, 768)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url) if "127.0.0.1" not in request.url else None)
        page.goto(f"{address}/{LECTURE.stem}.html")
        page.get_by_role("link", name="run it on JupyterLite").click()
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=90_000)
        page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel", timeout=90_000)
        yield page


def python(page, source):
    """Run Python code in the kernel, as a cell that leaves no trace; returns what it prints, and raises if it fails."""
    return page.evaluate(
        """async (code) => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const future = kernel.requestExecute({code, store_history: false}), said = [];
            future.onIOPub = (message) => said.push(message.content.text ?? '');
            const reply = await future.done;
            if (reply.content.status !== 'ok') throw new Error(`${reply.content.ename}: ${reply.content.evalue}`);
            return said.join('');
        }""",
        source,
    )


def test_the_stored_excerpt_is_what_pyodide_says(pyodide):
    full = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    stored = json.loads(lite.LOCK.read_text(encoding="utf-8"))
    assert stored == lite.excerpt(full, lite.pyodide_version()), f"run python -m tools.lite --pin {pyodide}"


def test_only_compiled_packages_are_lacking(built):
    assert built[1] == ["contourpy", "kiwisolver", "matplotlib", "numpy", "pillow"]


def test_the_pages_link_to_notebooks_that_are_there(built):
    app, pages = built[0] / "lite", built[2]
    assert len(pages) == 3 and (app / "lab" / "index.html").is_file()
    for path in pages:
        assert "lite/lab/index.html?path=notebooks%2F" in path.read_text(encoding="utf-8")
    for path in course.NOTEBOOKS:
        assert (app / "files" / course.name(path)).read_bytes() == path.read_bytes()
        listed = json.loads((app / "api" / "contents" / course.name(path.parent) / "all.json").read_text(encoding="utf-8"))
        assert path.name in {entry["name"] for entry in listed["content"]}


def test_without_a_copy_everything_of_pyodide_comes_from_its_host(built, tmp_path):
    kernel = f"extensions/{lite.PLUGIN}/static/pypi"
    shutil.copytree(built[0] / "lite" / kernel, tmp_path / kernel)
    loaded, missing = lite.write_packages(tmp_path)
    assert missing == [] and loaded == [*lite.KERNEL, *lite.HELPERS]
    folder = tmp_path / "static" / "pyodide"
    packages = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    ours = {name: entry for name, entry in packages.items() if not entry["file_name"].startswith("https:")}
    assert set(ours) == set(lite.DEPENDS)
    for name, entry in packages.items():
        assert all(lite.canonical(other) in packages for other in entry["depends"]), name
        if name in ours:
            assert hashlib.sha256((folder / entry["file_name"]).read_bytes()).hexdigest() == entry["sha256"]
        else:
            assert entry["file_name"].startswith(f"https://cdn.jsdelivr.net/pyodide/v{lite.pyodide_version()}/full/{name[:2]}")


def test_the_setup_cell_finds_the_helpers(page):
    assert page.evaluate(RUN, ["setup"]) == {"setup": []}
    found = python(page, "print(root, helpers.__file__, sys.platform)").split()
    assert found == ["/drive", "/drive/helpers/__init__.py", "emscripten"]
    assert all(re.search("Failed to load resource", words) for words in page.faults), page.faults


def words(outputs):
    """What a cell printed and returned, as text."""
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)


def test_lecture_01_gives_what_is_stored(page):
    """All of its tokenizers run; only figures, a table of vectors and the checks of exercises need what is lacking here."""
    stored, right, lacking = {cell.id: cell.outputs for cell in course.code_cells(LECTURE)}, [], []
    for name, outputs in page.evaluate(RUN, None).items():
        errors = [output["evalue"] for output in outputs if output["output_type"] == "error"]
        if errors:
            assert LACKING.fullmatch(errors[0]), f"{name}: {errors}"
            lacking.append(name)
        else:
            assert words(outputs) == words(stored[name]), name
            right.append(name)
    assert {"bpe-train", "hand-diary", "encode-bpe", "round-trip-try", "unknown-rates", "unseen-name"} <= set(right)
    assert len(right) > 3 * len(lacking), f"{lacking} failed"


def test_a_widget_obeys_the_keyboard(page):
    source = course.code_cells(LECTURE)
    source = next(cell.source for cell in source if cell.id == "theatre-widget")
    page.evaluate(
        """(code) => window.jupyterapp.shell.currentWidget.content.widgets
            .find((cell) => cell.model.sharedModel.id === 'theatre-widget').model.sharedModel.setSource(code)""",
        f"{source}.box",  # the live part alone: the still beside it is drawn by Matplotlib
    )
    page.evaluate(RUN, ["theatre-widget"])
    stage = lab.scroll_to(page, "theatre-widget").locator(".widget-vbox").first
    stage.locator("svg").first.wait_for(timeout=30_000)
    stage.locator(".noUi-handle").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    stage.get_by_text("After 3 merges").wait_for(timeout=30_000)


def test_the_quiz_unfolds(page):
    lab.scroll_to(page, "quiz-unknown")
    quiz = page.locator("[data-cell='quiz-unknown'] .jp-RenderedMarkdown")
    assert not quiz.get_by_text("Right.").is_visible()
    for choice in quiz.locator("summary").all():
        choice.click()
    assert quiz.get_by_text("Right.").is_visible() and quiz.get_by_text("Not quite.").count() >= 2


def test_what_the_lectures_import_of_python_is_there(page):
    standard = sorted(set(course.imported()) & set(sys.stdlib_module_names))
    program = f"import importlib\nfor name in {standard}:\n    importlib.import_module(name)\nprint('all')"
    assert python(page, program).strip() == "all"


def test_nothing_was_asked_of_other_machines(page):
    assert [url for url in page.asked if "badge" not in url] == []


def test_the_setup_cell_says_that_the_files_are_hidden(page):
    """Where a browser refuses a service worker, as in private windows of some, Python starts in an empty folder."""
    source = next(cell.source for cell in course.code_cells(LECTURE) if cell.id == "setup")
    program = f"import os\nos.makedirs('/hidden')\nos.chdir('/hidden')\ntry:\n    exec({source!r}, {{}})\n"
    said = python(page, program + "except RuntimeError as error:\n    print(error)\nfinally:\n    os.chdir('/drive/notebooks')")
    assert "a window that is not private" in said
