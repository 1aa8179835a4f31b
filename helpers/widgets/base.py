"""What all widgets share: controls above, a picture, a sentence that says what the picture shows.

Only widgets of the ipywidgets core are used, and only what versions 7.7 and 8 both have.
"""

import html

import ipywidgets

from helpers.figures.show import picture_bundle, wrapped


class Explorable:
    """Controls round a picture. A subclass says what to draw (`draw`) and how to say it (`describe`).

    The subclass makes its controls, calls ``super().__init__(controls)`` and lists in `controls` what the reader moves; each
    change of a control's value calls `refresh`. Shown in a notebook, the object is the live widget; where none can run
    (GitHub, a printed page) the same picture appears as a PNG with its sentence.
    """

    def __init__(self, controls, rows=None):
        """`controls`: the widgets whose value matters. `rows`: how they are laid out, a list of lists; one row if None."""
        self.controls = list(controls)
        self.picture = ipywidgets.HTML()
        self.sentence = ipywidgets.HTML()
        lines = [ipywidgets.HBox(row, layout={"flex_flow": "row wrap"}) for row in (rows or [self.controls])]
        self.box = ipywidgets.VBox([*lines, self.picture, self.sentence])
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
        words = self.describe()
        scene = self.draw()
        scene.description = words
        self.picture.value = scene.svg()
        self.sentence.value = f'<p role="status" style="font-size:15px;margin:4px 0">{html.escape(words)}</p>'

    def __repr__(self):
        return wrapped(f"[widget] {self.describe()}")

    def _repr_mimebundle_(self, include=None, exclude=None):
        scene = self.draw()
        data, metadata = picture_bundle(scene.png(), self.describe())
        data["text/plain"] = repr(self)
        data["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": self.box.model_id,
        }
        return data, metadata


def slider(name, lowest, highest, value, *, width="420px", step=1):
    """A slider for whole numbers (or floats if any bound is one), wide enough to be dragged in a lecture room."""
    kind = ipywidgets.IntSlider if all(isinstance(v, int) for v in (lowest, highest, value, step)) else ipywidgets.FloatSlider
    return kind(value=value, min=lowest, max=highest, step=step, description=name, continuous_update=True,
                style={"description_width": "initial"}, layout={"width": width})  # fmt: skip


def choice(name, options, value=None, *, width="420px"):
    """A drop-down list; `options` as ipywidgets takes them (names, or pairs of name and value)."""
    more = {} if value is None else {"value": value}
    return ipywidgets.Dropdown(options=options, description=name, style={"description_width": "initial"},
                               layout={"width": width}, **more)  # fmt: skip


def text_field(name, value, *, width="520px", placeholder=""):
    """A line to type in; its value changes with every key. What is typed must be escaped before it becomes HTML."""
    return ipywidgets.Text(value=value, description=name, placeholder=placeholder, continuous_update=True,
                           style={"description_width": "initial"}, layout={"width": width})  # fmt: skip


def buttons(name, options, value=None):
    """A row of buttons of which one is down; `value` None means none is down yet."""
    return ipywidgets.ToggleButtons(options=options, value=value, description=name,
                                    style={"description_width": "initial", "button_width": "auto"})  # fmt: skip


def switch(name, value=False):
    """A check box."""
    return ipywidgets.Checkbox(value=value, description=name, indent=False, layout={"width": "auto"})
