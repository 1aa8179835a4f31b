"""The pictures of lecture 01 and of its appendix."""

import numpy as np

from helpers.figures import fast_tokenizer, tokenization
from helpers.figures.show import png_bytes


def test_zipf_draws_the_line_it_is_told():
    fig, ax = tokenization.zipf([90, 60, 40, 30], {1: "the", 4: "sea"}, constant=120)
    assert np.allclose(ax.lines[1].get_ydata(), [120, 60, 40, 30]) and len(png_bytes(fig)) > 1000
    assert [text.get_text() for text in ax.texts] == ["“the”", "“sea”"]


def test_every_rate_has_its_number():
    fig, ax = tokenization.rate_against_size([10, 100], [0.5, 0.067])
    assert [text.get_text() for text in ax.texts] == ["50.0 %", "6.7 %"] and ax.get_ylim()[0] == 0
    assert len(png_bytes(fig)) > 1000


def test_looks_say_how_many_times_fewer():
    fig, ax = fast_tokenizer.looks({"every chunk": 800, "once": 400, "index": 8})
    assert [text.get_text() for text in ax.texts] == ["800", "400   (2.0 times fewer)", "8   (100 times fewer)"]
    assert len(png_bytes(fig)) > 1000
