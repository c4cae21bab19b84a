"""How a benchmark tells what it found: the machine, readable times, and a Markdown table."""

import json
import os
import platform
import subprocess
from pathlib import Path

UNITS = {"s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}


def report(found):
    """Return what was found as Markdown: the conditions, the table, and what follows from it."""
    ratios = found["ours/SciPy"].items()
    peaks = found["peak memory"]
    multiples = ", ".join(f"{name} {x:.2f}" for name, x in peaks["times the input"].items())
    lines = [
        *conditions(found),
        "",
        table(found["rows"]),
        "",
        "Ratio ours/SciPy: " + ", ".join(f"{name} {x:.2f}" for name, x in ratios),
        f"Peak memory on {size(peaks)}, as a multiple of the input: {multiples}",
        *disturbances(found["rows"]),
    ]
    return "\n".join(lines)


def conditions(found):
    """Yield the lines that say what was measured, with what, and where."""
    yield "Softmax along the last axis: time per call, the median of rounds in which those on NumPy"
    yield "take turns; then those with threads, which would disturb the others, do the same."
    yield '"ratio" is ours/SciPy, the median of the ratios within a round: below 1, ours is faster.'
    yield ""
    yield f"- {found['machine']}"
    yield "- " + ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    yield f"- Threads: {found['threads']}"
    if found["missing"]:
        yield f"- Not installed, so left out: {', '.join(found['missing'])}"


def table(rows):
    """Return the rows as a Markdown table, ours and SciPy's first and their ratio beside them."""
    names = list(rows[0]["seconds"])
    titles = ["scores", *names[:2], "ratio", *names[2:]]
    return markdown(titles, [cells(row) for row in rows])


def cells(row):
    """Return one line of the table."""
    ours, scipy, *others = map(duration, row["seconds"].values())
    return [size(row), ours, scipy, f"{row['ours/SciPy']:.2f}", *others]


def size(row):
    """Return a shape and a precision in words."""
    return f"{'×'.join(map(str, row['shape']))} {row['dtype']}"


def disturbances(rows):
    """Yield a sentence where the medians tell of other work on the machine."""
    slowed = [
        (row["seconds"][name] / fastest, f"{name}, {size(row)}")
        for row in rows
        for name, fastest in row["fastest round"].items()
    ]
    worst, where = max(slowed)
    if worst > 2:
        yield f"The machine was busy: a median is up to {worst:.0f} × the fastest round ({where})."
        yield "The ratio bears this best, threads bear it worst: quote no times from this run."


def keep(found, path):
    """Write what was measured as JSON to `path`, if there is one."""
    if path:
        path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def machine():
    """Return the system, the processor and the number of its cores, in words."""
    return f"{platform.system()} on {processor()}, {os.cpu_count()} cores"


def processor():
    """Return the name of the processor, or at least its kind."""
    try:
        if platform.system() == "Linux":
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            return next(line.split(": ")[1] for line in lines if line.startswith("model name"))
        if platform.system() == "Darwin":
            command = ["sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except (OSError, StopIteration):
        pass  # Linux on ARM names no model
    return platform.processor() or platform.machine()


def duration(seconds):
    """Return a time with three digits and the unit that suits it."""
    fits = (name for name in UNITS if seconds >= 0.9995 * UNITS[name])  # 999.5 µs is 1.00 ms
    unit = next(fits, "ns")
    return f"{seconds / UNITS[unit]:#.3g}".rstrip(".") + f" {unit}"


def markdown(titles, rows):
    """Return a Markdown table that is in line in a terminal, too: numbers stand to the right."""
    widths = [max(map(len, column)) for column in zip(titles, *rows, strict=True)]
    dashes = ["-" * (width - 1) + ":" for width in widths]
    return "\n".join(
        "| " + " | ".join(c.rjust(width) for c, width in zip(line, widths, strict=True)) + " |"
        for line in (titles, dashes, *rows)
    )
