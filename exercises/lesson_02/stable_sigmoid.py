"""## Sigmoid of any score

Write `sigmoid(x)`. `x` is an array of scores, of any shape and any size. It returns the sigmoid of
each number, in the same shape. At −1000 and 1000 it is exactly 0 and 1: no float lies nearer.

```py
sigmoid(np.array([0, 1000, -1000]))     # [0.5, 1, 0]
```

Do not use a sigmoid that somebody else wrote, and do not cut off large scores.
"""

import itertools
import math

import numpy as np

from exercises.checks import Inside, agree, array, leaves_alone

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


def tanh_in_float32(x):
    return by_tanh(np.asarray(x, dtype=np.float32))


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
    tanh_in_float32,
    one_by_one,
)

hints = (
    "For which scores is `np.exp(x)` too large for a float? And for which ones `np.exp(-x)`?",
    "Two forms are equal: 1 / (1 + e⁻ˣ) and eˣ / (1 + eˣ). Which one suits x ≥ 0, which one x < 0?",
    "`np.exp(-np.abs(x))` is never above 1. `np.where(x >= 0, ..., ...)` chooses for each number.",
)


def scores(seed, *shape):
    return np.random.default_rng(seed).normal(scale=2.0, size=shape)


FAR = np.array([1000.0, -1000.0, 800.0, -750.0, 100.0, -100.0, 1e5, -1e5])


def in_single(p) -> bool:
    """Return whether these numbers have no more digits than float32 holds."""
    return bool(np.all(p == p.astype(np.float32)))


def rounded(sigmoid, x):
    """Return whether the results are right, but end after at most 14 digits."""
    right = 1 / (1 + np.exp(-x))
    p = np.asarray(sigmoid(x), dtype=float)
    off = np.max(np.abs(p - right))
    return any(off <= 10.0**-d and np.array_equal(p.round(d), p) for d in range(1, 15))


def breaks(sigmoid, x):
    """Return whether far scores end in nan, or in an error of arithmetic."""
    try:
        return not np.isfinite(np.asarray(sigmoid(x), dtype=float)).all()
    except (ArithmeticError, ValueError):
        return True


def lost(sigmoid, x):
    """Return whether far scores end far from where they must."""
    ends = x > 0
    return bool(np.any(np.abs(np.asarray(sigmoid(x)) - ends) > 0.1))


def cut(sigmoid, x):
    """Return whether 1000 ends strictly inside, or two scores before that end alike."""
    low, high, *pairs = np.asarray(sigmoid(np.array([-1000.0, 1000.0, *x, 0.3])))
    alike = any(np.array(pairs[:-1:2]) == np.array(pairs[1:-1:2]))
    return bool(low > 0 or 0.9 < high < 1 or (alike and not in_single(np.array(pairs))))


def whole(sigmoid, x):
    """Return what whole numbers give, or that their type does not fit."""
    try:
        return np.asarray(sigmoid(x)).tolist()
    except TypeError:
        return "TypeError"


probes = (
    (Inside(rounded, (scores(3, 4),)),),
    ((np.array([0.25, 1.23, -0.8, -9.5, 4.0, 0.0]),), (scores(2, 6),)),
    (Inside(breaks, (FAR,)),),
    (Inside(lost, (FAR,)),),
    (Inside(cut, (np.array([-12.0, -13.0, 12.0, 13.0, -20.25, -21.25, -32.0, -33.0]),)),),
    ((scores(1, 2, 3),),),
    (Inside(whole, (np.array([2, -1, 0]),)),),
)


def by_loop(x):
    """Return 1 / (1 + e^-x) of each number, from the side where the power is small."""

    def of_number(v):
        e = math.exp(-abs(v))
        return (1.0 if v >= 0 else e) / (1.0 + e)

    return np.reshape([of_number(v) for v in np.ravel(x)], np.shape(x))


def near(sigmoid, x, rtol=1e-5, atol=1e-9):
    """Agree with the loop, but ask of float32 no more digits than it has."""
    x = np.array(x)
    atol = max(atol, 2e-7 if in_single(array(sigmoid, x)) else 0)
    agree(sigmoid, (x,), by_loop(x), rtol=rtol, atol=atol)


def check_moderate(sigmoid):
    """The sigmoid is 0.5 at score 0, climbs from 0 to 1, and sees each number by itself."""
    for x in ([0.0], [1.23], [1.23, -1.23], [-10.0, -3.0, 2.0], scores(11, 5)):
        near(sigmoid, x)


