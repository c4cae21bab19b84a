"""## Labels as rows

Write `one_hot(y, n_classes)`. `y` is an array of labels, each from 0 to `n_classes - 1`. It returns
one row for each label: 1 in the column of the label, 0 elsewhere.

```py
one_hot(np.array([0, 2]), 4)     # [[1, 0, 0, 0], [0, 0, 1, 0]]
```

Do not use the library's `one_hot`.
"""

import numpy as np

from exercises.checks import agree, leaves_alone

name = "one_hot"
place = 1
forbidden = ("one_hot",)


def starter(y, n_classes): ...


def solution(y, n_classes):
    return np.eye(n_classes)[y]


def as_lists(y, n_classes):
    return [[int(k == label) for k in range(n_classes)] for label in y]


def by_comparison(y, n_classes):
    return y[:, None] == np.arange(n_classes)


def in_float32(y, n_classes):
    rows = np.zeros((len(y), n_classes), dtype=np.float32)
    rows[np.arange(len(y)), y] = 1
    return rows


variants = (as_lists, by_comparison, in_float32)

hints = (
    "Take one label first. For which class *k* does its row hold a 1?",
    "Start with `np.zeros((len(y), n_classes))` and go through the rows.",
    "`np.eye(n_classes)` has a row for each class. Square brackets pick the rows that you want.",
)


def labels(seed, n, n_classes):
    return np.random.default_rng(seed).integers(0, n_classes, size=n)


probes = (
    # wide and square batches; some lack the last class, one lacks the first
    (
        (np.array([0, 2]), 4),
        (np.array([1, 2, 0, 0]), 3),
        (np.array([1, 2, 0]), 3),
        (np.array([2, 1, 1, 3]), 6),
        (labels(1, 7, 4), 5),
    ),
    ((np.array([0]), 1), (np.array([0, 0]), 2)),
)


def by_loop(y, n_classes):
    """Return the rows from the definition, entry by entry."""
    return [[1 if k == label else 0 for k in range(n_classes)] for label in y]


def check_small(one_hot):
    """Row by row, the 1 stands in the column of the label; columns count from 0."""
    for y, n_classes in (([1], 2), ([0, 1], 2), ([1, 2, 0], 3), ([2, 2, 0, 1], 3)):
        agree(one_hot, (np.array(y), n_classes), by_loop(y, n_classes))


def check_width(one_hot):
    """There is a column for each of the `n_classes` classes, also for one that nobody has."""
    for y, n_classes in (([0], 3), ([0, 1], 3), ([2], 5), ([0, 0], 1)):
        agree(one_hot, (np.array(y), n_classes), by_loop(y, n_classes))


def check_any_batch(one_hot):
    """It must be right for any labels, in any order and number."""
    for seed, n, n_classes in ((11, 4, 3), (12, 5, 5), (13, 9, 4), (14, 6, 10)):
        y = labels(seed, n, n_classes)
        agree(one_hot, (y, n_classes), by_loop(y, n_classes))


def check_labels_stay(one_hot):
    """The labels belong to the caller: they must be the same after the call."""
    leaves_alone(one_hot, np.array([1, 2, 0]), 3)


def mark(y, n_rows, n_columns, swapped=False):
    """Return zeros with a 1 in column `y[i]` of row `i`, or in column `i` of row `y[i]`."""
    rows = np.zeros((n_rows, n_columns))
    place = (y, np.arange(len(y))) if swapped else (np.arange(len(y)), y)
    rows[place] = 1
    return rows


def wrong_transposed(y, n_classes):
    """Rows and columns are exchanged: here a column belongs to a label, and it must be a row."""
    return np.eye(n_classes)[:, y]


wrong_transposed.variations = (
    lambda y, n_classes: mark(y, n_classes, len(y)),
    lambda y, n_classes: mark(y, len(y), n_classes, swapped=True),
)
wrong_transposed.hint = 2


def wrong_off_by_one(y, n_classes):
    """The 1 stands beside its place, or outside. Labels count from 0, and so do columns."""
    return np.eye(n_classes)[y - 1]


def listed_off_by_one(y, n_classes):
    rows = [[0] * n_classes for _ in y]
    for row, label in zip(rows, y, strict=True):
        row[label + 1] = 1
    return rows


def picked_off_by_one(y, n_classes):
    eye = np.eye(n_classes).tolist()
    return [eye[label + 1] for label in y]


