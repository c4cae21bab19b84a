"""## From scores to names

Write `decode(scores, names)`. `names` is a list with the name of each class. `scores` is either one
row with a score for each class, and the answer is the name of the largest; or it is a batch of such
rows, and the answer is a list of names, one for each row.

```py
names = ["seal", "panda", "duck"]
decode(np.array([0.25, 1.23, -0.8]), names)               # "panda"
decode(np.array([[0.25, 1.23, -0.8], [3, 0, 1]]), names)  # ["panda", "seal"]
```
"""

import numpy as np

from exercises.checks import Inside, exactly, leaves_alone

name = "decode"
place = 2


def starter(scores, names): ...


def solution(scores, names):
    best = np.argmax(scores, axis=-1)
    return np.array(names)[best]


def by_cases(scores, names):
    if scores.ndim == 1:
        return names[np.argmax(scores)]
    return [names[np.argmax(row)] for row in scores]


def by_sorting(scores, names):
    order = np.argsort(scores, axis=-1)
    return np.take(names, order[..., -1]).tolist()


def without_numpy(scores, names):
    if scores.ndim == 2:
        return tuple(without_numpy(row, names) for row in scores)
    return max(zip(scores.tolist(), names, strict=True))[1]


variants = (by_cases, by_sorting, without_numpy)

hints = (
    "Where in its row does the largest score stand? The same place in `names` holds the name.",
    "`np.argmax` tells where the largest stands. Its `axis=-1` asks that of each row.",
    "`np.array(names)` takes many indices at once in square brackets, and a single one as well.",
)

ANIMALS = ["seal", "panda", "duck"]
FRUIT = ["pear", "apple", "plum"]
LETTERS = ["d", "b", "e", "a", "c"]


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


LOW = np.array([[-3.0, -1.0, -2.0], [-0.5, -4.0, -2.5]])
WIDE = np.array([[0.5, 1.0, 4.0, -1.0, 2.0], [1.0, 0.0, -2.0, 3.0, -4.5], [1.5, 2.0, 0.5, -3.0, 0]])


def alone(decode, scores, names):
    """Return what one row gives, or that it gives an error."""
    try:
        return decode(scores, names)
    except (TypeError, ValueError, LookupError, AttributeError):
        return "an error"


probes = (
    # batches with no more rows than classes, the largest of all in the first row
    (
        (np.array([[0.25, 1.23, -0.8], [1.0, 0.0, 0.5]]), ANIMALS),
        (np.array([[0.5, -1.0, 4.0], [-1.5, 2.0, 2.5]]), ANIMALS),
        (np.array([[0.5, -2.0, 3.0], [1.5, 1.0, -2.5], [-0.5, 1.0, 0.0]]), ANIMALS),
    ),
    ((np.array([[1.0, 2.0, 0.0], [4.0, -5.0, 3.0]]), FRUIT), (WIDE, LETTERS)),
    ((LOW, ANIMALS), (rows(1, 7, 3), ANIMALS)),
    # one row alone
    tuple(Inside(alone, (np.array(row), ANIMALS)) for row in ([0.25, 1.23, -0.8], [0.5, 1.0, 2.0])),
)


def by_loop(scores, names):
    """Return the name of the largest score, found one by one, for a row or for each of a batch."""
    if scores.ndim == 2:
        return [by_loop(row, names) for row in scores]
    best = 0
    for k, score in enumerate(scores):
        best = k if score > scores[best] else best
    return names[best]


def check_batch(decode):
    """Each row of a batch gets one name: that of its largest score."""
    for scores in ([[0.25, 1.23, -0.8], [3, 0, 1]], [[-3, -1, -2], [-1, -2, -3]]):
        exactly(decode, (np.array(scores), ANIMALS), by_loop(np.array(scores), ANIMALS))


def check_single_row(decode):
    """One row alone gets one name, not a list."""
    for scores in ([0.25, 1.23, -0.8], [1.0, -2.0, -3.0], [-3.0, -2.0, -1.0]):
        exactly(decode, (np.array(scores), ANIMALS), by_loop(np.array(scores), ANIMALS))


def check_other_names(decode):
    """The names come from `names`, in the order that they have there."""
    for scores, names in ((rows(11, 3), FRUIT), (rows(12, 2, 5), LETTERS), (rows(13, 2, 3), FRUIT)):
        exactly(decode, (scores, names), by_loop(scores, names))


def check_any_batch(decode):
    """It must be right for batches of any length, also with more rows than classes."""
    for scores, names in ((rows(14, 6, 3), ANIMALS), (rows(15, 1, 5), LETTERS), (LOW, FRUIT)):
        exactly(decode, (scores, names), by_loop(scores, names))


def check_scores_stay(decode):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(decode, rows(16, 2, 3), ANIMALS)


def named(indices, names):
    return np.array(names)[indices]


def wrong_axis(scores, names):
    """The largest of each *column* was sought. The scores of one example stand in a row."""
    return named(np.argmax(scores, axis=0), names)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.hint = 1


