"""The explorer of lesson 09: a temperature to drag; the shares walk, and the entropy follows."""

import traitlets as t

from softmax_lib.explorers.base import Explorer, Number, Numbers, frozen, script
from softmax_lib.functions import log_softmax, softmax


class TemperatureExplorer(Explorer):
    """A temperature `T` to drag, for scores `z`; `p` is softmax(z / T), `entropy` its nats."""

    _esm = script("temperature")
    z = Numbers((0.25, 1.23, -0.8))
    T = Number(1.0, 0.05, 50)
    p = t.Any(read_only=True)
    entropy = t.Float(read_only=True)

    def derive(self):
        """Return the probabilities, and their entropy in nats."""
        p = softmax(self.z / self.T)
        return {"p": frozen(p), "entropy": float(p @ -log_softmax(self.z / self.T))}

    def figure(self):
        """Return the picture as a figure."""
        from softmax_lib.plots import explorers_simplex as plots  # takes seconds: only when shown

        return plots.temperature(self.z, self.T, self.p, self.entropy)

    def describe(self):
        """Return a sentence with the temperature, the probabilities and their entropy."""
        seal, panda, duck = (f"{share:.3f}" for share in self.p)
        return (
            f"at T = {self.T:.3g} the scores {', '.join(f'{score:.2f}' for score in self.z)} "
            f"give seal {seal}, panda {panda} and duck {duck}; "
            f"entropy {self.entropy:.3f} nats, of at most 1.099."
        )
