"""The explorer of lesson 04: drag a score; its exponential, the sum and all shares follow."""

import traitlets as t

from softmax_lib.explorers.base import Explorer, Numbers, frozen, script
from softmax_lib.functions import softmax


class LogitsExplorer(Explorer):
    """Three scores `z` to drag, alone or all together; `p` is their softmax."""

    _esm = script("logits")
    z = Numbers((0.25, 1.23, -0.8))
    p = t.Any(read_only=True)

    def derive(self):
        """Return the probabilities."""
        return {"p": frozen(softmax(self.z))}

    def figure(self):
        """Return the picture as a figure."""
        from softmax_lib.plots import explorers as plots  # takes seconds: only when shown

        return plots.logits(self.z, self.p)

    def describe(self):
        """Return a sentence with the scores and the probabilities."""
        rows = zip(("seal", "panda", "duck"), self.z, self.p, strict=True)
        steps = "; ".join(
            f"{name}: score {score:.2f}, p {share:.3f}" for name, score, share in rows
        )
        return f"three scores become shares of one whole. {steps}."
