"""Pictures of lecture 03: memory that hurts, search results side by side, what followed a context, a map of words."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, drawing, line, tint

WIDTH = 880


def memory_curves(n, curves, unseen):
    """Perplexity against the length of the n-grams, on a logarithmic scale, and beside it the share of runs never seen.

    `n`: (k,) lengths; `curves`: {name: (k,) perplexities}, four at most; `unseen`: (k,) shares. Returns fig, axes.
    """
    with drawing(9.0, 3.8, columns=2, width_ratios=[3, 2]) as (fig, axes):
        for (name, values), meaning in zip(curves.items(), ("neutral", "future", "state", "gradient")):
            axes[0].plot(n, values, label=name, **line(meaning))
        axes[0].set(yscale="log", ylabel="perplexity", xlabel="n")
        axes[0].legend(loc="upper center", bbox_to_anchor=(0.5, 1.28), ncols=2)
        axes[1].bar(n, unseen, color=tint(COLOURS["input"], 0.5), edgecolor=COLOURS["input"])
        axes[1].set(ylim=(0, 1.05), ylabel="share never seen before", xlabel="n")
        for ax in axes:
            ax.set_xticks(n)
    return fig, axes


def follower_bars(context, shares):
    """What followed a context, as bars.

    `context`: words; `shares`: [(word, share, count)] in falling order, perhaps empty. Returns a Scene.
    """
    scene = Scene(WIDTH, 60 + 27 * 10)
    scene.text(16, 24, " ".join(context) + " …" if context else "(no context) …", 17, COLOURS["input"], bold=True, font="mono")
    if not shares:
        return scene.text(16, 70, "These words never stood together: nothing followed them.", 17, COLOURS["future"])
    for k, (word, share, count) in enumerate(shares[:10]):
        y = 52 + 27 * k
        scene.text(180, y + 11, word, 16, INK, "end", bold=True, font="mono")
        scene.rectangle(195, y, max(540 * share, 1), 22, tint(COLOURS["output"], 0.55), INK, 0, 1)
        scene.text(203 + 540 * share, y + 11, f"{share:.2f} ({count})", 15, INK, font="mono")
    return scene


def result_columns(columns):
    """Search results side by side: {variant: [(name of a document, score)]}, best first. Returns a Scene."""
    rows = max((len(found) for found in columns.values()), default=0)
    scene, pitch = Scene(WIDTH, 60 + 56 * max(rows, 1)), WIDTH / max(len(columns), 1)
    for k, (variant, found) in enumerate(columns.items()):
        x = 10 + pitch * k
        scene.text(x, 22, variant, 16, INK, bold=True)
        for r, (name, score) in enumerate(found):
            y = 44 + 56 * r
            scene.rectangle(x, y, pitch - 20, 48, tint(COLOURS["past"], 0.25 if r else 0.6), GREY, 6, 1)
            scene.text(x + 10, y + 15, name, 14, INK, bold=r == 0)
            scene.text(x + 10, y + 34, f"cosine {score:.2f}", 14, INK)
    return scene


def words_map(points, words, groups):
    """Words at their points, one colour and marker for each group, each group's name at its middle.

    `points`: (n, 2); `words`: n names; `groups`: n names of groups, five kinds at most. Returns fig, ax.
    """
    points, groups = np.asarray(points), np.asarray(groups)
    with drawing(8.6, 4.8) as (fig, ax):
        for group, meaning in zip(dict.fromkeys(groups.tolist()), ("input", "state", "output", "future", "gradient")):
            own = points[groups == group]
            ax.scatter(*own.T, s=60, label=group, **{k: v for k, v in line(meaning).items() if k in ("color", "marker")})
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
        ax.set(xlabel="first direction", ylabel="second direction")
    return fig, ax
