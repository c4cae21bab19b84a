"""From scores to probabilities: softmax, and the functions that stand around it.

`z` is an array of scores (logits): numbers, lists, or an array of any library. The result is an
array of the same library, precision and device. The classes lie along `axis`, the last one unless
you say otherwise; `axis=None` takes the whole array as one row, a tuple joins several axes.
"""

import numpy as np
from array_api_compat import is_dask_array

from softmax_lib.arrays import as_array, class_indices, default_float, marks, ours, real_floating
from softmax_lib.chunks import peaks_and_totals


def softmax(z, axis=-1):
    """Turn scores into probabilities: positive numbers that sum to one along `axis`.

    A score of -inf gets probability 0. A row of nothing but -inf, or one that holds +inf or nan,
    becomes nan; the other rows stay right. Source: Bridle (1990); for the shift by the maximum,
    Blanchard, Higham and Higham (2021).
    """
    xp, z, dtype = real_floating(z, axis)
    _, below = below_peak(xp, z, axis)
    e = xp.exp(below, *ours(below))
    p = xp.divide(e, xp.sum(e, axis=axis, keepdims=True), *ours(e))
    return xp.astype(p, dtype, copy=False)


def log_softmax(z, axis=-1):
    """Return the logarithms of `softmax(z)`, in nats, right even where a probability is almost 0.

    log(softmax(z)) is not the same on a computer: it is -inf wherever a probability underflows.
    """
    xp, z, dtype = real_floating(z, axis)
    _, below = below_peak(xp, z, axis)
    log_total = xp.log(xp.sum(xp.exp(below), axis=axis, keepdims=True))
    return xp.astype(below - log_total, dtype, copy=False)


def logsumexp(z, axis=-1):
    """Return ln Σ exp(z) along `axis`, in nats: a smooth maximum, never below the largest score.

    `axis` leaves the shape. A row of nothing but -inf gives -inf; a row with +inf gives +inf.
    """
    xp, z, dtype = real_floating(z, axis)
    peak, total = peak_and_total(xp, z, axis)
    total = xp.where(xp.isfinite(peak), peak + xp.log(total), peak)
    return xp.astype(xp.sum(total, axis=axis), dtype, copy=False)  # a sum of one: drops `axis`


@np.errstate(invalid="ignore", over="ignore")  # inf - inf is nan, as documented: no warning
def below_peak(xp, z, axis):
    """Return the largest score along `axis`, and how far every score lies below it.

    Softmax does not change when all scores move together, and exp of numbers <= 0 cannot overflow.
    """
    peak = xp.max(z, axis=axis, keepdims=True)
    return peak, z - peak


def peak_and_total(xp, z, axis, *chosen):
    """Return m = max z and s = Σ exp(z - m) along `axis`, which keeps one entry.

    A lazy array is read once, chunk by chunk, and the m and s of its chunks are merged. There, the
    sum of the `chosen` scores comes third, if that is given.
    """
    if not is_dask_array(z):
        peak, below = below_peak(xp, z, axis)
        return peak, xp.sum(xp.exp(below, *ours(below)), axis=axis, keepdims=True)
    peaks, totals, *scores = peaks_and_totals(z, axis, *chosen)
    peak, below = below_peak(xp, peaks, axis)
    sums = totals * xp.exp(below), *scores
    return peak, *(xp.sum(terms, axis=axis, keepdims=True) for terms in sums)


def div_by_sum(z, axis=-1):
    """Divide scores by their sum along `axis`: the obvious idea, and no substitute for softmax.

    Scores that are negative, or that sum to about 0, give no probabilities.
    """
    xp, z, dtype = real_floating(z, axis)
    return xp.astype(z / xp.sum(z, axis=axis, keepdims=True), dtype, copy=False)


def sigmoid(x):
    """Turn each number into a probability, 1 / (1 + exp(-x)); no `x` is too large for it."""
    xp, x, dtype = real_floating(x, axis=())
    zero = xp.zeros_like(x)
    below, above = xp.minimum(x, zero), xp.minimum(-x, zero)  # one of them is 0, the other -|x|
    return xp.astype(xp.exp(below) / (1 + xp.exp(below + above)), dtype, copy=False)


def hardmax(z, axis=-1):
    """Return 1 at the first maximum along `axis` and 0 elsewhere; a row with a nan becomes nan."""
    xp, z, dtype = real_floating(z, axis)
    if isinstance(axis, tuple):
        raise TypeError(f"hardmax takes one axis or None, got the tuple {axis}")
    rows = xp.reshape(z, (-1,)) if axis is None else xp.moveaxis(z, axis, -1)
    is_nan = xp.isnan(xp.max(rows, axis=-1, keepdims=True))
    winners = marks(xp, xp.argmax(rows, axis=-1), rows.shape[-1], rows.dtype, rows)
    winners = xp.where(is_nan, xp.nan, winners)
    winners = xp.reshape(winners, z.shape) if axis is None else xp.moveaxis(winners, -1, axis)
    return xp.astype(winners, dtype, copy=False)


def one_hot(y, n_classes):
    """Return a row for each label in `y`: 1 at the label, 0 elsewhere, along a new last axis.

    Labels are the integers 0 ... n_classes - 1; anything else is a ValueError.
    """
    xp, y = as_array(y)
    return marks(xp, class_indices(xp, y, n_classes), n_classes, default_float(xp))
