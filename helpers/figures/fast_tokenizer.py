"""The picture of appendix 01a: how many pairs each version of the trainer looks at."""

from helpers.figures.style import COLOURS, GREY, INK, drawing


def looks(counts):
    """Bars, one for each version, with its number and how many times fewer it is than the first.

    `counts`: dictionary from the version's name to a number above 0, in the order of the steps. Returns fig, ax.
    """
    with drawing(8.4, 3.0) as (fig, ax):
        first = next(iter(counts.values()))
        for row, count in enumerate(counts.values()):
            ax.barh(row, count / 1e6, height=0.55, color=COLOURS["input"] if row else GREY)
            ratio = first / count
            times = f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"
            words = f"{count:,}" if row == 0 else f"{count:,}   ({times} times fewer)"
            ax.annotate(words, (count / 1e6, row), xytext=(6, 0), textcoords="offset points", va="center", color=INK)
        ax.set_yticks(range(len(counts)), list(counts))
        ax.set(xlabel="pairs looked at (millions)", ylim=(len(counts) - 0.4, -0.6), xlim=(0, 1.45 * first / 1e6))
    return fig, ax
