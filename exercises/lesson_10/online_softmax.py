"""## A row in parts

A row of scores arrives in parts. Of each part we keep two numbers: `m`, its largest score, and
`s`, the sum of exp(z − m) over its scores. Write `merge(one, other)`: it takes two such pairs and
returns the pair `(m, s)` of both parts together. Scores may be as large as 1000. The pair
`(-inf, 0)` stands for a part without scores: it changes nothing.

```py
merge((2.0, 1.0), (2.0, 3.0))     # (2, 4): the maxima are equal, so the sums add up
```

All four are plain numbers. The scores themselves are gone: work with the pairs.
"""

import math
from itertools import chain

import numpy as np

from exercises.checks import agree

name = "merge"
place = 3


def starter(one, other): ...


def solution(one, other):
    (m, s), (m2, s2) = one, other
    if s + s2 == 0:
        return one
    M = max(m, m2)
    return M, s * np.exp(m - M) + s2 * np.exp(m2 - M)


def larger_first(one, other):
    low, high = sorted([one, other])
    if low[0] == -math.inf:
        return high
    return high[0], high[1] + low[1] * math.exp(low[0] - high[0])


def in_float32(one, other):
    m, s = np.array([one, other], dtype=np.float32).T
    level = np.maximum(m.max(), np.finfo(np.float32).min)
    return np.array([m.max(), (s * np.exp(m - level)).sum()])


def by_logsumexp(one, other):
    M = np.maximum(one[0], other[0])
    total = np.logaddexp(*[m + np.log(s) if s else -np.inf for m, s in (one, other)])
    return [M, np.nan_to_num(np.exp(total - M))]


variants = (larger_first, in_float32, by_logsumexp)

hints = (
    "The larger of the two maxima is the maximum of all. Which sum was made with another one?",
    "exp(z − M) = exp(z − m) · exp(m − M). The second factor is the same for all scores of a part.",
    "Two empty parts: what is −inf − (−inf), and what should the result be?",
)


def pair(scores):
    """Return m and s of a part from its scores, number by number."""
    if not scores:
        return -math.inf, 0.0
    return max(scores), math.fsum(math.exp(z - max(scores)) for z in scores)


def part(seed, n, shift=0.0):
    """Return some scores, multiples of 1/4."""
    return ((np.random.default_rng(seed).normal(scale=8, size=n).round() + shift) / 4).tolist()


def both(one, other):
    """Return two parts as arguments for an answer."""
    return pair(one), pair(other)


NOTHING = pair([])

probes = (
    # the first is lower, then higher; then two random parts, and equal maxima
    (
        both([0.0, 1.0], [3.0, 2.5]),
        both([3.0, 2.5], [0.0, 1.0]),
        both(part(1, 3), part(2, 4)),
        both(part(2, 4), part(1, 3)),
        both([1.5, 1.0], [0.5, 1.5, 0.0]),
        both([0.0, -1.0], [-0.5]),
        both([1.0, 0.5], [0.0]),
    ),
    # large scores, of both signs
    (
        both([1000.0, 999.0], [998.0, 999.5]),
        both([-1000.0, -999.0], [-998.0]),
        both([1000.0], [-1000.0, -1001.0]),
    ),
    # nothing beside something, and beside nothing
    (both([], [1.0, 0.5]), both([2.0, 1.5], []), (NOTHING, NOTHING)),
)


def check_two_scores(merge):
    """The larger `m` is the maximum of all; each sum must be as if made with that one."""
    for one, other in (([1.0], [3.0]), ([3.0], [1.0]), ([2.0], [2.0]), ([0.5, 2.0], [3.0, 2.5])):
        agree(merge, both(one, other), pair(one + other))


def check_zero(merge):
    """A maximum of 0 is one like any other: only `(-inf, 0)` stands for nothing."""
    for one, other in (([0.0], [1.0]), ([-1.0], [0.0, -0.5]), ([0.0], [-2.0]), ([0.0], [0.0])):
        agree(merge, both(one, other), pair(one + other))


def check_order(merge):
    """Two parts, in either order, give the numbers of the whole row."""
    for seed in range(6):
        one, other = part(2 * seed, 3), part(2 * seed + 1, 2 + seed, shift=seed)
        agree(merge, both(one, other), pair(one + other))
        agree(merge, both(other, one), pair(one + other))


def in_turn(merge, *pairs):
    """Merge the first with the second, the result with the third."""
    so_far = pairs[0]
    for each in pairs[1:]:
        so_far = tuple(map(float, merge(so_far, each)))
    return so_far


def check_three_parts(merge):
    """What comes back is a pair again: merged with a third part, it gives the whole row."""
    for seed in (21, 22):
        parts = [part(seed, 2), part(seed + 5, 3), part(seed + 9, 2)]
        agree(merge, tuple(map(pair, parts)), pair(list(chain(*parts))), scenario=in_turn)


def check_large(merge):
    """Large scores must do no harm: no exponent needs to be above 0."""
    for one, other in (([1000.0], [999.0]), ([-1000.0], [-998.0, -999.0]), ([-1000.0], [1000.0])):
        agree(merge, both(one, other), pair(one + other))


def check_nothing(merge):
    """`(-inf, 0)` is a part without scores: what stands beside it stays, be it nothing."""
    for one, other in (([], [1.0, 2.0]), ([1.0, 2.0], []), ([], [])):
        agree(merge, both(one, other), pair(one + other))


def unguarded(one, other, exp=np.exp):
    """Merge, right but for two empty parts."""
    (m, s), (m2, s2) = one, other
    M = max(m, m2)
    return M, s * exp(m - M) + s2 * exp(m2 - M)


