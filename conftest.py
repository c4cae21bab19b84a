"""Every test run, of a notebook too: kernels show no progress bars, and `tools` can be imported."""

import os

from tools.execute import QUIET  # found because pytest puts the folder of this file on the path

os.environ.update(QUIET)
