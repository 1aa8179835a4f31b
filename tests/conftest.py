"""Shared by all tests: the project on sys.path, browser tests that may not be skipped in CI."""

import gc
import os
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
for folder in (ROOT, ROOT / "tests"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import helpers  # noqa: F401 - before NumPy: one thread


def pytest_collection_finish():
    """What collecting left over goes; the thousands of tests, which are no garbage, are frozen with the first module."""
    gc.collect()


@pytest.fixture(autouse=True, scope="module")
def what_earlier_modules_left_stays():
    """Tests stay, and widgets in a register of theirs: the collector, which each picture calls, need not walk over them again."""
    gc.freeze()


def _run_in_ci(report):
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where everything must run: {report.longrepr}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI nothing is skipped: a test that would be is a failure."""
    _run_in_ci((yield).get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector):
    """The same for a whole module, whose library is missing."""
    _run_in_ci((yield).get_result())


@pytest.fixture(autouse=True)
def letters_can_be_read(request, monkeypatch):
    """Whatever a test of figures or widgets draws: its letters have a contrast of 4.5 with what lies below them."""
    if request.path.parent.name not in ("figures", "widgets"):
        yield
        return
    from course import contrast, pale_letters
    from matplotlib.colors import to_hex
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    from helpers.figures.scene import Scene

    scenes, pale, svg, savefig = {}, [], Scene.svg, Figure.savefig

    def drawn(scene, *around):
        picture = svg(scene, *around)
        if len(scenes) < 12:
            scenes[picture] = None
        return picture

    def saved(figure, *arguments, **options):
        for words in figure.findobj(Text):
            colour = to_hex(words.get_color())
            seen = max(contrast(colour, "#ffffff"), contrast(colour, "#333333"))  # on the page, or white on a dark cell
            if words.get_visible() and words.get_text().strip() and seen < 4.5:
                pale.append(f"“{words.get_text()}” is {colour}")
        return savefig(figure, *arguments, **options)

    monkeypatch.setattr(Scene, "svg", drawn)
    monkeypatch.setattr(Figure, "savefig", saved)
    yield
    pale += [words for picture in scenes for words in pale_letters(picture)]
    assert not pale, "\n".join(["letters too pale to read: take a colour of style.TEXT, or INK on a tint", *sorted(set(pale))])
