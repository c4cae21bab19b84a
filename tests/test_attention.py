"""Masks, attention and merged parts: against SciPy, PyTorch, and loops as the formulas read."""

import math
from itertools import permutations

import numpy as np
import pytest
import scipy.special
from libraries import EACH, EACH_EAGER, EACH_LIBRARY, needs, nothing_is_computed

from softmax_lib.attention import attention, masked_softmax, merge

INF = math.inf
NOTHING = (-INF, 0.0)
Z = np.asarray([[0.25, 1.25, -0.75, 3.0], [-2.0, 0.5, 0.5, 1.5], [8.0, -8.0, 0.0, 7.5]])
MASK = np.asarray([[1, 1, 0, 1], [0, 0, 1, 0], [1, 1, 1, 1]], dtype=bool)
NONE = np.zeros((3, 4), dtype=bool)
rng = np.random.default_rng(10)
Q, K, V = (rng.normal(size=shape).round(2) for shape in ((2, 3, 4), (2, 5, 4), (2, 5, 6)))


def row_by_row(z, mask):
    """Return SciPy's softmax of the kept scores of each row, and 0 at the other places."""
    p = np.zeros(z.shape)
    for row, kept, out in zip(z, mask, p, strict=True):
        if kept.any():
            out[kept] = scipy.special.softmax(row[kept])
    return p


def looped_attention(q, k, v):
    """Return attention of one stack of queries, keys and values, number by number."""
    rows = []
    for query in q:
        scores = [sum(a * b for a, b in zip(query, key, strict=True)) for key in k]
        e = [math.exp(score / math.sqrt(len(query))) for score in scores]
        shares = [weight / sum(e) for weight in e]
        columns = zip(*v, strict=True)
        rows.append([sum(p * x for p, x in zip(shares, c, strict=True)) for c in columns])
    return np.asarray(rows)


LOOPED = np.stack([looped_attention(*stack) for stack in zip(Q, K, V, strict=True)])


def part(z, kind):
    """Return the maximum of each row and the sum of exp(z - maximum), by NumPy."""
    peak = z.max(axis=-1, keepdims=True)
    return kind.array(peak[..., 0]), kind.array(np.exp(z - peak).sum(axis=-1))


# Masks.


@EACH
def test_kept_scores_share_one_as_scipy_says(kind):
    result = kind.in_numpy(masked_softmax(kind.array(Z), kind.array(MASK)))
    np.testing.assert_allclose(result, row_by_row(Z, MASK), kind.tolerance, kind.tolerance / 8)


@EACH_LIBRARY
def test_masked_entries_are_exactly_zero(kind):
    result = kind.in_numpy(masked_softmax(kind.array(Z), kind.array(MASK)))
    assert (result[~MASK] == 0).all()


@EACH
def test_row_with_nothing_to_keep_gives_zeros(kind):
    mask = MASK.copy()
    mask[1] = False
    result = kind.in_numpy(masked_softmax(kind.array(Z), kind.array(mask)))
    np.testing.assert_array_equal(result[1], 0)
    np.testing.assert_allclose(result.sum(axis=-1), [1, 0, 1], kind.tolerance)


@EACH_LIBRARY
@pytest.mark.parametrize("hidden", [math.nan, INF, -INF, 1e30])
def test_what_is_masked_has_no_say(kind, hidden):
    result = masked_softmax(kind.array(np.where(MASK, Z, hidden)), kind.array(MASK))
    expected = row_by_row(Z, MASK)
    np.testing.assert_allclose(kind.in_numpy(result), expected, kind.tolerance, kind.tolerance)


@EACH_LIBRARY
def test_kept_nan_or_inf_spoils_its_own_row_only(kind):
    z = np.asarray([[math.nan, 1, 2], [INF, 1, 2], [-INF, -INF, 2], [0, 0, 2]])
    mask = np.asarray([True, True, False])
    result = kind.in_numpy(masked_softmax(kind.array(z), kind.array(mask)))
    expected = [[math.nan, math.nan, 0]] * 3 + [[0.5, 0.5, 0]]
    np.testing.assert_allclose(result, expected)


@EACH_LIBRARY
@pytest.mark.parametrize("shape", [(), (4,), (3, 1), (1, 4), (2, 3, 4), (2, 1, 1)])
def test_mask_is_broadcast(kind, shape):
    mask = np.random.default_rng(1).integers(0, 2, size=shape).astype(bool)
    whole = np.broadcast_to(mask, np.broadcast_shapes(shape, Z.shape))
    expected = row_by_row(np.broadcast_to(Z, whole.shape).reshape(-1, 4), whole.reshape(-1, 4))
    result = kind.in_numpy(masked_softmax(kind.array(Z), kind.array(mask)))
    np.testing.assert_allclose(
        result, expected.reshape(whole.shape), kind.tolerance, kind.tolerance
    )


