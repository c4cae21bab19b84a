"""How fast our softmax is beside SciPy's, and beside those of scikit-learn, PyTorch and JAX."""

import argparse
import math
import platform
import sys
from importlib import import_module
from pathlib import Path
from statistics import median

import numpy as np
from tqdm import tqdm

from benchmarks._contestants import CONTESTANTS, Disagreement, installed, start
from benchmarks._report import keep, machine, report
from benchmarks._timing import geometric_mean, interleave, peak_memory, ratio

SHAPES = [(1, 3), (64, 10), (4096, 10), (1000, 1000), (256, 50257)]
DTYPES = ["float32", "float64"]
ON_NUMPY = ["ours", "SciPy", "scikit-learn"]  # one thread, and NumPy tells how much memory it takes


def run(contestants, shapes, seconds):
    """Return all that was measured, as it goes into the JSON file."""
    cases = [(shape, dtype) for shape in shapes for dtype in DTYPES]
    progress = tqdm(cases, leave=False, disable=None)  # none where nobody watches
    rows = [measure(contestants, *case, seconds) for case in progress]
    return {
        "machine": machine(),
        "versions": versions(contestants),
        "threads": threads(contestants),
        "missing": [name for name in CONTESTANTS if name not in contestants],
        "rows": rows,
        "ours/SciPy": summary(rows),
        "peak memory": memory(contestants, max(shapes, key=math.prod)),
    }


def measure(contestants, shape, dtype, seconds):
    """Return one row: the median times of all contestants, and the ratio of ours to SciPy's."""
    times = take_turns(start(contestants, scores(shape, dtype)), seconds)
    return {
        "shape": list(shape),
        "dtype": dtype,
        "rounds": len(times["ours"]),
        "seconds": {name: median(t) for name, t in times.items()},
        "fastest round": {name: min(t) for name, t in times.items()},
        "ours/SciPy": ratio(times["ours"], times["SciPy"]),
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
    peaks = {name: peak_memory(call) / z.nbytes for name, call in calls.items()}
    return {"shape": list(shape), "dtype": "float32", "times the input": peaks}


def versions(contestants):
    """Return the versions of Python and of the packages that take part."""
    packages = dict.fromkeys(package for package, _ in contestants.values())
    found = {package: import_module(package).__version__ for package in packages}
    return {"Python": platform.python_version()} | found


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
    parser = argparse.ArgumentParser(prog="course.py bench softmax", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers here, too")
    parser.add_argument("--shape", type=int, nargs=2, action="append", metavar=("ROWS", "CLASSES"))
    parser.add_argument("--seconds", type=float, default=1.5, help="for each line of the table")
    options = parser.parse_args(arguments)
    contestants = installed(CONTESTANTS)
    if "SciPy" not in contestants:
        return "SciPy is what ours is compared with: python3 course.py bench softmax installs it."
    try:
        found = run(contestants, options.shape or SHAPES, options.seconds)
    except Disagreement as error:
        return str(error)
    keep(found, options.json)
    print(report(found))


if __name__ == "__main__":
    sys.exit(main())
