"""An answer in a process of its own, with a limit of time and of memory, killed when it is over."""

import contextlib
import json
import math
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from exercises.answers import Answer, Outcome, outcome_of
from exercises.bank import Exercise
from exercises.crashes import Crash
from exercises.judge import (
    CRASHED,
    UNATTEMPTED,
    Verdict,
    checker_fault,
    crashed,
    judge,
    not_a_function,
    timed_out,
    unattempted,
)
from exercises.limits import TimeUp
from exercises.submissions import Code, UnreadableError, code_for

MEMORY = 2 << 30  # bytes
END = b""  # what a pipe gives when it is closed
LONGEST = 64 << 20  # bytes of a reply
PRINTED = 1 << 20  # bytes that are passed on of what an answer prints
NONSENSE = vars(Crash("Nonsense", "its process sent what is no result"))  # into a pipe of ours
START = 60  # seconds that the process may take until it is ready; the answer's time begins then
COMMAND = [sys.executable, "-P", "-u", "-m", "exercises.worker"]


def verdict_on_file(task: Exercise, path: Path) -> Verdict:
    """Return the verdict on the answer to an exercise that a Python file or a workbook holds."""
    try:
        code = code_for(task, path)
    except UnreadableError as error:
        return Verdict(task.id, CRASHED, f"{error}.")
    if code is None:
        return _missing(task, path.name)
    with Remote(task, code) as runner:
        return _verdict(task, runner, path.name)


def _verdict(task, runner, filename):
    try:
        report = runner.load()
    except TimeUp:
        return timed_out(task)
    except StartError as error:
        return checker_fault(task, str(error))
    if report.get("missing"):
        return _missing(task, filename)
    if "kind" in report:
        return not_a_function(task, report["kind"])
    if "crash" in report:
        return crashed(task, Crash(**report["crash"]))
    if report.get("untouched"):
        return unattempted(task)
    return judge(task, Answer(task.name, runner))


def _missing(task, filename):
    words = f"{filename} defines no function `{task.name}({', '.join(task.parameters)})`."
    return Verdict(task.id, UNATTEMPTED, words)


class StartError(RuntimeError):
    """The process for an answer did not begin."""


class Remote:
    """Runs an answer in another process; as a runner, it brings back the outcome of each call."""

    def __init__(self, task: Exercise, code: Code, memory: int = MEMORY):
        self.seconds = task.seconds
        limits = {"memory": memory, "processor": 10 + 4 * math.ceil(task.seconds)}
        self.order = {"exercise": task.id, "limits": limits} | vars(code)
        self.groups = []  # the processes that lead a group of processes each

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        package = str(Path(__file__).resolve().parents[1])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        env = os.environ | {
            "PYTHONPATH": os.pathsep.join(paths),
            "SOFTMAX_COURSE_HOME": self.folder.name,
            "OPENBLAS_NUM_THREADS": "1",
        }
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        where = {"cwd": self.folder.name, "env": env, "start_new_session": True}
        self.process = subprocess.Popen(COMMAND, **pipes, **where)
        self.groups.append(self.process.pid)
        self.orders, self.replies = queue.Queue(), queue.Queue(maxsize=4)
        # Through threads, so that a process that outlives its answer can hold nobody up.
        pipes = self._tell, self._hear, self._relay
        self.threads = [threading.Thread(target=do, daemon=True) for do in pipes]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._kill()
        self.process.wait()
        self.orders.put(END)
        for thread in (self.threads[0], self.threads[2]):  # for the last of what the answer printed
            thread.join(timeout=0.2)
        with contextlib.suppress(RecursionError):  # folders in folders, a thousand deep
            self.folder.cleanup()

    def load(self) -> dict:
        """Start the answer and return what became of it."""
        self.deadline = time.monotonic() + START
        self._send(self.order)
        reply = self._reply()
        if "ready" not in reply:
            raise StartError(f"the process for an answer did not start: {reply}")
        self.groups.append(reply["ready"])
        self.deadline = time.monotonic() + self.seconds
        return self._reply()

    def __call__(self, scenario, args) -> Outcome:
        self._send((scenario, args))
        reply = self._reply()
        try:
            return outcome_of(reply, args)
        except Exception:  # noqa: BLE001 (only an answer that writes into our pipe gets here)
            return Outcome(crash=Crash(**NONSENSE))

    def _send(self, order):
        self.orders.put(pickle.dumps(order))

    def _reply(self) -> dict:
        """Return the next reply; raise TimeUp, and kill the process, when there is none in time."""
        left = self.deadline - time.monotonic()  # for what the checks compute as well
        try:
            line = self.replies.get(timeout=left) if left > 0 else None
        except queue.Empty:
            line = None
        if line is None:
            self._kill()
            raise TimeUp
        if line == END:
            self.replies.put(END)  # for whoever asks again
            return {"crash": vars(Crash("Ended", ""))}
        return _parsed(line)

    def _tell(self):
        """Hand on the orders, and the end."""
        with contextlib.suppress(OSError):  # if the process has ended, the reply will say so
            while order := self.orders.get():
                self.process.stdin.write(order)
                self.process.stdin.flush()
        with contextlib.suppress(OSError):
            self.process.stdin.close()

    def _hear(self):
        """Take in the replies, line by line, and the end."""
        line = True
        while line:
            line = self.process.stdout.readline(LONGEST)
            self.replies.put(line)

    def _relay(self):
        """Pass on what the answer prints, or the beginning of it if it prints without end."""
        left = PRINTED
        while text := self.process.stderr.read1():
            with contextlib.suppress(OSError):
                os.write(2, text[:left])  # not through sys.stderr: its lock may be held at the end
            left -= len(text[:left])

    def _kill(self):
        """End the process and all that it has started in its session."""
        if hasattr(os, "killpg"):
            for leader in self.groups:
                with contextlib.suppress(OSError):
                    os.killpg(leader, signal.SIGKILL)
        self.process.kill()


def _parsed(line):
    """Return what a line of the process says, if it is one that our own code may have written."""
    try:
        reply = json.loads(line)
        if "crash" in reply:
            reply["crash"]["kinds"] = tuple(reply["crash"]["kinds"])
            Crash(**reply["crash"])
        return dict(reply)
    except (ValueError, TypeError, KeyError, RecursionError):
        return {"crash": NONSENSE}
