"""The process in which one answer runs for the command line: `python -m exercises.worker`.

It is started by exercises.remote, loads the answer, calls it as it is told, and sends back what
came of each call. It judges nothing: the checks run in the process that started it, so nothing
that an answer does here can change its verdict. The answer finds no input, and what it prints goes
to stderr; orders and replies travel through pipes that it does not know.
"""

import ast
import importlib.util
import json
import linecache
import os
import pickle
import sys

from exercises.answers import attempt, without_warnings
from exercises.bank import find
from exercises.crashes import described
from exercises.inspection import is_untouched


def private_pipes():
    """Return the pipes to the checker, and put others in their place for the answer."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return inbox, outbox


def limit(memory: int, processor: int) -> None:
    """Limit memory, processor seconds, file sizes and core dumps, where the system can.

    Processes that an answer starts have the same limits, and may outlive it no longer.
    """
    if importlib.util.find_spec("resource"):
        import resource

        limits = {"RLIMIT_DATA": memory, "RLIMIT_CPU": processor}
        limits |= {"RLIMIT_FSIZE": 100 << 20, "RLIMIT_CORE": 0}
        for name, most in limits.items():
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (most, most))


def load(pieces, target):
    """Run the pieces of an answer and return what they bind to `target`; None if nothing."""
    namespace = {"__name__": "answer", "__builtins__": __builtins__}
    for filename, source in pieces:
        linecache.cache[filename] = len(source), None, source.splitlines(True), filename
        tree = ast.parse(source, filename)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                node.decorator_list = [d for d in node.decorator_list if not is_mark(d)]
        exec(compile(tree, filename, "exec"), namespace)
    return namespace.get(target)


def is_mark(decorator) -> bool:
    """Whether a decorator is `@exercise(...)`, which would check the answer a second time."""
    name = getattr(decorator, "func", None)
    return getattr(name, "id", getattr(name, "attr", "")) == "exercise"


def loaded(order):
    """Return the function of an answer, and what to report of it."""
    try:
        function = load(order["pieces"], order["target"])
    except BaseException as error:  # noqa: BLE001 (an answer may raise anything, SystemExit too)
        homes = {filename for filename, _ in order["pieces"]}
        return None, {"crash": vars(described(error, homes))}
    if function is None:
        return None, {"missing": True}
    if not callable(function):
        return None, {"kind": type(function).__name__}
    starter = find(order["exercise"]).module.starter
    return function, {"untouched": is_untouched(function, starter)}


def orphaned() -> None:
    """Go on in a child of this process, so that the answer's parent is not the checker.

    The child leads a session of its own, which no process can leave that leads it.
    """
    if hasattr(os, "fork"):
        if os.fork():
            os._exit(0)
        os.setsid()


def main() -> None:
    orphaned()
    inbox, outbox = private_pipes()

    def send(reply):
        try:
            outbox.write(json.dumps(reply).encode() + b"\n")
            outbox.flush()
        except Exception:  # noqa: BLE001 (an answer has broken what this process needs)
            os._exit(1)

    order = pickle.load(inbox)
    task = find(order["exercise"])
    limit(**order["limits"])
    send({"ready": os.getpid()})
    function, report = loaded(order)
    send(report)
    while True:
        try:
            scenario, args = pickle.load(inbox)
        except EOFError:  # the checker has ended
            return
        try:
            with without_warnings():
                reply = attempt(function, scenario, args, task.parameters)
        except BaseException as error:  # noqa: BLE001 (KeyboardInterrupt, and whatever else)
            reply = {"crash": vars(described(error, set()))}
        send(reply)


if __name__ == "__main__":
    sys.modules["exercises.worker"] = sys.modules["__main__"]
    main()
