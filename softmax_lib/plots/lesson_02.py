"""The figures of lesson 02: the S-curve, its overflow, and sigmoids beside softmax."""

import numpy as np

from softmax_lib.data import render
from softmax_lib.functions import sigmoid, softmax
from softmax_lib.plots.figure import (
    ANIMALS,
    CLASS_COLOURS,
    INK,
    PALETTE,
    QUIET,
    DescribedFigure,
    minus,
)

RED = PALETTE[3]


def s_curve(score):
    """Draw the sigmoid, with `score` and its opposite marked."""
    figure = DescribedFigure(5.6, 3.4)
    ax = figure.subplots()
    x = np.linspace(-7, 7, 281)
    ax.plot(x, sigmoid(x), color=INK, linewidth=2)
    for x, marker, shift, side in ((score, "o", 0.5, "left"), (-score, "s", -0.5, "right")):
        p = sigmoid(x)
        ax.plot([x, x], [0, p], ":", color=QUIET)
        ax.plot(x, p, marker, color=RED, markersize=9)
        ax.text(x + shift, p, minus(f"score {x}: {p:.3f}"), ha=side, va="center")
    ax.set(xlabel="score z", ylabel="probability of yes", ylim=(-0.02, 1.04), xlim=(-7, 7))
    ax.set_title("The sigmoid")
    figure.description = minus(
        "a rising curve, shaped like an S, from near 0 on the left to near 1 on the right, through "
        f"0.5 at score 0. At {score} it is {sigmoid(score):.3f}, at {-score} {sigmoid(-score):.3f}."
    )
    return figure


def overflow(naive):
    """Draw `naive` and the library's sigmoid, first from -10 to 10, then around its limit."""
    figure = DescribedFigure(6.4, 3.5)
    figure.get_layout_engine().set(wspace=0.1)
    axes = figure.subplots(1, 2, sharey=True)
    for ax, (start, end) in zip(axes, ((-10, 10), (700, 720)), strict=True):
        x = np.linspace(start, end, 401)
        with np.errstate(over="ignore", invalid="ignore"):  # nan is what this figure shows
            y = naive(x)
        ax.plot(x, sigmoid(x), color=PALETTE[0], linewidth=6, alpha=0.45, label="library")
        ax.plot(x, y, "--", color=INK, linewidth=2, label="naive")
        ax.set(xlabel="score z", ylim=(-0.05, 1.1), xticks=np.linspace(start, end, 3))
    last = x[np.isfinite(y)].max()
    axes[1].plot(last, 1, "x", color=RED, markersize=11, markeredgewidth=3)
    axes[1].annotate(
        "naive is nan\nfrom here on", (last, 0.97), (last, 0.6), ha="center", fontsize=12,
        arrowprops={"arrowstyle": "->", "color": INK},
    )  # fmt: skip
    axes[0].set_title("−10 to 10")
    axes[1].set_title("700 to 720")
    axes[0].legend(loc="lower right", fontsize=11)
    figure.description = (
        "two panels. From −10 to 10 the naive curve lies on the library's. From 700 to 720 the "
        f"library's stays at 1; the naive one stops near {last:.1f}, where it becomes nan."
    )
    return figure


def sums(z):
    """Lay the three sigmoids of `z` end to end, and below them the three softmax outputs."""
    figure = DescribedFigure(6.4, 2.9)
    ax = figure.subplots()
    rows = {"sigmoids": sigmoid(z), "softmax": softmax(z)}
    for row, values in enumerate(rows.values()):
        parts = zip(ANIMALS, values, np.cumsum(values), CLASS_COLOURS, strict=True)
        for name, value, end, colour in parts:
            ax.barh(row, value, left=end - value, height=0.6, color=colour, edgecolor="white")
            wide = value > 0.15
            ink = "white" if wide and name == "seal" else INK
            text = f"{name}\n{value:.3f}" if wide else f"{name} {value:.3f}"
            x = end - value if wide else end
            ax.text(x + 0.03, row, text, color=ink, va="center", fontsize=11)
    ax.axvline(1, color=RED, linestyle="--", linewidth=2)
    labels = [f"{name}\nsum {values.sum():.3f}" for name, values in rows.items()]
    ax.set_yticks([0, 1], labels)
    ax.set(xlim=(0, 1.7), ylim=(1.5, -0.5), xlabel="laid end to end")
    ax.grid(axis="y", visible=False)
    figure.description = "; ".join(
        f"the three {name}, laid end to end, are {values.sum():.3f} long"
        for name, values in rows.items()
    ) + "; a dashed line marks 1."  # fmt: skip
    return figure


def several(animals, scores):
    """Draw softmax and three sigmoids for a picture of a seal and a duck, and for an empty one."""
    seal, _, duck = render(animals.rgba[:, animals.styles.index("noto")], size=40)
    pictures = (np.hstack([seal, duck]), np.ones_like(np.hstack([seal, duck])))
    figure = DescribedFigure(6.4, 4.4)
    axes = figure.subplots(2, 3, width_ratios=(1.1, 1, 1))
    told = []
    for row, picture, z, title in zip(
        axes, pictures, scores, ("seal and duck", "nobody"), strict=True
    ):
        row[0].imshow(picture)
        row[0].set(xticks=[], yticks=[])
        row[0].spines[:].set(visible=True)
        row[0].set_title(title, loc="center", fontsize=12)
        for ax, f in zip(row[1:], (softmax, sigmoid), strict=True):
            _found(ax, f(z), f.__name__)
            found = [n for n, p in zip(ANIMALS, f(z), strict=True) if p > 0.5]
            told.append(f"{title}, {f.__name__}: {', '.join(found) or 'none'}")
    figure.description = f"probabilities above 0.5. {'; '.join(told)}."
    return figure


def _found(ax, p, title):
    """Draw one bar for each animal, and the threshold 0.5."""
    ax.bar(ANIMALS, p, color=CLASS_COLOURS)
    for place, value in enumerate(p):
        ax.text(place, value + 0.03, f"{value:.3f}", ha="center", fontsize=11)
    ax.axhline(0.5, color=RED, linestyle="--", linewidth=2)
    ax.set(ylim=(0, 1.15), yticks=(0, 0.5, 1))
    ax.grid(visible=False)
    ax.set_title(title, loc="center", fontsize=12)
