"""## The price of a batch

Write `cross_entropy(z, y)`. `z` has a row of scores for each example, shape (N, K), and scores of
any size. `y` holds the N right classes, as numbers from 0 to K − 1. Return the mean over the rows
of −ln p(right class), one number.

```py
cross_entropy([[0, 0]], [1])                    # 0.6931, which is ln 2
cross_entropy([[0, 0], [0, -800]], [1, 1])      # 400.3466
```

Use NumPy; do not call a `cross_entropy` or `log_softmax` that somebody else wrote.
"""

import math

import numpy as np

from exercises.checks import Inside, agree, array, holds, leaves_alone

name = "cross_entropy"
place = 2
forbidden = ("cross_entropy", "log_softmax")


def starter(z, y): ...


def solution(z, y):
    below = z - np.max(z, axis=-1, keepdims=True)
    log_sum = np.log(np.exp(below).sum(axis=-1))
    return np.mean(log_sum - below[np.arange(len(y)), y])


def by_one_hot(z, y):
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    Y = np.eye(z.shape[1])[y]
    return -(Y * log_p).sum() / len(z)


def in_float32(z, y):
    below = np.asarray(z - z.max(axis=1, keepdims=True), dtype=np.float32)
    log_p = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return -np.take_along_axis(log_p, y[:, None], axis=1).mean()


def row_by_row(z, y):
    prices = []
    for row, label in zip(z, y, strict=True):
        total = sum(math.exp(x - max(row)) for x in row)
        prices.append(max(row) + math.log(total) - row[label])
    return sum(prices) / len(prices)


def normalised_twice(z, y):
    for _ in range(2):
        z = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    return -z[range(len(y)), y].mean()


variants = (by_one_hot, in_float32, row_by_row, normalised_twice)

hints = (
    "On paper first: −ln(e^z_y / sum) is a difference in which no probability is left.",
    "Subtract the largest score of each row before `exp`: that changes no price.",
    "`z[np.arange(len(y)), y]` takes from each row the score of its right class.",
)


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


def at_the_bottom(cross_entropy):
    """Return what the right class costs when its score lies 800 and 2000 below the other."""
    near, far = (float(cross_entropy(np.array([[0.0, -g]]), np.array([1]))) for g in (800, 2000))
    return "flat" if near == far and math.isfinite(far) else [near, far]


def rounded(values):
    return bool(np.abs(values - np.round(values, 12)).max() < 1e-15)


def digits(cross_entropy):
    """Return whether losses are rounded, and whether the probabilities behind them are."""
    y = np.array([1])
    losses = np.array([float(cross_entropy(rows(seed, 1, 3), y)) for seed in (6, 7, 8)])
    return [rounded(losses), rounded(np.exp(0 - losses))]


FAR_APART = np.array([[0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0]])

