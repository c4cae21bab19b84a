"""The truth for the tests: plain loops over plain numbers, in forty digits, and no library.

Written from the definitions: exp(z) over the sum of exp(z). No shift is needed, because Decimal has
room for exp(10000).
"""

from decimal import Decimal, localcontext
from itertools import product

import numpy as np


def exact(function):
    """Let `function` compute in forty digits and return floats."""

    def in_forty_digits(*args):
        with localcontext(prec=40, Emin=-(10**9), Emax=10**9):
            result = function(*args)
            return [float(x) for x in result] if isinstance(result, list) else float(result)

    return in_forty_digits


def _exp(z):
    """Return exp of each number; exp(-inf) is 0."""
    return [Decimal(float(x)).exp() for x in z]


@exact
def softmax(z):
    """Return exp(z) / Σ exp(z) for a list of numbers."""
    e = _exp(z)
    return [x / sum(e) for x in e]


@exact
def log_softmax(z):
    """Return ln softmax(z) for a list of numbers."""
    total = sum(_exp(z)).ln()
    return [Decimal(float(x)) - total for x in z]


@exact
def logsumexp(z):
    """Return ln Σ exp(z) for a list of numbers."""
    return sum(_exp(z)).ln()


@exact
def sigmoid(z):
    """Return 1 / (1 + exp(-x)) for each of a list of numbers."""
    return [1 / (1 + (-Decimal(float(x))).exp()) for x in z]


@exact
def cross_entropy(rows, targets):
    """Return the mean over the rows of -Σ Y ln p; `targets` are rows of probabilities."""
    losses = []
    for z, row in zip(rows, targets, strict=True):
        total = sum(_exp(z)).ln()
        terms = (
            Decimal(float(t)) * (total - Decimal(float(x))) for x, t in zip(z, row, strict=True)
        )
        losses.append(sum(terms))
    return sum(losses) / len(losses)


def along(function, z, axis):
    """Return `function` of each row of `z` along `axis`, standing where the row stood."""
    z = np.moveaxis(np.asarray(z, dtype=float), axis, -1)
    rows = np.empty(z.shape)
    for index in product(*map(range, z.shape[:-1])):
        rows[index] = function(z[index].tolist())
    return np.moveaxis(rows, -1, axis)
