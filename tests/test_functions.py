"""Softmax and its relatives: the right numbers, in the kind that came in, or one clear error."""

import math
from fractions import Fraction

import array_api_compat
import hypothesis.extra.numpy as arrays
import numpy as np
import oracle
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import (
    EACH,
    EACH_EAGER,
    EACH_HALF,
    EACH_LIBRARY,
    EACH_WIDE,
    MISSING,
    needs,
    nothing_is_computed,
)

from softmax_lib import div_by_sum, hardmax, log_softmax, logsumexp, one_hot, sigmoid, softmax

ALONG_AN_AXIS = (softmax, log_softmax, logsumexp, div_by_sum, hardmax)
OF_NUMBERS = (*ALONG_AN_AXIS, sigmoid)
SCIPYS = {
    softmax: scipy.special.softmax,
    log_softmax: scipy.special.log_softmax,
    logsumexp: scipy.special.logsumexp,
}
INF, NAN = math.inf, math.nan
Z = np.asarray([[0.25, 1.25, -0.75, 3.0], [-2.0, 0.5, 0.5, 1.5], [8.0, -8.0, 0.0, 7.5]])

each_function = pytest.mark.parametrize("f", OF_NUMBERS, ids=lambda f: f.__name__)
each_along_an_axis = pytest.mark.parametrize("f", ALONG_AN_AXIS, ids=lambda f: f.__name__)
each_of_scipys = pytest.mark.parametrize("f", SCIPYS, ids=lambda f: f.__name__)
examples = settings(max_examples=40, deadline=None, derandomize=True, database=None)

scores = st.floats(-700, 700)
rows_of_scores = arrays.arrays(
    np.float64, st.tuples(st.integers(1, 4), st.integers(1, 6)), elements=scores
)
few = arrays.arrays(np.float64, st.integers(1, 6), elements=st.floats(-30, 30))


@pytest.mark.parametrize("library", MISSING)
def test_every_library_is_here(library):
    pytest.skip(MISSING[library])


# The right numbers.


@EACH
@pytest.mark.parametrize("axis", [-1, 0])
@pytest.mark.parametrize("f", [softmax, log_softmax], ids=lambda f: f.__name__)
def test_equals_its_definition_in_forty_digits(f, axis, kind):
    expected = oracle.along(getattr(oracle, f.__name__), Z, axis)
    result = kind.in_numpy(f(kind.array(Z), axis=axis))
    np.testing.assert_allclose(result, expected, rtol=kind.tolerance, atol=kind.tolerance / 16)


@EACH
def test_logsumexp_equals_its_definition_in_forty_digits(kind):
    expected = [oracle.logsumexp(row) for row in Z.tolist()]
    np.testing.assert_allclose(kind.in_numpy(logsumexp(kind.array(Z))), expected, kind.tolerance)


@EACH
def test_sigmoid_equals_its_definition_in_forty_digits(kind):
    expected = oracle.along(oracle.sigmoid, Z, -1)
    np.testing.assert_allclose(kind.in_numpy(sigmoid(kind.array(Z))), expected, kind.tolerance)


@EACH
def test_div_by_sum_equals_fractions(kind):
    expected = [float(Fraction(n, 10)) for n in (1, 2, 3, 4)]
    result = kind.in_numpy(div_by_sum(kind.array([1.0, 2.0, 3.0, 4.0])))
    np.testing.assert_allclose(result, expected, kind.tolerance)


@EACH_LIBRARY
@pytest.mark.parametrize("axis", [0, 1, 2, -1, -2, -3, (0, 2), (-1, 0), (0, 1, 2), None])
@each_of_scipys
def test_axis_means_what_it_means_in_scipy(f, axis, kind):
    z = np.random.default_rng(0).normal(size=(2, 3, 4)) * 5
    expected = SCIPYS[f](z, axis=axis)
    result = kind.in_numpy(f(kind.array(z), axis=axis))
    assert result.shape == expected.shape
    np.testing.assert_allclose(result, expected, kind.tolerance, kind.tolerance)


