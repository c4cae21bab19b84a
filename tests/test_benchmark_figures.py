"""Facts about the figures of the benchmarks; those of one benchmark alone are tested with it."""

from pathlib import Path

import pytest

from benchmarks._dot_plot import dot_plot
from benchmarks._figures import FIGURES, explorers, softmax
from benchmarks.explorers import summary

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def test_every_benchmark_has_a_figure():
    assert set(FIGURES) == {path.stem for path in BENCHMARKS.glob("[a-z]*.py")}


def test_times_of_softmax_are_multiples_of_ours():
    row = {"shape": [2, 3], "dtype": "float32", "seconds": {"ours": 2.0, "SciPy": 3.0, "JAX": 1.0}}
    figure = softmax({"rows": [row, row | {"dtype": "float64"}]})
    assert repr(figure).endswith("from – to: SciPy 1.5 – 1.5; JAX 0.5 – 0.5.")
    assert [ax.get_title() for ax in figure.axes] == ["float32", "float64"]
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["2×3"]


def test_moves_of_explorers_are_in_milliseconds():
    row = summary({"name": "an explorer", "moves": [0.01, 0.02, 0.05]})
    assert repr(explorers({"rows": [row]})).endswith("median 20 – 20; worst 50 – 50.")


def test_equal_values_have_marks_of_their_own():
    figure = dot_plot("", "", {"": {"a case": {"one": [2.0], "other": [2.0]}}})
    one, other = figure.axes[0].lines
    assert one.get_ydata() != other.get_ydata()
    assert one.get_marker() != other.get_marker()
    assert one.get_color() != other.get_color()


@pytest.mark.parametrize("values", [[1.01], [1e-3, 1e3]])
def test_the_axis_has_two_to_eight_ticks(values):
    (ax,) = dot_plot("", "", {"": {"a case": {"one": values}}}, "a line at 1").axes
    low, high = ax.get_xlim()
    assert 2 <= sum(low <= x <= high for x in ax.get_xticks()) <= 8


def test_a_figure_of_nothing_can_be_drawn():
    assert dot_plot("", "", {}, "a line at 1")._repr_png_().startswith(b"\x89PNG")
