"""## One step of training

Write `train_step(W, b, X, y, rate)`. The scores are `X @ W + b`: `X` has a row for each of N
examples, `W` a column for each class, `b` a number for each class; `y` holds the right classes.
Take one step down the slope of the mean cross-entropy. Return the new `W` and the new `b`, and
leave the old ones as they were. `softmax` from the library is at hand; scores of 1000 must do no
harm.

```py
W, b = np.zeros((1, 2)), np.zeros(2)
train_step(W, b, np.array([[2.0]]), np.array([0]), 1.0)      # ([[1, -1]], [0.5, -0.5])
```
"""

import math

import numpy as np

from exercises.checks import Failed, Inside, agree, leaves_alone
from softmax_lib import softmax

name = "train_step"
place = 6
given = "from softmax_lib import softmax"


def starter(W, b, X, y, rate): ...


def solution(W, b, X, y, rate):
    slopes = softmax(X @ W + b)
    slopes[np.arange(len(y)), y] -= 1
    slopes /= len(y)
    return W - rate * X.T @ slopes, b - rate * slopes.sum(axis=0)


def with_one_hot(W, b, X, y, rate):
    E = np.eye(len(b))[y] - softmax(X @ W + b)
    return [W + rate * np.einsum("nf,nk->fk", X, E) / len(X), b + rate * E.mean(axis=0)]


def in_float32(W, b, X, y, rate):
    W, b, X = (np.asarray(array, dtype=np.float32) for array in (W, b, X))
    E = (softmax(X @ W + b) - np.eye(len(b), dtype=np.float32)[y]) / np.float32(len(y))
    return W - np.float32(rate) * (X.T @ E), b - np.float32(rate) * E.sum(axis=0)


def example_by_example(W, b, X, y, rate):
    new_W, new_b = W.copy(), b.copy()
    for x, label in zip(X, y, strict=True):
        slopes = softmax(x @ W + b)
        slopes[label] -= 1
        new_W -= rate * np.outer(x, slopes) / len(X)
        new_b -= rate * slopes / len(X)
    return new_W, new_b


variants = (with_one_hot, in_float32, example_by_example)

hints = (
    "First the slopes at the scores: probabilities minus one-hot rows, divided by N.",
    "A score is a sum of weights times inputs. So the slope of a weight is input times slope.",
    "The slopes of `W` are `X.T @ slopes`. The bias is a weight whose input is always 1.",
)


def example(seed, N, D, K, rate=0.5):
    rng = np.random.default_rng(seed)
    W, b, X = rng.normal(size=(D, K)), rng.normal(size=K), rng.normal(size=(N, D))
    return W, b, X, rng.permutation(np.arange(1, N + 1) % K), rate


def both(train_step, *args):
    """Return the new weights and the new biases in one row, or else say that they are no pair."""
    pair = train_step(*args)
    if isinstance(pair, tuple | list) and len(pair) == 2:
        return np.concatenate([np.ravel(part) for part in pair])
    return "no pair", pair


LARGE = (1000 * np.eye(3), np.zeros(3), np.array([[1.0, 0.75, 0.0]]), np.array([1]), 0.5)
SURE_AND_WRONG = (np.array([[0.0, -800.0]]), np.zeros(2), np.array([[1.0]]), np.array([1]), 0.5)
SMALL = (np.zeros((2, 3)), np.zeros(3), np.array([[0.5, -1.3]]), np.array([2]), 0.001)
BOTH_WAYS = (1000 * np.eye(3), np.zeros(3), np.array([[-1.0, 1.0, -1.0]]), np.array([1]), 0.5)
FAR_APART = (
    1024 * np.eye(3),  # for scores of 0, 1, 2 and of 2048, 2049, 2050
    np.zeros(3),
    np.array([[0.0, 1.0, 2.0], [2048.0, 2049.0, 2050.0]]) / 1024,
    np.array([0, 1]),
    0.5,
)

