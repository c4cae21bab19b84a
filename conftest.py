"""Every test run, of a notebook too: no progress bars, nobody's progress, and `tools` at hand."""

import os
import tempfile

from tools.execute import QUIET  # found because pytest puts the folder of this file on the path

HOME = tempfile.TemporaryDirectory()
os.environ.update(QUIET | {"SOFTMAX_COURSE_HOME": HOME.name})
