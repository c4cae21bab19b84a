"""A lesson as a notebook: authored cells, stable ids, and everything that authors never write."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from tools.address import Address, read_address
from tools.lessons import Lesson, read_lessons

COLAB_ID = "colab"
COLAB_CELL = """\
# On Google Colab this fetches and installs the course; elsewhere it does nothing.
import sys

if "google.colab" in sys.modules:
    %pip install -q git+{repository}"""
# A prompt's code holds the answer, so JupyterLab and Colab show what it displays and not the code.
SHOWN_WITHOUT_CODE = ("predict(", "ten_questions(")
HIDDEN = {"jupyter": {"source_hidden": True}, "cellView": "form"}
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Course:
    """The folder of the repository, the lessons in it, and its address."""

    root: Path
    lessons: list[Lesson]
    address: Address

    def with_workbook(self) -> list[Lesson]:
        """Return the lessons that have a workbook: those whose exercises are not in the lesson."""
        apart = [lesson for lesson in self.lessons if "@exercise(" not in lesson.body]
        folders = [self.root / "exercises" / f"lesson_{lesson.number}" for lesson in apart]
        return [le for le, folder in zip(apart, folders, strict=True) if folder.is_dir()]

    def beside(self, lesson: Lesson, step: int) -> Lesson | None:
        """Return the lesson `step` places further on, if there is one."""
        place = self.lessons.index(lesson) + step
        return self.lessons[place] if 0 <= place < len(self.lessons) else None


def read_course(root: Path) -> Course:
    """Return the course whose repository is the folder `root`."""
    return Course(root, read_lessons(root), read_address(root))


def draft(course: Course, lesson: Lesson) -> NotebookNode:
    """Return the notebook of a lesson as it is before it runs."""
    cells = with_stable_ids(lesson.cells())
    for cell in cells:
        if cell.cell_type == "code" and cell.source.startswith(SHOWN_WITHOUT_CODE):
            cell.metadata.update(HIDDEN)
    cells[0].source += "\n\n" + navigation(course, lesson)
    last = [cell for cell in cells if cell.cell_type == "markdown"][-1]
    if lesson in course.with_workbook():
        last.source += f"\n\nNow you: [the exercises of this lesson](../{lesson.workbook})"
    if following := course.beside(lesson, +1):
        last.source += f"\n\nNext lesson: {link(following)}"
    cells.insert(1, colab_cell(course.address))
    return new_notebook(cells=cells, metadata={"kernelspec": dict(KERNELSPEC)})


def with_stable_ids(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Give each cell an id made of its content and of how often that content came before."""
    seen = Counter()
    for cell in cells:
        content = f"{cell.cell_type}\n{cell.source}"
        seen[content] += 1
        cell.id = hashlib.sha256(f"{content}\n{seen[content]}".encode()).hexdigest()[:12]
    return cells


def navigation(course: Course, lesson: Lesson) -> str:
    """Return the line of links under a lesson's first cell."""
    previous = course.beside(lesson, -1)
    links = [f"Previous lesson: {link(previous)}"] if previous else []
    links.append(f"[Open in Colab]({course.address.colab(lesson.notebook)})")
    links.append(f"[Source of this page]({course.address.file(lesson.source)})")
    return " · ".join(links)


def link(lesson: Lesson) -> str:
    """Return a link from one notebook to another."""
    return f"[{lesson.title}]({lesson.name}.ipynb)"


def colab_cell(address: Address) -> NotebookNode:
    """Return the cell that makes a lesson run on Colab."""
    return new_code_cell(COLAB_CELL.format(repository=address.repository), id=COLAB_ID)
