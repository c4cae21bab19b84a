"""## All slopes of softmax

Write `softmax_jacobian(z)`. It takes a vector of K scores and returns the K × K matrix of slopes:
row i, column j says how fast probability i grows when score j does. `softmax` from the library is
at hand; scores of 1000 must do no harm.

```py
softmax_jacobian([0, 0])     # [[0.25, -0.25], [-0.25, 0.25]]
```

Do not call a Jacobian that somebody else wrote.
"""

import math
from itertools import product

import numpy as np

from exercises.checks import agree, leaves_alone
from softmax_lib import softmax

name = "softmax_jacobian"
place = 3
given = "from softmax_lib import softmax"
forbidden = ("softmax_jacobian", "softmax_vjp")


def starter(z): ...


def solution(z):
    p = softmax(z)
    return np.diag(p) - np.outer(p, p)


def by_broadcasting(z):
    p = softmax(z)[:, None]
    return p * (np.eye(len(p)) - p.T)


def in_float32(z):
    p = softmax(np.asarray(z, dtype=np.float32))
    return np.diagflat(p) - p[:, None] @ p[None, :]


def entry_by_entry(z):
    e = [math.exp(x - max(z)) for x in z]
    p = [x / sum(e) for x in e]
    return [[p[i] * ((i == j) - p[j]) for j in range(len(p))] for i in range(len(p))]


variants = (by_broadcasting, in_float32, entry_by_entry)

hints = (
    "Each slope is p_i (1 − p_j) where i is j, and −p_i p_j elsewhere.",
    "As matrices: one has p on its diagonal, the other holds every product p_i p_j.",
    "`np.diag(p)` is the first; `np.outer(p, p)` is the second.",
)


def scores(seed, size):
    return np.random.default_rng(seed).normal(size=size)


probes = (
    # moderate scores
    ((np.array([1.0, 2.0, 4.0]),), (scores(1, 3),), (scores(2, 5),), (scores(3, 2),)),
    # small probabilities, whose digits a rounding loses
    ((np.array([0.0, 0.5, -6.0, -9.0]),),),
    # large scores, then low ones
    ((np.array([1000.0, 999.0, 500.0]),),),
    ((np.array([-1000.0, -1001.0, -1003.0]),), (np.array([-1000.0, 1000.0, -1000.0]),)),
    # whole numbers
    ((np.array([1, 2, 4]),),),
)


def by_loop(z):
    """The matrix of slopes from its formula, number by number."""
    e = [math.exp(x - max(z)) for x in z]
    p = [x / math.fsum(e) for x in e]
    slopes = [[p[i] * ((i == j) - p[j]) for j in range(len(p))] for i in range(len(p))]
    return np.array(slopes)


def check_two_scores(softmax_jacobian):
    """Equal scores give slopes of 0.25 on the diagonal, −0.25 beside it: one gains, one pays."""
    for z in ([0.0, 0.0], [0.0, 1.0]):
        agree(softmax_jacobian, (np.array(z),), by_loop(z), atol=1e-7)


def check_more_scores(softmax_jacobian):
    """If one score rises, its probability rises and all others fall: each column sums to 0."""
    for z in ([0.25, 1.23, -0.8], scores(11, 3), scores(12, 4), [2.0]):
        agree(softmax_jacobian, (np.array(z),), by_loop(z), atol=1e-7)


def check_small_probabilities(softmax_jacobian):
    """Where a probability is small, its slopes are small too, but not 0. Keep all digits."""
    for z in ([0.0, 0.0, -6.0], [0.0, 0.5, -6.0, -9.0]):
        agree(softmax_jacobian, (np.array(z),), by_loop(z))


def check_large(softmax_jacobian):
    """Large scores must do no harm: only differences count."""
    for z in ([1000.0, 1000.0], [1000.0, 0.0], [-1000.0, -1001.0], [-1000.0, 1000.0, -1000.0]):
        agree(softmax_jacobian, (np.array(z),), by_loop(z), atol=1e-7)


def check_whole_numbers(softmax_jacobian):
    """Scores may be whole numbers as well, as in the example."""
    for z in (np.array([0, 0]), np.array([1, 2, 4])):
        agree(softmax_jacobian, (z,), by_loop(z), atol=1e-7)