@EACH_LIBRARY
@pytest.mark.parametrize("axis", [0, 1, (0, 1), None])
def test_div_by_sum_sums_to_one_along_any_axis(axis, kind):
    shares = kind.in_numpy(div_by_sum(kind.array(np.abs(Z)), axis=axis))
    np.testing.assert_allclose(shares.sum(axis=axis), 1, kind.tolerance)


@each_of_scipys
def test_axis_may_be_a_numpy_integer(f):
    np.testing.assert_array_equal(f(Z, axis=np.int64(0)), f(Z, axis=0))


@EACH_LIBRARY
@pytest.mark.parametrize(("f", "expected"), [(softmax, 1), (log_softmax, 0), (logsumexp, 1.5)])
def test_axis_none_takes_a_single_number_as_a_row(f, expected, kind):
    result = f(kind.array(1.5), axis=None)
    assert tuple(result.shape) == ()
    assert kind.in_numpy(result) == expected


@EACH_LIBRARY
@each_along_an_axis
def test_no_rows_give_no_rows(f, kind):
    kept = (0,) if f is logsumexp else (0, 3)
    assert tuple(f(kind.array(np.zeros((0, 3)))).shape) == kept


@examples
@given(rows_of_scores)
def test_softmax_is_positive_and_sums_to_one(z):
    p = softmax(z)
    assert np.all(p >= 0)
    np.testing.assert_allclose([math.fsum(row) for row in p], 1, 1e-14)


@examples
@given(few, st.floats(-1000, 1000))
def test_softmax_ignores_a_shift(z, shift):
    np.testing.assert_allclose(softmax(z + shift), softmax(z), 1e-11)


@examples
@given(few, st.randoms(use_true_random=False))
def test_softmax_follows_a_change_of_order(z, random):
    order = random.sample(range(z.size), z.size)
    np.testing.assert_allclose(softmax(z[order]), softmax(z)[order], 1e-14)


@examples
@given(few)
def test_softmax_keeps_the_order_of_the_scores(z):
    assert np.all(np.diff(softmax(z)[np.argsort(z)]) >= 0)


@examples
@given(few)
def test_softmax_forgets_nothing_but_the_shift(z):
    np.testing.assert_allclose(np.diff(np.log(softmax(z))), np.diff(z), atol=1e-12)


@examples
@given(rows_of_scores)
def test_rows_do_not_know_of_each_other(z):
    np.testing.assert_array_equal(softmax(z)[0], softmax(z[0]))


@examples
@given(rows_of_scores)
def test_log_softmax_is_finite_and_never_above_zero(z):
    assert np.all(np.isfinite(log_softmax(z)))
    assert np.all(log_softmax(z) <= 0)


@examples
@given(rows_of_scores)
def test_logsumexp_lies_between_the_maximum_and_ln_k_above_it(z):
    peak = np.max(z, axis=-1)
    assert np.all(logsumexp(z) >= peak)
    assert np.all(logsumexp(z) <= peak + math.log(z.shape[-1]) + 1e-12 * abs(peak))


@examples
@given(scores)
def test_sigmoid_is_the_softmax_of_a_score_and_zero(x):
    np.testing.assert_allclose(sigmoid(x), scipy.special.softmax([x, 0])[0], 1e-13)


@examples
@given(few)
def test_div_by_sum_of_exp_is_softmax(z):
    np.testing.assert_allclose(div_by_sum(np.exp(z)), softmax(z), 1e-12)


# At the edges of floating point.


@EACH
@pytest.mark.parametrize("f", [softmax, log_softmax], ids=lambda f: f.__name__)
def test_scores_of_a_thousand_do_not_overflow(f, kind):
    expected = {softmax: [0.5, 0.0, 0.5], log_softmax: np.asarray([0, -2000, 0]) - math.log(2)}[f]
    result = kind.in_numpy(f(kind.array([1000.0, -1000.0, 1000.0])))
    np.testing.assert_allclose(result, expected, kind.tolerance)


@EACH
def test_softmax_and_logsumexp_bear_the_largest_numbers_there_are(kind):
    most = float(
        array_api_compat.array_namespace(kind.array([0.0])).finfo(kind.array([0.0]).dtype).max
    )
    z = kind.array([[most, -most, 0.0], [-most, -most, -most]])
    np.testing.assert_allclose(
        kind.in_numpy(softmax(z)), [[1, 0, 0], [1 / 3, 1 / 3, 1 / 3]], kind.tolerance
    )
    np.testing.assert_allclose(kind.in_numpy(logsumexp(z)), [most, -most], kind.tolerance)


