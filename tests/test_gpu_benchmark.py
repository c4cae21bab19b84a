"""The GPU benchmark counts and tells rightly, on a made-up GPU with a made-up clock."""

import json
import os
import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO
from itertools import count
from pathlib import Path
from unittest import mock

import pytest
from kernels import INTERPRETER, PLACE, torch

from benchmarks import _figures, gpu
from benchmarks._gpu_contestants import LOSS, SOFTMAX
from benchmarks._gpu_report import report
from benchmarks._gpu_timing import start

LIGER = "Liger-Kernel"
ROOT = Path(__file__).parents[1]


class Tick:
    """A moment on the clock of a GPU that takes a millisecond from each event to the next."""

    moments = count()

    def __init__(self, enable_timing):
        assert enable_timing

    def record(self):
        self.at = next(self.moments)

    def elapsed_time(self, later):
        return later.at - self.at


@pytest.fixture(scope="module")
def made_up_gpu():
    """Let what is asked of a GPU be answered by the CPU, and compile nothing."""
    with pytest.MonkeyPatch.context() as patch, mock.patch.dict(os.environ, INTERPRETER):
        make_up_a_gpu(patch)
        yield


def make_up_a_gpu(patch):
    """Put simple answers in place of those that only a GPU can give."""
    answers = {
        "Event": Tick,
        "get_device_properties": lambda n: mock.Mock(total_memory=2**10),
        "get_device_name": lambda: "an abacus",
        "mem_get_info": lambda: (2**32, 2**40),
        "memory_allocated": lambda: 100,
        "max_memory_allocated": lambda: 100 + 24,
    }
    silent = dict.fromkeys(("synchronize", "empty_cache", "reset_peak_memory_stats"), lambda: None)
    for name, answer in (answers | silent).items():
        patch.setattr(torch.cuda, name, answer)
    patch.setattr(torch.compiler, "reset", lambda: None)
    patch.setattr(torch, "compile", lambda f, dynamic: f)
    patch.setattr("benchmarks._gpu_timing.GPU", PLACE)
    patch.setattr("benchmarks._gpu_timing.CACHE", 1)
    patch.setattr(gpu, "GPU", PLACE)
    patch.setattr(gpu, "lacking", lambda: "")
    patch.setattr(gpu, "installed", lambda kind: {k: v for k, v in kind.items() if k != LIGER})


@pytest.fixture(scope="module")
def ran(made_up_gpu, tmp_path_factory):
    """Return the folder that a small run wrote into, and what it printed."""
    folder = tmp_path_factory.mktemp("gpu")
    shapes = ["--shape", "4", "10", "--shape", "65536", "131072"]  # the second does not fit
    with redirect_stdout(StringIO()) as printed:
        gpu.main([*shapes, "--rounds", "2", "--out", str(folder)])
    return folder, printed.getvalue()


@pytest.fixture
def found(ran):
    """Return what a small run found."""
    return json.loads((ran[0] / "gpu.json").read_text(encoding="utf-8"))


def test_what_is_printed_can_be_had_from_the_files(ran, found):
    folder, said = ran
    assert report(found) + "\n" == said
    assert (folder / "gpu.md").read_text(encoding="utf-8").startswith(said)


def test_the_figure_has_the_share_of_all_who_have_a_time(found):
    for row in found["loss"]:
        row["seconds"]["PyTorch"] = None
    said = repr(_figures.gpu(found))
    assert "from – to: fused 0.625 – 1.25; torch.softmax 0.625 – 1.25" in said
    assert "PyTorch compiled 0.625" in said
    assert "PyTorch 0.625" not in said


def test_every_contestant_has_a_time_an_error_and_a_peak(found):
    for name, kind in {"softmax": SOFTMAX, "loss": LOSS}.items():
        assert [row["dtype"] for row in found[name]] == ["float32", "bfloat16"]
        for row in found[name]:
            for what in ("seconds", "errors", "peak", "times ours"):
                assert list(row[what]) == [name for name in kind if name != LIGER]
            assert set(row["seconds"].values()) == {1e-3}


def test_results_of_all_contestants_are_near_float64(found):
    for row in found["softmax"] + found["loss"]:
        assert max(row["errors"].values()) < {"float32": 1e-6, "bfloat16": 1e-2}[row["dtype"]]


def test_peak_memory_counts_the_scores_too(found):
    assert found["loss"][0]["peak"]["fused"] == pytest.approx(1 + 24 / (4 * 10 * 4))


def test_rates_are_bytes_by_seconds(found):
    assert found["copy bandwidth"] == 2 * 2**7 / 1e-3
    assert found["softmax"][0]["share of copy"] == pytest.approx(2 * 4 * 10 * 4 / (2 * 2**7))


def test_report_names_the_gpu_what_is_missing_and_what_did_not_fit(found):
    found["loss"][0]["seconds"]["PyTorch"] = None
    text = report(found)
    assert "- an abacus; a copy reads and writes 0 GB/s" in text
    assert "- Liger-Kernel: not run: needs liger-kernel" in text
    (row,) = (line for line in text.splitlines() if "4×10 float32" in line and " – |" in line)
    assert [cell.strip() for cell in row.split("|")][1:5] == [
        "4×10 float32",
        "1.00 ms",
        "125%",
        "–",
    ]
    assert "Time as a multiple of ours, from – to: fused 1.00 – 1.00, torch.softmax" in text


@pytest.mark.parametrize(
    ("n_classes", "scores_moved"),
    [(1000, 2000), (32_768, 65_536), (131_072, 3 * 131_072 - 8192), (50_257, 3 * 50_257 - 1105)],
)
def test_long_rows_are_read_twice_but_for_their_last_block(n_classes, scores_moved):
    assert gpu.bytes_moved((7, n_classes), "bfloat16") == 7 * scores_moved * 2


def test_contestant_without_memory_has_no_time(made_up_gpu):
    def full(z):
        raise torch.cuda.OutOfMemoryError("CUDA out of memory")

    assert start(full, (1,), judge=None) == (None, None, None)


def test_without_a_gpu_it_says_so_in_one_line_and_prints_no_number():
    if PLACE == "cuda":
        pytest.skip("here is a GPU")
    command = [sys.executable, "-m", "benchmarks.gpu"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Nothing was measured: the GPU benchmark needs an NVIDIA GPU that PyTorch can use.\n"
    )
