"""Is this machine ready for the lectures? One line for each thing they need."""

import importlib.metadata
import sys

NEEDED = {"numpy": (1, 26), "matplotlib": (3, 8), "ipywidgets": (7, 7)}


def _version(name):
    return tuple(int(part) for part in importlib.metadata.version(name).split(".")[:2])


def findings():
    """What is missing or too old, as a list of sentences; empty if the machine is ready."""
    problems = []
    if tuple(sys.version_info) < (3, 11):
        problems.append(f"Python is {sys.version_info[0]}.{sys.version_info[1]}; install Python 3.11 or newer.")
    for name, least in NEEDED.items():
        wanted = ".".join(map(str, least))
        try:
            found = _version(name)
        except importlib.metadata.PackageNotFoundError:
            problems.append(f"{name} is missing; install {name} {wanted} or newer.")
        else:
            if found < least:
                problems.append(f"{name} is {'.'.join(map(str, found))}; install {name} {wanted} or newer.")
    return problems


def self_test():
    """Print one line if this machine is ready, else what to install."""
    print("\n".join(findings()) or "This machine is ready: Python, NumPy, Matplotlib and ipywidgets are new enough.")