def test_log_softmax_is_right_where_the_probability_is_almost_zero():
    assert log_softmax([0.0, -800.0]).tolist() == [0.0, -800.0]


def test_sigmoid_keeps_its_digits_far_below_zero():
    np.testing.assert_allclose(sigmoid([-700.0, -40.0]), np.exp([-700.0, -40.0]), 1e-14)


@EACH
def test_sigmoid_bears_any_number(kind):
    x = kind.array([-INF, -1000.0, 0.0, 1000.0, INF, NAN])
    np.testing.assert_array_equal(kind.in_numpy(sigmoid(x)), [0, 0, 0.5, 1, 1, NAN])


@EACH_HALF
def test_seventy_thousand_halves_sum_to_one(kind):
    z = kind.array(np.zeros(70_000))
    ulp = 1.5e-5 * 2**-8 * 2  # two roundings of a number of this size in bfloat16
    np.testing.assert_allclose(kind.in_numpy(softmax(z)), 1 / 70_000, atol=max(ulp, 2**-24))
    assert kind.in_numpy(softmax(z)).sum() == pytest.approx(1, abs=0.005)
    assert kind.same_kind(softmax(z), z)


@EACH_HALF
def test_seventy_thousand_halves_have_the_right_logarithms(kind):
    z = kind.array(np.ones(70_000))
    right = math.log(70_000)
    np.testing.assert_allclose(kind.in_numpy(log_softmax(z)), -right, kind.tolerance)
    assert kind.in_numpy(logsumexp(z)) == pytest.approx(1 + right, rel=kind.tolerance)
    np.testing.assert_allclose(kind.in_numpy(div_by_sum(z)), 1 / 70_000, 0.005)


@EACH
def test_a_score_of_minus_infinity_gets_exactly_no_probability(kind):
    z = kind.array([[-INF, 0.0, 0.0], [0.0, -INF, -INF]])
    assert kind.in_numpy(softmax(z)).tolist() == [[0, 0.5, 0.5], [1, 0, 0]]


@EACH
def test_log_softmax_of_minus_infinity_is_minus_infinity(kind):
    assert kind.in_numpy(log_softmax(kind.array([[0.0, -INF]]))).tolist() == [[0, -INF]]


BAD_ROWS = [
    [-INF, -INF, -INF, -INF],
    [INF, 1.0, 2.0, 3.0],
    [INF, INF, INF, INF],
    [INF, -INF, 0.0, 1.0],
    [NAN, 1.0, 2.0, 3.0],
    [NAN, INF, -INF, 0.0],
]


@EACH
@pytest.mark.parametrize("f", [softmax, log_softmax], ids=lambda f: f.__name__)
def test_rows_without_an_answer_are_nan_and_the_others_stay_right(f, kind):
    good = Z[0].tolist()
    result = kind.in_numpy(f(kind.array([good, *BAD_ROWS, good])))
    right = getattr(oracle, f.__name__)(good)
    np.testing.assert_allclose(result, [right, *[[NAN] * 4] * 6, right], kind.tolerance)


@EACH
def test_logsumexp_of_infinities_is_the_limit(kind):
    z = kind.array([[-INF, -INF], [INF, 1.0], [INF, -INF], [NAN, 1.0], [-INF, 1.0]])
    np.testing.assert_array_equal(kind.in_numpy(logsumexp(z)), [-INF, INF, INF, NAN, 1])


# The kind of the result.


@EACH
@pytest.mark.parametrize("axis", [-1, None])
@each_along_an_axis
def test_result_has_the_library_dtype_and_device_of_the_input(f, axis, kind):
    z = kind.array(Z)
    assert kind.same_kind(f(z, axis=axis), z)


@EACH
def test_sigmoid_has_the_library_dtype_and_device_of_the_input(kind):
    x = kind.array(Z)
    assert kind.same_kind(sigmoid(x), x)


