"""Commands for those who edit the lectures: `python -m tools.notebooks`, `python -m tools.address`."""
