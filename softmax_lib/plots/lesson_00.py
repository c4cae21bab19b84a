"""Figures of lesson 00: a drawing with its scores, and the map of the course."""

from softmax_lib.data import load_animals, render
from softmax_lib.plots.figure import (
    CLASS_COLOURS,
    INK,
    PALETTE,
    DescribedFigure,
    show_picture,
)

LESSONS = (  # number, title as it stands in the lesson, the question it answers
    ("00", "Start here", "How does this course work?"),
    ("01", "Three animals, one answer", "What does a classifier answer?"),
    ("02", "What a sigmoid can and cannot do", "Why not one sigmoid for each class?"),
    ("03", "Why argmax cannot learn", "Why not take the largest score?"),
    ("04", "Softmax, derived", "How do scores become probabilities?"),
    ("05", "Softmax in code", "How does it break, and how does it not?"),
    ("06", "Why not just divide by the sum?", "What is the exponential good for?"),
    ("07", "Two classes: softmax is sigmoid", "What is left when there are only two?"),
    ("08", "Cross-entropy, and the slope p − Y", "How does a classifier learn?"),
    ("09", "Temperature, and how far to trust", "How sure may it be?"),
    ("10", "Softmax elsewhere", "Where else is it at work?"),
    ("11", "A classifier on the GPU", "Does it know an artist it has never seen?"),
    ("12", "The museum of mistakes", "Which mistakes will you know at sight?"),
)


def drawing_and_scores(scores):
    """Draw the panda beside the scores that a program gave it, one bar per animal."""
    animals = load_animals(styles="twemoji")
    figure = DescribedFigure(width=6.5, height=2.6)
    picture, bars = figure.subplots(1, 2, width_ratios=(1, 2.4))
    show_picture(picture, render(animals.rgba[1], size=40)[0], "the drawing")
    bars.barh(animals.names, scores, color=CLASS_COLOURS)
    bars.axvline(0, color=INK, linewidth=1)
    bars.margins(x=0.18)
    for row, score in enumerate(scores):
        bars.annotate(
            f"{score:g}".replace("-", "−"), (score, row), xytext=(6 if score > 0 else -6, 0),
            textcoords="offset points", va="center", ha="left" if score > 0 else "right",
        )
    bars.set(xlabel="score")
    bars.set_title("its scores", loc="center")
    bars.invert_yaxis()
    listed = ", ".join(f"{n} {s:g}" for n, s in zip(animals.names, scores, strict=True))
    figure.description = f"a drawing of a panda, and a bar for each score: {listed}."
    return figure


def map_of_lessons():
    """Draw the lessons as stations on one line, each with its number, title and question."""
    figure = DescribedFigure(width=6.5, height=0.5 + 0.62 * len(LESSONS))
    ax = figure.subplots()
    rows = range(len(LESSONS))
    ax.plot([0] * len(LESSONS), rows, color=PALETTE[0], linewidth=4, zorder=1)
    ax.scatter([0] * len(LESSONS), rows, s=620, color=PALETTE[0], zorder=2)
    for row, (number, title, question) in zip(rows, LESSONS, strict=True):
        ax.text(0, row, number, color="white", weight="bold", ha="center", va="center")
        ax.text(0.35, row - 0.16, title, weight="bold", va="center")
        ax.text(0.35, row + 0.2, question, va="center", fontsize=12)
    ax.set(xlim=(-0.4, 5), ylim=(len(LESSONS) - 0.5, -0.5))
    ax.set_axis_off()
    listed = "; ".join(f"{number} {title}: {question}" for number, title, question in LESSONS)
    figure.description = f"the lessons as stations on one line. {listed}"
    return figure
