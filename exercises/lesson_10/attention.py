"""## Attention

Write `attention(q, k, v)`. `q` holds one query per row, `k` one key per row, and `v` one value per
row, as many as there are keys. Queries and keys have the length *d*. The result has one row per
query: the mean of the values, weighted by the softmax of the scores *q kᵀ* / √*d*.

```py
k = v = np.array([[1.0, 0.0], [0.0, 1.0]])
attention(np.array([[3.0, 3.0]]), k, v)     # [[0.5, 0.5]]: both keys agree with the query alike
```

Scores of 1000 must do no harm. Use NumPy; do not call a softmax or an attention that somebody else
wrote.
"""

import math

import numpy as np

from exercises.checks import agree, leaves_alone

name = "attention"
place = 2
forbidden = ("softmax", "attention", "log_softmax", "scaled_dot_product_attention")


def starter(q, k, v): ...


def solution(q, k, v):
    scores = q @ k.T / np.sqrt(q.shape[-1])
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = e / e.sum(axis=-1, keepdims=True)
    return weights @ v


def with_einsum(q, k, v):
    scores = np.einsum("nd,md->nm", q / len(q[0]) ** 0.5, k)
    e = np.exp(scores - scores.max(-1)[:, None])
    return np.einsum("nm,mc->nc", e, v) / e.sum(-1)[:, None]


def in_float32(q, k, v):
    q, k, v = (np.asarray(a, dtype=np.float32) for a in (q, k, v))
    z = np.matmul(k, q.T) * np.float32(1 / math.sqrt(k.shape[1]))
    e = np.exp(z - z.max(axis=0))
    return (e / e.sum(axis=0)).T @ v


def one_by_one(q, k, v):
    rows = []
    for query in q:
        scores = [sum(a * b for a, b in zip(query, key, strict=True)) for key in k]
        e = [math.exp((s - max(scores)) / math.sqrt(len(query))) for s in scores]
        weighted = [x / sum(e) * value for x, value in zip(e, v, strict=True)]
        rows.append(sum(weighted))
    return rows


variants = (with_einsum, in_float32, one_by_one)

hints = (
    "Four steps: scores, scores / √d, weights, mean. Write down the shape after each.",
    "The scores have a row per query and a column per key. The keys of one query compete.",
    "Within a row of scores, subtract the largest before `np.exp`.",
)


def tables(seed, n, m, d, c, scale=1.0):
    """Return random queries, keys and values, multiples of 1/4: n, m and m rows."""
    rng = np.random.default_rng(seed)
    q, k, v = rng.normal(size=(n, d)), rng.normal(size=(m, d)), rng.normal(scale=3, size=(m, c))
    return tuple((4 * a).round() / 4 for a in (q * scale, k, v))


probes = (
    # one query and several; the four sizes differ, so that none can stand for another
    (
        tables(1, 1, 3, 4, 2),
        tables(2, 2, 5, 3, 4),
        tables(3, 3, 2, 5, 4),
        tables(4, 2, 4, 6, 3),
        tables(5, 3, 3, 3, 3),
    ),
    # large scores, in all rows and in one
    (tables(6, 2, 3, 4, 2, scale=1000.0), tables(7, 2, 2, 4, 3, scale=-2000.0)),
    ((np.array([[2000.0, 0.0], [0.5, 1.0]]), np.array([[1.0, 1.0], [0.75, 2.0]]), np.eye(2)),),
)


def by_loop(q, k, v):
    """Attention number by number: for each query, the weighted mean of the values."""
    result = []
    for query in q.tolist():
        scores = [math.fsum(map(math.prod, zip(query, key, strict=True))) for key in k.tolist()]
        e = [math.exp((s - max(scores)) / math.sqrt(len(query))) for s in scores]
        means = [
            math.fsum(x * y for x, y in zip(e, column, strict=True)) for column in v.T.tolist()
        ]
        result.append([mean / math.fsum(e) for mean in means])
    return np.array(result)


def close_to_loop(answer, case):
    agree(answer, case, by_loop(*case), rtol=1e-5, atol=1e-5)


def check_one_query(attention):
    """The result of one query is the mean of the values, weighted by softmax of scores / √d."""
    k = np.array([[1.0, 0.0], [0.0, 1.0]])
    for query in ([3.0, 3.0], [2.0, 0.0], [0.0, 0.0]):
        close_to_loop(attention, (np.array([query]), k, np.array([[4.0], [8.0]])))
    for case in (tables(11, 1, 3, 4, 1), tables(12, 1, 2, 6, 2), tables(13, 1, 1, 2, 3)):
        close_to_loop(attention, case)


def check_several_queries(attention):
    """Each query has weights of its own: for each, those of all keys sum to 1."""
    for sizes in ((2, 2, 2, 2), (2, 3, 4, 1), (3, 2, 1, 5), (4, 4, 4, 4)):
        close_to_loop(attention, tables(sum(sizes), *sizes))


