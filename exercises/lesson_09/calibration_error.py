"""## Is 90 % nine in ten?

Write `expected_calibration_error(p, y, n_bins=10)`. Each row of `p` holds the probabilities of one
example, and `y` the index of its right class. How sure an answer is, is its largest probability.
Put the examples into `n_bins` equal bins by that: (0, 1/n], (1/n, 2/n], and so on. In each bin,
compare the mean sureness with the share of right answers. Return the mean of these gaps, where a
bin counts by its number of examples:

$$\\text{ECE} = \\sum_b \\frac{n_b}{N} \\, \\bigl| \\text{right}_b - \\text{sure}_b \\bigr|$$

```py
p = np.array([[0.9, 0.1], [0.2, 0.8]])
expected_calibration_error(p, np.array([0, 0]), 2)    # one is right, both are sure: 0.35
```
"""

import math

import numpy as np

from exercises.checks import agree, leaves_alone

name = "expected_calibration_error"
place = 3


def starter(p, y, n_bins=10): ...


def solution(p, y, n_bins=10):
    sure = p.max(axis=1)
    right = p.argmax(axis=1) == y
    bins = np.ceil(sure * n_bins)
    error = 0
    for b in np.unique(bins):
        inside = bins == b
        error += inside.mean() * abs(right[inside].mean() - sure[inside].mean())
    return error


def by_edges(p, y, n_bins=10):
    sure, right = np.max(p, axis=-1), np.argmax(p, axis=-1) == y
    total = 0.0
    for low in np.arange(n_bins) / n_bins:
        inside = (sure > low) & (sure <= low + 1 / n_bins)
        if inside.any():
            total += inside.sum() / len(y) * abs(right[inside].mean() - sure[inside].mean())
    return total


def by_sums(p, y, n_bins=10):
    sure = np.asarray(p, dtype=np.float32).max(axis=1)
    place = np.digitize(sure, np.linspace(0, 1, n_bins + 1), right=True)
    surplus = (p.argmax(axis=1) == y) - sure
    return np.abs(np.bincount(place, weights=surplus)).sum() / len(y)


def row_by_row(p, y, n_bins=10):
    bins = {}
    for row, label in zip(p.tolist(), y.tolist(), strict=True):
        sure = max(row)
        bins.setdefault(math.ceil(sure * n_bins), []).append((row.index(sure) == label) - sure)
    return sum(abs(sum(gaps)) for gaps in bins.values()) / len(y)


variants = (by_edges, by_sums, row_by_row)

hints = (
    "First two lists: how sure each answer is, and whether it is right. No other number is needed.",
    "`np.ceil(sure * n_bins)` is the bin's number. Skip the bins that are empty.",
    "The gap of a bin is `abs(right[inside].mean() - sure[inside].mean())`; it counts n_b / N.",
)


def table(seed, n, k, spread=1.5):
    """Return random probabilities of `n` examples and their labels: `k` classes, some right."""
    rng = np.random.default_rng(seed)
    z = rng.normal(scale=spread, size=(n, k))
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True), (z + rng.normal(scale=2, size=(n, k))).argmax(axis=1)


def rows(sure, right):
    """Return probabilities of two classes with this sureness, and labels that make these right."""
    sure, right = np.array(sure), np.array(right)
    return np.stack([sure, 1 - sure], axis=1), 1 - right


# quarters are edges that all ways of finding the bin compute exactly
EDGES = np.array(
    [
        [0.5, 0.25, 0.25],
        [0.5, 0.3, 0.2],
        [0.4, 0.3, 0.3],
        [0.6, 0.2, 0.2],
        [0.75, 0.25, 0],
        [0.75, 0.15, 0.1],
        [0.9, 0.1, 0],
        [0.3, 0.25, 0.45],
    ]
)
EDGE_LABELS = np.array([1, 0, 0, 0, 1, 0, 0, 1])
CERTAIN = np.array([[1.0, 0, 0], [0, 1, 0], [0.95, 0.05, 0], [0.38, 0.62, 0], [0.92, 0.08, 0]])
CERTAIN_LABELS = np.array([1, 0, 0, 1, 0])

