"""## One softmax for every library

Write `softmax(z)` along the last axis. It takes a floating array of NumPy, of PyTorch or of
`array_api_strict`, a small library that has only what the array standard names. The result is an
array of the same library and dtype, on the same device, and PyTorch can follow it for gradients.

```py
softmax(array_api_strict.asarray([0.0, 0.0]))     # an array of array_api_strict: [0.5, 0.5]
```

`array_namespace(z)` returns the functions of the library that `z` belongs to, under the names of
the standard. Scores of 1000 must do no harm, and `z` must stay as it was. Do not call a softmax
that somebody else wrote. Where PyTorch is not installed, only the other two are tried.
"""

import math
from importlib.util import find_spec

import numpy as np
from array_api_compat import array_namespace, device

from exercises.checks import Failed, Inside, agree, leaves_alone
from exercises.spelling import spell
from exercises.values import close

name = "softmax"
place = 1
given = "from array_api_compat import array_namespace"
forbidden = ("softmax", "log_softmax")
seconds = 20.0  # PyTorch takes some seconds to load


def starter(z): ...


def solution(z):
    xp = array_namespace(z)
    e = xp.exp(z - xp.max(z, axis=-1, keepdims=True))
    return e / xp.sum(e, axis=-1, keepdims=True)


def by_logarithm(z):
    xp = array_namespace(z)
    below = z - xp.max(z, axis=-1, keepdims=True)
    return xp.exp(below - xp.log(xp.sum(xp.exp(below), axis=-1, keepdims=True)))


def by_powers(z):
    xp = array_namespace(z)
    e = math.e ** (z - xp.max(z, axis=-1)[..., None])
    return e / xp.sum(e, axis=-1)[..., None]


def with_new_axes(z):
    xp = array_namespace(z)
    e = xp.exp(z - xp.expand_dims(xp.max(z, axis=-1), axis=-1))
    return xp.multiply(e, 1 / xp.expand_dims(xp.sum(e, axis=-1), axis=-1))


variants = (by_logarithm, by_powers, with_new_axes)

hints = (
    "`xp = array_namespace(z)`: then write `xp.exp`, `xp.max` and `xp.sum`, never `np.exp`.",
    "Arrays have no `.max` and no `.sum` in the standard, and PyTorch's are others. Use `xp.max`.",
    "Names and keywords of the standard: `xp.max(z, axis=-1, keepdims=True)`.",
)

HERE = ("array_api_strict", "torch") if find_spec("torch") else ("array_api_strict",)


def rows(seed, *shape, scale=2.0):
    """Return random scores, multiples of 1/4, so that every dtype holds them exactly."""
    return (4 * np.random.default_rng(seed).normal(scale=scale, size=shape)).round() / 4


def array_of(library, values, dtype="float64", place=None):
    """Return `values` as an array; only a call with "torch" loads PyTorch."""
    if library == "torch":
        import torch

        return torch.tensor(values, dtype=getattr(torch, dtype), requires_grad=place == "slope")
    if library == "numpy":
        return values.astype(dtype)
    import array_api_strict as strict

    where = {"device": strict.Device(place)} if place else {}
    return strict.asarray(values.tolist(), dtype=getattr(strict, dtype), **where)


def told(softmax, library, values, dtype="float64", place=None):
    """Return library, dtype, device, whether slopes can be had, and the numbers of a result."""
    z = array_of(library, values, dtype, place)
    p = softmax(z)
    found = type(p).__module__.split(".")[0]
    if found != library:
        return [f"an object of type {type(p).__name__}", "", "", "", []]
    slope = "slopes" if getattr(p, "requires_grad", False) else ""
    numbers = p.detach().numpy() if library == "torch" else p
    if library == "array_api_strict":
        numbers = np.asarray(p.to_device(type(device(z))("CPU_DEVICE")))
    return [found, str(p.dtype).split(".")[-1], str(device(p)), slope, np.asarray(numbers)]


def fate(softmax, *case):
    """Return what `told` does, or that the answer stopped, whatever the library said of it."""
    try:
        return told(softmax, *case)
    except (AttributeError, RuntimeError, TypeError, ValueError):
        return "stopped"


def each(dtype, *tables):
    return tuple(Inside(fate, (library, z, dtype)) for z in tables for library in HERE)


