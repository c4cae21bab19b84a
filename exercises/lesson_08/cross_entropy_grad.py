"""## The slopes of a batch

Write `cross_entropy_grad(z, y)`. `z` has a row of scores for each example, shape (N, K); `y` holds
the N right classes as numbers. Return the slopes of the *mean* cross-entropy, one for each score,
shape (N, K). `softmax` from the library is at hand; scores of 1000 must do no harm.

```py
cross_entropy_grad([[0, 0]], [1])               # [[0.5, -0.5]]
cross_entropy_grad([[0, 0], [0, 0]], [1, 1])    # [[0.25, -0.25], [0.25, -0.25]]
```

Do not call a gradient that somebody else wrote.
"""

import math

import numpy as np

from exercises.checks import agree, leaves_alone
from softmax_lib import softmax

name = "cross_entropy_grad"
place = 4
given = "from softmax_lib import softmax"
forbidden = ("cross_entropy_and_grad",)


def starter(z, y): ...


def solution(z, y):
    slopes = softmax(z)
    slopes[np.arange(len(y)), y] -= 1
    return slopes / len(y)


def by_one_hot(z, y):
    return (softmax(z) - np.eye(z.shape[1])[y]) / z.shape[0]


def in_float32(z, y):
    below = np.asarray(z - z.max(axis=1, keepdims=True), dtype=np.float32)
    p = np.exp(below) / np.exp(below).sum(axis=1, keepdims=True)
    return (p - (np.arange(z.shape[1]) == y[:, None])) / np.float32(len(y))


def row_by_row(z, y):
    slopes = []
    for row, label in zip(z, y, strict=True):
        e = [math.exp(x - max(row)) for x in row]
        slopes.append([(x / sum(e) - (k == label)) / len(z) for k, x in enumerate(e)])
    return slopes


variants = (by_one_hot, in_float32, row_by_row)

hints = (
    "For one row the slopes are its probabilities minus its one-hot row.",
    "From each row of `softmax(z)` take 1 away at the right class, and nowhere else.",
    "The loss is a mean over N rows. By what must each slope be divided, then?",
)


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


FAR_APART = np.array([[0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0]])

probes = (
    # one row of moderate scores
    (
        (np.array([[1.0, 2.0, 4.0]]), np.array([1])),
        (rows(1, 1, 4), np.array([3])),
        (rows(2, 1, 2), np.array([0])),
    ),
    # several rows, also as many as classes
    (
        (rows(3, 2, 3), np.array([2, 0])),
        (rows(4, 3, 3), np.array([0, 2, 2])),
        (rows(5, 5, 2), np.array([1, 0, 0, 1, 1])),
    ),
    # small probabilities, whose digits a rounding loses
    ((np.array([[0.0, 0.5, -6.0, -9.0]]), np.array([1])),),
    # a right class whose probability underflows
    ((np.array([[0.0, -800.0]]), np.array([1])),),
    # large scores, low ones, then both together
    ((np.array([[1000.0, 999.0, 500.0]]), np.array([1])),),
    (
        (np.array([[-1000.0, -1001.0, -1003.0]]), np.array([0])),
        (np.array([[-1000.0, 1000.0, -1000.0]]), np.array([1])),
    ),
    ((FAR_APART, np.array([0, 1])),),
    # whole numbers
    ((np.array([[1, 2, 4], [3, 3, 0]]), np.array([1, 2])),),
)


def by_loop(z, y):
    """The slopes from their formula, number by number."""
    slopes = []
    for row, label in zip(np.asarray(z).tolist(), y, strict=True):
        e = [math.exp(x - max(row)) for x in row]
        p = [x / math.fsum(e) for x in e]
        slopes.append([(p[k] - (k == label)) / len(z) for k in range(len(p))])
    return np.array(slopes)


def compare(cross_entropy_grad, z, y, atol=1e-6):
    agree(cross_entropy_grad, (np.array(z), np.array(y)), by_loop(z, y), atol=atol)


def check_one_row(cross_entropy_grad):
    """For one row, each slope is its probability, less 1 at the right class."""
    for z, y in (([[0.0, 0.0]], [1]), ([[1.0, 2.0, 4.0]], [1]), (rows(11, 1, 3), [2])):
        compare(cross_entropy_grad, z, y)


