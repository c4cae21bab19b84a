"""Time and memory on a GPU: its own clock, a cold cache, and turns as on the CPU."""

from importlib import import_module
from statistics import median

GPU = "cuda"
CACHE = 2**30  # bytes: more than any cache holds, and long enough to queue the next call meanwhile


def take_turns(calls, rounds):
    """Return the seconds that each call took on the GPU, one entry per round.

    Rounds run forwards and backwards by turns. Before each call the cache is filled with something
    else, and while the GPU does that, the CPU prepares the call: its own time is not measured,
    unless the call waits for the GPU in between.
    """
    torch = import_module("torch")
    others = torch.empty(CACHE, dtype=torch.uint8, device=GPU)
    ticks, order = {name: [] for name in calls}, list(calls)
    for _ in range(rounds):
        for name in order:
            others.zero_()
            start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            start.record()
            calls[name]()
            end.record()
            ticks[name].append((start, end))
        order.reverse()
    torch.cuda.synchronize()
    return {name: [a.elapsed_time(b) / 1000 for a, b in pairs] for name, pairs in ticks.items()}


def copy_bandwidth(rounds, share=1 / 8):
    """Return how many bytes per second a copy moves, read and written, of `share` of the memory."""
    torch = import_module("torch")
    size = int(torch.cuda.get_device_properties(0).total_memory * share)
    source, target = (torch.ones(size, dtype=torch.uint8, device=GPU) for _ in range(2))
    seconds = take_turns({"copy": lambda: target.copy_(source)}, rounds)["copy"]
    return 2 * size / median(seconds)


def start(make, given, judge):
    """Return a call, what `judge` says of its first result, and the bytes it takes at its peak.

    All three are None where the memory of the GPU is too small for it.
    """
    torch = import_module("torch")
    torch.cuda.empty_cache()
    try:
        call = make(*given)
        verdict = judge(call())
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        call()
        return call, verdict, torch.cuda.max_memory_allocated() - before
    except torch.cuda.OutOfMemoryError:
        return None, None, None
