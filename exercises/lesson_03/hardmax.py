"""## Hardmax

Write `hardmax(z)`. The array `z` holds scores: one row, or a batch of rows. Return an array of the
same shape that is, in each row, 1 at the largest score and 0 elsewhere. At a tie the **first** of
the largest wins. The scores may be of any size, and `z` must stay as it was.

```py
hardmax(np.array([[2.0, 2.0, -1.0], [0.0, 1.0, 0.5]]))     # [[1, 0, 0], [0, 1, 0]]
```

Use NumPy; do not call the library's `hardmax`.
"""

import numpy as np

from exercises.checks import agree, leaves_alone

name = "hardmax"
place = 1
forbidden = ("hardmax",)


def starter(z): ...


def solution(z):
    return np.eye(z.shape[-1])[np.argmax(z, axis=-1)]


def in_a_loop(z):
    def of_row(row):
        best = 0
        for k, score in enumerate(row):
            if score > row[best]:
                best = k
        return [int(k == best) for k in range(len(row))]

    return of_row(z) if np.ndim(z) == 1 else [of_row(row) for row in z]


def by_comparison(z):
    winners = np.argmax(z, axis=-1)
    return np.arange(z.shape[-1]) == winners[..., None]


def in_float32(z):
    z = z.astype(np.float32)
    p = np.zeros_like(z)
    np.put_along_axis(p, z.argmax(axis=-1, keepdims=True), 1, axis=-1)
    return p


def by_running_count(z):
    largest = z == z.max(axis=-1, keepdims=True)
    return largest & (np.cumsum(largest, axis=-1) == 1)


variants = (in_a_loop, by_comparison, in_float32, by_running_count)

hints = (
    "`np.argmax` finds the first of the largest. Which `axis` makes it look at each row?",
    "Row k of `np.eye(K)` is the one-hot row of class k. How long must the rows be here?",
    "An array can be indexed with an array: `np.eye(3)[[0, 2]]` picks two one-hot rows.",
)


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(scale=2.0, size=shape)


TWO_ROWS = np.array([[0.25, 1.23, -0.8], [1.5, 0.5, 0.75]])

probes = (
    # one row without ties; in the second no score takes half of the softmax
    ((np.array([0.25, 1.23, -0.8]),), (np.array([0.5, 0.25, 0.75, 0.0]),), (rows(1, 5),)),
    # batches with at most as many rows as classes
    ((TWO_ROWS,), (rows(2, 3, 3),)),
    # negative scores only
    ((np.array([-3.0, -1.0, -2.0]),), (-1 - rows(4, 2, 4) ** 2,)),
    # close scores
    (
        (np.array([5.0, 5.0001, 4.0]),),
        (np.array([-1.0, 7.0, 7.00002]),),
        (np.array([4.0, 5.04, 5.06]),),
        (np.array([4.0, 5.004, 5.006]),),
    ),
    # ties
    (
        (np.array([2.0, 2.0, -1.0]),),
        (np.array([1.0, 3.0, 3.0, 3.0]),),
        (np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 1.0]]),),
    ),
    # large scores
    ((np.array([0.0, 1000.0, 1001.0]),), (np.array([-1001.0, -1002.0, -1000.0]),)),
)


def by_scan(z):
    """Hardmax, score by score: a later score takes the lead only if it is larger."""

    def of_row(row):
        best = 0
        for k in range(1, len(row)):
            best = k if row[k] > row[best] else best
        return np.array([float(k == best) for k in range(len(row))])

    return np.apply_along_axis(of_row, -1, z)


def all_agree(hardmax, *inputs):
    for z in inputs:
        agree(hardmax, (np.array(z),), by_scan(np.array(z)))


def check_one_row(hardmax):
    """A row comes back that is as long as `z`: 1 at the largest score, 0 elsewhere."""
    all_agree(hardmax, [1.0, 2.0], [0.25, 1.23, -0.8], [3.0], rows(11, 4), rows(12, 6))


def check_negative_scores(hardmax):
    """All scores may be negative; one of them is still the largest."""
    all_agree(hardmax, [-2.0, -1.0], [-3.0, -4.0, -2.5], -(rows(13, 5) ** 2) - 1)


def check_rows(hardmax):
    """In a batch each row has a winner of its own, so each row sums to 1."""
    all_agree(hardmax, [[0.0, 1.0], [0.5, 2.0]], TWO_ROWS, rows(14, 3, 3), rows(15, 4, 2))


