"""The command line: each answer gets its status, in time, whatever it does to its process."""

import csv
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from answers_for_tests import HOSTILE, RIGHT, STATUSES
from nbformat.v4 import new_code_cell, new_notebook

from exercises import bank
from exercises.grade import COLUMNS

ROOT = Path(__file__).parents[1]
LIMIT = bank.find("stable_softmax").seconds


def run(*arguments):
    """Run a command and return its exit status, its output, and the seconds it took."""
    start = time.monotonic()
    command = [sys.executable, "-m", "exercises", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    return done, time.monotonic() - start


def checked(source, folder, name="answer.py"):
    path = folder / name
    path.write_text(source, encoding="utf-8")
    done, seconds = run("check", "stable_softmax", path, "--json")
    return json.loads(done.stdout), done.returncode, seconds


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """Return what `check` says of every answer, by its name; two run at a time."""
    folder = tmp_path_factory.mktemp("answers")
    cases = {name: source for name, (source, _) in (STATUSES | HOSTILE).items()}
    with ThreadPoolExecutor(2) as pool:
        tasks = {
            name: pool.submit(checked, source, folder, f"{k}.py")
            for k, (name, source) in enumerate(cases.items())
        }
    return {name: task.result() for name, task in tasks.items()}


@pytest.mark.parametrize("name", STATUSES | HOSTILE)
def test_status_on_the_command_line(verdicts, name):
    expected = (STATUSES | HOSTILE)[name][1]
    found = verdicts[name][0]["status"]
    assert found == expected or (expected == "not correct" and found in ("wrong", "crashed"))


@pytest.mark.parametrize("name", STATUSES | HOSTILE)
def test_exit_status_is_0_for_correct_alone(verdicts, name):
    verdict, returned, _ = verdicts[name]
    assert returned == (0 if verdict["status"] == "correct" else 1)


def test_json_has_these_fields_and_no_others(verdicts):
    assert all(
        list(verdict) == ["exercise", "status", "mistake", "message"]
        for verdict, _, _ in verdicts.values()
    )


def test_mistake_is_named_by_its_number(tmp_path):
    verdict, _, _ = checked(
        "import numpy as np\ndef softmax(z, axis=-1):\n"
        "    e = np.e ** z\n    return e / e.sum(axis, keepdims=True)\n",
        tmp_path,
    )
    assert verdict["mistake"] == "M10"


def test_what_an_answer_prints_goes_to_stderr(tmp_path):
    (tmp_path / "a.py").write_text("print('imported')\n" + RIGHT)
    done, _ = run("check", "stable_softmax", tmp_path / "a.py")
    assert "imported" in done.stderr
    assert "imported" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["check", "stable_softmx", __file__], ["check", "stable_softmax", "nowhere.py"],
     ["grade", "nowhere"], ["grade", ".", "--jobs", "0"], ["mark"], []],
    ids=" ".join,
)  # fmt: skip
def test_call_without_sense_gets_status_2_and_no_traceback(arguments):
    done, _ = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_words_that_cannot_be_printed_are_printed_otherwise(tmp_path):
    (tmp_path / "a.py").write_text("def softmax(z, axis=-1): raise ValueError('\\ud800')")
    done, _ = run("check", "stable_softmax", tmp_path / "a.py")
    assert "Traceback" not in done.stderr
    assert "\\ud800" in done.stdout


def test_list_names_every_exercise():
    done, _ = run("list")
    assert [line.split()[1] for line in done.stdout.splitlines()] == bank.ids()


def notebook(path, *cells):
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), path)
    return path


FIRST = "import numpy as np\nfrom exercises import exercise\n%pip list"
MARK = '@exercise("stable_softmax")\n'
MARKED = MARK + RIGHT.split("\n", 1)[1]


def from_workbook(folder, *cells):
    path = notebook(folder / "book.ipynb", FIRST, *cells)
    done, _ = run("check", "stable_softmax", path, "--json")
    return json.loads(done.stdout)["status"]


def test_last_cell_that_defines_the_function_counts(tmp_path):
    wrong = MARK + "def softmax(z, axis=-1):\n    return z"
    assert from_workbook(tmp_path, wrong, MARKED) == "correct"
    assert from_workbook(tmp_path, MARKED, wrong) == "wrong"


def test_answer_in_a_workbook_may_use_helpers_of_other_cells(tmp_path):
    helper = "PEAK = dict(keepdims=True)\ndef peak(z, axis): return z.max(axis, **PEAK)"
    answer = (
        MARK + "def softmax(z, axis=-1):\n"
        "    e = np.exp(z - peak(z, axis))\n    return e / e.sum(axis, keepdims=True)\nsoftmax(0)"
    )
    assert from_workbook(tmp_path, helper, answer) == "correct"


