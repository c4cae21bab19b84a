"""How near softmax comes to the limits of this machine, and how its time grows with the work."""

import argparse
import platform
import sys
from dataclasses import asdict
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from benchmarks._report import duration, keep, machine, markdown
from softmax_lib import growth, rates

PACKAGES = ("numpy", "torch", "triton", "cupy")


def run(rounds):
    """Return all that was measured: roofs, points, what is missing, and the times of growth."""
    roofs, points, missing = rates.measure(rounds)
    return roofs, points, missing, growth.measure(rates.places(), rounds)


def report(roofs, points, missing, times, rounds):
    """Return what was found as Markdown."""
    names = {f"{n} {metadata.version(n)}" for n in PACKAGES if find_spec(n)}
    lines = [
        f"- {machine()}",
        f"- Python {platform.python_version()}, {', '.join(sorted(names))}",
        f"- The median of {rounds} rounds in which all on a device take turns",
        *(f"- {name}: not run: needs {need}" for name, need in missing.items()),
        *(f"- {limits(kind, roof)}" for kind, roof in roofs.items()),
        "",
        "The bytes are the fewest possible: each score read once, each result written once.",
        "",
        roof_table(roofs, points),
    ]
    for what, by_place in times.items():
        lines += [
            "",
            f"Time against {what}: {growth.TITLES[what]}",
            "",
            times_table(what, by_place),
        ]
    return "\n".join(lines)


def limits(kind, roof):
    """Return the roof of one kind of device in words."""
    return (
        f"{kind.upper()}: a copy moves {roof.bandwidth / 1e9:.1f} GB/s, a product of float32 "
        f"matrices does {roof.rate / 1e9:.0f} · 10⁹ operations/s; they meet at "
        f"{roof.ridge:.1f} operations per byte"
    )


def roof_table(roofs, points):
    """Return who computes what in which time, and what share of the possible that is."""
    titles = ["function", "by", "device", "time", "operations/byte", "GB/s", "of the roof"]
    return markdown(titles, [roof_row(point, roofs[point.kind]) for point in points])


def roof_row(point, roof):
    """Return one line of the table."""
    bandwidth = point.work.bytes / point.seconds / 1e9
    share = point.rate / roof.at(point.work.intensity)
    intensity = f"{point.work.intensity:.2f}"
    device = point.kind.upper()
    named = [point.function, point.name, device, duration(point.seconds)]
    return [*named, intensity, f"{bandwidth:.2f}", f"{share:.1%}"]


def times_table(what, by_place):
    """Return the times on each device, a line for each size."""
    sizes = growth.SIZES[what]
    rows = [
        [f"{n:,}", *(duration(times[k]) for times in by_place.values())]
        for k, n in enumerate(sizes)
    ]
    return markdown([what, *by_place], rows)


def draw(folder, roofs, points, times):
    """Write both figures as PNG into `folder`."""
    from softmax_lib.plots import lesson_11_speed

    folder.mkdir(parents=True, exist_ok=True)
    figures = {
        "roofline.png": lesson_11_speed.roofline(roofs, points),
        "growth.png": lesson_11_speed.growth(growth.SIZES, times),
    }
    for name, figure in figures.items():
        (folder / name).write_bytes(figure._repr_png_())


def as_found(roofs, points, missing, times):
    """Return what was found as a JSON file holds it."""
    return {
        "machine": machine(),
        "roofs": {kind: asdict(roof) for kind, roof in roofs.items()},
        "points": [asdict(point) for point in points],
        "missing": missing,
        "sizes": growth.SIZES,
        "seconds": times,
    }


def main(arguments=None):
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="course.py bench roofline", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers here, too")
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="draw two figures here, too")
    parser.add_argument("--rounds", type=int, default=9, help="of which the median counts")
    options = parser.parse_args(arguments)
    roofs, points, missing, times = run(options.rounds)
    keep(as_found(roofs, points, missing, times), options.json)
    if options.plots:
        draw(options.plots, roofs, points, times)
    print(report(roofs, points, missing, times, options.rounds))


if __name__ == "__main__":
    sys.exit(main())
