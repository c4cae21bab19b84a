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
forbidden = ("softmax", "log_softmax")


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
        (np.array([20_000.0, 0.0]),),
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
        [20_000.0, 0.0],  # too large even for the longest floats
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


def own_sum(e, axis):
    return e.sum(axis=axis, keepdims=True)


def nothing(z, axis):
    return 0.0


def peak(z, axis=-1):
    return np.max(z, axis=axis, keepdims=True)


def top(z, axis):
    return np.max(z)


def bare_peak(z, axis):
    return np.max(z, axis=axis)


def recipe(shift=nothing, total=own_sum, scores=np.asarray, result=np.asarray):
    """Return a softmax that takes this shift and this sum, of the scores made so."""

    def softmax(z, axis=-1):
        z = scores(z)
        e = np.exp(z - shift(z, axis))
        return result(e / total(e, axis))

    return softmax


def wrong_overflow(z, axis=-1):
    """`exp` of a large score is infinite, and `inf / inf` is nan. Of very low scores all are 0.

    What can you subtract from a whole row without changing its softmax?
    """
    return recipe()(z, axis)


def overflow_in_a_loop(z, axis=-1, exp=math.exp):
    def of_row(row):
        e = [exp(float(x)) for x in row]
        return np.array([x / sum(e) for x in e])

    return np.apply_along_axis(of_row, axis, np.asarray(z, dtype=float))


def overflow_in_logs(z, axis=-1):
    return np.exp(z - np.log(np.exp(z).sum(axis=axis, keepdims=True)))


def own_sum_and_a_little(e, axis):
    return own_sum(e, axis) + 1e-9


wrong_overflow.mistake = "M10"
wrong_overflow.variations = (
    overflow_in_a_loop,
    lambda z, axis=-1: overflow_in_a_loop(z, axis, exp=lambda x: math.e**x),
    overflow_in_logs,
    recipe(total=own_sum_and_a_little),
    *(recipe(scores=lambda z, kind=kind: z.astype(kind)) for kind in (np.float32, np.longdouble)),
)
wrong_overflow.hint = 0


def wrong_rounds(z, axis=-1):
    """Numbers were rounded inside: rows no longer sum to 1, and small probabilities are lost.

    Keep all digits; round where you print.
    """
    return solution(z, axis).round(3)


def cut(k, how):
    """Return a function that rounds to 1/k, up or down."""
    return lambda p: how(p * k) / k


def rounded_exponentials(shift, digits):
    def softmax(z, axis=-1):
        e = np.exp(z - shift(z, axis)).round(digits)
        return e / own_sum(e, axis)

    return softmax


def rounded_shares(digits):
    def softmax(z, axis=-1):
        p = solution(z, axis).round(digits)
        return p / own_sum(p, axis)

    return softmax


wrong_rounds.mistake = "M14"
wrong_rounds.variations = (
    *(rounded_exponentials(shift, k) for shift in (nothing, peak) for k in (2, 3, 4)),
    *(rounded_shares(k) for k in (2, 3, 4)),
    *(recipe(peak, result=lambda p, k=k: p.round(k)) for k in (0, 1, 2, 4, 5, 6, 7, 8)),
    *(recipe(peak, result=cut(10**k, how)) for k in (2, 3, 4, 6) for how in (np.floor, np.ceil)),
)


def wrong_axis(z, axis=-1):
    """The columns sum to 1, not the rows: the wrong numbers compete. The last axis is -1."""
    return solution(z, -1 if axis == 0 else 0)


def first_peak(z, axis):
    return peak(z, 0)


def last_peak(z, axis):
    return peak(z, -1)


wrong_axis.mistake = "M15"
wrong_axis.variations = (
    *(
        recipe(shift, lambda e, axis: own_sum(e, 0))
        for shift in (nothing, peak, top, first_peak, last_peak)
    ),
    recipe(first_peak),
    recipe(first_peak, lambda e, axis: own_sum(e, -1)),
    lambda z, axis=-1: wrong_overflow(z, -1 if axis == 0 else 0),
    *(lambda z, axis=0, form=form: form(z, axis) for form in map(recipe, (nothing, peak, top))),
)


