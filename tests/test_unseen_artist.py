"""How well a classifier does on an artist it has never seen, by the course's protocol.

It learns from eight styles, 200 pictures of each drawing, and is tested on 200 pictures of each of
Twitter's drawings; the mean of three seeds counts.
"""

import numpy as np
import pytest

from softmax_lib import UNSEEN_ARTIST, SoftmaxClassifier, augment, load_animals


def rows(animals, seed):
    rgba, y = animals.labelled()
    pictures = augment(rgba, np.random.default_rng(seed), repeats=200)
    return pictures.reshape(len(pictures), -1) - 0.5, np.repeat(y, 200)


def accuracy(hidden, seed):
    others, unseen = load_animals().split(UNSEEN_ARTIST)
    model = SoftmaxClassifier(hidden, random_state=seed).fit(*rows(others, seed))
    return model.score(*rows(unseen, seed + 100))


@pytest.mark.parametrize(("hidden", "least"), [((), 0.80), ((128,), 0.88)])
def test_mean_accuracy_on_the_unseen_artist(hidden, least):
    assert np.mean([accuracy(hidden, seed) for seed in range(3)]) >= least
