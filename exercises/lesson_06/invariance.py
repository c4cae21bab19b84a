"""## Which changes does it ignore?

Write `invariance(f)`. The function `f` takes a vector of scores and returns a vector. Find out by
experiment whether its output stays when one constant is added to all scores (`"shift"`), and when
all are multiplied by one positive constant (`"scale"`). Return the set of the words that hold.

```py
invariance(softmax)         # {"shift"}
invariance(lambda z: z)     # set(), the empty set
```

A law holds if it holds for *all* scores, negative ones too, and for *all* such constants, also
fractions. Outputs count as equal if they differ by rounding errors only.
"""

import numpy as np

from exercises.checks import Failed, Inside
from exercises.spelling import spell, spell_pair
from exercises.values import alike

name = "invariance"
place = 2


def starter(f): ...


def solution(f):
    rng = np.random.default_rng(0)
    found = {"shift", "scale"}
    for _ in range(10):
        z = rng.normal(size=4)
        c = rng.uniform(0.1, 5)
        if not np.allclose(f(z + c), f(z)):
            found.discard("shift")
        if not np.allclose(f(c * z), f(z)):
            found.discard("scale")
    return found


def by_list(f):
    inputs = [np.array([0.3, 1.2, -0.8]), np.array([1.0, 2.0, 4.5]), np.array([-3.0, -1.0, -2.5])]
    constants = (0.5, 1.7, 4.0)
    shift = all(np.allclose(f(z), f(z + c)) for z in inputs for c in constants)
    scale = all(np.allclose(f(z), f(z * c)) for z in inputs for c in constants)
    return [word for word, holds in (("shift", shift), ("scale", scale)) if holds]


def by_largest_difference(f):
    Z = np.random.default_rng(5).uniform(-10, 10, size=(50, 3))
    apart = {
        "shift": max(abs(f(z + c) - f(z)).max() for z in Z for c in (-7.7, 0.25)),
        "scale": max(abs(f(z * c) - f(z)).max() for z in Z for c in (0.1, 3)),
    }
    return frozenset(word for word in apart if apart[word] < 1e-9)


variants = (by_list, by_largest_difference)

hints = (
    "Compare `f(z + c)` with `f(z)`, and `f(c * z)` with `f(z)`. Every entry must stay.",
    "Floats round: `np.allclose` asks whether two arrays are equal up to rounding errors.",
    "Start with both words. Try ten random `z` and `c`; one case that fails takes a word away.",
)


