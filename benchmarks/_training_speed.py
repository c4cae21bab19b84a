"""How many rows per second a classifier learns from, beside PyTorch and scikit-learn.

All take the same steps: the same batches, rate, momentum and weight decay, loss and hits summed.
"""

from importlib import import_module

import numpy as np

from benchmarks._contestants import Disagreement
from softmax_lib.network import epoch, first_layers

ROWS, BATCH = 4096, 64
RATE, MOMENTUM, DECAY = 0.01, 0.9, 1e-4
CASES = [((), 1728, 3), ((), 1728, 125), ((512,), 1728, 125)]  # hidden layers, features, classes


def start(contestants, hidden, features, classes):
    """Return for each contestant a call that makes an epoch; PyTorch's agrees with ours."""
    rng = np.random.default_rng(0)
    X = rng.random((ROWS, features), dtype=np.float32) - np.float32(0.5)
    y, order = rng.integers(classes, size=ROWS), rng.permutation(ROWS)
    layers = first_layers(X, [*hidden, classes], rng)
    calls = {name: make(layers, X, y, order) for name, (_, make) in contestants.items()}
    first = {name: np.asarray(call()) for name, call in calls.items() if name != "scikit-learn"}
    for name, weights in first.items():
        if not np.allclose(weights, first["ours"], rtol=1e-3, atol=1e-5):
            raise Disagreement(f"{name} and ours disagree after an epoch: nothing to time")
    return calls


def ours(layers, X, y, order):
    """Return our call, on NumPy; it returns the weights of the last layer."""
    settings = {"rate": RATE, "momentum": MOMENTUM, "weight_decay": DECAY, "batch_size": BATCH}
    state = layers, [(0 * W, 0 * b) for W, b in layers]

    def call():
        nonlocal state
        *state, _ = epoch(*state, X, y, order=order, **settings)
        return state[0][-1][0]

    return call


def pytorchs(layers, X, y, order):
    """Return PyTorch's call, with its own layers, loss and optimiser; autograd does the rest."""
    torch = import_module("torch")
    network = _network(torch, layers)
    weights = [a for a in network.parameters() if a.ndim == 2]
    biases = [a for a in network.parameters() if a.ndim == 1]
    groups = [{"params": weights, "weight_decay": DECAY}, {"params": biases}]
    optimiser = torch.optim.SGD(groups, RATE, momentum=MOMENTUM)
    X, y, order = (torch.from_numpy(a) for a in (X, y, order))

    def call():
        loss_sum = hits = 0
        for rows in order.split(BATCH):
            z = network(X[rows])
            loss = torch.nn.functional.cross_entropy(z, y[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            loss_sum += loss.detach() * len(rows)
            hits += (z.argmax(1) == y[rows]).sum()
        float(loss_sum), float(hits)
        return weights[-1].detach().T.clone()

    return call


def _network(torch, layers):
    """Return PyTorch's layers with these weights, a ReLU between two."""
    parts = []
    for W, b in layers:
        linear = torch.nn.Linear(*W.shape)
        linear.load_state_dict({"weight": torch.tensor(W.T), "bias": torch.tensor(b)})
        parts += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*parts[:-1])


def scikit_learns(layers, X, y, order):
    """Return scikit-learn's call: one pass of its MLPClassifier, in an order of its own."""
    MLPClassifier = import_module("sklearn.neural_network").MLPClassifier
    hidden = [W.shape[1] for W, _ in layers[:-1]]
    descent = {"solver": "sgd", "learning_rate_init": RATE, "momentum": MOMENTUM}
    model = MLPClassifier(
        hidden, batch_size=BATCH, nesterovs_momentum=False, alpha=DECAY, random_state=0, **descent
    )
    return lambda: model.partial_fit(X, y, classes=np.unique(y))


CONTESTANTS = {  # the package that each needs, and what makes its call
    "ours": ("numpy", ours),
    "PyTorch": ("torch", pytorchs),
    "scikit-learn": ("sklearn", scikit_learns),
}
