"""Who is faster, told fairly on a machine that does other things too: all take turns.

In each round every contestant is timed once, and rounds run forwards and backwards by turns. A
slow moment then hits neighbours alike, and the ratio within a round hardly feels it.
"""

import tracemalloc
from math import exp, log
from statistics import fmean, median
from time import perf_counter
from timeit import Timer

BLOCK = 0.005  # seconds that a contestant calculates in each round: many calls where they are short
FEWEST, MOST = 6, 60  # rounds


def interleave(calls, seconds):
    """Return for each named call its seconds, one entry per round; `seconds` is the whole budget.

    At least six rounds are made, however long they take.
    """
    timers = {name: Timer(call) for name, call in calls.items()}
    end = perf_counter() + seconds
    counts = {name: repetitions(timer) for name, timer in timers.items()}
    times = {name: [] for name in calls}
    order = list(calls)
    for done in range(MOST):
        if done >= FEWEST and done % 2 == 0 and perf_counter() > end:
            break
        for name in order:
            timers[name].timeit(1)  # not counted: caches and threads are still the neighbour's
            times[name].append(timers[name].timeit(counts[name]) / counts[name])
        order.reverse()
    return times


def repetitions(timer):
    """Return how many calls fill a block, at least one."""
    return max(1, round(BLOCK / min(timer.repeat(2, 1))))


def ratio(times, other_times):
    """Return the median over the rounds of time/other time."""
    return median(t / other for t, other in zip(times, other_times, strict=True))


def geometric_mean(ratios):
    """Return the mean of ratios in which a half and a double balance each other."""
    return exp(fmean(map(log, ratios)))


def peak_memory(call):
    """Return the most bytes that Python and NumPy held for `call` at one time, its result too."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
