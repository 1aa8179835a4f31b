"""Figures of the lectures: arrays in, picture out. Each topic has a module; `show` puts a picture into the notebook."""

from helpers.figures.show import show
from helpers.former import former_module

__all__ = ["show"]


def __getattr__(name):
    return former_module(__name__, name)
