"""How far a learner has come: bars, the map, and the line of text that carries both elsewhere."""

import base64
import json
import zlib

import pytest

from exercises import export_progress, import_progress, progress
from exercises.scores import MOST, PREFIX, SECTION, bar, solved
from exercises.store import read, remember


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SOFTMAX_COURSE_HOME", str(tmp_path))
    return tmp_path


def solve(name, value=True):
    remember(SECTION, name, lambda old: old | {"solved": value})


def packed(text):
    return PREFIX + base64.urlsafe_b64encode(zlib.compress(text)).decode()


def line_of(memory):
    return packed(json.dumps(memory).encode())


def test_bar_fills_a_square_for_each_solved_exercise():
    solve("logsumexp")
    assert bar("05") == "Lesson 05 ■□□ 1 of 3 solved"


def test_exercise_that_is_broken_again_leaves_the_bar():
    solve("logsumexp")
    solve("logsumexp", False)
    assert bar("05") == "Lesson 05 □□□ 0 of 3 solved"


def test_map_marks_what_is_solved():
    solve("logsumexp")
    assert "✓ logsumexp" in repr(progress())
    assert "· stable_softmax" in repr(progress())


def test_exercise_that_is_no_more_does_no_harm():
    solve("an_exercise_of_last_year")
    assert "an_exercise_of_last_year" not in repr(progress())


def test_export_is_one_line_and_comes_back_as_it_was(home, monkeypatch):
    solve("logsumexp")
    remember("predictions", "abc", lambda old: {"letter": "a"})
    before, line = read(), export_progress()
    monkeypatch.setenv("SOFTMAX_COURSE_HOME", str(home / "elsewhere"))
    import_progress(line)
    assert read() == before
    assert len(line.splitlines()) == 1


def test_import_admits_spaces_around_the_line():
    import_progress(f"  {line_of({SECTION: {'logsumexp': {'solved': True}}})}\n")
    assert solved() == {"logsumexp"}


def test_import_of_an_older_line_undoes_nothing():
    older = export_progress()
    solve("logsumexp")
    import_progress(older)
    assert solved() == {"logsumexp"}


def test_import_keeps_what_is_solved_there_or_here():
    solve("logsumexp")
    solve("stable_softmax", False)
    import_progress(line_of({SECTION: {"stable_softmax": {"solved": True}}}))
    assert solved() == {"logsumexp", "stable_softmax"}


def test_import_keeps_the_predictions_of_here():
    remember("predictions", "abc", lambda old: {"letter": "a"})
    import_progress(line_of({"predictions": {"abc": {"letter": "b"}, "d": {"letter": "c"}}}))
    assert read()["predictions"] == {"abc": {"letter": "a"}, "d": {"letter": "c"}}


LARGE = packed(b'{"exercises": {}' + b" " * MOST + b"}")  # what the bound leaves of it is no JSON


@pytest.mark.parametrize(
    "line",
    ["", "x", PREFIX, PREFIX + "!!", PREFIX + "eJw", export_progress()[:-5], line_of([]),
     line_of({"exercises": 3}), line_of({"exercises": {"a": 3}}), "é", None, 3, b"abc", LARGE,
     packed(b"[" * 100_000)],
    ids=range(15),
)  # fmt: skip
def test_other_text_is_refused_and_changes_nothing(line):
    solve("logsumexp")
    before = read()
    with pytest.raises(ValueError, match="export_progress"):
        import_progress(line)
    assert read() == before
