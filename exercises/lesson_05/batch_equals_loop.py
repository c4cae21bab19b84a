"""## All rows in one go

The cell holds a function that works: it goes through the drawings in `X` one by one. Write
`predict_all(X, W, b)` without that loop. `X` has a row for each drawing, `W` a column for each
class, `b` a number for each class. The result has a row of probabilities for each drawing: the
softmax of its scores `x @ W + b`. Large scores must do no harm, and the arguments must stay as they
were.

```py
X, W = np.array([[0.0], [1.0]]), np.array([[0.0, 1000.0]])
predict_all(X, W, np.array([0.0, 0.0]))      # [[0.5, 0.5], [0, 1]]
```
"""

import math
import sys

import numpy as np

from exercises.checks import Inside, agree, array, holds, leaves_alone

name = "predict_all"
place = 3


def starter(X, W, b):
    P = []
    for x in X:  # one drawing at a time: this is the loop to get rid of
        z = x @ W + b
        e = np.exp(z - z.max())
        P.append(e / e.sum())
    return np.array(P)


def solution(X, W, b):
    Z = X @ W + b
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def with_new_axes(X, W, b):
    Z = np.einsum("nd,dk->nk", X, W) + b[None, :]
    E = np.exp(Z - np.max(Z, axis=1)[:, None])
    return E / np.sum(E, axis=1)[:, None]


def columns_first(X, W, b):
    Z = W.T @ X.T + b.reshape(-1, 1)
    Z -= Z.max(axis=0)
    return (np.exp(Z) / np.exp(Z).sum(axis=0)).T


def in_float32(X, W, b):
    Z = X.astype(np.float32) @ W.astype(np.float32) + b.astype(np.float32)
    return np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))


def class_by_class(X, W, b):
    Z = [X @ W[:, k] + b[k] for k in range(len(b))]
    E = [np.exp(z - np.maximum.reduce(Z)) for z in Z]
    return np.stack([e / sum(E) for e in E], axis=1)


variants = (with_new_axes, columns_first, in_float32, class_by_class)

hints = (
    "`X @ W` is a table with the scores of all drawings. What does `+ b` do with its rows?",
    "The softmax that you wrote for a batch does the rest: each row has its own maximum and sum.",
    "`Z.max(axis=-1, keepdims=True)` is a column with a number for each row; sums work alike.",
)


def problem(seed, n_rows, n_features, n_classes):
    rng = np.random.default_rng(seed)
    shapes = ((n_rows, n_features), (n_features, n_classes), (n_classes,))
    return tuple(rng.normal(size=shape).round(2) for shape in shapes)


def scores(*z):
    """Return arguments for which `X @ W + b` is the table `z`, and `X` is not."""
    z = np.array(z)
    return -z, -np.eye(z.shape[1]), np.zeros(z.shape[1])


LOW_AND_HIGH = scores(
    [0.0, 1.0, 2.0], [1000.0, 1001.0, 1002.0], [-800.0, 800.0, 0.0], [2000.0, 0.0, -2000.0]
)
LONG = scores([20_000.0, 0.0, 0.0], [0.0, 1.0, 2.0])
LOW = scores([-1000.0, -1001.0], [3.0, 4.0])
MANY = problem(9, 30, 2, 3)


def steps(predict_all, X, W, b):
    """Count the steps that Python itself makes in a call: what NumPy does inside is one step."""
    count = 0

    def note(frame, event, arg):
        nonlocal count
        count += 1
        frame.f_trace_opcodes = True
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        predict_all(X, W, b)
    finally:
        sys.settrace(before)
    return count


class Rows(np.ndarray):
    """An array that goes through its rows in Python, so that steps are counted there as well."""

    def __iter__(self):
        return (self[k] for k in range(len(self)))


def goes_row_by_row(predict_all, X, W, b):
    """Return 1 if Python takes more steps for more rows, at least one for each, else 0."""
    third = len(X) // 3
    predict_all(X, W, b)  # what happens in a first call only, such as an import, is no loop
    counts = [steps(predict_all, X[: k * third].view(Rows), W, b) for k in (1, 2, 3)]
    return int(min(np.diff(counts)) >= third)


