"""Draws that come out the same on every machine: of the random module only `random()`, whose sequence Python promises to keep."""


def pick(rng, options):
    """Return one of the options, each equally likely."""
    return options[int(rng.random() * len(options))]


def pick_weighted(rng, weights):
    """Return one key of a dict {key: weight}, in proportion to the weights."""
    left = rng.random() * sum(weights.values())
    for key, weight in weights.items():
        left -= weight
        if left < 0:
            return key
    return key
