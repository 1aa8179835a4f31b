"""Put a picture into the notebook so that a reader who cannot see it hears it."""

import base64
import functools
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
    import numpy as np
    from PIL import Image

    ink, pixels = _drawn(figure)
    colours = Image.frombytes("RGB", (len(pixels), 1), pixels, "raw", "RGBX")
    del pixels
    colours = colours.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    numbers = np.full(ink.shape, colours.getpixel((0, 0)), np.uint8)
    numbers[ink] = np.asarray(colours)[0, -np.count_nonzero(ink) :]
    picture = Image.fromarray(numbers)
    picture.putpalette(colours.getpalette())
    buffer = io.BytesIO()
    picture.save(buffer, format="png", compress_level=7)  # 9: a twelfth smaller, in five times the time
    return buffer.getvalue()


@functools.cache
def _settle():
    """What the first picture finds stays: the collector need not walk over it for each other one."""
    gc.freeze()


def _drawn(figure):
    """Where the drawn figure is not background (height, width), and pixels (4 bytes each): some background, then these in order.

    One more pixel of background than of all others suffices for the median cut to choose the same colours; Pillow needs 12 bytes
    for each pixel that it sees.
    """
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.colors import to_hex
    from matplotlib.text import Text

    _settle()
    gc.collect()  # earlier figures are rings of references: they stay, some megabytes each, until the collector comes
    canvas, dpi = figure.canvas, figure.get_dpi()
    try:
        with look():
            for words in figure.findobj(Text):
                words.set_color(text_colour(to_hex(words.get_color())))
            figure.set_dpi(SHARPNESS * SCREEN)
            drawn = FigureCanvasAgg(figure)  # `savefig` would hold the pixels three times
            drawn.draw()
    finally:
        figure.set_dpi(dpi)
        figure.set_canvas(canvas)
    pixels = np.asarray(drawn.buffer_rgba()).view(np.uint32)[..., 0]
    ink = pixels != pixels[0, 0]
    inked = np.count_nonzero(ink)
    background = np.full(min(inked + 1, ink.size - inked), pixels[0, 0])
    pixels = np.concatenate([background, pixels[ink]])
    drawn.renderer.__init__(1, 1, dpi)  # letters keep what has drawn them: it gives back its megabytes of pixels
    return ink, pixels


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
