"""The explorer of lesson 07: two scores to drag, and the one difference that softmax sees."""

import traitlets as t

from softmax_lib.explorers.base import Explorer, Numbers, frozen, script
from softmax_lib.functions import softmax


class TwoClassesExplorer(Explorer):
    """Two scores `z`, of seal and panda; `difference` is z[0] − z[1], and `p` their softmax."""

    _esm = script("two_classes")
    z = Numbers((0.25, 1.23))
    difference = t.Float(read_only=True)
    p = t.Any(read_only=True)

    def derive(self):
        """Return the difference of the scores, and the probabilities."""
        return {"difference": float(self.z[0] - self.z[1]), "p": frozen(softmax(self.z))}

    def figure(self):
        """Return the picture as a figure."""
        from softmax_lib.plots import explorers as plots  # takes seconds: only when shown

        return plots.two_classes(self.z, self.p)

    def describe(self):
        """Return a sentence with the scores, their difference and the probabilities."""
        a, b = self.z
        return (
            f"scores {a:.2f} of the seal and {b:.2f} of the panda differ by {self.difference:.2f}; "
            f"the sigmoid of that is {self.p[0]:.3f}, as is the seal's share by softmax."
        )
