"""Our translator against torch in float64: every gradient of encoder, decoder and attention."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from helpers.taught.bptt import relative_error
from helpers.taught.softmax import softmax_cross_entropy
from helpers.taught.translation import decode, encode, pair_batch, translator_gradients, translator_parameters

GATE, SOS, EOS = 1e-10, 2, 3


def states(side, x, weights, first=None, lengths=None):
    """States of torch.nn.RNN with our weights; with lengths a packed sequence. Returns all states and the last real ones."""
    n_a = len(weights[side + "_b_a"])
    layer = torch.nn.RNN(x.shape[2], n_a, batch_first=True).double()
    values = {"weight_ih_l0": weights[side + "_W_ax"], "weight_hh_l0": weights[side + "_W_aa"],
              "bias_ih_l0": weights[side + "_b_a"], "bias_hh_l0": torch.zeros(n_a, dtype=torch.float64)}  # fmt: skip
    if lengths is not None:
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        out, last = torch.func.functional_call(layer, values, (packed,))
        return pad_packed_sequence(out, batch_first=True)[0], last[0]
    out, last = torch.func.functional_call(layer, values, (x, first[None]))
    return out, last[0]


def torch_loss(source, mask, inputs, outputs, counted, weights):
    """The loss by torch.nn: packed sources, scaled_dot_product_attention, cross_entropy with ignore_index for the pads."""
    lengths = torch.tensor(mask.sum(1)).long()
    a, last = states("encoder", weights["encoder_E"][torch.tensor(source)], weights, lengths=lengths)
    d, _ = states("decoder", weights["decoder_E"][torch.tensor(inputs)], weights, first=last)
    o = d @ weights["W_ya"].T + weights["b_y"]
    if "W_yc" in weights:
        read = torch.tensor(mask).bool()[:, None]
        o = o + torch.nn.functional.scaled_dot_product_attention(d, a, a, attn_mask=read) @ weights["W_yc"].T
    wanted = torch.tensor(np.where(counted > 0, outputs, -100))
    return torch.nn.functional.cross_entropy(o.flatten(0, 1), wanted.flatten(), ignore_index=-100)


@pytest.mark.parametrize("look_back", [True, False], ids=["attention", "last state"])
@pytest.mark.parametrize(("n_x", "n_a", "B", "longest"), [(3, 4, 1, 1), (5, 8, 4, 6), (16, 32, 7, 12)])
def test_loss_and_every_gradient_against_torch(look_back, n_x, n_a, B, longest):
    rng = np.random.default_rng(n_a)
    parameters = translator_parameters(n_x, n_a, 12, 11, seed=1, look_back=look_back)
    parameters = {name: value + 0.05 * rng.normal(size=value.shape) for name, value in parameters.items()}
    pairs = [[rng.integers(4, 11, size=rng.integers(1, longest + 1)).tolist() for _ in range(B)] for _ in range(2)]
    batch = pair_batch(*pairs, SOS, EOS)
    weights = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    theirs = torch_loss(*batch, weights)
    theirs.backward()
    source, mask, inputs, outputs, counted = batch
    a, d_0 = encode(source, mask, parameters)
    ours = softmax_cross_entropy(decode(inputs, d_0, a, mask, parameters)[0], outputs, counted)
    assert abs(ours - theirs.item()) < GATE
    found = translator_gradients(*batch, parameters)
    assert found.keys() == parameters.keys()
    for name in parameters:
        assert relative_error(found[name], weights[name].grad.numpy()) < GATE, name
