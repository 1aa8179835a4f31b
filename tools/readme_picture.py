"""Write the README's picture: the stored network reads the two sentences of the course.

python -m tools.readme_picture
"""

import pathlib

import helpers  # noqa: F401 - before NumPy: one thread
from helpers import corpus
from helpers.figures.where_to import side_by_side
from helpers.taught.rnn import logistic, rnn_forward_batch
from helpers.taught.tokens import encode_tokens

PICTURE = pathlib.Path(__file__).resolve().parents[1] / "notebooks" / "pictures" / "two_sentences.png"
SENTENCES = ("I arrive at Beijing from Xiamen .", "I leave Beijing to Xiamen .")


def draw():
    """The picture as PNG bytes."""
    parameters, vocabulary = corpus.load_model("trips")
    readings = []
    for sentence in SENTENCES:
        tokens = sentence.split()
        _, o = rnn_forward_batch(parameters["E"][encode_tokens(tokens, vocabulary)][None], parameters)
        readings.append((tokens, logistic(o[0, :, 0])))
    return side_by_side(readings).png(dpi=150)


if __name__ == "__main__":
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_bytes(draw())
    print(f"wrote {PICTURE.name}")
