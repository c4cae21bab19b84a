"""The classifier learns what it should, follows scikit-learn's conventions, and stays at home.

At home: it computes in the library and on the device of its inputs, and prints nothing.
"""

import math
import os
import pickle
import subprocess
import sys
import warnings
from itertools import pairwise

import numpy as np
import pytest
import scipy.special
from libraries import EACH_LIBRARY, EACH_WIDE, needs
from sklearn.base import clone, is_classifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from softmax_lib import SoftmaxClassifier
from softmax_lib.network import activations, epoch, first_layers, loss_and_gradients, step

ANIMALS = np.asarray(["duck", "panda", "seal"])


def clouds(n=90, seed=0):
    """Return points around three centres that overlap a little, and which centre each is from."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 3
    centres = np.asarray([[0.0, 0.0, 1.0], [2.0, 0.0, 0.0], [0.0, 2.5, 0.0]])
    return centres[y] + rng.normal(size=(n, 3)), y


X, y = clouds()
S = ANIMALS[y]
ONE_SIZE = {"batch_size": 45}  # all batches have one shape, for which JAX compiles once
FULL = {"batch_size": len(X), "epochs": 30, "rate": 0.1}  # one step per epoch, on all rows


def fitted(**settings):
    """Return a classifier that has seen the three clouds, three times unless told."""
    return SoftmaxClassifier(**{"epochs": 3, **settings}).fit(X, y)


# It learns.


def test_first_loss_is_ln_k():
    for hidden in ((), (8,), (8, 5)):
        history = fitted(hidden=hidden, **FULL).history
        assert history["loss"][0] == pytest.approx(math.log(3), rel=1e-12)


@pytest.mark.parametrize("hidden", [(), (8,), (8, 5)])
def test_loss_falls_and_accuracy_rises(hidden):
    history = fitted(hidden=hidden, **FULL).history
    assert history["loss"][-1] < 0.8 * history["loss"][0]
    assert history["accuracy"][-1] > 0.75 > history["accuracy"][0]


def test_full_batch_loss_falls_in_every_epoch_without_momentum():
    history = fitted(momentum=0, **FULL).history
    assert np.all(np.diff(history["loss"]) < 0)


def test_network_learns_what_no_line_can_separate():
    corners = np.asarray([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]] * 10)
    odd = (corners.sum(axis=1) == 1).astype(int)
    settings = {"rate": 0.3, "epochs": 200, "batch_size": 40}
    assert SoftmaxClassifier((16,), **settings).fit(corners, odd).score(corners, odd) == 1
    assert SoftmaxClassifier(**settings).fit(corners, odd).score(corners, odd) <= 0.75


@pytest.mark.parametrize("weight_decay", [0.01, 0.1, 1.0])
def test_optimum_is_the_one_of_logistic_regression(weight_decay):
    theirs = LogisticRegression(C=1 / (len(X) * weight_decay), tol=1e-10, max_iter=1000).fit(X, y)
    settings = {"batch_size": len(X), "epochs": 600, "rate": 0.2, "weight_decay": weight_decay}
    ours = SoftmaxClassifier(**settings).fit(X, y)
    ((W, b),) = ours.layers_
    np.testing.assert_allclose(W, theirs.coef_.T, atol=1e-5)
    np.testing.assert_allclose(
        b - b.mean(), theirs.intercept_ - theirs.intercept_.mean(), atol=1e-5
    )
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-5)


@pytest.mark.parametrize("hidden", [(), (5,), (5, 4)])
def test_gradients_are_those_of_torch(hidden):
    torch = needs("torch")
    rng = np.random.default_rng(0)
    sizes = [3, *hidden, 3]
    layers = [
        tuple(torch.tensor(rng.normal(size=shape), requires_grad=True) for shape in ((m, n), (n,)))
        for m, n in pairwise(sizes)
    ]
    z = torch.tensor(X)
    for W, b in layers[:-1]:
        z = torch.relu(z @ W + b)
    W, b = layers[-1]
    z = z @ W + b
    loss = torch.nn.functional.cross_entropy(z, torch.tensor(y))
    loss.backward()
    plain = [(W.detach(), b.detach()) for W, b in layers]
    our_loss, our_z, gradients = loss_and_gradients(plain, torch.tensor(X), torch.tensor(y))
    torch.testing.assert_close(our_loss, loss.detach())
    torch.testing.assert_close(our_z, z.detach())
    for ours, theirs in zip(gradients, layers, strict=True):
        for slope, parameter in zip(ours, theirs, strict=True):
            torch.testing.assert_close(slope, parameter.grad)


def trained_by_torch(batches, rate, momentum, weight_decay):
    """Return W and b of softmax regression after PyTorch's SGD took a step on each batch."""
    torch = needs("torch")
    W = torch.zeros((3, 3), dtype=torch.float64, requires_grad=True)
    b = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.SGD(
        [{"params": [W], "weight_decay": weight_decay}, {"params": [b]}], lr=rate, momentum=momentum
    )
    for rows in batches:
        optimiser.zero_grad()
        z = torch.tensor(X[rows]) @ W + b
        torch.nn.functional.cross_entropy(z, torch.tensor(y[rows])).backward()
        optimiser.step()
    return W.detach().numpy(), b.detach().numpy()


