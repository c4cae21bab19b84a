"""How the softmax benchmark tells what it found, as Markdown."""

from benchmarks._report import duration, header, markdown, size


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
    yield '"GB/s" is of ours: each score read once, each result written once. "of copy" is its'
    yield "share of what a copy by NumPy moves; arrays that fit into a cache may exceed 100 %."
    yield "Short calls with threads (PyTorch, JAX) vary by several times from round to round."
    yield ""
    yield from header(found)
    yield f"- A copy reads and writes {found['copy bandwidth'] / 1e9:.1f} GB/s"
    yield f"- Threads: {found['threads']}"


def table(rows):
    """Return the rows as a Markdown table: ours, SciPy's, their ratio, and then the others."""
    ours, scipy, *others = rows[0]["seconds"]
    titles = ["scores", ours, "GB/s", "of copy", scipy, "ratio", *others]
    return markdown(titles, [cells(row) for row in rows])


def cells(row):
    """Return one line of the table."""
    ours, scipy, *others = map(duration, row["seconds"].values())
    rate = [f"{row['bytes per second'] / 1e9:.2f}", f"{row['share of copy']:.0%}"]
    return [size(row), ours, *rate, scipy, f"{row['ours/SciPy']:.2f}", *others]


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
        yield "The ratio bears this best: quote no times from this run."
