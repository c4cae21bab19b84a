"""How the training benchmark tells what it found, as Markdown."""

from statistics import mean

from benchmarks._report import header, loads, markdown


def report(found):
    """Return what was found: the conditions, the accuracies and the throughput."""
    parts = (conditions(found), accuracies(found), throughput(found))
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part)))


def conditions(found):
    """Yield the lines that say what was measured with, and where."""
    yield from header(found)
    yield f"- Threads: {found['threads']}"
    yield from loads(found)


def accuracies(found):
    """Yield the table of the accuracies, the means of all seeds and their extremes."""
    if not found["accuracy"]:
        return
    yield "125 animals, drawn by an artist never learnt from (Twemoji). Learnt from: the eight"
    yield f"other styles, {found['pictures']} augmented pictures of each drawing, the same in all"
    yield "epochs. SoftmaxClassifier reads colours and outlines of 16×16 points; ConvClassifier"
    yield "reads 32×32 and augments each picture anew whenever it comes up. Tested on 40 augmented"
    yield "pictures of each drawing. Means of the seeds, least and largest in brackets. ECE in 15"
    yield "bins. The temperature T is fitted on drawings in colours by the other artists, each of"
    yield "whom was in turn held out from a model that learnt from the rest, never on Twemoji."
    yield ""
    titles = [
        "model",
        "seeds",
        "top-1",
        "top-5",
        "T",
        "ECE before",
        "after",
        "seconds to fit",
        "CPU seconds",
    ]
    yield markdown(titles, [accuracy_cells(entry) for entry in found["accuracy"]])


def accuracy_cells(entry):
    """Return one line of the table of accuracies."""
    shares = [extremes(entry["runs"], name, ".3f") for name in ("top-1", "top-5")]
    errors = [extremes(entry["runs"], f"ECE {when}", ".3f") for when in ("before", "after")]
    times = [f"{mean(run[t] for run in entry['runs']):.0f}" for t in ("seconds", "CPU seconds")]
    seeds, T = str(len(entry["runs"])), f"{entry['temperature']:.2f}"
    return [entry["name"], seeds, *shares, T, *errors, *times]


def extremes(runs, name, digits):
    """Return the mean, and in brackets the least and the largest, of what stands under `name`."""
    values = [run[name] for run in runs]
    return f"{mean(values):{digits}} ({min(values):{digits}} – {max(values):{digits}})"


def throughput(found):
    """Yield the table of the rows learnt from per second, and ours as a multiple of the others."""
    if not found["throughput"]:
        return
    yield "Rows per second while learning, batches of 64, float32: medians of rounds in which all"
    yield "take turns. In brackets: how many times as fast ours is, the median of the ratios within"
    yield "the rounds."
    yield ""
    yield markdown(
        ["features → classes", *found["throughput"][0]["rows per second"]],
        [speed_cells(row) for row in found["throughput"]],
    )


def speed_cells(row):
    """Return one line of the table of throughput."""
    cells = []
    for name, speed in row["rows per second"].items():
        times = f" ({row['ours is faster'][name]:.2f} ×)" if name in row["ours is faster"] else ""
        cells.append(f"{speed:,.0f}{times}")
    return [widths(row), *cells]


def widths(row):
    """Return the features, hidden units and classes of a network in words."""
    return " → ".join(map(str, (row["features"], *row["hidden"], row["classes"])))
