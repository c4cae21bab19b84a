"""The figures of lesson 12: the museum's map, and a divergence that is none."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from softmax_lib.functions import log_softmax, softmax
from softmax_lib.plots.figure import INK, PALETTE, QUIET, DescribedFigure

# Where each mistake happens, and its quietest form. "!" stops the program; "~" shows as nan, inf
# or a warning; the others can be silent: every number is finite, and nothing is said.
STAGES = {
    "scores": "9 19 34 40 41~ 46 52!",
    "exponentials": "3 4 8 10~ 11 12 13~ 18 48",
    "dividing by the sum": "1 2 6 7 14 15 16 17 31 32 42 53~",
    "loss": "21 22 23 24 25~ 26 27 33 43 47 49 54",
    "training": "20 28 29 30! 45 50",
    "use and trust": "5 35 36 37 38~ 39 44 51",
}
KINDS = {"": "silent", "~": "nan, inf or a warning", "!": "error"}
FILLS = {"": "#dbe4ee", "~": "#f6d98b", "!": "#e9a58b"}
EDGES = {"": (1, "-"), "~": (1.6, "--"), "!": (2.4, "-")}


def museum():
    """Draw a tile for each mistake, a row for each stage, and say how loud each mistake is."""
    figure = DescribedFigure(5.4, 5.6)
    ax = figure.subplots()
    for row, (stage, tiles) in enumerate(STAGES.items()):
        ax.text(0, row, stage, weight="bold", fontsize=12)
        for column, tile in enumerate(tiles.split()):
            _tile(ax, column, row + 0.12, tile)
    counts = loudness()
    for column, (mark, kind) in zip((0, 2.9, 8.6), KINDS.items(), strict=True):
        _tile(ax, column, 6.05, mark)
        ax.text(column + 1, 6.31, f"{kind}: {counts[mark]}", va="center", fontsize=11)
    ax.set(xlim=(-0.1, 12.1), ylim=(6.7, -0.4))
    ax.set_axis_off()
    per_stage = ", ".join(f"{stage} {len(tiles.split())}" for stage, tiles in STAGES.items())
    figure.description = (
        f"{sum(counts.values())} tiles in six rows, one per stage: {per_stage}. {counts['']} can "
        f"be silent, {counts['~']} show as nan, inf or a warning, {counts['!']} are errors."
    )
    return figure


def loudness():
    """Return how many mistakes are silent, visible as nan or a warning, or errors, by mark."""
    tiles = " ".join(STAGES.values()).split()
    return {mark: sum(tile.lstrip("0123456789") == mark for tile in tiles) for mark in KINDS}


def _tile(ax, x, y, tile):
    """Draw one mistake, its number and its mark, in a box."""
    mark = tile.lstrip("0123456789")
    width, style = EDGES[mark]
    box = FancyBboxPatch(
        (x + 0.06, y + 0.05),
        0.84,
        0.44,
        boxstyle="round,pad=0,rounding_size=0.1",
        facecolor=FILLS[mark],
        edgecolor=INK if mark else QUIET,
        linewidth=width,
        linestyle=style,
    )
    ax.add_patch(box)
    ax.text(x + 0.48, y + 0.27, tile, ha="center", va="center", fontsize=11)


def two_divergences(z):
    """Show the KL divergence of q = softmax(s z) from p = softmax(z), right, and without the ln."""
    p, scales = softmax(z), np.linspace(0, 5, 101)
    right = [p @ (np.log(p) - log_softmax(s * z)) for s in scales]
    wrong = [p @ (np.log(p) - softmax(s * z)) for s in scales]
    figure = DescribedFigure(6.4, 3.8)
    ax = figure.subplots()
    for values, style, colour, name in (
        (right, "-", PALETTE[0], "given ln q"),
        (wrong, "--", PALETTE[3], "given q"),
    ):
        ax.plot(scales, values, style, color=colour, linewidth=2.5, label=name)
        lowest = int(np.argmin(values))
        ax.plot(scales[lowest], values[lowest], "o", color=colour, markersize=9, clip_on=False)
    ax.axvline(1, color=QUIET, linewidth=1)
    ax.text(1.08, 0.85, "here q = p", color=INK)
    ax.axhline(0, color=INK, linewidth=1)
    ax.set(xlabel="all scores of q are those of p, times", ylabel="“divergence”", xlim=(0, 5))
    ax.set_title("Which q is nearest to p?")
    ax.legend(loc="center right", bbox_to_anchor=(1, 0.42), frameon=False)
    figure.description = (
        f"Two curves against the factor on the scores. Given ln q, the divergence is lowest, "
        f"{abs(min(right)):.2f}, at factor {scales[np.argmin(right)]:.0f}, where q = p. Given q "
        f"itself, it is {wrong[20]:.2f} there and falls on to {wrong[-1]:.2f} at factor 5."
    )
    return figure
