"""The small builder behind every slider picture: shapes in pixels, out comes SVG (fast, live) or PNG (stored, static).

Both come from one list of shapes, so the picture a reader drags and the one GitHub shows are the same.
"""

import html
import re

from helpers.figures.style import INK, look, text_colour

_DASHES = {"": "", "-": "", "--": "7 5", ":": "2 4", "-.": "9 4 2 4"}
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}
_FONTS = {"sans": "DejaVu Sans, Verdana, sans-serif", "mono": "DejaVu Sans Mono, Menlo, monospace"}


class Scene:
    """A picture of `width` x `height` pixels; x runs right, y runs down, text sits on its vertical middle.

    `description` is what a screen reader says. Every method returns the scene, so calls can be chained. Text is escaped.
    Raises ValueError for a size that is not positive.
    """

    def __init__(self, width, height, description=""):
        if not (width > 0 and height > 0):
            raise ValueError(f"a scene needs a positive size in pixels, not {width} x {height}")
        self.width, self.height, self.description = width, height, description
        self.shapes = []

    def rectangle(self, x, y, width, height, fill="none", stroke="none", radius=0, thickness=1.5, dash=""):
        """A rectangle with its upper left corner at (x, y); `radius` rounds the corners, `dash` is a line style."""
        self.shapes.append(("rectangle", x, y, width, height, fill, stroke, radius, thickness, dash))
        return self

    def circle(self, x, y, radius, fill="none", stroke="none", thickness=1.5):
        """A circle round (x, y)."""
        self.shapes.append(("circle", x, y, radius, fill, stroke, thickness))
        return self

    def line(self, points, colour=INK, thickness=2, dash="", arrow=False):
        """A line through the (x, y) points; `arrow` puts a head on its end, `dash` is a Matplotlib line style."""
        self.shapes.append(("line", tuple(points), colour, thickness, dash, arrow))
        return self

    def text(self, x, y, words, size=15, colour=INK, anchor="start", bold=False, font="sans"):
        """Words whose `anchor` (start, middle, end) is at x and whose middle is at height y. Palette colours darken."""
        self.shapes.append(("text", x, y, str(words), size, text_colour(colour), anchor, bold, font))
        return self

    def outline(self, x, y, size, path, colour=INK, thickness=0):
        """A filled sign: an SVG `path` of M, L, Q and Z on a square of 256, y upwards, whose lower left corner is at (x, y)."""
        self.shapes.append(("outline", x, y, size, path, text_colour(colour), thickness))
        return self

    def svg(self, around=0):
        """The scene as an SVG string that carries its description.

        It grows with its column up to 1.4 times its size where the screen is tall enough, and shrinks to 3/4 of it, which leaves
        the letters readable; a narrower column scrolls. `around`: pixels of the screen's height that it leaves to other things
        while 7/10 of its own remain: a projector's screen is low because all on it is enlarged.
        """
        label = html.escape(self.description, quote=True)
        style = f"display:block;width:100%;min-width:{self.width * 3 // 4}px;max-width:{self.width * 7 // 5}px;height:auto;"
        style += f"max-height:max({self.height * 7 // 10}px,min(max({self.height}px,60vh),100vh - {around}px));background:#fff"
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}" '
            f'height="{self.height}" preserveAspectRatio="xMinYMin" role="img" aria-label="{label}" style="{style}">'
        )
        return head + "".join(_SVG[kind](*values) for kind, *values in self.shapes) + "</svg>"

    def png(self):
        """The scene as PNG bytes, drawn by Matplotlib with the same fonts, twice as many pixels wide and high."""
        from matplotlib.figure import Figure

        from helpers.figures.show import SCREEN, png_bytes

        with look():
            figure = Figure(figsize=(self.width / SCREEN, self.height / SCREEN))
            axes = figure.add_axes([0, 0, 1, 1])
            axes.set(xlim=(0, self.width), ylim=(self.height, 0))
            axes.axis("off")
            for order, (kind, *values) in enumerate(self.shapes):
                for artist in _PNG[kind](axes, *values):
                    artist.set_zorder(order)  # later shapes cover earlier ones, as in SVG
        return png_bytes(figure)


def _number(value):
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _stroke(stroke, thickness, dash=""):
    pattern = f' stroke-dasharray="{_DASHES[dash]}"' if _DASHES[dash] else ""
    return "" if stroke == "none" else f' stroke="{stroke}" stroke-width="{thickness}"{pattern}'


def _svg_rectangle(x, y, width, height, fill, stroke, radius, thickness, dash):
    return (
        f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}" rx="{radius}" '
        f'fill="{fill}"{_stroke(stroke, thickness, dash)}/>'
    )


