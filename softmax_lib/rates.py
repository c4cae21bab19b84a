"""How fast this machine copies and multiplies, and how fast each softmax is on it."""

import logging
import subprocess
import warnings
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from operator import matmul

import numpy as np

from softmax_lib.devices import NAMES, TORCH_ON_CPU, available_devices, jax_devices
from softmax_lib.functions import softmax
from softmax_lib.losses import cross_entropy_and_grad
from softmax_lib.roofline import FUNCTIONS, Point, Roof
from softmax_lib.stopwatch import take_turns, waiting

SHAPES = {"cpu": (8192, 1024), "gpu": (65_536, 4096)}  # scores in float32, beyond most caches
COPIED = {"cpu": 2**28, "gpu": 2**30}  # bytes of what is copied for the bandwidth
NEEDS = {  # of those who may be missing
    "ours on PyTorch": "PyTorch",
    "ours on JAX": "JAX",
    "PyTorch's own": "PyTorch",
    "ours compiled": "PyTorch and a compiler that it can use",
    "ours fused": "an NVIDIA GPU, PyTorch and Triton",
}
SIDES = {"cpu": 1024, "gpu": 8192}  # of the square matrices that are multiplied


def kind_of(place):
    """Return "cpu" or "gpu"."""
    return "cpu" if place.place == "cpu" else "gpu"


def places():
    """Return the devices of this machine, PyTorch on the CPU and JAX's own, too, NumPy's last."""
    *gpus, cpu = available_devices()
    torch = [TORCH_ON_CPU] if find_spec("torch") else []
    return list(dict.fromkeys([*gpus, *torch, *jax_devices(), cpu]))


def measure(rounds=5):
    """Return roofs by kind of device, the points below them, and for what is missing its needs."""
    here = places()[::-1]  # NumPy first: threads of PyTorch stay awake for a while
    roofs, points = {}, []
    for place in here:
        kind, roof = kind_of(place), measured_roof(place, rounds)
        roofs[kind] = roofs.get(kind, roof).or_higher(roof)
        points += measured_points(place, rounds)
    return roofs, points, missing(points)


def measured_roof(place, rounds):
    """Return the bandwidth of a copy, read and written, and the rate of a matrix product."""
    size, side = COPIED[kind_of(place)], SIDES[kind_of(place)]
    source, target = (place.put(np.ones(size // 4, np.float32)) for _ in range(2))
    A = place.put(np.ones((side, side), np.float32))

    def copy():
        target[:] = source

    product = partial(matmul, A, A)
    if place.library == "jax":  # cannot be written to, and multiplies in fewer bits
        copy = source.copy
        product = partial(import_module("jax.numpy").matmul, A, A, precision="highest")
    seconds = take_turns({"copy": copy, "product": product}, place, rounds)
    return Roof(2 * size / seconds["copy"], 2 * side**3 / seconds["product"])


def measured_points(place, rounds, shape=None):
    """Return a point for each contestant and each function on the device `place`."""
    shape, rng = shape or SHAPES[kind_of(place)], np.random.default_rng(0)
    z = place.put(rng.standard_normal(shape, dtype=np.float32))
    y = place.put(rng.integers(shape[1], size=shape[0]))
    points = []
    with silenced():
        found = runnable(place, z, y)
        for k, (function, work) in enumerate(FUNCTIONS.items()):
            seconds = take_turns({name: calls[k] for name, calls in found.items()}, place, rounds)
            kind = kind_of(place)
            points += [Point(n, function, kind, s, work(*shape)) for n, s in seconds.items()]
    return points


def runnable(place, z, y):
    """Return by name the calls, softmax and loss, of those whose first calls succeed."""
    found, wait = {}, waiting(place)
    for name, probabilities, loss in contestants(place):
        calls = partial(probabilities, z), partial(loss, z, y)
        try:
            for call in calls:
                wait(call())
        except (RuntimeError, MemoryError, OSError, subprocess.SubprocessError):
            continue  # no compiler that works, or too little memory
        found[name] = calls
    return found


def contestants(place):
    """Yield name, softmax, and loss with gradient, of all who could run on the device `place`."""
    ours = place.compiled(softmax), place.compiled(cross_entropy_and_grad)
    yield f"ours on {NAMES[place.library]}", *ours
    if place.library != "torch":
        return
    torch = import_module("torch")
    yield "PyTorch's own", partial(torch.softmax, dim=-1), pytorchs_loss
    with suppress(RuntimeError):  # this PyTorch may not compile in this version of Python
        compiled = [torch.compile(f, dynamic=False) for f in (softmax, cross_entropy_and_grad)]
        yield "ours compiled", *compiled
    if place.place == "cuda" and find_spec("triton"):
        fused = import_module("softmax_lib.fused")
        if fused.runs_on("cuda"):
            yield "ours fused", fused.softmax, fused.unchecked_cross_entropy_and_grad


def pytorchs_loss(z, y):
    """Return PyTorch's cross-entropy and its gradient."""
    return by_autograd(import_module("torch.nn.functional").cross_entropy, z, y)


def by_autograd(loss, z, y):
    """Return the loss and its gradient at the scores, which PyTorch's autograd finds."""
    z = z.detach().requires_grad_()
    value = loss(z, y)
    return value.detach(), *import_module("torch").autograd.grad(value, z)


def missing(points):
    """Return for each contestant that made no point what it needs."""
    made = {point.name for point in points}
    return {name: need for name, need in NEEDS.items() if name not in made}


@contextmanager
def silenced():
    """Keep the compiler of PyTorch from thinking aloud."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
