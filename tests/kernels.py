"""The kernels, for tests: on a GPU where one is, else in Triton's interpreter, on the CPU."""

import os
from importlib import import_module
from unittest import mock

import pytest

REASON = "the kernels need PyTorch and Triton: pip install torch triton, on Linux"
torch = pytest.importorskip("torch", reason=REASON)
PLACE = "cuda" if torch.cuda.is_available() else "cpu"
# Triton asks for its interpreter when it is imported, and again when a kernel starts.
INTERPRETER = {"TRITON_INTERPRET": "1"} if PLACE == "cpu" else {}
with mock.patch.dict(os.environ, INTERPRETER):
    pytest.importorskip("triton", reason=REASON)
    fused = import_module("softmax_lib.fused")
