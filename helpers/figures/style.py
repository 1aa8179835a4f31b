"""One look for the whole series: colours by meaning, a second cue beside each colour, sizes for a lecture room.

Colours are the palette of Okabe and Ito (2008), which readers with any common colour vision can tell apart. A weight matrix
has the colour of what it reads or writes: W_ax of the input, W_aa of the state, W_ya of the output; its name stands beside it.
"""

import contextlib

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
INK, GREY, PALE = "#222222", "#767676", "#E8E8E8"

COLOURS = {
    "input": BLUE, "state": GREEN, "output": ORANGE, "target": BLACK, "gradient": PURPLE,
    "past": SKY, "future": VERMILLION, "W_ax": BLUE, "W_aa": GREEN, "W_ya": ORANGE,
    "highlight": YELLOW, "neutral": GREY,
}  # fmt: skip

LINES = {
    "input": "-", "state": "-", "output": "--", "target": ":", "gradient": "-.", "past": "-", "future": "--",
    "W_ax": "-", "W_aa": "-", "W_ya": "--", "highlight": "-", "neutral": ":",
}  # fmt: skip

MARKERS = {
    "input": "o", "state": "s", "output": "^", "target": "*", "gradient": "D", "past": "<", "future": ">",
    "W_ax": "o", "W_aa": "s", "W_ya": "^", "highlight": "P", "neutral": ".",
}  # fmt: skip

# Letters are thin: the palette's colours are darkened for them until they stand out from white at least 4.5 : 1, and from PALE.
TEXT = {
    "input": "#006ba7", "state": "#007555", "output": "#885e00", "target": BLACK, "gradient": "#8e5474",
    "past": "#346c8c", "future": "#a84a00", "W_ax": "#006ba7", "W_aa": "#007555", "W_ya": "#885e00",
    "highlight": "#6d681e", "neutral": "#666666",
}  # fmt: skip

SEQUENTIAL = "cividis"
_LETTERS = {COLOURS[meaning].lower(): colour for meaning, colour in TEXT.items()}

_RC = {
    "font.family": "DejaVu Sans", "font.size": 14, "axes.labelsize": 14, "xtick.labelsize": 13, "ytick.labelsize": 13,
    "legend.fontsize": 13, "legend.frameon": False, "axes.spines.top": False, "axes.spines.right": False,
    "axes.edgecolor": GREY, "axes.labelcolor": INK, "text.color": INK, "lines.linewidth": 2.2, "lines.markersize": 7,
    "figure.facecolor": "white", "savefig.facecolor": "white", "axes.grid": False, "svg.hashsalt": "unrolled",
}  # fmt: skip


@contextlib.contextmanager
def look():
    """The context in which every figure of the series is drawn: ``with look(): ...``.

    It starts from Matplotlib's own defaults: a reader's style, rcParams or matplotlibrc changes no picture, and has its say again
    afterwards.
    """
    import matplotlib  # here, so that a widget's SVG needs no Matplotlib

    plain = {name: value for name, value in matplotlib.rcParamsDefault.items() if not name.startswith(("backend", "webagg"))}
    with matplotlib.rc_context(plain | _RC):
        yield


def text_colour(colour):
    """The colour for letters: a colour of the palette becomes its darker variant in TEXT, any other stays."""
    return _LETTERS.get(colour.lower(), colour) if isinstance(colour, str) else colour


def line(meaning, **more):
    """Keyword arguments of a plotted line with this meaning: colour, line style and marker; `more` overrides them.

    Raises KeyError for a meaning that the series does not have.
    """
    return {"color": COLOURS[meaning], "linestyle": LINES[meaning], "marker": MARKERS[meaning], **more}


def new_figure(width=8.0, height=4.5, rows=1, columns=1, **options):
    """A figure in the look of the series, at most 9 x 5 inches, and its axes (one, or an array as in `subplots`).

    The layout is computed once, when the picture is first drawn. Raises ValueError for a size that no slide holds.
    """
    if not (0 < width <= 9 and 0 < height <= 5):
        raise ValueError(f"a figure of {width} x {height} inches does not fit a slide: use at most 9 x 5")
    from matplotlib.figure import Figure

    with look():
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.subplots(rows, columns, **options)


def tint(colour, amount):
    """The colour mixed with white: `amount` 0 is white, 1 the colour itself. Returns "#rrggbb"."""
    amount = min(max(float(amount), 0.0), 1.0)
    parts = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * amount):02x}" for part in parts)


def signed_tint(value, limit):
    """Colour of a signed value on a two-sided scale from -limit (blue) over white to +limit (orange)."""
    share = 0.0 if limit == 0 else value / limit
    return tint(ORANGE if share >= 0 else BLUE, abs(share))


@contextlib.contextmanager
def drawing(width=8.0, height=4.5, **options):
    """``with drawing() as (fig, ax):`` makes a figure and keeps the look of the series while it is filled."""
    with look():
        yield new_figure(width, height, **options)
