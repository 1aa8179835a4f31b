"""Lectures on paper: what is printed where, and the numbers of the exercise sheet."""

import re

import course
import nbformat
import numpy as np
import pytest

from tools import handouts

EVERY = pytest.mark.parametrize("path", course.LECTURES, ids=course.name)


@EVERY
def test_answers_come_after_the_lecture(path):
    solved = path.parent / "solutions" / f"{path.stem}_solutions.ipynb"
    paper = handouts.on_paper(nbformat.read(path, as_version=4), nbformat.read(solved, as_version=4))
    text = "\n".join(cell.source for cell in paper.cells)
    parts = [re.search(f'<h1 class="part.*?">{name}</h1>', text).start() for name in ("Hints", "The quiz, answered", "Solutions")]
    assert parts == sorted(parts)
    assert "<details>" not in text and "helpers could not be fetched" not in text and "colab-badge" not in text
    before = text[: parts[0]]
    assert "Not quite." not in before and before.count('class="choices"') == 3
    assert text[parts[1] : parts[2]].count("Not quite.") >= 3
    assert paper.metadata["title"] == course.read(path).cells[0].source.splitlines()[0][2:].replace("*", "")
    assert not re.search(r"Choose, then unfold|Press a letter|\.ipynb\)", before)
    hints = [cell.source for cell in paper.cells if cell.cell_type == "markdown" and cell.source in text[parts[0] : parts[1]]][1:]
    numbers = [re.match(r"\*\*(?:(\d+)\.\*\* |[A-Z])", hint)[1] for hint in hints]  # what is folded before the tasks has a title
    tasks = [number for number in numbers if number]
    assert tasks and tasks == sorted(tasks, key=int) and numbers == [None] * (len(numbers) - len(tasks)) + tasks


def test_the_numbers_of_the_sheet_are_easy_and_the_gradient_is_that_of_the_loss():
    text = handouts.SHEET.read_text(encoding="utf-8")
    w_ax, w_aa, w_ya = (float(value) for value in re.findall(r"w_\{(?:ax|aa|ya)\} = ([\d.]+)", text)[:3])
    given = re.search(r"x = ([\d,\\ ]+)\$ and labels \$y = ([\d,\\ ]+)\$", text).groups()
    x, y = ([float(value) for value in values.split(",\\ ")] for values in given)
    assert [float(row) for row in re.findall(r"^\| [123] \| (\d) \|", text, flags=re.M)] == x

    def forward(w):
        a = [0.0]
        for value in x:
            a.append(w_ax * value + w * a[-1])
        return np.array(a)

    def loss(w):
        return 0.5 * np.sum((w_ya * forward(w)[1:] - y) ** 2)

    a = forward(w_aa)
    delta = np.zeros(5)
    for i in (3, 2, 1):
        delta[i] = w_ya * (w_ya * a[i] - y[i - 1]) + w_aa * delta[i + 1]
    assert abs(delta[1:4] @ a[:3] - (loss(w_aa + 1e-6) - loss(w_aa - 1e-6)) / 2e-6) < 1e-6
    assert all(value * 4 == round(value * 4) for value in (*a, *delta, loss(w_aa))), "numbers for a head, not for a calculator"
    assert abs((loss(0.6) - loss(0.4)) / 0.2 - delta[1:4] @ a[:3]) < 0.5
