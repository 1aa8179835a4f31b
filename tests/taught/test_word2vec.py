"""Word2Vec: gradients against central differences, forced collisions, blocks against a loop over pairs, tables and streams."""

import numpy as np
import pytest

from helpers.taught import word2vec as w2v


def numeric(function, array):
    result = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        nudge = np.zeros_like(array)
        nudge[index] = 1e-5
        result[index] = (function(array + nudge) - function(array - nudge)) / 2e-5
    return result


def relative(a, b):
    return np.linalg.norm(a - b) / np.linalg.norm(b)


def test_gradients_of_a_block():
    rng = np.random.default_rng(0)
    C, R, y, weight = rng.normal(size=(4, 3)), rng.normal(size=(6, 3)), rng.integers(0, 2, (4, 6)), rng.random((4, 6))
    dC, dR = w2v.noise_gradients(C, R, y, weight)
    assert relative(dC, numeric(lambda A: w2v.noise_loss(A, R, y, weight), C)) < 1e-7
    assert relative(dR, numeric(lambda A: w2v.noise_loss(C, A, y, weight), R)) < 1e-7


def test_loss_is_finite_for_large_scores():
    assert w2v.noise_loss(np.array([[1000.0]]), np.array([[1.0]]), np.zeros((1, 1)), np.ones((1, 1))) == pytest.approx(1000)


def block_case(rng, collide=True):
    """Two tables, a block of 6 centers with 2 tokens on each side, a mask, and noise that collides with neighbours."""
    E, F = rng.normal(size=(9, 3)), rng.normal(size=(9, 3))
    block = np.array([0, 0, 3, 4, 3, 5, 6, 4, 0, 0])
    distance = np.abs(np.arange(10) - 2 - np.arange(6)[:, None])
    mask = 1.0 * ((distance > 0) & (distance <= 2) & (np.arange(10) >= 2) & (np.arange(10) < 8))
    return E, F, block, mask, np.array([4, 4, 3] if collide else [7, 8, 1])


def skip_gram_loss(E, F, block, mask, noise, negatives):
    center, weight = block[2:8], negatives / len(noise) * mask.sum(axis=1, keepdims=True)
    neighbours = w2v.noise_loss(E[center], F[block], np.ones_like(mask), mask)
    return neighbours + w2v.noise_loss(E[center], F[noise], np.zeros((6, len(noise))), weight * np.ones(len(noise)))


def cbow_loss(E, F, block, mask, noise, negatives):
    h = mask @ E[block] / mask.sum(axis=1, keepdims=True)
    s, t = np.sum(h * F[block[2:8]], axis=1), h @ F[noise].T
    return np.logaddexp(0, -s).sum() + negatives / len(noise) * np.logaddexp(0, t).sum()


@pytest.mark.parametrize(("step", "loss"), [(w2v.skip_gram_step, skip_gram_loss), (w2v.cbow_step, cbow_loss)])
@pytest.mark.parametrize("collide", [True, False])
def test_a_step_is_gradient_descent(step, loss, collide):
    E, F, block, mask, noise = block_case(np.random.default_rng(1), collide)
    new_E, new_F = E.copy(), F.copy()
    step(new_E, new_F, block, mask, noise, 1e-2, negatives=5)
    dE = numeric(lambda A: loss(A, F, block, mask, noise, 5), E)
    dF = numeric(lambda A: loss(E, A, block, mask, noise, 5), F)
    np.testing.assert_allclose((E - new_E) / 1e-2, dE, atol=2e-6)  # rows are rounded to 8 decimals
    np.testing.assert_allclose((F - new_F) / 1e-2, dF, atol=2e-6)


def test_the_gradient_of_a_pair_with_forced_collisions():
    """The real neighbour 2 is drawn as noise, and noise word 4 twice: the rows add up, to 1e-7."""
    rng = np.random.default_rng(7)
    C, F, scored = rng.normal(size=(1, 3)), rng.normal(size=(6, 3)), np.array([2, 4, 2, 0, 4, 5])
    y, one = np.eye(1, 6), np.ones((1, 6))
    dF = np.zeros_like(F)
    np.add.at(dF, scored, w2v.noise_gradients(C, F[scored], y, one)[1])
    judge = numeric(lambda A: w2v.noise_loss(C, A[scored], y, one), F)
    assert np.linalg.norm(dF - judge) <= 1e-7 * np.linalg.norm(judge)


