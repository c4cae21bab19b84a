"""Trust: draws follow softmax, the calibration error is a plain loop's, T makes the loss least."""

import math
from functools import cache

import numpy as np
import oracle
import pytest
from libraries import EACH, EACH_EAGER, EACH_LIBRARY, KINDS, needs, nothing_is_computed
from scipy.optimize import minimize_scalar
from scipy.stats import chi2

from softmax_lib.trust import expected_calibration_error, fit_temperature, sample

INF = math.inf
Z = np.asarray([[0.25, 1.25, -0.75], [2.0, -1.0, 0.5], [0.0, 0.0, 3.0], [1.5, 1.0, -4.0]])
Y = [1, 2, 2, 1]
SOFT = np.asarray([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0], [0.125, 0.125, 0.75], [1.0, 0.0, 0.0]])


def rng():
    return np.random.default_rng(0)


# Draws.


def misfit(drawn, p):
    """Return the chi-square distance between counts and what `p` expects, and its 0.1 % limit."""
    expected = np.asarray(p) * len(drawn)
    counts = np.bincount(drawn, minlength=len(p))
    return np.sum((counts - expected) ** 2 / expected), chi2.ppf(0.999, len(p) - 1)


@EACH
def test_draws_are_as_frequent_as_softmax_says(kind):
    z = [0.25, 1.25, -0.75, -2.0]
    drawn = kind.in_numpy(sample(kind.array(z), rng(), 20_000))
    distance, limit = misfit(drawn, oracle.softmax(z))
    assert distance < limit


def test_the_check_of_frequencies_can_fail():
    drawn = rng().choice(3, size=20_000, p=[0.27, 0.64, 0.09])
    distance, limit = misfit(drawn, oracle.softmax([0.25, 1.23, -0.8]))
    assert distance > limit


@EACH_LIBRARY
def test_each_row_is_drawn_by_its_own_scores(kind):
    drawn = kind.in_numpy(sample(kind.array(Z), rng(), 20_000))
    for column, z in zip(drawn.T, Z, strict=True):
        distance, limit = misfit(column, oracle.softmax(z.tolist()))
        assert distance < limit


@EACH_LIBRARY
@pytest.mark.parametrize(
    ("size", "shape"), [(None, (4,)), (5, (5, 4)), ((2, 3), (2, 3, 4)), (0, (0, 4)), ((), (4,))]
)
def test_draws_stand_before_the_rows(size, shape, kind):
    assert tuple(sample(kind.array(Z), rng(), size).shape) == shape


@EACH_LIBRARY
def test_one_seed_gives_one_draw_in_every_library(kind):
    drawn = kind.in_numpy(sample(kind.array(Z), rng(), 50))
    np.testing.assert_array_equal(drawn, sample(Z.tolist(), rng(), 50))


@EACH
def test_masked_class_is_never_drawn(kind):
    drawn = kind.in_numpy(sample(kind.array([0.0, -INF, 0.0]), rng(), 1000))
    assert set(drawn.tolist()) == {0, 2}


@EACH_EAGER
@pytest.mark.parametrize("row", [[math.nan, 0.0], [INF, 0.0], [-INF, -INF]])
def test_row_without_probabilities_cannot_be_drawn_from(row, kind):
    with pytest.raises(ValueError, match="no probabilities to draw by"):
        sample(kind.array([[0.0, 0.0], row]), rng())


@pytest.mark.parametrize("bad", [None, 0, np.random])
def test_draws_need_a_generator(bad):
    with pytest.raises(TypeError, match=r"rng is a generator .*got"):
        sample(Z, bad)


@pytest.mark.parametrize("size", [-1, 2.0, (2, -1), "3"])
def test_wrong_size_is_named(size):
    with pytest.raises(ValueError, match="size must be a whole number from 0"):
        sample(Z, rng(), size)


# The calibration error.


def plain_error(p, y, n_bins):
    """Return Σ n_b / N |right_b - sure_b|, from loops over bins and rows."""
    total = 0
    for i in range(n_bins):
        low, high = i / n_bins, (i + 1) / n_bins
        rows = [(max(q), q.index(max(q)) == k) for q, k in zip(p, y, strict=True)]
        inside = [(sure, hit) for sure, hit in rows if low < sure <= high]
        if inside:
            sure, right = (sum(part) / len(inside) for part in zip(*inside, strict=True))
            total += len(inside) / len(p) * abs(right - sure)
    return total


