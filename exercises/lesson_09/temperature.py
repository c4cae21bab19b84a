"""## A knob for sureness

Write `softmax(z, T)`: the softmax of scores `z` of any shape, along the last axis, at temperature
`T`, a number. At `T = 0` return the limit: the largest scores share equally, and the others get 0.
If `T` is negative, raise `ValueError`. Scores of 1000 and a small `T` must do no harm.

```py
softmax(np.array([2, 4, 2, 1]), 2)    # largest: 0.511
softmax(np.array([1, 1, 0]), 0)       # [0.5, 0.5, 0]
```

Use NumPy; do not call a softmax that somebody else wrote.
"""

import math

import numpy as np

from exercises.checks import Inside, agree, leaves_alone, refuses

name = "softmax"
place = 1
forbidden = ("softmax", "log_softmax")


def starter(z, T): ...


def solution(z, T):
    if T < 0:
        raise ValueError("a temperature is not negative")
    lead = z - np.max(z, axis=-1, keepdims=True)
    e = np.exp(lead / T) if T > 0 else np.where(lead == 0, 1.0, 0.0)
    return e / e.sum(axis=-1, keepdims=True)


def by_power(z, T):
    if T < 0:
        raise ValueError
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    power = e ** (1 / T) if T else e == 1
    return power / np.sum(power, axis=-1, keepdims=True)


def in_float32(z, T):
    if T < 0:
        raise ValueError
    z = np.asarray(z, dtype=np.float32)
    z = z - z.max(axis=-1, keepdims=True)
    e = np.exp(z / np.float32(max(T, 1e-6)))
    return e / e.sum(axis=-1, keepdims=True)


def row_by_row(z, T):
    if not T >= 0:
        raise ValueError(T)

    def of_row(row):
        top = max(row)
        e = [float(x == top) if T == 0 else math.exp((x - top) / T) for x in row]
        return np.array([x / sum(e) for x in e])

    return np.apply_along_axis(of_row, -1, z)


variants = (by_power, in_float32, row_by_row)

hints = (
    "The temperature divides all log-odds. So it divides the scores, before `exp`.",
    "At `T = 0` do not divide: count the largest scores of each row, and share 1 among them.",
    "`lead = z - np.max(z, axis=-1, keepdims=True)` cannot overflow, and is 0 at the largest.",
)


def outcome(softmax, z, T):
    """Return what the answer returns, or in words which error it raises."""
    try:
        return softmax(z, T)
    except Exception as error:  # noqa: BLE001 (which one it is, is what we ask)
        return f"raises {type(error).__name__}"


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(scale=2, size=shape)


TIES = np.array([[3.0, 3.0, 1.0], [0.0, 2.0, 1.0], [-1.0, -1.0, -1.0]])

probes = (
    # as a plain call: which functions an answer calls is seen here
    ((np.array([2.0, 4.0, 2.0, 1.0]), 2.0), (rows(1, 4), 1.0), (rows(2, 5), 0.5)),
    ((rows(3, 3, 3), 2.0), (rows(4, 2, 3), 0.5), (rows(5, 2, 3, 2), 4.0)),
    (Inside(outcome, (np.array([0.25, 1.23, -0.8]), 0.0)), Inside(outcome, (rows(6, 2, 4), 0.0))),
    (Inside(outcome, (np.array([1.0, 1.0, 0.0]), 0.0)), Inside(outcome, (TIES, 0.0))),
    (Inside(outcome, (rows(7, 3), -1.0)), Inside(outcome, (rows(8, 2, 3), -0.5))),
    (
        Inside(outcome, (np.array([1000.0, 999.0, 0.0]), 1.0)),
        Inside(outcome, (np.array([-1000.0, -1001.0]), 0.5)),
        Inside(outcome, (np.array([[0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0]]), 1.0)),
        Inside(outcome, (np.array([10.0, 9.75, -10.0]), 1 / 128)),
        Inside(outcome, (np.array([2000.0, 0.0, -500.0]), 1.0)),
    ),
    ((np.array([[1, 2, 3], [5, 5, 5]]), 2),),
)


def by_loop(z, T):
    """The softmax of z / T from its definition, number by number; at T = 0 its limit."""

    def of_row(row):
        e = [math.exp((x - max(row)) / T) if T else float(x == max(row)) for x in row]
        return np.array([x / math.fsum(e) for x in e])

    return np.apply_along_axis(of_row, -1, np.asarray(z, dtype=float))


