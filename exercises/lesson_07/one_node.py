"""## One node for two

A network ends in two nodes: `W` has a row for each measurement and two columns, seal and panda, and
`b` has two numbers. The scores of `x` are `x @ W + b`, and softmax follows. Write `one_node(W, b)`.
It returns `w`, with one weight for each measurement, and a number `c`, so that
`sigmoid(x @ w + c)` is the panda's probability for every `x`. `W` and `b` must stay as they were.

```py
one_node(np.array([[0.0, 2.0]]), np.array([0.0, 3.0]))      # ([2], 3)
```
"""

import numpy as np

from exercises.checks import Failed, Inside, agree, leaves_alone
from exercises.spelling import spell
from exercises.values import numbers

name = "one_node"
place = 3


def starter(W, b): ...


def solution(W, b):
    return W[:, 1] - W[:, 0], b[1] - b[0]


def by_a_product(W, b):
    to_gap = np.array([[-1.0], [1.0]])
    return W @ to_gap, b @ to_gap


def as_lists(W, b):
    w = []
    for seal, panda in W:
        w.append(float(panda - seal))
    return [w, float(b[1] - b[0])]


def by_diff_in_float32(W, b):
    return np.diff(W.astype(np.float32)).ravel(), np.diff(b.astype(np.float32)).item()


def from_scores(W, b):
    def gap(x):
        seal, panda = x @ W + b
        return panda - seal

    c = gap(np.zeros(len(W)))
    return np.array([gap(x) - c for x in np.eye(len(W))]), c


variants = (by_a_product, as_lists, by_diff_in_float32, from_scores)

hints = (
    "Which one number, made of the two scores, does the panda's probability depend on?",
    "Write that number out, with `x @ W[:, 0] + b[0]` for the seal, and collect what stands at x.",
    "The gap is x @ (the panda's column - the seal's column) + (the same with the two of b).",
)


def model(seed, n_measurements, scale=1.0):
    rng = np.random.default_rng(seed)
    return scale * rng.normal(size=(n_measurements, 2)), scale * rng.normal(size=2)


def flat(one_node, W, b):
    """Return the weights and then the bias in one array, or say that they are no pair of these."""
    pair = one_node(W, b)
    if isinstance(pair, tuple | list) and len(pair) == 2:
        parts = [np.ravel(part) for part in pair]
        if all(part.dtype.kind in "iuf" for part in parts):
            return np.concatenate(parts)
    return "no pair", pair


probes = (
    tuple(Inside(flat, model(seed, n)) for seed, n in ((1, 3), (2, 2), (3, 1))),
    # small weights, whose digits a rounding loses
    (Inside(flat, model(4, 3, 1e-3)),),
)


def by_hand(W, b):
    """Return the gap of the scores: what `x` is multiplied with, and what remains where x is 0."""
    return [float(panda) - float(seal) for seal, panda in (*W.tolist(), b.tolist())]


def check_two_things(one_node):
    """It should return two things, both made of numbers: `return w, c`."""
    value = one_node(*model(11, 3))
    try:
        parts = [numbers(part) for part in value] if isinstance(value, tuple | list) else ()
    except ValueError:
        parts = ()
    if len(parts) != 2:
        raise Failed(one_node.last, spell(value), "w, c")


def check_gap(one_node):
    """Not every `x` gets the panda's probability that two nodes would give it."""
    for W, b in (
        (np.array([[0.0, 2.0]]), np.array([0.0, 3.0])),
        (np.array([[1.0, 2.0]]), np.array([3.0, 5.0])),
        *(model(seed, n) for seed, n in ((12, 2), (13, 3), (14, 5))),
    ):
        agree(one_node, (W, b), by_hand(W, b), scenario=flat)


def check_small_weights(one_node):
    """Small weights count as well, with all their digits: `x` may be large."""
    args = model(16, 3, 1e-3)
    agree(one_node, args, by_hand(*args), scenario=flat)


def check_input_stays(one_node):
    """`W` and `b` belong to the caller: they must be the same after the call."""
    leaves_alone(one_node, *model(15, 2))


def both(W, b, part):
    """Return what `part` makes of the two weights of each measurement, and of the two biases."""
    return part(W[:, 0], W[:, 1]), part(*b)


def wrong_order(W, b):
    """Seal minus panda stands where panda minus seal should: the signs are turned.

    Of which class does `sigmoid(a - b)` give the probability, that of a or that of b?
    """
    return both(W, b, lambda seal, panda: seal - panda)


