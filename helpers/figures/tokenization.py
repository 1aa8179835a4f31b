"""Pictures of lecture 01: pieces of text as blocks, word frequencies, curves over the size of the vocabulary."""

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, drawing, line, tint

_BLOCK_COLOURS = (COLOURS["input"], COLOURS["state"])


def visible(piece):
    """A piece of text or of bytes as something one can see: a space becomes ␣, a byte that is no letter its hex code."""
    if isinstance(piece, bytes):
        try:
            piece = piece.decode("utf-8")
        except UnicodeDecodeError:
            return " ".join(f"{byte:02x}" for byte in piece)
    return "".join("␣" if c == " " else "↵" if c == "\n" else c if c.isprintable() else f"\\x{ord(c):02x}" for c in piece)


def block_width(label, size):
    """Width in pixels of a block that holds this label in the fixed-width font."""
    return 0.62 * size * len(label) + 12


def draw_blocks(scene, x, y, pieces, size=17, highlight=None, limit=None):
    """Draw pieces as a row of blocks from (x, y) on; `highlight` is the piece to mark, `limit` the last x to use.

    Returns the x where the row ends. What does not fit is replaced by three dots.
    """
    for k, piece in enumerate(pieces):
        label = visible(piece)
        width = block_width(label, size)
        if limit is not None and x + width > limit:
            scene.text(x + 2, y + 15, "…", size, GREY)
            return x + 20
        marked = highlight is not None and piece == highlight
        fill = COLOURS["highlight"] if marked else tint(_BLOCK_COLOURS[k % 2], 0.22)
        scene.rectangle(x, y, width, 30, fill, INK if marked else _BLOCK_COLOURS[k % 2], radius=4)
        scene.text(x + width / 2, y + 15, label, size, INK, "middle", font="mono")
        x += width + 3
    return x


def cut_in_rows(rows):
    """A scene with one row of blocks for each entry of `rows`, a dictionary from label to list of pieces (str or bytes)."""
    scene = Scene(860, 20 + 70 * len(rows))
    for k, (label, pieces) in enumerate(rows.items()):
        y = 16 + 70 * k
        scene.text(8, y, f"{label}: {len(pieces)} pieces", 15, INK)
        draw_blocks(scene, 8, y + 14, pieces, size=16, limit=836)
    return scene


def zipf(frequencies, labels, constant):
    """Frequency against rank on logarithmic axes, with the line frequency = `constant` / rank.

    `frequencies`: (n,) counts in falling order. `labels`: dictionary from rank (from 1) to the word to write there.
    Returns fig, ax.
    """
    ranks = range(1, len(frequencies) + 1)
    with drawing(8.0, 4.3) as (fig, ax):
        ax.loglog(ranks, frequencies, **line("input", linestyle="none", markersize=4), label="words of the diary")
        falling = line("target", marker="", linewidth=1.6)
        ax.loglog(ranks, [constant / rank for rank in ranks], **falling, label=f"{constant:,} / rank")
        rings = {"linestyle": "none", "marker": "o", "markersize": 11, "markerfacecolor": "none", "markeredgecolor": INK}
        ax.plot(list(labels), [frequencies[rank - 1] for rank in labels], **rings)
        for rank, word in labels.items():
            below = frequencies[rank - 1] < 0.7 * constant / rank
            place = {"xytext": (-4, -22) if below else (6, 10), "textcoords": "offset points"}
            ax.annotate(f"“{word}”", (rank, frequencies[rank - 1]), fontsize=13, parse_math=False, **place)
        ax.set(xlabel="rank of the word", ylabel="how often it occurs", ylim=(0.7, 3 * frequencies[0]))
        ax.legend(loc="lower left")
    return fig, ax


def rate_against_size(sizes, rates):
    """Unknown tokens (a share, 0 to 1) against the size of the vocabulary, each point with its number.

    `sizes`, `rates`: (n,). Returns fig, ax.
    """
    with drawing(8.0, 4.0) as (fig, ax):
        ax.plot(sizes, [100 * rate for rate in rates], **line("input"))
        for size, rate in zip(sizes, rates):
            ax.annotate(f"{100 * rate:.1f} %", (size, 100 * rate), xytext=(5, 7), textcoords="offset points")
        ax.margins(x=0.1)
        ax.set(xscale="log", xlabel="size of the vocabulary N (entries)", ylabel="unknown tokens (% of all)")
        ax.set_ylim(0, 118 * max(rates))
        ax.set_xticks(sizes, [str(n) for n in sizes])
        ax.minorticks_off()
    return fig, ax


def tokens_against_size(sizes, per_word, letters):
    """Pieces per word against the size of the vocabulary, between the two extremes: single bytes and whole words.

    `sizes`, `per_word`: (n,); `letters`: pieces per word with bytes alone. Returns fig, ax.
    """
    with drawing(8.0, 4.0) as (fig, ax):
        ax.plot(sizes, per_word, **line("state"))
        for level, text, below in ((letters, f"single bytes: {letters:.1f}", 6), (1.0, "whole words: 1", -20)):
            ax.axhline(level, **line("target", marker="", linewidth=1.6))
            ax.annotate(text, (sizes[-1], level), xytext=(0, below), textcoords="offset points", ha="right", fontsize=14)
        ax.set(xlabel="size of the vocabulary N (256 bytes + merges)", ylabel="pieces per word", ylim=(0, letters + 1))
    return fig, ax
