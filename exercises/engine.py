"""What a learner uses: running the cell is the check, and hints and the answer are a call away."""

import contextlib
import sys
import types

from exercises.answers import Answer, Local
from exercises.bank import Exercise, find
from exercises.card import Card, Note
from exercises.inspection import is_untouched
from exercises.judge import (
    CHECKER_FAULT,
    CORRECT,
    UNATTEMPTED,
    Verdict,
    judge,
    not_a_function,
    unattempted,
)
from exercises.limits import Clock
from exercises.scores import SECTION, bar
from exercises.store import read, remember

NO_CLOCK = "Nothing can stop an endless loop here: if this takes long, restart the kernel."
LATEST = {}  # the last verdict on each exercise in this kernel: it chooses the next hint


def exercise(name: str):
    """Return a decorator that checks a function as the answer to an exercise and shows one card.

    The function itself is returned as it is. Raises ValueError if there is no such exercise.
    """
    task = find(name)

    def check(function):
        bind(function)
        verdict, clock = verdict_on(task, function)
        LATEST[name] = verdict
        small = [] if clock.can_stop or verdict.status == UNATTEMPTED else [NO_CLOCK]
        try:
            note(task, verdict)
            small += [bar(task.lesson)] if verdict.status == CORRECT else []
        except OSError as error:
            small.append(f"This could not be saved: {error}.")
        show(Card(verdict, tuple(small)))
        return function

    return check


def bind(function) -> None:
    """Give a cell's function its name now: what calls itself is checked before Python does so."""
    if isinstance(function, types.FunctionType) and function.__qualname__ == function.__name__:
        function.__globals__[function.__name__] = function


def verdict_on(task: Exercise, function) -> tuple[Verdict, Clock]:
    """Return the verdict on a function of this process, and the clock that watched it."""
    clock = Clock(task.seconds)
    if not callable(function):
        return not_a_function(task, type(function).__name__), clock
    if is_untouched(function, task.module.starter):
        return unattempted(task), clock
    with clock:
        verdict = judge(task, Answer(task.name, Local(function, task.parameters, clock)))
    return verdict, clock


def note(task: Exercise, verdict: Verdict) -> None:
    """Remember whether the exercise is solved now; what was never begun undoes nothing."""
    if verdict.status not in (UNATTEMPTED, CHECKER_FAULT):
        solved = verdict.status == CORRECT
        remember(SECTION, task.id, lambda old: old | {"solved": solved})


def show(card: Card) -> None:
    """Show a card in a notebook, or print it."""
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython():
        sys.modules["IPython"].display.display(card)
    else:
        print(card)


def hint(name: str) -> Note:
    """Return the next hint for an exercise; a mistake that was recognised chooses the first."""
    task = find(name)
    hints = task.module.hints
    given = hints_given(name)
    latest = LATEST.get(name)
    first = latest.hint if latest and latest.hint is not None else 0
    order = [*range(first, len(hints)), *range(first)]
    left = [place for place in order if place not in given]
    place = left[0] if left else order[-1]
    if left:
        with contextlib.suppress(OSError):  # where nothing can be saved, a hint can be given
            remember(SECTION, name, lambda old: old | {"hints": [*given, place]})
    rest = f"{len(left) - 1} more" if len(left) > 1 else f'the last one; then `solution("{name}")`'
    return Note(f"Hint for `{task.name}` ({rest}): {hints[place]}")


def hints_given(name: str) -> list:
    """Return the places of the hints that the learner has had."""
    with contextlib.suppress(OSError):
        given = read().get(SECTION, {}).get(name, {}).get("hints")
        return given if isinstance(given, list) else []
    return []


def solution(name: str, *, reveal: bool = False) -> Note:
    """Return the worked answer to an exercise if `reveal` is true, else a question."""
    task = find(name)
    if not reveal:
        return Note(
            f'Sure? A hint may be enough: `hint("{name}")`. '
            f'The worked answer: `solution("{name}", reveal=True)`.'
        )
    return Note("One right answer of many:", task.solution)