def _svg_circle(x, y, radius, fill, stroke, thickness):
    return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}" fill="{fill}"{_stroke(stroke, thickness)}/>'


def _arrow_head(points, length):
    (x0, y0), (x1, y1) = points[-2:]
    distance = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    ux, uy = (x1 - x0) / distance, (y1 - y0) / distance
    base_x, base_y = x1 - length * ux, y1 - length * uy
    half = 0.5 * length
    return (x1, y1), (base_x - half * uy, base_y + half * ux), (base_x + half * uy, base_y - half * ux), (base_x, base_y)


def _svg_line(points, colour, thickness, dash, arrow):
    head = ""
    if arrow:
        *corners, base = _arrow_head(points, 5 + 3 * thickness)
        corners = " ".join(f"{_number(x)},{_number(y)}" for x, y in corners)
        head, points = f'<polygon points="{corners}" fill="{colour}"/>', (*points[:-1], base)
    path = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
    return f'<polyline points="{path}" fill="none"{_stroke(colour, thickness, dash)}/>' + head


def _svg_text(x, y, words, size, colour, anchor, bold, font):
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" dy=".35em" font-size="{size}" fill="{colour}" text-anchor="{anchor}" '
        f'font-family="{_FONTS[font]}" xml:space="preserve"{weight}>{html.escape(words)}</text>'
    )


def _svg_outline(x, y, size, path, colour, thickness):
    k = size / 256
    place = f"translate({_number(x)} {_number(y)}) scale({k:.4f} {-k:.4f})"
    return f'<path transform="{place}" d="{path}" fill="{colour}"{_stroke(colour, thickness / k) if thickness else ""}/>'


def _png_rectangle(axes, x, y, width, height, fill, stroke, radius, thickness, dash):
    from matplotlib.patches import FancyBboxPatch, Rectangle

    style = {"facecolor": fill, "edgecolor": stroke, "linewidth": 0.72 * thickness, "linestyle": dash or "-"}
    if radius:  # `add_patch` would do the same, and look for new limits of the axes
        box = f"round,pad=0,rounding_size={min(radius, width / 2, height / 2)}"
        return [axes.add_artist(FancyBboxPatch((x, y), width, height, boxstyle=box, **style))]
    return [axes.add_artist(Rectangle((x, y), width, height, **style))]


def _png_circle(axes, x, y, radius, fill, stroke, thickness):
    from matplotlib.patches import Circle

    return [axes.add_patch(Circle((x, y), radius, facecolor=fill, edgecolor=stroke, linewidth=0.72 * thickness))]


def _png_line(axes, points, colour, thickness, dash, arrow):
    from matplotlib.patches import Polygon

    head = []
    if arrow:
        *corners, base = _arrow_head(points, 5 + 3 * thickness)
        head = [axes.add_patch(Polygon(corners, closed=True, facecolor=colour, edgecolor="none"))]
        points = (*points[:-1], base)
    style = {"color": colour, "linewidth": 0.72 * thickness, "linestyle": dash or "-", "marker": ""}
    return head + axes.plot(*zip(*points), **style)


def _png_text(axes, x, y, words, size, colour, anchor, bold, font):
    family = "DejaVu Sans Mono" if font == "mono" else "DejaVu Sans"
    weight = "bold" if bold else "normal"
    return [axes.text(x, y, words.replace("$", r"\$"), fontsize=0.72 * size, color=colour, ha=_ANCHORS[anchor],
                      va="center_baseline", fontweight=weight, family=family)]  # fmt: skip


def _png_outline(axes, x, y, size, path, colour, thickness):
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    kinds, points = {"M": [Path.MOVETO], "L": [Path.LINETO], "Q": 2 * [Path.CURVE3], "Z": [Path.CLOSEPOLY]}, []
    steps = re.findall(r"([MLQZ])([^MLQZ]*)", path)
    for _, numbers in steps:
        values = [int(number) * size / 256 for number in numbers.split()] or [0, 0]
        points += [(x + right, y - up) for right, up in zip(values[::2], values[1::2])]
    shape = Path(points, [code for letter, _ in steps for code in kinds[letter]])
    return [axes.add_patch(PathPatch(shape, facecolor=colour, edgecolor=colour, linewidth=0.72 * thickness))]


_SVG = {"rectangle": _svg_rectangle, "circle": _svg_circle, "line": _svg_line, "text": _svg_text,
        "outline": _svg_outline}  # fmt: skip
_PNG = {"rectangle": _png_rectangle, "circle": _png_circle, "line": _png_line, "text": _png_text,
        "outline": _png_outline}  # fmt: skip
