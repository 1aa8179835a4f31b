"""The destination playground, driven through its traits with a network that is easy to predict."""

import numpy as np
import pace
import pytest

from helpers import corpus
from helpers.widgets.destination_playground import DestinationPlayground

SENTENCES = ["I arrive at Beijing from Xiamen.", "I leave Beijing to Xiamen.", "Take me home."]


def read(tokens):
    """Marks Xiamen, with less certainty if the first token is hidden."""
    sure = 0.4 if tokens[0] == "<unk>" else 0.9
    return np.array([sure if token == "Xiamen" else 0.1 for token in tokens]), np.zeros((len(tokens), 4))


def playground():
    return DestinationPlayground(SENTENCES, tokenize=lambda text: text.replace(".", " .").split(), read=read)


def test_speaks_and_has_a_still_picture():
    data, metadata = playground()._repr_mimebundle_()
    assert "Destination: Xiamen." in data["text/plain"]
    assert "changes most, to 0.40, when “I” is hidden" in metadata["image/png"]["alt"]


def test_a_new_sentence_is_read_and_its_answer_explained():
    widget = playground()
    widget.examples.value = SENTENCES[1]
    assert widget.text.value == SENTENCES[1] and widget.position.value == 5
    assert widget.position.max == 6, "the slider ends at the last token"
    widget.examples.value = SENTENCES[2]
    assert "No token is marked" in widget.describe()


def test_the_network_is_asked_once_for_each_text():
    asked = []

    def counting(tokens):
        asked.append(tokens)
        return read(tokens)

    widget = DestinationPlayground(SENTENCES, tokenize=str.split, read=counting)
    for i in range(1, 7):
        widget.position.value = i
    assert len(asked) == 1 + len(SENTENCES[0].split()), "once as it is, and once with each token hidden"


@pytest.mark.parametrize("text", ["", "   "])
def test_no_sentence_is_answered_in_words(text):
    widget = playground()
    widget.text.value = text
    assert "type one" in widget.describe() and f">{widget.describe()}<" in widget.picture.value
    height = widget.draw().height
    widget.text.value = "Xiamen"
    assert "hardly changes it" in widget.describe() and widget.draw().height == height, "the page does not jump"


def test_it_fits_a_small_screen():
    assert playground().draw().height <= 360


def test_typed_markup_is_escaped_and_long_sentences_are_cut_aloud():
    widget = playground()
    widget.text.value = "<img src=x onerror=alert(1)> " + "very " * 40
    assert "<img" not in widget.picture.value + widget.sentence.value
    assert "Only the first 24 tokens are read." in widget.describe()


def test_moving_the_slider_is_quick():
    widget = playground()
    pace.assert_quick(widget.position, range(1, 8))


@pytest.mark.retrain
def test_stored_network_is_what_its_trainer_writes(capsys, monkeypatch):
    """Byte by byte. That training gives these numbers is a printed line of lecture 11, which trains them from the start."""
    from data.models.trainers.__main__ import main
    from data.models.trainers.trips import Trips

    parameters, _ = corpus.load_model("trips")
    for change, code in ((0, 0), (1e-8, 1)):
        changed = parameters | {"b_y": parameters["b_y"] + change}
        monkeypatch.setattr(Trips, "recurrent", lambda self, seed, changed=changed: (changed, None))
        assert main(["trips.json", "--check"]) == code, capsys.readouterr().out
