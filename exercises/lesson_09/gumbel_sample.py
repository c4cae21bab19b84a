"""## Drawing lots

Write `sample(z, rng, size)`. It draws `size` class indices for one vector of scores `z`, each class
as often as its softmax says. Use the Gumbel trick: for each draw, add fresh Gumbel noise to all
scores and take the index of the winner. All chance comes from the generator `rng`.

```py
sample(np.array([0.25, 1.23, -0.8]), np.random.default_rng(0), 5)    # such as [1, 1, 0, 1, 2]
```

Scores of 1000 must do no harm.
"""

import copy
import math

import numpy as np

from exercises.checks import Failed, Inside, array, holds, leaves_alone, shape_sentence
from exercises.spelling import spell

name = "sample"
place = 2
likeness = 0.03  # of 1 + a share: see `frequencies`
DRAWS = 10_000


def starter(z, rng, size): ...


def solution(z, rng, size):
    noise = rng.gumbel(size=(size, len(z)))
    return np.argmax(z + noise, axis=1)


def in_a_loop(z, rng, size):
    return [int(np.argmax(z + rng.gumbel(size=z.shape))) for _ in range(size)]


def by_uniform_noise(z, rng, size):
    u = 1 - rng.random((len(z), size), dtype=np.float32)
    return (z[:, None] - np.log(-np.log(u) + 1e-30)).argmax(axis=0)


def by_intervals(z, rng, size):
    e = np.exp(z - z.max())
    return np.searchsorted(np.cumsum(e) / e.sum(), rng.random(size)).clip(max=len(z) - 1)


def by_choice(z, rng, size):
    e = np.exp(z - z.max())
    return rng.choice(len(z), size=size, p=e / e.sum())


variants = (in_a_loop, by_uniform_noise, by_intervals, by_choice)

hints = (
    "Every draw is a race of its own: each class needs fresh noise in each draw.",
    "`rng.gumbel(size=...)` gives a whole table of noise: a row per draw, a column per class.",
    "Add `z` to that table. The winner of each row is the index of its largest number.",
)


def by_definition(z):
    e = [math.exp(x - max(z)) for x in z]
    return np.array([x / math.fsum(e) for x in e])


def frequencies(sample, z, seed, size=DRAWS):
    """Return 1 + the share of each class in many draws: alike means near in absolute terms."""
    drawn = np.asarray(sample(z.copy(), np.random.default_rng(seed), size))
    return [1 + float(np.mean(drawn == k)) for k in range(len(z))]


def shape_drawn(sample, z, size):
    return list(np.shape(sample(z, np.random.default_rng(0), size)))


def habits(sample, z, rng, size):
    """Return whether draws differ in a call, differ from call to call, and can be repeated."""
    again = copy.deepcopy(rng)
    runs = [np.asarray(sample(z.copy(), rng, size)).tolist() for _ in range(8)]
    varied = any(run != run[:1] * len(run) for run in runs)
    repeated = np.asarray(sample(z.copy(), again, size)).tolist()
    return [varied, any(run != runs[0] for run in runs), repeated == runs[0]]


def alone(sample, z, seed, calls=200, size=20):
    """Return whether neighbours depend on each other, and whether shares vary too much, too little.

    For independent draws, `squares` is 1, give or take 0.07.
    """
    rng, p = np.random.default_rng(seed), by_definition(z)
    draws = np.array([sample(z.copy(), rng, size) for _ in range(calls)])
    pairs = (draws[:, 1:] == draws[:, :-1]).mean()
    counts = (draws[..., None] == np.arange(len(z))).sum(axis=1)
    squares = ((counts - size * p) ** 2 / (size * p)).sum() / (calls * (len(z) - 1))
    return [bool(abs(pairs - (p**2).sum()) > 0.1), bool(squares > 1.45), bool(squares < 0.6)]


FEW = np.array([0.85, 0.1, 0.35])
MANY = np.array([3.0] + 20 * [1.0])  # here noises with different tails differ most
LARGE = np.array([1000.0, 1000.0, 0.0])