@pytest.mark.parametrize(
    "cells",
    [("z = [1, 2] / 2", "e = nowhere", "SOFTMAX"),  # they share names with what is local
     ("while True:\n    e = 1", "SOFTMAX"),
     ("KEEP = {}\nKEEP.update(keepdims=True)", "SOFTMAX # KEEP"),
     ("try:\n    import numpy as np\nexcept ImportError:\n    raise", "SOFTMAX"),
     ("from __future__ import annotations\nSOFTMAX # NOTED",),
     ("SOFTMAX # MODULO",), ("%%time\nSOFTMAX",), ("files = !ls\nSOFTMAX\nsoftmax?",)],
    ids=["local names", "loop", "method", "try", "future", "modulo", "time", "shell"],
)  # fmt: skip
def test_right_answer_in_a_workbook_is_correct_beside(tmp_path, cells):
    forms = {
        "# KEEP": MARKED.replace("keepdims=True", "**KEEP"),
        "# NOTED": MARKED.replace("axis=-1", "axis: Nowhere=-1"),
        "# MODULO": MARKED.replace("    e =", "    k = (7\n    % 2)\n    e ="),
    }
    form = next((text for mark, text in forms.items() if cells[-1].endswith(mark)), MARKED)
    assert from_workbook(tmp_path, *(c.replace("SOFTMAX", form) for c in cells)) == "correct"


def test_endless_loop_in_another_cell_does_not_reach_the_answer(tmp_path):
    assert from_workbook(tmp_path, "while True: pass", MARKED, "sys.exit()", "1 +") == "correct"


def test_answer_with_a_slip_of_syntax_in_a_workbook_is_crashed(tmp_path):
    assert from_workbook(tmp_path, MARK + "def softmax(z, axis=-1)\n    return z") == "crashed"


def test_workbook_without_the_function_is_unattempted(tmp_path):
    assert from_workbook(tmp_path, "1 + 1") == "unattempted"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return the rows of `grade` over a folder of good, bad and broken submissions."""
    folder = tmp_path_factory.mktemp("class")
    (folder / "ann").mkdir()
    notebook(folder / "ann" / "book.ipynb", FIRST, MARKED)
    notebook(
        folder / "bob.ipynb", FIRST, MARK + "def softmax(z, axis=-1): os.kill(os.getppid(), 9)"
    )
    (folder / "broken.ipynb").write_text("{")
    (folder / "eve.py").write_text(RIGHT.replace("def ", MARK + "def ").replace("np,", "np, os,"))
    (folder / "nothing.py").write_text("x = 1")
    (folder / "deep.ipynb").write_text("[" * 99999)
    (folder / "folder.py").mkdir()
    os.mkfifo(folder / "pipe.py")
    (folder / 'odd, "name"\n\udcff.py').write_text("x = 1")
    (folder / "words.py").write_text(MARK + "def softmax(z, axis=-1): raise ValueError('\\ud800')")
    (folder / ".hidden.py").write_text(MARK)
    out = folder / "out.csv"
    done, _ = run("grade", folder, "--jobs", "2", "--csv", out)
    with out.open(newline="", encoding="utf-8") as file:
        return done, list(csv.DictReader(file))


def test_grade_exits_with_0_and_writes_these_columns(graded):
    done, rows = graded
    assert done.returncode == 0, done.stderr
    assert tuple(rows[0]) == COLUMNS


def test_grade_writes_a_row_for_each_exercise_of_each_workbook(graded):
    ids = [task.id for task in bank.of_lesson("05")]
    rows = [row["exercise"] for row in graded[1] if row["submission"] == "ann/book.ipynb"]
    assert rows == ids


@pytest.mark.parametrize(
    ("submission", "status"),
    [("ann/book.ipynb", "correct"), ("bob.ipynb", "crashed"), ("broken.ipynb", "crashed"),
     ("eve.py", "correct"), ("nothing.py", "crashed"), ("deep.ipynb", "crashed"),
     ('odd, "name"\n\\udcff.py', "crashed"), ("words.py", "crashed")],
)  # fmt: skip
def test_grade_tells_the_status_of_each_submission(graded, submission, status):
    rows = [row for row in graded[1] if row["submission"] == submission]
    assert status in [row["status"] for row in rows if row["exercise"] in ("", "stable_softmax")]


@pytest.mark.parametrize("name", [".hidden.py", "folder.py", "pipe.py"])
def test_grade_passes_over(graded, name):
    assert name not in [row["submission"] for row in graded[1]]


def test_grade_shows_a_progress_bar_on_stderr(tmp_path, monkeypatch):
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    (tmp_path / "stable_softmax.py").write_text(RIGHT)
    done, _ = run("grade", tmp_path)
    assert "%|" in done.stderr
