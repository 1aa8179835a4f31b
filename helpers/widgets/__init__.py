"""Sliders round a figure. Each widget takes the reader's own arrays or functions and speaks through a line of text too."""
