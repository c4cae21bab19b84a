"""Still pictures of the two explorers that draw a triangle, for pages without a kernel."""

import numpy as np

from softmax_lib.functions import softmax
from softmax_lib.plots.explorers import bare, score_rows
from softmax_lib.plots.figure import (
    ANIMALS,
    CLASS_COLOURS,
    INK,
    MARKS,
    PAPER,
    QUIET,
    DescribedFigure,
    listed,
    minus,
)

CORNERS = np.array([[0, 0], [0.5, 0.75**0.5], [1, 0]])  # seal, panda, duck, all 1 apart
EDGES = np.array([[-0.7, -0.4], [1.7, 1.7]])  # of the map on which division may leave the triangle


def simplex(z, p, shares, where):
    """Show scores, and where softmax and division by the sum put them on the map of shares."""
    figure = DescribedFigure(8.0, 3.8)
    left, right = figure.subplots(1, 2)
    score_rows(left, z)
    left.set_title(minus(f"1  Scores z, sum {z.sum():.3g}"))
    triangle(right)
    start, side = p @ CORNERS, 1
    if np.isfinite(shares).all():
        side = 1 if shares @ CORNERS[:, 0] >= start[0] else -1
        _division(right, start, shares @ CORNERS, side)
    right.plot(*start, "o", color=INK, markersize=9)
    _beside(right, start, "softmax", -side)
    right.set(xlim=EDGES[:, 0], ylim=EDGES[:, 1])
    right.set_title(f"2  Division: {where}")
    figure.description = (
        f"Scores {listed(z, 2)} of seal, panda and duck, and a triangle with a corner for each. "
        f"Softmax is inside, at {listed(p, 3)}; division: {where}."
    )
    return figure


def _division(ax, start, end, side):
    """Draw the way to division's point, or the arrow to where it leaves the map."""
    away = end - start
    room = np.where(away > 0, EDGES[1], EDGES[0]) - start
    seen = min(1, *np.divide(room, away, out=np.ones(2), where=away != 0))
    stop = start + seen * away
    ax.plot(*np.stack([start, stop]).T, ":", color=QUIET, linewidth=1.5)
    if seen < 1:
        tail = stop - 0.1 * away / np.hypot(*away)
        arrow = {"arrowstyle": "-|>", "color": INK, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", stop, tail, arrowprops=arrow)
        _beside(ax, stop, "division, far off", -side, -14 if away[1] > 0 else 10)
    else:
        ax.plot(*stop, "s", markersize=9, markerfacecolor=PAPER, markeredgecolor=INK)
        _beside(ax, stop, "division", side)


def temperature(z, T, p, nats):
    """Show the path of softmax(z / T) over all T, the point of this T, its shares and entropy."""
    figure = DescribedFigure(8.0, 3.8)
    panels = figure.subplot_mosaic([["path", "p"], ["path", "nats"]], height_ratios=[2.4, 1])
    gap = np.ptp(z) or 1
    path = softmax(
        (z - z.max()) / gap * np.concatenate([[0], np.geomspace(0.01, 1e6, 800)])[:, None]
    )
    panels["path"].plot(*(path @ CORNERS).T, color=INK, linewidth=2)
    triangle(panels["path"])
    panels["path"].plot(*(p @ CORNERS), "o", color=INK, markersize=11, markeredgecolor=PAPER)
    panels["path"].set(xlim=(-0.15, 1.15), ylim=(-0.2, 1.05))
    panels["path"].set_title(f"1  The path over all T; here T = {T:.3g}")
    _bars(panels["p"], p)
    panels["nats"].barh(0, np.log(3), color="#e4e2dc")
    panels["nats"].barh(0, nats, color=INK)
    panels["nats"].set(xlim=(0, 1.3), ylim=(-1, 1.2), yticks=())
    panels["nats"].set_xticks((0, np.log(3)), ("0", "ln 3"))
    panels["nats"].set_title(f"3  Entropy: {nats:.3f} nats")
    bare(panels["nats"])
    figure.description = (
        f"In a triangle, the path of the shares of the scores {listed(z, 2)} over all T, "
        f"from the centre to a corner. At T = {T:.3g} they are {listed(p, 3)}, entropy {nats:.3f}."
    )
    return figure


def _bars(ax, p):
    """Draw a bar for each share, and its number."""
    ax.barh(ANIMALS, p, color=CLASS_COLOURS, height=0.55)
    for k, share in enumerate(p):
        ax.text(share + 0.02, k, f"{share:.3f}", va="center")
    ax.set(xlim=(0, 1.18), ylim=(2.5, -0.5), xticks=(), title="2  The shares p")
    bare(ax)


def triangle(ax):
    """Draw the triangle of all shares, with a mark and a name at each corner."""
    ax.plot(*CORNERS[[0, 1, 2, 0]].T, color=QUIET, linewidth=1.5)
    for k, (x, y) in enumerate(CORNERS):
        ax.plot(x, y, MARKS[k], color=CLASS_COLOURS[k], markersize=10)
        top = k == 1
        ax.text(
            x, y + (0.08 if top else -0.08), ANIMALS[k], ha="center", va="bottom" if top else "top"
        )
    ax.set_aspect("equal")
    ax.set_axis_off()


def _beside(ax, point, words, side, above=0):
    """Write words at the right (side 1) or left (side -1) of a point."""
    box = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1}
    ax.annotate(
        words,
        point,
        (9 * side, above),
        textcoords="offset points",
        va="center",
        ha="left" if side > 0 else "right",
        bbox=box,
    )
