"""How wrong the probabilities are: cross-entropy, in nats, straight from the scores.

`z` holds a row of scores per example, the classes along its last axis. `y` says what was right:
class indices, one per row, or rows of probabilities shaped like `z` (one-hot or soft).
"""

import math

import numpy as np
from array_api_compat import is_dask_array

from softmax_lib.arrays import (
    beside,
    class_indices,
    holds,
    marks,
    minus_one_hot,
    ours,
    real_floating,
    take_last,
)
from softmax_lib.chunks import check_sizes
from softmax_lib.functions import below_peak, peak_and_total


def cross_entropy(z, y):
    """Return -ln p(right class), averaged over the rows, in nats.

    `z` are scores: softmax happens in here. Probabilities in their place raise no error, but the
    loss can then never fall below ln(1 + (K - 1) / e). A bad label is a ValueError.
    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), 6.2.2.3.
    """
    xp, z, dtype = real_floating(z)
    y = targets(xp, z, y)
    log_total, at_target = _log_total_and_target(xp, z, y)
    return xp.astype(xp.mean(log_total - at_target), dtype, copy=False)


def cross_entropy_and_grad(z, y):
    """Return `cross_entropy(z, y)` and its gradient with respect to `z`, shaped like `z`.

    One exponential serves both: the gradient is (p - Y) / n, for n rows and their one-hot rows Y.
    Source: Bishop, Pattern Recognition and Machine Learning (2006), 4.3.4.
    """
    xp, z, dtype = real_floating(z)
    y = targets(xp, z, y)
    _, below = below_peak(xp, z, -1)
    at_target = _at_target(xp, below, y)
    e = xp.exp(below, *ours(below))
    total = xp.sum(e, axis=-1, keepdims=True)
    loss = xp.mean(xp.log(total[..., 0]) - at_target)
    p = xp.divide(e, total, *ours(e))
    slope = xp.subtract(p, y, *ours(p)) if y.ndim == z.ndim else minus_one_hot(xp, p, y)
    grad = xp.divide(slope, math.prod(z.shape[:-1]), *ours(slope))
    return xp.astype(loss, dtype, copy=False), xp.astype(grad, dtype, copy=False)


def targets(xp, z, y):
    """Return `y` beside `z`, once it is known to be one label, or one distribution, per row."""
    y = beside(xp, z, y)
    check_sizes(z, "scores")
    check_sizes(y, "labels")
    if 0 in z.shape:
        raise ValueError(f"no rows to average over: the scores have shape {tuple(z.shape)}")
    if y.shape == z.shape:
        return _distributions(xp, y, z.dtype)
    if y.shape != z.shape[:-1]:
        raise ValueError(
            f"expected one label per row, {tuple(z.shape[:-1])}, or one row of probabilities per "
            f"row, {tuple(z.shape)}; got labels of shape {tuple(y.shape)}"
        )
    return class_indices(xp, y, z.shape[-1])


def _distributions(xp, Y, dtype):
    """Return the rows `Y` as `dtype`, once they are known to be probabilities that sum to one."""
    Y = xp.astype(real_floating(Y)[1], dtype, copy=False)
    if not are_distributions(xp, Y):
        raise ValueError("each row of targets must be >= 0 and sum to 1: are these scores?")
    return Y


def are_distributions(xp, p):
    """Return whether each row of `p` is >= 0 and sums to one, as far as half precision can tell."""
    return holds(xp, (xp.abs(xp.sum(p, axis=-1) - 1) < 0.01) & xp.all(p >= 0, axis=-1))


@np.errstate(invalid="ignore", over="ignore")  # inf - inf is nan, as in softmax: no warning
def _log_total_and_target(xp, z, y):
    """Return ln Σ exp(z - m) of each row, and how far its target lies below m = max z."""
    K, by_label = z.shape[-1], y.ndim < z.ndim
    chosen = [marks(xp, y, K, xp.bool, z)] if by_label and is_dask_array(z) else []
    peak, total, *score = peak_and_total(xp, z, -1, *chosen)
    if not by_label:
        at_target = _at_target(xp, z - peak, y)
    elif chosen:  # a bad label, which nobody could see, chose no score: nan
        at_target = xp.where(y < K, score[0][..., 0] - peak[..., 0], xp.nan)
    else:
        at_target = take_last(xp, z, y) - peak[..., 0]
    return xp.log(total[..., 0]), at_target


def _at_target(xp, below, y):
    """Return how far below the peak each row's target lies; for soft targets, the mean of it."""
    if y.ndim < below.ndim:
        return take_last(xp, below, y)
    zero = xp.zeros_like(below)
    return xp.sum(y * xp.where(y == 0, zero, below), axis=-1)  # not 0 * -inf, which is nan
