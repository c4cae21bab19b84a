"""A classifier whose last layer is our softmax, and whose gradient is our p - y.

`SoftmaxClassifier()` is softmax regression; `hidden=(128,)` puts a layer of 128 ReLU units before
it. It learns in whatever array library and on whatever device the inputs live, and answers with
arrays of that kind.
"""

import inspect
import math
import sys

import numpy as np
from array_api_compat import array_namespace, device

from softmax_lib.devices import to_numpy
from softmax_lib.functions import softmax
from softmax_lib.inputs import (
    check_settings,
    class_places,
    feature_rows,
    learnable_classes,
    training_rows,
)
from softmax_lib.network import activations, count_hits, epoch, evaluate, first_layers


class SoftmaxClassifier:
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
            if not isinstance(validation, tuple | list) or len(validation) != 2:
                raise ValueError("validation must be a pair (X, y)")
            held_out = training_rows(validation[0], like=X)
            validation = held_out, class_places(held_out, validation[1], classes)
        self.classes_, self.n_features_in_ = classes, X.shape[1]
        self._learn(X, y, validation)
        return self

    def logits(self, X):
        """Return the scores z: a row for each row of `X`, a column for each class."""
        if not hasattr(self, "layers_"):
            raise AttributeError("this SoftmaxClassifier has learnt nothing yet: call fit(X, y)")
        first_weights = self.layers_[0][0]
        return activations(self.layers_, feature_rows(X, like=first_weights.T))[-1]

    def predict_proba(self, X):
        """Return the probabilities, softmax of the scores: each row sums to one."""
        return softmax(self.logits(X))

    def predict(self, X):
        """Return the label of the largest score for each row of `X`; strings come as NumPy's."""
        z = self.logits(X)
        xp = array_namespace(z)
        winners = xp.argmax(z, axis=-1)
        labels = _labels_beside(z, self.classes_)
        if labels is None:
            return self.classes_[to_numpy(winners)]
        return xp.take(labels, winners, axis=0)

    def score(self, X, y):
        """Return the accuracy: the share of the rows whose predicted label is the one in `y`."""
        z = self.logits(X)
        return float(count_hits(z, class_places(z, y, self.classes_))) / z.shape[0]

    def get_params(self, deep=True):
        """Return the settings as a dict."""
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **settings):
        """Change settings by name and return self; an unknown name is a ValueError."""
        for name, value in settings.items():
            if name not in self.get_params():
                raise ValueError(f"no setting {name!r}: there are {', '.join(self.get_params())}")
            setattr(self, name, value)
        return self

    def __repr__(self):
        defaults = inspect.signature(type(self)).parameters
        changed = {k: v for k, v in self.get_params().items() if v != defaults[k].default}
        return f"SoftmaxClassifier({', '.join(f'{k}={v!r}' for k, v in changed.items())})"

    def __sklearn_tags__(self):
        """Return what scikit-learn asks of an estimator; nobody else calls this."""
        from sklearn.utils import ClassifierTags, Tags, TargetTags

        target = TargetTags(required=True)
        return Tags("classifier", target_tags=target, classifier_tags=ClassifierTags())

    def _learn(self, X, y, validation):
        """Run the epochs: fill `history`, keep the last layers, or the best on `validation`."""
        rng = np.random.default_rng(self.random_state)
        layers = first_layers(X, [*self.hidden, len(self.classes_)], rng)
        speeds = [(0 * W, 0 * b) for W, b in layers]
        settings = {k: getattr(self, k) for k in ("batch_size", "rate", "momentum", "weight_decay")}
        self.history, best = {}, 0
        for n in self._epochs():
            order = rng.permutation(X.shape[0])
            with np.errstate(over="ignore", invalid="ignore"):  # _record reports it, with advice
                layers, speeds, seen = epoch(layers, speeds, X, y, order=order, **settings)
            if validation is not None:
                seen |= {f"validation_{k}": v for k, v in evaluate(layers, *validation).items()}
            self._record(seen)
            if validation is None or n == np.argmin(self.history["validation_loss"]):
                self.layers_, best = layers, n
            elif n - best >= self.patience:
                break

    def _epochs(self):
        """Return the numbers of the epochs, behind a progress bar if one was asked for."""
        if not self.progress:
            return range(self.epochs)
        from tqdm import tqdm

        return tqdm(range(self.epochs), desc="epochs", file=sys.stdout)

    def _record(self, seen):
        """Add what an epoch saw to `history`; a loss that is no number any more is a ValueError."""
        for name, value in seen.items():
            self.history.setdefault(name, []).append(value)
        if not math.isfinite(seen["loss"]):
            raise ValueError(
                f"the loss became {seen['loss']} in epoch {len(self.history['loss'])}: "
                f"try a rate below {self.rate}, or inputs of a smaller scale"
            )


def _labels_beside(z, classes):
    """Return the labels as an array beside `z`, or None where its library cannot hold them."""
    if isinstance(z, np.ndarray):
        return classes
    xp, labels = array_namespace(z), classes.tolist()
    try:
        unchanged = np.array_equal(to_numpy(xp.asarray(labels)), classes)
    except (TypeError, ValueError, OverflowError):
        return None
    return xp.asarray(labels, device=device(z)) if unchanged else None