@EACH
@pytest.mark.parametrize("n_bins", [1, 5, 10, 15])
def test_error_equals_plain_loops(n_bins, kind):
    z = rng().normal(0, 2, size=(200, 4))
    p = kind.array(oracle.along(oracle.softmax, z, -1))
    y = rng().integers(4, size=200)
    expected = plain_error(kind.in_numpy(p).tolist(), y.tolist(), n_bins)
    error = kind.in_numpy(expected_calibration_error(p, kind.array(y), n_bins))
    assert error == pytest.approx(expected, rel=4 * kind.tolerance)


@pytest.mark.parametrize("n_bins", [10, 100])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_edge_belongs_to_the_bin_below(n_bins, dtype):
    for i in range(n_bins // 2 + 1, n_bins):
        edge, inside = i / n_bins, (i - 0.5) / n_bins
        p = np.asarray([[edge, 1 - edge], [inside, 1 - inside]], dtype)
        expected = abs((edge - 1) + inside) / 2  # in one bin, right and wrong even out
        assert expected_calibration_error(p, [0, 1], n_bins) == pytest.approx(expected, abs=1e-6)


@EACH_LIBRARY
def test_sure_and_right_has_no_error_and_sure_and_wrong_has_all(kind):
    p = kind.array(np.eye(3))
    assert kind.in_numpy(expected_calibration_error(p, kind.array([0, 1, 2]))) == 0
    assert kind.in_numpy(expected_calibration_error(p, kind.array([1, 2, 0]))) == 1


def test_batch_and_time_count_as_rows():
    p, y = oracle.along(oracle.softmax, rng().normal(size=(6, 5, 3)), -1), np.ones((6, 5), int)
    flat = expected_calibration_error(p.reshape(30, 3), y.ravel())
    assert expected_calibration_error(p, y) == pytest.approx(flat)


@EACH
def test_error_is_of_the_kind_of_the_probabilities(kind):
    p = kind.array([[0.5, 0.5], [0.25, 0.75]])
    error = expected_calibration_error(p, kind.array([0, 1]))
    assert kind.same_kind(error, p)
    assert tuple(error.shape) == ()


def test_error_stays_lazy():
    da = needs("dask.array")
    p = da.from_array(oracle.along(oracle.softmax, Z, -1), chunks=2)
    with nothing_is_computed():
        error = expected_calibration_error(p, da.from_array(np.asarray(Y), chunks=2))
    assert isinstance(error, da.Array)


def test_jax_can_compile_the_error():
    jax = needs("jax")
    p, y = jax.numpy.asarray(oracle.along(oracle.softmax, Z, -1)), jax.numpy.asarray(Y)
    compiled = jax.jit(expected_calibration_error)(p, y)
    np.testing.assert_allclose(compiled, expected_calibration_error(p, y), 1e-6)
    assert np.isnan(jax.jit(expected_calibration_error)(p, y + 2))


WRONG = {
    "scores": ([[2.0, 1.0], [0.0, 1.0]], [0, 1], "sum to 1: are these scores"),
    "negative": ([[1.5, -0.5], [0.0, 1.0]], [0, 1], ">= 0"),
    "nan": ([[math.nan, 0.5], [0.0, 1.0]], [0, 1], "sum to 1"),
    "too few labels": ([[0.5, 0.5], [0.0, 1.0]], [0], r"one label per row, \(2,\).*\(1,\)"),
    "one-hot": ([[0.5, 0.5], [0.0, 1.0]], [[1, 0], [0, 1]], r"one label per row, \(2,\)"),
    "label too large": ([[0.5, 0.5], [0.0, 1.0]], [0, 2], "from 0 to 1, got 2"),
}


@EACH_EAGER
@pytest.mark.parametrize(("p", "y", "says"), WRONG.values(), ids=WRONG)
def test_wrong_probabilities_and_labels_are_named(p, y, says, kind):
    with pytest.raises(ValueError, match=says):
        expected_calibration_error(kind.array(p), kind.array(y))


@pytest.mark.parametrize("n_bins", [0, -1, 2.5, "ten"])
def test_wrong_number_of_bins_is_named(n_bins):
    with pytest.raises(ValueError, match=f"number of bins .*got {n_bins!r}"):
        expected_calibration_error([[0.5, 0.5]], [0], n_bins)


# The temperature.


@cache
def best(of):
    """Return the T of the smallest loss of Z, from plain loops and SciPy's search along ln T."""
    targets = (SOFT if of == "soft" else np.eye(3)[Y]).tolist()
    found = minimize_scalar(
        lambda log_T: oracle.cross_entropy((Z / math.exp(log_T)).tolist(), targets),
        bounds=(-5, 5),
        method="bounded",
        options={"xatol": 1e-7},
    )
    return math.exp(found.x)


@EACH
@pytest.mark.parametrize("of", ["indices", "soft"])
def test_temperature_is_where_the_loss_is_least(of, kind):
    found = fit_temperature(kind.array(Z), kind.array(SOFT if of == "soft" else np.asarray(Y)))
    assert isinstance(found, float)
    assert found == pytest.approx(best(of), rel=1e-5)


@EACH_LIBRARY
@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_temperature_grows_with_the_scores(scale, kind):
    found = fit_temperature(kind.array(Z * scale), kind.array(Y))
    assert found == pytest.approx(scale * best("indices"), rel=1e-4)


def test_temperature_ignores_shifts_of_rows():
    shifted = Z + np.asarray([[7.0], [-3.0], [100.0], [0.5]])
    assert fit_temperature(shifted, Y) == pytest.approx(fit_temperature(Z, Y))


def test_temperature_of_honest_scores_is_one():
    z = rng().normal(0, 2, size=(40_000, 3))
    assert fit_temperature(z, sample(z, rng())) == pytest.approx(1, abs=0.03)


def test_masked_classes_do_not_disturb():
    masked = np.column_stack([Z, np.full(4, -INF)])
    assert fit_temperature(masked, Y) == pytest.approx(fit_temperature(Z, Y))


@EACH_LIBRARY
def test_no_temperature_is_best_where_all_rows_are_right(kind):
    with pytest.raises(ValueError, match="every row is right"):
        fit_temperature(kind.array(Z), kind.array(Z.argmax(axis=1)))


@EACH_LIBRARY
@pytest.mark.parametrize("z", [-np.eye(3), np.zeros((3, 3)), np.full((3, 3), 7.0)])
def test_no_temperature_is_best_for_scores_that_only_guess(z, kind):
    with pytest.raises(ValueError, match="no better than guessing"):
        fit_temperature(kind.array(z), kind.array([0, 1, 2]))


@EACH_LIBRARY
@pytest.mark.parametrize("row", [[math.nan, 0.0], [INF, 0.0], [-INF, 0.0], [-INF, -INF]])
def test_infinite_loss_is_named(row, kind):
    with pytest.raises(ValueError, match="no T makes the loss finite"):
        fit_temperature(kind.array([[1.0, 0.0], row]), kind.array([1, 0]))


@pytest.mark.parametrize("y", [[0, 1, 2, 3], [0, 1], [0.0, 1.0, 2.0, 1.0]])
def test_wrong_labels_are_named(y):
    with pytest.raises(ValueError, match="label"):
        fit_temperature(Z, y)


def test_scores_that_autograd_watches_are_welcome():
    torch = needs("torch")
    z = torch.tensor(Z, requires_grad=True)
    assert fit_temperature(z, torch.tensor(Y)) == pytest.approx(fit_temperature(Z, Y))


@EACH_EAGER
def test_inputs_are_not_modified(kind):
    z, y, p = kind.array(Z), kind.array(Y), kind.array(SOFT)
    sample(z, rng(), 3)
    fit_temperature(z, y)
    expected_calibration_error(p, y)
    for given, before in ((z, Z), (y, Y), (p, SOFT)):
        np.testing.assert_array_equal(kind.in_numpy(given), before)


def test_every_library_that_is_here_is_tested():
    assert {"numpy", "array_api_strict"} <= {kind.library for kind in KINDS}