probes = (
    # square tables in which the right class leads some rows, some columns, and trails in one row
    ((*table(30, 8, 8), 3), (*table(37, 7, 7), 4)),
    ((*table(3, 40, 3), 10), (*table(4, 40, 4), 5), (*table(5, 25, 3), 15)),
    ((CERTAIN, CERTAIN_LABELS, 4), (CERTAIN, CERTAIN_LABELS, 10)),
    ((EDGES, EDGE_LABELS, 4), (EDGES, EDGE_LABELS, 2)),
)


def by_definition(p, y, n_bins):
    """Bin after bin, number after number, from the formula."""
    error = 0.0
    for b in range(n_bins):
        inside = [n for n, row in enumerate(p) if b < n_bins * max(row) <= b + 1]
        sure = math.fsum(max(p[n]) for n in inside)
        right = sum(int(np.argmax(p[n]) == y[n]) for n in inside)
        error += abs(right - sure) / len(p)
    return error


def holds_for(answer, p, y, n_bins):
    agree(answer, (p, y, n_bins), by_definition(p, y, n_bins), rtol=1e-4, atol=1e-6)


def check_one_bin(expected_calibration_error):
    """All examples lie in one bin here: the gap is the mean sureness minus the share of right."""
    for sure, right in (([0.9, 0.8], [1, 0]), ([0.7, 0.8, 0.9], [0, 0, 1])):
        holds_for(expected_calibration_error, *rows(sure, right), 2)


def check_two_bins(expected_calibration_error):
    """Each bin has a gap of its own, and counts by the number of its examples."""
    for sure, right in (([0.55, 0.9], [1, 0]), ([0.6, 0.7, 0.95], [1, 1, 0])):
        holds_for(expected_calibration_error, *rows(sure, right), 4)


def check_many(expected_calibration_error):
    """With several classes, other numbers of bins and some bins empty, the formula is the same."""
    for seed, n, k, n_bins in ((11, 5, 3, 4), (12, 30, 4, 10), (13, 8, 8, 3), (14, 50, 3, 15)):
        holds_for(expected_calibration_error, *table(seed, n, k), n_bins)


def check_default(expected_calibration_error):
    """If nobody says otherwise there are ten bins."""
    p, y = table(15, 40, 3)
    agree(expected_calibration_error, (p, y), by_definition(p, y, 10), rtol=1e-4, atol=1e-6)


def check_certain(expected_calibration_error):
    """An answer that is certain belongs to the last bin, which ends at 1 and holds it."""
    holds_for(expected_calibration_error, CERTAIN, CERTAIN_LABELS, 4)


def check_edges(expected_calibration_error):
    """A bin holds its upper end and not its lower: 0.5 belongs to (0.25, 0.5]."""
    for n_bins in (4, 2):
        holds_for(expected_calibration_error, EDGES, EDGE_LABELS, n_bins)


def check_input_stays(expected_calibration_error):
    """The probabilities belong to the caller: they must be the same after the call."""
    leaves_alone(expected_calibration_error, *table(16, 6, 3), 4)


def sure_and_right(p, y, axis=1):
    return p.max(axis=axis), p.argmax(axis=axis) == y


def ceil_bins(sure, n_bins):
    return np.ceil(sure * n_bins)


def floor_bins(sure, n_bins):
    return np.floor(sure * n_bins)


def weighted(gaps, counts):
    return sum(abs(gaps) * counts) / sum(counts)


def binned(sure, right, n_bins, total=weighted, bins=ceil_bins):
    """Return the gaps of all bins that hold something, put together by `total`."""
    place = bins(sure, n_bins)
    used = [place == b for b in np.unique(place)]
    gaps = np.array([right[inside].mean() - sure[inside].mean() for inside in used])
    return total(gaps, np.array([inside.sum() for inside in used]))


