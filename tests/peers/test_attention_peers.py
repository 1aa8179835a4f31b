"""Our attention and our masked softmax against torch in float64: outputs, weights and every gradient."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn.functional import scaled_dot_product_attention

from helpers.taught.attention import attention, attention_backward, masked_softmax
from helpers.taught.bptt import relative_error

GATE = 1e-10
CASES = [  # leading axes, T, S, n, m
    ((), 1, 1, 1, 1),
    ((), 5, 5, 4, 4),
    ((3,), 2, 7, 5, 3),
    ((4, 2), 11, 11, 16, 16),
]


def make_case(lead, T, S, n, m, seed=0):
    """Q, K, V, the gradient of the output, and a mask in which each row reads something."""
    rng = np.random.default_rng(seed)
    arrays = [rng.normal(size=(*lead, *shape)) for shape in ((T, n), (S, n), (S, m), (T, m))]
    mask = rng.random((*lead, T, S)) < 0.6
    mask[..., 0] = True
    return arrays, mask


@pytest.mark.parametrize("case", CASES, ids=str)
def test_attention_against_torch(case):
    (Q, K, V, doutput), mask = make_case(*case)
    theirs = [torch.tensor(value, requires_grad=True) for value in (Q, K, V)]
    # torch wants four axes; ours may be any
    shaped = [value.reshape(-1, 1, *value.shape[-2:]) for value in theirs]
    allowed = torch.from_numpy(mask).reshape(-1, 1, *mask.shape[-2:])
    expected = scaled_dot_product_attention(*shaped, attn_mask=allowed).reshape(doutput.shape)
    expected.backward(torch.from_numpy(doutput))
    output, weights = attention(Q, K, V, mask)
    assert relative_error(output, expected.detach().numpy()) <= GATE
    for ours, value in zip(attention_backward(doutput, Q, K, V, weights), theirs):
        assert np.linalg.norm(ours - value.grad.numpy()) <= GATE * max(np.linalg.norm(ours), 1)


@pytest.mark.parametrize("scale", [1e-3, 1, 30, 1e3])
def test_masked_softmax_against_torch(scale):
    rng = np.random.default_rng(1)
    scores, mask = scale * rng.normal(size=(50, 9)), rng.random((50, 9)) < 0.5
    mask[:, 3] = True
    hidden = torch.from_numpy(scores).masked_fill(torch.from_numpy(~mask), -torch.inf)
    assert np.abs(masked_softmax(scores, mask) - torch.softmax(hidden, -1).numpy()).max() <= GATE
