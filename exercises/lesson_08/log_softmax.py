"""## The logarithm of softmax

Write `log_softmax(z, axis=-1)`. It takes scores of any shape and any size and returns the natural
logarithm of their softmax along `axis`, in the same shape. `z` must stay as it was.

```py
log_softmax([0, 0])        # [-0.6931, -0.6931]
log_softmax([0, -800])     # [0, -800]
```

Use NumPy; do not call a `log_softmax` or `logsumexp` that somebody else wrote.
"""

import math

import numpy as np

from exercises.checks import Inside, agree, array, holds, leaves_alone

name = "log_softmax"
place = 1
forbidden = ("log_softmax", "logsumexp")


def starter(z, axis=-1): ...


def solution(z, axis=-1):
    below = z - np.max(z, axis=axis, keepdims=True)
    return below - np.log(np.exp(below).sum(axis=axis, keepdims=True))


def by_logaddexp(z, axis=-1):
    return z - np.logaddexp.reduce(z, axis=axis, keepdims=True)


def in_float32(z, axis=-1):
    z = np.asarray(z, dtype=np.float32)
    below = z - z.max(axis=axis, keepdims=True)
    return below - np.log(np.exp(below).sum(axis=axis, keepdims=True))


def row_by_row(z, axis=-1):
    def of_row(row):
        total = max(row) + math.log(sum(math.exp(x - max(row)) for x in row))
        return [x - total for x in row]

    return np.apply_along_axis(of_row, axis, z)


variants = (by_logaddexp, in_float32, row_by_row)

hints = (
    "The logarithm of a fraction is a difference: of p = e^z / sum it leaves z minus something.",
    "Subtract the largest score of each row first: that changes no probability.",
    "With `below = z - peak`, where the peak keeps its axis: `below` minus the log of a sum.",
)


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def at_the_bottom(log_softmax):
    """Return what becomes of classes that lie 800 and 2000 below the best one."""
    near, far = (np.asarray(log_softmax(np.array([0.0, -gap]))) for gap in (800, 2000))
    return "flat" if near[1] == far[1] and math.isfinite(far[1]) else np.round([*near, *far], 3)


def rounded(values):
    return bool(np.abs(values - np.round(values, 12)).max() < 1e-15)


def digits(log_softmax, z):
    """Return whether the results are rounded, and whether the probabilities behind them are."""
    values = np.asarray(log_softmax(z), dtype=float)
    return [rounded(values), rounded(np.exp(values))]


FAR_APART = np.array([[0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0]])

probes = (
    # one row of moderate scores
    ((np.array([1.0, 2.0, 4.0]),), (rows(1, 5),)),
    # batches, also square ones, and other axes
    ((rows(2, 2, 3),), (rows(3, 3, 3),), (rows(4, 3, 3), 0), (rows(5, 2, 3, 4), 1)),
    # rounding, then probabilities that underflow
    (Inside(digits, (rows(6, 7),)),),
    (Inside(at_the_bottom, ()),),
    # large scores, low ones, then both together
    ((np.array([1000.0, 999.0, 0.0]),),),
    ((np.array([-1000.0, -1001.0, -1003.0]),), (np.array([-1000.0, 1000.0, -1000.0]),)),
    ((FAR_APART,), (FAR_APART.T, 0)),
    # whole numbers
    ((np.array([[1, 2, 4], [3, 3, 0]]),),),
)


def by_loop(z, axis=-1):
    """The logarithm of softmax from its formula, number by number, in exact sums."""

    def of_row(row):
        total = math.log(math.fsum(math.exp(x - max(row)) for x in row))
        return np.array([x - max(row) - total for x in row])

    return np.apply_along_axis(of_row, axis, np.asarray(z, dtype=float))


def check_one_row(log_softmax):
    """Each entry is ln p of its class: two equal scores give ln ½ twice, about -0.693."""
    for z in ([0.0, 0.0], [1.0, 2.0, 4.0], [3.0], rows(11, 4)):
        agree(log_softmax, (np.array(z),), by_loop(z), atol=1e-6)


def check_rows(log_softmax):
    """Each row is on its own, as if the others were not there."""
    for z in (
        np.array([[0.0, 0.0], [0.0, 1.0]]),
        rows(12, 3, 3),
        rows(13, 2, 4),
        rows(14, 2, 3, 2),
    ):
        agree(log_softmax, (z,), by_loop(z), atol=1e-6)


