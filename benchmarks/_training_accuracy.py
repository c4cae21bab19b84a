"""How many of the 125 animals are recognised in the drawings of an artist never learnt from."""

from time import perf_counter, process_time

import numpy as np

from softmax_lib import UNSEEN_ARTIST, SoftmaxClassifier, augment, cross_entropy, load_animals
from softmax_lib.functions import softmax
from softmax_lib.trust import expected_calibration_error, fit_temperature, top_k_accuracy

CALIBRATION = "openmoji"  # the style that the temperature is fitted on, never Twemoji
ITS_TWIN = "openmoji-black"  # the same drawings without colours
LEARNT, TESTED = 200, 40  # pictures of each drawing
NUMPY_SETTINGS = {"rate": 0.3, "batch_size": 1024, "weight_decay": 1e-3, "epochs": 8}


def numpys(seed):
    """Return the classifier that needs NumPy only."""
    return SoftmaxClassifier((512,), **NUMPY_SETTINGS, random_state=seed)


def convolutional(seed):
    """Return the convolutional network."""
    from softmax_lib.convnet import ConvClassifier

    return ConvClassifier(random_state=seed)


MODELS = {  # the package that each needs, what makes it, the side of its pictures, if they are rows
    "SoftmaxClassifier(hidden=(512,))": ("numpy", numpys, 24, True),
    "ConvClassifier()": ("torch", convolutional, 32, False),
}


def pictures(drawings, seed, repeats, side, in_rows):
    """Return pictures of each drawing, and their labels."""
    rgba, y = drawings.labelled()
    rng = np.random.default_rng(seed)
    kind = np.float32 if in_rows else np.float16  # 200,000 pictures have to fit into the memory
    made = np.empty((repeats, len(y), side, side, 3), kind)
    for variations in made:
        variations[:] = augment(rgba, rng, size=side)
    made = made.reshape(-1, side, side, 3)
    return (standard_rows(made) if in_rows else made), np.tile(y, repeats)


def standard_rows(made):
    """Return pictures as rows of mean 0 and standard deviation 1/3: no light, no contrast."""
    rows = made.reshape(len(made), -1)
    rows -= rows.mean(axis=1, keepdims=True)  # in place: a copy would be another 1.4 GB
    rows /= 3 * rows.std(axis=1, keepdims=True)
    return rows


def measure(name, seeds, repeats, keep):
    """Return what all seeds reached, the mean and the spread, and what a temperature did to it.

    `keep` is called with the model of seed 0, before anything else is done with it.
    """
    _, make, *kind = MODELS[name]
    others, unseen = load_animals("all").split(UNSEEN_ARTIST)
    temperature = calibrated(make(0), others, repeats, kind)
    runs = []
    for seed in range(seeds):
        model, seconds = taught(make(seed), others, seed, repeats, kind)
        if seed == 0:
            keep(model)
        runs.append(seconds | tested(model, unseen, seed, kind, temperature))
    return {"model": repr(make(0)), "temperature": temperature, "runs": runs}


def taught(model, drawings, seed, repeats, kind):
    """Return the model once it has learnt, and how many seconds that took."""
    X, y = pictures(drawings, seed, repeats, *kind)
    start, cpu = perf_counter(), process_time()
    model.fit(X, y)
    return model, {"seconds": perf_counter() - start, "CPU seconds": process_time() - cpu}


def calibrated(model, drawings, repeats, kind):
    """Return the temperature for a style that the model has not learnt from, nor from its twin."""
    known, held_out = drawings.split((CALIBRATION, ITS_TWIN))
    held_out, _ = held_out.split(ITS_TWIN)
    model, _ = taught(model, known, 0, repeats, kind)
    X, y = pictures(held_out, 100, TESTED, *kind)
    return fit_temperature(model.logits(X), y)


def tested(model, drawings, seed, kind, temperature):
    """Return accuracies on new pictures, and the calibration before and after the temperature."""
    X, y = pictures(drawings, seed + 100, TESTED, *kind)
    z = model.logits(X)
    found = {"top-1": float(top_k_accuracy(z, y, 1)), "top-5": float(top_k_accuracy(z, y, 5))}
    for when, scores in (("before", z), ("after", z / temperature)):
        found[f"ECE {when}"] = float(expected_calibration_error(softmax(scores), y, n_bins=15))
        found[f"loss {when}"] = float(cross_entropy(scores, y))
    return found
