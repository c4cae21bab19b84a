"""The derivatives of softmax: ours, those of autograd through our functions, and small steps."""

import math

import numpy as np
import oracle
import pytest
from libraries import EACH, EACH_EAGER, EACH_LIBRARY, needs, nothing_is_computed

from softmax_lib import (
    div_by_sum,
    finite_difference,
    log_softmax,
    logsumexp,
    sigmoid,
    softmax,
    softmax_jacobian,
    softmax_vjp,
)

INF = math.inf
Z = np.asarray([[0.25, 1.25, -0.75, 3.0], [-2.0, 0.5, 0.5, 1.5], [8.0, -8.0, 0.0, 7.5]])
V = np.asarray([[1.0, -2.0, 0.5, 0.25], [0.0, 3.0, 1.0, -1.0], [2.0, 2.0, -0.5, 0.75]])
SMOOTH = (softmax, log_softmax, logsumexp, sigmoid, div_by_sum)
POINTS = {
    "apart": [0.25, 1.25, -0.75, 3.0],
    "tied": [1.0, 2.0, 2.0, 1.0],
    "at zero": [0.0, 0.0, 0.0, 0.0],
    "far apart": [1000.0, -1000.0, 0.0, 999.0],
}

each_smooth = pytest.mark.parametrize("f", SMOOTH, ids=lambda f: f.__name__)
each_point = pytest.mark.parametrize("point", POINTS.values(), ids=POINTS)


def jacobian(z):
    """Return ∂p_i/∂z_j = p_i (1[i = j] - p_j) of one row, entry by entry."""
    p = oracle.softmax(z)
    return [[p[i] * ((i == j) - p[j]) for j in range(len(z))] for i in range(len(z))]


JACOBIANS = np.asarray([jacobian(row) for row in Z.tolist()])


# Our Jacobian, and its product with a vector.


@EACH
def test_jacobian_equals_plain_loops(kind):
    result = kind.in_numpy(softmax_jacobian(kind.array(Z)))
    np.testing.assert_allclose(result, JACOBIANS, kind.tolerance, kind.tolerance / 8)


@EACH_LIBRARY
def test_jacobian_of_one_row_is_a_square(kind):
    result = kind.in_numpy(softmax_jacobian(kind.array(Z[0])))
    np.testing.assert_allclose(result, JACOBIANS[0], kind.tolerance, kind.tolerance)


@EACH_LIBRARY
def test_jacobians_stay_stacked_as_the_rows_were(kind):
    result = kind.in_numpy(softmax_jacobian(kind.array(Z[None, :, None])))
    np.testing.assert_allclose(result, JACOBIANS[None, :, None], kind.tolerance, kind.tolerance)


@EACH_LIBRARY
def test_jacobian_is_symmetric_and_its_rows_sum_to_zero(kind):
    J = kind.in_numpy(softmax_jacobian(kind.array(Z)))
    np.testing.assert_allclose(J, np.swapaxes(J, 1, 2), kind.tolerance)
    np.testing.assert_allclose(J.sum(axis=-1), 0, atol=kind.tolerance)


@EACH
def test_vjp_is_the_product_with_the_jacobian(kind):
    result = kind.in_numpy(softmax_vjp(kind.array(Z), kind.array(V)))
    expected = np.einsum("nij,nj->ni", JACOBIANS, V)
    np.testing.assert_allclose(result, expected, kind.tolerance, kind.tolerance)


@EACH_LIBRARY
def test_vector_may_be_a_list(kind):
    z = kind.array(Z[0])
    np.testing.assert_array_equal(
        kind.in_numpy(softmax_vjp(z, V[0].tolist())),
        kind.in_numpy(softmax_vjp(z, kind.array(V[0]))),
    )


def test_jacobian_is_the_one_of_torch():
    torch = needs("torch")
    z = torch.asarray(Z[0])
    theirs = torch.autograd.functional.jacobian(lambda z: torch.softmax(z, -1), z)
    torch.testing.assert_close(softmax_jacobian(z), theirs)


def test_vjp_is_the_backward_pass_of_torch():
    torch = needs("torch")
    z = torch.tensor(Z, requires_grad=True)
    torch.softmax(z, -1).backward(torch.asarray(V))
    torch.testing.assert_close(softmax_vjp(z.detach(), torch.asarray(V)), z.grad)


def test_jacobian_is_the_one_of_jax():
    jax = needs("jax")
    z = jax.numpy.asarray(Z[0])
    np.testing.assert_allclose(softmax_jacobian(z), jax.jacobian(jax.nn.softmax)(z), 1e-5, 1e-6)


@EACH
def test_results_have_the_library_dtype_and_device_of_the_scores(kind):
    z, v = kind.array(Z), kind.array(V)
    assert kind.same_kind(softmax_jacobian(z), z)
    assert kind.same_kind(softmax_vjp(z, v), z)


