"""Figures of lesson 11: the drawings, how training went, and what went wrong."""

import numpy as np
import seaborn as sns
from matplotlib.offsetbox import AnnotationBbox, OffsetImage
from matplotlib.ticker import MaxNLocator

from softmax_lib.data import ARTISTS, render
from softmax_lib.plots.figure import INK, PALETTE, DescribedFigure, show_picture


def drawings(animals, held_out):
    """Draw every drawing of `animals`, a row for each class, a column for each style."""
    n_classes, n_styles = animals.rgba.shape[:2]
    figure = DescribedFigure(width=7, height=0.6 + 0.85 * n_classes)
    grid = figure.subplots(n_classes, n_styles)
    for k, s in np.ndindex(n_classes, n_styles):
        show_picture(grid[k, s], render(animals.rgba[k, s : s + 1], size=40)[0])
    for ax, style in zip(grid[0], animals.styles, strict=True):
        unseen = style == held_out
        name = ARTISTS[style].replace("GNU ", "")
        ax.set_title(
            f"{name}\nUNSEEN" if unseen else f"{name}\n",
            loc="center",
            fontsize=10,
            weight="bold" if unseen else "normal",
        )
    figure.description = (
        f"{', '.join(animals.names)}, drawn in {n_styles} styles by {len(set(ARTISTS.values()))} "
        f"groups of artists; the column of {ARTISTS[held_out]} is marked as unseen."
    )
    return figure


def learning_curves(histories):
    """Draw loss and accuracy against the epoch, a line for each named history."""
    figure = DescribedFigure(width=7, height=3.0)
    panels = figure.subplots(1, 2)
    for ax, what in zip(panels, ("loss", "accuracy"), strict=True):
        for (name, history), style in zip(histories.items(), ("-", "--"), strict=False):
            epochs = range(1, len(history[what]) + 1)
            ax.plot(epochs, history[what], style, linewidth=2, label=name)
        ax.set(xlabel="epoch", title=what)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_ylim(bottom=0)
        ax.set_ylabel("nats" if what == "loss" else "share of right answers")
    panels[0].legend()
    ends = "; ".join(
        f"{name}: loss {h['loss'][0]:.2f} to {h['loss'][-1]:.2f}, "
        f"accuracy {h['accuracy'][0]:.2f} to {h['accuracy'][-1]:.2f}"
        for name, h in histories.items()
    )
    figure.description = f"learning curves. {ends}."
    return figure


def confident_mistakes(pictures, p, y, names):
    """Draw the six wrong answers that the classifier was surest of, and how sure it was."""
    predicted = p.argmax(axis=1)
    wrong = np.flatnonzero(predicted != y)
    worst = wrong[np.argsort(-p[wrong, predicted[wrong]])][:6]
    figure = DescribedFigure(width=7, height=1.75)
    for ax in figure.subplots(1, 6):
        ax.set_axis_off()
    said = [f"{names[predicted[i]]} {p[i, predicted[i]]:.3f}" for i in worst]
    for ax, i, words in zip(figure.axes, worst, said, strict=False):
        show_picture(ax, pictures[i])
        ax.set_title(f"{words}\n(a {names[y[i]]})", loc="center", fontsize=11, weight="normal")
    figure.description = (
        f"{len(wrong)} of {len(y)} answers are wrong; the surest of them: {', '.join(said)}."
    )
    return figure


def artists(scores, random_split):
    """Draw the accuracy on each artist, held out in turn, against that of a random split."""
    figure = DescribedFigure(width=6.5, height=3.0)
    ax = figure.subplots()
    bars = ax.barh(list(scores), list(scores.values()), color=PALETTE[0], height=0.6)
    ax.bar_label(bars, fmt="%.2f", padding=-38, color="white", weight="bold")
    ax.axvline(random_split, color=PALETTE[1], linewidth=3, linestyle="--")
    ax.text(random_split, -0.62, f"random split {random_split:.2f}", ha="right", color=INK)
    ax.axvline(1 / 3, color=INK, linewidth=1, linestyle=":")
    ax.text(1 / 3, -0.62, "guessing", ha="center", color=INK)
    ax.set(xlim=(0, 1.05), xlabel="accuracy on the artist held out")
    ax.invert_yaxis()
    listed = ", ".join(f"{artist} {score:.2f}" for artist, score in scores.items())
    figure.description = (
        f"accuracy on each artist when held out: {listed}; on a random split {random_split:.2f}."
    )
    return figure


def look_alikes(z, y, animals, n_pairs=5):
    """Draw how often the animals of the worst pairs were taken for each other; z are scores."""
    taken = np.zeros((len(animals.names),) * 2)
    np.add.at(taken, (y, z.argmax(axis=1)), 1)
    taken /= np.maximum(taken.sum(axis=1, keepdims=True), 1)
    either = np.triu(taken + taken.T, k=1) / 2
    order = np.argsort(-either, axis=None, kind="stable")[:n_pairs]
    pairs = np.transpose(np.unravel_index(order, either.shape))
    shown = list(dict.fromkeys(pairs.ravel().tolist()))
    figure = DescribedFigure(width=6.4, height=6.0)
    ax = figure.subplots()
    percents = 100 * taken[np.ix_(shown, shown)]
    sns.heatmap(
        percents,
        annot=True,
        fmt=".0f",
        cmap="Blues",
        vmin=0,
        vmax=100,
        cbar=False,
        square=True,
        linewidths=2,
        ax=ax,
    )
    ax.set(xlabel="taken for", ylabel="was", xticks=[], yticks=[], title="Look-alikes, in %")
    add_icons(ax, render(animals.rgba[shown, 0], size=40))
    said = "; ".join(
        f"{animals.names[i]} and {animals.names[j]} {either[i, j]:.0%}" for i, j in pairs
    )
    figure.description = (
        "how often the animals of the worst pairs were taken for each other, in percent. In the "
        f"mean of both directions: {said}."
    )
    return figure


def add_icons(ax, icons):
    """Draw the drawings along both axes of a heat map."""
    n = len(icons)
    ax.xaxis.labelpad = ax.yaxis.labelpad = 46
    for k, icon in enumerate(icons):
        for xy, offset in (((k + 0.5, n), (0, -26)), ((0, k + 0.5), (-26, 0))):
            ax.add_artist(
                AnnotationBbox(
                    OffsetImage(icon, zoom=0.9),
                    xy,
                    xybox=offset,
                    boxcoords="offset points",
                    frameon=False,
                )
            )
