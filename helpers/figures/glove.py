"""Pictures of lecture 05: ratios of counts, the weight of a cell, a loss that misleads, the scoreboard."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, drawing, line, tint

WIDTH = 880


def ratio_bars(words, ratios, first, second):
    """How often each word stands near `first`, divided by how often it stands near `second`, on a logarithmic scale.

    `words`: n names; `ratios`: (n,), positive. Returns fig, ax.
    """
    ratios = np.asarray(ratios)
    with drawing(8.0, 3.5) as (fig, ax):
        for k, value in enumerate(ratios):
            meaning = "neutral" if 1 / 3 < value < 3 else "input" if value > 1 else "future"
            ax.barh(k, np.log10(value), color=tint(COLOURS[meaning], 0.5), edgecolor=COLOURS[meaning])
            ax.text(np.log10(value) + (0.04 if value >= 1 else -0.04), k, f"{value:.2g}", va="center",
                    ha="left" if value >= 1 else "right", fontsize=13)  # fmt: skip
        ax.axvline(0, color=INK, linewidth=1)
        ax.set_yticks(range(len(words)), words, parse_math=False)
        ax.invert_yaxis()
        ax.margins(x=0.2)
        ax.set_xlabel(f"more beside {second}    ←    log10 of the ratio    →    more beside {first}")
    return fig, ax


def weight_picture(counts, weights, x_max, alpha):
    """The weight of a cell as a function of its count, with a mark at x_max.

    `counts`, `weights`: (n,), counts rising; `x_max`, `alpha`: the two settings, for the words. Returns a Scene.
    """
    scene, left, bottom, width, height = Scene(WIDTH, 300), 80, 250, 700, 200
    counts, weights = np.asarray(counts, float), np.asarray(weights, float)
    if not (np.isfinite(weights).all() and np.isfinite(counts).all()):
        return scene.text(16, 60, "Your function returned nan or inf.", 17, COLOURS["future"])
    x = left + width * counts / counts.max()
    y = bottom - height * np.clip(weights, 0, 1.2)
    scene.line([(left, bottom), (left + width + 20, bottom)], GREY, 1.5, arrow=True)
    scene.line([(left, bottom), (left, bottom - height - 30)], GREY, 1.5, arrow=True)
    for level in (0.5, 1):
        scene.line([(left, bottom - height * level), (left + width, bottom - height * level)], PALE, 1)
        scene.text(left - 10, bottom - height * level, f"{level:g}", 15, INK, "end")
    for tick in np.linspace(0, counts.max(), 5):
        scene.text(left + width * tick / counts.max(), bottom + 18, f"{tick:g}", 15, INK, "middle")
    scene.text(left + width / 2, bottom + 38, "count of the cell X", 15, INK, "middle")
    scene.text(left + 10, bottom - height - 28, f"weight f(X), x_max = {x_max:g}, alpha = {alpha:g}", 16, INK, bold=True)
    if x_max <= counts.max():
        at = left + width * x_max / counts.max()
        scene.line([(at, bottom), (at, bottom - height)], COLOURS["neutral"], 1.5, ":")
    return scene.line(list(zip(x, y)), COLOURS["state"], 3)


def fit_against_meaning(epochs, losses, purities):
    """The loss falls and the purity too: two panels over the same epochs.

    `epochs`: (n,) whole numbers; `losses`: (seeds, n); `purities`: (seeds, n). Returns fig, axes.
    """
    with drawing(9.0, 4.2, columns=2) as (fig, axes):
        for ax, rows, meaning in zip(axes, (losses, purities), ("gradient", "state")):
            for row in np.atleast_2d(rows):
                ax.plot(epochs, row, **line(meaning))
            ax.set(xlabel="epochs", xscale="log")
            ax.set_xticks(epochs, [f"{n}" for n in epochs])
            ax.minorticks_off()
        axes[0].set(ylabel="loss", yscale="log")
        axes[1].set(ylabel="purity")
    return fig, axes


def score_table(columns, rows, sorted_by):
    """A table of scores: a bar and a number in each cell, the column it is sorted by in bold.

    `columns`: names; `rows`: [(name, [(mean, lowest, highest) or None])]; `sorted_by`: a column. Returns a Scene.
    """
    scene, left, pitch, top = Scene(WIDTH, 62 + 32 * len(rows)), 140, (WIDTH - 150) / len(columns), 50
    for k, column in enumerate(columns):
        scene.text(left + pitch * k + 4, 22, column, 15, INK, bold=column == sorted_by)
    for r, (name, cells) in enumerate(rows):
        y = top + 32 * r
        scene.text(left - 12, y, name, 15, INK, "end")
        for k, (mean, lowest, highest) in enumerate(cells):
            x, length = left + pitch * k + 4, 0.5 * pitch
            scene.rectangle(x, y - 11, length, 22, "#ffffff", PALE)
            meaning = "state" if columns[k] == sorted_by else "neutral"
            scene.rectangle(x, y - 11, length * max(mean, 0), 22, tint(COLOURS[meaning], 0.5))
            if highest > lowest:
                scene.line([(x + length * lowest, y), (x + length * highest, y)], INK, 2)
            scene.text(x + length + 6, y, f"{mean:.2f}", 15, INK, font="mono")
    return scene