def check_several_rows(cross_entropy_grad):
    """The loss is a mean: with N rows, a score counts for one Nth of what it does alone."""
    cases = (
        ([[0.0, 0.0], [0.0, 0.0]], [0, 1]),
        ([[0.0, 0.0], [1.0, 3.0], [2.0, 0.0]], [1, 0, 0]),
        (rows(12, 3, 3), [2, 0, 0]),
        (rows(13, 2, 4), [3, 1]),
    )
    for z, y in cases:
        compare(cross_entropy_grad, z, y)


def check_small_probabilities(cross_entropy_grad):
    """Where a probability is small, its slope is small too, but not 0. Keep all digits."""
    compare(cross_entropy_grad, [[0.0, 0.0, -6.0]], [0], atol=1e-9)
    compare(cross_entropy_grad, [[0.0, 0.5, -6.0, -9.0]], [1], atol=1e-9)


def check_sure_and_wrong(cross_entropy_grad):
    """While the answer is quite wrong the slope is 1 and −1, however small the probability is."""
    for z, y in (([[0.0, -800.0]], [1]), ([[0.0, 900.0, 0.0]], [0])):
        compare(cross_entropy_grad, z, y)


def check_large(cross_entropy_grad):
    """Large scores must do no harm: only differences count."""
    for z, y in (([[1000.0, 1000.0]], [0]), ([[-1000.0, -1001.0]], [1])):
        compare(cross_entropy_grad, z, y)
    compare(cross_entropy_grad, [[-1000.0, 1000.0, -1000.0]], [1])


def check_rows_of_different_size(cross_entropy_grad):
    """Rows must not disturb one another: one is large here, the other small."""
    for z in ([[0.0, 1.0], [1000.0, 1001.0]], [[-1000.0, -1001.0], [1.0, 3.0]]):
        compare(cross_entropy_grad, z, [0, 1])


def check_whole_numbers(cross_entropy_grad):
    """Scores may be whole numbers as well, as in the examples."""
    for z, y in (([[0, 0]], [1]), ([[1, 2, 4], [3, 3, 0]], [1, 2])):
        compare(cross_entropy_grad, z, y)


def check_input_stays(cross_entropy_grad):
    """Scores and labels belong to the caller: they must be the same after the call."""
    leaves_alone(cross_entropy_grad, np.array([[1.0, 2.0]]), np.array([1]))
    leaves_alone(cross_entropy_grad, rows(17, 2, 3), np.array([2, 1]))


def marks(z, y):
    return np.eye(z.shape[1])[y]


def back(p, arriving):
    """The slopes at the scores, when these arrive at the probabilities: through the Jacobian."""
    return p * (arriving - (arriving * p).sum(axis=1, keepdims=True))


def wrong_no_mean(z, y):
    """These are the slopes of the *sum* of all prices. The loss is their mean over the rows."""
    return softmax(z) - marks(z, y)


wrong_no_mean.hint = 2


def wrong_divisor(z, y):
    """The slopes were divided by something else than N. The mean runs over the N rows, once."""
    return (softmax(z) - marks(z, y)) / z.size


wrong_divisor.hint = 2
wrong_divisor.variations = (
    lambda z, y: (softmax(z) - marks(z, y)) / z.shape[1],
    lambda z, y: (softmax(z) - marks(z, y)) / len(y) ** 2,
)


def wrong_half_divided(z, y):
    """Only one of the two was divided by N, the probabilities or the one-hot rows. Both must be."""
    return softmax(z) / len(y) - marks(z, y)


wrong_half_divided.hint = 2
wrong_half_divided.variations = (lambda z, y: softmax(z) - marks(z, y) / len(y),)


def wrong_summed(z, y):
    """The rows were added up. Each score has a slope of its own: the result has the shape of z."""
    return (softmax(z) - marks(z, y)).mean(axis=0)


