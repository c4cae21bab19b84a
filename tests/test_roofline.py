"""Bytes and operations are counted rightly; how fast anything is, no test says."""

import json
from importlib import import_module
from itertools import count
from math import prod

import numpy as np
import pytest
from libraries import needs

from benchmarks import roofline as benchmark
from softmax_lib import devices, growth, rates, stopwatch
from softmax_lib.devices import Device
from softmax_lib.roofline import Point, Roof, Work, loss_work, softmax_work

HOST = Device("numpy", "cpu", "the CPU")
ROOF = Roof(bandwidth=10.0, rate=100.0)
POINT = Point("ours on NumPy", "softmax", "cpu", 2.0, Work(bytes=8, operations=5))


class Counter:
    """Arithmetic that counts: `scores` are read once, results are written once."""

    def __init__(self):
        self.operations = 0

    def __call__(self, value):
        self.operations += 1
        return value


def plain_softmax(row, op):
    """Return the softmax of a row, in loops, through the counter `op`."""
    peak = row[0]
    for z in row[1:]:
        peak = op(max(peak, z))
    e = [op(np.exp(op(z - peak))) for z in row]
    total = e[0]
    for term in e[1:]:
        total = op(total + term)
    return [op(term / total) for term in e], peak, total


def plain_loss(rows, labels, op):
    """Return the mean loss and its gradient, in loops, through the counter `op`."""
    losses, slopes = [], []
    for row, label in zip(rows, labels, strict=True):
        p, peak, total = plain_softmax(row, op)
        losses.append(op(op(np.log(total)) - (row[label] - peak)))
        p[label] = op(p[label] - 1)
        slopes.append([op(slope / len(rows)) for slope in p])
    mean = losses[0]
    for loss in losses[1:]:
        mean = op(mean + loss)
    return op(mean / len(rows)), slopes


SHAPES = pytest.mark.parametrize("shape", [(1, 1), (1, 3), (4, 7)])


@SHAPES
def test_operations_of_softmax_are_those_of_plain_loops(shape):
    op = Counter()
    for row in np.zeros(shape):
        plain_softmax(row, op)
    assert softmax_work(*shape).operations == op.operations


@SHAPES
def test_operations_of_the_loss_are_those_of_plain_loops(shape):
    op = Counter()
    plain_loss(np.zeros(shape), [0] * shape[0], op)
    assert loss_work(*shape).operations == op.operations


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_bytes_are_those_of_scores_labels_and_result(dtype):
    z, y = np.zeros((4, 7), dtype), np.zeros(4, np.int64)
    assert softmax_work(4, 7, z.itemsize).bytes == 2 * z.nbytes
    assert loss_work(4, 7, z.itemsize).bytes == 2 * z.nbytes + y.nbytes


def test_roof_rises_to_the_ridge_and_is_level_from_there():
    assert [ROOF.at(x) for x in (1, ROOF.ridge, 1000)] == [10, 100, 100]


def test_the_higher_limits_count_where_two_libraries_measure_one_device():
    assert ROOF.or_higher(Roof(20.0, 50.0)) == Roof(20.0, 100.0)


def test_a_point_has_the_operations_of_its_work_per_second():
    assert POINT.rate == 2.5


def test_rounds_alternate_and_the_first_call_does_not_count(monkeypatch):
    calls, ticks = [], count()
    monkeypatch.setattr(stopwatch, "perf_counter", lambda: 0)
    clock = {"a": 100, "b": 100}

    def timed(call, wait):
        name = call()
        seconds = clock[name] if name not in calls else next(ticks)
        calls.append(name)
        return seconds

    monkeypatch.setattr(stopwatch, "timed", timed)
    found = stopwatch.take_turns({"a": lambda: "a", "b": lambda: "b"}, HOST, rounds=3)
    assert "".join(calls) == "ababbaab"
    assert found == {"a": 3, "b": 2}  # of 0, 3, 4 and of 1, 2, 5


@pytest.mark.parametrize("place", rates.places(), ids=str)
def test_every_device_has_limits_above_zero(place, monkeypatch):
    monkeypatch.setattr(rates, "COPIED", {"cpu": 2**10, "gpu": 2**10})
    monkeypatch.setattr(rates, "SIDES", {"cpu": 8, "gpu": 8})
    roof = rates.measured_roof(place, rounds=1)
    assert min(roof.bandwidth, roof.rate) > 0


