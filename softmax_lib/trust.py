"""How far to trust the probabilities: draw from them, measure them, and turn them down.

Dividing the scores by a temperature T > 0 makes softmax flatter (T > 1) or sharper (T < 1), and
changes no winner. `z` holds a row of scores per example, `p` a row of probabilities, `y` the right
class of each; the classes lie along the last axis.
"""

from numbers import Integral

import numpy as np
from array_api_compat import device, is_dask_array

from softmax_lib.arrays import (
    beside,
    class_indices,
    holds,
    marks,
    real_floating,
    take_last,
    unwatched,
)
from softmax_lib.functions import below_peak
from softmax_lib.losses import are_distributions, cross_entropy_and_grad

SEARCHED = 64.0  # temperatures from the scores' spread / 2^64 to their spread times 2^64


def sample(z, rng, size=None):
    """Draw class indices with the probabilities softmax(z): one per row, or `size` of them.

    The winner of scores plus Gumbel noise is such a draw, and no softmax is computed. The noise
    comes from NumPy's generator `rng`. The result has the shape (*size, *rows); a row that has no
    softmax is a ValueError. Source: Maddison, Tarlow and Minka (2014).
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is a generator such as numpy.random.default_rng(0), got {rng!r}")
    xp, z, _ = real_floating(z)
    peak = xp.max(z, axis=-1)
    drawable = xp.isfinite(peak)
    if not holds(xp, drawable):
        raise ValueError("a row with nan, inf or nothing but -inf has no probabilities to draw by")
    noise = rng.gumbel(size=_times(size) + tuple(z.shape))
    noisy = z + xp.asarray(noise, dtype=z.dtype, device=device(z))
    return xp.where(drawable, xp.argmax(noisy, axis=-1), -1)  # -1: a lazy row, seen too late


def _times(size):
    """Return `size` as a tuple of lengths: None is one draw, a number so many."""
    lengths = () if size is None else size if isinstance(size, tuple) else (size,)
    if not all(isinstance(n, Integral) and n >= 0 for n in lengths):
        raise ValueError(f"size must be a whole number from 0, a tuple of them or None: {size!r}")
    return lengths


def top_k_accuracy(z, y, k=5):
    """Return the share of the rows whose class `y` has one of the `k` largest scores.

    Probabilities in place of scores give the same. Where scores are equal, the worst order counts:
    whoever says the same of all classes is right in no row.
    """
    xp, z, _ = real_floating(z)
    y = _labels(xp, z, y)
    if not isinstance(k, Integral) or not 1 <= k <= z.shape[-1]:
        raise ValueError(f"k must be a whole number from 1 to {z.shape[-1]} classes, got {k!r}")
    not_below = ~(z < take_last(xp, z, y)[..., None])  # all of them beside a nan
    return xp.mean(xp.astype(xp.sum(xp.astype(not_below, y.dtype), axis=-1) <= int(k), z.dtype))


def expected_calibration_error(p, y, n_bins=10):
    """Return by how much the largest probability differs from the accuracy, in the mean.

    Examples are put into `n_bins` equal bins (i/n, (i+1)/n] by their largest probability; each bin
    compares its mean with its share of right answers, and counts as many times as it has examples.
    The number depends on the bins: say how many. Source: Guo, Pleiss, Sun and Weinberger (2017).
    """
    xp, p, dtype = real_floating(p)
    y = _right_classes(xp, p, y)
    if not isinstance(n_bins, Integral) or n_bins < 1:
        raise ValueError(f"the number of bins must be a whole number from 1, got {n_bins!r}")
    top = xp.reshape(xp.max(p, axis=-1), (-1,))
    right = xp.reshape(xp.astype(xp.argmax(p, axis=-1) == y, p.dtype), (-1,))
    right = xp.where(xp.reshape(y, (-1,)) < p.shape[-1], right, xp.nan)  # a lazy label, seen late
    edges = xp.arange(1, int(n_bins), dtype=p.dtype, device=device(p)) / int(n_bins)
    bins = xp.sum(xp.astype(top[:, None] > edges, y.dtype), axis=-1)
    surplus = marks(xp, bins, n_bins, p.dtype) * (top - right)[:, None]
    gaps = xp.abs(xp.sum(surplus, axis=0)) / right.shape[0]
    return xp.astype(xp.sum(gaps), dtype, copy=False)


def _right_classes(xp, p, y):
    """Return `y` as indices beside `p`, once `p` is known to hold probabilities, a row for each."""
    y = _labels(xp, p, y)
    if not are_distributions(xp, p):
        raise ValueError("each row of p must be >= 0 and sum to 1: are these scores?")
    return y


def _labels(xp, p, y):
    """Return `y` as indices beside `p`, once it is known to hold a label for each row."""
    y = beside(xp, p, y, "probabilities and labels")
    if y.shape != p.shape[:-1]:
        raise ValueError(
            f"expected one label per row, {tuple(p.shape[:-1])}; got labels of shape "
            f"{tuple(y.shape)}"
        )
    return class_indices(xp, y, p.shape[-1])


def fit_temperature(z, y):
    """Return the T > 0, a Python number, that makes cross_entropy(z / T, y) smallest.

    Take scores that the model was not trained on. A lazy `z` is computed. Where no T is best, it is
    a ValueError: the larger the better for scores that are no better than guessing, the smaller the
    better if all rows are right. Source: Guo, Pleiss, Sun and Weinberger (2017).
    """
    xp, z, _ = real_floating(z)
    if is_dask_array(z):
        return fit_temperature(z.compute(), beside(xp, z, y).compute())
    _, below = below_peak(xp, unwatched(z), -1)
    finite = xp.where(xp.isfinite(below), below, xp.zeros_like(below))
    spread = float(xp.max(-finite)) or 1.0
    below, finite = below / spread, finite / spread
    if not np.isfinite(float(cross_entropy_and_grad(below, y)[0])):
        raise ValueError("no T makes the loss finite: a score is nan or inf, or a label's is -inf")

    def slope(log_b):
        """Return the slope of the loss along b = 1 / T; the loss is convex in b."""
        return float(xp.sum(cross_entropy_and_grad(2.0**log_b * below, y)[1] * finite))

    return spread / 2.0 ** _root(slope)


def _root(slope):
    """Return where a growing `slope` passes through 0, by bisection."""
    low, high = -SEARCHED, SEARCHED
    if slope(low) >= 0:
        raise ValueError("no T is best: these scores are no better than guessing, T would be inf")
    if slope(high) <= 0:
        raise ValueError("no T is best: every row is right, T would be 0; take unseen examples")
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return middle