@pytest.mark.parametrize(
    ("rate", "momentum", "weight_decay"), [(0.1, 0.9, 0.0), (0.3, 0.0, 0.1), (0.05, 0.5, 1.0)]
)
def test_steps_are_those_of_torchs_sgd(rate, momentum, weight_decay):
    settings = {"rate": rate, "momentum": momentum, "weight_decay": weight_decay}
    expected = trained_by_torch([range(len(X))] * 7, **settings)
    ((W, b),) = fitted(epochs=7, batch_size=len(X), **settings).layers_
    np.testing.assert_allclose(W, expected[0], atol=1e-12)
    np.testing.assert_allclose(b, expected[1], atol=1e-12)


def test_epoch_takes_the_rows_in_order_in_batches_and_leaves_none_out():
    settings = {"rate": 0.1, "momentum": 0.9, "weight_decay": 0.01}
    order = np.random.default_rng(1).permutation(len(X))
    batches = [order[start : start + 40] for start in (0, 40, 80)]  # 40, 40 and 10 rows
    expected = trained_by_torch(batches, **settings)
    layers, speeds = [(np.zeros((3, 3)), np.zeros(3))], [(0.0, 0.0)]
    (layer,), _, _ = epoch(layers, speeds, X, y, order=order, batch_size=40, **settings)
    np.testing.assert_allclose(layer[0], expected[0], atol=1e-12)
    np.testing.assert_allclose(layer[1], expected[1], atol=1e-12)


def test_history_of_an_epoch_weighs_each_row_alike():
    still = {"rate": 1e-300, "momentum": 0.0, "weight_decay": 0.0}
    W = np.random.default_rng(0).normal(size=(3, 3))
    layers, speeds = [(W, np.zeros(3))], [(0.0, 0.0)]
    _, _, seen = epoch(layers, speeds, X, y, order=np.arange(90), batch_size=40, **still)
    log_p = scipy.special.log_softmax(X @ W, axis=1)
    assert seen["loss"] == pytest.approx(-log_p[np.arange(90), y].mean())
    assert seen["accuracy"] == pytest.approx((log_p.argmax(axis=1) == y).mean())


def test_step_does_not_change_the_layers_it_was_given():
    W, b = np.ones((3, 2)), np.ones(2)
    step([(W, b)], [(0 * W, 0 * b)], [(W, b)], rate=0.1, momentum=0.9, weight_decay=0.1)
    assert np.all(W == 1)
    assert np.all(b == 1)


def test_hidden_weights_start_with_the_spread_of_he_and_the_last_ones_at_zero():
    (W, b), (V, c) = first_layers(np.zeros((1, 400)), [300, 10], np.random.default_rng(0))
    assert W.std() == pytest.approx(math.sqrt(2 / 400), rel=0.01)
    assert abs(W.mean()) < 1e-3
    assert not np.any(b)
    assert not np.any(V)
    assert not np.any(c)


def test_relu_stands_between_layers_and_not_after_the_last():
    layers = [(np.eye(2), np.asarray([0.0, -1.0])), (-np.eye(2), np.asarray([0.5, 0.0]))]
    _, h, z = activations(layers, np.asarray([[2.0, 0.5]]))
    assert h.tolist() == [[2, 0]]
    assert z.tolist() == [[-1.5, 0]]


# Seeds.


