"""## Recover the logits

A note shows a row of probabilities and hides the scores. Write `recover_logits(p, last)`: the
scores whose softmax is `p` and whose last entry is `last`. All entries of the vector `p` are above
0; leave it as it was.

```py
recover_logits(np.array([0.7, 0.2, 0.1]), 0.0)     # about [1.946, 0.693, 0]
```
"""

import math

import numpy as np

from exercises.checks import agree, leaves_alone

name = "recover_logits"
place = 3


def starter(p, last): ...


def solution(p, last):
    return np.log(p / p[-1]) + last


def by_shift(p, last):
    z = np.log(p)
    return z + (last - z[-1])


def in_a_loop(p, last):
    return [last + math.log(x) - math.log(p[-1]) for x in p]


def in_float32(p, last):
    z = np.log(p.astype(np.float32))
    return z - z[-1] + np.float32(last)


def by_scaling(p, last):
    return np.log(p * np.exp(last) / p[-1])


variants = (by_shift, in_a_loop, in_float32, by_scaling)

hints = (
    "Softmax takes exponentials. Which function undoes them?",
    "Probabilities tell the leads only: the lead of class i over the last is the log of its odds.",
    "One number may be added to all scores. Which one makes the last entry `last`?",
)


def shares(seed, n):
    """Return `n` random probabilities."""
    return np.random.default_rng(seed).dirichlet([2.0] * n)


probes = (
    (
        (np.array([0.7, 0.2, 0.1]), 0.0),
        (np.array([0.1, 0.2, 0.3, 0.4]), 1.0),
        (np.array([0.1025, 0.7573, 0.1025, 0.0377]), 1.0),
        (shares(1, 4), -2.5),
        (shares(2, 3), 4.0),
        (np.array([0.75, 0.25]), 3.0),
    ),
    # a small probability
    (
        (np.array([0.25, 2.0**-60, 0.75]), -1.0),
        (np.array([1.0, 2.0**-60]), 2.0),
    ),
)


def by_definition(p, last):
    """Each score is the last one plus the logarithm of the odds against the last class."""
    return [last + math.log(x / p[-1]) for x in p]


def all_agree(recover_logits, *cases):
    for p, last in cases:
        agree(recover_logits, (np.array(p), last), by_definition(p, last), atol=3e-6)


def check_last_is_zero(recover_logits):
    """The lead of a class over the last one is the logarithm of their odds."""
    all_agree(recover_logits, ([0.5, 0.5], 0.0), ([0.7, 0.2, 0.1], 0.0), (shares(11, 4), 0.0))


def check_last(recover_logits):
    """The last score must be `last`, and all leads must stay as they are."""
    all_agree(recover_logits, ([0.8, 0.2], 1.0), ([0.1, 0.3, 0.6], -2.0), (shares(12, 5), 3.5))


def check_small_probabilities(recover_logits):
    """A small probability has a low score, and `p` alone says how low: add nothing to it."""
    all_agree(recover_logits, ([0.75, 0.25, 2.0**-60], 0.0), ([2.0**-60, 1.0], 5.0))


def check_input_stays(recover_logits):
    """The probabilities belong to the caller: they must be the same after the call."""
    leaves_alone(recover_logits, np.array([0.7, 0.3]), 1.0)
    leaves_alone(recover_logits, shares(13, 4), -1.0)


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def ended(z, last):
    """Return scores moved together, so that the last is `last`."""
    return z - z[-1] + last


def wrong_in_place(p, last):
    """The caller's probabilities were overwritten. Make a new array for the scores."""
    p /= p[-1]
    return np.log(p) + last


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"


def wrong_shift(p, last):
    """The last entry is not `last`. A logarithm brings back scores only up to a shift.

    Which shift is meant here?
    """
    return np.log(p)


wrong_shift.variations = (
    lambda p, last: np.log(p) + last,
    lambda p, last: np.log(p) - last,
    lambda p, last: np.log(p) + last + np.log(p[-1]),
    lambda p, last: np.log(p / p[-1]),
    lambda p, last: np.log(p / p[-1]) + 1,
    lambda p, last: np.log(p / p[-1]) - last,
    lambda p, last: np.log(p) + 1,
    lambda p, last: np.log(p) - np.log(p).mean(),
    lambda p, last: np.log(p) - np.log(p).mean() + last,
    lambda p, last: np.log(p / p.max()),
    lambda p, last: np.log(p / p.max()) + last,
    lambda p, last: np.log(p / p[0]),
)
wrong_shift.hint = 2


def wrong_only_last(p, last):
    """The last entry was set and the others were not moved with it, so the leads changed."""
    z = np.log(p)
    z[-1] = last
    return z


def only_the_others(p, last):
    z = np.log(p) + last
    z[-1] = last
    return z


