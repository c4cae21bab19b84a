"""Cross-entropy from scores: the right number and gradient, and no wrong label passes."""

import math
import tracemalloc

import array_api_compat
import hypothesis.extra.numpy as arrays
import numpy as np
import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import EACH, EACH_EAGER, EACH_HALF, EACH_LIBRARY, needs, nothing_is_computed

from softmax_lib import cross_entropy, cross_entropy_and_grad

INF = math.inf
Z = np.asarray([[0.25, 1.25, -0.75, 3.0], [-2.0, 0.5, 0.5, 1.5], [8.0, -8.0, 0.0, 7.5]])
Y = [3, 0, 2]
SOFT = np.asarray([[0.5, 0.25, 0.125, 0.125], [0.0, 1.0, 0.0, 0.0], [0.25, 0.25, 0.25, 0.25]])
LOSSES = {"cross_entropy": cross_entropy, "and_grad": lambda z, y: cross_entropy_and_grad(z, y)[0]}

each_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
examples = settings(max_examples=40, deadline=None, derandomize=True, database=None)
rows = st.tuples(st.integers(1, 4), st.integers(2, 6))
scores = arrays.arrays(np.float64, rows, elements=st.floats(-30, 30))


def gradient(z, targets):
    """Return (softmax(z) - Y) / n from plain loops."""
    return (oracle.along(oracle.softmax, z, -1) - targets) / len(z)


def loss_alone(z, y):
    """Return the loss of the pair, for an autograd that wants one number."""
    return cross_entropy_and_grad(z, y)[0]


# The right numbers.


@EACH
@each_loss
def test_loss_of_indices_equals_plain_loops(loss, kind):
    expected = oracle.cross_entropy(Z.tolist(), np.eye(4)[Y].tolist())
    assert kind.in_numpy(loss(kind.array(Z), kind.array(Y))) == pytest.approx(
        expected, rel=kind.tolerance
    )


@EACH
@each_loss
def test_loss_of_soft_targets_equals_plain_loops(loss, kind):
    expected = oracle.cross_entropy(Z.tolist(), SOFT.tolist())
    assert kind.in_numpy(loss(kind.array(Z), kind.array(SOFT))) == pytest.approx(
        expected, rel=kind.tolerance
    )


@EACH
def test_gradient_is_p_minus_y_over_n(kind):
    _, grad = cross_entropy_and_grad(kind.array(Z), kind.array(Y))
    expected = gradient(Z, np.eye(4)[Y])
    np.testing.assert_allclose(kind.in_numpy(grad), expected, kind.tolerance, kind.tolerance / 8)


@EACH
def test_gradient_of_soft_targets_is_p_minus_y_over_n(kind):
    _, grad = cross_entropy_and_grad(kind.array(Z), kind.array(SOFT))
    expected = gradient(Z, SOFT)
    np.testing.assert_allclose(kind.in_numpy(grad), expected, kind.tolerance, kind.tolerance / 8)


@EACH_LIBRARY
@pytest.mark.parametrize("dtype", ["bool", "int32", "float32"])
def test_one_hot_rows_of_any_dtype_mean_the_same_as_indices(dtype, kind):
    z, rows = kind.array(Z), kind.array(np.eye(4)[Y], dtype)
    for of_rows, of_indices in zip(
        (cross_entropy(z, rows), *cross_entropy_and_grad(z, rows)),
        (cross_entropy(z, kind.array(Y)), *cross_entropy_and_grad(z, kind.array(Y))),
        strict=True,
    ):
        np.testing.assert_allclose(kind.in_numpy(of_rows), kind.in_numpy(of_indices), 1e-6, 1e-7)


@EACH_LIBRARY
@pytest.mark.parametrize("y", [Y, tuple(Y), np.eye(4)[Y].tolist()], ids=["list", "tuple", "rows"])
@each_loss
def test_labels_may_be_plain_python(loss, y, kind):
    z = kind.array(Z)
    np.testing.assert_array_equal(
        kind.in_numpy(loss(z, y)), kind.in_numpy(loss(z, kind.array(np.asarray(y))))
    )


