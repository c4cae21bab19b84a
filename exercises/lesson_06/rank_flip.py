"""## Upside down

Write `rank_flip()`. It returns three different scores whose ranking is turned upside down when they
are divided by their sum: the largest score gets the smallest share, the smallest gets the largest.

```py
z = np.array(rank_flip())
z / z.sum()      # the shares: in the opposite order
```
"""

import numpy as np

from exercises.checks import Inside, array, holds

name = "rank_flip"
place = 1


def starter(): ...


def solution():
    return [-1, 2, -3]


def by_search():
    rng = np.random.default_rng(1)
    while True:
        z = rng.normal(size=3)
        shares = z / z.sum()
        if (z.argsort() == shares.argsort()[::-1]).all():
            return z


variants = (
    by_search,
    lambda: (-0.5, -1.5, 0.25),
    lambda: np.array([-10, -20, -30], dtype=np.float32),
)

hints = (
    "Dividing by a positive number keeps the order. What does dividing by a negative one do?",
    "The scores may be negative, all of them or only some. Only their sum is divided by.",
    "Take three different numbers of which the negative ones weigh more than the others.",
)


def shares_of(z):
    with np.errstate(all="ignore"):
        return z / z.sum()


def upside_down(z):
    """Return whether the shares fall from the smallest score to the largest."""
    falling = shares_of(z)[z.argsort()]
    return len(set(z)) == 3 and falling[0] > falling[1] > falling[2] and not sum_is_zero(z)


def sum_is_zero(z):
    """Return whether the sum is 0, or would be without rounding errors."""
    return abs(z.sum()) <= 1e-9 * abs(z).sum()


def plain(rank_flip):
    """Return what the answer returns; of a range, the numbers in it."""
    value = rank_flip()
    return list(value) if isinstance(value, range) else value


def trouble(rank_flip):
    """Return in a word what keeps the scores from being turned upside down."""
    z = np.array(rank_flip(), dtype=float)
    if z.shape != (3,) or not np.isfinite(z).all():
        return f"shape {z.shape}, finite {np.isfinite(z).all()}"
    if upside_down(z):
        return "none"
    if sum_is_zero(z):
        return "zero sum"
    if len(set(z)) < 3:
        return "ties"
    return "sum 1" if np.isclose(z.sum(), 1) else f"sign {np.sign(z.sum())}"


probes = ((Inside(trouble, ()),),)


def check_three_numbers(rank_flip):
    """It must return three numbers, in a list, a tuple or an array."""
    z = array(rank_flip, scenario=plain)
    holds(z.shape == (3,) and np.isfinite(z).all(), rank_flip, z, "three finite numbers")


def check_all_differ(rank_flip):
    """Equal scores get equal shares, whatever their sum: all three must differ."""
    z = array(rank_flip, scenario=plain)
    holds(len(set(z.tolist())) == 3, rank_flip, z, "three different scores")


def check_upside_down(rank_flip):
    """The shares must rank the other way round: the largest score gets the smallest share."""
    z = array(rank_flip, scenario=plain).astype(float)
    both = [z, shares_of(z)]
    holds(upside_down(z), rank_flip, both, "three scores, and shares in the opposite order")


def wrong_positive_sum():
    """The sum of the scores is positive, and dividing by a positive number keeps the order."""
    return [1, 2, 3]


wrong_positive_sum.hint = 0


def wrong_zero_sum():
    """The sum is 0, at least on paper. There are no shares then, or only rounding error."""
    return [-1, 0, 1]


wrong_zero_sum.mistake = "M02"
wrong_zero_sum.hint = 2


def wrong_ties():
    """Two of the scores are equal, so their shares are equal too: neither overtakes the other."""
    return [-1, -1, -2]


wrong_ties.hint = 2


def wrong_shares():
    """These sum to 1, so division leaves them as they are. Return the scores, not the shares."""
    return [1 / 6, 1 / 3, 1 / 2]


wrong_shares.hint = 0


def wrong_count():
    """It must return three scores and nothing else: one row of three numbers."""
    return [-1, -2]


wrong_count.variations = (
    lambda: [-1, -2, -3, -4],
    lambda: ([-1, -2, -3], [1 / 6, 1 / 3, 1 / 2]),
    lambda: [[-1, -2, -3]],
    lambda: [[-1], [-2], [-3]],
    lambda: -1,
)
