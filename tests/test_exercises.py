"""The gates that every exercise passes."""

import warnings
from pathlib import Path

import pytest

from exercises import bank
from exercises.answers import Answer, Local
from exercises.checks import Failed
from exercises.engine import verdict_on
from exercises.judge import Raised, diagnosis
from tools.coverage import coverage

IDS = bank.ids()
TASKS = [bank.find(name) for name in IDS]
MISTAKES = [(task, mistake) for task in TASKS for mistake in task.mistakes]
MEMBERS = [(task, mistake, k) for task, mistake in MISTAKES for k in range(len(mistake.members))]
RIGHT = [(task, k) for task in TASKS for k in range(1 + len(task.module.variants))]
EVERY_CHECK = [(task, check) for task in TASKS for check in task.checks]


def named(case):
    """Return a test id: the exercise, and what of it."""
    task, *rest = case
    words = [getattr(getattr(x, "function", x), "__name__", str(x)) for x in rest]
    return "-".join([task.id, *words])


@pytest.mark.parametrize("task", TASKS, ids=IDS)
def test_starter_is_unattempted(task):
    assert verdict_on(task, task.module.starter)[0].status == "unattempted"


@pytest.mark.parametrize("case", RIGHT, ids=named)
def test_right_answers_are_correct(case):
    task, k = case
    function = (task.module.solution, *task.module.variants)[k]
    verdict, _ = verdict_on(task, function)
    assert verdict.status == "correct", (function.__name__, verdict)


@pytest.mark.parametrize("case", MEMBERS, ids=named)
def test_mistake_is_wrong_and_named_as_itself(case):
    task, mistake, k = case
    verdict, _ = verdict_on(task, mistake.members[k])
    assert (verdict.status, verdict.message) == ("wrong", mistake.message), verdict
    assert verdict.mistake == mistake.id


@pytest.mark.parametrize("task", TASKS, ids=IDS)
def test_right_answers_resemble_no_mistake(task):
    for function in (task.module.solution, *task.module.variants):
        assert diagnosis(task, Answer(task.name, Local(function, task.parameters))) is None


@pytest.mark.parametrize("case", EVERY_CHECK, ids=named)
def test_check_rejects_some_mistake(case):
    task, check = case
    for mistake in task.mistakes:
        for member in mistake.members:
            try:
                check(Answer(task.name, Local(member, task.parameters)))
            except (Failed, Raised):
                return
    pytest.fail(f"no known mistake fails {check.__name__}")


@pytest.mark.parametrize("task", TASKS, ids=IDS)
def test_exercise_is_complete(task):
    module = task.module
    assert len(module.hints) >= 2 and len(task.mistakes) >= 3 and len(module.variants) >= 2
    assert task.statement.startswith("## ")
    assert all(check.__doc__ for check in task.checks)
    assert all(mistake.function.__doc__ for mistake in task.mistakes)
    assert all(0 <= mistake.hint < len(module.hints) for mistake in task.mistakes)


@pytest.mark.parametrize("task", TASKS, ids=IDS)
def test_exercise_raises_no_warning_of_its_own(task):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        verdict_on(task, task.module.solution)


def test_ids_are_unique_over_all_lessons():
    files = [path.stem for path in bank.FOLDER.glob("lesson_*/[a-z]*.py")]
    assert sorted(files) == sorted(set(files))


@pytest.mark.parametrize("lesson", [f"{number:02}" for number in range(1, 12)])
def test_lesson_has_at_least_three_exercises(lesson):
    assert len(bank.of_lesson(lesson)) >= 3


@pytest.mark.parametrize("task", TASKS, ids=IDS)
def test_starter_in_a_cell_of_its_own_is_unattempted(task):
    namespace = {"__name__": "__main__", "exercise": lambda _: lambda function: function}
    exec("import numpy as np", namespace)
    exec(compile(task.starter, "<cell>", "exec"), namespace)
    assert verdict_on(task, namespace[task.name])[0].status == "unattempted"


@pytest.mark.parametrize("task", TASKS, ids=IDS)
def test_solution_stands_alone(task):
    namespace = {"__name__": "__main__", "exercise": lambda _: lambda function: function}
    exec("import numpy as np\n" + task.solution, namespace)
    assert verdict_on(task, namespace[task.name])[0].status == "correct"


@pytest.fixture(scope="module")
def covered():
    """Return for each mistake of the list the lessons that show it."""
    return coverage(Path(__file__).parents[1])


@pytest.mark.parametrize("case", MISTAKES, ids=named)
def test_card_of_a_numbered_mistake_leads_to_a_lesson_that_shows_it(case, covered):
    _, mistake = case
    assert mistake.id is None or mistake.lesson in covered[mistake.id]
