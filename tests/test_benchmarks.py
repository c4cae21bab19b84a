"""The benchmarks count and print rightly; how fast anything is, no test says."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks._contestants import CONTESTANTS, Disagreement, installed, ours, start
from benchmarks._report import duration, machine, markdown, report
from benchmarks._timing import FEWEST, geometric_mean, interleave, peak_memory, ratio
from benchmarks.softmax import main

ROOT = Path(__file__).parents[1]
ROW = {
    "shape": [64, 10],
    "dtype": "float32",
    "seconds": {"ours": 3e-6, "SciPy": 2e-6, "JAX": 0.5},
    "fastest round": {"ours": 3e-6, "SciPy": 2e-6, "JAX": 0.5},
    "ours/SciPy": 1.5,
}
FOUND = {
    "machine": "an abacus",
    "versions": {"numpy": "2.0"},
    "threads": "one",
    "missing": ["PyTorch"],
    "rows": [ROW],
    "ours/SciPy": {"geometric mean": 1.5, "largest": 1.5},
    "peak memory": {"shape": [64, 10], "dtype": "float32", "times the input": {"ours": 1.0}},
}


# The numbers.


def test_the_ratio_is_the_median_of_the_ratios_within_the_rounds():
    assert ratio([1, 4, 9], [2, 4, 3]) == 1  # the medians alone would give 4/3


def test_the_geometric_mean_balances_a_half_and_a_double():
    assert geometric_mean([0.5, 2]) == pytest.approx(1)
    assert geometric_mean([1, 1, 8]) == pytest.approx(2)


def test_every_contestant_is_timed_in_every_round_and_the_order_alternates(monkeypatch):
    monkeypatch.setattr("benchmarks._timing.repetitions", lambda timer: 2)
    calls = []
    times = interleave({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, seconds=0)
    assert {name: len(t) for name, t in times.items()} == {"a": FEWEST, "b": FEWEST}
    assert "".join(calls) == "aaabbbbbbaaa" * (FEWEST // 2)  # the first of each three is not timed


def test_peak_memory_counts_what_numpy_holds_at_one_time():
    assert peak_memory(lambda: np.empty(10**6)) == pytest.approx(8e6, rel=0.01)
    assert peak_memory(lambda: np.zeros(10**6) + np.zeros(10**6)) == pytest.approx(16e6, rel=0.01)


# The contestants.


def test_a_contestant_whose_package_is_missing_is_left_out():
    some = {"ours": ("numpy", ours), "nobody's": ("no_such_package", ours)}
    assert list(installed(some)) == ["ours"]


@pytest.mark.parametrize(
    "wrong", [lambda z: np.full_like(z, 0.5), lambda z: ours(z)().astype("f2")]
)
def test_nothing_is_timed_where_results_disagree(wrong):
    contestants = {"ours": ("numpy", ours), "the other": ("numpy", lambda z: lambda: wrong(z))}
    with pytest.raises(Disagreement, match="the other and ours disagree on float32"):
        start(contestants, np.array([[1.0, 2.0]], "float32"))


def test_a_disagreement_ends_the_run_with_a_sentence(monkeypatch):
    wrong = ("numpy", lambda z: lambda: 2 * z)
    monkeypatch.setattr("benchmarks.softmax.CONTESTANTS", {"ours": ("numpy", ours), "SciPy": wrong})
    with pytest.raises(SystemExit, match="SciPy and ours disagree on float32"):
        sys.exit(main(["--shape", "1", "2"]))


# The words.


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (12.34, "12.3 s"),
        (0.3, "300 ms"),
        (9.996e-3, "10.0 ms"),
        (9.996e-4, "1.00 ms"),
        (7.654e-6, "7.65 µs"),
        (3e-10, "0.300 ns"),
    ],
)
def test_a_duration_has_three_digits_and_a_unit(seconds, words):
    assert duration(seconds) == words


def test_a_table_is_in_line():
    assert markdown(["a", "time"], [["long", "1"], ["b", "22"]]).splitlines() == [
        "|    a | time |",
        "| ---: | ---: |",
        "| long |    1 |",
        "|    b |   22 |",
    ]


def test_the_machine_has_a_processor_and_cores():
    assert " on " in machine() and machine().endswith(" cores")


def test_the_report_shows_the_times_the_ratios_and_who_is_missing():
    text = report(FOUND)
    assert "|        scores |    ours |   SciPy | ratio |    JAX |" in text
    assert "|  64×10 float32 | 3.00 µs | 2.00 µs |  1.50 | 500 ms |" in text.replace(
        "| 64", "|  64"
    )
    assert "geometric mean 1.50, largest 1.50" in text
    assert "Not installed, so left out: PyTorch" in text
    assert "busy" not in text


def test_the_report_says_when_the_machine_was_busy():
    slow = ROW | {"fastest round": ROW["fastest round"] | {"JAX": 0.1}}
    assert "up to 5 × the fastest round (JAX, 64×10 float32)" in report(FOUND | {"rows": [slow]})


def test_a_tiny_run_has_a_row_for_each_precision_with_all_who_are_installed(tmp_path):
    file = tmp_path / "found.json"
    command = [sys.executable, "-m", "benchmarks.softmax", "--shape", "2", "3", "--seconds", "0"]
    done = subprocess.run([*command, "--json", file], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert [row["dtype"] for row in found["rows"]] == ["float32", "float64"]
    assert all(list(row["seconds"]) == list(installed(CONTESTANTS)) for row in found["rows"])
    assert report(found) + "\n" == done.stdout