@pytest.mark.parametrize("place", rates.places(), ids=str)
def test_every_device_has_a_point_for_each_function(place, monkeypatch):
    plain = [next(rates.contestants(place))]
    monkeypatch.setattr(rates, "contestants", lambda place: plain)  # compilers take their time
    points = rates.measured_points(place, rounds=1, shape=(4, 8))
    assert [point.function for point in points] == ["softmax", "loss and gradient"]


@pytest.mark.parametrize("what", growth.SIZES)
@pytest.mark.parametrize("place", rates.places(), ids=str)
def test_every_kind_of_work_can_be_timed_on_every_device(what, place):
    assert growth.seconds(place, what, 2, rounds=1) > 0


def test_jax_is_waited_for(monkeypatch):
    needs("jax")
    (place,) = devices.jax_devices()
    waited = []
    monkeypatch.setattr(import_module("jax"), "block_until_ready", waited.append)
    stopwatch.timed(lambda: "a result", stopwatch.waiting(place))
    assert waited == ["a result"]


def test_who_cannot_run_is_left_out(monkeypatch):
    def no_compiler(*given):
        raise RuntimeError("no compiler")

    who = [("works", np.exp, np.add), ("fails", no_compiler, np.add)]
    monkeypatch.setattr(rates, "contestants", lambda place: who)
    points = rates.measured_points(HOST, rounds=1, shape=(2, 2))
    assert [point.name for point in points] == ["works", "works"]


def test_a_pytorch_that_does_not_compile_is_no_contestant(monkeypatch):
    def refuse(*given, **options):
        raise RuntimeError("torch.compile is not supported on Python 4")

    monkeypatch.setattr(needs("torch"), "compile", refuse)
    names = [name for name, *_ in rates.contestants(Device("torch", "cpu", "the CPU"))]
    assert names == ["ours on PyTorch", "PyTorch's own"]


def test_what_is_missing_says_what_it_needs():
    needs = rates.missing([POINT])
    assert needs["ours fused"] == "an NVIDIA GPU, PyTorch and Triton"
    assert "ours on NumPy" not in needs


def test_pytorchs_loss_is_ours():
    torch = pytest.importorskip("torch")
    z = torch.tensor([[1.0, 2.0, 3.0], [0.0, 0.0, 5.0]])
    y = torch.tensor([0, 2])
    for own, ours in zip(
        rates.pytorchs_loss(z, y), rates.cross_entropy_and_grad(z, y), strict=True
    ):
        assert np.allclose(own.numpy(), ours.numpy(), atol=1e-6)


def test_the_benchmark_tells_and_keeps_what_it_found(tmp_path, monkeypatch, capsys):
    times = {what: {"an abacus": [0.5] * len(sizes)} for what, sizes in growth.SIZES.items()}
    measured = {"cpu": ROOF}, [POINT], {"ours fused": "a GPU"}
    monkeypatch.setattr(rates, "measure", lambda rounds: measured)
    monkeypatch.setattr(growth, "measure", lambda places, rounds: times)
    benchmark.main(["--out", str(tmp_path)])
    text = capsys.readouterr().out
    assert "ours fused: not run: needs a GPU" in text
    assert " 40.0% |" in text  # 2.5 of the 6.25 operations per second that the roof allows
    assert text.count("500 ms") == sum(map(len, growth.SIZES.values())) + 1  # and one is per row
    assert (tmp_path / "roofline.md").read_text(encoding="utf-8").startswith(text)
    found = json.loads((tmp_path / "roofline.json").read_text(encoding="utf-8"))
    assert found["points"][0]["work"] == {"bytes": 8, "operations": 5}
    for name in ("roofline.png", "growth.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("what", ["rows", "classes"])
def test_time_in_proportion_to_the_scores_is_flat_per_row_and_1000_classes(what, monkeypatch):
    monkeypatch.setattr(growth, "of_scores", lambda place, shape: prod(shape))
    scores = [getattr(growth, f"of_{what}")(HOST, n) for n in growth.SIZES[what]]
    table = benchmark.times_table(what, {"an abacus": [n * 1e-6 for n in scores]})
    lines = table.splitlines()[2:]
    assert [line.split("|")[3].strip() for line in lines] == ["1.00 ms"] * len(scores)
