"""Trainers of what data/models holds: one module a lecture's networks or tables; ``FILES`` as in data/makers.

Weights are rounded after each update and stored with as many decimals, so that a rerun gives the same bytes anywhere.
"""

import json

import helpers  # noqa: F401 - before NumPy: one thread

# isort: split
import numpy as np


def network_json(parameters, vocabulary, decimals=6):
    """Weights and vocabulary as JSON, the row of a matrix a line."""
    rows = {}
    for name, value in parameters.items():
        lines = [", ".join(f"{number:.{decimals}f}" for number in row) for row in np.atleast_2d(value + 0.0)]
        rows[name] = "[\n" + ",\n".join(f"[{line}]" for line in lines) + "\n]" if value.ndim == 2 else f"[{lines[0]}]"
    weights = ",\n".join(f'"{name}": {text}' for name, text in rows.items())
    return f'{{"vocabulary": {json.dumps(list(vocabulary), ensure_ascii=False)},\n"parameters": {{\n{weights}\n}}}}\n'
