"""Our LSTM and GRU against torch.nn.LSTM and torch.nn.GRU in float64: states, loss and every gradient, padded and packed."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn.functional import binary_cross_entropy_with_logits
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from helpers.taught.bptt import masked_loss_gradient, relative_error
from helpers.taught.gates import gru_backward, gru_parameters, gru_states, lstm_backward, lstm_parameters, lstm_states
from helpers.taught.loss import masked_loss

GATE = 1e-10
KINDS = {
    "lstm": (torch.nn.LSTM, lstm_parameters, lstm_states, lstm_backward),
    "gru": (torch.nn.GRU, gru_parameters, gru_states, gru_backward),
}
CASES = [  # lengths, n_x, n_a, n_y
    ([1], 1, 1, 1),
    ([7], 3, 5, 2),
    ([5, 2, 9, 1, 9], 4, 6, 1),
    ([12, 3, 7, 1, 25, 25, 14, 2], 16, 32, 3),
    ([40] * 4 + [11] * 4, 24, 48, 1),
]


def make_case(kind, lengths, n_x, n_a, n_y):
    """Weights with biases that are not zero, padded inputs with rubbish in the padding, labels, mask, initial states."""
    rng = np.random.default_rng(len(lengths) + n_a)
    parameters = KINDS[kind][1](n_x, n_a, n_y, seed=n_x)
    for name in parameters.keys() & {"b_a", "b_u", "b_y"}:
        parameters[name] += rng.normal(0, 0.4, parameters[name].shape)
    mask = (np.arange(max(lengths)) < np.array(lengths)[:, None]).astype(float)
    x, y = rng.normal(size=(*mask.shape, n_x)), (rng.random((*mask.shape, n_y)) < 0.4).astype(float)
    x[mask == 0] = 3.0
    initial = rng.normal(0, 0.5, (2 if kind == "lstm" else 1, len(lengths), n_a))
    return parameters, x, y, mask, initial


def ours(kind, parameters, x, y, mask, initial):
    """Loss, states and all gradients under one roof."""
    _, _, forward, backward = KINDS[kind]
    states = forward(x, parameters, *initial)
    a = states[0][:, 1:]
    o = a @ parameters["W_ya"].T + parameters["b_y"]
    do = masked_loss_gradient(o, y, mask)
    gradients, dx, *d_initial = backward(x, states, do @ parameters["W_ya"], parameters)
    gradients |= {"W_ya": np.einsum("bij,bik->jk", do, a), "b_y": do.sum((0, 1)), "x": dx}
    gradients |= {f"start {k}": value for k, value in enumerate(d_initial)}
    return masked_loss(o, y, mask), a, gradients


def torchs(kind, parameters, x, y, mask, initial, packed):
    """The same by torch and its automatic gradients."""
    n_x, n_a = parameters["W_ax"].shape[1], parameters["W_aa"].shape[1]
    layer = KINDS[kind][0](n_x, n_a, batch_first=True, dtype=torch.float64)
    out = torch.nn.Linear(n_a, len(parameters["b_y"]), dtype=torch.float64)
    twins = {"W_ax": layer.weight_ih_l0, "W_aa": layer.weight_hh_l0, "b_a": layer.bias_ih_l0, "W_ya": out.weight, "b_y": out.bias}
    with torch.no_grad():
        layer.bias_hh_l0.zero_()
        for name, twin in twins.items():
            twin.copy_(torch.from_numpy(parameters[name]))
        if kind == "gru":
            layer.bias_hh_l0[2 * n_a :] = torch.from_numpy(parameters["b_u"])
    tx = torch.from_numpy(x).requires_grad_()
    starts = [torch.from_numpy(start)[None].requires_grad_() for start in initial]
    start = tuple(starts) if kind == "lstm" else starts[0]
    lengths = mask.sum(1).astype(int)
    if packed:
        bundle = pack_padded_sequence(tx, torch.from_numpy(lengths), batch_first=True, enforce_sorted=False)
        a, _ = pad_packed_sequence(layer(bundle, start)[0], batch_first=True)
    else:
        a, _ = layer(tx, start)
    tokens = torch.from_numpy(mask)[..., None]
    labels = torch.from_numpy(y)
    loss = binary_cross_entropy_with_logits(out(a), labels, tokens, reduction="sum") / mask.sum()
    loss.backward()
    gradients = {name: twin.grad.numpy() for name, twin in twins.items()} | {"x": tx.grad.numpy()}
    gradients |= {f"start {k}": value.grad.numpy()[0] for k, value in enumerate(starts)}
    if kind == "gru":
        gradients["b_u"] = layer.bias_hh_l0.grad.numpy()[2 * n_a :]
    return loss.item(), a.detach().numpy(), gradients


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("packed", [False, True], ids=["padded", "packed"])
@pytest.mark.parametrize("sizes", CASES, ids=str)
def test_states_loss_and_gradients_are_those_of_torch(kind, packed, sizes):
    case = make_case(kind, *sizes)
    mask = case[3] > 0
    (loss, a, gradients), (their_loss, their_a, theirs) = ours(kind, *case), torchs(kind, *case, packed)
    assert abs(loss - their_loss) <= GATE * abs(their_loss)
    assert relative_error(a[mask], their_a[mask]) <= GATE
    assert gradients.keys() == theirs.keys()
    for name, gradient in gradients.items():
        assert relative_error(gradient, theirs[name]) <= GATE, name
