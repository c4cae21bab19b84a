"""Set up, open, test and build the course on softmax (on Windows: py course.py ...).

    python3 course.py lab [NOTEBOOK] [--no-browser] [--port N]
                                    open the course; NOTEBOOK is a path, or a number such as 04
    python3 course.py test [...]    run the tests; whatever follows goes to pytest
    python3 course.py build [NN]    build all notebooks, or those of lesson NN, from notebooks/src
    python3 course.py bench [NAME] [--out FOLDER]
                                    measure; NAME is a file in benchmarks, or all; softmax if left
                                    out; FOLDER gets the numbers, the text and the plots
    python3 course.py setup [EXTRA ...]
                                    only install: the extras of pyproject.toml, lab if left out

Each command first installs what it lacks, in .venv beside this file and nowhere else.
"""

import argparse
import hashlib
import http.client
import importlib.util
import json
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

VERSION = "Python {}.{}".format(*sys.version_info)
if sys.version_info < (3, 11):  # noqa: UP036 (a person with an older one should read a sentence)
    sys.exit(f"The course needs Python 3.11 or newer, and this is {VERSION}: install a newer one.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "course.json"  # for each extra installed, the hash of the files that ask for it
LAB_LOG = VENV / "lab.log"
MADE_FOR = f"{VERSION} in {ROOT}"
AGAIN = "py course.py" if os.name == "nt" else "python3 course.py"
HOST = "127.0.0.1"
NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}


class Stop(Exception):
    """What a person should read instead of a traceback."""