SLOPE = tuple(Inside(fate, ("torch", rows(7, 3), "float32", "slope")) for _ in HERE[1:])
LARGE = (
    np.array([2000.0, 0.0, -1000.0]),
    np.array([1000.0, 999.0, 0.0]),
    np.array([[0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0]]),
    np.array([[-1000.0, -1001.0], [3.0, 4.0]]),
)

probes = (
    # NumPy
    ((rows(1, 4),), (rows(2, 3, 3),), (rows(3, 2, 3),), (rows(4, 2, 3, 4),)),
    # another library, and a narrower dtype
    each("float64", rows(5, 3))[:1],
    (Inside(fate, ("numpy", rows(6, 2, 3), "float32")), *each("float32", rows(6, 2, 3))),
    # another device, and slopes
    (Inside(fate, ("array_api_strict", rows(7, 3), "float64", "device1")), *SLOPE),
    # large scores
    tuple((z,) for z in LARGE),
)


def by_loop(z):
    """Softmax from its definition, number by number."""
    if z.ndim > 1:
        return np.array([by_loop(row) for row in z])
    e = [math.exp(x - max(z)) for x in z]
    return np.array([x / math.fsum(e) for x in e])


def keeps(answer, library, values, dtype="float64", place=None):
    """The answer must give softmax as an array of this kind."""
    wanted = [library, dtype, str(device(array_of(library, values, dtype, place)))]
    wanted += ["slopes"] if place == "slope" else [""]
    *kind, numbers = answer.inside(told, library, values, dtype, place)
    call = f"softmax({spell(values)} as {', '.join(filter(None, (library, dtype, place)))})"
    if kind != wanted:
        raise Failed(call, " ".join(filter(None, kind)), " ".join(filter(None, wanted)))
    if not close(numbers, by_loop(values), rtol=1e-4):
        words = "The kind of array is right. The numbers are not those of softmax."
        plain = dtype == "float64" and not place
        raise Failed(call, spell(numbers), spell(by_loop(values)), None if plain else words)


def check_numpy(softmax):
    """With NumPy first: `exp` of each score, divided by the sum of its row."""
    for z in (
        np.array([0.0, 0.0]),
        np.array([3.0]),
        rows(11, 3),
        rows(12, 3, 3),
        rows(13, 2, 3, 2),
    ):
        agree(softmax, (z,), by_loop(z))


def check_each_library(softmax):
    """What comes back belongs to the library of `z`, has its dtype, and holds its softmax."""
    for library in HERE:
        for z in (np.array([0.0, 0.0]), rows(14, 2, 2), rows(15, 3, 4)):
            keeps(softmax, library, z)


def check_dtype(softmax):
    """The result has the dtype of `z`: float32 stays float32, for a GPU is slow in float64."""
    for library in ("numpy", *HERE):
        keeps(softmax, library, rows(16, 2, 2), "float32")


def check_place(softmax):
    """The result stays on the device of `z`, and PyTorch can follow how it was computed."""
    keeps(softmax, "array_api_strict", rows(17, 2), "float64", "device1")
    for library in HERE[1:]:
        keeps(softmax, library, rows(18, 2), "float32", "slope")


def check_large(softmax):
    """Large scores must do no harm, in any row: only differences count."""
    tables = [1000.0, 1000.0], [-1000.0, -1001.0], [2000.0, 0.0], [[0.0, 1.0], [1000.0, 1001.0]]
    for z in tables:
        agree(softmax, (np.array(z),), by_loop(np.array(z)))
        keeps(softmax, "array_api_strict", np.array(z))


def check_input_stays(softmax):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(softmax, np.array([1.0, 2.0]))


def shifted(z, peak, axis=-1, keepdims=True):
    """Softmax with `peak` subtracted, in the library of `z`."""
    xp = array_namespace(z)
    e = xp.exp(z - peak)
    return e / xp.sum(e, axis=axis, keepdims=keepdims)


def peak(z, axis=-1, keepdims=True):
    return array_namespace(z).max(z, axis=axis, keepdims=keepdims)


def wrong_numpy(z):
    """It works for NumPy, and stops on an array of another library.

    Something here is NumPy's own: `np.exp`, `np.max`, `z.max`, or a name that the standard has not.
    """
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def wrong_host_copy(z):
    """`np.asarray`, `detach` or a function such as `np.exp` took the numbers out of their library.

    Device and gradient are lost that way. Let the library of `z` do all the steps.
    """
    return shifted(np.asarray(z), peak(np.asarray(z)))