wrong_summed.variations = (
    lambda z, y: (softmax(z) - marks(z, y)).sum(axis=0),
    lambda z, y: (softmax(z) - marks(z, y)).mean(),
    lambda z, y: (softmax(z) - marks(z, y)).mean(axis=1),
    lambda z, y: (softmax(z) - marks(z, y)).mean(axis=0, keepdims=True),
    lambda z, y: (softmax(z) - marks(z, y)).sum(axis=0, keepdims=True),
)


def wrong_sign(z, y):
    """That is the way *down*. A slope is above 0 where a higher score makes the loss grow."""
    return (marks(z, y) - softmax(z)) / len(y)


wrong_sign.variations = (lambda z, y: marks(z, y) - softmax(z),)


def wrong_diagonal(z, y):
    """Only p(1 − p) was used, the slope of a sigmoid. In softmax a score moves all probabilities.

    The wrong classes must be pushed down as well.
    """
    return marks(z, y) * (softmax(z) - 1) / len(y)


wrong_diagonal.mistake = "M28"
wrong_diagonal.variations = (
    lambda z, y: softmax(z) * (1 - softmax(z)) / len(y),
    lambda z, y: marks(z, y) * (1 - softmax(z)),
    lambda z, y: (softmax(z) - marks(z, y)) * softmax(z) * (1 - softmax(z)),
    lambda z, y: 2 * (softmax(z) - marks(z, y)) * softmax(z) * (1 - softmax(z)),
    lambda z, y: 0 - marks(z, y) * softmax(z) * (1 - softmax(z)),
)


def wrong_input(z, y):
    """The scores z stand where probabilities belong. The slopes of softmax need its *output*."""
    return marks(z, y) * (z - 1) / len(y)


wrong_input.mistake = "M29"
wrong_input.variations = (
    lambda z, y: softmax(z) * (1 - z),
    lambda z, y: z * (1 - z),
    lambda z, y: (softmax(z) - marks(z, y)) * z * (1 - z),
    lambda z, y: (softmax(z) - marks(z, y)) * softmax(z) * (1 - z),
)


def wrong_no_softmax(z, y):
    """The one-hot rows were subtracted from the scores. Softmax has to come first."""
    return (z - marks(z, y)) / len(y)


def wrong_twice(z, y):
    """Softmax was applied twice: probabilities stand where scores belong."""
    return (softmax(softmax(z)) - marks(z, y)) / len(y)


wrong_twice.mistake = "M21"
wrong_twice.lesson = "11"
wrong_twice.variations = (
    lambda z, y: back(softmax(z), softmax(softmax(z)) - marks(z, y)),
    lambda z, y: back(softmax(softmax(z)), 0 - marks(z, y) / softmax(softmax(z))),
)


def wrong_squares(z, y):
    """Here p − Y went through softmax once more, as if the loss were squares. It stalls then.

    Behind a cross-entropy, p − Y is already the slope at the scores.
    """
    return 2 * back(softmax(z), softmax(z) - marks(z, y)) / len(y)


wrong_squares.mistake = "M27"
wrong_squares.variations = (
    lambda z, y: back(softmax(z), softmax(z) - marks(z, y)),
    lambda z, y: 2 * back(softmax(z), softmax(z) - marks(z, y)) / z.shape[1],
    lambda z, y: back(softmax(z), softmax(z) - marks(z, y)) / z.shape[1],
)


def wrong_no_logarithm(z, y):
    """The slopes of p itself, or of −p: the logarithm is missing. Where p is near 0 they vanish."""
    return back(softmax(z), 0 - marks(z, y)) / len(y)


wrong_no_logarithm.mistake = "M23"
wrong_no_logarithm.lesson = "12"
wrong_no_logarithm.variations = (
    lambda z, y: back(softmax(z), marks(z, y)),
    lambda z, y: back(softmax(z), marks(z, y)) / len(y),
    lambda z, y: back(softmax(z), 0 - marks(z, y)),
)


def wrong_score_only(z, y):
    """The slopes of minus the right score. The sum in softmax has slopes too: the probabilities."""
    return 0 - marks(z, y) / len(y)


wrong_score_only.mistake = "M24"
wrong_score_only.variations = (lambda z, y: 0 - marks(z, y),)