def wrong_no_weights(p, y, n_bins=10):
    """All bins count alike, with one example or a hundred. Weight each by its examples."""
    return binned(*sure_and_right(p, y), n_bins, lambda gaps, counts: abs(gaps).mean())


wrong_no_weights.hint = 2
wrong_no_weights.variations = (
    lambda p, y, n_bins=10: binned(*sure_and_right(p, y), n_bins, lambda g, n: abs(g).sum()),
    lambda p, y, n_bins=10: binned(
        *sure_and_right(p, y), n_bins, lambda g, n: abs(g).sum() / n_bins
    ),
)


def wrong_true_class(p, y, n_bins=10):
    """You took the probability of the *right* class. How sure an answer is, is the largest one."""
    right = p.argmax(axis=1) == y
    return binned(p[np.arange(len(y)), y], right, n_bins)


wrong_true_class.mistake = "M35"
wrong_true_class.hint = 0


def own_probability_always_right(p, y, n_bins=10):
    return binned(p[np.arange(len(y)), y], np.ones(len(y)), n_bins)


def right_probability_in_gap_only(p, y, n_bins=10):
    sure, right = sure_and_right(p, y)
    own, place = p[np.arange(len(y)), y], np.ceil(sure * n_bins)
    return sum(abs((right - own)[place == b].sum()) for b in set(place)) / len(y)


wrong_true_class.variations = (own_probability_always_right, right_probability_in_gap_only)


def wrong_signed(p, y, n_bins=10):
    """Gaps of both signs cancel. Take the absolute value bin by bin, before the mean."""
    sure, right = sure_and_right(p, y)
    return abs(right.mean() - sure.mean())


wrong_signed.hint = 2
wrong_signed.variations = (
    lambda p, y, n_bins=10: (p.argmax(axis=1) == y).mean() - p.max(axis=1).mean(),
    lambda p, y, n_bins=10: p.max(axis=1).mean() - (p.argmax(axis=1) == y).mean(),
    lambda p, y, n_bins=10: binned(*sure_and_right(p, y), n_bins, lambda g, n: g.mean()),
    lambda p, y, n_bins=10: binned(*sure_and_right(p, y), n_bins, lambda g, n: -g.mean()),
    lambda p, y, n_bins=10: binned(*sure_and_right(p, y), n_bins, lambda g, n: abs(g.mean())),
)


def wrong_no_bins(p, y, n_bins=10):
    """Each example was compared by itself. A share of right answers needs several: make bins."""
    sure, right = sure_and_right(p, y)
    return abs(right - sure).mean()


wrong_no_bins.hint = 1
wrong_no_bins.variations = (lambda p, y, n_bins=10: binned(*sure_and_right(p, y), 10**9),)


def wrong_squared(p, y, n_bins=10):
    """The gaps were squared. The formula takes their absolute values."""
    return binned(*sure_and_right(p, y), n_bins, lambda gaps, n: weighted(gaps**2, n))


wrong_squared.hint = 2
wrong_squared.variations = (lambda p, y, n_bins=10: math.sqrt(wrong_squared(p, y, n_bins)),)


def wrong_largest_gap(p, y, n_bins=10):
    """That is the largest gap of all bins. The expected error is their weighted mean."""
    return binned(*sure_and_right(p, y), n_bins, lambda gaps, counts: abs(gaps).max())


wrong_largest_gap.hint = 2


def wrong_empty_bins(p, y, n_bins=10):
    """A bin without examples has no mean: 0 / 0 is `nan`, and spoils the sum. Skip such bins."""
    used = len(np.unique(np.ceil(p.max(axis=1) * n_bins)))
    return solution(p, y, n_bins) if used == n_bins else np.nan


def empty_bin_raises(p, y, n_bins=10):
    inside = [math.ceil(sure * n_bins) for sure in p.max(axis=1)]
    return solution(p, y, n_bins) + sum(0 / inside.count(b + 1) for b in range(n_bins))


