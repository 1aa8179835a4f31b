"""The short form of a quiz question becomes Markdown whose choices unfold."""

import nbformat

from tools import notebooks

SHORT = '''from somewhere import Question

Question("Is 1 < 2, or *x* & y?", {
    "No <unk>.": "It is.",
    "Yes.": "One is smaller."},
    right="B")'''
LONG = """**Is 1 &lt; 2, or *x* &amp; y?**

<details><summary>A. No &lt;unk&gt;.</summary>

Not quite. It is.

</details>
<details><summary>B. Yes.</summary>

Right. One is smaller.

</details>"""


def test_a_question_becomes_markdown_and_keeps_its_name():
    code = nbformat.v4.new_code_cell(SHORT, id="quiz-first", metadata={"slideshow": {"slide_type": "subslide"}})
    other = nbformat.v4.new_code_cell("print(1)")
    first, second = notebooks.quiz_in_words(nbformat.v4.new_notebook(cells=[code, other])).cells
    assert (first.cell_type, first.id, first.source) == ("markdown", "quiz-first", LONG)
    assert first.metadata.slideshow.slide_type == "subslide" and second == other
