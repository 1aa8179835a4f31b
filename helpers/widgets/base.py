"""What all widgets share: controls above, a picture, a sentence that says what the picture shows.

Only widgets of the ipywidgets core are used, and only what versions 7.7 and 8 both have.
"""

import html
import os
import sys

import ipywidgets
from IPython.display import HTML, display

from helpers.figures.scene import Scene
from helpers.figures.show import picture_bundle, wrapped
from helpers.figures.style import COLOURS

# A notebook that is opened again finds no kernel behind its widgets: JupyterLab then writes an error where the widget stood.
# In its place these rules show what was saved beside it. Other front ends do not know the classes, and keep it hidden.
_LOST = ".jp-OutputArea-output.jupyter-widgets"  # JupyterLab gives the output itself this class for its error alone
_STILL = f"""<div class="unrolled-still" style="display:none">STILL</div><style>
.jp-OutputArea-child:has(.unrolled-still), .jp-OutputArea-child:has(> {_LOST}) {{ display: none; }}
.jp-OutputArea:has(> .jp-OutputArea-child > {_LOST}) > .jp-OutputArea-child:has(.unrolled-still) {{ display: flex; }}
.jp-OutputArea:has(> .jp-OutputArea-child > {_LOST}) .unrolled-still {{ display: block !important; }}
</style>"""


def show_when_lost(words, png=None):
    """Put a sentence, and a picture if there is one, beside a widget: JupyterLab shows them once the widget has lost its kernel.

    Nothing is shown where neither a Jupyter server nor a browser runs Python, as in tests: nobody opens such a run again.
    """
    if "JPY_SESSION_NAME" not in os.environ and sys.platform != "emscripten":  # Jupyter servers set the one
        return
    still, words = "", html.escape(words)
    if png:
        data, metadata = picture_bundle(png, words)
        width = metadata["image/png"]["width"]
        still = f'<img src="data:image/png;base64,{data["image/png"]}" width="{width}" alt="{words}">'
    still += f"<p>{words}</p><p><em>The notebook was opened again: choose Run, Run All Cells, and this moves.</em></p>"
    display(HTML(_STILL.replace("STILL", still, 1)))


# Pixels of JupyterLab's window above and below a notebook, of a row of controls, of one of buttons below their names, and of a
# line of the sentence.
_BARS, _ROW, _BUTTONS, _LINE = 120, 36, 64, 21


