"""How the GPU benchmark tells what it found, as Markdown."""

from benchmarks._report import duration, header, markdown, size

TITLES = {
    "softmax": "Softmax along the last axis:",
    "loss": "Cross-entropy and its gradient with respect to the scores:",
}


def report(found):
    """Return what was found: the conditions, and for each function its tables."""
    lines = [*conditions(found), ""]
    for name, title in TITLES.items():
        lines += [title, "", table(found[name]), "", *summary(found[name]), ""]
    return "\n".join(lines).rstrip()


def conditions(found):
    """Yield the lines that say what was measured, with what, and where."""
    yield "Time per call by the clock of the GPU, the median of rounds in which all take turns,"
    yield 'each with a cold cache. "of copy" is the rate at which our kernel moves bytes, as a'
    yield "share of that of a copy: one read and one write per score, and a second read where a row"
    yield "is longer than a block. What the cache spares of a second read is not taken off, so that"
    yield 'a share may exceed 100 %. "–": too little memory.'
    yield ""
    yield f"- {found['gpu']}; a copy reads and writes {found['copy bandwidth'] / 1e9:.0f} GB/s"
    yield from header(found)
    yield f"- Rounds: {found['rounds']}"


def table(rows):
    """Return the rows as a Markdown table, ours and its share of the copy bandwidth first."""
    if not rows:
        return "Nothing fits into the memory of this GPU."
    ours, *others = rows[0]["seconds"]
    return markdown(["scores", ours, "of copy", *others], [cells(row) for row in rows])


def cells(row):
    """Return one line of the table."""
    ours, *others = ("–" if s is None else duration(s) for s in row["seconds"].values())
    return [size(row), ours, f"{row['share of copy']:.0%}", *others]


def summary(rows):
    """Yield the extremes over all rows: share, ratios, errors and memory."""
    if not rows:
        return
    yield f"- Share of the copy bandwidth, at least: {min(r['share of copy'] for r in rows):.0%}"
    yield f"- Time as a multiple of ours, from – to: {extremes(rows, 'times ours', '.2f')}"
    yield f"- Peak memory, as a multiple of the scores: {extremes(rows, 'peak', '.2f')}"
    for dtype in dict.fromkeys(row["dtype"] for row in rows):
        worst = max(row["errors"]["fused"] for row in rows if row["dtype"] == dtype)
        yield f"- Largest distance of ours from float64, relative in norm, {dtype}: {worst:.1e}"


def extremes(rows, key, digits):
    """Return for each contestant the least and the largest of what stands under `key`."""
    names = dict.fromkeys(name for row in rows for name in row[key])
    values = {name: [row[key][name] for row in rows if name in row[key]] for name in names}
    return ", ".join(f"{n} {min(v):{digits}} – {max(v):{digits}}" for n, v in values.items())
