"""How long calls take on a device: they take turns, and the median of the rounds counts."""

from importlib import import_module
from statistics import median
from time import perf_counter


def take_turns(calls, place, rounds=5):
    """Return for each named call its median seconds on the device `place`, until all is done.

    Each is called once before, for compilers and caches. Rounds run forwards and backwards by
    turns, so that a slow moment of the machine hits neighbours alike.
    """
    wait, order = waiting(place), list(calls)
    times = {name: [timed(calls[name], wait)] for name in order}
    for _ in range(rounds):
        for name in order:
            times[name].append(timed(calls[name], wait))
        order.reverse()
    return {name: median(t[1:]) for name, t in times.items()}


def timed(call, wait):
    """Return the seconds from the start of `call` until `wait` says that its result is there."""
    start = perf_counter()
    wait(call())
    return perf_counter() - start


def waiting(place):
    """Return what waits until a result is there: GPUs and JAX answer before they have computed."""
    if place.library == "jax":
        return import_module("jax").block_until_ready
    if place.library == "cupy":
        synchronize = import_module("cupy").cuda.Stream.null.synchronize
    elif place.library == "torch" and place.place != "cpu":
        synchronize = getattr(import_module("torch"), place.place).synchronize
    else:
        return lambda result: None
    return lambda result: synchronize()