probes = (
    # one example
    (Inside(both, example(1, 1, 3, 4)), Inside(both, example(2, 1, 4, 2, 0.25))),
    # several, also as many as classes
    (
        Inside(both, example(3, 4, 3, 2)),
        Inside(both, example(4, 3, 5, 3, 2.0)),
        Inside(both, example(5, 7, 1, 3)),
    ),
    # a small step, whose digits a rounding loses
    (Inside(both, SMALL),),
    # a right class whose probability underflows
    (Inside(both, SURE_AND_WRONG),),
    # large scores, then also beside small ones
    (Inside(both, LARGE), Inside(both, BOTH_WAYS)),
    (Inside(both, FAR_APART),),
)


def by_loop(W, b, X, y, rate):
    """The new weights and biases from the formula, number by number."""
    (D, K), N = W.shape, len(X)
    new_W, new_b = W.tolist(), b.tolist()
    for x, label in zip(X, y, strict=True):
        z = [sum(x[f] * W[f, k] for f in range(D)) + b[k] for k in range(K)]
        e = [math.exp(score - max(z)) for score in z]
        for k in range(K):
            slope = (e[k] / sum(e) - (k == label)) / N
            new_b[k] -= rate * slope
            for f in range(D):
                new_W[f][k] -= rate * slope * x[f]
    return np.array(new_W), np.array(new_b)


def new_weights(train_step, *args):
    return train_step(*args)[0]


def new_biases(train_step, *args):
    return train_step(*args)[1]


def compare(train_step, *args, atol=1e-5):
    W, b = by_loop(*args)
    agree(train_step, args, W, scenario=new_weights, atol=atol)
    agree(train_step, args, b, scenario=new_biases, atol=atol)


ONE = (np.zeros((1, 2)), np.zeros(2), np.array([[2.0]]), np.array([0]), 1.0)
TWO = (np.zeros((1, 2)), np.zeros(2), np.array([[2.0], [1.0]]), np.array([0, 0]), 1.0)


def check_pair(train_step):
    """Return two things, in this order: the new `W` and the new `b`."""
    value = train_step(*ONE)
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise Failed(train_step.last, type(value).__name__, "two arrays", check_pair.__doc__)


def check_one_example(train_step):
    """The new `W` and `b` are the old ones, minus `rate` times the slope of each number."""
    compare(train_step, *ONE)
    compare(train_step, *example(11, 1, 2, 3))


def check_several_examples(train_step):
    """The slope is that of the mean: each of N examples counts one Nth."""
    compare(train_step, *TWO)
    for case in (example(12, 2, 1, 3), example(13, 3, 2, 3), example(14, 5, 3, 2)):
        compare(train_step, *case)


def check_rate(train_step):
    """`rate` says how far the step goes: at a rate of 0 nothing moves."""
    for rate in (0.0, 0.125, 3.0):
        compare(train_step, *ONE[:-1], rate)


def check_small_step(train_step):
    """A small step is a step, too: keep all its digits."""
    compare(train_step, *SMALL, atol=1e-9)


def check_sure_and_wrong(train_step):
    """While the answer is quite wrong the slope is 1 and −1, however small the probability is."""
    compare(train_step, *SURE_AND_WRONG)


def check_large(train_step):
    """Large scores must do no harm, beside small ones either: only differences count."""
    compare(train_step, *LARGE)
    compare(train_step, *BOTH_WAYS)
    compare(train_step, *FAR_APART)


def check_input_stays(train_step):
    """The old `W` and `b`, and the data, belong to the caller: they must be the same afterwards."""
    leaves_alone(train_step, *ONE)
    leaves_alone(train_step, *example(15, 3, 2, 3))


def marks(b, y):
    return np.eye(len(b))[y]


