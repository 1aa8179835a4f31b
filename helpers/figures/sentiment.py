"""Pictures of lecture 12: one bag of words, where a state is read, the score after each word, errors."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, LINES, PALE, drawing, line, tint

PAD = "<pad>"
MOST_ROWS = 20
_CELL, _LEFT, _ROW, _TOP = 62, 170, 21, 46
_RIGHT = _LEFT + 5 * _CELL + 60


def one_bag(first, second, scores):
    """Two sentences with their scores, and between them the words that both are made of.

    `first`, `second`: lists of at most 14 tokens, the same ones in another order; `scores`: two numbers. Returns a Scene.
    Raises ValueError if the tokens differ or do not fit.
    """
    if sorted(first) != sorted(second):
        raise ValueError("the two sentences are not made of the same tokens")
    if len(first) > 14:
        raise ValueError(f"{len(first)} tokens: this picture holds at most 14; choose a shorter pair")
    scene = Scene(880, 250)
    for y, tokens, score in ((40, first, scores[0]), (210, second, scores[1])):
        _row_of_words(scene, y, tokens, COLOURS["input"])
        scene.circle(845, y, 24, tint(COLOURS["output"], 0.6), INK).text(845, y, score, 20, INK, "middle", bold=True)
    scene.rectangle(10, 92, 860, 66, PALE, GREY, 10, 1.5, "--")
    scene.text(24, 108, "the same bag of words", 14, GREY)
    _row_of_words(scene, 134, sorted(first), INK)
    for start, end in ((92, 60), (158, 190)):
        scene.line([(400, start), (400, end)], GREY, 2, arrow=True)
    return scene


def _row_of_words(scene, y, tokens, colour):
    x, room = 24, 780 / sum(len(word) + 2 for word in tokens)
    for word in tokens:
        width = room * (len(word) + 2)
        scene.text(x + width / 2, y, word, min(19, 1.3 * room), colour, "middle", bold=True)
        x += width


def reading_weights(tokens, rows):
    """Which states the output layer reads: one row of weights for each way to read, one column for each position.

    `tokens`: T words, padding as "<pad>", at most 10; `rows`: dictionary from name to (T,) weights from 0 to 1. Returns a
    Scene. Raises ValueError if a row does not fit.
    """
    T = len(tokens)
    if not 1 <= T <= 10 or any(np.shape(weights) != (T,) for weights in rows.values()):
        raise ValueError(f"{T} tokens: give 1 to 10, and as many weights in each row")
    width, scene = 680 / T, Scene(880, 150 + 50 * len(rows))
    for i, word in enumerate(tokens):
        x, real = 190 + width * i, word != PAD
        colour = COLOURS["state"] if real else GREY
        scene.rectangle(x, 14, width - 8, 40, tint(colour, 0.3), colour, 6, 2, "" if real else "--")
        scene.text(x + width / 2 - 4, 34, f"a⟨{i + 1}⟩", 15, INK, "middle")
        scene.line([(x + width / 2 - 4, 88), (x + width / 2 - 4, 58)], COLOURS["input"] if real else GREY, 2, arrow=True)
        scene.text(x + width / 2 - 4, 102, word, 15, COLOURS["input"] if real else GREY, "middle")
        if i + 1 < T:
            scene.line([(x + width - 8, 34), (x + width - 1, 34)], COLOURS["state"], 2)
    scene.text(180, 34, "states", 15, GREY, "end")
    for k, (name, weights) in enumerate(rows.items()):
        y = 134 + 50 * k
        scene.text(180, y + 17, name, 15, INK, "end")
        for i, weight in enumerate(weights):
            x = 190 + width * i
            scene.rectangle(x, y, width - 8, 34, tint(COLOURS["output"], weight), GREY, 4, 1)
            scene.text(x + width / 2 - 4, y + 17, f"{weight:.2f}".rstrip("0").rstrip("."), 15, INK, "middle", font="mono")
    return scene


def score_by_word(tokens, p):
    """Five probabilities after each word, and their mean, the expected score; one row for each word, read downwards.

    `tokens`: T words, padding as "<pad>", at most 20; `p`: (T, 5), rows that add up to 1. The row of the last real token is
    framed. Returns a Scene. Raises ValueError for other shapes.
    """
    p, T = np.asarray(p, float), len(tokens)
    if not 1 <= T <= MOST_ROWS or p.shape != (T, 5):
        raise ValueError(f"{T} tokens and p of shape {p.shape}: give 1 to {MOST_ROWS} tokens and as many rows of 5 numbers")
    mean, last = p @ np.arange(1, 6), max((i for i, word in enumerate(tokens) if word != PAD), default=0)
    scene = Scene(880, _TOP + _ROW * T + 12)
    for k in range(5):
        scene.text(_LEFT + _CELL * (k + 0.5), 30, k + 1, 15, INK, "middle", bold=True)
        scene.line([(_at(k + 1), _TOP - 4), (_at(k + 1), _TOP + _ROW * T)], PALE, 1)
        scene.text(_at(k + 1), 30, k + 1, 14, GREY, "middle")
    scene.text(_LEFT - 12, 12, "after the word", 14, GREY, "end").text(_LEFT, 12, "probability of the scores", 14, GREY)
    scene.text(_RIGHT, 12, "expected score", 14, GREY)
    for i, word in enumerate(tokens):
        _word_row(scene, _TOP + _ROW * i, word, p[i], framed=i == last)
    points = [(_at(value), _TOP + _ROW * (i + 0.5)) for i, value in enumerate(mean)]
    scene.line(points, COLOURS["output"], 2.5, LINES["output"])
    for i, (x, y) in enumerate(points):
        scene.circle(x, y, 7 if i == last else 4.5, COLOURS["output"] if tokens[i] != PAD else "#ffffff", INK)
    return scene.text(872, points[last][1], f"{mean[last]:.1f}", 15, INK, "end", bold=True)


def _at(score):
    return _RIGHT + 10 + 68 * (score - 1)


def _word_row(scene, y, word, p, framed):
    middle = y + _ROW / 2
    scene.text(_LEFT - 12, middle, word, 15, GREY if word == PAD else COLOURS["input"], "end", bold=framed)
    for k, value in enumerate(p):
        scene.rectangle(_LEFT + _CELL * k, y + 1, _CELL - 3, _ROW - 2, tint(COLOURS["output"], 0.85 * value), PALE, 0, 1)
        if value >= 0.005:
            scene.text(_LEFT + _CELL * (k + 0.5) - 1, middle, f"{value:.2f}", 14, INK, "middle", font="mono")
    if framed:
        scene.rectangle(_LEFT - 3, y - 1, 5 * _CELL + 3, _ROW + 2, "none", INK, 3, 2.5)


def accuracy_by_pads(pads, curves, limit):
    """Accuracy against the number of pads behind each sentence.

    `pads`: (n,) numbers; `curves`: dictionary from name to (n,) shares, at most four; `limit`: what no bag of words passes.
    Returns fig, ax.
    """
    with drawing(8.0, 4.0) as (fig, ax):
        for meaning, (name, shares) in zip(("state", "future", "past", "gradient"), curves.items()):
            ax.plot(pads, shares, **line(meaning), label=name, clip_on=False, zorder=3)
        ax.axhline(limit, color=GREY, linestyle=":", linewidth=1.8)
        ax.text(pads[-1], limit + 0.015, "limit of any bag of words", fontsize=14, ha="right", va="bottom")
        ax.set(xlabel="pads behind each sentence", ylabel="share of right scores", ylim=(0, 1), xlim=(0, pads[-1]))
        ax.set_xticks(pads)
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, ax


def scores_of_networks(rows, limit):
    """A mark for each random start and model: a square on test, a circle where train never denied or contrasted the words.

    `rows`: dictionary from name to a pair of (starts,) shares, test and unseen; `limit`: the best any bag of words could do
    on test. Returns fig, ax.
    """
    kinds = (("s", 0.16, "state", "test"), ("o", -0.16, "future", "unseen: first denials and contrasts"))
    with drawing(8.6, 0.95 + 0.5 * len(rows)) as (fig, ax):
        for k, pair in enumerate(rows.values()):
            for shares, (marker, offset, meaning, name) in zip(pair, kinds):
                look = {"markersize": 8, "markeredgewidth": 1.8, "markerfacecolor": "none", "color": COLOURS[meaning]}
                ax.plot(shares, np.full(len(shares), offset - k), marker, label=name if k == 0 else None, **look)
            ax.axhline(-k - 0.5, color=PALE, linewidth=1)
        ax.axvline(limit, **line("target", marker="", linewidth=1.8), label="limit of bags, test")
        ax.set(xlim=(0.25, 1.02), ylim=(0.5 - len(rows), 0.5), xlabel="share of right scores")
        ax.set_yticks([-k for k in range(len(rows))], list(rows))
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return fig, ax


def confusion(counts):
    """How often each true score (rows) was answered with each score (columns).

    `counts`: (5, 5) whole numbers. Returns a Scene.
    """
    counts = np.asarray(counts)
    scene, wide, high = Scene(880, 330), 130, 48
    scene.text(190 + 2.5 * wide, 14, "score of the network", 15, GREY, "middle").text(170, 40, "true score", 15, GREY, "end")
    for i in range(5):
        scene.text(190 + wide * (i + 0.5), 40, i + 1, 17, INK, "middle", bold=True)
        scene.text(170, 56 + high * (i + 0.5), i + 1, 17, INK, "end", bold=True)
        for j in range(5):
            share = counts[i, j] / max(counts[i].sum(), 1)
            fill = tint(COLOURS["state"] if i == j else COLOURS["future"], 0.2 + 0.65 * share if counts[i, j] else 0)
            scene.rectangle(190 + wide * j, 58 + high * i, wide - 3, high - 3, fill, PALE, 4, 1)
            scene.text(190 + wide * (j + 0.5), 57 + high * (i + 0.5), counts[i, j], 18, INK, "middle", bold=i == j)
    return scene.text(190, 314, "green: right; orange: wrong; darker: a larger share of its row", 15, GREY)


def share_by_group(groups, average):
    """A bar for each group of sentences, worst first: the share of right answers.

    `groups`: dictionary from name to a share; `average`: of all sentences. Returns fig, ax.
    """
    ordered = sorted(groups.items(), key=lambda pair: -pair[1])
    with drawing(8.0, 4.9) as (fig, ax):
        ax.barh(range(len(ordered)), [share for _, share in ordered], 0.7, color=tint(COLOURS["state"], 0.6), edgecolor=INK)
        for k, (_, share) in enumerate(ordered):
            ax.text(1.012, k, f"{share:.2f}", fontsize=13, va="center")
        ax.axvline(average, **line("target", marker="", linewidth=1.8))
        ax.set(xlim=(0, 1.0), xlabel="share of right scores (dotted: of all patterns together)")
        ax.set_yticks(range(len(ordered)), [name.replace("_", " ") for name, _ in ordered])
    return fig, ax
