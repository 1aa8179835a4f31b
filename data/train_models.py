"""Train the networks that lectures load, and store them in data/models/ as text.

    python data/train_models.py           train and write
    python data/train_models.py --check   train and compare with the stored files (exit status 1 if any differs)

Weights are rounded to 8 decimals after each update and stored with 8 decimals, so that a rerun gives the same
bytes on any machine.
"""

import argparse
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np

import helpers  # noqa: F401 - before NumPy: one thread
from helpers import corpus
from helpers.taught.rnn import initial_parameters
from helpers.taught.tokens import build_vocabulary, encode_tokens
from helpers.taught.training import hide_rare_words, train_tagger_network, with_lookup_table

SEED, N, N_X, N_A = 0, 300, 16, 16


def trips_network():
    """The network that lecture 11 trains on the trips. Returns (parameters, vocabulary)."""
    trips = corpus.load_trips("train")
    vocabulary = build_vocabulary([trip.tokens for trip in trips], N)
    parameters = with_lookup_table(initial_parameters(N_X, N_A, 1, SEED), len(vocabulary), SEED)
    sentences = [encode_tokens(trip.tokens, vocabulary) for trip in trips]
    labels = [trip.labels for trip in trips]
    hidden = hide_rare_words(sentences, 20, np.random.default_rng(SEED))
    train_tagger_network(sentences + hidden, labels + labels, parameters, epochs=8, learning_rate=0.01, seed=SEED)
    train_tagger_network(sentences + hidden, labels + labels, parameters, epochs=4, learning_rate=0.002, seed=SEED)
    return parameters, vocabulary


def as_text(parameters, vocabulary):
    """The network as JSON: one matrix row a line, 8 decimals."""
    rows = {}
    for name, value in parameters.items():
        lines = [", ".join(f"{number:.8f}" for number in row) for row in np.atleast_2d(value + 0.0)]
        text = "[\n" + ",\n".join(f"[{line}]" for line in lines) + "\n]"
        rows[name] = text if value.ndim == 2 else text[2:-2]
    weights = ",\n".join(f'"{name}": {text}' for name, text in rows.items())
    return f'{{"vocabulary": {json.dumps(list(vocabulary), ensure_ascii=False)},\n"parameters": {{\n{weights}\n}}}}\n'


MODELS = {"trips.json": lambda: as_text(*trips_network())}


def main(arguments=None):
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    folder = ROOT / "data" / "models"
    folder.mkdir(exist_ok=True)
    different = False
    for name, make in MODELS.items():
        path, text = folder / name, make()
        if options.check:
            same = path.is_file() and path.read_text(encoding="utf-8") == text
            print(f"data/models/{name}: {'the same' if same else 'differs'}")
            different |= not same
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote data/models/{name}")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
