"""What the classifier may be given, rows, labels and settings; anything else is an error."""

import math
from numbers import Integral, Real

import numpy as np
from array_api_compat import array_namespace, device, is_dask_array

from softmax_lib.arrays import beside, holds, real_floating, unwatched
from softmax_lib.chunks import check_sizes
from softmax_lib.devices import to_numpy


def check_settings(settings):
    """Raise ValueError for a setting that nothing could be learnt with; `settings` is a dict."""
    hidden = settings["hidden"]
    if not isinstance(hidden, tuple | list):
        raise ValueError(f"hidden must be a tuple of layer sizes, got {hidden!r}")
    whole = {name: settings[name] for name in ("epochs", "batch_size", "patience")}
    for name, value in (whole | {f"hidden[{k}]": units for k, units in enumerate(hidden)}).items():
        if not isinstance(value, Integral) or value < 1:
            raise ValueError(f"{name} must be a whole number from 1, got {value!r}")
    limits = {"rate": math.inf, "momentum": 1, "weight_decay": math.inf}
    for name, limit in limits.items():
        if not isinstance(settings[name], Real) or not 0 <= settings[name] < limit:
            value = settings[name]
            raise ValueError(f"{name} must be a number from 0 to below {limit}, got {value!r}")
    if settings["rate"] == 0:
        raise ValueError("rate must be above 0: steps of length 0 lead nowhere")


def feature_rows(X, like=None):
    """Return `X` as rows of finite floating-point features, of the kind of `like` if given."""
    if like is not None:
        X = beside(array_namespace(like), like, X, "training data and X")
    xp, X, _ = real_floating(X, axis=())
    check_sizes(X, "X")
    if X.ndim != 2 or 0 in X.shape:
        raise ValueError(f"X must have the shape (rows, features), got {tuple(X.shape)}")
    if like is not None and X.shape[1] != like.shape[1]:
        raise ValueError(f"X must have {like.shape[1]} features, as in fit, got {X.shape[1]}")
    X = X.map_blocks(_finite, meta=X._meta) if is_dask_array(X) else _finite(X)
    return X if like is None else xp.astype(X, like.dtype, copy=False)


def _finite(X):
    """Return `X`, or one chunk of it, once it is known to hold numbers only (ValueError)."""
    xp = array_namespace(X)
    if not holds(xp, xp.isfinite(X)):
        raise ValueError("X holds nan or an infinity: fill or drop those entries first")
    return X


def training_rows(X, like=None):
    """Return `X` as `feature_rows` does, and hidden from an autograd: the gradients are ours."""
    return unwatched(feature_rows(X, like))


def held_out_pair(validation):
    """Return held-out rows and their labels from what `fit` was given as validation."""
    if not isinstance(validation, tuple | list) or len(validation) != 2:
        raise ValueError("validation must be a pair (X, y)")
    return validation


def learnable_classes(y):
    """Return the sorted labels of `y`, of which there must be two at least."""
    classes = _distinct_in_chunks(y) if is_dask_array(y) else np.unique(host_labels(y))
    if classes.size < 2:
        raise ValueError(f"labels must be of at least two classes, got {classes.tolist()}")
    return classes


def _distinct_in_chunks(y):
    """Return the sorted labels of a lazy `y`: each chunk is looked at where it lives."""
    import dask

    distinct = dask.delayed(lambda chunk: np.unique(host_labels(chunk)))
    found = dask.compute(*(distinct(chunk) for chunk in y.to_delayed().ravel()))
    return np.unique(np.concatenate(found))


def class_places(X, y, classes):
    """Return the place of each label in the sorted `classes`, as an array beside `X`."""
    labels = y if is_dask_array(y) and is_dask_array(X) else host_labels(y)
    if labels.shape != (X.shape[0],):
        check_sizes(labels, "labels")
        raise ValueError(f"one label per row: {X.shape[0]} rows, {labels.shape[0]} labels")
    if is_dask_array(labels):
        return labels.map_blocks(_places, classes, dtype=np.int64, meta=np.empty(0, np.int64))
    return array_namespace(X).asarray(_places(labels, classes), device=device(X))


def _places(labels, classes):
    """Return the place of each label in the sorted `classes`; ValueError for any other label."""
    labels = host_labels(labels)
    places = np.searchsorted(classes, labels).clip(max=len(classes) - 1)
    unknown = labels[classes[places] != labels]
    if unknown.size:
        known = ", ".join(map(repr, classes.tolist()))
        raise ValueError(f"unknown label {unknown[0].item()!r}: fit saw {known}")
    return places


def host_labels(y):
    """Return labels as a NumPy array: there are few of them, and only NumPy holds strings."""
    labels = to_numpy(y)
    if labels.ndim != 1:
        raise ValueError(f"labels must be one per row, got the shape {labels.shape}")
    kinds = {type(label).__name__ for label in labels} if labels.dtype == object else ()
    if len(kinds) > 1:
        raise TypeError(f"labels must be all strings or all numbers, got {', '.join(kinds)}")
    if labels.dtype.kind == "f" and np.isnan(labels).any():
        raise ValueError("labels must be numbers or strings, got nan among them")
    return labels