def wrong_one_sum(z, axis=-1):
    """The sum runs over the whole batch: all rows together make 1. Each row needs its own."""
    return recipe(top, lambda e, axis: e.sum())(z, axis)


wrong_one_sum.mistake = "M16"
wrong_one_sum.variations = (
    *(recipe(shift, lambda e, axis: e.sum()) for shift in (nothing, peak)),
    *(lambda z, axis=None, form=form: form(z, axis) for form in map(recipe, (nothing, peak))),
)


def wrong_keepdims(z, axis=-1):
    """The sums lost their axis, so they line up with the wrong numbers, or with none at all.

    A square batch hides it. What does `keepdims=True` do?
    """
    return recipe(peak, bare_sum)(z, axis)


def bare_sum(e, axis):
    return e.sum(axis=axis)


wrong_keepdims.mistake = "M17"
wrong_keepdims.variations = (
    *(recipe(shift, bare_sum) for shift in (nothing, top, bare_peak)),
    recipe(bare_peak),
    *(
        lambda z, axis=-1, form=form: form(z, -1)
        for form in (recipe(peak, bare_sum), recipe(bare_peak, bare_sum), recipe(bare_peak))
    ),
    lambda z, axis=-1: (np.exp(z).T / np.exp(z).sum(axis=axis)).T,
)


