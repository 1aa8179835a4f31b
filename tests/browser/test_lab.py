"""One real JupyterLab in headless Chromium: open lecture 01, run all, move the slider with the keyboard, type markup."""

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

pytestmark = pytest.mark.browser
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
MARKUP = "<img src=x onerror=alert(1)>"
BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@pytest.fixture(scope="module")
def browser_path():
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser on PATH: install one of {', '.join(BROWSERS)}")
    return found


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address of a JupyterLab that serves a copy of the project."""
    root = tmp_path_factory.mktemp("lab")
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
        server = subprocess.Popen(command, cwd=root, env={**os.environ, **folders}, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/status?token={token}", server, root / "lab.log")
            yield f"http://127.0.0.1:{port}/lab/tree/notebooks/01_tokenization.ipynb?token={token}"
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address, server, log, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start: {pathlib.Path(log).read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def page(browser_path, lab):
    """The lecture, open in JupyterLab; errors of the console and dialogs are collected in `page.faults`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("dialog", lambda dialog: (page.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.route(lambda url: "127.0.0.1" not in url, lambda route: route.fulfill(content_type="image/svg+xml", body=BLANK))
        page.goto(lab)
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=90_000)
        kernel = "window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel"
        page.wait_for_function(f"() => {kernel}?.status === 'idle'", timeout=90_000)
        yield page
        browser.close()


def scroll_to(page, cell_id):
    """Bring the cell with this id into view."""
    page.evaluate(
        """async (id) => {
            const notebook = window.jupyterapp.shell.currentWidget.content;
            const index = notebook.widgets.findIndex((cell) => cell.model.sharedModel.id === id);
            notebook.activeCellIndex = index;
            await notebook.scrollToItem(index, 'center');
        }""",
        cell_id,
    )


def test_run_all_and_move_the_slider_with_the_keyboard(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.wait_for_function(
        """() => {
            const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells].filter((c) => c.type === 'code');
            return cells.every((c, k) => c.executionCount === k + 1 && c.executionState !== 'running');
        }""",
        timeout=120_000,
    )
    problems = page.evaluate(
        """() => [...window.jupyterapp.shell.currentWidget.content.model.cells].filter((c) => c.type === 'code')
            .flatMap((c) => c.outputs.toJSON()).filter((o) => o.output_type === 'error' || o.name === 'stderr')"""
    )
    assert problems == []
    scroll_to(page, "theatre-widget")
    stage = page.locator(".jp-OutputArea-output .widget-vbox", has=page.locator("svg")).first
    handle = stage.locator(".noUi-handle").first
    handle.wait_for(timeout=30_000)
    before = stage.locator("svg").first.inner_html()
    assert "After 0 merges" in stage.inner_text()
    handle.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    stage.get_by_text("After 3 merges").wait_for(timeout=10_000)
    assert stage.locator("svg").first.inner_html() != before


def test_typed_markup_stays_text(page):
    scroll_to(page, "theatre-widget")
    stage = page.locator(".jp-OutputArea-output .widget-vbox", has=page.locator("svg")).first
    field = stage.locator("input[type=text]").first
    field.fill(MARKUP)
    stage.locator("svg text", has_text="onerror").or_(stage.locator("svg text", has_text="<")).first.wait_for(timeout=10_000)
    page.wait_for_timeout(500)
    assert page.locator("img[src='x'], [onerror]").count() == 0
    shown = "".join(stage.locator("svg text").all_text_contents())
    assert "<" in shown and ">" in shown
    field.fill("walk walks walked")


def test_no_error_in_the_console(page):
    assert page.faults == []
