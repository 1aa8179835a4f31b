"""The sliding window and the analogy explorer, driven through their traits."""

import numpy as np
import pace
import pytest

from helpers.taught.word2vec import skip_gram_pairs
from helpers.widgets.analogy_explorer import AnalogyExplorer
from helpers.widgets.context_window import ContextWindow

VOCABULARY = {word: i for i, word in enumerate(["man", "woman", "king", "queen", "city"])}
E = np.array([[3.0, 1, 0], [3, -1, 0], [1, 1, 2], [1, -1, 2], [-1, 0, 1]])


def window(sentence="the noble queen rules", **more):
    return ContextWindow(sentence, pairs=skip_gram_pairs, **more)


def test_window_lists_the_examples():
    stage = window(center=3)
    assert stage.describe() == "3 examples: (queen, the), (queen, noble), (queen, rules); 10 in the sentence."
    stage.mode.value = "CBOW"
    assert stage.describe() == "One example: the mean of the, noble, rules predicts “queen”."
    stage.mode.value, stage.window.value, stage.center.value = "skip-gram", 1, 1
    assert stage.describe() == "1 example: (the, noble); 6 in the sentence."


def test_window_follows_what_is_typed():
    stage = window(center=4)
    stage.typed.value = "one <b>two</b>"
    assert stage.center.max == 2 and stage.center.value == 2
    assert "<b>two" not in stage.picture.value + stage.sentence.value
    stage.typed.value = "alone"
    assert "no neighbour" in stage.describe()
    stage.typed.value = " "
    assert "Type a few words" in stage.sentence.value
    stage.typed.value = "a " * 40
    assert stage.center.max == 12


def test_explorer_switches_the_given_words():
    stage = AnalogyExplorer(E, VOCABULARY)
    assert stage.describe() == "man is to woman as king is to queen, with the three given words excluded as answers."
    assert "given, excluded" in stage.picture.value
    stage.fields[2].value = " Man "
    stage.allowed.value = True
    assert stage.describe() == "man is to woman as man is to woman, with the three given words allowed as answers."
    stage.allowed.value = False
    assert "as man is to woman" not in stage.describe()


def test_explorer_answers_unknown_words():
    stage = AnalogyExplorer(E, VOCABULARY)
    stage.fields[0].value = "<i>kyoto</i>"
    assert "is not in the vocabulary" in stage.describe() and "<i>" not in stage.picture.value + stage.sentence.value
    stage.fields[0].value = ""
    assert stage.describe() == "Type three words."


@pytest.mark.parametrize(("table", "message"), [(E[:3], "one row for each of 5 words"), (E * np.nan, "nan or inf")])
def test_explorer_refuses_what_does_not_fit(table, message):
    with pytest.raises(ValueError, match=message):
        AnalogyExplorer(table, VOCABULARY)


@pytest.mark.parametrize("make", [lambda: (w := window(), w.center), lambda: (w := AnalogyExplorer(E, VOCABULARY), w.allowed)])
def test_quick_enough_for_a_hand(make):
    _kept_alive, control = make()
    pace.assert_quick(control, [1, 2, 3] if hasattr(control, "max") else [True, False])
