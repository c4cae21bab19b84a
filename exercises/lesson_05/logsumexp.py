"""## The logarithm of the sum

The sum below the line in softmax overflows early, but its logarithm is a modest number. Write
`logsumexp(z, axis=-1)`: the natural logarithm of the sum of `exp(z)` along `axis`. That axis is
gone from the result: a row becomes one number. Scores of 1000 or -1000 must do no harm, a score
of minus infinity adds nothing, and `z` must stay as it was.

```py
logsumexp(np.array([0.0, 0.0]))                    # 0.6931, which is ln 2
logsumexp(np.array([[0.0, 0.0], [1000.0, 0.0]]))   # [0.6931, 1000]
```

Use NumPy; do not call a `logsumexp` that somebody else wrote.
"""

import math

import numpy as np

from exercises.checks import agree, leaves_alone

name = "logsumexp"
place = 2
forbidden = ("logsumexp", "log_softmax")


def starter(z, axis=-1): ...


def solution(z, axis=-1):
    peak = np.max(z, axis=axis, keepdims=True)
    total = np.exp(z - peak).sum(axis=axis, keepdims=True)
    return np.squeeze(peak + np.log(total), axis=axis)


def with_two_maxima(z, axis=-1):
    below = np.exp(z - z.max(axis=axis, keepdims=True))
    return z.max(axis=axis) + np.log(below.sum(axis=axis))


def pair_by_pair(z, axis=-1):
    return np.logaddexp.reduce(z, axis=axis)


def in_float32(z, axis=-1):
    z = np.moveaxis(np.asarray(z, dtype=np.float32), axis, 0)
    return z.max(axis=0) + np.log(np.exp(z - z.max(axis=0)).sum(axis=0))


def row_by_row(z, axis=-1):
    def of_row(row):
        peak = max(row)
        return peak + math.log(sum(math.exp(x - peak) for x in row))

    return np.apply_along_axis(of_row, axis, z).tolist()


variants = (with_two_maxima, pair_by_pair, in_float32, row_by_row)

hints = (
    "Which is the largest number that may stand in `np.exp`, so that it cannot overflow?",
    "If every score is smaller by m, every `exp` is smaller by the factor exp(-m). And the log?",
    "log(Σ exp(z)) = m + log(Σ exp(z - m)). In a batch `m` is needed with its axis and without.",
)


def rows(seed, *shape, scale=2.0):
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


probes = (
    # one row of moderate scores
    ((np.array([1.0, 2.0, 4.0]),), (rows(1, 5),)),
    # batches, also square ones and of one row, and other axes
    (
        (rows(2, 2, 3),),
        (rows(3, 3, 3),),
        (rows(4, 1, 3),),
        (rows(5, 3, 3), 0),
        (rows(6, 2, 3, 4), 1),
    ),
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
        (np.array([20_000.0, 19_999.0]),),
    ),
    # whole numbers, and -inf for what is left out
    ((np.array([[1, 2, 3], [5, 5, 5]]),), (np.array([0.0, -np.inf, 1.0]),)),
)


def by_loop(z, axis=-1):
    """Log-sum-exp from its definition, number by number, in exact sums."""

    def of_row(row):
        return max(row) + math.log(math.fsum(math.exp(x - max(row)) for x in row))

    return np.apply_along_axis(of_row, axis, np.asarray(z, dtype=float))


def check_one_row(logsumexp):
    """Three steps: `exp` of each score, the sum of these, and the natural logarithm of the sum."""
    for z in ([0.0, 0.0], [3.0], [1.0, 2.0, 4.0], rows(11, 4), rows(12, 3) - 5.0):
        agree(logsumexp, (np.array(z),), by_loop(z))


def check_rows(logsumexp):
    """Each row of a batch becomes one number of its own."""
    for shape in ((2, 2), (3, 3), (2, 4), (1, 3), (2, 3, 4)):
        z = rows(sum(shape), *shape)
        agree(logsumexp, (z,), by_loop(z))


def check_axis(logsumexp):
    """`axis` says which scores are added: with `axis=0` each column becomes one number."""
    for z, axis in ((rows(15, 2, 2), 0), (rows(16, 3, 2), 0), (rows(17, 2, 3, 2), 1)):
        agree(logsumexp, (z, axis), by_loop(z, axis))