def wrong_careless(one, other):
    """The sums were added as they are, though each was made with a maximum of its own.

    What must happen to a sum when its maximum is replaced by a larger one?
    """
    return max(one[0], other[0]), one[1] + other[1]


wrong_careless.hint = 1


def wrong_order(one, other):
    """Only one of the two sums is put right, so the result depends on which part comes first.

    The part with the lower maximum may be either of them.
    """
    M = max(one[0], other[0])
    return M, one[1] * np.exp(one[0] - M) + other[1]


def only_if_it_rises(one, other):
    if other[0] > one[0]:
        return other[0], one[1] * np.exp(one[0] - other[0]) + other[1]
    return one[0], one[1] + other[1]


def with_the_maximum_of_the_second(one, other):
    return other[0], one[1] * np.exp(one[0] - other[0]) + other[1]


def largest_but_sums_to_the_second(one, other):
    return max(one[0], other[0]), one[1] * np.exp(one[0] - other[0]) + other[1]


wrong_order.variations = tuple(
    lambda one, other, f=f, flip=flip: f(other, one) if flip else f(one, other)
    for f in (
        wrong_order,
        only_if_it_rises,
        with_the_maximum_of_the_second,
        largest_but_sums_to_the_second,
    )
    for flip in (False, True)
)


def wrong_sign(one, other):
    """A sum grows here when its maximum is replaced by a larger one. It should shrink.

    Its terms are exp(z − m): what does a larger m do to them?
    """
    (m, s), (m2, s2) = one, other
    M = max(m, m2)
    return M, s * np.exp(M - m) + s2 * np.exp(M - m2)


def grows_in_turn(one, other):
    (m, s), (m2, s2) = sorted([one, other])
    return m2, s + s2 * np.exp(m2 - m)


wrong_sign.variations = (grows_in_turn,)
wrong_sign.hint = 1


def wrong_factor(one, other):
    """Each sum got the factor of the other one. The sum with the larger maximum should stay."""
    (m, s), (m2, s2) = one, other
    M = max(m, m2)
    return M, s * np.exp(m2 - M) + s2 * np.exp(m - M)


wrong_factor.hint = 1


def wrong_minimum(one, other):
    """The smaller maximum was kept. Then exponents are above 0, and they may overflow."""
    (m, s), (m2, s2) = one, other
    M = min(m, m2)
    return M, s * np.exp(m - M) + s2 * np.exp(m2 - M)


wrong_minimum.variations = (
    lambda one, other: (min(one[0], other[0]), unguarded(one, other)[1]),
    lambda one, other: (min(one[0], other[0]), one[1] + other[1]),
)


def wrong_lost(one, other):
    """The part with the lower maximum is lost. Its scores belong to the sum as well."""
    return max(one, other)


def lost_unless_it_rises(one, other):
    return unguarded(one, other) if other[0] > one[0] else one


wrong_lost.variations = (
    lost_unless_it_rises,
    lambda one, other: one if one[0] >= other[0] else other,
)


def wrong_unshifted(one, other):
    """The sum came out as one of exp(z), with no maximum subtracted. Keep it relative to `m`."""
    (m, s), (m2, s2) = one, other
    return max(m, m2), s * np.exp(m) + s2 * np.exp(m2)


def wrong_logarithm(one, other):
    """The second number came out as a logarithm. It is the sum itself, to be merged again later."""
    M, S = unguarded(one, other)
    return M, np.log(S)


wrong_logarithm.variations = (
    lambda one, other: (max(one[0], other[0]), sum(wrong_logarithm(one, other))),
)


def wrong_overflow(one, other):
    """`exp` of a maximum itself is infinite at 1000, and 0 at −1000. Only differences are harmless.

    Which difference is never above 0?
    """
    (m, s), (m2, s2) = one, other
    M = max(m, m2)
    return M, (s * np.exp(m) + s2 * np.exp(m2)) / np.exp(M)


def overflow_in_plain_numbers(one, other):
    (m, s), (m2, s2) = one, other
    M = max(m, m2)
    return M, (s * math.exp(m) + s2 * math.exp(m2)) / math.exp(M)


def overflow_before_the_logarithm(one, other):
    M = max(one[0], other[0])
    return M, np.exp(np.log(one[1] * np.exp(one[0]) + other[1] * np.exp(other[0])) - M)


def overflow_in_single_factors(one, other):
    (m, s), (m2, s2) = one, other
    M = max(m, m2)
    return M, s * math.exp(m) * math.exp(-M) + s2 * math.exp(m2) * math.exp(-M)


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (
    overflow_in_plain_numbers,
    overflow_before_the_logarithm,
    overflow_in_single_factors,
)


def wrong_start(one, other):
    """Two empty parts gave nan, for −inf − (−inf) is no number. Nothing and nothing is nothing."""
    return unguarded(one, other)


wrong_start.variations = (lambda one, other: unguarded(one, other, math.exp),)
wrong_start.hint = 2


def wrong_zero(one, other):
    """A maximum of 0 was taken for nothing. It is a score like any other: nothing is at −inf."""
    if not one[0]:
        return other
    return unguarded(one, other) if other[0] else one


wrong_zero.variations = (
    lambda one, other: unguarded(one, other) if one[0] else other,
    lambda one, other: unguarded(one, other) if other[0] else one,
    lambda one, other: unguarded(one, other) if one[0] and other[0] else wrong_careless(one, other),
)
wrong_zero.hint = 2