def check_ties(hardmax):
    """When scores share the first place, the first of them wins, and only that one."""
    all_agree(hardmax, [2.0, 2.0], [0.0, 1.0, 1.0], [3.0, 1.0, 3.0], [[0.0, 0.0], [5.0, 5.0]])


def check_close_scores(hardmax):
    """However small the lead, the largest score wins, and its 1 is exactly 1."""
    all_agree(hardmax, [5.0, 5.0001], [7.0, 7.00002], [1.22, 1.23, -0.8])


def check_large_scores(hardmax):
    """Scores of 1000 are no harder to compare than scores of 1."""
    all_agree(hardmax, [1000.0, 1001.0], [-1001.0, -1000.0], [[0.0, 1.0], [999.0, 1000.0]])


def check_input_stays(hardmax):
    """The scores belong to the caller: they must be the same after the call."""
    for z in (np.array([1.0, 2.0]), rows(16, 2, 3)):
        leaves_alone(hardmax, z)


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def marked(places, shape):
    """Return 1 at one place of each row, for places of shape (N, 1) or (1,)."""
    p = np.zeros(shape)
    np.put_along_axis(p, places, 1, axis=-1)
    return p


def last_winner(z):
    return z.shape[-1] - 1 - np.argmax(z[..., ::-1], axis=-1)


def wrong_in_place(z):
    """The caller's scores were overwritten. Make a new array for the row of 0 and 1."""
    z[...] = solution(z)
    return z


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"


def wrong_index(z):
    """That is argmax: the winner's place, as a number. Hardmax is a row as long as `z`."""
    return np.argmax(z, axis=-1)


wrong_index.variations = (
    lambda z: np.argmax(z),
    lambda z: np.argmax(z, axis=-1, keepdims=True),
)
wrong_index.hint = 1


def wrong_value(z):
    """That is the max, the largest score itself. Hardmax says where it stands, with a 1."""
    return z.max(axis=-1)


def value_at_its_place(z):
    return np.where(z == z.max(axis=-1, keepdims=True), z, 0.0)


wrong_value.variations = (
    lambda z: z.max(),
    lambda z: z.max(axis=-1, keepdims=True),
    value_at_its_place,
)


def wrong_smallest(z):
    """The 1 stands at the smallest score, and the largest should win."""
    return solution(-z)


wrong_smallest.variations = (lambda z: np.eye(z.shape[-1])[np.argsort(z, axis=-1)[..., 0]],)


def wrong_magnitude(z):
    """The score that is farthest from 0 won. A score of -5 is small, not large."""
    return solution(abs(z))


wrong_magnitude.variations = (lambda z: solution(z**2),)


def wrong_softmax(z):
    """These are softmax's shares. Hardmax is 1 at the winner and exactly 0 elsewhere."""
    return softmax(z)


wrong_softmax.lesson = "04"
wrong_softmax.variations = tuple(
    lambda z, sharp=sharp: softmax(sharp * z) for sharp in (10, 100, 1000, 10_000)
)


def wrong_threshold(z):
    """Whatever is above a threshold gets a 1. Often no class is, or several: exactly one wins."""
    return np.round(softmax(z))


wrong_threshold.variations = (
    lambda z: softmax(z) > 0.5,
    lambda z: 1 / (1 + np.exp(-z)) > 0.5,
    lambda z: np.round(1 / (1 + np.exp(-z))),
    lambda z: z > 0.5,
    lambda z: z > 0,
)


def wrong_axis(z):
    """The winner of each column was sought. The scores that compete stand in one row."""
    return np.eye(z.shape[0])[np.argmax(z, axis=0)].T


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.variations = (
    lambda z: z == z.max(axis=0),
    lambda z: np.eye(z.shape[0])[np.argmax(z, axis=0)],
    lambda z: np.eye(z.shape[-1])[np.argmax(z, axis=0)],
)


def wrong_second_axis(z):
    """A single row has one axis only, so there is no axis 1. The last axis is there always."""
    return np.eye(z.shape[1])[np.argmax(z, axis=1)]


def picked_in_rows(z):
    return np.eye(z.shape[-1])[np.argmax(z, axis=1)]


wrong_second_axis.variations = (picked_in_rows,)
wrong_second_axis.hint = 0


