"""## Log-odds

The vector `z` holds scores, and `p` is their softmax. Write `log_odds(z, i, j)`, which returns
$\\ln (p_i / p_j)$. It needs no exponentials, and they would overflow: the scores may be in the
thousands. Leave `z` as it was.

```py
log_odds(np.array([0.25, 1.23, -0.8]), 1, 0)     # 0.98
```
"""

import math

import numpy as np

from exercises.checks import agree, leaves_alone

name = "log_odds"
place = 2


def starter(z, i, j): ...


def solution(z, i, j):
    return z[i] - z[j]


def in_float32(z, i, j):
    z = np.asarray(z, dtype=np.float32)
    return np.subtract(z[i], z[j])


def by_a_product(z, i, j):
    signs = np.zeros(len(z))
    signs[i] += 1
    signs[j] -= 1
    return z @ signs


def as_float(z, i, j):
    return float(z[i]) - float(z[j])


variants = (in_float32, by_a_product, as_float)

hints = (
    "Write both probabilities as fractions. What do they have in common, and what cancels?",
    "The quotient of two exponentials is one exponential. Of what?",
    "Wish 4: the odds depend on the lead of one class over the other. The logarithm undoes `exp`.",
)


def scores(seed, n):
    return np.random.default_rng(seed).normal(scale=1.5, size=n)


probes = (
    # moderate scores, positive ones first
    (
        (np.array([1.0, 2.5, 4.0]), 2, 0),
        (np.array([0.25, 1.23, -0.8]), 1, 0),
        (np.array([0.25, 1.23, -0.8]), 2, 1),
        (scores(1, 5), 3, 1),
        (scores(2, 4), 0, 3),
    ),
    # low scores, and high ones with small leads
    (
        (np.array([-2000.0, -2000.25, -2001.0]), 1, 2),
        (np.array([2001.0, 2000.25, 2000.0]), 0, 1),
        (np.array([2001.0, 2000.25, 2000.0]), 2, 1),
    ),
    # leads so large that their exponentials are infinite or 0
    (
        (np.array([1000.0, 0.0, -1000.0]), 0, 1),
        (np.array([1000.0, 0.0, -1000.0]), 2, 0),
        (np.array([1000.0, 1000.0, -1000.0]), 1, 2),
    ),
)


def by_definition(z, i, j):
    """The logarithm of the odds, through the probabilities."""
    e = [math.exp(x) for x in z]
    p = [x / math.fsum(e) for x in e]
    return math.log(p[i] / p[j])


def all_agree(log_odds, *cases):
    for z, i, j in cases:
        agree(log_odds, (np.array(z), i, j), by_definition(z, i, j), atol=2e-6)


def check_one_lead(log_odds):
    """The logarithm of the odds of class `i` against class `j` is asked for."""
    all_agree(log_odds, ([0.0, 1.0], 1, 0), ([0.25, 1.23, -0.8], 1, 0), ([1.0, 2.0, 4.0], 2, 1))


def check_sign(log_odds):
    """A class that is less probable has odds below 1, and their logarithm is negative."""
    all_agree(log_odds, ([0.0, 1.0], 0, 1), ([-0.5, 1.5, -3.0], 2, 0), ([1.0, 2.0], 1, 1))


def check_any_classes(log_odds):
    """`i` and `j` name any two classes; the others have no say."""
    all_agree(log_odds, *[(scores(10 + k, 5), k, (2 * k + 1) % 5) for k in range(5)])


def check_large_scores(log_odds):
    """A lead of 1000 is a log-odds of 1000, though its exponential is too large for a computer."""
    for z, i, j, lead in (
        ([1000.0, 0.0], 0, 1, 1000.0),
        ([-500.0, 500.0, 0.0], 0, 1, -1000.0),
        ([3000.0, 3000.25, 2999.0], 1, 2, 1.25),
    ):
        agree(log_odds, (np.array(z), i, j), lead)


def check_input_stays(log_odds):
    """The scores belong to the caller: they must be the same after the call."""
    leaves_alone(log_odds, np.array([1.0, 2.0, 4.0]), 2, 0)


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def naive_softmax(z):
    return np.exp(z) / np.exp(z).sum()


def wrong_in_place(z, i, j):
    """The caller's scores were overwritten. A difference can do without that."""
    z -= z.max()
    return z[i] - z[j]


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"


def wrong_sign(z, i, j):
    """The sign is reversed: these are the odds of class `j` against class `i`."""
    return z[j] - z[i]


wrong_sign.variations = (
    lambda z, i, j: np.log(softmax(z)[j] / softmax(z)[i]),
    lambda z, i, j: np.log(naive_softmax(z)[j] / naive_softmax(z)[i]),
)
wrong_sign.hint = 2


def wrong_odds(z, i, j):
    """These are the odds. Their logarithm is asked for, and it needs no `exp` at all."""
    return np.exp(z[i] - z[j])


wrong_odds.variations = (
    lambda z, i, j: np.exp(z[j] - z[i]),
    lambda z, i, j: 2.0 ** (z[i] - z[j]),
)
wrong_odds.hint = 2


def wrong_quotient(z, i, j):
    """The scores were divided. The odds are a quotient of exponentials: what becomes of that?"""
    return z[i] / z[j]


wrong_quotient.variations = (
    lambda z, i, j: np.log(z[i] / z[j]),
    lambda z, i, j: np.log(z[i]) - np.log(z[j]),
    lambda z, i, j: np.log(abs(z[i] / z[j])),
    lambda z, i, j: math.log(z[i] / z[j]),
    lambda z, i, j: math.log(z[i]) - math.log(z[j]),
    lambda z, i, j: np.log(z[i]) / np.log(z[j]),
    lambda z, i, j: z[j] / z[i],
)
wrong_quotient.hint = 1


