"""Trainers of what data/models holds: one module a lecture's networks or tables; ``FILES`` as in data/makers.

Weights are rounded after each update and stored with as many decimals, so that a rerun gives the same bytes anywhere.
"""

import helpers  # noqa: F401 - before NumPy: one thread
