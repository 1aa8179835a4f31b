"""Our stacks of windows against torch.nn.Conv1d in float64: outputs and every gradient."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn.functional import binary_cross_entropy_with_logits, conv1d, pad

from helpers.taught.bptt import relative_error
from helpers.taught.convolution import convolution_backward, convolution_forward, convolution_parameters

GATE = 1e-10


@pytest.mark.parametrize("widths", [[1], [5], [3, 2], [3] * 5], ids=str)
def test_stack_against_torch(widths):
    rng, lengths, n_x = np.random.default_rng(0), [9, 4, 1], 3
    mask = (np.arange(9) < np.array(lengths)[:, None]).astype(float)
    x, y = rng.normal(size=(3, 9, n_x)), (rng.random((3, 9, 2)) < 0.4).astype(float)
    parameters = convolution_parameters(n_x, widths, 4, 2, seed=5)
    theirs = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    inputs = torch.tensor(x, requires_grad=True)
    a = inputs.swapaxes(1, 2)
    for layer, k in enumerate(widths, 1):
        W = theirs[f"W_{layer}"]
        kernel = W.reshape(len(W), k, -1).swapaxes(1, 2)  # ours: oldest token first, its numbers side by side
        a = torch.tanh(conv1d(pad(a, (k - 1, 0)), kernel, theirs[f"b_{layer}"]))
    o = a.swapaxes(1, 2) @ theirs["W_ya"].T + theirs["b_y"]
    weight = torch.from_numpy(mask)[..., None].expand_as(o)
    loss = binary_cross_entropy_with_logits(o, torch.from_numpy(y), weight, reduction="sum") / mask.sum()
    loss.backward()
    assert relative_error(convolution_forward(x, parameters)[1], o.detach().numpy()) <= GATE
    gradients, dx, _ = convolution_backward(x, y, mask, parameters)
    assert relative_error(dx, inputs.grad.numpy()) <= GATE
    for name, value in theirs.items():
        assert relative_error(gradients[name], value.grad.numpy()) <= GATE
