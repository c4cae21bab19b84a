"""What a learner has answered, in a small file that outlives notebooks and kernels.

The file is progress.json in the folder SOFTMAX_COURSE_HOME if that variable is set, else in the
folder that the system keeps for user data. It is replaced as a whole, under a lock, so two
notebooks may write at once; a damaged file is set aside under another name, never overwritten.
"""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock
from platformdirs import user_data_path


def home() -> Path:
    """Return the folder of the progress file, whether it exists or not."""
    chosen = os.environ.get("SOFTMAX_COURSE_HOME")
    return Path(chosen).expanduser() if chosen else user_data_path("softmax-course")


def read() -> dict:
    """Return everything that is remembered: a dict of sections, empty at first."""
    path = home() / "progress.json"
    try:
        remembered = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError):
        remembered = None
    return remembered if is_memory(remembered) else _set_aside(path)


def is_memory(thing) -> bool:
    """Whether this is a dict of sections, each a dict of records, each a dict."""
    sections = thing.values() if isinstance(thing, dict) else [None]
    records = [r for s in sections for r in (s.values() if isinstance(s, dict) else [None])]
    return all(isinstance(record, dict) for record in records)


def remember(section: str, name: str, change: Callable[[dict], dict]) -> None:
    """Put `change(old record)` in the place of the record `name` of a section.

    Raises OSError where the folder cannot be written; nothing is lost then.
    """

    def changed(remembered: dict) -> dict:
        records = remembered.setdefault(section, {})
        records[name] = change(records.get(name, {}))
        return remembered

    change_all(changed)


def change_all(change: Callable[[dict], dict]) -> None:
    """Put `change(everything remembered)` in the place of it; raise OSError as `remember` does."""
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "progress.lock", timeout=10):
        text = json.dumps(change(read()), indent=1, sort_keys=True, ensure_ascii=False)
        draft = folder / "progress.new"
        draft.write_text(text, encoding="utf-8")
        draft.replace(folder / "progress.json")


def _set_aside(path: Path) -> dict:
    """Rename a damaged file, so that a new one can begin and the old one can be looked at."""
    path.replace(path.with_name(f"progress.damaged-{time.time_ns()}.json"))
    return {}
