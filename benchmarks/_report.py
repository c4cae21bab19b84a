"""How a benchmark tells what it found: the machine, readable times, tables and files."""

import argparse
import json
import os
import platform
import subprocess
from dataclasses import asdict
from importlib import import_module, metadata
from pathlib import Path

UNITS = {"s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}


def parser(name, purpose):
    """Return a parser of the arguments of the benchmark `name`, with what all benchmarks know."""
    made = argparse.ArgumentParser(prog=f"course.py bench {name}", description=purpose)
    made.add_argument("--out", type=Path, metavar="FOLDER", help="write what was found here, too")
    return made


def tell(found, text, folder, name):
    """Print what was found; if there is a `folder`, write it there before."""
    if folder:
        keep(found, text, folder, name)
    print(text)


def keep(found, text, folder, name):
    """Write NAME.json, the figures, and NAME.md, which shows the text and the figures."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = json.dumps(found, indent=1, default=asdict) + "\n"
    (folder / f"{name}.json").write_text(numbers, encoding="utf-8")
    for draw in import_module("benchmarks._figures").FIGURES[name]:  # loads matplotlib
        if figure := draw(found):
            (folder / f"{draw.__name__}.png").write_bytes(figure._repr_png_())
            text += f"\n\n![{figure.description}]({draw.__name__}.png)"
    (folder / f"{name}.md").write_text(text + "\n", encoding="utf-8")


def header(found):
    """Yield the lines that say where and with what it was measured, and what is missing."""
    yield f"- {found['machine']}"
    yield "- " + ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    for name, need in found.get("missing", {}).items():
        yield f"- {name}: not run: needs {need}"


def versions(modules):
    """Return the versions of Python, and of those modules that are installed."""
    packages = metadata.packages_distributions()
    here = {name: metadata.version(packages[name][0]) for name in modules if name in packages}
    return {"Python": platform.python_version()} | here


def load():
    """Return the load average over 15 minutes, None on Windows, which knows none."""
    return os.getloadavg()[2] if hasattr(os, "getloadavg") else None


def loads(found):
    """Yield a line on how busy the machine was before and after, if it knows."""
    before, after = found["load"]
    if before is not None:
        yield f"- Load average over 15 minutes: {before:.1f} before, {after:.1f} after"


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


def shape(row):
    """Return a shape in words."""
    return "×".join(map(str, row["shape"]))


def size(row):
    """Return a shape and a precision in words."""
    return f"{shape(row)} {row['dtype']}"


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
