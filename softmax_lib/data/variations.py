"""From a drawing to many pictures of it: turned, resized, moved, mirrored, lit and set on a background.

A classifier that has seen a drawing once knows that drawing; one that has seen two hundred variations of it
knows a little about the animal. Every random number is drawn on the host, by NumPy, so one seed gives the
same pictures in every array library and on every device; the arithmetic runs where the drawings are.
"""

import math

import numpy as np
from array_api_compat import array_namespace, device

TURN = math.radians(20)  # each of these is a reach: an angle between -TURN and +TURN
ZOOM = math.log(1.2)
SHIFT = 0.08  # of the picture's width
CONTRAST = 0.2
BRIGHTNESS = 0.1
NOISE = 0.08
CHUNK = 512  # pictures made at a time, so that memory stays small


def augment(rgba, rng, *, repeats=1, size=24):
    """Random variations of drawings: (n, side, side, 4) uint8 becomes (n·repeats, size, size, 3) in [0, 1].

    Picture i·repeats + j is variation j of drawing i, so the labels are `np.repeat(y, repeats)`.
    """
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is a generator such as numpy.random.default_rng(0), got {rng!r}")
    _check(rgba, repeats=repeats, size=size)
    which = np.repeat(np.arange(rgba.shape[0]), repeats)
    maps = _random_maps(rng, which.size) * rgba.shape[1]
    paper, light = _random_paper(rng, which.size), _random_light(rng, which.size)
    soft = _soften(rgba, size)
    pictures = []
    for start in range(0, which.size, CHUNK):
        part = slice(start, start + CHUNK)
        clean = _paint(soft, which[part], maps[part], paper[part], size)
        pictures.append(_light(clean, light[part], rng))
    return array_namespace(rgba).concat(pictures)


def render(rgba, *, size=24):
    """Drawings as they are, on white: (n, side, side, 4) uint8 becomes (n, size, size, 3) float32 in [0, 1]."""
    _check(rgba, size=size)
    n = rgba.shape[0]
    unmoved = np.tile(np.eye(2, 3) * rgba.shape[1], (n, 1, 1))
    return _paint(_soften(rgba, size), np.arange(n), unmoved, np.ones((n, 3)), size)


def _check(rgba, **counts):
    """Raise unless `rgba` is a row of uint8 drawings and each count is a positive integer."""
    if rgba.dtype != array_namespace(rgba).uint8:
        raise TypeError(f"drawings are uint8, 0 to 255 (load_animals gives them), got {rgba.dtype}")
    if rgba.ndim != 4 or rgba.shape[-1] != 4 or rgba.shape[1] != rgba.shape[2] or 0 in rgba.shape:
        raise ValueError(f"drawings have the shape (n, side, side, 4), got {tuple(rgba.shape)}")
    for name, count in counts.items():
        if not isinstance(count, int) or count < 1:
            raise ValueError(f"{name} is a positive int, got {count!r}")


def _random_maps(rng, n):
    """For each picture the 2×3 matrix that sends its points back to the drawing, in units of the width."""
    turn, zoom, x, y = rng.uniform(-1, 1, (4, n)) * np.array([[TURN], [ZOOM], [SHIFT], [SHIFT]])
    mirror = rng.choice([-1.0, 1.0], n)
    cos, sin = np.cos(turn) / np.exp(zoom), np.sin(turn) / np.exp(zoom)
    rows = [[mirror * cos, mirror * sin, -mirror * (cos * x + sin * y)], [-sin, cos, sin * x - cos * y]]
    return np.moveaxis(np.array(rows), -1, 0)


def _random_paper(rng, n):
    return rng.random((n, 3))


def _random_light(rng, n):
    """For each picture a contrast near 1 and a brightness near 0."""
    return rng.uniform(-1, 1, (n, 2)) * (CONTRAST, BRIGHTNESS) + (1, 0)


def _soften(rgba, size):
    """The drawings in [0, 1], smoothed so that no line slips between two sampled points, and framed."""
    xp = array_namespace(rgba)
    soft = xp.astype(rgba, xp.float32) / 255
    for _ in range(round(rgba.shape[2] / size) - 1):
        soft = _frame(_frame(soft))
        soft = (soft[:, :-2, ...] + 2 * soft[:, 1:-1, ...] + soft[:, 2:, ...]) / 4
        soft = (soft[:, :, :-2, :] + 2 * soft[:, :, 1:-1, :] + soft[:, :, 2:, :]) / 4
    return _frame(soft)


def _frame(drawings):
    """The same drawings inside a frame of transparent pixels, one pixel wide."""
    xp, (n, h, w, c) = array_namespace(drawings), drawings.shape
    like = {"dtype": drawings.dtype, "device": device(drawings)}
    bar = xp.zeros((n, 1, w, c), **like)
    tall = xp.concat([bar, drawings, bar], axis=1)
    bar = xp.zeros((n, h + 2, 1, c), **like)
    return xp.concat([bar, tall, bar], axis=2)


def _paint(soft, which, maps, paper, size):
    """The drawings that `which` names, seen through `maps`, on paper of one colour each."""
    seen = _sample(soft, which, maps, size)
    return seen[..., :3] + _beside(soft, paper[:, None, None, :]) * (1 - seen[..., 3:])


def _beside(array, host):
    """Numbers from the host as float32, in the library and on the device of `array`."""
    xp = array_namespace(array)
    return xp.asarray(np.asarray(host, dtype=np.float32), device=device(array))


def _sample(soft, which, maps, size):
    """The drawings at size×size points each, between pixels by bilinear interpolation."""
    xp, (_, h, w, channels) = array_namespace(soft), soft.shape
    at = _beside(soft, (np.arange(size) + 0.5) / size - 0.5)
    maps = _beside(soft, maps)[:, :, :, None, None]
    x, y = (maps[:, k, 0, ...] * at + maps[:, k, 1, ...] * at[:, None] + maps[:, k, 2, ...] for k in (0, 1))
    (x, column), (y, row) = _cell(x, w), _cell(y, h)
    first = xp.asarray((which * (h * w)).astype(np.int32), device=device(soft))
    corner = xp.reshape(first[:, None, None] + row * w + column, (-1,))
    points = xp.reshape(soft, (-1, channels))
    a, b, c, d = (xp.take(points, corner + step, axis=0) for step in (0, 1, w, w + 1))
    seen = _between(_between(a, b, x), _between(c, d, x), y)
    return xp.reshape(seen, (-1, size, size, channels))


def _cell(x, width):
    """How far each point lies into its pixel, as a column, and which pixel that is; the frame is the end."""
    xp = array_namespace(x)
    x = xp.clip(x + (width - 1) / 2, 0, width - 1)
    pixel = xp.clip(xp.floor(x), 0, width - 2)
    return xp.reshape(x - pixel, (-1, 1)), xp.astype(pixel, xp.int32)


def _between(a, b, share):
    """The point that lies `share` of the way from a to b."""
    return a + (b - a) * share


def _light(pictures, light, rng):
    """The same pictures with another contrast and brightness, and a little noise, still in [0, 1]."""
    xp = array_namespace(pictures)
    grain = rng.integers(256, size=pictures.shape, dtype=np.uint8)
    grain = xp.astype(xp.asarray(grain, device=device(pictures)), xp.float32) / 127.5 - 1
    contrast, brightness = _beside(pictures, light[:, :1, None, None]), _beside(pictures, light[:, 1:, None, None])
    return xp.clip((pictures - 0.5) * contrast + (0.5 + brightness) + NOISE * grain, 0, 1)
