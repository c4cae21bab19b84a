"""Arrays in chunks: what Dask's lazy arrays are asked, so that no row need fit into one memory."""

import math

import numpy as np


def check_sizes(array, name):
    """Raise ValueError if `array` is lazy and does not know how many rows it has."""
    if any(math.isnan(n) for n in array.shape):
        raise ValueError(
            f"{name} of shape {tuple(array.shape)}: the sizes of the chunks are not known yet; "
            "call compute_chunk_sizes() on the array first"
        )


def peaks_and_totals(z, axis, *chosen):
    """Return m = max z and s = Σ exp(z - m) of each chunk's part of a row, lazily.

    `axis` then holds one entry per chunk. With `chosen`, booleans in the chunks of `z`, the sum of
    the chosen scores comes third. One visit to a chunk gives them all, so that it can be let go
    before the next one is made: a row that is too long for the memory is never there.
    """
    axes = range(z.ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    axes = tuple(a % z.ndim for a in axes)
    chunks = [(1,) * len(c) if a in axes else c for a, c in enumerate(z.chunks)]
    kind = {"chunks": (*chunks, (2 + len(chosen),)), "dtype": z.dtype, "meta": z._meta}
    parts = z.map_blocks(_peak_and_total, *chosen, axes=axes, new_axis=z.ndim, **kind)
    return [parts[..., k] for k in range(parts.shape[-1])]


@np.errstate(invalid="ignore", over="ignore")  # as in softmax: inf - inf is nan
def _peak_and_total(z, *chosen, axes):
    """Return m, s and the chosen score of one chunk, side by side along a new last axis."""
    peak = np.max(z, axis=axes, keepdims=True, initial=-np.inf)
    level = np.where(np.isfinite(peak), peak, 0)  # of nothing but -inf the total is 0
    summed = np.exp(z - level), *(np.where(marked, z, 0) for marked in chosen)
    sums = (np.sum(terms, axis=axes, keepdims=True) for terms in summed)
    return np.stack([peak, *sums], axis=-1)