def check_axis(log_softmax):
    """`axis` says which numbers compete: with `axis=0` it is those of a column."""
    for z, axis in ((rows(15, 2, 2), 0), (rows(16, 3, 2), 0), (rows(17, 2, 3, 2), 1)):
        agree(log_softmax, (z, axis), by_loop(z, axis), atol=1e-6)


def check_far_below(log_softmax):
    """A class far below the best has a log-probability too: at a gap of 800 it is about -800."""
    for z in ([0.0, -800.0], [0.0, -2000.0], [3.0, 1.0, -900.0]):
        agree(log_softmax, (np.array(z),), by_loop(z), atol=1e-6)


def check_large(log_softmax):
    """Large scores must do no harm: only their differences count."""
    for z in ([1000.0, 1000.0], [-1000.0, -1001.0], [-1000.0, 1000.0, -1000.0]):
        agree(log_softmax, (np.array(z),), by_loop(z), rtol=1e-3, atol=1e-3)


def check_rows_of_different_size(log_softmax):
    """Rows must not disturb one another: one is large here, the other small."""
    for z in ([[0.0, 1.0], [1000.0, 1001.0]], [[-1000.0, -1001.0], [1.0, 3.0]]):
        agree(log_softmax, (np.array(z),), by_loop(z), rtol=1e-3, atol=1e-3)


def check_whole_numbers(log_softmax):
    """Whole numbers, and arrays that may not be written to, are scores as well."""
    locked = rows(20, 2, 3)
    locked.flags.writeable = False
    for z in (np.array([0, 0]), np.array([[1, 2, 4], [3, 3, 0]]), locked):
        agree(log_softmax, (z,), by_loop(z), atol=1e-6)


def check_digits(log_softmax):
    """The result has lost digits: somewhere it was rounded. Round where you print."""
    z = rows(18, 6)
    values = array(log_softmax, z).astype(float)
    kept = not rounded(values) and not rounded(np.exp(values))
    holds(kept, log_softmax, values, "numbers with all their digits")


def check_input_stays(log_softmax):
    """The scores belong to the caller: they must be the same after the call."""
    for z in (np.array([1.0, 2.0]), rows(19, 2, 3)):
        leaves_alone(log_softmax, z)


def peak(z, axis=-1):
    return np.max(z, axis=axis, keepdims=True)


def share(z, axis=-1, shift=peak):
    """Softmax, with `shift(z, axis)` subtracted first."""
    e = np.exp(z - shift(z, axis))
    return e / e.sum(axis=axis, keepdims=True)


def none(z, axis=-1):
    return 0.0


def from_scores(z, axis, shift):
    below = z - shift
    return below - np.log(np.exp(below).sum(axis=axis, keepdims=True))


def wrong_log_of_softmax(z, axis=-1):
    """The `exp` of a very low score underflows to 0 before the logarithm sees it: ln 0 is -inf.

    Take the logarithm on paper first. What is left of the fraction?
    """
    return np.log(share(z, axis))


def log_in_a_loop(z, axis=-1, shifted=True):
    def of_row(row):
        e = [math.exp(x - max(row) * shifted) for x in row]
        return np.array([math.log(x / sum(e)) for x in e])

    return np.apply_along_axis(of_row, axis, z)


wrong_log_of_softmax.mistake = "M25"
wrong_log_of_softmax.variations = (log_in_a_loop, lambda z, axis=-1: np.log(share(z, axis, none)))


def wrong_epsilon(z, axis=-1):
    """Low scores are cut off, by an epsilon or a floor: below it the result is flat.

    There the slope is 0, just where a classifier is most wrong. No patch is needed if the
    logarithm is taken on paper first.
    """
    return np.log(share(z, axis) + 1e-12)


def with_epsilon_in_all(z, axis, epsilon):
    p = share(z, axis) + epsilon
    return np.log(p / p.sum(axis=axis, keepdims=True))


