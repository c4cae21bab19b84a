"""What all classifiers share: how they answer, how long they learn, how they are kept.

A classifier says how it turns inputs into scores (`logits`) and how its weights are called
(`_arrays`); scikit-learn's methods, the stop button and the files follow from that.
"""

import inspect
import json
import math
import sys
import zipfile
from functools import partial
from pathlib import Path

import numpy as np
from array_api_compat import array_namespace, device, is_dask_array

from softmax_lib.devices import HOST, to_numpy
from softmax_lib.functions import softmax
from softmax_lib.inputs import class_places
from softmax_lib.network import count_hits
from softmax_lib.trust import top_k_accuracy


class Estimator:
    """The methods that follow from `logits`, `classes_` and the settings of the constructor."""

    def predict_proba(self, X):
        """Return the probabilities, softmax of the scores: each row sums to one."""
        return softmax(self.logits(X))

    def predict(self, X):
        """Return the label of the largest score for each row of `X`; strings come as NumPy's."""
        z = self.logits(X)
        xp = array_namespace(z)
        winners = xp.argmax(z, axis=-1)
        if is_dask_array(winners):
            return winners.map_blocks(partial(np.take, self.classes_), meta=self.classes_[:0])
        labels = _labels_beside(z, self.classes_)
        if labels is None:
            return self.classes_[to_numpy(winners)]
        return xp.take(labels, winners, axis=0)

    def score(self, X, y):
        """Return the accuracy: the share of the rows whose predicted label is the one in `y`."""
        z = self.logits(X)
        return float(count_hits(z, class_places(z, y, self.classes_))) / z.shape[0]

    def top_k(self, X, y, k=5):
        """Return the share of the rows whose label in `y` is among the `k` likeliest."""
        z = self.logits(X)
        return float(top_k_accuracy(z, class_places(z, y, self.classes_), k))

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
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in changed.items())})"

    def __sklearn_tags__(self):
        """Return what scikit-learn asks of an estimator; nobody else calls this."""
        from sklearn.utils import ClassifierTags, Tags, TargetTags

        target = TargetTags(required=True)
        return Tags("classifier", target_tags=target, classifier_tags=ClassifierTags())

    def save(self, path):
        """Write settings, labels and weights to a file of NumPy arrays (.npz), without pickle."""
        if not hasattr(self, "classes_"):
            raise AttributeError(self._has_learnt_nothing())
        arrays = {name: to_numpy(array) for name, array in self._arrays().items()}
        about = json.dumps([type(self).__name__, self.get_params()], default=_plain)
        labels = np.asarray(self.classes_.tolist())  # strings as such, not as objects
        with Path(path).open("wb") as file:
            np.savez(file, about=about, classes_=labels, **arrays)

    @classmethod
    def load(cls, path, *, device=HOST):
        """Return the classifier that `save` wrote, its weights on `device`.

        A file of another classifier, or of something else, is a ValueError.
        """
        name, settings, classes, arrays = _read(path)
        if name != cls.__name__:
            raise ValueError(f"{path} holds a {name}: read it with {name}.load, not {cls.__name__}")
        model = cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in settings.items()})
        model.classes_, model.history = classes, {}
        try:
            model._take({name: device.put(array) for name, array in arrays.items()})
        except (KeyError, RuntimeError, ValueError) as error:
            raise ValueError(f"{path} does not hold the weights of {model}: {error}") from None
        return model

    def _has_learnt_nothing(self):
        return f"this {type(self).__name__} has learnt nothing yet: call fit(X, y)"

    def _learn(self, passes, test):
        """Take (weights, what was seen) from `passes`, epoch by epoch, and keep the last weights.

        With a `test`, which returns loss and accuracy of weights on held-out rows, keep those of
        the least loss. Ctrl-C or Jupyter's stop button ends it, and what was kept stays; before
        the end of the first epoch there is nothing yet, and KeyboardInterrupt goes on.
        """
        self.history, best = {}, 0
        try:
            for n, (weights, seen) in enumerate(passes):
                if test is not None:
                    seen |= {f"validation_{k}": v for k, v in test(weights).items()}
                self._record(seen)
                if test is None or n == np.argmin(self.history["validation_loss"]):
                    self._keep(weights)
                    best = n
                elif n - best >= self.patience:
                    break
        except KeyboardInterrupt:
            if not self.history:
                raise

    def _behind_bar(self, steps, of):
        """Return `steps`, behind a bar with the time left if one was asked for."""
        if not self.progress:
            return steps
        from tqdm import tqdm

        return tqdm(steps, desc=of, file=sys.stdout)

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


def _plain(setting):
    """Return a number of NumPy's as Python's; a generator cannot be kept, None stands for it."""
    return setting.item() if isinstance(setting, np.generic) else None


def _read(path):
    """Return name, settings, labels and weights from a file that `save` wrote, or ValueError."""
    try:
        with Path(path).open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            arrays = dict(file)
        name, settings = json.loads(str(arrays.pop("about")))
        return name, settings, arrays.pop("classes_"), arrays
    except (zipfile.BadZipFile, EOFError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path} is no file that a classifier's save made: {error}") from None
