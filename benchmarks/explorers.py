"""How soon an explorer answers in JupyterLab, beside a slider of ipywidgets with matplotlib."""

import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks._report import (
    duration,
    header,
    load,
    loads,
    machine,
    markdown,
    parser,
    tell,
    versions,
)
from softmax_lib.explorers import __all__ as EXPLORERS
from tests.lab import CHROMIUM, chromium, jupyterlab, open_notebook, write_notebook

PACKAGES = ("jupyterlab", "anywidget", "ipywidgets", "matplotlib")
RIVAL = "interact + matplotlib"
SLIDER = """%matplotlib inline
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
from softmax_lib import softmax

@interact(z=(-5.0, 5.0, 0.02))
def show(z=0.25):
    plt.figure(figsize=(6, 3))
    plt.bar(["seal", "panda", "duck"], softmax(np.array([z, 1.23, -0.8])))
    plt.show()"""
# Run all; seconds until `picture` is there and has been painted.
FIRST = """async (picture) => {
    const start = performance.now()
    jupyterapp.commands.execute("notebook:run-all-cells")
    const frame = () => new Promise(requestAnimationFrame)
    while (!document.querySelector(picture)) await frame()
    await frame()
    return (performance.now() - start) / 1000
}"""
# From now on, note the seconds from each event to the frame that shows what it changed: a frame of
# the browser begins, draws, and hands over to the first message after it. The rival's picture comes
# later than that, so that for it the frame of the new picture counts.
LISTEN = """(rival) => {
    const times = window.times = []
    let from = null
    const note = (start) => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => times.push((performance.now() - start) / 1000)
        port2.postMessage(0)
    })
    document.addEventListener("pointermove", ({ timeStamp }) => {
        if (rival) from ??= timeStamp
        else note(timeStamp)
    }, { capture: true })
    const holds = (node) => node.localName === "img" || node.querySelector?.("img")
    const drawn = ({ type, addedNodes }) => type === "attributes" || [...addedNodes].some(holds)
    if (rival) new MutationObserver((records) => {
        if (from !== null && records.some(drawn)) {
            note(from)
            from = null
        }
    }).observe(document.querySelector(".jp-Notebook"), {
        subtree: true, childList: true, attributes: true, attributeFilter: ["src"],
    })
}"""


def measure(page, address, folder, name, moves):
    """Return the row of one contestant: its first view, and the times of its moves."""
    rival = name == RIVAL
    write_notebook(folder / f"{name}.ipynb", [SLIDER if rival else ours(name)])
    open_notebook(page, address, f"{name}.ipynb")
    picture = ".jp-OutputArea img" if rival else ".softmax-explorer svg text"
    first = page.evaluate(FIRST, picture)
    page.wait_for_timeout(2000)  # until the kernel is quiet again
    handles = page.locator(".noUi-handle" if rival else ".softmax-explorer input")
    page.evaluate(LISTEN, rival)
    times = drag(page, handles.first, moves, rival)
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    return {"name": name, "first view": first, "moves": times}


def ours(name):
    """Return the code that shows an explorer."""
    return f"from softmax_lib.explorers import {name}\n{name}()"


def drag(page, handle, moves, slow):
    """Drag a handle to and fro; return the seconds of each move."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    upright = box["height"] > box["width"]
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate("() => { times.length = 0 }")
    for move in range(moves):
        away = 3 * (move % 15 + 1) * (-1) ** (move // 15)
        page.mouse.move(x + away * (not upright), y + away * upright)
        page.wait_for_function("n => times.length > n", arg=move, polling=20, timeout=10_000)
        page.wait_for_timeout(20 + 200 * slow)
    page.mouse.up()
    return page.evaluate("() => times")


def run(moves):
    """Return all that was measured, as it goes into the JSON file."""
    before = load()
    with tempfile.TemporaryDirectory() as folder:
        home, books = Path(folder, "home"), Path(folder, "books")
        home.mkdir()
        books.mkdir()
        with (
            jupyterlab(books, home) as address,
            chromium(viewport={"width": 1280, "height": 1000}) as page,
        ):
            measure(page, address, books, EXPLORERS[0], 1)  # so that nobody pays for a cold disk
            rows = [measure(page, address, books, name, moves) for name in (*EXPLORERS, RIVAL)]
            browser = {"Chromium": page.context.browser.version}
    return {
        "machine": machine(),
        "load": [before, load()],
        "versions": versions(PACKAGES) | browser,
        "rows": [summary(row) for row in rows],
    }


def summary(row):
    """Return a row with the median and the worst of its moves."""
    return row | {"median": median(row["moves"]), "worst": max(row["moves"])}


def report(found):
    """Return what was found as Markdown."""
    rows = [
        [row["name"], *(duration(row[part]) for part in ("median", "worst", "first view"))]
        for row in found["rows"]
    ]
    moves = len(found["rows"][0]["moves"])
    return "\n".join(
        [
            "Explorers in JupyterLab in Chromium, without a GPU: from the mouse's event to the",
            f"frame that shows its effect, {moves} moves each; first view: from Run All in a fresh",
            "kernel, whose packages were on a warm disk, to the picture.",
            "",
            *header(found),
            *loads(found),
            "",
            markdown(["explorer", "median", "worst", "first view"], rows),
        ]
    )


def main(arguments=None):
    """Measure and print."""
    known = parser("explorers", __doc__)
    known.add_argument("--moves", type=int, default=30)
    options = known.parse_args(arguments)
    if not CHROMIUM:
        return "No Chromium here: install the package `chromium` to measure the explorers."
    found = run(options.moves)
    tell(found, report(found), options.out, "explorers")


if __name__ == "__main__":
    sys.exit(main())
