"""Workbooks are what the modules build: all cards say unattempted, and correct once solved."""

import copy
from pathlib import Path

import nbformat
import notebook_checks
import pytest
from nbformat.v4 import new_code_cell

from exercises.bank import find, ids, of_lesson
from tools import BuildError
from tools.drafts import read_course
from tools.execute import execute
from tools.workbooks import protect, solved, workbook

ROOT = Path(__file__).parents[1]
COURSE = read_course(ROOT)
BOOKS = pytest.mark.parametrize("lesson", COURSE.with_workbook(), ids=lambda lesson: lesson.name)


def committed(lesson):
    return nbformat.read(ROOT / lesson.workbook, as_version=4)


def cards(notebook):
    """Return the text of each card in a notebook."""
    outputs = [out for cell in notebook_checks.code_cells(notebook) for out in cell.outputs]
    return [out.data["text/plain"] for out in outputs]


@BOOKS
def test_workbook_is_built_from_its_modules_as_they_are_now(lesson):
    built, here = workbook(COURSE, lesson), committed(lesson)
    assert [(c.id, c.source, c.metadata) for c in here.cells] == [
        (c.id, c.source, c.metadata) for c in built.cells
    ]


@BOOKS
def test_every_card_of_an_unsolved_workbook_is_unattempted(lesson):
    found = cards(committed(lesson))
    assert len(found) == len(of_lesson(lesson.number))
    assert all(card.startswith("○ Your turn") for card in found)


@BOOKS
def test_every_card_of_a_solved_workbook_is_correct(lesson):
    draft = solved(workbook(COURSE, lesson), of_lesson(lesson.number))
    found = cards(execute(draft, ROOT / "exercises", lesson.workbook))
    assert len(found) == len(of_lesson(lesson.number))
    assert all(card.startswith("✓ Correct") for card in found), found


@BOOKS
@pytest.mark.parametrize(
    "check",
    [check for check in notebook_checks.CHECKS if check.__name__ != "code_is_python"],  # Colab
    ids=lambda check: check.__name__,
)
def test_workbook(lesson, check):
    assert list(check(committed(lesson))) == []


@BOOKS
def test_links_of_a_workbook_lead_to_files(lesson):
    assert list(notebook_checks.dead_links(committed(lesson), ROOT / "exercises")) == []


def test_every_exercise_stands_in_a_workbook_or_in_its_lesson():
    books = {task.id for lesson in COURSE.with_workbook() for task in of_lesson(lesson.number)}
    bodies = "".join(lesson.body for lesson in COURSE.lessons)
    assert all(name in books or find(name).starter in bodies for name in ids())


# A workbook that holds answers is left alone.


@pytest.fixture
def book(tmp_path):
    """Return a course in a folder of its own, with a workbook, and that workbook's lesson."""
    lesson = COURSE.with_workbook()[0]
    path = tmp_path / lesson.workbook
    path.parent.mkdir()
    nbformat.write(committed(lesson), path)
    return type(COURSE)(tmp_path, COURSE.lessons, COURSE.address), lesson, path


def test_untouched_workbook_may_be_built_again(book):
    course, lesson, path = book
    notebook = committed(lesson)
    notebook.cells[-1].outputs = []
    nbformat.write(notebook, path)
    protect(course, lesson)


@pytest.mark.parametrize("change", ["answer", "new cell", "deleted cell"])
def test_workbook_with_answers_is_not_built_again(book, change):
    course, lesson, path = book
    notebook = copy.deepcopy(committed(lesson))
    if change == "answer":
        notebook.cells[-1].source += "\n    return 1"
    if change == "new cell":
        notebook.cells.append(new_code_cell("1 + 1"))
    if change == "deleted cell":
        del notebook.cells[3]
        notebook.cells[2].source += " "
    nbformat.write(notebook, path)
    before = path.read_bytes()
    with pytest.raises(BuildError, match="Move it out of the way"):
        protect(course, lesson)
    assert path.read_bytes() == before