def set_up(*extras: str) -> None:
    """Make .venv and install the course with `extras`, unless that is done already."""
    files = (ROOT / "pyproject.toml", ROOT / "constraints.txt")
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    usable = is_usable()
    stamp = read_stamp() if usable else {}
    if all(stamp.get(extra) == wanted for extra in extras):
        return
    uv, start = shutil.which("uv"), time.monotonic()
    print(f"Setting up .venv with {'uv' if uv else 'pip'}, once: {', '.join(extras)}", flush=True)
    if not usable:
        make_venv(uv, extras)
    STAMP.unlink(missing_ok=True)  # from here until the end it would not be true
    tool = [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install"]
    install_step([*tool, "-c", "constraints.txt", "-e", f".[{','.join(extras)}]"], extras)
    stamp |= {"made for": MADE_FOR} | dict.fromkeys(extras, wanted)
    STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    print(f"Set up in {time.monotonic() - start:.0f} s.", flush=True)


def is_usable() -> bool:
    """Whether .venv works, has pip, and was made by this version of Python for this folder."""
    probe = "import sys, pip; print('Python {}.{}'.format(*sys.version_info))"
    try:
        found = subprocess.run([PYTHON, "-I", "-c", probe], capture_output=True, text=True)
    except OSError:
        return False
    same_place = read_stamp().get("made for", MADE_FOR) == MADE_FOR
    return found.stdout.strip() == VERSION and same_place


def read_stamp() -> dict:
    """Return what .venv says about itself; nothing, if it was not finished."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def make_venv(uv: str | None, extras: tuple) -> None:
    """Make an empty .venv with pip in it, in place of one that cannot be used."""
    if Path(sys.prefix).resolve() == VENV:
        raise Stop(f".venv must be made anew, and this Python is in it: leave it, then {AGAIN} lab")
    if not uv and not importlib.util.find_spec("ensurepip"):
        package = f"python{VERSION.split()[1]}-venv"
        raise Stop(f"This Python lacks a part: sudo apt install {package}, then {AGAIN} lab")
    try:
        if os.path.lexists(VENV):
            shutil.rmtree(VENV)
    except OSError as error:
        raise Stop(f".venv is broken: remove it by hand, then {AGAIN} lab ({error})") from None
    me = sys.executable
    tool = [uv, "venv", "--seed", "--python", me] if uv else [me, "-m", "venv"]
    install_step([*tool, VENV], extras)


def install_step(command: list, extras: tuple) -> None:
    """Run one step of the set-up; if it fails, show its last lines and say how to go on."""
    width = shutil.get_terminal_size().columns - 1 if sys.stdout.isatty() else 0
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    lines = []
    with subprocess.Popen(command, cwd=ROOT, encoding="utf-8", errors="replace", **pipes) as step:
        for line in step.stdout:
            lines.append(line.rstrip())
            if width:
                print("\r" + lines[-1][:width].ljust(width), end="", flush=True)
    if width:
        print("\r" + " " * width, end="\r", flush=True)
    if step.returncode:
        print(*lines[-16:], f"The step was: {shlex.join(map(str, command))}", sep="\n", flush=True)
        raise Stop(
            "Setting up failed, the lines above say why (often: no network); "
            f"then repeat: {AGAIN} setup {' '.join(extras)}"
        )


def setup(arguments: list) -> int:
    """Install the course with the extras named, or with what a learner needs."""
    import tomllib  # not in the Pythons that are told above that they are too old

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known = project["optional-dependencies"]
    unknown = [extra for extra in arguments if extra not in known]
    if unknown:
        raise Stop(f"There is no extra {unknown[0]!r}; there are {', '.join(known)}.")
    set_up(*(arguments or ["lab"]))
    return 0


def lab(arguments: list) -> int:
    """Run JupyterLab with a notebook open, until Ctrl-C."""
    options = lab_options(arguments)
    notebook = find_notebook(options.notebook)
    set_up("lab")
    port, token = free_port(options.port), secrets.token_hex(16)
    address = f"http://{HOST}:{port}/lab/tree/{notebook.as_posix()}?token={token}"
    with start_lab(notebook, port, token, options.no_browser) as server:
        try:
            wait_until_it_answers(server, port, token)
            print(
                f"JupyterLab runs at this address; Ctrl-C ends it:\n\n    {address}\n", flush=True
            )
            if server.wait():
                raise Stop(f"JupyterLab ended by itself; its messages are in {LAB_LOG}")
        finally:
            end(server)
    return 0


def lab_options(arguments: list) -> argparse.Namespace:
    """Return the options of `lab`."""
    parser = argparse.ArgumentParser(prog="course.py lab", allow_abbrev=False)
    parser.add_argument("notebook", nargs="?", default="00", help="a path, or a number such as 04")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", type=int, help="the first free one from 8888 on, if left out")
    return parser.parse_args(arguments)


def find_notebook(name: str) -> Path:
    """Return the path, from the root, of the notebook with this number or path."""
    there = sorted(ROOT.glob("*/[0-9][0-9]_*.ipynb"))
    file = Path(name).with_suffix(".ipynb")
    paths = [Path.cwd() / file, ROOT / file, ROOT / "notebooks" / file]
    if name.isdigit():
        paths = ROOT.glob(f"notebooks/{int(name):02d}_*.ipynb")
    for path in paths:
        if path.is_file() and path.resolve().is_relative_to(ROOT):
            return path.resolve().relative_to(ROOT)
    names = ", ".join(path.relative_to(ROOT).as_posix() for path in there) or "none"
    raise Stop(f"There is no notebook {name!r} in {ROOT}. Those there: {names}.")


def free_port(asked: int | None) -> int:
    """Return the port asked for, or the first free one from 8888 on."""
    if asked is not None and not 0 < asked < 65536:
        raise Stop(f"--port is a number from 1 to 65535, not {asked}.")
    for port in [asked] if asked else range(8888, 8988):
        try:
            socket.create_server((HOST, port)).close()
            return port
        except OSError as error:
            reason = error.strerror
    if asked:
        raise Stop(f"Port {asked} cannot be used ({reason}): leave out --port, or choose another.")
    raise Stop("No port from 8888 to 8987 is free: choose another with --port N.")


def start_lab(notebook: Path, port: int, token: str, no_browser: bool) -> subprocess.Popen:
    """Start JupyterLab on the whole repository, its messages going to a file."""
    server = {"root_dir": ROOT, "ip": HOST, "port": port, "port_retries": 0, "base_url": "/"}
    command = [PYTHON, "-m", "jupyterlab", ROOT / notebook]
    command += [f"--ServerApp.{option}={value}" for option, value in server.items()]
    command += ["--no-browser"] * no_browser
    command += ["--allow-root"] * (hasattr(os, "geteuid") and os.geteuid() == 0)
    settings = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps(NO_NEWS), encoding="utf-8")  # or JupyterLab asks about news
    # The page that hands the token to the browser lies where a sandboxed browser may read it.
    env = environment() | {"JUPYTER_TOKEN": token, "JUPYTER_RUNTIME_DIR": str(VENV / "runtime")}
    # A session of its own: Ctrl-C reaches only this process, which then ends the server in order.
    pipes = {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "start_new_session": True}
    with LAB_LOG.open("wb") as log:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, **pipes)


def wait_until_it_answers(server: subprocess.Popen, port: int, token: str) -> None:
    """Return as soon as our server answers; stop if it ends, or is silent for a minute."""
    deadline = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/api/status", headers={"Authorization": f"token {token}"})
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    print(*LAB_LOG.read_text(encoding="utf-8", errors="replace").splitlines()[-8:], sep="\n")
    raise Stop(f"JupyterLab did not start. The lines above are the last of {LAB_LOG}")


def end(process: subprocess.Popen) -> None:
    """End a process, by force if it does not end within ten seconds."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()


def environment() -> dict:
    """Return this process's environment with .venv activated in it."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", os.defpath)])
    return os.environ | {"VIRTUAL_ENV": str(VENV), "PATH": path}


def run(module: str, arguments: list) -> int:
    """Run a module in .venv, with all that contributors need, and return its exit status."""
    set_up("lab", "test")
    command = [PYTHON, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment()) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                pass  # it has heard Ctrl-C too, and ends in its own way
            except SystemExit:
                end(process)
                raise


def test(arguments: list) -> int:
    """Run pytest."""
    return run("pytest", arguments)


def build(arguments: list) -> int:
    """Build notebooks."""
    return run("tools.build", arguments)


def bench(arguments: list) -> int:
    """Run one file of benchmarks, or all of them, and return 1 if one of all failed."""
    name, *rest = arguments or ["softmax"]
    names = sorted(path.stem for path in ROOT.glob("benchmarks/[a-z]*.py"))
    if name not in [*names, "all"]:
        raise Stop(f"There is no benchmark {name!r}; there are: {', '.join([*names, 'all'])}.")
    if name != "all":
        return run(f"benchmarks.{name}", rest)
    failed = False
    for name in names:
        print(f"\n# {name}\n", flush=True)
        status = run(f"benchmarks.{name}", rest)
        if status in (-signal.SIGINT, 0xC000013A):  # what Linux and macOS say, and Windows
            return 130  # Ctrl-C ends them all
        failed |= status != 0
    return int(failed)


def main(arguments: list) -> int:
    """Run the command named and return the exit status."""
    commands = {do.__name__: do for do in (lab, test, build, bench, setup)}
    name, *rest = arguments or ["help"]
    if name in ("help", "-h", "--help"):
        print(__doc__.strip())
        return 0
    for name_of_signal in {"SIGTERM", "SIGHUP"} & set(dir(signal)):  # Windows has only the first
        signal.signal(getattr(signal, name_of_signal), lambda number, _: sys.exit(128 + number))
    sys.stdout.reconfigure(errors="replace")  # uv draws with signs that Windows may lack
    try:
        if name not in commands:
            raise Stop(f"There is no command {name!r}; there are: {', '.join(commands)}.")
        return commands[name](rest)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
