"""## Softmax that survives

Write `softmax(z, axis=-1)`. It takes scores of any shape and any size and returns their softmax
along `axis`, in the same shape. Scores of 1000 must do no harm, a score of minus infinity has the
share 0, and `z` must stay as it was.

```py
softmax(np.array([[0.0, 0.0], [1000.0, 0.0]]))     # [[0.5, 0.5], [1, 0]]
```

Use NumPy; do not call a softmax that somebody else wrote.
"""

import math

import numpy as np

from exercises.checks import agree, leaves_alone

name = "softmax"
place = 1
forbidden = ("softmax", "log_softmax", "logsumexp")


def starter(z, axis=-1): ...


def solution(z, axis=-1):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def by_log_sum_exp(z, axis=-1):
    z = np.asarray(z, dtype=float)
    peak = z.max(axis=axis, keepdims=True)
    return np.exp(z - peak - np.log(np.exp(z - peak).sum(axis=axis, keepdims=True)))


def in_float32(z, axis=-1):
    z = np.asarray(z, dtype=np.float32)
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def row_by_row(z, axis=-1):
    def of_row(row):
        e = [math.exp(x - max(row)) for x in row]
        return np.array([x / sum(e) for x in e])

    return np.apply_along_axis(of_row, axis, np.asarray(z, dtype=float))


variants = (by_log_sum_exp, in_float32, row_by_row)

hints = (
    "Which is the largest number that may stand in `np.exp`, so that it cannot overflow?",
    "Subtract one number from all scores of a row: the quotients stay. Its largest serves.",
    "`np.max(z, axis=axis, keepdims=True)` has a shape that lines up with `z`; so does such a sum.",
)


def rows(seed, *shape, scale=2.0):
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


probes = (
    # one row of moderate scores
    ((np.array([1.0, 2.0, 4.0]),), (rows(1, 5),), (np.array([0.0, 12.0]),)),
    # batches, also square ones, and other axes
    ((rows(2, 2, 3),), (rows(3, 3, 3),), (rows(4, 3, 3), 0), (rows(5, 2, 3, 4), 1)),
    # large scores, alone and beside small ones
    (
        (np.array([1000.0, 999.0, 0.0]),),
        (np.array([-1000.0, -1001.0, -1003.0]),),
        (np.array([709.0, 709.0, 709.0]),),
        (np.array([0.0, 1000.0, 500.0]),),
        (np.array([1000.0, 0.0, 0.0]),),
        (np.array([[0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0]]),),
        (np.array([[-1000.0, -1001.0], [3.0, 4.0]]),),
        (np.array([[800.0, -800.0, 0.0], [1.0, 2.0, 3.0]]),),
    ),
    # whole numbers, and -inf for what is left out
    ((np.array([[1, 2, 3], [5, 5, 5]]),), (np.array([0.0, -np.inf, 1.0]),)),
)


def by_loop(z, axis=-1):
    """Softmax from its definition, number by number, in exact sums."""

    def of_row(row):
        e = [math.exp(x - max(row)) for x in row]
        return np.array([x / math.fsum(e) for x in e])

    return np.apply_along_axis(of_row, axis, np.asarray(z, dtype=float))


def check_three_scores(softmax):
    """Each entry is `exp` of its score, divided by the sum of all of them."""
    for z in ([1.0, 2.0, 4.0], [0.0, 0.0], [3.0], rows(11, 4), [0.0, 12.0]):
        agree(softmax, (np.array(z),), by_loop(z))


def check_rows(softmax):
    """Each row is a softmax of its own: here every row must sum to 1."""
    for z in (
        np.array([[0.0, 0.0], [0.0, 1.0]]),
        rows(12, 3, 3),
        rows(13, 2, 4),
        rows(14, 2, 3, 4),
    ):
        agree(softmax, (z,), by_loop(z))


def check_axis(softmax):
    """`axis` says which numbers compete: with `axis=0` it is each column that sums to 1."""
    for z, axis in ((rows(15, 2, 2), 0), (rows(16, 3, 2), 0), (rows(17, 2, 3, 2), 1)):
        agree(softmax, (z, axis), by_loop(z, axis))


def check_large(softmax):
    """Large scores must do no harm: only differences count, and they are small here."""
    for z in (
        [1000.0, 1000.0],
        [-1000.0, -1001.0],
        [0.0, 1000.0],
        [709.0] * 3,
        [900.0, 0.0, -900.0],
    ):
        agree(softmax, (np.array(z),), by_loop(z), rtol=2e-4)  # z - ln Σ exp(z) in float32