wrong_empty_bins.hint = 1
wrong_empty_bins.variations = (empty_bin_raises,)


def wrong_place(p, y, n_bins=10, shift=0.5):
    """Each bin was compared with its place, not with the mean sureness of its examples."""
    sure, right = sure_and_right(p, y)
    place = np.ceil(sure * n_bins)
    used = [(b, place == b) for b in np.unique(place)]
    return sum(m.mean() * abs(right[m].mean() - (b - shift) / n_bins) for b, m in used)


wrong_place.hint = 2
wrong_place.variations = tuple(
    lambda p, y, n_bins=10, shift=shift: wrong_place(p, y, n_bins, shift) for shift in (0, 1)
)


def wrong_all_entries(p, y, n_bins=10):
    """All entries of a row went into the bins. Only the largest says how sure an answer is."""
    right = np.arange(p.shape[1]) == y[:, None]
    return binned(p.ravel(), right.ravel(), n_bins)


wrong_all_entries.hint = 0


def wrong_equal_counts(p, y, n_bins=10):
    """These bins hold equally many examples. Asked for are bins of equal width, from 0 to 1."""
    sure, right = sure_and_right(p, y)
    order = sure.argsort()
    parts = [part for part in np.array_split(order, n_bins) if len(part)]
    return sum(abs((right - sure)[part].sum()) for part in parts) / len(y)


wrong_equal_counts.hint = 1


def wrong_range(p, y, n_bins=10):
    """The bins divide the range of the data. They divide the whole way from 0 to 1, always."""
    sure, right = sure_and_right(p, y)
    edges = np.linspace(sure.min(), sure.max(), n_bins + 1)
    return binned(sure, right, n_bins, bins=lambda sure, n: np.digitize(sure, edges[1:-1]))


wrong_range.hint = 1


def wrong_number_of_bins(p, y, n_bins=10):
    """There are always ten bins, whatever `n_bins` says."""
    return solution(p, y)


wrong_number_of_bins.variations = (lambda p, y, n_bins=10: solution(p, y, 15),)


def wrong_axis(p, y, n_bins=10):
    """The largest of each column was taken. Each row is an example: look along the last axis."""
    return binned(*sure_and_right(p, y, axis=0), n_bins)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.variations = (
    lambda p, y, n_bins=10: binned(p.max(axis=1), p.argmax(axis=0) == y, n_bins),
    lambda p, y, n_bins=10: binned(p.max(axis=0), p.argmax(axis=1) == y, n_bins),
)


def wrong_accuracy(p, y, n_bins=10):
    """That is the share of right answers, or of wrong ones. Compare it with the mean sureness."""
    return (p.argmax(axis=1) == y).mean()


wrong_accuracy.hint = 0
wrong_accuracy.variations = (lambda p, y, n_bins=10: (p.argmax(axis=1) != y).mean(),)


def wrong_last_bin(p, y, n_bins=10):
    """Answers that are certain, at exactly 1, fall out of the last bin. It holds its end, 1."""
    sure, right = sure_and_right(p, y)
    place, gaps = np.floor(sure * n_bins), right - sure
    return sum(abs(gaps[place == b].sum()) for b in range(n_bins)) / len(y)


def extra_bin(p, y, n_bins=10):
    return binned(*sure_and_right(p, y), n_bins, bins=floor_bins)


wrong_last_bin.variations = (extra_bin,)
wrong_last_bin.hint = 1


def wrong_edges(p, y, n_bins=10):
    """These bins hold their lower end, not their upper. With two bins, 0.5 belongs to the first."""
    capped = lambda sure, n: np.minimum(np.floor(sure * n), n - 1)  # noqa: E731
    return binned(*sure_and_right(p, y), n_bins, bins=capped)


wrong_edges.hint = 1


def wrong_in_place(p, y, n_bins=10):
    """The caller's probabilities were overwritten: `p.sort()` works in the array that came in."""
    right = p.argmax(axis=1) == y
    p.sort(axis=1)
    return binned(p[:, -1], right, n_bins)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
