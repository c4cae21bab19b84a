"""The filters of the convolutional network, in PyTorch, up to the scores of our last layer."""

from functools import cache

import torch
from torch import nn

from softmax_lib.network import activations, first_layers

FEATURES = 160  # numbers that the filters make of a picture
AT_A_TIME = 512  # pictures, where nothing is learnt


class Network(nn.Module):
    """From pictures (n, 3, side, side) around 0 to scores, with 450,000 weights for 125 classes."""

    def __init__(self, n_classes, rng):
        """Start with random filters from NumPy's generator `rng`, and a last layer of zeros."""
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(rng.integers(2**63)))
            self.filters = nn.Sequential(
                _filters(3, 32, width=5, stride=2),
                _filters(32, 80, stride=2),
                _Beside(_filters(80, 80)),
                _filters(80, FEATURES, stride=2),
                _Beside(_filters(FEATURES, FEATURES)),
                nn.AdaptiveAvgPool2d(1),
                nn.Flatten(),
            )
        ((W, b),) = first_layers(torch.empty(1, FEATURES), [n_classes], rng)
        self.W, self.b = nn.Parameter(W), nn.Parameter(b)

    def forward(self, x):
        """Return the scores, in float32."""
        return activations([(self.W, self.b)], self._seen(x))[-1]

    @property
    def last(self):
        """Return (W, b) of the last layer, as everywhere in the course, hidden from autograd."""
        return self.W.detach(), self.b.detach()

    @torch.no_grad()
    def features(self, pictures):
        """Return what enters the last layer: the mean for a picture and its mirror image."""
        self.eval()
        parts = [images(part) - 0.5 for part in pictures.split(AT_A_TIME)]
        h = torch.cat([(self._seen(x) + self._seen(x.flip(-1))) / 2 for x in parts])
        self.train()
        return h

    def _seen(self, x):
        """Return what the filters make of pictures, in float32."""
        with torch.autocast(x.device.type, torch.bfloat16, enabled=half_is_fast(x.device)):
            return self.filters(x).float()


class _Beside(nn.Module):
    """A layer whose answer is added to what it was given: He et al. (2016)."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return x + self.layer(x)


def _filters(n_in, n_out, width=3, stride=1):
    """Return a layer of filters, brought to mean 0 and variance 1, and a ReLU."""
    convolution = nn.Conv2d(n_in, n_out, width, stride, padding=width // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(n_out), nn.ReLU())


def images(pictures):
    """Return pictures (n, side, side, 3) as PyTorch's filters want them, (n, 3, side, side)."""
    return pictures.movedim(-1, 1).float().contiguous()


@cache
def half_is_fast(place):
    """Return whether the device computes faster with bfloat16: a CPU without it is far slower."""
    if place.type == "cuda":
        return torch.cuda.is_bf16_supported()
    knows = getattr(torch.cpu, "_is_avx512_bf16_supported", bool)  # not before PyTorch 2.5
    return place.type == "cpu" and knows()
