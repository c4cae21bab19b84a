"""Softmax at the speed of the memory: the functions of the course, by the kernels beside this.

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
except ImportError as error:
    advice = "on Linux with an NVIDIA GPU, pip install torch triton; else use softmax_lib.softmax"
    raise ImportError(f"softmax_lib.fused needs PyTorch and Triton ({error}): {advice}") from None

from softmax_lib.kernels import cross_entropy_row, plan, softmax_row

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


def _differentiate(z, y, grad):
    """Write the gradient at the rows `z` into `grad`, which may be `z`; return the mean loss."""
    loss = torch.empty(len(z), dtype=torch.float32, device=z.device)
    strides, y = (z.stride(0), grad.stride(0)), y.reshape(-1).contiguous()
    with torch.cuda.device_of(z):
        cross_entropy_row[(len(z),)](
            z, y, grad, loss, 1 / len(z), z.shape[1], *strides, **plan(z.shape[1])
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
            softmax_row[(len(rows),)](
                rows, p, z.shape[-1], rows.stride(0), p.stride(0), **plan(z.shape[-1])
            )
        return p.view(z.shape)

    @staticmethod
    def backward(ctx, v):
        (z,) = ctx.saved_tensors
        return softmax_vjp(z, v)
