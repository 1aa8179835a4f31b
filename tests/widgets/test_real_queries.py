"""The widget of lecture 17, driven through its traits."""

import numpy as np
import pace

from helpers.widgets.query_tagger import QueryTagger


class Capitals:
    """A tagger that marks what has a capital, surely, and is less sure of the rest."""

    classes_ = (0, 1)

    def predict(self, X):
        return [[int(token[:1].isupper()) for token in tokens] for tokens in X]

    def predict_proba(self, X):
        return [np.array([[0.1, 0.9] if token[:1].isupper() else [0.7, 0.3] for token in tokens]) for tokens in X]


def test_it_marks_and_says_what_is_least_sure():
    stage = QueryTagger(Capitals(), "to Rome now")
    assert stage.describe() == "Marked: Rome. Least sure of “to”: 0.70."
    stage.capitals.value = True
    assert stage.describe().startswith("Marked: To, Rome, Now.")
    stage.stop.value = True
    assert "Least sure of “.”: 0.70" in stage.describe() and stage.picture.value.count("<rect") == 4
    stage.query.value, stage.capitals.value, stage.stop.value = "hello", False, False
    assert stage.describe().startswith("Marked: nothing.")
    stage.query.value = "  "
    assert "Type a query" in stage.describe() and "Type a query" in stage.picture.value


def test_what_fails_is_a_sentence_and_what_is_typed_is_escaped():
    assert "AttributeError" in QueryTagger(object(), "a").describe()
    stage = QueryTagger(Capitals(), "<b>Rome</b>")
    assert "<b>" not in stage.picture.value + stage.sentence.value


def test_quick_enough_for_a_hand():
    stage = QueryTagger(Capitals(), "a b c")
    pace.assert_quick(stage.query, ["Rome", "to Rome", "go to Rome"])
