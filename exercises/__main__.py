"""Check answers from the command line.

    python -m exercises list
    python -m exercises check ID FILE [--json]
    python -m exercises grade FOLDER [--jobs N] [--csv FILE]

FILE is a Python file that defines the function, or a workbook. FOLDER holds such files, one for
each submission. Each answer runs in a process of its own, with a limit of time and of memory.
The exit status of `check` is 0 for a correct answer, 1 for any other, 2 for a call without sense.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from exercises.bank import find, ids
from exercises.card import Card
from exercises.grade import grade
from exercises.judge import CORRECT
from exercises.remote import verdict_on_file


def list_all(_) -> int:
    """Print a line for each exercise."""
    for task in map(find, ids()):
        signature = f"{task.name}({', '.join(task.parameters)})"
        print(f"{task.lesson}  {task.id:<22} {signature:<42} {task.title}")
    return 0


def check(options) -> int:
    """Print the verdict on one answer and return the exit status."""
    verdict = verdict_on_file(find(options.id), options.file)
    if options.json:
        said = ("exercise", "status", "mistake", "message")
        print(json.dumps({name: getattr(verdict, name) for name in said}))
    else:
        print(Card(verdict))
    return 0 if verdict.status == CORRECT else 1


def grade_all(options) -> int:
    """Write a row for each exercise of each submission."""
    grade(options.folder, options.jobs, options.csv)
    return 0


def parser() -> argparse.ArgumentParser:
    """Return what the command line may hold."""
    words = __doc__.split("\n\n")
    whole = argparse.ArgumentParser("python -m exercises", description=words[0], epilog=words[2])
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    one = commands.add_parser("list", help="list the exercises")
    one.set_defaults(run=list_all)
    one = commands.add_parser("check", help="check one answer")
    one.add_argument("id", type=known_id, metavar="ID")
    one.add_argument("file", type=existing(Path.is_file, "file"), metavar="FILE")
    one.add_argument("--json", action="store_true", help="print one JSON object")
    one.set_defaults(run=check)
    one = commands.add_parser("grade", help="check all answers in a folder")
    one.add_argument("folder", type=existing(Path.is_dir, "folder"), metavar="FOLDER")
    one.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N")
    one.add_argument("--csv", type=Path, metavar="FILE", help="where to write; stdout if left out")
    one.set_defaults(run=grade_all)
    return whole


def known_id(text: str) -> str:
    try:
        return find(text).id
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def existing(is_there, kind):
    """Return a type of argument: the path of a file or folder that is there."""

    def path(text: str) -> Path:
        if not is_there(Path(text)):
            raise argparse.ArgumentTypeError(f"there is no {kind} {text!r}")
        return Path(text)

    return path


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1 on, got {text!r}")
    return int(text)


def main(arguments: list[str]) -> int:
    """Run one command and return the exit status."""
    for stream in (sys.stdout, sys.stderr):  # an answer's words may hold what cannot be printed
        stream.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except (OSError, KeyboardInterrupt) as error:
        print(f"python -m exercises: {error or 'interrupted'}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
