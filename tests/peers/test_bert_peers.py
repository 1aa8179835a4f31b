"""BERT in miniature against torch in float64: the loss and every gradient."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn.functional import cross_entropy, scaled_dot_product_attention

from helpers.taught.bert import bert_parameters, hide_tokens, masked_word_gradients
from helpers.taught.bptt import relative_error
from helpers.taught.sentiment import pad_ids

GATE = 1e-10


def torch_loss(shown, ids, mask, hidden, parameters, layers, heads):
    """The same network, written with torch's own attention."""
    B, T = ids.shape
    h = parameters["E"][torch.from_numpy(shown)] + parameters["P"][:T]
    d = h.shape[-1]
    for layer in range(1, layers + 1):
        Q, K, V = ((h @ parameters[f"W_{part}{layer}"].T).reshape(B, T, heads, d // heads).transpose(1, 2) for part in "qkv")
        allowed = torch.from_numpy(mask > 0)[:, None, None, :].expand(B, heads, T, T)
        if layer == 1:
            side = torch.tril(torch.ones(T, T, dtype=torch.bool))
            allowed = allowed & torch.stack([side, side.T] * (heads // 2))
        read = scaled_dot_product_attention(Q, K, V, attn_mask=allowed).nan_to_num()
        h = h + read.transpose(1, 2).reshape(B, T, d) @ parameters[f"W_o{layer}"].T
    hidden = torch.from_numpy(hidden)
    return cross_entropy(h[hidden] @ parameters["E"].T + parameters["b"], torch.from_numpy(ids)[hidden])


@pytest.mark.parametrize(("layers", "heads", "d"), [(1, 2, 4), (2, 2, 8), (2, 4, 32), (3, 4, 16)])
def test_loss_and_gradients_against_torch(layers, heads, d):
    rng = np.random.default_rng(d)
    ids, mask = pad_ids([rng.integers(2, 29, n).tolist() for n in (12, 12, 7, 12)])
    shown, hidden = hide_tokens(ids, mask, 0.3, 29, rng)
    parameters = {n: v + 0.1 * rng.normal(size=v.shape) for n, v in bert_parameters(30, d, layers, 14, seed=1).items()}
    theirs = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    # Attention of torch gives nan gradients where a row is masked in full (padding that reads to the right): one length here.
    keep = mask.all(1)
    ids, mask, shown, hidden = ids[keep], mask[keep], shown[keep], hidden[keep]
    expected = torch_loss(shown, ids, mask, hidden, theirs, layers, heads)
    expected.backward()
    loss, gradients = masked_word_gradients(shown, ids, mask, hidden, parameters, heads)
    assert loss == pytest.approx(expected.item(), rel=GATE)
    for name, value in theirs.items():
        assert relative_error(gradients[name], value.grad.numpy()) <= GATE, name
