"""Every explorer in a real JupyterLab: mouse, touch, keys, and on the page Python's numbers."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from lab import chromium, jupyterlab, needs_chromium, open_notebook, python, run_all, watched
from lab import write_notebook as write

from softmax_lib.explorers import __all__ as NAMES

ROOT = Path(__file__).parents[1]
# What must stand in the picture of an explorer `e`, to three digits, by functions of softmax_lib.
EXPECTED = {
    "AttentionExplorer": "[softmax(e.scores / root).max(-1).mean() for root in (1, e.d**0.5)]",
    "LogitsExplorer": "softmax(e.z)",
    "SimplexExplorer": "[*softmax(e.z), *(x for x in div_by_sum(e.z) if abs(x) < 1e7)]",
    "TemperatureExplorer": "[*softmax(e.z / e.T), -softmax(e.z / e.T) @ log_softmax(e.z / e.T)]",
    "ThresholdExplorer": "[e.threshold, *sigmoid(e.x)]",
    "TwoClassesExplorer": "[*softmax(e.z), sigmoid(e.z[0] - e.z[1])]",
}
# Values at the far ends of what a learner may set.
FAR = {
    "AttentionExplorer": [{"d": 1}, {"d": 1024}],
    "LogitsExplorer": [{"z": [1000, 999, -1000]}, {"z": [-1000, -1001, -1000]}],
    "SimplexExplorer": [{"z": [1000, 999, -1000]}, {"z": [-1000, -1001, -1000]}],
    "TemperatureExplorer": [{"z": [1000, 999, -1000], "T": 0.05}, {"z": [-1000, -990, -1000]}],
    "ThresholdExplorer": [{"x": [1000, -1000, 1, 0, -1, 300, -40, 40], "threshold": 0.7}],
    "TwoClassesExplorer": [{"z": [1000, 998]}, {"z": [-1000, 1000]}],
}
START = """import json, warnings
from softmax_lib import div_by_sum, log_softmax, sigmoid, softmax
from softmax_lib.explorers import *
warnings.simplefilter("ignore")  # division by a sum of 0
shown = {}"""
# Whether each of the numbers is in the picture; the minus of the page is a real one.
SAYS = """([explorer, numbers]) => {
    const texts = [...explorer.querySelectorAll("svg text")].map((text) => text.textContent)
    const there = texts.flatMap((text) => text.replaceAll("−", "-").match(/-?\\d+\\.\\d{3}/g) ?? [])
    return numbers.every((number) => there.includes(number))
}"""
# What sticks out of an explorer at one side, and texts that are too small to read.
OUTSIDE = """(explorer) => {
    const { left, right } = explorer.getBoundingClientRect()
    return [...explorer.querySelectorAll("svg *, input")].filter((mark) => {
        const box = mark.getBoundingClientRect()
        const small = mark.localName === "text" && parseFloat(getComputedStyle(mark).fontSize) < 11
        return small || box.left < left - 1 || box.right > right + 1
    }).map((mark) => mark.outerHTML)
}"""
# The options of nbconvert that let an exported page take all scripts from its own folder.
HERE = {"require_js_url": "require.js", "widget_renderer_url": "embed-amd.js", "mathjax_url": ""}
HANDLES = "input"
LESSONS = [
    path
    for path in sorted(ROOT.glob("notebooks/*.ipynb"))
    if "Explorer(" in path.read_text(encoding="utf-8")
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Give a page of JupyterLab with a finger, and a folder of notebooks to open in it."""
    needs_chromium()
    folder = tmp_path_factory.mktemp("lab")
    screen = {"viewport": {"width": 1280, "height": 900}, "has_touch": True}
    with (
        jupyterlab(folder, tmp_path_factory.mktemp("home")) as address,
        chromium(**screen) as page,
        watched(page, address) as problems,
    ):
        page.folder, page.address, page.problems = folder, address, problems
        yield page


@pytest.fixture(scope="module")
def book(lab):
    """Open a notebook with a cell for each explorer, and run all."""
    cells = [f"shown[{name!r}] = {name}()\nshown[{name!r}]" for name in NAMES]
    write(lab.folder / "book.ipynb", [START, *cells, ""])
    open_notebook(lab, lab.address, "book.ipynb")
    run_all(lab)
    return lab


