"""Modules under their names of the first edition, for notebooks that readers have kept."""

import importlib

NAMES = {"opening": "where_to", "loss": "loss_and_masks", "backpropagation": "backpropagation_through_time",
         "vanishing": "vanishing_gradients"}  # fmt: skip


def former_module(package, name):
    """The module that was called `name` in a package. Raises AttributeError if there was none."""
    if name in NAMES:
        return importlib.import_module(f"{package}.{NAMES[name]}")
    raise AttributeError(f"module {package!r} has no attribute {name!r}")
