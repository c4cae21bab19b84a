"""## Softmax by hand

Write `softmax(z)` from its definition. It takes a vector of moderate scores and returns as many
probabilities. Keep all digits, and leave `z` as it was.

```py
softmax(np.array([0.25, 1.23, -0.8]))     # about [0.249, 0.664, 0.087]
```

Use NumPy or `math`; do not call a softmax that somebody else wrote.
"""

import math

import numpy as np

from exercises.checks import agree, leaves_alone

name = "softmax"
place = 1
forbidden = ("softmax", "log_softmax")


def starter(z): ...


def solution(z):
    e = np.exp(z)
    return e / e.sum()


def in_a_loop(z):
    e = [math.exp(x) for x in z]
    return [x / sum(e) for x in e]


def in_float32(z):
    e = np.exp(z.astype(np.float32))
    return e / e.sum()


def by_powers(z):
    return np.e**z / np.sum(np.e**z)


def by_leads(z):
    return np.array([1 / np.exp(z - x).sum() for x in z])


def peak_first(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


variants = (in_a_loop, in_float32, by_powers, by_leads, peak_first)

hints = (
    "Which function is positive, grows, and turns sums into products? Apply it to each score.",
    "Shares of the weights: divide each weight by the sum of all.",
    "`np.exp(z)` takes the exponential of each entry, and `.sum()` adds an array up.",
)


def scores(seed, n, scale=1.5):
    return np.random.default_rng(seed).normal(scale=scale, size=n)


probes = (
    # positive scores, then any; in some no class takes half
    (
        (np.array([1.0, 2.0, 4.0]),),
        (np.array([0.5, 1.0, 0.75, 0.9]),),
        (np.array([0.25, 1.23, -0.8]),),
        (scores(1, 5),),
    ),
    # small probabilities show how many digits are left
    ((np.array([0.0, 8.0, -3.0]),), (np.array([2.0, -12.0, 1.0, -13.0]),)),
)


def shares(z):
    """Softmax from its definition, number by number, in exact sums."""
    e = [math.exp(x) for x in z]
    return [x / math.fsum(e) for x in e]


def all_agree(softmax, *inputs):
    for z in inputs:
        agree(softmax, (np.array(z),), shares(z))


def check_even(softmax):
    """Equal scores have equal probabilities, which make 1 together."""
    all_agree(softmax, [0.0, 0.0], [1.0, 1.0, 1.0], [-2.0] * 5, [3.0])


def check_three_scores(softmax):
    """Each probability is the exponential of its score, divided by the sum of all exponentials."""
    all_agree(softmax, [0.0, 1.0], [1.0, 2.0, 4.0], [0.25, 1.23, -0.8], [-1.0, -2.0, -3.0])


def check_random_scores(softmax):
    """A vector may have any length, and each score counts."""
    all_agree(softmax, *[scores(10 + n, n) for n in (2, 3, 4, 7, 12)])


def check_small_probabilities(softmax):
    """A small probability is not 0: keep all digits."""
    all_agree(softmax, [0.0, 8.0], [5.0, -7.0], [0.0, -15.0, 1.0])


def check_input_stays(softmax):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(softmax, np.array([1.0, 2.0]))
    leaves_alone(softmax, scores(30, 4))


def normalised(weights):
    return weights / weights.sum()


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def wrong_in_place(z):
    """The caller's scores were overwritten: make a new array for the exponentials."""
    np.exp(z, out=z)
    z /= z.sum()
    return z


def peak_in_place(z):
    z -= z.max()
    return solution(z)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
wrong_in_place.variations = (peak_in_place,)


def wrong_division(z):
    """These are shares of the scores, not of their exponentials.

    What becomes of negative scores, and of differences?
    """
    return z / z.sum()


wrong_division.mistake = "M01"
wrong_division.lesson = "06"
wrong_division.variations = (
    lambda z: z / abs(z).sum(),
    lambda z: normalised(abs(z)),
    lambda z: normalised(z - z.min()),
)
wrong_division.hint = 0


def wrong_weights(z):
    """No exponentials are at work here. Softmax makes the exponential of each score first."""
    return z / z.max()


wrong_weights.variations = (
    lambda z: z / np.linalg.norm(z),
    lambda z: (z - z.min()) / (z.max() - z.min()),
    lambda z: (z - z.mean()) / z.std(),
    lambda z: normalised(z - z.min() + 1),
    lambda z: normalised(z + 1),
    lambda z: normalised(1 + z + z**2 / 2),
    lambda z: normalised(np.maximum(z, 0)),
    lambda z: normalised(np.arctan(z)),
    lambda z: normalised(np.tanh(z)),
    lambda z: np.tanh(z),
    lambda z: z,
)
wrong_weights.hint = 0


def wrong_base(z):
    """The exponentials have another base than e, which scales all scores. Softmax takes e."""
    return normalised(2.0**z)


wrong_base.mistake = "M48"
wrong_base.variations = tuple(
    lambda z, base=base: normalised(base**z)
    for base in (10.0, 1.1, 1.5, 2.5, 2.7, 2.71, 2.718, 2.7183, 2.72, 2.8, 3.0, 3.14, np.pi, 4.0)
)


def wrong_power(z):
    """The scores were raised to a power. Softmax does it the other way: it raises e to a score."""
    return normalised(z**np.e)


wrong_power.variations = tuple(
    lambda z, power=power: normalised(z**power) for power in (2.718, 2.72, 2.7, 2, 3, 4)
)


def wrong_sigmoid(z):
    """Each score went through a sigmoid of its own, as if the classes did not compete."""
    return sigmoid(z)


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"
wrong_sigmoid.variations = (
    lambda z: normalised(sigmoid(z)),
    lambda z: solution(sigmoid(z)),
)


def wrong_one_hot(z):
    """That is hardmax: it names the winner, and forgets how narrowly it won."""
    return (z == z.max()).astype(float)


wrong_one_hot.lesson = "03"
wrong_one_hot.variations = (lambda z: np.argmax(z),)


def wrong_softmin(z):
    """The lowest score gets the most here. A larger score should have the larger share."""
    return normalised(np.exp(-z))


wrong_softmin.variations = (
    lambda z: normalised(2.0**-z),
    lambda z: 1 - solution(z),
    lambda z: normalised(1 - solution(z)),
)


def wrong_double(z):
    """Softmax was taken twice: the second takes probabilities for scores and levels them."""
    return solution(solution(z))


wrong_double.mistake = "M21"
wrong_double.lesson = "11"


def wrong_scaled_scores(z):
    """The scores were scaled first, and that changes the leads. Logits stay as they are."""
    return solution(z / z.sum())


wrong_scaled_scores.variations = tuple(
    lambda z, scale=scale: solution(scale(z))
    for scale in (
        *(lambda z, k=k: k * z for k in (2, 3, 10, 100, 1 / 2, 1 / 3, 1 / 10, 1 / 100)),
        lambda z: z / z.max(),
        lambda z: z / len(z),
        lambda z: z / abs(z).sum(),
        lambda z: z / abs(z).max(),
        lambda z: z / np.linalg.norm(z),
        lambda z: (z - z.mean()) / z.std(),
        lambda z: (z - z.min()) / (z.max() - z.min()),
    )
)


def wrong_cut_scores(z):
    """The negative scores became 0, or nearly 0. A negative score is as good as any: just lower."""
    return solution(np.maximum(z, 0))


wrong_cut_scores.mistake = "M34"
wrong_cut_scores.lesson = "08"
wrong_cut_scores.variations = (lambda z: solution(np.where(z > 0, z, 0.01 * z)),)


def wrong_absolute(z):
    """The scores lost their signs. A score of -3 is lower than one of 0, and means less."""
    return solution(abs(z))


def wrong_not_divided(z):
    """The results do not make 1. Each exponential is a share of the sum of all exponentials."""
    return np.exp(z)


wrong_not_divided.variations = tuple(
    lambda z, divisor=divisor: np.exp(z) / divisor(z)
    for divisor in (
        lambda z: np.exp(z).max(),
        lambda z: np.exp(z).mean(),
        len,
        np.sum,
        lambda z: np.exp(z.sum()),
        lambda z: np.linalg.norm(np.exp(z)),
        lambda z: np.exp(z).sum() - np.exp(z),
        lambda z: np.exp(z).sum() + 1,
        lambda z: np.exp(z).sum() / 100,
        lambda z: np.exp(z[1:]).sum(),
        lambda z: np.exp(z[:-1]).sum(),
    )
)
wrong_not_divided.hint = 1


def wrong_logarithms(z):
    """These are the logarithms of the probabilities: none is above 0. Undo the last one."""
    return np.log(solution(z))


def wrong_rounded(z):
    """Numbers were rounded inside, so close winners tie, and small probabilities are lost.

    Keep all digits; round where you print.
    """
    return solution(z).round(3)


def rounded(z, inside, outside):
    """Softmax whose exponentials, and then the shares, are rounded to so many digits."""
    return normalised(np.exp(z).round(inside)).round(outside)


def rounded_sum(z, inside, outside):
    e = np.exp(z)
    return (e.round(inside) / e.sum().round(inside)).round(outside)


wrong_rounded.mistake = "M14"
wrong_rounded.variations = (
    *(lambda z, digits=digits: solution(z).round(digits) for digits in (0, 1, 2, 4, 5, 6, 7, 8)),
    *(
        lambda z, form=form, inside=inside, outside=outside: form(z, inside, outside)
        for form in (rounded, rounded_sum)
        for inside in (2, 3, 4)
        for outside in (2, 3, 4, 15)
    ),
    *(lambda z, digits=digits: solution(z.round(digits)) for digits in (0, 1)),
    *(lambda z, digits=digits: normalised(solution(z).round(digits)) for digits in (1, 2, 3, 4)),
    *(
        lambda z, k=k, how=how: how(solution(z) * k) / k
        for k in (100, 1000, 10_000, 1_000_000)
        for how in (np.floor, np.ceil)
    ),
    *(lambda z, k=k: [float(f"{p:.{k}g}") for p in solution(z)] for k in (1, 2, 3, 4)),
)