def check_large(logsumexp):
    """Large scores, up or down, must do no harm: the result lies near the largest of them."""
    for z in (
        [1000.0, 1000.0],
        [-1000.0, -1001.0],
        [0.0, 1000.0],
        [709.0] * 3,
        [900.0, 0.0, -900.0],
        [20_000.0, 20_000.0],  # too large even for the longest floats
    ):
        agree(logsumexp, (np.array(z),), by_loop(z))


def check_rows_of_different_size(logsumexp):
    """Rows must not disturb one another: one is large here, the other small."""
    for z in ([[0.0, 1.0], [1000.0, 1001.0]], [[-1000.0, -1001.0], [1.0, 3.0]]):
        agree(logsumexp, (np.array(z),), by_loop(z))


def check_kinds_of_input(logsumexp):
    """Whole numbers, float32 and arrays that may not be written to are scores, and so is -inf."""
    z = rows(18, 2, 3)
    locked = z.copy()
    locked.flags.writeable = False
    left_out = np.array([0.0, -np.inf, 1.0])
    for given in (np.array([[1, 2, 3], [5, 5, 5]]), z.astype(np.float32), locked, left_out):
        agree(logsumexp, (given,), by_loop(given), rtol=1e-4)


def check_input_stays(logsumexp):
    """The scores belong to the caller: they must be the same after the call."""
    for z in (np.array([1.0, 2.0]), rows(19, 2, 3)):
        leaves_alone(logsumexp, z)


def peak(z, axis=-1):
    return np.max(z, axis=axis, keepdims=True)


def top(z, axis=-1):
    return np.max(z)


def shifted(z, shift, back, axis=-1):
    """Log-sum-exp with `shift` subtracted inside and `back` added outside."""
    return np.log(np.exp(np.asarray(z) - shift).sum(axis=axis)) + back


def naive(z, axis=-1):
    return shifted(z, 0.0, 0.0, axis)


def wrong_softmax(z, axis=-1):
    """This is softmax: one share for each score. Here all scores of a row make a single number.

    Both hold the same sum. Log-sum-exp is its logarithm, and softmax divides by it.
    """
    return np.exp(z - peak(z, axis)) / np.exp(z - peak(z, axis)).sum(axis=axis, keepdims=True)


wrong_softmax.mistake = "M47"
wrong_softmax.lesson = "09"


def wrong_log_softmax(z, axis=-1):
    """Here the sum still has the scores beside it, or under it. Its logarithm alone is asked for.

    All scores of a row make a single number.
    """
    return np.log(wrong_softmax(z, axis))


wrong_log_softmax.variations = (
    lambda z, axis=-1: -np.log(wrong_softmax(z, axis)),
    lambda z, axis=-1: np.log(wrong_softmax(z, axis).sum(axis=axis)),
)


def wrong_maximum(z, axis=-1):
    """This is the largest score alone. Log-sum-exp is near it, but all scores have a part in it.

    It lies above the maximum: of two scores 0 it is ln 2.
    """
    return np.max(z, axis=axis)


wrong_maximum.mistake = "M47"
wrong_maximum.lesson = "09"
wrong_maximum.variations = (peak, top)


def wrong_mean_of_scores(z, axis=-1):
    """Scores weighted with probabilities give a mean, below the largest; this lies above it.

    Softmax plays no part here: take the logarithm of a plain sum.
    """
    return (wrong_softmax(z, axis) * z).sum(axis=axis)


wrong_mean_of_scores.mistake = "M47"
wrong_mean_of_scores.lesson = "09"


def wrong_upper_bound(z, axis=-1):
    """That is right only if all scores are equal: each `exp` counts here as much as the largest."""
    return np.max(z, axis=axis) + np.log(np.shape(z)[axis])


def wrong_forgets_the_shift(z, axis=-1):
    """What you subtracted inside is missing outside: log-sum-exp does not ignore a shift.

    Scores that are smaller by m give a result that is smaller by m.
    """
    return shifted(z, peak(z, axis), 0.0, axis)


wrong_forgets_the_shift.mistake = "M49"
wrong_forgets_the_shift.lesson = "12"
wrong_forgets_the_shift.hint = 1
wrong_forgets_the_shift.variations = (
    lambda z, axis=-1: naive(z - np.max(z), axis),
    lambda z, axis=-1: naive(z - np.mean(z, axis=axis, keepdims=True), axis),
    lambda z, axis=-1: naive(z - np.min(z, axis=axis, keepdims=True), axis),
    lambda z, axis=-1: np.expand_dims(naive(z - peak(z, axis), axis), axis),
)


