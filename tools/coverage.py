"""Which cell covers what: `python -m tools.coverage` prints the table.

A topic (T), a slip of two public texts (S0, S1) or a mistake (M) is covered where a code cell that
shows it carries the tag covers:T05, covers:S0-26 or covers:M13.
"""

from collections import defaultdict
from pathlib import Path

from tools.drafts import read_course

# Slips of the pen, which no learner needs to see, and remarks on a text as a whole.
NO_CELL_NEEDED = {"S0-11", "S0-13", "S0-34", "S0-35", "S0-37", "S0-54", "S0-55"}
NO_CELL_NEEDED |= {"S1-01", "S1-02", "S1-30"}
ITEMS = [
    *(f"T{n:02}" for n in range(1, 38)),
    *(f"S0-{n:02}" for n in range(1, 56)),
    *(f"S1-{n:02}" for n in range(1, 31)),
    *(f"M{n:02}" for n in range(1, 55)),
]


def coverage(root: Path) -> dict[str, list[str]]:
    """Return for each item the numbers of the lessons in which a cell covers it."""
    found = defaultdict(set)
    for lesson in read_course(root).lessons:
        for cell in lesson.cells():
            for tag in cell.metadata.get("tags", []):
                found[tag.removeprefix("covers:")].add(lesson.number)
    return {item: sorted(found[item]) for item in ITEMS if item not in NO_CELL_NEEDED}


def table(covered: dict[str, list[str]]) -> str:
    """Return the coverage as a Markdown table: lesson by lesson, what it covers."""
    by_lesson = defaultdict(list)
    for item, lessons in covered.items():
        for lesson in lessons or ["none"]:
            by_lesson[lesson].append(item)
    rows = [f"| {lesson} | {' '.join(by_lesson[lesson])} |" for lesson in sorted(by_lesson)]
    return "\n".join(["| Lesson | Covers |", "|---|---|", *rows])


if __name__ == "__main__":
    print(table(coverage(Path(__file__).resolve().parents[1])))