@EACH_LIBRARY
@pytest.mark.parametrize("dtype", ["bool", "uint8", "int32"])
@each_function
def test_whole_numbers_become_the_librarys_own_floating_point(f, dtype, kind):
    whole = np.asarray([[1, 0, 1, 1], [0, 1, 1, 1], [1, 1, 1, 1]])
    result = f(kind.array(whole, dtype))
    assert result.dtype == kind.xp.asarray(0.5).dtype
    expected = np.asarray(f(whole.astype(np.float64)))
    np.testing.assert_allclose(kind.in_numpy(result), expected, 1e-6)


def test_unsigned_scores_do_not_wrap_around():
    assert softmax(np.asarray([0, 255], dtype=np.uint8))[1] == 1


@each_function
@pytest.mark.parametrize(
    "z", [[0.25, 1.23, -0.8], (0.25, 1.23, -0.8), [1, 2], [True, False], [[1, 2.5]], range(3)]
)
def test_plain_python_becomes_floating_point(f, z):
    np.testing.assert_array_equal(f(z), f(np.asarray(z, dtype=np.float64)))
    assert f(z).dtype == np.float64


@pytest.mark.parametrize("z", [3, 2.5, True])
def test_a_python_number_is_an_array_of_no_axes(z):
    assert softmax(z, axis=None) == 1
    assert sigmoid(z) == sigmoid(np.float64(z))


@each_function
def test_whole_numbers_of_any_size_are_numbers(f):
    np.testing.assert_array_equal(f([10**30, 1]), f([1e30, 1.0]))


@EACH
@each_function
def test_input_is_not_modified(f, kind):
    z = kind.array(Z)
    before = kind.in_numpy(z).copy()
    f(z)
    np.testing.assert_array_equal(kind.in_numpy(z), before)


@each_function
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16, np.int64])
def test_read_only_input_is_welcome(f, dtype):
    z = Z.astype(dtype)
    z.setflags(write=False)
    np.testing.assert_array_equal(f(z), f(Z.astype(dtype)))


@each_function
def test_result_shares_no_memory_with_the_input(f):
    assert not np.shares_memory(f(Z), Z)


@each_function
def test_strides_do_not_matter(f):
    np.testing.assert_array_equal(f(Z.T[::-1, ::2]), f(Z.T[::-1, ::2].copy()))


# The winner takes it all.


@EACH
def test_hardmax_marks_the_first_maximum(kind):
    z = kind.array([[1.0, 3.0, 3.0], [-INF, -INF, -INF], [INF, 0.0, INF], [-1.0, -2.0, -0.5]])
    expected = [[0, 1, 0], [1, 0, 0], [1, 0, 0], [0, 0, 1]]
    assert kind.in_numpy(hardmax(z)).tolist() == expected


@EACH
def test_hardmax_of_a_row_with_nan_is_nan_there_only(kind):
    result = kind.in_numpy(hardmax(kind.array([[NAN, 1.0], [0.0, 1.0], [2.0, NAN]])))
    np.testing.assert_array_equal(result, [[NAN, NAN], [0, 1], [NAN, NAN]])


@EACH_LIBRARY
@pytest.mark.parametrize("axis", [0, 1, -1, -2])
def test_hardmax_marks_one_entry_along_any_axis(axis, kind):
    result = kind.in_numpy(hardmax(kind.array(Z), axis=axis))
    assert np.all(result.sum(axis=axis) == 1)
    np.testing.assert_array_equal(np.max(Z, axis=axis), (Z * result).sum(axis=axis))


@EACH_LIBRARY
def test_hardmax_of_everything_marks_one_entry_of_all(kind):
    result = kind.in_numpy(hardmax(kind.array(Z), axis=None))
    assert np.argwhere(result).tolist() == [[2, 0]]


def test_hardmax_takes_no_tuple_of_axes():
    with pytest.raises(TypeError, match=r"one axis or None, got the tuple \(0, 1\)"):
        hardmax(Z, axis=(0, 1))


@examples
@given(arrays.arrays(np.float64, st.integers(1, 6), elements=st.integers(-9, 9), unique=True))
def test_hardmax_is_softmax_of_steep_scores(z):
    np.testing.assert_array_equal(hardmax(z), np.round(softmax(1000 * z)))


