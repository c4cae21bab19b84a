"""Still pictures of the explorers, for pages without a kernel: GitHub, print, nbviewer."""

import numpy as np

from softmax_lib.functions import sigmoid
from softmax_lib.plots.figure import (
    ANIMALS,
    CLASS_COLOURS,
    INK,
    MARKS,
    QUIET,
    DescribedFigure,
    listed,
    minus,
)


def logits(z, p):
    """Show scores, their exponentials end to end, and the shares of one whole."""
    peak = z.max() if abs(z.max()) > 10 else 0  # exp of that would be huge, or tiny
    e = np.exp(z - peak)
    figure = DescribedFigure(8.0, 3.8)
    panels = figure.subplot_mosaic([["z", "e"], ["p", "p"]], height_ratios=[2.2, 1])
    score_rows(panels["z"], z)
    panels["z"].set_ylim(3.5, -0.6)  # beside the bars: three of them and their sum
    _end_to_end(panels["e"], e)
    power = "z" if peak == 0 else f"z {'-' if peak > 0 else '+'} {abs(peak):.2f}"
    panels["e"].set_title(f"2  Exponentials $e^{{{power}}}$")
    one_whole(panels["p"], p)
    panels["p"].set_title("3  Each divided by the sum: p")
    figure.description = (
        f"Scores {listed(z, 2)} of seal, panda and duck, their exponentials, and the probabilities "
        f"{listed(p, 3)}, which share one bar."
    )
    return figure


def two_classes(z, p):
    """Show two scores, the sigmoid at their difference, and the shares by softmax: one number."""
    gap = z[0] - z[1]
    figure = DescribedFigure(8.0, 3.8)
    panels = figure.subplot_mosaic([["z", "s"], ["p", "p"]], height_ratios=[2.2, 1])
    score_rows(panels["z"], z)
    panels["z"].set_title(f"1  Two scores, {minus(f'{gap:.2f}')} apart")
    x = np.linspace(-2, 2, 201) * _reach(z)
    panels["s"].plot(x, sigmoid(x), color=INK, linewidth=2)
    panels["s"].plot(gap, sigmoid(gap), "o", color=CLASS_COLOURS[0], markersize=9)
    panels["s"].set(xticks=(x[0], 0, x[-1]), yticks=(0, 0.5, 1))
    panels["s"].set_title(minus(f"2  The sigmoid of {gap:.2f} is {sigmoid(gap):.3f}"))
    one_whole(panels["p"], p)
    panels["p"].set_title(f"3  Softmax of both: also {p[0]:.3f}")
    figure.description = (
        f"Scores {listed(z, 2)} of seal and panda; the sigmoid of their difference "
        f"{minus(f'{gap:.2f}')} is {sigmoid(gap):.3f}; softmax gives {listed(p, 3)}."
    )
    return figure


def score_rows(ax, z):
    """Draw a row for each score: an axis, the animal's mark, the number at the right."""
    limit = _reach(z)
    for k, score in enumerate(z):
        ax.plot((-limit, limit), (k, k), color="#b9b6ae", linewidth=1.5, zorder=1)
        ax.plot(score, k, MARKS[k], color=CLASS_COLOURS[k], markersize=11)
        ax.text(limit * 1.1, k, minus(f"{score:.2f}"), va="center")
    ax.set(xlim=(-limit * 1.05, limit * 1.5), ylim=(len(z) - 0.4, -0.6), xticks=(-limit, 0, limit))
    ax.set_yticks(range(len(z)), ANIMALS[: len(z)])
    ax.set_title("1  Scores z")
    bare(ax)


def _end_to_end(ax, e):
    """Draw the exponentials as bars, each where the one before it ends, and their sum."""
    ends = np.cumsum(e)
    for k, (value, end) in enumerate(zip(e, ends, strict=True)):
        for row in (k, 3):
            ax.barh(row, value, left=end - value, height=0.5, color=CLASS_COLOURS[k])
        ax.text(end + 0.02 * ends[-1], k, minus(f"{value:.3g}"), va="center")
    ax.text(1.02 * ends[-1], 3, f"sum {ends[-1]:.3g}", va="center", weight="bold")
    ax.set(xlim=(0, 1.3 * ends[-1]), ylim=(3.5, -0.6), yticks=())
    bare(ax)


def one_whole(ax, p):
    """Draw shares as parts of one bar, each named above it."""
    for k, (share, end) in enumerate(zip(p, np.cumsum(p), strict=True)):
        ax.barh(0, share, left=end - share, height=0.8, color=CLASS_COLOURS[k], edgecolor="white")
        place = 0.01 + k / len(p)
        ax.plot(place, 0.85, MARKS[k], color=CLASS_COLOURS[k], markersize=8)
        ax.text(place + 0.015, 0.85, f"{ANIMALS[k]} {share:.3f}", va="center_baseline")
    ax.set(xlim=(0, 1), ylim=(-0.45, 1.2), yticks=(), xticks=())
    bare(ax)


def bare(ax):
    """Take away what a picture with direct labels does not need."""
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, labelsize=11, colors=QUIET)


def _reach(z):
    """Return how far the axis of the scores goes: 5, or a round number above the largest."""
    largest = max(5, np.abs(z).max())
    power = 10 ** np.floor(np.log10(largest))
    return next(d * power for d in (1, 2, 5, 10) if d * power >= largest * (1 - 1e-12))
