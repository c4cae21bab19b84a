"""What every explorer is: numbers shared by Python and the browser, a picture, and a sentence.

The browser draws, so that a drag needs no kernel. Python holds the same numbers as traits; where no
kernel is, the page shows a still picture, and `repr` says what is in it.
"""

import re
from base64 import b64encode
from pathlib import Path

import anywidget
import numpy as np
import traitlets as t

from softmax_lib.devices import to_numpy

FOLDER = Path(__file__).parent
SHARED = ("softmax", "scale", "draw", "scores", "view")
IMPORT = re.compile(r'^import [^;]+ from "\./\w+\.js";\n', flags=re.MULTILINE)
LARGEST = 1e100  # far beyond all that softmax tells apart, and differences stay finite


def script(name):
    """Return an explorer's module with the shared ones before it, as one that imports nothing."""
    shared = re.sub(r"^export ", "", "".join(map(_read, SHARED)), flags=re.MULTILINE)
    return IMPORT.sub("", shared + _read(name))


def _read(name):
    return (FOLDER / f"{name}.js").read_text(encoding="utf-8")


class Number(t.TraitType):
    """A number from `low` to `high`."""

    def __init__(self, default, low=-LARGEST, high=LARGEST):
        self.info_text = f"a number from {low:g} to {high:g}, such as {default:g}"
        self.low, self.high = low, high
        super().__init__(default)
        self.tag(sync=True)

    def validate(self, obj, value):
        """Return `value` as a float, or raise an error that says what would do."""
        number = _numbers(value)
        if number is None or number.shape != () or not self.low <= number <= self.high:
            self.error(obj, value)
        return float(number)

    def error(self, obj, value, error=None, info=None):
        """Say what was expected and what came."""
        raise t.TraitError(f"{self.name} must be {self.info_text}; got {value!r}")


class Numbers(Number):
    """A row of as many numbers as `default` has; a NumPy array that cannot be written into."""

    def __init__(self, default, low=-LARGEST, high=LARGEST):
        super().__init__(0.0, low, high)
        self.default_value = default
        self.info_text = f"{len(default)} numbers, such as {list(default)}, none of them nan or inf"
        self.tag(to_json=lambda row, _: row.tolist())

    def validate(self, obj, value):
        """Return `value` as a row of floats, or raise an error that says what would do."""
        row = _numbers(value)
        fits = row is not None and row.shape == (len(self.default_value),)
        if not fits or not np.all((self.low <= row) & (row <= self.high)):
            self.error(obj, value)
        return frozen(row)


def _numbers(value):
    """Return `value` as floating-point numbers, or None if it is something else."""
    try:
        array = to_numpy(value)
    except (TypeError, ValueError):  # a ragged list
        return None
    return array.astype(np.float64) if array.dtype.kind in "iuf" else None


def frozen(array):
    """Return a copy of an array that cannot be written into: to change a trait, set it."""
    array = np.array(array, dtype=np.float64)
    array.flags.writeable = False
    return array


class Explorer(anywidget.AnyWidget):
    """A picture to take hold of; a subclass says which values it has, and what follows."""

    _css = (FOLDER / "explorer.css").read_text(encoding="utf-8")
    _ipython_display_ = None  # that of ipywidgets 7 would show the view alone, without our picture

    def __init__(self, **values):
        unknown = ", ".join(values.keys() - set(self.trait_names()))
        if unknown:
            raise TypeError(f"{type(self).__name__} has no {unknown}; its values: {self.values()}")
        super().__init__(**values)
        self.observe(self._follow, self.values())
        self._follow()

    @classmethod
    def values(cls):
        """Return the names of the traits that the browser moves and Python sets."""
        return [name for name, kind in cls.class_traits().items() if isinstance(kind, Number)]

    def _follow(self, _=None):
        for name, value in self.derive().items():
            self.set_trait(name, value)

    def derive(self):
        """Return what follows from the values, by the name of its read-only trait."""
        raise NotImplementedError

    def describe(self):
        """Return a sentence that says what the picture shows, with its numbers."""
        raise NotImplementedError

    def figure(self):
        """Return the picture as a figure, for pages without a kernel."""
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}: {self.describe()}"

    def _repr_mimebundle_(self, **kwargs):
        """Return the live view, and beside it the picture and the sentence."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        picture = b64encode(self.figure()._repr_png_()).decode()
        return data | {"text/plain": repr(self), "image/png": picture}, metadata
