"""A dot plot: a line for each case, and on it a mark for each of those who are compared."""

from itertools import chain, cycle

from softmax_lib.plots.figure import INK, MARKS, PALETTE, DescribedFigure


def dot_plot(title, label, panels, at_one=""):
    """Return a dot plot, its panels side by side on one logarithmic axis.

    `panels` holds them by heading, these hold the cases, and these the values of each name;
    `at_one` names what a line at 1 stands for.
    """
    cases = keys(panels.values())
    rows = [row for panel in panels.values() for row in panel.values()]
    names, lanes = keys(rows), max(map(len, rows), default=0)
    looks = dict(zip(names, cycle(zip(MARKS, PALETTE, strict=True)), strict=False))
    height = max(1.4 + len(cases) * (0.15 + 0.08 * lanes), 1 + 0.27 * len(names))
    figure = DescribedFigure(width=4 + 3 * len(panels), height=height)
    axes = figure.subplots(1, max(len(panels), 1), sharex=True, sharey=True, squeeze=False)[0]
    for ax, (heading, panel) in zip(axes, panels.items(), strict=False):
        draw(ax, panel, cases, looks, at_one)
        ax.set_title(heading, loc="center", weight="normal")
    set_scales(axes[0], cases, at_one)
    explain(figure, title, label)
    figure.description = described(title, label, rows)
    return figure


def explain(figure, title, label):
    """Write the title, the label of the axis, and the legend beside the panels."""
    figure.suptitle(title, x=0.01, ha="left", weight="bold", size=12.6)
    figure.supxlabel(label, size=12.6)
    lines = {line.get_label(): line for ax in figure.axes for line in ax.lines}
    figure.legend(lines.values(), lines, loc="outside right upper", frameon=False)


def keys(dicts):
    """Return the keys of all, each once."""
    return list(dict.fromkeys(chain(*dicts)))


def draw(ax, panel, cases, looks, at_one):
    """Draw one panel, every name a little lower than the last, so that none hides another."""
    if at_one:
        ax.axvline(1, color=INK, label=at_one)
    names = keys(panel.values())
    for k, name in enumerate(names):
        lower = 0.8 * ((k + 0.5) / len(names) - 0.5)
        points = [(x, cases.index(c) + lower) for c in panel for x in panel[c].get(name, [])]
        mark, colour = looks[name]
        look = {"color": colour, "markersize": 5.5, "mec": INK, "mew": 0.6, "label": name}
        ax.plot(*zip(*points, strict=True), mark, **look)
    ax.grid(visible=False, axis="y", which="major")
    ax.grid(axis="y", which="minor")


def set_scales(ax, cases, at_one):
    """Give the axes, which all panels share, their scales and ticks."""
    ax.set_yticks(range(len(cases)), cases)
    ax.set_yticks([k - 0.5 for k in range(1, len(cases))], minor=True)
    ax.set_ylim(len(cases) - 0.45, -0.55)
    ax.set_xscale("log")
    low, high = ax.get_xlim()
    ax.set_xlim((min(low, 0.45), max(high, 1.1)) if at_one else (low, high))
    ax.locator_params(axis="x", subs=(1, 2, 5) if high < 300 * low else (1,))
    ax.xaxis.set_major_formatter("{x:g}")
    ax.xaxis.minorticks_off()


def described(title, label, rows):
    """Return in words from where to where the values of each name reach."""
    values = {name: [x for row in rows for x in row.get(name, [])] for name in keys(rows)}
    reach = (f"{name} {min(xs):.3g} – {max(xs):.3g}" for name, xs in values.items())
    return f"{title}: {label}, from – to: {'; '.join(reach)}."
