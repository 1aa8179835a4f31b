"""What planted mistakes in the gradient do to a training run, for lecture 11: models/bugs.tsv, five starts of each."""

from functools import partial

from data.models.trainers.trips import N_A, N_X, SEEDS, Trips, from_left
from helpers.taught.loss import f1_score, masked_loss, pad_batch
from helpers.taught.rnn import initial_parameters
from helpers.taught.training import backward_with_bug, train_tagger_network

BUGS = ("right gradient", "future dropped", "sum forgotten", "wrong transpose", "slope missing", "pads not masked")


def run(trips, bug, seed):
    """Loss on dev, and token F1 at gap 0 and at gaps 8 to 10 of known patterns, after six epochs with this gradient."""
    network = trips.start(initial_parameters(N_X, N_A, 1, seed), seed)
    train_tagger_network(*trips.encoded(trips.train), network, epochs=6, learning_rate=0.005, seed=seed,
                         backward=partial(backward_with_bug, bug=bug))  # fmt: skip
    ids, y, mask = pad_batch(*trips.encoded(trips.groups["all"]))
    loss = masked_loss(from_left(network["E"][ids], mask, network), y, mask)
    scores = []
    for gaps in ((0,), (8, 9, 10)):
        members = [trip for gap in gaps for trip in trips.groups[gap]]
        ids, y, mask = pad_batch(*trips.encoded(members))
        marked = (from_left(network["E"][ids], mask, network) > 0).astype(int)
        scores.append(f1_score(marked[..., 0], y[..., 0], mask))
    return loss, *scores


def bugs_text():
    """One row for each bug and start."""
    trips, lines = Trips(), ["bug\tseed\tloss\tf1_gap_0\tf1_gaps_8_to_10"]
    for bug in BUGS:
        for seed in range(SEEDS):
            loss, near, far = run(trips, bug, seed)
            lines.append(f"{bug}\t{seed}\t{loss:.4f}\t{near:.4f}\t{far:.4f}")
    return "\n".join(lines) + "\n"


FILES = {"bugs.tsv": bugs_text}