def wrong_binary(z, y):
    """Each class was made a yes-or-no question. Exactly one is right: only ln p of it counts."""
    p, Y = softmax(z), marks(z, y)
    return back(p, (1 - Y) / (1 - p) - Y / p) / len(y)


wrong_binary.mistake = "M33"
wrong_binary.variations = (
    lambda z, y: wrong_binary(z, y) / z.shape[1],
    lambda z, y: (softmax(z) - marks(z, y)) / (softmax(z) * (1 - softmax(z))),
)


def wrong_sigmoid(z, y):
    """Each score was squashed on its own (a sigmoid). In softmax all scores of a row compete."""
    return (1 / (1 + np.exp(0 - z)) - marks(z, y)) / len(y)


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"


def wrong_relu(z, y):
    """Scores below 0 were cut off. Softmax takes scores of any sign: no activation before it."""
    return (softmax(np.maximum(z, 0)) - marks(z, y)) / len(y)


wrong_relu.mistake = "M34"
wrong_relu.variations = (lambda z, y: (softmax(np.maximum(z, 0)) - marks(z, y)) * (z > 0),)


def wrong_no_marks(z, y):
    """The labels play no part in this. What is right, only `y` can say."""
    return softmax(z) / len(y)


wrong_no_marks.hint = 1
wrong_no_marks.variations = (
    lambda z, y: (softmax(z) - np.eye(z.shape[1])[z.argmax(axis=1)]) / len(y),
    lambda z, y: softmax(z) - np.eye(z.shape[1])[z.argmax(axis=1)],
)


def wrong_plus(z, y):
    """The 1 was added at the right class. A higher score there makes the price fall, not rise."""
    return (softmax(z) + marks(z, y)) / len(y)


def wrong_labels(z, y):
    """The class number itself was subtracted. It only says at which place the 1 stands."""
    return (softmax(z) - y[:, None]) / len(y)


wrong_labels.hint = 1
wrong_labels.variations = (lambda z, y: (softmax(z) - y) / len(y), lambda z, y: softmax(z) - y)


def picked(z, pick, N):
    p = softmax(z)
    p[pick] -= 1
    return p / N


def wrong_pick(z, y):
    """The 1 was taken away in too many places. In row n it belongs to one: the column y[n]."""
    return picked(z, np.index_exp[:, y], len(y))


wrong_pick.hint = 1
wrong_pick.variations = (
    lambda z, y: picked(z, np.index_exp[:, y], 1),
    lambda z, y: picked(z, y, len(y)),
    lambda z, y: picked(z, y, 1),
)


def wrong_axis(z, y):
    """The examples compete with one another here. The classes of one row have to: `axis=-1`."""
    return (softmax(z, 0) - marks(z, y)) / len(y)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"


def wrong_one_sum(z, y):
    """One sum runs over the whole batch. Each row needs its own."""
    return (np.exp(z) / np.exp(z).sum() - marks(z, y)) / len(y)


wrong_one_sum.mistake = "M16"
wrong_one_sum.lesson = "05"
wrong_one_sum.variations = (
    lambda z, y: np.exp(z) / np.exp(z).sum() - marks(z, y),
    lambda z, y: shifted(z, y, np.max(z, axis=1, keepdims=True), None),
)


def shifted(z, y, peak, axis=1):
    """The right slopes, as long as nothing overflows or underflows below this `peak`."""
    e = np.exp(z - peak)
    return (e / e.sum(axis=axis, keepdims=True) - marks(z, y)) / len(y)


def wrong_keepdims(z, y):
    """A sum or a peak lost its axis, so it lines up with the wrong numbers, or with none at all.

    A square batch hides it. What does `keepdims=True` do?
    """
    return (np.exp(z) / np.exp(z).sum(axis=1) - marks(z, y)) / len(y)


def sum_without_keepdims(z, y):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return (e / e.sum(axis=1) - marks(z, y)) / len(y)


def no_keepdims_at_all(z, y):
    e = np.exp(z - z.max(axis=1))
    return (e / e.sum(axis=1) - marks(z, y)) / len(y)