def check_shape(sigmoid):
    """It works on each number alone, so the result has the shape of `x`."""
    for shape in ((2, 2), (3, 1), (2, 3, 2)):
        near(sigmoid, scores(12, *shape))


def check_far_out(sigmoid):
    """Scores far from 0 must do no harm: no nan, and no result on the wrong side."""
    far = [1000.0], [-1000.0], [1000.0, -800.0], [100.0, -100.0, 300.0], [710.0, 1.0]
    for x in (*far, [1e5], [-1e5], [1e8, -1e8]):
        near(sigmoid, x)


def check_tails(sigmoid):
    """At 12 or 32 the sigmoid is near 1 and not 1 yet; at −12 or −32 it is near 0 and not 0 yet."""
    for x in ([0.3, -12.0], [0.3, 12.0], [0.3, -20.25], [0.3, 20.25], [0.3, -32.0], [0.3, 32.0]):
        near(sigmoid, x, rtol=0, atol=2e-15)


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


wrong_overflow.mistake = "M13"
wrong_overflow.hint = 0
wrong_overflow.variations = (
    lambda x: wrong_overflow(np.asarray(x, dtype=np.float32)),
    lambda x: wrong_overflow(np.asarray(x, dtype=np.longdouble)),
    lambda x: np.exp(x / 2) / (np.exp(x / 2) + np.exp(-x / 2)),
    lambda x: [math.exp(v) / (1 + math.exp(v)) for v in x],
    each(lambda v: 1 / (1 + math.e**-v)),
)


def wrong_tanh(x):
    """`tanh` is an S as well, but it runs from −1 to 1, and twice as steeply.

    To become the sigmoid it has to be scaled in both directions.
    """
    return np.tanh(x)


wrong_tanh.variations = tuple(
    lambda x, a=a, b=b, c=c: a * (b + np.tanh(c * x))
    for a, b, c in itertools.product((0.5, 1, 2), (0, 0.5, 1), (0.5, 1, 2))
    if (a, b, c) != (0.5, 1, 0.5)
)


def wrong_clip(x):
    """Somewhere a bound cuts numbers off, and whatever lies beyond it comes out alike.

    Keep the scores as they are; choose the form that does not overflow.
    """
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


def clipped_result(x):
    return np.clip(solution(x), 1e-7, 1 - 1e-7)


wrong_clip.hint = 1
wrong_clip.variations = (
    clipped_result,
    lambda x: np.where(x > 10, 1, np.where(x < -10, 0, solution(x))),
    lambda x: wrong_overflow(np.minimum(x, 20)),
    *(lambda x, b=b: solution(np.clip(x, -b, b)) for b in (1, 2, 3, 4, 5, 6, 8, 9, 20)),
)


def wrong_lost(x):
    """Far from 0 the probability is lost, and it should be close to 0 or to 1 there.

    Is an overflow hidden somewhere? To replace its `nan` brings nothing back.
    """
    return np.nan_to_num(wrong_overflow(x))


wrong_lost.mistake = "M13"
wrong_lost.hint = 0
wrong_lost.variations = (lambda x: np.exp(x - np.log(1 + np.exp(x))),)


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


wrong_softmax.variations = (lambda x: np.exp(x) / (1 + np.exp(x).sum()),)


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
    lambda x, digits=digits: np.round(solution(x), digits) for digits in (1, 2, 4, 9, 12)
)


def wrong_if(x):
    """`if` asks one question of the whole array. Each number needs an answer of its own."""
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


wrong_if.hint = 2


def wrong_one_number(x):
    """This works on one number at a time, and `x` is an array, perhaps of several rows.

    `np.exp` takes an array of any shape and works on each number in it.
    """
    return 1 / (1 + math.exp(-x))


wrong_one_number.variations = (
    lambda x: [(1 + math.tanh(v / 2)) / 2 for v in x],
    lambda x: [math.exp(-np.logaddexp(0, -v)) for v in x],
    lambda x: [1 / (1 + math.exp(-v)) if v >= 0 else 1 - 1 / (1 + math.exp(v)) for v in x],
)


def wrong_in_place(x):
    """The scores were overwritten: they are the caller's. Write into a new array."""
    x[:] = solution(x)
    return x


def in_place_step_by_step(x):
    x /= 2
    return (1 + np.tanh(x)) / 2


def in_place_where_float(x):
    x = np.asarray(x, dtype=float)
    x[...] = solution(x)
    return x


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
wrong_in_place.variations = (in_place_where_float, in_place_step_by_step)


def wrong_whole_numbers(x):
    """The array for the result took over the type of whole numbers, and dropped the digits."""
    p = np.zeros_like(x)
    p[...] = solution(x)
    return p
