"""Pictures of lecture 07: what a window sees, the limit of windows, the reach of a stack, and the table of the race."""

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, drawing, line, tint

_ORDER = ("input", "state", "output", "gradient", "future", "past")


def draw_window(scene, tokens, i, k, top=40):
    """Boxes for the tokens: lit where a window of k sees them, covered elsewhere; the city at position i has a question mark.

    Long sentences go on in a second row. Returns the scene.
    """
    x, y = 14, top
    for j, token in enumerate(tokens):
        width = 16 + 9.6 * max(len(token), 2)
        if x + width > scene.width - 10:
            x, y = 14, y + 48
        seen = i - k < j <= i
        fill = COLOURS["highlight"] if j == i else tint(COLOURS["input"], 0.25) if seen else PALE
        scene.rectangle(x, y - 17, width, 34, fill, INK if seen else GREY, 4, 1.5, "" if seen else ":")
        word = token if seen else "…"
        scene.text(x + width / 2, y, word, 16, INK if seen else GREY, "middle", bold=j == i)
        x += width + 7
    return scene


def window_view(tokens, i, k):
    """One sentence, and what a window of k tokens that ends at position i (counted from 0) sees of it. Returns a Scene."""
    scene = Scene(880, 134)
    draw_window(scene, tokens, i, k)
    return scene.text(14, 118, f"a window of {k}: destination, or not?", 15, INK)


def staircase(limits, dots=None):
    """How often a window can be right, by gap: a line for each width, and the networks as dots beside it.

    `limits`, `dots`: dictionaries from the number of tokens seen to one share for each gap, 0 first. Returns fig, ax.
    """
    with drawing(8.6, 3.9) as (fig, ax):
        for place, (k, shares) in enumerate(limits.items()):
            colour = COLOURS[_ORDER[place % len(_ORDER)]]
            ax.plot(range(len(shares)), shares, color=colour, linewidth=2, linestyle="-" if dots is None else "--")
            where = max(k - 2, 0) if k > 1 else len(shares) - 1
            if dots is None or k in dots:
                name = f"{k} token{'s' * (k > 1)}"
                x, y, side = (where + 0.62, 0.74, "left") if where < 10 else (10, 1.04, "right")
                x, y, side = (3, 0.45, "center") if k == 1 else (x, y, side)
                ax.text(x, y, name, color=INK, fontsize=13, ha=side, va="center")
            if dots is not None and k in dots:
                style = line(_ORDER[place % len(_ORDER)], linestyle="none")
                ax.plot(range(len(dots[k])), dots[k], **style, clip_on=False, zorder=3)
        ax.axhline(0.5, color=GREY, linestyle=":", linewidth=1.2)
        ax.set(
            xlabel="words between cue and city (gap)", ylabel="right about the city (share)", ylim=(0.4, 1.1), xlim=(-0.4, 10.4)
        )
        ax.set_xticks(range(11))
        ax.set_yticks([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
    return fig, ax


def reach_of_stack(layers, k):
    """The connections that lead to the last output through `layers` layers of width k. Returns a Scene.

    As many tokens are drawn as are reached, and two more. Raises ValueError if that is more than 20.
    """
    reach = layers * (k - 1) + 1
    T = reach + 2
    if T > 20 or layers > 6:
        raise ValueError(f"reach {reach}, {T} tokens, {layers} layers: this picture holds 20 tokens and 6 layers")
    scene, step, gap = Scene(880, 84 + 54 * layers), 780 / (T - 1), 54
    places = [70 + step * j for j in range(T)]
    seen = [{T - 1}]
    for _ in range(layers):
        seen.append({j for i in seen[-1] for j in range(i - k + 1, i + 1)})
    for layer in range(layers, 0, -1):
        y, used = 40 + gap * (layers - layer), seen[layers - layer]
        for i in used:
            for j in range(i - k + 1, i + 1):
                scene.line([(places[j], y + gap), (places[i], y)], COLOURS["W_ax"], 1.3)
    for layer in range(layers + 1):
        y, used = 40 + gap * layer, seen[layer]
        for j in range(T):
            colour = COLOURS["input" if layer == layers else "output" if layer == 0 else "state"]
            scene.circle(places[j], y, 9, colour if j in used else PALE, INK if j in used else GREY)
        scene.text(12, y, "x" if layer == layers else f"a{layers - layer}", 15, INK)
    return scene.text(places[-1], 62 + gap * layers, f"reach {reach}", 15, INK, "end", bold=True)


def race_table(rows):
    """The race as a table: one row for each network, the best of a column in bold.

    `rows`: {name: (parameters, span F1 on dev, share right at gap 0, at gap 10, span F1 of shifted sentences)}. Returns a Scene.
    """
    columns = (("parameters", 330), ("dev F1", 450), ("gap 0", 560), ("gap 10", 670), ("shifted F1", 795))
    scene = Scene(880, 52 + 36 * len(rows))
    for name, x in columns:
        scene.text(x, 22, name, 15, INK, "middle", bold=True)
    values = list(zip(*rows.values()))
    for place, (name, row) in enumerate(rows.items()):
        y = 58 + 36 * place
        scene.line([(12, y - 18), (868, y - 18)], PALE, 1).text(16, y, name, 16, INK, bold=name == list(rows)[-1])
        for column, ((_, x), value) in enumerate(zip(columns, row)):
            words = f"{value:,}" if column == 0 else f"{value:.2f}"
            if column:
                share = (value - 0.4) / 0.6
                scene.rectangle(x - 42, y - 14, 84, 28, tint(COLOURS["state"], 0.5 * max(share, 0)), "none", 4)
            best = min(values[0]) if column == 0 else max(values[column])
            scene.text(x, y, words, 15, INK, "middle", bold=f"{value:.2f}" == f"{best:.2f}")
    return scene
