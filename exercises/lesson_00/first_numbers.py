"""## Shares of the votes

A class votes for its favourite animal. `counts` is an array: how many votes each animal got. Write
`shares(counts)`, which returns the share of each: its count, divided by the sum of all counts.

```py
shares(np.array([3, 5, 2]))     # [0.3, 0.5, 0.2]
```

Write your line in the place of `...` and run the cell. A card appears below and says whether it is
right. Nothing is lost by a wrong answer: try `return counts` first, and read what the card says.
"""

import math

import numpy as np

from exercises.checks import Inside, agree, leaves_alone

name = "shares"
place = 1


def starter(counts): ...


def solution(counts):
    return counts / counts.sum()


def one_by_one(counts):
    return [count / sum(counts) for count in counts]


def in_float32(counts):
    return counts.astype(np.float32) / np.float32(counts.sum())


def by_mean(counts):
    return counts / (np.mean(counts) * len(counts))


variants = (one_by_one, in_float32, by_mean)

hints = (
    "A share is a part of a whole. How large is the whole here?",
    "`counts.sum()` is the sum of all the counts.",
    "One line will do: `return`, then `counts`, then `/`, then that sum.",
)


def votes(seed, n, most=40):
    return np.random.default_rng(seed).integers(1, most, size=n)


def rounded(shares, counts):
    """Return whether the shares are right, but end after a few digits."""
    right = counts / counts.sum()
    p = np.asarray(shares(counts), dtype=float)
    off = np.max(np.abs(p - right))
    return any(off <= (10.0**-d if d else 0.5) and np.array_equal(p.round(d), p) for d in range(13))


probes = (
    (Inside(rounded, (np.array([1, 2, 4]),)),),
    ((np.array([3, 5, 2]),), (np.array([1, 4]),), (votes(1, 5),)),
    # one animal alone, and one with a tiny share
    ((np.array([7]),), (np.array([1, 600_000]),)),
)


def by_loop(counts):
    """Return each count over the exact sum."""
    whole = math.fsum(counts)
    return [int(count) / whole for count in counts]


def check_example(shares):
    """A share is a count, divided by the sum of all the counts."""
    for counts in ([3, 5, 2], [1, 1]):
        agree(shares, (np.array(counts),), by_loop(counts))


def check_other_votes(shares):
    """It must be right for any votes, not only for those of the example."""
    for counts in ([4, 4], [7], [1, 2, 3, 4], votes(11, 3), votes(12, 6)):
        agree(shares, (np.array(counts),), by_loop(counts))


def check_all_digits(shares):
    """Keep all digits: a share may be tiny, and it is not 0."""
    for counts in ([1, 2], [1, 999], [1, 600_000]):
        agree(shares, (np.array(counts),), by_loop(counts))


def check_counts_stay(shares):
    """The counts belong to the caller: they must be the same after the call."""
    leaves_alone(shares, np.array([3, 5, 2]))


def wrong_unchanged(counts):
    """These are the counts themselves. And you have seen how a card names a mistake.

    Now divide each count by the sum of all.
    """
    return counts


def wrong_percent(counts):
    """These are percent: they sum to 100. Shares are parts of one whole and sum to 1."""
    return 100 * solution(counts)


wrong_percent.variations = (
    lambda counts: (100 * solution(counts)).astype(int),
    lambda counts: 100 * counts // counts.sum(),
    *(
        lambda counts, digits=digits: np.round(100 * solution(counts), digits)
        for digits in range(4)
    ),
)


def wrong_largest(counts):
    """You divided by the largest count, so the winner gets 1, as if it had all the votes."""
    return counts / counts.max()


wrong_largest.hint = 0


def wrong_number_of_animals(counts):
    """You divided by how many counts there are, or by their mean.

    With 4 and 4 votes each share must be one half.
    """
    return counts / len(counts)


wrong_number_of_animals.variations = (lambda counts: counts / counts.mean(),)
wrong_number_of_animals.hint = 0


def wrong_upside_down(counts):
    """The fraction stands on its head: few votes make a large share. Swap top and bottom."""
    return counts.sum() / counts


wrong_upside_down.hint = 2


def wrong_sum_alone(counts):
    """This is the sum alone, one number. Each count has to be divided by it."""
    return counts.sum()


wrong_sum_alone.hint = 2


def wrong_example_only(counts):
    """That fits the example only. `counts` holds other numbers each time: compute with those."""
    return np.array([0.3, 0.5, 0.2])


wrong_example_only.variations = (lambda counts: counts / 10,)
wrong_example_only.hint = 1


def wrong_in_place(counts):
    """Your code writes into `counts`, which is the caller's and holds whole numbers only.

    Return a new array instead.
    """
    counts /= counts.sum()
    return counts


def in_place_by_entry(counts):
    whole = counts.sum()
    for i in range(len(counts)):
        counts[i] = counts[i] / whole
    return counts


def in_place_with_a_moving_sum(counts):
    for i in range(len(counts)):
        counts[i] = counts[i] / counts.sum()
    return counts


def in_place_before(counts):
    counts *= 100
    return solution(counts)


def in_place_all_at_once(counts):
    counts[:] = solution(counts)
    return counts


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
wrong_in_place.variations = (
    in_place_by_entry,
    in_place_with_a_moving_sum,
    in_place_before,
    in_place_all_at_once,
)


def wrong_whole_division(counts):
    """Only the whole part was kept, so the shares became 0. `/` keeps the digits, `//` does not."""
    return counts // counts.sum()


def wrong_rounds(counts):
    """The shares are rounded or cut off, so a small one becomes 0, and the sum may miss 1.

    Keep all digits; round where you print.
    """
    return solution(counts).round(3)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "04"
wrong_rounds.variations = (
    *(lambda counts, d=d: np.round(solution(counts), d) for d in (0, 1, 2, 4, 8)),
    lambda counts: counts * 1000 // counts.sum() / 1000,
)


def wrong_no_brackets(counts):
    """`sum` without brackets is the function itself, not a number: `counts.sum()` calls it."""
    return counts / counts.sum


wrong_no_brackets.variations = (lambda counts: [count / counts.sum for count in counts],)
wrong_no_brackets.hint = 1


def wrong_softmax(counts):
    """That is softmax, with powers of e. Votes need no powers: divide them as they are."""
    e = np.exp(counts - np.max(counts))
    return e / e.sum()
