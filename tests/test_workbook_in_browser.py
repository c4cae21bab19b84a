"""A learner opens a workbook, types a wrong answer, reads the card, and types the right one."""

import shutil
from pathlib import Path

import pytest
from lab import chromium, jupyterlab, needs_chromium, open_notebook

from exercises.bank import find

ROOT = Path(__file__).parents[1]
WRONG = """@exercise("stable_softmax")
def softmax(z, axis=-1):
    return np.exp(z) / np.exp(z).sum(axis=axis, keepdims=True)"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Give a page on which a copy of the workbook of lesson 05 is open, its first cell run."""
    needs_chromium()
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "exercises" / "05_softmax_in_code.ipynb", folder / "book.ipynb")
    with (
        jupyterlab(folder, tmp_path_factory.mktemp("home")) as address,
        chromium(viewport={"width": 1280, "height": 900}) as page,
    ):
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        open_notebook(page, address, "book.ipynb")
        cell(page, 0).locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        yield page


def cell(page, number):
    """Return a code cell of the page."""
    return page.locator(".jp-CodeCell").nth(number)


def answer(page, text, word):
    """Type an answer into the first exercise, run it, and return the card that says `word`."""
    editor = cell(page, 1).locator(".cm-content")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")
    cards = cell(page, 1).locator(".jp-OutputArea-output")
    cards.filter(has_text=word).wait_for()
    assert cards.count() == 1
    return cards.inner_text()


def test_wrong_answer_is_named_and_the_right_one_is_correct(book):
    wrong = answer(book, WRONG, "Not yet")
    assert "M10" in wrong and "nan" in wrong
    right = answer(book, find("stable_softmax").solution, "Correct")
    assert "Lesson 05 ■" in right


def test_page_raised_no_error(book):
    assert book.problems == []
