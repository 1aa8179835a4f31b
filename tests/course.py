"""What the tests know of the course: its files, read once."""

import ast
import functools
import pathlib
import pickle
import xml.etree.ElementTree as ElementTree

import nbformat

ROOT = pathlib.Path(__file__).resolve().parents[1]
LECTURES = sorted((ROOT / "notebooks").glob("*.ipynb"))
SOLUTIONS = sorted((ROOT / "notebooks" / "solutions").glob("*.ipynb"))
NOTEBOOKS = [*LECTURES, *SOLUTIONS]


def name(path):
    """A short name for test reports: the path below the project."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def read(path):
    """The notebook at `path`, validated."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def code_cells(path):
    """Code cells with anything in them."""
    return [cell for cell in read(path).cells if cell.cell_type == "code" and cell.source.strip()]


def lines(source):
    """Lines of code that are neither blank nor only a comment."""
    return [line for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def python(cell):
    """The parsed cell, its magics left out."""
    return parsed("\n".join(line for line in cell.source.splitlines() if not line.lstrip().startswith(("%", "!"))))


@functools.cache
def parsed(source):
    """The syntax tree of some code, the same one each time: read it, do not change it."""
    return ast.parse(source)


def statements(tree):
    """All statements of some code, wherever in it: `ast.walk` without the expressions, which hold no statement."""
    for name, value in ast.iter_fields(tree):
        if name in ("body", "orelse", "finalbody", "handlers", "cases") and isinstance(value, list):
            for node in value:
                yield node
                yield from statements(node)


def imports(tree):
    """The modules that some code imports, wherever in it."""
    for node in statements(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports from the root: `from helpers.figures import ...`"
            yield node.module
            assert all(alias.name != "*" for alias in node.names), "no `import *`"


def imported():
    """{first part of a module's name: where it is imported} in the lectures, solutions and helpers, our own left out."""
    trees = [(name(path), python(cell)) for path in NOTEBOOKS for cell in code_cells(path)]
    trees += [(name(path), parsed(path.read_text(encoding="utf-8"))) for path in ROOT.glob("helpers/**/*.py")]
    found = {module.partition(".")[0]: where for where, tree in trees for module in imports(tree)}
    return {module: where for module, where in found.items() if module not in ("helpers", "data")}


@functools.cache
def without_docstring(node):
    """The source of a function or class, docstrings left out, as one normal form."""
    tree = pickle.loads(pickle.dumps(node))  # a copy, in a third of copy.deepcopy's time
    for part in (tree, *statements(tree)):
        if isinstance(part, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(part) is not None:
            part.body = part.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


def is_starter(node):
    """True for an exercise's starter: a function that only returns three dots."""
    body = [part for part in node.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
                                               and isinstance(part.value.value, str))]  # fmt: skip
    last = body[-1]
    return isinstance(last, ast.Return) and isinstance(last.value, ast.Constant) and last.value.value is ...


def luminance(colour):
    """Relative luminance of "#rrggbb" as WCAG 2 defines it, from 0 to 1."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pale_letters(svg):
    """Texts whose contrast with the shape below them is under 4.5, in words; shapes lie in the order in which they were drawn."""
    found, below = set(), []
    for shape in ElementTree.fromstring(svg):
        kind, value = shape.tag.split("}")[1], lambda name, shape=shape: float(shape.get(name, 0))
        fill = {"none": None, "white": "#ffffff", "black": "#000000"}.get(shape.get("fill"), shape.get("fill"))
        if kind == "rect" and fill:
            below.append((value("x"), value("y"), value("x") + value("width"), value("y") + value("height"), fill))
        elif kind == "circle" and fill:
            x, y, r = value("cx"), value("cy"), value("r")
            below.append((x - r, y - r, x + r, y + r, fill))
        elif kind == "text" and (shape.text or "").strip():
            width = 0.3 * len(shape.text) * value("font-size")  # from the anchor to the middle of the words
            x, y = value("x") + {"start": width, "end": -width}.get(shape.get("text-anchor"), 0), value("y")
            grounds = ["#ffffff", *(box[4] for box in below if box[0] <= x <= box[2] and box[1] <= y <= box[3])]
            seen = contrast(fill, grounds[-1])
            found |= {f"“{shape.text}” has contrast {seen:.1f} ({fill} on {grounds[-1]})"} if seen < 4.5 else set()
    return sorted(found)
