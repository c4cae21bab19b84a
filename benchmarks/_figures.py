"""The figures of the benchmarks, made of what was found; their names are those of their files."""

from benchmarks._dot_plot import dot_plot
from benchmarks._report import shape
from benchmarks._training_report import widths
from softmax_lib.plots import lesson_11_speed


def softmax(found):
    """Draw the times of all as multiples of ours, a panel for each precision."""

    def times(row):
        ours = row["seconds"]["ours"]
        return {name: [t / ours] for name, t in row["seconds"].items() if name != "ours"}

    title = "Softmax: left of the line is faster than ours"
    return dot_plot(title, "time, as a multiple of ours", panels(found["rows"], times), "ours")


def gpu(found):
    """Draw what share of the copy bandwidth each reaches, by function and precision."""

    def shares(row):
        best = row["bytes moved"] / found["copy bandwidth"]
        return {name: [best / t] for name, t in row["seconds"].items() if t}

    drawn = panels(found["softmax"], shares, "softmax, ") | panels(found["loss"], shares, "loss, ")
    title = f"{found['gpu']}: the further right, the faster"
    return dot_plot(
        title, "bytes of our kernel per second, as a share of a copy's", drawn, "a copy"
    )


def panels(rows, values, heading=""):
    """Return a panel for each precision, in it the `values` of each row under its shape."""
    found = {}
    for row in rows:
        panel = found.setdefault(heading + row["dtype"], {})
        panel[shape(row)] = values(row)
    return found


def throughput(found):
    """Draw how fast the others learn beside ours; return None where that was not measured."""
    if not found["throughput"]:
        return None
    cases = {
        widths(row): {name: [1 / times] for name, times in row["ours is faster"].items()}
        for row in found["throughput"]
    }
    title = "Learning: left of the line is slower than ours"
    return dot_plot(title, "rows per second, as a multiple of ours", {"": cases}, "ours")


def accuracy(found):
    """Draw the accuracies of each model; return None where that was not measured."""
    if not found["accuracy"]:
        return None
    cases = {
        model["name"]: {kind: [run[kind] for run in model["runs"]] for kind in ("top-1", "top-5")}
        for model in found["accuracy"]
    }
    title = "125 animals by an unseen artist, a mark for each seed"
    figure = dot_plot(title, "share recognised", {"": cases})
    figure.axes[0].set_xscale("linear")
    return figure


def explorers(found):
    """Draw how long the moves of each explorer took."""
    cases = {
        row["name"]: {kind: [1000 * row[kind]] for kind in ("median", "worst")}
        for row in found["rows"]
    }
    title = "How soon an explorer answers"
    return dot_plot(title, "milliseconds from the mouse to the picture", {"": cases})


def roofline(found):
    """Draw the roof of this machine, and who is below."""
    return lesson_11_speed.roofline(found["roofs"], found["points"])


def growth(found):
    """Draw how the time grows."""
    return lesson_11_speed.growth(found["sizes"], found["seconds"])


FIGURES = {
    "softmax": [softmax],
    "training": [throughput, accuracy],
    "gpu": [gpu],
    "explorers": [explorers],
    "roofline": [roofline, growth],
}
