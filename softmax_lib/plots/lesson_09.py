"""Figures of lesson 09: odds and probability, how honest probabilities are, strangers."""

import numpy as np
from matplotlib.ticker import FixedLocator, NullLocator

from softmax_lib.functions import softmax
from softmax_lib.plots.figure import (
    INK,
    PALETTE,
    QUIET,
    DescribedFigure,
    show_picture,
)
from softmax_lib.trust import expected_calibration_error


def odds_and_probability(marks=(1, 5, 10, 20)):
    """Draw what [1, 0] / T does as 1 / T grows: the probability saturates, the odds explode."""
    figure = DescribedFigure(7.0, 3.0)
    left, right = figure.subplots(1, 2)
    b, marks = np.linspace(0, 20, 201), np.asarray(marks)
    curves = (left, lambda b: softmax([b, 0])[0], "Probability"), (right, np.exp, "Odds")
    for ax, of, title in curves:
        ax.plot(b, [of(x) for x in b], color=INK, linewidth=2)
        ax.plot(marks, [of(x) for x in marks], "o", color=PALETTE[3], markersize=8)
        ax.set(xlabel="1 / T", title=title, xticks=[1, 5, 10, 20])
    left.set_ylim(0.45, 1.05)
    right.set_yscale("log")
    right.set_yticks([1, 1e3, 1e6, 1e9], ["1", "thousand", "million", "billion"])
    right.yaxis.set_minor_locator(NullLocator())
    told = "; ".join(f"at {k}, {softmax([k, 0])[0]:.9f} and {np.exp(k):,.0f} to 1" for k in marks)
    figure.description = (
        "against 1/T, the probability bends and stays below 1, while the odds, on a scale where "
        f"each step is a factor, are a straight line: {told}."
    )
    return figure


def reliability(panels, n_bins=5):
    """Draw how often each bin of answers is right beside how sure they were, a panel for each.

    `panels` maps a title to the probabilities and the right classes.
    """
    figure = DescribedFigure(7.0, 3.9)
    axes = np.atleast_1d(figure.subplots(1, len(panels), sharey=True))
    told = []
    for ax, (title, (p, y)) in zip(axes, panels.items(), strict=True):
        error = expected_calibration_error(p, y, n_bins)
        told.append(
            f"{title}: {p.max(axis=1).mean():.2f} sure and {(p.argmax(axis=1) == y).mean():.2f} "
            f"right in the mean, error {error:.2f}"
        )
        _bars(ax, p, y, n_bins)
        ax.set_title(f"{title}\nerror {error:.2f}", fontsize=12)
        ax.set(xlim=(0.2, 1), ylim=(0, 1.1), xlabel="how sure (largest probability)")
        ax.xaxis.set_major_locator(FixedLocator(np.arange(1, n_bins + 1) / n_bins))
    axes[0].set_ylabel("share of right answers")
    axes[0].legend(loc="upper left", fontsize=11, frameon=False)
    figure.description = f"how often each bin of answers is right. {'; '.join(told)}."
    return figure


def _bars(ax, p, y, n_bins):
    """Draw a bar for each bin that holds answers, and the gap to how sure they were."""
    top, right = p.max(axis=1), p.argmax(axis=1) == y
    bins = np.ceil(top * n_bins).astype(int)
    ax.plot([0, 1], [0, 1], color=QUIET, linestyle="--", label="honest")
    for i in np.unique(bins):
        inside = bins == i
        x, sure, hits = (i - 0.5) / n_bins, top[inside].mean(), right[inside].mean()
        ax.bar(x, hits, width=0.9 / n_bins, color=PALETTE[0], alpha=0.55)
        gap = "gap" if i == bins.min() else None
        ax.plot([sure, sure], [hits, sure], color=PALETTE[3], linewidth=3, label=gap)
        ax.plot(sure, hits, "o", color=PALETTE[3], markersize=7)
        ax.text(x, 0.03, inside.sum(), ha="center", fontsize=11)


def answers(X, p, names, y=None):
    """Draw the pictures in the rows of `X`, what was said of each, how surely, and what is true.

    A row holds 24×24 points of red, green and blue, from -0.5 to 0.5.
    """
    pictures = np.clip(X + 0.5, 0, 1).reshape(-1, 24, 24, 3)
    figure = DescribedFigure(5.2, 3.5 if y is None else 4.0)
    said = [f"{names[row.argmax()]} {_short(row.max())}" for row in p]
    truth = [""] * len(p) if y is None else [f"\n(a {names[k]})" for k in y]
    for ax, picture, words, true in zip(
        figure.subplots(2, len(p) // 2).flat, pictures, said, truth, strict=True
    ):
        show_picture(ax, picture)
        ax.set_title(words + true, fontsize=12, weight="normal", loc="center")
    listed = ", ".join(w + t.replace("\n", " ") for w, t in zip(said, truth, strict=True))
    figure.description = f"{len(p)} pictures, and what the classifier says: {listed}."
    return figure


def _short(probability):
    """Return a probability in two digits, without making a certainty of it."""
    return f"{probability:.2f}" if probability < 0.995 else "> 0.99"
