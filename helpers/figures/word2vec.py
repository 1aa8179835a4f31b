"""Pictures of lecture 04: the sliding window, an explosion, answers to analogies, maps of words, a probe, few labels."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, drawing, line, tint

WIDTH = 880


def window_picture(words, center, window, mode="skip-gram"):
    """A sentence, one center, and its neighbours: which word predicts which.

    `words`: 1 to 12 tokens; `center`: a position, from 0; `window`: neighbours to each side; `mode`: "skip-gram" (an arrow
    from the center to each neighbour) or "CBOW" (from all neighbours through their mean to the center). Returns a Scene.
    """
    if not 1 <= len(words) <= 12:
        raise ValueError(f"{len(words)} words: the picture holds 1 to 12")
    scene, pitch = Scene(WIDTH, 232), min(112, (WIDTH - 20) / len(words))
    left, top = (WIDTH - pitch * len(words)) / 2, 150
    middles = [left + pitch * (i + 0.5) for i in range(len(words))]
    near = [i for i in range(len(words)) if 0 < abs(i - center) <= window]
    for i, word in enumerate(words):
        meaning = "state" if i == center else "input" if i in near else "neutral"
        fill = tint(COLOURS[meaning], 0.25) if meaning != "neutral" else "#ffffff"
        border = COLOURS[meaning] if meaning != "neutral" else PALE
        scene.rectangle(middles[i] - pitch / 2 + 3, top, pitch - 6, 40, fill, border, 6, 3 if i == center else 1.5)
        size = min(16, 1.55 * (pitch - 10) / max(len(word), 1))
        scene.text(middles[i], top + 20, word, size, INK if meaning != "neutral" else GREY, "middle", bold=i == center)
    scene.text(middles[center], top + 60, "center", 15, COLOURS["state"], "middle", bold=True)
    (_skip_gram_arrows if mode == "skip-gram" else _cbow_arrows)(scene, middles, near, center, top)
    what = "the center predicts each neighbour" if mode == "skip-gram" else "the mean of the neighbours predicts the center"
    return scene.text(12, 18, f"{mode}: {what}", 16, INK, bold=True)


def _skip_gram_arrows(scene, middles, near, center, top):
    for k in near:
        height = top - 26 - 16 * abs(k - center)
        start = middles[center] + (9 if k > center else -9)
        corners = [(start, top - 2), (start, height), (middles[k], height), (middles[k], top - 3)]
        scene.line(corners, COLOURS["output"], 2.2, arrow=True)


def _cbow_arrows(scene, middles, near, center, top):
    if not near:
        return
    y, x = 74, middles[center]
    scene.rectangle(x - 34, y - 17, 68, 34, tint(COLOURS["output"], 0.25), COLOURS["output"], 8)
    scene.text(x, y, "mean", 15, INK, "middle")
    for k in near:
        side = x - 36 if k < center else x + 36
        level = y - 10 + 7 * abs(k - center)
        scene.line([(middles[k], top - 2), (middles[k], level), (side, level)], COLOURS["input"], 1.8, arrow=True)
    scene.line([(x, y + 18), (x, top - 3)], COLOURS["output"], 3, arrow=True)


def exploding_norms(norms):
    """The length of row 0 of E during training, one curve for each way to train.

    `norms`: {name: lengths, one for each update}, at most three. Returns fig, ax.
    """
    with drawing(8.0, 4.2) as (fig, ax):
        for meaning, (name, values) in zip(("future", "input", "state"), norms.items()):
            ax.plot(values, **line(meaning, markevery=max(len(values) // 8, 1)), label=name)
        ax.set(xlabel="updates", ylabel="length of row 0 of E", yscale="log")
        ax.legend(loc="center right", bbox_to_anchor=(1, 0.47))
    return fig, ax


def answer_bars(question, candidates, inputs_allowed):
    """The words nearest to b - a + c as bars, the given words marked, the answer in bold.

    `question`: the words (a, b, c); `candidates`: [(word, cosine, whether it was given)], best first, at most 6;
    `inputs_allowed`: whether a given word may be the answer. Returns a Scene.
    """
    scene = Scene(WIDTH, 66 + 34 * len(candidates))
    a, b, c = question
    scene.text(12, 22, f"{b} − {a} + {c}  is near to:", 17, INK, bold=True)
    answer = next((word for word, _, given in candidates if inputs_allowed or not given), None)
    for k, (word, cosine, given) in enumerate(candidates):
        y = 62 + 34 * k
        out = given and not inputs_allowed
        colour = "neutral" if given else "state"
        scene.text(170, y, word, 16, GREY if out else INK, "end", bold=word == answer)
        length = 420 * max(cosine, 0)
        scene.rectangle(184, y - 11, length, 22, "#ffffff" if out else tint(COLOURS[colour], 0.5), COLOURS[colour], 3, 1.5,
                        ":" if out else "")  # fmt: skip
        note = "  given, excluded" if out else "  given" if given else ""
        note += "  ← the answer" if word == answer else ""
        scene.text(192 + length, y, f"{cosine:.2f}{note}", 15, GREY if out else INK)
    return scene


def pair_map(points, pairs, names):
    """Word vectors in two dimensions; each pair is joined by an arrow from its first to its second word.

    `points`: (2 n, 2), the words of the pairs one after the other; `pairs`: n pairs of words; `names`: what the two axes are.
    Returns fig, ax.
    """
    points = np.asarray(points)
    with drawing(8.0, 3.9) as (fig, ax):
        for k, (first, second) in enumerate(pairs):
            (x0, y0), (x1, y1) = points[2 * k], points[2 * k + 1]
            ax.annotate("", (x1, y1), (x0, y0), arrowprops={"arrowstyle": "->", "color": GREY, "linewidth": 1.5})
            sides = (("left", 8), ("right", -8)) if x0 > x1 else (("right", -8), ("left", 8))
            for (x, y), word, meaning, (side, shift) in zip(((x0, y0), (x1, y1)), (first, second), ("input", "future"), sides):
                ax.plot(x, y, color=COLOURS[meaning], marker="o" if meaning == "input" else "s", linestyle="")
                ax.annotate(word, (x, y), xytext=(shift, 0), textcoords="offset points", ha=side, va="center", fontsize=14,
                            parse_math=False)  # fmt: skip
        ax.margins(0.2, 0.1)
        ax.set(xlabel=names[0], ylabel=names[1])
    return fig, ax


def probe_scatter(planted, readings, jobs):
    """What a direction in the vectors says about jobs against what was planted, one panel for each direction.

    `planted`: (n,) log-odds of she; `readings`: {name of a direction: (n,) numbers}, two or more; `jobs`: n words. The
    correlation stands above each panel. Returns fig, axes.
    """
    with drawing(9.0, 4.4, columns=len(readings)) as (fig, axes):
        for ax, (name, values) in zip(axes, readings.items()):
            r = np.corrcoef(planted, values)[0, 1]
            ax.plot(planted, values, color=COLOURS["state"], marker="s", linestyle="", markersize=5)
            for i, value in enumerate(values):  # of two names of nearly one height, the left one stands to the left of its point
                other = np.argsort(np.abs(values - value))[1]
                shift, side = (-7, "right") if planted[i] <= planted[other] else (7, "left")
                ax.annotate(jobs[i], (planted[i], values[i]), xytext=(shift, 0), textcoords="offset points",
                            fontsize=11, ha=side, va="center", parse_math=False)  # fmt: skip
            ax.text(0.5, 1.02, f"{name}: r = {r:+.2f}".replace("-", "−"), transform=ax.transAxes, ha="center", fontsize=14)
            ax.set_xlabel("planted log-odds of she")
            ax.margins(0.32, 0.08)
        axes[0].set_ylabel("reading along the direction")
    return fig, axes


def few_label_bars(scores, groups):
    """Span F1 by group of sentences, one bar for each start of the table: the mean of the seeds, and each seed as a dot.

    `scores`: {name of the start: (groups, seeds)}; `groups`: names. Returns fig, ax.
    """
    width, hatches = 0.8 / len(scores), ("", "//", "..")
    with drawing(8.4, 4.4) as (fig, ax):
        for k, (meaning, (name, rows)) in enumerate(zip(("neutral", "input", "state"), scores.items())):
            rows = np.asarray(rows)
            x = np.arange(len(groups)) + (k - (len(scores) - 1) / 2) * width
            ax.bar(x, rows.mean(axis=1), 0.9 * width, color=tint(COLOURS[meaning], 0.5), hatch=hatches[k], label=name,
                   edgecolor=COLOURS[meaning])  # fmt: skip
            for at, mean in zip(x, rows.mean(axis=1)):
                paper = {"facecolor": "white", "edgecolor": "none", "pad": 2}
                ax.text(at, 0.07, f"{mean:.2f}", ha="center", fontsize=13, bbox=paper)
            ax.plot(x, rows, color=INK, marker="o", linestyle="", markersize=3)
        ax.set(ylabel="span F1, 200 labelled sentences", ylim=(0, 1.25), yticks=np.linspace(0, 1, 6))
        ax.set_xticks(range(len(groups)), groups)
        ax.legend(loc="upper center", ncols=3, columnspacing=1.0, handlelength=1.5)
    return fig, ax
