"""The two blocks of the README that follow from the lessons: the badges and the map."""

import re
from pathlib import Path

from tools import BuildError
from tools.drafts import Course, read_course
from tools.lessons import Lesson


def expected_readme(root: Path) -> str:
    """Return README.md as it is after a build; nothing is executed."""
    course = read_course(root)
    path = root / "README.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    text = with_block(text, "badges", badges(course))
    return with_block(text, "lessons", lesson_map(course))


def with_block(text: str, name: str, block: str) -> str:
    """Return `text` with what stands between the markers of `name` replaced."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if text.count(start) != 1 or text.count(end) != 1 or text.index(start) > text.index(end):
        raise BuildError(f"README.md: needs one line {start} and, below it, one line {end}")
    before, after = text.split(start)[0], text.split(end)[1]
    return f"{before}{start}\n{block}\n{end}{after}"


def badges(course: Course) -> str:
    """Return the badges, each a picture with alt text inside a link."""
    address, first = course.address, course.lessons[0]
    return "\n".join(
        [
            badge("Tests", f"{address.workflow}/badge.svg", address.workflow),
            badge(
                f"Open lesson {first.number} on Binder",
                "https://mybinder.org/badge_logo.svg",
                address.binder(first.notebook),
            ),
            badge(
                f"Open lesson {first.number} in Colab",
                "https://colab.research.google.com/assets/colab-badge.svg",
                address.colab(first.notebook),
            ),
        ]
    )


def badge(alt: str, picture: str, target: str) -> str:
    """Return one badge in Markdown."""
    return f"[![{alt}]({picture})]({target})"


def lesson_map(course: Course) -> str:
    """Return the table of the lessons."""
    titles = ("No.", "Lesson", "Minutes", "What it is for", "Exercises", "In a browser")
    head = ["| " + " | ".join(titles) + " |", "|---" * len(titles) + "|"]
    return "\n".join(head + [row(course, lesson) for lesson in course.lessons])


def row(course: Course, lesson: Lesson) -> str:
    """Return one lesson's row of the map."""
    has_workbook = lesson in course.with_workbook()
    columns = [
        lesson.number,
        f"[{lesson.title}]({lesson.notebook})",
        str(lesson.minutes),
        re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", lesson.purpose),  # links count from notebooks/
        f"[Workbook]({lesson.workbook})" if has_workbook else "",
        f"[Open in Colab]({course.address.colab(lesson.notebook)})",
    ]
    return "| " + " | ".join(column.replace("|", r"\|") for column in columns) + " |"