@EACH_LIBRARY
def test_mask_may_be_a_list(kind):
    z = kind.array(Z)
    np.testing.assert_array_equal(
        kind.in_numpy(masked_softmax(z, MASK.tolist())),
        kind.in_numpy(masked_softmax(z, kind.array(MASK))),
    )


@pytest.mark.parametrize("mask", [[1, 1, 0], [1.0, 0.0, 1.0], [-INF, 0.0, 0.0]])
def test_mask_that_is_not_boolean_is_a_type_error(mask):
    with pytest.raises(TypeError, match=r"a mask holds booleans, True where .* kept, got"):
        masked_softmax([1.0, 2.0, 3.0], mask)


def test_mask_that_does_not_fit_is_a_value_error():
    with pytest.raises(ValueError, match=r"a mask of shape \(2,\) does not fit scores .* \(3, 4\)"):
        masked_softmax(Z, [True, False])


def test_mask_of_another_library_is_a_type_error():
    torch = needs("torch")
    with pytest.raises(TypeError, match="scores and mask must come from one array library"):
        masked_softmax(Z, torch.asarray(MASK))


def test_gradient_is_zero_where_masked_and_never_nan():
    torch = needs("torch")
    mask = MASK.copy()
    mask[1] = False
    z = torch.tensor(np.where(mask, Z, INF), requires_grad=True)
    masked_softmax(z, torch.asarray(mask))[..., 0].sum().backward()
    assert torch.isfinite(z.grad).all()
    assert (z.grad[~torch.asarray(mask)] == 0).all()
    assert (z.grad[0][[0, 1, 3]] != 0).all()


# Attention.


@EACH
def test_attention_equals_plain_loops(kind):
    q, k, v = (kind.in_numpy(kind.array(a)) for a in (Q, K, V))  # as the precision rounds them
    expected = [looped_attention(*stack) for stack in zip(q, k, v, strict=True)]
    result = kind.in_numpy(attention(kind.array(Q), kind.array(K), kind.array(V)))
    np.testing.assert_allclose(result, expected, kind.tolerance, kind.tolerance)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_attention_equals_torch(dtype):
    torch = needs("torch")
    q, k, v = (torch.asarray(a, dtype=getattr(torch, dtype)) for a in (Q, K, V))
    theirs = torch.nn.functional.scaled_dot_product_attention(q, k, v)
    torch.testing.assert_close(attention(q, k, v), theirs)


@EACH_LIBRARY
def test_one_set_of_keys_serves_all_stacks(kind):
    q, k, v = kind.array(Q), kind.array(K[0]), kind.array(V[0])
    expected = [looped_attention(queries, K[0], V[0]) for queries in Q]
    np.testing.assert_allclose(
        kind.in_numpy(attention(q, k, v)), expected, kind.tolerance, kind.tolerance
    )


@EACH_LIBRARY
def test_keys_and_values_may_be_lists(kind):
    result = attention(kind.array(Q[0]), K[0].tolist(), V[0].tolist())
    assert kind.same_kind(result, kind.array(Q))
    np.testing.assert_allclose(kind.in_numpy(result), LOOPED[0], kind.tolerance, kind.tolerance)


def test_huge_scores_choose_one_value():
    result = attention([[1e200, 0.0]], [[1e100, 0.0], [-1e100, 0.0]], [[3.0], [5.0]])
    np.testing.assert_array_equal(result, [[3.0]])


def test_keys_of_another_length_are_a_value_error():
    with pytest.raises(ValueError, match="queries and keys must be equally long, got 4 and 3"):
        attention(Q, K[..., :3], V)


def test_values_that_are_not_one_per_key_are_a_value_error():
    with pytest.raises(ValueError, match="one value per key: 5 keys, 4 values"):
        attention(Q, K, V[:, :4])


@pytest.mark.parametrize("place", range(3))
def test_single_row_is_a_value_error(place):
    given = [Q, K, V]
    given[place] = given[place][0, 0]
    with pytest.raises(ValueError, match="axis -2 does not exist"):
        attention(*given)


