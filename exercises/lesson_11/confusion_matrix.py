"""## What was taken for what

Write `confusion_matrix(y, predicted, n_classes)`. `y` holds the right classes and `predicted` what
a classifier said, both as class indices. The result is a table of counts: the entry in row *i*,
column *j* says how often an *i* was taken for a *j*. It has `n_classes` rows and as many columns.

```py
# a seal (0) was taken for a panda (1), then a panda for a panda
confusion_matrix(np.array([0, 1]), np.array([1, 1]), 2)     # [[0, 1], [0, 1]]
```
"""

import numpy as np

from exercises.checks import Inside, agree, leaves_alone

name = "confusion_matrix"
place = 3
forbidden = ("confusion_matrix",)


def starter(y, predicted, n_classes): ...


def solution(y, predicted, n_classes):
    table = np.zeros((n_classes, n_classes), dtype=int)
    for i, j in zip(y, predicted, strict=True):
        table[i, j] += 1
    return table


def with_add_at(y, predicted, n_classes):
    table = np.zeros((n_classes, n_classes))
    np.add.at(table, (y, predicted), 1)
    return table


def with_one_hot_rows(y, predicted, n_classes):
    eye = np.eye(n_classes, dtype=np.float32)
    return eye[y].T @ eye[predicted]


def with_bincount(y, predicted, n_classes):
    return np.bincount(n_classes * y + predicted, minlength=n_classes**2).reshape(n_classes, -1)


def by_comparing(y, predicted, n_classes):
    return [
        [np.sum((y == i) & (predicted == j)) for j in range(n_classes)] for i in range(n_classes)
    ]


variants = (with_add_at, with_one_hot_rows, with_bincount, by_comparing)

hints = (
    "Begin with a table of zeros. Each picture adds 1 to one entry. To which?",
    "The row comes from `y`, the column from `predicted`. A plain loop over pairs will do.",
    "`table[y, predicted] += 1` adds 1 to each entry once, however often it occurs in the lists.",
)


def labels(seed, n, n_classes):
    """Return the right classes and predictions, of which about half are right."""
    rng = np.random.default_rng(seed)
    y = rng.integers(n_classes, size=n)
    return y, np.where(rng.random(n) < 0.5, y, rng.integers(n_classes, size=n)), n_classes


def has_size(confusion_matrix, *case):
    """Return whether the table has the size that was asked for; without it, answers stop."""
    try:
        return np.shape(confusion_matrix(*case)) == (case[-1], case[-1])
    except (IndexError, ValueError):
        return False


MISSING = np.array([0, 1, 1, 0, 1]), np.array([0, 0, 1, 0, 2]), 5

probes = (
    (labels(1, 12, 3), labels(2, 30, 4), labels(3, 9, 2)),
    # classes that nobody drew and nobody predicted
    (Inside(has_size, MISSING), Inside(has_size, (np.array([2, 2]), np.array([0, 2]), 4))),
    (MISSING, labels(4, 3, 6)),
)


def by_loop(y, predicted, n_classes):
    pairs = list(zip(y.tolist(), predicted.tolist(), strict=True))
    classes = range(n_classes)
    return np.array([[pairs.count((i, j)) for j in classes] for i in classes])


def check_one_picture(confusion_matrix):
    """One picture is a single 1, in the row of what it is and the column of what was said."""
    for i, j, n_classes in ((0, 1, 2), (1, 0, 2), (1, 1, 2), (2, 0, 3), (1, 2, 3)):
        case = np.array([i]), np.array([j]), n_classes
        agree(confusion_matrix, case, by_loop(*case))


def check_counts(confusion_matrix):
    """Each entry is a count, so all entries together sum to the number of pictures."""
    case = np.array([0, 0, 0, 1]), np.array([1, 1, 0, 1]), 2
    agree(confusion_matrix, case, by_loop(*case))
    many = np.array(300 * [1]), np.array(300 * [0]), 2
    for case in (labels(11, 10, 3), labels(12, 25, 2), labels(13, 40, 5), many):
        agree(confusion_matrix, case, by_loop(*case))


def check_missing_classes(confusion_matrix):
    """A class that occurs nowhere has its row and its column all the same, of zeros."""
    for case in ((np.array([0, 1]), np.array([0, 0]), 3), MISSING, labels(14, 2, 4)):
        agree(confusion_matrix, case, by_loop(*case))


def check_input_stays(confusion_matrix):
    """The labels belong to the caller: they must be the same after the call."""
    leaves_alone(confusion_matrix, *labels(15, 6, 3))


def wrong_transposed(y, predicted, n_classes):
    """Rows and columns are exchanged. The row is what it is, the column what was said."""
    return solution(predicted, y, n_classes)


wrong_transposed.hint = 1


def wrong_once(y, predicted, n_classes):
    """A pair that occurs twice was counted once: `table[y, predicted]` reaches each entry once."""
    table = np.zeros((n_classes, n_classes))
    table[y, predicted] += 1
    return table


wrong_once.variations = (lambda y, predicted, n_classes: wrong_once(predicted, y, n_classes),)
wrong_once.hint = 2


def wrong_shares(y, predicted, n_classes):
    """These are shares. Counts were asked for, so that few pictures do not look like many."""
    table = solution(y, predicted, n_classes)
    return table / table.sum(axis=1, keepdims=True)


def shares_or_zeros(y, predicted, n_classes):
    return np.nan_to_num(wrong_shares(y, predicted, n_classes))


def shares_of_columns(y, predicted, n_classes):
    table = solution(y, predicted, n_classes)
    return table / table.sum(axis=0)


wrong_shares.variations = (
    shares_or_zeros,
    shares_of_columns,
    lambda y, predicted, n_classes: np.nan_to_num(shares_of_columns(y, predicted, n_classes)),
    lambda y, predicted, n_classes: solution(y, predicted, n_classes) / len(y),
)


def wrong_only_right(y, predicted, n_classes):
    """Only the diagonal was counted, the right answers. The mistakes are missing."""
    return np.diag(np.bincount(y[y == predicted], minlength=n_classes))


def right_of_each_class(y, predicted, n_classes):
    return np.bincount(y[y == predicted], minlength=n_classes)


wrong_only_right.variations = (right_of_each_class,)


def wrong_only_mistakes(y, predicted, n_classes):
    """Only the mistakes were counted. The right answers belong on the diagonal."""
    table = solution(y, predicted, n_classes)
    return table - np.diag(np.diag(table))


def wrong_size(y, predicted, n_classes):
    """The size came from the largest label that occurs. A class may be missing in both lists.

    What is `n_classes` for?
    """
    return solution(y, predicted, 1 + max(y.max(), predicted.max()))


def wrong_accuracy(y, predicted, n_classes):
    """This is one number. It hides what was taken for what: the table has a row for each class."""
    return np.mean(y == predicted)


wrong_accuracy.variations = (
    lambda y, predicted, n_classes: np.sum(y == predicted),
    lambda y, predicted, n_classes: np.mean(y != predicted),
    lambda y, predicted, n_classes: np.sum(y != predicted),
)


def wrong_in_place(y, predicted, n_classes):
    """The caller's labels were overwritten: `*=` and `+=` work in the array that came in."""
    y *= n_classes
    y += predicted
    return np.bincount(y, minlength=n_classes**2).reshape(n_classes, n_classes)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