@pytest.mark.parametrize("hidden", [(), (5,)])
def test_same_seed_gives_the_same_weights(hidden):
    for once, again in zip(
        fitted(hidden=hidden).layers_, fitted(hidden=hidden).layers_, strict=True
    ):
        np.testing.assert_array_equal(once[0], again[0])
        np.testing.assert_array_equal(once[1], again[1])


@pytest.mark.parametrize("hidden", [(), (5,)])
def test_another_seed_gives_other_weights(hidden):
    one, other = fitted(hidden=hidden), fitted(hidden=hidden, random_state=1)
    assert not np.array_equal(one.layers_[0][0], other.layers_[0][0])


def test_generator_is_a_seed_too():
    seeded = fitted(random_state=7)
    drawn = fitted(random_state=np.random.default_rng(7))
    np.testing.assert_array_equal(seeded.layers_[0][0], drawn.layers_[0][0])


def test_numpys_global_randomness_is_left_alone():
    before = pickle.dumps(np.random.get_state())
    fitted(hidden=(5,))
    assert pickle.dumps(np.random.get_state()) == before


def test_fitting_again_starts_again():
    model = fitted()
    first = model.layers_[0][0]
    np.testing.assert_array_equal(model.fit(X, y).layers_[0][0], first)
    assert len(model.history["loss"]) == 3


# Early stop.


def scores(model, rows):
    """Return the scores before the softmax."""
    return activations(model.layers_, rows)[-1]


def wrong_half():
    """Return rows to validate on whose labels are shuffled: learning more makes it worse."""
    held_out, _ = clouds(seed=5)
    labels = np.random.default_rng(2).permutation(y)
    labels[:45] = y[:45]
    return held_out, labels


def stopped(**settings):
    """Return a classifier that was stopped early, and the rows it was validated on."""
    held_out, labels = wrong_half()
    settings = {"epochs": 60, "rate": 0.1, "patience": 4, "hidden": (8,), **settings}
    model = SoftmaxClassifier(**settings).fit(X, y, validation=(held_out, labels))
    return model, held_out, labels


def test_early_stop_keeps_the_weights_of_the_best_epoch():
    model, held_out, labels = stopped()
    log_p = scipy.special.log_softmax(scores(model, held_out), axis=1)
    losses = model.history["validation_loss"]
    assert -log_p[np.arange(90), labels].mean() == pytest.approx(min(losses))
    assert losses[-1] > min(losses)


@pytest.mark.parametrize("patience", [1, 4])
def test_early_stop_waits_for_patience_epochs(patience):
    model, _, _ = stopped(patience=patience)
    losses = model.history["validation_loss"]
    assert len(losses) == np.argmin(losses) + 1 + patience < 60
    assert {len(values) for values in model.history.values()} == {len(losses)}


def test_without_validation_all_epochs_run_and_the_last_weights_stay():
    model = fitted(**FULL)
    assert set(model.history) == {"loss", "accuracy"}
    assert len(model.history["loss"]) == 30
    log_p = scipy.special.log_softmax(X @ model.layers_[0][0] + model.layers_[0][1], axis=1)
    assert -log_p[np.arange(90), y].mean() < model.history["loss"][-1]


def test_validation_accuracy_is_the_score():
    model, held_out, labels = stopped()
    best = np.argmin(model.history["validation_loss"])
    assert model.score(held_out, labels) == model.history["validation_accuracy"][best]


def test_validation_does_not_change_the_training():
    alone, beside = fitted(), SoftmaxClassifier(epochs=3).fit(X, y, validation=clouds(seed=5))
    assert alone.history["loss"] == beside.history["loss"]


# What it answers.


@EACH_LIBRARY
def test_probabilities_are_the_softmax_of_the_scores(kind):
    model = SoftmaxClassifier((5,), epochs=2, **ONE_SIZE).fit(kind.array(X), y)
    z = kind.in_numpy(scores(model, kind.array(X)))
    p = kind.in_numpy(model.predict_proba(kind.array(X)))
    np.testing.assert_allclose(p, scipy.special.softmax(z, axis=1), 1e-6)
    assert p.shape == (90, 3)


