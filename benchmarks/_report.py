"""How a benchmark tells what it found: the machine, readable times, and a Markdown table."""

import os
import platform
import subprocess
from pathlib import Path

UNITS = {"s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}


def machine():
    """Return the system, the processor and the number of its cores, in words."""
    return f"{platform.system()} on {processor()}, {os.cpu_count()} cores"


def processor():
    """Return the name of the processor, or at least its kind."""
    try:
        if platform.system() == "Linux":
            lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            return next(line.split(": ")[1] for line in lines if line.startswith("model name"))
        if platform.system() == "Darwin":
            command = ["sysctl", "-n", "machdep.cpu.brand_string"]
            return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except (OSError, StopIteration):
        pass  # Linux on ARM names no model
    return platform.processor() or platform.machine()


def duration(seconds):
    """Return a time with three digits and the unit that suits it."""
    fits = (name for name in UNITS if seconds >= 0.9995 * UNITS[name])  # 999.5 µs is 1.00 ms
    unit = next(fits, "ns")
    return f"{seconds / UNITS[unit]:#.3g}".rstrip(".") + f" {unit}"


def markdown(titles, rows):
    """Return a Markdown table that is in line in a terminal, too: numbers stand to the right."""
    widths = [max(map(len, column)) for column in zip(titles, *rows, strict=True)]
    dashes = ["-" * (width - 1) + ":" for width in widths]
    return "\n".join(
        "| " + " | ".join(c.rjust(width) for c, width in zip(line, widths, strict=True)) + " |"
        for line in (titles, dashes, *rows)
    )
