"""How fast our softmax is beside SciPy's, and beside those of scikit-learn, PyTorch and JAX."""

import math
import sys
from functools import partial
from importlib import import_module
from statistics import median

import numpy as np
from tqdm import tqdm

from benchmarks._contestants import (
    CONTESTANTS,
    Disagreement,
    compiles,
    installed,
    missing,
    start,
)
from benchmarks._report import machine, parser, tell, versions
from benchmarks._softmax_report import report
from benchmarks._timing import geometric_mean, interleave, peak_memory, ratio
from softmax_lib import cross_entropy_and_grad
from softmax_lib.devices import HOST
from softmax_lib.rates import measured_roof, silenced
from softmax_lib.roofline import softmax_work

SHAPES = [(1, 3), (64, 10), (4096, 10), (1000, 1000), (256, 50257)]
DTYPES = ["float32", "float64"]
ON_NUMPY = ["ours", "SciPy", "scikit-learn"]  # one thread, and NumPy tells how much memory it takes


def run(contestants, shapes, seconds):
    """Return all that was measured, as it goes into the JSON file."""
    copy = measured_roof(HOST, rounds=9).bandwidth
    cases = [(shape, dtype) for shape in shapes for dtype in DTYPES]
    progress = tqdm(cases, leave=False, disable=None)  # none where nobody watches
    rows = [measure(contestants, *case, copy, seconds) for case in progress]
    return {
        "machine": machine(),
        "versions": versions(package for package, _ in contestants.values()),
        "copy bandwidth": copy,
        "threads": threads(contestants),
        "missing": missing(CONTESTANTS, contestants),
        "rows": rows,
        "ours/SciPy": summary(rows),
        "peak memory": memory(contestants, max(shapes, key=math.prod)),
    }


def measure(contestants, shape, dtype, copy, seconds):
    """Return one row: the median times of all, the ratio of ours to SciPy's, and our rate."""
    times = take_turns(start(contestants, scores(shape, dtype)), seconds)
    rate = softmax_work(*shape, np.dtype(dtype).itemsize).bytes / median(times["ours"])
    return {
        "shape": list(shape),
        "dtype": dtype,
        "rounds": len(times["ours"]),
        "seconds": {name: median(t) for name, t in times.items()},
        "fastest round": {name: min(times[name]) for name in times if name in ON_NUMPY},
        "ours/SciPy": ratio(times["ours"], times["SciPy"]),
        "bytes per second": rate,
        "share of copy": rate / copy,
    }


def take_turns(calls, seconds):
    """Return the times of all calls; first those on NumPy take turns, and then the others.

    A thread of PyTorch spins for a while after its work, and would slow a neighbour on NumPy down.
    """
    on_numpy = {name: call for name, call in calls.items() if name in ON_NUMPY}
    threaded = {name: call for name, call in calls.items() if name not in ON_NUMPY}
    groups = [group for group in (on_numpy, threaded) if group]
    times = [interleave(group, seconds / len(groups)) for group in groups]
    return {name: t for group in times for name, t in group.items()}


def scores(shape, dtype):
    """Return random scores, the same in every run."""
    return np.random.default_rng(0).normal(size=shape).astype(dtype)


def summary(rows):
    """Return the geometric mean and the largest of the ratios."""
    ratios = [row["ours/SciPy"] for row in rows]
    return {"geometric mean": geometric_mean(ratios), "largest": max(ratios)}


def memory(contestants, shape):
    """Return the peak memory of those that calculate with NumPy, as a multiple of the input's."""
    z = scores(shape, "float32")
    calls = {name: make(z) for name, (_, make) in contestants.items() if name in ON_NUMPY}
    y = np.random.default_rng(0).integers(shape[1], size=shape[0])
    calls["our loss and gradient"] = partial(cross_entropy_and_grad, z, y)
    peaks = {name: peak_memory(call) / z.nbytes for name, call in calls.items()}
    return {"shape": list(shape), "dtype": "float32", "times the input": peaks}


def threads(contestants):
    """Return in words how many threads each library uses."""
    words = ["NumPy, SciPy and scikit-learn: 1"]
    if "PyTorch" in contestants:
        words.append(f"PyTorch: {import_module('torch').get_num_threads()}")
    if "JAX" in contestants:
        words.append("JAX: at most one per core")
    return "; ".join(words)


def main(arguments=None):
    """Measure and print; the exit status is 1 where results disagree."""
    known = parser("softmax", __doc__)
    known.add_argument("--shape", type=int, nargs=2, action="append", metavar=("ROWS", "CLASSES"))
    known.add_argument("--seconds", type=float, default=1.5, help="for each line of the table")
    options = known.parse_args(arguments)
    contestants = installed(CONTESTANTS)
    if "SciPy" not in contestants:
        return "SciPy is what ours is compared with: python3 course.py bench softmax installs it."
    if "ours compiled" in contestants and not compiles():
        del contestants["ours compiled"]
    try:
        with silenced():
            found = run(contestants, options.shape or SHAPES, options.seconds)
    except Disagreement as error:
        return str(error)
    tell(found, report(found), options.out, "softmax")


if __name__ == "__main__":
    sys.exit(main())