def check_rows_of_different_size(softmax):
    """Rows must not disturb one another: one is large here, the other small."""
    for z in ([[0.0, 1.0], [1000.0, 1001.0]], [[-1000.0, -1001.0], [1.0, 3.0]]):
        agree(softmax, (np.array(z),), by_loop(z), rtol=2e-4)


def check_left_out(softmax):
    """A score of minus infinity is a class that is left out: its probability is exactly 0."""
    agree(softmax, (np.array([0.0, -np.inf, 1.0]),), by_loop([0.0, -np.inf, 1.0]))


def check_kinds_of_input(softmax):
    """Whole numbers, float32 and arrays that may not be written to are scores as well."""
    z = rows(18, 2, 3)
    locked = z.copy()
    locked.flags.writeable = False
    for given in (np.array([[1, 2, 3], [5, 5, 5]]), z.astype(np.float32), locked):
        agree(softmax, (given,), by_loop(given), rtol=1e-4)


def check_input_stays(softmax):
    """The scores belong to the caller: they must be the same after the call."""
    for z in (np.array([1.0, 2.0]), rows(19, 2, 3)):
        leaves_alone(softmax, z)


def shifted(z, peak, axis=-1):
    """Softmax with `peak` subtracted: right as long as nothing overflows or underflows."""
    e = np.exp(np.asarray(z) - peak)
    return e / e.sum(axis=axis, keepdims=True)


def peak(z, axis=-1):
    return np.max(z, axis=axis, keepdims=True)


def wrong_overflow(z, axis=-1):
    """`exp` of a large score is infinite, and `inf / inf` is nan. Of very low scores all are 0.

    What can you subtract from a whole row without changing its softmax?
    """
    return shifted(z, 0.0, axis)


def overflow_in_a_loop(z, axis=-1):
    def of_row(row):
        e = [math.exp(x) for x in row]
        return np.array([x / sum(e) for x in e])

    return np.apply_along_axis(of_row, axis, np.asarray(z, dtype=float))


def overflow_in_powers(z, axis=-1):
    def of_row(row):
        e = [math.e ** float(x) for x in row]
        return np.array([x / sum(e) for x in e])

    return np.apply_along_axis(of_row, axis, z)


def overflow_in_logs(z, axis=-1):
    z = np.asarray(z)
    return np.exp(z - np.log(np.exp(z).sum(axis=axis, keepdims=True)))


def overflow_in_float32(z, axis=-1):
    return shifted(np.asarray(z, dtype=np.float32), np.float32(0), axis)


wrong_overflow.mistake = "M10"
wrong_overflow.variations = (
    overflow_in_a_loop,
    overflow_in_powers,
    overflow_in_logs,
    overflow_in_float32,
    lambda z, axis=-1: np.exp(z) / (np.exp(z).sum(axis=axis, keepdims=True) + 1e-9),
)
wrong_overflow.hint = 0


def wrong_rounds(z, axis=-1):
    """The result is rounded, so rows no longer sum to 1 and small probabilities become 0.

    Keep all digits; round where you print.
    """
    return solution(z, axis).round(3)


wrong_rounds.mistake = "M14"


def rounded_exponentials(z, axis=-1, digits=2):
    e = np.exp(z).round(digits)
    return e / e.sum(axis=axis, keepdims=True)


wrong_rounds.variations = (
    rounded_exponentials,
    lambda z, axis=-1: rounded_exponentials(z, axis, 3),
    lambda z, axis=-1: rounded_exponentials(z - peak(z, axis), axis, 2),
    lambda z, axis=-1: rounded_exponentials(z - peak(z, axis), axis, 3),
    *(
        lambda z, axis=-1, digits=digits: solution(z, axis).round(digits)
        for digits in (1, 2, 4, 5, 6, 7, 8)
    ),
)


def wrong_axis(z, axis=-1):
    """The columns sum to 1, not the rows: the wrong numbers compete. The last axis is -1."""
    return solution(z, -1 if axis == 0 else 0)


wrong_axis.mistake = "M15"
wrong_axis.variations = (
    lambda z, axis=-1: solution(z, 0),
    lambda z, axis=-1: shifted(z, 0.0, 0),
    lambda z, axis=-1: shifted(z, 0.0, -1 if axis == 0 else 0),
    lambda z, axis=-1: shifted(z, peak(z, -1), 0),
    lambda z, axis=-1: shifted(z, np.max(z), 0),
    lambda z, axis=-1: shifted(z, peak(z, 0), -1),
    lambda z, axis=-1: shifted(z, peak(z, 0), axis),
    lambda z, axis=0: solution(z, axis),
    lambda z, axis=0: shifted(z, np.max(z), axis),
)


