"""The training benchmark compares like with like and tells what it found; no test measures time."""

import json

import numpy as np
import pytest
from libraries import needs

from benchmarks import _figures, training
from benchmarks import _training_accuracy as accuracy
from benchmarks import _training_speed as speed
from benchmarks._contestants import Disagreement
from softmax_lib import SoftmaxClassifier, load_animals
from softmax_lib.data import ARTISTS

FASTER = {"hidden": [5], "features": 4, "classes": 3, "ours is faster": {"PyTorch": 2.0}}
REACHED = {"name": "tiny", "runs": [{"top-1": 0.25, "top-5": 0.5}, {"top-1": 0.75, "top-5": 1.0}]}


@pytest.fixture
def small(monkeypatch):
    """Make the work small: few rows, three animals, a tiny network."""
    monkeypatch.setattr(speed, "ROWS", 256)
    monkeypatch.setattr(speed, "CASES", [((4,), 6, 3)])
    six = load_animals(load_animals("all").names[:6])
    monkeypatch.setattr(accuracy, "load_animals", lambda classes: six)

    def tiny(seed):
        return SoftmaxClassifier((4,), random_state=seed, epochs=3)

    monkeypatch.setattr(accuracy, "MODELS", {"tiny": ("numpy", tiny, accuracy.rows)})


def test_all_take_the_same_steps():
    needs("torch")
    assert set(speed.start(speed.CONTESTANTS, (4,), 6, 3)) == {"ours", "PyTorch", "scikit-learn"}


def test_other_steps_are_not_timed(small, monkeypatch):
    needs("torch")
    lazy = dict(speed.CONTESTANTS, PyTorch=("torch", lambda layers, *_: lambda: layers[-1][0]))
    with pytest.raises(Disagreement, match="PyTorch and ours disagree"):
        speed.start(lazy, (4,), 6, 3)


def test_inputs_and_labels_belong_together():
    drawings, _ = load_animals().split("twemoji")
    X, y = accuracy.inputs(drawings, 0, 2, lambda rgba, rng: rgba[:, 20, 20].astype(float))
    expected, labels = drawings.labelled()
    assert X.tolist() == 2 * expected[:, 20, 20].tolist()
    assert y.tolist() == 2 * labels.tolist()


def test_the_whole_benchmark_reports_and_writes(small, tmp_path, capsys):
    given = ["--out", str(tmp_path), "--pictures", "3", "--seeds", "2", "--seconds", "0"]
    training.main(given)
    found = json.loads((tmp_path / "training.json").read_text(encoding="utf-8"))
    runs = found["accuracy"][0]["runs"]
    assert len(runs) == 2
    mean = np.mean([run["top-1"] for run in runs])
    said = capsys.readouterr().out
    assert (tmp_path / "training.md").read_text(encoding="utf-8").startswith(said)
    assert f"{mean:.3f} (" in said
    assert "6 → 4 → 3" in said
    assert found["machine"] in said


def test_rows_per_second_are_drawn_as_multiples_of_ours():
    assert repr(_figures.throughput({"throughput": [FASTER]})).endswith("PyTorch 0.5 – 0.5.")


def test_each_seed_has_its_accuracies_in_the_figure():
    words = "top-1 0.25 – 0.75; top-5 0.5 – 1."
    assert repr(_figures.accuracy({"accuracy": [REACHED]})).endswith(words)


@pytest.mark.parametrize(
    ("part", "other"), [("accuracy", "throughput"), ("throughput", "accuracy")]
)
def test_what_was_not_measured_has_no_figure(small, tmp_path, part, other):
    given = ["--part", part, "--pictures", "2", "--seeds", "1", "--seconds", "0"]
    training.main([*given, "--out", str(tmp_path)])
    assert (tmp_path / f"{part}.png").exists()
    assert not (tmp_path / f"{other}.png").exists()


def test_the_temperature_is_fitted_on_artists_whom_the_model_has_not_learnt_from(monkeypatch):
    learnt, fitted = [], []

    def watch(drawings, seed, repeats, vary):
        (learnt if len(learnt) == len(fitted) else fitted).append(set(drawings.styles))
        return np.zeros((3, 2)), np.array([0, 1, 1])

    monkeypatch.setattr(accuracy, "inputs", watch)
    known, _ = load_animals("all").split("twemoji")
    accuracy.fitted_temperature(lambda seed: SoftmaxClassifier(epochs=1), known, 1, None)
    assert len(fitted) == 3
    for seen, unseen in zip(learnt, fitted, strict=True):
        assert {ARTISTS[s] for s in seen}.isdisjoint(ARTISTS[s] for s in unseen)


@pytest.mark.parametrize(("package", "kept"), [("torch", True), ("numpy", False)])
def test_weights_are_kept_of_what_learns_with_pytorch(small, tmp_path, monkeypatch, package, kept):
    needs(package)
    monkeypatch.setattr(accuracy, "MODELS", {"tiny": (package, *accuracy.MODELS["tiny"][1:])})
    file = tmp_path / "weights.npz"
    given = ["--part", "accuracy", "--pictures", "2", "--seeds", "1"]
    training.main([*given, "--weights", str(file)])
    assert file.exists() == kept
