"""The still picture of the threshold's explorer."""

import numpy as np

from softmax_lib.functions import sigmoid
from softmax_lib.plots.explorers import bare
from softmax_lib.plots.figure import CLASS_COLOURS, INK, PAPER, DescribedFigure, minus


def threshold(T, score, x, p):
    """Show the threshold T on the sigmoid, the score where it lies, and who is above it."""
    figure = DescribedFigure(8.0, 3.8)
    curve, table = figure.subplots(1, 2, width_ratios=[1.9, 1])
    _curve(curve, T, score, x, p)
    _table(table, T, x, p)
    yes = int(np.sum(p > T))
    place = minus(f"{score:.2f}").replace("inf", "∞")
    curve.set_title(f"1  Threshold T = {T:.3f}, at score {place}")
    table.set_title(f"2  {yes} yes, {len(p) - yes} no")
    figure.description = (
        f"The sigmoid with the threshold {T:.3f}, which lies at score {place}. Of {len(p)} "
        f"examples on the curve, {yes} lie above it, which is a yes, and {len(p) - yes} do not."
    )
    return figure


def _curve(ax, T, score, x, p):
    """Draw the curve, the threshold across it, and a mark for each example."""
    limit = max(5, 1.2 * np.abs(x).max())
    line = np.linspace(-limit, limit, 401)
    turn = np.clip(score, -limit, limit)
    ax.fill_between((turn, limit), T, 1, color=CLASS_COLOURS[1], alpha=0.12, linewidth=0)
    ax.plot(line, sigmoid(line), color=INK, linewidth=2)
    ax.hlines(T, -limit, limit, color=INK, linewidth=1)
    ax.vlines(turn, 0, 1, color=INK, linewidth=1, linestyle=":")
    for score_of_one, share in zip(x, p, strict=True):
        _mark(ax, score_of_one, share, share > T)
    ax.set(yticks=(0, 0.5, 1), xticks=(-limit, 0, limit), xlim=(-limit, limit))
    ax.set_xlabel("score")
    bare(ax)


def _mark(ax, x, y, yes):
    """Draw a yes as a filled square, a no as a hollow circle."""
    if yes:
        ax.plot(x, y, "s", color=CLASS_COLOURS[1], markeredgecolor=PAPER, markersize=9)
    else:
        ax.plot(x, y, "o", color=PAPER, markeredgecolor=INK, markersize=8)


def _table(ax, T, x, p):
    """Write a row for each example: its score, its p, and the answer."""
    for row, (score, share) in enumerate(zip(x, p, strict=True)):
        ax.text(0.25, row, minus(f"{score:.2f}"), ha="right", va="center_baseline")
        ax.text(0.55, row, f"{share:.3f}", ha="right", va="center_baseline")
        _mark(ax, 0.68, row, share > T)
        ax.text(0.76, row, "yes" if share > T else "no", va="center_baseline")
    ax.text(0.25, -1, "score", ha="right", va="center_baseline")
    ax.text(0.55, -1, "p", ha="right", va="center_baseline")
    ax.set(xlim=(0, 1), ylim=(len(x) - 0.5, -1.5), xticks=(), yticks=())
    bare(ax)
