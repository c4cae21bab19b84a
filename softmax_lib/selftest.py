"""What works on this machine: a few small trials, each with its outcome in words."""

import platform
from dataclasses import dataclass
from functools import partial

import numpy as np

from softmax_lib.data import load_animals
from softmax_lib.devices import available_devices, to_numpy
from softmax_lib.functions import softmax


@dataclass(frozen=True)
class Trial:
    """One thing that was tried: its name, whether it works, and what was seen."""

    name: str
    works: bool
    seen: str

    def __str__(self):
        return f"{'works' if self.works else 'FAILS':6} {self.name:9} {self.seen}"


def self_test():
    """Return a trial for each thing that the course needs, and for each device that is here."""
    needs = {
        "Python": _python,
        "softmax": _softmax,
        "drawings": _drawings,
        "figures": _figures,
        "widgets": _widgets,
    }
    devices = [_try("device", partial(_device, device)) for device in available_devices()]
    return [*(_try(name, trial) for name, trial in needs.items()), *devices]


def _try(name, trial):
    """Return the outcome of a trial; if it raises, it has failed, and the error was seen."""
    try:
        return Trial(name, True, trial())
    except Exception as error:  # noqa: BLE001 - whatever goes wrong here is the finding
        return Trial(name, False, f"{type(error).__name__}: {error}")


def _python():
    return f"{platform.python_version()} on {platform.system()}"


def _softmax():
    np.testing.assert_allclose(softmax([0.25, 1.23, -0.8]).sum(), 1)
    return f"with NumPy {np.__version__}"


def _device(device):
    z = device.put(np.asarray([0.25, 1.23, -0.8], dtype=np.float32))
    np.testing.assert_allclose(to_numpy(softmax(z)).sum(), 1, rtol=1e-6)
    return str(device)


def _drawings():
    return f"of {len(load_animals('all').names)} animals; most lessons use three"


def _figures():
    import matplotlib as mpl

    from softmax_lib.plots.lesson_00 import drawing_and_scores

    picture = drawing_and_scores([0.25, 1.23, -0.8])._repr_png_()
    return f"with Matplotlib {mpl.__version__}, {len(picture) // 1000} kB drawn"


def _widgets():
    import ipywidgets

    ipywidgets.IntSlider()
    return f"with ipywidgets {ipywidgets.__version__}"
