"""The figures of lesson 10: who attends to whom, a row in parts, and what classes cost."""

import numpy as np

from softmax_lib.functions import logsumexp
from softmax_lib.plots.figure import INK, PALETTE, QUIET, DescribedFigure


def attention_maps(words, maps):
    """Show one map of weights per name in `maps`: a row per asking word, a column per asked one.

    A weight that is exactly 0 is drawn as a dot, and weights from 0.3 on are written out.
    """
    figure = DescribedFigure(6.2, 4.3)
    figure.get_layout_engine().set(h_pad=0.06)
    axes = figure.subplots(1, len(maps), sharey=True)
    for ax, (name, weights) in zip(axes, maps.items(), strict=True):
        _map(ax, words, weights)
        ax.set_title(name)
        ax.set_xlabel("the word that is asked")
    axes[0].set_ylabel("the word that asks")
    figure.description = "Two maps of attention, a row per word. " + " ".join(
        f"{name}: {_strongest(words, weights)}." for name, weights in maps.items()
    )
    return figure


def _map(ax, words, weights):
    """Draw the weights as shades, the large ones as numbers too."""
    ax.imshow(weights, cmap="Blues", vmin=0, vmax=1)
    for (row, column), weight in np.ndenumerate(weights):
        if weight == 0:
            ax.plot(column, row, ".", color=QUIET, markersize=3)
        elif weight >= 0.3:
            ink = "white" if weight > 0.55 else INK
            text = f"{weight:.2f}".lstrip("0")
            ax.text(column, row, text, color=ink, ha="center", va="center", fontsize=10)
    ax.set_xticks(range(len(words)), words, rotation=90)
    ax.set_yticks(range(len(words)), words)
    ax.grid(visible=False)


def _strongest(words, weights):
    """Return in words whom each word attends to most, where that is clear."""
    best = weights.argmax(axis=-1)
    clear = [i for i in range(len(words)) if weights[i, best[i]] > 0.45]
    return ", ".join(f"{words[i]} to {words[best[i]]} {weights[i, best[i]]:.2f}" for i in clear)


def stream(scores, history):
    """Show a row of scores that arrives in parts, and what is known after each: (m, s)."""
    m, s = np.asarray(history).T
    ends = np.arange(1, len(m) + 1) * len(scores) // len(m)
    figure = DescribedFigure(6.6, 4.8)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    above.plot(np.arange(len(scores)) + 1, scores, ".", color=QUIET, markersize=4, label="scores")
    above.axhline(logsumexp(scores), color=INK, linestyle=":", label="logsumexp of all")
    above.step(ends, m, where="post", color=PALETTE[0], linewidth=2, label="m")
    above.plot(ends, m + np.log(s), "s--", color=PALETTE[3], markersize=4, label="m + ln s")
    above.set_ylabel("score")
    above.legend(fontsize=10, ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False)
    below.bar(ends, s, width=0.6 * len(scores) / len(m), color=PALETTE[0])
    below.set(xlabel="scores seen", ylabel="s")
    figure.description = (
        f"{len(scores)} scores in {len(m)} parts. The maximum m rises in steps to {m[-1]:.2f}; "
        f"m + ln s climbs to {m[-1] + np.log(s[-1]):.2f}, the logsumexp of all, "
        f"{logsumexp(scores):.2f}. Below, s grows, and falls at the larger rises of m; "
        f"it ends at {s[-1]:.2f}."
    )
    return figure


def cost(classes, seconds):
    """Show the time of one softmax against the number of classes, and a line of proportion."""
    figure = DescribedFigure(6.2, 3.6)
    ax = figure.subplots()
    micro = 1e6 * np.asarray(seconds)
    ax.loglog(classes, micro, "o-", color=PALETTE[0], linewidth=2, label="measured")
    line = micro[-1] * np.asarray(classes) / classes[-1]
    ax.loglog(classes, line, "--", color=INK, label="proportional to K")
    ax.set(xlabel="number of classes K", ylabel="microseconds", ylim=(micro[0] / 4, None))
    ax.set_title("One row of softmax")
    ax.legend(fontsize=11)
    figure.description = (
        "Time of one softmax against the number of classes, both on logarithmic axes: flat at "
        f"first, then proportional. From {classes[0]} to {classes[-1]} classes it grows by a "
        f"factor of {micro[-1] / micro[0]:.0f}."
    )
    return figure
