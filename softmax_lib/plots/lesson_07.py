"""The figures of lesson 07: one probability along a line of scores, one node against two."""

import numpy as np

from softmax_lib.functions import sigmoid
from softmax_lib.plots.figure import INK, PALETTE, PAPER, QUIET, DescribedFigure

RED = PALETTE[3]
WAYS = (("-", RED), ("--", INK))
LEVELS = [0.1, 0.25, 0.5, 0.9]


def level_lines(points):
    """Show the plane of two scores: one panda probability along each diagonal, `points` on one."""
    gap = points[0][1] - points[0][0]
    p1 = sigmoid(gap)
    limit = max(2, 1.1 * np.abs(points).max())
    figure = DescribedFigure(5.6, 5.4)
    ax = figure.subplots()
    z0, z1 = np.meshgrid(np.linspace(-limit, limit, 81), np.linspace(-limit, limit, 81))
    others = ax.contour(z0, z1, sigmoid(z1 - z0), LEVELS, colors=[QUIET])
    places = [(1.5, -0.7), (0.5, -0.6), (1.4, 1.4), (-0.9, 1.3)]
    ax.clabel(others, fmt=lambda p: f"{p:g}", fontsize=11, manual=places)
    start, end = max(-limit, -limit - gap), min(limit, limit - gap)
    ax.plot([start, end], [start + gap, end + gap], color=RED, linewidth=2.5)
    style = {"rotation": 45, "ha": "center", "va": "center", "weight": "bold"}
    x = start + 0.35 * limit
    ax.text(x, x + gap - 0.16 * limit, f"panda {p1:.3f}", color=RED, **style)
    names = [f"({_text(a)}, {_text(b)})" for a, b in points]
    for name, (a, b) in zip(names, points, strict=True):
        ax.plot(a, b, "o", color=INK, markersize=8)
        ax.annotate(name, (a, b), (-7, 6), textcoords="offset points", ha="right", fontsize=10)
    _centred(ax)
    ax.set_title("The panda's probability")
    figure.description = (
        "The plane of two scores. The panda's probability is the same along each diagonal: "
        f"{', '.join(f'{p:.3g}' for p in sorted([*LEVELS, p1]))} from lower right to upper left. "
        f"On the line {p1:.3f} lie the points {', '.join(names)}."
    )
    return figure


def _centred(ax):
    """Put the axes of the two scores through 0, with equal scales."""
    ax.axhline(0, color=INK, linewidth=0.8)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set(xlabel="seal's score $z_0$", ylabel="panda's score $z_1$", aspect="equal")


def one_step(z, slope):
    """Show a step against `slope`, with rate 1, from the scores `z`: for one node and for two."""
    figure = DescribedFigure(5.6, 5.2)
    ax = figure.subplots()
    ends = {"one node": (z[0], z[1] - slope[1]), "two nodes": (z[0] - slope[0], z[1] - slope[1])}
    gaps = [z[1] - z[0], *(b - a for a, b in ends.values())]
    for gap in gaps:
        ax.axline((0, gap), slope=1, color=QUIET, linestyle="--", linewidth=1)
        box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1}
        style = {"rotation": 45, "ha": "center", "va": "center", "fontsize": 11, "bbox": box}
        ax.text(-0.52, gap - 0.52, f"gap {gap:.2f}", **style)
    for (name, end), colour, side in zip(ends.items(), (INK, RED), (8, -8), strict=True):
        arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 2.5, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", end, z, arrowprops=arrow)
        style = {"ha": "left" if side > 0 else "right", "color": colour, "weight": "bold"}
        ax.annotate(name, end, (side, 6), textcoords="offset points", **style)
    ax.plot(*z, "o", color=INK, markersize=8)
    ax.annotate("start", z, (9, -4), textcoords="offset points", va="top")
    _centred(ax)
    ax.set(xlim=(-0.7, 0.4), ylim=(-0.05, 1.2))
    ax.set_title("One step, rate 1")
    first, second = (gap - gaps[0] for gap in gaps[1:])
    figure.description = (
        f"From the gap {gaps[0]:.4f}, one node goes straight up and its gap grows by {first:.4f}; "
        f"two nodes go up and to the left, and their gap grows by {second:.4f}."
    )
    return figure


def race(paths):
    """Show how the gap grows, step by step, for each of the named `paths`; the last one as dots."""
    figure = DescribedFigure(6.6, 4.2)
    ax = figure.subplots()
    *lines, (last, dots) = paths.items()
    for (name, gaps), (line, colour) in zip(lines, WAYS, strict=False):
        ax.plot(range(1, len(gaps) + 1), gaps, line, color=colour, linewidth=2.5, label=name)
    ax.plot(range(1, len(dots) + 1), dots, "o", color=INK, markersize=5, label=last)
    ax.set(xlabel="step", ylabel="gap of the weights", ylim=(0, None))
    ax.set_title("The same slopes, another pace")
    ax.legend(loc="lower right")
    ends = "; ".join(f"{name}: {gaps[-1]:.3f}" for name, gaps in paths.items())
    figure.description = f"The gap grows at every step. After {len(dots)} steps, {ends}."
    return figure


def _text(value):
    """Return a number with at most two decimals and a real minus sign."""
    return f"{round(value, 2) + 0:g}".replace("-", "−")
