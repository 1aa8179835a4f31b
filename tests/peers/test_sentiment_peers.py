"""Our classifier against torch in float64: softmax cross-entropy, and every gradient of the recurrent network behind it."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn.utils.rnn import pack_padded_sequence

from helpers.taught.bptt import relative_error
from helpers.taught.rnn import initial_parameters
from helpers.taught.sentiment import at_last_real, classifier_gradients, classifier_scores, over_real, pad_ids
from helpers.taught.softmax import log_softmax, softmax_cross_entropy, softmax_cross_entropy_gradient
from helpers.taught.training import with_lookup_table

GATE = 1e-10


@pytest.mark.parametrize("shape", [(1, 2), (7, 5), (3, 4, 11)])
@pytest.mark.parametrize("size", [1, 1000])
def test_cross_entropy_against_torch(shape, size):
    rng = np.random.default_rng(0)
    o, y = size * rng.normal(size=shape), rng.integers(shape[-1], size=shape[:-1])
    theirs = torch.tensor(o, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(theirs.reshape(-1, shape[-1]), torch.tensor(y).reshape(-1))
    loss.backward()
    assert relative_error(log_softmax(o), torch.log_softmax(torch.tensor(o), -1).numpy()) < GATE
    assert abs(softmax_cross_entropy(o, y) - loss.item()) < GATE * max(1, loss.item())
    assert relative_error(softmax_cross_entropy_gradient(o, y), theirs.grad.numpy()) < GATE


def torch_scores(ids, mask, weights, way):
    """The same network by torch.nn: packed sequences for the last state, a masked mean for the other way."""
    n_a = len(weights["b_a"])
    layer = torch.nn.RNN(weights["E"].shape[1], n_a, batch_first=True).double()
    x, lengths = weights["E"][torch.tensor(ids)], torch.tensor(mask.sum(1)).long()
    values = {"weight_ih_l0": weights["W_ax"], "weight_hh_l0": weights["W_aa"], "bias_ih_l0": weights["b_a"],
              "bias_hh_l0": torch.zeros(n_a, dtype=torch.float64)}  # fmt: skip
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    out, last = torch.func.functional_call(layer, values, (packed,))
    if way == "mean":
        states, _ = torch.nn.utils.rnn.pad_packed_sequence(out, batch_first=True)
        last = (states.sum(1) / lengths[:, None])[None]
    return last[0] @ weights["W_ya"].T + weights["b_y"]


@pytest.mark.parametrize(("way", "weights_of"), [("last", at_last_real), ("mean", over_real)])
def test_every_gradient_of_the_classifier_against_torch(way, weights_of):
    parameters = with_lookup_table(initial_parameters(6, 9, 5, seed=3), 30, seed=3)
    rng = np.random.default_rng(4)
    ids, mask = pad_ids([rng.integers(1, 30, size=length).tolist() for length in (12, 1, 7, 30)])
    y = np.array([4, 0, 3, 3])
    weights = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
    o = torch_scores(ids, mask, weights, way)
    torch.nn.functional.cross_entropy(o, torch.tensor(y)).backward()
    assert relative_error(classifier_scores(ids, mask, parameters, weights_of), o.detach().numpy()) < GATE
    found = classifier_gradients(ids, mask, y, parameters, weights_of)
    for name in parameters:
        assert relative_error(found[name], weights[name].grad.numpy()) < GATE, name
