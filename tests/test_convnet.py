"""The convolutional network learns through our gradient; it stops, is kept and is read again.

Stopping and keeping are tested on both classifiers, for they share them.
"""

from importlib.resources import files

import numpy as np
import pytest
from libraries import needs

from softmax_lib import SoftmaxClassifier, augment, load_animals
from softmax_lib.data import UNSEEN_ARTIST

torch = needs("torch")
convnet = pytest.importorskip("softmax_lib.convnet")
filters = pytest.importorskip("softmax_lib.filters")
ConvClassifier = convnet.ConvClassifier

SIDE = 16
NAMES = np.asarray(["seal", "panda", "duck"])
SHIPPED = files("softmax_lib.data") / "animals125.npz"


def few(repeats=8, seed=0):
    """Return pictures of three animals by all artists but one, and their names."""
    rgba, y = load_animals().split(UNSEEN_ARTIST)[0].labelled()
    made = augment(rgba, np.random.default_rng(seed), repeats=repeats, size=SIDE)
    return made, NAMES[np.repeat(y, repeats)]


X, y = few()
MODELS = {
    "network": (lambda **s: ConvClassifier(**{"epochs": 2, "batch_size": 64, **s}), X),
    "layers": (lambda **s: SoftmaxClassifier((5,), **{"epochs": 2, **s}), X.reshape(len(X), -1)),
}
BOTH = pytest.mark.parametrize(("make", "X"), MODELS.values(), ids=MODELS)


# Our gradient.


def test_gradient_handed_over_gives_every_weight_the_gradient_of_torch(monkeypatch):
    monkeypatch.setattr(filters, "half_is_fast", lambda _: False)  # or both are rounded, apart
    network = convnet.Network(3, np.random.default_rng(0))
    torch.nn.init.normal_(network.W, generator=torch.Generator().manual_seed(0))
    labels = torch.arange(len(X)) % 3
    scores = [network(convnet.images(torch.from_numpy(X)) - 0.5) for _ in range(2)]
    convnet.backward(scores[0], labels)
    ours = [a.grad.clone() for a in network.parameters()]
    network.zero_grad()
    theirs = torch.nn.CrossEntropyLoss(label_smoothing=convnet.SMOOTHING)
    theirs(scores[1], labels).backward()
    for slope, parameter in zip(ours, network.parameters(), strict=True):
        torch.testing.assert_close(slope, parameter.grad, rtol=1e-6, atol=1e-6)


def test_sums_of_a_step_are_those_of_torch():
    z = torch.randn(7, 4, requires_grad=True)
    labels = torch.arange(7) % 4
    loss, hits = convnet.backward(z, labels)
    theirs = torch.nn.CrossEntropyLoss(label_smoothing=convnet.SMOOTHING, reduction="sum")
    torch.testing.assert_close(loss, theirs(z, labels).detach())
    assert hits == (z.argmax(1) == labels).sum()


# It learns, and answers like the other classifier.


def test_it_learns_which_way_stripes_run():
    stripes = np.sin(np.arange(SIDE) + np.arange(64)[:, None])[:, None, :, None] * np.ones(
        (SIDE, 1, 3)
    )
    stripes[::2] = np.swapaxes(stripes[::2], 1, 2)
    runs = np.where(np.arange(64) % 2, "down", "across")
    model = ConvClassifier(epochs=20, batch_size=16, rate=0.05).fit((stripes + 1) / 2, runs)
    assert model.score((stripes + 1) / 2, runs) > 0.9
    assert model.history["loss"][-1] < 0.8 * model.history["loss"][0]
    assert model.predict((stripes[:2] + 1) / 2).tolist() == ["across", "down"]


def test_answers_have_the_library_of_the_pictures():
    model = ConvClassifier(epochs=1).fit(X, y)
    p = model.predict_proba(torch.from_numpy(X))
    assert type(p) is torch.Tensor
    assert type(model.predict_proba(X)) is np.ndarray
    np.testing.assert_allclose(p.numpy(), model.predict_proba(X), rtol=1e-6)