class Explorable:
    """Controls round a picture. A subclass says what to draw (`draw`) and how to say it (`describe`).

    The subclass makes its controls, calls ``super().__init__(controls)`` and lists in `controls` what the reader moves; each
    change of a control's value calls `refresh`. Shown in a notebook, the object is the live widget; where none can run
    (GitHub, a printed page, a notebook opened again) the same picture appears as a PNG with its sentence.
    """

    def __init__(self, controls, rows=None):
        """`controls`: the widgets whose value matters. `rows`: how they are laid out, a list of lists; one row if None."""
        self.controls = list(controls)
        self.picture = ipywidgets.HTML(layout={"overflow": "auto"})
        self.sentence = ipywidgets.HTML()
        rows = rows or [self.controls]
        for control in (control for row in rows for control in row):
            control.layout.margin = "2px 28px 2px 2px"  # a name stands nearer to its own control than to the next
        lines = [ipywidgets.HBox(row, layout={"flex_flow": "row wrap"}) for row in rows]
        self.box = ipywidgets.VBox([*lines, self.picture, self.sentence])
        self._height, self._lines = 0, 2  # the tallest picture and the longest sentence so far: what stands below never jumps
        for control in self.controls:
            control.observe(self.refresh, names="value")
        self.refresh()

    def draw(self):
        """Return the `Scene` of the present state."""
        raise NotImplementedError("a widget says what to draw: define draw()")

    def describe(self):
        """Return one or two sentences that say what the picture shows, as plain text."""
        raise NotImplementedError("a widget says in words what it shows: define describe()")

    def refresh(self, change=None):
        """Redraw after a control moved; `change` is what ipywidgets passes and is not used."""
        words, scene = self.describe(), self.draw()
        scene.description = words
        scene.height = self._height = max(self._height, scene.height)
        self._lines = max(self._lines, -(-len(words) // 110))
        named = [any(isinstance(c, ipywidgets.ToggleButtons) for c in row.children) for row in self.box.children[:-2]]
        controls = sum(_BUTTONS if above else _ROW for above in named)
        self.picture.value = scene.svg(_BARS + controls + _LINE * self._lines + 8)
        style = f"font-size:15px;line-height:{_LINE}px;margin:4px 0;min-height:{_LINE * self._lines}px"
        self.sentence.value = f'<p role="status" style="{style}">{html.escape(words)}</p>'

    def __repr__(self):
        return wrapped(f"[widget] {self.describe()}")

    def _repr_mimebundle_(self, include=None, exclude=None):
        png, words = self.draw().png(), self.describe()
        show_when_lost(words, png)
        data, metadata = picture_bundle(png, words)
        data["text/plain"] = repr(self)
        data["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": self.box.model_id,
        }
        return data, metadata


class Stepper(Explorable):
    """An `Explorable` that walks with a slider and two buttons. Who predicts first sees the results of a step after "reveal".

    `steps`: the slider; `previous`, `next_`: names of the buttons beside it, left and right, or right and left if `leftwards`;
    `more`: further controls, in the second row.
    """

    def __init__(self, steps, previous, next_, *, leftwards=False, more=()):
        self.walk = steps
        self.previous, self.next = (ipywidgets.Button(description=name, layout={"width": "120px"}) for name in (previous, next_))
        self.predict, self.reveal = switch("predict before reveal"), switch("reveal")
        self.previous.on_click(lambda _: self._move(-1))
        self.next.on_click(lambda _: self._move(+1))
        for control in (steps, self.predict):
            control.observe(self._cover, names="value")
        self._cover()
        first, second = [self.previous, steps, self.next], [self.predict, self.reveal, *more]
        super().__init__([steps, *second], rows=[first[::-1] if leftwards else first, second])

    def _move(self, by):
        self.walk.value = min(max(self.walk.value + by, self.walk.min), self.walk.max)

    def _cover(self, change=None):
        """A new step, or a new wish to predict, covers the results again."""
        self.reveal.value = False
        self.reveal.disabled = not self.predict.value

    def hidden(self):
        """True while the results of the present step are covered."""
        return self.predict.value and not self.reveal.value


class Answering(Explorable):
    """An `Explorable` that asks the reader's own functions, once for each move. What is missing or fails is a sentence.

    A subclass says what to work out: `find` returns a tuple, or a sentence that says what is missing. The tuple is handed to
    `show`, which returns the `Scene`, and to `say`, which returns the words.
    """

    height, whose = 120, "Your code"  # height of a picture that is only a sentence; what has stopped if `find` raises

    def refresh(self, change=None):
        """Work out what is to be seen, once; then draw and describe it."""
        try:
            self.found = self.find()
        except Exception as error:  # the reader's own function: whatever it raises is an answer
            self.found = f"{self.whose} stopped with {type(error).__name__}: {error}"
        super().refresh(change)

    def draw(self):
        """What `show` draws, or the sentence."""
        if isinstance(self.found, str):
            return Scene(880, self.height).text(16, 60, self.found, 16, COLOURS["future"])
        return self.show(*self.found)

    def describe(self):
        """What `say` says, or the sentence."""
        return self.found if isinstance(self.found, str) else self.say(*self.found)


class SentenceExplorer(Answering):
    """An `Answering` about one sentence, picked or typed, of which the reader's network is asked once.

    A subclass begins with `take`, and says with `ask(tokens)`, which returns a tuple, what it wants to know.
    """

    LONGEST = 24

    def take(self, sentences, tokenize, *, width):
        """Make the list of sentences and the field to type in; `tokenize(text)`, the reader's own, gives a list of tokens."""
        self.tokenize, self._known = tokenize, ("", None)
        self.examples = choice("sentence", list(sentences), width=width)
        self.text = text_field("or type", sentences[0], width=width)
        self.examples.observe(lambda change: setattr(self.text, "value", change["new"]), names="value")

    def asked(self):
        """The tokens and what `ask` says of them, worked out once for each text; None for a text without tokens."""
        if self._known[0] != self.text.value:
            tokens = self.tokenize(self.text.value)
            self.cut = f" Only the first {self.LONGEST} tokens are read." if len(tokens) > self.LONGEST else ""
            tokens = tokens[: self.LONGEST]
            self._known = self.text.value, (tokens, *self.ask(tokens)) if tokens else None
        return self._known[1]


def slider(name, lowest, highest, value, *, width="420px", step=1):
    """A slider for whole numbers (or floats if any bound is one); its number has as many decimals as the step needs."""
    if all(isinstance(v, int) for v in (lowest, highest, value, step)):
        kind, more = ipywidgets.IntSlider, {}
    else:
        decimals = len(f"{step:.6f}".rstrip("0").partition(".")[2])
        kind, more = ipywidgets.FloatSlider, {"readout_format": f".{decimals}f"}
    return kind(value=value, min=lowest, max=highest, step=step, description=name, continuous_update=True,
                style={"description_width": "initial"}, layout={"width": width}, **more)  # fmt: skip


def slider_over(name, options, value=None, *, width="420px"):
    """A slider that stops at the options (names, or pairs of name and value) and shows the name of the present one."""
    more = {} if value is None else {"value": value}
    return ipywidgets.SelectionSlider(options=options, description=name, continuous_update=True,
                                      style={"description_width": "initial"}, layout={"width": width}, **more)  # fmt: skip


def choice(name, options, value=None, *, width="420px"):
    """A drop-down list; `options` as ipywidgets takes them (names, or pairs of name and value)."""
    more = {} if value is None else {"value": value}
    return ipywidgets.Dropdown(options=options, description=name, style={"description_width": "initial"},
                               layout={"width": width}, **more)  # fmt: skip


def text_field(name, value, *, width="520px"):
    """A line to type in; its value changes with every key. What is typed must be escaped before it becomes HTML."""
    return ipywidgets.Text(value=value, description=name, placeholder="", continuous_update=True,
                           style={"description_width": "initial"}, layout={"width": width})  # fmt: skip


def examples_and_field(name, examples):
    """A list of example texts and a field to type in; each follows the other. Raises ValueError: there is no example."""
    if not examples:
        raise ValueError("give at least one example sentence")
    own = "(typed below)"
    listed = choice(name, [*examples, own], examples[0], width="640px")
    typed = text_field("type one", examples[0], width="640px")

    def choose(change):
        if change["new"] != own:
            typed.value = change["new"]

    def follow(change):
        if change["new"] != listed.value:
            listed.value = change["new"] if change["new"] in listed.options else own

    listed.observe(choose, names="value")
    typed.observe(follow, names="value")
    return listed, typed


def never_met(words, known):
    """The sentence about the words that a network has not met, in a list; no sentence if all are `known`, or if nothing is."""
    strange = [word for word in dict.fromkeys(words) if known and word not in known]
    return [f"The network has never met: {', '.join(strange)}."] if strange else []


def buttons(name, options, value=None):
    """A row of buttons of which one is down; `value` None means none is down yet."""
    return ipywidgets.ToggleButtons(options=options, value=value, description=name,
                                    style={"description_width": "initial", "button_width": "auto"})  # fmt: skip


def switch(name, value=False):
    """A check box."""
    return ipywidgets.Checkbox(value=value, description=name, indent=False, layout={"width": "auto"})
