"""All submissions in a folder, a row for each exercise of each, whatever a submission does.

Every answer is checked by a process of its own (`check --json`), which runs the answer in yet
another. An answer that manages to end its checker ends one row.
"""

import csv
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from exercises.bank import Exercise
from exercises.judge import CRASHED
from exercises.submissions import UnreadableError, exercises_in

COLUMNS = ("submission", "exercise", "status", "mistake", "seconds", "message")
SPARE = 90  # seconds beyond an exercise's limit after which its checker cannot be well


def grade(folder: Path, jobs: int, out: Path | None) -> None:
    """Check every submission below `folder`, `jobs` at a time; write the rows as they come."""
    from tqdm import tqdm

    pairs = [pair for path in submissions(folder) for pair in parts(path, folder)]
    how = {"newline": "", "encoding": "utf-8", "errors": "backslashreplace"}
    target = out.open("w", **how) if out else nullcontext(sys.stdout)
    with target as file, ThreadPoolExecutor(jobs) as pool:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in tqdm(pool.map(row_of, pairs), total=len(pairs), unit="answer"):
            writer.writerow(row)
            file.flush()


def submissions(folder: Path) -> list[Path]:
    """Return the workbooks and Python files in a folder and below, hidden ones apart."""
    found = [p for p in folder.rglob("*") if p.suffix in (".py", ".ipynb") and not special(p)]
    hidden = [any(part.startswith(".") for part in p.relative_to(folder).parts) for p in found]
    return sorted(path for path, skip in zip(found, hidden, strict=True) if not skip)


def special(path: Path) -> bool:
    """Whether this is a folder, or a pipe that one could wait at for ever."""
    return path.exists() and not path.is_file()


def parts(path: Path, folder: Path) -> list:
    """Return what to check in a submission: its name, its file, an exercise or a complaint."""
    name = path.relative_to(folder).as_posix()
    try:
        tasks = exercises_in(path)
    except UnreadableError as error:
        return [(name, path, str(error))]
    nothing = f"{path.name} names no exercise: there is no @exercise(...) in it"
    return [(name, path, task) for task in tasks or [nothing]]


def row_of(part) -> tuple:
    """Return the row of one exercise of one submission."""
    name, path, task = part
    if not isinstance(task, Exercise):
        return name, "", CRASHED, "", 0.0, task
    start = time.monotonic()
    said = checked(task, path)
    seconds = round(time.monotonic() - start, 2)
    return name, task.id, said["status"], said["mistake"] or "", seconds, said["message"]


def checked(task: Exercise, path: Path) -> dict:
    """Return what a checker in a process of its own says about an answer."""
    command = [sys.executable, "-m", "exercises", "check", task.id, str(path.resolve()), "--json"]
    quiet = {"stdin": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    limit = task.seconds + SPARE
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=limit, **quiet)
        return json.loads(done.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        words = "The process that checked this answer was ended while the answer ran."
        return {"status": CRASHED, "mistake": None, "message": words}
