"""The figures' common frame, and the facts that a figure repeats from elsewhere."""

from pathlib import Path

from softmax_lib.plots import lesson_00
from softmax_lib.plots.figure import DescribedFigure
from tools.drafts import read_course

ROOT = Path(__file__).parents[1]


def line(height=2.0):
    figure = DescribedFigure(height=height)
    figure.subplots().plot([1, 2])
    figure.description = "a line from 1 to 2."
    return figure


def test_figure_says_what_it_shows():
    assert repr(line()) == "Figure: a line from 1 to 2."


def test_figure_is_a_png_picture():
    assert line()._repr_png_().startswith(b"\x89PNG")


def test_figure_drawn_twice_gives_the_same_bytes():
    assert line()._repr_png_() == line()._repr_png_()


def test_map_shows_the_lessons_that_exist():
    lessons = [(lesson.number, lesson.title) for lesson in read_course(ROOT).lessons]
    assert [station[:2] for station in lesson_00.LESSONS] == lessons


def test_score_outside_the_drawing_is_described():
    assert "duck -0.8" in repr(lesson_00.drawing_and_scores([0.25, 1.23, -0.8]))