@EACH_LIBRARY
@each_loss
def test_one_row_takes_one_label(loss, kind):
    expected = oracle.cross_entropy([Z[0].tolist()], [[0, 0, 1, 0]])
    for y in (2, kind.array(2)):
        result = kind.in_numpy(loss(kind.array(Z[0]), y))
        assert result == pytest.approx(expected, rel=kind.tolerance)


@EACH_LIBRARY
@each_loss
def test_batch_and_time_average_together(loss, kind):
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    y = np.asarray([[0, 1, 3], [2, 2, 0]])
    expected = oracle.cross_entropy(z.reshape(6, 4).tolist(), np.eye(4)[y.ravel()].tolist())
    for labels in (y, np.eye(4)[y]):
        result = kind.in_numpy(loss(kind.array(z), kind.array(labels)))
        assert result == pytest.approx(expected, rel=kind.tolerance)


@EACH_LIBRARY
def test_gradient_over_batch_and_time_has_their_shape(kind):
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    y = np.asarray([[0, 1, 3], [2, 2, 0]])
    _, grad = cross_entropy_and_grad(kind.array(z), kind.array(y))
    expected = gradient(z.reshape(6, 4), np.eye(4)[y.ravel()]).reshape(2, 3, 4)
    np.testing.assert_allclose(kind.in_numpy(grad), expected, kind.tolerance, kind.tolerance)


@EACH_LIBRARY
@each_loss
def test_lists_of_whole_numbers_are_scores(loss, kind):
    z = [[1, 2, 3, 4], [3, 0, 0, 0], [0, -1, 2, 0]]
    expected = oracle.cross_entropy(z, np.eye(4)[Y].tolist())
    assert loss(z, Y) == pytest.approx(expected)
    assert kind.in_numpy(loss(kind.array(z, "int32"), Y)) == pytest.approx(expected, rel=1e-6)


@EACH
@each_loss
def test_equal_scores_cost_ln_k(loss, kind):
    result = kind.in_numpy(loss(kind.array(np.full((3, 4), 7.0)), kind.array(Y)))
    assert result == pytest.approx(math.log(4), rel=kind.tolerance)


@pytest.mark.parametrize("n_classes", [2, 10, 125])
def test_double_softmax_cannot_fall_below_its_floor(n_classes):
    perfect = np.eye(n_classes)
    floor = math.log(1 + (n_classes - 1) / math.e)
    assert cross_entropy(perfect, range(n_classes)) == pytest.approx(floor)


@EACH_LIBRARY
@pytest.mark.parametrize("dtype", ["uint8", "int8"])
@each_loss
def test_small_labels_count_beyond_their_range(loss, dtype, kind):
    z = np.zeros((2, 300))
    z[0, 127], z[1, 44] = 9.0, 5.0
    expected = oracle.cross_entropy(z.tolist(), np.eye(300)[[127, 44]].tolist())
    result = kind.in_numpy(loss(kind.array(z), kind.array([127, 44], dtype)))
    assert result == pytest.approx(expected, rel=1e-5)


def test_uint8_labels_above_127_are_no_negative_labels():
    labels = np.asarray([255, 200], dtype=np.uint8)
    assert cross_entropy(np.zeros((2, 300)), labels) == pytest.approx(math.log(300))


@examples
@given(scores, st.randoms(use_true_random=False))
def test_loss_is_never_negative(z, random):
    assert cross_entropy(z, [random.randrange(z.shape[1]) for _ in z]) >= 0


@examples
@given(scores)
def test_no_scores_beat_the_targets_themselves(z):
    Y = oracle.along(oracle.softmax, z[::-1], -1)
    entropy = -np.sum(Y * np.log(Y)) / len(z)
    assert cross_entropy(z, Y) >= entropy - 1e-12


@examples
@given(scores, st.randoms(use_true_random=False))
def test_gradient_of_each_row_sums_to_zero(z, random):
    _, grad = cross_entropy_and_grad(z, [random.randrange(z.shape[1]) for _ in z])
    np.testing.assert_allclose(grad.sum(axis=-1), 0, atol=1e-15)


# At the edges of floating point.


@EACH
@each_loss
def test_scores_of_a_thousand_cost_their_distance(loss, kind):
    z = kind.array([[1000.0, -1000.0, 0.0, 0.0]] * 3)
    assert kind.in_numpy(loss(z, kind.array([0, 0, 0]))) == 0
    assert kind.in_numpy(loss(z, kind.array([1, 1, 1]))) == 2000


