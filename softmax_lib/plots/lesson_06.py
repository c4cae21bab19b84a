"""The figures of lesson 06: division by the sum beside softmax, in bars, curves and on a map."""

import numpy as np

from softmax_lib.functions import div_by_sum, softmax
from softmax_lib.plots.figure import CLASS_COLOURS, INK, PALETTE, PAPER, QUIET, DescribedFigure

ANIMALS = ("seal", "panda", "duck")
LINES = ("-.", "-", ":")
METHODS = {"division": div_by_sum, "softmax": softmax}
CORNERS = np.array([[0, 0], [0.5, 0.75**0.5], [1, 0]])  # seal, panda, duck, all 1 apart


def shift_and_scale(z, number):
    """Show what adding a number to the scores, or multiplying them by it, does to both methods."""
    figure = DescribedFigure(6.2, 5.6)
    figure.get_layout_engine().set(hspace=0.06)
    changes = {f"z + {number}": z + number, f"z · {number}": z * number}
    said = []
    for row, (method, f) in zip(figure.subplots(2, 2, sharey=True), METHODS.items(), strict=True):
        for ax, (change, moved) in zip(row, changes.items(), strict=True):
            verdict = "same" if np.allclose(f(z), f(moved)) else "changed"
            _before_and_after(ax, f(z), f(moved))
            ax.set_title(f"{method}, {change}: {verdict}", fontsize=12)
            said.append(f"{method} of {change} is {_list(f(moved))} ({verdict})")
        row[0].set_ylabel("share")
    handles, labels = ax.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
    before = " and ".join(f"{method} of z is {_list(f(z))}" for method, f in METHODS.items())
    figure.description = f"Four panels of bars. Before: {before}. After: {'; '.join(said)}."
    return figure


def _before_and_after(ax, before, after):
    """Draw an open bar for each share before and a filled one, with its number, for after."""
    places = np.arange(3)
    left = ax.bar(places - 0.2, before, 0.36, fill=False, hatch="///", edgecolor=QUIET)
    right = ax.bar(places + 0.2, after, 0.36, color=CLASS_COLOURS)
    left.set_label("hatched: share for z")
    right.set_label("filled: share after the change")
    box = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.5}
    ax.bar_label(right, [f"{value:.3f}" for value in after], padding=3, fontsize=11, bbox=box)
    ax.set_xticks(places, ANIMALS)
    ax.set_ylim(0, 1.12)
    ax.grid(axis="x", visible=False)


def panda_sweep(z):
    """Show all shares while only the panda's score changes, by division and by softmax."""
    pole = -(z[0] + z[2])
    panda = np.append(np.linspace(-1.5, 2.5, 801), pole)
    panda.sort()
    Z = np.stack([np.full_like(panda, z[0]), panda, np.full_like(panda, z[2])], axis=1)
    Z[panda == pole] = np.nan  # no line through infinity
    figure = DescribedFigure(6.2, 6.2)
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    for ax, (method, f) in zip((top, bottom), METHODS.items(), strict=True):
        _curves(ax, panda, f(Z), method, z)
    top.axvspan(-1.5, pole, color=PALETTE[3], alpha=0.12, linewidth=0)
    top.text(-1.4, -5.5, "sum below 0:\norder reversed")
    arrow = {"arrowstyle": "->", "color": INK}
    top.annotate(f"sum 0, at {pole:.2f}", (pole, -4.2), (1.4, -4.5), arrowprops=arrow)
    top.set_ylim(-6, 6)
    bottom.set(ylim=(0, 1), xlabel="the panda's score")
    figure.legend(
        *top.get_legend_handles_labels(), loc="outside upper center", ncols=3, frameon=False
    )
    figure.description = (
        f"Shares of seal (score {z[0]}), panda and duck (score {z[2]}) while the panda's score "
        f"goes from -1.5 to 2.5. By division they run off to plus and minus infinity at "
        f"{pole:.2f}, and left of it their order is reversed; softmax is smooth, between 0 and 1."
    )
    return figure


def _curves(ax, panda, shares, method, z):
    """Draw one curve per animal, and a mark at the scores `z`."""
    for k, name in enumerate(ANIMALS):
        ax.plot(panda, shares[:, k], LINES[k], color=CLASS_COLOURS[k], linewidth=2.5, label=name)
    ax.axvline(z[1], color=INK, linewidth=1)
    ax.annotate(" our z", (z[1], 0.97), xycoords=("data", "axes fraction"), va="top")
    ax.set(title=method, ylabel="share", xlim=(-1.5, 2.5))


def simplex_map(cases, Z):
    """Show, on the map of all triples that sum to 1, where both methods send `cases` and `Z`."""
    figure = DescribedFigure(6.2, 5.6)
    ax = figure.subplots()
    ax.fill(*CORNERS.T, color=PALETTE[2], alpha=0.15, linewidth=0)
    ax.plot(*CORNERS[[0, 1, 2, 0]].T, color=INK, linewidth=1.5)
    for name, corner, shift in zip(ANIMALS, CORNERS, [(-8, -16), (0, 8), (8, -16)], strict=True):
        ax.annotate(name, corner, shift, textcoords="offset points", ha="center", weight="bold")
    ax.plot(*(div_by_sum(Z) @ CORNERS).T, ".", color=QUIET, markersize=3, alpha=0.6)
    said = [_journey(ax, name, z) for name, z in cases.items()]
    ax.plot([], [], "o", color=PALETTE[0], markersize=8, label="softmax")
    ax.plot([], [], "s", color=PALETTE[3], markersize=8, label="division")
    ax.plot([], [], ".", color=QUIET, label="division, random scores")
    ax.set(xlim=(-0.5, 1.6), ylim=(-0.4, 1.65), aspect="equal")
    ax.set_axis_off()
    ax.legend(loc="upper right", fontsize=11)
    inside = (div_by_sum(Z) >= 0).all(axis=1).sum()
    figure.description = (
        f"A triangle with the corners seal, panda and duck. {'; '.join(said)}. "
        f"Of {len(Z)} rows of random scores, division leaves {inside} in the triangle."
    )
    return figure


def _journey(ax, name, z):
    """Draw an arrow from softmax of `z` to its division; return both in words."""
    p, shares = softmax(z), div_by_sum(z)
    start, end = p @ CORNERS, shares @ CORNERS
    arrow = {"arrowstyle": "-|>", "color": INK, "shrinkA": 5, "shrinkB": 5}
    ax.annotate("", end, start, arrowprops=arrow)
    ax.plot(*start, "o", color=PALETTE[0], markersize=8)
    ax.plot(*end, "s", color=PALETTE[3], markersize=8)
    box = {"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1}
    place, side = ((9, 0), "left") if len(name) < 3 else ((0, -16), "center")
    ax.annotate(name, end, place, textcoords="offset points", ha=side, va="center", bbox=box)
    return f"{name}: softmax {_list(p)}, division {_list(shares)}"


def _list(numbers):
    """Return numbers as a sentence lists them."""
    return ", ".join(f"{number:.3f}" for number in numbers)
