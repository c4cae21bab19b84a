"""The figures of lesson 07: two logits and their one difference, one node against two."""

import numpy as np

from softmax_lib.functions import sigmoid, softmax
from softmax_lib.plots.figure import CLASS_COLOURS, INK, PALETTE, PAPER, QUIET, DescribedFigure

SEAL, PANDA = CLASS_COLOURS[:2]
RED = PALETTE[3]
WAYS = (("-", RED), ("--", INK))


def one_difference(pairs):
    """Show pairs of scores, each as two marks and their distance, and the shares they become."""
    figure = DescribedFigure(6.8, 3.9)
    scores, shares = figure.subplots(1, 2, sharey=True)
    for row, pair in enumerate(pairs):
        _two_marks(scores, row, pair)
        _two_shares(shares, row, softmax(pair))
    scores.set(xlabel="score", yticks=[], ylim=(len(pairs) - 0.4, -0.7))
    scores.margins(x=0.12)
    shares.set(xlabel="probability", xlim=(0, 1))
    shares.grid(axis="y", visible=False)
    scores.set_title("Two scores …")
    shares.set_title("… two probabilities")
    figure.legend(*scores.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    listed = "; ".join(
        f"scores {_text(a)} and {_text(b)}, {_text(b - a)} apart, give the panda "
        f"{softmax([a, b])[1]:.3f}"
        for a, b in pairs
    )
    figure.description = f"A row for each pair of scores, of seal and panda: {listed}."
    return figure


def _two_marks(ax, row, pair):
    """Draw two scores in a row, and write their distance between them."""
    names = ("seal", "panda") if row == 0 else (None, None)
    ax.plot(pair, (row, row), color=QUIET, linewidth=2, zorder=1)
    ax.plot(pair[0], row, "o", color=SEAL, markersize=10, label=names[0])
    ax.plot(pair[1], row, "s", color=PANDA, markersize=10, label=names[1])
    ax.text(np.mean(pair), row - 0.2, _text(pair[1] - pair[0]), ha="center", fontsize=11)


def _two_shares(ax, row, p):
    """Draw a bar of length 1, cut into the shares of seal and panda."""
    ax.barh(row, p[0], height=0.5, color=SEAL, edgecolor="white")
    ax.barh(row, p[1], left=p[0], height=0.5, color=PANDA, edgecolor="white")
    ax.text(p[0] / 2, row, f"{p[0]:.3f}", color="white", ha="center", va="center")
    ax.text(p[0] + p[1] / 2, row, f"{p[1]:.3f}", color=INK, ha="center", va="center")


def level_lines(points, p1):
    """Show the plane of two scores: one panda probability along each diagonal, `points` on one."""
    figure = DescribedFigure(5.6, 5.4)
    ax = figure.subplots()
    z0, z1 = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(-2, 2, 41))
    others = ax.contour(z0, z1, sigmoid(z1 - z0), [0.1, 0.25, 0.5, 0.9], colors=[QUIET])
    places = [(1.5, -0.7), (0.5, -0.6), (1.4, 1.4), (-0.9, 1.3)]
    ax.clabel(others, fmt=lambda p: f"{p:g}", fontsize=11, manual=places)
    gap = np.log(p1 / (1 - p1))
    ax.plot([-2, 2 - gap], [gap - 2, 2], color=RED, linewidth=2.5)
    style = {"rotation": 45, "ha": "center", "va": "center", "weight": "bold"}
    ax.text(-1.3, gap - 1.62, f"panda {p1:.3f}", color=RED, **style)
    names = [f"({_text(a)}, {_text(b)})" for a, b in points]
    for name, (a, b) in zip(names, points, strict=True):
        ax.plot(a, b, "o", color=INK, markersize=8)
        ax.annotate(name, (a, b), (-7, 6), textcoords="offset points", ha="right", fontsize=10)
    _centred(ax)
    ax.set_title("The panda's probability")
    figure.description = (
        "The plane of two scores. The panda's probability is the same along each diagonal: 0.1, "
        f"0.25, 0.5, {p1:.3f} and 0.9 from lower right to upper left. On the line {p1:.3f} "
        f"lie the points {', '.join(names)}."
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
