"""## Two shares from one difference

Write `two_class_softmax(z)`. It takes an array of shape (N, 2), the scores of a seal and of a panda
in each of N drawings, and returns the softmax of each row, in the same shape. It needs no function
but `sigmoid`, which comes from the library; do not call a softmax. `z` must stay as it was.

```py
two_class_softmax(np.array([[0.25, 1.23]]))      # [[0.273, 0.727]], with more digits
```
"""

import math

import numpy as np

from exercises.checks import agree, leaves_alone
from softmax_lib import sigmoid

name = "two_class_softmax"
place = 1
given = "from softmax_lib import sigmoid"
forbidden = ("softmax", "log_softmax", "logsumexp")


def starter(z): ...


def solution(z):
    gap = z[:, 1] - z[:, 0]
    return np.stack([sigmoid(-gap), sigmoid(gap)], axis=-1)


def by_the_rest(z):
    panda = 1 / (1 + np.exp(z[:, [0]] - z[:, [1]]))
    return np.hstack([1 - panda, panda])


def with_columns_exchanged(z):
    return sigmoid(z - z[:, ::-1])


def in_float32(z):
    gap = np.diff(z.astype(np.float32), axis=1)
    return sigmoid(gap * np.array([-1, 1], dtype=np.float32))


def row_by_row(z):
    return [[sigmoid(seal - panda), sigmoid(panda - seal)] for seal, panda in z]


variants = (by_the_rest, with_columns_exchanged, in_float32, row_by_row)

hints = (
    "Both scores may grow by 10 and nothing happens. So which one number do the shares depend on?",
    "The share of the first is σ(a - b). What is the share of the second, if a and b swap names?",
    "`z[:, 0]` holds all scores of the seal, and `np.stack(..., axis=-1)` makes columns of lists.",
)


def rows(seed, n, scale=2.0):
    return np.random.default_rng(seed).normal(scale=scale, size=(n, 2))


LARGE = np.array([[1000.0, 0.0], [0.0, 1000.0], [-1000.0, -1000.5], [0.0, -800.0]])

probes = (
    # moderate scores, also of two drawings and of one
    ((rows(1, 3),), (rows(2, 2),), (rows(3, 1),)),
    # large scores, with large and with small gaps
    ((LARGE,), (np.array([[800.0, 799.0], [1.0, 2.0]]),)),
    # whole numbers
    ((np.array([[1, 3], [2, 2]]),),),
)


def by_loop(z):
    """The softmax of each row, number by number."""
    e = [[math.exp(x - max(row)) for x in row] for row in z.tolist()]
    return np.array([[x / sum(row) for x in row] for row in e])


def check_rows(two_class_softmax):
    """Each row is to be the softmax of that row: two shares of 1, the seal's first."""
    for z in (np.array([[0.25, 1.23]]), np.array([[1.0, 1.0]]), rows(11, 2), rows(12, 3)):
        agree(two_class_softmax, (z,), by_loop(z))


def check_large(two_class_softmax):
    """Large scores, up or down, must do no harm: only the difference counts."""
    for z in (np.array([[1000.0, 0.0]]), np.array([[0.0, 1000.0]]), LARGE):
        agree(two_class_softmax, (z,), by_loop(z), rtol=2e-4)


def check_kinds_of_input(two_class_softmax):
    """Whole numbers and arrays that may not be written to are scores as well."""
    locked = rows(13, 2)
    locked.flags.writeable = False
    for z in (np.array([[1, 3], [2, 2]]), locked):
        agree(two_class_softmax, (z,), by_loop(z))


def check_input_stays(two_class_softmax):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(two_class_softmax, rows(14, 2))


def pair(seal, panda):
    return np.stack([seal, panda], axis=-1)


def gap(z):
    return z[:, 1] - z[:, 0]


def wrong_order(z):
    """The shares stand in each other's places: where the panda's score is higher, the seal wins.

    The seal comes first. For which difference is σ above one half, and whose share is that?
    """
    return pair(sigmoid(gap(z)), sigmoid(-gap(z)))


wrong_order.mistake = "M46"
wrong_order.hint = 1


def wrong_sigmoid_of_each(z):
    """Each score went through a sigmoid on its own, so the two shares do not sum to 1.

    Those are answers to two questions. Here is one question, and the two classes compete.
    """
    return sigmoid(z)


