"""The training benchmark compares like with like and tells what it found; no test measures time."""

import json

import numpy as np
import pytest
from libraries import needs

from benchmarks import _training_accuracy as accuracy
from benchmarks import _training_speed as speed
from benchmarks import training
from benchmarks._contestants import Disagreement
from softmax_lib import SoftmaxClassifier, load_animals


@pytest.fixture
def small(monkeypatch):
    """Make the work small: few rows, three animals, a tiny network."""
    monkeypatch.setattr(speed, "ROWS", 256)
    monkeypatch.setattr(speed, "CASES", [((4,), 6, 3)])
    six = load_animals(load_animals("all").names[:6])
    monkeypatch.setattr(accuracy, "load_animals", lambda classes: six)
    tiny = ("numpy", lambda seed: SoftmaxClassifier((4,), random_state=seed, epochs=3), 8, True)
    monkeypatch.setattr(accuracy, "MODELS", {"tiny": tiny})


def test_all_take_the_same_steps():
    needs("torch")
    assert set(speed.start(speed.CONTESTANTS, (4,), 6, 3)) == {"ours", "PyTorch", "scikit-learn"}


def test_other_steps_are_not_timed(small, monkeypatch):
    needs("torch")
    lazy = dict(speed.CONTESTANTS, PyTorch=("torch", lambda layers, *_: lambda: layers[-1][0]))
    with pytest.raises(Disagreement, match="PyTorch and ours disagree"):
        speed.start(lazy, (4,), 6, 3)


def test_pictures_and_labels_belong_together():
    drawings, _ = load_animals().split("twemoji")
    X, y = accuracy.pictures(drawings, 0, 2, 8, True)
    assert X.shape == (48, 192)
    assert y.tolist() == 2 * ([0] * 8 + [1] * 8 + [2] * 8)
    np.testing.assert_allclose(X.mean(axis=1), 0, atol=1e-6)
    np.testing.assert_allclose(X.std(axis=1), 1 / 3, rtol=1e-5)


def test_the_whole_benchmark_reports_and_writes(small, tmp_path, capsys):
    file = tmp_path / "found.json"
    training.main(["--json", str(file), "--pictures", "3", "--seeds", "2", "--seconds", "0"])
    found = json.loads(file.read_text(encoding="utf-8"))
    runs = found["accuracy"][0]["runs"]
    assert len(runs) == 2
    mean = np.mean([run["top-1"] for run in runs])
    said = capsys.readouterr().out
    assert f"{mean:.3f} (" in said
    assert "6 → 4 → 3" in said
    assert found["machine"] in said