@EACH_LIBRARY
def test_prediction_is_the_label_of_the_largest_score(kind):
    model = SoftmaxClassifier((5,), epochs=2, **ONE_SIZE).fit(kind.array(X), 10 * y + 5)
    predicted = kind.in_numpy(model.predict(kind.array(X)))
    z = kind.in_numpy(scores(model, kind.array(X)))
    np.testing.assert_array_equal(predicted, np.asarray([5, 15, 25])[z.argmax(axis=1)])


@EACH_WIDE
def test_answers_are_arrays_of_the_kind_of_the_training_data(kind):
    data = kind.array(X)
    model = SoftmaxClassifier((5,), epochs=2, **ONE_SIZE).fit(data, y)
    assert kind.same_kind(model.predict_proba(data), data)
    assert all(kind.same_kind(a, data) for layer in model.layers_ for a in layer)
    assert type(model.predict(data)) is type(data)


@EACH_LIBRARY
@pytest.mark.parametrize(
    "labels", [y.tolist(), S, S.tolist()], ids=["list", "names", "list of names"]
)
def test_labels_may_live_on_the_host(labels, kind):
    data = kind.array(X)
    model = SoftmaxClassifier(epochs=2, **ONE_SIZE).fit(data, labels)
    assert isinstance(model.score(data, labels), float)
    assert model.score(data, labels) == fitted(epochs=2, **ONE_SIZE).score(X, y)


@EACH_LIBRARY
def test_labels_may_be_an_array_beside_the_rows(kind):
    if kind.place == "device1":
        pytest.skip("array_api_strict lets nothing leave this device, and labels go to the host")
    model = SoftmaxClassifier(epochs=2).fit(kind.array(X), kind.array(y))
    assert model.score(kind.array(X), kind.array(y)) == fitted(epochs=2).score(X, y)
    assert isinstance(model.classes_, np.ndarray)


@EACH_LIBRARY
@pytest.mark.parametrize("hidden", [(), (5,)])
def test_every_library_learns_the_same(hidden, kind):
    settings = {"hidden": hidden, "epochs": 3, "rate": 0.05, **ONE_SIZE}
    expected = SoftmaxClassifier(**settings).fit(X, y)
    ours = SoftmaxClassifier(**settings).fit(kind.array(X), y)
    np.testing.assert_allclose(
        kind.in_numpy(ours.predict_proba(kind.array(X))),
        expected.predict_proba(X),
        atol=1e-9 if kind.dtype == "float64" else 1e-5,
    )
    np.testing.assert_allclose(ours.history["loss"], expected.history["loss"], 1e-5)


def test_jax_learns_the_same_in_float64():
    jax = needs("jax")
    with jax.enable_x64(True):
        model = SoftmaxClassifier((5,), epochs=3, **ONE_SIZE).fit(jax.numpy.asarray(X), y)
        p = np.asarray(model.predict_proba(jax.numpy.asarray(X)))
    assert p.dtype == np.float64
    np.testing.assert_allclose(p, fitted(hidden=(5,), **ONE_SIZE).predict_proba(X), atol=1e-12)


def test_torch_may_watch_the_inputs():
    torch = needs("torch")
    watched = torch.tensor(X, requires_grad=True)
    model = SoftmaxClassifier((4,), epochs=2).fit(watched, y)
    assert not any(a.requires_grad for layer in model.layers_ for a in layer)
    model.predict_proba(watched).sum().backward()
    assert watched.grad.shape == watched.shape


@pytest.mark.parametrize("labels", [y, S, S.tolist(), y > 0, y * 0.5, S.astype(object)])
def test_predictions_are_labels_as_they_came(labels):
    model = SoftmaxClassifier(epochs=20, rate=0.1).fit(X, labels)
    predicted = model.predict(X)
    np.testing.assert_array_equal(model.classes_, np.unique(labels))
    assert set(predicted.tolist()) == set(np.unique(labels).tolist())
    assert model.score(X, labels) == np.mean(predicted == labels) > 0.75


def test_large_labels_come_back_unchanged():
    jnp = needs("jax.numpy")
    labels = y * 10**12
    model = SoftmaxClassifier(epochs=2).fit(jnp.asarray(X), labels)
    assert set(np.asarray(model.predict(jnp.asarray(X))).tolist()) <= set(labels.tolist())


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32", "int8"])
def test_torch_predicts_labels_of_any_integer_dtype(dtype):
    torch = needs("torch")
    labels = y.astype(dtype)
    predicted = SoftmaxClassifier(epochs=2).fit(torch.tensor(X), labels).predict(torch.tensor(X))
    assert set(predicted.tolist()) <= {0, 1, 2}


