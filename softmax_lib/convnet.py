"""A convolutional network in PyTorch, whose last layer, loss and first slope are ours.

Filters find strokes, filters over filters find parts of animals; what they found becomes 160
numbers per picture, and the rest is softmax regression. Autograd knows nothing of our loss: it is
handed the gradient p - Y at the scores, and takes it down through the filters.
"""

import copy
import math

import numpy as np
from array_api_compat import is_torch_array

from softmax_lib.arrays import unwatched
from softmax_lib.data.rows import check_pictures
from softmax_lib.devices import to_numpy
from softmax_lib.estimator import Estimator
from softmax_lib.functions import one_hot
from softmax_lib.inputs import check_settings, class_places, held_out_pair, learnable_classes
from softmax_lib.losses import cross_entropy_and_grad
from softmax_lib.network import activations, count_hits, evaluate

try:
    import torch
except ImportError as error:
    raise ImportError(
        f"softmax_lib.convnet needs PyTorch ({error}): pip install torch; without it there is "
        "SoftmaxClassifier(hidden=(512,))"
    ) from None

from softmax_lib.disguises import disguise
from softmax_lib.filters import Network, images

SMOOTHING = 0.1  # of a target's probability goes to all classes alike: Szegedy et al. (2016)
WARM_UP = 0.15  # of all steps; then the rate falls along a cosine: Loshchilov and Hutter (2017)


class ConvClassifier(Estimator):
    """A convolutional network with the methods of `SoftmaxClassifier`, for pictures.

    Pictures are (n, side, side, 3), floats from 0 to 1, of NumPy or PyTorch, on any device; the
    weights follow them there. In training, each is disguised anew whenever it comes up.
    """

    def __init__(
        self,
        *,
        rate=0.3,
        momentum=0.9,
        weight_decay=5e-4,
        epochs=4,
        batch_size=128,
        patience=5,
        random_state=0,
        progress=False,
    ):
        self.rate = rate
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.epochs = epochs
        self.batch_size = batch_size
        self.patience = patience
        self.random_state = random_state
        self.progress = progress

    def fit(self, pictures, y, *, validation=None):
        """Learn from pictures and one label each, and return self; as `SoftmaxClassifier.fit`."""
        check_settings({"hidden": (), **self.get_params()})
        pictures, test = _tensor(pictures), None
        classes = learnable_classes(y)
        y = class_places(pictures, y, classes)
        if validation is not None:
            held_out, labels = held_out_pair(validation)
            held_out = _tensor(held_out, side=pictures.shape[1])
            labels = class_places(held_out, labels, classes)

            def test(network):
                return evaluate([network.last], network.features(held_out), labels)

        self.classes_, self.side_ = classes, pictures.shape[1]
        self._learn(self._passes(pictures, y), test)
        return self

    def logits(self, pictures):
        """Return the scores z: a row for each picture, a column for each class."""
        if not hasattr(self, "network_"):
            raise AttributeError(self._has_learnt_nothing())
        seen = _tensor(pictures, side=self.side_)
        network = self.network_.to(seen.device)
        z = activations([network.last], network.features(seen))[-1]
        return z if is_torch_array(pictures) else to_numpy(z)

    def _passes(self, pictures, y):
        """Yield a copy of the network after each epoch, and what the epoch saw."""
        rng = np.random.default_rng(self.random_state)
        network = Network(len(self.classes_), rng).to(pictures.device)
        n, starts = len(pictures), range(0, len(pictures), self.batch_size)
        steps = [start for _ in range(self.epochs) for start in starts]
        optimiser, schedule = self._optimiser(network, len(steps))
        chance = torch.Generator().manual_seed(int(rng.integers(2**63)))
        for start in self._behind_bar(steps, "steps"):
            if start == 0:
                order, sums = torch.from_numpy(rng.permutation(n)).to(y.device), 0
            rows = order[start : start + self.batch_size]
            optimiser.zero_grad()
            sums = sums + backward(network(disguise(images(pictures[rows]), chance)), y[rows])
            optimiser.step()
            schedule.step()
            if start == starts[-1]:
                loss, hits = (sums / n).tolist()
                yield copy.deepcopy(network), {"loss": loss, "accuracy": hits}

    def _optimiser(self, network, n_steps):
        """Return gradient descent with momentum, and how its rate rises and falls over the steps.

        As in SoftmaxClassifier, weights shrink on the way and biases do not.
        """
        groups = [
            {"params": [a for a in network.parameters() if a.ndim > 1]},
            {"params": [a for a in network.parameters() if a.ndim == 1], "weight_decay": 0},
        ]
        settings = {"momentum": self.momentum, "weight_decay": self.weight_decay}
        descent = torch.optim.SGD(groups, self.rate, nesterov=self.momentum > 0, **settings)

        def share(k):
            done = (k + 1) / n_steps
            return min(1, done / WARM_UP) * (1 + math.cos(math.pi * done)) / 2

        return descent, torch.optim.lr_scheduler.LambdaLR(descent, share)

    def _keep(self, network):
        self.network_ = network

    def _arrays(self):
        """Return the weights by name, and the side of the pictures that they are for."""
        return {"side": np.asarray(self.side_), **self.network_.state_dict()}

    def _take(self, arrays):
        """Make the network of what `_arrays` returned."""
        arrays = {name: torch.as_tensor(array) for name, array in arrays.items()}
        self.side_ = int(arrays.pop("side"))
        self.network_ = Network(len(self.classes_), np.random.default_rng(0))
        self.network_.load_state_dict(arrays)


def backward(z, y):
    """Hand p - Y at the scores to autograd; return the sum of the losses and the right answers.

    The targets Y are smoothed labels: with a share of probability for all other classes.
    """
    K = z.shape[-1]
    Y = (1 - SMOOTHING) * one_hot(y, K) + SMOOTHING / K
    loss, slope = cross_entropy_and_grad(unwatched(z), Y)
    z.backward(gradient=slope)
    return torch.stack([loss * len(y), count_hits(z, y)])


def _tensor(pictures, side=None):
    """Return pictures as a tensor, once they are known to be in three colours from 0 to 1."""
    if not is_torch_array(pictures):
        pictures = torch.from_numpy(np.require(pictures, requirements="CW"))  # copied if need be
    check_pictures(pictures)
    if side not in (None, pictures.shape[1]):
        raise ValueError(f"pictures must have a side of {side}, as in fit, got {pictures.shape[1]}")
    least, most = pictures.aminmax()
    if not (least >= 0 and most <= 1):
        raise ValueError(f"pictures go from 0 to 1, got {float(least)} to {float(most)}")
    return unwatched(pictures)
