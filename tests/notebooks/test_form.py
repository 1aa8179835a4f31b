"""The form of every notebook: executed in order, described pictures, budgets, one setup cell, readable names."""

import base64
import re
import statistics

import course
import pytest

from tools import address

EVERY = pytest.mark.parametrize("path", course.NOTEBOOKS, ids=course.name)
LECTURE = pytest.mark.parametrize("path", course.LECTURES, ids=course.name)
REPOSITORY = address.address()


def outputs(path):
    return [(cell, output) for cell in course.code_cells(path) for output in cell.outputs]


def markdown(path):
    return [cell for cell in course.read(path).cells if cell.cell_type == "markdown"]


def prose(path):
    text = "\n".join(cell.source for cell in markdown(path))
    return re.sub(r"```.*?```|\$\$.*?\$\$|\$[^$\n]+\$|<[^>]+>|\]\([^)]*\)|`[^`\n]+`", " ", text, flags=re.S)


def choices(cell):
    """Letter, choice, verdict and reason of each choice of a quiz question; none for any other cell."""
    form = r"<details><summary>([A-E])\. (.+?)</summary>\s+(Right|Not quite)\. (.+?)\s+</details>"
    return re.findall(form, cell.source, flags=re.S)


@EVERY
def test_executed_from_one_to_n(path):
    counts = [cell.execution_count for cell in course.code_cells(path)]
    assert counts == list(range(1, len(counts) + 1)), "run it: python -m tools.notebooks run"


@EVERY
def test_no_error_no_stderr_no_widget_state(path):
    notebook = course.read(path)
    assert "widgets" not in notebook.metadata
    for cell, output in outputs(path):
        assert output.output_type != "error", cell.id
        assert output.get("name") != "stderr", cell.id
        assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {}), cell.id


@EVERY
def test_outputs_are_the_same_on_every_machine(path):
    for cell, output in outputs(path):
        data = output.get("data", {})
        text = output.get("text", "") + data.get("text/plain", "") + data.get("text/html", "")
        assert not re.search(r"0x[0-9a-f]{6,}", text), f"{cell.id} shows an address in memory"
        assert "np.float" not in text and "np.int" not in text, f"{cell.id} shows a bare NumPy scalar: use an f-string"
        assert not re.search(r"/(home|root|usr|tmp|work|Users)/|\.venv|site-packages", text), f"{cell.id} shows a path"


@EVERY
def test_every_picture_has_alternative_text_and_a_description(path):
    for cell in course.code_cells(path):
        for output in cell.outputs:
            if "image/png" not in output.get("data", {}):
                continue
            alt = output.metadata.get("image/png", {}).get("alt", "")
            assert len(alt) > 20, f"{cell.id}: say in alt=... what there is to see"
            spoken = " ".join(o.get("text", "") + o.get("data", {}).get("text/plain", "") for o in cell.outputs)
            assert alt in " ".join(spoken.split()), f"{cell.id}: the description is not printed"


@EVERY
def test_pictures_have_twice_the_pixels_of_their_size_on_screen(path):
    for cell, output in outputs(path):
        if "image/png" in output.get("data", {}):
            png, size = base64.b64decode(output["data"]["image/png"]), output.metadata["image/png"]
            pixels = [int.from_bytes(png[k : k + 4], "big") for k in (16, 20)]
            assert pixels == [2 * size.get("width", 0), 2 * size.get("height", 0)], f"{cell.id}: run it again"
            assert size["width"] <= 900 and size["height"] <= 640, f"{cell.id}: {size} is larger than a slide"


@EVERY
def test_no_printed_line_is_cut_inside_a_word(path):
    for cell, output in outputs(path):
        for line in (output.get("text", "") or output.get("data", {}).get("text/plain", "")).splitlines():
            assert len(line) <= 100, f"{cell.id} prints {len(line)} columns, and a page cuts anywhere: {line[80:110]!r}"


@EVERY
def test_cells_have_readable_names_and_slides(path):
    notebook = course.read(path)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    for cell in notebook.cells:
        assert re.fullmatch(r"[a-z][a-z0-9-]{2,}", cell.id) and not re.fullmatch(r"[0-9a-f-]{8,}", cell.id), cell.id
        kind = cell.metadata.get("slideshow", {}).get("slide_type")
        assert kind in {"slide", "subslide", "fragment", "skip", "notes", "-"}, f"{cell.id}: slide_type {kind!r}"
        if "<details>" in cell.source and not choices(cell):
            assert kind == "skip", f"{cell.id}: hints stay off the slides"
        if "<details>" in cell.source:
            assert not re.search(r"</summary>(?!\n\n)", cell.source), f"{cell.id}: a blank line after the summary"


@EVERY
def test_setup_cell_is_the_second_and_the_same_everywhere(path):
    cell = course.read(path).cells[1]
    assert cell.id == "setup" and cell.source == address.setup_cell(REPOSITORY)
    assert cell.outputs == [] and cell.metadata.slideshow.slide_type == "skip"


@EVERY
def test_badges_lead_to_this_notebook(path):
    first = course.read(path).cells[0].source
    assert address.badges(REPOSITORY, course.name(path)) in first


@EVERY
def test_headings(path):
    levels = []
    for cell in markdown(path):
        text = re.sub(r"```.*?```", "", cell.source, flags=re.S)
        for heading in re.findall(r"^(#{1,6}) (.*)$", text, flags=re.M):
            levels.append(len(heading[0]))
            assert "$" not in heading[1], f"{cell.id}: no maths in a heading"
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:])), levels
    assert course.read(path).cells[0].source.startswith("# ")


