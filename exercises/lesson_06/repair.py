"""## Division that says no

Write `safe_div_by_sum(z)`. It returns the shares of the scores in the vector `z`, each divided by
their sum. If the result is no distribution, because a share is negative or the sum is 0, it raises
`ValueError` instead. (Scores that are *all* negative are not tested.)

```py
safe_div_by_sum(np.array([3, 5, 2]))            # [0.3, 0.5, 0.2]
safe_div_by_sum(np.array([0.25, 1.23, -0.8]))   # ValueError
```
"""

import math

import numpy as np

from exercises.checks import Failed, Inside, agree, leaves_alone, refuses
from exercises.spelling import spell

name = "safe_div_by_sum"
place = 3


def starter(z): ...


def solution(z):
    if (z < 0).any() or z.sum() == 0:
        raise ValueError("division by the sum needs scores >= 0 that are not all 0")
    return z / z.sum()


def looks_at_the_shares(z):
    with np.errstate(all="ignore"):
        p = z / np.sum(z)
    if not ((p >= 0).all() and np.isclose(p.sum(), 1)):
        raise ValueError(f"no distribution: {p}")
    return p


def in_a_loop(z):
    total = math.fsum(z)
    if abs(total) < 1e-12:
        raise ValueError("the sum is 0")
    shares = [float(x) / total for x in z]
    if min(shares) < 0:
        raise ValueError("a share is negative")
    return shares


def in_float32(z):
    z = np.asarray(z, dtype=np.float32)
    if z.min() < 0 or z.max() == 0:
        raise ValueError
    return z / z.sum()


variants = (looks_at_the_shares, in_a_loop, in_float32)

hints = (
    "A distribution has two properties. Which of them does division by the sum not guarantee?",
    "Test before you divide, or test the shares: none below 0, and none of them `nan`.",
    '`if ...: raise ValueError("...")` stops the function; a `return` below it serves the rest.',
)


def outcome(safe_div_by_sum, z):
    """Return what the answer returns, or in words which error it raises."""
    try:
        return safe_div_by_sum(z)
    except Exception as error:  # noqa: BLE001 (which one it is, is what we ask)
        return f"raises {type(error).__name__}"


def asked(*vectors):
    return tuple(Inside(outcome, (np.array(z),)) for z in vectors)


UNEVEN = np.random.default_rng(1).uniform(0.1, 3, size=(4, 7))
ZERO_SUMS = [-0.25, 1.0, -0.75], [-1.0, 0.0, 1.0]
NEARLY_ZERO = [0.1, 0.2, -0.3], [-0.1, -0.2, 0.3]
MIXED = (
    [0.25, 1.23, -0.8],
    [1.0, 1.0, -0.5],
    [3.0, -1.0, 2.0, 2.0],
    [1.0, 2.0, -4.0],
    [-0.8, 0.25, 1.23],
    [-1.0, 5.0, -1.0],
    [4.0, -0.125],
)
SMALL = [0.001, 0.003], [0.0002, 0.0001, 0.0]

probes = (
    asked([3.0, 5.0, 2.0], [0.1, 0.9, 0.2], [4.0], [2.0, 2.0], *UNEVEN),
    asked([0.0, 0.9, 0.1], [0.0, 2.0]),
    asked(*SMALL),
    asked(*ZERO_SUMS, *NEARLY_ZERO, *MIXED),
    asked([0.0, 0.0, 0.0], [0.0]),
    asked([3, 5, 2]),
)


def divides(safe_div_by_sum, z):
    """The answer must return the shares of these scores, and not refuse them."""
    z, expected = np.array(z), [x / math.fsum(z) for x in z]
    crash = safe_div_by_sum.outcome((z,)).crash
    if crash and crash.type == "ValueError":
        words = "It refuses good scores: none is negative here, and the sum is not 0."
        raise Failed(safe_div_by_sum.last, "a ValueError", spell(expected), sentence=words)
    agree(safe_div_by_sum, (z,), expected)


def check_shares(safe_div_by_sum):
    """Scores of 0 or more are divided by their sum, however small that is."""
    for z in ([3.0, 5.0, 2.0], [4.0], *UNEVEN[:, :5], *SMALL):
        divides(safe_div_by_sum, z)


def check_zero_score(safe_div_by_sum):
    """A score of 0 has a share of 0, and that is no fault: a distribution may hold zeros."""
    for z in ([0.0, 0.9, 0.1], [0.0, 0.0, 2.0]):
        divides(safe_div_by_sum, z)


def check_zero_sum(safe_div_by_sum):
    """The sum is 0 here, so there are no shares: `raise ValueError(...)`."""
    for z in ZERO_SUMS:
        refuses(safe_div_by_sum, np.array(z))


def check_nearly_zero_sum(safe_div_by_sum):
    """On paper this sum is 0. In floats it is not quite, and the shares are huge."""
    for z in NEARLY_ZERO:
        refuses(safe_div_by_sum, np.array(z))


def check_negative_share(safe_div_by_sum):
    """A negative share is no probability, though all shares sum to 1: `raise ValueError(...)`."""
    for z in MIXED:
        refuses(safe_div_by_sum, np.array(z))


def check_all_zero(safe_div_by_sum):
    """Three zeros have no shares: 0 / 0 is `nan`. Raise a `ValueError`."""
    refuses(safe_div_by_sum, np.zeros(3))


