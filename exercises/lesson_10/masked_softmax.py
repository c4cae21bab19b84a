"""## Softmax with a mask

Write `masked_softmax(z, mask)`. `z` is one row of scores or a table of rows, and `mask` holds
booleans, in the same shape. Where it is `True` the score stays; the others are left out: they get
exactly 0, and the rest of the row sums to 1. A row with nothing to keep gives zeros.

```py
masked_softmax(np.array([1.0, 1.0, 5.0]), np.array([True, True, False]))     # [0.5, 0.5, 0]
```

Finite scores of any size must do no harm, and `z` must stay as it was.
Use NumPy; do not call a softmax that somebody else wrote.
"""

import math

import numpy as np

from exercises.checks import Inside, agree, leaves_alone
from exercises.values import close

name = "masked_softmax"
place = 1
forbidden = ("softmax", "masked_softmax", "log_softmax")
likeness = 5e-3  # so that float16, where the fixed number is met most, is known again


def starter(z, mask): ...


def solution(z, mask):
    hidden = np.where(mask, z, -np.inf)
    peak = hidden.max(axis=-1, keepdims=True)
    e = np.where(mask, np.exp(hidden - np.where(np.isinf(peak), 0, peak)), 0)
    total = e.sum(axis=-1, keepdims=True)
    return e / np.where(total == 0, 1, total)


def nan_to_zero(z, mask):
    e = np.where(mask, z, -np.inf)
    e = np.exp(e - e.max(-1, keepdims=True))
    return np.nan_to_num(e / e.sum(-1, keepdims=True))


def in_float32(z, mask):
    z = np.where(mask, np.asarray(z, np.float32), np.finfo(np.float32).min)
    e = np.exp(z - z.max(axis=-1, keepdims=True)) * mask
    return e / np.maximum(e.sum(axis=-1, keepdims=True), np.float32(1e-30))


def row_by_row(z, mask):
    if np.ndim(z) > 1:
        return [row_by_row(row, keep) for row, keep in zip(z, mask, strict=True)]
    kept = [float(x) for x, stays in zip(z, mask, strict=True) if stays]
    total = sum(math.exp(x - max(kept)) for x in kept)
    return [
        math.exp(x - max(kept)) / total if stays else 0.0 for x, stays in zip(z, mask, strict=True)
    ]


variants = (nan_to_zero, in_float32, row_by_row)

hints = (
    "Which score has the exponential 0? `np.where(mask, z, …)` writes it where the mask is False.",
    "Take the largest score after the mask, so that a score that is left out has no say in it.",
    "A row with nothing to keep has the sum 0. Divide it by something else, and it stays zeros.",
)


def rows(seed, *shape):
    """Return moderate scores, and a mask that keeps some of each row and hides some."""
    rng = np.random.default_rng(seed)
    mask = rng.random(shape) < 0.5
    mask[..., 0], mask[..., -1] = True, False
    return rng.normal(scale=1.5, size=shape).round(3), rng.permuted(mask, axis=-1)


VERY_LOW = -(2.0**40)  # below -1e9 and -1e12, and exact in float32


def by_loop(z, mask):
    """Softmax over what the mask keeps, number by number."""
    if np.ndim(z) > 1:
        return np.array([by_loop(row, keep) for row, keep in zip(z, mask, strict=True)])
    kept = [float(x) for x in z[mask]]
    total = math.fsum(math.exp(x - max(kept)) for x in kept)
    pairs = zip(z, mask, strict=True)
    return np.array([math.exp(x - max(kept)) / total if stays else 0.0 for x, stays in pairs])


def fate(masked_softmax, z, mask):
    """Return in a word what becomes of a row or a table, however the answer gets there."""
    try:
        p = np.asarray(masked_softmax(z, mask), dtype=float)
    except (ArithmeticError, ValueError):
        return "nothing is left"
    if close(p, by_loop(z, mask), rtol=1e-3):
        return "right"
    if np.isnan(p).any() or not p[mask.any(axis=-1)].any(axis=-1).all():
        return "nothing is left"
    if p[~mask.any(axis=-1)].any():
        return "something from nothing"
    return "the last wins" if p.flat[-1] > 0.9 else "other numbers"


def last_hidden(*row):
    """Return a probe: a row of which all but the last is kept."""
    return Inside(fate, (np.array(row), np.arange(len(row)) < len(row) - 1))


TABLE = np.array([[1.0, 2.0, 3.0], [1.5, 0.0, 2.5], [0.5, 0.0, 2.0]])
NOTHING_IN_THE_SECOND = np.array([[True, True, False], [False, False, False], [True, False, True]])