probes = (
    # moderate scores, of a single drawing too, and of as many as there are classes
    (problem(1, 2, 3, 4), problem(2, 3, 2, 3), problem(3, 1, 2, 3), problem(4, 3, 3, 3)),
    # large scores
    (LOW_AND_HIGH, LOW, LONG, scores([709.0, 709.0, 709.0], [0.0, 0.0, 0.0])),
    # the number of steps
    (Inside(goes_row_by_row, MANY),),
)


def by_loop(X, W, b):
    """The probabilities, drawing by drawing and number by number."""

    def of_drawing(x):
        z = [math.fsum(x * W[:, k]) + b[k] for k in range(len(b))]
        e = [math.exp(score - max(z)) for score in z]
        return [part / math.fsum(e) for part in e]

    return np.array([of_drawing(x) for x in X])


def check_rows(predict_all):
    """Each drawing's probabilities come from its own scores, `x @ W + b`, as in the loop."""
    for sizes in ((1, 1, 2), (2, 1, 2), (2, 3, 2), (3, 2, 3), (3, 3, 3), (4, 2, 5)):
        given = problem(sum(sizes), *sizes)
        agree(predict_all, given, by_loop(*given))


def check_large(predict_all):
    """Large scores must do no harm, and rows must not disturb one another."""
    for given in (scores([0.0, 1.0], [1000.0, 1000.0]), LOW, LOW_AND_HIGH, LONG):
        agree(predict_all, given, by_loop(*given), rtol=2e-4)  # z - ln Σ exp(z) in float32


def check_input_stays(predict_all):
    """`X`, `W` and `b` belong to the caller: they must be the same after the call."""
    leaves_alone(predict_all, *problem(14, 2, 2, 2))


def check_no_loop(predict_all):
    """The rows should be worked on all at once."""
    row_by_row = array(predict_all, *MANY, scenario=goes_row_by_row)
    holds(
        not row_by_row,
        predict_all,
        "one step or more for each row",
        "as many for 30 rows as for 10",
    )


def softmax(Z, shift=0.0, axis=-1):
    """Softmax with `shift` subtracted: right as long as nothing overflows or underflows."""
    E = np.exp(Z - shift)
    return E / E.sum(axis=axis, keepdims=True)


def peak(Z, axis=-1):
    return np.max(Z, axis=axis, keepdims=True)


def wrong_overflow(X, W, b):
    """`exp` of a large score is infinite, and `inf / inf` is nan. Of very low scores all are 0.

    The loop subtracts something before `exp`. What is that for a whole table?
    """
    return softmax(X @ W + b)


def overflow_in_a_loop(X, W, b, exp=math.exp):
    E = [[exp(z) for z in (x @ W + b).tolist()] for x in X]
    return np.array([[e / sum(row) for e in row] for row in E])


wrong_overflow.mistake = "M10"
wrong_overflow.hint = 1
wrong_overflow.variations = (
    overflow_in_a_loop,
    lambda X, W, b: overflow_in_a_loop(X, W, b, exp=lambda z: math.e**z),
    lambda X, W, b: softmax((X @ W + b).astype(np.float32)),
    lambda X, W, b: softmax((X @ W + b).astype(np.longdouble)),
    lambda X, W, b: np.exp(X @ W + b) / (np.exp(X @ W + b).sum(axis=-1, keepdims=True) + 1e-9),
    lambda X, W, b: np.exp(X @ W + b - np.log(np.exp(X @ W + b).sum(axis=-1, keepdims=True))),
)


def wrong_shift(X, W, b):
    """Something was subtracted, and it is not the row's largest score.

    Scores far above it overflow all the same, and if all lie far below it, each `exp` is 0.
    """
    return softmax(X @ W + b, np.mean(X @ W + b, axis=-1, keepdims=True))