wrong_off_by_one.variations = (
    lambda y, n_classes: np.eye(n_classes)[y + 1],
    lambda y, n_classes: mark(y + 1, len(y), n_classes),
    lambda y, n_classes: by_comparison(y, n_classes + 1)[:, 1:],
    lambda y, n_classes: by_comparison(y + 1, n_classes),
    lambda y, n_classes: np.roll(solution(y, n_classes), 1, axis=1),
    listed_off_by_one,
    picked_off_by_one,
)


def wrong_width(y, n_classes):
    """There is a column too many or too few: the classes are 0 to `n_classes - 1`."""
    return by_comparison(y, n_classes + 1)


wrong_width.variations = (
    lambda y, n_classes: by_comparison(y, n_classes - 1),
    lambda y, n_classes: np.eye(n_classes - 1)[y],
    lambda y, n_classes: mark(y, len(y), n_classes - 1),
    lambda y, n_classes: mark(y + 1, len(y), n_classes + 1),
    lambda y, n_classes: by_comparison(y, n_classes)[:, 1:],
)


def wrong_own_width(y, n_classes):
    """The number of columns comes from the labels that are there, not from `n_classes`.

    A class that nobody in this batch has needs its column all the same.
    """
    return np.eye(max(y) + 1)[y]


def from_distinct_labels(y, n_classes):
    return mark(y, len(y), len(set(y.tolist())))


def listed_from_distinct_labels(y, n_classes):
    rows = [[0] * len(set(y.tolist())) for _ in y]
    for row, label in zip(rows, y, strict=True):
        row[label] = 1
    return rows


wrong_own_width.variations = (
    lambda y, n_classes: np.eye(max(y))[y],
    lambda y, n_classes: mark(y, len(y), max(y)),
    lambda y, n_classes: by_comparison(y, max(y)),
    lambda y, n_classes: np.eye(len(np.unique(y)))[y],
    lambda y, n_classes: y[:, None] == np.unique(y),
    lambda y, n_classes: by_comparison(y, len(np.unique(y))),
    from_distinct_labels,
    listed_from_distinct_labels,
    lambda y, n_classes: by_comparison(y, len(y)),
    lambda y, n_classes: np.eye(len(y))[y],
    lambda y, n_classes: mark(y, len(y), len(y)),
)


def wrong_fixed_width(y, n_classes):
    """The number of columns is fixed, whatever `n_classes` says: compute with the argument."""
    return by_comparison(y, 3)


wrong_fixed_width.variations = tuple(
    build
    for k in (2, 3, 4, 10)
    for build in (
        lambda y, n_classes, k=k: by_comparison(y, k),
        lambda y, n_classes, k=k: np.eye(k)[y],
        lambda y, n_classes, k=k: mark(y, len(y), k),
    )
)


def wrong_one_row(y, n_classes):
    """All labels were marked in one row. Each label has a row of its own."""
    row = np.zeros(n_classes)
    row[y] = 1
    return row


wrong_one_row.variations = (lambda y, n_classes: np.bincount(y, minlength=n_classes),)
wrong_one_row.hint = 1


def wrong_every_row(y, n_classes):
    """Each row has the 1s of all labels. Row *i* wants a single one, for the label `y[i]`."""
    rows = np.zeros((len(y), n_classes))
    rows[:, y] = 1
    return rows


wrong_every_row.hint = 1


def wrong_whole_rows(y, n_classes):
    """One index picks a whole row, and the label is no row. A place has two: the row, the column.

    Row *i* belongs to the label `y[i]`.
    """
    rows = np.zeros((len(y), n_classes))
    rows[y] = 1
    return rows


wrong_whole_rows.hint = 1


def wrong_lineup(y, n_classes):
    """Each label must be compared with each class: N rows against K columns.

    Two plain rows line up entry by entry instead, or not at all. A loop over the labels helps.
    """
    return y == np.arange(n_classes)


def marked_lineup(y, n_classes):
    rows = np.zeros((len(y), n_classes))
    rows[np.arange(n_classes), y] = 1
    return rows


wrong_lineup.variations = (lambda y, n_classes: np.arange(n_classes) == y, marked_lineup)
wrong_lineup.hint = 0


def wrong_exchanged(y, n_classes):
    """0 and 1 are exchanged: the right class gets the 0, all others a 1."""
    return 1 - np.eye(n_classes)[y]


def wrong_label_as_entry(y, n_classes):
    """The label itself stands in its column. The place says which class it is; the entry is 1."""
    return y[:, None] * np.eye(n_classes)[y]


def wrong_in_place(y, n_classes):
    """The caller's labels were changed. Make a new array and leave `y` as it is."""
    rows = np.eye(n_classes)[y]
    y[:] = 0
    return rows


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
