"""The figure of lesson 06: division by the sum and softmax, when scores are shifted or scaled."""

import numpy as np

from softmax_lib.functions import div_by_sum, softmax
from softmax_lib.plots.figure import ANIMALS, CLASS_COLOURS, PAPER, QUIET, DescribedFigure

METHODS = {"division": div_by_sum, "softmax": softmax}


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


def _list(numbers):
    """Return numbers as a sentence lists them."""
    return ", ".join(f"{number:.3f}" for number in numbers)