def check_length(attention):
    """Longer queries and keys have more spread scores: the division by √d undoes it."""
    for d in (1, 4, 9, 64):
        close_to_loop(attention, tables(30 + d, 2, 3, d, 2))


def check_large_scores(attention):
    """Large scores must do no harm: the best key gets a weight of 1, and that is all."""
    k = np.array([[1.0, 0.0], [0.0, 1.0]])
    for q in (
        [[2000.0, 1000.0]],
        [[4000.0, 0.0]],
        [[-2000.0, -3000.0]],
        [[2000.0, 0.0], [0.5, 1.0]],
    ):
        close_to_loop(attention, (np.array(q), k, np.array([[4.0], [8.0]])))


def check_input_stays(attention):
    """Queries, keys and values belong to the caller: they must be the same after the call."""
    leaves_alone(attention, *tables(41, 2, 3, 4, 2))


def weights(z, axis=-1, peak=True):
    """Return the softmax of scores; without the peak it overflows."""
    e = np.exp(z - (z.max(axis=axis, keepdims=True) if peak else 0))
    return e / e.sum(axis=axis, keepdims=True)


def wrong_unscaled(q, k, v):
    """The scores are not divided by √d. With long queries, one key takes nearly all the weight.

    How much do scores spread when d is 64?
    """
    return weights(q @ k.T) @ v


def wrong_scale(q, k, v):
    """The scores are divided by another number than √d, where d is the length of a query.

    Which of the shapes holds d, and is the root taken?
    """
    return weights(q @ k.T / q.shape[-1]) @ v


wrong_scale.variations = (
    lambda q, k, v: weights(q @ k.T / np.sqrt(len(k))) @ v,
    lambda q, k, v: weights(q @ k.T / np.sqrt(len(q))) @ v,
    lambda q, k, v: weights(q @ k.T / np.sqrt(v.shape[-1])) @ v,
    lambda q, k, v: weights(q @ k.T / len(k)) @ v,
    lambda q, k, v: weights(q @ k.T / len(q)) @ v,
    lambda q, k, v: weights(q @ k.T / v.shape[-1]) @ v,
    lambda q, k, v: weights(q @ k.T / q.size**0.5) @ v,
)


def wrong_times(q, k, v):
    """The scores are multiplied by √d, which spreads them even more. Divide them."""
    return weights(q @ k.T * np.sqrt(q.shape[-1])) @ v


wrong_times.variations = (lambda q, k, v: weights(q @ k.T * q.shape[-1]) @ v,)


def wrong_scaled_late(q, k, v):
    """The division by √d came after softmax. Then the weights of a query no longer sum to 1."""
    return weights(q @ k.T) / np.sqrt(q.shape[-1]) @ v


wrong_scaled_late.variations = (
    lambda q, k, v: weights(q @ k.T / np.sqrt(q.shape[-1])) / np.sqrt(q.shape[-1]) @ v,
)


def wrong_axis(q, k, v):
    """The queries compete for each key. It is the keys that should compete, for each query.

    Which axis of the scores is that?
    """
    return weights(q @ k.T / np.sqrt(q.shape[-1]), 0) @ v


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.variations = (lambda q, k, v: weights(q @ k.T, 0) @ v,)
wrong_axis.hint = 1


def wrong_one_sum(q, k, v):
    """The sum runs over the whole table of scores. Each query needs a sum of its own."""
    return weights(q @ k.T / np.sqrt(q.shape[-1]), None) @ v


def one_sum_below_own_peaks(q, k, v):
    z = q @ k.T / np.sqrt(q.shape[-1])
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum() @ v


wrong_one_sum.mistake = "M16"
wrong_one_sum.lesson = "05"
wrong_one_sum.variations = (one_sum_below_own_peaks, lambda q, k, v: weights(q @ k.T, None) @ v)
wrong_one_sum.hint = 1


def wrong_keepdims(q, k, v):
    """The sums lost their axis, so they line up with the wrong numbers, or with none at all.

    What does `keepdims=True` do?
    """
    z = q @ k.T / np.sqrt(q.shape[-1])
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return (e / e.sum(axis=-1)) @ v


def peak_without_keepdims(q, k, v):
    z = q @ k.T / np.sqrt(q.shape[-1])
    return weights(z - z.max(axis=-1)) @ v


def no_keepdims_and_no_peak(q, k, v):
    e = np.exp(q @ k.T / np.sqrt(q.shape[-1]))
    return (e / e.sum(axis=-1)) @ v


def no_keepdims_and_unscaled(q, k, v):
    e = np.exp(q @ k.T)
    return (e / e.sum(axis=-1)) @ v