def test_no_keys_are_a_value_error():
    with pytest.raises(ValueError, match="no entries along axis -2"):
        attention(Q, K[:, :0], V[:, :0])


def test_values_of_another_library_are_a_type_error():
    torch = needs("torch")
    with pytest.raises(TypeError, match="must come from one array library"):
        attention(Q, K, torch.asarray(V))


# Merging parts.


@EACH
@pytest.mark.parametrize("cuts", [(1,), (5,), (2, 3, 7)])
def test_merged_parts_give_the_logsumexp_of_scipy(kind, cuts):
    z = np.random.default_rng(2).normal(0, 3, size=(4, 9)).round(1)
    m, s = NOTHING
    for piece in np.split(z, cuts, axis=-1):
        m, s = merge((m, s), part(piece, kind))
    total = kind.in_numpy(m) + np.log(kind.in_numpy(s))
    np.testing.assert_allclose(total, scipy.special.logsumexp(z, axis=-1), kind.tolerance)


def test_order_does_not_matter():
    parts = [(3.0, 1.5), (-400.0, 7.0), (3.5, 2.0), NOTHING]
    truth = scipy.special.logsumexp([m for m, _ in parts], b=[s for _, s in parts])
    for a, b, c, d in permutations(parts):
        for m, s in (merge(merge(merge(a, b), c), d), merge(merge(a, b), merge(c, d))):
            assert m == 3.5
            assert m + math.log(s) == pytest.approx(truth, rel=1e-14)


@EACH_LIBRARY
def test_nothing_changes_nothing_and_nothing_twice_is_nothing(kind):
    given = part(Z, kind)
    empty = kind.array(np.full(3, -INF)), kind.array(np.zeros(3))
    for parts in ((given, empty), (empty, given), (NOTHING, given), (given, NOTHING)):
        for result, expected in zip(merge(*parts), given, strict=True):
            np.testing.assert_array_equal(kind.in_numpy(result), kind.in_numpy(expected))
    m, s = merge(empty, empty)
    np.testing.assert_array_equal(kind.in_numpy(m), -INF)
    np.testing.assert_array_equal(kind.in_numpy(s), 0)


@pytest.mark.parametrize("z", [[INF, 1000.0], [1000.0, INF, INF], [-INF, INF], [1.0, math.nan]])
def test_infinite_scores_are_as_in_scipy(z):
    m, s = NOTHING
    for score in z:
        m, s = merge((m, s), (score, 1.0))
    np.testing.assert_equal(m + np.log(s), scipy.special.logsumexp(z))


def test_scores_far_apart_do_not_overflow():
    m, s = merge((1000.0, 1.0), (-1000.0, 3.0))
    assert (m, s) == (1000, 1)


def test_gradient_through_a_merge_from_nothing_is_softmax():
    torch = needs("torch")
    z = torch.tensor(Z[0], requires_grad=True)
    m, s = NOTHING
    for score in z:
        m, s = merge((m, s), (score, 1.0))
    (m + torch.log(s)).backward()
    torch.testing.assert_close(z.grad, torch.asarray(scipy.special.softmax(Z[0])))


# All three.


def calls(kind):
    """Return each function, with arguments of this kind."""
    q, k, v = kind.array(Q), kind.array(K), kind.array(V)
    parts = part(Z, kind), part(-Z, kind)
    return (masked_softmax, (kind.array(Z), kind.array(MASK))), (attention, (q, k, v)), (
        lambda a, b, c, d: merge((a, b), (c, d))[1], (*parts[0], *parts[1]))  # fmt: skip


@EACH
def test_results_have_the_library_dtype_and_device_of_what_was_given(kind):
    for f, given in calls(kind):
        assert kind.same_kind(f(*given), given[0])


@EACH_LIBRARY
def test_inputs_are_not_modified(kind):
    for f, given in calls(kind):
        before = [kind.in_numpy(a).copy() for a in given]
        f(*given)
        for a, b in zip(given, before, strict=True):
            np.testing.assert_array_equal(kind.in_numpy(a), b)


def test_lazy_arrays_stay_lazy():
    needs("dask")
    from libraries import Kind

    with nothing_is_computed():
        for f, given in calls(Kind("dask", "float64")):
            f(*given)


@EACH_EAGER
def test_the_wider_precision_wins(kind):
    if kind.dtype != "float64":
        pytest.skip(f"{kind} has no two widths to mix")
    mixed = attention(kind.array(Q, "float32"), kind.array(K), kind.array(V, "float32"))
    assert kind.same_kind(mixed, kind.array(Q))