def detached(z):
    return z.detach() if hasattr(z, "detach") else z


def on_host(z):
    """Return a NumPy array of the numbers of `z`, wherever they are."""
    if hasattr(z, "to_device"):
        z = z.to_device(type(device(z))("CPU_DEVICE"))
    return np.asarray(detached(z))


def there_and_back(fetch):
    return lambda z: array_namespace(z).asarray(wrong_numpy(fetch(z)))


def left_in_numpy(z):
    return wrong_numpy(z.detach().numpy()) if hasattr(z, "detach") else solution(z)


ONLY_WITH_TORCH = (left_in_numpy, lambda z: solution(detached(z)))
wrong_host_copy.variations = (
    *(there_and_back(fetch) for fetch in (np.asarray, lambda z: np.asarray(detached(z)), on_host)),
    lambda z: wrong_numpy(on_host(z)),
    *(ONLY_WITH_TORCH if "torch" in HERE else ()),
)


def wrong_dtype(z):
    """The dtype changed on the way. float64 is slow on a GPU, and float32 loses digits.

    Which step changed it?
    """
    xp = array_namespace(z)
    return solution(xp.astype(z, xp.float64))


wrong_dtype.variations = (
    lambda z: solution(array_namespace(z).astype(z, array_namespace(z).float32)),
)


def wrong_rounds(z):
    """The result is rounded, so rows no longer sum to 1. Keep all digits; round where you print."""
    return rounded(z, 3)


def rounded(z, digits):
    return array_namespace(z).round(solution(z) * 10**digits) / 10**digits


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "04"
wrong_rounds.variations = tuple(lambda z, n=n: rounded(z, n) for n in (1, 2, 4))


def wrong_axis(z):
    """The columns sum to 1, not the rows: the wrong numbers compete. The last axis is -1."""
    return shifted(z, peak(z, 0), 0)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.variations = (lambda z: shifted(z, peak(z), 0), lambda z: shifted(z, peak(z, 0)))


def wrong_one_sum(z):
    """The sum runs over the whole batch: all rows together make 1. Each row needs its own."""
    return shifted(z, peak(z, None), None)


wrong_one_sum.mistake = "M16"
wrong_one_sum.lesson = "05"
wrong_one_sum.variations = (lambda z: shifted(z, peak(z), None),)


def wrong_keepdims(z):
    """The sums lost their axis, so they line up with the wrong numbers, or with none at all.

    What does `keepdims=True` do?
    """
    return shifted(z, peak(z), keepdims=False)


wrong_keepdims.mistake = "M17"
wrong_keepdims.lesson = "05"
wrong_keepdims.variations = (
    lambda z: shifted(z, peak(z, keepdims=False)),
    lambda z: shifted(z, peak(z, keepdims=False), keepdims=False),
)


def wrong_overflow(z):
    """`exp` of a large score is infinite, and `inf / inf` is nan. Of very low scores all are 0.

    What can you subtract from a whole row without changing its softmax?
    """
    return shifted(z, 0.0)


def overflow_in_the_logarithm(z):
    xp = array_namespace(z)
    return xp.exp(z - xp.log(xp.sum(xp.exp(z), axis=-1, keepdims=True)))


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (overflow_in_the_logarithm,)


def wrong_global_peak(z):
    """The largest of the whole batch is subtracted, so in a low row every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    return shifted(z, peak(z, None))


wrong_global_peak.mistake = "M18"
wrong_global_peak.lesson = "05"


def wrong_mean(z):
    """Another number than the largest is subtracted. The largest score can lie far above it."""
    return shifted(z, array_namespace(z).mean(z, axis=-1, keepdims=True))


wrong_mean.lesson = "05"
wrong_mean.variations = (lambda z: shifted(z, array_namespace(z).min(z, axis=-1, keepdims=True)),)


def wrong_division(z):
    """The scores were divided by their sum, without `exp`: negative scores stay negative."""
    return z / array_namespace(z).sum(z, axis=-1, keepdims=True)


wrong_division.mistake = "M01"
wrong_division.lesson = "06"


def wrong_in_place(z):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    z -= peak(z)
    return shifted(z, 0.0)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
