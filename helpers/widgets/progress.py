"""A progress bar for training loops: live where a browser is connected, one constant line everywhere else.

`tqdm` writes times, which differ from run to run, to stderr; a stored notebook could not be compared with a new run.
"""

import itertools
import time

import ipywidgets
from IPython.display import display

from helpers.widgets.base import show_when_lost


class ProgressBar:
    """Wraps something with a length: ``for epoch in ProgressBar(range(9), "training"): ...`` moves the bar.

    `name` stands before the bar. Shown when the loop begins. Raises TypeError if `steps` has no length.
    """

    def __init__(self, steps, name="progress"):
        if not hasattr(steps, "__len__"):
            kind = type(steps).__name__
            raise TypeError(f"a progress bar needs to know its end, but {kind} has no length: give a list or a range")
        self.steps, self.name = steps, name
        self.bar = ipywidgets.IntProgress(value=0, min=0, max=max(len(steps), 1))
        self.words = ipywidgets.HTML()
        self.box = ipywidgets.HBox([ipywidgets.Label(name), self.bar, self.words])

    def __len__(self):
        return len(self.steps)

    def __iter__(self):
        display(self)
        start = time.perf_counter()
        for done, step in zip(itertools.count(1), self.steps):
            yield step
            self.bar.value = done
            self.words.value = f"{done} of {len(self)}, {time.perf_counter() - start:.0f} s"
        self.bar.bar_style = "success"

    def __repr__(self):
        return f"[progress] {self.name}: {len(self)} steps"

    def _repr_mimebundle_(self, include=None, exclude=None):
        show_when_lost(f"{self.name}: {len(self)} steps")
        view = {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}
        return {"application/vnd.jupyter.widget-view+json": view, "text/plain": repr(self)}, {}


def progress_bar(name):
    """A function that wraps a loop's range in a `ProgressBar` with this name, for an argument such as ``progress=``."""
    return lambda steps: ProgressBar(steps, name)