@EVERY
def test_size_and_no_install(path):
    assert path.stat().st_size < 1_000_000
    for cell in course.code_cells(path):
        assert not re.search(r"(^|\n)\s*[%!]\s*(pip|conda)", cell.source), f"{cell.id}: no installing in a notebook"
        assert "import *" not in cell.source, cell.id
        assert not re.search(r"np\.random\.(seed|rand|randn|choice|shuffle)\b", cell.source), f"{cell.id}: default_rng"
        assert not cell.source.rstrip().endswith(";"), f"{cell.id}: a trailing semicolon hides nothing under nbval"
        assert "nbval" not in str(cell.metadata.get("tags", "")), f"{cell.id}: every output is compared"


@LECTURE
def test_code_cells_keep_their_budget(path):
    sizes = sorted(len(course.lines(cell.source)) for cell in course.code_cells(path) if cell.id != "setup")
    assert statistics.median_low(sizes) <= 4, sizes
    assert sizes[int(0.9 * (len(sizes) - 1))] <= 12, sizes
    assert sizes[-1] <= 25, sizes


@LECTURE
def test_code_lines_fit_on_a_slide(path):
    long = [line for cell in course.code_cells(path) if cell.id != "setup" for line in cell.source.splitlines() if len(line) > 88]
    assert not long, "\n".join(long)


@LECTURE
def test_prose_between_code(path):
    kinds = [(cell.cell_type, cell.id) for cell in course.read(path).cells]
    for (kind, name), (following, after) in zip(kinds, kinds[1:]):
        assert not (kind == following == "code"), f"{name} and {after}: two code cells in a row"


@LECTURE
def test_length_of_the_text(path):
    text, _, references = re.sub(r"\n## Quiz.*?(?=\n## )", "", prose(path), flags=re.S).partition("\n## References")
    minutes = int(re.search(r"\*\*(\d+) minutes", text)[1])
    assert references and min(1_500, 60 * minutes) <= len(re.findall(r"[^\W_]+", text)) <= 2_500


@LECTURE
def test_shape_of_a_lecture(path):
    text = "\n".join(cell.source for cell in markdown(path))
    first = course.read(path).cells[0].source
    assert re.search(r"\*\*\d+ minutes\*\*", first) and "**You will**" in first
    assert first.splitlines()[0].endswith("?"), "the title asks a question"
    assert text.count("**Predict first**") >= 3
    for part in ("## Your turn", "## Quiz", "## In practice", "## Recap", "## References"):
        assert f"\n{part}" in "\n" + text, f"no section {part}"
    order = [text.index(f"\n{part}") for part in ("## Your turn", "## Quiz", "## In practice", "## Recap", "## References")]
    assert order == sorted(order)
    code = "\n".join(cell.source for cell in course.code_cells(path))
    assert code.count("assert ") >= 3
    attempts = [o.get("text", "") for _, o in outputs(path) if "Not attempted yet" in o.get("text", "")]
    assert 3 <= len(attempts) <= 5, "three to five exercises, all with untouched starters"
    assert (path.parent / "solutions" / f"{path.stem}_solutions.ipynb").is_file()
    hints = sum(cell.source.count("<details>") for cell in markdown(path) if not choices(cell))
    assert hints >= len(attempts), "each exercise has a hint"


@LECTURE
def test_quiz(path):
    questions = [(cell, found) for cell in markdown(path) if (found := choices(cell))]
    assert len(questions) == 3, "three questions, each a Markdown cell as CONTRIBUTING.md shows it"
    for cell, found in questions:
        assert cell.source.startswith("**"), f"{cell.id}: the question comes first, in bold"
        assert "".join(letter for letter, *_ in found) in ("ABC", "ABCD", "ABCDE"), f"{cell.id}: A, B, C, ..."
        assert [verdict for _, _, verdict, _ in found].count("Right") == 1, f"{cell.id}: one choice is right"
        assert all(why.strip() for *_, why in found), f"{cell.id}: every choice needs its explanation"


def test_right_letters_are_spread():
    found = [choice for path in course.LECTURES for cell in markdown(path) for choice in choices(cell)]
    right = [letter for letter, _, verdict, _ in found if verdict == "Right"]
    assert len(set(right)) >= 3 and max(map(right.count, set(right))) <= 0.6 * len(right), right


@LECTURE
def test_angle_brackets_and_maths(path):
    for cell in markdown(path):
        assert not re.search(r"\^\{?<", cell.source), f"{cell.id}: write \\langle i\\rangle"
        for row in re.findall(r"^\|.*\|$", cell.source, flags=re.M):
            assert not any("|" in maths for maths in re.findall(r"\$([^$]+)\$", row)), f"{cell.id}: | in a table's maths"


@EVERY
def test_links_lead_to_files_that_exist(path):
    for cell in markdown(path):
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", cell.source):
            assert (path.parent / target).exists(), f"{cell.id}: {target} does not exist"


@LECTURE
def test_a_lecture_links_its_solutions(path):
    """Below *Your turn*, in the words that all lectures share; the form of links is tested above."""
    (turn,) = [cell for cell in markdown(path) if cell.source.startswith("## Your turn")]
    line = address.solutions_line(REPOSITORY, course.name(path))
    assert turn.source.split("\n")[1:4] == ["", line, ""], "run: python -m tools.address"
    assert f"solutions/{path.stem}_solutions.ipynb" in line


def test_no_rounding_error_is_printed():
    """Digits of a rounding error differ between processors: say that it is below 1e-7."""
    printed = r"\{[^{}]*(relative_error|gradient_errors?)\([^{}]*\):[^{}]*e\}"
    for path in course.NOTEBOOKS:
        for cell in course.code_cells(path):
            assert not re.search(printed, cell.source), f"{course.name(path)}, {cell.id}"


def test_addresses_are_those_of_pyproject():
    assert address.outdated() == [], "run: python -m tools.address"
