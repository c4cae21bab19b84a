"""How well, and how fast, the classifiers learn: 125 animals, and rows per second beside others."""

import os
import sys
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks import _training_accuracy as accuracy
from benchmarks import _training_speed as speed
from benchmarks._contestants import Disagreement, installed, missing
from benchmarks._report import load, machine, parser, tell, versions
from benchmarks._timing import interleave, ratio
from benchmarks._training_report import report

PARTS = ("accuracy", "throughput")


def run(options):
    """Return all that was measured, as it goes into the JSON file."""
    contestants, models = installed(speed.CONTESTANTS), installed(accuracy.MODELS)
    before = load()
    with threads(options.threads):
        found = {
            "accuracy": accuracies(models, options) if "accuracy" in options.part else [],
            "throughput": throughput(contestants, options) if "throughput" in options.part else [],
        }
    return {
        "machine": machine(),
        "versions": versions(package for package, _ in contestants.values()),
        "threads": options.threads,
        "load": [before, load()],
        "missing": missing(speed.CONTESTANTS | accuracy.MODELS, contestants | models),
        "pictures": options.pictures,
        **found,
    }


def accuracies(models, options):
    """Return for each model what it reached; the weights of the network are kept if asked for."""
    found = []
    for name in models:
        shipped = options.weights and models[name][0] == "torch"
        keep = (lambda model: model.save(options.weights)) if shipped else (lambda model: None)
        found.append(
            {"name": name, **accuracy.measure(name, options.seeds, options.pictures, keep)}
        )
    return found


def throughput(contestants, options):
    """Return for each case the median rows per second, and how many times as fast ours is."""
    rows = []
    for hidden, features, classes in speed.CASES:
        calls = speed.start(contestants, hidden, features, classes)
        times = interleave(calls, options.seconds)
        others = [name for name in times if name != "ours"]
        rows.append(
            {
                "hidden": list(hidden),
                "features": features,
                "classes": classes,
                "rounds": len(times["ours"]),
                "rows per second": {name: speed.ROWS / median(t) for name, t in times.items()},
                "ours is faster": {name: ratio(times[name], times["ours"]) for name in others},
            }
        )
    return rows


@contextmanager
def threads(n):
    """Let every library compute with `n` threads."""
    with import_module("threadpoolctl").threadpool_limits(n):
        if find_spec("torch"):
            import_module("torch").set_num_threads(n)
        yield


def main(arguments=None):
    """Measure and print; the exit status is 1 where results disagree."""
    known = parser("training", __doc__)
    known.add_argument("--weights", type=Path, metavar="FILE", help="keep the network of seed 0")
    known.add_argument("--part", choices=PARTS, nargs="+", default=PARTS, help="only this")
    known.add_argument("--seeds", type=int, default=3, help="how many, from 0")
    known.add_argument("--pictures", type=int, default=accuracy.LEARNT, help="of each drawing")
    known.add_argument("--threads", type=int, default=os.cpu_count(), help="for every library")
    known.add_argument("--seconds", type=float, default=20, help="for each line of throughput")
    options = known.parse_args(arguments)
    try:
        found = run(options)
    except Disagreement as error:
        return str(error)
    tell(found, report(found), options.out, "training")


if __name__ == "__main__":
    sys.exit(main())
