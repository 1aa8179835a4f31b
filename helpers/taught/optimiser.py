"""Lecture 11: from a gradient to better weights.

Parameters and gradients are dictionaries of arrays with the same names; each step changes arrays in place.
"""

import numpy as np

from helpers.taught.bptt import scaled_norm


def check_floats(arrays, gradients=None):
    """Refuse arrays of whole numbers, and of float16: a small step in place would be lost in them.

    arrays: dictionary of arrays; gradients: what will be added to them, or None. Raises TypeError: what stands there is no array
    of floats of 32 bits or more. Raises ValueError: no array, or a gradient of another shape.
    """
    if not arrays:
        raise ValueError("a dictionary without arrays: give at least one, by its name")
    for name, array in arrays.items():
        if not isinstance(array, np.ndarray):
            raise TypeError(f"{name} is {type(array).__name__}: make it np.array({name}, float)")
        if array.dtype.kind != "f" or array.dtype.itemsize < 4:
            raise TypeError(f"{name} holds {array.dtype}: make it float, with .astype(float)")
        if gradients and np.shape(gradients.get(name, array)) != array.shape:
            raise ValueError(f"the gradient of {name} has another shape than {array.shape}")


def clip_by_norm(gradients, max_norm):
    """Shorten a gradient that is longer than max_norm; its direction stays.

    gradients: dictionary of float arrays, scaled in place; max_norm: a positive number.
    Returns the norm of all entries together before clipping.
    Raises ValueError: the norm is inf or nan, max_norm is not positive. Raises TypeError: as `check_floats`.
    """
    check_floats(gradients)
    norm = scaled_norm(np.concatenate([np.ravel(gradient) for gradient in gradients.values()]))
    if not (np.isfinite(norm) and max_norm > 0):
        raise ValueError(f"norm {norm}, max_norm {max_norm}: the gradient has to be finite, max_norm above 0")
    if norm > max_norm:
        for gradient in gradients.values():
            gradient *= max_norm / norm
    return norm


def sgd_step(parameters, gradients, learning_rate):
    """Gradient descent: each weight moves against its gradient, in place. Raises TypeError: as `check_floats`."""
    check_floats(parameters, gradients)
    for name, gradient in gradients.items():
        parameters[name] -= learning_rate * gradient


def adam_state(parameters):
    """What Adam remembers, zero at the start: running means of the gradient and of its square, and a count.

    parameters: dictionary of arrays. Returns {"mean": ..., "square": ..., "steps": 0}.
    """
    zeros = [{n: np.zeros_like(v) for n, v in parameters.items()} for _ in range(2)]
    return {"mean": zeros[0], "square": zeros[1], "steps": 0}


def adam_step(parameters, gradients, state, learning_rate, beta_1=0.9, beta_2=0.999, epsilon=1e-8):
    """One step of Adam (Kingma and Ba, 2015): the mean gradient, divided by its typical size, in place.

    parameters, gradients: dictionaries of arrays; state: from `adam_state`, changed in place.
    Raises TypeError: as `check_floats`.
    """
    check_floats(parameters, gradients)
    state["steps"] += 1
    for name, gradient in gradients.items():
        mean, square = state["mean"][name], state["square"][name]
        mean += (1 - beta_1) * (gradient - mean)
        square += (1 - beta_2) * ((1.0 * gradient) ** 2 - square)
        mean_hat = mean / (1 - beta_1 ** state["steps"])
        square_hat = square / (1 - beta_2 ** state["steps"])
        parameters[name] -= learning_rate * mean_hat / (np.sqrt(square_hat) + epsilon)


def round_weights(parameters, decimals=8):
    """Round every weight in place, so that a last bit that differs between processors is forgotten.

    parameters: dictionary of float64 arrays.
    """
    for value in parameters.values():
        np.round(value, decimals, out=value)