def wrong_one_sum(z, axis=-1):
    """The sum runs over the whole batch: all rows together make 1. Each row needs its own."""
    e = np.exp(z - np.max(z))
    return e / e.sum()


wrong_one_sum.mistake = "M16"
wrong_one_sum.variations = (
    lambda z, axis=-1: np.exp(z) / np.exp(z).sum(),
    lambda z, axis=-1: np.exp(z - peak(z, axis)) / np.exp(z - peak(z, axis)).sum(),
)


def wrong_keepdims(z, axis=-1):
    """The sums lost their axis, so they line up with the wrong numbers, or with none at all.

    A square batch hides it. What does `keepdims=True` do?
    """
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis)


def peak_without_keepdims(z, axis=-1):
    return shifted(z, np.max(z, axis=axis), axis)


def no_keepdims_at_all(z, axis=-1):
    e = np.exp(z - np.max(z, axis=axis))
    return e / e.sum(axis=axis)


def no_keepdims_and_no_peak(z, axis=-1):
    return np.exp(z) / np.exp(z).sum(axis=axis)


wrong_keepdims.mistake = "M17"


def last_sum_without_keepdims(z, axis=-1):
    return np.exp(z - peak(z)) / np.exp(z - peak(z)).sum(axis=-1)


wrong_keepdims.variations = (
    last_sum_without_keepdims,
    lambda z, axis=-1: (np.exp(z).T / np.exp(z).sum(axis=axis)).T,
    lambda z, axis=-1: shifted(z, np.max(z, axis=-1), -1),
    lambda z, axis=-1: np.exp(z - np.max(z, axis=-1)) / np.exp(z - np.max(z, axis=-1)).sum(axis=-1),
    peak_without_keepdims,
    no_keepdims_at_all,
    no_keepdims_and_no_peak,
    lambda z, axis=-1: np.exp(z - np.max(z)) / np.exp(z - np.max(z)).sum(axis=axis),
)


