"""Pictures of lecture 11: clipping, losses by epoch, scores by gap, bugs in a gradient, two readers."""

import numpy as np

from helpers.figures.recurrent_network import position_name
from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, LINES, MARKERS, PALE, drawing, line, tint

_ORDER = ("state", "future", "target", "past", "output", "gradient")


def clipped_arrows(gradient, by_norm, by_entry, limit):
    """A gradient of two numbers, and what two ways of clipping make of it.

    `gradient`, `by_norm`, `by_entry`: (2,); `limit`: the radius of the circle that clipping by norm keeps to.
    Returns fig, ax.
    """
    with drawing(8.0, 4.2) as (fig, ax):
        angles = np.linspace(0, 2 * np.pi, 200)
        ax.plot(limit * np.cos(angles), limit * np.sin(angles), color=GREY, linestyle=":", linewidth=1.5)
        for values, meaning, name in ((gradient, "gradient", "gradient"), (by_entry, "future", "clipped entry by entry"),
                                      (by_norm, "state", "clipped by norm")):  # fmt: skip
            ax.annotate("", values, (0, 0), arrowprops={"arrowstyle": "-|>,head_width=0.4,head_length=0.8", "linewidth": 3,
                        "color": COLOURS[meaning], "linestyle": LINES[meaning], "shrinkA": 0, "shrinkB": 0})  # fmt: skip
            ax.plot([], [], color=COLOURS[meaning], linestyle=LINES[meaning], linewidth=3, label=name)
        far = 1.15 * max(np.abs(gradient).max(), limit)
        ax.set(xlabel="first entry", ylabel="second entry", xlim=(-1.1 * limit, far))
        ax.set_aspect("equal")
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return fig, ax


def loss_by_epoch(curves, level=None, level_name=""):
    """Losses after each epoch, on a logarithmic axis.

    `curves`: dictionary from name to a list of losses, one for each epoch, first epoch first; `level`: a loss to compare
    with, drawn as a line called `level_name`. Returns fig, ax.
    """
    with drawing(8.0, 4.0) as (fig, ax):
        for meaning, (name, losses) in zip(_ORDER, curves.items()):
            ax.semilogy(range(1, len(losses) + 1), losses, **line(meaning), label=name)
        longest = max(map(len, curves.values()))
        if level is not None:
            ax.axhline(level, color=GREY, linestyle=":", linewidth=1.8)
            ax.text(longest, 0.9 * level, level_name, fontsize=14, ha="right", va="top")
        ax.set(xlabel="epoch", ylabel="loss (nats per token)", xlim=(0.8, longest + 0.2))
        ax.set_xticks(range(1, longest + 1))
        ax.set_yticks([0.001, 0.01, 0.1], ["0.001", "0.01", "0.1"])
        ax.minorticks_off()
        ax.legend(loc="lower left")
    return fig, ax


def score_by_gap(curves, score="destination F1 (0 to 1)"):
    """A score against the number of words between cue and city: the mean over random starts, and their range.

    `curves`: dictionary from the name of a network to (gaps, starts), row g for gap g. Returns fig, ax.
    """
    with drawing(8.4, 4.4) as (fig, ax):
        for meaning, (name, values) in zip(_ORDER, curves.items()):
            values = np.asarray(values)
            gaps, style = np.arange(len(values)), line(meaning)
            if values.shape[1] > 1:
                ax.fill_between(gaps, values.min(1), values.max(1), color=style["color"], alpha=0.2, linewidth=0)
            ax.plot(gaps, values.mean(1), **style, label=name, clip_on=False, zorder=3)
        ax.set(xlabel="words between cue and city (gap)", ylabel=score, ylim=(0, 1.02), xlim=(-0.3, len(values) - 0.7))
        ax.set_xticks(gaps)
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=min(len(curves), 3))
    return fig, ax


def error_words(error):
    """A relative error in words a reader can place: "0.71", "2e-4"; rounding, which differs between machines, is "< 1e-7"."""
    if error < 1e-7:
        return "< 1e-7"
    return f"{error:.2f}" if error >= 0.005 else f"{error:.0e}".replace("e-0", "e-")


