"""Which accelerator is here, and how arrays get there and back.

The course asks for CUDA (through PyTorch, else CuPy), else for Apple's GPU (MPS, through PyTorch),
else for what JAX finds, else for the CPU with NumPy. Nothing is imported before you ask.
"""

import os
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from array_api_compat import is_cupy_array, is_torch_array

NAMES = {"torch": "PyTorch", "cupy": "CuPy", "jax": "JAX", "numpy": "NumPy"}


@dataclass(frozen=True)
class Device:
    """A place to compute: the array library to use there, its name for the place, and the chip."""

    library: str
    place: str
    chip: str

    def put(self, array):
        """Return a NumPy array as an array of this device's library, on this device.

        MPS and JAX have no float64 unless you ask for it; JAX then rounds to float32.
        """
        if self.library == "torch":
            return import_module("torch").asarray(np.asarray(array, order="C"), device=self.place)
        if self.library == "cupy":
            return import_module("cupy").asarray(array)
        if self.library == "jax":
            jax = import_module("jax")
            return jax.device_put(array, jax.local_devices(backend=self.place)[0])
        return np.asarray(array)

    def compiled(self, function):
        """Return `function` as the library wants it for speed: JAX compiles it, others do not.

        Compiled by JAX, it cannot see labels: a bad one makes the loss nan and raises nothing.
        """
        return import_module("jax").jit(function) if self.library == "jax" else function

    def __str__(self):
        """Return a phrase such as "NumPy on the CPU"."""
        return f"{NAMES[self.library]} on {self.chip}"


HOST = Device("numpy", "cpu", "the CPU")
TORCH_ON_CPU = Device("torch", "cpu", "the CPU")


def to_numpy(array):
    """Return any array as a NumPy array, copied from its device where it must be."""
    if is_cupy_array(array):
        return array.get()
    if is_torch_array(array):
        array = array.detach().cpu()
        wide = array.float() if "bfloat16" in str(array.dtype) else array  # NumPy has no bfloat16
        return wide.numpy()
    return np.asarray(array)


def best_device():
    """Return the preferred device: CUDA, else Apple's MPS, else JAX's GPU or TPU, else the CPU."""
    return available_devices()[0]


def available_devices():
    """Return the devices that work on this machine, the preferred first; the CPU is always last.

    The GPU or TPU of JAX is among them only where there is no other.
    """
    found = [*_torch_devices(), *_cupy_devices()]
    found.sort(key=lambda d: d.place == "mps")
    found = found or [d for d in jax_devices() if d.place != "cpu"]
    return [*found, HOST]


def missing_devices():
    """Return a sentence for each kind of device that is not here, which says what it would need."""
    places = {d.place for d in available_devices()}
    needs = {
        ("cuda", "gpu"): "CUDA needs an NVIDIA GPU with its driver, and PyTorch, CuPy or JAX for "
        "CUDA.",
        ("mps",): "MPS needs a Mac with Apple silicon, and PyTorch.",
    }
    return [sentence for names, sentence in needs.items() if places.isdisjoint(names)]


def _torch_devices():
    if find_spec("torch") is None:
        return
    torch = import_module("torch")
    if torch.cuda.is_available():
        yield Device("torch", "cuda", torch.cuda.get_device_name())
    if torch.backends.mps.is_available():
        yield Device("torch", "mps", "Apple's GPU (MPS)")


def _cupy_devices():
    if find_spec("cupy") is None:
        return
    cupy = import_module("cupy")
    if cupy.cuda.is_available():
        name = cupy.cuda.runtime.getDeviceProperties(0)["name"].decode()
        yield Device("cupy", "cuda", name)


def jax_devices():
    """Return the device that JAX computes on by itself, in a list; nothing where JAX is missing."""
    if find_spec("jax") is None:
        return []
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")  # else 3/4 of a GPU's memory
    try:
        jax = import_module("jax")
        place, chip = jax.default_backend(), jax.local_devices()[0].device_kind
    except (ImportError, RuntimeError):  # JAX is broken, or its device is taken
        return []
    return [Device("jax", place, "the CPU" if place == "cpu" else chip)]
