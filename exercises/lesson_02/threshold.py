"""## A threshold decides

Write `decide(p, threshold)`. `p` is an array with one probability for each example. It returns the
class of each: 1 where the probability is above the threshold, otherwise 0.

```py
decide(np.array([0.2, 0.5, 0.6]), 0.5)     # [0, 0, 1]
```
"""

import itertools

import numpy as np

from exercises.checks import Inside, agree, leaves_alone

name = "decide"
place = 2


def starter(p, threshold): ...


def solution(p, threshold):
    return np.where(p > threshold, 1, 0)


def one_by_one(p, threshold):
    return [1 if probability > threshold else 0 for probability in p]


def as_bools(p, threshold):
    return p > threshold


def in_float32(p, threshold):
    return (p > threshold).astype(np.float32)


def by_otherwise(p, threshold):
    decisions = np.ones(len(p), dtype=int)
    decisions[p <= threshold] = 0
    return decisions


variants = (one_by_one, as_bools, in_float32, by_otherwise)

hints = (
    "Look at one probability, that of class 1. What is the answer if it is not above?",
    "`p > threshold` compares every number, and gives `True` or `False` for each.",
    "`np.where(condition, a, b)` has `a` where the condition is true, and `b` elsewhere.",
)

# their mean is 0.38, so that a decision at the mean is none at 0.5
EIGHT = np.array([0.1, 0.4, 0.6, 0.8, 0.35, 0.29, 0.33, 0.17])


def chances(seed, n):
    return np.random.default_rng(seed).uniform(size=n)


def decided(decide, p, threshold):
    """Return the answers, with one word for all that are neither 0 nor 1, or for a wrong number."""
    answers = list(decide(p, threshold))
    if len(answers) != len(p):
        return "not one for each"
    return [int(answer) if answer in (0, 1) else "open" for answer in answers]


probes = (
    ((EIGHT, 0.5),),
    # a low threshold, where both classes can be above it, and a high one, where neither may be
    ((EIGHT, 0.3), Inside(decided, (EIGHT, 0.7))),
    # at the threshold itself
    (Inside(decided, (np.array([0.25, 0.5, 0.75]), 0.5)),),
)


def by_loop(p, threshold):
    """Return 1 for each probability above the threshold, and 0 for each other."""
    return [1 if float(probability) > threshold else 0 for probability in p]


def check_half(decide):
    """Above the threshold the answer is 1, below it is 0: one answer for each probability."""
    for p in ([0.9], [0.4, 0.6], [0.1, 0.8, 0.3], chances(11, 6)):
        agree(decide, (np.array(p), 0.5), by_loop(p, 0.5))


def check_low(decide):
    """With a low threshold more probabilities are above it."""
    for p, threshold in (([0.4], 0.3), ([0.2, 0.6], 0.3), (chances(12, 6), 0.125)):
        agree(decide, (np.array(p), threshold), by_loop(p, threshold))


def check_high(decide):
    """With a high threshold fewer are above it; all others are class 0, without exception."""
    for p, threshold in (([0.6], 0.7), ([0.4, 0.8], 0.7), (chances(13, 6), 0.875)):
        agree(decide, (np.array(p), threshold), by_loop(p, threshold))


def check_at_threshold(decide):
    """Exactly at the threshold is not *above* it, and what lies just above it is."""
    for p, threshold in (
        ([0.5001, 0.4999], 0.5),
        ([0.5], 0.5),
        ([0.25, 0.5, 0.75], 0.25),
        ([0.0, 1.0], 1.0),
    ):
        agree(decide, (np.array(p), threshold), by_loop(p, threshold))


def check_input_stays(decide):
    """The probabilities belong to the caller: they must be the same after the call."""
    leaves_alone(decide, np.array([0.2, 0.6]), 0.5)


def wrong_rule_for_both(p, threshold):
    """Class 0 was compared with the threshold, too, and so both can be above it, or neither.

    Look at one probability only; what is not above is class 0.
    """
    return by_two_rules(p, threshold, 1, -1)


def by_two_rules(p, threshold, both, neither):
    one, other = p > threshold, 1 - p > threshold
    return np.where(one & other, both, np.where(one | other, one, neither))


def only_the_decided(p, threshold):
    return [int(q > threshold) for q in p if q > threshold or 1 - q > threshold]


def all_that_are_above(p, threshold):
    pairs = [((1, q), (0, 1 - q)) for q in p.tolist()]
    return [k for pair in pairs for k, chance in pair if chance > threshold]


