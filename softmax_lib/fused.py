"""Softmax at the speed of the memory: kernels in Triton for CUDA, one program per row.

A GPU calculates faster than it reads, so what counts is how often a score travels. A program reads
its row block by block and keeps a running peak and total, as `merge` of lesson 10 does. The last
block is then still on the chip and is not read again: a row of one block costs one read and one
write, a longer row two reads and one write.

The kernels take CUDA tensors of float32, bfloat16 and float16, and sum in float32. Whatever they
do not take (float64, soft targets, other libraries) goes to the plain functions, so that answers
and errors are the same everywhere.
"""

import os
import subprocess

from array_api_compat import array_namespace, is_torch_array

from softmax_lib import functions, losses
from softmax_lib.arrays import beside
from softmax_lib.gradients import softmax_vjp

try:
    import torch
    import triton
    import triton.language as tl
except ImportError as error:
    advice = "on Linux with an NVIDIA GPU, pip install torch triton; else use softmax_lib.softmax"
    raise ImportError(f"softmax_lib.fused needs PyTorch and Triton ({error}): {advice}") from None

ON_CHIP = 32_768  # scores that the registers of one program can hold
OPTIONS = {"enable_fp_fusion": True}  # the default so far; Triton 3.9 warns if it is not said
# Triton's interpreter runs the kernels on the CPU: slowly, which is for tests and for looking on.
PLACES = ("cuda", "cpu") if os.environ.get("TRITON_INTERPRET") == "1" else ("cuda",)


def softmax(z):
    """Return `softmax_lib.softmax(z)`, along the last axis; autograd may watch."""
    return _Softmax.apply(z) if _suits(z) else functions.softmax(z)


def cross_entropy_and_grad(z, y):
    """Return `softmax_lib.cross_entropy_and_grad(z, y)`: the loss in nats, and its gradient.

    The labels are checked first, so the CPU waits for the GPU once per call. Scores that autograd
    watches go to the plain function, for the gradient has a gradient, too.
    """
    labels = _labels(z, y)
    if labels is None or _watched(z):
        return losses.cross_entropy_and_grad(z, y)
    return unchecked_cross_entropy_and_grad(z, labels)


def cross_entropy_and_grad_(z, y):
    """Return the loss and `z` itself, where the gradient now stands in place of the scores.

    Raises TypeError unless `z` is a floating-point tensor, ValueError where autograd watches it.
    """
    if not is_torch_array(z) or not z.is_floating_point():
        found = f"{type(z).__name__} of {z.dtype}" if is_torch_array(z) else type(z).__name__
        raise TypeError(f"expected a floating-point tensor to write the gradient into, got {found}")
    if _watched(z):
        raise ValueError("autograd watches these scores: pass z.detach(), then z.backward(grad)")
    labels = _labels(z, y)
    if labels is None:
        loss, grad = losses.cross_entropy_and_grad(z, y)
        return loss, z.copy_(grad)
    rows = _rows(z)
    if rows.data_ptr() == z.data_ptr() and rows.stride(0) >= rows.shape[1]:
        return _differentiate(rows, labels, rows).to(z.dtype), z
    grad = torch.empty_like(rows)  # z is no rows in memory, or its rows overlap
    loss = _differentiate(rows, labels, grad)
    return loss.to(z.dtype), z.copy_(grad.view(z.shape))


def unchecked_cross_entropy_and_grad(z, y):
    """Return the loss and its gradient for class indices that were checked before: nothing waits.

    A label that names no class reads nothing and makes the loss nan.
    """
    if not _suits(z):
        return losses.cross_entropy_and_grad(z, y)
    rows = _rows(z)
    grad = torch.empty_like(rows)
    return _differentiate(rows, y, grad).to(z.dtype), grad.view(z.shape)


def runs_on(place):
    """Return whether a kernel can be built for the device `place` and runs there.

    Triton needs a C compiler with the headers of Python, and a GPU of 2017 or later.
    """
    try:
        softmax(torch.zeros((1, 1), device=place))
    except (RuntimeError, OSError, subprocess.SubprocessError, triton.errors.TritonError):
        return False
    return True


def read_twice(n_classes):
    """Return how many scores of a row the kernels read twice: all but those of its last block."""
    BLOCK = _plan(n_classes)["BLOCK"]
    return (n_classes - 1) // BLOCK * BLOCK


def _suits(z):
    """Return whether `z` is a tensor that the kernels take."""
    dtypes = (torch.float32, torch.bfloat16, torch.float16)
    here = is_torch_array(z) and z.device.type in PLACES
    return here and z.dtype in dtypes and z.ndim > 0 and z.numel() > 0


def _watched(z):
    """Return whether autograd would have to know what happens to `z`."""
    return z.requires_grad and torch.is_grad_enabled()


def _labels(z, y):
    """Return the class index of each row, checked; None where the plain function must decide."""
    if not _suits(z):
        return None
    xp = array_namespace(z)
    y = beside(xp, z, y)
    return None if y.shape == z.shape else losses.targets(xp, z, y)


