"""Lecture 10: backpropagation through time and its check by finite differences; appendix 10a: its ledger and the batch.

`delta` is dL/ds<i>, the error signal before the activation. Each state a<i> has two readers, from which its error comes
back: the output at i and the state i + 1. Gradients are in a dictionary with the names of the parameters.
"""

import numpy as np

from helpers.taught.loss import masked_loss
from helpers.taught.rnn import logistic, rnn_forward, rnn_forward_batch


def rnn_backward(x, y, parameters, a_0=None):
    """Gradient of the mean loss of one sentence, token by token from the last to the first.

    x: (T, n_x), y: (T, n_y); a_0: (n_a,), zeros if not given.
    Returns gradients (a dictionary, shapes as parameters), dx: (T, n_x) and da_0: (n_a,).
    Raises ValueError: no token, y of another shape, or a label outside of 0 to 1.
    """
    T, n_y, y = len(x), len(parameters["b_y"]), np.asarray(y)
    if y.shape != (T, n_y) or T == 0 or not np.all((y >= 0) & (y <= 1)):
        raise ValueError(f"{T} tokens, y {y.shape}: give ({T}, {n_y}), labels from 0 to 1")
    a, y_hat = rnn_forward(x, parameters, a_0)
    gradients = {name: np.zeros(np.shape(value)) for name, value in parameters.items()}
    dx, delta_next = np.zeros(np.shape(x)), np.zeros(len(parameters["b_a"]))
    for i in range(T, 0, -1):
        do = (y_hat[i - 1] - y[i - 1]) / T
        da = parameters["W_ya"].T @ do + parameters["W_aa"].T @ delta_next
        delta = da * (1 - a[i] ** 2)
        gradients["W_ya"] += np.outer(do, a[i])
        gradients["b_y"] += do
        gradients["W_ax"] += np.outer(delta, x[i - 1])
        gradients["W_aa"] += np.outer(delta, a[i - 1])
        gradients["b_a"] += delta
        dx[i - 1] = parameters["W_ax"].T @ delta
        delta_next = delta
    da_0 = parameters["W_aa"].T @ delta_next
    return gradients, dx, da_0


def masked_loss_gradient(o, y, mask):
    """Gradient of `masked_loss` for o: (yhat - y) / sum of mask on real tokens, 0 on padding.

    o, y: (B, T, n_y), mask: (B, T). Returns do: (B, T, n_y). Raises ValueError: as `masked_loss`.
    """
    masked_loss(o, y, mask)  # refuses shapes that do not fit, and a mask without a real token
    real = np.expand_dims(mask, -1) == 1
    return np.where(real, logistic(o) - y, 0) / real.sum()


def hidden_states_backward(x, a, da_output, parameters):
    """Back through the recurrent layer of a batch, from the errors at its states.

    x: (B, T, n_x), finite everywhere; a: (B, T + 1, n_a) from `hidden_states`; da_output: (B, T, n_a), zero at pads.
    Returns gradients of W_ax, W_aa and b_a (a dictionary), dx: (B, T, n_x), da_0: (B, n_a).
    """
    delta, slope = np.zeros(np.shape(da_output)), 1 - a**2
    da_next = np.zeros_like(a[:, 0])
    for i in range(x.shape[1], 0, -1):
        da = da_output[:, i - 1] + da_next
        delta[:, i - 1] = da * slope[:, i]
        da_next = delta[:, i - 1] @ parameters["W_aa"]
    gradients = {
        "W_ax": np.tensordot(delta, x, ((0, 1), (0, 1))),
        "W_aa": np.tensordot(delta, a[:, :-1], ((0, 1), (0, 1))),
        "b_a": delta.sum((0, 1)),
    }
    return gradients, delta @ parameters["W_ax"], da_next


def rnn_backward_batch(x, y, mask, parameters, a_0=None):
    """Gradient of `masked_loss` for a batch, whatever stands at the pads.

    x: (B, T, n_x), y: (B, T, n_y), mask: (B, T), 0 at the pads, on the right; a_0: (B, n_a), zeros if not given.
    Returns gradients (a dictionary, shapes as parameters), dx: (B, T, n_x), da_0: (B, n_a).
    Raises ValueError: as `masked_loss`.
    """
    x = np.array(x)
    x[np.equal(mask, 0)] = 0
    a, o = rnn_forward_batch(x, parameters, a_0)
    do = masked_loss_gradient(o, y, mask)
    da_output = do @ parameters["W_ya"]
    gradients, dx, da_0 = hidden_states_backward(x, a, da_output, parameters)
    gradients["W_ya"] = np.einsum("bij,bik->jk", do, a[:, 1:])
    gradients["b_y"] = do.sum((0, 1))
    return gradients, dx, da_0


def numerical_gradient(function, array, epsilon=1e-5):
    """Central differences: (f(array + epsilon) - f(array - epsilon)) / (2 epsilon), one entry at a time.

    function: takes an array of this shape, returns a number; array: float64. Returns an array of that shape.
    """
    gradient = np.zeros(np.shape(array))
    for index in np.ndindex(gradient.shape):
        step = np.zeros(gradient.shape)
        step[index] = epsilon
        up, down = function(array + step), function(array - step)
        gradient[index] = (up - down) / (2 * epsilon)
    return gradient


def scaled_norm(array):
    """The norm of all entries, divided first by the largest, so that no square overflows or becomes 0.

    array: numbers of any shape. Returns a number: nan if there is nan in the array, else inf if there is inf.
    """
    largest = np.max(np.abs(np.asarray(array, float)), initial=0)
    if not 0 < largest < np.inf:
        return largest
    return largest * np.linalg.norm(array / largest)


def relative_error(first, second):
    """Norm of the difference over the larger norm; 0 if both are zero, inf if either holds inf or nan.

    first, second: arrays of one shape. Returns a number. Raises ValueError: the shapes differ.
    """
    if np.shape(first) != np.shape(second):
        raise ValueError(f"shapes {np.shape(first)} and {np.shape(second)} differ")
    larger = np.maximum(scaled_norm(first), scaled_norm(second))
    if not np.isfinite(larger):
        return np.inf
    return scaled_norm(first / larger - second / larger) if larger > 0 else 0.0


def ledger(x, y, parameters):
    """What the loss at each token adds to dL/dW_aa through each step.

    x: (T, n_x), y: (T, n_y). Returns entries: (T, T, n_a, n_a); entries[i - 1, j - 1] is what the loss
    at i adds through step j, zero for j > i. Their sum over i and j is dL/dW_aa of `rnn_backward`.
    Raises ValueError: y of another shape, or a label outside of 0 to 1.
    """
    T, n_a = len(x), len(parameters["b_a"])
    y = np.asarray(y)
    if y.shape != (T, len(parameters["b_y"])) or not np.all((y >= 0) & (y <= 1)):
        raise ValueError(f"{T} tokens, y {y.shape}: give each token its labels, from 0 to 1")
    a, y_hat = rnn_forward(x, parameters)
    entries = np.zeros((T, T, n_a, n_a))
    for i in range(1, T + 1):
        da = parameters["W_ya"].T @ (y_hat[i - 1] - y[i - 1]) / T
        for j in range(i, 0, -1):
            delta = da * (1 - a[j] ** 2)
            entries[i - 1, j - 1] = np.outer(delta, a[j - 1])
            da = parameters["W_aa"].T @ delta
    return entries