def all_that_are_above_from_0(p, threshold):
    pairs = [((0, 1 - q), (1, q)) for q in p.tolist()]
    return [k for pair in pairs for k, chance in pair if chance > threshold]


wrong_rule_for_both.hint = 0
wrong_rule_for_both.variations = (
    only_the_decided,
    all_that_are_above,
    all_that_are_above_from_0,
    lambda p, threshold: np.stack([1 - p, p], axis=-1) > threshold,
    lambda p, threshold: np.stack([p, 1 - p], axis=-1) > threshold,
    # (1, 0) would be right, and (0, 1) looks at class 0 alone
    *(
        lambda p, threshold, ends=ends: by_two_rules(p, threshold, *ends)
        for ends in itertools.product((0, 1, -1, np.nan, 0.5, 2), (0, 1, -1))
        if ends not in ((1, 0), (0, 1))
    ),
)


def wrong_other_class(p, threshold):
    """The probability of class 0, which is 1 − p, made the decision here. It is p that counts."""
    return np.where(1 - p > threshold, 0, 1)


wrong_other_class.hint = 0


def wrong_open_at_threshold(p, threshold):
    """A probability exactly at the threshold is neither above nor below, and got no 0 or 1.

    There are two cases only: above, and everything else.
    """
    return np.where(p > threshold, 1, np.where(p < threshold, 0, -1))


wrong_open_at_threshold.hint = 2
wrong_open_at_threshold.variations = (
    lambda p, threshold: [int(q > threshold) for q in p if q != threshold],
)


def wrong_below(p, threshold):
    """Above the threshold it is right. Below it the answer should be 0, and is another number."""
    return np.where(p > threshold, 1, -1)


wrong_below.hint = 2
wrong_below.variations = (lambda p, threshold: np.sign(p - threshold),)


def wrong_at_threshold(p, threshold):
    """Exactly at the threshold the answer was 1. The rule says *above*."""
    return np.where(p >= threshold, 1, 0)


wrong_at_threshold.hint = 1


def wrong_exchanged(p, threshold):
    """The answers are exchanged: where the probability of class 1 is high, the answer is 0."""
    return np.where(p > threshold, 0, 1)


wrong_exchanged.variations = (
    lambda p, threshold: np.where(p < threshold, 1, 0),
    lambda p, threshold: np.where(1 - p > threshold, 1, 0),
)
wrong_exchanged.hint = 2


def wrong_ignores_threshold(p, threshold):
    """It decides at 0.5 whatever the caller asks for. Compare with `threshold`."""
    return np.where(p > 0.5, 1, 0)


wrong_ignores_threshold.variations = (lambda p, threshold: np.where(p >= 0.5, 1, 0),)
wrong_ignores_threshold.hint = 1


def wrong_keeps_probability(p, threshold):
    """Where it is above the threshold, the probability itself came back. The answer is 1 there."""
    return np.where(p > threshold, p, 0)


wrong_keeps_probability.hint = 2


def wrong_selects(p, threshold):
    """Only the examples above the threshold are left. Each example needs its answer, 1 or 0."""
    return p[p > threshold]


wrong_selects.variations = (
    lambda p, threshold: np.where(p > threshold),
    lambda p, threshold: np.where(p > threshold)[0],
    lambda p, threshold: [1 for probability in p if probability > threshold],
)
wrong_selects.hint = 2


def wrong_counts(p, threshold):
    """One number came back for all examples together. Each of them needs its own answer."""
    return np.sum(p > threshold)


wrong_counts.variations = (
    lambda p, threshold: np.mean(p > threshold),
    lambda p, threshold: int(np.any(p > threshold)),
    lambda p, threshold: int(np.all(p > threshold)),
    lambda p, threshold: int(np.max(p) > threshold),
    lambda p, threshold: int(np.mean(p) > threshold),
    lambda p, threshold: int(p[0] > threshold),
    lambda p, threshold: np.argmax(p > threshold),
)
wrong_counts.hint = 1


def wrong_if(p, threshold):
    """`if` and `int` take one yes or no, and here is one for each example. Go through them."""
    return 1 if p > threshold else 0


wrong_if.variations = (lambda p, threshold: int(p > threshold),)
wrong_if.hint = 2


def wrong_in_place(p, threshold):
    """The probabilities were overwritten: they are the caller's. Write into a new array."""
    above = p > threshold
    p[above] = 1
    p[~above] = 0
    return p


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
