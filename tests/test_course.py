"""Facts about course.py: what it installs and when, what it says when it cannot, and `lab`."""

import ast
import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import course

ROOT = Path(__file__).parents[1]
FAKE_UV = f"""\
import json, os, sys, venv
from pathlib import Path

with Path(os.environ["FAKE_UV_LOG"]).open("a") as log:
    print(json.dumps(sys.argv[1:]), file=log)
if sys.argv[1] == "venv":
    venv.create(sys.argv[-1])
    site = next(Path(sys.argv[-1]).glob("lib/python*/site-packages"))
    (site / "borrowed.pth").write_text({sysconfig.get_path("purelib")!r})  # pip, jupyterlab
elif "FAKE_UV_FAILS" in os.environ:
    sys.exit("error: no such package")
"""
posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")


class Copy:
    """A small copy of the repository, with a stand-in for uv that notes what it was asked."""

    def __init__(self, folder: Path):
        self.root, self.log = folder / "course", folder / "log"
        (self.root / "notebooks").mkdir(parents=True)
        for name in ("course.py", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.root)
        for name in ("00_start_here", "04_softmax_derivation"):
            (self.root / "notebooks" / f"{name}.ipynb").write_text('{"cells": []}')
        (folder / "outside.ipynb").touch()
        (folder / "uv.py").write_text(FAKE_UV)
        uv = folder / "bin" / "uv"
        uv.parent.mkdir()
        uv.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{folder / "uv.py"}" "$@"\n')
        uv.chmod(0o755)
        path = os.pathsep.join([str(uv.parent), os.environ["PATH"]])
        places = {f"JUPYTER_{kind}_DIR": str(folder / kind) for kind in ("CONFIG", "DATA")}
        places["JUPYTERLAB_DIR"] = str(Path(sys.prefix) / "share" / "jupyter" / "lab")
        self.env = os.environ | {"PATH": path, "FAKE_UV_LOG": str(self.log)} | places

    def start(self, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "course.py", *arguments]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=self.root, env=self.env, text=True, **pipes)

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        with self.start(*arguments) as process:
            try:
                out, err = process.communicate(timeout=60)
            finally:
                process.terminate()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def steps(self) -> list:
        """What uv was asked since the last look: 'venv', or the extras that it should install."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        asked = [json.loads(line) for line in lines]
        return ["venv" if step[0] == "venv" else step[-1] for step in asked]


@pytest.fixture
def copy(tmp_path):
    return Copy(tmp_path)


@pytest.fixture
def ready(copy):
    assert copy.run("setup", "lab", "test").returncode == 0
    copy.steps()
    return copy


def test_alone_it_prints_its_commands(copy):
    result = copy.run()
    assert result.returncode == 0
    assert all(f"course.py {name}" in result.stdout for name in ("lab", "test", "build", "bench"))


def test_python_3_8_can_parse_it():
    ast.parse((ROOT / "course.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_an_older_python_gets_one_sentence(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is Python 3\.8"):
        runpy.run_path(str(ROOT / "course.py"))


@pytest.mark.parametrize(
    ("arguments", "there"),
    [
        (["lap"], "there are: lab, test, build, bench, setup"),
        (["lab", "7"], "notebooks/00_start_here.ipynb, notebooks/04_softmax_derivation.ipynb"),
        (["lab", "../outside.ipynb"], "notebooks/00_start_here.ipynb"),
        (["setup", "tests"], "there are lab, test, torch, scale"),
        (["bench", "hardmax"], "there are: all"),
    ],
)
def test_what_is_unknown_gets_one_sentence_that_lists_what_there_is(copy, arguments, there):
    result = copy.run(*arguments)
    assert result.returncode == 1
    assert re.fullmatch(r"There is no .*\n", result.stderr)
    assert there in result.stderr
    assert copy.steps() == []


@posix
def test_set_up_happens_once(copy):
    copy.run("setup")
    assert copy.steps() == ["venv", ".[lab]"]
    copy.run("setup")
    assert copy.steps() == []


@posix
@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_set_up_happens_again_when_a_file_asks_for_something_else(ready, name):
    with (ready.root / name).open("a") as file:
        file.write("# changed\n")
    ready.run("setup")
    assert ready.steps() == [".[lab]"]
    ready.run("setup", "lab", "test")
    assert ready.steps() == [".[lab,test]"]


@posix
def test_an_extra_is_added_to_the_same_environment(copy):
    copy.run("setup", "lab")
    copy.run("setup", "test")
    assert copy.steps() == ["venv", ".[lab]", ".[test]"]
    copy.run("setup", "lab", "test")
    assert copy.steps() == []


@posix
@pytest.mark.parametrize("harm", ["other Python", "other folder", "no Python", "no pip"])
def test_an_environment_that_cannot_be_used_is_made_anew(ready, harm):
    venv = ready.root / ".venv"
    stamp = venv / "course.json"
    if harm.startswith("other"):
        place = f"Python 3.10 in {ready.root}" if "Python" in harm else f"{course.VERSION} in /old"
        stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"made for": place}))
    else:
        missing = "bin/python" if harm == "no Python" else "lib/python*/site-packages/borrowed.pth"
        next(venv.glob(missing)).unlink()
    ready.run("setup")
    assert ready.steps() == ["venv", ".[lab]"]


@posix
def test_an_environment_that_cannot_be_removed_gets_one_sentence(copy):
    (copy.root / ".venv").write_text("not a folder")
    result = copy.run("setup")
    assert re.fullmatch(r"\.venv is broken: remove it by hand, then .*\n", result.stderr)


@posix
def test_an_environment_made_by_hand_is_kept(ready):
    (ready.root / ".venv" / "course.json").unlink()
    ready.run("setup")
    assert ready.steps() == [".[lab]"]


@posix
def test_a_step_that_fails_is_one_sentence_with_the_command_to_repeat(ready):
    constraints = ready.root / "constraints.txt"
    before = constraints.read_text()
    constraints.write_text("# changed")
    ready.env["FAKE_UV_FAILS"] = "yes"
    result = ready.run("lab")
    assert result.returncode == 1
    assert "error: no such package" in result.stdout
    assert re.fullmatch(r"Setting up failed, .* repeat: .*course\.py setup lab\n", result.stderr)
    constraints.write_text(before)
    ready.steps()
    assert ready.run("lab").returncode == 1, "what the failed step has left counts as set up"


def test_what_pip_says_last_is_shown(capfd):
    no_index = ["--isolated", "--index-url", "http://127.0.0.1:9/simple", "--retries", "0"]
    command = [sys.executable, "-m", "pip", "install", *no_index, "no-such-package"]
    with pytest.raises(course.Stop, match=r"then repeat: .*course\.py setup lab test"):
        course.install_step(command, ("lab", "test"))
    assert "ERROR: No matching distribution found for no-such-package" in capfd.readouterr().out


def test_a_python_without_ensurepip_is_told_which_package_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(course.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(course, "VENV", tmp_path / ".venv")
    with pytest.raises(course.Stop, match=r"sudo apt install python3\.\d+-venv, then .* lab"):
        course.make_venv(None, ("lab",))


@posix
def test_test_returns_the_exit_status_of_pytest(ready):
    (ready.root / "pytest.py").write_text("import sys; sys.exit(len(sys.argv))")
    assert ready.run("test", "-x", "--lf").returncode == 3
    assert ready.steps() == []


@pytest.fixture
def benchmarks(ready):
    """Two benchmarks that say what they are given; the first then fails, or ends by Ctrl-C."""
    (ready.root / "benchmarks").mkdir()
    say = "import os, sys; print(*sys.argv[1:], flush=True); "
    for name, then in {"a": "eval(os.environ.get('THEN', 'sys.exit(3)'))", "b": ""}.items():
        (ready.root / "benchmarks" / f"{name}.py").write_text(say + then)
    return ready


@posix
def test_all_benchmarks_run_with_the_same_arguments_though_one_fails(benchmarks):
    result = benchmarks.run("bench", "all", "--out", "x")
    assert (result.returncode, result.stdout) == (1, "\n# a\n\n--out x\n\n# b\n\n--out x\n")


@posix
def test_one_benchmark_alone_gives_its_own_exit_status(benchmarks):
    result = benchmarks.run("bench", "a", "--out", "x")
    assert (result.returncode, result.stdout) == (3, "--out x\n")
    assert "there are: a, b, all." in benchmarks.run("bench", "c").stderr


@posix
def test_ctrl_c_ends_all_benchmarks(benchmarks):
    benchmarks.env["THEN"] = "os.kill(os.getpid(), 2)"
    result = benchmarks.run("bench", "all")
    assert (result.returncode, result.stdout) == (130, "\n# a\n\n\n")


def test_lab_takes_the_next_port_when_one_is_taken():
    first = course.free_port(None)
    with socket.create_server((course.HOST, first)):
        assert course.free_port(None) > first


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_a_port_that_does_not_exist_gets_one_sentence(port):
    with pytest.raises(course.Stop, match=f"from 1 to 65535, not {port}"):
        course.free_port(port)


@posix
def test_a_port_that_is_taken_gets_one_sentence(ready):
    with socket.create_server((course.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        result = ready.run("lab", "--no-browser", "--port", str(port))
    assert result.returncode == 1
    assert re.fullmatch(rf"Port {port} cannot be used .*\n", result.stderr)


@posix
def test_lab_answers_at_the_address_that_it_prints_until_ctrl_c(copy):
    with copy.start("lab", "4", "--no-browser") as process:
        lines = [process.stdout.readline() for _ in range(5)]
        address = re.search(r"http://\S+\?token=(\w+)", "".join(lines))
        try:
            assert address, (lines, process.stderr)
            assert "/lab/tree/notebooks/04_softmax_derivation.ipynb?" in address[0]
            assert urllib.request.urlopen(address[0], timeout=20).status == 200
        finally:
            process.send_signal(signal.SIGINT)
            rest, complaints = process.communicate(timeout=20)
    assert (process.returncode, complaints) == (130, "")
    assert address[1] not in rest
    assert copy.steps() == ["venv", ".[lab]"]
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address[0], timeout=5)


@posix
def test_lab_that_does_not_start_shows_why(ready):
    (ready.root / "jupyterlab.py").write_text("raise SystemExit('out of order')")
    ready.env["PYTHONPATH"] = str(ready.root)
    result = ready.run("lab", "--no-browser")
    assert result.returncode == 1
    assert "out of order" in result.stdout
    assert re.fullmatch(r"JupyterLab did not start\. .*lab\.log\n", result.stderr)


def test_the_token_is_on_no_command_line(monkeypatch, tmp_path):
    seen = {}
    monkeypatch.setattr(course, "VENV", tmp_path)
    monkeypatch.setattr(course, "LAB_LOG", tmp_path / "log")
    monkeypatch.setattr(subprocess, "Popen", lambda command, **how: seen.update(how, to=command))
    course.start_lab(Path("a.ipynb"), 8888, "s3cret", no_browser=False)
    assert "s3cret" not in " ".join(map(str, seen["to"]))
    assert seen["env"]["JUPYTER_TOKEN"] == "s3cret"
    assert "--no-browser" not in seen["to"]
