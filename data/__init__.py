"""The data sets of the course, their makers and the networks stored for the lectures."""
