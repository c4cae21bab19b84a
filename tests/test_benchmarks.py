"""The benchmarks count and print rightly; how fast anything is, no test says."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sklearn
from libraries import needs

from benchmarks._contestants import CONTESTANTS, Disagreement, compiles, installed, ours, start
from benchmarks._report import duration, machine, markdown, versions
from benchmarks._softmax_report import report
from benchmarks._timing import FEWEST, geometric_mean, interleave, peak_memory, ratio
from benchmarks.softmax import main, memory
from softmax_lib import rates

ROOT = Path(__file__).parents[1]
ROW = {
    "shape": [64, 10],
    "dtype": "float32",
    "seconds": {"ours": 3e-6, "SciPy": 2e-6, "JAX": 0.5},
    "fastest round": {"ours": 3e-6, "SciPy": 2e-6, "JAX": 0.5},
    "ours/SciPy": 1.5,
    "bytes per second": 1.7e9,
    "share of copy": 0.17,
}
FOUND = {
    "machine": "an abacus",
    "versions": {"numpy": "2.0"},
    "copy bandwidth": 1e10,
    "threads": "one",
    "missing": {"PyTorch": "torch"},
    "rows": [ROW],
    "ours/SciPy": {"geometric mean": 1.5, "largest": 1.5},
    "peak memory": {"shape": [64, 10], "dtype": "float32", "times the input": {"ours": 1.0}},
}


TINY = """
import sys
from benchmarks import softmax
from softmax_lib import rates
softmax.compiles = lambda: False  # or the test would wait for a compiler
rates.COPIED["cpu"], rates.SIDES["cpu"] = 2**20, 64
softmax.main(["--shape", "2", "3", "--seconds", "0", *sys.argv[1:]])
"""
ALONE = """
from benchmarks import softmax
softmax.CONTESTANTS = {name: softmax.CONTESTANTS[name] for name in ("ours", "SciPy")}
"""


def run_in(folder, code, *arguments):
    """Return what Python printed in `folder`, without a word on stderr."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


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


def test_peak_memory_of_the_loss_counts_the_gradient_too():
    peaks = memory({"ours": ("numpy", ours)}, (100, 1000))["times the input"]
    assert 1 <= peaks["our loss and gradient"] < 2


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


@pytest.mark.parametrize("works", [True, False])
def test_a_first_try_tells_if_there_is_a_compiler(monkeypatch, works):
    needs("torch")

    def compiled(*given):
        if not works:
            raise RuntimeError("no compiler")

    who = [("ours compiled", compiled, compiled)]
    monkeypatch.setattr(rates, "contestants", lambda place: who)
    assert compiles() == works


def test_what_is_compiled_is_our_function_along_the_last_axis(monkeypatch):
    torch = needs("torch")
    monkeypatch.setattr(torch, "compile", lambda f, dynamic: f)
    both = {name: CONTESTANTS[name] for name in ("ours", "ours compiled")}
    calls = start(both, np.array([[1.0, 2.0], [3.0, 0.0]]))  # it raises where they disagree
    assert isinstance(calls["ours compiled"](), torch.Tensor)


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


def test_versions_are_those_of_what_is_installed():
    found = versions(["numpy", "sklearn", "no_such_package"])
    expected = {"numpy": np.__version__, "sklearn": sklearn.__version__}
    assert found == {"Python": ".".join(map(str, sys.version_info[:3]))} | expected


def test_the_report_shows_the_times_the_ratios_and_who_is_missing():
    text = report(FOUND)
    assert "|        scores |    ours | GB/s | of copy |   SciPy | ratio |    JAX |" in text
    assert "| 64×10 float32 | 3.00 µs | 1.70 |     17% | 2.00 µs |  1.50 | 500 ms |" in text
    assert "geometric mean 1.50, largest 1.50" in text
    assert "- PyTorch: not run: needs torch" in text
    assert "A copy reads and writes 10.0 GB/s" in text
    assert "busy" not in text


def test_the_report_says_when_the_machine_was_busy():
    slow = ROW | {"fastest round": ROW["fastest round"] | {"JAX": 0.1}}
    assert "up to 5 × the fastest round (JAX, 64×10 float32)" in report(FOUND | {"rows": [slow]})


def test_a_tiny_run_has_a_row_for_each_precision_with_all_who_are_installed(tmp_path):
    said = run_in(tmp_path, TINY, "--out", "a/folder")
    folder = tmp_path / "a" / "folder"
    found = json.loads((folder / "softmax.json").read_text(encoding="utf-8"))
    assert [row["dtype"] for row in found["rows"]] == ["float32", "float64"]
    here = [name for name in installed(CONTESTANTS) if name != "ours compiled"]
    assert all(list(row["seconds"]) == here for row in found["rows"])
    assert "compiler" in found["missing"]["ours compiled"]
    for row, n_bytes in zip(found["rows"], (48, 96), strict=True):  # 6 scores, there and back
        assert row["bytes per second"] == pytest.approx(n_bytes / row["seconds"]["ours"])
        assert row["share of copy"] == row["bytes per second"] / found["copy bandwidth"]
    assert report(found) + "\n" == said
    shown = (folder / "softmax.md").read_text(encoding="utf-8")
    assert shown.startswith(said)
    assert "](softmax.png)" in shown
    assert (folder / "softmax.png").read_bytes().startswith(b"\x89PNG")


def test_without_a_folder_nothing_is_written_and_nothing_is_loaded_that_draws(tmp_path):
    said = run_in(tmp_path, ALONE + TINY + "print('matplotlib' in sys.modules)")
    assert said.endswith("False\n")
    assert list(tmp_path.iterdir()) == []