wrong_order.mistake = "M46"
wrong_order.variations = (
    lambda W, b: (W[:, 0] - W[:, 1], b[1] - b[0]),
    lambda W, b: (W[:, 1] - W[:, 0], b[0] - b[1]),
)


def wrong_one_column(W, b):
    """Only one node is used somewhere, as if the other one's score were 0. Here it is not.

    The panda's probability falls when the seal's score rises.
    """
    return W[:, 1], b[1]


wrong_one_column.variations = (
    lambda W, b: (W[:, 0], b[0]),
    lambda W, b: (W[:, 1] - W[:, 0], b[1]),
    lambda W, b: (W[:, 1] - W[:, 0], b[0]),
    lambda W, b: (W[:, 1], b[1] - b[0]),
    lambda W, b: (W[:, 0], b[1] - b[0]),
)


def wrong_sum(W, b):
    """The columns were added or averaged. Softmax sees of two scores how far apart they are."""
    return both(W, b, lambda seal, panda: seal + panda)


wrong_sum.variations = (
    lambda W, b: (W.mean(axis=1), b.mean()),
    lambda W, b: (W[:, 1] - W[:, 0], b.sum()),
    lambda W, b: (W[:, 1] - W[:, 0], b.mean()),
)


def wrong_half(W, b):
    """The differences came out halved or doubled. The gap is one score minus the other, as it is.

    If you took their mean off both scores first: each is half of the gap away from it.
    """
    return both(W, b, lambda seal, panda: (panda - seal) / 2)


wrong_half.variations = (lambda W, b: both(W, b, lambda seal, panda: 2 * (panda - seal)),)


def wrong_no_bias(W, b):
    """The bias is lost: where `x` is 0, the two nodes may already lean to one side."""
    return W[:, 1] - W[:, 0], 0.0


wrong_no_bias.variations = (
    lambda W, b: (W[:, 1], 0.0),
    lambda W, b: (W[:, 0] - W[:, 1], 0.0),
    lambda W, b: W[:, 1] - W[:, 0],
)


def wrong_bias_in_all(W, b):
    """The bias was added to each weight. A weight is multiplied with `x`, and a bias is not."""
    return W[:, 1] + b[1] - W[:, 0] - b[0], b[1] - b[0]


wrong_bias_in_all.variations = (
    lambda W, b: W[:, 1] + b[1] - W[:, 0] - b[0],
    lambda W, b: (W[:, 1] + b[1] - W[:, 0] - b[0], 0.0),
)


def wrong_two_columns(W, b):
    """Two columns are left, of weights or of biases. One node has no second column.

    If the seal's numbers are all 0 now, you are nearly there: they can go.
    """
    return W - W[:, :1], b - b[0]


wrong_two_columns.variations = (
    lambda W, b: (W, b),
    lambda W, b: (W - W[:, 1:], b - b[1]),
    lambda W, b: (W - W.mean(axis=1, keepdims=True), b - b.mean()),
    lambda W, b: (W[:, 1] - W[:, 0], b),
)


def wrong_rows(W, b):
    """Rows were subtracted, which are two measurements. The classes are the columns of `W`."""
    return W[1] - W[0], b[1] - b[0]


def unpacked(W, b):
    seal, panda = W
    return panda - seal, b[1] - b[0]


wrong_rows.mistake = "M15"
wrong_rows.lesson = "05"
wrong_rows.variations = (unpacked, lambda W, b: (W[0] - W[1], b[0] - b[1]))


def wrong_one_array(W, b):
    """The numbers are right, and they came in one piece: weights and bias are two things."""
    return np.append(W[:, 1] - W[:, 0], b[1] - b[0])


def wrong_bias_first(W, b):
    """Both things are right, in the other order: first the weights, then the bias."""
    return solution(W, b)[::-1]


def wrong_rounds(W, b):
    """The numbers are rounded, and small weights become 0. Round where you print."""
    return tuple(np.round(part, 2) for part in solution(W, b))


wrong_rounds.mistake = "M14"
wrong_rounds.lesson = "05"
wrong_rounds.variations = tuple(
    form
    for n in range(8)
    for form in (
        lambda W, b, n=n: tuple(np.round(part, n) for part in solution(W, b)),
        lambda W, b, n=n: (np.round(W[:, 1] - W[:, 0], n), b[1] - b[0]),
    )
)


def wrong_in_place(W, b):
    """The two nodes were overwritten: `-=` works in the array that came in. Make another."""
    W[:, 1] -= W[:, 0]
    b[1] -= b[0]
    return W[:, 1], b[1]


wrong_in_place.mistake = "M19"
wrong_in_place.lesson = "05"