def wrong_global_peak(z, axis=-1):
    """The largest of the whole batch is subtracted, so in a low row every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    return recipe(top)(z, axis)


wrong_global_peak.mistake = "M18"
wrong_global_peak.variations = (
    recipe(top, own_sum_and_a_little),
    lambda z, axis=-1: overflow_in_logs(z - np.max(z), axis),
)


def wrong_in_place(z, axis=-1):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    z -= peak(z, axis)
    return wrong_overflow(z, axis)


def in_place_by_out(z, axis=-1):
    return wrong_overflow(np.subtract(z, peak(z, axis), out=z), axis)


def all_in_place(z, axis=-1):
    z -= peak(z, axis)
    np.exp(z, out=z)
    z /= own_sum(z, axis)
    return z


def written_back(z, axis=-1):
    z[...] = solution(z, axis)
    return z


def shift_written_back(z, axis=-1):
    z[...] = z - peak(z, axis)
    return wrong_overflow(z, axis)


def exponentials_written_back(z, axis=-1):
    z[...] = np.exp(z - peak(z, axis))
    return z / own_sum(z, axis)


wrong_in_place.mistake = "M19"
wrong_in_place.variations = (
    in_place_by_out,
    all_in_place,
    written_back,
    shift_written_back,
    exponentials_written_back,
)


def wrong_shift(z, axis=-1):
    """Something was subtracted, and it is not the row's largest score.

    Scores far above it overflow all the same, and if all lie far below it, each `exp` is 0.
    """
    return recipe(lambda z, axis: np.mean(z, axis=axis, keepdims=True))(z, axis)


wrong_shift.variations = tuple(
    recipe(shift)
    for shift in (
        lambda z, axis: np.mean(z),
        lambda z, axis: np.min(z),
        lambda z, axis: np.min(z, axis=axis, keepdims=True),
        lambda z, axis: np.median(z, axis=axis, keepdims=True),
        lambda z, axis: np.sum(z, axis=axis, keepdims=True),
        lambda z, axis: np.take(z, [0], axis=axis),
        lambda z, axis: np.take(z, [-1], axis=axis),
        lambda z, axis: peak(abs(z), axis),
        lambda z, axis: np.maximum(peak(z, axis), 0),
        lambda z, axis: top(abs(z), axis),
        lambda z, axis: -peak(z, axis),
        *(lambda z, axis, m=m: m for m in (10, 50, 100, 500, 700)),
    )
)


def wrong_scale(z, axis=-1):
    """The scores were made small by a division. Softmax ignores a shift, and not a scale."""
    return wrong_overflow(z / peak(z, axis), axis)


wrong_scale.variations = tuple(
    lambda z, axis=-1, size=size: wrong_overflow(z / size(z, axis), axis)
    for size in (
        top,
        lambda z, axis: np.max(abs(z), axis=axis, keepdims=True),
        lambda z, axis: np.sum(z, axis=axis, keepdims=True),
        lambda z, axis: np.std(z, axis=axis, keepdims=True),
        lambda z, axis: np.linalg.norm(z, axis=axis, keepdims=True),
        *(lambda z, axis, k=k: k for k in (2, 10, 100, 1000)),
    )
)


def wrong_clamp(z, axis=-1):
    """Scores beyond a bound were cut off there, so two different large scores come out equal."""
    return wrong_overflow(np.clip(z, -700, 700), axis)


wrong_clamp.variations = tuple(
    lambda z, axis=-1, low=low, high=high: wrong_overflow(np.clip(z, low, high), axis)
    for high in (20, 30, 50, 88, 100, 500, 700, 709)
    for low in (-high, None)
)


def wrong_nan_to_num(z, axis=-1):
    """`nan` or `inf` was replaced: the overflow is hidden, and the probabilities are lost."""
    return np.nan_to_num(wrong_overflow(z, axis))


def infinity_replaced(z, axis=-1):
    e = np.nan_to_num(np.exp(z))
    return e / own_sum(e, axis)


wrong_nan_to_num.variations = (
    infinity_replaced,
    *(recipe(result=lambda p, put=put: np.nan_to_num(p, nan=put)) for put in (0.5, 1.0)),
    lambda z, axis=-1: np.nan_to_num(wrong_overflow(z, axis), nan=1 / z.shape[axis]),
)


def wrong_ignores_axis(z, axis=-1):
    """`axis` is ignored: the same axis competes whatever the caller asks for.

    A row on its own has a single axis, 0, which is its last one too.
    """
    return solution(z)


wrong_ignores_axis.variations = (
    lambda z, axis=-1: wrong_overflow(z),
    lambda z, axis=-1: wrong_overflow(z, 1),
    lambda z, axis=-1: solution(z, 1),
    lambda z, axis=-1: solution(z, min(z.ndim - 1, 1)),
    lambda z, axis=-1: recipe(top)(z, min(z.ndim - 1, 1)),
)


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
    lambda z, axis=-1: recipe(lambda z, axis: max(z))(z),
    lambda z, axis=-1: np.array([math.exp(x - np.max(z)) / np.exp(z - np.max(z)).sum() for x in z]),
    lambda z, axis=-1: np.array([math.exp(x) / np.exp(z).sum() for x in z]),
    lambda z, axis=-1: [math.exp(x - max(z)) / sum(math.exp(y - max(z)) for y in z) for x in z],
)


def wrong_no_sum(z, axis=-1):
    """These are exponentials. The shares are still to come: each row divided by its sum."""
    return np.exp(z)


wrong_no_sum.variations = (lambda z, axis=-1: np.exp(z - peak(z, axis)),)


def wrong_double(z, axis=-1):
    """Softmax was taken twice: the second takes probabilities for scores and levels them."""
    return solution(solution(z, axis), axis)


wrong_double.mistake = "M21"
wrong_double.lesson = "11"


def wrong_sigmoid(z, axis=-1):
    """Each score went through a sigmoid on its own, so a row does not sum to 1: none competes."""
    return 1 / (1 + np.exp(-z))


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"


def wrong_base(z, axis=-1):
    """The base of the powers is not e: with another one, the shares are flatter or sharper."""
    return wrong_overflow(z * np.log(2), axis)


wrong_base.mistake = "M48"
wrong_base.lesson = "04"
wrong_base.variations = tuple(
    lambda z, axis=-1, base=base: wrong_overflow(z * np.log(base), axis)
    for base in (10, 1.5, 2.5, 2.7, 2.71, 2.718, 2.72, 3, 4)
)


def wrong_division(z, axis=-1):
    """The scores were divided by their sum, without `exp`: negative scores stay negative."""
    return z / np.sum(z, axis=axis, keepdims=True)


wrong_division.mistake = "M01"
wrong_division.lesson = "06"