def wrong_one_name(scores, names):
    """There is one name for the whole batch. Each row wants its own: which `axis` asks for that?"""
    return names[np.argmax(scores)]


wrong_one_name.mistake = "M16"
wrong_one_name.lesson = "05"
wrong_one_name.hint = 1
wrong_one_name.variations = (
    lambda scores, names: named(np.argmax(scores), names),
    lambda scores, names: [names[np.argmax(scores)]],
    lambda scores, names: [names[np.argmax(scores)]] * len(scores),
)


def wrong_smallest(scores, names):
    """The smallest scores were taken. A high score speaks *for* its class."""
    return named(np.argmin(scores, axis=-1), names)


wrong_smallest.hint = 1
wrong_smallest.variations = (lambda scores, names: names[np.argmin(scores)],)


def wrong_index(scores, names):
    """These are the places of the largest scores, as numbers. Look up the names at these places."""
    return np.argmax(scores, axis=-1)


wrong_index.hint = 2
wrong_index.variations = (
    lambda scores, names: np.argmax(scores),
    lambda scores, names: np.argmax(scores, axis=0),
)


def wrong_score(scores, names):
    """These are the largest scores themselves. Find where they stand, and the names there."""
    return np.max(scores, axis=-1)


wrong_score.hint = 0
wrong_score.variations = (
    lambda scores, names: np.max(scores),
    lambda scores, names: np.max(scores, axis=0),
)


def wrong_far_from_zero(scores, names):
    """The score farthest from 0 was taken. A score of −5 speaks *against* its class."""
    return named(np.argmax(np.abs(scores), axis=-1), names)


def wrong_second(scores, names):
    """This is the second largest score of each row: sorted upwards, the largest stands last."""
    return named(np.argsort(scores, axis=-1)[..., -2], names)


def wrong_neighbour(scores, names):
    """This is the name beside the right one. Places count from 0, and so do names."""
    return named(np.argmax(scores, axis=-1) - 1, names)


wrong_neighbour.variations = (
    lambda scores, names: named(np.argmax(scores, axis=-1) + 1, names),
    lambda scores, names: [names[k + 1] for k in np.argmax(scores, axis=-1)],
)
wrong_neighbour.hint = 0


def wrong_sorted_names(scores, names):
    """The names were sorted, so they no longer stand in the order of the scores."""
    return named(np.argmax(scores, axis=-1), sorted(names))


def wrong_own_names(scores, names):
    """The names are written into your code. Take them from `names`: other classes have others."""
    return named(np.argmax(scores, axis=-1), ANIMALS)


wrong_own_names.variations = (
    lambda scores, names: [ANIMALS[k] for k in np.argmax(scores, axis=-1)],
)


def wrong_all_negative(scores, names):
    """The search starts from 0, so in a row of negative scores none is ever larger.

    Start from the row's own first score.
    """
    return named(np.argmax(np.maximum(scores, 0), axis=-1), names)


def from_zero_to_last(scores, names):
    above = np.argmax(np.maximum(scores, 0), axis=-1)
    return named(np.where(np.max(scores, axis=-1) > 0, above, -1), names)


def from_zero_to_none(scores, names):
    return [names[np.argmax(row) if max(row) > 0 else None] for row in scores]


wrong_all_negative.variations = (from_zero_to_last, from_zero_to_none)


def wrong_batch_only(scores, names):
    """For a batch it is right. A single row has one axis only, and wants one name, no list."""
    return [names[np.argmax(row)] for row in scores]


def listed_always(scores, names):
    return [names[k] for k in np.atleast_2d(scores).argmax(axis=-1)]


wrong_batch_only.variations = (
    lambda scores, names: named(np.argmax(scores, axis=1), names),
    lambda scores, names: [names[list(row).index(max(row))] for row in scores],
    listed_always,
)
wrong_batch_only.hint = 2


def wrong_single_only(scores, names):
    """This compares whole rows as if they were numbers: it suits one row alone, not a batch.

    A batch wants the same done for each of its rows.
    """
    return names[max(range(len(scores)), key=lambda k: scores[k])]


def of_lists(scores, names):
    scores = scores.tolist()
    return names[scores.index(max(scores))]


wrong_single_only.hint = 1
wrong_single_only.variations = (
    of_lists,
    lambda scores, names: names[list(scores).index(max(scores))],
    lambda scores, names: dict(zip(scores, names, strict=True))[max(scores)],
)


def wrong_many_indices_of_a_list(scores, names):
    """A list takes one index at a time. Make an array of the names, or go through the indices."""
    return names[np.argmax(scores, axis=-1)]


wrong_many_indices_of_a_list.hint = 2


def wrong_in_place(scores, names):
    """The caller's scores were changed. Work on a copy, or find a way that only reads them."""
    scores -= np.max(scores, axis=-1, keepdims=True)
    return named(np.argmax(scores, axis=-1), names)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