wrong_keepdims.mistake = "M17"
wrong_keepdims.lesson = "05"
wrong_keepdims.variations = (
    peak_without_keepdims,
    no_keepdims_and_no_peak,
    no_keepdims_and_unscaled,
)


def wrong_no_exponential(q, k, v):
    """The scores are used as weights, but they may be negative. Softmax makes weights of them."""
    return q @ k.T / np.sqrt(q.shape[-1]) @ v


wrong_no_exponential.variations = (lambda q, k, v: q @ k.T @ v,)


def wrong_division(q, k, v):
    """The scores were divided by their sum, without `exp`: negative scores stay negative."""
    z = q @ k.T
    return z / z.sum(axis=-1, keepdims=True) @ v


wrong_division.mistake = "M01"
wrong_division.lesson = "06"


def wrong_untransposed(q, k, v):
    """`q @ k` does not pair queries with keys: both hold one per row. What does `k.T` do?"""
    return weights(q @ k / np.sqrt(q.shape[-1])) @ v


wrong_untransposed.variations = (lambda q, k, v: weights(q @ k) @ v,)


def wrong_sum_of_exponentials(q, k, v):
    """The weights of a query are not divided by their sum, so the result is no mean."""
    return np.exp(q @ k.T / np.sqrt(q.shape[-1])) @ v


def below_the_peak(q, k, v):
    z = q @ k.T / np.sqrt(q.shape[-1])
    return np.exp(z - z.max(axis=-1, keepdims=True)) @ v


wrong_sum_of_exponentials.variations = (below_the_peak, lambda q, k, v: np.exp(q @ k.T) @ v)


def wrong_rounds(q, k, v):
    """Something is rounded: weights no longer sum to 1. Keep all digits; round in print."""
    return weights(q @ k.T / np.sqrt(q.shape[-1])).round(3) @ v


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "04"
wrong_rounds.variations = (
    *(lambda q, k, v, n=n: weights(q @ k.T / np.sqrt(q.shape[-1])).round(n) @ v for n in (1, 2, 4)),
    *(lambda q, k, v, n=n: solution(q, k, v).round(n) for n in (1, 2, 3, 4)),
)


def wrong_winner(q, k, v):
    """Only the value of the best key came out. Attention is a mixture, so that it has slopes."""
    return v[(q @ k.T).argmax(axis=-1)]


def wrong_weights(q, k, v):
    """These are the weights. The last step is missing: the mean of the values, weighted by them."""
    return weights(q @ k.T / np.sqrt(q.shape[-1]))


wrong_weights.variations = (lambda q, k, v: weights(q @ k.T),)


def wrong_overflow(q, k, v):
    """`exp` of a large score is infinite, and `inf / inf` is nan. Of very low ones, all are 0.

    What can you subtract from a row of scores without changing its softmax?
    """
    return weights(q @ k.T / np.sqrt(q.shape[-1]), peak=False) @ v


def mean_at_the_end(q, k, v):
    e = np.exp(q @ k.T / np.sqrt(q.shape[-1]))
    return e @ v / e.sum(axis=-1, keepdims=True)


def overflow_in_plain_numbers(q, k, v):
    e = [[math.exp(z) for z in row] for row in q @ k.T / np.sqrt(q.shape[-1])]
    return [np.array(row) / sum(row) @ v for row in e]


def overflow_in_the_logarithm(q, k, v):
    z = q @ k.T / np.sqrt(q.shape[-1])
    return np.exp(z - np.log(np.exp(z).sum(axis=-1, keepdims=True))) @ v


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (mean_at_the_end, overflow_in_plain_numbers, overflow_in_the_logarithm)
wrong_overflow.hint = 2


def wrong_global_peak(q, k, v):
    """The largest of all scores is subtracted, so in a row of low scores every `exp` is 0.

    Which number is safe for a row whatever its neighbours are?
    """
    z = q @ k.T / np.sqrt(q.shape[-1])
    return weights(z - z.max(), peak=False) @ v


wrong_global_peak.mistake = "M18"
wrong_global_peak.lesson = "05"
wrong_global_peak.hint = 2


def wrong_mean(q, k, v):
    """Another number than the largest is subtracted. The largest score can lie far above it."""
    z = q @ k.T / np.sqrt(q.shape[-1])
    return weights(z - z.mean(axis=-1, keepdims=True), peak=False) @ v


def below_the_smallest(q, k, v):
    z = q @ k.T / np.sqrt(q.shape[-1])
    return weights(z - z.min(axis=-1, keepdims=True), peak=False) @ v


wrong_mean.lesson = "05"
wrong_mean.variations = (below_the_smallest,)
wrong_mean.hint = 2


def wrong_in_place(q, k, v):
    """The caller's queries were overwritten: `/=` works in the array that came in. Make another."""
    q /= np.sqrt(q.shape[-1])
    return weights(q @ k.T) @ v


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