@pytest.fixture(params=NAMES)
def explorer(request, book):
    """Give one explorer on the page, and put it back to its first values afterwards."""
    found = book.locator(".softmax-explorer").nth(NAMES.index(request.param))
    found.locator("svg text").first.wait_for()
    found.name = request.param
    first = values(found)
    yield found
    assert book.problems == []
    put(found, first)


def values(explorer):
    """Return what Python knows of an explorer, as soon as the page shows what follows from it.

    A cell and a message of the page may overtake each other, so it asks again for a while.
    """
    question = (
        f"e = shown[{explorer.name!r}]\n"
        f"numbers = [f'{{number:.3f}}' for number in {EXPECTED[explorer.name]}]\n"
        "print(json.dumps([e.get_state(e.values()), numbers]))"
    )
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        said = python(explorer.page, question).splitlines()
        if said:
            found, numbers = json.loads(said[-1])
            if explorer.page.evaluate(SAYS, [explorer.element_handle(), numbers]):
                return found
        explorer.page.wait_for_timeout(50)
    shown = explorer.locator("svg text").all_text_contents()
    raise AssertionError(f"Python has {said[-1:]}, the page shows {shown}")


def put(explorer, new):
    """Set values from Python."""
    assert not python(
        explorer.page,
        f"for name, value in {new!r}.items():\n    setattr(shown[{explorer.name!r}], name, value)",
    )


def handles(explorer):
    """Return the handles of an explorer; there is at least one."""
    found = explorer.locator(HANDLES).all()
    assert found
    return found


def way(handle, part):
    """Return where a handle is, and the place at `part` of the way from its low end to its high."""
    handle.scroll_into_view_if_needed()
    ring = handle.locator("xpath=following-sibling::div[1]").bounding_box()
    box = handle.bounding_box()
    start = ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2
    return start, (box["x"] + part * box["width"], box["y"] + (1 - part) * box["height"])


def drag(handle, part):
    """Drag a handle with the mouse; come back when the browser has sent the last value."""
    mouse = handle.page.mouse
    start, end = way(handle, part)
    mouse.move(*start)
    mouse.down()
    mouse.move(*end, steps=8)
    mouse.up()
    handle.page.wait_for_timeout(60)


def press(handle, key):
    """Press a key; return the handle's number and what a screen reader says of it."""
    handle.page.keyboard.press(key)
    handle.page.wait_for_timeout(60)
    return handle.input_value(), handle.get_attribute("aria-valuetext")


def test_every_explorer_is_tried():
    assert set(NAMES) == set(EXPECTED) == set(FAR)


def test_python_sees_the_last_value_of_a_drag(explorer):
    for handle in handles(explorer):
        drag(handle, 0.3)
        low = values(explorer)
        drag(handle, 0.6)
        assert values(explorer) != low


def test_numbers_agree_wherever_the_mouse_goes(explorer):
    random = Random(1)
    for _ in range(6):
        drag(random.choice(handles(explorer)), random.uniform(0.1, 0.9))
        values(explorer)


def test_python_moves_the_page_even_far_away(explorer):
    for far in FAR[explorer.name]:
        put(explorer, far)
        assert values(explorer) | far == values(explorer)


def test_keys_move_every_handle(explorer):
    for handle in handles(explorer):
        handle.focus()
        low = press(handle, "Home")
        assert float(low[0]) == pytest.approx(float(handle.get_attribute("min")))
        step = press(handle, "ArrowRight")
        far = press(handle, "PageUp")
        assert float(low[0]) < float(step[0]) < float(far[0])
        assert len({low[1], step[1], far[1]}) == 3
        high = press(handle, "End")
        assert float(high[0]) == pytest.approx(float(handle.get_attribute("max")))
        assert float(press(handle, "ArrowLeft")[0]) < float(high[0])
        values(explorer)


def test_a_finger_moves_a_handle(explorer):
    handle, before = handles(explorer)[0], values(explorer)
    start, end = way(handle, 0.25)
    session = explorer.page.context.new_cdp_session(explorer.page)

    def touch(kind, *points):
        places = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", start)
    for part in (0.3, 0.6, 1):
        at = [a + part * (b - a) for a, b in zip(start, end, strict=True)]
        touch("touchMove", at)
    touch("touchEnd")
    session.detach()
    explorer.page.wait_for_timeout(60)
    assert values(explorer) != before


