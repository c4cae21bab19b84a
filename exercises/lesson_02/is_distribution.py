"""## Is it a distribution?

Numbers are a distribution if none of them is below 0 and they sum to 1. Write
`is_distribution(p, axis=-1, atol=1e-6)`. `p` is an array of any shape; the numbers along `axis`
belong together. Each such row gets one answer, `True` or `False`. Its sum may miss 1 by `atol`.

```py
is_distribution(np.array([[0.25, 0.75], [-0.5, 1.5], [0.5, 0.7]]))     # [True, False, False]
is_distribution(np.array([0.25, 0.75]))                                # True
```
"""

import itertools
import math

import numpy as np

from exercises.checks import agree, leaves_alone

name = "is_distribution"
place = 3


def starter(p, axis=-1, atol=1e-6): ...


def solution(p, axis=-1, atol=1e-6):
    not_negative = np.all(p >= 0, axis=axis)
    sums_to_one = np.abs(np.sum(p, axis=axis) - 1) <= atol
    return not_negative & sums_to_one


def by_isclose(p, axis=-1, atol=1e-6):
    return (p.min(axis=axis) >= 0) & np.isclose(p.sum(axis=axis), 1, atol=atol)


def in_float32(p, axis=-1, atol=1e-6):
    p = p.astype(np.float32)
    return ~(p < 0).any(axis) & (abs(p.sum(axis) - 1) < atol)


def within_range(p, axis=-1, atol=1e-6):
    inside = np.all((p >= 0) & (p <= 1), axis=axis)
    return np.logical_and(inside, np.abs(1 - np.sum(p, axis=axis)) <= atol)


def row_by_row(p, axis=-1, atol=1e-6):
    def of_row(row):
        return min(row) >= 0 and abs(math.fsum(row) - 1) <= atol

    return np.apply_along_axis(of_row, axis, p)


variants = (by_isclose, in_float32, within_range, row_by_row)

hints = (
    "Two things must hold: no number below 0, and a sum of 1. Compute each of them, row by row.",
    "`np.sum(p, axis=axis)` has one sum for each row. `np.all` of yes and no takes `axis`, too.",
    "How far is the sum from 1? `np.abs` tells. And `&` joins two arrays of yes and no.",
)

BATCH = np.array([[0.25, 0.5, 0.25], [0.5, 0.5, 0.5], [-0.25, 0.75, 0.5], [0.0, 0.0, 1.0]])
SQUARE = np.array([[0.2, 0.3, 0.5], [0.7, 0.2, 0.1], [0.3, 0.4, 0.5]])
FAIR = np.array([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])


def draws(seed, *shape):
    """Return positive rows that sum to 1, but for the first of all, which sums to 2."""
    p = np.random.default_rng(seed).uniform(0.5, 1, size=shape)
    p /= p.sum(axis=-1, keepdims=True)
    p[(0,) * (p.ndim - 1)] *= 2
    return p


probes = (
    # one row, with and without numbers below 0; then large and tiny ones, then exactly 0
    tuple((np.array(p),) for p in ([0.5, 0.6], [0.2, 0.3], [-0.5, 1.5], [-0.25, -0.75])),
    tuple(
        (np.array(p),)
        for p in ([2.0, 3.0], [0.2, 0.3, 0.5], [-0.5, 0.5], [-0.25, 1.0], [-0.25, 0.25, 1.0])
    ),
    tuple((np.array(p),) for p in ([-0.01, 0.51, 0.5], [-0.001, 1.001])),
    ((np.array([0.0, 1.0, 0.0]),), (np.array([0.5, 0.0, 0.5]),)),
    ((BATCH,), (SQUARE,), (FAIR,), (draws(1, 2, 3, 2),)),
    ((SQUARE, 0), (draws(2, 2, 2, 3), 1)),
    # sums that miss 1 by a trifle, and by more
    (
        (np.array([0.5, 0.5 + 1e-12]),),
        (np.array([0.5, 0.5 + 1e-7]),),
        (np.array([0.5, 0.495]), -1, 0.01),
        (np.array([0.5, 0.48]), -1, 0.01),
    ),
)


def by_loop(p, axis=-1, atol=1e-6):
    """Return the definition's answer for each row, number by number."""
    rows = np.moveaxis(np.asarray(p), axis, -1)
    answers = np.empty(rows.shape[:-1], dtype=bool)
    for place in itertools.product(*map(range, answers.shape)):
        row = [float(number) for number in rows[place]]
        answers[place] = min(row) >= 0 and abs(math.fsum(row) - 1) <= atol
    return answers


