"""What answers give back, as plain values, packed to travel.

An answer may return anything. `pack` makes JSON of it without asking the object anything that a
subclass could lie about; `unpack` makes numbers, arrays and lists of that, in any process.
"""

import base64
import types
from dataclasses import dataclass
from itertools import chain

import numpy as np

MOST = 100_000  # numbers or letters in a result; no exercise comes near it


@dataclass(frozen=True)
class Odd:
    """A result that no check can compare, in words."""

    what: str


@dataclass(frozen=True)
class Foreign:
    """An array of another library than NumPy."""

    library: str
    dtype: str
    values: np.ndarray


def pack(value):
    """Return `value` as JSON: scalars as they are, anything else as {kind: content}."""
    try:
        return _pack(value, [MOST], 0)
    except TooMuchError as error:
        return {"odd": f"a {error} with more than {MOST:,} entries"}
    except Exception as error:  # noqa: BLE001 (a learner's object may raise anything when looked at)
        return {"odd": f"{_kind(value)} that cannot be read ({type(error).__name__})"}


def _pack(value, left, depth):
    if value is None or type(value) in (bool, float):
        return value
    if type(value) is str:
        _count(value, str, left)
        return value
    if type(value) is int:
        return value if value.bit_length() < 1024 else {"odd": "a number of more than 300 digits"}
    if isinstance(value, np.ndarray | np.generic):
        return _pack_array(np.asarray(value).view(np.ndarray))
    for kind, plain in ((int, int.__pos__), (float, float.__pos__), (str, str.__str__)):
        if isinstance(value, kind):  # an instance of a subclass: only its plain value counts
            return _pack(plain(value), left, depth)
    if isinstance(value, list | tuple | set | frozenset | dict):
        return _pack_many(value, left, depth)
    if hasattr(type(value), "__array__"):
        return _pack_foreign(value)
    return {"odd": _kind(value)}


class TooMuchError(ValueError):
    """A result is of a size that nobody has meant."""


def _count(value, kind, left):
    left[0] -= kind.__len__(value)
    if left[0] < 0:
        raise TooMuchError(kind.__name__)


def _pack_many(value, left, depth):
    kind = next(k for k in (list, tuple, set, frozenset, dict) if isinstance(value, k))
    _count(value, kind, left)
    if depth > 8:
        return {"odd": f"a {kind.__name__} in more than 8 others"}
    items = dict.items(value) if kind is dict else kind.__iter__(value)
    name = {frozenset: "set"}.get(kind, kind.__name__)
    return {name: [_pack(item, left, depth + 1) for item in items]}


def _pack_array(array):
    if array.size > MOST:
        return {"odd": f"an array of shape {array.shape}"}
    if array.dtype.kind == "U":
        return _pack(array.tolist(), [MOST], 0)
    if array.dtype.kind not in "biufc":
        return {"odd": f"an array of dtype {array.dtype}"}
    if array.dtype.itemsize > 8 and array.dtype.kind == "f":
        array = array.astype(float)
    raw = base64.b64encode(array.tobytes()).decode()
    return {"array": [array.dtype.str, list(array.shape), raw]}


def _pack_foreign(value):
    library = type(value).__module__.split(".")[0]
    host = value.detach().cpu() if library == "torch" else value
    if getattr(host, "dtype", None) is not None and "bfloat16" in str(host.dtype):
        host = host.float()
    packed = _pack_array(np.asarray(host).view(np.ndarray))
    if "array" not in packed:
        return packed
    dtype = str(getattr(value, "dtype", "")).split(".")[-1]
    return {"foreign": [library, dtype, packed["array"]]}


def _kind(value):
    """Return in words what sort of thing this is."""
    if isinstance(value, types.GeneratorType):
        return "a generator, which has computed nothing yet"
    if isinstance(value, types.ModuleType | types.FunctionType | types.BuiltinFunctionType):
        return f"a {type(value).__name__.removeprefix('builtin_').replace('_or_method', '')}"
    return f"an object of type {type(value).__name__}"


def unpack(packed):
    """Return the value that was packed."""
    if not isinstance(packed, dict):
        return packed
    ((kind, content),) = packed.items()
    if kind == "array":
        return _array(content)
    if kind == "foreign":
        return Foreign(content[0], content[1], _array(content[2]))
    if kind == "odd":
        return Odd(content)
    items = [unpack(item) for item in content]
    makers = {"list": list, "tuple": tuple, "set": _as_set, "dict": _as_dict}
    return makers[kind](items)


def _array(content):
    dtype, shape, raw = content
    return np.frombuffer(base64.b64decode(raw), dtype).reshape(shape).copy()


def _as_set(items):
    return set(items) if all(_is_scalar(item) for item in items) else Odd("a set of containers")


def _as_dict(pairs):
    if not all(_is_scalar(key) for key, _ in pairs):
        return Odd("a dict whose keys are containers")
    return dict(pairs)


def _is_scalar(item):
    return item is None or isinstance(item, bool | int | float | str)


def leaves(value):
    """Yield the arrays among arguments, in order."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(leaves, value))