@EACH_LIBRARY
def test_inputs_are_not_modified(kind):
    z, v = kind.array(Z), kind.array(V)
    softmax_jacobian(z)
    softmax_vjp(z, v)
    finite_difference(lambda z: logsumexp(z, axis=None), z)
    np.testing.assert_array_equal(kind.in_numpy(z), np.asarray(Z))
    np.testing.assert_array_equal(kind.in_numpy(v), np.asarray(V))


@EACH
def test_masked_score_has_no_slope(kind):
    z = kind.array([[0.0, -INF, 0.0]])
    expected = [[[0.25, 0, -0.25], [0, 0, 0], [-0.25, 0, 0.25]]]
    assert kind.in_numpy(softmax_jacobian(z)).tolist() == expected
    assert kind.in_numpy(softmax_vjp(z, kind.array([[1.0, 5.0, 0.0]]))).tolist() == [
        [0.25, 0, -0.25]
    ]


def test_whole_numbers_have_slopes():
    np.testing.assert_allclose(softmax_jacobian([1, 2, 2]), jacobian([1, 2, 2]))
    np.testing.assert_allclose(
        softmax_vjp([1, 2, 2], [0, 1, 0]), np.asarray(jacobian([1, 2, 2]))[1]
    )


def test_dask_stays_lazy():
    da = needs("dask.array")
    z, v = da.from_array(Z, chunks=2), da.from_array(V, chunks=2)
    with nothing_is_computed():
        results = softmax_jacobian(z), softmax_vjp(z, v)
    assert all(isinstance(result, da.Array) for result in results)


def test_jax_can_compile_them():
    jax = needs("jax")
    z, v = jax.numpy.asarray(Z), jax.numpy.asarray(V)
    np.testing.assert_allclose(jax.jit(softmax_jacobian)(z), softmax_jacobian(z), 1e-5, 1e-6)
    np.testing.assert_allclose(jax.jit(softmax_vjp)(z, v), softmax_vjp(z, v), 1e-5, 1e-6)


def test_nothing_is_printed(capfd):
    softmax_jacobian(Z)
    softmax_vjp(Z, V)
    finite_difference(logsumexp, Z[0])
    with pytest.raises(ValueError, match="shape"):
        softmax_vjp(Z, V[0])
    assert capfd.readouterr() == ("", "")


# Autograd, through the functions that the course derives.


@each_point
@each_smooth
def test_torch_differentiates_it(f, point):
    torch = needs("torch")
    if f is div_by_sum and sum(point) == 0:
        point = [x + 1 for x in point]
    assert torch.autograd.gradcheck(f, torch.tensor(point, dtype=torch.float64, requires_grad=True))