def check_sum(is_distribution):
    """The numbers must sum to 1: not to more, and not to less."""
    for p in ([0.25, 0.75], [0.5, 0.6], [0.2, 0.3], [2.0, 3.0], [0.1, 0.2, 0.7]):
        agree(is_distribution, (np.array(p),), by_loop(p))


def check_sign(is_distribution):
    """A number below 0 is no probability, whatever the sum is."""
    for p in ([-0.5, 1.5], [-0.5, 0.5], [-0.5, 1.0], [0.5, -0.25, 0.75], [-0.001, 1.001]):
        agree(is_distribution, (np.array(p),), by_loop(p))


def check_zeros(is_distribution):
    """Exactly 0 and exactly 1 are probabilities, too."""
    for p in ([0.0, 1.0], [1.0], [0.5, 0.0, 0.5]):
        agree(is_distribution, (np.array(p),), by_loop(p))


def check_rows(is_distribution):
    """Each row is judged by itself, and has its own answer."""
    for p in (FAIR, np.array([[0.5, 0.5], [1.0, 1.0]]), BATCH, SQUARE, draws(11, 3, 2, 2)):
        agree(is_distribution, (p,), by_loop(p))


def check_axis(is_distribution):
    """`axis` says which numbers belong together: with `axis=0` it is each column."""
    for p, axis in ((FAIR.T.copy(), 0), (SQUARE, 0), (draws(12, 2, 3, 2), 1), (draws(13, 3, 2), 0)):
        agree(is_distribution, (p, axis), by_loop(p, axis))


def check_trifles(is_distribution):
    """Floats are rounded, so a sum that misses 1 by a trifle is good enough."""
    for p in ([0.5, 0.5 + 1e-8], [0.3, 0.7 - 2e-8], [0.1] * 10):
        agree(is_distribution, (np.array(p),), by_loop(p))


def check_tolerance(is_distribution):
    """`atol` says by how much the sum may miss 1."""
    for p, atol in (
        ([0.5, 0.495], 0.01),
        ([0.5, 0.48], 0.01),
        ([0.5, 0.6], 0.25),
        ([0.5, 0.499], 1e-4),
    ):
        agree(is_distribution, (np.array(p), -1, atol), by_loop(p, -1, atol))


def check_input_stays(is_distribution):
    """The numbers belong to the caller: they must be the same after the call."""
    for p in (FAIR, np.array([[0.5, -0.5], [0.25, 0.75]])):
        leaves_alone(is_distribution, p)


def positive(p, axis=-1):
    return np.all(p >= 0, axis=axis)


def near_one(p, axis=-1, atol=1e-6):
    return np.abs(np.sum(p, axis=axis) - 1) <= atol


def wrong_sum_only(p, axis=-1, atol=1e-6):
    """Only the sum is looked at: −0.5 and 1.5 sum to 1, and are no probabilities."""
    return near_one(p, axis, atol)


wrong_sum_only.mistake = "M01"
wrong_sum_only.lesson = "06"
wrong_sum_only.hint = 0
wrong_sum_only.variations = (
    lambda p, axis=-1, atol=1e-6: near_one(p, axis, atol) & np.all(p <= 1, axis=axis),
)


def wrong_without_signs(p, axis=-1, atol=1e-6):
    """Numbers below 0 were changed before the sum. Even one of them makes the answer `False`."""
    return near_one(np.abs(p), axis, atol)


wrong_without_signs.variations = (
    lambda p, axis=-1, atol=1e-6: near_one(np.maximum(p, 0), axis, atol),
)
wrong_without_signs.hint = 0


def wrong_range_only(p, axis=-1, atol=1e-6):
    """Only the single numbers are looked at, not their sum: 0.2 and 0.3 leave something out."""
    return np.all((p >= 0) & (p <= 1), axis=axis)


wrong_range_only.variations = (lambda p, axis=-1, atol=1e-6: positive(p, axis),)
wrong_range_only.hint = 0


def wrong_each_entry(p, axis=-1, atol=1e-6):
    """There is an answer for each number. A row of numbers belongs together, and gets one."""
    return (p >= 0) & np.expand_dims(near_one(p, axis, atol), axis)


wrong_each_entry.variations = (
    lambda p, axis=-1, atol=1e-6: p >= 0,
    lambda p, axis=-1, atol=1e-6: (p >= 0) & (p <= 1),
)
wrong_each_entry.hint = 1


def wrong_keeps_axis(p, axis=-1, atol=1e-6):
    """The axis is still there, with length 1. The answers should have one axis less than `p`."""
    return np.expand_dims(solution(p, axis, atol), axis)


wrong_keeps_axis.hint = 1


def wrong_one_side(p, axis=-1, atol=1e-6):
    """The sum may lie far off on one side, and passes. Its distance from 1 counts on both."""
    return positive(p, axis) & (np.sum(p, axis=axis) - 1 <= atol)


