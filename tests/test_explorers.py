"""The explorers: numbers in Python, pictures without a kernel, and their modules in node."""

import base64
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import traitlets as t

from softmax_lib import div_by_sum, sigmoid, softmax
from softmax_lib.explorers import (
    AttentionExplorer,
    LogitsExplorer,
    SimplexExplorer,
    TemperatureExplorer,
    ThresholdExplorer,
    TwoClassesExplorer,
)

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "softmax_lib" / "explorers"
SCRIPTS = sorted((ROOT / "tests" / "explorers").glob("*.test.mjs"))

# For each explorer the states that are tried, here and in node; the first one is its default.
THREE = [[0.25, 1.23, -0.8], [0, 0, 0], [5, -5, 4.99], [1000, 999, -1000], [-1000, -1001, -1000]]
LESSON_06 = [[-0.25, 1, -0.75], [0.1, 0.9, 0.2], [0, 0.9, 0.1], [-1, -2, -3], [0.1, 0.2, -0.3]]
TWO = [[0.25, 1.23], [0, 0], [5, -5], [1000, 998], [-1000, 1000]]
EIGHT = [-2.9, -1.4, -0.6, -0.2, 0.2, 0.4, 1.4, 2.9]
FAR = [1000, -1000, 1, 0, -1, 300, -40, 40]
STATES = {
    AttentionExplorer: [{"d": d} for d in (64, 1, 2, 4, 8, 16, 32, 128, 256, 512, 1024)],
    ThresholdExplorer: [
        {"threshold": threshold, "x": x}
        for threshold, x in ((0.5, EIGHT), (0, FAR), (1, FAR), (0.7, FAR), (sigmoid(0.4), EIGHT))
    ],
    LogitsExplorer: [{"z": z} for z in THREE],
    SimplexExplorer: [{"z": z} for z in THREE + LESSON_06],
    TemperatureExplorer: [
        {"z": z, "T": T} for T, z in zip((1, 0.05, 50, 0.2, 2.5), THREE, strict=True)
    ],
    TwoClassesExplorer: [{"z": z} for z in TWO],
}
# For each explorer what is not a value, by trait.
WRONG = {
    AttentionExplorer: {"d": [0, 3, 2048, 64.5, np.nan, "64", [64], None]},
    ThresholdExplorer: {
        "threshold": [-0.1, 1.1, np.nan, "0.5", [0.5], None],
        "x": [EIGHT[:7], [*EIGHT[:7], np.inf], 0.0],
    },
    LogitsExplorer: {"z": [[1, 2], [1, 2, np.nan], [1, 2, np.inf], "abc", ["1", "2", "3"], None]},
    SimplexExplorer: {"z": [[1, 2], [1, 2, np.nan], [-np.inf, 2, 3], None]},
    TemperatureExplorer: {"T": [0, -1, 51, np.nan, np.inf, "1", [1], None], "z": [[1, 2], 1.0]},
    TwoClassesExplorer: {"z": [[1], [1, 2, 3], [np.nan, 0], 1.0, [[1], [2, 3]]]},
}
TRIED = [(kind, state) for kind, states in STATES.items() for state in states]
REFUSED = [
    (kind, trait, value)
    for kind, wrong in WRONG.items()
    for trait, values in wrong.items()
    for value in values
]


def plain(value):
    """Return a value as JSON knows it."""
    return value.tolist() if isinstance(value, np.ndarray) else value


def test_every_explorer_is_tried():
    from softmax_lib import explorers

    names = {kind.__name__ for kind in STATES}
    assert names == set(explorers.__all__) == {kind.__name__ for kind in WRONG}


@pytest.mark.parametrize(("kind", "state"), TRIED)
def test_values_are_set_and_read(kind, state):
    explorer = kind()
    for name, value in state.items():
        setattr(explorer, name, value)
        assert plain(getattr(explorer, name)) == pytest.approx(value)
    again = kind(**state)
    for name, value in explorer.derive().items():
        np.testing.assert_array_equal(getattr(explorer, name), value)
        np.testing.assert_array_equal(getattr(again, name), value)


