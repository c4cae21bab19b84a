"""## Measure a slope

Write `finite_difference(f, z, h=1e-5)`. The function `f` turns a vector into one number. Return its
gradient at the vector `z`: for each entry, the slope when this entry alone goes up and down by `h`,

$$\\frac{f(\\ldots, z_i + h, \\ldots) - f(\\ldots, z_i - h, \\ldots)}{2h}$$

`z` must stay as it was.

```py
finite_difference(np.prod, np.array([2.0, 5.0]))     # [5, 2]
```

Do not call the library's `finite_difference`.
"""

import math

import numpy as np

from exercises.checks import agree, array, holds, leaves_alone

name = "finite_difference"
place = 2
forbidden = ("finite_difference",)


def starter(f, z, h=1e-5): ...


def solution(f, z, h=1e-5):
    slopes = np.zeros(len(z))
    for i in range(len(z)):
        step = np.zeros(len(z))
        step[i] = h
        slopes[i] = (f(z + step) - f(z - step)) / (2 * h)
    return slopes


def by_rows_of_eye(f, z, h=1e-5):
    return [(f(z + h * e) - f(z - h * e)) / (2 * h) for e in np.eye(len(z))]


def on_copies(f, z, h=1e-5):
    slopes = []
    for i in range(len(z)):
        up, down = z.copy(), z.copy()
        up[i] += h
        down[i] -= h
        slopes.append((f(up) - f(down)) / (up[i] - down[i]))
    return np.array(slopes)


def put_back(f, z, h=1e-5):
    slopes = np.empty_like(z)
    for i, kept in enumerate(z.copy()):
        z[i] = kept + h
        up = f(z)
        z[i] = kept - h
        down = f(z)
        z[i] = kept
        slopes[i] = (up - down) / (2 * h)
    return slopes


def by_lists(f, z, h=1e-5):
    def moved(i, by):
        return f(np.array([x + by * (k == i) for k, x in enumerate(z)]))

    return [0.5 / h * (moved(i, h) - moved(i, -h)) for i in range(len(z))]


def along_an_axis(f, z, h=1e-5):
    steps = h * np.eye(len(z))
    up = np.apply_along_axis(f, 1, z + steps)
    return (up - np.apply_along_axis(f, 1, z - steps)) / (2 * h)


variants = (by_rows_of_eye, on_copies, put_back, by_lists, along_an_axis)

hints = (
    "One entry has one slope, so the work is a loop over the entries of `z`.",
    "Make a vector of zeros, as long as `z`, with `h` at one place. Where does adding it lead?",
    "Call `f` at `z + step` and at `z - step`. How far apart are the two along this entry?",
)


def squares(z):
    return (np.asarray(z) ** 2).sum()


def product(z):
    return np.prod(z)


def soft_seal(z):
    e = np.exp(np.asarray(z) - np.max(z))
    return e[0] / e.sum()


def hard_seal(z):
    """Return the first output of hardmax: it jumps from 0 to 1 where the first score ties."""
    return float(np.argmax(z) == 0)


def rows(seed, *shape):
    return np.random.default_rng(seed).normal(scale=2.0, size=shape)


EDGE = np.array([1.0, 1.0, -0.8])


probes = (
    # sums of squares and products have exact slopes, however long the step
    (
        (squares, np.array([1.0, 3.0, -2.0]), 0.25),
        (squares, rows(1, 4), 0.1),
        (product, np.array([0.7, 0.9, -1.1]), 0.1),
        (product, rows(2, 4), 0.25),
    ),
    # the step that is used if none is given
    ((soft_seal, np.array([0.25, 1.23, -0.8])), (soft_seal, rows(3, 5)), (squares, rows(4, 3))),
    # a jump shows the step
    ((hard_seal, EDGE, 0.1), (hard_seal, EDGE, 0.01)),
)


def check_slope(finite_difference):
    """The slope of a square is twice the number. A slope is rise divided by distance."""
    for z, h in (([1.0], 0.25), ([3.0, -1.0], 0.25), (rows(11, 4), 0.1)):
        agree(finite_difference, (squares, np.array(z), h), 2 * np.array(z), rtol=1e-6, atol=1e-7)


