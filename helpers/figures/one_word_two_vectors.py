"""Pictures of lecture 06: who reads whom, positions, occurrences of a word, the blank and the epochs before it is filled."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, SEQUENTIAL, drawing, line, tint

_HEADS = ("input", "gradient", "state", "output")
_ORDER = ("state", "input", "output", "future", "gradient")


def weights_table(tokens, weights):
    """Who reads whom: a row for each token that reads, a column for each that is read. weights: (T, T). Returns fig, ax."""
    with drawing(7.2, 4.4) as (fig, ax):
        ax.pcolormesh(weights, cmap=SEQUENTIAL, vmin=0, vmax=1)  # an image would need tens of megabytes while it is drawn
        for i, row in enumerate(weights):
            for j, weight in enumerate(row):
                colour = "white" if weight < 0.55 else "black"
                ax.text(j + 0.5, i + 0.5, f"{weight:.2f}", ha="center", va="center", color=colour, fontsize=14)
        ax.set_xticks(np.arange(len(tokens)) + 0.5, tokens, parse_math=False)
        ax.set_yticks(np.arange(len(tokens)) + 0.5, tokens, parse_math=False)
        ax.set(xlabel="is read", ylabel="reads", ylim=(len(tokens), 0))
    return fig, ax


def position_map(P):
    """Scalar products of all pairs of position vectors, P: (T, d). Returns fig, ax."""
    with drawing(6.4, 4.6) as (fig, ax):
        image = ax.pcolormesh(np.arange(len(P)), np.arange(len(P)), P @ P.T, cmap=SEQUENTIAL)
        fig.colorbar(image, ax=ax, label="scalar product")
        ax.set(xlabel="position", ylabel="position", aspect="equal")
        ax.invert_yaxis()
    return fig, ax


def occurrence_map(X, labels, names):
    """Vectors of one word, one dot an occurrence, in the two directions of largest spread; a marker for each meaning.

    X: (n, d); labels: (n,) of int; names: of the labels. Returns fig, ax.
    """
    centred = X - X.mean(axis=0)
    flat = centred @ np.linalg.svd(centred, full_matrices=False)[2][:2].T
    with drawing(8.0, 4.4) as (fig, ax):
        for k, (name, meaning) in enumerate(zip(names, ("input", "output"))):
            style = line(meaning, linestyle="none", markersize=8, alpha=0.7)
            ax.plot(*flat[labels == k].T, **style, label=name)
        ax.set(xlabel="first direction of spread", ylabel="second direction")
        fig.legend(loc="outside upper center", ncols=2, title=None)
    return fig, ax


def jumps(curves):
    """Share of blanks filled right, after each epoch. curves: {name: list of starts, each a list}. Returns fig, ax."""
    with drawing(8.6, 4.6) as (fig, ax):
        for meaning, dash, (name, starts) in zip(_ORDER, ("-", "-.", "--", ":"), curves.items()):
            for place, values in enumerate(starts):
                style = {"color": COLOURS[meaning], "linestyle": dash, "linewidth": 2.2}
                ax.plot(range(1, len(values) + 1), values, **style, label=name if place == 0 else None)
        ax.axhline(0.5, color=GREY, linestyle=":", linewidth=1.5)
        ax.set(xlabel="epoch", ylabel="right one of two cities (share)", ylim=(0.35, 1.02))
        fig.legend(loc="outside upper center", ncols=2)
    return fig, ax


def _word_width(word):
    return 20 + 10 * max(len(word), 2)


def draw_readings(scene, tokens, weights, reader, top):
    """The tokens in a row, and under each a bar for each head: how much the token `reader` reads of it.

    weights: (heads, T), heads at most 4. Long sentences are set smaller. Returns the height used, in pixels.
    """
    widths = np.array([_word_width(word) for word in tokens])
    room = scene.width - 20
    scale = min(1.0, room / widths.sum())
    size = max(9, int(16 * scale))
    x = 10.0
    for j, (word, width) in enumerate(zip(tokens, widths * scale)):
        fill = COLOURS["highlight"] if j == reader else PALE
        scene.rectangle(x, top, width - 3, 30, fill, INK if j == reader else "none", 4)
        scene.text(x + width / 2 - 1.5, top + 15, word, size, INK, "middle", bold=j == reader)
        part = (width - 6) / len(weights)
        for head, row in enumerate(weights):
            height = 64 * float(row[j])
            scene.rectangle(x + 1 + head * part, top + 36, part - 1, height, COLOURS[_HEADS[head]])
            if row[j] >= 0.15 and (part >= 9 or row[j] == max(row)):
                scene.text(x + 1 + (head + 0.5) * part, top + 46 + height, f"{row[j]:.1f}".lstrip("0"), 14, INK, "middle")
        x += width
    return 122


def head_key(scene, x, y, names):
    """One coloured square and a name for each head. Returns the scene."""
    for head, name in enumerate(names):
        scene.rectangle(x, y - 8, 16, 16, COLOURS[_HEADS[head]]).text(x + 24, y, name, 15, INK)
        x += 44 + 9 * len(name)
    return scene


def draw_cities(scene, x, y, cities):
    """A bar for the probability of each city; cities: {name: probability}. Returns the scene."""
    for place, (city, share) in enumerate(cities.items()):
        top = y + 30 * place
        scene.text(x + 84, top, city, 15, INK, "end").rectangle(x + 94, top - 10, 200, 20, PALE)
        best = share == max(cities.values()) and share > 0.02
        scene.rectangle(x + 94, top - 10, 200 * share, 20, COLOURS["output"] if best else tint(COLOURS["output"], 0.5))
        scene.text(x + 302, top, f"{share:.2f}", 15, INK, bold=best)
    return scene


def blank_view(texts):
    """Two texts with a blank: who the blank reads, and how probable each city is.

    texts: list of (tokens, place of the blank, weights (heads, T) of the blank, {city: probability}). Returns a Scene.
    """
    scene = Scene(880, 26 + 216 * len(texts))
    head_key(scene, 12, 16, [f"head {k + 1}" for k in range(len(texts[0][2]))])
    for row, (tokens, blank, weights, cities) in enumerate(texts):
        top = 36 + 216 * row
        draw_readings(scene, tokens, weights, blank, top)
        draw_cities(scene, 240, top + 138, cities)
    return scene
