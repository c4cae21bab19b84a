"""How close our kernels come to the speed of the memory of a CUDA GPU, beside their peers."""

import sys
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from statistics import median

from tqdm import tqdm

from benchmarks._contestants import installed, missing
from benchmarks._gpu_contestants import LOSS, SOFTMAX
from benchmarks._gpu_report import report
from benchmarks._gpu_timing import GPU, copy_bandwidth, start, take_turns
from benchmarks._report import machine, parser, tell, versions
from benchmarks._timing import ratio
from softmax_lib.rates import silenced

CLASSES = [1024, 8192, 32_768, 50_257, 131_072]
SHAPES = [(n_rows, n_classes) for n_rows in (4096, 16_384, 65_536) for n_classes in CLASSES]
DTYPES = ["float32", "bfloat16"]
PACKAGES = ("torch", "triton", "liger_kernel")


def run(shapes, rounds):
    """Return all that was measured, as it goes into the JSON file."""
    torch = import_module("torch")
    copy = copy_bandwidth(rounds)
    cases = [
        (kind, shape, dtype) for kind in (SOFTMAX, LOSS) for shape in shapes for dtype in DTYPES
    ]
    rows = [measure(*case, copy, rounds) for case in tqdm(cases, leave=False, disable=None)]
    return {
        "machine": machine(),
        "gpu": torch.cuda.get_device_name(),
        "versions": versions(PACKAGES) | {"CUDA": torch.version.cuda},
        "rounds": rounds,
        "copy bandwidth": copy,
        "missing": missing(SOFTMAX | LOSS, installed(SOFTMAX | LOSS)),
        "softmax": [row for row in rows[: len(rows) // 2] if row],
        "loss": [row for row in rows[len(rows) // 2 :] if row],
    }


def measure(kind, shape, dtype, copy, rounds):
    """Return one row of a table; None where scores and result are too large for the memory.

    A time is None where one contestant needs more. Peaks are multiples of the scores, and include
    them.
    """
    torch = import_module("torch")
    torch.compiler.reset()  # or it would give up compiling after a few shapes
    n_bytes = bytes_moved(shape, dtype)
    size = shape[0] * shape[1] * getattr(torch, dtype).itemsize
    if 2 * size + 2**31 > torch.cuda.mem_get_info()[0]:
        return None
    given = problem(kind, shape, dtype)
    makers = {name: make for name, (_, make) in installed(kind).items()}
    started = {k: start(make, given, partial(error, given)) for k, make in makers.items()}
    times = take_turns({k: call for k, (call, _, _) in started.items() if call}, rounds)
    return {
        "shape": list(shape),
        "dtype": dtype,
        "seconds": {k: median(times[k]) if k in times else None for k in started},
        "times ours": {k: ratio(times[k], times["fused"]) for k in times},
        "errors": {k: verdict for k, (call, verdict, _) in started.items() if call},
        "peak": {k: 1 + extra / size for k, (call, _, extra) in started.items() if call},
        "bytes moved": n_bytes,
        "share of copy": n_bytes / median(times["fused"]) / copy,
    }


def problem(kind, shape, dtype):
    """Return random scores in a tuple, for the losses with random labels."""
    torch = import_module("torch")
    generator = torch.Generator(GPU).manual_seed(0)
    z = torch.randn(shape, generator=generator, device=GPU, dtype=getattr(torch, dtype))
    if kind is SOFTMAX:
        return (z,)
    return z, torch.randint(shape[1], shape[:1], generator=generator, device=GPU)


def error(given, result):
    """Return the distance from float64 of probabilities or gradient, relative to its norm."""
    torch = import_module("torch")
    z, *y = given
    found = result[1] if y else result
    off = norm = 0.0
    for rows in torch.arange(len(z), device=z.device).split(max(1, 2**26 // z.shape[1])):
        expected = torch.softmax(z[rows].double(), dim=-1)
        if y:
            expected[torch.arange(len(rows), device=z.device), y[0][rows]] -= 1
            expected /= len(z)
        off += float(((found[rows].double() - expected) ** 2).sum())
        norm += float((expected**2).sum())
    return (off / norm) ** 0.5


def bytes_moved(shape, dtype):
    """Return the bytes that our kernels read and write; labels and losses are left out as few."""
    n_rows, n_classes = shape
    again = import_module("softmax_lib.kernels").read_twice(n_classes)
    return n_rows * (2 * n_classes + again) * getattr(import_module("torch"), dtype).itemsize


def lacking():
    """Return what is missing for any measurement, in words; nothing if all is here."""
    if not find_spec("torch") or not find_spec("triton"):
        return "PyTorch and Triton"
    return (
        "" if import_module("torch").cuda.is_available() else "an NVIDIA GPU that PyTorch can use"
    )


def main(arguments=None):
    """Measure and print; without a GPU, say so and print no number."""
    known = parser("gpu", __doc__)
    known.add_argument("--shape", type=int, nargs=2, action="append", metavar=("ROWS", "CLASSES"))
    known.add_argument("--rounds", type=int, default=20, help="of which the median counts")
    options = known.parse_args(arguments)
    if lacking():
        print(f"Nothing was measured: the GPU benchmark needs {lacking()}.")
        return
    with silenced():
        found = run(options.shape or SHAPES, options.rounds)
    tell(found, report(found), options.out, "gpu")


if __name__ == "__main__":
    sys.exit(main())