wrong_epsilon.mistake = "M26"
wrong_epsilon.variations = tuple(
    form
    for epsilon in (0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
    for form in (
        lambda z, axis=-1, epsilon=epsilon: with_epsilon_in_all(z, axis, epsilon),
        lambda z, axis=-1, epsilon=epsilon: np.log(share(z, axis) + epsilon),
        lambda z, axis=-1, epsilon=epsilon: np.log(np.clip(share(z, axis), epsilon, 1)),
        lambda z, axis=-1, epsilon=epsilon: np.log(np.clip(share(z, axis), epsilon, 1 - epsilon)),
    )
)


def wrong_rounds(z, axis=-1):
    """The numbers are rounded on the way, and a small probability becomes 0.

    Keep all digits; round where you print.
    """
    return solution(z, axis).round(3)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "05"
wrong_rounds.variations = tuple(
    form
    for n in (0, 1, 2, 3, 4, 5, 8)
    for form in (
        lambda z, axis=-1, n=n: solution(z, axis).round(n),
        lambda z, axis=-1, n=n: np.log(share(z, axis)).round(n),
        lambda z, axis=-1, n=n: np.log(share(z, axis).round(n)),
    )
)


def wrong_axis(z, axis=-1):
    """The wrong numbers compete: those of a column, not of a row. The last axis is -1."""
    return solution(z, -1 if axis == 0 else 0)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.hint = 2
wrong_axis.variations = (
    *(
        lambda z, axis=-1, taken=taken: solution(z, taken.get(axis, axis))
        for taken in ({-1: 0, 0: first, 1: middle} for first in (0, -1) for middle in (-1, 0, 1))
    ),
    lambda z, axis=0: solution(z, axis),
    lambda z, axis=-1: from_scores(z, 0, peak(z, axis)),
    lambda z, axis=-1: from_scores(z, axis, peak(z, 0)),
    lambda z, axis=-1: from_scores(z, 1 if z.ndim > 1 else 0, peak(z)),
)


def wrong_one_sum(z, axis=-1):
    """One sum runs over the whole batch. Each row needs the log of its own sum."""
    return z - np.max(z) - np.log(np.exp(z - np.max(z)).sum())


wrong_one_sum.mistake = "M16"
wrong_one_sum.lesson = "05"
wrong_one_sum.hint = 2
wrong_one_sum.variations = (
    lambda z, axis=-1: z - peak(z, axis) - np.log(np.exp(z - peak(z, axis)).sum()),
)


def wrong_keepdims(z, axis=-1):
    """A sum or a peak lost its axis, so it lines up with the wrong numbers, or with none at all.

    A square batch hides it. What does `keepdims=True` do?
    """
    below = z - peak(z, axis)
    return below - np.log(np.exp(below).sum(axis=axis))


wrong_keepdims.mistake = "M17"
wrong_keepdims.lesson = "05"
wrong_keepdims.hint = 2
wrong_keepdims.variations = (
    lambda z, axis=-1: from_scores(z, axis, z.max(axis=axis)),
    lambda z, axis=-1: (z - z.max(axis=axis)) - np.log(np.exp(z - z.max(axis=axis)).sum(axis=axis)),
    lambda z, axis=-1: z - np.log(np.exp(z).sum(axis=axis)),
    lambda z, axis=-1: z - (z.max(axis=axis) + np.log(np.exp(z - peak(z, axis)).sum(axis=axis))),
    lambda z, axis=-1: np.log(np.exp(z) / np.exp(z).sum(axis=axis)),
)


def wrong_overflow(z, axis=-1):
    """`exp` of a large score is infinite, and of very low scores all are 0.

    What can you subtract from a whole row without changing its softmax?
    """
    return from_scores(z, axis, 0.0)


def overflow_in_a_loop(z, axis=-1):
    def of_row(row):
        return np.array([x - math.log(sum(math.exp(x) for x in row)) for x in row])

    return np.apply_along_axis(of_row, axis, z)


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.hint = 1
wrong_overflow.variations = (overflow_in_a_loop,)


def wrong_global_peak(z, axis=-1):
    """The largest of the whole batch is subtracted, so in a low row every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    return from_scores(z, axis, np.max(z))


wrong_global_peak.mistake = "M18"
wrong_global_peak.lesson = "05"
wrong_global_peak.hint = 1
wrong_global_peak.variations = (
    lambda z, axis=-1: z - np.max(z) - np.log(np.exp(z - np.max(z)).sum(axis=axis, keepdims=True)),
    lambda z, axis=-1: (
        z - (np.max(z) + np.log(np.exp(z - np.max(z)).sum(axis=axis, keepdims=True)))
    ),
)


def wrong_mean(z, axis=-1):
    """Another score, or the mean, was subtracted. The largest can lie far above it."""
    return from_scores(z, axis, np.mean(z, axis=axis, keepdims=True))


wrong_mean.lesson = "05"
wrong_mean.hint = 1
wrong_mean.variations = (
    lambda z, axis=-1: from_scores(z, axis, np.min(z, axis=axis, keepdims=True)),
    lambda z, axis=-1: from_scores(z, axis, np.take(z, [0], axis=axis)),
    lambda z, axis=-1: from_scores(z, axis, np.take(z, [-1], axis=axis)),
)


def wrong_in_place(z, axis=-1):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    z -= peak(z, axis)
    return from_scores(z, axis, 0.0)


def all_in_place(z, axis=-1):
    z -= peak(z, axis)
    z -= np.log(np.exp(z).sum(axis=axis, keepdims=True))
    return z


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"


def written_back(z, axis=-1):
    z[...] = solution(z, axis)
    return z


wrong_in_place.variations = (all_in_place, written_back)


def wrong_ignores_axis(z, axis=-1):
    """`axis` is ignored: the same axis competes whatever the caller asks for."""
    return solution(z)


wrong_ignores_axis.hint = 2
wrong_ignores_axis.variations = (
    lambda z, axis=-1: solution(z, 1),
    lambda z, axis=-1: solution(z, min(1, z.ndim - 1)),
)


def wrong_no_logarithm(z, axis=-1):
    """These are the probabilities. Their logarithms are asked for."""
    return share(z, axis)


def wrong_sign(z, axis=-1):
    """The sign is turned round: a probability is at most 1, so its logarithm is never above 0."""
    return 0 - solution(z, axis)


def wrong_base(z, axis=-1):
    """This logarithm has another base. Here it is the natural one, which undoes `exp`."""
    return solution(z, axis) / np.log(2)


def mixed_base(z, axis=-1, log=np.log2):
    below = z - peak(z, axis)
    return below - log(np.exp(below).sum(axis=axis, keepdims=True))


wrong_base.variations = (
    lambda z, axis=-1: solution(z, axis) / np.log(10),
    mixed_base,
    lambda z, axis=-1: mixed_base(z, axis, np.log10),
    lambda z, axis=-1: z - np.log2(np.exp(z).sum(axis=axis, keepdims=True)),
    lambda z, axis=-1: z - np.log10(np.exp(z).sum(axis=axis, keepdims=True)),
)


def wrong_shift(z, axis=-1):
    """The largest score was taken off in one place only: subtract it in both, or add it back."""
    return z - np.log(np.exp(z - peak(z, axis)).sum(axis=axis, keepdims=True))


wrong_shift.hint = 1
wrong_shift.variations = (
    lambda z, axis=-1: z - peak(z, axis) - np.log(np.exp(z).sum(axis=axis, keepdims=True)),
)


def wrong_no_sum(z, axis=-1):
    """The largest score was taken off, and nothing else: the log of the sum is missing."""
    return z - peak(z, axis)


def wrong_sigmoid(z, axis=-1):
    """Each score was squashed on its own (a sigmoid). In softmax all scores of a row compete."""
    return 0 - np.logaddexp(0, 0 - np.asarray(z))


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"


def wrong_division(z, axis=-1):
    """The scores were divided by their sum, without `exp`: there may be no logarithm of that."""
    return np.log(z / np.sum(z, axis=axis, keepdims=True))


wrong_division.mistake = "M01"
wrong_division.lesson = "06"


def wrong_whole_numbers(z, axis=-1):
    """The scores came as whole numbers, and the results were to be kept as whole numbers too.

    Make an array of floats first, or a new one for the results.
    """
    return solution(z, axis).astype(z.dtype)


def subtracted_in_a_copy(z, axis=-1):
    z = z.copy()
    z -= z.max(axis=axis, keepdims=True)
    z -= np.log(np.exp(z).sum(axis=axis, keepdims=True))
    return z


wrong_whole_numbers.variations = (subtracted_in_a_copy,)
