"""Gradients and steps of skip-gram, CBOW and GloVe against torch's autograd in float64; AdaGrad against torch.optim."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn.functional import binary_cross_entropy_with_logits, logsigmoid

from helpers.taught import glove, word2vec

GATE = 1e-10


def error(ours, theirs):
    return np.linalg.norm(ours - theirs) / np.linalg.norm(theirs)


@pytest.mark.parametrize("seed", range(3))
def test_noise_gradients(seed):
    rng = np.random.default_rng(seed)
    C, R = rng.normal(size=(5, 4)), rng.normal(size=(7, 4))
    y, weight = rng.integers(0, 2, (5, 7)).astype(float), rng.random((5, 7))
    C_t, R_t = (torch.tensor(array, requires_grad=True) for array in (C, R))
    loss = binary_cross_entropy_with_logits(C_t @ R_t.T, torch.tensor(y), torch.tensor(weight), reduction="sum")
    loss.backward()
    assert word2vec.noise_loss(C, R, y, weight) == pytest.approx(loss.item(), rel=GATE)
    dC, dR = word2vec.noise_gradients(C, R, y, weight)
    assert error(dC, C_t.grad.numpy()) <= GATE and error(dR, R_t.grad.numpy()) <= GATE


def torch_loss(kind, E, F, block, mask, noise):
    center, weight = torch.tensor(block[2:8]), 5 / len(noise)
    block, mask, noise = torch.tensor(block), torch.tensor(mask), torch.tensor(noise)
    if kind == "skip-gram":
        real = -(mask * logsigmoid(E[center] @ F[block].T)).sum()
        return real - (weight * mask.sum(1, keepdim=True) * logsigmoid(-E[center] @ F[noise].T)).sum()
    h = mask @ E[block] / mask.sum(1, keepdim=True)
    return -logsigmoid((h * F[center]).sum(1)).sum() - weight * logsigmoid(-h @ F[noise].T).sum()


@pytest.mark.parametrize(("kind", "step"), [("skip-gram", word2vec.skip_gram_step), ("CBOW", word2vec.cbow_step)])
def test_a_step_follows_autograd(kind, step):
    rng = np.random.default_rng(0)
    E, F = np.round(rng.normal(size=(2, 9, 3)), 8)
    block, noise = np.array([0, 0, 3, 4, 3, 5, 6, 4, 0, 0]), np.array([4, 4, 3, 8])  # repeats and collisions
    distance = np.abs(np.arange(10) - 2 - np.arange(6)[:, None])
    mask = 1.0 * ((distance > 0) & (distance <= 2) & (np.arange(10) >= 2) & (np.arange(10) < 8))
    E_t, F_t = (torch.tensor(array, requires_grad=True) for array in (E, F))
    torch_loss(kind, E_t, F_t, block, mask, noise).backward()
    new_E, new_F = E.copy(), F.copy()
    step(new_E, new_F, block, mask, noise, 0.5)
    np.testing.assert_allclose(new_E, E - 0.5 * E_t.grad.numpy(), atol=6e-9)  # half of the eighth decimal
    np.testing.assert_allclose(new_F, F - 0.5 * F_t.grad.numpy(), atol=6e-9)


def test_glove_gradients():
    rng = np.random.default_rng(1)
    parameters = {name: rng.normal(size=value.shape) for name, value in glove.glove_start(6, 4, 0).items()}
    log_X, weight = rng.normal(size=(6, 6)), rng.random((6, 6))
    p = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    residual = p["W"] @ p["W_tilde"].T + p["b"][:, None] + p["b_tilde"] - torch.tensor(log_X)
    theirs = 0.5 * (torch.tensor(weight) * residual**2).sum()
    theirs.backward()
    loss, gradients = glove.glove_gradients(parameters, log_X, weight)
    assert loss == pytest.approx(theirs.item(), rel=GATE)
    assert max(error(gradients[name], p[name].grad.numpy()) for name in p) <= GATE


def test_adagrad_against_torch():
    rng = np.random.default_rng(2)
    parameters = {"w": np.round(rng.normal(size=(3, 2)), 8)}
    theirs = torch.tensor(parameters["w"].copy(), requires_grad=True)
    optimiser, sums = torch.optim.Adagrad([theirs], lr=0.1, initial_accumulator_value=1, eps=0), {"w": np.ones((3, 2))}
    for _ in range(50):
        gradient = rng.normal(size=(3, 2))
        theirs.grad = torch.tensor(gradient)
        optimiser.step()
        glove.adagrad_step(parameters, {"w": gradient}, sums, 0.1)
    np.testing.assert_allclose(parameters["w"], theirs.detach().numpy(), atol=1e-6)
