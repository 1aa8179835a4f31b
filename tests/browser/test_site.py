"""The site of the lectures, opened in Chromium without a network.

uv run --group browser --group slides pytest -m sweep tests/browser/test_site.py
"""

import html
import re
import urllib.parse

import course
import lab
import pytest

from tools import site, slides

pytestmark = pytest.mark.sweep


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    pytest.importorskip("nbconvert")
    return site.write_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def page():
    with lab.file_page(1366, 768) as page:
        yield page


def test_there_is_a_page_for_each_lecture_and_its_solutions(pages):
    names = {path.stem for path in pages}
    assert names == {"index"} | {path.stem for path in [*course.LECTURES, *course.SOLUTIONS]}


def broken_links(path):
    """Links of a page to files or places that do not exist."""
    broken = []
    for link in re.findall(r'<a [^>]*?href="([^"]*)"', path.read_text(encoding="utf-8")):
        link = urllib.parse.unquote(html.unescape(link))
        if re.match("(https?|mailto):", link):
            continue
        file, _, place = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        if not target.is_file() or (place and f'id="{place}"' not in target.read_text(encoding="utf-8")):
            broken.append(link)
    return broken


def test_every_link_of_ours_leads_somewhere(pages):
    assert {path.name: broken for path in pages if (broken := broken_links(path))} == {}


def test_a_link_that_leads_nowhere_is_seen(tmp_path):
    path = tmp_path / "page.html"
    text = '<p id="here"><a href="#here">1</a><a href="#there">2</a><a class="x" href="gone.html">3</a>'
    path.write_text(text, encoding="utf-8")
    assert broken_links(path) == ["#there", "gone.html"]


def test_every_picture_has_words(pages):
    for path in pages:
        for picture in re.findall(r"<img [^>]*>", path.read_text(encoding="utf-8")):
            assert re.search(r'alt="[^"]{5,}"', picture), f"{path.name}: {picture[-200:]}"


def test_every_page_opens_without_network_or_error_and_fits_a_phone(pages, page):
    page.set_viewport_size({"width": 390, "height": 844})
    wide = []
    for path in pages:
        if path.stem == "index":
            page.goto(path.as_uri())
        else:
            slides.open_page(page, path)
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(path.name)
    assert page.faults == [] and wide == []


@pytest.mark.parametrize("name", ["index", "08_recurrent_network", "13_translation", "13_translation_solutions"])
def test_axe_finds_no_fault(pages, page, name):
    """Seconds a page, so some stand for all: the index, a lecture of formulas, one of tables and Chinese, and solutions."""
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(next(path for path in pages if path.stem == name).as_uri())
    page.wait_for_load_state()
    assert lab.axe_faults(page) == []


def test_the_search_finds_vanishing(pages, page):
    page.goto(pages[-1].as_uri())
    page.fill("#query", "vanishing gradients")
    links = page.locator("#found a")
    assert "Vanishing" in " ".join(links.all_inner_texts())
    page.fill("#query", "xylophone")
    assert page.inner_text("#count") == "0 found" and links.count() == 0
    page.fill("#query", "vanishing")
    place = links.first.get_attribute("href").partition("#")[2]
    links.first.click()
    page.wait_for_load_state()
    assert page.evaluate("id => !!document.getElementById(id)", place)
