"""What a notebook must be before a learner opens it: each check yields its complaints."""

import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from nbformat import NotebookNode

MARKDOWN = MarkdownIt().enable("table").use(dollarmath_plugin)
MACHINE_PATH = re.compile(
    r"(?<![\w.])/(home|root|tmp|Users|usr|opt|var)/|\b[A-Za-z]:\\|site-packages"
)
ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{6,}")
HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
HTML_ALT = re.compile(r"""\balt\s*=\s*(["'])\s*[^\s"']""", re.IGNORECASE)
TAGS = re.compile(r"raises-exception|nbval-ignore-output|covers:(T\d\d|S[01]-\d\d|M\d\d)")
DESCRIPTION = re.compile(r"(Figure|\w+Explorer): \w")
LINES = 15


def executed_in_order(notebook: NotebookNode) -> Iterator[str]:
    counts = [cell.execution_count for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are {counts}"


def nothing_on_stderr(notebook: NotebookNode) -> Iterator[str]:
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if output.get("name") == "stderr":
                yield f"stderr {output.text!r} from {cell.source!r}"


def errors_are_announced(notebook: NotebookNode) -> Iterator[str]:
    for cell in code_cells(notebook):
        raised = any(output.output_type == "error" for output in cell.outputs)
        if raised != ("raises-exception" in cell.metadata.get("tags", [])):
            yield f"{'raises' if raised else 'should raise'}: {cell.source!r}"


def title_comes_first_and_once(notebook: NotebookNode) -> Iterator[str]:
    levels = [level for level, _ in headings(notebook)]
    first = notebook.cells[0]
    if levels.count(1) != 1 or first.cell_type != "markdown" or not first.source.startswith("# "):
        yield f"begins with {first.source[:60]!r} and has {levels.count(1)} titles (# ...)"


def headings_skip_no_level(notebook: NotebookNode) -> Iterator[str]:
    above = 0
    for level, text in headings(notebook):
        if level > above + 1:
            yield f"heading {text!r} is of level {level} below level {above}"
        above = level


def images_have_alt_text(notebook: NotebookNode) -> Iterator[str]:
    for token in tokens(notebook):
        if token.type == "image" and not token.content.strip():
            yield f"no alt text: ![]({token.attrs['src']})"
        if token.type in ("html_inline", "html_block"):
            for image in HTML_IMAGE.findall(token.content):
                if not HTML_ALT.search(image):
                    yield f"no alt text: {image}"


def code_cells_are_short(notebook: NotebookNode) -> Iterator[str]:
    for cell in code_cells(notebook):
        if len(cell.source.splitlines()) > LINES:
            yield f"longer than {LINES} lines: {cell.source!r}"


def outputs_name_no_path(notebook: NotebookNode) -> Iterator[str]:
    for text in printed(notebook):
        if MACHINE_PATH.search(text):
            yield f"a path of one machine in {text!r}"


def outputs_name_no_address(notebook: NotebookNode) -> Iterator[str]:
    for text in printed(notebook):
        if ADDRESS.search(text):
            yield f"a memory address in {text!r}"


def tags_are_known(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        for tag in cell.metadata.get("tags", []):
            if not TAGS.fullmatch(tag):
                yield f"the tag {tag!r} matches none of {TAGS.pattern}"


def no_output_is_hidden(notebook: NotebookNode) -> Iterator[str]:
    """Yield cells that end in `;`: nbval shows the output that the semicolon hides."""
    for cell in code_cells(notebook):
        if cell.source.rstrip().endswith(";"):
            yield f"write `_ = ...` instead of a last semicolon: {cell.source!r}"


def code_is_python(notebook: NotebookNode) -> Iterator[str]:
    """Yield cells with shell or magic lines; the generated Colab cell may have one."""
    for cell in code_cells(notebook):
        if cell.id != "colab" and re.search(r"^\s*[!%]", cell.source, re.MULTILINE):
            yield f"shell or magic: {cell.source!r}"


def pictures_say_what_they_show(notebook: NotebookNode) -> Iterator[str]:
    """Yield pictures without a description in words, or of more than 150 kB."""
    for cell in code_cells(notebook):
        for data in (output.data for output in cell.outputs if "data" in output):
            if "image/png" not in data:
                continue
            if not DESCRIPTION.match(data.get("text/plain", "")):
                yield f"a picture without a description: {cell.source!r}"
            if len(b64decode(data["image/png"])) > 150_000:
                yield f"a picture of more than 150 kB: {cell.source!r}"


CHECKS = [
    executed_in_order,
    nothing_on_stderr,
    errors_are_announced,
    title_comes_first_and_once,
    headings_skip_no_level,
    images_have_alt_text,
    code_cells_are_short,
    outputs_name_no_path,
    outputs_name_no_address,
    tags_are_known,
    no_output_is_hidden,
    code_is_python,
    pictures_say_what_they_show,
]


def dead_links(notebook: NotebookNode, folder: Path) -> Iterator[str]:
    """Yield the links and pictures of a notebook in `folder` that lead to no file."""
    for token in tokens(notebook):
        target = urlsplit(str(token.attrs.get("href") or token.attrs.get("src") or ""))
        if not target.scheme and target.path and not (folder / unquote(target.path)).exists():
            yield f"no file {target.path}"


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tokens(notebook: NotebookNode) -> Iterator[Token]:
    """Yield what the Markdown cells consist of, blocks and what is inside them."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for block in MARKDOWN.parse(cell.source):
                yield block
                yield from block.children or []


def headings(notebook: NotebookNode) -> Iterator[tuple[int, str]]:
    """Yield level and text of each heading."""
    found = list(tokens(notebook))
    for opening, text in pairwise(found):
        if opening.type == "heading_open":
            yield int(opening.tag[1]), text.content


def printed(notebook: NotebookNode) -> Iterator[str]:
    """Yield every output that is text."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            yield from (output.get(key, "") for key in ("text", "evalue"))
            yield from output.get("traceback", [])
            for kind, content in output.get("data", {}).items():
                if kind.startswith("text/") or kind == "image/svg+xml":
                    yield content