wrong_sigmoid_of_each.mistake = "M32"
wrong_sigmoid_of_each.lesson = "02"
wrong_sigmoid_of_each.variations = (
    lambda z: sigmoid(z)[:, ::-1],
    lambda z: sigmoid(-z),
    lambda z: sigmoid(-z)[:, ::-1],
)


def wrong_sigmoids_divided(z):
    """Two sigmoids divided by their sum do sum to 1, but they do not ignore a common shift."""
    return sigmoid(z) / sigmoid(z).sum(axis=-1, keepdims=True)


wrong_sigmoids_divided.variations = (
    lambda z: np.exp(sigmoid(z)) / np.exp(sigmoid(z)).sum(1)[:, None],
)


def wrong_single_score(z):
    """A share of 1, whatever the scores: so it is when softmax sees a single score.

    One score is one class without a rival. The second class must come in somewhere.
    """
    return np.ones_like(z)


wrong_single_score.mistake = "M20"
wrong_single_score.variations = (
    lambda z: pair(0 * gap(z), 0 * gap(z) + 1),
    lambda z: pair(0 * gap(z) + 1, 0 * gap(z)),
    lambda z: np.ones(len(z)),
    lambda z: np.ones((len(z), 1)),
)


def wrong_one_score(z):
    """Only one of the two scores is used, as if the other were 0. Here neither of them is 0."""
    return pair(1 - sigmoid(z[:, 1]), sigmoid(z[:, 1]))


wrong_one_score.variations = (
    lambda z: pair(sigmoid(z[:, 0]), 1 - sigmoid(z[:, 0])),
    lambda z: pair(sigmoid(z[:, 1]), 1 - sigmoid(z[:, 1])),
    lambda z: pair(1 - sigmoid(z[:, 0]), sigmoid(z[:, 0])),
)


def wrong_combination(z):
    """The two scores meet, but not in their difference: add 10 to both, and your shares change."""
    return joined(z, z[:, 0] + z[:, 1])


def joined(z, t):
    return pair(sigmoid(t), 1 - sigmoid(t))


wrong_combination.variations = tuple(
    lambda z, join=join, turn=turn: joined(z, join(z[:, 0], z[:, 1]))[:, ::turn]
    for join in (np.add, np.multiply, np.divide, np.maximum, np.minimum, lambda a, b: b / a)
    for turn in (1, -1)
)


def wrong_scale(z):
    """The difference counts, but not as it is: it was halved or doubled on its way to the sigmoid.

    If you took the mean off both scores first: each is half of the difference away from it.
    """
    return solution(z / 2)


wrong_scale.variations = (lambda z: solution(2 * z),)


def wrong_shift(z):
    """One score was taken off both, and each went through a sigmoid: so one share is always 0.5.

    No shift is needed here. Which one number do both shares depend on?
    """
    return sigmoid(z - z.max(axis=-1, keepdims=True))


wrong_shift.variations = (
    lambda z: sigmoid(z - z.min(axis=-1, keepdims=True)),
    lambda z: sigmoid(z - z[:, :1]),
    lambda z: sigmoid(z - z[:, 1:]),
)


def wrong_overwritten(z):
    """The first share was written over the seal's score before the panda's share was computed."""
    z = z.astype(float)
    z[:, 0] = sigmoid(z[:, 0] - z[:, 1])
    z[:, 1] = sigmoid(z[:, 1] - z[:, 0])
    return z


def wrong_same_twice(z):
    """Both columns hold the same share. The other class gets the rest, so that both sum to 1."""
    return pair(sigmoid(gap(z)), sigmoid(gap(z)))


wrong_same_twice.hint = 1
wrong_same_twice.variations = (lambda z: pair(sigmoid(-gap(z)), sigmoid(-gap(z))),)


def wrong_one_column(z):
    """That is the share of one class. Both are asked for, in two columns."""
    return sigmoid(gap(z))


wrong_one_column.hint = 2
wrong_one_column.variations = (
    lambda z: sigmoid(-gap(z)),
    lambda z: sigmoid(gap(z))[:, None],
    lambda z: sigmoid(-gap(z))[:, None],
)


def wrong_side(z):
    """The numbers lie on their side: drawings are rows, and the two classes are the columns."""
    return solution(z).T