def test_order_of_the_labels_does_not_matter():
    names = np.asarray(["seal", "duck", "panda"])
    model = SoftmaxClassifier(epochs=20, rate=0.1).fit(X, names[y])
    assert model.classes_.tolist() == ["duck", "panda", "seal"]
    assert model.score(X, names[y]) > 0.75


def test_lists_and_whole_numbers_are_inputs():
    whole = np.round(X * 4).astype(int)
    of_lists = SoftmaxClassifier(epochs=3).fit(whole.tolist(), y.tolist())
    of_floats = SoftmaxClassifier(epochs=3).fit(whole.astype(float), y)
    np.testing.assert_array_equal(of_lists.layers_[0][0], of_floats.layers_[0][0])


def test_columns_of_a_table_are_labels():
    pandas = needs("pandas")
    model = SoftmaxClassifier(epochs=3).fit(pandas.DataFrame(X), pandas.Series(S))
    np.testing.assert_array_equal(model.layers_[0][0], fitted().layers_[0][0])
    assert model.score(pandas.DataFrame(X), pandas.Series(S)) == model.score(X, S)


def test_inputs_are_not_modified():
    data, labels = X.copy(), y.copy()
    data.setflags(write=False)
    labels.setflags(write=False)
    SoftmaxClassifier((4,), epochs=2).fit(data, labels, validation=(data, labels)).predict(data)
    np.testing.assert_array_equal(data, X)
    np.testing.assert_array_equal(labels, y)


def test_it_survives_pickling():
    model = fitted(hidden=(4,))
    copy = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(copy.predict_proba(X), model.predict_proba(X))


# scikit-learn's conventions.


def test_settings_go_in_and_come_out():
    model = SoftmaxClassifier((4,), rate=0.5, patience=3)
    assert model.get_params()["hidden"] == (4,)
    assert SoftmaxClassifier(**model.get_params()).get_params() == model.get_params()
    assert model.set_params(rate=0.25) is model
    assert model.rate == 0.25


def test_unknown_setting_is_named():
    with pytest.raises(ValueError, match=r"'speed'.*rate"):
        SoftmaxClassifier().set_params(speed=1)


def test_constructor_stores_and_does_nothing_else():
    assert vars(SoftmaxClassifier(hidden="nonsense", rate=-1))["rate"] == -1


def test_fit_does_not_change_the_settings():
    model = SoftmaxClassifier((4,), epochs=2)
    before = model.get_params()
    assert model.fit(X, y) is model
    assert model.get_params() == before


def test_clone_copies_the_settings_and_not_the_weights():
    copy = clone(fitted(hidden=(4,), rate=0.5))
    assert copy.get_params() == SoftmaxClassifier((4,), rate=0.5, epochs=3).get_params()
    assert not hasattr(copy, "layers_")


def test_repr_shows_what_was_changed():
    assert repr(SoftmaxClassifier()) == "SoftmaxClassifier()"
    changed = SoftmaxClassifier((128,), rate=0.5)
    assert repr(changed) == "SoftmaxClassifier(hidden=(128,), rate=0.5)"


def test_scikit_learn_takes_it_for_a_classifier():
    assert is_classifier(SoftmaxClassifier())


def test_it_works_at_the_end_of_a_pipeline():
    model = make_pipeline(StandardScaler(), SoftmaxClassifier(rate=0.1)).fit(X * 1000, S)
    assert model.score(X * 1000, S) > 0.75
    assert model.predict(X * 1000).dtype == S.dtype


@pytest.mark.parametrize("scoring", [None, "accuracy", "neg_log_loss", "f1_macro", "roc_auc_ovr"])
def test_cross_validation_scores_it(scoring):
    scores = cross_val_score(
        SoftmaxClassifier(rate=0.1), X, S, scoring=scoring, error_score="raise"
    )
    assert np.all(scores > -1)


@pytest.mark.parametrize("scoring", [None, "roc_auc", "neg_log_loss", "f1", "average_precision"])
def test_cross_validation_scores_two_classes(scoring):
    model = SoftmaxClassifier(rate=0.1)
    scores = cross_val_score(model, X, y == 1, scoring=scoring, error_score="raise")
    assert np.all(scores > (-1 if scoring == "neg_log_loss" else 0.6))


