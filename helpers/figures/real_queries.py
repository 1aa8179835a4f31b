"""Pictures of lecture 17: scores of networks on two corpora, and a query with its labels."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, drawing, line, tint

WIDTH = 880


def two_corpora(scores, names):
    """Span F1 of each kind of network on two corpora: a dot for each start, a mark at the mean.

    `scores`: {kind: [starts of the first corpus, starts of the second]}; `names`: of the two corpora. Returns fig, ax.
    """
    with drawing(8.6, 3.9) as (fig, ax):
        for c, (name, meaning) in enumerate(zip(names, ("input", "future"))):
            style = {key: value for key, value in line(meaning).items() if key in ("color", "marker")}
            means = [np.mean(rows[c]) for rows in scores.values()]
            ax.plot(range(len(scores)), means, label=name, **line(meaning, linestyle="none"))
            for k, rows in enumerate(scores.values()):
                ax.scatter(np.full(len(rows[c]), k + 0.12), rows[c], s=22, alpha=0.6, **style)
        ax.set(ylabel="span F1", ylim=(0, 1.05))
        ax.set_xticks(range(len(scores)), list(scores))
        ax.legend(loc="lower left")
    return fig, ax


def tagged_query(tokens, labels, p):
    """The tokens of a query in a row of boxes, coloured where a label is not outside, with their probabilities below.

    `tokens`, `labels`: T of each; `p`: (T,) probabilities of the labels. Long queries go on in a second row. Returns a Scene.
    """
    x, y, boxes = 10, 20, []
    for token, label, q in zip(tokens, labels, p):
        width = 22 + 10.5 * max(len(token), 4)
        if x + width > WIDTH - 10:
            x, y = 10, y + 96
        boxes.append((x, y, width, token, label, q))
        x += width + 8
    scene = Scene(WIDTH, y + 96)
    for x, y, width, token, label, q in boxes:
        inside = label not in (0, "O")
        fill = tint(COLOURS["output"], 0.6) if inside else "#ffffff"
        scene.rectangle(x, y, width, 34, fill, INK if inside else GREY, 6, 2 if inside else 1)
        scene.text(x + width / 2, y + 17, token, 16, INK, "middle", bold=inside, font="mono")
        scene.text(x + width / 2, y + 50, "" if label in (1, 0, "O") else str(label), 13, INK, "middle")
        scene.text(x + width / 2, y + 68, f"{q:.2f}", 14, INK, "middle", font="mono")
    return scene