def wrong_shift_back(z, axis=-1):
    """What happens inside and what happens outside do not make up for each other.

    With m subtracted inside, the factor exp(-m) stands before the sum. What does the logarithm make
    of a factor?
    """
    return shifted(z, peak(z, axis), -np.max(z, axis=axis), axis)


wrong_shift_back.hint = 1
wrong_shift_back.variations = (
    lambda z, axis=-1: shifted(z, peak(z, axis), 0.0, axis) * np.max(z, axis=axis),
    lambda z, axis=-1: shifted(z, peak(z, axis), np.exp(np.max(z, axis=axis)), axis),
    lambda z, axis=-1: shifted(z, peak(z, axis), np.log(np.max(z, axis=axis)), axis),
    lambda z, axis=-1: shifted(z, -peak(z, axis), np.max(z, axis=axis), axis),
    lambda z, axis=-1: shifted(z, -peak(z, axis), 0.0, axis),
    lambda z, axis=-1: naive(z, axis) + np.max(z, axis=axis),
    lambda z, axis=-1: np.log(np.exp(z - peak(z, axis)).sum(axis=axis) + np.max(z, axis=axis)),
)


def wrong_no_logarithm(z, axis=-1):
    """The last step is missing: the sum is there, and its logarithm was asked for."""
    return np.exp(z).sum(axis=axis)


wrong_no_logarithm.variations = (
    lambda z, axis=-1: np.exp(z - peak(z, axis)).sum(axis=axis),
    lambda z, axis=-1: np.max(z, axis=axis) + np.exp(z - peak(z, axis)).sum(axis=axis),
)


def wrong_no_exponential(z, axis=-1):
    """The scores were added as they are. Take `exp` of each first, then the sum, then the log."""
    return np.log(np.sum(z, axis=axis))


wrong_no_exponential.variations = (
    lambda z, axis=-1: np.sum(z, axis=axis),  # which is the sum of log(exp(z)), too
    lambda z, axis=-1: np.sum(np.log(z), axis=axis),
)


def wrong_each_score(z, axis=-1):
    """The scores came back as they were: `log` undoes `exp` where no sum stands between them.

    The sum runs over the numbers of a row, and that row may be all of `z`.
    """
    return np.log(np.exp(z))


def wrong_base(z, axis=-1):
    """There is another base than e. `exp` and the natural logarithm have the same base, e."""
    return naive(z, axis) / np.log(2)


def peak_and_other_base(z, axis=-1):
    return np.max(z, axis=axis) + shifted(z, peak(z, axis), 0.0, axis) / np.log(2)


wrong_base.mistake = "M48"
wrong_base.lesson = "04"
wrong_base.variations = (
    lambda z, axis=-1: naive(z, axis) / np.log(10),
    peak_and_other_base,
    lambda z, axis=-1: np.log2((2.0**z).sum(axis=axis)),
    lambda z, axis=-1: np.log10((10.0**z).sum(axis=axis)),
    lambda z, axis=-1: np.log((2.0**z).sum(axis=axis)),
    lambda z, axis=-1: np.max(z, axis=axis) + shifted(z, peak(z, axis), 0.0, axis) / np.log(10),
)


def wrong_mean_of_exponentials(z, axis=-1):
    """The exponentials were averaged, not added: the result lacks the logarithm of their number."""
    return np.log(np.exp(z).mean(axis=axis))


def wrong_sign(z, axis=-1):
    """The sign is turned. The logarithm of the sum stands here alone, without a minus."""
    return -solution(z, axis)


def wrong_one_more(z, axis=-1):
    """`log1p` adds a 1 to the sum, as if there were one score more than you got."""
    return np.log1p(np.exp(z).sum(axis=axis))


wrong_one_more.variations = (
    lambda z, axis=-1: np.max(z, axis=axis) + np.log1p(np.exp(z - peak(z, axis)).sum(axis=axis)),
)


def wrong_rounds(z, axis=-1):
    """The result is rounded, so its digits are lost to all that is computed from it.

    Keep all digits; round where you print.
    """
    return solution(z, axis).round(3)


wrong_rounds.mistake = "M14"
wrong_rounds.variations = (
    *(lambda z, axis=-1, k=k: solution(z, axis).round(k) for k in range(6)),
    *(
        lambda z, axis=-1, k=k, how=how: how(solution(z, axis) * k) / k
        for k in (100, 1000, 10_000)
        for how in (np.floor, np.ceil)
    ),
)


