"""In a notebook every kind of answer gets its status and leaves the kernel as it was."""

import signal
import sys
import threading
import types

import numpy as np
import pytest
from answers_for_tests import RIGHT, STATUSES, body

from exercises import engine, exercise, hint, progress, solution
from exercises.answers import Answer, Local
from exercises.bank import Exercise, find
from exercises.checks import agree
from exercises.judge import judge
from exercises.store import read, remember


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SOFTMAX_COURSE_HOME", str(tmp_path))
    monkeypatch.setattr(engine, "LATEST", {})
    return tmp_path


def defined(source):
    """Return what a source binds to `softmax`."""
    namespace = {"__name__": "__main__"}
    exec(compile(source, "<cell>", "exec"), namespace)
    return namespace.get("softmax")


def status(source):
    return engine.verdict_on(find("stable_softmax"), defined(source))[0].status


NOTEBOOK = {name: case for name, case in STATUSES.items() if name != "nothing defined"}


@pytest.mark.parametrize("name", NOTEBOOK)
def test_status_in_a_notebook(name, monkeypatch):
    source, expected = NOTEBOOK[name]
    seconds = 1 if expected == "timed_out" else 60
    monkeypatch.setattr(find("stable_softmax").module, "seconds", seconds, raising=False)
    assert status(source) == expected


def state():
    """Return what a check changes for a while: handler, tracer, output, NumPy, threads."""
    handlers = signal.getsignal(signal.SIGINT), sys.gettrace(), sys.stdout
    return *handlers, np.isclose, np.geterr(), threading.active_count()


@pytest.mark.parametrize("name", ["right", "endless, swallowing", "patches NumPy", "exit"])
def test_kernel_is_as_it_was(name, monkeypatch):
    monkeypatch.setattr(find("stable_softmax").module, "seconds", 1, raising=False)
    before = state()
    status(STATUSES[name][0])
    assert state() == before


def test_interrupt_of_the_learner_goes_through():
    def softmax(z, axis=-1):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.verdict_on(find("stable_softmax"), softmax)


def test_without_the_main_thread_the_card_says_that_nothing_can_stop_it(capsys):
    thread = threading.Thread(target=exercise("stable_softmax"), args=(np.exp,))
    thread.start()
    thread.join()
    assert "endless loop" in capsys.readouterr().out


def test_decorator_returns_the_function_itself():
    assert exercise("stable_softmax")(np.exp) is np.exp


def test_unknown_exercise_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match="stable_softmax"):
        exercise("stable_softmx")


def test_fault_of_a_check_is_no_fault_of_the_learner():
    def check_breaks(answer):
        """This check divides by zero."""
        return 1 / 0

    module = types.SimpleNamespace(**vars(find("stable_softmax").module))
    module.check_breaks = check_breaks
    task = Exercise("stable_softmax", "05", module)
    verdict = judge(task, Answer("softmax", Local(module.solution, task.parameters)))
    assert verdict.status == "checker_fault"
    assert "ZeroDivisionError" in verdict.message


def test_checks_see_the_wrong_numbers_and_the_right_ones(capsys):
    exercise("stable_softmax")(
        lambda z, axis=-1: 2 * find("stable_softmax").module.solution(z, axis)
    )
    card = capsys.readouterr().out
    assert "softmax([1, 2, 4])" in card
    assert "[0.08402, 0.2284, 1.688]" in card
    assert "[0.04201, 0.1142, 0.8438]" in card


def test_what_an_answer_prints_stays_off_the_page(capsys):
    def softmax(z, axis=-1):
        print("here")
        return find("stable_softmax").module.solution(z, axis)

    exercise("stable_softmax")(softmax)
    assert "here" not in capsys.readouterr().out


# What a learner's code may do to the kernel, and what it may not.

