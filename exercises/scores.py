"""How far a learner has come: a bar for each lesson, and one line of text to carry it elsewhere."""

import base64
import json
import zlib
from html import escape

from exercises.bank import find, ids, of_lesson
from exercises.store import change_all, is_memory, read

SECTION = "exercises"
PREFIX = "softmax-course:"
MOST = 4 << 20  # bytes of a memory; a few characters could say that gigabytes follow


def solved() -> set[str]:
    """Return the ids of the exercises that are solved now."""
    return {name for name, record in read().get(SECTION, {}).items() if record.get("solved")}


def bar(lesson: str) -> str:
    """Return a lesson's bar: a filled square for each exercise that is solved."""
    return _bar(lesson, solved())


def _bar(lesson, done):
    tasks = of_lesson(lesson)
    count = sum(task.id in done for task in tasks)
    squares = "■" * count + "□" * (len(tasks) - count)
    return f"Lesson {lesson} {squares} {count} of {len(tasks)} solved"


def progress() -> "Map":
    """Return the map of all lessons: which exercises are solved, and which are still to do."""
    return Map()


class Map:
    """All lessons and their exercises, as they stand when the map is shown."""

    def lessons(self) -> list:
        return sorted({find(name).lesson for name in ids()})

    def rows(self) -> list:
        """Return for each lesson its bar and, in words, its exercises; the file is read once."""
        done = solved()
        return [(_bar(lesson, done), _entries(lesson, done)) for lesson in self.lessons()]

    def __repr__(self):
        return "\n".join(f"{squares}: {names}" for squares, names in self.rows())

    def _repr_html_(self):
        rows = "".join(
            f'<tr style="background:none"><th scope="row" style="text-align:left;'
            f'white-space:nowrap;vertical-align:top">{squares}</th><td style="text-align:left">'
            f"{escape(names)}</td></tr>"
            for squares, names in self.rows()
        )
        return f'<table style="border:none">{rows}</table>'


def _entries(lesson, done):
    return ", ".join(f"{'✓' if task.id in done else '·'} {task.id}" for task in of_lesson(lesson))


def export_progress() -> str:
    """Return everything that is remembered of this learner as one line of text."""
    raw = zlib.compress(json.dumps(read(), sort_keys=True).encode(), 9)
    return PREFIX + base64.urlsafe_b64encode(raw).decode()


def import_progress(line: str) -> "Map":
    """Add what `export_progress` wrote, perhaps on another machine, and return the map.

    Nothing is lost: what is solved here or there is solved. Raises ValueError for other text.
    """
    arriving = _parsed(line)
    change_all(lambda here: _merged(here, arriving))
    return progress()


def _parsed(line):
    try:
        raw = base64.urlsafe_b64decode(line.strip().removeprefix(PREFIX).encode())
        arriving = json.loads(zlib.decompressobj().decompress(raw, MOST))
    except (ValueError, zlib.error, AttributeError, TypeError, RecursionError):
        arriving = None
    if not is_memory(arriving):
        raise ValueError(
            f"expected the line that export_progress() gave, whole, beginning with {PREFIX!r}; "
            f"got {str(line)[:40]!r}"
        )
    return arriving


def _merged(here, arriving):
    """Return both memories in one: records of here first, each exercise solved in either."""
    sections = {name: arriving.get(name, {}) | here.get(name, {}) for name in {*here, *arriving}}
    for name, record in sections.get(SECTION, {}).items():
        both = [memory.get(SECTION, {}).get(name, {}) for memory in (here, arriving)]
        sections[SECTION][name] = record | {"solved": any(one.get("solved") for one in both)}
    return sections
