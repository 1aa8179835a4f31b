"""A real JupyterLab in headless Chromium, for the browser tests: start it, open a notebook, run it, look at its widgets."""

import contextlib
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import course
import pytest

from tools import slides

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]  # fmt: skip
VIEW = "application/vnd.jupyter.widget-view+json"


@contextlib.contextmanager
def server(root):
    """A JupyterLab that serves a copy of the project in the folder `root`; gives the address up to the notebook's path."""
    for part in ("helpers", "data", "notebooks"):
        shutil.copytree(course.ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--port={port}",
               f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}", "--LabApp.expose_app_in_browser=True",
               "--LabApp.news_url=None", "--ServerApp.allow_root=True", "--LabApp.extension_manager=readonly"]  # fmt: skip
    folders = {f"JUPYTER_{kind}_DIR": str(root / f".{kind.lower()}") for kind in ("CONFIG", "DATA", "RUNTIME")}
    folders["JUPYTERLAB_SETTINGS_DIR"] = folders["JUPYTERLAB_WORKSPACES_DIR"] = str(root / ".lab")
    with (root / "lab.log").open("w") as log:
        process = subprocess.Popen(command, cwd=root, env={**os.environ, **folders}, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/status?token={token}", process, root / "lab.log")
            yield lambda path: f"http://127.0.0.1:{port}/lab/tree/{path}?token={token}&reset"
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(address, process, log, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start: {pathlib.Path(log).read_text(encoding='utf-8')[-2000:]}")


@contextlib.contextmanager
def chromium():
    """The browser; skips the test where there is none, or no driver for it (in CI a skipped test is a failed one)."""
    driver = pytest.importorskip("playwright.sync_api", reason="no browser driver: uv sync --group browser")
    path = slides.chromium()
    ways = [{"executable_path": path}] if path else [{"channel": "chrome"}, {}]  # {}: what `playwright install` fetched
    with driver.sync_playwright() as playwright:
        for way in ways:
            with contextlib.suppress(driver.Error if len(ways) > 1 else ()):
                browser = playwright.chromium.launch(args=FLAGS, **way)
                break
        else:
            pytest.skip("no browser: install Chromium or Chrome, or uv run --group browser playwright install chromium")
        yield browser
        browser.close()


@contextlib.contextmanager
def file_page(*size):
    """A page without a network, for files that `tools` wrote; skips the test where there is no browser or no driver for it."""
    pytest.importorskip("playwright.sync_api", reason="no browser driver: uv sync --group browser")
    if slides.chromium() is None:
        pytest.skip("no browser on PATH: install chromium")
    with slides.browser_page(*size) as page:
        yield page


def new_page(browser, width, height):
    """An empty page; errors of the console and dialogs are collected in `page.faults`. Nothing beyond this machine is found.

    All pages of a browser share one cache: JupyterLab is 10 MB of scripts, which `page.route` would have each page read again.
    """
    context = browser.contexts[0] if browser.contexts else browser.new_context()
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.faults = []

    def note(message):
        if message.type == "error" and "ERR_NAME_NOT_RESOLVED" not in message.text:  # a badge, which only the network has
            page.faults.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: (page.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    return page


def open_notebook(page, address):
    """Open the notebook and wait until its kernel is idle."""
    page.goto(address)
    page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=90_000)
    kernel = "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
    page.wait_for_function(f"() => {kernel}?.status === 'idle'", timeout=90_000)


def open_here(page, path):
    """Open the notebook in the JupyterLab that `page` shows already, and wait until its kernel is idle."""
    command(page, "docmanager:open", path=path)
    document = "window.jupyterapp.shell.currentWidget"
    page.wait_for_function(f"path => {document}?.context?.path === path", arg=path, timeout=90_000)
    page.wait_for_function(f"() => {document}.sessionContext?.session?.kernel?.status === 'idle'", timeout=90_000)


def close(page):
    """Shut the kernel of the present notebook down and close it, saved or not."""
    page.evaluate("""async () => {
        const document = window.jupyterapp.shell.currentWidget;
        await document.sessionContext.shutdown();
        document.context.model.dirty = false;
        document.close();
    }""")
    page.wait_for_function("() => !document.querySelector('.jp-NotebookPanel')", timeout=30_000)


def command(page, name, **arguments):
    """Execute one of JupyterLab's commands, as its menus do."""
    return page.evaluate("async ([name, args]) => { await window.jupyterapp.commands.execute(name, args); }", [name, arguments])


def run_all(page):
    """Run > Run All Cells, and wait for the last cell. Returns errors and warnings in the outputs."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    return finished(page)


def restart_and_run_all(page):
    """Kernel > Restart Kernel and Run All Cells, confirmed; as `run_all`."""
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name="Restart Kernel and Run All Cells…", exact=True).click()
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    page.wait_for_function(f"() => {_CODE}.some((c) => c.executionCount === null)", timeout=30_000)
    return finished(page)


_CODE = "[...window.jupyterapp.shell.currentWidget.content.model.cells].filter((c) => c.type === 'code')"


def finished(page):
    """Wait until all code cells have run, in order, or one has failed. Returns errors and warnings in the outputs."""
    failed = f"{_CODE}.some((c) => c.outputs.toJSON().some((o) => o.output_type === 'error'))"
    done = f"{_CODE}.every((c, k) => c.executionCount === k + 1 && c.executionState !== 'running')"
    page.wait_for_function(f"() => {failed} || {done}", timeout=300_000)
    return page.evaluate(
        f"() => {_CODE}.flatMap((c) => c.outputs.toJSON()).filter((o) => o.output_type === 'error' || o.name === 'stderr')"
    )


def widget_cells(page):
    """Ids of the cells whose output is a widget, progress bars left out."""
    return page.evaluate(
        f"""() => {_CODE}.filter((c) => c.outputs.toJSON().some((o) => o.data && o.data['{VIEW}']
            && !String(o.data['text/plain']).startsWith('[progress]'))).map((c) => c.sharedModel.id)"""
    )


def scroll_to(page, cell_id):
    """Bring the cell with this id into view; returns the locator of its outputs.

    JupyterLab takes cells that are out of view off the page; a notebook that has just been opened may scroll away once more.
    """
    page.evaluate(
        """async (id) => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            const index = notebook.widgets.findIndex((cell) => cell.model.sharedModel.id === id);
            const node = notebook.widgets[index].node;
            node.setAttribute('data-cell', id);
            notebook.activeCellIndex = index;
            const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
            for (let stays = 0, tries = 0; stays < 2 && tries < 50; tries++) {
                // what scrollToItem promises is now and then neither kept nor broken
                await Promise.race([notebook.scrollToItem(index, 'start').catch(() => null), pause(1000)]);
                await pause(50);
                stays = node.isConnected ? stays + 1 : 0;
            }
            // a cell that was taken off the page meanwhile has lost the keyboard, which belongs to the active cell
            if (!node.contains(document.activeElement)) node.focus({ preventScroll: true });
        }""",
        cell_id,
    )
    return page.locator(f"[data-cell='{cell_id}'] .jp-OutputArea").first


def save_and_shut_down(page):
    """Save the notebook and shut its kernel down, as a reader does in the evening."""
    command(page, "docmanager:save")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.content.model.dirty", timeout=30_000)
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")


def open_again(page, address, cells):
    """Load JupyterLab and the notebook anew, as on the next day: stills stand in for the widgets of these cells.

    On a busy machine a notebook that was opened again now and then did not show its outputs (2 of 23 lectures in one run; why is
    not known). So it is loaded up to three times, as a reader would do. What stays so is a fault.
    """
    for seconds in (20, 20, 60):
        open_notebook(page, address)
        lost = [words for cell in cells for words in still_after_reopening(page, cell, seconds)]
        if not lost:
            return
        print(*lost, sep="\n")
    pytest.fail("\n".join(lost))


def still_after_reopening(page, cell_id, seconds):
    """What is wrong with the picture and the sentence that stand in for the widget of this cell, in words."""
    end = time.monotonic() + seconds
    while not (outputs := scroll_to(page, cell_id)).get_by_text("opened again: choose Run").is_visible():
        if time.monotonic() > end:
            there = outputs.count() and outputs.inner_text()
            return [f"{cell_id}: no words on the second day, but {there!r:.300}"]
    if not outputs.locator(".unrolled-still img").is_visible():
        return [f"{cell_id}: no still on the second day"]
    return [f"{cell_id}: an error is in sight"] if "Error displaying" in outputs.inner_text() else []


def axe_faults(page, place="body"):
    """What axe-core says against what stands at the selector `place`, in words; the faults of other people's parts left out.

    The handle of a slider has no name, and ipywidgets offers no way to give it one: its name stands before it.
    """
    sync_playwright = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe: uv sync --group browser")
    found = sync_playwright.Axe().run(page, place, {"resultTypes": ["violations"], "preload": False}).response["violations"]
    return [f"axe, {fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]
            if not (fault["id"] == "aria-input-field-name" and "noUi-handle" in node["html"])]  # fmt: skip
