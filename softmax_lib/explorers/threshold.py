"""The explorer of lesson 02: drag a threshold on p; examples on the sigmoid are decided at once."""

import numpy as np
import traitlets as t

from softmax_lib.explorers.base import Explorer, Number, Numbers, frozen, script
from softmax_lib.functions import sigmoid


class ThresholdExplorer(Explorer):
    """A `threshold` to drag, and the scores `x` of eight examples; `p` are their probabilities.

    `decisions` are 1 where p > threshold, otherwise 0; `score` is where the sigmoid crosses it.
    """

    _esm = script("threshold")
    threshold = Number(0.5, 0, 1)
    x = Numbers((-2.9, -1.4, -0.6, -0.2, 0.2, 0.4, 1.4, 2.9))
    # The browser decides with these, so that no rounding error comes between it and Python.
    p = t.Any(read_only=True).tag(sync=True, to_json=lambda p, _: None if p is None else p.tolist())
    decisions = t.Any(read_only=True)
    score = t.Float(read_only=True)

    def derive(self):
        """Return the probabilities, the answers, and the score at which the answer turns."""
        p = sigmoid(self.x)
        decisions = np.where(p > self.threshold, 1, 0)
        decisions.flags.writeable = False
        with np.errstate(divide="ignore"):  # thresholds 0 and 1 lie at scores −∞ and ∞
            score = np.log(self.threshold) - np.log1p(-self.threshold)
        return {"p": frozen(p), "decisions": decisions, "score": float(score)}

    def figure(self):
        """Return the picture as a figure."""
        from softmax_lib.plots import explorers_threshold as plots  # takes seconds: only when shown

        return plots.threshold(self.threshold, self.score, self.x, self.p)

    def describe(self):
        """Return a sentence with the threshold and the answers."""
        answers = "; ".join(
            f"score {score:.2f}, p {p:.3f}: {('no', 'yes')[answer]}"
            for score, p, answer in zip(self.x, self.p, self.decisions, strict=True)
        )
        return (
            f"yes where p is above {self.threshold:.3f}, which is where the score is above "
            f"{self.score:.2f}. {answers}."
        )