def check_one_at_a_time(finite_difference):
    """Only one entry moves at a time, and all others have their values from `z`."""
    for z in (np.array([2.0, 5.0]), np.array([1.5, 0.0, -2.0]), rows(12, 5)):
        others = [math.prod(z[:i]) * math.prod(z[i + 1 :]) for i in range(len(z))]
        agree(finite_difference, (product, z, 0.125), others, rtol=1e-6, atol=1e-7)


def check_softmax(finite_difference):
    """With the step that is used if none is given, the slopes of softmax must come out."""
    for z in ([0.0, 0.0], [0.25, 1.23, -0.8], rows(13, 5)):
        e = [math.exp(x) for x in z]
        p = [x / sum(e) for x in e]
        slopes = [p[0] * (1.0 * (i == 0) - p[i]) for i in range(len(p))]
        agree(finite_difference, (soft_seal, np.array(z)), slopes, rtol=1e-5, atol=1e-7)


def check_step(finite_difference):
    """At a jump from 0 to 1 the slope shows the step: it is 1 divided by 2h, with the given `h`."""
    for h in (0.1, 0.01):
        slope = array(finite_difference, hard_seal, EDGE, h)[0]
        steep = math.isclose(slope, 1 / (2 * h), rel_tol=1e-3)
        holds(steep, finite_difference, slope, f"first slope {1 / (2 * h):g}")


def check_input_stays(finite_difference):
    """The vector belongs to the caller: it must be the same after the call, to the last digit."""
    for z in (np.array([0.1, 0.7]), rows(14, 4)):
        leaves_alone(finite_difference, squares, z)


def slopes_by(rise, distance):
    """Return a measurement that divides `rise(f, z, step)` by `distance(h)`, entry by entry."""

    def finite_difference(f, z, h=1e-5):
        return np.array([rise(f, z, h * e) / distance(h) for e in np.eye(len(z))])

    return finite_difference


def forward(f, z, step):
    return f(z + step) - f(z)


def backward(f, z, step):
    return f(z) - f(z - step)


def central(f, z, step):
    return f(z + step) - f(z - step)


def entry_alone(rise):
    """Return a measurement that shows `f` one entry, and not the vector it stands in."""

    def finite_difference(f, z, h=1e-5):
        return np.array([rise(f, x, h) for x in z]) / (2 * h if rise is central else h)

    return finite_difference


def wrong_one_sided(f, z, h=1e-5):
    """One of the two points is `z` itself: this is the slope to one side, and less exact.

    Step as far down as up.
    """
    return slopes_by(forward, lambda h: h)(f, z, h)


wrong_one_sided.variations = (
    slopes_by(backward, lambda h: h),
    lambda f, z, h=1e-5: [(f(z + 2 * h * e) - f(z)) / (2 * h) for e in np.eye(len(z))],
    lambda f, z, h=1e-5: [(f(z) - f(z - 2 * h * e)) / (2 * h) for e in np.eye(len(z))],
)
wrong_one_sided.hint = 2


def wrong_distance(f, z, h=1e-5):
    """The rise is divided by another length than that between the two points.

    How far is it from one to the other?
    """
    return slopes_by(central, lambda h: h)(f, z, h)


wrong_distance.variations = (
    slopes_by(forward, lambda h: 2 * h),
    slopes_by(backward, lambda h: 2 * h),
    slopes_by(central, lambda h: h / 2),
    slopes_by(central, lambda h: 4 * h),
    slopes_by(central, lambda h: h**2),
    slopes_by(central, lambda h: 2e-5),
    slopes_by(central, lambda h: 1e-5),
    lambda f, z, h=1e-5: [(f(z + e) - f(z - e)) / (2 * h) for e in np.eye(len(z))],
)
wrong_distance.hint = 2


def wrong_rise(f, z, h=1e-5):
    """That is the rise. A slope is the rise per unit: it is divided by the distance."""
    return slopes_by(central, lambda h: 1)(f, z, h)


wrong_rise.variations = (
    slopes_by(forward, lambda h: 1),
    slopes_by(backward, lambda h: 1),
    slopes_by(central, lambda h: 2),
)


def wrong_forgotten_brackets(f, z, h=1e-5):
    """`/ 2 * h` divides by 2 and then multiplies by `h`. What should stand in brackets?"""
    return slopes_by(central, lambda h: 2 / h)(f, z, h)


wrong_forgotten_brackets.variations = (
    lambda f, z, h=1e-5: [f(z + h * e) - f(z - h * e) / (2 * h) for e in np.eye(len(z))],
    lambda f, z, h=1e-5: [f(z + h * e) - f(z) / h for e in np.eye(len(z))],
)