LOOPS = {
    "two handlers": (
        "while True:", "    try:", "        try: time.sleep(9)", "        except: pass",
        "    except: pass",
    ),
    "finally goes on": (
        "while True:", "    try:", "        try: time.sleep(9)", "        finally: continue",
        "    except: continue",
    ),
    "two functions": (
        "def inner():", "    while True:", "        try: time.sleep(9)", "        except: pass",
        "while True:", "    try: inner()", "    except: pass",
    ),
    "swallowed by a finalizer": (
        "def loop():", "    try: yield", "    finally:", "        while True: pass",
        "next(loop())", "return z",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOOPS)
def test_endless_loop_that_holds_on_is_stopped(name, monkeypatch):
    monkeypatch.setattr(find("stable_softmax").module, "seconds", 0.5, raising=False)
    before = state()
    assert status(body(*LOOPS[name])) == "timed_out"
    assert state() == before
    assert sys.getprofile() is None


@pytest.mark.parametrize(
    "line",
    ["sys.setrecursionlimit(60)", "builtins.len = builtins.isinstance = lambda *a: True",
     "del builtins.len", "del np.isclose", "np.seterr(all='raise')",
     "sys.stdout = sys.stderr = None"],
)  # fmt: skip
def test_kernel_is_as_it_was_after(line):
    def kernel():
        return sys.getrecursionlimit(), len, vars(np)["isclose"], *state()

    before = kernel()
    assert status(body("import builtins", line, "return z")) == "wrong"
    assert kernel() == before


@pytest.mark.parametrize(
    "lines",
    [("raise BaseException('no')",), ("import asyncio", "raise asyncio.CancelledError"),
     ("class E(Exception):", "    def __str__(self): sys.exit()", "raise E"),
     ("class M(type):", "    __name__ = property(lambda self: 1 / 0)",
      "class E(Exception, metaclass=M): pass", "raise E")],
    ids=range(4),
)  # fmt: skip
def test_exception_of_any_kind_is_the_learners(lines):
    assert status(body(*lines)) == "crashed"


@pytest.mark.parametrize("value", ["[2**70, 1, 2]", "z * 1j", "2**100", "2**5000", "[z, z * 1j]"])
def test_number_of_any_kind_is_no_fault_of_ours(value):
    assert status(body(f"return {value}")) == "wrong"


def test_errors_made_of_warnings_are_no_fault_of_ours():
    right = find("stable_softmax").module
    with np.errstate(all="raise"):
        for function in (right.solution, *right.variants, right.wrong_overflow):
            verdict, _ = engine.verdict_on(find("stable_softmax"), function)
            assert verdict.status in ("correct", "wrong")


def test_object_that_raises_for_any_name_is_the_learners():
    class Odd:
        def __getattr__(self, name):
            raise ValueError(name)

        def __call__(self, z, axis=-1):
            raise KeyError("lost")

    assert engine.verdict_on(find("stable_softmax"), Odd())[0].status == "crashed"


def test_function_may_call_itself_in_the_cell_that_defines_it(capsys):
    source = RIGHT.replace("def ", '@exercise("stable_softmax")\ndef ')
    source = source.replace("):\n", "):\n    if axis == -1: return softmax(z, z.ndim - 1)\n")
    exec(source, {"__name__": "__main__", "exercise": exercise})
    assert "Correct" in capsys.readouterr().out


# What is remembered.


def solved():
    return read().get("exercises", {}).get("stable_softmax", {}).get("solved")


def test_solved_exercise_is_remembered():
    exercise("stable_softmax")(find("stable_softmax").module.solution)
    assert solved() is True


def test_exercise_that_is_broken_again_is_undone():
    exercise("stable_softmax")(find("stable_softmax").module.solution)
    exercise("stable_softmax")(np.exp)
    assert solved() is False


def test_starter_run_again_undoes_nothing():
    exercise("stable_softmax")(find("stable_softmax").module.solution)
    exercise("stable_softmax")(find("stable_softmax").module.starter)
    assert solved() is True


def test_card_says_when_nothing_can_be_saved(home, monkeypatch, capsys):
    monkeypatch.setenv("SOFTMAX_COURSE_HOME", str(home / "file" / "below"))
    (home / "file").write_text("")
    exercise("stable_softmax")(find("stable_softmax").module.solution)
    assert "could not be saved" in capsys.readouterr().out


def test_correct_card_shows_the_bar_of_its_lesson(capsys):
    exercise("stable_softmax")(find("stable_softmax").module.solution)
    assert "Lesson 05 ■" in capsys.readouterr().out


# Hints and the answer.


def test_hints_come_one_after_the_other_and_stay_at_the_last():
    hints = find("stable_softmax").module.hints
    given = [repr(hint("stable_softmax")) for _ in range(len(hints) + 1)]
    assert [text.endswith(h) for text, h in zip(given, [*hints, hints[-1]], strict=True)] == [
        True
    ] * len(given)


def test_recognised_mistake_chooses_the_first_hint(monkeypatch):
    module = find("stable_softmax").module
    monkeypatch.setattr(module.wrong_overflow, "hint", 1)
    exercise("stable_softmax")(module.wrong_overflow)
    assert repr(hint("stable_softmax")).endswith(module.hints[1])


def test_hint_is_given_where_nothing_can_be_saved(home, monkeypatch):
    monkeypatch.setenv("SOFTMAX_COURSE_HOME", str(home / "file" / "below"))
    (home / "file").write_text("")
    assert find("stable_softmax").module.hints[0] in repr(hint("stable_softmax"))


def test_damaged_record_of_hints_begins_anew():
    remember("exercises", "stable_softmax", lambda old: {"hints": 3})
    assert find("stable_softmax").module.hints[0] in repr(hint("stable_softmax"))


def test_solution_asks_before_it_shows():
    assert "def softmax" not in repr(solution("stable_softmax"))
    assert "def softmax" in repr(solution("stable_softmax", reveal=True))


def test_map_shows_every_lesson():
    assert repr(progress()).count("Lesson ") == len(progress().lessons())


def test_html_of_a_card_escapes_what_a_learner_wrote():
    def softmax(z, axis=-1):
        raise ValueError("<script>alert(1)</script>")

    verdict, _ = engine.verdict_on(find("stable_softmax"), softmax)
    assert "<script" not in engine.Card(verdict)._repr_html_()


def test_agree_admits_float32_and_refuses_four_digits():
    answer = Answer("f", Local(lambda z: np.exp(np.float32(z))))
    agree(answer, (np.array([0.25]),), np.exp([0.25]))
    with pytest.raises(Exception, match=r"f\(\[0.25\]\)"):
        agree(Answer("f", Local(lambda z: np.exp(z).round(4))), (np.array([0.25]),), np.exp([0.25]))
