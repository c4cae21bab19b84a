"""A learner's function as the checks see it: called, and its outcome brought back as plain data.

Where the function runs is the runner's business: `Local` calls it here, under the time limit of a
notebook; `exercises.remote` calls it in a process of its own.
"""

import builtins
import contextlib
import copy
import inspect
import io
import operator
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exercises.crashes import Crash, Signature, described, home
from exercises.limits import Clock, TimeUp
from exercises.packing import leaves, pack, unpack
from exercises.spelling import spell


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
