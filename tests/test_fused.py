"""The kernels give the right numbers: on a GPU where one is, else in Triton's interpreter."""

import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
import scipy.special
from kernels import INTERPRETER, PLACE, fused, torch

from softmax_lib import losses, network, to_numpy
from softmax_lib.functions import softmax as plain_softmax

ROOT = Path(__file__).parents[1]
INF = float("inf")
CLOSE = {torch.float32: 1e-6, torch.bfloat16: 1e-2, torch.float16: 2e-3}
each_dtype = pytest.mark.parametrize("dtype", CLOSE, ids=lambda dtype: str(dtype)[6:])
each_length = pytest.mark.parametrize("n_classes", [1, 3, 1000, 4097, 50257, 262144])


@pytest.fixture(autouse=True)
def _interpreter():
    """Let the interpreter, which is NumPy, make inf and nan without a warning, as a GPU does."""
    with mock.patch.dict(os.environ, INTERPRETER), np.errstate(all="ignore"):
        yield


@pytest.fixture
def launches(monkeypatch):
    """Return a list to which each gradient that the kernel writes adds its number of rows."""
    seen, differentiate = [], fused._differentiate
    monkeypatch.setattr(
        fused, "_differentiate", lambda z, *a: seen.append(len(z)) or differentiate(z, *a)
    )
    return seen


def scores(*shape, dtype=torch.float32, spread=3.0):
    """Return random scores, the same in every run."""
    values = np.random.default_rng(0).normal(scale=spread, size=shape)
    return torch.tensor(values, device=PLACE).to(dtype)


def labels(*shape, n_classes):
    """Return random labels, the same in every run."""
    values = np.random.default_rng(1).integers(n_classes, size=shape)
    return torch.tensor(values, device=PLACE)


def in_float64(tensor):
    """Return a tensor in NumPy, in float64."""
    return tensor.detach().cpu().double().numpy()


def slopes(z, y):
    """Return (p - Y) / n in float64, by SciPy."""
    p = scipy.special.softmax(in_float64(z), axis=-1)
    Y = np.arange(p.shape[-1]) == y.cpu().numpy()[..., None]
    return (p - Y) / y.numel()


def mean_loss(z, y):
    """Return the cross-entropy in float64, by SciPy."""
    log_p = scipy.special.log_softmax(in_float64(z), axis=-1)
    return -np.take_along_axis(log_p, y.cpu().numpy()[..., None], axis=-1).mean()


def error(result, expected):
    """Return the distance between two arrays, relative to the norm of the second."""
    return np.linalg.norm(in_float64(result) - expected) / np.linalg.norm(expected)


# The right numbers.


@each_dtype
@each_length
def test_softmax_is_that_of_float64(n_classes, dtype):
    z = scores(3, n_classes, dtype=dtype)
    p = fused.softmax(z)
    assert p.dtype == dtype
    assert error(p, scipy.special.softmax(in_float64(z), axis=-1)) < CLOSE[dtype]


@each_dtype
@each_length
def test_gradient_is_that_of_float64(n_classes, dtype, launches):
    z, y = scores(3, n_classes, dtype=dtype), labels(3, n_classes=n_classes)
    before = z.clone()
    _, grad = fused.cross_entropy_and_grad(z, y)
    assert (launches, grad.dtype) == ([3], dtype)
    assert torch.equal(z, before)
    expected = slopes(z, y)
    np.testing.assert_allclose(
        in_float64(grad), expected, rtol=0, atol=CLOSE[dtype] * np.linalg.norm(expected)
    )


@each_dtype
@each_length
def test_gradient_in_place_of_the_scores_is_the_same(n_classes, dtype, launches):
    z, y = scores(3, n_classes, dtype=dtype), labels(3, n_classes=n_classes)
    loss, grad = fused.cross_entropy_and_grad(z, y)
    loss_, same = fused.cross_entropy_and_grad_(z, y)
    assert same is z
    assert launches == [3, 3]
    assert torch.equal(loss_, loss)
    assert torch.equal(z, grad)


