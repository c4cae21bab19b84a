"""## The slope of the gap

The *gap* is the largest score minus the score of the right class. Write `gap_gradient(z, y)`: its
gradient for the vector `z` of scores, where `y` is the index of the right class. No two scores
share the first place. `z` must stay as it was.

```py
gap_gradient(np.array([0.25, 1.23, -0.8]), 0)     # [-1, 1, 0]
```

Mind the case in which the right class wins.
"""

import numpy as np

from exercises.checks import agree, leaves_alone

name = "gap_gradient"
place = 3


def starter(z, y): ...


def solution(z, y):
    slopes = np.zeros(len(z))
    slopes[np.argmax(z)] += 1
    slopes[y] -= 1
    return slopes


def by_one_hot_rows(z, y):
    one_hot = np.eye(len(z))
    return one_hot[z.argmax()] - one_hot[y]


def by_measuring(z, y, h=1e-4):
    def gap(z):
        return z.max() - z[y]

    return [(gap(z + h * e) - gap(z - h * e)) / (2 * h) for e in np.eye(len(z))]


def by_cases(z, y):
    best = max(range(len(z)), key=lambda k: z[k])
    return [0 if best == y else (k == best) - (k == y) for k in range(len(z))]


def in_float32(z, y):
    z = z.astype(np.float32)
    return (z == z.max()).astype(np.float32) - (np.arange(len(z)) == y)


variants = (by_one_hot_rows, by_measuring, by_cases, in_float32)

hints = (
    "Raise one score a little: does the max move? Does the right class's score move?",
    "The gap is a difference, so its gradient is one as well: of two one-hot rows.",
    "Begin with zeros. Add 1 at one place and subtract 1 at another; they may be the same place.",
)


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(scale=2.0, size=shape)


probes = (
    # another class wins
    (
        (np.array([0.25, 1.23, -0.8]), 0),
        (np.array([0.5, -1.0, 2.0, 1.0]), 3),
        (np.array([3.0, 1.0, 0.25, -2.0, 0.75]), 4),
        (np.array([-1.0, -3.0, -2.5]), 1),
    ),
    # the right class wins
    ((np.array([0.25, 1.23, -0.8]), 1), (np.array([2.0, 0.5, -1.0, 1.0]), 0)),
)


def by_cases_of_the_lesson(z, y):
    """The slope of the max is 1 at the winner; the right class's score is taken off."""
    winner = sorted(range(len(z)), key=lambda k: z[k])[-1]
    return [float(k == winner) - float(k == y) for k in range(len(z))]


def all_agree(gap_gradient, *cases):
    for z, y in cases:
        expected = by_cases_of_the_lesson(z, y)
        agree(gap_gradient, (np.array(z), y), expected, rtol=1e-4, atol=1e-4)


def check_other_class_wins(gap_gradient):
    """To raise the winner opens the gap, to raise the right class closes it, by as much."""
    all_agree(gap_gradient, ([1.0, 2.0], 0), ([0.25, 1.23, -0.8], 0), ([-1.0, -4.0, -2.0], 2))
    all_agree(gap_gradient, *[(rows(20 + k, 5), k) for k in range(5)])


def check_right_class_wins(gap_gradient):
    """Where the right class wins, the gap is 0 and stays 0: no score has a slope."""
    all_agree(gap_gradient, ([1.0, 2.0], 1), ([0.25, 1.23, -0.8], 1), ([3.0, 0.5, 1.0, 2.0], 0))


def check_input_stays(gap_gradient):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(gap_gradient, np.array([1.0, 2.0]), 0)
    leaves_alone(gap_gradient, rows(12, 4), 2)


def one_hot(k, n):
    return np.eye(n)[k]


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def wrong_sign(z, y):
    """The signs are reversed: this row closes the gap, and a gradient points to where it opens."""
    return -solution(z, y)


wrong_sign.hint = 0


def wrong_zero_slope(z, y):
    """The winner has no slope here. That is true of argmax, but the max rises with the winner."""
    return -one_hot(y, len(z))


wrong_zero_slope.mistake = "M30"
wrong_zero_slope.variations = (
    lambda z, y: np.zeros(len(z)),
    lambda z, y: one_hot(y, len(z)),
    lambda z, y: 0.0,
)
wrong_zero_slope.hint = 0


def wrong_right_class_forgotten(z, y):
    """That is the slope of the max alone. The gap also loses what the right class's score gains."""
    return one_hot(np.argmax(z), len(z))


wrong_right_class_forgotten.hint = 1


def wrong_sum(z, y):
    """The right class got a slope of 1. The gap subtracts its score, and so subtracts its slope."""
    return one_hot(np.argmax(z), len(z)) + one_hot(y, len(z))


wrong_sum.hint = 1


def wrong_softmax(z, y):
    """Softmax stands where hardmax belongs: the max rises only with the winner.

    Softmax has its part in the slope of another loss, which lesson 08 finds.
    """
    return softmax(z) - one_hot(y, len(z))


wrong_softmax.lesson = "08"
wrong_softmax.variations = (
    lambda z, y: one_hot(y, len(z)) - softmax(z),
    lambda z, y: softmax(z),
)


def wrong_gap(z, y):
    """That is the gap itself. Its gradient has a slope for each score."""
    return z.max() - z[y]


wrong_gap.variations = (
    lambda z, y: z.max() - z,
    lambda z, y: z - z[y],
)


def wrong_index(z, y):
    """Two indices were subtracted. An index is a name: the slopes need its one-hot row."""
    return np.argmax(z) - y


wrong_index.variations = (
    lambda z, y: y - np.argmax(z),
    lambda z, y: solution(z, y) * 0 + np.argmax(z) - y,
    lambda z, y: one_hot(np.argmax(z), len(z)) - y,
)
wrong_index.hint = 1


def wrong_value(z, y):
    """The scores stand where ones belong. One unit up at the winner opens the gap by one unit."""
    return one_hot(np.argmax(z), len(z)) * z.max() - one_hot(y, len(z)) * z[y]


wrong_value.variations = (
    lambda z, y: one_hot(np.argmax(z), len(z)) * z.max() - one_hot(y, len(z)),
    lambda z, y: z - one_hot(y, len(z)),
    lambda z, y: one_hot(np.argmax(z), len(z)) - one_hot(y, len(z)) * z[y],
)


def wrong_overwritten(z, y):
    """The right class wins here, and one number overwrote the other. They belong together."""
    slopes = one_hot(np.argmax(z), len(z))
    slopes[y] = -1
    return slopes


def winner_last(z, y):
    slopes = -one_hot(y, len(z))
    slopes[np.argmax(z)] = 1
    return slopes


wrong_overwritten.variations = (winner_last,)
wrong_overwritten.hint = 2


def wrong_runner_up(z, y):
    """The right class was left out of the max, so a runner-up got a slope where none has one."""
    others = np.where(np.arange(len(z)) == y, -np.inf, z)
    return one_hot(np.argmax(others), len(z)) - one_hot(y, len(z))


wrong_runner_up.hint = 2


def wrong_in_place(z, y):
    """The caller's scores were overwritten. Make a new array for the slopes."""
    z[:] = solution(z, y)
    return z


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
