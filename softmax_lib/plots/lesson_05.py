"""The figures of lesson 05: where exp ends, and which numbers of a batch compete."""

import numpy as np

from softmax_lib.functions import softmax
from softmax_lib.plots.figure import ANIMALS, INK, PALETTE, PAPER, DescribedFigure

FLOATS = (np.float16, np.float32, np.float64)
ENDS = {"0": PALETTE[9], "positive": PAPER, "inf": PALETTE[3]}
LENS = (707.6, 710.9)


def thermometer(softmax_in_doubt):
    """Show where exp underflows and overflows, by type, and what [c, c, c] gives near the top."""
    figure = DescribedFigure(6.4, 6.2)
    figure.get_layout_engine().set(hspace=0.08)
    scales, lens = figure.subplots(2, 1, height_ratios=(1.15, 1))
    limits = [_scale(scales, row, kind) for row, kind in enumerate(FLOATS)]
    scales.set_yticks(range(3), [kind.__name__ for kind in FLOATS])
    scales.set_xscale("symlog", linthresh=5)
    ticks = (-1000, -100, -10, 0, 10, 100, 1000)
    scales.set_xticks(ticks, [f"{tick}".replace("-", "−") for tick in ticks])
    scales.set(xlim=(-3000, 3000), ylim=(-0.5, 2.75), xlabel="score z")
    scales.grid(visible=False)
    scales.set_title("What the computer makes of exp(z)")
    sums = _lens(lens, softmax_in_doubt)
    ends = "; ".join(
        f"{kind.__name__} 0 below {low:.2f}, inf above {high:.2f}"
        for kind, (low, high) in zip(FLOATS, limits, strict=True)
    )
    figure.description = (
        f"Above, where exp is 0 or infinite: {ends}. Below, float64 near the top: the results for "
        f"three equal scores c sum to {sums}; the silent zone is from 708.68 to 709.78."
    )
    return figure


def _scale(ax, row, kind):
    """Draw the range of exp for one type of number; return its two ends."""
    info = np.finfo(kind)
    low = np.log(float(info.smallest_subnormal)) - np.log(2)  # half of it is rounded to 0
    high = np.log(float(info.max))
    edges = (-3000, low, high, 3000)
    for (name, colour), left, right in zip(ENDS.items(), edges, edges[1:], strict=False):
        hatch = {"0": "..", "inf": "//"}.get(name)
        style = {"height": 0.5, "color": colour, "edgecolor": INK, "hatch": hatch}
        ax.barh(row, right - left, left=left, linewidth=0.8, alpha=0.75, **style)
    for end in (low, high):
        ax.text(end, row + 0.3, f"{end:.2f}".replace("-", "−"), ha="center", va="bottom")
    for x, name in ((-1600, "0"), (0, "positive"), (1600, "inf")):
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}
        ax.text(x, row, name, ha="center", va="center", fontsize=11, bbox=box)
    return low, high


def _lens(ax, softmax_in_doubt):
    """Draw the sum of the results for [c, c, c] near 709; return it in words for three scores."""
    top = np.log(np.finfo(float).max)
    edges = (LENS[0], top - np.log(3), top, LENS[1])
    names = ("right", "zeros, no nan", "nan")
    colours = (PAPER, PALETTE[1], PALETTE[3])
    for name, colour, left, right in zip(names, colours, edges, edges[1:], strict=False):
        ax.axvspan(left, right, color=colour, alpha=0.3, linewidth=0)
        ax.text((left + right) / 2, 1.22, name, ha="center", va="center", weight="bold")
    for edge in edges[1:3]:
        ax.text(edge + 0.05, 0.82, f"{edge:.2f}", va="center", style="italic")
    scores = np.array([708, 709, 710])
    with np.errstate(all="ignore"):
        sums = [softmax_in_doubt(np.full(3, float(c))).sum() for c in scores]
    ax.hlines([1, 0], edges[:2], edges[1:3], color=INK, linewidth=2)
    ax.plot(scores[:2], sums[:2], "o", color=INK, markersize=9)
    ax.plot(scores[2], 0.5, "x", color=INK, markersize=10, markeredgewidth=3)
    for c, y, total in zip(scores, (1, 0, 0.5), sums, strict=True):
        place = (9, -20 if y == 1 else 9)
        ax.annotate(f"{c}: {total:.0f}", (c, y), place, textcoords="offset points")
    ax.set(xlim=LENS, ylim=(-0.15, 1.4), xlabel="c", ylabel="sum of the result")
    ax.set_yticks([0, 1])
    ax.set_title("Under a lens: naive softmax of [c, c, c], float64")
    ax.grid(visible=False)
    return ", ".join(f"{total:.0f} at {c}" for c, total in zip(scores, sums, strict=True))


def competitors(z):
    """Show which numbers of a batch compete: those of a row, of a column, or all of them."""
    figure = DescribedFigure(4.6, 6.8)
    panels = {"axis=−1": -1, "axis=0": 0, "no axis": None}
    said = []
    for ax, (title, axis) in zip(figure.subplots(3, 1), panels.items(), strict=True):
        p = softmax(z, axis=axis)
        _grid(ax, p, axis)
        ax.set_title(title)
        sums = ", ".join(f"{total:.2f}" for total in p.sum(axis=-1))
        winners = ", ".join(ANIMALS[k] for k in p.argmax(axis=-1))
        said.append(f"{title}: row sums {sums}, largest {winners}")
    figure.description = "Three softmaxes of one batch, drawings in rows. " + "; ".join(said) + "."
    return figure


def _grid(ax, p, axis):
    """Draw the numbers `p` in frames, one for each group that competes; row sums on the right."""
    n, k = p.shape
    for (row, column), share in np.ndenumerate(p):
        weight = "bold" if column == p[row].argmax() else "normal"
        ax.text(column, row, f"{share:.2f}", ha="center", va="center", weight=weight, fontsize=12)
    for row, total in enumerate(p.sum(axis=-1)):
        ax.text(k + 0.15, row, f"{total:.2f}", ha="center", va="center", style="italic")
    ax.text(k + 0.15, -0.75, "sum", ha="center", va="center", style="italic")
    for left, top, width, height, colour in _frames(n, k, axis):
        corner = (left - 0.44, top - 0.44)
        style = {"facecolor": (*colour, 0.2), "edgecolor": colour, "linewidth": 2.5}
        ax.add_patch(_rectangle(corner, width - 0.12, height - 0.12, style))
    for column, name in enumerate(ANIMALS):
        ax.text(column, -0.75, name, ha="center", va="center")
    ax.set(xlim=(-0.55, k + 0.55), ylim=(n - 0.4, -1.05), xticks=[])
    ax.set_yticks(range(n), [f"row {row}" for row in range(n)])
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)


def _frames(n, k, axis):
    """Return left, top, width, height and colour of each group that competes along `axis`."""
    colours = (PALETTE[4], PALETTE[5], PALETTE[9])
    if axis is None:
        return [(0, 0, k, n, colours[0])]
    if axis == 0:
        return [(column, 0, 1, n, colours[column]) for column in range(k)]
    return [(0, row, k, 1, colours[row]) for row in range(n)]


def _rectangle(corner, width, height, style):
    """Return a rectangle to add to a panel."""
    from matplotlib.patches import Rectangle

    return Rectangle(corner, width, height, **style)