@each_dtype
@each_length
def test_loss_is_that_of_float64(n_classes, dtype):
    z, y = scores(3, n_classes, dtype=dtype), labels(3, n_classes=n_classes)
    loss, _ = fused.cross_entropy_and_grad(z, y)
    assert (loss.dtype, loss.shape) == (dtype, ())
    assert float(loss) == pytest.approx(mean_loss(z, y), rel=CLOSE[dtype], abs=1e-6)


@pytest.mark.parametrize("place", [0, 8191, 8192, 32767, 32768, 49151, 49152, 50256])
def test_label_is_found_in_every_block_of_a_long_row(place):
    z, y = scores(1, 50257), torch.tensor([place], device=PLACE)
    loss, grad = fused.cross_entropy_and_grad(z, y)
    assert float(loss) == pytest.approx(mean_loss(z, y), rel=1e-6)
    assert error(grad, slopes(z, y)) < 1e-6


# Any place in memory.


@pytest.mark.parametrize(
    "layout",
    {
        "one row": lambda z: z[0, 0],
        "three axes": lambda z: z,
        "a slice of the classes": lambda z: z[..., 3:40],
        "every other row": lambda z: z[0, ::2],
        "the axes exchanged": lambda z: z.transpose(0, 1),
        "classes apart in memory": lambda z: z.transpose(1, 2),
        "the same row again and again": lambda z: z[0, :1].expand(5, -1),
    }.items(),
    ids=lambda layout: layout[0],
)
def test_scores_may_lie_in_memory_as_they_like(layout):
    z = layout[1](scores(2, 6, 50))
    y = labels(*z.shape[:-1], n_classes=z.shape[-1])
    assert error(fused.softmax(z), scipy.special.softmax(in_float64(z), axis=-1)) < 1e-6
    assert error(fused.cross_entropy_and_grad(z, y)[1], slopes(z, y)) < 1e-6


@pytest.mark.parametrize("view", [lambda z: z[:, 3:40], lambda z: z.T], ids=["slice", "transposed"])
def test_gradient_in_place_leaves_what_is_beside_the_scores(view):
    whole = scores(6, 50)
    expected, z = whole.clone(), view(whole)
    y = labels(z.shape[0], n_classes=z.shape[1])
    view(expected)[:] = fused.cross_entropy_and_grad(z, y)[1]
    fused.cross_entropy_and_grad_(z, y)
    assert torch.equal(whole, expected)


def test_gradient_cannot_overwrite_rows_that_share_their_memory():
    z = scores(1, 4).expand(3, -1)
    with pytest.raises(RuntimeError, match="single memory location"):
        fused.cross_entropy_and_grad_(z, labels(3, n_classes=4))


def test_labels_may_lie_apart_in_memory():
    z, y = scores(4, 5), labels(8, n_classes=5)[::2]
    assert error(fused.unchecked_cross_entropy_and_grad(z, y)[1], slopes(z, y)) < 1e-6


# Extreme scores.


@pytest.mark.parametrize("n_classes", [4, 40_000])
@pytest.mark.parametrize("bad", [[-INF], [INF], [float("nan")], [INF, -INF]], ids=str)
def test_bad_scores_make_their_own_row_nan_and_no_other(bad, n_classes):
    z, y = scores(3, n_classes), labels(3, n_classes=n_classes)
    good, good_grad = fused.softmax(z), fused.cross_entropy_and_grad(z, y)[1]
    z[1] = z[1] if bad != [-INF] else -INF
    z[1, : len(bad)] = torch.tensor(bad)
    p, (loss, grad) = fused.softmax(z), fused.cross_entropy_and_grad(z, y)
    assert p[1].isnan().all() and grad[1].isnan().all() and loss.isnan()
    assert torch.equal(p[::2], good[::2])
    assert torch.equal(grad[::2], good_grad[::2])


