"""Merge theatre: watch byte-pair encoding put pieces together, and guess which pair is next."""

from helpers.figures.scene import Scene
from helpers.figures.style import COLOURS, GREY, INK, tint
from helpers.figures.tokenization import draw_blocks, visible
from helpers.widgets.base import Answering, slider, switch, text_field

_ROWS, _PAIRS, _WIDTH, _RIGHT = 8, 5, 880, 600


def _times(count):
    return "once" if count == 1 else f"{count} times"


class MergeTheatre(Answering):
    """A slider over the merges of byte-pair encoding on a text the reader can change.

    Parameters: `text`, the words to begin with, and the reader's own functions: `train(text, n_merges)` gives a dictionary from
    pair of ids to new id, in the order of training; `encode(text, merges)` a list of ids; `table(merges)` the bytes of each id;
    `chunks(text)` the cut of a text into chunks; `count(words)` a dictionary from pair to count, for a list of lists of ids.
    `most` is the last merge on the slider. A text that cannot be trained on is answered by a sentence, not by an error.
    """

    height = 330

    def __init__(self, text, *, train, encode, table, chunks, count, most=12):
        self.train, self.encode, self.table, self.chunks, self.count = train, encode, table, chunks, count
        self.most = most
        self.steps = slider("merges done", 0, most, 0)
        self.reveal = switch("show the counts")
        self.text = text_field("words", text)
        self._prepared = None
        super().__init__([self.text, self.steps, self.reveal], rows=[[self.text], [self.steps, self.reveal]])

    def _prepare(self):
        """Everything that depends on the typed text alone, computed once for it: one entry for each number of merges."""
        if self._prepared is None or self._prepared[0] != self.text.value:
            self._prepared = (self.text.value, *self._train())
        return self._prepared[1:]

    def _train(self):
        words = self.text.value
        if not words.strip():
            return [], "Type a few words: there is nothing to merge yet."
        try:
            merges = list(self.train(words, self.most).items())
        except (ValueError, TypeError) as error:
            return [], str(error)
        counts = {}
        for chunk in self.chunks(words):
            counts[chunk] = counts.get(chunk, 0) + 1
        return [self._state(counts, dict(merges[:k])) for k in range(len(merges) + 1)], ""

    def _state(self, counts, merges):
        """Rows of pieces, the most frequent pairs, and the newest piece after these merges."""
        names = self.table(merges)
        rows = [(count, self.encode(chunk, merges)) for chunk, count in counts.items()]
        pairs = self.count([ids for count, ids in rows for _ in range(count)])
        best = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:_PAIRS]
        named = [((names[left], names[right]), count, f"{left}, {right}") for (left, right), count in best]
        newest = names[len(names) - 1] if merges else None
        return [(count, [names[i] for i in ids]) for count, ids in rows], named, newest

    def find(self):
        """Rows of pieces, pairs and the newest piece after the merges, how many are done, and how many there are."""
        states, problem = self._prepare()
        done = min(self.steps.value, len(states) - 1)
        return problem or (*states[done], done, len(states) - 1)

    def show(self, rows, pairs, newest, *_):
        """Left: the words in their present pieces. Right: the pairs that could be merged next."""
        scene = Scene(_WIDTH, self.height)
        for k, (count, pieces) in enumerate(rows[:_ROWS]):
            scene.text(44, 29 + 37 * k, f"{count} ×", 15, GREY, "end")
            draw_blocks(scene, 52, 14 + 37 * k, pieces, 16, highlight=newest, limit=_RIGHT - 30)
        if len(rows) > _ROWS:
            scene.text(52, 316, f"and {len(rows) - _ROWS} more words", 14, GREY)
        scene.line([(_RIGHT - 10, 10), (_RIGHT - 10, 310)], GREY, 1, ":")
        title = "Pairs, their ids and counts" if self.reveal.value else "Which pair is next?"
        scene.text(_RIGHT, 24, title, 16, INK, bold=True)
        return self._draw_pairs(scene, pairs)

    def _draw_pairs(self, scene, pairs):
        shown = pairs if self.reveal.value else sorted(pairs)
        top = max((count for _, count, _ in pairs), default=1)
        for k, (pair, count, ids) in enumerate(shown):
            y = 44 + 50 * k
            end = draw_blocks(scene, _RIGHT, y, pair, 16, limit=_WIDTH - 30)
            if self.reveal.value:
                scene.text(end + 6, y + 15, ids, 14, GREY)
                scene.rectangle(_RIGHT, y + 33, 200 * count / top, 8, tint(COLOURS["output"], 0.9))
                scene.text(_RIGHT + 208, y + 37, _times(count), 15, INK)
        if self.reveal.value and pairs:
            scene.text(_RIGHT, 312, "a tie: the smaller left id, then right id", 14, INK)
        if not pairs:
            scene.text(_RIGHT, 60, "none: every word is one piece", 15, GREY)
        return scene

    def say(self, rows, pairs, newest, done, last):
        """What the picture shows, as a sentence."""
        total = sum(count * len(pieces) for count, pieces in rows)
        words = f"After {done} merges the text has {total} pieces."
        if newest is not None:
            words += f" The newest piece is “{visible(newest)}”."
        if done == last and not pairs:
            return words + " No pair is left to merge."
        if self.reveal.value and pairs:
            (left, right), count, _ = pairs[0]
            words += f" The next pair is “{visible(left)}” and “{visible(right)}”, seen {_times(count)}."
        return words