def stepped(slopes_of, W, b, X, y, rate):
    """The step with these slopes at the scores: `slopes_of(Z, Y)`, of the sum over the rows."""
    slopes = slopes_of(X @ W + b, marks(b, y)) / len(y)
    return W - rate * X.T @ slopes, b - rate * slopes.sum(axis=0)


def back(p, arriving):
    return p * (arriving - (arriving * p).sum(axis=1, keepdims=True))


def with_slopes(*forms):
    """Return one wrong answer for each of these slopes at the scores."""
    return tuple(lambda *args, form=form: stepped(form, *args) for form in forms)


def right(W, b, X, y):
    """The right slopes of `W` and of `b`."""
    slopes = (softmax(X @ W + b) - marks(b, y)) / len(y)
    return X.T @ slopes, slopes.sum(axis=0)


def wrong_ascent(W, b, X, y, rate):
    """The step goes *up*: the loss would grow. The slope p − Y has to be subtracted."""
    dW, db = right(W, b, X, y)
    return W + rate * dW, b + rate * db


def half_ascent(W, b, X, y, rate):
    dW, db = right(W, b, X, y)
    return W - rate * dW, b + rate * db


def other_half_ascent(W, b, X, y, rate):
    dW, db = right(W, b, X, y)
    return W + rate * dW, b - rate * db


wrong_ascent.variations = (half_ascent, other_half_ascent)


def wrong_bias_stays(W, b, X, y, rate):
    """`b` stays where it was. It has slopes too: those of a weight whose input is always 1.

    (If you added up all the slopes, of all classes: that sum is 0.)
    """
    return W - rate * right(W, b, X, y)[0], b


wrong_bias_stays.hint = 2
wrong_bias_stays.variations = (
    lambda W, b, X, y, rate: (W - rate * len(y) * right(W, b, X, y)[0], b),
    lambda W, b, X, y, rate: (W + rate * right(W, b, X, y)[0], b),
    lambda W, b, X, y, rate: (W + rate * len(y) * right(W, b, X, y)[0], b),
)


def wrong_no_bias(W, b, X, y, rate):
    """`b` is missing in the scores: they are `X @ W + b`."""
    dW, db = right(W, 0 * b, X, y)
    return W - rate * dW, b - rate * db


wrong_no_bias.variations = (lambda W, b, X, y, rate: (W - rate * right(W, 0 * b, X, y)[0], b),)


def wrong_twice(W, b, X, y, rate):
    """Softmax was applied twice: probabilities stand where scores belong."""
    return stepped(lambda Z, Y: softmax(softmax(Z)) - Y, W, b, X, y, rate)


wrong_twice.mistake = "M21"
wrong_twice.lesson = "11"
wrong_twice.variations = with_slopes(
    lambda Z, Y: back(softmax(Z), softmax(softmax(Z)) - Y),
    lambda Z, Y: back(softmax(softmax(Z)), 0 - Y / softmax(softmax(Z))),
)


def wrong_squares(W, b, X, y, rate):
    """Here p − Y went through softmax once more, as if the loss were squares. It stalls then.

    Behind a cross-entropy, p − Y is already the slope at the scores.
    """
    return stepped(lambda Z, Y: 2 * back(softmax(Z), softmax(Z) - Y), W, b, X, y, rate)


wrong_squares.mistake = "M27"
wrong_squares.variations = with_slopes(
    lambda Z, Y: back(softmax(Z), softmax(Z) - Y),
    lambda Z, Y: 2 * back(softmax(Z), softmax(Z) - Y) / Z.shape[1],
    lambda Z, Y: back(softmax(Z), softmax(Z) - Y) / Z.shape[1],
)


def wrong_diagonal(W, b, X, y, rate):
    """Here is p(1 − p), the slope of a sigmoid. In softmax a score moves all probabilities.

    Behind a cross-entropy, p − Y is already the slope at the scores.
    """
    return stepped(lambda Z, Y: Y * (softmax(Z) - 1), W, b, X, y, rate)