def wrong_sign(f, z, h=1e-5):
    """The signs are reversed: a slope is positive where `f` grows on the way up."""
    return slopes_by(central, lambda h: -2 * h)(f, z, h)


wrong_sign.variations = (
    slopes_by(forward, lambda h: -h),
    slopes_by(backward, lambda h: -h),
)


def wrong_shared_step(f, z, h=1e-5):
    """`f` was asked with the steps of all entries in one call. Each slope needs calls of its own.

    In these only one entry moves.
    """
    return (f(z + h) - f(z - h)) / (2 * h)


def together(rise, sides, moves, shape):
    """Return a measurement with one call up and one down for all entries."""
    return lambda f, z, h=1e-5: rise(f, z, h * moves(len(z))) / (sides * h) * shape(z)


wrong_shared_step.variations = tuple(
    together(rise, sides, moves, shape)
    for rise, sides in ((central, 2), (forward, 1), (backward, 1))
    for moves in (np.ones, np.eye)
    for shape in (lambda z: 1, np.ones_like, lambda z: np.ones_like(z) / len(z))
)
wrong_shared_step.hint = 0


def wrong_first_only(f, z, h=1e-5):
    """Only the first slope came back. Does `return` stand inside the loop?"""
    return solution(f, z, h)[0]


wrong_first_only.variations = (lambda f, z, h=1e-5: solution(f, z, h)[:1],)
wrong_first_only.hint = 0


def wrong_entry_alone(f, z, h=1e-5):
    """`f` saw one number, not the vector with that entry moved. It needs all entries."""
    return entry_alone(central)(f, z, h)


wrong_entry_alone.variations = (
    entry_alone(forward),
    entry_alone(backward),
)
wrong_entry_alone.hint = 1


def walking(down, back, start=False, copied=False):
    """Return a measurement that moves one vector: up by h, down by `down` h, up by `back` h.

    With no way down, the rise counts from where it stands, or from the very `start`.
    """

    def finite_difference(f, z, h=1e-5):
        w = z.copy() if copied else z
        slopes, first = np.zeros(len(z)), f(w)
        for i in range(len(z)):
            before = first if start else f(w)
            w[i] += h
            up = f(w)
            w[i] -= down * h
            slopes[i] = (up - f(w)) / (down * h) if down else (up - before) / h
            w[i] += back * h
        return slopes

    return finite_difference


def wrong_in_place(f, z, h=1e-5):
    """The steps were made in the caller's `z`, and it is no longer what it was.

    `up = z` makes no copy, and `+ h` and `- h` do not cancel to the last digit.
    """
    return walking(2, 1)(f, z, h)


def second_name(f, z, h=1e-5):
    slopes = np.zeros(len(z))
    for i in range(len(z)):
        up, down = z, z
        up[i] += h
        down[i] -= h
        slopes[i] = (f(up) - f(down)) / (2 * h)
    return slopes


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
wrong_in_place.variations = (
    second_name,
    walking(2, 0),
    walking(0, 0),
    walking(0, 0, start=True),
)


def wrong_kept_step(f, z, h=1e-5):
    """An entry stays moved while the next is tried. Start from `z` again for each entry."""
    slopes, up, down = np.zeros(len(z)), z.copy(), z.copy()
    for i in range(len(z)):
        up[i] += h
        down[i] -= h
        slopes[i] = (f(up) - f(down)) / (2 * h)
    return slopes


wrong_kept_step.variations = (
    walking(2, 0, copied=True),
    walking(0, 0, copied=True),
    walking(0, 0, start=True, copied=True),
)


def wrong_other_step(f, z, h=1e-5):
    """The step has another length than `h`. Go up by `h` and down by `h`."""
    return solution(f, z, h / 2)


wrong_other_step.variations = (lambda f, z, h=1e-5: solution(f, z, 2 * h),)
wrong_other_step.hint = 2


def wrong_fixed_step(f, z, h=1e-5):
    """`h` is ignored: the step is the same whatever the caller asks for."""
    return solution(f, z)


wrong_fixed_step.variations = tuple(
    lambda f, z, h=1e-5, fixed=fixed: solution(f, z, fixed) for fixed in (1e-3, 1e-4, 1e-6, 1e-7)
)
