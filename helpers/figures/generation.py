"""Pictures of lecture 14: the loop of drawing and reading, streams, bits a character, temperature, valid and new."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, PALE, drawing, line, tint


def with_visible_space(token):
    """A token as a reader can see it: a space as ␣, a line break as ↵."""
    return {" ": "␣", "\n": "↵"}.get(token, str(token))


def drawing_loop(prompt, drawn):
    """The network as a loop: it reads the prompt, and each token that it draws becomes its next input.

    `prompt`, `drawn`: lists of tokens, together at most 9; the last drawn token is not read any more. Returns a Scene. Raises
    ValueError if one of them is empty or they do not fit.
    """
    read = [*prompt, *drawn[:-1]]
    if not prompt or not drawn or len(read) > 9:
        raise ValueError(f"{len(prompt)} and {len(drawn)} tokens: give 1 or more of each, together at most 10")
    scene, width = Scene(880, 250), 780 / len(read)
    for i, token in enumerate(read):
        x, drawn_here = 70 + width * i + width / 2, i - len(prompt) + 1
        scene.rectangle(x - 28, 104, 56, 42, tint(COLOURS["state"], 0.3), COLOURS["state"], 8, 2.5)
        scene.text(x, 125, f"a⟨{i + 1}⟩", 15, INK, "middle", bold=True)
        scene.line([(x, 200), (x, 149)], COLOURS["input"], 2, arrow=True)
        colour = COLOURS["input"] if i < len(prompt) else COLOURS["output"]
        scene.text(x, 216, with_visible_space(token), 20, colour, "middle", bold=True)
        if i + 1 < len(read):
            scene.line([(x + 30, 125), (x + width - 32, 125)], COLOURS["state"], 3, arrow=True)
        if drawn_here >= 0:
            scene.line([(x, 102), (x, 62)], COLOURS["output"], 2, "--", arrow=True)
            scene.text(x, 44, with_visible_space(drawn[drawn_here]), 20, COLOURS["output"], "middle", bold=True)
            if i + 1 < len(read):
                scene.line([(x + 14, 46), (x + 35, 60), (x + 35, 190), (x + width - 14, 214)], COLOURS["output"], 2,
                           "--", arrow=True)  # fmt: skip
    scene.text(12, 44, "drawn", 14, GREY).text(12, 125, "state", 14, GREY).text(12, 216, "read", 14, GREY)
    return scene


def streams_and_windows(streams, T):
    """A text cut into streams, side by side; the state is carried from window to window, the gradient is not.

    `streams`: lists of tokens of one length, at most 4 of at most 24; `T`: the size of a window. Returns a Scene. Raises
    ValueError if they do not fit.
    """
    length = len(streams[0])
    if len(streams) > 4 or length > 24 or any(len(stream) != length for stream in streams):
        raise ValueError("this picture holds at most 4 streams of one length, at most 24 tokens")
    edges, scene = range(T, length, T), Scene(880, 96 + 52 * len(streams))
    cell = (836 - 30 * len(edges)) / length
    places = [34 + cell * i + 30 * (i // T) for i in range(length)]
    for b, stream in enumerate(streams):
        y = 30 + 52 * b
        scene.text(8, y + 18, f"{b + 1}", 15, GREY)
        for i, token in enumerate(stream):
            colour = COLOURS["state"] if i // T % 2 == 0 else COLOURS["past"]
            scene.rectangle(places[i], y, cell - 2, 36, tint(colour, 0.35), "none", 3)
            scene.text(places[i] + cell / 2 - 1, y + 18, with_visible_space(token), 17, INK, "middle", font="mono")
        for start in edges:
            x = places[start] - 16
            scene.line([(x, y - 6), (x, y + 42)], COLOURS["gradient"], 2.5, "--")
            scene.line([(x - 14, y + 18), (x + 15, y + 18)], COLOURS["state"], 2.5, arrow=True)
    y = 30 + 52 * len(streams) + 20
    scene.line([(34, y), (70, y)], COLOURS["state"], 2.5, arrow=True).text(80, y, "the state goes on", 15, INK)
    scene.line([(300, y - 12), (300, y + 12)], COLOURS["gradient"], 2.5, "--")
    return scene.text(312, y, "the gradient stops: losses on the right do not reach the left", 15, INK)


def bits_by_model(rows):
    """A dot for each random start of each model: how many bits a token costs.

    `rows`: dictionary from name to a list of bits. Returns fig, ax.
    """
    values = [value for row in rows.values() for value in np.atleast_1d(row)]
    pad = 0.08 * (max(values) - min(values)) + 0.02
    with drawing(8.4, 0.9 + 0.5 * len(rows)) as (fig, ax):
        for k, (name, row) in enumerate(rows.items()):
            row, meaning = np.atleast_1d(row), "output" if "and" in name or "mixture" in name else "state"
            ax.plot(row, np.full(len(row), -k), **line(meaning, linestyle="none", markersize=10), alpha=0.85, clip_on=False)
            ax.text(row.max() + pad / 4, -k, f" {row.mean():.2f}", fontsize=14, va="center")
            ax.axhline(-k - 0.5, color=PALE, linewidth=1)
        ax.set(ylim=(0.5 - len(rows), 0.5), xlim=(min(values) - pad, max(values) + 2 * pad))
        ax.set_xlabel("bits a character, held-out text (fewer is better)")
        ax.set_yticks([-k for k in range(len(rows))], list(rows))
    return fig, ax


def seen_and_new_text(updates, seen, new):
    """Bits a token on the text of training and on held-out text, while training goes on.

    `updates`: (n,); `seen`, `new`: (n,) bits. Returns fig, ax.
    """
    with drawing(8.0, 4.2) as (fig, ax):
        ax.plot(updates, new, **line("future"), label="held-out text", clip_on=False, zorder=3)
        ax.plot(updates, seen, **line("state"), label="text of training", clip_on=False, zorder=3)
        ax.set(xlabel="updates", ylabel="bits a character", xlim=(0, updates[-1]))
        fig.legend(*ax.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, ax


def next_token_bars(prompt, tokens, p):
    """The most likely next tokens after a prompt, as bars; longer prompts are shown by their end.

    `prompt`: a text; `tokens`: N names; `p`: (N,) probabilities. Returns a Scene. Raises
    ValueError if there is not one probability for each token.
    """
    p = np.asarray(p, float)
    if p.shape != (len(tokens),):
        raise ValueError(f"{len(tokens)} tokens and probabilities of shape {p.shape}: give one for each token")
    order = np.argsort(-p, kind="stable")[:12]
    scene = Scene(880, 84 + 25 * len(order))
    shown = prompt if len(prompt) <= 70 else "…" + prompt[-69:]
    scene.text(16, 24, shown.replace("\n", "↵"), 17, COLOURS["input"], bold=True, font="mono")
    rest = f"the other {len(p) - len(order)} tokens together {_share(max(p.sum() - p[order].sum(), 0))}"
    scene.text(16, 54, "next", 14, GREY).text(110, 54, f"probability; {rest}", 14, GREY)
    for k, i in enumerate(order):
        y = 70 + 25 * k
        scene.text(90, y + 11, with_visible_space(tokens[i]), 17, INK, "end", bold=True, font="mono")
        scene.rectangle(110, y, max(620 * p[i], 1), 21, tint(COLOURS["output"], 0.55), INK, 0, 1)
        scene.text(118 + 620 * p[i], y + 11, _share(p[i]), 15, INK, font="mono")
    return scene


def _share(p):
    return "below 0.001" if 0 < p < 0.0005 else f"{p:.3f}"


def valid_and_new(temperatures, shares, others=()):
    """The share of valid sentences, and of valid sentences that are new, against the temperature; beside it, of other models.

    `temperatures`: (n,); `shares`: (n, 2), valid, and valid and new; `others`: triples (name, valid, valid and new) of models
    without a temperature. Returns fig and its two axes.
    """
    shares, names = np.asarray(shares), [name for name, _, _ in others]
    with drawing(9.0, 4.4, columns=2, sharey=True, width_ratios=[3, 1 + len(others) / 2]) as (fig, (left, right)):
        for k, (label, meaning) in enumerate((("valid", "state"), ("valid and new", "output"))):
            left.plot(temperatures, shares[:, k], **line(meaning), label=label, clip_on=False)
            heights = [other[k + 1] for other in others]
            right.bar(np.arange(len(others)) + 0.36 * (k - 0.5), heights, 0.34, color=tint(COLOURS[meaning], 0.6), edgecolor=INK)
            for i, height in enumerate(heights):
                right.text(i + 0.36 * (k - 0.5), height + 0.01, f"{height:.2f}", fontsize=13, ha="center", va="bottom")
        left.set(xlabel="temperature of the network", ylabel="share of drawn sentences", ylim=(0, 1.02))
        left.set_xlim(0, max(temperatures) + 0.05)
        right.set_xticks(range(len(others)), names)
        right.set_xlabel("memory of a rival that counts")
        fig.legend(*left.get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return fig, (left, right)
