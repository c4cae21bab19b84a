"""Larger than one machine: on Dask arrays the functions stay lazy, and the classifier learns the
same as on NumPy's, also when the rows do not fit into the workers' memory, or when a worker dies.
"""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from threading import Thread
from time import sleep

import numpy as np
import pytest
import scipy.special
from libraries import needs, nothing_is_computed

from softmax_lib import (
    SoftmaxClassifier,
    cross_entropy,
    cross_entropy_and_grad,
    log_softmax,
    logsumexp,
    softmax,
)

da = needs("dask.array")

ANIMALS = np.asarray(["duck", "panda", "seal"])
ALONE = {"scheduler": "synchronous"}


def clouds(n, seed=0):
    """Return points around three centres that overlap, and the name of the centre of each."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 3, n)
    return 1.5 * np.eye(3, 6)[y] + rng.normal(size=(n, 6)), ANIMALS[y]


X, y = clouds(1000)
HELD_OUT = clouds(300, seed=1)
LAZY_HELD_OUT = tuple(da.from_array(a, chunks=100) for a in HELD_OUT)
lazy_X, lazy_y = da.from_array(X, chunks=(130, 6)), da.from_array(y, chunks=130)


def weights(model):
    """Return all weights of a model in one row."""
    return np.concatenate([np.asarray(a).ravel() for layer in model.layers_ for a in layer])


def agree(lazy, plain, atol=1e-12):
    """Assert that two models learnt the same on the same way."""
    np.testing.assert_allclose(weights(lazy), weights(plain), rtol=0, atol=atol)
    assert lazy.history.keys() == plain.history.keys()
    for name, values in plain.history.items():
        np.testing.assert_allclose(lazy.history[name], values, rtol=0, atol=atol)


# Functions of scores.

z = np.random.default_rng(0).normal(size=(40, 600)) * 30
lazy_z = da.from_array(z, chunks=(20, 50))
labels = np.random.default_rng(1).integers(0, 600, 40)
lazy_labels = da.from_array(labels, chunks=20)
LAZY = {
    "softmax": lambda: softmax(lazy_z),
    "log_softmax": lambda: log_softmax(lazy_z),
    "logsumexp": lambda: logsumexp(lazy_z),
    "logsumexp of columns": lambda: logsumexp(lazy_z, axis=0),
    "logsumexp of all": lambda: logsumexp(lazy_z, axis=None),
    "cross_entropy": lambda: cross_entropy(lazy_z, lazy_labels),
    "cross_entropy, soft": lambda: cross_entropy(lazy_z, softmax(lazy_z)),
    "gradient": lambda: cross_entropy_and_grad(lazy_z, lazy_labels)[1],
}
log_p = scipy.special.log_softmax(z, axis=1)
EXPECTED = {
    "softmax": np.exp(log_p),
    "log_softmax": log_p,
    "logsumexp": scipy.special.logsumexp(z, axis=1),
    "logsumexp of columns": scipy.special.logsumexp(z, axis=0),
    "logsumexp of all": scipy.special.logsumexp(z),
    "cross_entropy": -log_p[np.arange(40), labels].mean(),
    "cross_entropy, soft": -(np.exp(log_p) * log_p).sum(axis=1).mean(),
    "gradient": (np.exp(log_p) - np.eye(600)[labels]) / 40,
}


@contextmanager
def every_task():
    """Count the bytes of the largest array that a task makes, and of all that wait at one time."""
    callbacks, bytes_of = needs("dask.callbacks"), {"largest": 0, "waiting": 0}

    def count(key, value, graph, state, worker):
        if not str(key).startswith(("finalize", "('finalize")):  # the caller's result, in one piece
            bytes_of["largest"] = max(bytes_of["largest"], getattr(value, "nbytes", 0))
            waiting = sum(getattr(kept, "nbytes", 0) for kept in state["cache"].values())
            bytes_of["waiting"] = max(bytes_of["waiting"], waiting)

    with callbacks.Callback(posttask=count):
        yield bytes_of


@pytest.mark.parametrize("name", LAZY)
def test_scores_whose_classes_lie_in_many_chunks_give_what_scipy_gives(name):
    with nothing_is_computed():
        result = LAZY[name]()
    np.testing.assert_allclose(result.compute(**ALONE), EXPECTED[name], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", LAZY)
def test_no_chunk_outgrows_those_of_the_scores(name):
    with every_task() as bytes_of:
        LAZY[name]().compute(optimize_graph=False, **ALONE)
    assert bytes_of["largest"] <= 20 * 50 * 8


@pytest.mark.parametrize("name", ["logsumexp", "logsumexp of all", "cross_entropy"])
def test_a_chunk_is_let_go_before_the_row_is_complete(name):
    made = da.random.default_rng(0).normal(size=(40, 6000), chunks=(20, 50))
    with every_task() as bytes_of:
        one = {"logsumexp": -1, "logsumexp of all": None}
        if name in one:
            logsumexp(made, axis=one[name]).compute(**ALONE)
        else:
            cross_entropy(made, lazy_labels).compute(**ALONE)
    assert bytes_of["waiting"] < 30 * 20 * 50 * 8  # a row of chunks holds 120 of them


def test_a_chunk_of_nothing_but_minus_infinity_adds_nothing():
    row = np.asarray([[-np.inf, -np.inf, 1.0, 2.0], [-np.inf] * 4, [np.inf, 0.0, 1.0, 2.0]])
    expected = [np.log(np.e + np.e**2), -np.inf, np.inf]
    with np.errstate(all="ignore"):
        result = logsumexp(da.from_array(row, chunks=2)).compute(**ALONE)
    np.testing.assert_allclose(result, expected)


def test_scores_of_unknown_length_have_no_mean():
    some = lazy_z[lazy_z[:, 0] > 0]
    assert softmax(some).compute(**ALONE).shape[1] == 600
    for loss in (cross_entropy, cross_entropy_and_grad):
        with pytest.raises(ValueError, match=r"\(nan, 600\).*compute_chunk_sizes"):
            loss(some, lazy_labels)


# The classifier, in this process.


@pytest.mark.parametrize("chunks", [(130, 6), (1000, 6), (20, 6), (400, 4)], ids=str)
@pytest.mark.parametrize("hidden", [(), (8,)], ids=str)
def test_chunks_learn_what_the_whole_learns(hidden, chunks):
    settings = {"hidden": hidden, "epochs": 2, "batch_size": 300}
    plain = SoftmaxClassifier(**settings).fit(X, y)
    rows = da.from_array(X, chunks=chunks)
    agree(SoftmaxClassifier(**settings).fit(rows, da.from_array(y, chunks=170)), plain)


@pytest.mark.parametrize("batch_size", [1, 64, 999, 5000])
def test_batches_of_any_size_learn_the_same(batch_size):
    few, names = X[:200], y[:200]
    settings = {"epochs": 1, "batch_size": batch_size}
    plain = SoftmaxClassifier(**settings).fit(few, names)
    agree(SoftmaxClassifier(**settings).fit(lazy_X[:200], lazy_y[:200]), plain)


def test_early_stop_is_that_of_numpy():
    settings = {"hidden": (8,), "rate": 0.5, "epochs": 30, "patience": 2, "batch_size": 250}
    plain = SoftmaxClassifier(**settings).fit(X, y, validation=HELD_OUT)
    assert len(plain.history["loss"]) < 30
    agree(SoftmaxClassifier(**settings).fit(lazy_X, lazy_y, validation=LAZY_HELD_OUT), plain, 1e-6)


def test_answers_of_a_classifier_stay_lazy():
    model = SoftmaxClassifier(epochs=2, batch_size=300).fit(lazy_X, lazy_y)
    plain = SoftmaxClassifier(epochs=2, batch_size=300).fit(X, y)
    with nothing_is_computed():
        p, names = model.predict_proba(lazy_X), model.predict(lazy_X)
    assert p.chunks == (lazy_X.chunks[0], (3,))
    np.testing.assert_allclose(p.compute(**ALONE), plain.predict_proba(X), atol=1e-12)
    np.testing.assert_array_equal(names.compute(**ALONE), plain.predict(X))
    assert names.dtype == y.dtype
    assert model.score(lazy_X, lazy_y) == plain.score(X, y)


def test_no_more_rows_wait_than_one_chunk_for_each_thread():
    from dask.system import CPU_COUNT

    from softmax_lib import spread

    windows = [np.concatenate(w) for w in spread._windows(np.arange(10**5), 100, (5000,) * 20)]
    assert max(map(len, windows)) <= 5000 * CPU_COUNT
    np.testing.assert_array_equal(np.concatenate(windows), np.arange(10**5))


UNUSABLE = {
    "unknown sizes": (lambda: (lazy_X[lazy_X[:, 0] > 0], lazy_y), "X of shape.*compute_chunk_siz"),
    "labels of unknown sizes": (lambda: (lazy_X, lazy_y[lazy_y != "shark"]), "labels of shape"),
    "fewer labels": (lambda: (lazy_X, lazy_y[:900]), "1000 rows, 900 labels"),
    "one label": (lambda: (lazy_X, da.full(1000, "duck", chunks=100)), "at least two classes"),
    "a column": (lambda: (lazy_X, lazy_y[:, None]), r"one per row, got the shape \(130, 1\)"),
    "nan": (lambda: (da.where(lazy_X > 2, np.nan, lazy_X), lazy_y), "X holds nan"),
    "rate": (lambda: (lazy_X * 1e200, lazy_y), "the loss became nan in epoch 1: try a rate"),
}


@pytest.mark.parametrize(("given", "says"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_be_learnt_from_is_named(given, says):
    with pytest.raises(ValueError, match=says):
        SoftmaxClassifier(epochs=2).fit(*given())


def test_unknown_label_of_a_chunk_is_named():
    model = SoftmaxClassifier(epochs=1, batch_size=500).fit(lazy_X, lazy_y)
    with pytest.raises(ValueError, match="unknown label 'shark'"):
        model.score(lazy_X[:2], da.from_array(["duck", "shark"]))


def test_the_library_does_not_load_dask():
    code = "import sys, softmax_lib.spread; print({'dask', 'distributed'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.stdout.strip() == "set()", result.stderr


# The classifier, on a cluster.


@contextmanager
def two_workers(**settings):
    """Yield the client of a cluster of two worker processes with one thread each."""
    distributed = needs("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=":0",  # None would still ask for one certain port
        scheduler_kwargs={"dashboard": False},
        **settings,
    )
    with cluster, distributed.Client(cluster) as client:
        yield client


def pids(client):
    """Return the process numbers of the workers."""
    return set(client.run(os.getpid).values())


@pytest.fixture(scope="module")
def cluster():
    with two_workers() as client:
        yield client


@pytest.mark.parametrize("hidden", [(), (8,)], ids=str)
def test_two_workers_learn_what_numpy_learns(hidden, cluster):
    settings = {"hidden": hidden, "epochs": 2, "batch_size": 250}
    plain = SoftmaxClassifier(**settings).fit(X, y, validation=HELD_OUT)
    model = SoftmaxClassifier(**settings).fit(lazy_X, lazy_y, validation=LAZY_HELD_OUT)
    agree(model, plain, 1e-9)
    assert model.score(lazy_X, lazy_y) == plain.score(X, y)


def test_both_workers_take_their_part(cluster):
    from softmax_lib import spread

    rows = lazy_X.persist()
    parts = spread._parts([np.arange(1000)] * 2, rows, da.zeros(1000, int, chunks=130))
    assert [len(part) for part in parts] == [2, 2]


def test_nothing_is_lost_with_a_worker():
    rows = da.random.default_rng(3).normal(size=(20_000, 20), chunks=(2000, 20))
    settings = {"hidden": (8,), "epochs": 2, "batch_size": 1000}
    with two_workers() as client:
        rows = rows.persist()
        names = rows[:, :3].argmax(axis=1).persist()
        undisturbed = SoftmaxClassifier(**settings).fit(rows, names)
        model, killed = SoftmaxClassifier(**settings), []

        def kill():
            while not getattr(model, "history", {}).get("loss"):
                sleep(0.01)
            sleep(0.2)
            killed.append(len(model.history["loss"]))
            os.kill(min(before), signal.SIGKILL)

        before = pids(client)
        Thread(target=kill).start()
        model.fit(rows, names)
        client.wait_for_workers(2, timeout=30)
        assert len(before & pids(client)) == 1
    assert killed == [1]
    agree(model, undisturbed)


def test_rows_may_need_more_memory_than_all_workers_have():
    def made(block_info=None):  # in here, because workers that import this file need more memory
        place = block_info[None]
        return np.random.default_rng(place["chunk-location"]).random(place["chunk-shape"])

    settings = {"epochs": 1, "batch_size": 150_000, "rate": 0.1}
    chunks = {"chunks": ((5000,) * 60, (250,)), "meta": np.empty((0, 0))}
    rows = da.map_blocks(made, dtype=np.float64, **chunks)
    names = da.from_array(np.arange(300_000) % 3, chunks=50_000)
    with two_workers(memory_limit="200 MB") as client:
        limits = [worker["memory_limit"] for worker in client.scheduler_info()["workers"].values()]
        assert sum(limits) < 0.7 * rows.nbytes
        before = pids(client)
        model = SoftmaxClassifier(**settings).fit(rows, names)
        assert pids(client) == before  # none was ended for want of memory
    agree(model, SoftmaxClassifier(**settings).fit(rows.compute(), np.arange(300_000) % 3), 1e-9)