def test_grid_search_chooses_a_setting():
    search = GridSearchCV(SoftmaxClassifier(epochs=5), {"rate": [1e-6, 0.1], "hidden": [(), (4,)]})
    assert search.fit(X, S).best_params_["rate"] == 0.1


def test_number_of_features_is_remembered():
    assert fitted().n_features_in_ == 3


IN_OTHER_WORDS = "the error is there, in words of our own"
DIFFERS = {
    "check_dont_overwrite_parameters": "history is a public name without an underscore at its end",
    "check_estimators_unfitted": "NotFittedError lives in scikit-learn, which is not imported",
    "check_complex_data": "complex numbers are a TypeError everywhere in the library",
    "check_dtype_object": "arrays of objects are refused everywhere in the library",
    "check_classifiers_regression_target": "any numbers may be labels",
    "check_supervised_y_2d": "a column of labels is an error and not a warning",
    "check_estimators_empty_data_messages": IN_OTHER_WORDS,
    "check_n_features_in_after_fitting": IN_OTHER_WORDS,
    "check_fit2d_1sample": IN_OTHER_WORDS,
    "check_fit2d_predict1d": IN_OTHER_WORDS,
    "check_requires_y_none": IN_OTHER_WORDS,
}


@pytest.mark.parametrize(
    "model", [SoftmaxClassifier(), SoftmaxClassifier((4,), rate=0.1)], ids=repr
)
def test_scikit_learns_own_checks_pass_but_for_what_is_meant(model):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some checks warn that they skip
        results = check_estimator(model, expected_failed_checks=DIFFERS, on_fail=None)
    failed = {r["check_name"]: str(r["exception"]) for r in results if r["status"] == "failed"}
    assert failed == {}
    assert sum(r["status"] == "passed" for r in results) > 30


# Silence.

QUIET_RUN = """
import sys
import numpy as np
from softmax_lib import SoftmaxClassifier
X, y = np.asarray([[0.0], [1.0], [2.0], [3.0]]), ["a", "a", "b", "b"]
model = SoftmaxClassifier(epochs=2, progress=len(sys.argv) > 1).fit(X, y, validation=(X, y))
model.predict(X), model.predict_proba(X), model.score(X, y), repr(model)
assert not {"sklearn", "scipy", "pandas", "torch"} & set(sys.modules)
"""