def wrong_axis(z, axis=-1):
    """The columns were added, not the rows: the wrong scores meet. The last axis is -1."""
    return solution(z, -1 if axis == 0 else 0)


wrong_axis.mistake = "M15"
wrong_axis.variations = (
    lambda z, axis=-1: solution(z, 0),
    lambda z, axis=-1: shifted(z, np.max(z), np.max(z), 0),
    lambda z, axis=0: solution(z, axis),
    lambda z, axis=-1: shifted(z, peak(z, 0), np.max(z, axis=0), axis),
)


def wrong_one_sum(z, axis=-1):
    """The sum runs over the whole batch, so all rows share one number. Each row needs its own."""
    return naive(z, None)


wrong_one_sum.mistake = "M16"
wrong_one_sum.variations = (
    lambda z, axis=None: solution(z.ravel() if axis is None else z, -1 if axis is None else axis),
    lambda z, axis=-1: shifted(z, 0.0, 0.0, None) * np.ones(np.max(z, axis=axis).shape),
    lambda z, axis=-1: shifted(z, peak(z, axis), 0.0, None) + np.max(z, axis=axis),
    lambda z, axis=-1: shifted(z, peak(z, axis), 0.0, None) + np.max(z),
)


def wrong_keepdims(z, axis=-1):
    """The maxima have lost their axis, so they line up with the wrong scores, or with none at all.

    A square batch hides it. What does `keepdims=True` do?
    """
    return shifted(z, np.max(z, axis=axis), np.max(z, axis=axis), axis)


wrong_keepdims.mistake = "M17"
wrong_keepdims.hint = 2
wrong_keepdims.variations = (
    lambda z, axis=-1: shifted(z, np.max(z, axis=-1), np.max(z, axis=-1)),
    lambda z, axis=-1: np.squeeze(shifted(z, peak(z, axis), peak(z, axis), axis)),
    lambda z, axis=-1: shifted(z, peak(z, axis), peak(z, axis), axis)[..., 0],
)


def wrong_keeps_axis(z, axis=-1):
    """An axis of length 1 is left over: inside `exp` the maxima need it, in the result it is gone.

    A batch of 2 rows becomes 2 numbers, and a row on its own a single number.
    """
    return np.expand_dims(solution(z, axis), axis)


wrong_keeps_axis.hint = 2
wrong_keeps_axis.variations = (
    lambda z, axis=-1: shifted(z, peak(z, axis), peak(z, axis), axis),
    lambda z, axis=-1: np.max(z, axis=axis) + np.expand_dims(naive(z - peak(z, axis), axis), axis),
    lambda z, axis=-1: np.expand_dims(naive(z, axis), axis),
)


def wrong_squeeze(z, axis=-1):
    """Axes of length 1 got lost that belong to the batch: a batch of one row is a batch still.

    `squeeze` without an axis takes all of them.
    """
    return np.squeeze(solution(z, axis))


def wrong_single_row(z, axis=-1):
    """That works for one row only: in a batch, each item of `z` is itself a whole row.

    Python's `max`, `if` and `math` want single numbers; `np.max` and `np.exp` take arrays.
    """
    return math.log(sum(math.exp(x) for x in z))


wrong_single_row.variations = (
    lambda z, axis=-1: max(z) + np.log(np.exp(z - max(z)).sum()),
    lambda z, axis=-1: max(z) + math.log(sum(math.exp(x - max(z)) for x in z)),
    lambda z, axis=-1: math.log(np.exp(z).sum(axis=axis)),
    lambda z, axis=-1: float(solution(z, axis)),
)


def wrong_ignores_axis(z, axis=-1):
    """`axis` is ignored: scores along the same axis are added whatever the caller asks for.

    A row on its own has a single axis, 0, which is its last one too.
    """
    return solution(z)


wrong_ignores_axis.variations = (
    lambda z, axis=-1: naive(z),
    lambda z, axis=-1: naive(z, 1),
    lambda z, axis=-1: solution(z, 1),
    lambda z, axis=-1: solution(z, min(z.ndim - 1, 1)),
)


def wrong_overflow(z, axis=-1):
    """`exp` of a large score is infinite, and of a very low one it is 0: the sum is spoilt.

    What can you subtract from a row first, and how do you make up for it afterwards?
    """
    return naive(z, axis)


