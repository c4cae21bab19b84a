"""The array libraries, precisions and devices that the tests run over: every one that is here.

`EACH` runs a test on every library, precision and device; `EACH_LIBRARY` on every library and
device, in the widest precision. `MISSING` says which libraries cannot be used here, and why.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import array_api_compat
import numpy as np
import pytest

WIDTHS = {"float16": 2**-10, "bfloat16": 2**-7, "float32": 2**-23, "float64": 2**-52}
HALF = ("float16", "bfloat16")


@dataclass(frozen=True)
class Kind:
    """A library with one of its precisions and devices: where the arrays of a test live."""

    library: str
    dtype: str
    place: str = ""
    widest: bool = True

    @property
    def xp(self):
        """Return the library as the standard names its functions."""
        return array_api_compat.array_namespace(self.array([0.0]))

    @property
    def tolerance(self):
        """Return how far a result may be off, relative to it: some roundings of this precision."""
        return 16 * WIDTHS[self.dtype]

    def array(self, values, dtype=None):
        """Return `values` as an array of this kind; without a dtype, whole numbers stay whole."""
        whole = np.asarray(values)
        if dtype is None:
            dtype = self.dtype if whole.dtype.kind == "f" else whole.dtype.name
        return getattr(self, f"_{self.library}")(whole, dtype)

    def _numpy(self, values, dtype):
        return values.astype(dtype)

    def _array_api_strict(self, values, dtype):
        xp = import_module("array_api_strict")
        where = {"device": xp.Device(self.place)} if self.place else {}
        return xp.reshape(
            xp.asarray(values.ravel().tolist(), dtype=getattr(xp, dtype), **where), values.shape
        )

    def _torch(self, values, dtype):
        torch = import_module("torch")
        values = torch.asarray(np.array(values))  # a copy: PyTorch warns of read-only memory
        return values.to(getattr(torch, dtype)).to(self.place)

    def _cupy(self, values, dtype):
        return import_module("cupy").asarray(values).astype(dtype)

    def _jax(self, values, dtype):
        jnp = import_module("jax.numpy")
        return jnp.asarray(values.astype(getattr(jnp, dtype)))

    def _dask(self, values, dtype):
        chunks = tuple(max(1, -(-n // 2)) for n in values.shape)  # two chunks along every axis
        return import_module("dask.array").from_array(values.astype(dtype), chunks=chunks)

    def in_numpy(self, array):
        """Return an array of this library in float64 (whole numbers stay whole), on the host."""
        if self.library == "torch":
            array = array.detach().cpu()
            return (array.double() if array.is_floating_point() else array).numpy()
        if self.library == "array_api_strict":
            array = array.to_device(import_module("array_api_strict").Device("CPU_DEVICE"))
        if self.library == "dask":
            with np.errstate(over="ignore", invalid="ignore"):  # what the caller of compute() sees
                array = array.compute(scheduler="synchronous")
        array = array.get() if self.library == "cupy" else np.asarray(array)
        return array if array.dtype.kind in "biu" else array.astype(np.float64)

    def same_kind(self, result, given):
        """Return whether `result` lives where `given` lives, in its library and precision."""
        here = array_api_compat.array_namespace(result) is array_api_compat.array_namespace(given)
        there = array_api_compat.device(result) == array_api_compat.device(given)
        return here and there and result.dtype == given.dtype

    def __str__(self):
        return "-".join(part for part in (self.library, self.dtype, self.place) if part)


def _strict_places():
    return "CPU_DEVICE", "device1"


def _torch_places():
    torch = import_module("torch")
    here = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    return "cpu", *(place for place, is_here in here.items() if is_here)


def _cupy_places():
    if not import_module("cupy").cuda.is_available():
        raise ImportError("it finds no CUDA device")
    return ("",)


def _anywhere():
    return ("",)


LIBRARIES = {
    "numpy": (("float64", "float32", "float16"), _anywhere),
    "array_api_strict": (("float64", "float32"), _strict_places),
    "torch": (("float64", "float32", "float16", "bfloat16"), _torch_places),
    "jax": (("float32", "bfloat16"), _anywhere),
    "dask": (("float64", "float32", "float16"), _anywhere),
    "cupy": (("float64", "float32", "float16"), _cupy_places),
}
MODULES = {"jax": "jax.numpy", "dask": "dask.array"}


def _kinds():
    """Return the kinds that are here, and for each library that is not, why it is not."""
    kinds, missing = [], {}
    for library, (dtypes, places) in LIBRARIES.items():
        try:
            import_module(MODULES.get(library, library))
            found = places()
        except ImportError as error:
            missing[library] = f"{library} is not tested, for it cannot be used here: {error}"
            continue
        for place in found:
            here = dtypes[1:] if place == "mps" else dtypes  # Apple's GPU has no float64
            kinds += [Kind(library, dtype, place, dtype == here[0]) for dtype in here]
    return kinds, missing


def _each(kinds):
    return pytest.mark.parametrize("kind", kinds, ids=str)


KINDS, MISSING = _kinds()
# JAX compiles every function anew for every dtype: its half precision is left to EACH_HALF.
EACH = _each([kind for kind in KINDS if (kind.library, kind.dtype) != ("jax", "bfloat16")])
WIDEST = [kind for kind in KINDS if kind.widest]
EACH_LIBRARY = _each(WIDEST)
EACH_EAGER = _each([kind for kind in WIDEST if kind.library != "dask"])
EACH_HALF = _each([kind for kind in KINDS if kind.dtype in HALF])
EACH_WIDE = _each([kind for kind in KINDS if kind.dtype not in HALF])


@contextmanager
def nothing_is_computed():
    """Let a test fail as soon as Dask computes something: a lazy array must stay lazy."""
    dask = import_module("dask")

    def refuse(*args, **kwargs):
        raise AssertionError("a lazy array was computed")

    with dask.config.set(scheduler=refuse):
        yield


def needs(library):
    """Return the library, or skip the test with a sentence."""
    return pytest.importorskip(library, reason=f"{library} is not installed")
