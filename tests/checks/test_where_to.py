"""The checks and the self-test of lecture 00."""

import importlib.metadata

import numpy as np
import verdicts

from helpers.checks import machine
from helpers.checks import where_to as check


def good_rule(tokens):
    for before, token in zip(tokens, tokens[1:]):
        if token in check.NAMES and before in ("to", "for", "at"):
            return token
    return "Xiamen"


RIGHT = [
    (check.labels_of_sentence, [0, 0, 0, 1, 0, 0, 0]),
    (check.labels_of_sentence, (0, 0, 0, 1, 0, 0, 0)),
    (check.labels_of_sentence, np.array([0, 0, 0, 1, 0, 0, 0])),
    (check.labels_of_sentence, np.eye(7, dtype=bool)[3]),
    (check.labels_of_sentence, [0.0, 0.0, 0.0, np.float32(1), 0.0, 0.0, 0.0]),
    (check.own_rule, good_rule),
    (check.own_rule, lambda tokens: np.str_(good_rule(tokens))),
]
RIGHT += [(check.fooled_rule, sentence) for sentence in (
    "I leave Xiamen for Beijing.", "I leave Xiamen for Beijing!", "Close to Beijing lies no Xiamen.",
    "I used to live in Xiamen, but now I am leaving for Beijing.", "I go to old Beijing from Xiamen.",
    "I leave Xiamen, close to Beijing, for a holiday.", "I never go to Beijing, I go to Xiamen.",
    "We reach Beijing from Xiamen",
    "Beijing is where I am going, Xiamen is where I come from.", "I travel from Beijing to the city of Xiamen.",
    "To Beijing I go from Xiamen.", "I said goodbye to Beijing and took the train for Xiamen?",
    "I arrive in Xiamen from Beijing.", "I am leaving Xiamen. Beijing, here I come!",
    "I drive from Beijing to my home in Xiamen.",
)]  # fmt: skip
WRONG = [
    (check.labels_of_sentence, [0, 0, 0, 0, 0, 1, 0], "comes from there"),
    (check.labels_of_sentence, [0, 0, 0, 1, 0, 0], "7 tokens"),
    (check.labels_of_sentence, [0, 0, 1, 1, 0, 0, 0], "no part of the name"),
    (check.fooled_rule, "to Beijing to Xiamen", "no verb"),
    (check.fooled_rule, "I arrive at Beijing from Xiamen.", "one of your own"),
    (check.labels_of_sentence, [0, 0, 0, 1, 0, 1, 0], "both cities"),
    (check.labels_of_sentence, [1, 1, 0, 1, 0, 0, 0], "nothing else"),
    (check.labels_of_sentence, [0, 0, 0, 0, 0, 0, 0], "Nothing is marked"),
    (check.labels_of_sentence, [1, 1, 1, 0, 1, 1, 1], "changed places"),
    (check.labels_of_sentence, [0, 0, 1, 0, 0, 0, 0], "You marked to."),
    (check.labels_of_sentence, [0, 0, 0, 0, 1, 0, 0], "You marked from."),
    (check.fooled_rule, "I prefer Beijing to Xiamen.", "no verb"),
    (check.fooled_rule, "I prefer flying from Beijing to Xiamen.", "so would a reader"),
    (check.labels_of_sentence, [0, 0, 0, 2, 0, 0, 0], "the number 0 or the number 1"),
    (check.labels_of_sentence, ["0", "0", "0", "1", "0", "0", "0"], "the number 0 or the number 1"),
    (check.labels_of_sentence, 3, "should be a list"),
    (check.labels_of_sentence, "0001000", "should be a list"),
    (check.fooled_rule, "I leave Rome for Beijing.", "both names"),
    (check.fooled_rule, "Beijing Xiamen", "no destination"),
    (check.fooled_rule, "I come from Beijing, not from Xiamen.", "no destination"),
    (check.fooled_rule, 3, "quotation marks"),
    (check.own_rule, lambda tokens: next(t for t in tokens if t in check.NAMES), "the destination is"),
    (check.own_rule, lambda tokens: "Beijing" if "at" in tokens else "Xiamen", "the destination is"),
    (check.own_rule, lambda tokens: None, "returns None"),
    (check.own_rule, lambda tokens: "Rome", "one of the two names"),
    (check.own_rule, "Xiamen", "Give the function itself"),
    (check.own_rule, lambda tokens: tokens[99], "IndexError"),
]
WRONG += [(check.fooled_rule, sentence, "so would a reader") for sentence in (
    "I go to Beijing from Xiamen.", "I leave Beijing to Xiamen .", "I return to Xiamen from Beijing .",
    "I am going to Xiamen from Beijing .", "I travel to Beijing via Xiamen.", "I leave Beijing to Xiamen, and Beijing is nice.",
    "I do not leave Beijing, I go to Beijing from Xiamen", "Take me from Beijing to Xiamen",
)]  # fmt: skip


test_right_answers_pass = verdicts.right(RIGHT)
test_typical_mistakes_are_named = verdicts.wrong(WRONG)
test_starters_are_not_attempted = verdicts.untouched(
    [(check.labels_of_sentence, ...), (check.fooled_rule, ...), (check.own_rule, lambda tokens: ...)]
)


def test_machine_is_ready_or_says_what_is_missing(monkeypatch, capsys):
    machine.self_test()
    assert "ready" in capsys.readouterr().out
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "1.20.3")
    assert any("numpy is 1.20; install numpy 1.26 or newer" in line for line in machine.findings())

    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    machine.self_test()
    assert "ipywidgets is missing" in capsys.readouterr().out
