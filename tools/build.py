"""Build the lessons and their workbooks: `python -m tools.build [NN ...]`.

notebooks/NN_name.ipynb comes from notebooks/src/NN_name.md, exercises/NN_name.ipynb from the
modules in exercises/lesson_NN; a workbook that holds answers is left alone.

The lessons asked for (all, if none is named) are executed. In the others only the text is brought
up to date, because a new lesson changes the links of its neighbours. The README's badges and map
follow last. After a change of the repository's address in pyproject.toml, run it without numbers.
"""

import sys
import time
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tools import BuildError
from tools.drafts import Course, draft, read_course
from tools.execute import execute, write
from tools.lessons import Lesson
from tools.readme import expected_readme
from tools.workbooks import protect, workbook

ROOT = Path(__file__).resolve().parents[1]


def build(root: Path, numbers: Iterable[str] = ()) -> None:
    """Build the lessons with these numbers (all, if there are none), then the README."""
    course = read_course(root)
    chosen = chosen_lessons(course, numbers)
    workbooks = [lesson for lesson in chosen if lesson in course.with_workbook()]
    for lesson in workbooks:
        protect(course, lesson)
    for lesson in chosen:
        with timed(lesson.notebook):
            write(built(course, lesson), root / lesson.notebook)
    for lesson in workbooks:
        with timed(lesson.workbook):
            notebook = execute(workbook(course, lesson), root / "exercises", lesson.workbook)
            write(notebook, root / lesson.workbook)
    for lesson in course.lessons:
        if lesson not in chosen:
            refresh(course, lesson)
    readme = expected_readme(root)
    (root / "README.md").write_text(readme, encoding="utf-8", newline="\n")


@contextmanager
def timed(name: str):
    """Say at the end how long it took to build something."""
    start = time.perf_counter()
    yield
    print(f"{name} built in {time.perf_counter() - start:.1f} s", flush=True)


def chosen_lessons(course: Course, numbers: Iterable[str]) -> list[Lesson]:
    """Return the lessons that `numbers` name; raise for a number that no lesson has."""
    wanted = {number.zfill(2) for number in numbers}
    known = {lesson.number for lesson in course.lessons}
    if wanted - known:
        unknown, there = (", ".join(sorted(group)) for group in (wanted - known, known))
        raise BuildError(f"no lesson {unknown} in notebooks/src; there are {there}")
    return [lesson for lesson in course.lessons if not wanted or lesson.number in wanted]


def built(course: Course, lesson: Lesson) -> NotebookNode:
    """Return a lesson's notebook, executed."""
    return execute(draft(course, lesson), course.root / "notebooks", lesson.source)


def refresh(course: Course, lesson: Lesson) -> None:
    """Bring the text of a built notebook up to date, if its code is still the code that ran."""
    path = course.root / lesson.notebook
    if not path.exists():
        return
    new, old = draft(course, lesson), nbformat.read(path, as_version=4)
    if [code(cell) for cell in code_cells(new)] != [code(cell) for cell in code_cells(old)]:
        return
    for cell, ran in zip(code_cells(new), code_cells(old), strict=True):
        cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
    write(new, path)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def code(cell: NotebookNode) -> tuple:
    return cell.id, cell.source, cell.metadata


def main(arguments: list[str]) -> int:
    """Build from the command line and return the exit status."""
    try:
        build(ROOT, arguments)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
