"""The explorers of the course: pictures to take hold of, whose numbers Python reads and sets."""

from softmax_lib.explorers.attention import AttentionExplorer
from softmax_lib.explorers.logits import LogitsExplorer
from softmax_lib.explorers.simplex import SimplexExplorer
from softmax_lib.explorers.temperature import TemperatureExplorer
from softmax_lib.explorers.threshold import ThresholdExplorer
from softmax_lib.explorers.two_classes import TwoClassesExplorer

__all__ = [
    "AttentionExplorer",
    "LogitsExplorer",
    "SimplexExplorer",
    "TemperatureExplorer",
    "ThresholdExplorer",
    "TwoClassesExplorer",
]