def wrong_global_peak(z, axis=-1):
    """The largest of the whole batch is subtracted, so in a low row every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    return shifted(z, np.max(z), axis)


wrong_global_peak.mistake = "M18"


def wrong_in_place(z, axis=-1):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    z -= np.max(z, axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


def in_place_by_out(z, axis=-1):
    np.subtract(z, np.max(z, axis=axis, keepdims=True), out=z)
    return shifted(z, 0.0, axis)


def all_in_place(z, axis=-1):
    z -= np.max(z, axis=axis, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=axis, keepdims=True)
    return z


wrong_in_place.mistake = "M19"


def written_back(z, axis=-1):
    z[...] = solution(z, axis)
    return z


def shift_written_back(z, axis=-1):
    z[...] = z - np.max(z, axis=axis, keepdims=True)
    return shifted(z, 0.0, axis)


def exponentials_written_back(z, axis=-1):
    z[...] = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return z / z.sum(axis=axis, keepdims=True)


wrong_in_place.variations = (
    in_place_by_out,
    all_in_place,
    written_back,
    shift_written_back,
    exponentials_written_back,
)


def wrong_mean(z, axis=-1):
    """The mean is subtracted. The largest score can lie far above it, and `exp` overflows."""
    return shifted(z, np.mean(z, axis=axis, keepdims=True), axis)


wrong_mean.variations = (lambda z, axis=-1: shifted(z, np.mean(z), axis),)


def wrong_minimum(z, axis=-1):
    """The smallest is subtracted, so all exponents are 0 or more and `exp` overflows still."""
    return shifted(z, np.min(z, axis=axis, keepdims=True), axis)


wrong_minimum.variations = (lambda z, axis=-1: shifted(z, np.min(z), axis),)


def wrong_shift(z, axis=-1):
    """Something was subtracted, and it is not the row's largest score.

    Scores far above it overflow all the same, and if all lie far below it, each `exp` is 0.
    """
    return shifted(z, np.max(np.abs(z), axis=axis, keepdims=True), axis)


wrong_shift.variations = (
    lambda z, axis=-1: shifted(z, -peak(z, axis), axis),
    lambda z, axis=-1: shifted(z, np.median(z, axis=axis, keepdims=True), axis),
    lambda z, axis=-1: shifted(z, np.sum(z, axis=axis, keepdims=True), axis),
    lambda z, axis=-1: shifted(z, np.take(z, [0], axis=axis), axis),
    lambda z, axis=-1: shifted(z, np.take(z, [-1], axis=axis), axis),
    lambda z, axis=-1: shifted(z, np.max(np.abs(z)), axis),
    *(lambda z, axis=-1, m=m: shifted(z, m, axis) for m in (100, 500)),
)


def wrong_scale(z, axis=-1):
    """The scores were made small by a division. Softmax ignores a shift, and not a scale."""
    return shifted(z / peak(z, axis), 0.0, axis)


wrong_scale.variations = (
    lambda z, axis=-1: shifted(z / np.max(np.abs(z), axis=axis, keepdims=True), 0.0, axis),
    lambda z, axis=-1: shifted(z / np.sum(z, axis=axis, keepdims=True), 0.0, axis),
    lambda z, axis=-1: shifted(z / np.std(z, axis=axis, keepdims=True), 0.0, axis),
    lambda z, axis=-1: shifted(z / np.linalg.norm(z, axis=axis, keepdims=True), 0.0, axis),
)


def wrong_clamp(z, axis=-1):
    """Scores beyond a bound were cut off there, so two different large scores come out equal."""
    return shifted(np.clip(z, -700, 700), 0.0, axis)


wrong_clamp.variations = tuple(
    lambda z, axis=-1, low=low, high=high: shifted(np.clip(z, low, high), 0.0, axis)
    for high in (20, 30, 700, 709)
    for low in (-high, None)
)


def wrong_nan_to_num(z, axis=-1):
    """`nan` or `inf` was replaced: the overflow is hidden, and the probabilities are lost."""
    return np.nan_to_num(wrong_overflow(z, axis))


def infinity_replaced(z, axis=-1):
    e = np.nan_to_num(np.exp(z))
    return e / e.sum(axis=axis, keepdims=True)


wrong_nan_to_num.variations = (
    infinity_replaced,
    lambda z, axis=-1: np.nan_to_num(wrong_overflow(z, axis), nan=0.5),
    lambda z, axis=-1: np.nan_to_num(wrong_overflow(z, axis), nan=1.0),
)


def wrong_ignores_axis(z, axis=-1):
    """`axis` is ignored: the same axis competes whatever the caller asks for."""
    return solution(z)


wrong_ignores_axis.variations = (
    lambda z, axis=-1: wrong_overflow(z),
    lambda z, axis=-1: solution(z, min(z.ndim - 1, 1)),
    lambda z, axis=-1: shifted(z, np.max(z), min(z.ndim - 1, 1)),
)


def wrong_fixed_axis(z, axis=-1):
    """The axis is fixed at 1, and one row on its own has no axis 1. Where do the classes lie?"""
    return solution(z, 1)


def wrong_rows_only(z, axis=-1):
    """Of one row, each score became a row of its own, with softmax 1. `z` may have any shape."""
    return np.array([solution(row) for row in z])


def wrong_single_row(z, axis=-1):
    """That works for one row only: in a batch, each item of `z` is itself a whole row.

    Python's `max`, `if` and `math` want single numbers; `np.max` and `np.exp` take arrays.
    """
    e = [math.exp(x) for x in z]
    return np.array([x / sum(e) for x in e])


wrong_single_row.variations = (
    lambda z, axis=-1: shifted(z, max(z)),
    lambda z, axis=-1: np.array([math.exp(x - np.max(z)) / np.exp(z - np.max(z)).sum() for x in z]),
    lambda z, axis=-1: np.array([math.exp(x) / np.exp(z).sum() for x in z]),
)


def wrong_no_sum(z, axis=-1):
    """These are exponentials. The shares are still to come: each row divided by its sum."""
    return np.exp(z)


wrong_no_sum.variations = (lambda z, axis=-1: np.exp(z - peak(z, axis)),)


def wrong_sigmoid(z, axis=-1):
    """Each score went through a sigmoid on its own, so a row does not sum to 1: none competes."""
    return 1 / (1 + np.exp(-z))


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"


def wrong_base(z, axis=-1):
    """The base of the powers is not e: with another one, the shares are flatter or sharper."""
    return shifted(z * np.log(2), 0.0, axis)


wrong_base.mistake = "M48"
wrong_base.lesson = "04"
wrong_base.variations = (lambda z, axis=-1: shifted(z * np.log(10), 0.0, axis),)


def wrong_division(z, axis=-1):
    """The scores were divided by their sum, without `exp`: negative scores stay negative."""
    return z / np.sum(z, axis=axis, keepdims=True)


wrong_division.mistake = "M01"
wrong_division.lesson = "06"