@each_smooth
def test_torch_differentiates_it_twice(f):
    torch = needs("torch")
    z = torch.tensor(POINTS["apart"], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradgradcheck(f, z)


@pytest.mark.parametrize("axis", [0, 1, (0, 1), None])
@pytest.mark.parametrize("f", [softmax, log_softmax, logsumexp], ids=lambda f: f.__name__)
def test_torch_differentiates_it_along_any_axis(f, axis):
    torch = needs("torch")
    z = torch.tensor(Z, requires_grad=True)
    assert torch.autograd.gradcheck(lambda z: f(z, axis=axis), z)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
@each_smooth
def test_torch_hands_gradients_back_in_the_dtype_of_the_scores(f, dtype):
    torch = needs("torch")
    z = torch.tensor(POINTS["apart"], dtype=getattr(torch, dtype), requires_grad=True)
    f(z).sum().backward()
    assert z.grad.dtype == z.dtype
    assert torch.all(torch.isfinite(z.grad))


@each_smooth
def test_result_may_be_used_twice_before_the_backward_pass(f):
    torch = needs("torch")
    z = torch.tensor(POINTS["apart"], dtype=torch.float64, requires_grad=True)
    out = f(z)
    (once,) = torch.autograd.grad(out.sum(), z, retain_graph=True)
    (twice,) = torch.autograd.grad((out + out).sum(), z)
    torch.testing.assert_close(2 * once, twice)


@pytest.mark.parametrize("f", [softmax, log_softmax, logsumexp], ids=lambda f: f.__name__)
def test_torch_finds_no_nan_behind_a_masked_score(f):
    torch = needs("torch")
    z = torch.tensor([0.0, -INF, 1.0], dtype=torch.float64, requires_grad=True)
    reference = z.detach().clone().requires_grad_()
    theirs = {softmax: torch.softmax, log_softmax: torch.log_softmax, logsumexp: torch.logsumexp}
    (f(z).sum() if f is logsumexp else f(z)[2]).backward()
    out = theirs[f](reference, -1)
    (out.sum() if f is logsumexp else out[2]).backward()
    torch.testing.assert_close(z.grad, reference.grad)


@each_point
@each_smooth
def test_jax_differentiates_it(f, point):
    jax = needs("jax")
    theirs = {
        softmax: jax.nn.softmax,
        log_softmax: jax.nn.log_softmax,
        logsumexp: jax.nn.logsumexp,
        sigmoid: jax.nn.sigmoid,
        div_by_sum: lambda z: z / z.sum(),
    }[f]
    if f is div_by_sum and sum(point) == 0:
        point = [x + 1 for x in point]
    z = jax.numpy.asarray(point)
    np.testing.assert_allclose(jax.jacobian(f)(z), jax.jacobian(theirs)(z), 1e-5, 1e-6)


@pytest.mark.parametrize("library", ["torch", "jax"])
def test_slope_of_sigmoid_at_zero_is_a_quarter(library):
    if library == "jax":
        assert needs("jax").grad(sigmoid)(0.0) == 0.25
    else:
        x = needs("torch").zeros((), requires_grad=True)
        sigmoid(x).backward()
        assert x.grad == 0.25


def test_jax_finds_no_nan_behind_a_masked_score():
    jax = needs("jax")
    z = jax.numpy.asarray([0.0, -INF, 1.0])
    p = 1 / (1 + math.e)
    np.testing.assert_allclose(jax.grad(logsumexp)(z), [p, 0, 1 - p], 1e-6)
    np.testing.assert_allclose(jax.grad(lambda z: log_softmax(z)[2])(z), [-p, 0, p], 1e-6)


# Small steps.


@EACH_LIBRARY
def test_finite_difference_of_a_sum_of_squares_is_twice_the_number(kind):
    z = kind.array([[1.0, -2.0], [0.5, 0.25]])
    slopes = finite_difference(lambda z: kind.xp.sum(z * z), z, h=2.0**-8)
    np.testing.assert_allclose(kind.in_numpy(slopes), [[2, -4], [1, 0.5]], 100 * kind.tolerance)
    assert kind.same_kind(slopes, z)


@EACH_LIBRARY
def test_finite_difference_of_logsumexp_is_softmax(kind):
    step = 1e-5 if kind.dtype == "float64" else 2.0**-7
    slopes = finite_difference(logsumexp, kind.array(Z[0]), h=step)
    np.testing.assert_allclose(kind.in_numpy(slopes), oracle.softmax(Z[0].tolist()), atol=1e-4)


def test_error_of_finite_difference_falls_with_the_square_of_the_step():
    errors = [abs(finite_difference(np.exp, 0.0, h=h) - 1) for h in (0.1, 0.01)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)


@EACH_EAGER
def test_function_may_return_a_python_number(kind):
    z = kind.array([1.0, 2.0])
    slopes = kind.in_numpy(finite_difference(lambda z: float(z[0] * z[1]), z, h=2.0**-7))
    np.testing.assert_allclose(slopes, [2, 1], 1e-3)


def test_finite_difference_takes_plain_numbers():
    assert finite_difference(lambda x: x * x, 3) == pytest.approx(6)
    np.testing.assert_allclose(finite_difference(np.sum, [1, 2, 3]), [1, 1, 1])


# Errors: which, and that they name what came.


@EACH_LIBRARY
def test_function_of_many_numbers_is_refused(kind):
    with pytest.raises(ValueError, match=r"single number, got shape \(4,\)"):
        finite_difference(softmax, kind.array(Z[0]))


@EACH_LIBRARY
@pytest.mark.parametrize("v", [V[0], V.T, 1.0], ids=["one row", "transposed", "a number"])
def test_vector_must_have_the_shape_of_the_scores(v, kind):
    with pytest.raises(ValueError, match=r"shape of z, \(3, 4\), got \("):
        softmax_vjp(kind.array(Z), kind.array(v))


@EACH_LIBRARY
@pytest.mark.parametrize("v", [[1j, 2], ["1", "2"]], ids=["complex", "strings"])
def test_vector_must_hold_real_numbers(v, kind):
    with pytest.raises((TypeError, ValueError), match=r"real|complex|U1|str"):
        softmax_vjp(kind.array([1.0, 2.0]), v)


@EACH_LIBRARY
def test_vector_of_another_library_is_refused_by_name(kind):
    if kind.library == "numpy":
        z, v = Z, needs("torch").asarray(V)
    else:
        z, v = kind.array(Z), V
    with pytest.raises(TypeError, match=r"one array library, got .*numpy"):
        softmax_vjp(z, v)


@EACH_LIBRARY
@pytest.mark.parametrize("shape", [(), (2, 0)])
@pytest.mark.parametrize("f", [softmax_jacobian, lambda z: softmax_vjp(z, z)], ids=["J", "vjp"])
def test_scores_need_a_row_of_classes(f, shape, kind):
    with pytest.raises(ValueError, match="axis -1"):
        f(kind.array(np.zeros(shape)))


@pytest.mark.parametrize("z", [["a"], [1j], None], ids=["strings", "complex", "None"])
@pytest.mark.parametrize("f", [softmax_jacobian, lambda z: softmax_vjp(z, z)], ids=["J", "vjp"])
def test_scores_must_be_real_numbers(f, z):
    with pytest.raises(TypeError, match=r"expected (real )?numbers, got"):
        f(z)