def overflow_in_a_loop(z, axis=-1, exp=math.exp, log=math.log):
    return np.apply_along_axis(lambda row: log(sum(exp(x) for x in row)), axis, z)


wrong_overflow.mistake = "M10"
wrong_overflow.variations = (
    overflow_in_a_loop,
    lambda z, axis=-1: overflow_in_a_loop(z, axis, log=np.log),
    lambda z, axis=-1: overflow_in_a_loop(z, axis, exp=np.exp),
    lambda z, axis=-1: overflow_in_a_loop(z, axis, exp=lambda x: math.e ** float(x)),
    *(
        lambda z, axis=-1, kind=kind: naive(z.astype(kind), axis)
        for kind in (np.float32, np.longdouble)
    ),
    *(
        lambda z, axis=-1, tiny=tiny: np.log(np.exp(z).sum(axis=axis) + tiny)
        for tiny in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-30, 1e-300)
    ),
)


def wrong_global_peak(z, axis=-1):
    """The largest of the whole batch is subtracted, so in a low row every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    return shifted(z, np.max(z), np.max(z), axis)


wrong_global_peak.mistake = "M18"


def wrong_in_place(z, axis=-1):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    top = np.max(z, axis=axis)
    z -= peak(z, axis)
    return np.log(np.exp(z).sum(axis=axis)) + top


wrong_in_place.mistake = "M19"


def exponentials_written_back(z, axis=-1):
    top = np.max(z, axis=axis)
    z[...] = np.exp(z - peak(z, axis))
    return np.log(z.sum(axis=axis)) + top


def shift_written_back(z, axis=-1):
    top = np.max(z, axis=axis)
    z[...] = z - peak(z, axis)
    return np.log(np.exp(z).sum(axis=axis)) + top


def all_in_place(z, axis=-1):
    top = np.max(z, axis=axis)
    z -= peak(z, axis)
    np.exp(z, out=z)
    return np.log(z.sum(axis=axis)) + top


wrong_in_place.variations = (
    all_in_place,
    exponentials_written_back,
    shift_written_back,
    lambda z, axis=-1: np.max(z, axis=axis) + naive(np.subtract(z, peak(z, axis), out=z), axis),
)


def wrong_shift(z, axis=-1):
    """Something was subtracted and added, and it is not the row's largest score.

    Scores far above it overflow all the same, and if all lie far below it, each `exp` is 0.
    """
    return same_shift(z, np.mean(z, axis=axis, keepdims=True), axis)


def same_shift(z, shift, axis):
    return np.squeeze(shift + np.log(np.exp(z - shift).sum(axis=axis, keepdims=True)), axis=axis)


wrong_shift.variations = tuple(
    lambda z, axis=-1, shift=shift: same_shift(z, shift(z, axis), axis)
    for shift in (
        lambda z, axis: np.mean(z),
        lambda z, axis: np.min(z),
        lambda z, axis: np.min(z, axis=axis, keepdims=True),
        lambda z, axis: np.median(z, axis=axis, keepdims=True),
        lambda z, axis: np.take(z, [0], axis=axis),
        lambda z, axis: np.take(z, [-1], axis=axis),
        lambda z, axis: peak(abs(z), axis),
        lambda z, axis: np.maximum(peak(z, axis), 0),
        *(lambda z, axis, m=m: m for m in (10, 50, 100, 500, 700)),
    )
)


def wrong_clamp(z, axis=-1):
    """Scores beyond a bound were cut off there, so the result can never lie far beyond it."""
    return naive(np.clip(z, -700, 700), axis)


wrong_clamp.variations = tuple(
    lambda z, axis=-1, low=low, high=high: naive(np.clip(z, low, high), axis)
    for high in (20, 30, 50, 88, 100, 500, 600, 700, 709)
    for low in (-high, None)
)


def wrong_replaces_inf(z, axis=-1):
    """`inf` was replaced afterwards: the overflow is hidden, and the result is lost."""
    return np.nan_to_num(naive(z, axis))


wrong_replaces_inf.variations = (
    lambda z, axis=-1: np.log(np.nan_to_num(np.exp(z)).sum(axis=axis)),
    lambda z, axis=-1: np.nan_to_num(naive(z, axis), posinf=0.0, neginf=0.0),
    lambda z, axis=-1: np.where(np.isinf(naive(z, axis)), np.max(z, axis=axis), naive(z, axis)),
)
