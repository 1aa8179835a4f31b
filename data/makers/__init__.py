"""Makers of the generated data sets: one module a data set, the standard library only.

A module lists its files in ``FILES``: a dictionary from a name below data/ to a function that returns the text. The same bytes
come out on every machine: no clock, no set order, and random numbers by `drawing` alone. README.md in data/ is the data card.
"""

import importlib
import pkgutil


def files(package=__name__):
    """{file: function that makes its text} of every module of a package (makers or trainers), by name; `lines` comes last."""
    found = {}
    modules = pkgutil.iter_modules(importlib.import_module(package).__path__)
    for module in sorted(modules, key=lambda module: (module.name == "lines", module.name)):
        if not module.name.startswith("_"):
            found |= getattr(importlib.import_module(f"{package}.{module.name}"), "FILES", {})
    return found