def check_input_stays(softmax_jacobian):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(softmax_jacobian, np.array([1.0, 2.0]))


def matrix(p, q):
    """The right form, with `p` on the diagonal and as rows, `q` as columns."""
    return np.diag(p) - np.outer(p, q)


def with_diagonal(diagonal, others):
    return np.where(np.eye(len(diagonal)), np.diag(diagonal), others)


def wrong_diagonal(z):
    """This is s(1 − s), the slope of one sigmoid. In softmax each score moves all the others too.

    If one probability gains, who pays?
    """
    p = softmax(z)
    return np.diag(p * (1 - p))


wrong_diagonal.mistake = "M28"
wrong_diagonal.variations = (
    lambda z: softmax(z) * (1 - softmax(z)),
    lambda z: (softmax(z) * (1 - softmax(z)))[:, None],
    lambda z: (softmax(z) * (1 - softmax(z)))[None, :],
    lambda z: np.tile(softmax(z) * (1 - softmax(z)), (len(z), 1)),
    lambda z: np.tile(softmax(z) * (1 - softmax(z)), (len(z), 1)).T,
)


def wrong_input(z):
    """The scores z stand where probabilities belong. The slopes of softmax need its *output*."""
    return matrix(softmax(z), z)


wrong_input.mistake = "M29"
wrong_input.variations = (
    *(
        lambda z, f=f, g=g, h=h: np.diag(f(z)) - np.outer(g(z), h(z))
        for f, g, h in product((softmax, np.asarray), repeat=3)
        if (f, g, h) != (softmax,) * 3
    ),
    *(
        lambda z, f=f, g=g, h=h, k=k: with_diagonal(f(z) * (1 - g(z)), 0 - np.outer(h(z), k(z)))
        for f, g in ((softmax, np.asarray), (np.asarray, softmax), (np.asarray, np.asarray))
        for h, k in product((softmax, np.asarray, np.zeros_like), repeat=2)
    ),
    *(
        form
        for f, g in ((softmax, np.asarray), (np.asarray, softmax), (np.asarray, np.asarray))
        for form in (
            lambda z, f=f, g=g: f(z) * (1 - g(z)),
            lambda z, f=f, g=g: f(z) * (np.eye(len(z)) - g(z)),
            lambda z, f=f, g=g: np.outer(f(z), 1 - g(z)),
        )
    ),
)


def wrong_sign(z):
    """All signs are turned round: a probability rises with its own score, and the others fall."""
    p = softmax(z)
    return np.outer(p, p) - np.diag(p)


def wrong_plus(z):
    """The slopes beside the diagonal have the wrong sign: if one gains, the others must pay."""
    p = softmax(z)
    return np.diag(p) + np.outer(p, p)


wrong_plus.variations = (lambda z: np.abs(solution(z)),)


def wrong_ones(z):
    """The 1 was put into every entry. It stands only where row and column are the same."""
    p = softmax(z)
    return np.outer(p, 1 - p)


wrong_ones.variations = (
    lambda z: np.outer(1 - softmax(z), softmax(z)),
    lambda z: softmax(z) - np.outer(softmax(z), softmax(z)),
    lambda z: (softmax(z) - np.outer(softmax(z), softmax(z))).T,
)


def wrong_no_diagonal(z):
    """The diagonal is not finished. There a probability answers to its own score: p_i (1 − p_i)."""
    p = softmax(z)
    return 0 - np.outer(p, p)


wrong_no_diagonal.hint = 0
wrong_no_diagonal.variations = (
    lambda z: np.diag(softmax(z) ** 2) - np.outer(softmax(z), softmax(z)),
    lambda z: np.eye(len(z)) - np.outer(softmax(z), softmax(z)),
    lambda z: np.diag(softmax(z)),
    lambda z: np.diag(softmax(z) + softmax(z) ** 2) - np.outer(softmax(z), softmax(z)),
    lambda z: np.diag(1 - softmax(z) + softmax(z) ** 2) - np.outer(softmax(z), softmax(z)),
)


