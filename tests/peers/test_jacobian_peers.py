"""The Jacobians and the gradients of lecture 15 against torch in float64."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn.functional import binary_cross_entropy_with_logits

from helpers.taught.bptt import relative_error
from helpers.taught.jacobian import first_token_batch, jacobian_product, last_output_gradients, two_changes
from helpers.taught.rnn import initial_parameters, rnn_forward

GATE = 1e-10


def last_state(a, x, parameters):
    """Our recurrent layer in torch: the state after all tokens of x, from the state a."""
    W_ax, W_aa, b_a = (parameters[name] for name in ("W_ax", "W_aa", "b_a"))
    for token in x:
        a = torch.tanh(token @ W_ax.T + a @ W_aa.T + b_a)
    return a


def in_torch(parameters, grad=False):
    return {name: torch.tensor(value, requires_grad=grad) for name, value in parameters.items()}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("T", [1, 5, 30])
def test_product_is_the_jacobian_of_torch(seed, T):
    parameters, rng = initial_parameters(3, 6, 1, seed), np.random.default_rng(seed)
    x, a_0 = rng.normal(size=(T, 3)), 0.1 * rng.normal(size=6)
    theirs = torch.func.jacrev(lambda a: last_state(a, torch.tensor(x), in_torch(parameters)))(torch.tensor(a_0))
    ours = jacobian_product(rnn_forward(x, parameters, a_0)[0], 0, T, parameters["W_aa"])
    assert relative_error(ours, theirs.numpy()) <= GATE


def test_small_change_is_the_norm_of_torchs_jacobian():
    parameters, rng = initial_parameters(3, 6, 1, 1), np.random.default_rng(1)
    x = rng.normal(size=(8, 3))
    other = x + 0.5 * (np.arange(8) == 2)[:, None]
    state = torch.tensor(rnn_forward(x, parameters)[0][3])
    theirs = torch.func.jacrev(lambda a: last_state(a, torch.tensor(x[3:]), in_torch(parameters)))(state)
    small = two_changes(x, other, 3, parameters)[1][-1]
    assert abs(small - torch.linalg.matrix_norm(theirs, 2).item()) <= GATE * small


@pytest.mark.parametrize("seed", range(4))
def test_gradients_of_the_last_output(seed):
    parameters = initial_parameters(4, 8, 1, seed)
    x, y = first_token_batch(np.random.default_rng(seed), 20)
    ours_loss, ours = last_output_gradients(x, y, parameters)
    theirs = in_torch(parameters, grad=True)
    a = last_state(torch.zeros(len(x), 8, dtype=torch.float64), torch.tensor(x).swapaxes(0, 1), theirs)
    loss = binary_cross_entropy_with_logits(a @ theirs["W_ya"].T + theirs["b_y"], torch.tensor(y, dtype=torch.float64))
    loss.backward()
    assert abs(ours_loss - loss.item()) <= GATE
    assert all(relative_error(gradient, theirs[name].grad.numpy()) <= GATE for name, gradient in ours.items())
