"""The progress file: atomic, tolerant of damage, shared by notebooks."""

import json
import subprocess
import sys

import pytest

from exercises import store


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SOFTMAX_COURSE_HOME", str(tmp_path))
    return tmp_path


def note(name, value):
    store.remember("things", name, lambda old: {"value": value})


def test_nothing_is_remembered_at_first():
    assert store.read() == {}


def test_what_was_remembered_is_read():
    note("a", 1)
    note("b", 2)
    assert store.read() == {"things": {"a": {"value": 1}, "b": {"value": 2}}}


def test_a_change_sees_the_old_record():
    note("a", 1)
    store.remember("things", "a", lambda old: {"value": old["value"] + 1})
    assert store.read()["things"]["a"] == {"value": 2}


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", '{"things": 3}', '{"things": {"a": 3}}', "\ufffd", "[" * 99999],
    ids=range(7),
)
def test_damaged_file_is_set_aside(home, damage):
    (home / "progress.json").write_text(damage, encoding="utf-8")
    note("a", 1)
    assert store.read() == {"things": {"a": {"value": 1}}}
    (aside,) = home.glob("progress.damaged-*.json")
    assert aside.read_text(encoding="utf-8") == damage


def test_bytes_that_are_no_text_are_set_aside(home):
    (home / "progress.json").write_bytes(b"\xff\xfe\x00")
    assert store.read() == {}


def test_a_change_that_fails_leaves_the_file_as_it_was(home):
    note("a", 1)
    before = (home / "progress.json").read_bytes()
    with pytest.raises(ZeroDivisionError):
        store.remember("things", "a", lambda old: 1 / 0)
    assert (home / "progress.json").read_bytes() == before


def test_a_record_that_json_cannot_hold_leaves_the_file_as_it_was(home):
    note("a", 1)
    with pytest.raises(TypeError):
        note("b", object())
    assert json.loads((home / "progress.json").read_text(encoding="utf-8")).keys() == {"things"}


def test_without_the_variable_the_folder_is_the_systems(monkeypatch):
    monkeypatch.delenv("SOFTMAX_COURSE_HOME")
    assert store.home().name == "softmax-course"


MANY = """
import sys
from exercises.store import remember
for k in range(40):
    remember("things", sys.argv[1] + str(k), lambda old: {"value": k})
"""


def test_two_notebooks_at_once_lose_nothing():
    writers = [subprocess.Popen([sys.executable, "-c", MANY, name]) for name in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert len(store.read()["things"]) == 80