def test_focus_is_seen_and_the_result_is_spoken(explorer):
    for handle in handles(explorer):
        assert handle.get_attribute("aria-label")
        handle.focus()
        press(handle, "ArrowRight")
        ring = handle.locator("xpath=following-sibling::div[1]")
        colour = ring.evaluate("(ring) => getComputedStyle(ring).borderTopColor")
        assert not re.search(r"transparent|, 0\)$", colour)
    voice = explorer.locator("[role=status]")
    before = voice.text_content()
    handles(explorer)[0].focus()
    press(handle, "Home")
    explorer.page.wait_for_function(
        "([voice, before]) => voice.textContent !== before",
        arg=[voice.element_handle(), before],
        timeout=5000,
    )
    assert re.search(r"\d", voice.text_content())


@pytest.mark.parametrize("width", [320, 640, 1000])
def test_it_fits(explorer, width):
    place = explorer.locator("xpath=..")
    place.evaluate("(place, width) => { place.style.width = `${width}px` }", width)
    try:
        explorer.page.wait_for_function(
            "([explorer, width]) => explorer.querySelector('svg').viewBox.baseVal.width === width",
            arg=[explorer.element_handle(), width],
        )
        assert explorer.evaluate(OUTSIDE) == []
        assert explorer.evaluate("(explorer) => explorer.scrollWidth <= explorer.clientWidth")
    finally:
        place.evaluate("(place) => { place.style.width = '' }")


@pytest.mark.parametrize(
    "media",
    [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"color_scheme": "dark"}],
    ids=lambda media: next(iter(media)),
)
def test_it_works_as_the_reader_set_the_system(explorer, media):
    explorer.page.emulate_media(**media)
    try:
        drag(handles(explorer)[0], 0.4)
        values(explorer)
        assert (
            explorer.evaluate("(explorer) => explorer.getAnimations({subtree: true}).length") == 0
        )
        ink, paper = explorer.evaluate(
            "(explorer) => [getComputedStyle(explorer.querySelector('text')).fill,"
            " getComputedStyle(document.body).backgroundColor]"
        )
        assert ink != paper
    finally:
        explorer.page.emulate_media(**dict.fromkeys(media))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_run_all_on_a_lesson_shows_its_explorer(lab, lesson):
    shutil.copy(lesson, lab.folder)
    book = json.loads(lesson.read_text(encoding="utf-8"))
    code = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    wanted = len(re.findall(r"\w+Explorer\(", "\n".join(code)))
    del lab.problems[:]
    open_notebook(lab, lab.address, lesson.name)
    run_all(lab)
    explorers = lab.locator(".softmax-explorer")
    explorers.nth(wanted - 1).locator("svg text").first.wait_for()
    assert explorers.count() == wanted
    assert lab.problems == []
    lab.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")


def pieces():
    """Return the scripts that an exported page needs, by name; skip where npm's are not here."""
    modules = Path(os.environ.get("NODE_PATH", ROOT / "node_modules"))
    found = {
        "require.js": modules / "requirejs" / "require.js",
        "embed-amd.js": modules / "@jupyter-widgets" / "html-manager" / "dist" / "embed-amd.js",
        "anywidget.js": Path(sys.prefix, "share/jupyter/nbextensions/anywidget/index.js"),
    }
    if not all(path.exists() for path in found.values()):
        pytest.skip("here is no html-manager: npm install requirejs @jupyter-widgets/html-manager")
    return found


def test_an_exported_page_is_alive_without_kernel_and_network(lab, tmp_path):
    scripts = pieces()
    write(tmp_path / "page.ipynb", ["from softmax_lib.explorers import *", "LogitsExplorer()"])
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--execute", "page.ipynb"]
    command += [f"--HTMLExporter.{name}={value}" for name, value in HERE.items()]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    for name, script in scripts.items():
        shutil.copy(script, tmp_path / name)
    page = lab.context.new_page()
    with watched(page, "file://") as problems:
        page.goto((tmp_path / "page.html").as_uri())
        explorer = page.locator(".softmax-explorer")
        explorer.locator("svg text").first.wait_for()
        seal = explorer.locator("input").first
        before = explorer.locator("svg").text_content()
        drag(seal, 0.8)
        assert explorer.locator("svg").text_content() != before
    assert problems == []
    page.close()