wrong_one_side.variations = (
    lambda p, axis=-1, atol=1e-6: positive(p, axis) & (1 - np.sum(p, axis=axis) <= atol),
)
wrong_one_side.hint = 2


def wrong_strict(p, axis=-1, atol=1e-6):
    """A number may be exactly 0 or exactly 1: only below 0 is forbidden."""
    return np.all(p > 0, axis=axis) & near_one(p, axis, atol)


wrong_strict.variations = (
    lambda p, axis=-1, atol=1e-6: solution(p, axis, atol) & np.all((p > 0) & (p < 1), axis=axis),
    lambda p, axis=-1, atol=1e-6: solution(p, axis, atol) & np.all(p < 1, axis=axis),
)


def wrong_whole_batch(p, axis=-1, atol=1e-6):
    """The batch is judged as a whole. Each row needs its own sum, signs, and answer."""
    return positive(p, None) & near_one(p, None, atol)


def none_if_any_is_negative(p, axis=-1, atol=1e-6):
    return near_one(p, axis, atol) if positive(p, None) else False


wrong_whole_batch.mistake = "M16"
wrong_whole_batch.lesson = "05"
wrong_whole_batch.hint = 1
wrong_whole_batch.variations = (
    none_if_any_is_negative,
    lambda p, axis=-1, atol=1e-6: positive(p, axis) & near_one(p, None, atol),
    lambda p, axis=-1, atol=1e-6: positive(p, None) & near_one(p, axis, atol),
    lambda p, axis=-1, atol=1e-6: np.all(solution(p, axis, atol)),
    lambda p, axis=-1, atol=1e-6: np.any(solution(p, axis, atol)),
    lambda p, axis=-1, atol=1e-6: (
        positive(p, None) & (abs(np.sum(p) - p.size / p.shape[axis]) <= atol)
    ),
)


def wrong_axis(p, axis=-1, atol=1e-6):
    """The numbers of another axis were taken together. The last axis is -1, the first is 0."""
    return solution(p, -1 if axis == 0 else 0, atol)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.hint = 1
wrong_axis.variations = (
    lambda p, axis=-1, atol=1e-6: solution(p, 0, atol),
    lambda p, axis=-1, atol=1e-6: positive(p, -1) & near_one(p, 0, atol),
    lambda p, axis=-1, atol=1e-6: near_one(p, 0, atol) & positive(p, -1),
    lambda p, axis=-1, atol=1e-6: positive(p, 0) & near_one(p, -1, atol),
    lambda p, axis=-1, atol=1e-6: near_one(p, -1, atol) & positive(p, 0),
)


def wrong_ignores_axis(p, axis=-1, atol=1e-6):
    """`axis` is ignored: the same numbers are taken together whatever the caller asks for."""
    return solution(p, -1, atol)


wrong_ignores_axis.variations = (lambda p, axis=-1, atol=1e-6: solution(p, 1, atol),)
wrong_ignores_axis.hint = 1


def wrong_and(p, axis=-1, atol=1e-6):
    """`and`, `if` and `0 <= p <= 1` want one yes or no. An array holds many: `&` joins two."""
    return positive(p, axis) and near_one(p, axis, atol)


def chained(p, axis=-1, atol=1e-6):
    return np.all(0 <= p <= 1, axis=axis) & near_one(p, axis, atol)


wrong_and.variations = (chained,)
wrong_and.hint = 2


def wrong_exact(p, axis=-1, atol=1e-6):
    """`==` asks for exactly 1, and floats are rounded: 0.1 ten times is not quite 1."""
    return positive(p, axis) & (np.sum(p, axis=axis) == 1)


wrong_exact.hint = 2


def wrong_ignores_tolerance(p, axis=-1, atol=1e-6):
    """The tolerance is fixed, whatever `atol` says: compute with the argument."""
    return solution(p, axis)


wrong_ignores_tolerance.variations = (
    lambda p, axis=-1, atol=1e-6: np.isclose(p.sum(axis=axis), 1) & positive(p, axis),
    lambda p, axis=-1, atol=1e-6: solution(p, axis, 1e-9),
    lambda p, axis=-1, atol=1e-6: solution(p, axis, 0.1),
)
wrong_ignores_tolerance.hint = 2


def wrong_in_place(p, axis=-1, atol=1e-6):
    """The caller's numbers were changed. Work on a copy, or find a way that only reads them."""
    p[p < 0] = np.inf
    return near_one(p, axis, atol)


def in_place_everywhere(p, axis=-1, atol=1e-6):
    answers = solution(p, axis, atol)
    p -= 1
    return answers


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
wrong_in_place.variations = (in_place_everywhere,)
