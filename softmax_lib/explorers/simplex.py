"""The explorer of lesson 06: scores to drag; softmax and division put them on one map."""

import numpy as np
import traitlets as t

from softmax_lib.explorers.base import Explorer, Numbers, frozen, script
from softmax_lib.functions import div_by_sum, softmax


class SimplexExplorer(Explorer):
    """Three scores `z` to drag; `p` is their softmax, `shares` is z / z.sum(), right or wrong."""

    _esm = script("simplex")
    z = Numbers((0.25, 1.23, -0.8))
    p = t.Any(read_only=True)
    shares = t.Any(read_only=True)

    def derive(self):
        """Return both rows of shares; division by a sum of 0 gives inf and nan, as NumPy does."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return {"p": frozen(softmax(self.z)), "shares": frozen(div_by_sum(self.z))}

    def figure(self):
        """Return the picture as a figure."""
        from softmax_lib.plots import explorers_simplex as plots  # takes seconds: only when shown

        return plots.simplex(self.z, self.p, self.shares, self._where())

    def describe(self):
        """Return a sentence with the scores, and where both methods put them."""
        shares = f"{_listed(self.shares)}, " if np.isfinite(self.shares).all() else ""
        return (
            f"scores {', '.join(f'{score:.2f}' for score in self.z)} of seal, panda and duck; "
            f"softmax gives {_listed(self.p)}; division by the sum gives {shares}{self._where()}."
        )

    def _where(self):
        """Return in words where division puts the scores."""
        if not np.isfinite(self.shares).all():
            return "no point, as the sum is 0"
        side = "outside" if self.shares.min() < 0 else "inside"
        reversed_ = self.z.sum() < 0 and np.ptp(self.z) > 0
        return f"{side}, order reversed" if reversed_ else f"{side} the triangle"


def _listed(shares):
    return ", ".join(f"{share:.3f}" if abs(share) < 1e7 else f"{share:.2e}" for share in shares)
