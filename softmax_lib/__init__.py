"""The library of the softmax course: one function, its relatives, and a classifier made of them."""

from softmax_lib.classifier import SoftmaxClassifier
from softmax_lib.data import UNSEEN_ARTIST, augment, load_animals, render
from softmax_lib.devices import available_devices, best_device, missing_devices, to_numpy
from softmax_lib.functions import (
    div_by_sum,
    hardmax,
    log_softmax,
    logsumexp,
    one_hot,
    sigmoid,
    softmax,
)
from softmax_lib.gradients import finite_difference, softmax_jacobian, softmax_vjp
from softmax_lib.losses import cross_entropy, cross_entropy_and_grad

__all__ = [
    "UNSEEN_ARTIST",
    "SoftmaxClassifier",
    "augment",
    "available_devices",
    "best_device",
    "cross_entropy",
    "cross_entropy_and_grad",
    "div_by_sum",
    "finite_difference",
    "hardmax",
    "load_animals",
    "log_softmax",
    "logsumexp",
    "missing_devices",
    "one_hot",
    "render",
    "sigmoid",
    "softmax",
    "softmax_jacobian",
    "softmax_vjp",
    "to_numpy",
]
