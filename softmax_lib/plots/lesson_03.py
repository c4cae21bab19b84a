"""The figures of lesson 03: what argmax throws away, a cliff beside a ramp, slopes across a tie."""

import numpy as np
from matplotlib import colormaps
from matplotlib.ticker import FixedLocator, NullFormatter
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from softmax_lib.functions import hardmax, softmax
from softmax_lib.gradients import finite_difference
from softmax_lib.plots.figure import ANIMALS, CLASS_COLOURS, INK, PALETTE, QUIET, DescribedFigure

HARD, SOFT = PALETTE[3], PALETTE[0]
AREA = (-0.8, 3.2)  # of the scores; the duck, at −0.8, wins nowhere in it


def two_drawings(*rows):
    """Show what hardmax and softmax make of each row of scores: a row of panels for each."""
    figure = DescribedFigure(6.6, 5.2)
    figure.get_layout_engine().set(hspace=0.08)
    for panels, z in zip(figure.subplots(len(rows), 3), rows, strict=True):
        for ax, name, values in zip(
            panels, ("scores", "hardmax", "softmax"), (z, hardmax(z), softmax(z)), strict=True
        ):
            _bars(ax, name, values)
    answers = "; ".join(
        f"scores {_list(z)}: hardmax {_list(hardmax(z))}, softmax {_list(softmax(z))}" for z in rows
    )
    figure.description = f"Two rows of three bar charts. {answers}."
    return figure


def _bars(ax, name, values):
    """Draw one bar for each animal, its value written at its end."""
    bars = ax.bar(ANIMALS, values, color=CLASS_COLOURS)
    ax.bar_label(bars, [_number(value) for value in values], padding=2, fontsize=11)
    ax.axhline(0, color=INK, linewidth=1)
    ax.set_ylim(*((-1.3, 1.7) if name == "scores" else (0, 1.2)))
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.set_title(name)


def cliff_and_ramp(z):
    """Show the panda's output over all scores of seal and panda: argmax's cliff, softmax's ramp."""
    figure = DescribedFigure(6.2, 3.5)
    cliff, ramp = (figure.add_subplot(1, 2, place, projection="3d") for place in (1, 2))
    _cliff(cliff)
    lowest, highest = _ramp(ramp, z[2])
    for ax, f in ((cliff, hardmax), (ramp, softmax)):
        ax.plot(*z[:2], f(z)[1] + 0.02, "o", color=HARD, markersize=9, mec="white", zorder=10)
        ax.set(xlabel="seal's score", ylabel="panda's score", zlim=(0, 1), zticks=(0, 0.5, 1))
        ax.set(xticks=range(4), yticks=range(4))
        ax.set_box_aspect((1, 1, 0.75), zoom=0.84)
        ax.xaxis.label.set_size(11)
        ax.yaxis.label.set_size(11)
        ax.tick_params(labelsize=10, pad=-1)
        ax.view_init(elev=28, azim=-65)
    figure.description = (
        "Two surfaces over the plane of the seal's and the panda's score, from −0.8 to 3.2 each; "
        f"their height is the panda's output, and the duck's score stays {_number(z[2])}. Hardmax: "
        "flat at 0 and flat at 1, with a wall along the line of equal scores. Softmax: one smooth "
        f"slope from {lowest:.2f} up to {highest:.2f}. A dot marks our scores."
    )
    return figure


def _cliff(ax):
    """Draw the panda's output of hardmax: two flat triangles, and a wall along the ties."""
    low, high = AREA
    floor = [(low, low, 0), (high, low, 0), (high, high, 0)]
    roof = [(low, low, 1), (low, high, 1), (high, high, 1)]
    wall = [(low, low, 0), (high, high, 0), (high, high, 1), (low, low, 1)]
    shades = colormaps["cividis"]([0.2, 0.6, 1.0])
    ax.add_collection3d(Poly3DCollection([floor, wall, roof], facecolors=shades, edgecolors=INK))
    ax.set(title="hardmax: a cliff", xlim=AREA, ylim=AREA)


def _ramp(ax, duck):
    """Draw the panda's output of softmax over the same plane; return its ends."""
    seal, panda = np.meshgrid(np.linspace(*AREA, 21), np.linspace(*AREA, 21))
    height = softmax(np.stack([seal, panda, np.full(seal.shape, duck)], axis=-1))[..., 1]
    ax.plot_surface(seal, panda, height, rstride=1, cstride=1, cmap="cividis", vmin=-0.25, vmax=1,
                    edgecolor=INK, linewidth=0.15)
    ax.set_title("softmax: a ramp")
    return height.min(), height.max()


def across_the_tie(z, steps):
    """Show seal's output while its score passes the tie, and the slopes that steps ±h measure."""
    figure = DescribedFigure(6.2, 4.0)
    left, right = figure.subplots(1, 2)
    _passing(left, z, steps)
    measured = _slopes(right, z, steps)
    figure.description = (
        "Left: as the seal's score passes the panda's, hardmax jumps from 0 to 1 and softmax "
        f"rises gently. Right: the slope measured at the tie with steps h of {_list(steps)}. "
        f"{measured}."
    )
    return figure


def _passing(ax, z, steps):
    """Draw both outputs against the seal's score, and two lines through the jump."""
    lead = np.linspace(-1.2, 1.2, 241)
    moved = z + lead[:, None] * np.eye(3)[0]
    jump = np.where(lead == 0, np.nan, hardmax(moved)[:, 0])
    ax.plot(lead, jump, color=HARD, linewidth=2.5, label="hardmax")
    ax.plot(lead, softmax(moved)[:, 0], "--", color=SOFT, linewidth=2.5, label="softmax")
    for h, marker in zip((1, 0.3), ("o", "s"), strict=True):
        ax.plot((-h, h), (0, 1), ":", marker=marker, color=QUIET, label=f"steps of ±{h}")
    ax.set(xlabel="seal's lead over panda", ylabel="seal's output", title="Passing the tie")
    ax.set_yticks((0, 0.5, 1))
    _legend(ax)


def _slopes(ax, z, steps):
    """Draw the measured slopes against h; return them in words."""
    words = []
    for f, style, colour in ((hardmax, "o-", HARD), (softmax, "s--", SOFT)):
        slopes = [finite_difference(lambda z, f=f: f(z)[0], z, h=h)[0] for h in steps]
        ax.plot(steps, slopes, style, color=colour, linewidth=2, label=f.__name__)
        words.append(f"{f.__name__}: {_list(slopes)}")
    ax.set(xscale="log", yscale="log", title="Slope at the tie")
    ax.set_xlabel("step h, smaller to the right")
    ax.xaxis.set_major_locator(FixedLocator(steps))
    ax.set_xticklabels([f"{h:g}" for h in steps])
    ax.set_yticks((0.1, 1, 10, 100, 1000), ["0.1", "1", "10", "100", "1000"])
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_minor_formatter(NullFormatter())
    ax.invert_xaxis()
    _legend(ax)
    return "; ".join(words)


def _legend(ax):
    """Put the legend below the panel, where it hides nothing."""
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, frameon=False, fontsize=10,
              columnspacing=1, handlelength=1.6)


def _list(numbers):
    """Return numbers as a sentence lists them."""
    return ", ".join(_number(number) for number in numbers)


def _number(value):
    """Return a number with at most three decimals, and a real minus sign."""
    return f"{round(float(value), 3):g}".replace("-", "−")
