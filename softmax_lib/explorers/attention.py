"""The explorer of lesson 10: drag the length d of queries and keys; softmax sharpens without √d."""

import numpy as np
import traitlets as t

from softmax_lib.explorers.base import Explorer, Number, frozen, script
from softmax_lib.functions import softmax

WORDS = ("two", "seals", "see", "the", "big", "duck")
LENGTHS = tuple(2**n for n in range(11))


def _scores_by_length():
    """Return q·k of random queries and keys by length; the short ones are parts of the longest."""
    q, k = np.random.default_rng(10).normal(size=(2, len(WORDS), LENGTHS[-1]))
    return {d: q[:, :d] @ k[:, :d].T for d in LENGTHS}


SCORES = _scores_by_length()


class Length(Number):
    """A power of 2 from 1 to 1024."""

    def __init__(self, default):
        super().__init__(default, LENGTHS[0], LENGTHS[-1])
        self.info_text = f"a power of 2 from 1 to 1024, such as {default}"

    def validate(self, obj, value):
        """Return `value` as an int, or raise an error that says what would do."""
        if super().validate(obj, value) not in LENGTHS:
            self.error(obj, value)
        return int(value)


class AttentionExplorer(Explorer):
    """Six words ask each other, with random queries and keys of length `d` to drag.

    `scores` are q·k; `unscaled` is their softmax, and `weights` that of the scores divided by √d.
    """

    _esm = script("attention")
    d = Length(64)
    words = t.Any(WORDS, read_only=True).tag(sync=True)
    all_scores = t.Any([SCORES[d].tolist() for d in LENGTHS], read_only=True).tag(sync=True)
    scores = t.Any(read_only=True)
    unscaled = t.Any(read_only=True)
    weights = t.Any(read_only=True)

    def derive(self):
        """Return the scores of this length, and the weights without √d and with it."""
        scores = SCORES[self.d]
        weights = {"unscaled": softmax(scores), "weights": softmax(scores / np.sqrt(self.d))}
        return {name: frozen(value) for name, value in ({"scores": scores} | weights).items()}

    def figure(self):
        """Return the picture as a figure."""
        from softmax_lib.plots import explorers_attention as plots  # takes seconds: only when shown

        return plots.attention(self.d, WORDS, self.unscaled, self.weights)

    def describe(self):
        """Return a sentence with the length, and how sharp both maps are."""
        plain, divided = (w.max(axis=-1).mean() for w in (self.unscaled, self.weights))
        return (
            f"attention among six words, with random queries and keys of length {self.d}. "
            f"Mean largest weight of a row: {plain:.3f} by softmax of q·k, "
            f"{divided:.3f} by softmax of q·k / √d."
        )
