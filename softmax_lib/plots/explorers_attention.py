"""The still picture of the attention explorer."""

import numpy as np

from softmax_lib.plots.explorers import bare
from softmax_lib.plots.figure import CLASS_COLOURS, DescribedFigure


def attention(d, words, unscaled, weights):
    """Show two maps of attention, without √d and with it, and their mean largest weights."""
    figure = DescribedFigure(8.0, 3.8)
    means = []
    for k, (ax, shown) in enumerate(zip(figure.subplots(1, 2), (unscaled, weights), strict=True)):
        _map(ax, words, shown)
        means.append(shown.max(axis=-1).mean())
        ax.set_title(f"{k + 2}  Softmax of q·k" + (" / √d" if k else ""), pad=12)
        ax.set_xlabel(f"mean largest weight {means[-1]:.3f}", loc="left", weight="bold")
    figure.suptitle(f"1  Length of q and k: d = {d}", x=0.01, ha="left", weight="bold")
    figure.description = (
        f"Two maps of attention among {len(words)} words, for random queries and keys of length "
        f"{d}. Mean largest weight of a row: {means[0]:.3f} without √d, "
        f"{means[1]:.3f} with it."
    )
    return figure


def _map(ax, words, weights):
    """Draw a row per word that asks: the darker a cell, the larger the weight in it."""
    rows, columns = weights.shape
    cells = np.empty((rows, columns, 4))
    cells[..., :3] = CLASS_COLOURS[0]
    cells[..., 3] = 0.85 * weights  # so that ink is readable on all of them
    ax.imshow(cells, aspect="auto")
    for (row, column), weight in np.ndenumerate(weights):
        style = "bold" if weight == weights[row].max() else "normal"
        place = {"ha": "center", "va": "center_baseline"}
        ax.text(column, row, f"{weight:.2f}", weight=style, fontsize=10, **place)
    ax.set_xticks(range(columns), words)
    ax.set_yticks(range(rows), words)
    ax.xaxis.tick_top()
    bare(ax)
    for edge in range(rows + 1):
        ax.axhline(edge - 0.5, color="#e4e2dc", linewidth=1)
        ax.axvline(edge - 0.5, color="#e4e2dc", linewidth=1)
