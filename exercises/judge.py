"""The verdict on an answer: the checks decide, and the known mistakes say why.

The bank of wrong answers is the diagnoser. When a check fails, the answer and every known mistake
run on the exercise's probes, group by group, gentle ones first. The first group in which the answer
strays from the worked solution decides: the mistake that behaves like the answer, in that group and
all before it, is named. If none does, the failed check speaks, with the input that shows it.
"""

from dataclasses import dataclass

from exercises.answers import Answer, Local, Raised, without_warnings
from exercises.bank import Exercise, Mistake, sentence
from exercises.checks import Failed, Inside
from exercises.crashes import Crash
from exercises.inspection import names_called
from exercises.limits import TimeUp
from exercises.values import alike

CORRECT, WRONG, UNATTEMPTED = "correct", "wrong", "unattempted"
CRASHED, TIMED_OUT, CHECKER_FAULT = "crashed", "timed_out", "checker_fault"


@dataclass(frozen=True)
class Verdict:
    """What became of an answer, for a card, a line of JSON or a row of a table."""

    exercise: str
    status: str
    message: str
    mistake: str | None = None
    lesson: str | None = None
    call: str = ""
    yours: str = ""
    expected: str = ""
    hint: int | None = None


def unattempted(task: Exercise) -> Verdict:
    """Return the verdict on an answer that nobody has begun."""
    words = f"Write the body of `{task.name}({', '.join(task.parameters)})` and run the cell."
    return Verdict(task.id, UNATTEMPTED, words)


def not_a_function(task: Exercise, kind: str) -> Verdict:
    """Return the verdict on a name that is bound to something else than a function."""
    words = f"`{task.name}` is no function but an object of type {kind}."
    return Verdict(task.id, CRASHED, words)


def timed_out(task: Exercise, call: str = "") -> Verdict:
    """Return the verdict on an answer that was stopped; `call` says what it was working on."""
    words = f"It ran for more than {task.seconds:g} s, perhaps in an endless loop. It was stopped."
    return Verdict(task.id, TIMED_OUT, words, call=call)


def judge(task: Exercise, answer: Answer) -> Verdict:
    """Return the verdict on an answer that has been begun."""
    try:
        with without_warnings():  # the learner's settings are not for what the checks compute
            return _judge(task, answer)
    except TimeUp:
        return timed_out(task, answer.last)
    except Exception as error:  # noqa: BLE001 (a fault of ours must never look like the learner's)
        return checker_fault(task, f"{answer.last}, {type(error).__name__}: {error}")


def checker_fault(task: Exercise, what: str) -> Verdict:
    """Return the verdict when it is the checker that failed."""
    words = "The checker itself failed, which is not your fault. Please report this line: "
    return Verdict(task.id, CHECKER_FAULT, f"{words}{task.id}, {what}")


def _judge(task, answer):
    for check in task.checks:
        try:
            check(answer)
        except Failed as failed:
            return _wrong(task, answer, check, failed)
        except Raised as raised:
            return _raised(task, answer, raised)
    if called := forbidden_call(task, answer):
        words = f"The numbers are right, and `{called}` did the work. Here you write it yourself."
        return Verdict(task.id, WRONG, words)
    count = len(task.checks)
    return Verdict(task.id, CORRECT, f"All {count} checks hold." if count > 1 else "Right.")


def _wrong(task, answer, check, failed):
    """Return the verdict on an answer that a check has failed."""
    shown = {"call": failed.call, "yours": failed.yours, "expected": failed.expected}
    mistake = diagnosis(task, answer)
    if mistake:
        return _named(task, mistake, shown)
    return Verdict(task.id, WRONG, failed.sentence or sentence(check), **shown)


def _raised(task, answer, raised):
    """Return the verdict on an answer that raised while it was checked."""
    crash = raised.crash
    if crash.type == "NotImplementedError":
        return unattempted(task)
    shown = {"call": raised.call, "yours": f"{crash.type}: {crash.message}"}
    mistake = diagnosis(task, answer)
    if mistake:
        return _named(task, mistake, shown)
    return crashed(task, crash, raised.call)


def crashed(task: Exercise, crash: Crash, call: str = "") -> Verdict:
    """Return the verdict on an answer that raised in no known way."""
    words = str(crash)
    if crash.type == "SystemExit":
        words = "Your code ends the program (`exit`). A function should return."
    elif crash.type == "Ended":
        words = "Your code ended the process that it ran in."
    elif crash.type == "Signature":
        words = f"`{task.name}` takes other arguments than the task says: {crash.message}."
    return Verdict(task.id, CRASHED, words, call=call)


def _named(task, mistake, shown):
    return Verdict(
        task.id, WRONG, mistake.message, mistake.id, mistake.lesson, hint=mistake.hint, **shown
    )


def diagnosis(task: Exercise, answer: Answer) -> Mistake | None:
    """Return the known mistake that behaves like the answer, if there is one."""
    try:
        return _diagnosis(task, answer)
    except TimeUp:
        return None


def _diagnosis(task, answer):
    right = Answer(task.name, Local(task.module.solution))
    likeness = getattr(task.module, "likeness", 1e-5)
    seen, strays = [], False
    for group in task.module.probes:
        found = [(probe, _try(answer, probe)) for probe in group]
        seen += found
        strays = not all(same(_try(right, probe), outcome, likeness) for probe, outcome in found)
        if strays:
            break
    writes = any(outcome.wrote for _, outcome in seen)
    if not strays and not writes:
        return None
    # If all values are right, only writing into the arguments can be the mistake.
    may_write = {True} if not strays else {writes, False}
    return next((m for m in task.mistakes if _behaves(m, seen, likeness, may_write)), None)


def _behaves(mistake, seen, likeness, may_write):
    """Whether some form of the mistake does on all these probes what the answer did."""
    for member in mistake.members:
        wrong, wrote = Answer("wrong", Local(member)), False
        for probe, outcome in reversed(seen):  # where the answer strays comes last: most end there
            its = _try(wrong, probe)
            wrote |= its.wrote
            if not same(its, outcome, likeness):
                break
        else:
            if wrote in may_write:
                return True
    return False


def _try(answer, probe):
    scenario, args = _parts(probe)
    return answer.outcome(args, scenario)


def _parts(probe):
    return (probe.scenario, probe.args) if isinstance(probe, Inside) else (None, probe)


def same(one, other, likeness) -> bool:
    """Whether two outcomes are one behaviour: the same value, or the same exception."""
    if one.crash or other.crash:
        told = [
            (outcome.crash.type, outcome.crash.message) for outcome in (one, other) if outcome.crash
        ]
        return len(told) == 2 and told[0] == told[1]
    return alike(one.value, other.value, likeness)


def forbidden_call(task: Exercise, answer: Answer) -> str | None:
    """Return the name of a forbidden function that the answer calls, if it calls one."""
    forbidden = getattr(task.module, "forbidden", ())
    if not forbidden:
        return None
    for probe in (probe for group in task.module.probes for probe in group):
        scenario, args = _parts(probe)
        called = answer.outcome((scenario, *args), names_called).value or ()
        for name in forbidden:
            if name in called:
                return name
    return None