def bug_table(runs, errors):
    """What exposes a bug: one row for each version of the backward pass, with means over its starts.

    `runs`: dictionary from name to (starts, 3): loss at the end, F1 at gap 0, F1 at gaps 8 to 10; the right gradient is first.
    `errors`: dictionary from name to the error of the gradient check. A cross stands where every start is worse than every start
    of the right gradient, and where the check fails. Returns a Scene.
    """
    columns = (("loss at the end", 360), ("gradient check", 520), ("F1, gap 0", 670), ("F1, gaps 8–10", 800))
    scene = Scene(880, 54 + 42 * len(runs))
    for name, x in columns:
        scene.text(x, 22, name, 16, INK, "middle", bold=True)
    right = next(iter(runs.values()))
    for k, (name, scores) in enumerate(runs.items()):
        y = 62 + 42 * k
        scene.line([(12, y - 21), (868, y - 21)], PALE, 1)
        scene.text(16, y, name, 17, INK, bold=k == 0)
        worse = scores[:, 0].min() > right[:, 0].max(), *(scores[:, 1:].max(axis=0) < right[:, 1:].min(axis=0))
        loss, near, far = scores.mean(axis=0)
        words = (f"{loss:.3f}", error_words(errors[name]), f"{near:.2f}", f"{far:.2f}")
        for (_, x), told, word in zip(columns, (worse[0], errors[name] > 1e-5, *worse[1:]), words):
            fill = tint(COLOURS["future"], 0.35) if told else tint(COLOURS["state"], 0.15)
            scene.rectangle(x - 58, y - 16, 116, 32, fill, "none", 5)
            scene.text(x, y, ("✗ " if told else "") + word, 16, INK, "middle", bold=bool(told))
    return scene


def draw_curve(scene, xs, ys, meaning):
    """A line with markers through points in pixels. Returns the scene."""
    points = list(zip(map(float, xs), map(float, ys)))
    scene.line(points, COLOURS[meaning], 3, LINES[meaning])
    for x, y in points:
        scene.circle(x, y, 5, COLOURS[meaning]) if meaning == "state" else scene.rectangle(x - 4, y - 4, 8, 8, COLOURS[meaning])
    return scene


def two_readers(tokens):
    """Two rows of states over one sentence: one read from the left, one from the right, both under each output.

    `tokens`: 1 to 7 words. Returns a Scene. Raises ValueError for more, or for none.
    """
    T = len(tokens)
    if not 1 <= T <= 7:
        raise ValueError(f"{T} tokens: this picture holds 1 to 7; shorten the sentence")
    scene = Scene(880, 290)
    for i, word in enumerate(tokens, 1):
        x = 96 + 118 * (i - 1)
        scene.text(x, 268, word, 15, COLOURS["input"], "middle")
        scene.line([(x - 22, 252), (x - 22, 143)], COLOURS["input"], 2, arrow=True)
        scene.line([(x + 22, 252), (x + 22, 213)], COLOURS["input"], 2, arrow=True)
        scene.line([(x - 16, 97), (x - 10, 58)], COLOURS["output"], 2, "--", arrow=True)
        scene.line([(x + 24, 167), (x + 12, 58)], COLOURS["output"], 2, "--", arrow=True)
        scene.text(x, 38, position_name("ŷ", i), 17, INK, "middle", bold=True)
        _reader_step(scene, x - 22, 119, position_name("a", i), "state", 68 if i < T else 0)
        _reader_step(scene, x + 22, 189, position_name("ā", i), "past", -68 if i > 1 else 0)
    return scene


def _reader_step(scene, x, y, name, meaning, onward):
    """One state, and the arrow to the next one of the same reader, `onward` pixels away (0: there is none)."""
    scene.rectangle(x - 26, y - 21, 52, 42, tint(COLOURS[meaning], 0.3), COLOURS[meaning], 8, 2.5)
    scene.text(x, y, name, 15, INK, "middle", bold=True)
    if onward:
        side = 27 if onward > 0 else -27
        scene.line([(x + side, y), (x + side + onward - np.sign(onward) * 4, y)], COLOURS[meaning], 3, LINES["state"], arrow=True)


def right_by_start(groups):
    """One dot for each random start: the share of right answers, one row for each network.

    `groups`: dictionary from name to (starts,) shares; a guess would be right in half. Returns fig, ax.
    """
    with drawing(8.0, 0.9 + 0.75 * len(groups)) as (fig, ax):
        for k, (meaning, shares) in enumerate(zip(_ORDER, groups.values())):
            marks = {"color": COLOURS[meaning], "marker": MARKERS[meaning], "markersize": 10, "markeredgecolor": INK}
            ax.plot(shares, np.full(len(shares), -k), linestyle="none", alpha=0.85, clip_on=False, **marks)
            ax.text(min(shares) - 0.015, -k, f"{min(shares):.2f}", fontsize=14, ha="right", va="center")
        ax.axvline(0.5, **line("target", marker="", linewidth=1.5))
        ax.set(xlim=(0.35, 1.0), ylim=(-len(groups) + 0.4, 0.6), xlabel="share of city names answered right, late cues")
        ax.set_yticks([-k for k in range(len(groups))], list(groups))
    return fig, ax
