"""The figures of lesson 08: honest prices, the Jacobian, kinks, a race, and losses that fall."""

from math import erf, log, pi, sqrt

import numpy as np

from softmax_lib.functions import sigmoid
from softmax_lib.gradients import softmax_jacobian
from softmax_lib.plots.figure import ANIMALS, INK, PALETTE, QUIET, DescribedFigure

LINES = ("-", "--", ":")
MARKERS = ("o", "s", "^")


def honest_price(truth):
    """Show what each stated probability costs in the mean, by three prices, at a known `truth`."""
    q = np.arange(0.02, 0.985, 0.01)
    prices = {
        "−ln p": (-np.log(q), -np.log(1 - q)),
        "sum of squares": (2 * (1 - q) ** 2, 2 * q**2),
        "1 − p": (1 - q, q),
    }
    figure = DescribedFigure(6.4, 3.9)
    ax = figure.subplots()
    cheapest = []
    for k, (name, (if_panda, if_seal)) in enumerate(prices.items()):
        mean = truth * if_panda + (1 - truth) * if_seal
        ax.plot(q, mean, LINES[k], color=PALETTE[k], linewidth=2.5, label=name)
        best = mean.argmin()
        ax.plot(q[best], mean[best], MARKERS[k], color=PALETTE[k], markersize=9)
        cheapest.append(f"{name} at {q[best]:.2f}")
    ax.axvline(truth, color=INK, linewidth=1)
    ax.set(xlabel="stated probability of panda", ylabel="mean price", xlim=(0, 1), ylim=(0, 2))
    ax.set_title(f"{truth * 10:.0f} of 10 are pandas: what pays best?")
    ax.legend(loc="upper center", bbox_to_anchor=(0.47, 1), frameon=False)
    figure.description = (
        f"Mean price against the stated probability of panda, true share {truth}. Cheapest: "
        f"{cheapest[0]}, {cheapest[1]}, and {cheapest[2]}, the right end of its falling line."
    )
    return figure


def jacobian(z):
    """Show the Jacobian of softmax at `z`: rows say which probability, columns which score."""
    J = softmax_jacobian(np.asarray(z, dtype=float))
    figure = DescribedFigure(5.2, 4.3)
    ax = figure.subplots()
    top = abs(J).max()
    image = ax.imshow(J, cmap="PuOr_r", vmin=-1.6 * top, vmax=1.6 * top)
    for i, j in np.ndindex(J.shape):
        ax.text(j, i, _signed(J[i, j]), ha="center", va="center", color=INK, fontsize=14)
    ax.set_xticks(range(3), [f"{name}'s\nscore" for name in ANIMALS])
    ax.set_yticks(range(3), [f"p of {name}" for name in ANIMALS])
    ax.grid(visible=False)
    ax.set_title("One score rises by a little:\nslope of each probability")
    bar = figure.colorbar(image, ax=ax, shrink=0.8)
    bar.ax.tick_params(labelsize=10)
    rows = "; ".join(", ".join(_signed(value) for value in row) for row in J)
    figure.description = (
        f"The Jacobian as a 3 by 3 heat map, row by row: {rows}. Positive on the diagonal, "
        "negative elsewhere."
    )
    return figure


def kinks():
    """Show the slopes of ReLU, SiLU and GELU around 0."""
    x = np.linspace(-3, 3, 602)  # no point at 0, where ReLU has no slope
    slopes = {"ReLU": _relu_slope, "SiLU": _silu_slope, "GELU": _gelu_slope}
    figure = DescribedFigure(6.4, 4.4)
    ax = figure.subplots()
    near = []
    for k, (name, slope) in enumerate(slopes.items()):
        y = slope(x)
        y[np.abs(np.diff(y, append=y[-1])) > 0.5] = np.nan  # no line across a jump
        left, right = slope(np.array([-1e-6, 1e-6]))
        near.append(f"{name}: {left:.7f} and {right:.7f}")
        ax.plot(x, y, LINES[k], color=PALETTE[k], linewidth=2.5, label=near[-1])
    ax.set(xlabel="x", ylabel="slope at x")
    ax.set_title("ReLU's slope jumps, the others' do not")
    below = {"loc": "upper center", "bbox_to_anchor": (0.5, -0.2), "frameon": False}
    ax.legend(title="slope at x = −0.000001 and at x = +0.000001", **below)
    figure.description = f"Slopes at x = −0.000001 and +0.000001. {'; '.join(near)}."
    return figure


def _relu_slope(x):
    return (x > 0).astype(float)


def _silu_slope(x):
    return sigmoid(x) * (1 + x * (1 - sigmoid(x)))


def _gelu_slope(x):
    share_below = np.array([(1 + erf(value / sqrt(2))) / 2 for value in x])
    return share_below + x * np.exp(-(x**2) / 2) / sqrt(2 * pi)


def race(runs):
    """Show the right class's probability, step by step, until it leads: one line per loss."""
    figure = DescribedFigure(6.6, 3.9)
    ax = figure.subplots()
    for k, (name, seen) in enumerate(runs.items()):
        steps, n = np.arange(1, len(seen) + 1), len(seen)
        ax.plot(steps, seen, LINES[k], color=PALETTE[k], linewidth=2.5, label=f"{name}: {n} steps")
        ax.plot(n, seen[-1], MARKERS[k], color=PALETTE[k], markersize=9)
    ax.set(xscale="log", xlabel="step (each mark is 10 times the one before)", ylim=(-0.02, 0.72))
    ax.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
    ax.set_ylabel("probability of the right class")
    ax.set_title("How long until the right class leads?")
    ax.legend(loc="upper left", frameon=False)
    counts = ", ".join(f"{name} {len(seen)}" for name, seen in runs.items())
    figure.description = (
        f"From scores [10, 0], the second class being right, steps until it leads: {counts}. "
        "The lines of the squares lie near 0 almost to the end, then shoot up."
    )
    return figure


def loss_curves(runs, n_classes=3):
    """Show how each run's loss falls, beside the loss of knowing nothing, ln K."""
    figure = DescribedFigure(6.6, 3.9)
    ax = figure.subplots()
    start = log(n_classes)
    ax.axhline(start, color=QUIET, linewidth=1.5)
    last = max(len(losses) for losses in runs.values())
    ax.text(last, start * 1.08, f"ln {n_classes} = {start:.3f}", ha="right", va="bottom")
    ends = []
    for k, (name, losses) in enumerate(runs.items()):
        ends.append(f"{name}: {losses[0]:.2f} to {losses[-1]:.2f}")
        ax.plot(losses, LINES[k], color=PALETTE[k], linewidth=2.5, label=ends[-1])
    ax.set(yscale="log", xlabel="step", ylabel="loss, in nats")
    ticks = [0.1, 1, 10]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.set_title("The first loss tells how you started")
    ax.legend(loc="upper right", frameon=False)
    figure.description = (
        f"Loss against step, with a line at ln {n_classes} = {start:.3f}. {'; '.join(ends)}."
    )
    return figure


def _signed(value):
    """Return a slope with its sign."""
    return f"{value:+.3f}".replace("-", "−")