def wrong_one_winner(z):
    """The whole batch is treated as one row, with one winner. Each row needs one of its own."""
    p = np.zeros(z.shape)
    p.flat[np.argmax(z)] = 1
    return p


def one_row_only(z):
    best = 0
    for k in range(len(z)):
        if z[k] > z[best]:
            best = k
    return [int(k == best) for k in range(len(z))]


def filled_at(z, p):
    p[np.argmax(z)] = 1
    return p


wrong_one_winner.mistake = "M16"
wrong_one_winner.lesson = "05"
wrong_one_winner.variations = (
    one_row_only,
    lambda z: z == z.max(),
    lambda z: filled_at(z, np.zeros_like(z)),
    lambda z: filled_at(z, np.zeros(len(z))),
    lambda z: filled_at(z, np.zeros(z.shape[-1])),
    lambda z: np.eye(len(z))[np.argmax(z)],
    lambda z: np.eye(z.shape[-1])[np.argmax(z)],
    lambda z: np.arange(len(z)) == np.argmax(z),
    lambda z: np.arange(z.shape[-1]) == np.argmax(z),
    lambda z: np.eye(z.size)[np.argmax(z)],
)


def wrong_row_length(z):
    """`len(z)` counts the rows of a batch. A one-hot row is as long as a row of scores."""
    return np.eye(len(z))[np.argmax(z, axis=-1)]


wrong_row_length.hint = 1


def wrong_whole_rows(z):
    """One index into a batch is a whole row, and rows were filled with ones.

    A place in a batch has two indices.
    """
    p = np.zeros(z.shape)
    p[np.argmax(z, axis=-1)] = 1
    return p


wrong_whole_rows.hint = 2


def wrong_keepdims(z):
    """The largest scores lost their axis, so each was compared with numbers of other rows.

    What does `keepdims=True` do?
    """
    return z == z.max(axis=-1)


wrong_keepdims.mistake = "M17"
wrong_keepdims.lesson = "05"
wrong_keepdims.variations = (
    lambda z: np.arange(z.shape[-1]) == np.argmax(z, axis=-1),
    lambda z: z >= z.max(axis=-1),
)


def wrong_starts_at_zero(z):
    """The search starts from a largest score of 0, which no negative score can beat.

    Start from the first score.
    """
    winners = np.where(z.max(axis=-1) > 0, np.argmax(z, axis=-1), 0)
    return np.eye(z.shape[-1])[winners]


wrong_starts_at_zero.variations = (
    lambda z: solution(z) * (z > 0),
    lambda z: marked(np.where(z.max(-1) > 0, z.argmax(-1), z.shape[-1] - 1)[..., None], z.shape),
    lambda z: solution(np.maximum(z, 0)),
)


def wrong_all_tied(z):
    """At a tie more than one place is filled. Only the first of the largest wins."""
    return (z == z.max(axis=-1, keepdims=True)).astype(float)


def tied_share(z):
    winners = wrong_all_tied(z)
    return winners / winners.sum(axis=-1, keepdims=True)


wrong_all_tied.variations = (
    tied_share,
    lambda z: np.isclose(z, z.max(axis=-1, keepdims=True)),
    lambda z: np.floor(np.exp(z - z.max(axis=-1, keepdims=True))),
)
wrong_all_tied.hint = 0


def wrong_last_tied(z):
    """At a tie the last of the largest wins here, and the first should.

    May an equal score take the lead?
    """
    return np.eye(z.shape[-1])[last_winner(z)]


wrong_last_tied.variations = (lambda z: np.eye(z.shape[-1])[np.argsort(z, axis=-1)[..., -1]],)


def wrong_rounded_first(z):
    """Scores that are nearly equal count as equal here, as if rounded: a close winner lost."""
    return solution(softmax(z).round(3))


wrong_rounded_first.mistake = "M14"
wrong_rounded_first.lesson = "04"
wrong_rounded_first.variations = tuple(
    lambda z, digits=digits, base=base: solution(base(z).round(digits))
    for digits in (0, 1, 2, 3, 4)
    for base in (softmax, np.asarray)
)


def wrong_overflow(z):
    """`exp` of 1000 is infinite and the shares become nan, so the winner is lost.

    Softmax keeps the order of the scores: who wins can be read off `z` itself.
    """
    e = np.exp(z)
    return solution(e / e.sum(axis=-1, keepdims=True))


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (lambda z: solution(np.exp(z)),)