def check_one_row(softmax):
    """Scores are divided by `T`, then comes softmax: a large `T` flattens, a small one sharpens."""
    for z, T in (([2, 4, 2, 1], 2.0), (rows(11, 3), 1.0), (rows(12, 4), 0.5), (rows(13, 3), 8)):
        z = np.array(z, dtype=float)
        agree(softmax, (z, T), by_loop(z, T))


def check_batch(softmax):
    """Each row is a softmax of its own: the last axis competes."""
    for z, T in ((rows(14, 2, 2), 2.0), (rows(15, 3, 2), 0.5), (rows(16, 2, 2, 3), 1.0)):
        agree(softmax, (z, T), by_loop(z, T))


def check_zero(softmax):
    """At `T = 0` the largest score takes all. No division by 0 leads there."""
    for z in (np.array([0.25, 1.23, -0.8]), rows(17, 2, 3)):
        agree(softmax, (z, 0.0), by_loop(z, 0))
    agree(softmax, (np.array([0.25, 1.23, -0.8]), 0), [0, 1, 0])


def check_ties(softmax):
    """Scores that are equally large share equally, at `T = 0` too."""
    for z in (np.array([1.0, 1.0, 0.0]), np.array([2.0, 2.0]), TIES):
        agree(softmax, (z, 0.0), by_loop(z, 0))


def check_negative(softmax):
    """A negative temperature is nonsense: raise a `ValueError`."""
    for z, T in ((np.array([0.25, 1.23, -0.8]), -1.0), (rows(18, 2, 3), -0.5)):
        refuses(softmax, z, T)


def check_large(softmax):
    """Large scores, or a small `T`, must do no harm: only differences count."""
    for z, T in (
        ([1000.0, 999.0], 1.0),
        ([-1000.0, -1001.0], 0.5),
        ([2000.0, 0.0, -500.0], 1.0),
        ([10.0, 9.75], 1 / 128),
    ):
        agree(softmax, (np.array(z), T), by_loop(z, T))
    z = np.array([[0.0, 1.0], [1000.0, 1001.0]])
    agree(softmax, (z, 1.0), by_loop(z, 1))


def check_whole_numbers(softmax):
    """Whole numbers are scores and temperatures as well."""
    for T in (2, 1, 0):
        agree(softmax, (np.array([[1, 2, 3], [5, 5, 5]]), T), by_loop([[1, 2, 3], [5, 5, 5]], T))


def check_input_stays(softmax):
    """The scores belong to the caller: they must be the same after the call."""
    for T in (2.0, 0.0):
        leaves_alone(softmax, rows(19, 2, 3), T)


def stable(z, axis=-1):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def naive(z):
    e = np.exp(z)
    return e / e.sum(axis=-1, keepdims=True)


def limit(z):
    best = z == np.max(z, axis=-1, keepdims=True)
    return best / best.sum(axis=-1, keepdims=True)


def knob(warm, cold=limit, negative=None):
    """Return a softmax with a temperature, made of what it does at T > 0, at 0 and below."""

    def softmax(z, T):
        if T < 0 and negative is None:
            raise ValueError
        if T < 0:
            return negative(z, T)
        return warm(z, T) if T else cold(z)

    return softmax


def hot(z, T):
    return stable(z / T)


def wrong_inverted(z, T):
    """The knob turns backwards: here a large `T` sharpens. What must a hot softmax look like?"""
    return knob(lambda z, T: stable(z * T))(z, T)


wrong_inverted.mistake = "M36"
wrong_inverted.hint = 0


def wrong_on_probabilities(z, T):
    """The temperature came after a softmax. It belongs to the scores, whose leads it divides."""
    return knob(lambda z, T: stable(stable(z) / T))(z, T)


wrong_on_probabilities.mistake = "M37"
wrong_on_probabilities.hint = 0
wrong_on_probabilities.variations = (
    knob(lambda z, T: stable(z) / T),
    knob(lambda z, T: stable(stable(z) * T)),
    knob(lambda z, T: stable(z) * T),
)


def wrong_zero(z, T):
    """At `T = 0` this divides by 0, and `inf - inf` is `nan`. That case needs a line of its own."""
    return knob(hot, cold=lambda z: stable(z / 0.0))(z, T)


def divide_by_hand(z):
    raise ZeroDivisionError


wrong_zero.mistake = "M38"
wrong_zero.hint = 1
wrong_zero.variations = (
    knob(hot, cold=lambda z: naive(z / 0.0)),
    knob(hot, cold=lambda z: stable((z - np.max(z, axis=-1, keepdims=True)) / 0.0)),
    knob(hot, cold=lambda z: naive((z - np.max(z, axis=-1, keepdims=True)) / 0.0)),
    knob(hot, cold=divide_by_hand),
)