@EACH
@each_loss
def test_minus_infinity_elsewhere_costs_nothing(loss, kind):
    z = kind.array([[0.0, -INF, 0.0, -INF]] * 3)
    for y in ([0, 2, 0], [[1.0, 0.0, 0.0, 0.0]] * 3, [[0.5, 0.0, 0.5, 0.0]] * 3):
        result = kind.in_numpy(loss(z, kind.array(y)))
        assert result == pytest.approx(math.log(2), rel=kind.tolerance)


@EACH
@each_loss
def test_minus_infinity_at_the_label_costs_infinity(loss, kind):
    z = kind.array([[0.0, -INF, 0.0, 0.0], [0.0] * 4, [0.0] * 4])
    assert kind.in_numpy(loss(z, kind.array([1, 0, 0]))) == INF
    assert kind.in_numpy(loss(z, kind.array([[0.5, 0.5, 0.0, 0.0]] * 3))) == INF


@EACH
def test_gradient_stays_finite_where_the_loss_is_infinite(kind):
    z = kind.array([[0.0, -INF, 0.0, -INF], [0.0] * 4])
    _, grad = cross_entropy_and_grad(z, kind.array([1, 0]))
    assert kind.in_numpy(grad).tolist() == [[0.25, -0.5, 0.25, 0], [-0.375, 0.125, 0.125, 0.125]]


@EACH
def test_nan_stays_in_the_rows_gradient(kind):
    z = kind.array([[math.nan, 0.0], [0.0, 0.0], [-INF, -INF], [INF, 0.0]])
    loss, grad = cross_entropy_and_grad(z, kind.array([0, 0, 0, 0]))
    nan = [math.nan, math.nan]
    np.testing.assert_array_equal(kind.in_numpy(grad), [nan, [-0.125, 0.125], nan, nan])
    assert np.isnan(kind.in_numpy(loss))


@EACH_LIBRARY
@each_loss
def test_largest_numbers_raise_no_warning(loss, kind):
    most = 1e308 if kind.dtype == "float64" else 3e38
    z = kind.array([[most, -most, 0.0, 0.0]] + [[0.0, 0.0, -most, -most]] * 2)
    assert kind.in_numpy(loss(z, kind.array([0, 0, 0]))) == pytest.approx(2 * math.log(2) / 3)
    assert kind.in_numpy(loss(z, kind.array([2, 0, 0]))) == pytest.approx(most / 3, rel=1e-6)


@EACH_HALF
@each_loss
def test_seventy_thousand_halves_are_averaged_in_more_bits(loss, kind):
    z, y = kind.array(np.zeros((70_000, 4))), kind.array(np.zeros(70_000, dtype=np.int32))
    assert kind.in_numpy(loss(z, y)) == pytest.approx(math.log(4), rel=kind.tolerance)


# The kind of the result.


@EACH
@pytest.mark.parametrize("y", [Y, SOFT], ids=["indices", "soft"])
def test_results_have_the_library_dtype_and_device_of_the_scores(y, kind):
    z, y = kind.array(Z), kind.array(np.asarray(y))
    loss, grad = cross_entropy_and_grad(z, y)
    for result, shape in ((cross_entropy(z, y), ()), (loss, ()), (grad, (3, 4))):
        assert kind.same_kind(result, z)
        assert tuple(result.shape) == shape


@EACH_LIBRARY
def test_plain_labels_go_to_the_device_of_the_scores(kind):
    z = kind.array(Z)
    assert array_api_compat.device(cross_entropy(z, Y)) == array_api_compat.device(z)


@EACH
@pytest.mark.parametrize("y", [Y, SOFT], ids=["indices", "soft"])
def test_inputs_are_not_modified(y, kind):
    z, y = kind.array(Z), kind.array(np.asarray(y))
    before = kind.in_numpy(z).copy(), kind.in_numpy(y).copy()
    cross_entropy(z, y)
    cross_entropy_and_grad(z, y)
    np.testing.assert_array_equal(kind.in_numpy(z), before[0])
    np.testing.assert_array_equal(kind.in_numpy(y), before[1])