wrong_diagonal.mistake = "M28"
wrong_diagonal.variations = with_slopes(
    lambda Z, Y: (softmax(Z) - Y) * softmax(Z) * (1 - softmax(Z)),
    lambda Z, Y: 2 * (softmax(Z) - Y) * softmax(Z) * (1 - softmax(Z)),
    lambda Z, Y: softmax(Z) * (1 - softmax(Z)),
)


def wrong_zero_times_infinity(W, b, X, y, rate):
    """The slope 1/p was computed apart: where p underflows it is infinite, and 0 · inf is nan.

    On paper the p cancels. Cancel it before you compute.
    """
    return stepped(lambda Z, Y: back(softmax(Z), 0 - Y / softmax(Z)), W, b, X, y, rate)


wrong_zero_times_infinity.mistake = "M25"


def wrong_epsilon(W, b, X, y, rate):
    """An epsilon or a floor keeps 1/p finite, and the slope is 0 where the answer is most wrong.

    On paper the p cancels. Cancel it before you compute.
    """
    return stepped(lambda Z, Y: back(softmax(Z), 0 - Y / (softmax(Z) + 1e-12)), W, b, X, y, rate)


wrong_epsilon.mistake = "M26"
wrong_epsilon.variations = with_slopes(
    *(lambda Z, Y, e=e: back(softmax(Z), 0 - Y / (softmax(Z) + e)) for e in (1e-3, 1e-4, 1e-5)),
    *(lambda Z, Y, e=e: back(softmax(Z), 0 - Y / softmax(Z).clip(e, 1)) for e in (0.1, 1e-2)),
)


def wrong_score_only(W, b, X, y, rate):
    """The slopes of minus the right score. The sum in softmax has slopes too: the probabilities."""
    return stepped(lambda Z, Y: 0 - Y, W, b, X, y, rate)


wrong_score_only.mistake = "M24"


def wrong_no_logarithm(W, b, X, y, rate):
    """These are slopes of −p: the logarithm is missing. Where p is near 0 they vanish."""
    return stepped(lambda Z, Y: back(softmax(Z), 0 - Y), W, b, X, y, rate)


wrong_no_logarithm.mistake = "M23"
wrong_no_logarithm.lesson = "12"


def wrong_relu(W, b, X, y, rate):
    """Scores below 0 were cut off. Softmax takes scores of any sign: no activation before it."""
    return stepped(lambda Z, Y: (softmax(np.maximum(Z, 0)) - Y) * (Z > 0), W, b, X, y, rate)


wrong_relu.mistake = "M34"
wrong_relu.variations = with_slopes(lambda Z, Y: softmax(np.maximum(Z, 0)) - Y)


def wrong_sigmoid(W, b, X, y, rate):
    """Each score was squashed on its own (a sigmoid). In softmax all scores of a row compete."""
    return stepped(lambda Z, Y: 1 / (1 + np.exp(0 - Z)) - Y, W, b, X, y, rate)


wrong_sigmoid.mistake = "M32"
wrong_sigmoid.lesson = "02"


def wrong_no_softmax(W, b, X, y, rate):
    """The one-hot rows were subtracted from the scores. Softmax has to come first."""
    return stepped(lambda Z, Y: Z - Y, W, b, X, y, rate)


def wrong_no_marks(W, b, X, y, rate):
    """The labels play no part in this. What is right, only `y` can say."""
    return stepped(lambda Z, Y: softmax(Z), W, b, X, y, rate)


def wrong_no_mean(W, b, X, y, rate):
    """This is the slope of the *sum* of all prices. The loss is their mean over the N rows."""
    dW, db = right(W, b, X, y)
    return W - rate * len(y) * dW, b - rate * len(y) * db


wrong_no_mean.hint = 0


def wrong_mean_in_one(W, b, X, y, rate):
    """`W` and `b` went at different paces. Both slopes are means over the N rows."""
    dW, db = right(W, b, X, y)
    return W - rate * dW, b - rate * len(y) * db


