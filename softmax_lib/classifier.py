"""A classifier whose last layer is our softmax, and whose gradient is our p - y.

`SoftmaxClassifier()` is softmax regression; `hidden=(128,)` puts a layer of 128 ReLU units before
it. It learns in whatever array library and on whatever device the inputs live, and answers with
arrays of that kind.
"""

from itertools import pairwise

import numpy as np
from array_api_compat import is_dask_array

from softmax_lib import spread
from softmax_lib.estimator import Estimator
from softmax_lib.inputs import (
    check_settings,
    class_places,
    feature_rows,
    held_out_pair,
    learnable_classes,
    training_rows,
)
from softmax_lib.network import activations, epoch, evaluate, first_layers


class SoftmaxClassifier(Estimator):
    """A softmax classifier with the methods of scikit-learn: fit, predict, predict_proba, score.

    `fit` makes `classes_`, the sorted labels; `layers_`, a list of (W, b) with W (features, units)
    and b (units,); and `history`, a list for each of the loss (nats) and accuracy, epoch by epoch.
    `random_state` is a seed or a NumPy generator; `progress=True` shows a bar while it learns.
    """

    def __init__(
        self,
        hidden=(),
        *,
        rate=0.01,
        momentum=0.9,
        weight_decay=1e-4,
        epochs=20,
        batch_size=64,
        patience=5,
        random_state=0,
        progress=False,
    ):
        self.hidden = hidden
        self.rate = rate
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.epochs = epochs
        self.batch_size = batch_size
        self.patience = patience
        self.random_state = random_state
        self.progress = progress

    def fit(self, X, y, *, validation=None):
        """Learn from the rows of `X` and one label per row, numbers or strings, and return self.

        With `validation=(X, y)`, training stops once the loss on it has not fallen for `patience`
        epochs, and the weights of its best epoch stay. Raises ValueError where a row, a label or a
        setting cannot be used, and when the loss stops being a number.
        """
        check_settings(self.get_params())
        X = training_rows(X)
        classes = learnable_classes(y)
        y = class_places(X, y, classes)
        if validation is not None:
            held_out, labels = held_out_pair(validation)
            held_out = training_rows(held_out, like=X)
            validation = held_out, class_places(held_out, labels, classes)
        self.classes_, self.n_features_in_ = classes, X.shape[1]
        test = evaluate if not is_dask_array(X) else spread.evaluate
        self._learn(self._passes(X, y), validation and (lambda layers: test(layers, *validation)))
        return self

    def logits(self, X):
        """Return the scores z: a row for each row of `X`, a column for each class."""
        if not hasattr(self, "layers_"):
            raise AttributeError(self._has_learnt_nothing())
        first_weights = self.layers_[0][0]
        return activations(self.layers_, feature_rows(X, like=first_weights.T))[-1]

    def _passes(self, X, y):
        """Yield the layers after each epoch, and what the epoch saw."""
        rng = np.random.default_rng(self.random_state)
        layers = first_layers(X, [*self.hidden, len(self.classes_)], rng)
        speeds = [(0 * W, 0 * b) for W, b in layers]
        settings = {k: getattr(self, k) for k in ("batch_size", "rate", "momentum", "weight_decay")}
        one_epoch = spread.epoch if is_dask_array(X) else epoch
        for _ in self._behind_bar(range(self.epochs), "epochs"):
            order = rng.permutation(X.shape[0])
            with np.errstate(over="ignore", invalid="ignore"):  # _record reports it, with advice
                layers, speeds, seen = one_epoch(layers, speeds, X, y, order=order, **settings)
            yield layers, seen

    def _keep(self, layers):
        self.layers_ = layers

    def _arrays(self):
        """Return the weights by name: W0, b0, W1 and so on."""
        pairs = enumerate(self.layers_)
        return {f"{name}{k}": a for k, pair in pairs for name, a in zip("Wb", pair, strict=True)}

    def _take(self, arrays):
        """Make the layers of what `_arrays` returned."""
        widths = [arrays["W0"].shape[0], *self.hidden, len(self.classes_)]
        self.layers_ = [(arrays[f"W{k}"], arrays[f"b{k}"]) for k in range(len(widths) - 1)]
        for sizes, (W, b) in zip(pairwise(widths), self.layers_, strict=True):
            if W.shape != sizes or b.shape != sizes[1:]:
                raise ValueError(f"expected W of shape {sizes}, got {W.shape} and b of {b.shape}")
        self.n_features_in_ = widths[0]
