"""How the time grows: with the rows of a batch, with the classes, with the width of a layer."""

from functools import partial

import numpy as np

from softmax_lib.losses import cross_entropy_and_grad
from softmax_lib.network import first_layers, loss_and_gradients
from softmax_lib.stopwatch import take_turns

SIZES = {
    "rows": (1, 16, 128, 1024, 8192),
    "classes": (10, 100, 1000, 10_000, 100_000),
    "units": (16, 64, 256, 1024, 2048),
}
TITLES = {
    "rows": "loss and gradient, 1000 classes",
    "classes": "loss and gradient, 64 rows",
    "units": "a step of a network, 256 pictures",
}
PICTURES, PIXELS, ANIMALS = 256, 1728, 125


def measure(places, rounds=3):
    """Return for rows, classes and units, and for each device, the seconds at each of SIZES."""
    return {
        what: {str(place): [seconds(place, what, n, rounds) for n in sizes] for place in places}
        for what, sizes in SIZES.items()
    }


def seconds(place, what, n, rounds):
    """Return the median seconds of one call with `n` rows, classes or units on the device."""
    make = {"rows": of_rows, "classes": of_classes, "units": of_units}[what]
    return take_turns({what: make(place, n)}, place, rounds)[what]


def of_rows(place, n_rows):
    """Return the call on `n_rows` of 1000 classes."""
    return of_scores(place, (n_rows, 1000))


def of_classes(place, n_classes):
    """Return the call on 64 rows of `n_classes`."""
    return of_scores(place, (64, n_classes))


def of_scores(place, shape):
    """Return the call of cross-entropy and gradient on random scores and labels."""
    rng = np.random.default_rng(0)
    z = place.put(rng.standard_normal(shape, dtype=np.float32))
    y = place.put(rng.integers(shape[1], size=shape[0]))
    return partial(place.compiled(cross_entropy_and_grad), z, y)


def of_units(place, n_units):
    """Return the call of all gradients of a network with so many hidden units."""
    rng = np.random.default_rng(0)
    X = place.put(rng.standard_normal((PICTURES, PIXELS), dtype=np.float32))
    y = place.put(rng.integers(ANIMALS, size=PICTURES))
    layers = first_layers(X, [n_units, ANIMALS], rng)
    return partial(place.compiled(loss_and_gradients), layers, X, y)