wrong_shift.hint = 1
wrong_shift.variations = (
    lambda X, W, b: softmax(X @ W + b, np.mean(X @ W + b)),
    lambda X, W, b: softmax(X @ W + b, np.min(X @ W + b, axis=-1, keepdims=True)),
    lambda X, W, b: softmax(X @ W + b, np.min(X @ W + b)),
    lambda X, W, b: softmax(X @ W + b, (X @ W + b)[:, :1]),
    lambda X, W, b: softmax(X @ W + b, peak(abs(X @ W + b))),
    lambda X, W, b: softmax(X @ W + b, X.max(axis=-1, keepdims=True)),
)


def wrong_cover(X, W, b):
    """Large scores were cut off, or `nan` was replaced: that hides the overflow, and shares go."""
    return np.nan_to_num(softmax(X @ W + b))


wrong_cover.hint = 1
wrong_cover.variations = tuple(
    lambda X, W, b, low=low, high=high: softmax(np.clip(X @ W + b, low, high))
    for high in (20, 30, 700)
    for low in (-high, None)
)


def wrong_global_peak(X, W, b):
    """The largest score of all drawings is subtracted, so in a low row every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    return softmax(X @ W + b, np.max(X @ W + b))


wrong_global_peak.mistake = "M18"
wrong_global_peak.variations = (
    lambda X, W, b: (
        np.exp(X @ W + b - np.max(X @ W + b))
        / (np.exp(X @ W + b - np.max(X @ W + b)).sum(axis=-1, keepdims=True) + 1e-9)
    ),
)
wrong_global_peak.hint = 2


def wrong_axis(X, W, b):
    """The drawings compete for each class, as the columns sum to 1. Each row should sum to 1."""
    return softmax(X @ W + b, axis=0)


wrong_axis.mistake = "M15"
wrong_axis.hint = 2
wrong_axis.variations = (
    lambda X, W, b: softmax(X @ W + b, peak(X @ W + b, 0)),
    lambda X, W, b: softmax(X @ W + b, peak(X @ W + b), axis=0),
)


def wrong_one_sum(X, W, b):
    """The sum runs over all drawings: together they make 1. Each row needs a sum of its own."""
    return softmax(X @ W + b, axis=None)


wrong_one_sum.mistake = "M16"
wrong_one_sum.hint = 2
wrong_one_sum.variations = (lambda X, W, b: softmax(X @ W + b, peak(X @ W + b), axis=None),)


def wrong_keepdims(X, W, b):
    """The rows' sums or maxima lost their axis, so they line up with the columns, or with nothing.

    With as many drawings as classes there is not even an error. What does `keepdims=True` do?
    """
    E = np.exp(X @ W + b)
    return E / E.sum(axis=-1)


def sum_without_keepdims(X, W, b):
    E = np.exp(X @ W + b - peak(X @ W + b))
    return E / E.sum(axis=-1)


def no_keepdims_at_all(X, W, b):
    E = np.exp(X @ W + b - np.max(X @ W + b, axis=-1))
    return E / E.sum(axis=-1)


wrong_keepdims.mistake = "M17"
wrong_keepdims.hint = 2
wrong_keepdims.variations = (
    no_keepdims_at_all,
    lambda X, W, b: softmax(X @ W + b, np.max(X @ W + b, axis=-1)),
    sum_without_keepdims,
)


def wrong_loop(X, W, b):
    """The numbers are right, and the loop is still there: Python goes through the rows one by one.

    `apply_along_axis`, `vectorize` and lists do so, too. `X @ W` takes all rows at once.
    """
    return starter(X, W, b)


wrong_loop.variations = (
    lambda X, W, b: np.apply_along_axis(lambda z: softmax(z, z.max()), 1, X @ W + b),
    lambda X, W, b: np.array([softmax(x @ W + b, (x @ W + b).max()) for x in X]),
    lambda X, W, b: np.vectorize(lambda z: softmax(z, z.max()), signature="(k)->(k)")(X @ W + b),
)


def wrong_no_bias(X, W, b):
    """`b` is missing, or not where it belongs: a score is `x @ W` plus the number of its class."""
    return softmax(X @ W)


wrong_no_bias.variations = (
    lambda X, W, b: softmax(X @ W) + b,
    lambda X, W, b: softmax(X @ W - b),
    lambda X, W, b: softmax(X @ W * b),
)


def wrong_bias_in_columns(X, W, b):
    """`b` has a number for each class, and classes are the columns: it must lie along the rows."""
    return softmax(X @ W + b[:, None])


def wrong_product(X, W, b):
    """The tables do not meet as they should: a score is a row of `X` times a column of `W`."""
    return softmax(X @ W.T + b)


wrong_product.variations = (
    lambda X, W, b: softmax(W @ X + b),
    lambda X, W, b: softmax(X.T @ W + b),
    lambda X, W, b: softmax(W.T @ X + b),
    lambda X, W, b: softmax(np.dot(X, W.T) + b),
    lambda X, W, b: softmax(np.dot(W, X) + b),
    lambda X, W, b: softmax(X * W + b),
)


def wrong_transposed(X, W, b):
    """The table lies on its side: drawings are rows and classes are columns."""
    return softmax(X @ W + b).T


wrong_transposed.variations = (lambda X, W, b: softmax(X @ W + b, axis=0).T,)


def wrong_first_row(X, W, b):
    """Only one drawing got an answer. Does a `return` stand inside a loop?"""
    return softmax(X[0] @ W + b)


wrong_first_row.variations = (
    lambda X, W, b: softmax(X[:1] @ W + b),
    lambda X, W, b: softmax(X[-1] @ W + b),
    lambda X, W, b: softmax(X[-1:] @ W + b),
)


def wrong_scores(X, W, b):
    """These are the scores. The softmax of each row is still to come."""
    return X @ W + b


def wrong_exponentials(X, W, b):
    """These are the exponentials. Each row is still to be divided by its sum."""
    return np.exp(X @ W + b)


wrong_exponentials.variations = (lambda X, W, b: np.exp(X @ W + b - peak(X @ W + b)),)


def wrong_labels(X, W, b):
    """These are the classes with the largest score. All the probabilities were asked for."""
    return np.argmax(X @ W + b, axis=-1)


def wrong_logarithms(X, W, b):
    """These are the logarithms of the probabilities, and the probabilities were asked for."""
    return np.log(softmax(X @ W + b))


def wrong_double(X, W, b):
    """Softmax was taken twice: the second takes probabilities for scores and levels them."""
    return softmax(softmax(X @ W + b))


wrong_double.mistake = "M21"
wrong_double.lesson = "11"


def wrong_base(X, W, b):
    """The base of the powers is not e: with another one, the shares are flatter or sharper."""
    return softmax((X @ W + b) * np.log(2))


wrong_base.mistake = "M48"
wrong_base.lesson = "04"
wrong_base.variations = tuple(
    lambda X, W, b, base=base: softmax((X @ W + b) * np.log(base))
    for base in (10, 1.5, 2.5, 2.7, 2.718, 2.72, 3)
)


def wrong_sigmoids(X, W, b):
    """Each score went through a sigmoid on its own. In a row, the classes share a sum of 1."""
    return 1 / (1 + np.exp(-(X @ W + b)))


wrong_sigmoids.mistake = "M32"
wrong_sigmoids.lesson = "02"


def wrong_division(X, W, b):
    """The scores were divided by their sum, without `exp`: negative scores stay negative."""
    return (X @ W + b) / (X @ W + b).sum(axis=-1, keepdims=True)


wrong_division.mistake = "M01"
wrong_division.lesson = "06"


def wrong_rounds(X, W, b):
    """The result is rounded, so rows no longer sum to 1 and small probabilities become 0.

    Keep all digits; round where you print.
    """
    return softmax(X @ W + b).round(3)


wrong_rounds.mistake = "M14"
wrong_rounds.variations = tuple(
    lambda X, W, b, digits=digits: softmax(X @ W + b).round(digits) for digits in (1, 2, 4, 5, 6)
)


def wrong_in_place(X, W, b):
    """An argument was overwritten: `-=` and `[:]` work in the array that came in. Make another."""
    W -= W.mean(axis=1, keepdims=True)
    b -= b.mean()
    return solution(X, W, b)


wrong_in_place.mistake = "M19"