def _rows(z):
    """Return `z` as (rows, classes), with the classes side by side: a view where that can be."""
    rows = z.reshape(-1, z.shape[-1])
    return rows if rows.stride(1) == 1 else rows.contiguous()


def _plan(n_classes):
    """Return how a program goes through its row: in one block, or in many, read ahead by two."""
    fits = n_classes <= ON_CHIP
    BLOCK = triton.next_power_of_2(n_classes) if fits else 8192
    warps = min(max(BLOCK // 512, 1), 16)  # 16 scores per thread, if need be 64
    return {"BLOCK": BLOCK, "STAGES": 1 if fits else 3, "num_warps": warps} | OPTIONS


def _differentiate(z, y, grad):
    """Write the gradient at the rows `z` into `grad`, which may be `z`; return the mean loss."""
    loss = torch.empty(len(z), dtype=torch.float32, device=z.device)
    strides, y = (z.stride(0), grad.stride(0)), y.reshape(-1).contiguous()
    with torch.cuda.device_of(z):
        _cross_entropy_row[(len(z),)](
            z, y, grad, loss, 1 / len(z), z.shape[1], *strides, **_plan(z.shape[1])
        )
    return loss.mean()


class _Softmax(torch.autograd.Function):
    """The kernel forwards, `softmax_vjp` backwards."""

    @staticmethod
    def forward(ctx, z):
        ctx.save_for_backward(z)
        rows = _rows(z)
        p = torch.empty_like(rows)
        with torch.cuda.device_of(z):
            _softmax_row[(len(rows),)](
                rows, p, z.shape[-1], rows.stride(0), p.stride(0), **_plan(z.shape[-1])
            )
        return p.view(z.shape)

    @staticmethod
    def backward(ctx, v):
        (z,) = ctx.saved_tensors
        return softmax_vjp(z, v)


@triton.jit
def _softmax_row(z, p, n_classes, z_stride, p_stride, BLOCK: tl.constexpr, STAGES: tl.constexpr):
    row = tl.program_id(0).to(tl.int64)
    z, p = z + row * z_stride, p + row * p_stride
    peak, total, e = _look(z, n_classes, BLOCK, STAGES)
    share, last = 1 / total, (n_classes - 1) // BLOCK * BLOCK
    _write(p, last, n_classes, e * share, BLOCK)
    for start in tl.range(last - BLOCK, -BLOCK, -BLOCK, num_stages=STAGES):
        e = tl.exp(_read(z, start, n_classes, BLOCK) - peak)
        _write(p, start, n_classes, e * share, BLOCK)


@triton.jit
def _cross_entropy_row(
    z, y, grad, loss, weight, n_classes, z_stride, grad_stride,
    BLOCK: tl.constexpr, STAGES: tl.constexpr,
):  # fmt: skip
    row = tl.program_id(0).to(tl.int64)
    z, grad, label = z + row * z_stride, grad + row * grad_stride, tl.load(y + row)
    # Read before anything is written, for `grad` may be `z`.
    at_label = tl.load(z + label, mask=(label >= 0) & (label < n_classes), other=float("nan"))
    peak, total, e = _look(z, n_classes, BLOCK, STAGES)
    tl.store(loss + row, tl.log(total) - (at_label.to(tl.float32) - peak))
    share, last = 1 / total, (n_classes - 1) // BLOCK * BLOCK
    Y = last + tl.arange(0, BLOCK) == label
    _write(grad, last, n_classes, (e * share - Y) * weight, BLOCK)
    for start in tl.range(last - BLOCK, -BLOCK, -BLOCK, num_stages=STAGES):
        e = tl.exp(_read(z, start, n_classes, BLOCK) - peak)
        Y = start + tl.arange(0, BLOCK) == label
        _write(grad, start, n_classes, (e * share - Y) * weight, BLOCK)


@triton.jit
def _look(z, n_classes, BLOCK: tl.constexpr, STAGES: tl.constexpr):
    """Return the peak and Σ exp(z - peak) of a row, and exp(z - peak) of its last block."""
    peak, total, e = float("-inf"), 0.0, tl.zeros([BLOCK], tl.float32)  # nothing seen yet
    for start in tl.range(0, n_classes, BLOCK, num_stages=STAGES):
        peak, total, e = _merge(peak, total, _read(z, start, n_classes, BLOCK))
    return peak, total, e


@triton.jit
def _merge(peak, total, z):
    """Return peak and total of a row after one more block `z`, and exp(z - peak): lesson 10."""
    higher = tl.maximum(peak, tl.max(z))
    level = tl.where(higher == float("-inf"), 0.0, higher)  # -inf - (-inf) would be nan
    e = tl.exp(z - level)
    return higher, total * tl.exp(peak - level) + tl.sum(e), e


@triton.jit
def _read(row, start, n_classes, BLOCK: tl.constexpr):
    """Return a block of a row in float32, -inf where the row has ended."""
    places = start + tl.arange(0, BLOCK)
    return tl.load(row + places, mask=places < n_classes, other=float("-inf")).to(tl.float32)


@triton.jit
def _write(row, start, n_classes, values, BLOCK: tl.constexpr):
    places = start + tl.arange(0, BLOCK)
    tl.store(row + places, values, mask=places < n_classes)
