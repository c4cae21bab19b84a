"""## The rate that matches

Two nodes under a softmax learn at rate `lr`, by plain gradient descent and without a penalty. Now
one node under a sigmoid takes their place, and starts from the same gap. Write `matching_rate(lr)`:
the rate at which the gap of the one node takes the very same path.

The slopes of one drawing are p - Y, and they sum to 0. A number that learns moves by
-rate × slope; of the one node, only the panda's score moves.
"""

import math

import numpy as np

from exercises.checks import Inside, agree

name = "matching_rate"
place = 2


def starter(lr): ...


def solution(lr):
    return 2 * lr


def from_one_step(lr):
    slopes = np.array([-0.25, 0.25])
    two_nodes = -lr * slopes
    return -(two_nodes[1] - two_nodes[0]) / slopes[1]


def as_an_array(lr):
    return np.multiply(lr, 2, dtype=np.float32)


def by_adding(lr):
    seal, panda = lr, lr
    return seal + panda


variants = (from_one_step, as_an_array, by_adding)

hints = (
    "Two nodes: one score goes up by something, the other goes down by as much. And the gap?",
    "With the panda's slope s, the gap of two nodes grows by -lr·s - lr·s, that of one by -r·s.",
)

RATES = (0.1, 0.5, 1.0, 3.0, 0.0137)


def told(matching_rate):
    """Return the rates for these, or one word for what they have in common."""
    found = [matching_rate(rate) for rate in RATES]
    if any(isinstance(rate, str) or np.ndim(rate) for rate in found):
        return found
    rates, lr = np.array(found, dtype=float), np.array(RATES)
    if not np.isfinite(rates).all():
        return rates
    factor, rest = np.polyfit(lr, rates, 1)
    if not np.allclose(rates, factor * lr + rest, rtol=1e-6, atol=1e-8):
        ratios = rates / lr**2
        return "squared" if np.allclose(ratios, ratios[0], rtol=1e-6) else rates
    if abs(rest) > 1e-7:
        kinds = (abs(factor) < 1e-7, "constant"), (factor > 0.4, "more" if rest > 0 else "less")
    else:
        kinds = (
            (factor < -1e-7, "negative"),
            (factor < 1e-7, "constant"),
            (factor < 0.999, "slow"),
            (factor - 1 > 1e-3 and abs(factor - 2) > 1e-3, "fast"),
        )
    return next((word for is_so, word in kinds if is_so), rates)


probes = ((Inside(told, ()),),)


def gap_grows(rate, seal_learns):
    """Return by how much a step widens the gap of the weights, on three drawings x with label y."""
    seal, panda, slope = 0.25, 1.23, 0.0
    for x, y in ((-2.0, 0), (0.5, 1), (1.0, 0)):
        slope += x * (1 / (1 + math.exp(-x * (panda - seal))) - y) / 3
    after = panda - rate * slope, seal + rate * slope * seal_learns
    return (after[0] - after[1]) - (panda - seal)


def by_experiment(lr):
    """Return the rate that makes one node's step as long as that of two nodes."""
    return lr * gap_grows(lr, seal_learns=True) / gap_grows(lr, seal_learns=False)


def check_a_step(matching_rate):
    """After a step, the one node and the two should have the same gap: here they have not."""
    for rate in (0.1, 1.0):
        agree(matching_rate, (rate,), by_experiment(rate))


def check_any_rate(matching_rate):
    """That fits some rates and not others: it must match whatever rate the two nodes have."""
    for rate in RATES:
        agree(matching_rate, (rate,), by_experiment(rate))


def wrong_same_rate(lr):
    """The functions are the same, and the steps are not: two nodes move two scores, apart.

    How much does the gap grow in a step if both ends of it move, and how much if one end does?
    """
    return lr


wrong_same_rate.mistake = "M45"


def wrong_way_round(lr):
    """That slows down the wrong one: one node moves the gap less than two nodes do.

    So what must its rate be, to keep up?
    """
    return lr / 2


def wrong_square(lr):
    """The rate was squared. Two steps of the same length add up: they do not multiply."""
    return lr**2


def wrong_factor(lr):
    """Faster is right, and the factor is not: count how many ends of the gap move."""
    return 4 * lr


def wrong_sum(lr):
    """A fixed number was added or taken off. At `lr = 0` nothing learns: what is its match?"""
    return lr + 2


wrong_sum.variations = (lambda lr: lr - 0.01,)


def wrong_constant(lr):
    """That is one and the same number for every `lr`. The rate of the one node depends on it."""
    return 0.2


def wrong_sign(lr):
    """A rate is positive: the minus in -rate × slope already makes the step go down."""
    return -2 * lr


def wrong_rounds(lr):
    """The rate is rounded, and a small rate loses its digits. Round where you print."""
    return round(2 * lr, 2)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "05"
wrong_rounds.variations = tuple(lambda lr, n=n: round(2 * lr, n) for n in (0, 1, 3))


def wrong_both(lr):
    """Two numbers came. One node has one rate: return that one alone."""
    return lr, 2 * lr


wrong_both.variations = (
    lambda lr: (lr, lr),
    lambda lr: (2 * lr, 2 * lr),
    lambda lr: (2 * lr, lr),
    lambda lr: (-lr, lr),
    lambda lr: (lr / 2, lr / 2),
)