@pytest.mark.parametrize("kind", STATES)
def test_the_first_state_is_the_default(kind):
    explorer = kind()
    assert {name: plain(getattr(explorer, name)) for name in explorer.values()} == STATES[kind][0]


@pytest.mark.parametrize(("kind", "trait", "value"), REFUSED)
def test_a_wrong_value_is_refused_and_named(kind, trait, value):
    explorer = kind()
    before = repr(explorer)
    with pytest.raises(t.TraitError, match=f"^{trait} must be .*{re.escape(repr(value))}$"):
        setattr(explorer, trait, value)
    assert repr(explorer) == before


@pytest.mark.parametrize("kind", STATES)
def test_what_follows_cannot_be_set(kind):
    explorer = kind()
    for name in explorer.derive():
        with pytest.raises(t.TraitError, match="read-only"):
            setattr(explorer, name, 0)


@pytest.mark.parametrize("kind", STATES)
def test_a_value_that_it_has_not_is_refused(kind):
    with pytest.raises(TypeError, match="has no logits; its values"):
        kind(logits=1)


@pytest.mark.parametrize("kind", STATES)
def test_an_observer_sees_the_new_value_and_what_follows(kind):
    explorer, seen = kind(), []

    def look(change):
        seen.append(plain(change.new))
        for name, value in explorer.derive().items():
            np.testing.assert_array_equal(getattr(explorer, name), value)

    state = STATES[kind][1]
    explorer.observe(look, list(state))
    for name, value in state.items():
        setattr(explorer, name, value)
        assert seen[-1] == value


@pytest.mark.parametrize("kind", STATES)
def test_the_browser_writes_values_as_lists(kind):
    explorer = kind()
    state = json.loads(json.dumps(explorer.get_state(explorer.values())))
    assert state == STATES[kind][0]
    explorer.set_state(STATES[kind][1])
    assert repr(explorer) == repr(kind(**STATES[kind][1]))


def test_an_array_of_scores_cannot_be_written_into():
    with pytest.raises(ValueError, match="read-only"):
        LogitsExplorer().z[0] = 1


def test_p_is_softmax():
    np.testing.assert_allclose(LogitsExplorer().p, [0.2491, 0.6637, 0.0872], atol=5e-5)
    two = TwoClassesExplorer(z=[3.2, 1.7])
    assert two.difference == pytest.approx(1.5)
    assert two.p[0] == pytest.approx(1 / (1 + np.exp(-1.5)))


@pytest.mark.parametrize(
    ("z", "said"),
    [
        (
            [0.25, 1.23, -0.8],
            "division by the sum gives 0.368, 1.809, -1.176, outside the triangle.",
        ),
        ([-0.25, 1, -0.75], "division by the sum gives no point, as the sum is 0."),
        ([0.1, 0.9, 0.2], "division by the sum gives 0.083, 0.750, 0.167, inside the triangle."),
        ([-1, -2, -3], "gives 0.167, 0.333, 0.500, inside, order reversed."),
    ],
)
def test_it_is_said_where_division_puts_the_scores(z, said):
    explorer = SimplexExplorer(z=z)
    assert repr(explorer).endswith(said)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(explorer.shares, div_by_sum(z))


def test_a_temperature_moves_the_entropy_from_0_to_ln_3():
    explorer = TemperatureExplorer()
    assert explorer.entropy == pytest.approx(-sum(p * np.log(p) for p in explorer.p))
    explorer.T = 0.05
    assert 0 <= explorer.entropy < 1e-6
    explorer.T = 50
    assert explorer.entropy == pytest.approx(np.log(3), abs=1e-3)
    assert explorer.p.argmax() == 1