@EACH
@pytest.mark.parametrize("y", [[2, 0, 1, 2], [[0, 1], [2, 2]], 1])
def test_one_hot_takes_the_rows_of_the_unit_matrix(y, kind):
    rows = one_hot(kind.array(y), 3)
    assert rows.dtype == kind.xp.asarray(0.5).dtype
    np.testing.assert_array_equal(kind.in_numpy(rows), np.eye(3)[y])


@EACH_LIBRARY
@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "int32"])
def test_one_hot_counts_beyond_the_range_of_small_labels(dtype, kind):
    rows = kind.in_numpy(one_hot(kind.array([0, 44, 127], dtype), 300))
    np.testing.assert_array_equal(rows, np.eye(300)[[0, 44, 127]])


@EACH_LIBRARY
def test_one_hot_stays_on_the_device_of_the_labels(kind):
    y = kind.array([1, 0])
    assert array_api_compat.device(one_hot(y, 2)) == array_api_compat.device(y)


@EACH_LIBRARY
def test_number_of_classes_may_be_a_numpy_integer(kind):
    np.testing.assert_array_equal(kind.in_numpy(one_hot(kind.array([1]), np.int64(2))), [[0, 1]])


# Lazy, traced, silent.


@each_function
def test_dask_stays_lazy(f):
    da = needs("dask.array")
    with nothing_is_computed():
        result = f(da.from_array(Z, chunks=2))
    assert isinstance(result, da.Array)


def test_one_hot_of_lazy_labels_stays_lazy():
    da = needs("dask.array")
    with nothing_is_computed():
        result = one_hot(da.from_array([1, 0, 2], chunks=2), 3)
    assert isinstance(result, da.Array)


@each_function
def test_jax_can_compile_it(f):
    jax = needs("jax")
    z = jax.numpy.asarray(Z)
    np.testing.assert_allclose(jax.jit(f)(z), f(z), 1e-6, 1e-6)


def test_jax_can_compile_one_hot():
    jax = needs("jax")
    rows = jax.jit(one_hot, static_argnums=1)(jax.numpy.asarray([1, 0]), 2)
    assert rows.tolist() == [[0, 1], [1, 0]]


def test_nothing_is_printed(capfd):
    for f in OF_NUMBERS:
        f(Z)
        f([1, 2])
    one_hot([0, 1], 2)
    with pytest.raises(TypeError):
        softmax(["a"])
    assert capfd.readouterr() == ("", "")


# Errors: which, and that they name what came.

WRONG_INPUTS = {
    "text": ("abc", TypeError, "expected .*numbers, got .*(U3|str|abc)"),
    "bytes": (b"abc", TypeError, "expected .*numbers, got .*(S3|bytes|abc)"),
    "strings": (["a", "b"], TypeError, "expected real numbers, got .*U1"),
    "numbers and strings": ([1, "a"], TypeError, "expected real numbers, got .*U"),
    "complex": ([1j, 2], TypeError, "expected real numbers, got .*complex128"),
    "None": (None, TypeError, "expected numbers, got NoneType"),
    "None inside": ([1.0, None], TypeError, "expected numbers, got .*None"),
    "dict": ({"a": 1}, TypeError, "expected numbers, got dict"),
    "object": (np.asarray([None]), TypeError, "expected real numbers, got .*object"),
    "dates": (np.asarray(["2020-01-01"], dtype="datetime64[D]"), TypeError, "got .*datetime64"),
    "ragged": ([[1, 2], [3]], ValueError, "rows must all have the same length"),
}


@each_function
@pytest.mark.parametrize(("z", "error", "says"), WRONG_INPUTS.values(), ids=WRONG_INPUTS)
def test_input_that_is_not_real_numbers_is_named(f, z, error, says):
    with pytest.raises(error, match=says):
        f(z)


@EACH_WIDE
@each_function
def test_complex_arrays_are_refused(f, kind):
    complex_dtype = {"float64": "complex128", "float32": "complex64"}[kind.dtype]
    if kind.place == "mps":
        pytest.skip("Apple's GPU has no complex128")
    with pytest.raises(TypeError, match=f"expected real numbers, got .*{complex_dtype}"):
        f(kind.array([1.0, 2.0], complex_dtype))


