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

from exercises.answers import Answer, Crash, Outcome, outcome_of
from exercises.bank import Exercise
from exercises.judge import (
    CRASHED,
    UNATTEMPTED,
    Verdict,
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
    if report.get("missing"):
        return _missing(task, filename)
    if "kind" in report:
        return not_a_function(task, report["kind"])
    if "crash" in report:
        return Verdict(task.id, CRASHED, str(Crash(**report["crash"])))
    if report.get("untouched"):
        return unattempted(task)
    return judge(task, Answer(task.name, runner))


def _missing(task, filename):
    words = f"{filename} defines no function `{task.name}({', '.join(task.parameters)})`."
    return Verdict(task.id, UNATTEMPTED, words)


class Remote:
    """Runs an answer in another process; as a runner, it brings back the outcome of each call."""

    def __init__(self, task: Exercise, code: Code, memory: int = MEMORY):
        self.seconds = task.seconds
        limits = {"memory": memory, "processor": 10 + 4 * math.ceil(task.seconds)}
        self.order = {"exercise": task.id, "limits": limits} | vars(code)

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
        self.replies = queue.Queue(maxsize=100)
        # Through threads, so that a process that outlives its answer can hold nobody up.
        self.threads = [
            threading.Thread(target=do, daemon=True) for do in (self._hear, self._relay)
        ]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._kill()
        self.process.wait()
        self.threads[1].join(timeout=0.2)  # for the last of what the answer printed
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.folder.cleanup()

    def load(self) -> dict:
        """Start the answer and return what became of it."""
        self.deadline = time.monotonic() + START
        self._send(self.order)
        reply = self._reply()
        if reply != {"ready": True}:
            raise RuntimeError(f"the process for an answer did not start: {reply}")
        self.deadline = time.monotonic() + self.seconds
        return self._reply()

    def __call__(self, scenario, args) -> Outcome:
        self._send((scenario, args))
        reply = self._reply()
        try:
            return outcome_of(reply, args)
        except Exception:  # noqa: BLE001 (only an answer that writes into our pipe gets here)
            return Outcome(crash=Crash("Nonsense", "its process sent what is no result"))

    def _send(self, order):
        with contextlib.suppress(OSError):  # if it has ended, the reply will say so
            pickle.dump(order, self.process.stdin)
            self.process.stdin.flush()

    def _reply(self) -> dict:
        """Return the next reply; raise TimeUp, and kill the process, when there is none in time."""
        try:
            line = self.replies.get(timeout=max(0, self.deadline - time.monotonic()))
        except queue.Empty:
            self._kill()
            raise TimeUp from None
        if line == END:
            self.replies.put(END)  # for whoever asks again
            return {"crash": vars(Crash("Ended", ""))}
        try:
            reply = json.loads(line)
        except ValueError:
            reply = None
        return reply if isinstance(reply, dict) else {}

    def _hear(self):
        """Take in the replies, line by line, and the end."""
        line = True
        while line:
            line = self.process.stdout.readline(LONGEST)
            self.replies.put(line)

    def _relay(self):
        """Pass on what the answer prints."""
        while text := self.process.stderr.read1():
            sys.stderr.buffer.write(text)
            sys.stderr.buffer.flush()

    def _kill(self):
        """End the process and all that it has started in its session."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
