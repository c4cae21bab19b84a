"""Who is measured on a GPU: our kernels and their peers, each as a call without arguments."""

from functools import partial
from importlib import import_module

from softmax_lib import functions, losses, rates


def fused_softmax(z):
    """Return the call of our kernel."""
    return partial(_fused().softmax, z)


def pytorchs_softmax(z):
    """Return PyTorch's call."""
    return partial(import_module("torch").softmax, z, dim=-1)


def compiled_softmax(z):
    """Return PyTorch's softmax, compiled for this shape."""
    torch = import_module("torch")
    return partial(torch.compile(torch.softmax, dynamic=False), z, dim=-1)


def our_compiled_softmax(z):
    """Return our plain function, compiled for this shape."""
    return partial(import_module("torch").compile(functions.softmax, dynamic=False), z)


def our_softmax(z):
    """Return our plain function, which PyTorch works off line by line."""
    return partial(functions.softmax, z)


SOFTMAX = {  # the package that each needs, and what makes its call; the first is ours
    "fused": ("triton", fused_softmax),
    "torch.softmax": ("torch", pytorchs_softmax),
    "torch.softmax compiled": ("torch", compiled_softmax),
    "ours compiled": ("torch", our_compiled_softmax),
    "ours plain": ("torch", our_softmax),
}


def fused_loss(z, y):
    """Return the call of our kernel as training makes it: the labels are known to be right."""
    return partial(_fused().unchecked_cross_entropy_and_grad, z, y)


def checked_loss(z, y):
    """Return the call of our kernel behind a check of the labels, for which the CPU waits."""
    return partial(_fused().cross_entropy_and_grad, z, y)


def loss_in_place(z, y):
    """Return the call that checks labels and writes the gradient over the scores, here a copy."""
    return partial(_fused().cross_entropy_and_grad_, z.clone(), y)


def our_loss(z, y):
    """Return our plain function, which PyTorch works off line by line."""
    return partial(losses.cross_entropy_and_grad, z, y)


def pytorchs_loss(z, y):
    """Return PyTorch's loss forwards and backwards."""
    return partial(rates.pytorchs_loss, z, y)


def compiled_loss(z, y):
    """Return PyTorch's loss forwards and backwards, compiled for this shape."""
    loss = import_module("torch.nn.functional").cross_entropy
    return partial(rates.by_autograd, import_module("torch").compile(loss, dynamic=False), z, y)


def ligers_loss(z, y):
    """Return Liger-Kernel's loss, which writes the gradient over the scores, here a copy."""
    liger = import_module("liger_kernel.transformers.functional")
    return partial(rates.by_autograd, liger.liger_cross_entropy, z.clone(), y)


LOSS = {
    "fused": ("triton", fused_loss),
    "PyTorch": ("torch", pytorchs_loss),
    "PyTorch compiled": ("torch", compiled_loss),
    "Liger-Kernel": ("liger_kernel", ligers_loss),
    "fused checked": ("triton", checked_loss),
    "fused in place": ("triton", loss_in_place),
    "ours plain": ("torch", our_loss),
}


def _fused():
    return import_module("softmax_lib.fused")
