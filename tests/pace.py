"""How quick a control is, on whatever machine the tests run and whatever else it does: budgets are scaled by a yardstick."""

import time

REFERENCE = 0.0035  # seconds of CPU that the yardstick takes on the machine for which the budgets were written
ROUNDS = 5


def yardstick():
    """Seconds of CPU of this process for a fixed piece of work."""
    start, total = time.process_time(), 0
    for i in range(100_000):
        total += i * i
    return time.process_time() - start


def scale(yardsticks=None):
    """How many times slower than the reference this machine is now, at least 1: the best of several yardsticks."""
    return max(1.0, min(yardsticks or [yardstick() for _ in range(ROUNDS)]) / REFERENCE)


def assert_quick(control, values, budget=10):
    """Move `control` through `values`, round and round: each move takes at most `budget` ms of CPU on the reference machine.

    A move counts at its best of several rounds, and the slowest move counts. Yardsticks are measured between the rounds.
    """
    values = list(values)
    assert all(one != other for one, other in zip(values, [*values[1:], values[0]])), "each value has to be a move"
    control.value = values[-1]
    yardsticks, spent = [], [[] for _ in values]
    for _ in range(ROUNDS):
        yardsticks.append(yardstick())
        for value, times in zip(values, spent):
            start = time.process_time()
            control.value = value
            times.append(time.process_time() - start)
    slowest, value = max((min(times), k) for k, times in enumerate(spent))
    limit = scale(yardsticks)
    assert 1000 * slowest <= budget * limit, (
        f"the move to {values[value]!r} takes {1000 * slowest:.1f} ms of CPU; {budget} ms are the budget, "
        f"on this machine {limit:.1f} times as much"
    )
