"""A pytest plugin: SciPy's own tests then test our softmax and log_softmax in SciPy's place.

SciPy's functions take the whole array unless an axis is given, so ours are bound to `axis=None`.
With SOFTMAX_IS_BROKEN in the environment the results are off by a thousandth: a suite that still
passes then tests nothing.
"""

import os

import scipy.special
from scipy._lib import _array_api

import softmax_lib

OFF = 1.001 if os.environ.get("SOFTMAX_IS_BROKEN") else 1
# SciPy 1.16 and later keep a table of what each function can do, and look the function up in it.
CAPABILITIES = getattr(_array_api, "xp_capabilities_table", {})


def of_everything(ours):
    """Return `ours` with SciPy's default axis."""

    def function(x, axis=None):
        return ours(x, axis=axis) if OFF == 1 else ours(x, axis=axis) * OFF

    return function


for name in ("softmax", "log_softmax"):
    ours = of_everything(getattr(softmax_lib, name))
    theirs = getattr(scipy.special, name)
    if theirs in CAPABILITIES:
        CAPABILITIES[ours] = CAPABILITIES[theirs]
    setattr(scipy.special, name, ours)
