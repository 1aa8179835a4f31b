"""Put a picture into the notebook so that a reader who cannot see it hears it."""

import base64
import io
import sys

from helpers.figures.style import look


def png_bytes(figure, dpi=100):
    """The figure as PNG bytes (no date, so the same figure gives the same file)."""
    buffer = io.BytesIO()
    with look():
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def picture_bundle(png, alt):
    """MIME data and metadata of a PNG with alternative text, as `IPython.display.display(..., raw=True)` takes them."""
    return {"image/png": base64.b64encode(png).decode(), "text/plain": f"[picture] {alt}"}, {"image/png": {"alt": alt}}


def show(fig, *, alt):
    """Show a figure with alternative text and print that text below it as the caption. Returns None.

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
    print(f"Figure. {alt}")
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and hasattr(fig, "savefig"):  # a figure made by pyplot would be shown twice
        pyplot.close(fig)
