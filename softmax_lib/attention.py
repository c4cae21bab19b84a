"""Softmax where some entries do not count, and where the rows are too long to be seen at once.

`masked_softmax` leaves entries out, `attention` mixes the rows of `v` by how well queries and keys
agree, and `merge` joins what is known of two parts of one row: softmax, piece by piece.
"""

import math

import numpy as np
from array_api_compat import is_array_api_obj

from softmax_lib.arrays import beside, real_floating
from softmax_lib.functions import softmax


@np.errstate(invalid="ignore", over="ignore")  # as in softmax: no warning is needed
def masked_softmax(z, mask):
    """Turn the scores where `mask` is True into probabilities along the last axis; 0 elsewhere.

    Whatever stands at a masked place, nan included, has no say. A row with nothing to keep gives
    zeros, so its sum is 0. The mask holds booleans (else a TypeError) and is broadcast.
    """
    xp, z, dtype = real_floating(z)
    mask = _mask_beside(xp, z, mask)
    peak = xp.max(xp.where(mask, z, -xp.inf), axis=-1, keepdims=True)
    some = xp.any(mask, axis=-1, keepdims=True)
    below = xp.where(mask, z - xp.where(some, peak, 0.0), 0.0)  # autograd never meets an inf
    e = xp.where(mask, xp.exp(below), 0.0)
    total = xp.where(some, xp.sum(e, axis=-1, keepdims=True), 1.0)
    return xp.astype(xp.where(mask, e / total, 0.0), dtype, copy=False)


def _mask_beside(xp, z, mask):
    """Return `mask` as booleans beside `z`, in the shape that both have together."""
    mask = beside(xp, z, mask, "scores and mask")
    if not xp.isdtype(mask.dtype, "bool"):
        raise TypeError(f"a mask holds booleans, True where a score is kept, got {mask.dtype}")
    try:
        shape = np.broadcast_shapes(z.shape, mask.shape)
    except ValueError:
        shapes = f"{tuple(mask.shape)} does not fit scores of shape {tuple(z.shape)}"
        raise ValueError(f"a mask of shape {shapes}") from None
    return xp.broadcast_to(mask, shape)


def attention(q, k, v):
    """Return softmax(q kᵀ / √d) v: for each query, the mean of the values, weighted by agreement.

    `q` is (..., n, d), `k` (..., m, d) and `v` (..., m, c); the result is (..., n, c). √d keeps the
    scores of long queries and keys from growing with d. Source: Vaswani and others (2017).
    """
    xp, (q, k, v), dtype = _alike((q, k, v), "queries, keys and values", axis=(-2, -1))
    d = q.shape[-1]
    if k.shape[-1] != d:
        raise ValueError(f"queries and keys must be equally long, got {d} and {k.shape[-1]}")
    if k.shape[-2] != v.shape[-2]:
        raise ValueError(f"one value per key: {k.shape[-2]} keys, {v.shape[-2]} values")
    weights = softmax(xp.matmul(q / math.sqrt(d), xp.matrix_transpose(k)))
    return xp.astype(xp.matmul(weights, v), dtype, copy=False)


@np.errstate(over="ignore", invalid="ignore")  # a score of inf or nan: no warning, as in softmax
def merge(one, other):
    """Return (m, s) of two parts of a row from those of each: m = max z, s = Σ exp(z - m).

    The parts may be merged in any order; m + ln s is the logsumexp of all that was seen. Start
    with (-inf, 0), which is nothing. Arrays are merged entry by entry, so that many rows run
    at once. Keep the parts in float32 or wider: in float16, s stands still at 2048 and overflows
    at 65,520. Source: Milakov and Gimelshein (2018).
    """
    (m, s), (m2, s2) = one, other
    xp, (m, s, m2, s2), dtype = _alike((m, s, m2, s2), "the parts", axis=())
    peak = xp.maximum(m, m2)
    level = xp.where(xp.isfinite(peak), peak, 0.0)  # -inf - (-inf) would be nan
    total = s * xp.exp(m - level) + s2 * xp.exp(m2 - level)
    return xp.astype(peak, dtype, copy=False), xp.astype(total, dtype, copy=False)


def _alike(given, names, axis):
    """Return the library of the arrays given, all in one precision, and the dtype of the result.

    Plain Python numbers and lists take library, device and precision from the arrays beside them.
    """
    first = next(filter(is_array_api_obj, given), given[0])
    xp, first, dtype = real_floating(first, axis=())
    known = [real_floating(beside(xp, first, a, names), axis) for a in given]
    pairs = zip(given, known, strict=True)
    dtypes = [own for a, (_, _, own) in pairs if is_array_api_obj(a)]
    dtype = xp.result_type(dtype, *dtypes)
    wide = xp.result_type(dtype, xp.float32)
    return xp, [xp.astype(a, wide, copy=False) for _, a, _ in known], dtype
