"""## Sigmoid of any score

Write `sigmoid(x)`. `x` is an array of scores, of any shape and any size. It returns the sigmoid of
each number, in the same shape. At −1000 and 1000 it is exactly 0 and 1: no float lies nearer.

```py
sigmoid(np.array([0, 1000, -1000]))     # [0.5, 1, 0]
```

Do not use a sigmoid that somebody else wrote, and do not cut off large scores.
"""

import math

import numpy as np

from exercises.checks import Inside, agree, leaves_alone

name = "sigmoid"
place = 1
forbidden = ("sigmoid", "expit", "softmax")


def starter(x): ...


def solution(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def by_masks(x):
    p = np.zeros(x.shape)
    p[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    p[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return p


def both_branches(x):
    # the branch that is not taken may overflow; its infinity is thrown away
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


def reciprocal(x):
    # at -1000 the power is infinite, and 1 over that is the right 0
    return 1 / (1 + np.exp(-x))


def by_tanh(x):
    return (1 + np.tanh(x / 2)) / 2


def by_logaddexp(x):
    return np.exp(-np.logaddexp(0, -x))


def in_float32(x):
    return solution(np.asarray(x, dtype=np.float32))


def one_by_one(x):
    def of_number(v):
        return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))

    return np.reshape([of_number(v) for v in x.ravel()], x.shape)


variants = (
    by_masks,
    both_branches,
    reciprocal,
    by_tanh,
    by_logaddexp,
    in_float32,
    one_by_one,
)

hints = (
    "For which scores is `np.exp(x)` too large for a float? And for which ones `np.exp(-x)`?",
    "Two forms are equal: 1 / (1 + e⁻ˣ) and eˣ / (1 + eˣ). Which one suits x ≥ 0, which one x < 0?",
    "`np.exp(-np.abs(x))` is never above 1. `np.where(x >= 0, ..., ...)` chooses for each number.",
)


def scores(seed, *shape):
    return np.random.default_rng(seed).normal(scale=2.0, size=shape)


def cut(sigmoid, x):
    """Return where far scores come out strictly inside: above 0, or close below 1."""
    low, high = np.asarray(sigmoid(x))
    return [bool(low > 0), bool(0.9 < high < 1)]


probes = (
    ((np.array([0.25, 1.23, -0.8, -9.5, 4.0, 0.0]),), (scores(1, 2, 3),)),
    (Inside(cut, (np.array([-1000.0, 1000.0]),)),),
    # float32 ends at 89, float64 at 710
    (
        (np.array([1000.0, 800.0]),),
        (np.array([[-800.0, 0.5], [750.0, -3.0]]),),
        (np.array([100.0, -100.0]),),
    ),
    ((np.array([2, -1, 0]),),),
)


def by_loop(x):
    """Return 1 / (1 + e^-x) of each number, from the side where the power is small."""

    def of_number(v):
        e = math.exp(-abs(v))
        return (1.0 if v >= 0 else e) / (1.0 + e)

    return np.reshape([of_number(v) for v in np.ravel(x)], np.shape(x))


def check_moderate(sigmoid):
    """The sigmoid is 0.5 at score 0, climbs from 0 to 1, and sees each number by itself."""
    for x in ([0.0], [1.23], [1.23, -1.23], [-10.0, -3.0, 2.0], scores(11, 5)):
        agree(sigmoid, (np.array(x),), by_loop(x))


def check_shape(sigmoid):
    """It works on each number alone, so the result has the shape of `x`."""
    for shape in ((2, 2), (3, 1), (2, 3, 2)):
        x = scores(12, *shape)
        agree(sigmoid, (x,), by_loop(x))


def check_far_out(sigmoid):
    """Scores far from 0 must do no harm: no nan, and no result on the wrong side."""
    for x in ([1000.0], [-1000.0], [1000.0, -800.0], [100.0, -100.0, 300.0], [710.0, 1.0]):
        agree(sigmoid, (np.array(x),), by_loop(x))


def check_not_cut_off(sigmoid):
    """At −1000 the nearest float is 0 itself, and at 1000 it is 1."""
    for x in ([-1000.0], [1000.0]):
        agree(sigmoid, (np.array(x),), by_loop(x), rtol=0, atol=0)


def check_whole_numbers(sigmoid):
    """Whole numbers are scores, too, and their sigmoids are no whole numbers."""
    for x in ([1, -1], [0, 1000, -1000]):
        agree(sigmoid, (np.array(x),), by_loop(x))


def check_scores_stay(sigmoid):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(sigmoid, np.array([1.5, -2.0, 0.0]))


def each(f):
    """Return a function that applies `f` to each number of an array."""
    return lambda x: np.reshape([f(float(v)) for v in x.ravel()], x.shape)


def wrong_overflow(x):
    """A power of e overflows at a large score, and from there comes nan, or an error.

    Of which numbers is `exp` never above 1?
    """
    return np.exp(x) / (1 + np.exp(x))


def overflow_in_float32(x):
    return wrong_overflow(np.asarray(x, dtype=np.float32))


wrong_overflow.mistake = "M13"
wrong_overflow.hint = 0
wrong_overflow.variations = (
    overflow_in_float32,
    lambda x: 1 - np.exp(-x) / (1 + np.exp(-x)),
    each(lambda v: 1 / (1 + math.exp(-v))),
    each(lambda v: math.exp(v) / (1 + math.exp(v))),
    each(lambda v: 1 / (1 + math.e**-v)),
    each(lambda v: math.e**v / (1 + math.e**v)),
)


def wrong_tanh(x):
    """`tanh` is an S as well, but it runs from −1 to 1, and twice as steeply.

    To become the sigmoid it has to be scaled in both directions.
    """
    return np.tanh(x)


wrong_tanh.variations = (
    lambda x: np.tanh(x / 2),
    lambda x: (1 + np.tanh(x)) / 2,
    lambda x: 1 + np.tanh(x),
    lambda x: 1 + np.tanh(x / 2),
    lambda x: (1 + np.tanh(2 * x)) / 2,
)


def wrong_clip(x):
    """Somewhere a bound cuts numbers off, so far scores all come out alike, and not exactly 0 or 1.

    Keep them as they are; choose the form that does not overflow.
    """
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


def clipped_result(x):
    return np.clip(solution(x), 1e-7, 1 - 1e-7)


wrong_clip.hint = 1
wrong_clip.variations = (
    clipped_result,
    lambda x: wrong_overflow(np.minimum(x, 20)),
    lambda x: wrong_overflow(np.clip(x, -20, 20)),
    *(lambda x, b=b: 1 / (1 + np.exp(-np.clip(x, -b, b))) for b in (1, 2, 3, 4, 5, 6, 8, 9)),
)


def wrong_nan_to_num(x):
    """`nan` was replaced afterwards: the overflow is hidden, and the probability is lost."""
    return np.nan_to_num(wrong_overflow(x))


wrong_nan_to_num.hint = 0
wrong_nan_to_num.variations = (lambda x: np.nan_to_num(wrong_overflow(x), nan=0.5),)


def wrong_sign(x):
    """The curve falls: high scores get low probabilities. Look at the sign in the exponent."""
    return solution(-x)


wrong_sign.hint = 1


def wrong_absolute(x):
    """Scores of both signs get the same probability. σ(−x) must be 1 − σ(x)."""
    return solution(np.abs(x))


wrong_absolute.hint = 1
wrong_absolute.variations = (lambda x: solution(-np.abs(x)),)


def wrong_brackets(x):
    """Brackets are missing: `/` comes before `+`, so only the first term is divided."""
    return np.exp(x) / 1 + np.exp(x)


wrong_brackets.variations = (
    lambda x: 1 / 1 + np.exp(-x),
    lambda x: np.where(x >= 0, 1 / 1 + np.exp(-x), np.exp(x) / 1 + np.exp(x)),
)


def wrong_softmax(x):
    """The scores compete, as in softmax. A sigmoid sees each number alone, with no sum over all."""
    e = np.exp(x - np.max(x))
    return e / e.sum()


def softmax_of_rows(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


wrong_softmax.variations = (
    softmax_of_rows,
    lambda x: np.exp(x) / sum(np.exp(x)),
    lambda x: np.exp(x) / (1 + np.exp(x).sum()),
)


def wrong_step(x):
    """That is a decision, yes or no. A sigmoid tells how probable a yes is, anywhere in between."""
    return np.where(x > 0, 1.0, 0.0)


wrong_step.variations = (lambda x: np.where(x >= 0, 1.0, 0.0),)


def wrong_rounds(x):
    """The result is rounded, so small probabilities become 0. Keep all digits."""
    return solution(x).round(3)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "04"
wrong_rounds.variations = tuple(
    lambda x, digits=digits: solution(x).round(digits) for digits in (1, 2, 4, 5, 6)
)


def wrong_if(x):
    """`if` asks one question of the whole array. Each number needs an answer of its own."""
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


def if_all(x):
    return 1 / (1 + np.exp(-x)) if np.all(x >= 0) else np.exp(x) / (1 + np.exp(x))


wrong_if.hint = 2
wrong_if.variations = (if_all,)


def wrong_math(x):
    """`math.exp` takes one number. `np.exp` takes an array and works on each number in it."""
    return 1 / (1 + math.exp(-x))


def wrong_in_place(x):
    """The scores were overwritten: they are the caller's. Write into a new array."""
    x[:] = solution(x)
    return x


def in_place_where_float(x):
    x = np.asarray(x, dtype=float)
    x[...] = solution(x)
    return x


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
wrong_in_place.variations = (in_place_where_float,)


def wrong_whole_numbers(x):
    """The array for the result took over the type of whole numbers, and dropped the digits."""
    p = np.zeros_like(x)
    p[...] = solution(x)
    return p
