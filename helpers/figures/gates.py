"""Pictures of lecture 16: the cells of LSTM and GRU, gates of a trained network over a sentence, and the memory ruler."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILLION, drawing, tint

# One colour a gate, in every picture of the lecture; the letter stands beside it.
GATES = {"i": SKY, "f": VERMILLION, "g": GREEN, "o": ORANGE, "r": PURPLE, "z": BLUE}


def _node(scene, x, y, words, colour="#ffffff"):
    scene.circle(x, y, 17, tint(colour, 0.35) if colour != "#ffffff" else colour, INK, 1.5)
    return scene.text(x, y, words, 16, INK, "middle", bold=True)


def _box(scene, x, y, gate, words):
    scene.rectangle(x - 48, y - 22, 96, 44, tint(GATES[gate], 0.35), GATES[gate], 8, 2.5)
    return scene.text(x, y - 8, gate, 17, INK, "middle", bold=True).text(x, y + 10, words, 13, INK, "middle")


def lstm_cell():
    """One step of an LSTM as a plan: the cell runs straight through above, gates and candidate stand below. Returns a Scene."""
    scene = Scene(880, 372)
    top, row, floor = 64, 232, 318
    scene.line([(76, top), (820, top)], INK, 5, arrow=True)
    scene.text(10, top, "c⟨t−1⟩", 15, INK).text(828, top, "c⟨t⟩", 15, INK)
    for x, gate, words in ((190, "f", "logistic"), (330, "i", "logistic"), (450, "g", "tanh"), (640, "o", "logistic")):
        scene.line([(x, floor), (x, row + 22)], GREY, 2, arrow=True)
        _box(scene, x, row, gate, words)
    scene.line([(190, row - 22), (190, top + 18)], GATES["f"], 3, arrow=True)
    scene.line([(330, row - 22), (330, 158), (373, 158)], GATES["i"], 3, arrow=True)
    scene.line([(450, row - 22), (450, 158), (407, 158)], GATES["g"], 3, arrow=True)
    scene.line([(390, 141), (390, top + 18)], INK, 2.5, arrow=True)
    scene.line([(740, top), (740, 97)], INK, 2.5, arrow=True).line([(740, 133), (740, 157)], INK, 2.5, arrow=True)
    scene.rectangle(706, 98, 68, 34, "#ffffff", INK, 8).text(740, 115, "tanh", 14, INK, "middle")
    scene.line([(640, row - 22), (640, 175), (722, 175)], GATES["o"], 3, arrow=True)
    scene.line([(758, 175), (820, 175)], INK, 3, arrow=True).text(828, 175, "a⟨t⟩", 15, INK)
    for x, y, sign in ((190, top, "×"), (390, 158, "×"), (390, top, "+"), (740, 175, "×")):
        _node(scene, x, y, sign)
    scene.line([(76, floor), (640, floor)], GREY, 2)
    scene.text(10, floor - 12, "x⟨t⟩", 15, INK).text(10, floor + 12, "a⟨t−1⟩", 15, INK)
    for x, words in ((190, "keep"), (390, "write"), (740, "show")):
        scene.text(x, 22, words, 14, INK, "middle")
    words = "input and old state reach all four boxes, each through rows of W_ax and W_aa of its own"
    return scene.text(404, 352, words, 14, GREY, "middle")


def gru_cell():
    """One step of a GRU as a plan: the state runs straight through above. Returns a Scene."""
    scene = Scene(880, 346)
    top, row, floor = 64, 206, 292
    scene.line([(80, top), (800, top)], INK, 5, arrow=True)
    scene.text(10, top, "a⟨t−1⟩", 15, INK).text(808, top, "a⟨t⟩", 15, INK)
    for x, gate, words in ((250, "z", "logistic"), (430, "r", "logistic"), (620, "g", "tanh")):
        scene.line([(x, floor), (x, row + 22)], GREY, 2, arrow=True)
        _box(scene, x, row, gate, words)
    scene.line([(250, row - 22), (250, top + 18)], GATES["z"], 3, arrow=True)
    scene.line([(250, 130), (602, 130)], GATES["z"], 2, "--", arrow=True).text(420, 114, "1 − z", 15, INK, "middle")
    scene.line([(478, row), (572, row)], GATES["r"], 3, arrow=True)
    scene.text(525, row + 22, "scales u", 13, INK, "middle")
    scene.line([(620, row - 22), (620, 148)], GATES["g"], 3, arrow=True).line([(620, 112), (620, top + 18)], INK, 2.5, arrow=True)
    for x, y, sign in ((250, top, "×"), (620, 130, "×"), (620, top, "+")):
        _node(scene, x, y, sign)
    scene.line([(80, floor), (620, floor)], GREY, 2)
    scene.text(10, floor - 12, "x⟨t⟩", 15, INK).text(10, floor + 12, "a⟨t−1⟩", 15, INK)
    scene.text(250, 22, "keep", 14, INK, "middle").text(620, 22, "write", 14, INK, "middle")
    return scene.text(345, 328, "what z keeps of the old state, 1 − z takes from the candidate", 14, GREY, "middle")


def gates_over_sentence(tokens, forget, contents):
    """The forget gates of all units over a sentence, and below them what one cell holds in two sentences.

    `tokens`: (T,) words; `forget`: (n_a, T), from 0 to 1; `contents`: {name: (T,)}, the content of one cell. Returns fig, axes.
    """
    with drawing(9.0, 4.3, rows=2, sharex=True, height_ratios=(3, 2)) as (fig, axes):
        image = axes[0].pcolormesh(range(len(tokens)), range(len(forget)), forget, cmap="cividis", vmin=0, vmax=1)
        axes[0].invert_yaxis()
        axes[0].set(ylabel="unit", yticks=[0, len(forget) - 1], yticklabels=["1", str(len(forget))])
        fig.colorbar(image, ax=axes[0], label="forget gate", ticks=[0, 0.5, 1], pad=0.01)
        for (name, values), colour, dash, mark in zip(contents.items(), (GREEN, VERMILLION), ("-", "--"), ("s", "o")):
            axes[1].plot(range(len(tokens)), values, color=colour, linestyle=dash, marker=mark, label=name)
        axes[1].axhline(0, color=GREY, linewidth=1)
        axes[1].set(ylabel="one cell", ylim=(None, 1.35 * axes[1].get_ylim()[1]))
        axes[1].set_xticks(range(len(tokens)), tokens, parse_math=False)
        axes[1].legend(loc="upper left", ncols=2)
    return fig, axes


def learned_of_twenty(rulers):
    """How many starts of twenty learned the latch, for each kind of network and distance, with the rate that was chosen for it.

    `rulers`: {kind: {distance: (rate, accuracies)}}. A start has learned if it is right in 99 of 100. Returns a Scene.
    """
    distances = list(next(iter(rulers.values())))
    scene = Scene(880, 78 + 44 * len(rulers))
    for column, distance in enumerate(distances):
        scene.text(405 + 180 * column, 18, f"distance {distance}", 16, INK, "middle", bold=True)
    for k, (kind, found) in enumerate(rulers.items()):
        y = 40 + 44 * k
        scene.text(306, y + 18, kind, 15, INK, "end")
        for column, distance in enumerate(distances):
            rate, accuracies = found[distance]
            learned, number = int(np.sum(np.asarray(accuracies) >= 0.99)), len(accuracies)
            x = 320 + 180 * column
            scene.text(x, y + 11, f"{learned} of {number}", 16, INK, bold=True)
            scene.text(x + 166, y + 11, f"rate {rate:g}", 13, INK, "end")
            scene.rectangle(x, y + 22, 166 * learned / number, 14, tint(GREEN, 0.45))
            scene.rectangle(x, y + 22, 166, 14, "none", GREY, 2, 1)
    return scene.text(320, 58 + 44 * len(rulers), "starts that learned, at the kind’s best of three rates", 14, GREY)
