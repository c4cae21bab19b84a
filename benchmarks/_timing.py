"""Who is faster, told fairly on a machine that does other things too: all take turns.

In each round every contestant is timed once, and rounds run forwards and backwards by turns. A
slow moment then hits neighbours alike, and the ratio within a round hardly feels it.
"""

import tracemalloc
from itertools import count
from math import exp, log
from statistics import fmean, median
from time import perf_counter
from timeit import Timer

BLOCK = 0.0002  # seconds of short calls in each round: so few that seldom another program cuts in
FEWEST = 6  # rounds


def interleave(calls, seconds):
    """Return for each named call its seconds, one entry per round; `seconds` is the whole budget.

    At least six rounds are made, however long they take.
    """
    timers = {name: Timer(call) for name, call in calls.items()}
    end = perf_counter() + seconds
    calls_each = {name: repetitions(timer) for name, timer in timers.items()}
    times = {name: [] for name in calls}
    order = list(calls)
    for done in count():
        if done >= FEWEST and done % 2 == 0 and perf_counter() > end:
            return times
        for name in order:
            if calls_each[name] > 1:  # short calls feel what a neighbour left in the caches
                timers[name].timeit(1)
            times[name].append(timers[name].timeit(calls_each[name]) / calls_each[name])
        order.reverse()


def repetitions(timer):
    """Return how many calls fill a block, at least one, by the fastest of some calls."""
    fastest, end = timer.timeit(1), perf_counter() + 200 * BLOCK
    while perf_counter() < end:
        fastest = min(fastest, timer.timeit(1))
    return max(1, round(BLOCK / fastest))


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