probes = (
    # one row, then tables; the shapes vary, and so does what is hidden
    (rows(1, 4), rows(2, 6), (np.array([3.0, -4.0, 1.0]), np.array([True, True, False]))),
    (rows(3, 3, 4), rows(4, 4, 4), rows(5, 2, 5)),
    # a row with nothing to keep; scores that are very low, large, and too fine for float16
    (
        Inside(fate, (TABLE, NOTHING_IN_THE_SECOND)),
        last_hidden(VERY_LOW, 2 * VERY_LOW, 0.0),
        last_hidden(1000.0, 999.0, 0.0),
        last_hidden(2000.0, 0.0, 0.0),
        last_hidden(1.0, 2.0, 1000.0),
        last_hidden(600.25, 600.0, 0.0),
    ),
    # rows of different size, and a row lower than -9e15
    (
        Inside(fate, (np.array([[1000.0, 1001.0], [1.0, 2.0]]), np.ones((2, 2), dtype=bool))),
        last_hidden(VERY_LOW * 2**30, VERY_LOW * 2**31, 0.0),
    ),
)


def check_one_row(masked_softmax):
    """What is left out gets exactly 0; what stays is a softmax as if the others were not there."""
    z = np.array([1.0, 1.0, 5.0])
    for mask in ([True, True, False], [False, True, True], [True, True, True]):
        agree(masked_softmax, (z, np.array(mask)), by_loop(z, np.array(mask)))
    for case in (rows(11, 4), rows(12, 5), (np.array([-3.0, 2.0]), np.array([True, False]))):
        agree(masked_softmax, case, by_loop(*case))


def check_tables(masked_softmax):
    """Each row is a softmax of its own: here every row keeps something, so each must sum to 1."""
    for shape in ((2, 2), (3, 3), (2, 4), (4, 3)):
        case = rows(sum(shape), *shape)
        agree(masked_softmax, case, by_loop(*case))


def check_nothing_kept(masked_softmax):
    """A row with nothing to keep gives zeros, and its neighbours do not notice."""
    z = np.array([2.0, -1.0])
    agree(masked_softmax, (z, np.array([False, False])), [0.0, 0.0])
    z = np.array([[1.0, 2.0], [3.0, 4.0]])
    mask = np.array([[True, True], [False, False]])
    agree(masked_softmax, (z, mask), by_loop(z, mask))


def check_large_scores(masked_softmax):
    """Large scores must do no harm: neither those that stay nor those that are left out."""
    for z in ([1000.0, 1000.0, 0.0], [1.0, 2.0, 1000.0], [-1000.0, -1001.0, 3.0]):
        case = np.array(z), np.array([True, True, False])
        agree(masked_softmax, case, by_loop(*case))
    case = np.array([[1000.0, 1001.0], [1.0, 2.0]]), np.ones((2, 2), dtype=bool)
    agree(masked_softmax, case, by_loop(*case))


def check_low_scores(masked_softmax):
    """Scores that stay may be very low: what is left out must be lower than any of them."""
    for low in (VERY_LOW, VERY_LOW * 2**30):
        case = np.array([low, 2 * low, 0]), np.array([True, True, False])
        agree(masked_softmax, case, [1.0, 0.0, 0.0])


def check_input_stays(masked_softmax):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(masked_softmax, *rows(21, 2, 3))
    leaves_alone(masked_softmax, np.array([1.0, 2.0]), np.array([True, False]))


def divided(e, axis=-1):
    return e / e.sum(axis=axis, keepdims=True)


def shifted(z, axis=-1):
    """Softmax of finite scores, or of scores of which some are -inf."""
    return divided(np.exp(z - np.max(z, axis=axis, keepdims=True)), axis)


def guarded(f):
    """Return `f`, but with zeros in the rows of which nothing is kept."""
    return lambda z, mask: np.where(mask.any(axis=-1, keepdims=True), f(z, mask), 0)


def out(z, mask):
    return np.where(mask, z, -np.inf)


def wrong_zero(z, mask):
    """A score was set to 0. But exp(0) is 1, so it still takes a share.

    Which score has the exponential 0?
    """
    return shifted(z * mask)


wrong_zero.mistake = "M09"
wrong_zero.variations = (lambda z, mask: shifted(z * mask) * mask,)


def wrong_after(z, mask):
    """The mask came after softmax: what is left out had already taken its share of the row."""
    return shifted(z) * mask


wrong_after.mistake = "M42"


def wrong_rounds(z, mask):
    """The result is rounded, so small probabilities become 0 and rows no longer sum to 1.

    Keep all digits; round where you print.
    """
    return solution(z, mask).round(3)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "04"
wrong_rounds.variations = tuple(lambda z, mask, n=n: solution(z, mask).round(n) for n in (1, 2, 4))


def wrong_inverted(z, mask):
    """The mask is the wrong way round: `True` means that the score stays."""
    return shifted(np.where(mask, -np.inf, z))


wrong_inverted.variations = (
    lambda z, mask: wrong_after(z, ~mask),
    lambda z, mask: wrong_zero(z, ~mask),
)


