"""Figures of the lectures: arrays in, picture out. Each topic has a module; `show` puts a picture into the notebook."""

from helpers.figures.show import show

__all__ = ["show"]