@EACH_LIBRARY
@pytest.mark.parametrize("shape", [(2, 0), (0,)])
@each_along_an_axis
def test_empty_class_axis_is_refused(f, shape, kind):
    with pytest.raises(ValueError, match=rf"no entries along axis -1.*\({shape[0]}"):
        f(kind.array(np.zeros(shape)))


@each_along_an_axis
def test_empty_list_is_refused(f):
    with pytest.raises(ValueError, match=r"no entries along axis -1.*\(0,\)"):
        f([])


@EACH_LIBRARY
@pytest.mark.parametrize("axis", [2, -3, 10])
@each_along_an_axis
def test_axis_that_does_not_exist_is_named(f, axis, kind):
    with pytest.raises(np.exceptions.AxisError, match=rf"axis {axis} .*\(3, 4\)"):
        f(kind.array(Z), axis=axis)


@EACH_LIBRARY
@pytest.mark.parametrize("f", [softmax, log_softmax, logsumexp], ids=lambda f: f.__name__)
def test_axis_that_does_not_exist_is_named_in_a_tuple(f, kind):
    with pytest.raises(np.exceptions.AxisError, match=r"axis 5 .*\(3, 4\)"):
        f(kind.array(Z), axis=(0, 5))


@EACH_LIBRARY
@pytest.mark.parametrize("axis", [(0, 0), (0, -2)])
@pytest.mark.parametrize("f", [softmax, log_softmax, logsumexp], ids=lambda f: f.__name__)
def test_axis_named_twice_is_refused(f, axis, kind):
    with pytest.raises(ValueError, match="axis"):
        f(kind.array(Z), axis=axis)


@EACH_LIBRARY
@pytest.mark.parametrize("axis", [1.0, "0", [0, 1]])
@each_along_an_axis
def test_axis_of_a_wrong_type_is_named(f, axis, kind):
    with pytest.raises(TypeError, match=r"axis must be an integer.* got "):
        f(kind.array(Z), axis=axis)


@EACH_LIBRARY
@each_along_an_axis
def test_single_number_has_no_last_axis_and_the_error_tells_the_way_out(f, kind):
    with pytest.raises(np.exceptions.AxisError, match=r"axis -1 .*pass axis=None"):
        f(kind.array(1.5))


@EACH_EAGER
@pytest.mark.parametrize(("label", "y"), [(3, [0, 3]), (-1, [-1, 0]), (7, [[0, 1], [7, 2]])])
def test_label_out_of_range_is_named_with_the_range(label, y, kind):
    with pytest.raises(ValueError, match=f"from 0 to 2, got {label}"):
        one_hot(kind.array(y), 3)


WRONG_LABELS = {
    "float": ([1.0], ValueError, "from 0 to 2, got float64"),
    "bool": ([True], ValueError, "from 0 to 2, got bool"),
    "complex": ([1j], ValueError, "from 0 to 2, got complex"),
    "string": (["a"], ValueError, "from 0 to 2, got .*U1"),
    "empty": ([], ValueError, "from 0 to 2, got none"),
    "None": (None, TypeError, "expected numbers, got NoneType"),
    "ragged": ([[0], [1, 2]], ValueError, "same length"),
}


@pytest.mark.parametrize(("y", "error", "says"), WRONG_LABELS.values(), ids=WRONG_LABELS)
def test_labels_that_are_no_indices_are_named(y, error, says):
    with pytest.raises(error, match=says):
        one_hot(y, 3)


@EACH_LIBRARY
def test_floating_point_labels_are_refused(kind):
    with pytest.raises(ValueError, match=f"from 0 to 2, got .*{kind.dtype}"):
        one_hot(kind.array([1.0]), 3)


@pytest.mark.parametrize("n_classes", [0, -1, 2.0, "3", None, [3]])
def test_number_of_classes_must_be_a_whole_number_from_one(n_classes):
    with pytest.raises(ValueError, match=r"whole number from 1, got "):
        one_hot([0], n_classes)
