"""How many of the 125 animals are recognised in the drawings of an artist never learnt from."""

from time import perf_counter, process_time

import numpy as np

from softmax_lib import UNSEEN_ARTIST, SoftmaxClassifier, augment, cross_entropy, load_animals
from softmax_lib.data import ARTISTS, colours_and_outlines
from softmax_lib.functions import softmax
from softmax_lib.trust import expected_calibration_error, fit_temperature, top_k_accuracy

IN_COLOURS = ("noto", "openmoji", "fluent-emoji-flat", "fluent-emoji-3d")  # as Twemoji is
LEARNT, TESTED = 200, 40  # pictures of each drawing
NUMPY_SETTINGS = {"rate": 0.3, "batch_size": 1024, "weight_decay": 1e-3, "epochs": 8}


def numpys(seed):
    """Return the classifier that needs NumPy only."""
    return SoftmaxClassifier((512,), **NUMPY_SETTINGS, random_state=seed)


def convolutional(seed):
    """Return the convolutional network."""
    from softmax_lib.convnet import ConvClassifier

    return ConvClassifier(random_state=seed)


def rows(rgba, rng):
    """Return a variation of each drawing, as a row of numbers."""
    return colours_and_outlines(augment(rgba, rng, size=16))


def small_pictures(rgba, rng):
    """Return a variation of each drawing, in half precision: 200,000 have to fit into memory."""
    return augment(rgba, rng, size=32).astype(np.float16)


MODELS = {  # the package that each needs, what makes it, and what makes its inputs
    "SoftmaxClassifier(hidden=(512,))": ("numpy", numpys, rows),
    "ConvClassifier()": ("torch", convolutional, small_pictures),
}


def inputs(drawings, seed, repeats, vary):
    """Return variations of each drawing, and their labels."""
    rgba, y = drawings.labelled()
    rng = np.random.default_rng(seed)
    return np.concatenate([vary(rgba, rng) for _ in range(repeats)]), np.tile(y, repeats)


def measure(name, seeds, repeats, keep):
    """Return what all seeds reached, the mean and the spread, and what a temperature did to it.

    `keep` is called with the model of seed 0, before anything else is done with it.
    """
    _, make, vary = MODELS[name]
    others, unseen = load_animals("all").split(UNSEEN_ARTIST)
    temperature = fitted_temperature(make, others, repeats, vary)
    runs = []
    for seed in range(seeds):
        model, seconds = taught(make(seed), others, seed, repeats, vary)
        if seed == 0:
            keep(model)
        runs.append(seconds | tested(model, unseen, seed, vary, temperature))
    return {"model": repr(make(0)), "temperature": temperature, "runs": runs}


def taught(model, drawings, seed, repeats, vary):
    """Return the model once it has learnt, and how many seconds that took."""
    X, y = inputs(drawings, seed, repeats, vary)
    start, cpu = perf_counter(), process_time()
    model.fit(X, y)
    return model, {"seconds": perf_counter() - start, "CPU seconds": process_time() - cpu}


def fitted_temperature(make, drawings, repeats, vary):
    """Return the temperature for an artist whom a model has not learnt from.

    Each artist who draws in colours is held out in turn, and one temperature is fitted on the
    scores for all these drawings in colours.
    """
    scores, labels = [], []
    for artist in dict.fromkeys(ARTISTS[style] for style in IN_COLOURS):
        styles = [style for style in drawings.styles if ARTISTS[style] == artist]
        known, _ = drawings.split(styles)
        _, held_out = drawings.split([style for style in styles if style in IN_COLOURS])
        model, _ = taught(make(0), known, 0, repeats, vary)
        X, y = inputs(held_out, 100, TESTED, vary)
        scores.append(model.logits(X))
        labels.append(y)
    return fit_temperature(np.concatenate(scores), np.concatenate(labels))


def tested(model, drawings, seed, vary, temperature):
    """Return accuracies on new pictures, and the calibration before and after the temperature."""
    X, y = inputs(drawings, seed + 100, TESTED, vary)
    z = model.logits(X)
    found = {"top-1": float(top_k_accuracy(z, y, 1)), "top-5": float(top_k_accuracy(z, y, 5))}
    for when, scores in (("before", z), ("after", z / temperature)):
        found[f"ECE {when}"] = float(expected_calibration_error(softmax(scores), y, n_bins=15))
        found[f"loss {when}"] = float(cross_entropy(scores, y))
    return found