def test_exactly_at_the_threshold_is_not_above_it():
    explorer = ThresholdExplorer()
    explorer.threshold = explorer.p[3]
    assert explorer.decisions.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert explorer.score == pytest.approx(explorer.x[3])


def test_without_the_root_of_d_attention_is_nearly_one_hot():
    explorer = AttentionExplorer(d=1024)
    scaled = softmax(explorer.scores / np.sqrt(1024))
    np.testing.assert_array_equal(explorer.weights, scaled)
    assert explorer.unscaled.max(axis=-1).mean() > 0.9
    assert explorer.weights.max(axis=-1).mean() < 0.5
    explorer.d = 1
    np.testing.assert_array_equal(explorer.weights, explorer.unscaled)


@pytest.mark.parametrize(("kind", "state"), TRIED)
def test_a_page_without_kernel_shows_picture_and_sentence(kind, state):
    explorer = kind(**state)
    data, _ = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert data["text/plain"] == repr(explorer) == repr(kind(**state))
    assert repr(explorer).startswith(f"{kind.__name__}: ")
    assert not re.search(r"0x|array|nan|None", repr(explorer))
    assert "application/vnd.jupyter.widget-view+json" in data


@pytest.mark.parametrize("kind", STATES)
def test_the_module_imports_nothing(kind):
    script = kind()._esm
    assert not re.search(r"^\s*import\b|\bimport\(|https?://(?!www\.w3\.org)", script, flags=re.M)
    assert len(re.findall(r"^export default ", script, flags=re.MULTILINE)) == 1


def test_all_scripts_together_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.js")) < 40_000


@pytest.fixture(scope="module")
def node():
    """Return the path of node, or skip; in CI it must be there."""
    found = shutil.which("node")
    if not found and os.environ.get("CI") != "true":
        pytest.skip("node is not here (Debian: apt install nodejs); it runs the explorers' code")
    assert found, "in CI the tests of the explorers' JavaScript must run: install nodejs"
    return found


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    """Return a file with values by softmax_lib, which the tests in JavaScript compare with."""
    rows = [*THREE, [1, 2, 3], [709, 709, 709]]
    found = {
        "functions": [
            {
                "z": z,
                "p": softmax(z).tolist(),
                "nats": float(-sum(p * np.log(p) for p in softmax(z) if p > 0)),
                "shares": div_by_sum(z).tolist() if sum(z) else None,
            }
            for z in rows
        ],
        "sigmoid": [{"x": x, "p": float(sigmoid(x))} for x in (-1000, -3, 0, 0.98, 40, 1000)],
        "format": [
            {"value": value, "digits": digits, "text": f"{value:.{digits}f}".replace("-", "−")}
            for value in (0.0625, 0.1875, 2.5, 3.5, -0.125, 0.0005, 0.6637, 1000, -1.005, 148.413)
            for digits in (0, 1, 2, 3)
            if float(f"{value:.{digits}f}") != 0 or value > 0
        ],
    }
    for kind, state in TRIED:
        derived = {name: plain(value) for name, value in kind(**state).derive().items()}
        in_browser = kind(**state).get_state(list(kind.class_own_traits(sync=True)))
        case = {"state": in_browser, "derived": derived}
        found.setdefault(kind.__name__, []).append(case)
    path = tmp_path_factory.mktemp("explorers") / "cases.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_javascript(node, cases, script):
    result = subprocess.run(
        [node, "--test", script],
        env=os.environ | {"EXPLORER_CASES": str(cases)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("kind", STATES)
def test_the_joined_module_is_one_that_a_browser_loads(node, tmp_path, kind):
    path = tmp_path / "joined.mjs"
    path.write_text(kind()._esm, encoding="utf-8")
    code = f"import(String.raw`{path.as_uri()}`).then((m) => console.log(typeof m.default.render))"
    command = [node, "--input-type=module", "-e", code]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert result.stdout.strip() == "function", result.stderr