def wrong_nothing_at_zero(z, T):
    """At `T = 0` no class gets anything. If `nan_to_num` hides a division by 0: leave both out."""
    return knob(hot, cold=np.zeros_like)(z, T)


wrong_nothing_at_zero.mistake = "M38"
wrong_nothing_at_zero.hint = 1


def wrong_negative(z, T):
    """A negative `T` turns the ranking round: the last of all wins. Refuse it with `ValueError`."""
    return knob(hot, negative=hot)(z, T)


wrong_negative.mistake = "M39"
wrong_negative.variations = (knob(hot, negative=lambda z, T: naive(z / T)),)


def wrong_index(z, T):
    """It returns the winner's place, which no temperature changes. Return the probabilities."""
    return np.argmax(z, axis=-1)


wrong_index.mistake = "M39"
wrong_index.hint = 0


def wrong_winner_only(z, T):
    """The winner takes all whatever `T` is. That is the limit at `T = 0` only."""
    return limit(z)


wrong_winner_only.hint = 0


def wrong_ignores_T(z, T):
    """`T` makes no difference: a number added to all scores, or a factor of all `exp`, cancels."""
    return knob(lambda z, T: stable(z))(z, T)


wrong_ignores_T.hint = 0


def wrong_rounds(z, T):
    """The result is rounded, so rows no longer sum to 1. Keep all digits; round where you print."""
    return knob(lambda z, T: hot(z, T).round(3))(z, T)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "04"
wrong_rounds.variations = tuple(
    knob(lambda z, T, digits=digits: hot(z, T).round(digits)) for digits in (1, 2, 4, 5)
)


def wrong_half(z, T):
    """`T` stands in only one half of the fraction, so the rows do not sum to 1."""
    return knob(lambda z, T: np.exp(z / T) / np.exp(z).sum(axis=-1, keepdims=True))(z, T)


wrong_half.hint = 0
wrong_half.variations = (knob(lambda z, T: np.exp(z) / np.exp(z / T).sum(axis=-1, keepdims=True)),)


def wrong_power(z, T):
    """Powers of probabilities no longer sum to 1: divide them by their sum."""
    return knob(lambda z, T: stable(z) ** (1 / T))(z, T)


wrong_power.hint = 0
wrong_power.variations = (knob(lambda z, T: stable(z) ** T),)


def wrong_loser(z, T):
    """The smallest score gets the most. The largest should win, whatever `T` is."""
    return knob(lambda z, T: stable(-z / T))(z, T)


wrong_loser.mistake = "M39"
wrong_loser.hint = 0
wrong_loser.variations = (
    knob(lambda z, T: naive(-z / T)),
    knob(lambda z, T: stable(z / T if T <= 1 else -z / T)),
)


def wrong_base(z, T):
    """Another base than e is another temperature: with 2, each `T` acts like `T / ln 2`."""
    return knob(lambda z, T: stable(z / T * math.log(2)))(z, T)


wrong_base.mistake = "M48"
wrong_base.lesson = "04"
wrong_base.variations = (knob(lambda z, T: stable(z / T * math.log(10))),)


def wrong_undivided(z, T):
    """The exponentials are not divided by their sum, so the rows do not sum to 1."""
    return knob(lambda z, T: np.exp(z / T))(z, T)


wrong_undivided.hint = 2
wrong_undivided.variations = (
    knob(lambda z, T: np.exp((z - np.max(z, axis=-1, keepdims=True)) / T)),
)


def wrong_division(z, T):
    """The scores were divided by their sum, without `exp`: then no `T` makes a difference."""
    return knob(lambda z, T: z / z.sum(axis=-1, keepdims=True))(z, T)


wrong_division.mistake = "M01"
wrong_division.lesson = "06"


def wrong_sigmoid(z, T):
    """Each score got a sigmoid of its own: the classes do not compete."""
    return knob(lambda z, T: 1 / (1 + np.exp(-z / T)))(z, T)


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"


def wrong_axis(z, T):
    """The columns sum to 1, not the rows: the wrong numbers compete. The last axis is -1."""
    return knob(lambda z, T: stable(z / T, 0))(z, T)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.variations = (knob(lambda z, T: np.exp(z / T) / np.exp(z / T).sum(axis=0)),)


def wrong_one_sum(z, T):
    """The sum runs over the whole batch: all rows together make 1. Each row needs its own."""
    return knob(lambda z, T: np.exp(z / T) / np.exp(z / T).sum())(z, T)


