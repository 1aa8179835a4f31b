"""Put a picture into the notebook so that a reader who cannot see it hears it."""

import base64
import gc
import html
import io
import sys
import textwrap

from helpers.figures.style import look, text_colour

SCREEN, SHARPNESS = 100, 2  # pixels of the screen in an inch of a figure; pixels of the PNG for each of them


def png_bytes(figure):
    """The figure as PNG bytes with twice the pixels of its size on screen (no date: the same figure gives the same file).

    At most 256 colours make a file of a third of the size. They are chosen by area (median cut), so that a plain cell keeps
    its colour exactly and only the soft edges of letters move. Letters get the darker variant of their colour.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import to_hex
    from matplotlib.text import Text
    from PIL import Image

    canvas, dpi = figure.canvas, figure.get_dpi()
    try:
        with look():
            for words in figure.findobj(Text):
                words.set_color(text_colour(to_hex(words.get_color())))
            figure.set_dpi(SHARPNESS * SCREEN)
            drawn = FigureCanvasAgg(figure)  # `savefig` would hold the pixels three times
            drawn.draw()
            picture = Image.frombuffer("RGBA", drawn.get_width_height(), drawn.buffer_rgba()).convert("RGB")
    finally:
        figure.set_dpi(dpi)
        figure.set_canvas(canvas)
    del drawn
    gc.collect()  # a drawn figure is a ring of references that keeps its pixels, some megabytes, until the collector comes
    picture = picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    picture.save(buffer, format="png", optimize=True)
    return buffer.getvalue()


def wrapped(words):
    """The words in lines of at most 88 columns that break at spaces only: a narrower page cuts printouts anywhere."""
    fill = textwrap.TextWrapper(88, break_long_words=False, break_on_hyphens=False).fill
    return "\n".join(fill(line) for line in words.splitlines())


def picture_bundle(png, alt):
    """MIME data and metadata of a PNG with alternative text, as `IPython.display.display(..., raw=True)` takes them.

    The metadata give the size on screen, in pixels, which is half the size of the PNG.
    """
    width, height = (int.from_bytes(png[k : k + 4], "big") for k in (16, 20))  # they stand in a PNG's first bytes
    size = {"width": width // SHARPNESS, "height": height // SHARPNESS}
    data = {"image/png": base64.b64encode(png).decode(), "text/plain": wrapped(f"[picture] {alt}")}
    return data, {"image/png": {"alt": alt, **size}}


def caption_bundle(words):
    """MIME data of a caption: HTML, whose lines break between words at any width, and plain text."""
    return {"text/html": f"<p>{html.escape(words, quote=False)}</p>", "text/plain": wrapped(words)}


def show(fig, *, alt):
    """Show a figure with alternative text and, below it, that text as the caption. Returns None.

    Parameters: `fig`, a `matplotlib.figure.Figure` or a `Scene`; `alt`, one sentence that says what there is to see.
    Raises TypeError if `fig` is neither, ValueError if `alt` is empty.
    """
    if not (hasattr(fig, "savefig") or hasattr(fig, "png")):
        raise TypeError(f"show() takes a Matplotlib figure or a Scene, not {type(fig).__name__}: pass the fig of `fig, ax`")
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError("show() needs alt=...: one sentence that says what the picture shows")
    from IPython.display import display

    alt = " ".join(alt.split())
    data, metadata = picture_bundle(fig.png() if hasattr(fig, "png") else png_bytes(fig), alt)
    display(data, metadata=metadata, raw=True)
    display(caption_bundle(f"Figure. {alt}"), raw=True)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and hasattr(fig, "savefig"):  # a figure made by pyplot would be shown twice
        pyplot.close(fig)
