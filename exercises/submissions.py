"""What a file of answers holds: the exercises that it is about, and the code of each answer.

An answer in a Python file is the whole file. Of a workbook it is the last cell that defines the
function, with what that cell needs from the others: imports, helpers, constants. The rest of the
workbook does not run, so an endless loop in one answer does not reach the next.
"""

import ast
import json
import re
import symtable
from dataclasses import dataclass
from pathlib import Path

from exercises.bank import Exercise, find, of_lesson, places

MARK = re.compile(r"""@exercise\(\s*["'](\w+)["']""")
MAGIC = re.compile(r"^(\s*)([%!?]|[\w.]+\?+\s*$|[\w, ]+=\s*[%!]).*$", re.MULTILINE)
ALWAYS = {"*", "__future__"}  # what these bring is not told by names
IMPORTS = (ast.Import, ast.ImportFrom)
DEFINES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class UnreadableError(ValueError):
    """A file is no Python file and no notebook."""


@dataclass(frozen=True)
class Code:
    """The code of one answer: pieces to run in order, and the name that they give the function."""

    pieces: tuple[tuple[str, str], ...]
    target: str


def cells_of(path: Path) -> list[str]:
    """Return the code in a file: cell by cell, or one piece; raise UnreadableError for others."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix != ".ipynb":
            return [text]
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        return [without_magics("".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        what = "a notebook" if path.suffix == ".ipynb" else "text"
        raise UnreadableError(f"{path.name} cannot be read as {what}: {error}") from None


def without_magics(cell: str) -> str:
    """Return a cell without the lines that only Jupyter understands, such as `%time` or `!ls`."""
    return cell if _parsed(cell).body else MAGIC.sub(r"\1pass", cell)


def exercises_in(path: Path) -> list[Exercise]:
    """Return the exercises that a file answers: all of a workbook's lesson, or those it marks."""
    marked = MARK.findall("\n".join(cells_of(path)))
    known = [find(name) for name in dict.fromkeys(marked) if name in places()]
    if path.suffix == ".ipynb":
        return [task for lesson in sorted({t.lesson for t in known}) for task in of_lesson(lesson)]
    by_name = [name for name in (path.stem, path.parent.name) if name in places()]
    return known or [find(name) for name in by_name[:1]]


def code_for(task: Exercise, path: Path) -> Code | None:
    """Return the code of a file's answer to an exercise, or None if it does not define one."""
    cells = cells_of(path)
    if path.suffix != ".ipynb":
        target = _target(task, _parsed(cells[0]).body) or task.name
        return Code(((path.name, cells[0]),), target)
    for number in range(len(cells), 0, -1):
        tree = _parsed(cells[number - 1])
        if tree.body == [] and _seems_to_define(task, cells[number - 1]):
            return Code(((f"cell {number}", cells[number - 1]),), task.name)
        if target := _target(task, tree.body):
            return Code(tuple(_needed(cells[:number], target)), target)
    return None


def _parsed(source):
    """Return the tree of a source, an empty one if it is not Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return ast.Module([], [])


def _seems_to_define(task, source):
    return bool(re.search(rf"def\s+{task.name}\b", source)) or task.id in MARK.findall(source)


def _target(task, statements):
    """Return the name under which these statements define the answer, if they do."""
    for statement in reversed(statements):
        marks = _marks(statement)
        if task.id in marks or (not marks and task.name in _bound(statement)):
            return statement.name if marks else task.name
    return None


def _marks(statement):
    """Return the ids in the `@exercise(...)` lines above a function."""
    decorators = statement.decorator_list if isinstance(statement, DEFINES) else []
    return [mark for d in decorators for mark in MARK.findall("@" + ast.unparse(d))]


def _needed(cells, target):
    """Return for each cell its lines that define `target`, or what that needs; others are blank."""
    statements = [(k, s) for k, cell in enumerate(cells) for s in _parsed(cell).body]
    wanted, names = [], {target}
    modules = set().union(*(_bound(s) for _, s in statements if isinstance(s, IMPORTS)))
    for cell, statement in reversed(statements):
        bound = _bound(statement) | (_filled(statement) - modules)
        if bound & names or bound & ALWAYS:
            wanted.append((cell, statement))
            names |= _read(statement)
    for number, cell in enumerate(cells):
        spans = [_span(s) for k, s in wanted if k == number]
        if spans:
            lines = enumerate(cell.splitlines(), 1)
            kept = [line if any(k in span for span in spans) else "" for k, line in lines]
            yield f"cell {number + 1}", "\n".join(kept)


def _span(statement):
    first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
    return range(first, statement.end_lineno + 1)


def _bound(statement):
    """Return the names that a statement at the top level binds or writes into."""
    if isinstance(statement, DEFINES):
        return {statement.name}
    bound = set()
    for node in ast.walk(statement):
        if isinstance(node, IMPORTS):
            bound |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
            bound |= {getattr(node, "module", None)} & ALWAYS
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            bound |= {inner.id for inner in ast.walk(node.value) if isinstance(inner, ast.Name)}
        elif isinstance(node, DEFINES):
            bound.add(node.name)
    return bound


def _filled(statement):
    """Return the names of things of which a statement calls a method, as in `found.append(1)`."""
    nodes = [] if isinstance(statement, DEFINES) else ast.walk(statement)
    values = [node.value for node in nodes if isinstance(node, ast.Expr)]
    calls = [value.func for value in values if isinstance(value, ast.Call)]
    owners = [call.value for call in calls if isinstance(call, ast.Attribute)]
    return {owner.id for owner in owners if isinstance(owner, ast.Name)}


def _read(statement):
    """Return the names of others that a statement reads, inside its functions too."""
    try:
        return set(_global(symtable.symtable(ast.unparse(statement), "cell", "exec")))
    except SyntaxError:  # such as one name for two arguments, which the parser lets pass
        return set()


def _global(table):
    for symbol in table.get_symbols():
        if symbol.is_global() or (table.get_type() == "module" and symbol.is_referenced()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _global(inner)