probes = (
    # moderate scores, in batches of several shapes, also square
    (
        (np.array([[1.0, 2.0, 4.0], [0.0, 0.5, -1.0]]), np.array([1, 2])),
        (rows(1, 1, 4), np.array([3])),
        (rows(2, 3, 3), np.array([0, 2, 2])),
        (rows(3, 5, 3), np.array([2, 0, 1, 1, 0])),
        (rows(4, 4, 2), np.array([1, 0, 0, 1])),
    ),
    # rounding, then probabilities that underflow
    (Inside(digits, ()),),
    (Inside(at_the_bottom, ()), (np.array([[0.0, 0.5, -800.0]]), np.array([0]))),
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
    """The mean price from its formula, number by number, in exact sums."""
    prices = [
        max(row) + math.log(math.fsum(math.exp(x - max(row)) for x in row)) - row[label]
        for row, label in zip(np.asarray(z).tolist(), y, strict=True)
    ]
    return math.fsum(prices) / len(prices)


def compare(cross_entropy, z, y, **tolerance):
    agree(cross_entropy, (np.array(z), np.array(y)), by_loop(z, y), **tolerance)


def check_one_row(cross_entropy):
    """One row costs −ln p of its right class; with two equal scores that is ln 2."""
    for z, y in (([[0.0, 0.0]], [1]), ([[1.0, 2.0, 4.0]], [1]), (rows(11, 1, 3), [2])):
        compare(cross_entropy, z, y, atol=1e-6)


def check_several_rows(cross_entropy):
    """For several rows it is the mean of their prices, one for each row."""
    cases = (
        ([[0.0, 0.0], [0.0, 1.0]], [0, 1]),
        ([[0.0, 0.0], [1.0, 3.0], [2.0, 0.0]], [1, 0, 0]),
        (rows(12, 3, 3), [2, 0, 0]),
        (rows(13, 2, 4), [3, 1]),
    )
    for z, y in cases:
        compare(cross_entropy, z, y, atol=1e-6)


def check_far_below(cross_entropy):
    """The less probable the right class, the dearer, without limit: a gap of 800 costs 800."""
    for z, y in (([[0.0, -800.0]], [1]), ([[0.0, -2000.0]], [1]), ([[0.0, 900.0, 1.0]], [0])):
        compare(cross_entropy, z, y)


def check_large(cross_entropy):
    """Large scores must do no harm: only their differences count."""
    for z, y in (([[1000.0, 1000.0]], [0]), ([[-1000.0, -1001.0]], [1]), ([[999.0, 1000.0]], [0])):
        compare(cross_entropy, z, y, rtol=1e-3, atol=1e-3)
    compare(cross_entropy, [[-1000.0, 1000.0, -1000.0]], [1], rtol=1e-3, atol=1e-3)


def check_rows_of_different_size(cross_entropy):
    """Rows must not disturb one another: one is large here, the other small."""
    for z in ([[0.0, 1.0], [1000.0, 1001.0]], [[-1000.0, -1001.0], [1.0, 3.0]]):
        compare(cross_entropy, z, [0, 1], rtol=1e-3, atol=1e-3)


def check_whole_numbers(cross_entropy):
    """Scores may be whole numbers as well, as in the examples."""
    for z, y in (([[0, 0]], [1]), ([[1, 2, 4], [3, 3, 0]], [1, 2])):
        compare(cross_entropy, z, y, atol=1e-6)


def check_digits(cross_entropy):
    """The loss has lost digits: somewhere it was rounded. Round where you print."""
    y = np.array([1])
    losses = np.array([array(cross_entropy, rows(seed, 1, 2), y) for seed in (14, 15, 16)], float)
    kept = not rounded(losses) and not rounded(np.exp(0 - losses))
    holds(kept, cross_entropy, losses[-1], "a number with all its digits")


def check_input_stays(cross_entropy):
    """Scores and labels belong to the caller: they must be the same after the call."""
    leaves_alone(cross_entropy, np.array([[1.0, 2.0]]), np.array([1]))
    leaves_alone(cross_entropy, rows(17, 2, 3), np.array([2, 1]))


def share(z, axis=-1):
    e = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def naive_share(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def at(values, y):
    return values[np.arange(len(y)), y]


def marks(z, y):
    return np.eye(z.shape[1])[y]


def from_scores(z, y, shift):
    below = z - shift
    return np.mean(np.log(np.exp(below).sum(axis=-1)) - at(below, y))


def reductions(price):
    """Return the mean and the sum over the rows of `price(z, y)`, as two wrong answers."""
    return lambda z, y: np.mean(price(z, y)), lambda z, y: np.sum(price(z, y))


def wrong_sum(z, y):
    """The prices are added up, so twice the rows cost twice as much. Take the mean of the rows."""
    return solution(z, y) * len(y)


def wrong_mean_of_all(z, y):
    """The mean runs over the entries, or the classes. It has to run over the rows: divide by N."""
    return solution(z, y) / z.shape[1]


wrong_mean_of_all.variations = (lambda z, y: solution(z, y) * len(y) / z.shape[1],)


def wrong_row_prices(z, y):
    """This is a price for each row. The task asks for one number, their mean."""
    return 0 - np.log(at(share(z), y))


wrong_row_prices.variations = (lambda z, y: (0 - np.log(at(share(z), y)))[:, None],)


def wrong_sign(z, y):
    """The minus is missing: ln of a probability is at most 0, and a price is never below 0."""
    return 0 - solution(z, y)


wrong_sign.variations = (lambda z, y: 0 - solution(z, y) * len(y),)


def wrong_base(z, y):
    """The logarithm has another base. The price is in nats: take the natural one."""
    return solution(z, y) / np.log(2)


def mixed_base(z, y, log=np.log2):
    below = z - np.max(z, axis=1, keepdims=True)
    return np.mean(log(np.exp(below).sum(axis=1)) - at(below, y))


wrong_base.variations = (
    lambda z, y: solution(z, y) / np.log(10),
    mixed_base,
    lambda z, y: mixed_base(z, y, np.log10),
)


def wrong_twice(z, y):
    """Softmax was applied twice: probabilities stand where scores belong. The loss stays high."""
    return solution(share(z), y)


wrong_twice.mistake = "M21"
wrong_twice.lesson = "11"
wrong_twice.variations = (
    lambda z, y: solution(share(z), y) * len(y),
    lambda z, y: solution(share(share(z)), y),
)


def wrong_no_logarithm(z, y):
    """The logarithm is missing: this is minus a probability. A price is never below 0."""
    return 0 - at(share(z), y).mean()


wrong_no_logarithm.mistake = "M23"
wrong_no_logarithm.lesson = "12"
wrong_no_logarithm.variations = (
    lambda z, y: 0 - at(share(z), y).sum(),
    lambda z, y: 0 - at(share(z), y).sum() / z.size,
    lambda z, y: 0 - at(share(z), y),
)


def wrong_score_only(z, y):
    """Minus the right score, as if it were a log-probability. The other scores must count too."""
    return 0 - at(z, y).mean()


wrong_score_only.mistake = "M24"
wrong_score_only.variations = (
    lambda z, y: 0 - at(z, y).sum(),
    lambda z, y: 0 - at(z, y).sum() / z.size,
    lambda z, y: 0 - at(z, y),
)


def wrong_from_the_peak(z, y):
    """That is how far the right score lies below the largest. The log of the sum is missing.

    All scores must count, not the largest alone.
    """
    return np.mean(np.max(z, axis=1) - at(z, y))


wrong_from_the_peak.mistake = "M24"
wrong_from_the_peak.variations = (lambda z, y: np.sum(np.max(z, axis=1) - at(z, y)),)


def wrong_log_of_softmax(z, y):
    """The `exp` of a very low score underflows to 0 before the logarithm sees it: ln 0 is -inf.

    Take the logarithm on paper first. What is left of the fraction?
    """
    return np.mean(0 - np.log(at(share(z), y)))


def log_in_a_loop(z, y, shifted=True):
    prices = []
    for row, label in zip(z, y, strict=True):
        e = [math.exp(x - max(row) * shifted) for x in row]
        prices.append(-math.log(e[label] / sum(e)))
    return sum(prices) / len(prices)


def all_logs_in_a_loop(z, y):
    logs = [[math.log(p) for p in row] for row in share(z)]
    return 0 - at(np.array(logs), y).mean()


wrong_log_of_softmax.mistake = "M25"
wrong_log_of_softmax.variations = (
    log_in_a_loop,
    all_logs_in_a_loop,
    lambda z, y: 0 - np.sum(marks(z, y) * np.log(share(z))) / len(y),
    lambda z, y: np.mean(0 - np.log(at(naive_share(z), y))),
)


def wrong_epsilon(z, y):
    """Beyond some price the loss is flat: an epsilon or a floor cuts it off.

    There the slope is 0, just where a classifier is most wrong. No patch is needed if the
    logarithm is taken on paper first.
    """
    return np.mean(0 - np.log(at(share(z), y) + 1e-12))


wrong_epsilon.mistake = "M26"
wrong_epsilon.variations = tuple(
    form
    for epsilon in (0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
    for form in (
        lambda z, y, epsilon=epsilon: np.mean(0 - np.log(at(share(z), y) + epsilon)),
        lambda z, y, epsilon=epsilon: np.mean(0 - np.log(np.clip(at(share(z), y), epsilon, 1))),
    )
)


def binary(p, Y, epsilon=0.0):
    return 0 - Y * np.log(p + epsilon) - (1 - Y) * np.log(1 - p + epsilon)


def wrong_binary(z, y):
    """Each class was made a yes-or-no question. Exactly one is right: only ln p of it counts."""
    return binary(share(z), marks(z, y)).mean()


wrong_binary.mistake = "M33"
wrong_binary.variations = (
    lambda z, y: binary(share(z), marks(z, y)).sum(),
    lambda z, y: binary(share(z), marks(z, y)).sum() / len(y),
    lambda z, y: binary(share(z), marks(z, y)).sum(axis=1),
    lambda z, y: binary(share(z), marks(z, y)).mean(axis=1),
    *reductions(lambda z, y: 0 - np.log(at(share(z), y)) - np.log(1 - at(share(z), y))),
    lambda z, y: binary(share(z), marks(z, y), 1e-5).mean(),
)


def wrong_sigmoid(z, y):
    """Each score was squashed on its own (a sigmoid). In softmax all scores of a row compete."""
    return binary(1 / (1 + np.exp(0 - z)), marks(z, y)).mean()


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"
wrong_sigmoid.variations = (
    lambda z, y: binary(1 / (1 + np.exp(0 - z)), marks(z, y)).sum(),
    lambda z, y: binary(1 / (1 + np.exp(0 - z)), marks(z, y)).sum() / len(y),
    *reductions(lambda z, y: np.logaddexp(0, 0 - at(z, y))),
)


def wrong_squares(z, y):
    """These are squares of errors. Where softmax is saturated they stall; the price is −ln p."""
    return np.mean((share(z) - marks(z, y)) ** 2)


wrong_squares.mistake = "M27"
wrong_squares.variations = (
    *reductions(lambda z, y: np.sum((share(z) - marks(z, y)) ** 2, axis=1)),
    *reductions(lambda z, y: np.sum((share(z) - marks(z, y)) ** 2, axis=1) / 2),
    *reductions(lambda z, y: (1 - at(share(z), y)) ** 2),
)


def wrong_axis(z, y):
    """The examples compete with one another here. The classes of one row have to: `axis=-1`."""
    return np.mean(0 - np.log(at(share(z, 0), y)))


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.variations = (
    lambda z, y: np.sum(0 - np.log(at(share(z, 0), y))),
    lambda z, y: np.mean(0 - np.log(at(share(z - np.max(z, axis=1, keepdims=True), 0), y))),
)


def wrong_one_sum(z, y):
    """One sum runs over the whole batch. Each row needs its own."""
    return np.mean(0 - np.log(at(np.exp(z) / np.exp(z).sum(), y)))


wrong_one_sum.mistake = "M16"
wrong_one_sum.lesson = "05"
wrong_one_sum.variations = (
    lambda z, y: np.sum(0 - np.log(at(np.exp(z) / np.exp(z).sum(), y))),
    lambda z, y: np.log(np.exp(z).sum()) - at(z, y).sum(),
)


def wrong_keepdims(z, y):
    """A sum or a peak lost its axis, so it lines up with the wrong numbers, or with none at all.

    A square batch hides it. What does `keepdims=True` do?
    """
    return np.mean(0 - np.log(at(np.exp(z) / np.exp(z).sum(axis=1), y)))


def sum_without_keepdims(z, y):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return np.mean(0 - np.log(at(e / e.sum(axis=1), y)))


def no_keepdims_at_all(z, y):
    e = np.exp(z - z.max(axis=1))
    return np.mean(0 - np.log(at(e / e.sum(axis=1), y)))


wrong_keepdims.mistake = "M17"
wrong_keepdims.lesson = "05"
wrong_keepdims.variations = (
    sum_without_keepdims,
    no_keepdims_at_all,
    lambda z, y: from_scores(z, y, z.max(axis=1)),
    lambda z, y: 0 - at(z - np.log(np.exp(z).sum(axis=1)), y).mean(),
)


def wrong_overflow(z, y):
    """`exp` of a large score is infinite, and of very low scores all are 0.

    What can you subtract from a whole row without changing its price?
    """
    return from_scores(z, y, 0.0)


def overflow_in_a_loop(z, y):
    prices = [
        math.log(sum(math.exp(x) for x in row)) - row[label]
        for row, label in zip(z, y, strict=True)
    ]
    return sum(prices) / len(prices)


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.hint = 1
wrong_overflow.variations = (overflow_in_a_loop,)


def wrong_shift(z, y):
    """The largest score was taken off in one place only: subtract it in both, or add it back."""
    return np.mean(np.log(np.exp(z - np.max(z, axis=1, keepdims=True)).sum(axis=1)) - at(z, y))


wrong_shift.hint = 1
wrong_shift.variations = (
    lambda z, y: np.mean(np.log(np.exp(z).sum(axis=1)) - at(z, y) + np.max(z, axis=1)),
)


def wrong_shift_by_another(z, y):
    """Another score, or the mean, was subtracted. The largest can lie far above it."""
    return from_scores(z, y, np.mean(z, axis=1, keepdims=True))


wrong_shift_by_another.lesson = "05"
wrong_shift_by_another.variations = (
    lambda z, y: from_scores(z, y, np.min(z, axis=1, keepdims=True)),
    lambda z, y: from_scores(z, y, z[:, :1]),
    lambda z, y: from_scores(z, y, z[:, -1:]),
)


def wrong_global_peak(z, y):
    """The largest of the whole batch is subtracted, so in a low row every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    return from_scores(z, y, np.max(z))


wrong_global_peak.mistake = "M18"
wrong_global_peak.lesson = "05"
wrong_global_peak.hint = 1


def wrong_in_place(z, y):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    z -= np.max(z, axis=-1, keepdims=True)
    return solution(z, y)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"


def wrong_rounds(z, y):
    """The numbers are rounded on the way. Keep all digits; round where you print."""
    return np.round(solution(z, y), 3)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "05"
wrong_rounds.variations = tuple(
    form
    for n in (0, 1, 2, 3, 4, 5, 8)
    for form in (
        lambda z, y, n=n: np.round(solution(z, y), n),
        lambda z, y, n=n: np.mean(0 - np.log(at(share(z).round(n), y))),
    )
)


def wrong_relu(z, y):
    """Scores below 0 were cut off. Softmax takes scores of any sign: no activation before it."""
    return solution(np.maximum(z, 0), y)


wrong_relu.mistake = "M34"


def wrong_pick(z, y):
    """The wrong entries were picked. From row n take one entry: the one at place y[n]."""
    return np.mean(0 - np.log(share(z))[:, y])


wrong_pick.hint = 2
wrong_pick.variations = (
    lambda z, y: np.mean(0 - np.log(share(z))[y]),
    lambda z, y: np.sum(0 - np.log(share(z))[:, y]),
    lambda z, y: np.sum(0 - np.log(share(z))[:, y]) / len(y),
)


def wrong_labels_as_marks(z, y):
    """The class numbers were multiplied in. They only say at which place the right class stands."""
    return 0 - np.mean(y[:, None] * np.log(share(z)))


wrong_labels_as_marks.hint = 2
wrong_labels_as_marks.variations = (
    lambda z, y: 0 - np.sum(y * np.log(share(z))) / len(y),
    lambda z, y: 0 - np.sum(np.log(share(z)) * y) / len(y),
    lambda z, y: 0 - np.mean(y * np.log(share(z))),
    lambda z, y: 0 - np.sum(y * np.log(share(z))),
    lambda z, y: 0 - np.sum(np.log(share(z)) * y),
    lambda z, y: 0 - np.mean(np.log(share(z)) * y),
    lambda z, y: 0 - np.sum(y[:, None] * np.log(share(z))) / len(y),
)


def wrong_ignores_labels(z, y):
    """The labels play no part in this. Which entry of a row is paid for, only `y` can say."""
    return np.mean(0 - np.log(share(z)))


wrong_ignores_labels.hint = 2
wrong_ignores_labels.variations = (
    lambda z, y: np.sum(0 - np.log(share(z))) / len(y),
    lambda z, y: np.mean(0 - np.log(share(z).max(axis=1))),
    lambda z, y: 0 - np.sum(share(z) * np.log(share(z))) / len(y),
    lambda z, y: 0 - np.mean(share(z) * np.log(share(z))),
)


def wrong_log_of_mean(z, y):
    """The logarithm of the mean is not the mean of the logarithms: each row has its own price."""
    return 0 - np.log(at(share(z), y).mean())


def wrong_share(z, y):
    """This price is 1 − p: never above 1, however wrong the row is. A logarithm has no limit."""
    return 1 - at(share(z), y).mean()


def wrong_division(z, y):
    """The scores were divided by their sum, without `exp`: there may be no logarithm of that."""
    return np.mean(0 - np.log(at(z / z.sum(axis=1, keepdims=True), y)))


wrong_division.mistake = "M01"
wrong_division.lesson = "06"


def wrong_whole_numbers(z, y):
    """Numbers with a fraction were to fit into an array of whole numbers.

    Make an array of floats first, or a new one for the results.
    """
    below = (z - np.logaddexp.reduce(z, axis=1, keepdims=True)).astype(z.dtype)
    return 0 - at(below, y).mean()


def subtracted_in_a_copy(z, y):
    z = z.copy()
    z -= np.logaddexp.reduce(z, axis=1, keepdims=True)
    return 0 - at(z, y).mean()


wrong_whole_numbers.variations = (
    subtracted_in_a_copy,
    lambda z, y: (0 - np.log(at(share(z), y))).astype(y.dtype).mean(),
)
