"""Checks of the exercises: each prints one of three outcomes: right, not yet (with the reason), not attempted yet."""

import importlib

# Names of the first edition, for notebooks that readers have kept.
_FORMER_NAMES = {
    "opening": "where_to", "loss": "loss_and_masks", "backpropagation": "backpropagation_through_time",
    "vanishing": "vanishing_gradients",
}  # fmt: skip


def __getattr__(name):
    if name in _FORMER_NAMES:
        return importlib.import_module(f"helpers.checks.{_FORMER_NAMES[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
