"""Google Colab keeps every package that it ships when the course is installed there."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from uv import find_uv_bin

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "tests" / "colab.txt"


def pins(text: str) -> dict[str, str]:
    """Return the versions in a list of requirements, by package."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", text, flags=re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def resolve(*more: str) -> subprocess.CompletedProcess:
    """Resolve the course's base dependencies, and `more`, beside what Colab ships."""
    command = [find_uv_bin(), "pip", "compile", "pyproject.toml", "-", "-c", SHIPPED, "--quiet"]
    target = ["--python-version", "3.13", "--python-platform", "linux", "--no-python-downloads"]
    result = subprocess.run(
        [*command, *target],
        cwd=ROOT,
        env=os.environ | {"UV_HTTP_RETRIES": "1"},
        input="\n".join(more),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if re.search(r"client error \(Connect\)|timed out", result.stderr):
        pytest.skip("no package index answers, so nothing can be resolved")
    return result


def test_installing_the_course_replaces_nothing():
    result = resolve()
    assert result.returncode == 0, result.stderr
    shipped, needed = pins(SHIPPED.read_text(encoding="utf-8")), pins(result.stdout)
    replaced = [name for name in needed if shipped.get(name, needed[name]) != needed[name]]
    assert replaced == []
    # jedi: IPython asks for it, and Colab took it out.
    assert needed.keys() - shipped == {"array-api-compat", "array-api-strict", "filelock", "jedi"}


@pytest.mark.parametrize("dependency", ["ipywidgets>=8", "numpy>=2.2"])
def test_a_dependency_that_would_replace_a_package_is_found_out(dependency):
    result = resolve(dependency)
    assert result.returncode == 1
    assert "your requirements are unsatisfiable" in " ".join(result.stderr.split())