def wrong_quotient_of_logarithms(z, i, j):
    """Two logarithms were divided. The logarithm of a quotient is a difference."""
    p = softmax(z)
    return np.log(p[i]) / np.log(p[j])


wrong_quotient_of_logarithms.hint = 1


def wrong_difference(z, i, j):
    """Two weights were subtracted. Odds are a quotient: how many times as probable is class `i`?"""
    p = softmax(z)
    return p[i] - p[j]


wrong_difference.variations = (
    lambda z, i, j: np.exp(z[i]) - np.exp(z[j]),
    lambda z, i, j: np.log(abs(softmax(z)[i] - softmax(z)[j])),
    lambda z, i, j: np.log(softmax(z)[i] - softmax(z)[j]),
)
wrong_difference.hint = 0


def wrong_against_all(z, i, j):
    """Class `j` has no part in this number. It alone is the rival, not all other classes."""
    p = softmax(z)
    return np.log(p[i] / (1 - p[i]))


wrong_against_all.variations = (
    lambda z, i, j: softmax(z)[i] / (1 - softmax(z)[i]),
    lambda z, i, j: np.log(softmax(z)[i]),
)


def wrong_absolute(z, i, j):
    """The sign is lost: it says which of the two is more probable."""
    return abs(z[i] - z[j])


def wrong_logarithm(z, i, j):
    """The logarithm has base 2 or 10. The natural one, with base e, gives the lead itself."""
    return (z[i] - z[j]) / np.log(2)


wrong_logarithm.mistake = "M48"
wrong_logarithm.variations = (
    lambda z, i, j: (z[i] - z[j]) / np.log(10),
    lambda z, i, j: np.log2(softmax(z)[i] / softmax(z)[j]),
    lambda z, i, j: np.log10(softmax(z)[i] / softmax(z)[j]),
)


def wrong_sigmoid(z, i, j):
    """That is the probability of class `i` if only these two existed, not its log-odds."""
    return 1 / (1 + np.exp(z[j] - z[i]))


wrong_sigmoid.lesson = "02"


def wrong_rounded(z, i, j):
    """The result is rounded. Keep all digits; round where you print."""
    return round(float(z[i] - z[j]), 2)


wrong_rounded.mistake = "M14"
wrong_rounded.variations = tuple(
    lambda z, i, j, digits=digits: round(float(z[i] - z[j]), digits) for digits in (0, 1, 3, 4)
)


def wrong_overflow(z, i, j):
    """The exponential of a large score is infinite, and that of a very low one is 0.

    Which exponentials are needed, once the sum has cancelled?
    """
    p = naive_softmax(z)
    return np.log(p[i] / p[j])


def with_math(z, i, j):
    e = [math.exp(x) for x in z]
    return math.log(e[i] / e[j])


def with_math_shares(z, i, j):
    e = [math.exp(x) for x in z]
    return math.log((e[i] / sum(e)) / (e[j] / sum(e)))


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"
wrong_overflow.variations = (
    lambda z, i, j: np.log(np.exp(z[i]) / np.exp(z[j])),
    lambda z, i, j: np.log(np.exp(z[i])) - np.log(np.exp(z[j])),
    lambda z, i, j: np.log(naive_softmax(z)[i]) - np.log(naive_softmax(z)[j]),
    lambda z, i, j: math.log(math.exp(z[i]) / math.exp(z[j])),
    lambda z, i, j: math.log(math.exp(z[i])) - math.log(math.exp(z[j])),
    with_math,
    with_math_shares,
)
wrong_overflow.hint = 1


def wrong_log_of_softmax(z, i, j):
    """The exponential of a long lead is infinite or 0, and no logarithm brings the lead back.

    The scores know more than their softmax: use them directly.
    """
    p = softmax(z)
    return np.log(p[i] / p[j])


wrong_log_of_softmax.mistake = "M25"
wrong_log_of_softmax.lesson = "08"
wrong_log_of_softmax.variations = (
    lambda z, i, j: np.log(softmax(z)[i]) - np.log(softmax(z)[j]),
    lambda z, i, j: np.log(np.exp(z[i] - z[j])),
    lambda z, i, j: math.log(softmax(z)[i] / softmax(z)[j]),
    lambda z, i, j: math.log(softmax(z)[i]) - math.log(softmax(z)[j]),
    lambda z, i, j: math.log(softmax(z).tolist()[i] / softmax(z).tolist()[j]),
    lambda z, i, j: math.log(math.exp(z[i] - z[j])),
)
wrong_log_of_softmax.hint = 1


def wrong_epsilon(z, i, j):
    """A small number was put in for 0 before the logarithm, and it hides how large the lead is."""
    p = softmax(z)
    return np.log(p[i] + 1e-12) - np.log(p[j] + 1e-12)


wrong_epsilon.mistake = "M26"
wrong_epsilon.lesson = "08"
wrong_epsilon.variations = tuple(
    form
    for tiny in (1e-12, 1e-15, *(10.0**-k for k in (6, 7, 8, 9, 10, 16, 20, 30, 300)))
    for form in (
        lambda z, i, j, tiny=tiny: np.log(softmax(z)[i] + tiny) - np.log(softmax(z)[j] + tiny),
        lambda z, i, j, tiny=tiny: np.log(softmax(z)[i] / (softmax(z)[j] + tiny)),
        lambda z, i, j, tiny=tiny: np.log(max(softmax(z)[i], tiny) / max(softmax(z)[j], tiny)),
    )
)