def said(*arguments, **environment):
    """Return what a fresh Python says while it learns and predicts; fail if it fails."""
    keep = {name: value for name, value in os.environ.items() if name != "TQDM_DISABLE"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", QUIET_RUN, *arguments],
        env=keep | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_it_imports_no_scikit_learn_and_says_nothing():
    assert said() == ""


def test_progress_shows_a_bar_when_asked():
    assert "epochs" in said("progress")


def test_progress_is_silent_where_bars_are_switched_off():
    assert said("progress", TQDM_DISABLE="1") == ""


# Errors: which, and that they name what came.

WRONG_ROWS = {
    "one row": (X[0], ValueError, r"\(rows, features\), got \(3,\)"),
    "a stack": (X[None], ValueError, r"\(rows, features\), got \(1, 90, 3\)"),
    "no rows": (X[:0], ValueError, r"got \(0, 3\)"),
    "no features": (X[:, :0], ValueError, r"got \(90, 0\)"),
    "nan": (np.where(X > 1, np.nan, X), ValueError, "nan or an infinity"),
    "infinity": (np.where(X > 1, np.inf, X), ValueError, "nan or an infinity"),
    "complex": (X * 1j, TypeError, "expected real numbers, got .*complex128"),
    "strings": ([["a", "b"]] * 90, TypeError, "expected real numbers, got .*U1"),
    "ragged": ([[1.0], [1.0, 2.0]], ValueError, "same length"),
    "None": (None, TypeError, "expected numbers, got NoneType"),
}


@pytest.mark.parametrize(("rows", "error", "says"), WRONG_ROWS.values(), ids=WRONG_ROWS)
def test_rows_that_cannot_be_used_are_named(rows, error, says):
    model = fitted()
    for use in (
        lambda: SoftmaxClassifier().fit(rows, y),
        lambda: SoftmaxClassifier().fit(X, y, validation=(rows, y)),
        lambda: model.predict(rows),
        lambda: model.predict_proba(rows),
        lambda: model.score(rows, y),
    ):
        with pytest.raises(error, match=says):
            use()


WRONG_LABELS = {
    "too few": (y[:5], "one label per row: 90 rows, 5 labels"),
    "none": ([], "labels|classes"),
    "one class": (y * 0, r"at least two classes, got \[0\]"),
    "a column": (y[:, None], r"one per row, got the shape \(90, 1\)"),
    "one-hot rows": (np.eye(3)[y], r"one per row, got the shape \(90, 3\)"),
    "None": (None, "label"),
    "nan": (np.where(y == 0, np.nan, y), "nan"),
}


@pytest.mark.parametrize(("labels", "says"), WRONG_LABELS.values(), ids=WRONG_LABELS)
def test_labels_that_cannot_be_used_are_named(labels, says):
    with pytest.raises(ValueError, match=says):
        SoftmaxClassifier().fit(X, labels)


@pytest.mark.parametrize("bad", [None, 1], ids=["None", "a number"])
def test_label_that_is_no_string_among_strings_is_named(bad):
    labels = np.asarray([bad, *S[1:]], dtype=object)
    with pytest.raises((TypeError, ValueError), match=r"label"):
        SoftmaxClassifier().fit(X, labels)


def test_unknown_label_is_named_with_those_that_fit_saw():
    with pytest.raises(ValueError, match=r"unknown label 'cow': fit saw 'duck', 'panda', 'seal'"):
        SoftmaxClassifier(epochs=2).fit(X, S).score(X, ["cow"] * 90)
    with pytest.raises(ValueError, match="unknown label 7: fit saw 0, 1, 2"):
        SoftmaxClassifier(epochs=2).fit(X, y, validation=(X, y + 7))


WRONG_SETTINGS = {
    "hidden": [5, (0,), (2.5,), "ab", (4, -1)],
    "rate": [0, -1.0, math.nan, "fast", None],
    "momentum": [-0.1, 1, 2.0, "much", None],
    "weight_decay": [-1e-9, math.nan, "little", None],
    "epochs": [0, -3, 2.5, None, "many"],
    "batch_size": [0, -1, 2.0, None],
    "patience": [0, -1, 1.5, None],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in WRONG_SETTINGS.items() for value in values],
)
def test_setting_that_cannot_be_used_is_named(name, value):
    with pytest.raises((ValueError, TypeError), match=rf"{name}.*(must|>)"):
        SoftmaxClassifier(**{name: value}).fit(X, y)


def test_other_number_of_features_is_named():
    with pytest.raises(ValueError, match="3 features, as in fit, got 2"):
        fitted().predict(X[:, :2])
    with pytest.raises(ValueError, match="3 features, as in fit, got 2"):
        SoftmaxClassifier().fit(X, y, validation=(X[:, :2], y))


def test_rows_of_another_library_are_refused_by_name():
    torch = needs("torch")
    with pytest.raises(TypeError, match=r"got numpy.* and torch"):
        fitted().predict(torch.tensor(X))
    with pytest.raises(TypeError, match=r"got torch.* and numpy"):
        SoftmaxClassifier(epochs=2).fit(torch.tensor(X), y).predict_proba(X)


@pytest.mark.parametrize(
    "validation", [X, (X, y, y), (X,), 0.2], ids=["X", "three", "one", "share"]
)
def test_validation_must_be_a_pair(validation):
    with pytest.raises((ValueError, TypeError), match="validation"):
        SoftmaxClassifier().fit(X, y, validation=validation)


@pytest.mark.parametrize("ask", ["predict", "predict_proba"])
def test_it_cannot_answer_before_it_has_learnt(ask):
    with pytest.raises(AttributeError, match=r"call fit\(X, y\)"):
        getattr(SoftmaxClassifier(), ask)(X)
    with pytest.raises(AttributeError, match=r"call fit\(X, y\)"):
        SoftmaxClassifier().score(X, y)


def test_rate_that_makes_the_loss_explode_is_an_error_with_advice():
    with pytest.raises(ValueError, match=r"loss became (nan|inf) in epoch .*rate below 1e\+200"):
        fitted(rate=1e200, hidden=(4,), epochs=10)