def check_votes(safe_div_by_sum):
    """Whole numbers are scores as well."""
    divides(safe_div_by_sum, [3, 5, 2])


def check_input_stays(safe_div_by_sum):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(safe_div_by_sum, np.array([3.0, 5.0, 2.0]))


def shares(z):
    return z / z.sum()


def unless(bad, divide=shares, error=ValueError):
    """Return a function that raises `error` where `bad` says so, and divides otherwise."""

    def safe_div_by_sum(z):
        if bad(z):
            raise error
        return divide(z)

    return safe_div_by_sum


def is_bad(z):
    return (z < 0).any() or z.sum() == 0


def wrong_no_check(z):
    """Nothing stops the division: negative and infinite shares come back as if they were good."""
    return z / z.sum()


wrong_no_check.mistake = "M01"
wrong_no_check.hint = 0


def wrong_zero_only(z):
    """Only a sum of *exactly* 0 is refused. 0.1 + 0.2 - 0.3 is not quite 0 in floats.

    Which scores make such sums possible?
    """
    return unless(lambda z: z.sum() == 0)(z)


wrong_zero_only.mistake = "M02"
wrong_zero_only.hint = 0
wrong_zero_only.variations = (
    unless(lambda z: np.isinf(shares(z)).any()),
    unless(lambda z: not np.isclose(shares(z).sum(), 1)),
)


def wrong_sum_only(z):
    """Only the sum is looked at. A negative score among positive ones gets a negative share.

    All shares sum to 1 even so.
    """
    return unless(lambda z: abs(z.sum()) < 1e-9)(z)


wrong_sum_only.mistake = "M02"
wrong_sum_only.hint = 0
wrong_sum_only.variations = (unless(lambda z: abs(shares(z)).max() > 1e6),)


def wrong_positive_sum(z):
    """A sum above 0 passes here, whatever is in it. A single negative score spoils the shares."""
    return unless(lambda z: z.sum() <= 0)(z)


wrong_positive_sum.hint = 0
wrong_positive_sum.variations = (
    unless(lambda z: z.sum() < 1e-9),
    unless(lambda z: z.sum() < 0),
)


def wrong_upper_end(z):
    """It asks for shares of at most 1. Also shares that are all below 1 may be negative."""
    return unless(lambda z: z.sum() == 0 or shares(z).max() > 1)(z)


wrong_upper_end.hint = 0


def wrong_all_zero(z):
    """Three zeros pass: 0 / 0 is `nan`, and `nan < 0` is False. Ask also about the sum."""
    return unless(lambda z: (z < 0).any())(z)


wrong_all_zero.hint = 1


def wrong_refuses_zeros(z):
    """A score of 0 is refused. It gets the share 0, which a distribution may hold."""
    return unless(lambda z: (z <= 0).any())(z)


wrong_refuses_zeros.hint = 0


def wrong_exact_one(z):
    """Good scores are refused: `!= 1` is too strict, for floats may sum to 0.9999999999999999."""
    return unless(lambda z: shares(z).sum() != 1)(z)


wrong_exact_one.hint = 1


def wrong_mended(z):
    """Something else comes back here. The caller asked for the shares of *these* scores: refuse."""
    return shares(abs(z))


wrong_mended.hint = 2
wrong_mended.variations = (
    lambda z: shares(np.maximum(z, 0)),
    unless(lambda z: z.sum() == 0, lambda z: shares(abs(z))),
    unless(lambda z: z.sum() == 0, lambda z: shares(np.maximum(z, 0))),
    lambda z: shares(z - z.min() if is_bad(z) else z),
    lambda z: shares(np.exp(z) if is_bad(z) else z),
    lambda z: shares(np.exp(z - z.max()) if is_bad(z) else z),
    lambda z: np.ones(len(z)) / len(z) if is_bad(z) else shares(z),
    lambda z: np.zeros(len(z)) if is_bad(z) else shares(z),
    lambda z: z / (z.sum() + 1e-9),
    lambda z: z / max(z.sum(), 1e-9),
)


def wrong_min_first(z):
    """The smallest score was subtracted first. Then these are shares of other scores."""
    return shares(z - z.min())


def wrong_softmax(z):
    """That is softmax. Here the scores themselves are divided by their sum, without `exp`."""
    return shares(np.exp(z - z.max()))


wrong_softmax.variations = (unless(is_bad, lambda z: shares(np.exp(z - z.max()))),)


def wrong_returns(z):
    """It returned something where it should stop. `raise ValueError(...)` stops it."""
    return ValueError("no distribution") if is_bad(z) else shares(z)


wrong_returns.hint = 2
wrong_returns.variations = tuple(
    lambda z, instead=instead: instead if is_bad(z) else shares(z)
    for instead in (ValueError, None, "ValueError", False, np.nan)
)


def wrong_other_error(z):
    """It stops with an error, but not with a `ValueError`, which was asked for."""
    return unless(is_bad, error=ZeroDivisionError)(z)


wrong_other_error.hint = 2
wrong_other_error.variations = tuple(
    unless(is_bad, error=error)
    for error in (AssertionError, TypeError, Exception, RuntimeError, ArithmeticError)
)


def wrong_in_place(z):
    """The caller's scores were overwritten: `/=` works in the array that came in."""
    if is_bad(z):
        raise ValueError
    z /= z.sum()
    return z


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
