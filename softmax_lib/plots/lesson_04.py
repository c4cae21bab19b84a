"""The figure of lesson 04: softmax from three other sides."""

import numpy as np

from softmax_lib.functions import logsumexp, softmax
from softmax_lib.plots.figure import (
    ANIMALS,
    CLASS_COLOURS,
    INK,
    PALETTE,
    QUIET,
    DescribedFigure,
    listed,
)

LINES = ("-", "--", ":")
MARKERS = ("x", "s", "^")


def three_sides(trade_off, winners, bayes):
    """Show three other roads to softmax: the best trade-off, noisy winners, and Bayes' rule.

    `trade_off` holds the scores z, random distributions P and the value of each; `winners` maps a
    name to how often each animal wins; `bayes` holds x, the posteriors and softmax of the scores.
    """
    figure = DescribedFigure(7.0, 4.2)
    left, middle, right = figure.subplots(1, 3)
    best = _trade_off(left, *trade_off)
    rates = _noisy_winners(middle, winners)
    gap = _bayes(right, *bayes)
    figure.description = (
        f"Left: {best}. Middle, how often seal, panda and duck win: {rates}. Right: three curves "
        f"by Bayes' rule, with dots by softmax on them; the largest distance is {gap:.3f}."
    )
    return figure


def _trade_off(ax, z, P, value):
    """Draw what random distributions reach, and softmax at the top; return that in words."""
    p, bound = softmax(z), logsumexp(z)
    ax.plot(P[:1500, 1], value[:1500], ".", color=QUIET, markersize=3, alpha=0.5, label="random p")
    ax.plot(p[1], bound, "*", color=PALETTE[3], markersize=14, label="softmax")
    ax.axhline(bound, color=INK, linewidth=1)
    ax.set(xlabel="probability of panda", ylabel="mean score + entropy", xlim=(0, 1))
    ax.set_title("Best trade-off")
    _legend(ax)
    return f"random distributions stay below {bound:.3f}, which softmax reaches at panda {p[1]:.3f}"


def _noisy_winners(ax, winners):
    """Draw how far each kind of noise is from the first of `winners`; return all in words."""
    (expected, p), *noisy = winners.items()
    ax.axhline(0, color=INK, linewidth=1)
    bold = {"markersize": 8, "markeredgewidth": 2}
    for (name, rate), marker, colour in zip(noisy, MARKERS, (PALETTE[3], QUIET, INK), strict=True):
        ax.plot(ANIMALS, rate - p, marker, color=colour, label=name, **bold)
    ax.margins(x=0.2, y=0.15)
    ax.set_ylabel(f"win rate − {expected}")
    ax.set_title("Noisy winners")
    _legend(ax)
    return "; ".join(f"{name} {listed(rate, 3)}" for name, rate in winners.items())


def _bayes(ax, x, posterior, shares):
    """Draw posteriors as lines and softmax as dots; return the largest distance of the two."""
    for k, name in enumerate(ANIMALS):
        ax.plot(x, posterior[:, k], LINES[k], color=CLASS_COLOURS[k], linewidth=2, label=name)
    ax.plot(x[::8], shares[::8], "o", color=INK, markersize=3)
    ax.set(xlabel="measurement x", ylabel="probability", ylim=(-0.02, 1.02))
    ax.set_title("Bayes' rule")
    _legend(ax)
    return np.abs(posterior - shares).max()


def _legend(ax):
    """Put the legend below the panel, where it hides nothing."""
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), frameon=False, fontsize=11)
