"""The kernels of `softmax_lib.fused`, in Triton for CUDA: one program per row.

A GPU calculates faster than it reads, so what counts is how often a score travels. A program reads
its row block by block and keeps a running peak and total, as `merge` of lesson 10 does. The last
block is then still on the chip and is not read again: a row of one block costs one read and one
write, a longer row two reads and one write.
"""

import triton
import triton.language as tl

ON_CHIP = 32_768  # scores that the registers of one program can hold
OPTIONS = {"enable_fp_fusion": True}  # the default so far; Triton 3.9 warns if it is not said


def plan(n_classes):
    """Return how a program goes through its row: in one block, or in many, read ahead by two."""
    fits = n_classes <= ON_CHIP
    BLOCK = triton.next_power_of_2(n_classes) if fits else 8192
    warps = min(max(BLOCK // 512, 1), 16)  # 16 scores per thread, if need be 64
    return {"BLOCK": BLOCK, "STAGES": 1 if fits else 3, "num_warps": warps} | OPTIONS


def read_twice(n_classes):
    """Return how many scores of a row the kernels read twice: all but those of its last block."""
    BLOCK = plan(n_classes)["BLOCK"]
    return (n_classes - 1) // BLOCK * BLOCK


@triton.jit
def softmax_row(z, p, n_classes, z_stride, p_stride, BLOCK: tl.constexpr, STAGES: tl.constexpr):
    """Write the probabilities of a row of scores `z` into `p`."""
    row = tl.program_id(0).to(tl.int64)
    z, p = z + row * z_stride, p + row * p_stride
    peak, total, e = _look(z, n_classes, BLOCK, STAGES)
    share, last = 1 / total, (n_classes - 1) // BLOCK * BLOCK
    _write(p, last, n_classes, e * share, BLOCK)
    for start in tl.range(last - BLOCK, -BLOCK, -BLOCK, num_stages=STAGES):
        e = tl.exp(_read(z, start, n_classes, BLOCK) - peak)
        _write(p, start, n_classes, e * share, BLOCK)


@triton.jit
def cross_entropy_row(
    z, y, grad, loss, weight, n_classes, z_stride, grad_stride,
    BLOCK: tl.constexpr, STAGES: tl.constexpr,
):  # fmt: skip
    """Write the gradient of a row into `grad`, which may be `z`, and its loss into `loss`."""
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
    """Write a block of a row, as far as the row goes."""
    places = start + tl.arange(0, BLOCK)
    tl.store(row + places, values, mask=places < n_classes)
