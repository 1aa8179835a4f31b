"""What the site's search finds in the lectures; tests/browser/test_site.py opens the pages."""

import re

import course
import pytest

from tools import site


@pytest.mark.parametrize("path", course.LECTURES, ids=course.name)
def test_the_search_shows_formulas_as_plain_text(path):
    for _, place, _, words in site.entries(course.read(path), path.stem):
        commands = set(re.findall(r"\\[a-zA-Z]+|\$\$|[_^]\{", words)) - {r"\w", r"\s", r"\n"}  # of regular expressions
        assert not commands, f"{place}: {commands}; add the sign to tools.site.SIGNS"


def test_a_formula_becomes_a_line():
    tex = r"\begin{aligned}\hat y^{\langle i\rangle} &= \frac{\partial L}{\sqrt{n_a + 1}} \cdot \tanh(W_{aa}^\top)\end{aligned}"
    assert site.plain_math(tex) == "ŷ⟨i⟩ = ∂L / (√(n_a + 1)) · tanh (W_aaᵀ)"
