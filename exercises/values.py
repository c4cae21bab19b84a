"""What answers give back, as plain values: packed to travel, compared, and spelled for a card.

An answer may return anything. `pack` makes JSON of it without asking the object anything that a
subclass could lie about; `unpack` makes numbers, arrays and lists of that, in any process.
"""

import base64
import types
from dataclasses import dataclass
from itertools import chain

import numpy as np

MOST = 100_000  # numbers or letters in a result; no exercise comes near it
SHOWN = 6  # numbers on a card


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


def numbers(value) -> np.ndarray:
    """Return a result as an array of numbers; raise ValueError with words for anything else."""
    if value is None:
        raise ValueError("None: is a `return` missing?")
    if isinstance(value, Odd):
        raise ValueError(value.what)
    if isinstance(value, str | set | dict):
        raise ValueError(f"a {type(value).__name__}")
    if isinstance(value, Foreign):
        return value.values
    if isinstance(value, list | tuple):
        return _from_items(value)
    array = np.asarray(value)
    if array.dtype.kind == "c":
        raise ValueError("complex numbers")
    return array.astype(float) if array.dtype == object else array  # an int of more than 64 bits


def _from_items(items):
    plain = all(type(item) in (bool, float) for item in items)  # in one go: there may be many
    try:
        return np.asarray(items if plain else [numbers(item) for item in items])
    except ValueError:
        raise ValueError(f"the {type(items).__name__} {spell(items)}, no array") from None


def close(one, other, rtol=1e-5, atol=1e-9) -> bool:
    """Whether two arrays have one shape and equal entries, nan where nan and inf where inf."""
    if one.shape != other.shape:
        return False
    return bool(np.isclose(one, other, rtol=rtol, atol=atol, equal_nan=True).all())


def alike(one, other, rtol=1e-5) -> bool:
    """Whether two results are the same thing: numbers compared as numbers, others exactly."""
    try:
        return close(numbers(one), numbers(other), rtol=rtol, atol=max(1e-9, rtol / 1e4))
    except (ValueError, TypeError):
        return _equal(one, other)


def _equal(one, other):
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    return type(one) is type(other) and not isinstance(one, Foreign) and bool(one == other)


def spell(value, digits=4) -> str:
    """Return a value in at most six numbers, as a card shows it."""
    return _spell(value, digits, [SHOWN])


def _spell(value, digits, left):
    if isinstance(value, Odd):
        return value.what
    if isinstance(value, Foreign):
        return f"{_spell(value.values, digits, left)} ({value.library}, {value.dtype})"
    if isinstance(value, np.ndarray):
        if value.size == 0:
            return f"an array of shape {value.shape}"
        value = value.tolist()
    if isinstance(value, list | tuple | set | dict) and value:
        return _spell_many(value, digits, left)
    left[0] -= 1
    if isinstance(value, set):
        return "an empty set"
    if isinstance(value, float | np.floating):
        return f"{value:.{digits}g}"
    return getattr(value, "__name__", None) or _short(value)


def _short(value):
    return "rng" if isinstance(value, np.random.Generator) else repr(value)[:60]


def _spell_many(items, digits, left):
    shown = []
    for item in sorted(items, key=repr) if isinstance(items, set) else items:
        if left[0] <= 0:
            shown.append("…")
            break
        key = f"{_short(item)}: " if isinstance(items, dict) else ""
        shown.append(key + _spell(items[item] if key else item, digits, left))
    inner = ", ".join(shown)
    if isinstance(items, tuple):
        return f"({inner},)" if len(items) == 1 else f"({inner})"
    return f"[{inner}]" if isinstance(items, list) else f"{{{inner}}}"


def spell_pair(yours, expected) -> tuple[str, str]:
    """Return two values in as many digits as it takes to see that they differ."""
    for digits in (4, 6, 8, 12, 17):
        pair = spell(yours, digits), spell(expected, digits)
        if pair[0] != pair[1]:
            break
    return pair


def window(yours, expected):
    """Return two arrays as they are if they are small, else the row in which they first differ."""
    if yours.shape != expected.shape or yours.size <= SHOWN or yours.ndim == 0:
        return yours, expected
    rows = yours.reshape(-1, yours.shape[-1]), expected.reshape(-1, expected.shape[-1])
    for mine, right in zip(*rows, strict=True):
        if not close(mine, right):
            bad = int(np.argmin(np.isclose(mine, right, rtol=1e-5, atol=1e-9, equal_nan=True)))
            first = max(0, bad - SHOWN + 1)
            return mine[first : first + SHOWN], right[first : first + SHOWN]
    return yours, expected


def leaves(value):
    """Yield the arrays among arguments, in order."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(leaves, value))
