"""JupyterLite without a browser: what Pyodide has, by its own lock file, what the lectures import, errors that say what to do.

tools/templates/lite/pyodide-lock.json is an excerpt of the lock file that comes with Pyodide (npm's package `pyodide`);
tests/browser/test_lite.py compares the two.
"""

import importlib.util
import json
import sys

import course
import pytest

from tools import lite

LOCK = json.loads(lite.LOCK.read_text(encoding="utf-8"))
OPTIONAL = {"sklearn", "torch", "tokenizers", "tiktoken", "gensim"}  # a cell that shows them says what it does without
MODULES = {name: entry["imports"] for name, entry in LOCK["packages"].items()} | {"ipywidgets": ["ipywidgets"]}


def test_every_package_that_is_imported_is_loaded_before_the_first_cell():
    loaded = {module for name in lite.closure([*lite.KERNEL, *lite.HELPERS], LOCK["packages"]) for module in MODULES[name]}
    loaded.add("ipywidgets")
    for name, where in course.imported().items():
        assert name in loaded | set(sys.stdlib_module_names) | OPTIONAL, f"{where} imports {name}, which is not loaded"


def test_the_excerpt_names_these_versions():
    versions = {name: LOCK["packages"][name]["version"] for name in ("numpy", "matplotlib", "pillow", "ipython", "tqdm")}
    assert versions == {"numpy": "2.4.6", "matplotlib": "3.10.8", "pillow": "12.2.0", "ipython": "9.12.0", "tqdm": "4.67.3"}
    assert LOCK["pyodide"] == "314.0.6" and LOCK["info"]["python"] == "3.14.2"
    assert all(len(entry["sha256"]) == 64 for entry in LOCK["packages"].values())


def test_a_package_whose_wheel_is_missing_takes_along_what_needs_it(tmp_path):
    (tmp_path / LOCK["packages"]["numpy"]["file_name"]).touch()
    kept, gone = lite.available(LOCK["packages"], tmp_path)
    assert gone == ["contourpy", "kiwisolver", "matplotlib", "pillow"]
    assert "numpy" in kept and "ipython" in kept and "fonttools" not in kept, "fonttools is of no use without Matplotlib"


def test_says_what_is_wrong_with_a_folder(tmp_path):
    with pytest.raises(SystemExit, match=r"holds no Pyodide.*Unpack a release of Pyodide 9\.9"):
        lite.check(tmp_path, "9.9")
    for name in lite.CORE:
        (tmp_path / name).touch()
    (tmp_path / "package.json").write_text('{"version": "0.1.0"}', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"holds Pyodide 0\.1\.0; the kernel needs 9\.9"):
        lite.check(tmp_path, "9.9")


def test_says_how_to_install_what_is_missing(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"--group lite python -m tools\.site --lite"):
        lite.pyodide_version()


def test_the_link_of_a_page():
    assert lite.live("notebooks/01_x.ipynb", "../") == [("JupyterLite", "../lite/lab/index.html?path=notebooks%2F01_x.ipynb")]
