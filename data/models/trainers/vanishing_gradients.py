"""Many starts of the two experiments of lecture 15, in about five minutes on one core: how far the gradient reaches while
a tagger learns (gradient_reach.tsv), and how long it gets while a network learns to remember (gradient_norms.tsv).

Both use the functions of the lecture. The task "any city" is the control: the same network, loop, sentences and seeds, but
every name of a city is labelled, so that nothing has to be remembered.
"""

import numpy as np

from helpers import corpus
from helpers.taught.bptt import ledger
from helpers.taught.jacobian import angle_between, far_share, losses_and_norms, training_snapshots, two_changes
from helpers.taught.rnn import initial_parameters
from helpers.taught.tokens import build_vocabulary, encode_tokens
from helpers.taught.training import with_lookup_table

TASKS, SEEDS, MOMENTS = ("destination", "any city"), tuple(range(20)), (0, 30, 100, 200, 300, 500, 1000)
WORDS, CUE, FAR = ["Take", "me", "to", "the", "very", "quiet", "old", "city", "of", "Beijing"], 3, 5
RATES, MAX_NORMS, UPDATES = (0.3, 1.0, 3.0), (np.inf, 5.0, 1.0), 1000


def labels_of(task, trips):
    """Labels of the sentences: those of the destination, or 1 on every name of a city."""
    if task == "destination":
        return [trip.labels for trip in trips]
    cities = {token for trip in trips for token, label in zip(trip.tokens, trip.labels) if label}
    return [[int(token in cities) for token in trip.tokens] for trip in trips]


def reach_rows(task, seed, moments=MOMENTS):
    """What lecture 15 measures on one sentence at each moment of one training: (far share, angle, finite, small)."""
    trips = corpus.load_trips("train")
    vocabulary = build_vocabulary([trip.tokens for trip in trips], 400)
    sentences = [encode_tokens(trip.tokens, vocabulary) for trip in trips]
    parameters = with_lookup_table(initial_parameters(16, 32, 1, seed), len(vocabulary), seed)
    kept = training_snapshots(sentences, labels_of(task, trips), parameters, moments, seed)
    ids, swapped = (encode_tokens(words, vocabulary) for words in (WORDS, ["from" if w == "to" else w for w in WORDS]))
    y = np.eye(len(WORDS))[:, -1:]  # Beijing, the last token
    distance = np.subtract.outer(np.arange(len(ids)), np.arange(len(ids)))
    rows = []
    for snapshot in kept.values():
        entries = ledger(snapshot["E"][ids], y, snapshot)
        cells = np.linalg.norm(entries, axis=(2, 3))
        turned = angle_between(entries.sum((0, 1)), entries[distance < FAR].sum(0))
        finite, small = two_changes(snapshot["E"][ids], snapshot["E"][swapped], CUE, snapshot)
        rows.append((far_share(cells, FAR), turned, finite[-1], small[-1]))
    return rows


def norm_row(rate, max_norm, seed, updates=UPDATES):
    """One training on the first token: loss (median of the last 100), median and largest norm, its update, count above 10."""
    losses, norms = losses_and_norms(initial_parameters(4, 16, 1, seed), rate, max_norm, updates, seed)
    return np.median(losses[-100:]), np.median(norms), norms.max(), int(norms.argmax()), int(np.sum(norms > 10))


def reach_text():
    """The table gradient_reach.tsv."""
    lines = ["task\tseed\tupdates\tfar_share\tangle\tfinite\tsmall"]
    for task in TASKS:
        for seed in SEEDS:
            for moment, row in zip(MOMENTS, reach_rows(task, seed)):
                lines.append("\t".join([task, str(seed), str(moment), *(f"{value:.3g}" for value in row)]))
    return "\n".join(lines) + "\n"


def norms_text():
    """The table gradient_norms.tsv."""
    lines = ["rate\tmax_norm\tseed\tloss\tmedian_norm\tlargest_norm\tat_update\tabove_10"]
    for rate in RATES:
        for max_norm in MAX_NORMS:
            for seed in SEEDS:
                *numbers, at, above = norm_row(rate, max_norm, seed)
                row = [f"{rate:g}", f"{max_norm:g}", str(seed), *(f"{value:.3g}" for value in numbers), str(at), str(above)]
                lines.append("\t".join(row))
    return "\n".join(lines) + "\n"


FILES = {"gradient_reach.tsv": reach_text, "gradient_norms.tsv": norms_text}
