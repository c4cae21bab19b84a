"""From one drawing to many pictures: turned, resized, moved, mirrored, on paper, in some light.

A classifier that has seen a drawing once knows that drawing; one that has seen two hundred
variations knows a little about the animal. All random numbers are drawn on the host, by NumPy, so
one seed gives the same pictures in every array library and on every device; the arithmetic runs
where the drawings are. Inside, a picture's middle is (0, 0), x points right and y points down.
"""

import math
from numbers import Integral

import numpy as np
from array_api_compat import array_namespace, device

TURN = math.radians(20)  # the angle lies between -TURN and +TURN; the next five are meant like this
ZOOM = math.log(1.2)
SHIFT = 0.08  # of the picture's side
CONTRAST = 0.2
BRIGHTNESS = 0.1
NOISE = 0.08
DARKEST = 0.3  # of the paper's red, green and blue: black ink has to show on it
CHUNK = 512  # pictures made at a time, which keeps the memory small


def augment(rgba, rng, *, repeats=1, size=24):
    """Return random variations of drawings, (n·repeats, size, size, 3), float32 from 0 to 1.

    `rgba` is (n, side, side, 4) uint8. Picture i·repeats + j is the j-th variation of drawing i,
    so the labels are `np.repeat(y, repeats)`.
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is a generator such as numpy.random.default_rng(0), got {rng!r}")
    _check(rgba, repeats=repeats, size=size)
    which = np.repeat(np.arange(rgba.shape[0]), repeats)
    maps = _random_maps(rng, which.size) * rgba.shape[1]
    paper = rng.uniform(DARKEST, 1, (which.size, 3))
    light = rng.uniform(-1, 1, (which.size, 2)) * (CONTRAST, BRIGHTNESS) + (1, 0)
    soft, pictures = _soften(rgba, size), []
    for start in range(0, which.size, CHUNK):
        part = slice(start, start + CHUNK)
        clean = _paint(soft, which[part], maps[part], paper[part], size)
        pictures.append(_light(clean, light[part], rng))
    return array_namespace(rgba).concat(pictures)


def render(rgba, *, size=24):
    """Return drawings as they are, on white paper, (n, size, size, 3), float32 from 0 to 1."""
    _check(rgba, size=size)
    n, side = rgba.shape[:2]
    unmoved = np.tile(np.eye(2, 3) * side, (n, 1, 1))
    return _paint(_soften(rgba, size), np.arange(n), unmoved, np.ones((n, 3)), size)


def _check(rgba, **counts):
    """Raise an error unless `rgba` is a row of drawings and each count is a positive integer."""
    if rgba.dtype != array_namespace(rgba).uint8:
        raise TypeError(f"drawings are uint8, from 0 to 255 as in the file, got {rgba.dtype}")
    shape = tuple(rgba.shape)
    if len(shape) != 4 or shape[1] != shape[2] or shape[3] != 4 or 0 in shape:
        raise ValueError(f"drawings have the shape (n, side, side, 4), got {shape}")
    for name, count in counts.items():
        if not isinstance(count, Integral) or count < 1:
            raise ValueError(f"{name} is a positive integer, got {count!r}")


def _random_maps(rng, n):
    """Return, for each picture, the 2×3 matrix that leads from its points back to the drawing's.

    A drawing is mirrored, zoomed by s, turned by R and moved by t; back: F R⁻¹ (point - t) / s.
    """
    turn, zoom, x, y = rng.uniform(-1, 1, (4, n)) * [[TURN], [ZOOM], [SHIFT], [SHIFT]]
    mirror = rng.choice([-1.0, 1.0], n)
    cos, sin = np.cos(turn) / np.exp(zoom), np.sin(turn) / np.exp(zoom)
    first = [mirror * cos, mirror * sin, -mirror * (cos * x + sin * y)]
    return np.moveaxis(np.array([first, [-sin, cos, sin * x - cos * y]]), -1, 0)


def _soften(rgba, size):
    """Return the drawings from 0 to 1, smoothed so that no line slips between two points."""
    xp = array_namespace(rgba)
    soft = xp.astype(rgba, xp.float32) / 255
    for _ in range(round(rgba.shape[1] / size) - 1):
        soft = _frame(_frame(soft))
        soft = (soft[:, :-2, ...] + 2 * soft[:, 1:-1, ...] + soft[:, 2:, ...]) / 4
        soft = (soft[:, :, :-2, :] + 2 * soft[:, :, 1:-1, :] + soft[:, :, 2:, :]) / 4
    return _frame(soft)


def _frame(drawings):
    """Return the same drawings inside a frame of transparent pixels, one pixel wide."""
    xp, (n, side, _, channels) = array_namespace(drawings), drawings.shape
    like = {"dtype": drawings.dtype, "device": device(drawings)}
    bar = xp.zeros((n, 1, side, channels), **like)
    tall = xp.concat([bar, drawings, bar], axis=1)
    bar = xp.zeros((n, side + 2, 1, channels), **like)
    return xp.concat([bar, tall, bar], axis=2)


def _paint(soft, which, maps, paper, size):
    """Return the drawings that `which` names, seen through `maps`, on paper of one colour each."""
    seen = _sample(soft, which, maps, size)
    return seen[..., :3] + _beside(soft, paper[:, None, None, :]) * (1 - seen[..., 3:])


def _sample(soft, which, maps, size):
    """Return the drawings at size×size points each; between pixels, by bilinear interpolation."""
    xp, (_, side, _, channels) = array_namespace(soft), soft.shape
    at = _beside(soft, (np.arange(size) + 0.5) / size - 0.5)
    xx, xy, x0, yx, yy, y0 = (_beside(soft, maps[:, i, j, None, None]) for i, j in np.ndindex(2, 3))
    x, column = _cell(xx * at + xy * at[:, None] + x0, side)
    y, row = _cell(yx * at + yy * at[:, None] + y0, side)
    first = xp.asarray((which * side**2).astype(np.int32), device=device(soft))[:, None, None]
    corner = xp.reshape(first + row * side + column, (-1,))
    points = xp.reshape(soft, (-1, channels))
    a, b, c, d = (xp.take(points, corner + step, axis=0) for step in (0, 1, side, side + 1))
    seen = _between(_between(a, b, x), _between(c, d, x), y)
    return xp.reshape(seen, (-1, size, size, channels))


def _cell(x, side):
    """Return how far each point lies into its pixel, as a column, and which pixel that is."""
    xp = array_namespace(x)
    x = xp.clip(x + (side - 1) / 2, 0, side - 1)  # beyond the frame is as clear as the frame
    pixel = xp.clip(xp.floor(x), 0, side - 2)
    return xp.reshape(x - pixel, (-1, 1)), xp.astype(pixel, xp.int32)


def _between(a, b, share):
    """Return the point that lies this share of the way from a to b."""
    return a + (b - a) * share


def _light(pictures, light, rng):
    """Return the pictures in another contrast and brightness, with a little noise, from 0 to 1."""
    xp = array_namespace(pictures)
    grain = rng.integers(256, size=pictures.shape, dtype=np.uint8)
    grain = xp.astype(xp.asarray(grain, device=device(pictures)), xp.float32) / 127.5 - 1
    contrast, brightness = (_beside(pictures, light[:, k, None, None, None]) for k in (0, 1))
    return xp.clip((pictures - 0.5) * contrast + (0.5 + brightness) + NOISE * grain, 0, 1)


def _beside(array, host):
    """Return numbers of the host as float32, in the library and on the device of `array`."""
    return array_namespace(array).asarray(host.astype(np.float32), device=device(array))
