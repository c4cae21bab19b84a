"""What every test run needs: the tools, and kernels that show no progress bars."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # tools is run from the root, never installed

from tools.execute import QUIET

os.environ.update(QUIET)
