"""Devices: the fastest first, the CPU always, and arrays that get there and back unchanged."""

from types import SimpleNamespace

import numpy as np
import pytest
from libraries import EACH, needs
from scipy.special import softmax as scipy_softmax

from softmax_lib import (
    available_devices,
    best_device,
    devices,
    missing_devices,
    rates,
    softmax,
    to_numpy,
)
from softmax_lib.devices import Device, jax_devices

X = np.asarray([[0.25, 1.5], [-2.0, 8.0]])


@EACH
def test_to_numpy_keeps_the_numbers(kind):
    if kind.place == "device1":
        pytest.skip("array_api_strict lets nothing leave this device: that is what it is for")
    result = to_numpy(kind.array(X))
    assert isinstance(result, np.ndarray)
    np.testing.assert_array_equal(result.astype(np.float64), X)


def test_to_numpy_takes_an_array_that_autograd_watches():
    torch = needs("torch")
    np.testing.assert_array_equal(to_numpy(torch.tensor(X, requires_grad=True)), X)


@pytest.mark.parametrize("values", [[1.5, 2.0], ["duck", "seal"], 3, [[True], [False]]])
def test_to_numpy_takes_plain_python(values):
    assert to_numpy(values).tolist() == values


def test_to_numpy_takes_a_column_of_a_table():
    pandas = needs("pandas")
    assert to_numpy(pandas.Series(["duck", "seal"])).tolist() == ["duck", "seal"]
    np.testing.assert_array_equal(to_numpy(pandas.DataFrame(X)), X)


def test_the_cpu_comes_last_and_is_numpys():
    assert available_devices()[-1] == Device("numpy", "cpu", "the CPU")


def test_best_device_is_the_first_one():
    assert best_device() == available_devices()[0]


@pytest.mark.parametrize("device", rates.places(), ids=str)
def test_arrays_go_to_each_device_and_back_unchanged(device):
    for array in (X, X.astype(np.float32), X[::-1].T, np.asarray([1, 2], dtype=np.uint8)):
        if array.dtype == np.float64 and (device.place == "mps" or device.library == "jax"):
            continue  # no float64 there, or only for those who ask for it
        there = device.put(array)
        np.testing.assert_array_equal(to_numpy(there), array)
        assert to_numpy(there).dtype == array.dtype


@pytest.mark.parametrize("device", available_devices(), ids=str)
def test_softmax_runs_on_each_device(device):
    p = softmax(device.put(X.astype(np.float32)))
    np.testing.assert_allclose(to_numpy(p).sum(axis=-1), 1, 1e-6)


# Machines that are not here: modules that answer as PyTorch and CuPy would on them.


def torch_with(cuda=False, mps=False):
    """Return what `devices` asks of PyTorch, on a machine with these GPUs."""

    return SimpleNamespace(
        cuda=SimpleNamespace(
            is_available=lambda: cuda,
            get_device_name=lambda: "a chip of NVIDIA",
        ),
        backends=SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps)),
    )


def cupy_with(cuda):
    """Return what `devices` asks of CuPy, on a machine with or without CUDA."""
    properties = {"name": b"a chip of NVIDIA"}
    runtime = SimpleNamespace(getDeviceProperties=lambda number: properties)
    return SimpleNamespace(cuda=SimpleNamespace(is_available=lambda: cuda, runtime=runtime))


def jax_with(backend):
    """Return what `devices` asks of JAX, on a machine with this backend."""
    chip = SimpleNamespace(device_kind="a chip of somebody")
    return SimpleNamespace(default_backend=lambda: backend, local_devices=lambda: [chip])


@pytest.fixture
def machine(monkeypatch):
    """Return a function that pretends that exactly these modules are installed."""

    def pretend(**modules):
        monkeypatch.setattr(devices, "find_spec", modules.get)
        monkeypatch.setattr(devices, "import_module", modules.__getitem__)

    return pretend


CUDA, MPS = "needs an NVIDIA GPU", "needs a Mac"
MACHINES = {
    "nothing": ({}, "NumPy on the CPU", [CUDA, MPS]),
    "torch without GPU": ({"torch": torch_with()}, "NumPy on the CPU", [CUDA, MPS]),
    "torch with CUDA": (
        {"torch": torch_with(cuda=True), "cupy": cupy_with(True)},
        "PyTorch on a chip of NVIDIA",
        [MPS],
    ),
    "torch with MPS": ({"torch": torch_with(mps=True)}, "PyTorch on Apple's GPU (MPS)", [CUDA]),
    "cupy alone": ({"cupy": cupy_with(True)}, "CuPy on a chip of NVIDIA", [MPS]),
    "cupy without CUDA": ({"cupy": cupy_with(False)}, "NumPy on the CPU", [CUDA, MPS]),
    "JAX without GPU": ({"jax": jax_with("cpu")}, "NumPy on the CPU", [CUDA, MPS]),
    "JAX with a GPU": ({"jax": jax_with("gpu")}, "JAX on a chip of somebody", [MPS]),
    "JAX with a TPU": ({"jax": jax_with("tpu")}, "JAX on a chip of somebody", [CUDA, MPS]),
    "MPS before a GPU of JAX": (
        {"torch": torch_with(mps=True), "jax": jax_with("gpu")},
        "PyTorch on Apple's GPU (MPS)",
        [CUDA],
    ),
    "CUDA through cupy before MPS": (
        {"torch": torch_with(mps=True), "cupy": cupy_with(True)},
        "CuPy on a chip of NVIDIA",
        [],
    ),
}


@pytest.mark.parametrize(("modules", "best", "missing"), MACHINES.values(), ids=MACHINES)
def test_the_fastest_device_is_chosen_and_the_missing_ones_are_explained(
    modules, best, missing, machine
):
    machine(**modules)
    assert str(best_device()) == best
    sentences = missing_devices()
    assert len(sentences) == len(missing)
    assert all(need in sentence for need, sentence in zip(missing, sentences, strict=True))


def test_arrays_go_to_the_device_that_jax_chose():
    needs("jax")
    (place,) = jax_devices()
    assert place.put(X).device.platform == place.place


@pytest.mark.parametrize("device", rates.places(), ids=str)
def test_what_a_device_compiles_is_still_softmax(device):
    z = device.put(X.astype(np.float32))
    np.testing.assert_allclose(to_numpy(device.compiled(softmax)(z)), scipy_softmax(X, -1), 1e-5)


def test_a_jax_that_does_not_start_is_no_device(machine):
    def no_driver():
        raise RuntimeError("Unable to initialize backend 'cuda'")

    machine(jax=SimpleNamespace(default_backend=no_driver))
    assert str(best_device()) == "NumPy on the CPU"


def test_what_needs_no_compiler_stays_as_it_is():
    assert available_devices()[-1].compiled(softmax) is softmax


def test_nothing_is_printed(capfd):
    best_device().put(X)
    missing_devices()
    assert capfd.readouterr() == ("", "")
