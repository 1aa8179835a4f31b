"""Our recurrent networks against torch.nn.RNN in float64: outputs, loss and every gradient, padded and packed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")

from torch.nn.functional import binary_cross_entropy_with_logits
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from helpers.taught.bidirectional import BACK, bidirectional_backward, bidirectional_forward, bidirectional_parameters
from helpers.taught.bptt import relative_error, rnn_backward, rnn_backward_batch
from helpers.taught.loss import masked_loss
from helpers.taught.optimiser import adam_state, adam_step, clip_by_norm
from helpers.taught.rnn import initial_parameters, rnn_forward_batch
from helpers.taught.rnn_fast import (
    FastRNN,
    FlatAdam,
    input_gradient,
    loss_from_logits,
    pack_parameters,
    plan_batch,
    unpack_parameters,
)

GATE = 1e-10
CASES = [  # lengths, n_x, n_a, n_y
    ([1], 1, 1, 1),
    ([7], 3, 5, 2),
    ([1, 1, 1], 2, 3, 1),
    ([5, 2, 9, 1, 9], 4, 6, 1),
    ([12, 3, 7, 1, 25, 25, 14, 2], 16, 32, 3),
    ([40] * 4 + [11] * 4, 24, 48, 1),
]


def make_case(lengths, n_x, n_a, n_y, seed=0):
    """Padded x with rubbish in the padding, labels, mask."""
    rng = np.random.default_rng(seed)
    mask = (np.arange(max(lengths)) < np.array(lengths)[:, None]).astype(float)
    x, y = rng.normal(size=(*mask.shape, n_x)), (rng.random((*mask.shape, n_y)) < 0.4).astype(float)
    x[mask == 0] = 3.0
    return x, y, mask


def torch_network(parameters, bidirectional=False):
    """torch.nn.RNN and torch.nn.Linear with our weights, and a dictionary: our name -> how to read its gradient."""
    n_a, n_x = parameters["W_ax"].shape
    rnn = torch.nn.RNN(n_x, n_a, batch_first=True, bidirectional=bidirectional, dtype=torch.float64)
    out = torch.nn.Linear(n_a * (1 + bidirectional), len(parameters["b_y"]), dtype=torch.float64)
    twins = {
        "W_ax": lambda kind: kind(rnn.weight_ih_l0),
        "W_aa": lambda kind: kind(rnn.weight_hh_l0),
        "b_a": lambda kind: kind(rnn.bias_ih_l0),
        "W_ya": lambda kind: kind(out.weight)[:, :n_a],
        "b_y": lambda kind: kind(out.bias),
    }
    if bidirectional:
        twins |= {
            "W_ax_back": lambda kind: kind(rnn.weight_ih_l0_reverse),
            "W_aa_back": lambda kind: kind(rnn.weight_hh_l0_reverse),
            "b_a_back": lambda kind: kind(rnn.bias_ih_l0_reverse),
            "W_ya_back": lambda kind: kind(out.weight)[:, n_a:],
        }
    with torch.no_grad():
        for bias in (value for name, value in rnn.named_parameters() if name.startswith("bias_hh")):
            bias.zero_()
        for name, twin in twins.items():
            twin(lambda value: value.data)[...] = torch.from_numpy(parameters[name])
    return rnn, out, twins


def torch_results(parameters, x, y, mask, packed, a_0=None, bidirectional=False):
    """Loss, outputs on real tokens, gradients, dx and da_0 of torch."""
    rnn, out, twins = torch_network(parameters, bidirectional)
    x, y, mask = torch.tensor(x, requires_grad=True), torch.from_numpy(y), torch.from_numpy(mask)
    a_0 = None if a_0 is None else torch.tensor(a_0[None], requires_grad=True)
    if packed:
        lengths = mask.sum(1).long()
        a, _ = rnn(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False), a_0)
        a, _ = pad_packed_sequence(a, batch_first=True, total_length=x.shape[1])
    else:
        a, _ = rnn(x, a_0)
    o = out(a)
    weight = mask[..., None].expand_as(y)
    loss = binary_cross_entropy_with_logits(o, y, weight, reduction="sum") / mask.sum()
    loss.backward()
    gradients = {name: twin(lambda value: value.grad).numpy() for name, twin in twins.items()}
    da_0 = None if a_0 is None else a_0.grad[0].numpy()
    return loss.item(), o.detach().numpy()[mask.numpy() > 0], gradients, x.grad.numpy(), da_0


def compare(gradients, theirs):
    assert gradients.keys() == theirs.keys()
    assert max(relative_error(gradients[name], theirs[name]) for name in theirs) <= GATE


@pytest.mark.parametrize("packed", [False, True], ids=["padded", "packed"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_batch_against_torch(case, packed):
    parameters, (x, y, mask) = initial_parameters(*case[1:], seed=3), make_case(*case)
    a_0 = np.random.default_rng(1).normal(size=(len(x), case[2]))
    loss, outputs, theirs, dx_theirs, da_0_theirs = torch_results(parameters, x, y, mask, packed, a_0)
    o = rnn_forward_batch(x, parameters, a_0)[1]
    gradients, dx, da_0 = rnn_backward_batch(x, y, mask, parameters, a_0)
    assert relative_error(o[mask > 0], outputs) <= GATE
    assert masked_loss(o, y, mask) == pytest.approx(loss, rel=GATE)
    compare(gradients, theirs)
    assert relative_error(dx, dx_theirs) <= GATE and relative_error(da_0, da_0_theirs) <= GATE


@pytest.mark.parametrize("packed", [False, True], ids=["padded", "packed"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_fast_network_against_torch(case, packed):
    parameters, (x, y, mask) = initial_parameters(*case[1:], seed=3), make_case(*case)
    loss_theirs, _, theirs, dx_theirs, _ = torch_results(parameters, x, y, mask, packed)
    W = pack_parameters(parameters)
    net = FastRNN(W, np.zeros_like(W), case[1])
    plan = plan_batch(net, np.array(case[0]))
    token = plan.sentence, plan.position
    loss, do = loss_from_logits(net.forward(x[token], plan), y[token])
    net.backward(do, plan)
    assert loss == pytest.approx(loss_theirs, rel=GATE)
    compare(unpack_parameters(net.G, case[1], case[3]), theirs)
    assert relative_error(input_gradient(net, plan), dx_theirs[token]) <= GATE


@pytest.mark.parametrize("case", CASES, ids=str)
def test_bidirectional_against_torch_packed(case):
    """Padded torch is wrong here: its second reader would begin in the padding."""
    parameters, (x, y, mask) = bidirectional_parameters(*case[1:], seed=3), make_case(*case)
    assert set(BACK.values()) < parameters.keys()
    loss, outputs, theirs, dx_theirs, _ = torch_results(parameters, x, y, mask, packed=True, bidirectional=True)
    o = bidirectional_forward(x, mask, parameters)[2]
    gradients, dx, _ = bidirectional_backward(x, y, mask, parameters)
    assert relative_error(o[mask > 0], outputs) <= GATE
    assert masked_loss(o, y, mask) == pytest.approx(loss, rel=GATE)
    compare(gradients, theirs)
    assert relative_error(dx, dx_theirs) <= GATE


def test_one_sentence_against_torch():
    parameters, (x, y, mask) = initial_parameters(3, 5, 2, seed=3), make_case([7], 3, 5, 2)
    a_0 = np.random.default_rng(1).normal(size=(1, 5))
    _, _, theirs, dx_theirs, da_0_theirs = torch_results(parameters, x, y, mask, False, a_0)
    gradients, dx, da_0 = rnn_backward(x[0], y[0], parameters, a_0[0])
    compare(gradients, theirs)
    assert relative_error(dx, dx_theirs[0]) <= GATE and relative_error(da_0, da_0_theirs[0]) <= GATE


@settings(max_examples=25, deadline=None)
@given(
    lengths=st.lists(st.integers(1, 8), min_size=1, max_size=5),
    sizes=st.tuples(st.integers(1, 5), st.integers(1, 6), st.integers(1, 2)),
    seed=st.integers(0, 99),
)
def test_any_batch_against_torch(lengths, sizes, seed):
    parameters, (x, y, mask) = initial_parameters(*sizes, seed), make_case(lengths, *sizes, seed)
    padded = torch_results(parameters, x, y, mask, packed=False)
    packed = torch_results(parameters, x, y, mask, packed=True)
    gradients, dx, _ = rnn_backward_batch(x, y, mask, parameters)
    for theirs in (padded, packed):
        compare(gradients, theirs[2])
        assert relative_error(dx, theirs[3]) <= GATE


def test_clipping_and_adam_against_torch():
    """Three hundred updates: clip by norm, then Adam, plain and flat."""
    rng = np.random.default_rng(0)
    parameters = {"w": rng.normal(size=(4, 5)), "b": rng.normal(size=3)}
    flat = np.concatenate([value.ravel() for value in parameters.values()])
    theirs = [torch.tensor(value, requires_grad=True) for value in parameters.values()]
    adam, state, flat_adam = torch.optim.Adam(theirs, lr=0.01), adam_state(parameters), FlatAdam(23, np.float64)
    for _ in range(300):
        gradients = {name: rng.normal(size=value.shape) * 10 ** rng.uniform(-3, 1) for name, value in parameters.items()}
        for value, gradient in zip(theirs, gradients.values()):
            value.grad = torch.tensor(gradient)
        norm = torch.nn.utils.clip_grad_norm_(theirs, 2.0)
        adam.step()
        assert clip_by_norm(gradients, 2.0) == pytest.approx(norm.item(), rel=1e-12)
        adam_step(parameters, gradients, state, 0.01)
        flat_adam.step(flat, np.concatenate([gradient.ravel() for gradient in gradients.values()]), 0.01)
    expected = np.concatenate([value.detach().numpy().ravel() for value in theirs])
    assert np.concatenate([value.ravel() for value in parameters.values()]) == pytest.approx(expected, abs=1e-7)
    assert flat == pytest.approx(expected, abs=1e-7)