wrong_only_last.variations = (
    only_the_others,
    lambda p, last: np.append(np.log(p / p[-1])[:-1], last),
    lambda p, last: np.append(p[:-1], last),
    lambda p, last: np.append((p / p[-1])[:-1], last),
)
wrong_only_last.hint = 2


def wrong_division(p, last):
    """The odds against the last class are not its lead: the lead is their logarithm."""
    return p / p[-1]


wrong_division.variations = (
    lambda p, last: p / p[-1] + last,
    lambda p, last: p / p[-1] * last,
    lambda p, last: p / p[-1] - 1 + last,
    lambda p, last: p / p[-1] * np.exp(last),
)
wrong_division.hint = 1


def wrong_probabilities(p, last):
    """The probabilities were taken for scores. First undo the exponentials."""
    return p - p[-1] + last


wrong_probabilities.mistake = "M37"
wrong_probabilities.lesson = "09"
wrong_probabilities.variations = (
    lambda p, last: p,
    lambda p, last: p + last,
    lambda p, last: p * last,
    lambda p, last: p / last,
    lambda p, last: softmax(p),
    lambda p, last: softmax(p) + last,
    lambda p, last: softmax(p / last),
    lambda p, last: softmax(p * last),
    lambda p, last: ended(softmax(p), last),
    lambda p, last: np.log(softmax(p)),
    lambda p, last: ended(np.log(softmax(p)), last),
    lambda p, last: np.exp(p),
    lambda p, last: ended(np.exp(p), last),
    lambda p, last: np.exp(p) - np.exp(p[-1]),
    lambda p, last: p - p[-1],
)
wrong_probabilities.hint = 0


def wrong_sign(p, last):
    """The order is reversed: a more probable class has the larger score."""
    return last - np.log(p / p[-1])


wrong_sign.variations = (
    lambda p, last: -np.log(p),
    lambda p, last: -np.log(p) + last,
    lambda p, last: -np.log(p / p[-1]),
    lambda p, last: -np.log(p / p[-1]) - last,
)
wrong_sign.hint = 1


def wrong_own_odds(p, last):
    """Each class was set against all others together. Set each against the last class."""
    return np.log(p / (1 - p))


wrong_own_odds.lesson = "02"
wrong_own_odds.variations = (
    lambda p, last: ended(np.log(p / (1 - p)), last),
    lambda p, last: np.log(p / (1 - p)) + last,
)
wrong_own_odds.hint = 1


def wrong_logarithm(p, last):
    """The logarithm has base 2 or 10. Softmax has base e, and the natural logarithm undoes it."""
    return ended(np.log2(p), last)


wrong_logarithm.mistake = "M48"
wrong_logarithm.variations = (
    lambda p, last: ended(np.log10(p), last),
    lambda p, last: np.log2(p),
    lambda p, last: np.log10(p),
    lambda p, last: np.log2(p) + last,
    lambda p, last: np.log10(p) + last,
    lambda p, last: np.log2(p / p[-1]),
    lambda p, last: np.log10(p / p[-1]),
)
wrong_logarithm.hint = 0


def wrong_first(p, last):
    """The first entry is `last` here. It is the last entry that is known."""
    return np.log(p / p[0]) + last


def wrong_scaled(p, last):
    """The logarithms were multiplied or divided, and that stretches the leads. A shift is added."""
    return np.log(p / p[-1]) * last


wrong_scaled.variations = (
    lambda p, last: np.log(p) * last,
    lambda p, last: np.log(p) / np.log(p[-1]) * last,
    lambda p, last: np.log(p) / np.log(p[-1]) + last,
    lambda p, last: np.log(p) / np.log(p[-1]),
    lambda p, last: np.log(p / p[-1]) / last,
    lambda p, last: np.log(p) / last,
)
wrong_scaled.hint = 2


def wrong_rounded(p, last):
    """The result is rounded, so its softmax is no longer `p`. Round where you print."""
    return solution(p, last).round(3)


wrong_rounded.mistake = "M14"
wrong_rounded.variations = tuple(
    lambda p, last, digits=digits: solution(p, last).round(digits) for digits in (0, 1, 2, 4)
)


def wrong_epsilon(p, last):
    """A small number was added, or put in as a floor, before the logarithm.

    So a small probability lost its score.
    """
    return ended(np.log(p + 1e-9), last)


wrong_epsilon.mistake = "M26"
wrong_epsilon.lesson = "08"
wrong_epsilon.variations = tuple(
    form
    for tiny in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
    for form in (
        lambda p, last, tiny=tiny: ended(np.log(p + tiny), last),
        lambda p, last, tiny=tiny: ended(np.log(np.clip(p, tiny, 1)), last),
        lambda p, last, tiny=tiny: np.log(p / p[-1] + tiny) + last,
        lambda p, last, tiny=tiny: np.log(p / (p[-1] + tiny)) + last,
    )
)
