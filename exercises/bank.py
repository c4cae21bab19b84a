"""The exercises that there are: one module each, exercises/lesson_NN/NAME.py.

A module holds, by these names: a docstring (the statement, in Markdown, under a title), `name` (of
the function to write), `starter`, `solution`, `variants` (other right answers), `hints` (weakest
first), `probes` (groups of arguments, gentle ones first, on which behaviours are compared),
`check_*` (each a property; its docstring is what a learner reads when it fails) and `wrong_*` (each
a known mistake that runs; its docstring is the feedback). It may hold `given` (lines that stand
above the starter), `forbidden` (names of functions that an answer may not call), `likeness` (how
near behaviours are that count as alike) and `seconds` (the time limit).

A `wrong_*` may carry `.mistake` (its number in lesson 12), `.lesson` (where to read on, if not in
the exercise's own), `.variations` (the same mistake written in other ways) and `.hint` (the place
in `hints` to begin with).
"""

import difflib
import importlib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parent
SECONDS = 5.0


@dataclass(frozen=True)
class Mistake:
    """A known mistake: its number if it has one, what to say, where to read on, how it behaves."""

    function: Callable
    lesson: str

    @property
    def id(self) -> str | None:
        return getattr(self.function, "mistake", None)

    @property
    def message(self) -> str:
        return sentence(self.function)

    @property
    def hint(self) -> int:
        return getattr(self.function, "hint", 0)

    @property
    def members(self) -> tuple:
        return (self.function, *getattr(self.function, "variations", ()))


@dataclass(frozen=True)
class Exercise:
    """One exercise, read from its module."""

    id: str
    lesson: str
    module: ModuleType

    @property
    def name(self) -> str:
        return self.module.name

    @property
    def title(self) -> str:
        return self.module.__doc__.strip().splitlines()[0].lstrip("# ")

    @property
    def statement(self) -> str:
        return self.module.__doc__.strip()

    @property
    def parameters(self) -> tuple:
        return tuple(inspect.signature(self.module.starter).parameters)

    @property
    def seconds(self) -> float:
        return getattr(self.module, "seconds", SECONDS)

    @property
    def starter(self) -> str:
        """The cell that a learner begins with."""
        return self._cell("starter").replace(": ...", ":\n    ...")

    @property
    def solution(self) -> str:
        """The worked answer, as a cell."""
        return self._cell("solution")

    @property
    def checks(self) -> list:
        return self._functions("check_")

    @property
    def mistakes(self) -> list:
        wrong = self._functions("wrong_")
        return [Mistake(function, getattr(function, "lesson", self.lesson)) for function in wrong]

    def _cell(self, kind):
        source = inspect.getsource(getattr(self.module, kind)).strip()
        given = getattr(self.module, "given", "").strip()
        named = re.sub(rf"\b{kind}\b", self.name, source)
        return "\n\n".join(filter(None, [given, f'@exercise("{self.id}")\n{named}']))

    def _functions(self, prefix):
        """Return the module's functions whose names begin so, in the order of its lines."""
        found = [f for name, f in vars(self.module).items() if name.startswith(prefix)]
        return sorted(found, key=lambda function: function.__code__.co_firstlineno)


def sentence(function) -> str:
    """Return a docstring on one line."""
    return " ".join(inspect.getdoc(function).split())


@cache
def places() -> dict[str, Path]:
    """Return the file of each exercise, by its id."""
    files = sorted(FOLDER.glob("lesson_[0-9][0-9]/[a-z]*.py"))
    return {path.stem: path for path in files}


def ids() -> list[str]:
    """Return the ids of all exercises, lesson by lesson, in the order to solve them in."""
    return [task.id for task in sorted(map(find, places()), key=_order)]


def of_lesson(lesson: str) -> list["Exercise"]:
    """Return the exercises of a lesson ("05"), in the order to solve them in."""
    names = [name for name, path in places().items() if path.parent.name == f"lesson_{lesson}"]
    return sorted(map(find, names), key=_order)


def _order(task):
    return task.lesson, getattr(task.module, "place", 99), task.id


@cache
def find(name: str) -> Exercise:
    """Return the exercise with this id; raise ValueError, with the nearest ids, if none has it."""
    if name not in places():
        near = difflib.get_close_matches(str(name), places(), n=3) or places()
        raise ValueError(f"there is no exercise {name!r}; did you mean {', '.join(near)}?")
    folder = places()[name].parent.name
    module = importlib.import_module(f"exercises.{folder}.{name}")
    return Exercise(name, folder.removeprefix("lesson_"), module)
