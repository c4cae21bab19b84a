"""Figures of lesson 01: the drawings, the kinds of question, the rows of labels, the answers."""

from itertools import groupby

import numpy as np
from matplotlib.patches import Rectangle

from softmax_lib.data import ARTISTS, UNSEEN_ARTIST, render
from softmax_lib.plots.figure import CLASS_COLOURS, INK, PAPER, QUIET, DescribedFigure, show_picture

PALE = "#e9e7e1"


def all_drawings(animals):
    """Draw each class as a row and each style as a column; a frame marks the unseen artist."""
    styles, names = animals.styles, animals.names
    figure = _figure(width=6.4, height=2.4)
    ax = _table(figure, width=len(styles) + 1.3, height=len(names) + 0.6)
    for k, name in enumerate(names):
        ax.text(1.15, k + 1.1, name, ha="right", va="center", weight="bold")
        for s, picture in enumerate(render(animals.rgba[k], size=40)):
            _place(ax, picture, x=s + 1.3, y=k + 0.6)
    places = groupby(range(len(styles)), key=lambda s: ARTISTS[styles[s]])
    for artist, group in places:
        columns = list(group)
        left, right = 1.3 + columns[0], 2.3 + columns[-1]
        ax.plot([left + 0.1, right - 0.1], [0.52, 0.52], color=QUIET, linewidth=1)
        label = artist.removeprefix("GNU ")
        ax.text((left + right) / 2, 0.27, label, ha="center", va="center", fontsize=10)
    at = styles.index(UNSEEN_ARTIST) + 1.3
    frame = Rectangle((at, 0.6), 1, len(names), fill=False, edgecolor=INK, linewidth=2)
    ax.add_patch(frame)
    figure.description = (
        f"{len(names)} rows ({', '.join(names)}) of {len(styles)} drawings each, by "
        f"{len(set(ARTISTS[s] for s in styles))} groups of artists; a frame marks those of "
        f"{ARTISTS[UNSEEN_ARTIST]}."
    )
    return figure


def three_questions(animals):
    """Ask a binary, a multiclass and a multilabel question, with the answers that fit ticked."""
    seal, panda, duck = render(animals.rgba[:, animals.styles.index("noto")], size=40)
    names = animals.names
    rows = (
        ("binary", "Is it a seal?", panda, ("no", "yes"), (0,)),
        ("multiclass", "Which one is it?", panda, names, (1,)),
        ("multilabel", "Which ones are there?", np.hstack([seal, duck]), names, (0, 2)),
    )
    figure = _figure(width=5.4, height=2.95)
    ax = _table(figure, width=8.4, height=4.3)
    for row, (kind, question, picture, answers, ticked) in enumerate(rows):
        top = 1.5 * row
        _place(ax, picture, x=0.1 if picture.shape[1] > 40 else 0.6, y=top + 0.25)
        ax.text(2.4, top + 0.34, kind, weight="bold", va="center")
        ax.text(4.3, top + 0.34, question, va="center")
        for k, answer in enumerate(answers):
            _chip(ax, 2.4 + 1.95 * k, top + 0.64, answer, k in ticked)
    figure.description = (
        "a panda under a binary question (Is it a seal? no), the panda under a multiclass question "
        "(Which one is it? panda), a seal beside a duck under a multilabel question (Which ones "
        "are there? seal and duck)."
    )
    return figure


def one_point(picture, row, column):
    """Draw a picture with one point framed, and the three numbers of that point as bars."""
    colours = ("red", "green", "blue")
    numbers = picture[row, column]
    figure = _figure(width=5.2, height=2.5)
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.3))
    show_picture(left, picture, f"{picture.shape[0]} × {picture.shape[1]} points")
    frame = Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=INK, linewidth=2.5)
    left.add_patch(frame)
    right.barh(colours, numbers, color=("#c0392b", "#2e8b57", "#2f6fb5"))
    for place, number in enumerate(numbers):
        right.text(number + 0.03, place, f"{number:.2f}", va="center")
    right.set(xlim=(0, 1), xticks=(0, 0.5, 1), xlabel="0 = dark, 1 = full light")
    right.set_title("the framed point", loc="center", fontsize=left.title.get_fontsize())
    right.invert_yaxis()
    right.grid(axis="y", visible=False)
    listed = ", ".join(f"{c} {n:.2f}" for c, n in zip(colours, numbers, strict=True))
    figure.description = (
        f"a picture of {picture.shape[0]} by {picture.shape[1]} points; one is framed, and it is "
        f"three numbers: {listed}."
    )
    return figure


