"""One real JupyterLab in headless Chromium: lecture 01, its slider moved with the keyboard, markup typed, opened again."""

import lab
import pytest

pytestmark = pytest.mark.sweep
MARKUP = "<img src=x onerror=alert(1)>"
LECTURE = "notebooks/01_tokenization.ipynb"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with lab.server(tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module")
def page(address):
    """The lecture, open in JupyterLab."""
    with lab.chromium() as browser:
        page = lab.new_page(browser, 1400, 1000)
        lab.open_notebook(page, address(LECTURE))
        yield page


def test_the_keyboard_alone_runs_a_lecture_and_reaches_its_widget(page):
    page.keyboard.press("Control+Shift+C")
    page.locator(".lm-CommandPalette-input").wait_for()
    page.keyboard.type("Run All Cells")
    first = "document.querySelector('.lm-CommandPalette-item')?.innerText"
    page.wait_for_function(f"() => {first}?.startsWith('Run All Cells')")
    page.keyboard.press("Enter")
    assert lab.finished(page) == []
    stage = lab.scroll_to(page, "theatre-widget").locator(".widget-vbox").first
    stage.locator("svg").first.wait_for(timeout=30_000)
    page.keyboard.press("Tab")
    while page.evaluate("() => !!document.activeElement.closest('.jp-cell-toolbar')"):  # shown where there is room
        page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.matches('.widget-vbox input')")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    stage.get_by_text("After 1 merge").wait_for(timeout=10_000)


def test_restart_run_all_and_move_the_slider_with_the_keyboard(page):
    assert lab.restart_and_run_all(page) == []
    stage = lab.scroll_to(page, "theatre-widget").locator(".widget-vbox").first
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
    stage = lab.scroll_to(page, "theatre-widget").locator(".widget-vbox").first
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


def test_a_lecture_opened_again_shows_stills(page, address):
    lab.save_and_shut_down(page)
    lab.open_again(page, address(LECTURE), ["theatre-widget"])