def wrong_removed(z, mask):
    """The scores that are left out were removed. They keep their place, with the probability 0."""
    return shifted(z[mask])


def wrong_axis(z, mask):
    """The columns sum to 1, not the rows: the wrong numbers compete. The last axis is -1."""
    return shifted(out(z, mask), 0)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.variations = (
    lambda z, mask: np.nan_to_num(shifted(out(z, mask), 0)),
    lambda z, mask: divided(np.exp(out(z, mask)), 0),
    lambda z, mask: divided(np.exp(out(z, mask) - out(z, mask).max(-1, keepdims=True)), 0),
)


def wrong_one_sum(z, mask):
    """The sum runs over the whole table: all rows together make 1. Each row needs its own."""
    return shifted(out(z, mask), None)


wrong_one_sum.mistake = "M16"
wrong_one_sum.lesson = "05"
wrong_one_sum.variations = (
    lambda z, mask: divided(np.exp(out(z, mask) - out(z, mask).max(-1, keepdims=True)), None),
)


def wrong_keepdims(z, mask):
    """The sums lost their axis, so they line up with the wrong rows, or with none at all.

    What does `keepdims=True` do?
    """
    e = np.exp(out(z, mask) - out(z, mask).max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)


wrong_keepdims.mistake = "M17"
wrong_keepdims.lesson = "05"
wrong_keepdims.variations = (
    lambda z, mask: np.exp(out(z, mask)) / np.exp(out(z, mask)).sum(axis=-1),
    lambda z, mask: divided(np.exp(out(z, mask) - out(z, mask).max(axis=-1))),
)


def wrong_nothing_kept(z, mask):
    """A row with nothing to keep has no largest score, and its sum is 0: 0 / 0 is nan.

    A huge negative number instead of −inf shares such a row out evenly. It should give zeros.
    """
    return shifted(out(z, mask))


wrong_nothing_kept.mistake = "M40"
wrong_nothing_kept.variations = (
    lambda z, mask: divided(np.exp(out(z, mask))),
    lambda z, mask: divided(np.exp(z) * mask),
    lambda z, mask: divided(np.exp(z - z.max(axis=-1, keepdims=True)) * mask),
    lambda z, mask: shifted(np.where(mask, z, np.finfo(float).min)),
    lambda z, mask: np.where(mask.any(axis=-1, keepdims=True), shifted(out(z, mask)), z),
)
wrong_nothing_kept.hint = 2


def wrong_fixed_number(z, mask):
    """A fixed number such as -1e9 is not −inf: scores that stay may lie lower.

    float16 cannot hold it, and a row of nothing else would be shared out evenly.
    """
    return shifted(np.where(mask, z, -1e9))


def in_float16(fill, z, mask):
    return shifted(np.where(mask, z.astype(np.float16), np.float16(fill)))


wrong_fixed_number.mistake = "M41"
wrong_fixed_number.variations = (
    guarded(wrong_fixed_number),
    guarded(lambda z, mask: shifted(np.where(mask, z, -9e15))),
    *(lambda z, mask, n=n: shifted(np.where(mask, z, n)) * mask for n in (-1e9, -9e15)),
    *(lambda z, mask, n=n: shifted(np.where(mask, z, n)) for n in (-5, -10, -20)),
    *(lambda z, mask, n=n: in_float16(n, z, mask) for n in (-1e9, -65504)),
    *(guarded(lambda z, mask, n=n: in_float16(n, z, mask)) for n in (-1e9, -65504)),
)


def wrong_before(z, mask):
    """The largest score was taken before the mask. One that is left out may be far above the rest.

    Then all that stays has the exponential 0.
    """
    return guarded(lambda z, mask: divided(shifted(z) * mask))(z, mask)


wrong_before.hint = 1


def wrong_overflow(z, mask):
    """`exp` of a large score is infinite, and of a very low one 0, for a whole row perhaps.

    What can be subtracted from all that stays in a row?
    """
    return guarded(lambda z, mask: divided(np.exp(out(z, mask))))(z, mask)


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (
    guarded(lambda z, mask: divided(np.exp(z) * mask)),
    guarded(lambda z, mask: np.exp(z - np.log(np.exp(out(z, mask)).sum(-1, keepdims=True))) * mask),
)
wrong_overflow.hint = 1


def wrong_global_peak(z, mask):
    """The largest of the whole table is subtracted, so in a low row every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    return guarded(lambda z, mask: divided(np.exp(out(z, mask) - out(z, mask).max())))(z, mask)


wrong_global_peak.mistake = "M18"
wrong_global_peak.lesson = "05"


def wrong_in_place(z, mask):
    """The caller's scores were overwritten. Make a new array, as `np.where` does."""
    z[~mask] = -np.inf
    return np.nan_to_num(shifted(z))


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
