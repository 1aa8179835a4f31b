"""Next character: type the beginning of a text, turn the temperature, see what may follow, draw it."""

import numpy as np

from helpers.figures.generation import next_token_bars, with_visible_space
from helpers.widgets.base import Answering, slider, text_field

_LONGEST = 200


class NextCharacter(Answering):
    """The probabilities of the next character after a typed text, at a temperature, and a button's worth of drawing.

    Parameters: `scores(text)`, the reader's own function, from a text to N scores before the softmax; `characters`, the N
    characters; `draw(scores, temperature, rng)`, the reader's own function, which draws the number of one; `prompt`, the
    first text. The slider *drawn* continues the text: the first characters of a fixed sequence of draws for this text,
    temperature and seed. What the functions raise is shown as a sentence. Raises ValueError if there is no character.
    """

    def __init__(self, scores, characters, draw, prompt="I like", *, seed=0, most=60):
        if len(characters) == 0:
            raise ValueError("give the characters, in the order of the scores")
        self.scores, self.characters, self.draw_one = scores, list(characters), draw
        self.seed, self._cache = seed, {}
        self.prompt = text_field("text", prompt, width="520px")
        self.temperature = slider("temperature", 0.0, 2.0, 1.0, step=0.1, width="320px")
        self.drawn = slider("drawn characters", 0, most, 0, width="320px")
        controls = [self.prompt, self.temperature, self.drawn]
        super().__init__(controls, rows=[[self.prompt], [self.temperature, self.drawn]])

    def _scores_of(self, text):
        if text not in self._cache:
            o = np.asarray(self.scores(text), float)
            if o.shape != (len(self.characters),):
                raise ValueError(f"scores() returned shape {o.shape}; it should be ({len(self.characters)},)")
            self._cache[text] = o
        return self._cache[text]

    def _continued(self):
        """The typed text with the drawn characters; each draw has its own place in a fixed sequence of random numbers."""
        text, rng = self.prompt.value, np.random.default_rng(self.seed)
        for _ in range(self.drawn.value):
            text += self.characters[self.draw_one(self._scores_of(text), self.temperature.value, rng)]
        return text

    def find(self):
        """(text, probabilities) of the present state, or a sentence that says what is missing."""
        strange = sorted(set(self.prompt.value) - set(self.characters))
        if not self.prompt.value:
            return "Type the beginning of a text, such as: I like"
        if len(self.prompt.value) > _LONGEST:
            return f"{len(self.prompt.value)} characters: type at most {_LONGEST}."
        if strange:
            return f"The network has never met {strange[0]!r}: leave it out."
        text = self._continued()
        return text, _probabilities(self._scores_of(text), self.temperature.value)

    def show(self, text, p):
        """Bars of the most likely next characters."""
        return next_token_bars(text, self.characters, p)

    def say(self, text, p):
        """What the picture shows, as sentences."""
        first = [f"{with_visible_space(self.characters[i])} {p[i]:.2f}" for i in np.argsort(-p, kind="stable")[:3]]
        words = f"At temperature {self.temperature.value:.1f}, the most likely next characters: {', '.join(first)}."
        if self.drawn.value:
            words = f"Drawn: “{text[len(self.prompt.value) :]}”. " + words
        return " ".join(words.split())


def _probabilities(o, temperature):
    """Softmax of o / temperature; at 0 all of it on the largest score."""
    if temperature == 0:
        return (np.arange(len(o)) == np.argmax(o)).astype(float)
    e = np.exp((o - o.max()) / temperature)
    return e / e.sum()
