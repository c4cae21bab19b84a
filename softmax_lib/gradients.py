"""How softmax answers when a score moves: its Jacobian, and a check by small steps."""

from array_api_compat import device, is_array_api_obj

from softmax_lib.arrays import beside, real_floating
from softmax_lib.functions import softmax


def softmax_jacobian(z):
    """Return J with J[i, j] = ∂p_i/∂z_j = p_i (1[i = j] - p_j), for each row of scores.

    A row of K scores gives a (K, K) matrix; rows stacked before it stay stacked. It is symmetric,
    and its rows sum to zero. Source: Bishop (2006), equation 4.106.
    """
    xp, z, dtype = real_floating(z)
    p = softmax(z)
    eye = xp.eye(z.shape[-1], dtype=z.dtype, device=device(z))
    return xp.astype(p[..., :, None] * (eye - p[..., None, :]), dtype, copy=False)


def softmax_vjp(z, v):
    """Return J(z) v for each row, p (v - Σ p v), without ever writing down the matrix J.

    J is symmetric, so this is the step of backpropagation too: `v` is the gradient that arrives at
    p, the result the gradient with respect to `z`. Both have the shape of `z`.
    """
    xp, z, dtype = real_floating(z)
    _, v, _ = real_floating(beside(xp, z, v, "scores and gradient"), axis=())
    v = xp.astype(v, z.dtype, copy=False)
    if v.shape != z.shape:
        raise ValueError(f"v must have the shape of z, {tuple(z.shape)}, got {tuple(v.shape)}")
    p = softmax(z)
    return xp.astype(p * (v - xp.sum(p * v, axis=-1, keepdims=True)), dtype, copy=False)


def finite_difference(f, z, h=1e-5):
    """Return the gradient of the number f(z), found by moving each entry of `z` by ±h.

    The central difference (f(z + h) - f(z - h)) / 2h costs two calls per entry and is off by about
    h², in float64: slow and sure, made for checking. Raises ValueError unless f(z) is one number.
    """
    xp, z, dtype = real_floating(z, axis=())
    flat = xp.reshape(z, (-1,))
    steps = h * xp.eye(flat.shape[0], dtype=z.dtype, device=device(z))
    slopes = [_slope(f, z, xp.reshape(steps[i, :], z.shape), h) for i in range(flat.shape[0])]
    if not any(is_array_api_obj(slope) for slope in slopes):
        slopes = [xp.asarray(slope, dtype=z.dtype, device=device(z)) for slope in slopes]
    return xp.astype(xp.reshape(xp.stack(slopes), z.shape), dtype, copy=False)


def _slope(f, z, step, h):
    """Return the slope of `f` at `z` along `step`, which has length `h`."""
    rise = f(z + step) - f(z - step)
    if getattr(rise, "shape", ()) != ():
        raise ValueError(f"f must return a single number, got shape {tuple(rise.shape)}")
    return rise / (2 * h)
