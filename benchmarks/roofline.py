"""How near softmax comes to the limits of this machine, and how its time grows with the work."""

import sys

from benchmarks._report import duration, header, machine, markdown, parser, tell, versions
from softmax_lib import growth, rates

PACKAGES = ("numpy", "torch", "triton", "cupy", "jax")
PER = {  # what a time is divided by, in words, and how much of it there is for each of the sizes
    "rows": ("per row", 1),
    "classes": ("per row and 1000 classes", 64 / 1000),  # 64 rows
    "units": ("per unit", 1),
}


def run(rounds):
    """Return all that was measured: roofs, points, what is missing, and the times of growth."""
    roofs, points, missing = rates.measure(rounds)
    return {
        "machine": machine(),
        "versions": versions(PACKAGES),
        "rounds": rounds,
        "roofs": roofs,
        "points": points,
        "missing": missing,
        "sizes": growth.SIZES,
        "seconds": growth.measure(rates.places(), rounds),
    }


def report(found):
    """Return what was found as Markdown."""
    lines = [
        *header(found),
        f"- The median of {found['rounds']} rounds; in the first table all on a device take turns",
        "- JAX compiles our function; NumPy and PyTorch run it line by line, unless said otherwise",
        *(f"- {limits(kind, roof)}" for kind, roof in found["roofs"].items()),
        "",
        "The bytes are the fewest possible: each score read once, each result written once.",
        "",
        roof_table(found["roofs"], found["points"]),
    ]
    for what, by_place in found["seconds"].items():
        title = f"Time against {what}: {growth.TITLES[what]}"
        lines += ["", title, "", times_table(what, by_place)]
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
    """Return the times on each device, whole and in parts, a line for each size."""
    part, parts = PER[what]
    titles = [what, *(title for place in by_place for title in (place, part))]
    rows = [
        [f"{n:,}", *(duration(t[k] / m) for t in by_place.values() for m in (1, n * parts))]
        for k, n in enumerate(growth.SIZES[what])
    ]
    return markdown(titles, rows)


def main(arguments=None):
    """Measure and print."""
    known = parser("roofline", __doc__)
    known.add_argument("--rounds", type=int, default=9, help="of which the median counts")
    options = known.parse_args(arguments)
    found = run(options.rounds)
    tell(found, report(found), options.out, "roofline")


if __name__ == "__main__":
    sys.exit(main())
