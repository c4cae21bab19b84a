"""The figures of lesson 04: softmax step by step, in company, and from three other sides."""

import numpy as np

from softmax_lib.functions import logsumexp, softmax
from softmax_lib.plots.figure import CLASS_COLOURS, INK, PALETTE, QUIET, DescribedFigure

ANIMALS = ("seal", "panda", "duck")
LINES = ("-", "--", ":")
MARKERS = ("x", "s", "^")


def four_steps(z):
    """Show how scores become probabilities: the scores, their exponentials, the sum, the shares."""
    e = np.exp(z)
    figure = DescribedFigure(6.4, 5.8)
    figure.get_layout_engine().set(hspace=0.08)
    (scores, exponentials), (total, shares) = figure.subplots(2, 2)
    _bars(scores, z, "1  scores z", 2)
    _bars(exponentials, e, "2  exponentials $e^z$", 2)
    _stack(total, e, f"3  their sum, {e.sum():.2f}")
    _bars(shares, softmax(z), "4  divided by the sum: p", 3)
    figure.description = (
        f"Four panels. The scores {_list(z, 2)} become the exponentials {_list(e, 2)}; their sum "
        f"is {e.sum():.2f}; divided by it they are the probabilities {_list(softmax(z))}."
    )
    return figure


def _bars(ax, values, title, digits):
    """Draw one bar per animal, its value written at its end."""
    bars = ax.bar(ANIMALS, values, color=CLASS_COLOURS)
    ax.bar_label(bars, [_number(value, digits) for value in values], padding=2)
    ax.axhline(0, color=INK, linewidth=1)
    ax.margins(y=0.18)
    ax.grid(axis="x", visible=False)
    ax.set_title(title)


def _stack(ax, values, title):
    """Draw the animals' values on top of each other, name and value beside them."""
    tops = np.cumsum(values)
    for name, value, top, colour in zip(ANIMALS, values, tops, CLASS_COLOURS, strict=True):
        ax.bar("sum", value, bottom=top - value, width=0.5, color=colour, edgecolor="white")
        ax.text(0.32, top - value / 2, f"{name} {value:.2f}", va="center")
    ax.set_xlim(-0.5, 1.1)
    ax.margins(y=0.1)
    ax.grid(axis="x", visible=False)
    ax.set_title(title)


def company(z, ducks):
    """Show what seal, panda and duck get while only the duck's score changes: one bar per score.

    None among `ducks` stands for no duck at all; seal and panda keep their scores of `z`.
    """
    figure = DescribedFigure(6.6, 3.5)
    ax = figure.subplots()
    rows = ["no duck" if duck is None else f"duck {duck:g}".replace("-", "−") for duck in ducks]
    shares = [softmax([*z[:2], *([] if duck is None else [duck])]) for duck in ducks]
    for row, p in enumerate(shares):
        _row_of_shares(ax, row, p)
    ax.set_yticks(range(len(rows)), rows)
    ax.set(ylim=(len(rows) - 0.5, -0.75), xlim=(0, 1), xlabel="probability")
    ax.grid(axis="y", visible=False)
    ax.set_title(f"The panda's score stays {z[1]}")
    seen = "; ".join(f"{row}: {p[1]:.3f}" for row, p in zip(rows, shares, strict=True))
    figure.description = (
        f"Three bars of length 1, shared by seal (score {z[0]}), panda (score {z[1]}) and a duck "
        f"of changing score. The panda's share is, with {seen}."
    )
    return figure


def _row_of_shares(ax, row, p):
    """Draw one bar of length 1, cut into the shares `p`; a narrow share is named above the bar."""
    for name, share, end, colour in zip(ANIMALS, p, np.cumsum(p), CLASS_COLOURS, strict=False):
        ax.barh(row, share, left=end - share, height=0.55, color=colour, edgecolor="white")
        style = {"ha": "center", "va": "center", "fontsize": 11}
        if share > 0.1:
            ink = "white" if name == "seal" else INK
            ax.text(end - share / 2, row, f"{name}\n{share:.3f}", color=ink, **style)
        else:
            style["ha"] = "left" if end < 0.5 else "right"
            x = end - share if end < 0.5 else end
            ax.text(x, row - 0.4, f"{name} {share:.3f}", **style)


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
    return "; ".join(f"{name} {_list(rate)}" for name, rate in winners.items())


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


def _list(numbers, digits=3):
    """Return numbers as a sentence lists them."""
    return ", ".join(_number(number, digits) for number in numbers)


def _number(value, digits):
    """Return a number with a real minus sign."""
    return f"{value:.{digits}f}".replace("-", "−")