wrong_one_sum.mistake = "M16"
wrong_one_sum.lesson = "05"


def wrong_keepdims(z, T):
    """The sums lost their axis, so they line up with the wrong numbers, or with none at all.

    What does `keepdims=True` do?
    """
    return knob(lambda z, T: np.exp(z / T) / np.exp(z / T).sum(axis=-1))(z, T)


def peak_without_keepdims(z, T):
    e = np.exp((z - np.max(z, axis=-1)) / T)
    return e / e.sum(axis=-1, keepdims=True)


def sum_without_keepdims(z, T):
    e = np.exp((z - np.max(z, axis=-1, keepdims=True)) / T)
    return e / e.sum(axis=-1)


def no_keepdims_at_all(z, T):
    e = np.exp((z - np.max(z, axis=-1)) / T)
    return e / e.sum(axis=-1)


wrong_keepdims.mistake = "M17"
wrong_keepdims.lesson = "05"
wrong_keepdims.hint = 2
wrong_keepdims.variations = (
    knob(peak_without_keepdims),
    knob(no_keepdims_at_all),
    knob(sum_without_keepdims),
)


def wrong_first_of_ties(z, T):
    """At `T = 0` only the first of the largest scores gets something. Equal scores share."""
    first = np.arange(z.shape[-1]) == np.argmax(z, axis=-1)[..., None]
    return knob(hot, cold=lambda z: first.astype(float))(z, T)


wrong_first_of_ties.hint = 1


def wrong_not_shared(z, T):
    """At `T = 0` each of the largest scores gets a full 1. Together they have 1 to share."""
    return knob(hot, cold=lambda z: 1.0 * (z == np.max(z, axis=-1, keepdims=True)))(z, T)


wrong_not_shared.hint = 1


def wrong_refuses_zero(z, T):
    """`T = 0` is refused here, and it has a limit that was asked for. Only `T < 0` is an error."""
    if T <= 0:
        raise ValueError
    return hot(z, T)


wrong_refuses_zero.mistake = "M38"
wrong_refuses_zero.hint = 1


def wrong_even_at_zero(z, T):
    """At `T = 0` all classes get the same: that is the other end, where `T` is very large."""
    return knob(hot, cold=lambda z: np.ones(z.shape) / z.shape[-1])(z, T)


wrong_even_at_zero.hint = 1


def wrong_plain_at_zero(z, T):
    """At `T = 0` you take the softmax of `T = 1`. The smaller `T`, the sharper: what is the end?"""
    return knob(hot, cold=stable)(z, T)


wrong_plain_at_zero.hint = 1


def wrong_overflow(z, T):
    """`exp` of a large number is infinite, and `inf / inf` is nan. Of very low scores all are 0.

    A small `T` makes large numbers of small ones.
    """
    return knob(lambda z, T: naive(z / T))(z, T)


def overflow_in_a_loop(z, T):
    def of_row(row):
        e = [math.exp(x / T) for x in row]
        return np.array([x / sum(e) for x in e])

    return np.apply_along_axis(of_row, -1, z)


wrong_overflow.mistake = "M10"
wrong_overflow.variations = (
    knob(overflow_in_a_loop),
    knob(lambda z, T: np.exp(z / T - np.log(np.exp(z / T).sum(axis=-1, keepdims=True)))),
)
wrong_overflow.lesson = "05"
wrong_overflow.hint = 2


def wrong_global_peak(z, T):
    """The largest of the whole batch is subtracted, so in a low row every `exp` is 0."""
    return knob(lambda z, T: naive((z - np.max(z)) / T))(z, T)


wrong_global_peak.mistake = "M18"
wrong_global_peak.lesson = "05"
wrong_global_peak.hint = 2


def wrong_mean(z, T):
    """Another number than the largest is subtracted. The largest score can lie far above it."""
    return knob(lambda z, T: naive((z - z.mean(axis=-1, keepdims=True)) / T))(z, T)


wrong_mean.lesson = "05"
wrong_mean.hint = 2
wrong_mean.variations = (knob(lambda z, T: naive((z - z.min(axis=-1, keepdims=True)) / T)),)


def wrong_in_place(z, T):
    """The caller's scores were overwritten: `-=` and `/=` work in the array that came in."""
    if T > 0:
        z /= T
        return stable(z)
    return knob(hot)(z, T)


def peak_in_place(z, T):
    z -= np.max(z, axis=-1, keepdims=True)
    return knob(hot)(z, T)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
wrong_in_place.variations = (peak_in_place,)
