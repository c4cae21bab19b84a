"""Training on more rows than one machine holds: each chunk's gradient where it lives, one sum.

Dask's workers keep the chunks of `X`, on disk where memory ends, or make them anew, also when a
worker has died. Row numbers and weights go out to them, and nothing but sums of gradients comes
back. Rows, order and steps are those of `network.epoch`, and so are the weights.
"""

import numpy as np

from softmax_lib.losses import cross_entropy
from softmax_lib.network import activations, count_hits, loss_and_gradients, step

FAN_IN = 8  # so many gradients are added at a time: no worker needs room for all of them
TASKS = 2000  # in one graph: a scheduler takes about a millisecond for each


def epoch(layers, speeds, X, y, *, order, batch_size, **settings):
    """Return what `network.epoch` returns, for Dask arrays; layers and speeds are lazy, too.

    After each window of batches the weights come here: when a worker dies, one window is lost at
    most, and computed again.
    """
    import dask
    import dask.array as da

    X, y = _side_by_side(X, y)
    state = *dask.compute(layers, speeds), 0, 0
    for batches in _windows(order, batch_size, X.chunks[0]):
        (state,) = dask.compute(_after(batches, state, X, y, settings))
    layers, speeds, loss, hits = state
    seen = {"loss": float(loss) / len(order), "accuracy": float(hits) / len(order)}
    layers, speeds = (
        [tuple(da.from_array(a, chunks=-1) for a in pair) for pair in pairs]
        for pairs in (layers, speeds)
    )
    return layers, speeds, seen


def evaluate(layers, X, y):
    """Return what `network.evaluate` returns, for Dask arrays: one pass over the rows of `X`."""
    import dask

    z = activations(layers, X)[-1]
    loss, hits = dask.compute(cross_entropy(z, y), count_hits(z, y))
    return {"loss": float(loss), "accuracy": float(hits) / z.shape[0]}


def _side_by_side(X, y):
    """Return `X` and `y` in the same chunks of rows, all features of a row in one chunk.

    Where the features were split, fewer rows make a chunk, so that none outgrows those that came.
    """
    if X.numblocks[1] > 1:
        largest = max(X.chunks[0]) * max(X.chunks[1]) * X.dtype.itemsize
        X = X.rechunk({0: "auto", 1: -1}, block_size_limit=largest)
    return X, y.rechunk((X.chunks[0],))


def _windows(order, batch_size, sizes):
    """Yield the batches of an epoch in lists: those whose rows are fetched from the chunks at once.

    A chunk may have to be made anew for each list. As workers must have room for a chunk in each
    thread, a list may hold as many rows: the rows that wait then take that much, and no more.
    """
    batches = [order[start : start + batch_size] for start in range(0, len(order), batch_size)]
    threads = sum(_threads().values())
    ahead = max(1, min(max(sizes) * threads // batch_size, TASKS // threads))
    for start in range(0, len(batches), ahead):
        yield batches[start : start + ahead]


def _after(batches, state, X, y, settings):
    """Return, lazily, what `state` becomes by a step on each of the batches."""
    from dask import delayed

    state = delayed(state, traverse=False)
    for batch, parts in zip(batches, _parts(batches, X, y), strict=True):
        sums = [delayed(function)(state, *given) for function, *given in parts]
        while len(sums) > FAN_IN:
            groups = (sums[k : k + FAN_IN] for k in range(0, len(sums), FAN_IN))
            sums = [delayed(_added)(*group) for group in groups]
        state = delayed(_stepped)(state, len(batch), settings, *sums)
    return state


def _parts(batches, X, y):
    """Return for each batch the parts of its gradient: a function and what it takes, of each part.

    A part is what one worker holds of the batch. A batch too large to wait in memory is taken
    chunk by chunk.
    """
    import dask

    shares = [_shares(batch, X.chunks[0]) for batch in batches]
    chunks = [*zip(X.to_delayed().ravel(), y.to_delayed(), *shares, strict=True)]
    if len(batches) == 1:
        return [[(_sums_in_chunk, x, labels, rows) for x, labels, rows in chunks if len(rows)]]
    fetch = dask.delayed(_fetched)
    held = _by_worker(dask.persist(*(fetch(x, labels, rows) for x, labels, *rows in chunks)))
    return [
        [
            (_sums_in_batch, k, *(piece for _, piece in pieces))
            for pieces in held
            if any(len(share[c]) for c, _ in pieces)
        ]
        for k, share in enumerate(shares)
    ]


def _shares(batch, sizes):
    """Return for each chunk the rows of the batch that are in it, counted from its first row."""
    ends, rows = np.cumsum(sizes), np.sort(batch)
    own = np.split(rows, np.searchsorted(rows, ends[:-1]))
    return [part - (end - size) for part, end, size in zip(own, ends, sizes, strict=True)]


# The cluster, if there is one.


def _client():
    """Return the client of the cluster that Dask computes on, or None if that is this process."""
    try:
        from distributed import default_client

        return default_client()
    except (ImportError, ValueError):  # not installed, or not connected
        return None


def _threads():
    """Return how many threads compute, worker by worker."""
    from dask.system import CPU_COUNT

    return (_client() and _client().nthreads()) or {"here": CPU_COUNT}


def _by_worker(pieces):
    """Return the pieces in lists, one for each worker that holds some, each with its number."""
    homes, client = {}, _client()
    if client:
        from distributed import wait

        wait(pieces)
        homes = client.who_has(pieces)
    held = {}
    for numbered in enumerate(pieces):
        home = next(iter(homes.get(numbered[1].key, ())), None)  # None: lost since, and made anew
        held.setdefault(home, []).append(numbered)
    return list(held.values())


# What the workers do.


def _fetched(x, labels, rows_of_batches):
    """Return for each batch its rows and labels from this chunk."""
    return [(x[rows], labels[rows]) for rows in rows_of_batches]


def _sums_in_batch(state, k, *fetched):
    x, labels = zip(*(batches[k] for batches in fetched), strict=True)
    return _sums(state, np.concatenate(x), np.concatenate(labels))


def _sums_in_chunk(state, x, labels, rows):
    return _sums(state, x[rows], labels[rows])


@np.errstate(over="ignore", invalid="ignore")  # a loss that is no number is reported with advice
def _sums(state, x, labels):
    """Return loss, hits and gradients of these rows: sums over the rows, not means."""
    loss, z, slopes = loss_and_gradients(state[0], x, labels)
    n = len(x)
    return n * loss, count_hits(z, labels), *(n * slope for pair in slopes for slope in pair)


def _added(*sums):
    """Return the sums of several parts, place by place."""
    return [sum(place) for place in zip(*sums, strict=True)]


@np.errstate(over="ignore", invalid="ignore")  # as in _sums
def _stepped(state, n, settings, *sums):
    """Return layers, speeds, loss and hits after a step, from a batch of n rows."""
    layers, speeds, loss, hits = state
    batch_loss, batch_hits, *slopes = _added(*sums)
    slopes = [slope / n for slope in slopes]
    pairs = list(zip(slopes[::2], slopes[1::2], strict=True))
    layers, speeds = step(layers, speeds, pairs, **settings)
    return layers, speeds, loss + batch_loss, hits + batch_hits
