"""A learner's function as the checks see it: called, and its outcome brought back as plain data.

Where the function runs is the runner's business: `Local` calls it here, under the time limit of a
notebook; `exercises.remote` calls it in a process of its own.
"""

import builtins
import contextlib
import copy
import dis
import inspect
import io
import linecache
import operator
import sys
import textwrap
import traceback
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exercises.limits import Clock, TimeUp
from exercises.values import leaves, pack, spell, unpack


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


@dataclass(frozen=True)
class Outcome:
    """What one call came to: a value or a crash, and whether it wrote into its arguments."""

    value: object = None
    crash: Crash | None = None
    wrote: bool = False


class Raised(Exception):
    """The learner's code raised while a check called it."""

    def __init__(self, crash: Crash, call: str):
        super().__init__(str(crash))
        self.crash, self.call = crash, call


class Answer:
    """A learner's function under check: called like a function, or run inside a scenario."""

    def __init__(self, name: str, runner: Callable):
        self.name, self.runner, self.last = name, runner, ""

    def __call__(self, *args):
        """Return what the learner's function returns, as plain data; raise Raised if it raises."""
        return self._value(None, args)

    def inside(self, scenario, *args):
        """Return `scenario(function, *args)`, run where the function lives, as plain data."""
        return self._value(scenario, args)

    def outcome(self, args, scenario=None) -> Outcome:
        """Return what a call comes to, whatever that is."""
        self.last = f"{self.name}({', '.join(map(spell, args))})"
        return self.runner(scenario, args)

    def _value(self, scenario, args):
        outcome = self.outcome(args, scenario)
        if outcome.crash:
            raise Raised(outcome.crash, self.last)
        return outcome.value


class Local:
    """Runs the function in this process: quietly, on copies, and while the clock allows it."""

    def __init__(self, function, parameters=(), clock=None):
        self.function, self.parameters = function, parameters
        self.clock = clock or Clock(None)

    def __call__(self, scenario, args) -> Outcome:
        copies = copy.deepcopy(args)
        tracer, profiler, depth = sys.gettrace(), sys.getprofile(), sys.getrecursionlimit()
        self.clock.check()
        with without_prints(), without_warnings():
            try:  # from here to `inside = False` the clock may raise TimeUp, and nowhere else
                self.clock.floor, self.clock.inside = sys._getframe(), True
                reply = attempt(self.function, scenario, copies, self.parameters)
            finally:
                self.clock.inside = False
                sys.settrace(tracer)
                sys.setprofile(profiler)
                sys.setrecursionlimit(depth)
                put_back()
        self.clock.check()  # it may have swallowed what should have stopped it
        return outcome_of(reply, args)


def attempt(function, scenario, args, parameters=()) -> dict:
    """Call the function once and return, as JSON, what came of it."""
    try:
        value = scenario(function, *args) if scenario else call(function, args, parameters)
        return {"value": pack(value), "after": [pack(array) for array in leaves(args)]}
    except (KeyboardInterrupt, TimeUp):
        raise
    except BaseException as error:  # noqa: BLE001 (a learner's code may raise anything)
        return {"crash": vars(described(error, {home(function)}))}


def call(function, args, parameters):
    """Call by position, or by the starter's names where the function wants names."""
    try:
        takes = inspect.signature(function).bind
    except (TypeError, ValueError):  # functions written in C have none
        return function(*args)
    named = dict(zip(parameters[1:], args[1:], strict=False))
    try:
        takes(*args)
    except TypeError as error:
        if not fits(takes, *args[:1], **named):
            raise Signature(f"{error}; it is called with ({', '.join(parameters)})") from None
        return function(*args[:1], **named)
    return function(*args)


def fits(takes, *args, **named) -> bool:
    try:
        takes(*args, **named)
    except TypeError:
        return False
    return True


class Signature(TypeError):
    """The function does not take the arguments that the task names."""


@contextlib.contextmanager
def without_warnings():
    """Hold back warnings: an overflow shows in the result."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def without_prints():
    """Hold back what is printed: a check in a notebook shows one card and nothing else."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


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
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename in homes]
    if not frames or isinstance(error, Signature):
        return Crash(name, message, kinds=kinds)
    source = frames[-1].line or linecache.getline(frames[-1].filename, frames[-1].lineno)
    return Crash(name, message, frames[-1].lineno, _on_one_line(source), kinds)


def _on_one_line(text):
    return " ".join(text.split())[:200]


def words_of(error: BaseException) -> str:
    try:
        return str(error)
    except (KeyboardInterrupt, TimeUp):
        raise
    except BaseException:  # noqa: BLE001 (a learner's exception may raise when it is printed)
        return ""


def outcome_of(reply: dict, args) -> Outcome:
    """Return the outcome that a reply tells of a call with `args`."""
    if "crash" in reply:
        return Outcome(crash=Crash(**reply["crash"]))
    pairs = zip(leaves(args), map(unpack, reply["after"]), strict=True)
    wrote = any(before.tobytes() != np.asarray(after).tobytes() for before, after in pairs)
    return Outcome(unpack(reply["value"]), wrote=wrote)


PRISTINE = {np: dict(vars(np)), builtins: dict(vars(builtins))}
PRISTINE[builtins].pop("_", None)  # the last result of a session


def put_back() -> None:
    """Undo what a call did to the names of NumPy and of Python, with which the checks compute."""
    for module, names in PRISTINE.items():
        here = vars(module)
        if not all(map(operator.is_, map(here.get, names), names.values())):
            here.update(names)


LIBRARIES = ("softmax_lib", "scipy", "sklearn", "torch", "jax")


def names_called(function, scenario, *args) -> list:
    """Return the names of the functions that a call reaches outside the learner's own code."""
    taken = str(getattr(function, "__module__", "")).split(".")[0] in LIBRARIES
    own, seen = None if taken else getattr(function, "__globals__", None), set()

    def note(frame, event, arg):
        if event == "call" and frame.f_globals is not own:
            seen.add(frame.f_code.co_name)
        elif event == "c_call":
            seen.add(arg.__name__)

    sys.setprofile(note)
    try:
        scenario(function, *args) if scenario else function(*args)
    finally:
        sys.setprofile(None)
    return sorted(seen)


def is_untouched(function, starter) -> bool:
    """Whether a function still is what the starter was, or has no body yet."""
    if not isinstance(function, types.FunctionType):
        return False
    blanks = starter.__code__, as_a_cell(starter), nothing.__code__
    return steps(function.__code__) in [steps(code) for code in blanks]


def as_a_cell(function):
    """Return a function's code as it is compiled on its own, away from its module's imports."""
    source = textwrap.dedent(inspect.getsource(function))
    compiled = compile(source, "<cell>", "exec")
    return next(value for value in compiled.co_consts if inspect.iscode(value))


def nothing():
    """Do nothing."""


def steps(code) -> list:
    """Return what a function does, without its names for itself, its comments and its layout."""
    found = []
    for step in dis.get_instructions(code):
        if step.opname not in ("RESUME", "NOP", "CACHE", "EXTENDED_ARG"):
            value = step.argval
            found.append((step.opname, steps(value) if inspect.iscode(value) else repr(value)))
    return found
