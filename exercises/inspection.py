"""What can be seen of a function beside its results: is it begun, and what does it call?"""

import dis
import inspect
import sys
import textwrap
import types

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