wrong_keepdims.mistake = "M17"
wrong_keepdims.lesson = "05"
wrong_keepdims.variations = (
    sum_without_keepdims,
    lambda z, y: sum_without_keepdims(z, y) * len(y),
    no_keepdims_at_all,
    lambda z, y: shifted(z, y, z.max(axis=1)),
    lambda z, y: np.exp(z) / np.exp(z).sum(axis=1) - marks(z, y),
)


def wrong_rounds(z, y):
    """The numbers are rounded: small slopes become 0. Keep all digits; round where you print."""
    return np.round(solution(z, y), 3)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "05"
wrong_rounds.variations = tuple(
    form
    for n in range(9)
    for form in (
        lambda z, y, n=n: np.round(solution(z, y), n),
        lambda z, y, n=n: (np.round(softmax(z), n) - marks(z, y)) / len(y),
    )
)


def wrong_zero_times_infinity(z, y):
    """The slope 1/p was computed apart: where p underflows it is infinite, and 0 · inf is nan.

    On paper the p cancels. Cancel it before you compute.
    """
    return back(softmax(z), 0 - marks(z, y) / softmax(z)) / len(y)


def by_row_of_jacobian(z, y):
    slopes = []
    for p, label in zip(softmax(z).tolist(), y, strict=True):
        slopes.append([-1 / p[label] * p[label] * ((k == label) - p[k]) for k in range(len(p))])
    return np.array(slopes) / len(y)


wrong_zero_times_infinity.mistake = "M25"
wrong_zero_times_infinity.variations = (by_row_of_jacobian,)


def wrong_epsilon(z, y):
    """An epsilon or a floor keeps 1/p finite, and the slope is 0 where the answer is most wrong.

    On paper the p cancels. Cancel it before you compute.
    """
    return back(softmax(z), 0 - marks(z, y) / (softmax(z) + 1e-12)) / len(y)


wrong_epsilon.mistake = "M26"
wrong_epsilon.variations = tuple(
    form
    for epsilon in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
    for form in (
        lambda z, y, e=epsilon: back(softmax(z), 0 - marks(z, y) / (softmax(z) + e)) / len(y),
        lambda z, y, e=epsilon: (
            back(softmax(z), 0 - marks(z, y) / np.maximum(softmax(z), e)) / len(y)
        ),
    )
)


def wrong_overflow(z, y):
    """`exp` of a large score is infinite, and of very low scores all are 0.

    What can you subtract from a whole row without changing a probability?
    """
    return shifted(z, y, 0.0)


def overflow_in_a_loop(z, y):
    slopes = []
    for row in z:
        e = [math.exp(x) for x in row]
        slopes.append([x / sum(e) for x in e])
    return (np.array(slopes) - marks(z, y)) / len(y)


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (overflow_in_a_loop,)


def wrong_shift_by_another(z, y):
    """Another score, or the mean, was subtracted. The largest can lie far above it."""
    return shifted(z, y, np.mean(z, axis=1, keepdims=True))


wrong_shift_by_another.lesson = "05"
wrong_shift_by_another.variations = (
    lambda z, y: shifted(z, y, np.min(z, axis=1, keepdims=True)),
    lambda z, y: shifted(z, y, z[:, :1]),
    lambda z, y: shifted(z, y, z[:, -1:]),
)


def wrong_global_peak(z, y):
    """The largest of the whole batch is subtracted, so in a low row every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    return shifted(z, y, np.max(z))


wrong_global_peak.mistake = "M18"
wrong_global_peak.lesson = "05"


def wrong_in_place(z, y):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    z -= np.max(z, axis=1, keepdims=True)
    return solution(z, y)


def written_back(z, y):
    z[...] = softmax(z)
    z[np.arange(len(y)), y] -= 1
    return z / len(y)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
wrong_in_place.variations = (written_back,)


def wrong_whole_numbers(z, y):
    """The scores came as whole numbers, and the slopes were kept as whole numbers too.

    So they lost all that stands after the point. Make an array of floats for them.
    """
    return solution(z, y).astype(z.dtype)


wrong_whole_numbers.variations = (
    lambda z, y: (softmax(z).astype(z.dtype) - marks(z, y)) / len(y),
    lambda z, y: (softmax(z) - marks(z, y)).astype(z.dtype) / len(y),
)