def test_a_seed_gives_the_same_weights_and_leaves_the_chance_of_torch_alone():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    one, other = (ConvClassifier(epochs=1).fit(X, y) for _ in range(2))
    assert torch.equal(torch.rand(3), expected)
    np.testing.assert_array_equal(one.logits(X), other.logits(X))


def test_a_mirrored_picture_gets_the_same_scores():
    model = ConvClassifier(epochs=1).fit(X, y)
    np.testing.assert_allclose(model.logits(X), model.logits(X[:, :, ::-1]), atol=1e-4)


def test_half_precision_and_read_only_pictures_are_inputs():
    half = X.astype(np.float16)
    half.setflags(write=False)
    assert ConvClassifier(epochs=1).fit(half, y).logits(half).dtype == np.float32


def test_disguises_keep_the_shape_and_change_every_picture():
    pictures = convnet.images(torch.from_numpy(X))
    disguised = convnet.disguise(pictures, torch.Generator().manual_seed(0))
    assert disguised.shape == pictures.shape
    assert ((disguised + 0.5 - pictures).abs().amax((1, 2, 3)) > 0.05).all()


@BOTH
def test_top_k_counts_the_likeliest(make, X):
    model = make().fit(X, y)
    assert model.top_k(X, y, 1) == pytest.approx(model.score(X, y))
    assert model.top_k(X, y, 1) < model.top_k(X, y, 2) < model.top_k(X, y, 3) == 1


# The stop button.


def stopped_in(epoch, monkeypatch):
    """Let whatever learns be interrupted in this epoch, counted from 1, once it was recorded."""
    record = convnet.Estimator._record

    def then_stop(self, seen):
        record(self, seen)
        if len(self.history["loss"]) == epoch:
            raise KeyboardInterrupt

    monkeypatch.setattr(convnet.Estimator, "_record", then_stop)


@BOTH
def test_a_stop_keeps_the_weights_of_the_best_epoch_so_far(make, X, monkeypatch):
    held_out = X[:60], y[:60]
    stopped_in(3, monkeypatch)
    model = make(epochs=50, patience=50)
    assert model.fit(X, y, validation=held_out) is model
    kept = [model.history["validation_loss"][:2], model.history["validation_accuracy"][:2]]
    best = int(np.argmin(kept[0]))
    assert model.score(*held_out) == kept[1][best]
    assert len(model.history["loss"]) == 3