def test_a_center_without_neighbours_changes_nothing():
    for step in (w2v.skip_gram_step, w2v.cbow_step):
        E, F, block, mask, noise = block_case(np.random.default_rng(2))
        before = E.copy(), np.round(F, 8)
        step(E, F, block, 0 * mask, noise, 0.1)
        np.testing.assert_allclose(E, before[0], atol=1e-8)
        np.testing.assert_allclose(F, before[1], atol=1e-8)


def test_noise_table_ends_at_one_and_never_gives_id_n():
    class Largest:
        def random(self, size):
            return np.full(size, np.nextafter(1, 0))

    for counts in ([8, 1], np.arange(1, 400), [3] * 1000):
        table = w2v.noise_table(counts)
        assert table[-1] == 1 and np.all(np.diff(table) >= 0)
        assert w2v.draw_noise(table, 2, Largest()).tolist() == [len(counts) - 1] * 2
    assert w2v.noise_table([8, 1])[0] == pytest.approx(0.8263, abs=5e-5)


def test_noise_follows_its_table():
    drawn = w2v.draw_noise(w2v.noise_table([8, 1, 27]), 60_000, np.random.default_rng(0))
    weights = np.array([8, 1, 27]) ** 0.75
    np.testing.assert_allclose(np.bincount(drawn) / 60_000, weights / weights.sum(), atol=0.01)


def test_pairs():
    assert w2v.skip_gram_pairs(["a", "b", "c"], 1) == [("a", "b"), ("b", "a"), ("b", "c"), ("c", "b")]
    assert w2v.skip_gram_pairs(["a"], 3) == [] and len(w2v.skip_gram_pairs(list("abcd"), 9)) == 12


def test_keep_probability():
    keep = w2v.keep_probability([900, 99, 1], threshold=0.01)
    assert keep == pytest.approx([np.sqrt(0.01 / 0.9), np.sqrt(0.01 / 0.099), 1])


def test_repeated_rows_add_up():
    E = np.zeros((3, 2))
    w2v.add_rows(E, np.array([1, 1, 2]), np.array([[1.0, 0], [2, 0], [0, 0.123456789]]))
    assert E.tolist() == [[0, 0], [3, 0], [0, 0.12345679]]


def test_stream_has_every_kept_token_and_room_at_its_ends():
    ids, number = w2v.token_stream([[4, 5], [6], [4, 4, 4]], np.ones(7), 2, 4, np.random.default_rng(0))
    assert ids.tolist() == [0, 0, 4, 5, 6, 4, 4, 4, 0, 0, 0, 0]
    assert number.tolist() == [0, 0, 1, 1, 2, 3, 3, 3, 0, 0, 0, 0]
    ids, number = w2v.token_stream([[1]] * 4000, np.array([1, 0.25]), 1, 8, np.random.default_rng(0))
    assert (len(ids) - 2) % 8 == 0 and 900 < (number > 0).sum() < 1100


def test_windows_end_with_their_sentence():
    seen = []

    def step(E, F, block, mask, noise, rate):
        margin = (len(block) - len(mask)) // 2
        seen.extend((block[i + margin], block[j]) for i, j in np.argwhere(mask))

    w2v.train_word2vec([[0, 1], [2, 3], [4]], np.ones(5), step, window=3, epochs=1, threshold=1, size=2)
    assert sorted(set(seen)) == [(0, 1), (1, 0), (2, 3), (3, 2)]


def test_rate_falls_and_the_seed_decides():
    rates = []
    w2v.train_word2vec([[0, 1, 2]] * 50, np.ones(3), lambda *a: rates.append(a[-1]), epochs=2, size=16, rate=0.1, threshold=1)
    assert rates[0] == 0.1 and np.all(np.diff(rates) < 0) and 0 < rates[-1] < 0.01
    results = [w2v.train_word2vec([[0, 1, 2]] * 9, np.full(3, 9), epochs=2, d=4, seed=seed, threshold=1)[0] for seed in (1, 1, 2)]
    assert np.array_equal(results[0], results[1]) and not np.array_equal(results[0], results[2])
    assert np.array_equal(results[0], np.round(results[0], 8))


def test_what_cannot_be_trained_on_is_refused():
    with pytest.raises(TypeError, match="must be a list: each epoch reads it again"):
        w2v.train_word2vec(([0, 1] for _ in range(3)), np.ones(2))
    for empty in ([], [[], []]):
        with pytest.raises(ValueError, match="no token"):
            w2v.train_word2vec(empty, np.ones(2))
