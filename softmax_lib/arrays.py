"""Which array library, which precision, which axis: what every function asks of its input first.

The functions of the course run on NumPy, PyTorch, JAX, CuPy, Dask and every other library of the
array API standard. They ask the array for its library, called `xp`, and then say `xp.exp`.
"""

from functools import cache
from numbers import Integral, Real

import numpy as np
from array_api_compat import (
    array_namespace,
    device,
    is_array_api_obj,
    is_dask_array,
    is_torch_array,
)


def real_floating(z, axis=-1):
    """Return the library of `z`, `z` in at least 32 bits, and the dtype that the result gets.

    Python numbers, lists and tuples become NumPy arrays; integers and booleans become the
    library's default floating point. Half precision is widened here, so that sums are exact enough.
    """
    xp, z = as_array(z)
    kind = _kind(xp, z.dtype)
    check_axis(z, axis)
    if kind == "whole":
        z = xp.astype(z, default_float(xp))
    return xp, xp.astype(z, xp.float32) if kind == "half" else z, z.dtype


@cache
def _kind(xp, dtype):
    """Return "whole", "half" or "float", for whole numbers, half precision and all above it."""
    if xp.isdtype(dtype, ("bool", "integral")):
        return "whole"
    if xp.isdtype(dtype, "real floating"):
        return "half" if xp.finfo(dtype).bits < 32 else "float"
    raise TypeError(f"expected real numbers, got an array of {dtype}")


def as_array(z):
    """Return the array library of `z`, and `z` as an array of it (NumPy's for plain Python)."""
    if type(z) is np.ndarray:  # the common case, answered without a search
        return _numpy(), z
    if is_array_api_obj(z):
        return array_namespace(z), z
    return _numpy(), _from_python(z)


@cache
def _numpy():
    """Return NumPy as a library of the standard; asked for at the first array, not at import."""
    return array_namespace(np.empty(0))


def _from_python(z):
    """Return numbers, lists, tuples and the like as a NumPy array."""
    try:
        z = np.asarray(z)
    except ValueError as error:
        raise ValueError(f"the rows must all have the same length: {error}") from None
    if z.dtype != object:
        return z
    for number in z.flat:
        if not isinstance(number, Real):
            raise TypeError(f"expected numbers, got {type(number).__name__}: {number!r}")
    return z.astype(np.float64)  # whole numbers beyond 64 bits, fractions


def default_float(xp):
    """Return the dtype that the library `xp` gives to floating-point numbers by itself."""
    return xp.__array_namespace_info__().default_dtypes()["real floating"]


def check_axis(z, axis):
    """Raise an error unless `axis` names axes of `z`, and each of them holds at least one entry."""
    if axis is None:
        axis = tuple(range(z.ndim))
    for a in axis if isinstance(axis, tuple) else (axis,):
        try:
            entries = z.shape[a]
        except TypeError:
            raise TypeError(
                f"axis must be an integer, a tuple of integers or None, got {axis!r}"
            ) from None
        except IndexError:
            advice = "; for a single number pass axis=None" if z.ndim == 0 else ""
            raise np.exceptions.AxisError(
                f"axis {a} does not exist: the input has shape {tuple(z.shape)}{advice}"
            ) from None
        if entries == 0:
            raise ValueError(f"no entries along axis {a}: the input has shape {tuple(z.shape)}")
    if isinstance(axis, tuple) and len({a % z.ndim for a in axis}) < len(axis):
        raise ValueError(f"axis names the same axis twice: {axis}")


def beside(xp, z, y, names="scores and labels"):
    """Return `y` as an array of the library and on the device of `z`.

    Plain Python becomes an array; an array of another library is a TypeError, for nothing is
    copied between libraries behind your back.
    """
    if not is_array_api_obj(y):
        return xp.asarray(as_array(y)[1], device=device(z))
    if array_namespace(y) is not xp:
        kinds = " and ".join(f"{type(a).__module__}.{type(a).__name__}" for a in (z, y))
        raise TypeError(f"{names} must come from one array library, got {kinds}")
    return y


def holds(xp, condition):
    """Return whether all of `condition` is true; True too where a lazy array cannot know yet."""
    if is_dask_array(condition):
        return True
    try:
        return bool(xp.all(condition))
    except TypeError:  # an array that JAX is tracing has no values
        return True


def ours(array):
    """Return the last argument that lets NumPy write into `array`, an intermediate result of ours.

    Other libraries get no such argument: an autograd may still need what would be overwritten.
    """
    return (array,) if type(array) is np.ndarray else ()


def unwatched(array):
    """Return `array` hidden from PyTorch's autograd, for work whose gradients are ours."""
    return array.detach() if is_torch_array(array) else array


def class_indices(xp, y, n_classes):
    """Return `y` as indices, once all labels are known to be 0 ... n_classes - 1 (ValueError)."""
    if not isinstance(n_classes, Integral) or n_classes < 1:
        raise ValueError(f"the number of classes must be a whole number from 1, got {n_classes!r}")
    n_classes = int(n_classes)
    allowed = f"labels must be whole numbers from 0 to {n_classes - 1}"
    if 0 in y.shape:
        raise ValueError(f"{allowed}, got none: shape {tuple(y.shape)}")
    if not xp.isdtype(y.dtype, "integral"):
        raise ValueError(f"{allowed}, got {y.dtype}: {y}")
    y = xp.astype(y, xp.__array_namespace_info__().default_dtypes()["indexing"], copy=False)
    outside = (y < 0) | (y >= n_classes)
    if not holds(xp, ~outside):
        raise ValueError(f"{allowed}, got {int(y[outside][0])}")
    return xp.where(outside, n_classes, y)  # an unseen bad label of a lazy array: never a class


def marks(xp, y, n_classes, dtype, beside=None):
    """Return an array of `dtype` that holds 1 where the new last axis equals the index in `y`.

    Where `beside` is a lazy array of that shape, its chunks are those of the result.
    """
    classes = xp.arange(int(n_classes), dtype=y.dtype, device=device(y))
    if is_dask_array(beside):
        y, classes = y.rechunk(beside.chunks[:-1]), classes.rechunk(beside.chunks[-1:])
    return xp.astype(y[..., None] == classes, dtype)


def minus_one_hot(xp, p, y):
    """Return p - Y, for rows Y that hold 1 at the index in `y`.

    NumPy writes it into `p`, an intermediate result of ours: one entry changes in each row.
    """
    if not ours(p):
        return p - marks(xp, y, p.shape[-1], p.dtype, p)
    right = y[..., None]
    np.put_along_axis(p, right, np.take_along_axis(p, right, axis=-1) - 1, axis=-1)
    return p


def take_last(xp, z, y):
    """Return from each row of `z` the entry whose index stands in `y`."""
    if hasattr(xp, "take_along_axis"):
        return xp.take_along_axis(z, y[..., None], axis=-1)[..., 0]
    chosen = marks(xp, y, z.shape[-1], xp.bool, z)  # Dask cannot look up, but it can compare
    return xp.where(y < z.shape[-1], xp.sum(xp.where(chosen, z, 0.0), axis=-1), xp.nan)
