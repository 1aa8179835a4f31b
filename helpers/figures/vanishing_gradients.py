"""Pictures of lecture 15: the page of one gradient, powers of a matrix, frequencies, norms over training, a cliff."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import BLACK, COLOURS, GREY, INK, PALE, SEQUENTIAL, drawing, line, tint


def plane(matrices):
    """What the powers of three 2 x 2 matrices make of the unit circle, on one scale; later curves are darker.

    `matrices`: dictionary from name to (2, 2), first one that only shrinks. The powers are 0, the circle itself, 1, 2, 4, 8.
    Returns fig, axes.
    """
    shown, angle = (0, 1, 2, 4, 8), np.linspace(0, 2 * np.pi, 181)
    circle = np.array([np.cos(angle), np.sin(angle)])
    wide = 1.07 * max(np.linalg.norm(np.linalg.matrix_power(W, k), 2) for W in matrices.values() for k in shown)
    with drawing(9, 4.2, rows=2, columns=2, width_ratios=(1.15, wide)) as (fig, grid):
        grid[1, 0].remove()
        grid[0, 0].set_subplotspec(grid[0, 0].get_gridspec()[:, 0])
        axes = grid.ravel()[[0, 1, 3]]
        for ax, (name, W) in zip(axes, matrices.items()):
            for place, k in enumerate(shown):
                x, y = np.linalg.matrix_power(W, k) @ circle
                colour = BLACK if k == 0 else tint(COLOURS["state"], 0.35 + 0.65 * place / (len(shown) - 1))
                style = {"linestyle": ":" if k == 0 else "-", "color": colour}
                ax.plot(x, y, **style, label="circle" if k == 0 else f"after {k}")
                ax.plot(x[:1], y[:1], marker="o", markersize=6, color=colour)
            ax.text(-0.97 * wide, 1.15, name if ax is not axes[0] else "", va="top")
            ax.set(aspect="equal", xlim=(-wide, wide), ylim=(-1.15, 1.15), yticks=(-1, 0, 1))
        axes[0].set(xlabel=next(iter(matrices)), xlim=(-1.15, 1.15), xticks=(-1, 0, 1))
        axes[1].tick_params(labelbottom=False)
        fig.legend(*axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=len(shown), columnspacing=1.2)
    return fig, axes


def powers(matrices):
    """Length of W^k (solid) beside rho^k (dotted), one panel for each matrix, on one logarithmic axis.

    `matrices`: dictionary from name to (lengths, rho), lengths: (K + 1,) the norms of W^0 ... W^K. Returns fig, axes.
    """
    with drawing(9, 3.2, columns=len(matrices), sharey=True) as (fig, axes):
        for ax, (name, (lengths, rho)) in zip(np.atleast_1d(axes), matrices.items()):
            k = np.arange(len(lengths))
            shown = np.where(np.asarray(lengths) > 1e-12, lengths, np.nan)
            ax.semilogy(k, shown, **line("state", markevery=5), label="norm of W to the k")
            ax.semilogy(k, float(rho) ** k, **line("future", marker="", linestyle=":"), label="ρ to the k")
            ax.axhline(1, color=GREY, linewidth=0.8)
            ax.set(xlabel=f"k, {name}")
            ax.minorticks_off()
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, axes


def frequency_map(vanished, exploded, rows, columns, groups):
    """Of many random networks, which share vanished and which exploded: a bar for each setting, split in three, shares above it.

    `vanished`, `exploded`: (rows, columns), shares from 0 to 1; `rows`: values of s_max; `columns`: names of the settings;
    `groups`: names above equal numbers of columns. Returns a Scene.
    """
    left, width, step = 96, 770, 40
    each = width / len(columns)
    scene = Scene(880, 132 + step * len(rows))
    for g, name in enumerate(groups):
        scene.text(left + width * (g + 0.5) / len(groups), 16, name, 16, INK, "middle", bold=True)
    for c, name in enumerate(columns):
        scene.text(left + each * (c + 0.5) - 4, 44, name, 14, INK, "middle")
    for r, value in enumerate(rows):
        y = 60 + step * r
        scene.text(left - 12, y + 17, f"{value:g}", 15, INK, "end", bold=value == 2)
        for c in range(len(columns)):
            _split_bar(scene, left + each * c, y, each - 8, vanished[r, c], exploded[r, c])
    y = 84 + step * len(rows)
    scene.text(left - 12, 44, "s max", 14, INK, "end")
    for x, colour, words in ((left, "past", "vanished: below 1/1000"), (left + 260, None, "between"),
                             (left + 380, "future", "exploded: above 1000")):  # fmt: skip
        scene.rectangle(x, y, 26, 18, tint(COLOURS[colour], 0.75) if colour else "#ffffff", GREY, 2, 1)
        scene.text(x + 34, y + 9, words, 15)
    return scene.text(left + 612, y + 9, "bold: usual start", 15, INK, bold=True)


def _split_bar(scene, x, y, width, vanished, exploded):
    """A bar of 12 pixels: from the left the share that vanished, from the right the share that exploded; above it all three."""
    scene.rectangle(x, y + 20, width * vanished, 12, tint(COLOURS["past"], 0.75))
    scene.rectangle(x + width * (1 - exploded), y + 20, width * exploded, 12, tint(COLOURS["future"], 0.75))
    scene.rectangle(x, y + 20, width, 12, "none", GREY, 2, 1)
    shares = (vanished, 0, "start", "past"), (1 - vanished - exploded, 0.5, "middle", "target"), (exploded, 1, "end", "future")
    for share, place, anchor, meaning in shares:
        if share >= 0.005:
            scene.text(x + width * place, y + 9, f"{100 * share:.0f} %", 13, COLOURS[meaning], anchor)


_MAP_X, _MAP_Y, _CELL_H = 96, 34, 20  # pixels: corner of the ledger, height of a row
_DECADES = (1, -3)  # powers of ten on the axis of the two changes


def gradient_page(tokens, cells, finite=None, small=None, j=None, *, far=5, picked=None, note=""):
    """One page about one sentence: its ledger, the sums of the diagonals, and two changes travelling from position j.

    Without `finite`, `small` and `j` the upper half alone.

    `tokens`: T words; `cells`: (T, T), the length of each entry of the ledger, zero above the diagonal; `finite`, `small`:
    (T - j + 1,), sizes of a finite and of an infinitely small change of a<j>; `picked`: a distance whose diagonal and bar get
    a frame; `note`: one short line. Returns a Scene.
    """
    T, width = len(tokens), 440
    scene, bottom = Scene(880, (74 if j is None else 228) + _CELL_H * T), _MAP_Y + _CELL_H * T
    middles = [_MAP_X + width * (c + 0.5) / T for c in range(T)]
    _heat_map(scene, tokens, np.asarray(cells, float), middles, width / T, picked)
    _bars(scene, np.array([np.trace(cells, -d) for d in range(T)]), far, picked)
    for x, word in zip(middles, tokens):
        scene.text(x, bottom + 14, word, 13, INK, "middle")
    if j is None:
        return scene
    _two_curves(scene, middles[j - 1 :], bottom + 52, finite, small)
    x, y = 590, bottom + 84
    scene.text(x, y - 28, f"size of a change, 1 at “{tokens[j - 1]}”", 15)
    curves = (("finite change", "state", "-"), ("infinitely small change", "gradient", "--"))
    for words, meaning, dash in curves:
        scene.line([(x, y), (x + 40, y)], COLOURS[meaning], 4, dash).text(x + 50, y, words, 15)
        y += 28
    scene.text(x, y + 4, f"at the end: {finite[-1]:.2g} and {small[-1]:.2g}", 15, INK, bold=True)
    return scene.text(x, y + 36, note, 15)


def _heat_map(scene, tokens, cells, middles, width, picked):
    scene.text(_MAP_X, 14, "loss at the row’s token, W_aa at the column’s step", 14)
    top = np.log10(cells.max() or 1.0)
    for r, word in enumerate(tokens):
        y = _MAP_Y + _CELL_H * r
        scene.text(_MAP_X - 8, y + _CELL_H / 2, word, 13, INK, "end")
        for c in range(r + 1):
            log = np.log10(max(cells[r, c], 1e-300))
            depth = 1 - min(max(top - log, 0), 5) / 5  # five powers of ten from white to full colour
            scene.rectangle(middles[c] - width / 2, y, width, _CELL_H, tint(COLOURS["gradient"], depth), PALE, 0, 1)
    for r in range(picked if picked is not None else len(tokens), len(tokens)):
        scene.rectangle(middles[r - picked] - width / 2, _MAP_Y + _CELL_H * r, width, _CELL_H, "none", INK, 0, 2.5)


def _bars(scene, sums, far, picked):
    left, height, each = 590, 150, 270 / len(sums)
    base, shares = _MAP_Y + 176, sums / (sums.sum() or 1.0)
    scene.text(left + 270, 14, "the sum of each diagonal, in percent", 14, INK, "end")
    scene.text(left + 270, 38, f"{far} and more: {shares[far:].sum():.1%}", 15, INK, "end", bold=True)
    for d, share in enumerate(shares):
        tall, x = height * share / (shares.max() or 1.0), left + each * d
        scene.rectangle(x, base - tall, each - 5, tall, COLOURS["past" if d >= far else "gradient"],
                        INK if picked == d else "none", 0, 2.5)  # fmt: skip
        percent = f"{100 * share:.0f}" if share >= 0.005 or not share else "<1"
        scene.text(x + each / 2 - 2, base - tall - 10, percent, 13, INK, "middle")
        scene.text(x + each / 2 - 2, base + 14, d, 13, INK, "middle")
    scene.text(left, base + 36, "distance i − j", 14)


def _two_curves(scene, places, y, finite, small):
    height, (high, low) = 110, _DECADES
    for power in range(low, high + 1):
        line_y = y + height * (high - power) / (high - low)
        scene.line([(_MAP_X, line_y), (_MAP_X + 440, line_y)], GREY if power == 0 else PALE, 1)
        scene.text(_MAP_X - 8, line_y, f"{10.0**power:g}", 13, INK, "end")
    for sizes, meaning, dash in ((finite, "state", "-"), (small, "gradient", "--")):
        logs = np.clip(np.log10(np.maximum(sizes, 1e-300)), low - 0.15, high)
        points = [(x, y + height * (high - log) / (high - low)) for x, log in zip(places, logs)]
        scene.line(points, COLOURS[meaning], 4, dash)
        for point in points:
            scene.circle(*point, 4, COLOURS[meaning])


def reach(tables, moments):
    """The two changes at the end of the sentence over training, one panel for each task: median and range of many starts.

    `tables`: dictionary from the task to (finite, small), each (starts, moments). Returns fig, axes.
    """
    with drawing(9, 4.2, columns=len(tables), sharey=True) as (fig, axes):
        for ax, (task, pair) in zip(np.atleast_1d(axes), tables.items()):
            for values, meaning, name in zip(pair, ("state", "gradient"), ("finite change", "infinitely small change")):
                style, places = line(meaning), np.arange(len(moments))
                ax.fill_between(places, values.min(0), values.max(0), color=style["color"], alpha=0.18, linewidth=0)
                ax.semilogy(places, np.median(values, 0), **style, label=name)
            ax.set(xlabel=f"updates; label: {task}")
            ax.set_xticks(np.arange(len(moments)), moments, fontsize=12)
            ax.axhline(1, color=GREY, linewidth=0.8)
            ax.minorticks_off()
        np.atleast_1d(axes)[0].set_ylabel("size at the end, 1 at the start")
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, axes


def norms_over_updates(runs, limit):
    """Norm of the gradient (above) and loss (below) over the updates; runs: name -> (losses, norms). Returns fig, axes.

    `limit`: the norm at which one of the runs clips, drawn as a line.
    """
    with drawing(9, 4.8, rows=2, sharex=True) as (fig, axes):
        for meaning, (name, (losses, norms)) in zip(("future", "input"), runs.items()):
            style = line(meaning, marker="", linewidth=1.2, linestyle="-")
            axes[0].semilogy(norms, **style, label=name)
            axes[1].semilogy(losses, **style)
            k = int(np.argmax(norms))
            axes[0].plot(k, norms[k], marker="o" if meaning == "input" else "v", color=style["color"], markersize=9)
        for ax, height, words in zip(axes, (limit, np.log(2)), (f"clip at {limit:g}", "a guess")):
            ax.axhline(height, color=GREY, linestyle=":", linewidth=1.5)
            ax.annotate(words, (1, height), (6, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                        fontsize=13, va="center", annotation_clip=False)  # fmt: skip
        axes[0].set(ylabel="norm of gradient")
        axes[1].set(ylabel="loss", xlabel="update")
        for ax in axes:
            ax.minorticks_off()
        fig.legend(*axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, axes


def loss_surface(w, b, losses, paths):
    """The loss over two parameters, dark is high, with the path of each descent as joined dots.

    `w`: (columns,), `b`: (rows,), `losses`: (rows, columns); `paths`: dictionary from name to (steps + 1, 2), pairs (w, b).
    Returns fig, ax.
    """
    with drawing(8.6, 4.3) as (fig, ax):
        shade = ax.pcolormesh(w, b, losses, cmap=SEQUENTIAL + "_r", shading="nearest", rasterized=True)
        fig.colorbar(shade, ax=ax, label="loss")
        for meaning, (name, path) in zip(("future", "input"), paths.items()):
            style = line(meaning, linestyle="--" if meaning == "future" else "-", markeredgecolor="white", markersize=9)
            ax.plot(*np.transpose(path), **style, label=name)
            if path[1][1] > b[-1]:  # a head where the path leaves the picture
                share = (b[-1] - path[0][1]) / (path[1][1] - path[0][1])
                edge = path[0] + share * (path[1] - path[0])
                ax.annotate(f"to b = {path[1][1]:.0f}", edge, (12, -20), textcoords="offset points", fontsize=14)
                ax.plot(*edge, marker="^", markersize=14, color=style["color"], clip_on=False)
        ax.plot(*path[0], marker="o", color=BLACK, markersize=13)
        ax.annotate("start", path[0], (8, -16), textcoords="offset points", fontsize=14, color="white")
        ax.set(xlabel="w", ylabel="b", xlim=(w[0], w[-1]), ylim=(b[0], b[-1]))
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, ax


def eigenvalues(groups):
    """Eigenvalues in the complex plane beside the unit circle, one panel a group (name -> complex array). Returns fig, axes."""
    angle = np.linspace(0, 2 * np.pi, 181)
    with drawing(9, 2.7, columns=len(groups), sharey=True) as (fig, axes):
        for ax, (name, values) in zip(np.atleast_1d(axes), groups.items()):
            ax.plot(np.cos(angle), np.sin(angle), color=GREY, linewidth=1.5)
            values = np.ravel(values)
            for out, meaning, words in ((False, "input", "on or inside the unit circle"), (True, "future", "outside of it")):
                part = values[(np.abs(values) > 1 + 1e-9) == out]
                ax.plot(part.real, part.imag, linestyle="", marker="^" if out else "o", markersize=6, alpha=0.8,
                        color=COLOURS[meaning], label=words)  # fmt: skip
            ax.text(0, 1.8, name, fontsize=13, ha="center")
            ax.set(xlabel="real part", xlim=(-2.7, 2.7), ylim=(-1.8, 2.4), xticks=(-2, 0, 2), aspect="equal", anchor="N")
        np.atleast_1d(axes)[0].set_ylabel("imaginary part")
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, axes
