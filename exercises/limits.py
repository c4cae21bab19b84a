"""A time limit inside a notebook, where a learner's code and its check share one thread.

A second thread knocks when the time is up: it sends the main thread the signal that Ctrl-C sends.
Each knock raises TimeUp in the learner's code, and again at lines that it reaches after that, so
that an `except:` around an endless loop does not hold it. Python traces no line after an exception
at one until the function ends, so where the exception strikes varies: some line is in no `try`.
What no signal reaches (one long step inside a C library, or a browser, which has no threads) goes
on.
"""

import _thread
import random
import signal
import sys
import threading

PAUSE = 0.02  # seconds between knocks


class TimeUp(BaseException):
    """The learner's code ran for longer than it may."""


class Clock:
    """The time that one check gives to a learner's code; `Clock(None)` never stops it."""

    def __init__(self, seconds: float | None):
        self.seconds = seconds
        self.inside = self.over = False
        self.floor = None  # the frame that called the learner's code: it and what is above go on
        self.can_stop = False
        self.knocks = self.skip = 0  # the number of lines to let pass before TimeUp strikes again
        self.chance = random.Random(0)  # not the one that the learner's code draws from

    def __enter__(self):
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        try:
            self.before = signal.signal(signal.SIGINT, self._knocked)
        except ValueError:  # not the main thread: nothing can be interrupted here
            return self
        try:
            self.thread.start()
            self.can_stop = True
        except RuntimeError:  # a browser's kernel has no threads
            signal.signal(signal.SIGINT, self.before)
        return self

    def __exit__(self, *_):
        if self.can_stop:
            self.done.set()
            self.thread.join()
            signal.signal(signal.SIGINT, self.before)

    def check(self):
        """Raise TimeUp if the time is up; while the learner's code runs, the knocks see to it."""
        if self.over:
            raise TimeUp

    def _watch(self):
        if self.done.wait(self.seconds):
            return
        self.over = True
        while not self.done.wait(PAUSE):
            _knock()

    def _knocked(self, number, frame):
        if not self.over:  # the learner's own Ctrl-C, or the stop button
            return self.before(number, frame) if callable(self.before) else None
        if not self.inside:
            return None
        self.knocks += 1
        sys.setprofile(self._returned)
        sys.settrace(self._next_line)
        while frame and frame is not self.floor:
            frame.f_trace = self._next_line
            frame = frame.f_back
        self._strike()

    def _strike(self):
        """Raise TimeUp; now at every line, which ends deep recursion, now at some, for loops."""
        self.skip = self.chance.randrange(9) if self.knocks // 8 % 2 else 0
        raise TimeUp

    def _next_line(self, frame, event, _):
        if event == "line" and self.inside:
            if not self.skip:
                self._strike()
            self.skip -= 1
        return self._next_line

    def _returned(self, frame, event, _):
        if event == "return" and self.inside and frame.f_back is not self.floor:
            sys.settrace(self._next_line)
            frame.f_back.f_trace = self._next_line


def _knock():
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
    else:
        _thread.interrupt_main()