wrong_mean_in_one.hint = 0
wrong_mean_in_one.variations = (
    lambda W, b, X, y, rate: (
        W - rate * len(y) * right(W, b, X, y)[0],
        b - rate * right(W, b, X, y)[1],
    ),
    lambda W, b, X, y, rate: (
        W - rate * right(W, b, X, y)[0],
        b - rate * right(W, b, X, y)[1] / len(y),
    ),
)


def wrong_divisor(W, b, X, y, rate):
    """The slopes were divided by something else than N. The mean runs over the N rows, once."""
    dW, db = right(W, b, X, y)
    return W - rate * dW / len(b), b - rate * db / len(b)


wrong_divisor.variations = (
    lambda *args: stepped(lambda Z, Y: (softmax(Z) - Y) / len(Z), *args),
    lambda *args: stepped(lambda Z, Y: (softmax(Z) - Y) * len(Z) / Z.shape[1], *args),
)


def wrong_order(W, b, X, y, rate):
    """One of the two moved first, and the slopes of the other were taken at the *new* place.

    Both slopes belong to one loss: that of the old `W` and the old `b`.
    """
    W = W - rate * right(W, b, X, y)[0]
    return W, b - rate * right(W, b, X, y)[1]


def bias_first(W, b, X, y, rate):
    b = b - rate * right(W, b, X, y)[1]
    return W - rate * right(W, b, X, y)[0], b


wrong_order.variations = (bias_first,)


def wrong_rate(W, b, X, y, rate):
    """`rate` plays no part in this, or not the right one: the step is rate times slope."""
    dW, db = right(W, b, X, y)
    return W - dW, b - db


wrong_rate.variations = (
    lambda W, b, X, y, rate: stepped(softmax_minus_marks, W, b, X, y, 0.1),
    lambda W, b, X, y, rate: stepped(softmax_minus_marks, W, b, X, y, 0.01),
    lambda W, b, X, y, rate: stepped(softmax_minus_marks, W, b, X, y, 0.5),
    lambda W, b, X, y, rate: stepped(softmax_minus_marks, W, b, X, y, rate**2),
    lambda W, b, X, y, rate: (W - rate * right(W, b, X, y)[0], b - right(W, b, X, y)[1]),
)


def softmax_minus_marks(Z, Y):
    return softmax(Z) - Y


def wrong_slopes_only(W, b, X, y, rate):
    """These are slopes, or changes. The new `W` and `b` are the old ones minus rate times slope."""
    return right(W, b, X, y)


wrong_slopes_only.variations = (
    lambda W, b, X, y, rate: tuple(rate * slope for slope in right(W, b, X, y)),
    lambda W, b, X, y, rate: tuple(0 - rate * slope for slope in right(W, b, X, y)),
)


def wrong_swapped(W, b, X, y, rate):
    """The two came back in the wrong order: first the new `W`, then the new `b`."""
    return solution(W, b, X, y, rate)[::-1]


def wrong_nothing_moves(W, b, X, y, rate):
    """Nothing has moved: the old `W` and `b` came back."""
    return W, b


def wrong_weights_only(W, b, X, y, rate):
    """Only one array came back. The task asks for two: the new `W` and the new `b`."""
    return solution(W, b, X, y, rate)[0]


def wrong_axis(W, b, X, y, rate):
    """The examples compete with one another here. The classes of one row have to: `axis=-1`."""
    return stepped(lambda Z, Y: softmax(Z, 0) - Y, W, b, X, y, rate)


wrong_axis.mistake = "M15"
wrong_axis.lesson = "05"


def wrong_one_sum(W, b, X, y, rate):
    """One sum runs over the whole batch. Each row needs its own."""
    return stepped(lambda Z, Y: np.exp(Z) / np.exp(Z).sum() - Y, W, b, X, y, rate)