@BOTH
def test_a_stop_before_the_first_epoch_ends_is_no_success(make, X, monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(convnet.Estimator, "_behind_bar", stop)
    with pytest.raises(KeyboardInterrupt):
        make().fit(X, y)


# Files.


@BOTH
def test_what_was_saved_is_read_again(make, X, tmp_path):
    model = make(rate=0.05, random_state=np.int64(3)).fit(X, y)
    model.save(tmp_path / "weights")
    again = type(model).load(tmp_path / "weights")
    assert again.get_params() == model.get_params()
    np.testing.assert_array_equal(again.logits(X), model.logits(X))
    np.testing.assert_array_equal(again.predict(X), model.predict(X))


@BOTH
def test_a_file_needs_no_pickle(make, X, tmp_path):
    labels = y.astype(object)
    make().fit(X, labels).save(tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as file:
        assert all(array.dtype != object for array in dict(file).values())


def test_a_generator_as_random_state_is_not_kept(tmp_path):
    make, rows = MODELS["layers"]
    make(random_state=np.random.default_rng(0)).fit(rows, y).save(tmp_path / "weights.npz")
    assert SoftmaxClassifier.load(tmp_path / "weights.npz").random_state is None


def test_a_file_of_the_other_classifier_is_an_error(tmp_path):
    make, rows = MODELS["layers"]
    make().fit(rows, y).save(tmp_path / "weights.npz")
    with pytest.raises(ValueError, match=r"SoftmaxClassifier\.load, not ConvClassifier"):
        ConvClassifier.load(tmp_path / "weights.npz")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_archive_is_an_error(content, tmp_path):
    (tmp_path / "weights.npz").write_bytes(content)
    with pytest.raises(ValueError, match=r"weights\.npz is no file that a classifier's save made"):
        ConvClassifier.load(tmp_path / "weights.npz")


def test_an_archive_of_other_arrays_is_an_error(tmp_path):
    np.savez(tmp_path / "weights.npz", W=np.ones(3))
    with pytest.raises(ValueError, match="is no file that a classifier's save made"):
        SoftmaxClassifier.load(tmp_path / "weights.npz")


@BOTH
def test_weights_that_are_missing_or_of_another_shape_are_an_error(make, X, tmp_path):
    model = make().fit(X, y)
    model.save(tmp_path / "weights.npz")
    with np.load(tmp_path / "weights.npz") as file:
        arrays = dict(file)
    name = next(name for name in arrays if name.startswith("W"))
    without = {k: a for k, a in arrays.items() if k != name}
    for wrong in (without, arrays | {name: np.ones((2, 9))}):
        np.savez(tmp_path / "wrong.npz", **wrong)
        with pytest.raises(ValueError, match=r"wrong\.npz .*weights"):
            type(model).load(tmp_path / "wrong.npz")


@pytest.mark.parametrize("model", [ConvClassifier(), SoftmaxClassifier()], ids=repr)
def test_who_has_learnt_nothing_has_nothing_to_say(model, tmp_path):
    for use in (lambda: model.logits(X), lambda: model.save(tmp_path / "weights.npz")):
        with pytest.raises(AttributeError, match=r"has learnt nothing yet: call fit\(X, y\)"):
            use()


# Pictures that cannot be used.

WRONG = {
    "rows": (X.reshape(len(X), -1), ValueError, r"\(n, side, side, 3\), got \(192, 768\)"),
    "oblong": (X[:, :8], ValueError, r"got \(192, 8, 16, 3\)"),
    "none": (X[:0], ValueError, r"got \(0, 16, 16, 3\)"),
    "whole numbers": ((X * 255).astype(np.uint8), TypeError, "floats from 0 to 1.*uint8"),
    "too bright": (X * 255, ValueError, "from 0 to 1, got .* to 255"),
    "nan": (np.where(X > 0.9, np.nan, X), ValueError, "from 0 to 1, got nan"),
}


@pytest.mark.parametrize(("pictures", "error", "says"), WRONG.values(), ids=WRONG)
def test_pictures_that_cannot_be_used_are_named(pictures, error, says):
    with pytest.raises(error, match=says):
        ConvClassifier().fit(pictures, y)


def test_pictures_of_another_side_are_refused():
    model = ConvClassifier(epochs=1).fit(X, y)
    with pytest.raises(ValueError, match="a side of 16, as in fit, got 8"):
        model.logits(X[:, ::2, ::2])


def test_validation_and_settings_are_checked_as_everywhere():
    with pytest.raises(ValueError, match="validation must be a pair"):
        ConvClassifier().fit(X, y, validation=X)
    with pytest.raises(ValueError, match="epochs must be a whole number from 1"):
        ConvClassifier(epochs=0).fit(X, y)


# The weights that come with the course.


def test_shipped_weights_know_an_artist_they_have_not_learnt_from():
    rgba, labels = load_animals("all").split(UNSEEN_ARTIST)[1].labelled()
    model = ConvClassifier.load(SHIPPED)
    pictures = augment(rgba, np.random.default_rng(0), repeats=8, size=model.side_)
    labels = np.repeat(labels, 8)
    assert model.score(pictures, labels) >= 0.57
    assert model.top_k(pictures, labels) >= 0.78


def test_shipped_weights_are_small():
    assert len(SHIPPED.read_bytes()) <= 2e6