wrong_side.hint = 2
wrong_side.variations = (
    lambda z: wrong_order(z).T,
    lambda z: solution(z).ravel(),
    lambda z: solution(z).T.ravel(),
)


def wrong_axis(z):
    """The first two drawings were compared. A row is a drawing; its two scores are in columns."""
    return pair(sigmoid(z[0] - z[1]), sigmoid(z[1] - z[0]))


def unpacked(z):
    seal, panda = z
    return pair(sigmoid(seal - panda), sigmoid(panda - seal))


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.hint = 2
wrong_axis.variations = (
    unpacked,
    lambda z: unpacked(z).T,
    lambda z: unpacked(z)[:, ::-1],
    lambda z: unpacked(z)[:, ::-1].T,
    lambda z: np.array([sigmoid(z[0] - z[1]), sigmoid(z[1] - z[0])]),
    lambda z: pair(sigmoid(z[1] - z[0]), sigmoid(z[0] - z[1])),
    lambda z: np.array([sigmoid(z[1] - z[0]), sigmoid(z[0] - z[1])]),
    lambda z: np.exp(z) / np.exp(z).sum(axis=0),
)


def wrong_first_row(z):
    """Only the first drawing got an answer. `z` has a row for each of N drawings."""
    return solution(z)[0]


wrong_first_row.hint = 2
wrong_first_row.variations = (lambda z: solution(z)[:1],)


def wrong_decision(z):
    """That is a decision, all or nothing. Shares are asked for, however small."""
    return np.eye(2)[z.argmax(axis=-1)]


wrong_decision.variations = (lambda z: z.argmax(axis=-1),)


def wrong_division(z):
    """The scores were divided by their sum, without `exp`: negative scores stay negative."""
    return z / z.sum(axis=-1, keepdims=True)


wrong_division.mistake = "M01"
wrong_division.lesson = "06"


def wrong_rounds(z):
    """The result is rounded: rows may no longer sum to 1, and small shares become 0.

    Keep all digits; round where you print.
    """
    return solution(z).round(3)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "05"
wrong_rounds.variations = tuple(
    lambda z, digits=digits: solution(z).round(digits) for digits in range(1, 8)
)


def wrong_overflow_in_sigmoid(z):
    """This sigmoid breaks where `exp` does: of a large difference, `exp` is infinite.

    The `sigmoid` above your function holds for every number.
    """
    e = np.exp(z - z[:, ::-1])
    return e / (1 + e)


def overflow_in_a_loop(z, sigmoid=lambda t: 1 / (1 + math.exp(-t))):
    return np.array([[sigmoid(a - b), sigmoid(b - a)] for a, b in z.tolist()])


def overflow_and_the_rest(z, sign=1):
    e = np.exp(sign * gap(z))
    return pair(1 - e / (1 + e), e / (1 + e))[:, ::sign]


wrong_overflow_in_sigmoid.mistake = "M13"
wrong_overflow_in_sigmoid.lesson = "02"
wrong_overflow_in_sigmoid.variations = (
    overflow_in_a_loop,
    overflow_and_the_rest,
    lambda z: overflow_and_the_rest(z, -1),
    lambda z: overflow_in_a_loop(z, lambda t: math.exp(t) / (1 + math.exp(t))),
    lambda z: overflow_in_a_loop(z, lambda t: 1 / (1 + math.e**-t)),
)


def wrong_overflow(z):
    """`exp` of a large score is infinite, and `inf / inf` is nan. Sigmoid takes the difference."""
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (
    lambda z: np.array([[math.exp(x) / sum(map(math.exp, row)) for x in row] for row in z]),
    lambda z: pair(
        1 / (1 + np.exp(z[:, 1]) / np.exp(z[:, 0])), 1 / (1 + np.exp(z[:, 0]) / np.exp(z[:, 1]))
    ),
)


def written_back(z):
    z[...] = solution(z)
    return z


def column_by_column(z):
    z[:, 0] = sigmoid(z[:, 0] - z[:, 1])
    z[:, 1] = 1 - z[:, 0]
    return z


def wrong_in_place(z):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    z -= z[:, :1].copy()
    return pair(1 - sigmoid(z[:, 1]), sigmoid(z[:, 1]))


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
wrong_in_place.variations = (written_back, column_by_column)
