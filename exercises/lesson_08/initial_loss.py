"""## The first loss

Write `initial_loss(n_classes)`. A classifier for so many classes has learnt nothing yet: all its
weights are 0. Return its cross-entropy, in nats. That is the number to look for when a training
begins.

```py
initial_loss(3)      # 1.0986
initial_loss(10)     # 2.3026
```
"""

import math

import numpy as np

from exercises.checks import Inside, agree

name = "initial_loss"
place = 5
likeness = 1e-6


def starter(n_classes): ...


def solution(n_classes):
    return np.log(n_classes)


def from_its_probability(n_classes):
    return -math.log(1 / n_classes)


def from_equal_scores(n_classes):
    return float(np.logaddexp.reduce(np.zeros(n_classes)))


def over_one_hot_row(n_classes):
    p = np.full(n_classes, 1 / n_classes, dtype=np.float32)
    Y = np.eye(n_classes, dtype=np.float32)[0]
    return -(Y * np.log(p)).sum()


variants = (from_its_probability, from_equal_scores, over_one_hot_row)

hints = (
    "With all weights 0 all scores are equal. What are the probabilities?",
    "Each of K classes gets 1/K, so the right one does. What does that cost?",
    "The price of a probability p is −ln p. Put in 1/K.",
)


COUNTS = (2, 3, 10, 100, 101, 102)


RANDOM = {"random", "default_rng", "randn", "normal", "standard_normal", "gauss", "uniform"}


def names_in(code):
    """Return the names that stand in a function's code, and in the functions inside it."""
    return set(code.co_names).union(
        *(names_in(c) for c in code.co_consts if hasattr(c, "co_names"))
    )


def draws(function, depth=2):
    """Return whether a function, or one that it calls by name, draws random numbers."""
    code = getattr(function, "__code__", None)
    names = names_in(code) if code else set()
    helpers = [function.__globals__.get(name) for name in names] if depth else ()
    return bool(names & RANDOM) or any(draws(helper, depth - 1) for helper in helpers)


def told(initial_loss):
    """Return the losses for these numbers of classes, or in words what is odd about them."""
    losses = np.array([float(initial_loss(n)) for n in COUNTS])
    if np.ptp(losses) == 0 != losses[0]:
        return "wild" if np.isclose(losses[0], (7.21, 69.8), rtol=2e-3).any() else "always the same"
    bend = abs(losses[3] - 2 * losses[4] + losses[5]) / abs(losses).max()
    return "wild" if bend > 1e-3 and draws(initial_loss) else losses


probes = ((Inside(told, ()),),)


def check_three_classes(initial_loss):
    """Who knows nothing gives each of three classes the same probability. What does it cost?"""
    agree(initial_loss, (3,), 1.09861229, rtol=1e-6)


def check_more_classes(initial_loss):
    """The more classes, the smaller the probability of each, and the dearer the right one."""
    for n_classes, loss in ((2, 0.69314718), (10, 2.30258509), (7, 1.94591015), (1000, 6.90775528)):
        agree(initial_loss, (n_classes,), loss, rtol=1e-6)


def wrong_wild(n_classes):
    """That is the loss of random weights: they favour a class without a reason, and pay for it.

    With zero weights nothing is left to chance. What is the score of each class?
    """
    rng = np.random.default_rng(n_classes)
    z = rng.normal(size=(50, 20)) @ rng.normal(size=(20, n_classes))
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[:, 0])


wrong_wild.mistake = "M50"
wrong_wild.variations = (lambda n: 7.21, lambda n: 69.8)


def wrong_zero(n_classes):
    """A loss of 0 is for a classifier that is right and sure of it. This one knows nothing yet."""
    return 0.0


def wrong_constant(n_classes):
    """The number of classes plays no part in this. With more classes each gets a smaller share."""
    return np.log(2)


wrong_constant.variations = (lambda n: 1.0,)


def wrong_base(n_classes):
    """The logarithm has another base. A loss in nats needs the natural one."""
    return np.log2(n_classes)


wrong_base.hint = 2
wrong_base.variations = (lambda n: np.log10(n),)


def wrong_probability(n_classes):
    """That is the probability of each class. What does a probability cost?"""
    return 1 / n_classes


wrong_probability.hint = 2


def wrong_minus_probability(n_classes):
    """That is minus the probability of each class. The logarithm is missing."""
    return -1 / n_classes


wrong_minus_probability.mistake = "M23"
wrong_minus_probability.lesson = "12"
wrong_minus_probability.hint = 2


def wrong_sign(n_classes):
    """The minus is missing: the logarithm of a probability is below 0, a price is above."""
    return np.log(1 / n_classes)


wrong_sign.hint = 2
wrong_sign.variations = (lambda n: np.log2(1 / n), lambda n: np.log10(1 / n))


def wrong_mean_of_all(n_classes):
    """The price was divided by the number of classes as well. Only the right class has a price."""
    return np.log(n_classes) / n_classes


wrong_mean_of_all.hint = 1
wrong_mean_of_all.variations = (lambda n: np.log2(n) / n, lambda n: np.log(1 / n) / n)


def wrong_sum(n_classes):
    """The price was paid for every class. Only the right class has a price."""
    return n_classes * np.log(n_classes)


wrong_sum.hint = 1


def wrong_binary(n_classes):
    """Each class was made a yes-or-no question. Exactly one is right: only ln p of it counts."""
    p = 1 / n_classes
    return -np.log(p) - (n_classes - 1) * np.log(1 - p)


wrong_binary.mistake = "M33"
wrong_binary.variations = (
    lambda n: wrong_binary(n) / n,
    lambda n: -np.log(1 / n) - np.log(1 - 1 / n),
)


def wrong_sigmoid(n_classes):
    """Each class was given ½, as by a sigmoid. All together have only 1 to share."""
    return n_classes * np.log(2)


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"


def wrong_off_by_one(n_classes):
    """There is one class too many, or one too few: all K of them share, the right one too."""
    return np.log(n_classes - 1)


wrong_off_by_one.hint = 1
wrong_off_by_one.variations = (lambda n: np.log(n + 1), lambda n: math.log(n - 1))


def wrong_no_logarithm(n_classes):
    """That is 1 divided by the probability. The price is the logarithm of it."""
    return n_classes


wrong_no_logarithm.hint = 2


def wrong_square(n_classes):
    """That is an error squared. The price of a probability is made with a logarithm."""
    return (1 - 1 / n_classes) ** 2


wrong_square.mistake = "M27"
wrong_square.variations = (lambda n: (1 - 1 / n) ** 2 / 2,)


def wrong_rest(n_classes):
    """Here 1/K was taken off 1, or errors were squared. A price is made with a logarithm."""
    return 1 - 1 / n_classes


wrong_rest.hint = 2
wrong_rest.variations = (lambda n: (1 - 1 / n) / n,)


def wrong_rounds(n_classes):
    """The number is rounded. Keep all digits; round where you print."""
    return np.round(np.log(n_classes), 4)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "05"
wrong_rounds.variations = tuple(lambda n, d=d: np.round(np.log(n), d) for d in range(6))
