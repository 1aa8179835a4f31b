"""A question with choices: press a letter, read why. On GitHub every explanation unfolds by itself."""

import html

import ipywidgets

_LETTERS = "ABCDE"


class Question:
    """One question of the quiz at the end of a lecture.

    Parameters: `text`, the question; `choices`, a dictionary from choice to the explanation shown when it is pressed;
    `right`, the letter of the right choice. Raises ValueError unless there are 2 to 5 choices, each with an explanation, and
    `right` names one of them.
    """

    def __init__(self, text, choices, *, right):
        if not 2 <= len(choices) <= len(_LETTERS):
            raise ValueError(f"a question needs 2 to {len(_LETTERS)} choices, not {len(choices)}")
        letters = _LETTERS[: len(choices)]
        if right not in letters or len(right) != 1:
            raise ValueError(f"right={right!r} names no choice: use one letter of {letters}")
        if not all(isinstance(why, str) and why.strip() for why in choices.values()):
            raise ValueError("every choice needs an explanation: {'choice': 'why it is right or wrong'}")
        self.text, self.right = text, right
        self.choices = {letter: pair for letter, pair in zip(letters, choices.items())}
        self.buttons = ipywidgets.ToggleButtons(options=list(letters), value=None, style={"button_width": "48px"})
        self.answer = ipywidgets.HTML()
        self.buttons.observe(self._explain, names="value")
        self.box = ipywidgets.VBox([ipywidgets.HTML(self._question_html()), self.buttons, self.answer])

    def explanation(self, letter):
        """What the reader is told after pressing this letter."""
        verdict = "Right." if letter == self.right else "Not quite."
        return f"{letter}. {verdict} {self.choices[letter][1]}"

    def _question_html(self):
        items = "".join(f"<li>{html.escape(choice)}</li>" for choice, _ in self.choices.values())
        return f'<p style="font-size:15px"><b>{html.escape(self.text)}</b></p><ol type="A">{items}</ol>'

    def _explain(self, change):
        words = self.explanation(change["new"]) if change["new"] else ""
        self.answer.value = f'<p role="status" style="font-size:15px">{html.escape(words)}</p>'

    def __repr__(self):
        lines = [f"[quiz] {self.text}"] + [f"  {letter}. {choice}" for letter, (choice, _) in self.choices.items()]
        return "\n".join(lines)

    def _repr_mimebundle_(self, include=None, exclude=None):
        folded = "".join(
            f"<details><summary>{letter}. {html.escape(choice)}</summary><p>{html.escape(self.explanation(letter))}</p></details>"
            for letter, (choice, _) in self.choices.items()
        )
        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        return {
            "application/vnd.jupyter.widget-view+json": view,
            "text/html": f"<p><b>{html.escape(self.text)}</b></p>{folded}",
            "text/plain": repr(self),
        }, {}
