"""A real JupyterLab in a real Chromium, for tests that use a page as a learner does."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
FOLDERS = ("CONFIG_DIR", "SETTINGS_DIR", "WORKSPACES_DIR")
READY = """async () => {
    const page = jupyterapp.shell.currentWidget
    await page.context.ready
    await page.sessionContext.ready
    await page.sessionContext.session.kernel.info
}"""
# Put code into the last cell, run it, and return the text it prints.
PYTHON = """async code => {
    const notebook = jupyterapp.shell.currentWidget.content
    notebook.activeCellIndex = notebook.widgets.length - 1
    notebook.activeCell.model.sharedModel.setSource(code)
    await jupyterapp.commands.execute("notebook:run-cell")
    const parts = notebook.activeCell.model.outputs.toJSON()
    return parts.flatMap((part) => part.text ?? part.traceback).join("")
}"""
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
SECONDS = 60


def needs_chromium():
    """Skip the test where there is no Chromium; in CI there must be one."""
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("no Chromium here: install the package `chromium` to run the browser tests")


@contextlib.contextmanager
def jupyterlab(folder: Path, home: Path):
    """Run JupyterLab on `folder` with settings of its own in `home`; give its address."""
    env = os.environ | {f"JUPYTERLAB_{name}": str(home / name) for name in FOLDERS[1:]}
    env |= {"JUPYTER_CONFIG_DIR": str(home / "config"), "IPYTHONDIR": str(home / "ipython")}
    env |= {"SOFTMAX_COURSE_HOME": str(home / "progress")}
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for name, value in SETTINGS.items():
        path = home / "SETTINGS_DIR" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": folder,
        "IdentityProvider.token": "",
        "LabApp.expose_app_in_browser": True,
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--{name}={value}" for name, value in options.items()]
    log = (home / "lab.log").open("wb")
    with subprocess.Popen(command, env=env, stdout=log, stderr=log) as server, log:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address)
            yield address
        finally:
            server.terminate()


def wait_for(address: str) -> None:
    """Return as soon as the server answers."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api/status"):
            return
        time.sleep(0.1)
    raise TimeoutError(f"JupyterLab did not answer at {address} within {SECONDS} s")


@contextlib.contextmanager
def chromium(**context):
    """Give a page in a browser that reaches this machine alone."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context(**context).new_page()
        page.set_default_timeout(SECONDS * 1000)
        yield page
        browser.close()


@contextlib.contextmanager
def watched(page, *allowed: str):
    """Give a list that collects what goes wrong on a page, and its requests to elsewhere."""
    problems = []
    at_home = (*allowed, *(address.replace("http", "ws") for address in allowed), "blob:", "data:")

    def hear(message):
        # JupyterLab's own complaints come from its static files, ours from a module in a blob.
        if message.type == "error" and "/static/" not in message.location["url"]:
            problems.append(f"console: {message.text} ({message.location['url']})")

    def ask(request):
        if not request.url.startswith(at_home):
            problems.append(f"request: {request.url}")

    def fail(error):
        problems.append(f"page: {error}")

    heard = {"console": hear, "request": ask, "pageerror": fail}
    for event, do in heard.items():
        page.on(event, do)
    yield problems
    for event, do in heard.items():
        page.remove_listener(event, do)


def write_notebook(path: Path, cells: list[str]) -> None:
    """Write a notebook of code cells."""
    import nbformat

    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}  # or Lab would ask
    nbformat.write(book, path)


def run_all(page) -> None:
    """Run all cells, and wait for the last one."""
    page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")


def python(page, code: str) -> str:
    """Run code in the last cell of the open notebook; return what it printed."""
    return page.evaluate(PYTHON, code)


def open_notebook(page, address: str, name: str) -> None:
    """Open a notebook and wait until its kernel can compute."""
    page.goto(f"{address}/lab/tree/{name}?reset")
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").wait_for()
    page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.sessionContext")
    page.evaluate(READY)