def one_hot_rows(animals):
    """Draw one picture of each class, its index, and its one-hot row."""
    names = animals.names
    pictures = render(animals.rgba[:, animals.styles.index("noto")], size=40)
    figure = _figure(width=4.8, height=3.15)
    ax = _table(figure, width=6.6, height=len(names) + 1.05)
    for x, text in ((0.6, "drawing"), (1.85, "index"), (4.6, "one-hot row")):
        ax.text(x, 0.2, text, ha="center", va="center", color=QUIET)
    for k, name in enumerate(names):
        x, y = 2.8 + 1.2 * k, k + 1
        ax.text(x + 0.6, 0.7, f"{k}: {name}", ha="center", va="center", fontsize=11)
        _place(ax, pictures[k], x=0.1, y=y)
        ax.text(1.85, y + 0.5, str(k), ha="center", va="center", fontsize=17)
        for column in range(len(names)):
            _cell(ax, 2.8 + 1.2 * column, y, int(column == k), CLASS_COLOURS[k])
    rows = ", ".join(
        f"{name} {k} [{', '.join(str(int(c == k)) for c in range(len(names)))}]"
        for k, name in enumerate(names)
    )
    figure.description = f"each drawing with its index and its one-hot row: {rows}."
    return figure


def answers(pictures, p, names):
    """Draw each picture beside a bar for each of its probabilities; the largest is named."""
    figure = _figure(width=5.0, height=0.4 + 1.4 * len(pictures))
    axes = figure.subplots(len(pictures), 2, width_ratios=(1, 2.6), squeeze=False)
    for (left, right), picture, row in zip(axes, pictures, p, strict=True):
        show_picture(left, picture)
        right.barh(names, row, color=CLASS_COLOURS[: len(names)], height=0.7)
        for place, share in enumerate(row):
            right.text(share + 0.02, place, f"{share:.2f}", va="center")
        right.set(xlim=(0, 1.12), xticks=(0, 0.5, 1))
        right.set_title(f"answer: {names[int(row.argmax())]}", fontsize=12)
        right.invert_yaxis()
        right.grid(axis="y", visible=False)
        right.tick_params(axis="x", labelbottom=right is axes[-1, 1])
    axes[-1, 1].set_xlabel("probability")
    listed = (", ".join(f"{n} {s:.2f}" for n, s in zip(names, row, strict=True)) for row in p)
    told = "; ".join(f"picture {k}: {row}" for k, row in enumerate(listed, start=1))
    figure.description = f"pictures, each with its probabilities as bars. {told}."
    return figure


def _figure(width, height):
    """Return a figure with a little air at its edges."""
    figure = DescribedFigure(width=width, height=height)
    figure.get_layout_engine().set(w_pad=0.1, h_pad=0.1)
    return figure


def _table(figure, width, height):
    """Return axes of this size in units of a picture, row 0 at the top, with nothing drawn."""
    ax = figure.subplots()
    ax.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    ax.set_axis_off()
    return ax


def _place(ax, picture, x, y):
    """Draw a picture one unit high, with its left upper corner at x, y."""
    width = picture.shape[1] / picture.shape[0]
    extent = (x + 0.04, x + width - 0.04, y + 0.96, y + 0.04)
    ax.imshow(picture, extent=extent, interpolation="nearest", aspect=ax.get_aspect(), zorder=1)


def _chip(ax, x, y, text, ticked):
    """Draw a possible answer as a box; one that fits is dark and has a tick."""
    box = Rectangle((x, y), 1.75, 0.56, facecolor=INK if ticked else PAPER, edgecolor=QUIET)
    ax.add_patch(box)
    label, colour = (f"✓ {text}", PAPER) if ticked else (text, QUIET)
    ax.text(x + 0.875, y + 0.29, label, color=colour, ha="center", va="center")


def _cell(ax, x, y, number, colour):
    """Draw a 0 or a 1 in a box; the 1 is bold, and its box has the colour of its class."""
    box = Rectangle((x + 0.07, y + 0.09), 1.06, 0.82, facecolor=PALE)
    if number:
        box.set(facecolor=(*colour, 0.25), edgecolor=colour, linewidth=3)
    ax.add_patch(box)
    weight, ink = ("bold", INK) if number else ("normal", QUIET)
    style = {"ha": "center", "va": "center", "fontsize": 17}
    ax.text(x + 0.6, y + 0.5, str(number), color=ink, weight=weight, **style)
