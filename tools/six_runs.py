"""The spoilt training runs that the exercise `find_the_bug` shows, measured.

A softmax regression learns 600 pictures of three animals seven times: once as it should, and six
times with one mistake in its loss. `python -m tools.six_runs` prints the table, in seconds.
"""

import numpy as np

from softmax_lib import augment, load_animals, softmax

RATE, MOMENTUM, STEPS = 0.01, 0.9, 200


def pictures():
    """Return 600 pictures as rows of numbers from 0 to 1, and their labels as one-hot rows."""
    known, _ = load_animals().split("twemoji")
    rgba, labels = known.labelled()
    found = augment(rgba, np.random.default_rng(0), repeats=25)
    return found.reshape(len(found), -1).astype(float), np.eye(3)[np.repeat(labels, 25)]


def backward(p, slopes):
    """Return the slopes at the scores, given those at their softmax."""
    return p * (slopes - (p * slopes).sum(axis=-1, keepdims=True))


# Each mistake returns the loss of each picture, and the slopes of their mean at the scores.


def right(z, Y):
    p = softmax(z)
    return -np.log((p * Y).sum(axis=-1)), (p - Y) / len(z)


def wrong_axis(z, Y):
    p = softmax(z, axis=0)
    return -np.log((p * Y).sum(axis=-1)), (p * Y.sum(axis=0) - Y) / len(z)


def softmax_twice(z, Y):
    p = softmax(z)
    losses, slopes = right(p, Y)
    return losses, backward(p, slopes)


def minus_probability(z, Y):
    p = softmax(z)
    return -(p * Y).sum(axis=-1), backward(p, -Y / len(z))


def minus_score(z, Y):
    return -(z * Y).sum(axis=-1), -Y / len(z)


def squared_error(z, Y):
    p = softmax(z)
    return ((p - Y) ** 2).mean(axis=-1), backward(p, 2 * (p - Y) / Y.size)


def relu_first(z, Y):
    losses, slopes = right(np.maximum(z, 0), Y)
    return losses, slopes * (z > 0)


def train(loss, X, Y):
    """Return the mean loss before the first step, the losses after the last, and the scores."""
    W = np.random.default_rng(7).normal(scale=0.005, size=(X.shape[1], 3))
    start, speed = loss(X @ W, Y)[0].mean(), np.zeros_like(W)
    for _ in range(STEPS):
        speed = MOMENTUM * speed - RATE * X.T @ loss(X @ W, Y)[1]
        W = W + speed
    return start, loss(X @ W, Y)[0], X @ W


# What is odd about a run, from the losses of the single pictures and the scores.


def lowest(losses, z):
    return f"lowest loss of a single picture: {losses.min():.2f}"


def highest(losses, z):
    return f"highest loss of a single picture: {losses.max():.2f}"


def sums(losses, z):
    return f"the three probabilities of the first picture sum to {softmax(z, axis=0)[0].sum():.3f}"


def largest_score(losses, z):
    return f"largest score: {z.max():.0f}"


def seals(losses, z):
    return f"pictures whose score for *seal* is above 0: {(z[:, 0] > 0).sum()}"


RUNS = {
    "none": (right, lowest),
    "A": (squared_error, highest),
    "B": (relu_first, seals),
    "C": (wrong_axis, sums),
    "D": (minus_score, largest_score),
    "E": (softmax_twice, lowest),
    "F": (minus_probability, lowest),
}


def row(run, X, Y):
    """Return the line of the table for one run."""
    loss, odd = RUNS[run]
    start, losses, z = train(loss, X, Y)
    scores = np.maximum(z, 0) if loss is relu_first else z
    accuracy = (scores.argmax(axis=-1) == Y.argmax(axis=-1)).mean()
    numbers = f"{start:.2f} | {losses.mean():.2f} | {accuracy:.2f}".replace("-", "−")
    return f"| {run} | {numbers} | {odd(losses, z).replace('-', '−')} |"


def table():
    """Return the table of the exercise, line by line."""
    X, Y = pictures()
    return [row(run, X, Y) for run in RUNS]


if __name__ == "__main__":
    print(*table(), sep="\n")