def wrong_product(z):
    """What is subtracted must be p_i p_j in row i, column j. Other numbers were subtracted here."""
    p = softmax(z)
    return np.diag(p) - p @ p


wrong_product.hint = 2
wrong_product.variations = (
    lambda z: np.diag(softmax(z)) - softmax(z) * softmax(z),
    lambda z: np.diag(softmax(z)) - softmax(z)[:, None] ** 2,
    lambda z: np.diag(softmax(z)) - softmax(z),
    lambda z: np.diag(softmax(z)) - softmax(z)[:, None],
    lambda z: np.eye(len(z)) * softmax(z) - np.sum(softmax(z)),
)


def wrong_of_logarithms(z):
    """These are the slopes of ln p. By the chain rule, each must still be multiplied by p_i."""
    return np.eye(len(z)) - softmax(z)


wrong_of_logarithms.variations = (
    lambda z: np.eye(len(z)) - softmax(z)[:, None],
    lambda z: softmax(z) - np.eye(len(z)),
)


def wrong_sigmoid(z):
    """Each score was squashed on its own (a sigmoid). In softmax all scores compete."""
    s = 1 / (1 + np.exp(0 - z))
    return np.diag(s * (1 - s))


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"
wrong_sigmoid.variations = (
    lambda z: matrix(1 / (1 + np.exp(0 - z)), 1 / (1 + np.exp(0 - z))),
    lambda z: 1 / (1 + np.exp(0 - z)) * (1 - 1 / (1 + np.exp(0 - z))),
)


def wrong_not_normalised(z):
    """The exponentials were not divided by their sum, so these are no probabilities yet."""
    e = np.exp(z - np.max(z))
    return matrix(e, e)


wrong_not_normalised.lesson = "04"
wrong_not_normalised.variations = (
    lambda z: matrix(np.exp(z), np.exp(z)),
    lambda z: np.diag(np.exp(z)),
)


def wrong_division(z):
    """The scores were divided by their sum, without `exp`: these are no probabilities."""
    return matrix(z / np.sum(z), z / np.sum(z))


wrong_division.mistake = "M01"
wrong_division.lesson = "06"


def wrong_zero(z):
    """All slopes are 0 here. That is argmax; softmax answers when a score moves."""
    return np.zeros((len(z), len(z)))


wrong_zero.lesson = "03"


def wrong_rounds(z):
    """The numbers are rounded: small slopes become 0. Keep all digits; round where you print."""
    return np.round(solution(z), 3)


def from_rounded(z, n):
    p = np.round(softmax(z), n)
    return matrix(p, p)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "05"
wrong_rounds.variations = tuple(
    form
    for n in range(1, 9)
    for form in (lambda z, n=n: np.round(solution(z), n), lambda z, n=n: from_rounded(z, n))
)


def wrong_overflow(z):
    """`exp` of a large score is infinite, and of very low scores all are 0.

    What can you subtract from all scores without changing a probability?
    """
    return shifted(z, 0.0)


def shifted(z, peak):
    p = np.exp(z - peak) / np.exp(z - peak).sum()
    return matrix(p, p)


def overflow_in_a_loop(z):
    e = [math.exp(x) for x in z]
    p = np.array([x / sum(e) for x in e])
    return matrix(p, p)


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (overflow_in_a_loop,)


def wrong_shift_by_another(z):
    """Another score, or the mean, was subtracted. The largest can lie far above it."""
    return shifted(z, np.mean(z))


wrong_shift_by_another.lesson = "05"
wrong_shift_by_another.variations = (
    lambda z: shifted(z, np.min(z)),
    lambda z: shifted(z, z[0]),
    lambda z: shifted(z, z[-1]),
)


def wrong_in_place(z):
    """The caller's scores were overwritten: `-=` works in the array that came in. Make another."""
    z -= np.max(z)
    return solution(z)


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"


def wrong_whole_numbers(z):
    """The scores came as whole numbers, and the slopes were kept as whole numbers too.

    So they lost all that stands after the point. Make an array of floats for them.
    """
    return solution(z).astype(z.dtype)


def from_whole_probabilities(z):
    p = softmax(z).astype(z.dtype)
    return matrix(p, p)


wrong_whole_numbers.variations = (from_whole_probabilities,)
