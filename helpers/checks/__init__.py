"""Checks of the exercises: each prints one of three outcomes: right, not yet (with the reason), not attempted yet."""
