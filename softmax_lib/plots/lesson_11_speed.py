"""Figures of lesson 11 on speed: the roof of a machine with those below it, and growing times."""

import numpy as np

from softmax_lib.growth import TITLES
from softmax_lib.plots.figure import INK, MARKS, PALETTE, DescribedFigure

LINES = {"cpu": "-", "gpu": "--"}


def roofline(roofs, points):
    """Draw the roof of each kind of device, and each point under it, on logarithmic axes."""
    figure = DescribedFigure(width=7, height=4.4)
    ax = figure.subplots()
    for kind, roof in roofs.items():
        draw_roof(ax, kind, roof)
    names = list(dict.fromkeys(label(point, roofs) for point in points))
    for point in points:
        draw_point(ax, point, names, label(point, roofs))
    ax.plot([], [], "o", color=INK, fillstyle="none", label="hollow: loss and gradient")
    slowest, highest = min(p.rate for p in points), max(roof.rate for roof in roofs.values())
    ax.set_ylim(slowest / 2e9, 5 * highest / 1e9)  # or a title covers the words above the roof
    ax.set(xlabel="operations per byte", ylabel="10⁹ operations per second")
    ax.set_title("How fast it is, and how fast it could be")
    ax.legend(fontsize=10, loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    figure.description = f"{described(roofs)} {shares(roofs, points)}"
    return figure


def draw_roof(ax, kind, roof):
    """Draw the limits of one kind of device, and name them."""
    x = np.array([0.3, roof.ridge, 3 * roof.ridge])
    y = [roof.at(intensity) / 1e9 for intensity in x]
    ax.loglog(x, y, LINES[kind], color=INK, linewidth=2, label=f"roof of the {kind.upper()}")
    ax.annotate("memory", (x[1] / 3, y[1] / 2), ha="right", fontsize=10)
    ax.annotate("arithmetic", (1.1 * x[1], 1.3 * y[1]), fontsize=10)


def draw_point(ax, point, names, name):
    """Draw a point with the mark and the colour of its name."""
    k, filled = names.index(name) % len(MARKS), point.function == "softmax"
    fill, shown = ("full", name) if filled else ("none", None)
    look = {"color": PALETTE[k], "markersize": 8, "fillstyle": fill, "label": shown}
    ax.plot(point.work.intensity, point.rate / 1e9, MARKS[k], **look)


def label(point, roofs):
    """Return the name of a point, with its device where there are two."""
    return point.name if len(roofs) == 1 else f"{point.name}, {point.kind.upper()}"


def described(roofs):
    """Return the roofs in words."""
    return " ".join(
        f"The roof of the {kind.upper()} rises by {roof.bandwidth / 1e9:.0f} GB/s and is level "
        f"from {roof.ridge:.1f} operations per byte on, at {roof.rate / 1e9:.0f} · 10⁹ per second."
        for kind, roof in roofs.items()
    )


def shares(roofs, points):
    """Return in words how much of what is possible each point reaches."""
    reached = (
        f"{point.function}, {label(point, roofs)}: "
        f"{point.rate / roofs[point.kind].at(point.work.intensity):.0%}"
        for point in points
    )
    return f"Of what the roof allows is reached by {'; '.join(reached)}."


def growth(sizes, seconds):
    """Draw the time of one call against rows, classes and units, a line for each device."""
    figure = DescribedFigure(width=7, height=3.4)
    panels = figure.subplots(1, len(sizes), sharey=True)
    for ax, (what, n) in zip(panels, sizes.items(), strict=True):
        for k, (place, times) in enumerate(seconds[what].items()):
            ax.loglog(n, np.multiply(times, 1000), MARKS[k] + "-", color=PALETTE[k], label=place)
        ax.set(xlabel=what)
        ax.set_title(TITLES[what].replace(", ", ",\n"), fontsize=10)
    panels[0].set_ylabel("milliseconds")
    handles, names = panels[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=2, fontsize=10, frameon=False)
    figure.description = "Time of one call on logarithmic axes. " + " ".join(
        f"From {n[0]} to {n[-1]} {what} it grows, {place}, from {1000 * times[0]:.2g} to "
        f"{1000 * times[-1]:.2g} ms."
        for what, n in sizes.items()
        for place, times in seconds[what].items()
    )
    return figure