probes = (
    (Inside(shape_drawn, (FEW, 7)), Inside(shape_drawn, (MANY, 5))),
    (Inside(habits, (FEW, np.random.default_rng(5), 40)),),
    (Inside(frequencies, (FEW, 1, DRAWS)), Inside(frequencies, (MANY, 2, DRAWS // 2))),
    (Inside(frequencies, (LARGE, 3, DRAWS)),),
    (Inside(alone, (FEW, 4)),),
)


def agrees_often(sample, z, seed, size):
    """Each share of the draws must lie within six standard deviations of its probability.

    The luck of a right answer refuses it less than once in ten million times.
    """
    p = by_definition(z)
    drawn = array(sample, z, np.random.default_rng(seed), size)
    shares = np.array([(drawn == k).mean() for k in range(len(z))])
    if (abs(shares - p) > 6 * np.sqrt(p * (1 - p) / size) + 1e-9).any():
        words = (f"shares {spell(found.round(3))}" for found in (shares, p))
        raise Failed(sample.last, *words)


def check_indices(sample):
    """It must return `size` class indices: whole numbers from 0 to one less than the classes."""
    for z, size in ((FEW, 7), (np.zeros(4), 5)):
        drawn = array(sample, z, np.random.default_rng(10), size)
        if drawn.shape != (size,):
            raise Failed(sample.last, spell(drawn), sentence=shape_sentence(drawn.shape, (size,)))
        told = f"{size} indices from 0 to {len(z) - 1}"
        holds(np.isin(drawn, np.arange(len(z))).all(), sample, drawn, told)


def check_input_stays(sample):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(sample, FEW, np.random.default_rng(13), 5)


def check_luck(sample):
    """Each draw has a luck of its own: all draws in a call may not be the same."""
    varied, _, _ = sample.inside(habits, FEW, np.random.default_rng(6), 40)
    holds(varied, sample, "the same class in all draws", "several classes in a call")


def check_generator(sample):
    """All chance comes from `rng`: the same seed gives the same draws, a second call others."""
    _, differs, repeats = sample.inside(habits, FEW, np.random.default_rng(6), 40)
    holds(repeats, sample, "other draws for the same seed", "the same draws")
    holds(differs, sample, "the same draws in each call", "other draws")


def check_frequencies(sample):
    """Each class must come up as often as its softmax says, up to the luck of the draw."""
    for seed, z in enumerate((np.array([0.25, 1.23, -0.8]), FEW)):
        agrees_often(sample, z, seed, DRAWS)


def check_many_classes(sample):
    """One class leads and twenty share the rest: here the kind of noise shows most."""
    agrees_often(sample, MANY, 11, DRAWS // 2)


def check_large(sample):
    """Large scores must do no harm: only differences count."""
    agrees_often(sample, LARGE, 12, DRAWS // 10)


def check_each_alone(sample):
    """No draw may know of the others: not of their order, nor of how often a class came up."""
    neighbours, wild, tame = sample.inside(alone, FEW, 14)
    holds(not neighbours, sample, "draws that depend on their neighbours", "draws in any order")
    holds(not wild, sample, "shares that vary too much from call to call", "the luck of each draw")
    holds(not tame, sample, "nearly the same shares in each call", "the luck of each draw")


def table(rng, z, size):
    return rng.gumbel(size=(size, len(z)))


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def race(noise):
    """Return a sampler that adds this noise, made from a generator and a shape."""
    return lambda z, rng, size: np.argmax(z + noise(rng, (size, len(z))), axis=1)


def wrong_gaussian(z, rng, size):
    """Gaussian noise gives other shares: the leader wins too often. Only Gumbel's fits `exp`."""
    return race(lambda rng, shape: rng.normal(size=shape))(z, rng, size)


wrong_gaussian.mistake = "M48"
wrong_gaussian.lesson = "04"
wrong_gaussian.hint = 1
wrong_gaussian.variations = tuple(
    race(lambda rng, shape, width=width: rng.normal(0, width, size=shape)) for width in (0.5, 1.28)
)


def wrong_on_probabilities(z, rng, size):
    """Softmax was taken twice: probabilities stand where scores should. Noise belongs on scores."""
    return np.argmax(softmax(z) + table(rng, z, size), axis=1)


wrong_on_probabilities.mistake = "M44"
wrong_on_probabilities.lesson = "12"
wrong_on_probabilities.hint = 2


def wrong_counted_twice(z, rng, size):
    """Scores weigh twice as much as noise: shares are like `p ** 2`, too many for the leader."""
    return np.argmax(2 * z + table(rng, z, size), axis=1)


wrong_counted_twice.hint = 2


def wrong_noise_twice(z, rng, size):
    """Noise was added twice, so chance weighs too much: the shares are too even."""
    return np.argmax(z + table(rng, z, size) + table(rng, z, size), axis=1)


wrong_noise_twice.hint = 2


def wrong_no_noise(z, rng, size):
    """It always gives the same class: noise is missing, or it is the same for all classes."""
    return np.full(size, np.argmax(z))


wrong_no_noise.hint = 1


def wrong_one_noise(z, rng, size):
    """All draws of a call are the same: they share one noise. Each draw needs fresh noise."""
    return np.full(size, np.argmax(z + rng.gumbel(size=len(z))))


wrong_one_noise.hint = 0


def wrong_own_generator(z, rng, size):
    """The noise does not come from `rng`, so nobody can repeat these draws."""
    return solution(z, np.random.default_rng(), size)


def wrong_own_seed(z, rng, size):
    """A seed of its own is set inside: each call gives the same draws, whatever `rng` is."""
    return solution(z, np.random.default_rng(0), size)


def wrong_one_logarithm(z, rng, size):
    """A logarithm is missing, as in `z - ln u`, `z + ln u` or `p * u`. Gumbel's is `-ln(-ln u)`."""
    return race(lambda rng, shape: -np.log(1 - rng.random(shape)))(z, rng, size)


wrong_one_logarithm.hint = 1
wrong_one_logarithm.variations = (race(lambda rng, shape: np.log(1 - rng.random(shape))),)


def wrong_way_round(z, rng, size):
    """The noise is turned round: Gumbel's long tail points up. Mind the signs: `-ln(-ln u)`."""
    return race(lambda rng, shape: -rng.gumbel(size=shape))(z, rng, size)


wrong_way_round.hint = 1


def wrong_uniform(z, rng, size):
    """Uniform noise has two ends: it cannot help a score that lies far enough behind."""
    return race(lambda rng, shape: rng.random(shape))(z, rng, size)


wrong_uniform.hint = 1
wrong_uniform.variations = (
    race(lambda rng, shape: rng.uniform(-1, 1, shape)),
    race(lambda rng, shape: 2 * rng.random(shape)),
)


def wrong_other_noise(z, rng, size):
    """Noise of another kind or width gives other shares. Only Gumbel's, as it is, fits `exp`."""
    return race(lambda rng, shape: rng.logistic(size=shape))(z, rng, size)


wrong_other_noise.mistake = "M48"
wrong_other_noise.lesson = "04"
wrong_other_noise.hint = 1
wrong_other_noise.variations = (race(lambda rng, shape: rng.laplace(size=shape)),)


def wrong_product(z, rng, size):
    """The noise multiplies. It has to be added to the scores."""
    return np.argmax(z * table(rng, z, size), axis=1)


wrong_product.hint = 2
wrong_product.variations = (
    lambda z, rng, size: np.argmax(softmax(z) * table(rng, z, size), axis=1),
)


def wrong_loser(z, rng, size):
    """The smallest wins most often: a minus too many, or `argmin` for `argmax`."""
    return np.argmin(z + table(rng, z, size), axis=1)


wrong_loser.variations = (lambda z, rng, size: solution(-z, rng, size),)


def wrong_even(z, rng, size):
    """All classes come up equally often: the scores make no difference."""
    return rng.integers(len(z), size=size)


def wrong_division(z, rng, size):
    """The shares are the scores divided by their sum, without `exp`."""
    return rng.choice(len(z), size=size, p=z / z.sum())


wrong_division.mistake = "M01"
wrong_division.lesson = "06"


def wrong_from_one(z, rng, size):
    """The classes are counted from 1. An index counts from 0."""
    return solution(z, rng, size) + 1


def wrong_axis(z, rng, size):
    """One number per class came back, and an index per draw was asked for. Mind the axis."""
    return np.argmax(z + table(rng, z, size), axis=0)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"
wrong_axis.hint = 2


def wrong_single(z, rng, size):
    """One number came back. It takes `size` draws: an index for each, along the right axis."""
    return np.argmax(z + table(rng, z, size))


wrong_single.hint = 1


def wrong_table(z, rng, size):
    """A whole table came back. For each draw, return only the place of its largest entry."""
    return z + table(rng, z, size)


wrong_table.hint = 2


def wrong_shapes(z, rng, size):
    """The noise does not line up with the scores: its last axis must be that of the classes."""
    return np.argmax(z + rng.gumbel(size=(len(z), size)), axis=0)


wrong_shapes.hint = 1
wrong_shapes.variations = (
    lambda z, rng, size: rng.gumbel(size=(len(z), size)) + z,
    lambda z, rng, size: z + rng.gumbel(size=size),
    lambda z, rng, size: rng.gumbel(size=size) + z,
)


def wrong_overflow(z, rng, size):
    """`exp` of a large score is infinite: such scores look all alike. A race needs no `exp`."""
    p = np.exp(z) / np.exp(z).sum()
    return rng.choice(len(z), size=size, p=p)


def overflow_in_logs(z, rng, size):
    return solution(np.log(np.exp(z) / np.exp(z).sum()), rng, size)


def overflow_in_intervals(z, rng, size):
    ends = np.cumsum(np.exp(z)) / np.exp(z).sum()
    return np.searchsorted(ends, rng.random(size))


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (overflow_in_logs, overflow_in_intervals)


def wrong_drawn_again(z, rng, size):
    """The draws were drawn again from their own shares, so the luck of a call counts twice."""
    return rng.choice(solution(z, rng, size), size=size)


def wrong_in_order(z, rng, size):
    """The draws came out sorted. Leave them in the order in which they were drawn."""
    return np.sort(solution(z, rng, size))


wrong_in_order.variations = (lambda z, rng, size: np.sort(solution(z, rng, size))[::-1],)


def wrong_quota(z, rng, size):
    """Every call gave the same shares, like a quota. With fresh noise for each draw they vary."""
    ends = np.round(np.cumsum(softmax(z)) * size).astype(int)
    return rng.permutation(np.searchsorted(ends, np.arange(size), side="right"))


def wrong_in_place(z, rng, size):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    z -= z.max()
    return solution(z, rng, size)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