def softmax(z):
    e = np.exp(z - np.max(z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def div_by_sum(z):
    """Divide by the sum, and return 0 where that is 0: the law of scale holds there too."""
    z = np.asarray(z, dtype=float)
    total = z.sum(axis=-1, keepdims=True)
    usable = abs(total) > 1e-9 * abs(z).sum(axis=-1, keepdims=True)
    return np.where(usable, z, 0) / np.where(usable, total, 1)


def hardmax(z):
    z = np.asarray(z)
    return (np.arange(z.shape[-1]) == z.argmax(axis=-1)[..., None]).astype(float)


def identity(z):
    return np.array(z, dtype=float)


def exp_of_leads(z):
    return np.exp(z - np.max(z, axis=-1, keepdims=True))


def softmax_in_nine_digits(z):
    return softmax(z).round(9)


def div_by_sum_in_nine_digits(z):
    return div_by_sum(z).round(9)


def squares(z):
    return np.square(np.asarray(z, dtype=float))


def nothing(z):
    return np.zeros(np.shape(z))


def only_the_first(z):
    """Put 0 in all places but one: a look at the others sees no change."""
    return np.asarray(z, dtype=float) * (np.arange(np.shape(z)[-1]) == 0)


def only_the_last(z):
    return only_the_first(np.asarray(z)[..., ::-1])[..., ::-1]


def signs(z):
    return np.sign(np.asarray(z, dtype=float))


def div_by_positive_sum_only(z):
    """Divide by the sum if it is positive, else leave the scores as they are."""
    z = np.asarray(z, dtype=float)
    return np.where(z.sum(axis=-1, keepdims=True) > 0, div_by_sum(z), z)


def div_by_negative_sum_only(z):
    z = np.asarray(z, dtype=float)
    return np.where(z.sum(axis=-1, keepdims=True) < 0, div_by_sum(z), z)


def fractional_part(z):
    return np.asarray(z, dtype=float) % 1


def softmax_plus_a_thousandth(z):
    return softmax(z) + np.asarray(z) / 1000


def said(invariance, f):
    """Return the words that were found as a set; a dict is none."""
    words = invariance(f)
    if isinstance(words, dict):
        return A_DICT
    return set(words) if isinstance(words, list | tuple | np.ndarray) else words


A_DICT = "a dict"
LAWS = (
    (softmax, {"shift"}),
    (div_by_sum, {"scale"}),
    (hardmax, {"shift", "scale"}),
    (identity, set()),
    (exp_of_leads, {"shift"}),
    (nothing, {"shift", "scale"}),
    (squares, set()),
)
FOR_SOME_SCORES = (
    (signs, {"scale"}),
    (div_by_positive_sum_only, set()),
    (div_by_negative_sum_only, set()),
)
ONE_PLACE = only_the_first, only_the_last

# in nine digits, equal means equal: what goes wrong with these is not the rounding
first = [f for f, _ in LAWS] + [softmax_in_nine_digits, div_by_sum_in_nine_digits]
probes = (
    tuple(Inside(said, (f,)) for f in first),
    *((Inside(said, (f,)),) for f, _ in FOR_SOME_SCORES),
    (Inside(said, (fractional_part,)),),
    (Inside(said, (softmax_plus_a_thousandth,)),),
    tuple(Inside(said, (f,)) for f in ONE_PLACE),
)


def finds(invariance, f, words):
    """The answer must find these words; a list of them will do."""
    value = invariance.inside(said, f)
    if alike(value, words):
        return
    sentence = None
    if not isinstance(value, set):
        came = value if value == A_DICT else spell(value)
        sentence = f"It must return a set such as {{'shift'}}, and it returned {came}."
    elif not value <= {"shift", "scale"}:
        sentence = "It must return the words 'shift' and 'scale', spelled so, and no others."
    raise Failed(invariance.last, *spell_pair(value, words), sentence=sentence)


def check_laws(invariance):
    """Softmax looks at differences, division by the sum at ratios: try both on numbers."""
    for f, words in LAWS:
        finds(invariance, f, words)


def check_all_scores(invariance):
    """It holds for some scores and not for others: then it is no law."""
    for f, words in FOR_SOME_SCORES:
        finds(invariance, f, words)


def check_all_constants(invariance):
    """It holds for whole numbers and not for others: then it is no law."""
    finds(invariance, fractional_part, set())


def check_every_entry(invariance):
    """A single entry changes here. A law holds only if *every* entry of the output stays."""
    for f in ONE_PLACE:
        finds(invariance, f, set())


def check_small_change(invariance):
    """The output changes a little here, and by more than rounding errors."""
    finds(invariance, softmax_plus_a_thousandth, set())


RANDOM = np.random.default_rng(0).normal(size=(8, 4))
WHOLE = np.array([[1.0, 2, 3], [-1, -2, -3], [2, -4, 1], [-5, 3, -6], [5, 1, 2]])
ANIMALS = np.array([0.25, 1.23, -0.8])
FRACTIONS = (0.3, 1.7)


def tried(f, z=RANDOM, shifts=FRACTIONS, factors=FRACTIONS, same=np.allclose):
    """Return the words of the laws that hold on these rows of scores, with these constants."""
    found = {
        "shift": all(same(f(z + c), f(z)) for c in shifts),
        "scale": all(same(f(z * c), f(z)) for c in factors),
    }
    return {word for word in found if found[word]}


def wrong_exact(f):
    """Floats round: equal results of two computations may differ in their last digits.

    So `==` is too strict here. How is *equal up to rounding errors* asked for?
    """
    return tried(f, same=np.array_equal)


wrong_exact.hint = 1
wrong_exact.variations = (
    lambda f: tried(f, factors=(2.0,), same=np.array_equal),
    lambda f: tried(f, shifts=(1.0, 2.0), z=WHOLE, same=np.array_equal),
)


def wrong_one_input(f):
    """It held where you tried it, and elsewhere it does not: one lucky input proves nothing.

    Try many scores, positive and negative, and many constants. One case that fails is enough.
    """
    return tried(f, z=np.array([1.0, 2.0, 3.0]), shifts=(1.0,), factors=(2.0,))


LUCKY = ([1.0, 2, 4], ANIMALS, [-1.0, -2, -3], [2.0, -4, 1], [1.0, 1, 1], [0.0, 0, 0], [2.0])
wrong_one_input.hint = 2
wrong_one_input.variations = tuple(
    lambda f, z=z, c=c: tried(f, np.array(z), (c,), (2.0,)) for z in LUCKY for c in (0.1, 10.0)
)


def wrong_whole_numbers(f):
    """On whole numbers it holds, on others it does not. Try scores and constants such as 0.3."""
    return tried(f, shifts=(1, 2, -3, 10))


wrong_whole_numbers.hint = 2
wrong_whole_numbers.variations = (
    lambda f: tried(f, z=WHOLE, shifts=(1, -3, 10), factors=(2, 3, 10)),
    lambda f: tried(f, z=WHOLE, factors=(2, 3, 10)),
)


def wrong_loose(f):
    """The tolerance is too wide: a real change passes. Rounding errors lie near 1e-16."""
    return tried(f, same=lambda one, other: np.allclose(one, other, atol=0.01))


wrong_loose.hint = 1


def wrong_swapped(f):
    """The two words are exchanged: adding a constant is `"shift"`, multiplying is `"scale"`."""
    other = {"shift": "scale", "scale": "shift"}
    return {other[word] for word in tried(f)}


wrong_swapped.hint = 0


def wrong_factor(f):
    """Only *positive* constants count for `"scale"`: a negative one turns the order round."""
    return tried(f, factors=(-1.0, 2.0))


wrong_factor.hint = 2
wrong_factor.variations = (lambda f: tried(f, factors=(0.0, 2.0)),)


def wrong_equivariance(f):
    """You ask whether the output changes *along* with the input: `f(z + c) = f(z) + c`.

    Here it should stay as it was.
    """
    shift = all(np.allclose(f(RANDOM + c), f(RANDOM) + c) for c in FRACTIONS)
    scale = all(np.allclose(f(RANDOM * c), f(RANDOM) * c) for c in FRACTIONS)
    return {word for word, holds in (("shift", shift), ("scale", scale)) if holds}


wrong_equivariance.hint = 0


def same_winner(one, other):
    return np.array_equal(one.argmax(axis=-1), other.argmax(axis=-1))


def wrong_winner(f):
    """Only the order was compared, or where the largest stands. Every entry must stay as it is."""
    return tried(f, same=same_winner)


wrong_winner.hint = 0
wrong_winner.variations = (lambda f: tried(f, np.array([1.0, 2.0, 3.0]), same=same_winner),)


def wrong_sum(f):
    """Only the sum of the output was compared. Every entry must stay as it is."""
    return tried(f, same=lambda one, other: np.allclose(one.sum(axis=-1), other.sum(axis=-1)))


wrong_sum.hint = 0


def wrong_one_place(f):
    """Only a part of the output decides here. Every entry must stay as it is."""
    return tried(f, same=lambda one, other: np.allclose(one[..., 0], other[..., 0]))


wrong_one_place.hint = 0
wrong_one_place.variations = (
    lambda f: tried(f, same=lambda one, other: np.allclose(one[..., -1], other[..., -1])),
    lambda f: tried(f, same=lambda one, other: np.allclose(one.max(axis=-1), other.max(axis=-1))),
    lambda f: tried(f, same=lambda one, other: np.isclose(one, other).any(axis=-1).all()),
)


def wrong_first_law_only(f):
    """Two laws can hold at once. Here the second is never tried if the first one holds."""
    return {"shift"} if "shift" in tried(f) else tried(f)


wrong_first_law_only.hint = 2
wrong_first_law_only.variations = (lambda f: {"scale"} if "scale" in tried(f) else tried(f),)


def wrong_in_place(f):
    """`z += c` changes `z` itself, so your second trial starts from scores that were changed."""
    return both_changed(f, ("shift", "scale"))


def both_changed(f, order):
    """Try two laws one after the other on the same scores, which are never put back."""
    z, found = RANDOM, set()
    for word in order:
        z = z + 1.7 if word == "shift" else z * 2.3
        if np.allclose(f(z), f(RANDOM)):
            found.add(word)
    return found


wrong_in_place.hint = 0
wrong_in_place.variations = (lambda f: both_changed(f, ("scale", "shift")),)


def wrong_dict(f):
    """It returned a dict. `{}` is an empty dict; the empty set is `set()`."""
    return tried(f) or {}


wrong_dict.variations = (lambda f: dict.fromkeys(tried(f)),)
