"""Every widget of every lecture in a real JupyterLab: it appears, obeys the keyboard, fits, can be read, and axe finds no fault.

At 1366 x 768 pixels, and as on a projector: simple mode, file list closed, 125 %, which leaves 1092 x 614. The widgets are found
in the outputs, so that a new lecture is covered without a line here. Takes minutes; run it with

    uv run --group browser pytest -m sweep --numprocesses=2 --dist=load tests/browser/test_every_widget.py
"""

import contextlib

import course
import lab
import pytest
from course import contrast, pale_letters

pytestmark = pytest.mark.sweep
SCREEN, PROJECTED = {"width": 1366, "height": 768}, {"width": 1092, "height": 614}
TALLEST = 640  # pixels of a notebook's 647 at 1366 x 768
KEYS = ("ArrowRight", "ArrowLeft", "ArrowDown", "Space", "End")
CONTROLS = ".noUi-handle, select, button:not([disabled]), input:not([disabled])"
SHOWN = "[...node.querySelectorAll('svg, [role=status]')].map((part) => part.outerHTML).join('')"


@pytest.fixture(scope="module")
def lab_page(tmp_path_factory):
    """One JupyterLab for all notebooks of a worker: its start takes longer than most of them."""
    with lab.server(tmp_path_factory.mktemp("lab")) as address, lab.chromium() as browser:
        page = lab.new_page(browser, **SCREEN)
        page.goto(address("notebooks"))
        page.wait_for_selector(".jp-DirListing-item", timeout=90_000)
        page.address = address
        yield page


@pytest.fixture
def page(lab_page):
    yield lab_page
    lab.close(lab_page)
    lab_page.faults.clear()


@pytest.mark.parametrize("path", course.LECTURES[::-1], ids=course.name)  # the long ones first: two workers end together
def test_widgets_of(path, page):
    lab.open_here(page, course.name(path))
    assert lab.run_all(page) == []
    cells, troubles = lab.widget_cells(page), []
    assert cells or path.stem[2] == "a", f"{path.stem} shows no widget, which only an appendix may do"
    for cell in cells:
        troubles += [f"{path.stem}, {cell}: {words}" for words in looks(page, cell) + obeys(page, cell) + axe(page, cell)]
    with projected(page) as room:
        for cell in cells:
            troubles += [f"{path.stem}, {cell}, at 125 %: {words}" for words in size(page, cell, room)]
    lab.command(page, "apputils:change-theme", theme="JupyterLab Dark")
    for cell in cells:
        troubles += [f"{path.stem}, {cell}, dark: {words}" for words in dark(page, cell)]
    troubles += [f"{path.stem}, console: {words}" for words in page.faults]
    lab.command(page, "apputils:change-theme", theme="JupyterLab Light")
    lab.save_and_shut_down(page)
    lab.open_again(page, page.address(course.name(path)), cells)
    assert not troubles, "\n".join(["", *troubles])


def test_widgets_obey_after_restart_and_run_all(page):
    lab.open_here(page, "notebooks/01_tokenization.ipynb")
    assert lab.run_all(page) == [] and lab.restart_and_run_all(page) == []
    assert [obeys(page, cell) for cell in lab.widget_cells(page)] == [[]]


@contextlib.contextmanager
def projected(page):
    """The page as on a projector; gives the height in pixels that a notebook has there."""
    page.set_viewport_size(PROJECTED)
    for command in ("application:toggle-mode", "application:toggle-left-area"):
        lab.command(page, command)
    yield page.locator(".jp-WindowedPanel-outer").first.evaluate("(node) => node.clientHeight")
    for command in ("application:toggle-left-area", "application:toggle-mode"):
        lab.command(page, command)
    page.set_viewport_size(SCREEN)


def stage_of(page, cell):
    """The widget of this cell, in sight."""
    stage = lab.scroll_to(page, cell).locator(".widget-vbox").first
    stage.locator("svg").first.wait_for(timeout=30_000)
    return stage


def size(page, cell, room):
    """What is wrong with the widget's size, in words."""
    stage = stage_of(page, cell)
    page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    height = stage.bounding_box()["height"]
    found = [f"{height:.0f} px high, at most {room} fit"] if height > room else []
    sideways = stage.evaluate("(node) => node.scrollWidth - node.clientWidth")
    return found + ([f"{sideways} px wider than its column"] if sideways > 1 else [])


def looks(page, cell):
    """What is wrong with the widget's size or letters, in words."""
    picture = stage_of(page, cell).locator("svg").first
    return size(page, cell, TALLEST) + pale_letters(picture.evaluate("(node) => node.outerHTML"))


def obeys(page, cell):
    """Nothing if some control, moved with a key, changes the picture or its sentence."""
    stage = stage_of(page, cell)
    before = stage.evaluate(f"(node) => {SHOWN}")
    changes = f"""async (node, before) => {{
        const end = performance.now() + 400;
        while ({SHOWN} === before && performance.now() < end) await new Promise((later) => setTimeout(later, 10));
        return {SHOWN} !== before;
    }}"""
    for control in stage.locator(CONTROLS).all()[:4]:
        for key in KEYS:
            control.focus()
            page.keyboard.press(key)
            if stage.evaluate(changes, before):
                return []
    return ["no key changes the picture"]


def axe(page, cell):
    """What axe says against the widget, in words."""
    stage_of(page, cell)
    return lab.axe_faults(page, f"[data-cell='{cell}'] .widget-vbox")


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
