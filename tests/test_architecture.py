"""The house of CONTRIBUTING.md: which part may import which, one name one definition, budgets of size."""

import ast
import importlib
import re
import subprocess
import sys

import course
import pace
import pytest

HELPERS = sorted((course.ROOT / "helpers").rglob("*.py"))
STANDARD = set(sys.stdlib_module_names)
# part of helpers -> what else of helpers, and which packages, it may import
ALLOWED = {
    "taught": ({"taught", "tagger_tool"}, {"numpy"}),
    "tagger_tool": ({"tagger_tool", "corpus"}, {"numpy", "sklearn"}),
    "corpus": ({"corpus"}, {"numpy"}),
    "checks": ({"checks", "former"}, {"numpy"}),
    "download": ({"download"}, {"numpy", "tqdm"}),
    "figures": ({"figures", "former"}, {"numpy", "matplotlib", "IPython", "PIL"}),
    "widgets": ({"widgets", "figures"}, {"numpy", "matplotlib", "ipywidgets", "IPython"}),
    "former": (set(), set()),
    "__init__": (set(), set()),
}


def part_of(path):
    return path.relative_to(course.ROOT / "helpers").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", HELPERS, ids=course.name)
def test_arrows_run_one_way(path):
    own, packages = ALLOWED[part_of(path)]
    for module in course.imports(course.parsed(path.read_text(encoding="utf-8"))):
        top, *rest = module.split(".")
        if top == "helpers":
            assert rest and rest[0] in own, f"{course.name(path)} may not import {module}"
        else:
            assert top in STANDARD | packages, f"{course.name(path)} may not import {module}"


def definitions():
    """(name, where, node) of every function and class at the top level of a notebook or a helper."""
    for path in HELPERS:
        for node in course.parsed(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, course.name(path), node
    for path in course.NOTEBOOKS:
        for cell in course.code_cells(path):
            for node in course.python(cell).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not course.is_starter(node):
                    yield node.name, f"{course.name(path)}#{cell.id}", node


def test_one_name_has_one_definition():
    seen = {}
    for name, where, node in definitions():
        body = course.without_docstring(node)
        first = seen.setdefault(name, (where, body))
        assert first[1] == body, f"{name} has two bodies: in {first[0]} and in {where}"


def test_what_taught_holds_stands_in_a_lecture():
    lectures = {}
    for path in course.LECTURES:
        for cell in course.code_cells(path):
            for node in course.python(cell).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    lectures.setdefault(node.name, course.without_docstring(node))
    for path in sorted((course.ROOT / "helpers" / "taught").glob("[!_]*.py")):
        tree = course.parsed(path.read_text(encoding="utf-8"))
        number = re.search(r"[Ll]ecture (\d\d[a-z]?)\b", ast.get_docstring(tree))
        assert number, f"{course.name(path)}: the docstring names the lecture that teaches it"
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                assert node.name in lectures, f"{course.name(path)}: no lecture teaches {node.name}"


def test_names_tell():
    for path in HELPERS:
        assert not re.search(r"util|misc|common|V\d", path.stem), f"{course.name(path)}: a name that tells nothing"
    for name, where, _ in definitions():
        assert not re.search(r"(V|_v)\d+$", name), f"{where}: {name}: a better version gets a telling name, not a number"


@pytest.mark.parametrize("path", HELPERS, ids=course.name)
def test_helpers_keep_their_budget_and_say_what_they_do(path):
    tree = course.parsed(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a module says what it is for"
    for node in course.statements(tree):
        if isinstance(node, ast.FunctionDef):
            body = course.without_docstring(node).splitlines()
            assert len(body) <= 40, f"{node.name} has {len(body)} lines; split it"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name}: a public docstring gives purpose, shapes, errors"


@pytest.mark.parametrize("package", ["helpers.checks", "helpers.figures"])
def test_names_of_the_first_edition_lead_to_todays_modules(package):
    parent = importlib.import_module(package)
    assert parent.opening is importlib.import_module(f"{package}.where_to")
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'ending'"):
        _ = parent.ending


def test_importing_helpers_is_quick_and_pins_threads():
    program = (
        "import time, sys; t = time.perf_counter(); import helpers; t = time.perf_counter() - t;"
        "import os; assert 'numpy' not in sys.modules; print(t, os.environ['OPENBLAS_NUM_THREADS'])"
    )
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(course.ROOT)}
    seconds = []
    for _ in range(3):
        out = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
        spent, threads = out.stdout.split()
        seconds.append(float(spent))
        assert threads == "1"
    assert min(seconds) < 0.05 * pace.scale()


def test_a_users_own_number_of_threads_is_kept():
    program = "import helpers, os; print(os.environ.get('OPENBLAS_NUM_THREADS'), os.environ['OMP_NUM_THREADS'])"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(course.ROOT), "OMP_NUM_THREADS": "3"}
    out = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["None", "3"]
