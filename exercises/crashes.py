"""What a learner's code raised, in words: the exception, and the learner's own line."""

import contextlib
import inspect
import linecache
import traceback
from dataclasses import dataclass

from exercises.limits import TimeUp


@dataclass(frozen=True)
class Crash:
    """An exception of a learner's code: its type and words, its own line, and its type's bases."""

    type: str
    message: str
    line: int | None = None
    source: str = ""
    kinds: tuple[str, ...] = ()

    def __str__(self):
        said = f"{self.type}: {self.message}" if self.message else self.type
        shown = f", `{self.source}`" if self.source else ""
        return f"In line {self.line}{shown}: {said}" if self.line else said


class Signature(TypeError):
    """The function does not take the arguments that the task names."""


def home(function) -> str | None:
    """Return the file or cell in which a function was written."""
    with contextlib.suppress(Exception):  # an object of the learner's may raise for any name
        return inspect.unwrap(function).__code__.co_filename
    return None


def described(error: BaseException, homes: set) -> Crash:
    """Return an exception in words, with the last line of the learner's own that it passed."""
    try:
        return _described(error, homes)
    except Exception:  # noqa: BLE001 (a learner's exception may raise when it is looked at)
        return Crash("Exception", "it cannot be shown")


def _described(error, homes):
    name, message = type(error).__name__, _on_one_line(words_of(error))
    kinds = tuple(kind.__name__ for kind in type(error).__mro__)
    if isinstance(error, SyntaxError) and error.filename in homes:
        return Crash(name, error.msg, error.lineno, _on_one_line(error.text or ""), kinds)
    passed = [(f.f_code.co_filename, n) for f, n in traceback.walk_tb(error.__traceback__)]
    own = [place for place in passed if place[0] in homes]
    if not own or isinstance(error, Signature):
        return Crash(name, message, kinds=kinds)
    return Crash(name, message, own[-1][1], _on_one_line(linecache.getline(*own[-1])), kinds)


def _on_one_line(text):
    return " ".join(text.split())[:200]


def words_of(error: BaseException) -> str:
    try:
        return str(error)
    except (KeyboardInterrupt, TimeUp):
        raise
    except BaseException:  # noqa: BLE001 (a learner's exception may raise when it is printed)
        return ""
