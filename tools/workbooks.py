"""A lesson's workbook, exercises/NN_name.ipynb: for each exercise its statement and its starter.

A workbook is built from the modules in exercises/lesson_NN. A learner may answer in it, so one that
holds answers is never overwritten: its cells no longer have the ids that follow from their content.
"""

import copy

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from exercises.bank import Exercise, of_lesson
from tools import BuildError
from tools.drafts import COLAB_CELL, KERNELSPEC, Course, with_stable_ids
from tools.lessons import Lesson

OPENING = """\
# Exercises: {title}

Write each answer in its cell and run the cell: running it is the check. `hint("{first}")` helps,
and so does the lesson: [{title}](../{notebook}) · [Open in Colab]({colab})"""
IMPORTS = """

import numpy as np

from exercises import exercise, hint, progress, solution"""


def workbook(course: Course, lesson: Lesson) -> NotebookNode:
    """Return the workbook of a lesson as it is before it runs."""
    tasks = of_lesson(lesson.number)
    opening = OPENING.format(
        title=lesson.title,
        first=tasks[0].id,
        notebook=lesson.notebook,
        colab=course.address.colab(lesson.workbook),
    )
    first = COLAB_CELL.format(repository=course.address.repository) + IMPORTS
    cells = [new_markdown_cell(opening), new_code_cell(first)]
    for task in tasks:
        cells += [new_markdown_cell(task.statement), new_code_cell(task.starter)]
    metadata = {"kernelspec": dict(KERNELSPEC)}
    return new_notebook(cells=with_stable_ids(cells), metadata=metadata)


def solved(notebook: NotebookNode, tasks: list[Exercise]) -> NotebookNode:
    """Return a copy of a workbook with the worked answers in the places of the starters."""
    answers, notebook = {task.starter: task.solution for task in tasks}, copy.deepcopy(notebook)
    for cell in notebook.cells:
        cell.source = answers.get(cell.source, cell.source)
    return notebook


def protect(course: Course, lesson: Lesson) -> None:
    """Raise if a lesson's workbook holds anything that a build did not write."""
    path = course.root / lesson.workbook
    if path.exists() and is_touched(nbformat.read(path, as_version=4)):
        raise BuildError(
            f"{lesson.workbook} holds answers and was left as it is. Move it out of the way "
            f"(for example to my_{path.name}), then build again."
        )


def is_touched(notebook: NotebookNode) -> bool:
    """Whether some cell is not as it was built."""
    cells = with_stable_ids(copy.deepcopy(notebook.cells))
    return [cell.id for cell in cells] != [cell.get("id") for cell in notebook.cells]