@pytest.mark.parametrize("n_classes", [4, 40_000])
def test_score_of_minus_infinity_gets_probability_zero(n_classes):
    z = torch.full((1, n_classes), -INF, device=PLACE)  # whole blocks of it, before and after
    z[0, n_classes // 2] = 5.0
    assert torch.equal(fused.softmax(z), (z == 5).float())


def test_label_on_a_score_of_minus_infinity_costs_infinity_and_has_a_slope():
    z = torch.tensor([[-INF, 0.0, 0.0]], device=PLACE)
    loss, grad = fused.cross_entropy_and_grad(z, [0])
    assert float(loss) == INF
    assert grad.tolist() == [[-1.0, 0.5, 0.5]]


def test_float16_sums_to_one_over_70_000_equal_scores():
    p = fused.softmax(torch.full((70_000,), 5.0, dtype=torch.float16, device=PLACE))
    assert in_float64(p).sum() == pytest.approx(1, rel=2e-3)


@each_dtype
@pytest.mark.parametrize("huge", [1e4, -1e4])
def test_huge_scores_do_no_harm(huge, dtype):
    z = torch.tensor([[huge, huge + 8, 0.0], [huge, huge, huge]], device=PLACE).to(dtype)
    y = torch.tensor([1, 2], device=PLACE)
    assert error(fused.softmax(z), scipy.special.softmax(in_float64(z), axis=-1)) < CLOSE[dtype]
    assert error(fused.cross_entropy_and_grad(z, y)[1], slopes(z, y)) < CLOSE[dtype]


# The contract of the plain functions.


@pytest.mark.parametrize(
    ("z", "y"),
    [
        (scores(2, 4), [0, 4]),
        (scores(2, 4), [0, -1]),
        (scores(2, 4), [0.0, 1.0]),
        (scores(2, 4), [0, 1, 2]),
        (scores(2, 4), np.asarray([0, 1])),
        (scores(2, 4), scores(2, 4)),
        (scores(0, 4), []),
        (scores(2, 0), [0, 0]),
        (scores(2, 4).to(torch.complex64), [0, 1]),
        (scores(2, 4)[0, 0], 0),
    ],
    ids=lambda a: str(tuple(a.shape)) if isinstance(a, torch.Tensor) else str(a),
)
def test_errors_are_those_of_the_plain_function(z, y):
    with pytest.raises((TypeError, ValueError)) as plain:
        losses.cross_entropy_and_grad(z, y)
    with pytest.raises(plain.type) as ours:
        fused.cross_entropy_and_grad(z, y)
    assert str(ours.value) == str(plain.value)


def test_bad_label_leaves_the_scores_as_they_were():
    z = scores(2, 4)
    with pytest.raises(ValueError, match="from 0 to 3, got 4"):
        fused.cross_entropy_and_grad_(z, [0, 4])
    assert torch.equal(z, scores(2, 4))


@pytest.mark.parametrize("z", [scores(2, 0), scores(2, 2)[0, 0]], ids=["no classes", "no row"])
def test_errors_of_softmax_are_those_of_the_plain_function(z):
    with pytest.raises(ValueError) as plain:
        plain_softmax(z)
    with pytest.raises(plain.type) as ours:
        fused.softmax(z)
    assert str(ours.value) == str(plain.value)


@pytest.mark.parametrize("z", [[1, 2, 3], np.ones((2, 3)), scores(2, 3, dtype=torch.float64)])
def test_what_no_kernel_takes_goes_to_the_plain_function(z):
    assert type(fused.softmax(z)) is type(plain_softmax(z))
    np.testing.assert_array_equal(to_numpy(fused.softmax(z)), to_numpy(plain_softmax(z)))


def test_soft_targets_may_be_given(launches):
    z, Y = scores(3, 4), torch.softmax(-scores(3, 4), dim=-1)
    expected = (scipy.special.softmax(in_float64(z), axis=-1) - in_float64(Y)) / 3
    assert error(fused.cross_entropy_and_grad(z, Y)[1], expected) < 1e-6
    assert error(fused.cross_entropy_and_grad_(z, Y)[1], expected) < 1e-6
    assert launches == []


@pytest.mark.parametrize(
    "z", [[[1.0, 2.0]], np.ones((1, 2)), torch.ones((1, 2), dtype=torch.int32)]
)
def test_only_a_floating_point_tensor_can_be_overwritten(z):
    with pytest.raises(TypeError, match=r"expected a floating-point tensor to write .* got"):
        fused.cross_entropy_and_grad_(z, [0])


@pytest.mark.parametrize("bad", [-1, 4, 10**12])
def test_unchecked_label_that_names_no_class_makes_the_loss_nan(bad):
    y = torch.tensor([0, bad], device=PLACE)
    assert fused.unchecked_cross_entropy_and_grad(scores(2, 4), y)[0].isnan()


# Autograd.


@each_dtype
def test_autograd_goes_through_softmax(dtype):
    z, v = scores(3, 50, dtype=dtype).requires_grad_(), scores(3, 50, dtype=dtype) ** 2
    fused.softmax(z).backward(v)
    wide = z.detach().double().requires_grad_()
    torch.softmax(wide, dim=-1).backward(v.double())
    assert z.grad.dtype == dtype
    assert error(z.grad, in_float64(wide.grad)) < CLOSE[dtype]


def test_autograd_goes_through_softmax_twice():
    def curvature(softmax, z):
        (slope,) = torch.autograd.grad((softmax(z) ** 2).sum(), z, create_graph=True)
        return torch.autograd.grad((slope**2).sum(), z)[0]

    z = scores(2, 5).requires_grad_()
    wide = z.detach().double().requires_grad_()
    expected = curvature(lambda z: torch.softmax(z, dim=-1), wide)
    assert error(curvature(fused.softmax, z), in_float64(expected)) < 1e-5


def test_autograd_goes_through_loss_and_gradient(launches):
    y = labels(3, n_classes=4)
    z = scores(3, 4).requires_grad_()
    loss, grad = fused.cross_entropy_and_grad(z, y)
    (slope,) = torch.autograd.grad(loss, z, retain_graph=True)
    assert error(slope, slopes(z, y)) < 1e-6
    assert grad.requires_grad
    with torch.no_grad():
        fused.cross_entropy_and_grad(z, y)
    assert launches == [3]


def test_scores_that_autograd_watches_are_not_overwritten():
    z = scores(2, 4).requires_grad_()
    with pytest.raises(ValueError, match=r"autograd watches these scores: pass z.detach\(\)"):
        fused.cross_entropy_and_grad_(z, [0, 1])


# Who uses it.


def test_network_on_cuda_takes_its_gradient_from_the_kernel(monkeypatch, launches):
    layers = [(scores(4, 6), scores(6)), (scores(6, 3), scores(3))]
    X, y = scores(5, 4), labels(5, n_classes=3)
    monkeypatch.setattr(network, "_on_cuda", lambda z: False)
    expected = network.loss_and_gradients(layers, X, y)
    assert launches == []
    monkeypatch.setattr(network, "_on_cuda", lambda z: True)
    torch.testing.assert_close(network.loss_and_gradients(layers, X, y), expected)
    assert launches == [5]


def test_network_does_without_kernels_that_cannot_be_built(monkeypatch):
    def no_compiler(z):
        raise RuntimeError("Failed to find C compiler")

    monkeypatch.setattr(fused, "softmax", no_compiler)
    network._kernels.cache_clear()
    try:
        assert network._kernels(torch.device(PLACE)) is None
    finally:
        network._kernels.cache_clear()


def test_without_triton_one_sentence_says_what_to_install():
    code = "import sys; sys.modules['triton'] = None; import softmax_lib.fused"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == (
        "ImportError: softmax_lib.fused needs PyTorch and Triton (import of triton halted; None in "
        "sys.modules): on Linux with an NVIDIA GPU, pip install torch triton; else use "
        "softmax_lib.softmax"
    )