@each_loss
@pytest.mark.parametrize("y", [np.asarray(Y), SOFT], ids=["indices", "soft"])
def test_read_only_inputs_are_welcome(loss, y):
    z, y = Z.copy(), y.copy()
    z.setflags(write=False)
    y.setflags(write=False)
    assert loss(z, y) == loss(Z, y.copy())


# What autograd says.


@pytest.mark.parametrize("y", [Y, SOFT], ids=["indices", "soft"])
def test_gradient_is_the_one_of_torch(y):
    torch = needs("torch")
    y = torch.asarray(np.asarray(y))
    z = torch.asarray(Z.copy()).requires_grad_()
    torch.nn.functional.cross_entropy(z, y).backward()
    loss, grad = cross_entropy_and_grad(z.detach(), y)
    torch.testing.assert_close(grad, z.grad)
    torch.testing.assert_close(loss, torch.nn.functional.cross_entropy(z.detach(), y))


@each_loss
@pytest.mark.parametrize("y", [Y, SOFT], ids=["indices", "soft"])
def test_torch_differentiates_the_loss(loss, y):
    torch = needs("torch")
    y = torch.asarray(np.asarray(y))
    for z in (Z, Z * 0, Z * 0 + 1000, np.round(Z)):
        assert torch.autograd.gradcheck(lambda z: loss(z, y), torch.tensor(z, requires_grad=True))


@each_loss
def test_torch_differentiates_the_loss_with_respect_to_soft_targets(loss):
    torch = needs("torch")
    raw = torch.tensor(SOFT + 0.1, requires_grad=True)
    z = torch.asarray(Z.copy())
    assert torch.autograd.gradcheck(lambda t: loss(z, t / t.sum(-1, keepdim=True)), raw)


@each_loss
def test_torch_finds_no_nan_behind_a_masked_score(loss):
    torch = needs("torch")
    for y in (torch.tensor([0]), torch.tensor([[1.0, 0.0, 0.0]])):
        z = torch.tensor([[0.0, -INF, 0.0]], requires_grad=True)
        loss(z, y).backward()
        assert z.grad.tolist() == [[-0.5, 0, 0.5]]


@pytest.mark.parametrize("y", [Y, SOFT], ids=["indices", "soft"])
@each_loss
def test_jax_differentiates_the_loss(loss, y):
    jax = needs("jax")
    targets = np.eye(4)[y] if y is Y else y
    for z in (Z, Z * 0, np.round(Z)):
        slope = jax.grad(loss)(jax.numpy.asarray(z), jax.numpy.asarray(np.asarray(y)))
        np.testing.assert_allclose(slope, gradient(z, targets), 1e-5, 1e-6)


# Lazy, traced, silent.


@pytest.mark.parametrize("y", [np.asarray(Y), SOFT], ids=["indices", "soft"])
def test_dask_stays_lazy(y):
    da = needs("dask.array")
    z, y = da.from_array(Z, chunks=2), da.from_array(y, chunks=2)
    with nothing_is_computed():
        results = cross_entropy(z, y), *cross_entropy_and_grad(z, y)
    assert all(isinstance(result, da.Array) for result in results)


@pytest.mark.parametrize("y", [np.asarray(Y), SOFT], ids=["indices", "soft"])
def test_jax_can_compile_it(y):
    jax = needs("jax")
    z, y = jax.numpy.asarray(Z), jax.numpy.asarray(y)
    for f in (cross_entropy, cross_entropy_and_grad):
        for compiled, plain in zip(
            jax.tree.leaves(jax.jit(f)(z, y)), jax.tree.leaves(f(z, y)), strict=True
        ):
            np.testing.assert_allclose(compiled, plain, 1e-6)


@pytest.mark.parametrize("label", [4, -1, -5])
@each_loss
def test_wrong_label_that_nobody_can_see_yet_makes_the_loss_nan(loss, label):
    jax, da = needs("jax"), needs("dask.array")
    traced = jax.jit(loss)(jax.numpy.asarray(Z), jax.numpy.asarray([0, 1, label]))
    lazy = loss(da.from_array(Z), da.from_array([0, 1, label])).compute()
    assert np.isnan(traced)
    assert np.isnan(lazy)


def test_nothing_is_printed(capfd):
    cross_entropy(Z, Y)
    cross_entropy_and_grad(Z, SOFT)
    with pytest.raises(ValueError, match="from 0 to 3"):
        cross_entropy(Z, [0, 1, 9])
    assert capfd.readouterr() == ("", "")


