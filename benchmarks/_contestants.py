"""Whose softmax is measured: ours and its peers, each as a call without arguments."""

from functools import partial
from importlib import import_module
from importlib.util import find_spec

import numpy as np

import softmax_lib
from softmax_lib import rates
from softmax_lib.devices import TORCH_ON_CPU

PACKAGES = {"sklearn": "scikit-learn", "liger_kernel": "liger-kernel"}  # where pip has other names
AGREE = {"float32": 1e-5, "float64": 1e-12}  # a relative difference that is only rounding


class Disagreement(Exception):
    """Two contestants do not calculate the same, so that no time tells anything."""


def ours(z):
    """Return our call on `z`, an array of any library."""
    return partial(softmax_lib.softmax, z, axis=-1)


def scipys(z):
    """Return SciPy's call on the NumPy array `z`."""
    return partial(import_module("scipy.special").softmax, z, axis=-1)


def scikit_learns(z):
    """Return scikit-learn's call on the NumPy array `z`."""
    return partial(import_module("sklearn.utils.extmath").softmax, z)


def pytorchs(z):
    """Return PyTorch's call on the NumPy array `z`, made a tensor beforehand."""
    torch = import_module("torch")
    return partial(torch.softmax, torch.from_numpy(z), dim=-1)


def ours_on_pytorch(z):
    """Return our call on the NumPy array `z`, made a tensor beforehand."""
    return ours(import_module("torch").from_numpy(z))


def ours_compiled(z):
    """Return our call on the NumPy array `z`, made a tensor beforehand, compiled for its shape."""
    torch = import_module("torch")
    torch.compiler.reset()  # or it would give up compiling after a few shapes
    return partial(torch.compile(softmax_lib.softmax, dynamic=False), torch.from_numpy(z), axis=-1)


def jaxs(z):
    """Return JAX's call on the NumPy array `z`, compiled for the CPU; it waits for its result."""
    jax = import_module("jax")
    jax.config.update("jax_enable_x64", True)  # or float64 would become float32
    z, softmax = jax.device_put(z, jax.devices("cpu")[0]), jax.jit(jax.nn.softmax)
    return lambda: softmax(z).block_until_ready()


CONTESTANTS = {  # the package that each needs, and what makes its call
    "ours": ("numpy", ours),
    "SciPy": ("scipy", scipys),
    "scikit-learn": ("sklearn", scikit_learns),
    "PyTorch": ("torch", pytorchs),
    "ours on PyTorch": ("torch", ours_on_pytorch),
    "ours compiled": ("torch", ours_compiled),
    "JAX": ("jax", jaxs),
}


def installed(contestants):
    """Return those of the contestants whose package is installed."""
    return {name: entry for name, entry in contestants.items() if find_spec(entry[0])}


def missing(contestants, here):
    """Return for each of the contestants that is not in `here` what it needs."""
    absent = {name: package for name, (package, *_) in contestants.items() if name not in here}
    return {
        name: rates.NEEDS.get(name, PACKAGES.get(package, package))
        for name, package in absent.items()
    }


def compiles():
    """Return whether PyTorch compiles our functions here: it needs a C++ compiler."""
    tiny = [TORCH_ON_CPU.put(array) for array in (np.zeros((1, 1)), np.zeros(1, np.int64))]
    with rates.silenced():
        return "ours compiled" in rates.runnable(TORCH_ON_CPU, *tiny)


def start(contestants, z):
    """Return the call of each contestant, once it is known that their results agree with ours."""
    calls = {name: make(z) for name, (_, make) in contestants.items()}
    expected = calls["ours"]()
    for name, call in calls.items():
        p = softmax_lib.to_numpy(call())
        if p.dtype != z.dtype or not np.allclose(p, expected, rtol=AGREE[str(z.dtype)], atol=0):
            raise Disagreement(f"{name} and ours disagree on {z.dtype} {z.shape}: nothing to time")
    return calls
