"""From the Markdown that authors write to a notebook that has not run yet.

A source, notebooks/src/NN_noun_phrase.md, is jupytext Markdown under three lines of front matter:

    ---
    minutes: 35
    ---

    # The title

    One sentence that says what the lesson is for.

    ```python tags=["raises-exception"]
    softmax([])
    ```

A heading or a code block starts a new cell, and so do two blank lines. Use the tag
`raises-exception` where the error is the lesson, and `nbval-ignore-output` where the output depends
on the machine or the time. Every ```python block runs. A block that is only to be read opens with
```py, a shell command with ```console. Paths of pictures and links count from notebooks/.
Navigation, the links to Colab and the Colab cell are generated: do not write them.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import jupytext
from markdown_it import MarkdownIt

from tools import BuildError

FRONT_MATTER = re.compile(r"\A---\n(?P<yaml>.*?)^---\n", re.DOTALL | re.MULTILINE)
JUPYTEXT = {"extension": ".md", "format_name": "markdown", "split_at_heading": True}
MINUTES = re.compile(r"^minutes: *(\d+) *$", re.MULTILINE)
FIRST_SENTENCE = re.compile(r".*?(?<!e\.g)(?<!i\.e)[.?!](?=\s|$)|.+")


@dataclass(frozen=True)
class Lesson:
    """One source: its name, its minutes, its Markdown, and what its first lines say."""

    name: str
    minutes: int
    body: str
    title: str
    purpose: str

    @property
    def number(self) -> str:
        return self.name[:2]

    @property
    def source(self) -> str:
        return f"notebooks/src/{self.name}.md"

    @property
    def notebook(self) -> str:
        return f"notebooks/{self.name}.ipynb"

    @property
    def workbook(self) -> str:
        return f"exercises/{self.name}.ipynb"

    def cells(self) -> list:
        """Return the authored cells, in order."""
        cells = jupytext.reads(self.body, JUPYTEXT).cells
        return [cell for cell in cells if cell.source.strip()]


def read_lessons(root: Path) -> list[Lesson]:
    """Return the lessons that exist, in order."""
    sources = sorted((root / "notebooks" / "src").glob("*.md"))
    if not sources:
        raise BuildError("notebooks/src holds no lesson: write one as notebooks/src/NN_name.md")
    lessons = [read_lesson(source) for source in sources]
    for one, other in pairwise(lessons):
        if one.number == other.number:
            raise BuildError(f"{one.source} and {other.source} have one number: rename one")
    return lessons


def read_lesson(source: Path) -> Lesson:
    """Return the lesson of one source; raise where an author forgot what every lesson has."""
    where = f"notebooks/src/{source.name}"
    if not re.fullmatch(r"\d\d_[a-z0-9_]+", source.stem):
        raise BuildError(f"{where}: name it NN_noun_phrase.md, two digits and lower case")
    text = source.read_text(encoding="utf-8")
    front = FRONT_MATTER.match(text)
    body = text[front.end() :].lstrip("\n") if front else text
    title, purpose = opening(where, body)
    return Lesson(source.stem, minutes(where, front), body, title, purpose)


def minutes(where: str, front: re.Match | None) -> int:
    """Return the lesson's minutes from its front matter."""
    found = MINUTES.search(front["yaml"]) if front else None
    if not found:
        raise BuildError(
            f"{where}: begin with the three lines '---', 'minutes: 35', '---'; "
            f"found {(front[0] if front else 'none')!r}"
        )
    return int(found[1])


def opening(where: str, body: str) -> tuple[str, str]:
    """Return the title (the H1) and the first sentence under it."""
    tokens = MarkdownIt().parse(body)
    kinds = [(token.type, token.tag) for token in tokens[:4]]
    if kinds[:1] != [("heading_open", "h1")] or kinds[3:] != [("paragraph_open", "p")]:
        raise BuildError(
            f"{where}: begin with '# The title' and, under it, one sentence of purpose; "
            f"found {body[:60]!r}"
        )
    paragraph = " ".join(tokens[4].content.split())
    return tokens[1].content, FIRST_SENTENCE.match(paragraph)[0]
