"""Pictures of lecture 09: labels and probabilities, loss against logit, a padded batch, what padding changes."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import BLACK, COLOURS, GREY, INK, drawing, line, tint

PAD = "<pad>"


def labelled_probabilities(tokens, y_hat, y):
    """A bar for each token's probability, a star at its label, and between them what is missing.

    `tokens`: T words; `y_hat`, `y`: (T,) or (T, 1), in [0, 1]. Returns fig, ax.
    """
    y_hat, y, places = np.ravel(y_hat), np.ravel(y), np.arange(len(tokens))
    with drawing(8.0, 3.8) as (fig, ax):
        ax.bar(places, y_hat, 0.5, color=tint(COLOURS["output"], 0.75), edgecolor=INK, label="probability ŷ")
        ax.vlines(places, y_hat, y, color=BLACK, linestyle=":", linewidth=2)
        ax.plot(places, y, **line("target", linestyle="none", markersize=14), label="label y", clip_on=False)
        for place, height in zip(places, y_hat):
            box = {"facecolor": "white", "edgecolor": "none", "pad": 2}
            ax.text(place, max(height / 2, 0.14), f"{height:.2f}", fontsize=14, ha="center", va="center", bbox=box)
        ax.set(ylabel="probability of “destination”", ylim=(0, 1.02), xlim=(-0.6, len(tokens) - 0.4))
        ax.set_xticks(places, [f"{word}\n{i}" for i, word in enumerate(tokens, 1)], parse_math=False)
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, ax


def loss_against_logit(o, naive, from_logits):
    """Two ways to compute one loss, over the output before the logistic function.

    `o`: (n,) rising; `naive`, `from_logits`: (n,) losses; where `naive` is not finite, crosses stand on the
    upper edge, and a line with its number marks where that begins. Returns fig, ax.
    """
    o, naive, from_logits = (np.asarray(values, float) for values in (o, naive, from_logits))
    low, high = from_logits.min(), from_logits.max()
    top = high + 0.15 * max(high - low, 1e-9)
    broken = ~np.isfinite(naive)
    with drawing(8.4, 3.9) as (fig, ax):
        ax.plot(o, from_logits, **line("past", marker="", linewidth=7), label="computed from o")
        ax.plot(o[~broken], naive[~broken], **line("target", marker="", linestyle="-", linewidth=1.6), label="as in the textbook")
        if broken.any():
            marks = o[broken][:: max(1, broken.sum() // 8)]
            ax.plot(marks, np.full(len(marks), top), "x", color=COLOURS["future"], markersize=9, clip_on=False,
                    label="textbook: inf or nan")  # fmt: skip
            ax.axvline(o[broken][0], color=GREY, linestyle=":", linewidth=1.5)
            ax.annotate(f"{o[broken][0]:.2f}", (o[broken][0], low), xytext=(6, 4), textcoords="offset points", fontsize=15)
        ax.set(xlabel="output o before the logistic function", ylabel="loss of one token (nats)", ylim=(low, top))
        ax.set_xlim(o.min(), o.max())
        ax.legend(loc="upper left", bbox_to_anchor=(0, 0.95))
    return fig, ax


def padded_rectangle(rows):
    """Sentences as rows of one rectangle: words in blue, padding grey and dashed, the mask below each token.

    `rows`: lists of words. Returns a Scene. Raises ValueError if there is no word.
    """
    T = max((len(row) for row in rows), default=0)
    if T == 0:
        raise ValueError("there is no word to draw: give at least one sentence with a token")
    width, left = min(110, 780 / T), 90
    scene = Scene(880, 24 + 84 * len(rows))
    for b, row in enumerate(rows):
        y = 16 + 84 * b
        scene.text(left - 14, y + 17, f"row {b}", 15, INK, "end").text(left - 14, y + 50, "mask", 15, INK, "end")
        for i in range(T):
            draw_token(scene, left + width * i, y, width - 6, row[i] if i < len(row) else None)
            scene.text(left + width * i + (width - 6) / 2, y + 50, int(i < len(row)), 16, INK, "middle", font="mono")
    return scene


def draw_token(scene, x, y, width, word, height=34):
    """A block with a word; without one (None) the dashed grey block of padding. Returns the scene."""
    if word is None:
        scene.rectangle(x, y, width, height, tint(GREY, 0.12), GREY, 5, 1.5, "--")
        return scene.text(x + width / 2, y + height / 2, PAD, 14, GREY, "middle")
    scene.rectangle(x, y, width, height, tint(COLOURS["input"], 0.22), COLOURS["input"], 5)
    return scene.text(x + width / 2, y + height / 2, word, 15, INK, "middle")


def moves_of_the_state(moves, T):
    """How far the state moves in each step: a bar for each position, padding hatched on grey.

    `moves`: (T + pads,), the norm of the change at position 1, 2, ...; `T`: number of real tokens. Returns fig, ax.
    """
    moves, places = np.asarray(moves), np.arange(1, len(moves) + 1)
    with drawing(8.4, 3.8) as (fig, ax):
        ax.axvspan(T + 0.5, len(moves) + 0.6, color=tint(GREY, 0.18), lw=0)
        real, pads = places <= T, places > T
        ax.bar(places[real], moves[real], 0.6, color=tint(COLOURS["state"], 0.7), edgecolor=INK)
        ax.bar(places[pads], moves[pads], 0.6, color="white", edgecolor=INK, hatch="//")
        for place, height in zip(places, moves):
            ax.text(place, height + 0.03 * moves.max(), f"{height:.2f}", fontsize=15, ha="center")
        top = 1.3 * moves.max()
        ax.text((T + 1) / 2, 0.96 * top, "real tokens", fontsize=15, ha="center", va="top")
        ax.text((T + len(moves) + 1) / 2, 0.96 * top, "pads of zeros", fontsize=15, ha="center", va="top")
        ax.set(xlabel="position i", ylabel="move of the state ‖a⟨i⟩ − a⟨i−1⟩‖", ylim=(0, top), xlim=(0.4, len(moves) + 0.6))
        ax.set_xticks(places)
    return fig, ax


def loss_against_pads(pads, unmasked, masked):
    """The loss of one batch against the number of added pads, without and with a mask.

    `pads`, `unmasked`, `masked`: (n,). Returns fig, ax.
    """
    with drawing(8.0, 3.8) as (fig, ax):
        ax.plot(pads, unmasked, **line("future"), label="mean over the rectangle")
        ax.plot(pads, masked, **line("state"), label="sum of loss / sum of mask")
        for values in (unmasked, masked):
            ax.annotate(f"{values[-1]:.3f}", (pads[-1], values[-1]), xytext=(10, 0), textcoords="offset points",
                        va="center", color=INK, fontsize=14)  # fmt: skip
        low, high = min(*unmasked, *masked), max(*unmasked, *masked)
        ax.set(xlabel="pads added to every sentence", ylabel="loss (nats)", xlim=(-0.2, pads[-1] * 1.1))
        ax.set_ylim(low - 0.25 * (high - low), high + 0.6 * (high - low))
        ax.legend(loc="upper left")
    return fig, ax


def tagger_scores(names, scores):
    """Groups of bars: a group for each kind of score, in it one bar for each rule.

    `names`: rules; `scores`: dictionary from kind of score to a list of shares (0 to 1), one for each rule. Returns fig, ax.
    """
    colours, hatches = [GREY, COLOURS["output"], COLOURS["past"]], ["", "//", ".."]
    width = 0.8 / len(names)
    with drawing(8.0, 4.0) as (fig, ax):
        for k, name in enumerate(names):
            x = np.arange(len(scores)) + (k - (len(names) - 1) / 2) * width
            heights = [values[k] for values in scores.values()]
            ax.bar(x, heights, 0.9 * width, color=tint(colours[k % 3], 0.6), edgecolor=INK, hatch=hatches[k % 3],
                   label=name)  # fmt: skip
            for place, height in zip(x, heights):
                ax.text(place, height + 0.02, f"{height:.2f}", fontsize=14, ha="center")
        ax.set_xticks(range(len(scores)), list(scores))
        ax.set(ylabel="share (0 to 1)", ylim=(0, 1.12))
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=len(names))
    return fig, ax