# Errors: which, and that they name what came.

WRONG_LABELS = {
    "too large": ([0, 1, 4], ValueError, "from 0 to 3, got 4"),
    "negative": ([0, -1, 1], ValueError, "from 0 to 3, got -1"),
    "float": ([0.0, 1.0, 2.0], ValueError, "from 0 to 3, got .*float"),
    "bool": ([True, False, True], ValueError, "from 0 to 3, got .*bool"),
    "too few": ([0, 1], ValueError, r"one label per row, \(3,\).*got labels of shape \(2,\)"),
    "too many": ([0, 1, 2, 3], ValueError, r"\(3,\).*got labels of shape \(4,\)"),
    "empty": ([], ValueError, r"got labels of shape \(0,\)"),
    "a column": ([[0], [1], [2]], ValueError, r"got labels of shape \(3, 1\)"),
    "transposed": (np.eye(4)[Y].T, ValueError, r"got labels of shape \(4, 3\)"),
    "not summing to one": (SOFT * 2, ValueError, "sum to 1"),
    "negative shares": (SOFT - 2 * np.eye(3, 4), ValueError, ">= 0"),
    "nan shares": (SOFT * math.nan, ValueError, "sum to 1"),
}


@EACH_EAGER
@pytest.mark.parametrize(("y", "error", "says"), WRONG_LABELS.values(), ids=WRONG_LABELS)
def test_wrong_labels_are_named(y, error, says, kind):
    labels = kind.array(np.asarray(y)) if len(y) else kind.array([], "int32")
    for f in (cross_entropy, cross_entropy_and_grad):
        with pytest.raises(error, match=says):
            f(kind.array(Z), labels)


@each_loss
def test_labels_that_are_no_array_are_named(loss):
    with pytest.raises(TypeError, match="expected numbers, got NoneType"):
        loss(Z, None)
    with pytest.raises(ValueError, match="same length"):
        loss(Z, [[0], [0, 1], [2]])


@EACH_LIBRARY
@each_loss
def test_labels_that_are_strings_are_refused(loss, kind):
    with pytest.raises((ValueError, TypeError), match=r"U1|str"):
        loss(kind.array(Z), ["a", "b", "c"])


@EACH_LIBRARY
@pytest.mark.parametrize("kind_of_row", [str, complex])
@each_loss
def test_rows_of_targets_must_be_real_numbers(loss, kind_of_row, kind):
    rows = [[kind_of_row(int(x)) for x in row] for row in np.eye(4)[Y]]
    with pytest.raises((ValueError, TypeError), match=r"real|U1|str|complex"):
        loss(kind.array(Z), rows)


@EACH_LIBRARY
@each_loss
def test_scores_without_rows_or_classes_are_refused(loss, kind):
    with pytest.raises(ValueError, match=r"no rows .*\(0, 3\)"):
        loss(kind.array(np.zeros((0, 3))), kind.array([], "int32"))
    with pytest.raises(ValueError, match=r"no entries .*\(2, 0\)"):
        loss(kind.array(np.zeros((2, 0))), kind.array([0, 0]))


@EACH_LIBRARY
@each_loss
def test_labels_of_another_library_are_refused_by_name(loss, kind):
    if kind.library == "numpy":
        torch = needs("torch")
        z, y, names = Z, torch.asarray(Y), "numpy.* and torch"
    else:
        z, y, names = kind.array(Z), np.asarray(Y), f"{kind.library}.* and numpy"
    with pytest.raises(TypeError, match=f"one array library, got {names}"):
        loss(z, y)


@EACH_LIBRARY
@each_loss
def test_single_number_is_no_row_of_scores(loss, kind):
    with pytest.raises(ValueError, match=r"axis -1 .*shape \(\)"):
        loss(kind.array(1.0), kind.array(0))


def test_numpy_needs_no_more_memory_for_the_gradient_than_the_gradient():
    z, y = np.zeros((64, 8192), np.float32), np.zeros(64, np.int64)
    cross_entropy_and_grad(z, y)  # the first call imports and remembers
    tracemalloc.start()
    try:
        cross_entropy_and_grad(z, y)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1.1 * z.nbytes
