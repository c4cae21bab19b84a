"""Facts about the files around the course: environments, addresses, layers, style."""

import ast
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from rattler import MatchSpec
from ruff import find_ruff_bin

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
SPECS = [line for line in ENVIRONMENT["dependencies"] if isinstance(line, str)]
# conda's `python=3.12` is pip's `python==3.12.*`; the rest is spelled alike.
GIVEN = [Requirement(re.sub(r"(?<=\w)=([\d.]+)$", r"==\1.*", line)) for line in SPECS]
EXTRAS = PROJECT["optional-dependencies"]
REQUIREMENTS = [Requirement(line) for line in chain(PROJECT["dependencies"], *EXTRAS.values())]
NEEDED = {Requirement(line).name for line in PROJECT["dependencies"] + EXTRAS["lab"]}
NEEDED |= {"python", "pip", "nbval"}
# Parts of one host name each, because this file is searched, too.
REGISTRIES = re.compile("|".join(map(re.escape, [
    "pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com",
    "ana" + "conda.org", "deb." + "debian.org", "download." + "pytorch.org",
])))  # fmt: skip
# From the top down: a module imports only from lines below its own.
LAYERS = [
    {"selftest"},
    {"explorers"},
    {"plots"},
    {"rates", "growth"},
    {"classifier", "convnet"},
    {"estimator"},
    {"spread", "filters", "disguises"},
    {"network", "inputs"},
    {"trust", "attention", "fused"},
    {"losses", "gradients"},
    {"functions"},
    {"arrays", "chunks", "devices", "data", "stopwatch", "roofline", "kernels"},
]
HEAVY = "matplotlib seaborn pandas scipy torch triton IPython ipywidgets anywidget tqdm jax dask"
HEAVY += " distributed cupy"


def tracked() -> list[Path]:
    """Return the text files that git knows, or would add."""
    if not (ROOT / ".git").exists():
        pytest.skip("this folder is no git checkout, so nobody knows which files belong to it")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = {ROOT / name for name in names.split("\0") if name}
    return sorted(path for path in paths if path.is_file() and path.suffix not in (".npz", ".png"))


def holding(pattern: re.Pattern, without_generated: bool = False) -> list[str]:
    """Return the tracked files that hold a match of `pattern`."""
    found = []
    for path in tracked():
        text = path.read_text(encoding="utf-8")
        if without_generated:
            text = (
                ""
                if path.suffix == ".ipynb"
                else re.sub(r"(?s)<!-- (\w+) -->.*?<!-- /\1 -->", "", text)
            )
        if pattern.search(text):
            found.append(path.relative_to(ROOT).as_posix())
    return found


def modules() -> list[Path]:
    """Return the modules of softmax_lib, without the package's own __init__."""
    return [
        path
        for path in (ROOT / "softmax_lib").rglob("*.py")
        if path.parent != ROOT / "softmax_lib" or path.stem != "__init__"
    ]


def imports(path: Path) -> set[str]:
    """Return the dotted names of all that a file imports, at its top or inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
            assert node.level == 0, f"{path}: imports are absolute"
    return found


def layer(name: str) -> int:
    """Return how far from the top a module of softmax_lib is."""
    for depth, names in enumerate(LAYERS):
        if name in names:
            return depth
    raise AssertionError(f"softmax_lib.{name} is in no layer: give it one here")


@pytest.mark.parametrize("spec", SPECS)
def test_conda_can_read_each_line_of_the_environment(spec):
    assert MatchSpec(spec, strict=True).name.normalized in NEEDED


def test_the_environment_holds_what_pyproject_asks_for_and_no_more():
    assert {given.name for given in GIVEN} == NEEDED


def test_the_environment_has_the_bounds_of_pyproject():
    bounds = {requirement.name: requirement.specifier for requirement in REQUIREMENTS}
    differ = [line for line in GIVEN if bounds.get(line.name, line.specifier) != line.specifier]
    assert differ == []


def test_the_environment_has_a_python_that_the_course_is_tested_with():
    (python,) = (line.specifier for line in GIVEN if line.name == "python")
    admitted = [minor for minor in range(5, 30) if python.contains(f"3.{minor}.9")]
    assert admitted
    assert set(admitted) <= {11, 12, 13}


def test_each_package_of_the_environment_has_its_reason():
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if re.match(r"  - [\w-]+ ?[>=<]", line)]
    assert len(packages) == len(SPECS)
    assert [line for line in packages if not re.search(r" # \w+", line)] == []


def test_binder_copies_the_course_before_it_installs_it():
    result = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", ROOT],
        capture_output=True,
        text=True,
    )
    dockerfile = result.stderr + result.stdout
    assert result.returncode == 0, dockerfile
    assert "Building conda environment for python=3.12" in dockerfile
    copied = re.search(r"^COPY .*src/ \$\{REPO_DIR\}", dockerfile, flags=re.MULTILINE)
    installed = re.search(r"env update .*environment\.yml", dockerfile)
    assert copied.start() < installed.start()


def test_the_address_of_the_repository_stands_once():
    slug = PROJECT["urls"]["Repository"].removeprefix("https://github.com/")
    assert holding(re.compile(re.escape(slug)), without_generated=True) == ["pyproject.toml"]


def test_no_file_names_a_package_registry():
    assert holding(REGISTRIES) == []


def test_no_file_names_the_folder_that_it_was_made_in():
    assert holding(re.compile(rf"{re.escape(str(ROOT))}\b")) == []


def test_constraints_are_pins_and_nothing_else():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line)] == []


def test_constraints_pin_every_dependency_within_its_bounds():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pins = {line.split("==")[0].lower(): line.split("==")[1].split(" ")[0]
            for line in text.splitlines() if "==" in line}  # fmt: skip
    for requirement in REQUIREMENTS:
        assert pins[requirement.name.lower()] in requirement.specifier


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_from_layers_below_its_own(path):
    me = path.relative_to(ROOT / "softmax_lib").with_suffix("").parts[0]
    ours = {name.split(".")[1] for name in imports(path) if name.startswith("softmax_lib.")} - {me}
    assert [name for name in ours if layer(name) <= layer(me)] == []
    assert not any(name.split(".")[0] in ("tools", "tests", "exercises") for name in imports(path))


@pytest.mark.parametrize("library", ["matplotlib", "seaborn"])
def test_only_plots_draw(library):
    drawing = {
        path for path in modules() if library in {name.split(".")[0] for name in imports(path)}
    }
    assert drawing
    assert {path.parent.name for path in drawing if path.stem != "selftest"} == {"plots"}


def test_importing_the_library_loads_nothing_heavy():
    code = f"import sys, softmax_lib; print(*(set({HEAVY.split()}) & set(sys.modules)))"
    command = [sys.executable, "-I", "-c", code]  # -I: the folder of the tests is not on the path
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


def test_ruff_finds_nothing():
    result = subprocess.run(
        [find_ruff_bin(), "check", "."], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout


def test_course_py_is_formatted_as_ruff_does():
    command = [find_ruff_bin(), "format", "--check", "course.py", "tests/test_course.py"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0


def test_the_readme_quotes_only_what_a_benchmark_printed():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    quoted = readme.split("<!-- measured -->")[1].split("<!-- /measured -->")[0].splitlines()
    reports = sorted((ROOT / "docs" / "measured").glob("*.md"))
    printed = {line for path in reports for line in path.read_text(encoding="utf-8").splitlines()}
    numbers = [line for line in quoted if any(map(str.isdigit, line))]
    assert numbers
    assert [line for line in numbers if line not in printed] == []
