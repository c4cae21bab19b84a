"""Layers that end in scores: how they start, what they answer, and which way they learn.

A network is a list of (W, b), with W (features, units) and b (units,). Between two layers stands a
ReLU. With a single layer it is softmax regression.
"""

from functools import cache
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
from array_api_compat import array_namespace, device, is_torch_array

from softmax_lib.arrays import ours
from softmax_lib.losses import cross_entropy, cross_entropy_and_grad


def first_layers(X, sizes, rng):
    """Return random layers from the features of `X` through `sizes`, beside `X` and in its dtype.

    The last layer is zero, so that the first loss is ln K: every class is as likely as the others.
    Source: He et al. (2015) for the spread of the hidden layers.
    """
    xp, widths = array_namespace(X), [X.shape[1], *sizes]
    layers = []
    for k, (n_in, n_out) in enumerate(pairwise(widths)):
        spread = np.sqrt(2 / n_in) if k < len(sizes) - 1 else 0
        W = rng.normal(size=(n_in, n_out)) * spread
        layers.append(tuple(xp.asarray(a, dtype=X.dtype, device=device(X)) for a in (W, 0 * W[0])))
    return layers


def activations(layers, X):
    """Return what enters each layer, and at the end of the list the scores z."""
    xp, passed = array_namespace(X), [X]
    for W, b in layers[:-1]:
        h = passed[-1] @ W + b
        passed.append(xp.maximum(h, xp.zeros_like(h)))
    W, b = layers[-1]
    return [*passed, passed[-1] @ W + b]


def loss_and_gradients(layers, X, y):
    """Return the cross-entropy, the scores, and its gradient with respect to each (W, b).

    p - y is the gradient at the scores; from there each layer hands it down through its weights.
    """
    xp = array_namespace(X)
    *passed, z = activations(layers, X)
    loss, slope = _loss_and_slope(z, y)
    gradients = []
    for k in reversed(range(len(layers))):
        h = passed[k]
        gradients.insert(0, (xp.matrix_transpose(h) @ slope, xp.sum(slope, axis=0)))
        if k:
            slope = (slope @ xp.matrix_transpose(layers[k][0])) * xp.astype(h > 0, h.dtype)
    return loss, z, gradients


def _loss_and_slope(z, y):
    """Return the cross-entropy of the scores and its gradient, on CUDA from one kernel if it runs.

    The kernel takes labels as they are: `fit` has checked them, and a check here would make the
    CPU wait for the GPU at every step.
    """
    kernels = _kernels(device(z)) if _on_cuda(z) else None
    if kernels is None:
        return cross_entropy_and_grad(z, y)
    return kernels.unchecked_cross_entropy_and_grad(z, y)


def _on_cuda(z):
    return is_torch_array(z) and z.is_cuda


@cache
def _kernels(place):
    """Return the module `softmax_lib.fused` if Triton is installed and runs on `place`, or None."""
    if find_spec("triton") is None:
        return None
    from softmax_lib import fused

    return fused if fused.runs_on(place) else None


def step(layers, speeds, gradients, *, rate, momentum, weight_decay):
    """Return the layers one step downhill, and their speeds: gradient descent with momentum.

    Weights shrink by `weight_decay` on the way, biases do not. Source: Polyak (1964).
    """
    moved, faster = [], []
    for (W, b), (vW, vb), (gW, gb) in zip(layers, speeds, gradients, strict=True):
        vW, vb = _faster(vW, gW, momentum), _faster(vb, gb, momentum)
        vW = _faster(W, vW, weight_decay)
        faster.append((vW, vb))
        moved.append((_faster(vW, W, -rate), _faster(vb, b, -rate)))
    return moved, faster


def _faster(v, slope, momentum):
    """Return momentum · v + slope, from one new array: it is large, and new memory is slow."""
    kept = momentum * v
    return array_namespace(slope).add(kept, slope, *ours(kept))


def epoch(layers, speeds, X, y, *, order, batch_size, **settings):
    """Return layers and speeds after one pass over the rows in `order`, and what it saw on the way.

    That is the mean loss (nats) and the accuracy of the batches, each measured before its step.
    """
    xp, n = array_namespace(X), len(order)
    loss = hits = 0
    order = xp.asarray(order, device=device(X))
    for start in range(0, n, batch_size):
        rows = order[start : min(start + batch_size, n)]
        right = xp.take(y, rows, axis=0)
        batch_loss, z, slopes = loss_and_gradients(layers, xp.take(X, rows, axis=0), right)
        layers, speeds = step(layers, speeds, slopes, **settings)
        loss, hits = loss + batch_loss * rows.shape[0], hits + count_hits(z, right)
    return layers, speeds, {"loss": float(loss) / n, "accuracy": float(hits) / n}


def evaluate(layers, X, y):
    """Return the loss (nats) and the accuracy of the network on the rows of `X`, as a dict."""
    z = activations(layers, X)[-1]
    hits = float(count_hits(z, y))
    return {"loss": float(cross_entropy(z, y)), "accuracy": hits / z.shape[0]}


def count_hits(z, y):
    """Return in how many rows the largest score is the one that `y` names."""
    xp = array_namespace(z)
    return xp.sum(xp.astype(xp.argmax(z, axis=-1) == y, xp.int32))