wrong_one_sum.mistake = "M16"
wrong_one_sum.lesson = "05"


def wrong_keepdims(W, b, X, y, rate):
    """The sums lost their axis, so they line up with the wrong numbers, or with none at all.

    What does `keepdims=True` do?
    """
    return stepped(lambda Z, Y: np.exp(Z) / np.exp(Z).sum(axis=1) - Y, W, b, X, y, rate)


def shifted(Z, peak):
    e = np.exp(Z - peak)
    return e / e.sum(axis=1, keepdims=True)


def sum_without_keepdims(Z, Y):
    e = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return e / e.sum(axis=1) - Y


wrong_keepdims.mistake = "M17"
wrong_keepdims.lesson = "05"
wrong_keepdims.variations = with_slopes(
    sum_without_keepdims, lambda Z, Y: shifted(Z, Z.max(axis=1)) - Y
)


def wrong_pick(W, b, X, y, rate):
    """The 1 was taken away in too many places. In row n it belongs to one: the column y[n]."""
    slopes = softmax(X @ W + b)
    slopes[:, y] -= 1
    slopes /= len(y)
    return W - rate * X.T @ slopes, b - rate * slopes.sum(axis=0)


def wrong_labels(W, b, X, y, rate):
    """The class number itself was subtracted. It only says at which place the 1 stands."""
    return stepped(lambda Z, Y: softmax(Z) - y[:, None], W, b, X, y, rate)


wrong_labels.variations = (
    lambda W, b, X, y, rate: stepped(lambda Z, Y: softmax(Z) - y, W, b, X, y, rate),
)


def wrong_overflow(W, b, X, y, rate):
    """`exp` of a large score is infinite. The library's softmax is safe, and so is lesson 05's."""
    return stepped(lambda Z, Y: shifted(Z, 0.0) - Y, W, b, X, y, rate)


wrong_overflow.mistake = "M10"
wrong_overflow.lesson = "05"


def wrong_shift_by_another(W, b, X, y, rate):
    """Another score, or the mean, was subtracted. The largest can lie far above it."""
    return stepped(lambda Z, Y: shifted(Z, Z.mean(axis=1)[:, None]) - Y, W, b, X, y, rate)


wrong_shift_by_another.lesson = "05"
wrong_shift_by_another.variations = with_slopes(
    lambda Z, Y: shifted(Z, Z.min(axis=1)[:, None]) - Y,
    lambda Z, Y: shifted(Z, Z[:, :1]) - Y,
    lambda Z, Y: shifted(Z, Z[:, -1:]) - Y,
)


def wrong_global_peak(W, b, X, y, rate):
    """The largest score of the whole batch is subtracted, so in a low row every `exp` is 0."""
    return stepped(lambda Z, Y: shifted(Z, np.max(Z)) - Y, W, b, X, y, rate)


wrong_global_peak.mistake = "M18"
wrong_global_peak.lesson = "05"


def wrong_rounds(W, b, X, y, rate):
    """The numbers are rounded: small slopes become 0. Keep all digits; round where you print."""
    return stepped(lambda Z, Y: np.round(softmax(Z), 3) - Y, W, b, X, y, rate)


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "05"
wrong_rounds.variations = (
    *with_slopes(*(lambda Z, Y, n=n: np.round(softmax(Z), n) - Y for n in range(5))),
    *(lambda *a, n=n: tuple(np.round(part, n) for part in solution(*a)) for n in range(8)),
)


def wrong_in_place(W, b, X, y, rate):
    """The caller's arrays were overwritten: `-=` works in the array that came in. Make new ones."""
    dW, db = right(W, b, X, y)
    W -= rate * dW
    b -= rate * db
    return W, b


def only_weights_in_place(W, b, X, y, rate):
    db = right(W, b, X, y)[1]
    W -= rate * right(W, b, X, y)[0]
    return W, b - rate * db


wrong_in_place.variations = (only_weights_in_place,)
