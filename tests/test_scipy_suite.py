"""SciPy's own tests of softmax and log_softmax pass on ours, over every backend that is here."""

import os
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

SUITE = "scipy.special.tests.test_logsumexp"
CLASSES = "TestSoftmax or TestLogSoftmax"
BACKENDS = {
    name: find_spec(name.partition(".")[0]) is not None
    for name in ("numpy", "array_api_strict", "torch", "jax.numpy", "dask.array")
}


def outcomes(folder, **environment):
    """Run SciPy's tests on our functions; return Counters of outcomes by backend, and the log.

    A test that SciPy expects to fail on a backend runs too (`--runxfail`), and ours must pass it.
    """
    report, settings = folder / "report.xml", folder / "pytest.ini"
    settings.write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--pyargs", SUITE, "-k", CLASSES, "--runxfail", "-q"]
    command += ["-p", "scipy_suite_plugin", "-p", "no:cacheprovider", "-c", settings]
    done = subprocess.run(
        [*command, f"--rootdir={folder}", f"--junitxml={report}"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)} | environment,
        capture_output=True,
        text=True,
    )
    assert report.exists(), done.stdout + done.stderr
    counts = {}
    for case in ElementTree.parse(report).iter("testcase"):
        backend = case.get("name").partition("[")[2].rstrip("]").partition("-")[0] or "numpy"
        outcome = next((child.tag for child in case if child.tag != "properties"), "passed")
        counts.setdefault(backend, Counter())[outcome] += 1
    return counts, done.stdout


@pytest.fixture(scope="module")
def suite(tmp_path_factory):
    """Return the outcomes of the suite on our functions as they are."""
    if find_spec(SUITE.rpartition(".")[0]) is None:
        pytest.skip("this SciPy was installed without its tests")
    return outcomes(tmp_path_factory.mktemp("suite"), SCIPY_ARRAY_API="1")


@pytest.mark.parametrize("backend", BACKENDS)
def test_scipys_tests_pass_on(backend, suite):
    if not BACKENDS[backend]:
        pytest.skip(f"{backend} is not installed")
    counts, log = suite
    assert set(counts[backend]) == {"passed"}, log
    assert counts[backend]["passed"] >= 10


def test_scipys_tests_fail_on_a_softmax_that_is_off_by_a_thousandth(suite, tmp_path):
    counts, _ = outcomes(tmp_path, SCIPY_ARRAY_API="", SOFTMAX_IS_BROKEN="1")
    assert counts["numpy"]["failure"] >= 10
