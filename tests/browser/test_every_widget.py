"""Every widget of every lecture in a real JupyterLab of 1366 x 768 pixels: it appears, obeys the keyboard, fits, and can be read.

The widgets are found in the outputs, so that a new lecture is covered without a line here. Takes minutes; run it with

    uv run --group browser pytest -m sweep --numprocesses=2 --dist=load tests/browser/test_every_widget.py
"""

import course
import lab
import pytest
from course import contrast, pale_letters

pytestmark = pytest.mark.sweep
TALLEST = 640  # pixels of a notebook's 647 at 1366 x 768
KEYS = ("ArrowRight", "ArrowLeft", "ArrowDown", "Space", "End")
CONTROLS = ".noUi-handle, select, button:not([disabled]), input:not([disabled])"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with lab.server(tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with lab.chromium() as browser:
        yield browser


@pytest.mark.parametrize("path", course.LECTURES, ids=course.name)
def test_widgets_of(path, address, browser):
    page = lab.new_page(browser, 1366, 768)
    lab.open_notebook(page, address(course.name(path)))
    assert lab.run_all(page) == []
    cells, troubles = lab.widget_cells(page), []
    assert cells or path.stem[2] == "a", f"{path.stem} shows no widget, which only an appendix may do"
    for cell in cells:
        troubles += [f"{path.stem}, {cell}: {words}" for words in looks(page, cell) + obeys(page, cell)]
    assert lab.restart_and_run_all(page) == []
    lab.command(page, "apputils:change-theme", theme="JupyterLab Dark")
    for cell in cells:
        troubles += [f"{path.stem}, {cell}, after Restart, dark: {words}" for words in obeys(page, cell) + dark(page, cell)]
    troubles += [f"{path.stem}, console: {words}" for words in page.faults]
    lab.command(page, "apputils:change-theme", theme="JupyterLab Light")
    lab.save_and_shut_down(page)
    lab.open_notebook(page, address(course.name(path)))
    for cell in cells:
        lab.still_after_reopening(page, cell)
    page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")
    page.close()
    assert not troubles, "\n".join(["", *troubles])


def stage_of(page, cell):
    """The widget of this cell, in sight."""
    stage = lab.scroll_to(page, cell).locator(".widget-vbox").first
    stage.locator("svg").first.wait_for(timeout=30_000)
    return stage


def looks(page, cell):
    """What is wrong with the widget's size or letters, in words."""
    stage = stage_of(page, cell)
    height = stage.bounding_box()["height"]
    found = [f"{height:.0f} px high, at most {TALLEST} fit"] if height > TALLEST else []
    sideways = stage.evaluate("(node) => node.scrollWidth - node.clientWidth")
    found += [f"{sideways} px wider than its column"] if sideways > 1 else []
    return found + pale_letters(stage.locator("svg").first.evaluate("(node) => node.outerHTML"))


def obeys(page, cell):
    """Nothing if some control, moved with a key, changes the picture or its sentence."""
    stage = stage_of(page, cell)
    shown = "(node) => [...node.querySelectorAll('svg, [role=status]')].map((part) => part.outerHTML).join('')"
    before = stage.evaluate(shown)
    for control in stage.locator(CONTROLS).all()[:4]:
        for key in KEYS:
            control.focus()
            page.keyboard.press(key)
            page.wait_for_timeout(150)
            if stage.evaluate(shown) != before:
                return []
    return ["no key changes the picture"]


def dark(page, cell):
    """What cannot be read on a dark page, in words: the picture keeps its white card, sentence and names follow the theme."""
    script = """(node) => {
        const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
        const ground = (n) => { for (; n; n = n.parentElement) {
            const c = getComputedStyle(n).backgroundColor; if (rgb(c)[3] !== 0) return rgb(c); } return [255, 255, 255]; };
        return [...node.querySelectorAll('[role=status], .widget-label, svg')].filter((n) => n.getBoundingClientRect().width)
            .map((n) => [n.tagName, n.textContent.slice(0, 40), rgb(getComputedStyle(n).color), ground(n)]);
    }"""
    found = []
    for tag, words, colour, ground in stage_of(page, cell).evaluate(script):
        letters, paper = ("#" + "".join(f"{round(part):02x}" for part in rgb[:3]) for rgb in (colour, ground))
        if tag == "svg":
            found += [] if paper == "#ffffff" else [f"the picture lies on {paper}"]
        elif words.strip() and contrast(letters, paper) < 4.5:
            found.append(f"“{words}” has contrast {contrast(letters, paper):.1f}")
    return found
