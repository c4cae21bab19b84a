"""How fast softmax can be on a machine: its operations, its bytes, and which of them it awaits.

A device carries so many bytes per second and calculates so many numbers per second. A function with
few operations per byte waits for the memory: its rate is at most bandwidth · operations per byte.
With many it waits for the arithmetic. The two limits, drawn together, look like a roof.
Source: Williams, Waterman and Patterson (2009).
"""

from dataclasses import dataclass

LABEL = 8  # bytes of a class index


@dataclass(frozen=True)
class Work:
    """What a function has to do at least: the bytes it moves, and its operations on numbers."""

    bytes: int
    operations: int

    @property
    def intensity(self) -> float:
        """Return the operations per byte."""
        return self.operations / self.bytes


@dataclass(frozen=True)
class Roof:
    """The limits of a device: bytes per second, and operations per second in float32."""

    bandwidth: float
    rate: float

    def at(self, intensity: float) -> float:
        """Return the most operations per second for so many operations per byte."""
        return min(self.rate, self.bandwidth * intensity)

    def or_higher(self, other: "Roof") -> "Roof":
        """Return the roof with the higher of both limits: two libraries may measure one device."""
        return Roof(max(self.bandwidth, other.bandwidth), max(self.rate, other.rate))

    @property
    def ridge(self) -> float:
        """Return the operations per byte from which on the arithmetic is the limit."""
        return self.rate / self.bandwidth


@dataclass(frozen=True)
class Point:
    """Who computed what, on which kind of device, in how many seconds, with what work to do."""

    name: str
    function: str
    kind: str
    seconds: float
    work: Work

    @property
    def rate(self) -> float:
        """Return the operations per second."""
        return self.work.operations / self.seconds


def softmax_work(n_rows, n_classes, itemsize=4):
    """Return the least work of softmax: each score read once, each probability written once.

    Per score a comparison, a subtraction, an exp, an addition and a division count as one each;
    the first of a row needs neither comparison nor addition.
    """
    return Work(2 * n_rows * n_classes * itemsize, n_rows * (5 * n_classes - 2))


def loss_work(n_rows, n_classes, itemsize=4):
    """Return the least work of cross-entropy and its gradient, from one softmax.

    Besides the softmax: each slope is divided by the rows, and each row takes p - 1, a log, the
    subtraction of the score from it, and its part in the mean.
    """
    scores = n_rows * n_classes
    moved = 2 * scores * itemsize + n_rows * LABEL
    return Work(moved, softmax_work(n_rows, n_classes).operations + scores + 4 * n_rows)


FUNCTIONS = {"softmax": softmax_work, "loss and gradient": loss_work}
