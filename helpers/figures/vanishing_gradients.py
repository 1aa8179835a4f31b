"""Pictures of lectures 15 and 16: sizes by distance, powers of a matrix, frequencies, a cliff, the memory ruler."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, drawing, line, tint

ORDER = ("state", "future", "input", "output", "gradient", "past", "target")


def sizes_by_distance(curves, ylabel, floor=1e-12, xlabel="distance i − j (steps)"):
    """Sizes against distance on a logarithmic axis: the median of several starts and their range, or one line.

    `curves`: dictionary from name to (distances,) or (starts, distances); `floor`: the smallest size shown. Returns fig, ax.
    """
    with drawing(8.4, 4.4) as (fig, ax):
        for meaning, (name, values) in zip(ORDER, curves.items()):
            values = np.atleast_2d(values)
            style = line(meaning, markevery=max(1, values.shape[1] // 12))
            distances = np.arange(values.shape[1])
            if len(values) > 1:
                ax.fill_between(distances, values.min(0), values.max(0), color=style["color"], alpha=0.2, linewidth=0)
            ax.semilogy(distances, np.median(values, axis=0), **style, label=name)
        ax.set(xlabel=xlabel, ylabel=ylabel)
        ax.set_ylim(bottom=max(floor, ax.get_ylim()[0]))
        ax.minorticks_off()
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=min(3, len(curves)))
    return fig, ax


def powers(matrices):
    """Length of W^k (solid) beside rho^k (dotted), one panel for each matrix.

    `matrices`: dictionary from name to (lengths, rho), lengths: (K + 1,) the norms of W^0 ... W^K. Returns fig, axes.
    """
    with drawing(8.8, 3.6, columns=len(matrices)) as (fig, axes):
        for ax, (name, (lengths, rho)) in zip(np.atleast_1d(axes), matrices.items()):
            k = np.arange(len(lengths))
            shown = np.where(np.asarray(lengths) > 1e-12, lengths, np.nan)
            ax.semilogy(k, shown, **line("state", markevery=4), label="norm of W to the k")
            ax.semilogy(k, np.maximum(float(rho) ** k, 1e-30), **line("future", marker="", linestyle=":"), label="ρ to the k")
            ax.set(xlabel=f"k, {name}", ylim=(1e-4, 1e3))
            ax.minorticks_off()
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, axes


def frequency_map(vanished, exploded, s_values, lengths):
    """Two tables side by side: in how many of the random networks the product vanished, and in how many it exploded.

    `vanished`, `exploded`: (len(s_values), len(lengths)), shares from 0 to 1. Returns a Scene.
    """
    scene = Scene(880, 96 + 36 * len(s_values))
    panels = ((vanished, "vanished: below 1/1000", "past", 90), (exploded, "exploded: above 1000", "future", 510))
    for shares, name, meaning, left in panels:
        scene.text(left + 33 * len(lengths), 20, name, 16, INK, "middle", bold=True)
        for c, T in enumerate(lengths):
            scene.text(left + 33 + 66 * c, 46, f"T={T}", 14, INK, "middle")
        for r, s in enumerate(s_values):
            y = 60 + 36 * r
            scene.text(left - 8, y + 16, f"{s:g}", 14, INK, "end")
            for c, share in enumerate(shares[r]):
                scene.rectangle(left + 66 * c, y, 62, 32, tint(COLOURS[meaning], 0.75 * share), GREY, 3, 1)
                scene.text(left + 31 + 66 * c, y + 16, f"{100 * share:.0f} %", 14, INK, "middle", bold=share > 0)
    scene.text(90, 78 + 36 * len(s_values), "rows: largest singular value of W_aa", 14, GREY)
    return scene


def cliff(b, losses):
    """The loss as a function of one weight, for sentences of different length.

    `b`: (points,); `losses`: dictionary from name to (points,). Returns fig, ax.
    """
    with drawing(8.2, 4.0) as (fig, ax):
        for meaning, (name, values) in zip(("past", "output", "future"), losses.items()):
            ax.plot(b, values, **line(meaning, marker=""), label=name)
        ax.set(xlabel="bias b", ylabel="loss", ylim=(0, None))
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return fig, ax


def memory_ruler(results):
    """Accuracy against the distance to be remembered: the mean over random starts, and their range.

    `results`: dictionary from the kind of network to {distance: accuracies, one for each start}. Returns fig, ax.
    """
    with drawing(8.6, 4.6) as (fig, ax):
        for meaning, (name, by_distance) in zip(ORDER, results.items()):
            style, distances = line(meaning), list(by_distance)
            scores = np.array([by_distance[d] for d in distances])
            ax.fill_between(distances, scores.min(1), scores.max(1), color=style["color"], alpha=0.13, linewidth=0)
            ax.plot(distances, scores.mean(1), **style, label=name, clip_on=False)
        ax.axhline(0.5, color=GREY, linestyle=":", linewidth=1.5)
        ax.text(distances[0], 0.46, "a guess", fontsize=13, color=GREY, va="center")
        ax.set(xlabel="distance (tokens between the cue and the answer)", ylabel="share of right answers", ylim=(0.4, 1.02))
        ax.set_xticks(distances)
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return fig, ax
