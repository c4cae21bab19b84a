"""Run a notebook in a fresh kernel and keep only what is the same in every run."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from tools import BuildError

SECONDS = 120  # as pytest allows a cell (pyproject.toml)
QUIET = {
    "TQDM_DISABLE": "1",  # a progress bar is for a person who waits, not for a page
    "OPENBLAS_NUM_THREADS": "1",  # sums in one order on every machine, and no threads that fight
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def execute(notebook: NotebookNode, folder: Path, where: str) -> NotebookNode:
    """Run `notebook` in `folder` and return it; raise if a cell fails or complains."""
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=SECONDS,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        with tempfile.TemporaryDirectory() as home:  # no page shows what somebody here has solved
            env = os.environ | QUIET | {"SOFTMAX_COURSE_HOME": home}
            client.execute(env=env, stderr=subprocess.DEVNULL)
    except CellTimeoutError as error:
        raise BuildError(f"{where}: a cell ran for more than {SECONDS} s. Shorten it.") from error
    except DeadKernelError as error:
        raise BuildError(f"{where}: the kernel died. Run the lesson in JupyterLab.") from error
    except CellExecutionError as error:
        raise BuildError(complaint(notebook, where) or f"{where}: {error}") from error
    if found := complaint(notebook, where):
        raise BuildError(found)
    return normalised(notebook)


def complaint(notebook: NotebookNode, where: str) -> str | None:
    """Say which cell raised, or wrote to stderr, without being meant to."""
    for cell in notebook.cells:
        may_raise = "raises-exception" in cell.metadata.get("tags", [])
        for output in cell.get("outputs", []):
            if output.output_type == "error" and not may_raise:
                what = f"raised {output.ename}: {output.evalue}"
                remedy = "Repair it, or tag it raises-exception."
            elif output.get("name") == "stderr":
                what = f"wrote to stderr: {output.text.strip()}"
                remedy = "Repair it, or record the warning and print it."
            else:
                continue
            return f"{where}: a cell {what}\n{remedy} The cell:\n\n{cell.source}\n"
    return None


def normalised(notebook: NotebookNode) -> NotebookNode:
    """Drop what changes from run to run: versions, widget models, frames of library files."""
    notebook.metadata.pop("language_info", None)
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = joined(cell.outputs)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if output.output_type == "error":
                output.traceback = [line for line in output.traceback if not of_a_file(line)]
    return notebook


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return the outputs with text that was printed piece by piece in one piece."""
    whole = []
    for output in outputs:
        if whole and output.output_type == "stream" and output.name == whole[-1].get("name"):
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def of_a_file(frame: str) -> bool:
    """Whether a frame of a traceback shows a file of this machine rather than a cell."""
    return COLOUR.sub("", frame).startswith("File ")


def write(notebook: NotebookNode, path: Path) -> None:
    """Put `notebook` at `path` whole, or not at all."""
    nbformat.validate(notebook)
    half = path.with_suffix(".part")
    half.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
    half.replace(path)
